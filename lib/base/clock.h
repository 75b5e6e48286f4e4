/*
 * clock.h - what time it is (UTC), and dates as people give them.
 *
 * Time is microseconds since 1970 in UTC. Tests set it with clock_set(); development systems with the configuration key `clock_offset`
 * (seconds), so that an expiry can be tried without waiting.
 *
 * A partial date is text: "1950-12-31", "1950-12", "1950" or "" for unknown (ISO 8601 reduced precision). It is never made complete: a year
 * stays a year (domain rule; BRP's incomplete dates).
 */
#ifndef KOREN_BASE_CLOCK_H
#define KOREN_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct arena;

#define CLOCK_SECOND ((int64_t)1000000)
#define CLOCK_MINUTE (60 * CLOCK_SECOND)
#define CLOCK_HOUR   (60 * CLOCK_MINUTE)
#define CLOCK_DAY    (24 * CLOCK_HOUR)

int64_t clock_now(void);            /* wall clock, microseconds */
int64_t clock_ticks(void);          /* monotonic, microseconds, for measuring */
void clock_set(int64_t now);        /* from now on clock_now() stands still at this; 0 lets it run again */
void clock_offset(int64_t seconds); /* shifts clock_now() */
void clock_sleep(int64_t micros);

#define CLOCK_TEXT 27
/* "2026-11-24 22:51:12.123456": what MariaDB's DATETIME(6) takes and gives. out has room for CLOCK_TEXT. */
const char *clock_sql(int64_t t, char out[CLOCK_TEXT]);
bool clock_parse_sql(const char *s, int64_t *out);
/* "2026-11-24T22:51:12Z" (RFC 3339). */
const char *clock_rfc3339(int64_t t, char out[CLOCK_TEXT]);
/* Dutch, local time of the Netherlands: "24 november 2026 om 23:51" and "24 november 2026". In the arena. */
char *clock_dutch(struct arena *a, int64_t t);
char *clock_dutch_day(struct arena *a, int64_t t);
/* Today in the Netherlands as "2026-11-24". */
char *clock_today(struct arena *a);

struct date {
    int year;  /* 1..9999; 0: unknown */
    int month; /* 1..12; 0: unknown, then day is 0 too */
    int day;   /* 1..31; 0: unknown */
};

/* Accepts "1950-12-31" "1950-12" "1950" "31-12-1950" "31/12/1950" "31 12 1950" "12-1950"; "" is unknown. False when it is no such date. */
bool date_parse(const char *s, struct date *out);
/* As stored: "1950-12-31", "1950-12", "1950", "". */
char *date_text(struct arena *a, struct date d);
/* For people: "31 december 1950", "december 1950", "1950", "onbekend". */
char *date_dutch(struct arena *a, struct date d);
bool date_valid(struct date d); /* a real day of the Gregorian calendar, as far as it is known */
bool date_full(struct date d);
int date_compare(struct date a, struct date b); /* as text: year, month, day; unknown parts first */
/* Same day `months` later, or the last day of that month when it has no such day (Art. 12(3): 31 January + 1 = 28/29 February). Full dates only. */
struct date date_add_months(struct date d, int months);
struct date date_add_days(struct date d, int days);
/* Days since 1970-01-01 of a full date, and back; outside the years 1..9999 the nearest day inside. */
int64_t date_to_days(struct date d);
struct date date_from_days(int64_t days);
int date_age(struct date born, struct date on); /* whole years, -1 when the year is unknown; partial dates count from their earliest day */

#endif
