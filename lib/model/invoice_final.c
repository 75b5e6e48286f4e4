/* What happens to an invoice after it was a concept. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/actor.h"
#include "model/invoice.h"
#include "model/vat.h"

static const char SQL_LOCK[] =
    "SELECT status, kind, total_cents, paid_cents, credited_cents, credit_of, version FROM invoice WHERE id = ? FOR UPDATE";
static const char SQL_COUNTER[] = "INSERT IGNORE INTO counter (name, value) VALUES (?, 1)";
static const char SQL_NEXT[] = "UPDATE counter SET value = LAST_INSERT_ID(value) + 1 WHERE name = ?";
static const char SQL_COUNT[] = "SELECT COUNT(*) FROM invoice_line WHERE invoice_id = ?";
static const char SQL_CREDITS[] = "UPDATE invoice SET credit_of = ? WHERE id = ?";
static const char SQL_PAYMENT[] =
    "INSERT INTO payment (invoice_id, paid_on, amount_cents, source, entry_ref, user_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)";
static const char SQL_PAYMENTS[] = "SELECT paid_on, amount_cents, source FROM payment WHERE invoice_id = ? ORDER BY paid_on, id LIMIT ?";

#define PAYMENTS_MAX 100

/* The row as it is now, locked until the transaction ends. */
struct locked {
    bool concept, credit;
    int64_t total, paid, credited;
    uint64_t credit_of, version;
};

static enum status lock(struct model *m, uint64_t id, struct locked *out)
{
    struct stmt *st = db_stmt(m->db, SQL_LOCK);

    bind_u64(st, 0, id);
    if (!db_step(st))
        return db_status(st);
    out->concept = text_equal(col_str(st, 0), "concept");
    out->credit = text_equal(col_str(st, 1), "credit");
    out->total = col_i64(st, 2);
    out->paid = col_i64(st, 3);
    out->credited = col_i64(st, 4);
    out->credit_of = col_u64(st, 5);
    out->version = col_u64(st, 6);
    db_done(st);
    return ST_OK;
}

static const char *cents(struct model *m, int64_t v)
{
    return arena_printf(m->arena, "%lld", (long long)v);
}

/* Writes these columns of the record; it is locked, so its version is no matter. */
static enum status write(struct model *m, struct record *r, const char *const *columns)
{
    bool *mask = arena_array(m->arena, r->entity->count, sizeof *mask);

    for (; *columns; columns++)
        mask[field_index(r->entity, *columns)] = true;
    r->version = 0;
    return record_save(m, r, mask);
}

/* The next number of the year. The counter's row is locked until the transaction ends: no number is given twice, and one that is rolled back is given
 * again. */
static enum status next_number(struct model *m, bool credit, int year, const char **out)
{
    const char *name = arena_printf(m->arena, "%s_%04d", credit ? "credit" : "invoice", year);
    struct stmt *st = db_stmt(m->db, SQL_NEXT);
    enum status status;

    bind_str(st, 0, name);
    status = db_run(st);
    if (status == ST_OK && db_changed(st) == 0) {
        st = db_stmt(m->db, SQL_COUNTER);
        bind_str(st, 0, name);
        status = db_run(st);
        st = db_stmt(m->db, SQL_NEXT);
        bind_str(st, 0, name);
        if (status == ST_OK)
            status = db_run(st);
    }
    if (status != ST_OK)
        return status;
    *out = arena_printf(m->arena, "%s%04d-%06llu", credit ? "C" : "F", year, (unsigned long long)db_insert_id(st));
    return ST_OK;
}

static enum status has_lines(struct model *m, uint64_t id, bool *any)
{
    struct stmt *st = db_stmt(m->db, SQL_COUNT);

    bind_u64(st, 0, id);
    if (!db_step(st))
        return ST_FAILED;
    *any = col_u64(st, 0) > 0;
    db_done(st);
    return ST_OK;
}

/* What is open follows from the three amounts. */
static const char *status_of(int64_t total, int64_t paid, int64_t credited)
{
    if (total - paid - credited > 0)
        return "open";
    return credited >= total && total > 0 ? "credit" : "betaald";
}

/* Takes the credit note's amount off the invoice it is about. */
static enum status settle_credit(struct model *m, struct problems *p, const struct locked *note)
{
    static const char *const columns[] = { "credited_cents", "status", NULL };
    struct record *first;
    struct locked l;
    enum status st = lock(m, note->credit_of, &l);

    if (st == ST_OK)
        st = invoice_load(m, note->credit_of, &first);
    if (st != ST_OK)
        return st;
    if (note->total >= 0)
        return invalid(p, NULL, "Een creditnota is samen minder dan nul. Controleer de regels");
    if (l.credited - note->total > l.total)
        return invalid(p, NULL, "U crediteert meer dan er op de factuur staat. Haal regels weg of maak ze lager");
    record_set(first, "credited_cents", cents(m, l.credited - note->total));
    record_set(first, "status", status_of(l.total, l.paid, l.credited - note->total));
    return write(m, first, columns);
}

enum status invoice_finalize(struct model *m, struct problems *p, struct record *invoice)
{
    static const char *const columns[] = { "number", "invoice_date", "due_date", "status", NULL };
    const char *today = clock_today(m->arena), *number;
    struct locked l;
    struct date d;
    bool any = false;
    enum status st = lock(m, invoice->id, &l);

