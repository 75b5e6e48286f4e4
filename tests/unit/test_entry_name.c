#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "avg/entry_name.h"
#include "base/arena.h"
#include "base/text.h"

static struct arena *a;

static void set_up(void)
{
    a = arena_new(0);
}

static void tear_down(void)
{
    arena_free(a);
}

static const struct {
    const char *in, *out;
} names[] = {
    { "brief.pdf", "brief.pdf" },
    { "Überweisung – 2026 (kopie).pdf", "Überweisung – 2026 (kopie).pdf" },
    { "../../etc/passwd", "_.._etc_passwd" },
    { "..", "naamloos" },
    { ".", "naamloos" },
    { "", "naamloos" },
    { "   ", "naamloos" },
    { "...", "naamloos" },
    { ".verborgen", "verborgen" },
    { "C:\\map\\brief.pdf", "C__map_brief.pdf" },
    { "a/b", "a_b" },
    { "a\x01\x7f"
      "b",
      "a__b" },
    { "regel\neinde.txt", "regel_einde.txt" },
    { "kwaad\xe2\x80\xae"
      "fdp.exe",
      "kwaad_fdp.exe" },
    { "kapot\xff\xc3.txt", "kapot__.txt" },
    { "vraag?*<>|\".txt", "vraag______.txt" },
    { "einde. . ", "einde" },
    { "CON", "_CON" },
    { "con.txt", "_con.txt" },
    { "Aux .tar.gz", "_Aux .tar.gz" },
    { "LPT1.pdf", "_LPT1.pdf" },
    { "com\xc2\xb9.pdf", "_com\xc2\xb9.pdf" },
    { "COMPLEET.pdf", "COMPLEET.pdf" },
    { "console.log", "console.log" },
    { "CONOUT$", "_CONOUT$" },
};

START_TEST(names_become_safe)
{
    ck_assert_str_eq(entry_name_safe(a, names[_i].in), names[_i].out);
    ck_assert_str_eq(entry_name_safe(a, names[_i].out), names[_i].out); /* what is safe stays as it is */
}
END_TEST

START_TEST(long_names_keep_their_extension_and_whole_characters)
{
    char name[1000] = "";
    const char *safe;

    for (int i = 0; i < 100; i++)
        strcat(name, "\xe2\x82\xac"); /* 300 bytes of euro signs */
    strcat(name, ".docx");
    safe = entry_name_safe(a, name);
    ck_assert_uint_le(strlen(safe), ENTRY_NAME_MAX);
    ck_assert_uint_ge(strlen(safe), ENTRY_NAME_MAX - 3);
    ck_assert(text_ends(safe, "\xe2\x82\xac.docx"));
    ck_assert_int_eq(text_check(safe, strlen(safe), false), TEXT_FINE);
    memset(name, 'x', 400);
    name[0] = '.';
    name[400] = '\0';
    ck_assert_uint_eq(strlen(entry_name_safe(a, name)), ENTRY_NAME_MAX);
}
END_TEST

START_TEST(the_same_name_gets_a_number)
{
    struct entry_names *n = entry_names_new(a);

    ck_assert_str_eq(entry_name_unique(n, "brief.pdf"), "brief.pdf");
    ck_assert_str_eq(entry_name_unique(n, "brief.pdf"), "brief (2).pdf");
    ck_assert_str_eq(entry_name_unique(n, "Brief.PDF"), "Brief (3).PDF"); /* one and the same to Windows and macOS */
    ck_assert_str_eq(entry_name_unique(n, "brief (4).pdf"), "brief (4).pdf");
    ck_assert_str_eq(entry_name_unique(n, "brief.pdf"), "brief (5).pdf");
    ck_assert_str_eq(entry_name_unique(n, "zonder"), "zonder");
    ck_assert_str_eq(entry_name_unique(n, "zonder"), "zonder (2)");
    ck_assert_str_eq(entry_name_unique(n, ".."), "naamloos");
    ck_assert_str_eq(entry_name_unique(n, "/"), "_");
    ck_assert_str_eq(entry_name_unique(n, "\xc3\x89"), "\xc3\x89");
    ck_assert_str_eq(entry_name_unique(n, "\xc3\xa9"), "\xc3\xa9 (2)");
}
END_TEST

START_TEST(a_long_name_that_comes_twice_still_fits)
{
    struct entry_names *n = entry_names_new(a);
    char name[300];
    const char *first, *second;

    memset(name, 'x', 299);
    strcpy(name + 295, ".pdf");
    first = entry_name_unique(n, name);
    second = entry_name_unique(n, name);
    ck_assert_uint_eq(strlen(first), ENTRY_NAME_MAX);
    ck_assert_uint_eq(strlen(second), ENTRY_NAME_MAX);
    ck_assert(text_ends(second, "x (2).pdf"));
}
END_TEST

/* The time of one name does not grow with how often it came: else a dossier of scans would take minutes. */
START_TEST(many_times_the_same_name_stays_quick)
{
    struct entry_names *n = entry_names_new(a);
    const char *last = "";
    clock_t began = clock(); /* of this process: how busy the machine is does not count */

    for (int i = 0; i < 100000; i++)
        last = entry_name_unique(n, "scan.pdf");
    ck_assert_str_eq(last, "scan (100000).pdf");
    ck_assert_int_lt(clock() - began, 30 * CLOCKS_PER_SEC);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("entry_name");
    TCase *t = tcase_create("all");
    SRunner *r;
    int failed;

    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_set_timeout(t, 300);
    tcase_add_loop_test(t, names_become_safe, 0, sizeof names / sizeof *names);
    tcase_add_test(t, long_names_keep_their_extension_and_whole_characters);
    tcase_add_test(t, the_same_name_gets_a_number);
    tcase_add_test(t, a_long_name_that_comes_twice_still_fits);
    tcase_add_test(t, many_times_the_same_name_stays_quick);
    suite_add_tcase(s, t);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
