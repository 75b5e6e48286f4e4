/*
 * suite.h - the main() of a unit test in one line.
 *
 *     int main(void) { return SUITE_RUN("vault", set_up, tear_down, a_test, another_test); }
 *
 * set_up and tear_down run around every test (NULL: none). Each test is a process of its own (CK_FORK=no in the environment for a debugger).
 */
#ifndef KOREN_TESTS_UNIT_SUITE_H
#define KOREN_TESTS_UNIT_SUITE_H

#include <check.h>
#include <stddef.h>

#define SUITE_RUN(name, set_up, tear_down, ...) suite_run(name, set_up, tear_down, (const TTest *const[]){ __VA_ARGS__, NULL })

/* The exit code for main(). */
static inline int suite_run(const char *name, void (*set_up)(void), void (*tear_down)(void), const TTest *const *tests)
{
    Suite *s = suite_create(name);
    TCase *c = tcase_create(name);
    SRunner *r;
    int bad;

    suite_add_tcase(s, c);
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, set_up, tear_down);
    for (; *tests != NULL; tests++)
        tcase_add_test(c, *tests);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    bad = srunner_ntests_failed(r);
    srunner_free(r);
    return bad != 0;
}

#endif
