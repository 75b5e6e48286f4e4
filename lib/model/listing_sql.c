/* A builder of statements (tests/lint/sql): from the constants of listings, once per process, never from input. */
#include "model/listing_sql.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

#define LISTINGS_MAX 64

static struct made {
    const struct listing *listing;
    const char *count;
    const char *rows[LIST_COLUMNS_MAX][2];
} made[LISTINGS_MAX];
static struct arena *forever;

static struct made *made_of(const struct listing *l)
{
    size_t i = 0;

    while (i < LISTINGS_MAX && made[i].listing && made[i].listing != l)
        i++;
    if (i == LISTINGS_MAX || list_columns(l) > LIST_COLUMNS_MAX || list_filters(l) > LIST_FILTERS_MAX)
        abort(); /* more than the tables in code hold: one of them is no constant */
    made[i].listing = l;
    return &made[i];
}

static struct buf start(void)
{
    if (!forever)
        forever = arena_new(0);
    if (!forever)
        abort(); /* without memory at the first statement there is no program */
    return buf_in(forever);
}

unsigned list_binds(const char *sql)
{
    unsigned n = 0;

    for (; sql && *sql; sql++)
        n += *sql == '?';
    return n;
}

/* Whoever may not see a column gets it empty from the database already. */
static void put_columns(struct buf *b, const struct listing *l)
{
    const char *between = "SELECT ";

    for (const struct list_column *c = l->columns; c->name; c++) {
        buf_printf(b, c->perm == PERM_UNSET ? "%s%s" : "%sCASE WHEN ? THEN %s END", between, c->sql);
        between = ", ";
    }
    for (const struct list_column *c = l->columns; c->name; c++)
        if (c->link)
            buf_printf(b, ", %s", c->link);
}

static void put_filter(struct buf *b, const struct list_filter *f)
{
    switch (f->kind) {
    case FILTER_DATES:
        buf_printf(b, " AND (? OR %s >= ?) AND (? OR %s <= ?)", f->sql, f->sql);
        break;
    case FILTER_YESNO:
        buf_printf(b, " AND (? OR (%s)) AND (? OR (%s))", f->sql, f->sql_no);
        break;
    default:
        buf_printf(b, " AND (? OR (%s))", f->sql);
        break;
    }
}

static void put_from(struct buf *b, const struct listing *l)
{
    buf_printf(b, " FROM %s WHERE ", l->from);
    if (l->where)
        buf_printf(b, "(%s)", l->where);
    else
        buf_puts(b, "1 = 1");
    if (l->scope)
        buf_printf(b, " AND (%s)", l->scope);
    for (const struct list_filter *f = l->filters; f->name; f++)
        put_filter(b, f);
}

const char *list_rows_sql(const struct listing *l, size_t sort, bool descending)
{
    const char **sql = &made_of(l)->rows[sort][descending];
    const char *way = descending ? " DESC" : "";
    struct buf b;

    if (*sql)
        return *sql;
    b = start();
    put_columns(&b, l);
    put_from(&b, l);
    buf_printf(&b, " ORDER BY %s%s, %s%s LIMIT ? OFFSET ?", l->columns[sort].sort, way, l->key, way);
    return *sql = b.s;
}

const char *list_count_sql(const struct listing *l)
{
    const char **sql = &made_of(l)->count;
    struct buf b;

    if (*sql)
        return *sql;
    b = start();
    buf_puts(&b, "SELECT COUNT(*) FROM (SELECT 1");
    put_from(&b, l);
    buf_puts(&b, " LIMIT ?) counted");
    return *sql = b.s;
}
