#include "model/membership.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/db.h"
#include "model/check.h"
#include "model/field.h"

#define NO_END "9999-12-31"

static const char SQL_TYPE[] = "SELECT amount_cents, offered, title FROM membership_type WHERE title = ?";
/* The relation's row keeps two who add at the same moment from both finding nothing. */
static const char SQL_LOCK[] = "SELECT iban IS NOT NULL FROM relation WHERE id = ? FOR UPDATE";
static const char SQL_OVERLAP[] = "SELECT start_date, end_date FROM membership WHERE relation_id = ? AND type = ? AND id <> ? AND start_date <= ? AND"
                                  " COALESCE(end_date, ?) >= ? ORDER BY start_date LIMIT 1";

static bool later(const char *a, const char *b)
{
    return a && b && strcmp(a, b) > 0;
}

static enum status check_type(struct model *m, struct record *r, bool *mask, struct problems *p)
{
    const char *type = record_get(r, "type");
    size_t amount = field_index(r->entity, "amount_cents");
    struct stmt *st = db_stmt(m->db, SQL_TYPE);

    bind_str(st, 0, type);
    if (!db_step(st))
        return db_status(st) == ST_NOT_FOUND ? invalid(p, "soort", "Kies een soort uit de lijst") : ST_FAILED;
    if (r->id == 0 && !text_equal(col_str(st, 1), "ja"))
        (void)invalid(p, "soort", "Deze soort wordt niet meer aangeboden. Kies een andere");
    else if (r->id == 0 && !r->values[amount] && !col_null(st, 0)) {
        r->values[amount] = col_dup(st, 0, m->arena);
        mask[amount] = true;
    }
    /* As the type is written: a file may have other capitals. */
    if (r->id == 0)
        record_set(r, "type", col_dup(st, 2, m->arena));
    db_done(st);
    return ST_OK;
}

static const char *day(struct model *m, const char *value)
{
    struct date d;

    return value && date_parse(value, &d) ? date_dutch(m->arena, d) : "";
}

static enum status check_overlap(struct model *m, const struct record *r, struct problems *p)
{
    struct stmt *st = db_stmt(m->db, SQL_OVERLAP);
    const char *start = record_get(r, "start_date"), *end = record_get(r, "end_date");

    bind_u64(st, 0, r->relation_id);
    bind_str(st, 1, record_get(r, "type"));
    bind_u64(st, 2, r->id);
    bind_str(st, 3, end ? end : NO_END);
    bind_str(st, 4, NO_END);
    bind_str(st, 5, start);
    if (!db_step(st))
        return db_status(st) == ST_NOT_FOUND ? ST_OK : ST_FAILED;
    if (col_null(st, 1))
        (void)invalidf(p, "begindatum", "Er loopt al een lidmaatschap van deze soort, sinds %s. Beëindig dat eerst of kies een andere begindatum",
                       day(m, col_str(st, 0)));
    else
        (void)invalidf(p, "begindatum", "Er is al een lidmaatschap van deze soort van %s tot en met %s. Kies een andere periode",
                       day(m, col_dup(st, 0, m->arena)), day(m, col_dup(st, 1, m->arena)));
    db_done(st);
    return ST_OK;
}

static void check_dates(const struct record *r, struct problems *p)
{
    const char *end = record_get(r, "end_date");

    if (later(record_get(r, "start_date"), end))
        (void)invalid(p, "einddatum", "De einddatum ligt voor de begindatum. Controleer beide");
    if (end && !record_get(r, "end_reason"))
        (void)invalid(p, "eindreden", "Vul in waarom het lidmaatschap eindigt");
    if (!end && record_get(r, "end_reason"))
        (void)invalid(p, "einddatum", "Vul in wanneer het lidmaatschap eindigt, of maak de reden leeg");
}

/* The characters that every bank takes. */
static bool sepa_reference(const char *s)
{
    return s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 /-?:().,'+")] == '\0' && s[0] != '/' && !strstr(s, "//");
}

static void check_mandate(struct model *m, const struct record *r, bool iban, const bool *mask, struct problems *p)
{
    const char *reference = record_get(r, "mandate_reference"), *signed_on = record_get(r, "mandate_signed_on");
    bool debit = text_equal(record_get(r, "payment_method"), "incasso");
    bool touched = r->id == 0 || mask[field_index(r->entity, "payment_method")];

    if (reference && !sepa_reference(reference))
        (void)invalid(p, "machtigingskenmerk", "Gebruik alleen letters zonder accenten, cijfers, spaties en / - ? : ( ) . , ' +");
    if (later(signed_on, clock_today(m->arena)))
        (void)invalid(p, "machtigingsdatum", "Deze datum ligt in de toekomst. Controleer de datum");
    if (!debit || !touched)
        return;
    if (!reference)
        (void)invalid(p, "machtigingskenmerk", "Vul het kenmerk van de machtiging in; zonder machtiging kan er niet worden geïncasseerd");
    if (!signed_on)
        (void)invalid(p, "machtigingsdatum", "Vul in wanneer de machtiging is getekend");
    if (!iban)
        (void)invalid(p, "betaalwijze", "Van deze relatie is geen IBAN bekend. Vul dat eerst in bij de relatie, of kies een andere betaalwijze");
}

enum status membership_check_new(struct model *m, struct record *r, bool *mask, bool iban, struct problems *p)
{
    enum status said = check_type(m, r, mask, p);

    if (said == ST_FAILED)
        return said;
    check_dates(r, p);
    check_mandate(m, r, iban, mask, p);
    return problems_any(p) ? ST_INVALID : ST_OK;
}

enum status membership_check(struct model *m, struct record *r, bool *mask, struct problems *p)
{
    struct stmt *st = db_stmt(m->db, SQL_LOCK);
    enum status said;
    bool iban;

    bind_u64(st, 0, r->relation_id);
    if (!db_step(st))
        return db_status(st);
    iban = col_u64(st, 0) != 0;
    db_done(st);
    said = membership_check_new(m, r, mask, iban, p);
    if (said != ST_FAILED && !problem_for(p, "soort"))
        said = check_overlap(m, r, p);
    return said == ST_FAILED ? said : problems_any(p) ? ST_INVALID : ST_OK;
}

enum status membership_end(struct model *m, struct record *r, const char *date, const char *reason, struct problems *p)
{
    static const char *const columns[] = { "end_date", "end_reason" };
    const char *typed[] = { date, reason };
    bool *mask = arena_array(m->arena, r->entity->count, sizeof *mask);

    for (size_t i = 0; i < 2; i++) {
        size_t at = field_index(r->entity, columns[i]);
        struct field f = r->entity->fields[at];

        f.required = true;
        mask[at] = true;
        (void)field_check(&f, m->arena, p, typed[i], &r->values[at]);
    }
    if (!problems_any(p))
        check_dates(r, p);
    return problems_any(p) ? ST_INVALID : record_save(m, r, mask);
}
