#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "db/connection.h"

#define ROOM_FIRST 255u  /* bytes of a text at first */
#define ROOM_MOST  1024u /* a column that can be longer starts with ROOM_FIRST and grows when it must */

static enum column_kind kind_of(enum enum_field_types type)
{
    switch (type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_YEAR:
        return COLUMN_NUMBER;
    case MYSQL_TYPE_DATETIME:
    case MYSQL_TYPE_TIMESTAMP:
        return COLUMN_TIME;
    default:
        return COLUMN_BYTES; /* DATE comes as "2026-11-24" */
    }
}

/* gcc's analyzer loses sight of memory that an element of an array of structs owns. Freed by columns_free(). */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif

static bool room(struct column *c, unsigned long n)
{
    char *bytes;

    if (c->bytes != NULL && c->room >= n)
        return true;
    bytes = realloc(c->bytes, n + 1);
    if (bytes == NULL)
        return false;
    c->bytes = bytes;
    c->room = n;
    return true;
}

static void bind_column(struct column *c, MYSQL_BIND *b)
{
    *b = (MYSQL_BIND){ .is_null = &c->is_null, .length = &c->length, .error = &c->cut };
    switch (c->kind) {
    case COLUMN_NUMBER:
        b->buffer_type = MYSQL_TYPE_LONGLONG;
        b->buffer = &c->number;
        b->is_unsigned = c->is_unsigned;
        break;
    case COLUMN_TIME:
        b->buffer_type = MYSQL_TYPE_DATETIME;
        b->buffer = &c->time;
        break;
    case COLUMN_BYTES:
        b->buffer_type = MYSQL_TYPE_BLOB;
        b->buffer = c->bytes;
        b->buffer_length = c->room;
        break;
    }
}

static bool make_columns(struct stmt *st, unsigned n)
{
    if (n == st->columns && st->column != NULL && st->results != NULL)
        return true;
    columns_free(st);
    st->column = calloc(n, sizeof *st->column);
    st->results = calloc(n, sizeof *st->results);
    st->columns = n;
    return st->column != NULL && st->results != NULL;
}

bool columns_bind(struct stmt *st)
{
    unsigned n = mysql_stmt_field_count(st->handle);
    MYSQL_RES *meta = mysql_stmt_result_metadata(st->handle);
    MYSQL_FIELD *fields = meta == NULL ? NULL : mysql_fetch_fields(meta);
    bool ok = fields != NULL && make_columns(st, n);

    for (unsigned i = 0; ok && i < n; i++) {
        struct column *c = &st->column[i];

        c->kind = kind_of(fields[i].type);
        c->is_unsigned = (fields[i].flags & UNSIGNED_FLAG) != 0;
        ok = room(c, fields[i].length <= ROOM_MOST && fields[i].length >= ROOM_FIRST ? fields[i].length : ROOM_FIRST);
        bind_column(c, &st->results[i]);
    }
    if (meta != NULL)
        mysql_free_result(meta);
    st->rebind = false;
    return ok && mysql_stmt_bind_result(st->handle, st->results) == 0;
}

bool columns_refetch(struct stmt *st)
{
    for (unsigned i = 0; i < st->columns; i++) {
        struct column *c = &st->column[i];

        if (c->kind != COLUMN_BYTES || c->is_null || c->length <= c->room)
            continue;
        if (!room(c, c->length))
            return false;
        bind_column(c, &st->results[i]);
        if (mysql_stmt_fetch_column(st->handle, &st->results[i], i, 0) != 0)
            return false;
    }
    st->rebind = true;
    return true;
}

bool columns_rebind(struct stmt *st)
{
    if (!st->rebind)
        return true;
    st->rebind = false;
    return mysql_stmt_bind_result(st->handle, st->results) == 0;
}

void columns_free(struct stmt *st)
{
    for (unsigned i = 0; st->column != NULL && i < st->columns; i++)
        free(st->column[i].bytes);
    free(st->column);
    free(st->results);
    st->column = NULL;
    st->results = NULL;
    st->columns = 0;
}

static struct column *column(const struct stmt *st, unsigned i)
{
    i += st->skipped;
    return st->at_row && i < st->columns && !st->column[i].is_null ? &st->column[i] : NULL;
}

void db_skip(struct stmt *st, unsigned n)
{
    st->skipped = n;
}

unsigned col_count(const struct stmt *st)
{
    return st->columns;
}

bool col_null(const struct stmt *st, unsigned i)
{
    return column(st, i) == NULL;
}

static int64_t time_of(const MYSQL_TIME *t)
{
    struct date d = { .year = (int)t->year, .month = (int)t->month, .day = (int)t->day };

    return date_to_days(d) * CLOCK_DAY + (int64_t)t->hour * CLOCK_HOUR + (int64_t)t->minute * CLOCK_MINUTE + (int64_t)t->second * CLOCK_SECOND +
           (int64_t)t->second_part;
}

/* The NUL that makes bytes a text; numbers and times are written out. */
static const char *text_of(struct column *c)
{
    if (c->text_made)
        return c->bytes;
    if (c->kind == COLUMN_BYTES) {
        c->bytes[c->length] = '\0';
    } else if (c->kind == COLUMN_TIME) {
        char out[CLOCK_TEXT];

        c->length = (unsigned long)snprintf(c->bytes, c->room + 1, "%s", clock_sql(time_of(&c->time), out));
    } else if (c->is_unsigned) {
        c->length = (unsigned long)snprintf(c->bytes, c->room + 1, "%" PRIu64, (uint64_t)c->number);
    } else {
        c->length = (unsigned long)snprintf(c->bytes, c->room + 1, "%" PRId64, c->number);
    }
    c->text_made = true;
    return c->bytes;
}

uint64_t col_u64(const struct stmt *st, unsigned i)
{
    struct column *c = column(st, i);

    if (c == NULL)
        return 0;
    return c->kind == COLUMN_NUMBER ? (uint64_t)c->number : strtoull(text_of(c), NULL, 10);
}

int64_t col_i64(const struct stmt *st, unsigned i)
{
    struct column *c = column(st, i);

    if (c == NULL)
        return 0;
    return c->kind == COLUMN_NUMBER ? c->number : strtoll(text_of(c), NULL, 10);
}

const char *col_str(const struct stmt *st, unsigned i)
{
    struct column *c = column(st, i);

    return c == NULL ? NULL : text_of(c);
}

const void *col_bytes(const struct stmt *st, unsigned i, size_t *n)
{
    struct column *c = column(st, i);
    const char *s = c == NULL ? NULL : text_of(c);

    *n = c == NULL ? 0 : c->length;
    return s;
}

int64_t col_time(const struct stmt *st, unsigned i)
{
    struct column *c = column(st, i);
    int64_t t;

    if (c == NULL)
        return 0;
    if (c->kind == COLUMN_TIME)
        return time_of(&c->time);
    return clock_parse_sql(text_of(c), &t) ? t : 0;
}

char *col_dup(const struct stmt *st, unsigned i, struct arena *a)
{
    struct column *c = column(st, i);
    const char *s = c == NULL ? NULL : text_of(c);

    return s == NULL ? NULL : arena_strndup(a, s, c->length);
}
