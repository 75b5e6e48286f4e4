#include "model/relation.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/db.h"
#include "model/check.h"
#include "model/record_parts.h"
#include "model/record_sql.h"
#include "model/visit.h"

static const char SQL_ID[] = "SELECT id FROM relation WHERE number = ?";
static const char SQL_NUMBER[] = "UPDATE counter SET value = LAST_INSERT_ID(value) + 1 WHERE name = 'relation_number'";
static const char SQL_NUMBER_GIVEN[] = "SELECT LAST_INSERT_ID()";
static const char SQL_REASONS[] = "SELECT code, title FROM deregistration_reason ORDER BY position, title";
static const char SQL_REASON[] = "SELECT title FROM deregistration_reason WHERE code = ?";
#define REASONS_MAX 200

enum status relation_id(struct model *m, const char *number, uint64_t *id)
{
    struct stmt *st = db_stmt(m->db, SQL_ID);

    *id = 0;
    bind_str(st, 0, number);
    if (!db_step(st))
        return db_status(st);
    *id = col_u64(st, 0);
    db_done(st);
    return ST_OK;
}

/* In one statement: nearly every page of a relation begins with this. */
static enum status find_plain(struct model *m, const char *number, struct record **out)
{
    struct stmt *st = db_stmt(m->db, record_sql(&relation_entity, RS_FIND, NULL));
    enum status status;

    bind_str(st, 0, number);
    status = db_step(st) ? record_read(m->arena, &relation_entity, st, NULL, out) : db_status(st);
    db_done(st);
    /* ST_OK promises a record. */
    return status == ST_OK && *out == NULL ? ST_FAILED : status;
}

enum status relation_load(struct model *m, const char *number, enum record_open open, struct record **out)
{
    uint64_t id;
    enum status status;

    *out = NULL;
    if (open == OPEN_PLAIN && visit_record(m, number, &status, out))
        return status;
    if (open == OPEN_PLAIN)
        return find_plain(m, number, out);
    status = relation_id(m, number, &id);
    return status == ST_OK ? record_load(m, &relation_entity, id, id, open, out) : status;
}

/* The counter's row is locked until the transaction ends, so a number is never given twice; one that is rolled back is given again. */
static enum status next_number(struct model *m, const char **number)
{
    struct stmt *st = db_stmt(m->db, SQL_NUMBER);
    enum status status = db_run(st);

    if (status == ST_OK && db_changed(st) != 1)
        status = ST_FAILED;
    if (status != ST_OK)
        return status;
    st = db_stmt(m->db, SQL_NUMBER_GIVEN);
    if (!db_step(st))
        return ST_FAILED;
    *number = col_dup(st, 0, m->arena);
    db_done(st);
    return ST_OK;
}

enum status relation_create(struct model *m, struct record *r, const bool *mask)
{
    bool *all = arena_memdup(m->arena, mask, r->entity->count * sizeof *mask);
    const char *number;
    enum status status = next_number(m, &number);

    if (status != ST_OK)
        return status;
    record_set(r, "number", number);
    record_set(r, "status", "actief");
    all[field_index(r->entity, "number")] = true;
    all[field_index(r->entity, "status")] = true;
    r->id = 0;
    status = record_save(m, r, all);
    r->number = number;
    return status;
}

enum status relation_reasons(struct model *m, struct reason **out, size_t *count)
{
    struct stmt *st = db_stmt(m->db, SQL_REASONS);
    struct reason *list = arena_array(m->arena, REASONS_MAX, sizeof *list);
    enum status status;

    *count = 0;
    while (*count < REASONS_MAX && db_step(st)) {
        list[*count].code = col_dup(st, 0, m->arena);
        list[(*count)++].title = col_dup(st, 1, m->arena);
    }
    status = db_status(st);
    db_done(st);
    *out = list;
    return status == ST_NOT_FOUND ? ST_OK : status;
}

enum status reason_title(struct model *m, const char *code, const char **title)
{
    struct stmt *st = db_stmt(m->db, SQL_REASON);
    enum status status = ST_OK;

    *title = code;
    bind_str(st, 0, code);
    if (db_step(st))
        *title = col_dup(st, 0, m->arena);
    else
        status = db_status(st);
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}

enum status record_tell_reasons(struct model *m, struct record *r)
{
    enum status status = ST_OK;

    for (size_t i = 0; status == ST_OK && i < r->entity->count; i++)
        if (r->entity->fields[i].type == F_REASON && r->values[i])
            status = reason_title(m, r->values[i], &r->values[i]);
    return status;
}

/* The code for a code or a title; NULL when it is neither. */
static enum status find_reason(struct model *m, const char *typed, const char **code)
{
    struct reason *list;
    size_t count;
    const char *folded = text_fold(m->arena, typed);
    enum status status = relation_reasons(m, &list, &count);

