#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "model/check.h"

/* A canonical value the other way: as people read it, as it is typed, and as it is hidden. */

#define DOT "\xe2\x80\xa2"

static const char *show_date(struct arena *a, const char *value)
{
    struct date d;

    return date_parse(value, &d) ? date_dutch(a, d) : value;
}

static const char *show_time(struct arena *a, const char *value)
{
    int64_t t;

    return clock_parse_sql(value, &t) ? clock_dutch(a, t) : value;
}

/* "812 bytes", "1,2 kB": powers of 1000 as people's own computers show them. */
static const char *show_size(struct arena *a, const char *value)
{
    static const char *const units[] = { "bytes", "kB", "MB", "GB", "TB" };
    unsigned long long n = strtoull(value, NULL, 10), tenths = n * 10;
    size_t unit = 0;

    if (n < 1000)
        return arena_printf(a, "%llu %s", n, units[0]);
    while (tenths >= 10000 && unit < 4) {
        tenths = (tenths + 500) / 1000;
        unit++;
    }
    return arena_printf(a, "%llu,%llu %s", tenths / 10, tenths % 10, units[unit]);
}

const char *field_show(const struct field *f, struct arena *a, const char *value)
{
    const char *s = value;

    if (!value)
        return "";
    switch (f->type) {
    case F_POSTCODE:
        return strlen(value) == 6 ? arena_printf(a, "%.4s %s", value, value + 4) : value;
    case F_COUNTRY:
        s = country_name(value);
        break;
    case F_PHONE:
        return phone_show(a, value);
    case F_IBAN:
        return iban_show(a, value);
    case F_PARTIAL_DATE:
    case F_DATE:
        return show_date(a, value);
    case F_CHOICE:
        s = choice_label(f, value);
        break;
    case F_YESNO:
        return strcmp(value, "ja") == 0 ? "Ja" : strcmp(value, "nee") == 0 ? "Nee" : value;
    case F_MONEY:
        return money_show(a, value);
    case F_TIME:
        return show_time(a, value);
    case F_SIZE:
        return show_size(a, value);
    default:
        break;
    }
    return s ? s : value;
}

const char *field_typed(const struct field *f, struct arena *a, const char *value)
{
    struct date d;

    if (!value)
        return "";
    switch (f->type) {
    case F_POSTCODE:
    case F_COUNTRY:
    case F_PHONE:
    case F_IBAN:
        return field_show(f, a, value);
    case F_MONEY:
        return money_typed(a, value);
    case F_PARTIAL_DATE:
    case F_DATE:
        if (!date_parse(value, &d) || d.year == 0)
            return value;
        if (d.day)
            return arena_printf(a, "%02d-%02d-%04d", d.day, d.month, d.year);
        return d.month ? arena_printf(a, "%02d-%04d", d.month, d.year) : arena_printf(a, "%04d", d.year);
    default:
        return value;
    }
}

const char *field_masked(const struct field *f, struct arena *a, const char *value)
{
    struct buf b = buf_in(a);
    const char *tail = "";
    size_t dots = 9;

    if (value && f->category == PD_BSN && strlen(value) > 3) {
        dots = strlen(value) - 3;
        tail = value + dots;
    }
    for (size_t i = 0; i < dots; i++)
        buf_puts(&b, DOT);
    buf_puts(&b, tail);
    return b.s;
}
