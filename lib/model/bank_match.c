#include "model/bank_match.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "db/db.h"

#define YEAR_DIGITS   4
#define NUMBER_DIGITS 6 /* or more */

static const char SQL_SEEN[] = "SELECT 1 FROM payment WHERE entry_ref = ?";
#define COLUMNS "SELECT i.id, i.number, i.total_cents - i.paid_cents - i.credited_cents, i.paid_cents, i.status FROM invoice i "
static const char SQL_NUMBER[] = COLUMNS "WHERE i.number = ? AND i.kind = 'factuur'";
static const char SQL_ACCOUNT[] = COLUMNS "JOIN relation r ON r.id = i.relation_id WHERE r.iban = ? AND i.kind = 'factuur' "
                                          "AND i.status IN ('open', 'herinnerd') AND i.total_cents - i.paid_cents - i.credited_cents = ? LIMIT 2";

const char *invoice_number_in(struct arena *a, const char *text)
{
    struct buf b = buf_in(a);

    for (const char *s = text ? text : ""; *s; s++)
        if (isalnum((unsigned char)*s))
            buf_putc(&b, (char)toupper((unsigned char)*s));
    for (const char *s = strchr(b.s, 'F'); s; s = strchr(s + 1, 'F')) {
        size_t digits = strspn(s + 1, "0123456789");

        if (digits < YEAR_DIGITS + NUMBER_DIGITS || digits > YEAR_DIGITS + NUMBER_DIGITS + 3 || s[1] != '2')
            continue;
        return arena_printf(a, "F%.4s-%.*s", s + 1, (int)digits - YEAR_DIGITS, s + 1 + YEAR_DIGITS);
    }
    return NULL;
}

static enum status seen(struct model *m, const char *ref, bool *is)
{
    struct stmt *st = db_stmt(m->db, SQL_SEEN);

    bind_str(st, 0, ref);
    *is = db_step(st);
    if (*is)
        db_done(st);
    return *is || db_status(st) == ST_NOT_FOUND ? ST_OK : db_status(st);
}

static enum status by_number(struct model *m, const char *number, int64_t cents, struct matched *out)
{
    struct stmt *st = db_stmt(m->db, SQL_NUMBER);
    int64_t paid;

    bind_str(st, 0, number);
    if (!db_step(st))
        return db_status(st);
    out->invoice_id = col_u64(st, 0);
    out->number = col_dup(st, 1, m->arena);
    out->open = col_i64(st, 2);
    paid = col_i64(st, 3);
    out->how = (cents > 0 ? cents == out->open : -cents <= paid) ? MATCH_NUMBER : MATCH_NUMBER_OTHER_AMOUNT;
    db_done(st);
    return ST_OK;
}

/* One alone: two of the same amount are for a person to tell apart. */
static enum status by_account(struct model *m, const char *iban, int64_t cents, struct matched *out)
{
    struct stmt *st = db_stmt(m->db, SQL_ACCOUNT);
    struct matched found = { .how = MATCH_ACCOUNT };

    bind_str(st, 0, iban);
    bind_i64(st, 1, cents);
    if (!db_step(st))
        return db_status(st);
    found.invoice_id = col_u64(st, 0);
    found.number = col_dup(st, 1, m->arena);
    found.open = col_i64(st, 2);
    if (!db_step(st) && db_status(st) != ST_FAILED)
        *out = found;
    db_done(st);
    return ST_OK;
}

enum status bank_match(struct model *m, const char *ref, const char *end_to_end, const char *text, const char *iban, int64_t cents,
                       struct matched *out)
{
    const char *candidates[] = { end_to_end, invoice_number_in(m->arena, end_to_end), invoice_number_in(m->arena, text) };
    enum status status;
    bool is;

    *out = (struct matched){ 0 };
    status = seen(m, ref, &is);
    if (status != ST_OK)
        return status;
    if (is) {
        out->how = MATCH_DONE;
        return ST_OK;
    }
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates && out->how == MATCH_NONE; i++) {
        /* The column is ASCII: what is not is no number. */
        if (text_empty(candidates[i]) || strlen(candidates[i]) > 20 || text_length(candidates[i]) != strlen(candidates[i]))
            continue;
        status = by_number(m, candidates[i], cents, out);
        if (status != ST_OK && status != ST_NOT_FOUND)
            return status;
    }
    if (out->how == MATCH_NONE && cents > 0 && !text_empty(iban) && text_length(iban) == strlen(iban)) {
        status = by_account(m, iban, cents, out);
        if (status != ST_OK && status != ST_NOT_FOUND)
            return status;
    }
    return ST_OK;
}
