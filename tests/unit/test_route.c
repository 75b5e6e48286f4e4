#include <check.h>
#include <stdlib.h>

#include "base/arena.h"
#include "web/route.h"
#include "web/serve.h"

static struct arena *a;
static struct req r;

static enum status run(struct req *q)
{
    (void)q;
    return ST_OK;
}

static const struct route routes[] = {
    { GET, "/", PERM_ACCOUNT, run },
    { GET, "/relaties", PERM_RELATION_READ, run },
    { POST, "/relaties/nieuw", PERM_RELATION_EDIT, run },
    { GET, "/relaties/{nr}", PERM_RELATION_READ, run },
    { POST, "/relaties/{nr}", PERM_RELATION_EDIT, run },
    { GET, "/relaties/{nr}/{lijst}/{id}", PERM_RELATION_READ, run },
    { 0 },
};

static void set_up(void)
{
    a = arena_new(0);
    r = (struct req){ .arena = a };
}

static void tear_down(void)
{
    arena_free(a);
}

static const struct route *match(enum method m, const char *path, bool *other)
{
    return route_match(routes, m, path, &r, other);
}

START_TEST(paths_match_whole)
{
    bool other;

    ck_assert_ptr_eq(match(GET, "/", &other), &routes[0]);
    ck_assert_ptr_eq(match(GET, "/relaties", &other), &routes[1]);
    ck_assert_ptr_eq(match(GET, "/relaties/1001", &other), &routes[3]);
    ck_assert_str_eq(param_get(&r.path_params, "nr"), "1001");
    ck_assert_ptr_eq(match(GET, "/relaties/1001/notities/7", &other), &routes[5]);
    ck_assert_str_eq(param_get(&r.path_params, "lijst"), "notities");
    ck_assert_str_eq(param_get(&r.path_params, "id"), "7");
    ck_assert_ptr_null(match(GET, "/relaties/", &other));
    ck_assert_ptr_null(match(GET, "/relatie", &other));
    ck_assert_ptr_null(match(GET, "/relaties/1001/", &other));
    ck_assert_ptr_null(match(GET, "//", &other));
    ck_assert_ptr_null(match(GET, "", &other));
    ck_assert(!other);
}
END_TEST

START_TEST(the_first_that_fits_wins)
{
    bool other;

    ck_assert_ptr_eq(match(POST, "/relaties/nieuw", &other), &routes[2]);
    ck_assert_ptr_eq(match(POST, "/relaties/1", &other), &routes[4]);
}
END_TEST

START_TEST(another_method_is_told)
{
    bool other;

    ck_assert_ptr_null(match(POST, "/relaties", &other));
    ck_assert(other);
    ck_assert_ptr_null(match(POST, "/nergens", &other));
    ck_assert(!other);
}
END_TEST

START_TEST(segments_have_an_alphabet_and_a_length)
{
    static const char *const bad[] = { "/relaties/a.b",
                                       "/relaties/..",
                                       "/relaties/a b",
                                       "/relaties/a%2fb",
                                       "/relaties/\xc3\xa9",
                                       "/relaties/{nr}",
                                       "/relaties/12345678901234567890123456789012345678901234567890123456789012345" };
    bool other;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(match(GET, bad[i], &other) == NULL, "%s", bad[i]);
    ck_assert_ptr_nonnull(match(GET, "/relaties/1234567890123456789012345678901234567890123456789012345678901234", &other));
}
END_TEST

START_TEST(faulty_tables_do_not_start)
{
    static const struct route fine[] = { { GET, "/", PERM_ACCOUNT, run }, { 0 } }, unset[] = { { GET, "/", PERM_UNSET, run }, { 0 } },
                              open_[] = { { GET, "/", PERM_PUBLIC, run }, { 0 } }, nothing[] = { { GET, "/", PERM_ACCOUNT, NULL }, { 0 } },
                              get[] = { { GET, "/", PERM_ACCOUNT, run, .upload = true }, { 0 } };
    struct app app = { .program = "crm", .routes = fine };

    ck_assert(routes_fine(&app));
    app.routes = unset;
    ck_assert(!routes_fine(&app));
    app.routes = nothing;
    ck_assert(!routes_fine(&app));
    app.routes = get;
    ck_assert(!routes_fine(&app));
    app.routes = open_;
    ck_assert(!routes_fine(&app));
    app.program = "signin";
    ck_assert(routes_fine(&app));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("route");
    TCase *c = tcase_create("route");
    SRunner *runner = srunner_create(s);
    int bad;

    suite_add_tcase(s, c);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, paths_match_whole);
    tcase_add_test(c, the_first_that_fits_wins);
    tcase_add_test(c, another_method_is_told);
    tcase_add_test(c, segments_have_an_alphabet_and_a_length);
    tcase_add_test(c, faulty_tables_do_not_start);
    srunner_run_all(runner, CK_ENV);
    bad = srunner_ntests_failed(runner);
    srunner_free(runner);
    return bad == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
