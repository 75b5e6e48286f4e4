#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "suite.h"

static struct arena *a;

static void set_up(void)
{
    a = arena_new(0);
}

static void tear_down(void)
{
    arena_free(a);
    clock_set(0);
    clock_offset(0);
}

static int64_t at(const char *sql)
{
    int64_t t = -1;

    ck_assert_msg(clock_parse_sql(sql, &t), "%s", sql);
    return t;
}

START_TEST(sql_text_and_back)
{
    static const char *const samples[] = {
        "1970-01-01 00:00:00.000000", "2026-11-24 22:51:12.123456", "1969-12-31 23:59:59.999999", "0001-01-01 00:00:00.000000",
        "9999-12-31 23:59:59.999999", "2000-02-29 12:00:00.000001", "2038-01-19 03:14:08.000000",
    };
    char text[CLOCK_TEXT];

    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
        ck_assert_str_eq(clock_sql(at(samples[i]), text), samples[i]);
    ck_assert_int_eq(at("1970-01-01 00:00:00"), 0);
    ck_assert_int_eq(at("1970-01-02 00:00:00.5"), CLOCK_DAY + CLOCK_SECOND / 2);
    ck_assert_str_eq(clock_rfc3339(at("2026-11-24 22:51:12.999999"), text), "2026-11-24T22:51:12Z");
}
END_TEST

START_TEST(agrees_with_the_c_library)
{
    /* Only a difference is told: ck_assert is slow in so long a loop. */
    for (int64_t s = -2000000000; s < 4000000000; s += 7654321) {
        char text[CLOCK_TEXT], want[64];
        time_t t = s;
        struct tm tm;

        gmtime_r(&t, &tm);
        strftime(want, sizeof want, "%Y-%m-%d %H:%M:%S.000000", &tm);
        if (strcmp(clock_sql(s * CLOCK_SECOND, text), want) != 0)
            ck_abort_msg("%s is not %s", text, want);
    }
}
END_TEST

START_TEST(bad_sql_text_is_refused)
{
    static const char *const bad[] = {
        "",
        "2026-11-24",
        "2026-11-24T22:51:12",
        "2026-02-29 00:00:00",
        "2026-13-01 00:00:00",
        "2026-00-01 00:00:00",
        "2026-01-00 00:00:00",
        "0000-00-00 00:00:00",
        "2026-11-24 24:00:00",
        "2026-11-24 00:60:00",
        "2026-11-24 00:00:60",
        "2026-11-24 00:00:00.",
        "2026-11-24 00:00:00.1234567",
        "2026-11-24 00:00:00Z",
        "2026-11-24 00:00:00.12x",
        "2026-1a-24 00:00:00",
        " 2026-11-24 00:00:00",
    };
    int64_t t = 7;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(!clock_parse_sql(bad[i], &t), "%s", bad[i]);
    ck_assert(!clock_parse_sql(NULL, &t));
    ck_assert_int_eq(t, 7);
}
END_TEST

START_TEST(summer_and_winter_in_the_netherlands)
{
    ck_assert_str_eq(clock_dutch(a, at("2026-11-24 22:51:12")), "24 november 2026 om 23:51");
    ck_assert_str_eq(clock_dutch(a, at("2026-11-24 23:00:00")), "25 november 2026 om 00:00");
    ck_assert_str_eq(clock_dutch(a, at("2026-07-01 12:00:00")), "1 juli 2026 om 14:00");
    ck_assert_str_eq(clock_dutch(a, at("2026-03-29 00:59:59")), "29 maart 2026 om 01:59");
    ck_assert_str_eq(clock_dutch(a, at("2026-03-29 01:00:00")), "29 maart 2026 om 03:00");
    ck_assert_str_eq(clock_dutch(a, at("2026-10-25 00:59:59")), "25 oktober 2026 om 02:59");
    ck_assert_str_eq(clock_dutch(a, at("2026-10-25 01:00:00")), "25 oktober 2026 om 02:00");
    ck_assert_str_eq(clock_dutch_day(a, at("2026-12-31 23:30:00")), "1 januari 2027");
}
END_TEST

