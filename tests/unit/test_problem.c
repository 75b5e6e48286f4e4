#include <string.h>

#include "base/arena.h"
#include "base/problem.h"
#include "suite.h"

static struct arena *a;
static struct problems p;

static void set_up(void)
{
    a = arena_new(0);
    p = problems_in(a);
}

static void tear_down(void)
{
    arena_free(a);
}

START_TEST(none_at_first)
{
    ck_assert(!problems_any(&p));
    ck_assert_ptr_null(problem_for(&p, "naam"));
}
END_TEST

START_TEST(kept_in_order_and_found_by_field)
{
    char field[] = "naam", text[] = "Vul een naam in";

    ck_assert_int_eq(invalid(&p, field, text), ST_INVALID);
    memset(field, 'x', 4);
    memset(text, 'x', 4);
    ck_assert_int_eq(invalidf(&p, "naam", "Ten hoogste %d tekens", 200), ST_INVALID);
    ck_assert_int_eq(invalid(&p, NULL, "Probeer het opnieuw"), ST_INVALID);
    ck_assert(problems_any(&p));
    ck_assert_uint_eq(p.count, 3);
    ck_assert_str_eq(problem_for(&p, "naam"), "Vul een naam in");
    ck_assert_ptr_null(problem_for(&p, "adres"));
    ck_assert_str_eq(p.first->next->text, "Ten hoogste 200 tekens");
    ck_assert_ptr_null(p.last->field);
    ck_assert_ptr_null(p.last->next);
}
END_TEST

START_TEST(every_status_has_a_name)
{
    static const char *const names[] = { "ok", "not_found", "invalid", "conflict", "denied", "failed" };

    for (int st = ST_OK; st <= ST_FAILED; st++)
        ck_assert_str_eq(status_name((enum status)st), names[st]);
    ck_assert_str_eq(status_name((enum status)77), "unknown");
}
END_TEST

int main(void)
{
    return SUITE_RUN("problem", set_up, tear_down, none_at_first, kept_in_order_and_found_by_field, every_status_has_a_name);
}
