/*
 * Every malloc() of a page fails in turn, ClearSilver's own included: while its template is read for the first time, and when it is rendered again.
 * Either there is a whole page, or we are told, and the next one is whole. The sanitizers have a malloc() of their own, so this test wants a build
 * without them: it is skipped in others, and tests/run/valgrind, which has such a build, runs it too.
 */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <setjmp.h>

#include "base/log.h"
#include "web/page.h"
#include "web_fixture.h"

#ifdef KOREN_SANITIZERS
int main(void)
{
    puts("skipped: the sanitizers' malloc() cannot be made to fail one by one; tests/run/valgrind has a build without");
    return 77;
}
#else

static char *whole_page; /* as the first one was */
static size_t fail_in;   /* 0: none; else this many calls from now */
static size_t calls;

extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t count, size_t n);
extern void *__libc_realloc(void *p, size_t n);
void *malloc(size_t n);
void *calloc(size_t count, size_t n);
void *realloc(void *p, size_t n);

static bool told_to_fail(void)
{
    calls++;
    if (fail_in == 0 || --fail_in > 0)
        return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t n)
{
    return told_to_fail() ? NULL : __libc_malloc(n);
}

void *calloc(size_t count, size_t n)
{
    return told_to_fail() ? NULL : __libc_calloc(count, n);
}

void *realloc(void *p, size_t n)
{
    return told_to_fail() ? NULL : __libc_realloc(p, n);
}

static void fill_page(void)
{
    request_new();
    page_title(&r, "Relaties");
    table_begin(&r, "Table", "Relaties", "Leeg");
    table_col(&r, "Naam", false);
    for (int i = 0; i < 12; i++) {
        table_row(&r);
        table_link(&r, "Jansen <J.>", req_printf(&r, "/relaties/%d", i));
    }
    page_notice(&r, "warn", "Let op", "Tekst", NULL, NULL);
    page_show(&r, "relaties.cs");
}

static size_t taken; /* calls that the page took */

/* True when there is a page, which then is like every other. What it takes is given back in any case. */
static bool try_page(size_t nth)
{
    volatile bool whole = false;
    jmp_buf point;

    if (setjmp(point) == 0) {
        arena_guard(a, &point);
        fail_in = nth;
        taken = calls;
        fill_page();
        whole = page() != NULL;
        taken = calls - taken;
        fail_in = 0;
        if (whole && whole_page == NULL)
            whole_page = strdup(r.page->body);
        /* Not one with a piece left out. */
        ck_assert(!whole || strcmp(r.page->body, whole_page) == 0);
    }
    fail_in = 0;
    arena_guard(a, NULL);
    arena_reset(a);
    return whole;
}

static void start(void)
{
    log_threshold(LOG_ERROR + 1); /* hundreds of lines that say what is meant to happen */
    web_open();
    ck_assert(try_page(0));
}

static void end(void)
{
    web_close();
    free(whole_page);
    whole_page = NULL;
}

static size_t calls_of_a_page(void)
{
    ck_assert(try_page(0));
    return taken;
}

START_TEST(a_first_page_survives_every_failing_malloc)
{
    size_t all;

    templates_close();
    ck_assert(templates_open(template_dir, false));
    all = calls_of_a_page();
    ck_assert_uint_gt(all, 500); /* parsing takes many */
    for (size_t n = 1; n <= all; n += n < 400 ? 1 : 37) {
        templates_close();
        ck_assert(templates_open(template_dir, false));
        ck_assert_msg(!try_page(n), "call %zu of %zu failed and nobody noticed", n, all);
        ck_assert_msg(try_page(0), "no page after call %zu of %zu had failed", n, all);
    }
}
END_TEST

START_TEST(a_later_page_survives_every_failing_malloc)
{
    size_t all = calls_of_a_page();

    ck_assert_uint_gt(all, 10);
    for (size_t n = 1; n <= all; n++) {
        ck_assert_msg(!try_page(n), "call %zu of %zu failed and nobody noticed", n, all);
        ck_assert(try_page(0));
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("memory");
    TCase *c = tcase_create("memory");
    SRunner *runner = srunner_create(s);
    int bad;

    suite_add_tcase(s, c);
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, start, end);
    tcase_add_test(c, a_first_page_survives_every_failing_malloc);
    tcase_add_test(c, a_later_page_survives_every_failing_malloc);
    srunner_run_all(runner, CK_ENV);
    bad = srunner_ntests_failed(runner);
    srunner_free(runner);
    return bad == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
#endif
