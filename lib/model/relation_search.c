#include "model/relation_search.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"
#include "model/check.h"

static const char *const statuses[] = { "actief", "inactief" };

/* Which of the statuses a search looks at. A number or BSN says whom one wants: found whatever the status. */
static void range_of(const struct relation_query *q, enum search_kind k, unsigned *first, unsigned *count)
{
    bool both = q->filter == FILTER_ALL || k == SEARCH_NUMBER || k == SEARCH_BSN;

    *first = !both && q->filter == FILTER_INACTIVE;
    *count = both ? 2 : 1;
}

static void bind_value(struct stmt *st, unsigned i, const struct search *s, enum search_bind what)
{
    const char *const texts[] = {
        [SB_VALUE] = s->value, [SB_HOUSE] = s->house,     [SB_FROM] = s->from,         [SB_TO] = s->to,      [SB_OTHER_TO] = s->other_to,
        [SB_BORN] = s->born,   [SB_BORN_TO] = s->born_to, [SB_INITIALS] = s->initials, [SB_GIVEN] = s->given
    };

    if (what == SB_LOOKUP)
        bind_bytes(st, i, s->lookup, sizeof s->lookup);
    else
        bind_str(st, i, texts[what]);
}

/* Binds each branch: its status, what it looks for, and the limit unless that is 0. */
static unsigned bind_branches(struct stmt *st, const struct relation_query *q, const struct search *s, unsigned limit)
{
    unsigned first, count, i = 0;

    range_of(q, s->kind, &first, &count);
    for (unsigned k = 0; k < count; k++)
        for (const struct search_branch *b = search_branches(s->kind); b->where; b++) {
            bind_str(st, i++, statuses[first + k]);
            for (const enum search_bind *w = b->binds; *w != SB_END; w++)
                bind_value(st, i++, s, *w);
            if (limit)
                bind_u64(st, i++, limit);
        }
    return i;
}

static enum status count_found(struct model *m, const struct relation_query *q, const struct search *s, struct relation_result *out)
{
    unsigned first, count;
    struct stmt *st;

    range_of(q, s->kind, &first, &count);
    st = db_stmt(m->db, search_count_sql(s->kind, count));
    bind_branches(st, q, s, 0);
    if (!db_step(st))
        return ST_FAILED;
    out->total = col_u64(st, 0);
    db_done(st);
    out->more = out->total > RELATION_COUNT_MAX;
    if (out->more)
        out->total = RELATION_COUNT_MAX;
    return ST_OK;
}

static const char *shown(struct arena *a, const struct record *r, const char *column)
{
    const struct field *f = &r->entity->fields[field_index(r->entity, column)];

    return field_typed(f, a, record_get(r, column));
}

/* The columns of a list as a record, so that names and addresses are written by the same functions as everywhere. */
static void read_line(struct model *m, struct stmt *st, struct relation_line *line)
{
    static const char *const columns[] = { "number",         "initials",          "call_name",  "first_names", "prefix",        "last_name",
                                           "partner_prefix", "partner_last_name", "name_usage", "birth_date",  "street",        "house_number",
                                           "house_letter",   "house_addition",    "postcode",   "town",        "foreign_line1", "foreign_line2",
                                           "foreign_line3",  "country",           "status" };
    struct record *r = record_new(m->arena, &relation_entity);
    const char **address, *country;
    struct name name;

    for (unsigned i = 0; i < sizeof columns / sizeof *columns; i++)
        record_set(r, columns[i], col_dup(st, i + 1, m->arena));
    name = relation_name(r);
    address = relation_address(m->arena, r);
    country = record_get(r, "country");
    line->id = col_u64(st, 0);
    line->number = record_get(r, "number");
    line->name = name_sorted(m->arena, &name);
    line->birth_date = shown(m->arena, r, "birth_date");
    line->address = record_get(r, "street") || record_get(r, "foreign_line1") ? address[0] : "";
    line->postcode = shown(m->arena, r, "postcode");
    line->town = record_get(r, "town") ? record_get(r, "town") : country && country_name(country) ? country_name(country) : "";
    line->status = record_get(r, "status");
}