    *code = NULL;
    for (size_t i = 0; status == ST_OK && i < count && !*code; i++)
        if (strcmp(list[i].code, typed) == 0 || strcmp(text_fold(m->arena, list[i].title), folded) == 0)
            *code = list[i].code;
    return status;
}

static enum status check_leaving(struct model *m, struct problems *p, const char *reason, const char *date, const char **code, const char **day)
{
    struct date d;
    enum status status = find_reason(m, reason ? reason : "", code);

    if (status != ST_OK)
        return status;
    if (!*code)
        invalid(p, "reden", "Kies een reden uit de lijst");
    if (!date || !date_parse(date, &d) || !date_valid(d) || !date_full(d))
        return invalid(p, "datum", "Vul een volledige datum in, zoals 31-12-2026");
    *day = date_text(m->arena, d);
    if (strcmp(*day, clock_today(m->arena)) > 0)
        return invalid(p, "datum", "Vul vandaag in of een datum die geweest is");
    return problems_any(p) ? ST_INVALID : ST_OK;
}

static enum status save_state(struct model *m, struct record *r, const char *state, const char *reason, const char *day)
{
    bool *mask = arena_array(m->arena, r->entity->count, sizeof *mask);

    record_set(r, "status", state);
    record_set(r, "inactive_reason", reason);
    record_set(r, "inactive_date", day);
    mask[field_index(r->entity, "status")] = true;
    mask[field_index(r->entity, "inactive_reason")] = true;
    mask[field_index(r->entity, "inactive_date")] = true;
    return record_save(m, r, mask);
}

enum status relation_deactivate(struct model *m, struct problems *p, const char *number, const char *reason, const char *date)
{
    struct record *r;
    const char *code = NULL, *day = NULL;
    enum status status = relation_load(m, number, OPEN_PLAIN, &r);

    if (status == ST_OK)
        status = check_leaving(m, p, reason, date, &code, &day);
    if (status != ST_OK)
        return status;
    if (strcmp(record_get(r, "status"), "inactief") == 0)
        return ST_CONFLICT;
    return save_state(m, r, "inactief", code, day);
}

enum status relation_reactivate(struct model *m, const char *number)
{
    struct record *r;
    enum status status = relation_load(m, number, OPEN_PLAIN, &r);

    if (status != ST_OK)
        return status;
    if (strcmp(record_get(r, "status"), "actief") == 0)
        return ST_CONFLICT;
    return save_state(m, r, "actief", NULL, NULL);
}

struct name relation_name(const struct record *r)
{
    return (struct name){
        .initials = record_get(r, "initials"),
        .call_name = record_get(r, "call_name"),
        .first_names = record_get(r, "first_names"),
        .prefix = record_get(r, "prefix"),
        .last_name = record_get(r, "last_name"),
        .partner_prefix = record_get(r, "partner_prefix"),
        .partner_last_name = record_get(r, "partner_last_name"),
        .usage = record_get(r, "name_usage"),
        .sex = record_get(r, "sex"),
    };
}

/* "12", "12a", "12a-2", "12 bis". */
static const char *house(struct arena *a, const struct record *r)
{
    const char *number = record_get(r, "house_number"), *letter = record_get(r, "house_letter"), *addition = record_get(r, "house_addition");
    const char *s = arena_printf(a, "%s%s", number ? number : "", letter ? text_lower(a, letter) : "");

    if (!addition)
        return s;
    return arena_printf(a, "%s%s%s", s, *addition >= '0' && *addition <= '9' ? "-" : " ", addition);
}

static const char *joined(struct arena *a, const char *first, const char *second)
{
    if (text_empty(first))
        return text_empty(second) ? NULL : second;
    return text_empty(second) ? first : arena_printf(a, "%s %s", first, second);
}

const char **relation_address(struct arena *a, const struct record *r)
{
    static const char *const foreign[] = { "foreign_line1", "foreign_line2", "foreign_line3" };
    const char **lines = arena_array(a, 7, sizeof *lines);
    const char *postcode = record_get(r, "postcode"), *country = record_get(r, "country");
    size_t n = 0;

    lines[n] = joined(a, record_get(r, "street"), house(a, r));
    n += lines[n] != NULL;
    if (postcode && strlen(postcode) == 6)
        postcode = arena_printf(a, "%.4s %s", postcode, postcode + 4);
    lines[n] = joined(a, postcode, record_get(r, "town"));
    n += lines[n] != NULL;
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        lines[n] = record_get(r, foreign[i]);
        n += lines[n] != NULL;
    }
    lines[n] = country ? country_name(country) ? country_name(country) : country : NULL;
    return lines;
}
