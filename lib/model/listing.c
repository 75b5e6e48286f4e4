#include "model/listing.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/actor.h"
#include "model/choices.h"
#include "model/listing_sql.h"
#include "model/name.h"

#define NUMBER_MAX 999999999999L

size_t list_columns(const struct listing *l)
{
    size_t n = 0;

    while (l->columns[n].name)
        n++;
    return n;
}

size_t list_filters(const struct listing *l)
{
    size_t n = 0;

    while (l->filters[n].name)
        n++;
    return n;
}

size_t list_column_find(const struct listing *l, const char *name)
{
    size_t i = 0;

    while (l->columns[i].name && strcmp(l->columns[i].name, name) != 0)
        i++;
    return i;
}

bool list_column_seen(const struct model *m, const struct list_column *c)
{
    return c->perm == PERM_UNSET || perms_have(&m->who->perms, c->perm);
}

bool list_filter_seen(const struct model *m, const struct list_filter *f)
{
    return f->perm == PERM_UNSET || perms_have(&m->who->perms, f->perm);
}

/* ---- what is typed ---- */

enum status list_choices(struct model *m, const struct list_filter *f, const struct choice **out)
{
    *out = f->choices;
    return f->sql_choices ? choices_read(m, f->sql_choices, out) : ST_OK;
}

static enum status read_choice(struct model *m, const struct list_filter *f, struct problems *p, const char *name, const char *typed,
                               const char **value)
{
    const struct choice *list;
    enum status st = list_choices(m, f, &list);

    if (st != ST_OK)
        return st;
    if (!choice_among(list, typed))
        return invalid(p, name, "Kies een van de mogelijkheden");
    *value = typed;
    return ST_OK;
}

static enum status read_date(struct model *m, struct problems *p, const char *name, const char *typed, const char **value)
{
    struct date d;

    if (!date_parse(typed, &d) || !date_full(d) || !date_valid(d))
        return invalid(p, name, "Vul een hele datum in, zoals 31-12-2026");
    *value = date_text(m->arena, d);
    return ST_OK;
}

/* What is typed stands for itself: % and _ are letters. */
static const char *pattern(struct arena *a, const char *typed)
{
    struct buf b = buf_in(a);

    for (; *typed; typed++) {
        if (*typed == '%' || *typed == '_' || *typed == '\\')
            buf_putc(&b, '\\');
        buf_putc(&b, *typed);
    }
    buf_putc(&b, '%');
    return b.s;
}

enum status list_filter_read(struct model *m, const struct list_filter *f, struct problems *p, const char *name, const char *typed,
                             const char **value)
{
    long number;

    *value = NULL;
    if (text_empty(typed))
        return ST_OK;
    switch (f->kind) {
    case FILTER_CHOICE:
        return read_choice(m, f, p, name, typed, value);
    case FILTER_DATES:
        return read_date(m, p, name, typed, value);
    case FILTER_TEXT:
        if (text_length(typed) > LIST_TEXT_MAX)
            return invalid(p, name, "Maak dit korter: hoogstens 100 tekens");
        break;
    case FILTER_NUMBER:
        if (!text_to_long(typed, 0, NUMBER_MAX, &number))
            return invalid(p, name, "Vul een geheel getal in, zoals 12");
        break;
    case FILTER_YESNO:
        if (strcmp(typed, "ja") != 0 && strcmp(typed, "nee") != 0)
            return invalid(p, name, "Kies ja of nee");
        break;
    case FILTER_MINE:
        if (strcmp(typed, "ja") != 0)
            return invalid(p, name, "Kies een van de mogelijkheden");
        break;
    }
    *value = typed;
    return ST_OK;
}

/* ---- asking ---- */

/* Binds a switch and then a value as often as the condition wants it; gives the next place. */
static unsigned bind_condition(struct stmt *st, unsigned at, const char *sql, const char *value, uint64_t user_id)
{
    unsigned times = list_binds(sql);

    bind_u64(st, at++, value == NULL);
    while (times--) {
        if (user_id)
            bind_u64(st, at++, user_id);
        else
            bind_str(st, at++, value);
    }
    return at;
}

