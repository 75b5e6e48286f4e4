#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/connection.h"

/* Where parameter i goes. NULL, and a statement that fails, when there is no such parameter or the statement has run already. */
static MYSQL_BIND *param(struct stmt *st, unsigned i)
{
    if (st->status != ST_OK)
        return NULL;
    if (i < st->params && !st->ran)
        return &st->binds[i];
    log_fact(LOG_ERROR, "db_parameter", "number=%u of=%u ran=%d sql=%s", i, st->params, st->ran, log_quote(st->sql));
    st->status = ST_FAILED;
    return NULL;
}

void bind_null(struct stmt *st, unsigned i)
{
    MYSQL_BIND *b = param(st, i);

    if (b != NULL)
        *b = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_NULL };
}

void bind_u64(struct stmt *st, unsigned i, uint64_t v)
{
    MYSQL_BIND *b = param(st, i);

    if (b == NULL)
        return;
    st->values[i].number = v;
    *b = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &st->values[i].number, .is_unsigned = 1 };
}

void bind_i64(struct stmt *st, unsigned i, int64_t v)
{
    MYSQL_BIND *b = param(st, i);

    if (b == NULL)
        return;
    st->values[i].number = (uint64_t)v;
    *b = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &st->values[i].number };
}

static void bind_any(struct stmt *st, unsigned i, enum enum_field_types type, const void *p, size_t n)
{
    MYSQL_BIND *b = param(st, i);

    if (b == NULL)
        return;
    if (p == NULL)
        *b = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_NULL };
    else /* the library takes the length from buffer_length when `length` is not given */
        *b = (MYSQL_BIND){ .buffer_type = type, .buffer = (void *)(uintptr_t)p, .buffer_length = n };
}

void bind_str(struct stmt *st, unsigned i, const char *s)
{
    bind_any(st, i, MYSQL_TYPE_STRING, s, s == NULL ? 0 : strlen(s));
}

void bind_bytes(struct stmt *st, unsigned i, const void *p, size_t n)
{
    bind_any(st, i, MYSQL_TYPE_BLOB, p, n);
}

void bind_time(struct stmt *st, unsigned i, int64_t t)
{
    int64_t day = t / CLOCK_DAY - (t % CLOCK_DAY < 0), rest = t - day * CLOCK_DAY;
    struct date d = date_from_days(day);
    MYSQL_BIND *b = param(st, i);

    if (b == NULL)
        return;
    if (t == 0) {
        bind_null(st, i);
        return;
    }
    st->values[i].time = (MYSQL_TIME){ .year = (unsigned)d.year,
                                       .month = (unsigned)d.month,
                                       .day = (unsigned)d.day,
                                       .hour = (unsigned)(rest / CLOCK_HOUR),
                                       .minute = (unsigned)(rest / CLOCK_MINUTE % 60),
                                       .second = (unsigned)(rest / CLOCK_SECOND % 60),
                                       .second_part = (unsigned long)(rest % CLOCK_SECOND),
                                       .time_type = MYSQL_TIMESTAMP_DATETIME };
    *b = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_DATETIME, .buffer = &st->values[i].time };
}
