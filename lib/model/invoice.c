#include "model/invoice.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/db.h"
#include "model/vat.h"

static const char SQL_OWNER[] = "SELECT relation_id FROM invoice WHERE id = ?";
/* The invoice's row is the lock of all that belongs to it. */
static const char SQL_LOCK[] = "SELECT status, version FROM invoice WHERE id = ? FOR UPDATE";
static const char SQL_LAST[] = "SELECT COALESCE(MAX(position), 0), COUNT(*) FROM invoice_line WHERE invoice_id = ?";
static const char SQL_SUMS[] = "SELECT COALESCE(SUM(total_cents), 0), COALESCE(SUM(vat_cents), 0) FROM invoice_line WHERE invoice_id = ?";
static const char SQL_TOTALS[] = "UPDATE invoice SET total_cents = ?, vat_cents = ?, version = version + 1, changed_at = ? WHERE id = ?";
static const char SQL_LINE_GONE[] = "DELETE FROM invoice_line WHERE id = ? AND invoice_id = ?";
static const char SQL_LINES_GONE[] = "DELETE FROM invoice_line WHERE invoice_id = ?";
static const char SQL_GONE[] = "DELETE FROM invoice WHERE id = ? AND number IS NULL";
static const char SQL_POSITION[] = "SELECT position FROM invoice_line WHERE id = ? AND invoice_id = ?";
static const char SQL_ABOVE[] = "SELECT id, position FROM invoice_line WHERE invoice_id = ? AND position < ? ORDER BY position DESC LIMIT 1";
static const char SQL_BELOW[] = "SELECT id, position FROM invoice_line WHERE invoice_id = ? AND position > ? ORDER BY position LIMIT 1";
static const char SQL_PLACE[] = "UPDATE invoice_line SET position = ? WHERE id = ?";

int64_t invoice_cents(const struct record *r, const char *column)
{
    const char *s = record_get(r, column);

    return s ? strtoll(s, NULL, 10) : 0;
}

static void set_cents(struct model *m, struct record *r, const char *column, int64_t v)
{
    record_set(r, column, arena_printf(m->arena, "%lld", (long long)v));
}

bool invoice_is_concept(const struct record *invoice)
{
    return text_equal(record_get(invoice, "status"), "concept");
}

int64_t invoice_open(const struct record *invoice)
{
    if (invoice_is_concept(invoice) || text_equal(record_get(invoice, "kind"), "credit"))
        return 0;
    return invoice_cents(invoice, "total_cents") - invoice_cents(invoice, "paid_cents") - invoice_cents(invoice, "credited_cents");
}

enum status invoice_load(struct model *m, uint64_t id, struct record **out)
{
    struct stmt *st = db_stmt(m->db, SQL_OWNER);
    uint64_t relation;

    bind_u64(st, 0, id);
    if (!db_step(st))
        return db_status(st);
    relation = col_u64(st, 0);
    db_done(st);
    return record_load(m, &invoice_entity, relation, id, OPEN_PLAIN, out);
}

enum status invoice_lines(struct model *m, uint64_t id, struct record ***out, size_t *count)
{
    return record_list(m, &invoice_line_entity, id, OPEN_PLAIN, 0, INVOICE_LINES_MAX, out, count);
}

enum status invoice_line_load(struct model *m, const struct record *invoice, uint64_t id, struct record **out)
{
    enum status st = record_load(m, &invoice_line_entity, invoice->relation_id, id, OPEN_PLAIN, out);

    return st == ST_OK && (*out)->parent_id != invoice->id ? ST_NOT_FOUND : st;
}

/* Nobody else changes the concept until the transaction ends. */
static enum status lock_concept(struct model *m, const struct record *invoice)
{
    struct stmt *st = db_stmt(m->db, SQL_LOCK);
    bool concept;

    bind_u64(st, 0, invoice->id);
    if (!db_step(st))
        return db_status(st);
    concept = text_equal(col_str(st, 0), "concept");
    db_done(st);
    return concept ? ST_OK : ST_CONFLICT;
}

