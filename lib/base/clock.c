#include "base/clock.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"

#define DAY_SECONDS 86400

static int64_t standing_still; /* 0: the clock runs */
static int64_t shift;          /* microseconds */

static int64_t read_clock(clockid_t id)
{
    struct timespec ts;

    clock_gettime(id, &ts);
    return (int64_t)ts.tv_sec * CLOCK_SECOND + ts.tv_nsec / 1000;
}

int64_t clock_now(void)
{
    return (standing_still != 0 ? standing_still : read_clock(CLOCK_REALTIME)) + shift;
}

int64_t clock_ticks(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

void clock_set(int64_t now)
{
    standing_still = now;
}

void clock_offset(int64_t seconds)
{
    shift = seconds * CLOCK_SECOND;
}

void clock_sleep(int64_t micros)
{
    struct timespec left;

    if (micros <= 0)
        return;
    left.tv_sec = micros / CLOCK_SECOND;
    left.tv_nsec = micros % CLOCK_SECOND * 1000;
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        ;
}

struct moment {
    struct date day;
    int hour, minute, second, micro;
};

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static struct moment moment_of(int64_t t)
{
    int64_t seconds = floor_div(t, CLOCK_SECOND);
    int64_t days = floor_div(seconds, DAY_SECONDS);
    int rest = (int)(seconds - days * DAY_SECONDS);

    return (struct moment){
        .day = date_from_days(days),
        .hour = rest / 3600,
        .minute = rest / 60 % 60,
        .second = rest % 60,
        .micro = (int)(t - seconds * CLOCK_SECOND),
    };
}

/* The last Sunday of a month with 31 days, 01:00 UTC: when the clocks of the European Union change (Directive 2000/84/EC). */
static int64_t clock_change(int year, int month)
{
    int64_t last = date_to_days((struct date){ year, month, 31 });
    int weekday = (int)(((last + 4) % 7 + 7) % 7); /* 1970-01-01 was a Thursday; 0 is Sunday */

    return (last - weekday) * CLOCK_DAY + CLOCK_HOUR;
}

/* What the clock on the wall in the Netherlands says at t, as if it were UTC: CET, or CEST in summer. */
static int64_t wall_time(int64_t t)
{
    int year = moment_of(t).day.year;
    bool summer = t >= clock_change(year, 3) && t < clock_change(year, 10);

    return t + (summer ? 2 : 1) * CLOCK_HOUR;
}

static void put_text(const struct moment *m, char between, const char *tail, char out[CLOCK_TEXT])
{
    char text[96];

    snprintf(text, sizeof text, "%04d-%02d-%02d%c%02d:%02d:%02d%s", m->day.year, m->day.month, m->day.day, between, m->hour, m->minute, m->second,
             tail);
    memcpy(out, text, CLOCK_TEXT - 1);
    out[CLOCK_TEXT - 1] = '\0';
}

const char *clock_sql(int64_t t, char out[CLOCK_TEXT])
{
    struct moment m = moment_of(t);
    char micro[16];

    snprintf(micro, sizeof micro, ".%06d", m.micro);
    put_text(&m, ' ', micro, out);
    return out;
}

const char *clock_rfc3339(int64_t t, char out[CLOCK_TEXT])
{
    struct moment m = moment_of(t);

    put_text(&m, 'T', "Z", out);
    return out;
}

/* `n` digits at s as a number, -1 when one of them is none. */
static int digits(const char *s, int n)
{
    int value = 0;

    for (int i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return -1;
        value = value * 10 + (s[i] - '0');
    }
    return value;
}

/* ".5" is half a second; "" none; -1: neither. */
static int parse_fraction(const char *s)
{
    int micro = 0, n = 0;

    if (s[0] == '\0')
        return 0;
    if (s[0] != '.')
        return -1;
    for (s++; *s >= '0' && *s <= '9' && n < 6; s++, n++)
        micro = micro * 10 + (*s - '0');
    if (n == 0 || *s != '\0')
        return -1;
    for (; n < 6; n++)
        micro *= 10;
    return micro;
}

bool clock_parse_sql(const char *s, int64_t *out)
{
    struct date day;
    int hour, minute, second, micro;

    if (s == NULL || strlen(s) < 19 || s[4] != '-' || s[7] != '-' || s[10] != ' ' || s[13] != ':' || s[16] != ':')
        return false;
    day = (struct date){ digits(s, 4), digits(s + 5, 2), digits(s + 8, 2) };
    hour = digits(s + 11, 2);
    minute = digits(s + 14, 2);
    second = digits(s + 17, 2);
    micro = parse_fraction(s + 19);
    if (!date_full(day) || !date_valid(day) || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || micro < 0)
        return false;
    *out = date_to_days(day) * CLOCK_DAY + hour * CLOCK_HOUR + minute * CLOCK_MINUTE + second * CLOCK_SECOND + micro;
    return true;
}

char *clock_dutch(struct arena *a, int64_t t)
{
    struct moment m = moment_of(wall_time(t));

    return arena_printf(a, "%s om %02d:%02d", date_dutch(a, m.day), m.hour, m.minute);
}

char *clock_dutch_day(struct arena *a, int64_t t)
{
    return date_dutch(a, moment_of(wall_time(t)).day);
}

char *clock_today(struct arena *a)
{
    return date_text(a, moment_of(wall_time(clock_now())).day);
}