/* Every hour of twenty years, against the zone's own rules. */
START_TEST(agrees_with_the_time_zone_database)
{
    static const char *const names[] = { "januari", "februari", "maart",     "april",   "mei",      "juni",
                                         "juli",    "augustus", "september", "oktober", "november", "december" };

    setenv("TZ", ":Europe/Amsterdam", 1);
    tzset();
    for (time_t t = at("2020-01-01 00:00:00") / CLOCK_SECOND; t < at("2040-01-01 00:00:00") / CLOCK_SECOND; t += 3600) {
        struct tm tm;

        localtime_r(&t, &tm);
        if (strcmp(tm.tm_zone, "CET") != 0 && strcmp(tm.tm_zone, "CEST") != 0)
            return; /* a system without the database */
        ck_assert_str_eq(clock_dutch(a, t * CLOCK_SECOND),
                         arena_printf(a, "%d %s %d om %02d:%02d", tm.tm_mday, names[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min));
        arena_reset(a);
    }
}
END_TEST

START_TEST(tests_can_set_it)
{
    int64_t before = clock_now(), ticks = clock_ticks();

    clock_set(at("2026-11-24 23:30:00"));
    ck_assert_int_eq(clock_now(), at("2026-11-24 23:30:00"));
    ck_assert_str_eq(clock_today(a), "2026-11-25");
    clock_offset(-3600);
    ck_assert_int_eq(clock_now(), at("2026-11-24 22:30:00"));
    clock_set(0);
    clock_offset(0);
    ck_assert_int_ge(clock_now(), before);
    clock_offset(86400);
    ck_assert_int_ge(clock_now(), before + CLOCK_DAY);
    clock_sleep(2000);
    clock_sleep(-5);
    ck_assert_int_ge(clock_ticks(), ticks + 2000);
}
END_TEST

START_TEST(dates_people_type)
{
    static const char *const good[][2] = {
        { "1950-12-31", "1950-12-31" },
        { "1950-12", "1950-12" },
        { "1950", "1950" },
        { "31-12-1950", "1950-12-31" },
        { "31/12/1950", "1950-12-31" },
        { "31 12 1950", "1950-12-31" },
        { "12-1950", "1950-12" },
        { "1-2-1950", "1950-02-01" },
        { "29-02-2024", "2024-02-29" },
        { "2000-02-29", "2000-02-29" },
        { "", "" },
        { "0001-01-01", "0001-01-01" },
    };
    struct date d;

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        ck_assert_msg(date_parse(good[i][0], &d), "%s", good[i][0]);
        ck_assert_str_eq(date_text(a, d), good[i][1]);
    }
    ck_assert(date_parse(NULL, &d) && d.year == 0);
}
END_TEST

START_TEST(what_is_no_date_is_refused)
{
    static const char *const bad[] = {
        "x",          "31-12-50",   "1950-13-01", "1950-00",  "1950-01-00", "00-01-1950", "29-02-2023", "1900-02-29",
        "31-04-1950", "32-01-1950", "1-1-1-1950", "1950-1-1", "0000",       "19500",      "31-12/1950", " 1950",
        "1950 ",      "1950-",      "-1950",      "1950--01", "1950/12/31", "31121950",   "12-31-1950", "99999999999-01-01",
    };
    struct date d = { 7, 7, 7 };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(!date_parse(bad[i], &d), "%s", bad[i]);
    ck_assert_int_eq(d.year, 7);
}
END_TEST

