#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"

static const char *const month_names[] = { "",     "januari",  "februari",  "maart",   "april",    "mei",     "juni",
                                           "juli", "augustus", "september", "oktober", "november", "december" };

static bool leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_length(int year, int month)
{
    static const int lengths[] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return lengths[month] + (month == 2 && leap(year));
}

/* Days before 1 January of a year, counted from 1 January of the year 1. */
static int64_t days_before_year(int64_t year)
{
    int64_t y = year - 1;

    return y * 365 + y / 4 - y / 100 + y / 400;
}

#define DAYS_TO_1970 719162

int64_t date_to_days(struct date d)
{
    int64_t days = days_before_year(d.year) + d.day - 1 - DAYS_TO_1970;

    for (int m = 1; m < d.month; m++)
        days += month_length(d.year, m);
    return days;
}

struct date date_from_days(int64_t days)
{
    int64_t n = days + DAYS_TO_1970;
    struct date d = { .month = 1, .day = 1 };

    if (n < 0)
        return (struct date){ 1, 1, 1 };
    if (n >= days_before_year(10000))
        return (struct date){ 9999, 12, 31 };
    /* Never too high, and one too low at most. */
    d.year = (int)(n / 366) + 1;
    d.year += (int)((n - days_before_year(d.year)) / 366);
    while (n >= days_before_year(d.year + 1))
        d.year++;
    n -= days_before_year(d.year);
    while (n >= month_length(d.year, d.month))
        n -= month_length(d.year, d.month++);
    d.day += (int)n;
    return d;
}

bool date_valid(struct date d)
{
    if (d.year == 0)
        return d.month == 0 && d.day == 0;
    if (d.year < 1 || d.year > 9999 || d.month < 0 || d.month > 12 || d.day < 0)
        return false;
    if (d.month == 0)
        return d.day == 0;
    return d.day <= month_length(d.year, d.month);
}

bool date_full(struct date d)
{
    return d.year > 0 && d.month > 0 && d.day > 0;
}

/* Up to three groups of digits with the same separator between them; returns how many, 0 when it is something else. */
static int groups(const char *s, int value[3], size_t width[3])
{
    char separator = '\0';
    int n = 0;

    for (;;) {
        size_t start = 0;

        if (n == 3)
            return 0;
        value[n] = 0;
        while (s[start] >= '0' && s[start] <= '9' && start < 5)
            value[n] = value[n] * 10 + (s[start++] - '0');
        width[n++] = start;
        s += start;
        if (start == 0 || start == 5)
            return 0;
        if (*s == '\0')
            return n;
        if (strchr("-/ ", *s) == NULL || (separator != '\0' && *s != separator))
            return 0;
        separator = *s++;
    }
}

bool date_parse(const char *s, struct date *out)
{
    struct date d = { 0, 0, 0 };
    int v[3];
    size_t w[3];
    int n;

    if (s == NULL || s[0] == '\0') {
        *out = d;
        return true;
    }
    n = groups(s, v, w);
    if (n == 0)
        return false;
    if (w[0] == 4 && n > 1 && s[4] == '-' && w[1] == 2 && (n == 2 || w[2] == 2))
        d = (struct date){ v[0], v[1], n == 3 ? v[2] : 0 };
    else if (n == 1 && w[0] == 4)
        d.year = v[0];
    else if (n == 2 && w[0] <= 2 && w[1] == 4)
        d = (struct date){ v[1], v[0], 0 };
    else if (n == 3 && w[0] <= 2 && w[1] <= 2 && w[2] == 4)
        d = (struct date){ v[2], v[1], v[0] };
    else
        return false;
    /* "1950-00" is a number that is no month, not an unknown one. */
    if (d.year == 0 || (n > 1 && d.month == 0) || (n > 2 && d.day == 0) || !date_valid(d))
        return false;
    *out = d;
    return true;
}

char *date_text(struct arena *a, struct date d)
{
    if (d.year == 0)
        return arena_strdup(a, "");
    if (d.month == 0)
        return arena_printf(a, "%04d", d.year);
    if (d.day == 0)
        return arena_printf(a, "%04d-%02d", d.year, d.month);
    return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

char *date_dutch(struct arena *a, struct date d)
{
    if (d.year == 0)
        return arena_strdup(a, "onbekend");
    if (d.month == 0)
        return arena_printf(a, "%d", d.year);
    if (d.day == 0)
        return arena_printf(a, "%s %d", month_names[d.month], d.year);
    return arena_printf(a, "%d %s %d", d.day, month_names[d.month], d.year);
}

int date_compare(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

struct date date_add_months(struct date d, int months)
{
    int64_t n = (int64_t)d.year * 12 + d.month - 1 + months;
    int last;

    if (n < 12)
        return (struct date){ 1, 1, 1 };
    if (n >= (int64_t)10000 * 12)
        return (struct date){ 9999, 12, 31 };
    d.year = (int)(n / 12);
    d.month = (int)(n % 12) + 1;
    last = month_length(d.year, d.month);
    if (d.day > last)
        d.day = last;
    return d;
}

struct date date_add_days(struct date d, int days)
{
    return date_from_days(date_to_days(d) + days);
}

int date_age(struct date born, struct date on)
{
    int years;

    if (born.year == 0 || on.year == 0)
        return -1;
    if (born.month == 0)
        born.month = 1;
    if (born.day == 0)
        born.day = 1;
    if (on.month == 0)
        on.month = 1;
    if (on.day == 0)
        on.day = 1;
    years = on.year - born.year;
    if (on.month < born.month || (on.month == born.month && on.day < born.day))
        years--;
    return years < 0 ? 0 : years;
}