enum status invoice_new(struct model *m, uint64_t relation_id, const char *description, unsigned due_days, struct record **out)
{
    static const char *const zero[] = { "total_cents", "vat_cents", "paid_cents", "credited_cents" };
    struct record *r = record_new(m->arena, &invoice_entity);
    bool *mask = arena_array(m->arena, r->entity->count, sizeof *mask);
    const char *today = clock_today(m->arena);
    struct date d;

    if (!date_parse(today, &d))
        return ST_FAILED;
    r->parent_id = r->relation_id = relation_id;
    record_set(r, "kind", "factuur");
    record_set(r, "status", "concept");
    record_set(r, "invoice_date", today);
    record_set(r, "due_date", date_text(m->arena, date_add_days(d, (int)due_days)));
    record_set(r, "description", description);
    for (size_t i = 0; i < sizeof zero / sizeof *zero; i++)
        record_set(r, zero[i], "0");
    for (size_t i = 0; i < r->entity->count; i++)
        mask[i] = r->values[i] != NULL;
    *out = r;
    return record_save(m, r, mask);
}

enum status invoice_save(struct model *m, struct record *invoice, const bool *mask)
{
    enum status st = lock_concept(m, invoice);

    return st == ST_OK ? record_save(m, invoice, mask) : st;
}

/* The invoice's totals are what its lines sum up to. */
static enum status write_totals(struct model *m, struct record *invoice)
{
    struct stmt *st = db_stmt(m->db, SQL_SUMS);
    int64_t total, vat;

    bind_u64(st, 0, invoice->id);
    if (!db_step(st))
        return ST_FAILED;
    total = col_i64(st, 0);
    vat = col_i64(st, 1);
    db_done(st);
    if (total > MONEY_MAX || total < -MONEY_MAX)
        return ST_INVALID;
    st = db_stmt(m->db, SQL_TOTALS);
    bind_i64(st, 0, total);
    bind_i64(st, 1, vat);
    bind_time(st, 2, clock_now());
    bind_u64(st, 3, invoice->id);
    set_cents(m, invoice, "total_cents", total);
    set_cents(m, invoice, "vat_cents", vat);
    invoice->version++;
    return db_run(st);
}

/* Rate and totals of a line from what was typed. */
static enum status line_sums(struct model *m, struct problems *p, struct record *line)
{
    const struct vat_kind *kind = vat_kind(record_get(line, "vat_code"));
    int64_t quantity = invoice_cents(line, "quantity"), total, vat;

    if (!kind)
        return ST_FAILED;
    if (quantity == 0)
        return invalid(p, "aantal", "Vul een aantal in van 1 of meer");
    if (!vat_line(quantity, invoice_cents(line, "price_cents"), kind->rate, &total, &vat))
        return invalid(p, "prijs", "Dit bedrag is te hoog: aantal maal prijs mag hoogstens 999.999.999,99 zijn");
    record_set(line, "vat_rate", arena_printf(m->arena, "%d", kind->rate));
    set_cents(m, line, "total_cents", total);
    set_cents(m, line, "vat_cents", vat);
    return ST_OK;
}

static enum status next_position(struct model *m, struct problems *p, const struct record *invoice, struct record *line)
{
    struct stmt *st = db_stmt(m->db, SQL_LAST);
    uint64_t last, count;

    bind_u64(st, 0, invoice->id);
    if (!db_step(st))
        return ST_FAILED;
    last = col_u64(st, 0);
    count = col_u64(st, 1);
    db_done(st);
    if (count >= INVOICE_LINES_MAX)
        return invalidf(p, NULL, "Een factuur heeft hoogstens %d regels. Maak nog een factuur voor de rest", INVOICE_LINES_MAX);
    record_set(line, "position", arena_printf(m->arena, "%llu", (unsigned long long)last + 1));
    return ST_OK;
}