START_TEST(partial_dates_stay_partial)
{
    struct date unknown = { 0, 0, 0 }, year = { 1950, 0, 0 }, month = { 1950, 12, 0 }, full = { 1950, 12, 31 };

    ck_assert_str_eq(date_dutch(a, unknown), "onbekend");
    ck_assert_str_eq(date_dutch(a, year), "1950");
    ck_assert_str_eq(date_dutch(a, month), "december 1950");
    ck_assert_str_eq(date_dutch(a, full), "31 december 1950");
    ck_assert(!date_full(unknown) && !date_full(year) && !date_full(month) && date_full(full));
    ck_assert(date_valid(unknown) && date_valid(year) && date_valid(month) && date_valid(full));
    ck_assert(!date_valid((struct date){ 1950, 0, 5 }) && !date_valid((struct date){ 0, 1, 0 }) && !date_valid((struct date){ 10000, 1, 1 }));
    ck_assert_int_lt(date_compare(unknown, year), 0);
    ck_assert_int_lt(date_compare(year, month), 0);
    ck_assert_int_lt(date_compare(month, full), 0);
    ck_assert_int_eq(date_compare(full, full), 0);
    ck_assert_int_gt(date_compare((struct date){ 1951, 1, 1 }, full), 0);
}
END_TEST

/* A month as Regulation 1182/71 and Art. 12(3) count it. */
START_TEST(months_end_where_the_month_does)
{
    static const struct {
        const char *from;
        int months;
        const char *to;
    } cases[] = {
        { "2026-01-31", 1, "2026-02-28" },   { "2024-01-31", 1, "2024-02-29" },  { "2026-03-31", 1, "2026-04-30" },
        { "2026-12-15", 1, "2027-01-15" },   { "2026-01-31", 3, "2026-04-30" },  { "2026-01-31", 0, "2026-01-31" },
        { "2024-02-29", 12, "2025-02-28" },  { "2026-03-31", -1, "2026-02-28" }, { "2026-01-15", -1, "2025-12-15" },
        { "2026-01-15", -13, "2024-12-15" }, { "9999-12-01", 1, "9999-12-31" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct date d;

        ck_assert(date_parse(cases[i].from, &d));
        ck_assert_str_eq(date_text(a, date_add_months(d, cases[i].months)), cases[i].to);
    }
}
END_TEST

START_TEST(every_day_has_a_number_and_back)
{
    struct date last = { 0, 0, 0 };

    for (int64_t n = date_to_days((struct date){ 1, 1, 1 }); n <= date_to_days((struct date){ 9999, 12, 31 }); n++) {
        struct date d = date_from_days(n);

        if (!date_full(d) || !date_valid(d) || date_to_days(d) != n || date_compare(last, d) >= 0)
            ck_abort_msg("day %lld", (long long)n);
        last = d;
    }
    ck_assert_int_eq(date_to_days((struct date){ 1970, 1, 1 }), 0);
    ck_assert_str_eq(date_text(a, date_add_days((struct date){ 2026, 12, 31 }, 60)), "2027-03-01");
    ck_assert_str_eq(date_text(a, date_add_days((struct date){ 2024, 3, 1 }, -1)), "2024-02-29");
}
END_TEST

START_TEST(ages)
{
    struct date today = { 2026, 11, 24 };

    ck_assert_int_eq(date_age((struct date){ 2000, 11, 24 }, today), 26);
    ck_assert_int_eq(date_age((struct date){ 2000, 11, 25 }, today), 25);
    ck_assert_int_eq(date_age((struct date){ 2000, 12, 0 }, today), 25);
    ck_assert_int_eq(date_age((struct date){ 2000, 0, 0 }, today), 26);
    ck_assert_int_eq(date_age((struct date){ 2000, 2, 29 }, (struct date){ 2018, 2, 28 }), 17);
    ck_assert_int_eq(date_age((struct date){ 2000, 2, 29 }, (struct date){ 2018, 3, 1 }), 18);
    ck_assert_int_eq(date_age((struct date){ 0, 0, 0 }, today), -1);
}
END_TEST

int main(void)
{
    return SUITE_RUN("clock", set_up, tear_down, sql_text_and_back, agrees_with_the_c_library, bad_sql_text_is_refused,
                     summer_and_winter_in_the_netherlands, agrees_with_the_time_zone_database, tests_can_set_it, dates_people_type,
                     what_is_no_date_is_refused, partial_dates_stay_partial, months_end_where_the_month_does, every_day_has_a_number_and_back, ages);
}
