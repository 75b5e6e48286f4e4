/* CSV: what Dutch Excel reads back is what there was, and nothing becomes a formula. */
#include <string.h>

#include "base/arena.h"
#include "suite.h"
#include "web/csv.h"

static struct arena *arena;

static void set_up(void)
{
    arena = arena_new(0);
}

static void tear_down(void)
{
    arena_free(arena);
}

static const char *text(const char *value)
{
    struct buf b = buf_in(arena);

    csv_text(&b, value, true);
    return b.s;
}

static const char *typed(enum field_type type, const char *value)
{
    static const struct choice choices[] = { { "a", "=Anders" }, { 0 } };
    const struct field f = { .column = "x", .type = type, .choices = choices };
    struct buf b = buf_in(arena);

    csv_value(&b, &f, value, false);
    return b.s;
}

START_TEST(quotes_only_where_they_are_needed)
{
    ck_assert_str_eq(text(NULL), "");
    ck_assert_str_eq(text(""), "");
    ck_assert_str_eq(text("Jansen, J."), "Jansen, J.");
    ck_assert_str_eq(text("a;b"), "\"a;b\"");
    ck_assert_str_eq(text("zei \"ja\""), "\"zei \"\"ja\"\"\"");
    ck_assert_str_eq(text("een\ntwee"), "\"een\ntwee\"");
}
END_TEST

START_TEST(a_formula_is_a_text)
{
    ck_assert_str_eq(text("=1+1"), "\"'=1+1\"");
    ck_assert_str_eq(text("+31"), "\"'+31\"");
    ck_assert_str_eq(text("-1"), "\"'-1\"");
    ck_assert_str_eq(text("@SUM(A1)"), "\"'@SUM(A1)\"");
    ck_assert_str_eq(text("\t=1"), "\"'\t=1\"");
    ck_assert_str_eq(text("\r=1"), "\"'\r=1\"");
    ck_assert_str_eq(text("'=1"), "'=1");
    ck_assert_str_eq(text("a=1"), "a=1");
}
END_TEST

START_TEST(values_as_dutch_people_write_them)
{
    ck_assert_str_eq(typed(F_DATE, "1950-12-31"), ";31-12-1950");
    ck_assert_str_eq(typed(F_PARTIAL_DATE, "1950-12"), ";12-1950");
    ck_assert_str_eq(typed(F_MONEY, "-1250"), ";-12,50");
    ck_assert_str_eq(typed(F_NUMBER, "12"), ";12");
    ck_assert_str_eq(typed(F_PHONE, "+31612345678"), ";06 12345678");
    ck_assert_int_eq(strncmp(typed(F_PHONE, "+3212345678"), ";\"'+32", 6), 0);
    ck_assert_str_eq(typed(F_YESNO, "ja"), ";Ja");
    ck_assert_str_eq(typed(F_POSTCODE, "1234AB"), ";1234 AB");
    ck_assert_str_eq(typed(F_CHOICE, "a"), ";\"'=Anders\"");
    ck_assert_str_eq(typed(F_MONEY, NULL), ";");
}
END_TEST

int main(void)
{
    return SUITE_RUN("csv", set_up, tear_down, quotes_only_where_they_are_needed, a_formula_is_a_text, values_as_dutch_people_write_them);
}