enum status invoice_line_save(struct model *m, struct problems *p, struct record *invoice, struct record *line, const bool *mask)
{
    static const char *const made[] = { "position", "vat_rate", "total_cents", "vat_cents" };
    const struct entity *e = &invoice_line_entity;
    bool *all = arena_memdup(m->arena, mask, e->count * sizeof *all);
    enum status st = lock_concept(m, invoice);

    if (st == ST_OK && line->id == 0)
        st = next_position(m, p, invoice, line);
    if (st == ST_OK)
        st = line_sums(m, p, line);
    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        all[field_index(e, made[i])] = true;
    line->parent_id = invoice->id;
    line->relation_id = invoice->relation_id;
    st = record_save(m, line, all);
    if (st == ST_OK)
        st = write_totals(m, invoice);
    return st == ST_INVALID ? invalid(p, "prijs", "De factuur wordt hiermee te hoog: hoogstens 999.999.999,99") : st;
}

enum status invoice_add_line(struct model *m, struct record *invoice, const char *text, int64_t quantity, int64_t price, const char *vat_code)
{
    struct problems p = problems_in(m->arena);
    struct record *line = record_new(m->arena, &invoice_line_entity);
    bool *mask = arena_array(m->arena, line->entity->count, sizeof *mask);

    record_set(line, "text", text);
    record_set(line, "quantity", arena_printf(m->arena, "%lld", (long long)quantity));
    set_cents(m, line, "price_cents", price);
    record_set(line, "vat_code", vat_code);
    for (size_t i = 0; i < line->entity->count; i++)
        mask[i] = line->values[i] != NULL;
    return invoice_line_save(m, &p, invoice, line, mask);
}

enum status invoice_line_remove(struct model *m, struct record *invoice, uint64_t line)
{
    struct stmt *st;
    enum status status = lock_concept(m, invoice);

    if (status != ST_OK)
        return status;
    st = db_stmt(m->db, SQL_LINE_GONE);
    bind_u64(st, 0, line);
    bind_u64(st, 1, invoice->id);
    status = db_run(st);
    if (status == ST_OK && db_changed(st) == 0)
        return ST_NOT_FOUND;
    return status == ST_OK ? write_totals(m, invoice) : status;
}

static enum status place(struct model *m, uint64_t line, uint64_t position)
{
    struct stmt *st = db_stmt(m->db, SQL_PLACE);

    bind_u64(st, 0, position);
    bind_u64(st, 1, line);
    return db_run(st);
}

enum status invoice_line_move(struct model *m, const struct record *invoice, uint64_t line, int way)
{
    struct stmt *st;
    uint64_t mine, other, there;
    enum status status = lock_concept(m, invoice);

    if (status != ST_OK)
        return status;
    st = db_stmt(m->db, SQL_POSITION);
    bind_u64(st, 0, line);
    bind_u64(st, 1, invoice->id);
    if (!db_step(st))
        return db_status(st);
    mine = col_u64(st, 0);
    db_done(st);
    st = db_stmt(m->db, way < 0 ? SQL_ABOVE : SQL_BELOW);
    bind_u64(st, 0, invoice->id);
    bind_u64(st, 1, mine);
    if (!db_step(st))
        return db_status(st) == ST_NOT_FOUND ? ST_OK : db_status(st);
    other = col_u64(st, 0);
    there = col_u64(st, 1);
    db_done(st);
    /* Two lines never have one place, not even for a moment: the key is unique. */
    status = place(m, line, 0);
    if (status == ST_OK)
        status = place(m, other, mine);
    return status == ST_OK ? place(m, line, there) : status;
}

enum status invoice_discard(struct model *m, const struct record *invoice)
{
    enum status status = lock_concept(m, invoice);
    struct stmt *st;

    if (status != ST_OK)
        return status;
    st = db_stmt(m->db, SQL_LINES_GONE);
    bind_u64(st, 0, invoice->id);
    status = db_run(st);
    if (status != ST_OK)
        return status;
    st = db_stmt(m->db, SQL_GONE);
    bind_u64(st, 0, invoice->id);
    return db_run(st);
}