static unsigned bind_filter(struct model *m, struct stmt *st, unsigned at, const struct list_filter *f, const char *value, const char *until)
{
    bool yes = value && strcmp(value, "ja") == 0;

    switch (f->kind) {
    case FILTER_DATES:
        at = bind_condition(st, at, "?", value, 0);
        return bind_condition(st, at, "?", until, 0);
    case FILTER_YESNO:
        bind_u64(st, at++, !value || !yes);
        bind_u64(st, at++, !value || yes);
        return at;
    case FILTER_TEXT:
        return bind_condition(st, at, f->sql, value ? pattern(m->arena, value) : NULL, 0);
    case FILTER_MINE:
        return bind_condition(st, at, f->sql, value, m->who->user_id);
    default:
        return bind_condition(st, at, f->sql, value, 0);
    }
}

static unsigned bind_query(struct model *m, struct stmt *st, unsigned at, const struct listing *l, const struct list_query *q)
{
    if (l->scope)
        bind_str(st, at++, q->scope);
    for (size_t i = 0; l->filters[i].name; i++) {
        bool seen = list_filter_seen(m, &l->filters[i]);

        at = bind_filter(m, st, at, &l->filters[i], seen ? q->value[i] : NULL, seen ? q->until[i] : NULL);
    }
    return at;
}

static struct stmt *ask_rows(struct model *m, const struct listing *l, const struct list_query *q, unsigned offset, unsigned limit)
{
    struct stmt *st = db_stmt(m->db, list_rows_sql(l, q->sort, q->descending));
    unsigned at = 0;

    for (const struct list_column *c = l->columns; c->name; c++)
        if (c->perm != PERM_UNSET)
            bind_u64(st, at++, list_column_seen(m, c));
    at = bind_query(m, st, at, l, q);
    bind_u64(st, at++, limit);
    bind_u64(st, at, offset);
    return st;
}

/* The parts of LIST_PERSON(), as one name. */
static const char *person(struct arena *a, const char *packed)
{
    struct name n = { 0 };
    const char **parts[] = { &n.initials, &n.call_name, &n.first_names, &n.prefix, &n.last_name, &n.partner_prefix, &n.partner_last_name, &n.usage };

    if (!packed)
        return NULL;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && packed; i++) {
        size_t len = strcspn(packed, "\x1f");

        *parts[i] = arena_strndup(a, packed, len);
        packed = packed[len] ? packed + len + 1 : NULL;
    }
    return name_sorted(a, &n);
}

static void read_row(struct model *m, const struct listing *l, const struct stmt *st, struct arena *a, struct list_row *row)
{
    unsigned at = (unsigned)list_columns(l);

    for (unsigned i = 0; l->columns[i].name; i++) {
        bool seen = list_column_seen(m, &l->columns[i]);

        row->value[i] = !seen ? NULL : l->columns[i].person ? person(a, col_str(st, i)) : col_dup(st, i, a);
        row->link[i] = NULL;
        if (l->columns[i].link) {
            if (seen)
                row->link[i] = col_dup(st, at, a);
            at++;
        }
    }
}

enum status list_rows(struct model *m, const struct listing *l, const struct list_query *q, unsigned offset, unsigned limit, struct list_row **out,
                      size_t *count)
{
    struct stmt *st = ask_rows(m, l, q, offset, limit);

    *out = arena_array(m->arena, limit + 1, sizeof **out);
    *count = 0;
    while (*count < limit && db_step(st))
        read_row(m, l, st, m->arena, &(*out)[(*count)++]);
    if (*count == limit)
        db_done(st);
    return *count == 0 && db_status(st) == ST_FAILED ? ST_FAILED : ST_OK;
}

enum status list_count(struct model *m, const struct listing *l, const struct list_query *q, unsigned limit, uint64_t *count)
{
    struct stmt *st = db_stmt(m->db, list_count_sql(l));

    bind_u64(st, bind_query(m, st, 0, l, q), limit + 1);
    if (!db_step(st))
        return ST_FAILED;
    *count = col_u64(st, 0);
    db_done(st);
    return ST_OK;
}

static void row_free(void *arena)
{
    arena_free(arena);
}

enum status list_each(struct model *m, const struct listing *l, const struct list_query *q, unsigned limit,
                      enum status (*each)(void *ctx, const struct list_row *row), void *ctx)
{
    struct stmt *st = ask_rows(m, l, q, 0, limit);
    struct arena *one = arena_new(0);
    enum status said = ST_OK;

    if (!one)
        arena_exhausted(m->arena);
    arena_defer(m->arena, row_free, one);
    db_stream(st);
    while (said == ST_OK && db_step(st)) {
        struct list_row row;

        read_row(m, l, st, one, &row);
        said = each(ctx, &row);
        arena_reset(one);
    }
    if (said != ST_OK)
        db_done(st);
    else if (db_status(st) == ST_FAILED)
        said = ST_FAILED;
    return said;
}