/* The order of the index in which a kind looks, when there is too much to sort; all together every sort has an index. */
static enum relation_sort sort_of(const struct relation_query *q, enum search_kind k, bool more)
{
    if (!more || k == SEARCH_ALL)
        return q->sort;
    return k == SEARCH_BIRTH ? SORT_BIRTH : SORT_NAME;
}

/* The statement for rows offset to offset + limit, ready to be run. */
static struct stmt *ask(struct model *m, const struct relation_query *q, const struct search *s, enum relation_sort sort, unsigned offset,
                        unsigned limit)
{
    unsigned first, count, i;
    struct stmt *st;

    range_of(q, s->kind, &first, &count);
    st = db_stmt(m->db, search_list_sql(s->kind, sort, q->descending, count));
    i = bind_branches(st, q, s, offset + limit);
    bind_u64(st, i, limit);
    bind_u64(st, i + 1, offset);
    return st;
}

static enum status list_found(struct model *m, const struct relation_query *q, const struct search *s, struct relation_result *out)
{
    unsigned page = q->page < 1 ? 1 : q->page > RELATION_PAGES_MAX ? RELATION_PAGES_MAX : q->page;
    struct stmt *st = ask(m, q, s, out->sort, (page - 1) * RELATION_PAGE, RELATION_PAGE);
    enum status status;

    out->count = 0;
    out->lines = arena_array(m->arena, RELATION_PAGE, sizeof *out->lines);
    while (out->count < RELATION_PAGE && db_step(st))
        read_line(m, st, &out->lines[out->count++]);
    status = out->count == RELATION_PAGE ? ST_OK : db_status(st);
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}

/* Reads the text and counts: *s is the first reading that finds somebody. */
static enum status find(struct model *m, const struct relation_query *q, struct search readings[SEARCH_READINGS], struct search **s,
                        struct relation_result *out)
{
    enum status status = ST_OK;

    memset(out, 0, sizeof *out);
    search_read(m, q, readings);
    *s = readings;
    out->understood = (*s)->understood ? (*s)->understood : "";
    for (size_t i = 0; i < SEARCH_READINGS && status == ST_OK && out->total == 0 && readings[i].kind != SEARCH_NONE; i++) {
        *s = &readings[i];
        status = count_found(m, q, *s, out);
        if (out->total > 0)
            out->understood = (*s)->understood;
    }
    out->sort = sort_of(q, (*s)->kind, out->more);
    return status;
}

enum status relation_search(struct model *m, const struct relation_query *q, struct relation_result *out)
{
    struct search readings[SEARCH_READINGS], *s;
    enum status status = find(m, q, readings, &s, out);

    return status == ST_OK && out->total > 0 ? list_found(m, q, s, out) : status;
}

static void one_free(void *arena)
{
    arena_free(arena);
}

enum status relation_each(struct model *m, const struct relation_query *q, unsigned limit,
                          enum status (*each)(void *ctx, const struct relation_line *line), void *ctx)
{
    struct search readings[SEARCH_READINGS], *s;
    struct relation_result found;
    struct model one = *m; /* with the memory of one row */
    enum status said = find(m, q, readings, &s, &found);
    struct stmt *st;

    if (said != ST_OK || found.total == 0)
        return said;
    one.arena = arena_new(0);
    if (!one.arena)
        arena_exhausted(m->arena);
    arena_defer(m->arena, one_free, one.arena);
    st = ask(m, q, s, found.sort, 0, limit);
    db_stream(st);
    while (said == ST_OK && db_step(st)) {
        struct relation_line line;

        read_line(&one, st, &line);
        said = each(ctx, &line);
        arena_reset(one.arena);
    }
    if (said != ST_OK)
        db_done(st);
    else if (db_status(st) == ST_FAILED)
        said = ST_FAILED;
    return said;
}