    if (st == ST_OK && !l.concept)
        return ST_CONFLICT;
    if (st == ST_OK)
        st = has_lines(m, invoice->id, &any);
    if (st != ST_OK)
        return st;
    if (!any)
        return invalid(p, NULL, "Voeg eerst een regel toe");
    if (!l.credit && l.total < 0)
        return invalid(p, NULL, "Het totaal is minder dan nul. Maak een creditnota bij de factuur waar het over gaat");
    if (!date_parse(today, &d))
        return ST_FAILED;
    if (l.credit && (st = settle_credit(m, p, &l)) != ST_OK)
        return st;
    st = next_number(m, l.credit, d.year, &number);
    if (st != ST_OK)
        return st;
    record_set(invoice, "number", number);
    record_set(invoice, "invoice_date", today);
    if (strcmp(record_get(invoice, "due_date"), today) < 0)
        record_set(invoice, "due_date", today);
    record_set(invoice, "status", l.credit ? "verwerkt" : l.total == 0 ? "betaald" : "open");
    return write(m, invoice, columns);
}

/* The lines of the first with the sign turned. */
static enum status turn_lines(struct model *m, uint64_t from, struct record *note)
{
    struct record **lines;
    size_t count;
    enum status st = invoice_lines(m, from, &lines, &count);

    for (size_t i = 0; st == ST_OK && i < count; i++)
        st = invoice_add_line(m, note, record_get(lines[i], "text"), invoice_cents(lines[i], "quantity"), -invoice_cents(lines[i], "price_cents"),
                              record_get(lines[i], "vat_code"));
    return st;
}

enum status invoice_credit(struct model *m, const struct record *invoice, struct record **out)
{
    static const char *const columns[] = { "kind", "credits_number", NULL };
    const char *number = record_get(invoice, "number");
    struct record *note;
    struct stmt *sql;
    struct locked l;
    enum status st = lock(m, invoice->id, &l);

    if (st == ST_OK && (l.concept || l.credit || l.credited >= l.total || !number))
        return ST_CONFLICT;
    if (st == ST_OK)
        st = invoice_new(m, invoice->relation_id, arena_printf(m->arena, "Creditnota bij factuur %s", number ? number : ""), 0, &note);
    if (st != ST_OK)
        return st;
    record_set(note, "kind", "credit");
    record_set(note, "credits_number", number);
    st = write(m, note, columns);
    if (st != ST_OK)
        return st;
    sql = db_stmt(m->db, SQL_CREDITS);
    bind_u64(sql, 0, invoice->id);
    bind_u64(sql, 1, note->id);
    st = db_run(sql);
    if (st == ST_OK)
        st = turn_lines(m, invoice->id, note);
    *out = note;
    return st;
}

static enum status add_payment(struct model *m, uint64_t id, int64_t amount, const char *date, enum payment_source source, const char *entry_ref)
{
    struct stmt *st = db_stmt(m->db, SQL_PAYMENT);

    bind_u64(st, 0, id);
    bind_str(st, 1, date);
    bind_i64(st, 2, amount);
    bind_str(st, 3, source == PAID_BY_BANK ? "bank" : "hand");
    bind_str(st, 4, entry_ref);
    if (m->who && m->who->user_id)
        bind_u64(st, 5, m->who->user_id);
    else
        bind_null(st, 5);
    bind_time(st, 6, clock_now());
    return db_run(st);
}

enum status invoice_pay(struct model *m, struct record *invoice, int64_t amount, const char *date, enum payment_source source, const char *entry_ref)
{
    static const char *const columns[] = { "paid_cents", "paid_on", "status", NULL };
    struct locked l;
    enum status st = lock(m, invoice->id, &l);

    if (st == ST_OK && (l.concept || l.credit || amount == 0))
        return ST_CONFLICT;
    if (st == ST_OK && !money_add(&l.paid, amount))
        return ST_CONFLICT;
    if (st == ST_OK)
        st = add_payment(m, invoice->id, amount, date, source, entry_ref);
    if (st != ST_OK)
        return st;
    record_set(invoice, "paid_cents", cents(m, l.paid));
    record_set(invoice, "status", status_of(l.total, l.paid, l.credited));
    record_set(invoice, "paid_on", text_equal(record_get(invoice, "status"), "betaald") ? date : NULL);
    return write(m, invoice, columns);
}

enum status invoice_payments(struct model *m, uint64_t id, struct payment **out, size_t *count)
{
    struct payment *list = arena_array(m->arena, PAYMENTS_MAX, sizeof *list);
    struct stmt *st = db_stmt(m->db, SQL_PAYMENTS);
    enum status status;

    *out = list;
    *count = 0;
    bind_u64(st, 0, id);
    bind_u64(st, 1, PAYMENTS_MAX);
    while (*count < PAYMENTS_MAX && db_step(st)) {
        struct payment *p = &list[(*count)++];

        p->paid_on = col_dup(st, 0, m->arena);
        p->cents = col_i64(st, 1);
        p->source = text_equal(col_str(st, 2), "bank") ? "Bankafschrift" : "Met de hand";
    }
    status = *count < PAYMENTS_MAX ? db_status(st) : ST_OK;
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}
