#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "web/params.h"

static struct arena *a;
static struct params p;

static void set_up(void)
{
    a = arena_new(0);
}

static void tear_down(void)
{
    arena_free(a);
}

static enum param_fault form(const char *s)
{
    return params_urlencoded(a, s, strlen(s), &p);
}

static enum param_fault cookies(const char *s)
{
    return params_cookies(a, s, strlen(s), &p);
}

START_TEST(pairs_are_decoded_in_order)
{
    ck_assert_int_eq(form("naam=Jan+de+Vries&plaats=%27s-Gravenhage&leeg=&zonder"), PARAMS_FINE);
    ck_assert_uint_eq(p.count, 4);
    ck_assert_str_eq(param_get(&p, "naam"), "Jan de Vries");
    ck_assert_str_eq(param_get(&p, "plaats"), "'s-Gravenhage");
    ck_assert_str_eq(param_get(&p, "leeg"), "");
    ck_assert_str_eq(param_get(&p, "zonder"), "");
    ck_assert_ptr_null(param_get(&p, "anders"));
    ck_assert(p.list[0].used);
}
END_TEST

START_TEST(values_come_out_clean)
{
    /* e and a combining acute become one letter; line ends become LF; white space around goes. */
    ck_assert_int_eq(form("naam=Rene%CC%81&tekst=+een%0D%0Atwee%0D+"), PARAMS_FINE);
    ck_assert_str_eq(param_get(&p, "naam"), "Ren\xc3\xa9");
    ck_assert_str_eq(param_get(&p, "tekst"), "een\ntwee");
}
END_TEST

START_TEST(empty_pieces_and_an_empty_body_are_nothing)
{
    ck_assert_int_eq(form(""), PARAMS_FINE);
    ck_assert_uint_eq(p.count, 0);
    ck_assert_int_eq(form("&&a=1&"), PARAMS_FINE);
    ck_assert_uint_eq(p.count, 1);
}
END_TEST

START_TEST(bad_encoding_is_malformed)
{
    static const char *const bad[] = { "a=%", "a=%4", "a=%zz", "a=%4g", "%=1", "=1", "a=%%41" };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(form(bad[i]) == PARAMS_MALFORMED, "%s", bad[i]);
}
END_TEST

START_TEST(text_that_is_no_text_is_refused)
{
    static const char *const bad[] = {
        "a=%00",           /* NUL */
        "a=%01",           /* C0 */
        "a=%7F",           /* DEL */
        "a=%C2%80",        /* C1 */
        "a=%FF",           /* no UTF-8 */
        "a=%C0%AF",        /* overlong / */
        "a=%ED%A0%80",     /* surrogate */
        "a=%EF%BF%BE",     /* U+FFFE */
        "a=x%E2%80%AEfdp", /* right-to-left override */
        "a%0Ab=1",         "a%22=1", "a%3C=1", "n%C3%A9=1", "a b=1",
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(form(bad[i]) == PARAMS_BAD_TEXT, "%s", bad[i]);
}
END_TEST

START_TEST(every_letter_is_accepted)
{
    ck_assert_int_eq(form("a=%C5%81ukasz+%C3%98sterg%C3%A5rd+%D0%98%D0%B2%D0%B0%D0%BD+%E6%9D%8E+%F0%A0%AE%B7"), PARAMS_FINE);
}
END_TEST

static char *many(const char *pair, size_t times)
{
    struct buf b = buf_in(a);

    for (size_t i = 0; i < times; i++)
        buf_puts(&b, pair);
    return b.s;
}

START_TEST(limits_hold_at_the_boundary)
{
    char name[PARAM_NAME_MAX + 8];

    ck_assert_int_eq(form(many("a=1&", PARAMS_MAX - 1)), PARAMS_FINE);
    ck_assert_uint_eq(p.count, PARAMS_MAX - 1);
    ck_assert_int_eq(form(many("a=1&", PARAMS_MAX)), PARAMS_TOO_MANY);
    ck_assert_int_eq(form(many("&", PARAMS_MAX)), PARAMS_TOO_MANY);

    memset(name, 'n', sizeof name);
    memcpy(name + PARAM_NAME_MAX, "=1", 3);
    ck_assert_int_eq(form(name), PARAMS_FINE);
    memcpy(name + PARAM_NAME_MAX, "n=1", 4);
    ck_assert_int_eq(form(name), PARAMS_TOO_LONG);

    ck_assert_int_eq(form(many("a", FORM_MAX + 1)), PARAMS_TOO_LONG);
}
END_TEST

START_TEST(repeated_names_are_counted)
{
    ck_assert_int_eq(form("relatie=1&x=&relatie=2"), PARAMS_FINE);
    ck_assert_uint_eq(param_times(&p, "relatie"), 2);
    ck_assert_uint_eq(param_times(&p, "x"), 1);
    ck_assert_uint_eq(param_times(&p, "y"), 0);
}
END_TEST

START_TEST(cookies_of_ours_are_read_and_others_skipped)
{
    ck_assert_int_eq(cookies("other=\"a,b\"; __Host-koren=abc_-1; x; __Host-koren-pre=; _ga=GA1.2{}"), PARAMS_FINE);
    ck_assert_uint_eq(p.count, 2);
    ck_assert_str_eq(param_get(&p, "__Host-koren"), "abc_-1");
    ck_assert_str_eq(param_get(&p, "__Host-koren-pre"), "");
    ck_assert_ptr_null(param_get(&p, "other"));
}
END_TEST

START_TEST(bad_cookies_are_refused)
{
    ck_assert_int_eq(cookies("__Host-koren=a; __Host-koren=b"), PARAMS_MALFORMED);
    ck_assert_int_eq(cookies("__Host-koren"), PARAMS_MALFORMED);
    ck_assert_int_eq(cookies("__Host-koren=a b"), PARAMS_BAD_TEXT);
    ck_assert_int_eq(cookies("__Host-koren=\"a\""), PARAMS_BAD_TEXT);
    ck_assert_int_eq(cookies("__Host-koren=\xc3\xa9"), PARAMS_BAD_TEXT);
    ck_assert_int_eq(cookies("x=1\x01"), PARAMS_BAD_TEXT);
    ck_assert_int_eq(params_cookies(a, "x\0y", 3, &p), PARAMS_BAD_TEXT);
    ck_assert_int_eq(cookies(many("x=1;", PARAMS_MAX)), PARAMS_TOO_MANY);
    ck_assert_int_eq(cookies(many("x", COOKIE_MAX + 1)), PARAMS_TOO_LONG);
    ck_assert_int_eq(cookies(many("x", COOKIE_MAX)), PARAMS_FINE);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("params");
    TCase *c = tcase_create("params");
    SRunner *r = srunner_create(s);
    int bad;

    suite_add_tcase(s, c);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, pairs_are_decoded_in_order);
    tcase_add_test(c, values_come_out_clean);
    tcase_add_test(c, empty_pieces_and_an_empty_body_are_nothing);
    tcase_add_test(c, bad_encoding_is_malformed);
    tcase_add_test(c, text_that_is_no_text_is_refused);
    tcase_add_test(c, every_letter_is_accepted);
    tcase_add_test(c, limits_hold_at_the_boundary);
    tcase_add_test(c, repeated_names_are_counted);
    tcase_add_test(c, cookies_of_ours_are_read_and_others_skipped);
    tcase_add_test(c, bad_cookies_are_refused);
    srunner_run_all(r, CK_ENV);
    bad = srunner_ntests_failed(r);
    srunner_free(r);
    return bad == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
