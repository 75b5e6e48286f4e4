/* lib/model/name.c: how a person is written and addressed; the examples of the BRP-API's documentation are among them. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "model/name.h"

static struct arena *a;

static void set_up(void)
{
    a = arena_new(0);
}

static void tear_down(void)
{
    arena_free(a);
}

struct example {
    struct name name;
    const char *full, *sorted, *salutation;
};

#define VELZEN .initials = "J.R.", .prefix = "in het", .last_name = "Veld", .partner_prefix = "van", .partner_last_name = "Velzen"

static const struct example examples[] = {
    { { .initials = "J.R.", .last_name = "Groenen", .sex = "M" }, "J.R. Groenen", "Groenen, J.R.", "Geachte heer Groenen" },
    { { .initials = "J.R.", .last_name = "Groenen", .sex = "O" }, "J.R. Groenen", "Groenen, J.R.", "Geachte J.R. Groenen" },
    { { .initials = "J.R.", .last_name = "Groenen", .sex = "X" }, "J.R. Groenen", "Groenen, J.R.", "Geachte J.R. Groenen" },
    { { .initials = "J.R.", .last_name = "Groenen" }, "J.R. Groenen", "Groenen, J.R.", "Geachte J.R. Groenen" },
    { { .initials = "R.M.", .prefix = "van", .last_name = "Puffelen", .sex = "O" },
      "R.M. van Puffelen",
      "Puffelen, van, R.M.",
      "Geachte R.M. van Puffelen" },
    { { .prefix = "van", .last_name = "Puffelen", .sex = "M" }, "Van Puffelen", "Puffelen, van", "Geachte heer Van Puffelen" },
    { { .prefix = "van", .last_name = "Puffelen" }, "Van Puffelen", "Puffelen, van", "Geachte Van Puffelen" },
    { { VELZEN, .usage = "V", .sex = "V" },
      "J.R. van Velzen-in het Veld",
      "Velzen, van-in het Veld, J.R.",
      "Geachte mevrouw Van Velzen-in het Veld" },
    { { VELZEN, .usage = "N", .sex = "V" },
      "J.R. in het Veld-van Velzen",
      "Veld, in het-van Velzen, J.R.",
      "Geachte mevrouw In het Veld-van Velzen" },
    { { VELZEN, .usage = "P", .sex = "V" }, "J.R. van Velzen", "Velzen, van, J.R.", "Geachte mevrouw Van Velzen" },
    { { VELZEN, .usage = "E", .sex = "V" }, "J.R. in het Veld", "Veld, in het, J.R.", "Geachte mevrouw In het Veld" },
    { { VELZEN, .sex = "V" }, "J.R. in het Veld", "Veld, in het, J.R.", "Geachte mevrouw In het Veld" },
    /* Without a partner's name the own name is left, whatever the usage. */
    { { .initials = "A.", .last_name = "Os", .usage = "P", .sex = "M" }, "A. Os", "Os, A.", "Geachte heer Os" },
    { { .initials = "A.", .partner_last_name = "Os", .usage = "E", .sex = "M" }, "A. Os", "Os, A.", "Geachte heer Os" },
    { { .call_name = "Piet", .prefix = "'t", .last_name = "Hooft", .sex = "M" }, "Piet 't Hooft", "Hooft, 't, Piet", "Geachte heer 't Hooft" },
    { { .initials = "B.", .prefix = "d'", .last_name = "Ancona", .sex = "V" }, "B. d'Ancona", "Ancona, d', B.", "Geachte mevrouw D'Ancona" },
    { { .first_names = "Johanna Maria", .last_name = "\xc3\x89mile" },
      "Johanna Maria \xc3\x89mile",
      "\xc3\x89mile, Johanna Maria",
      "Geachte Johanna Maria \xc3\x89mile" },
    { { .call_name = "Piet" }, "Piet", "Piet", "Geachte Piet" },
    { { .call_name = "Piet", .sex = "M" }, "Piet", "Piet", "Geachte heer" },
    { { 0 }, "Zonder naam", "Zonder naam", "Geachte heer of mevrouw" },
    { { .last_name = "", .initials = "" }, "Zonder naam", "Zonder naam", "Geachte heer of mevrouw" },
};

START_TEST(names_are_written_and_addressed)
{
    const struct example *e = &examples[_i];

    ck_assert_str_eq(name_full(a, &e->name), e->full);
    ck_assert_str_eq(name_sorted(a, &e->name), e->sorted);
    ck_assert_str_eq(name_salutation(a, &e->name), e->salutation);
}
END_TEST

/* In the order of a list. */
static const struct name in_order[] = {
    { .last_name = "Aal", .initials = "Z." },
    { .last_name = "\xc3\x84rts", .initials = "A." }, /* folded: arts */
    { .last_name = "Berg", .initials = "A." },
    { .last_name = "Berg", .initials = "B." },
    { .last_name = "Berg", .prefix = "van de", .initials = "A." },
    { .last_name = "Berg", .prefix = "van den", .initials = "A." },
    { .last_name = "IJsbrand", .initials = "A." },
    { .last_name = "\xc4\xb2zer", .initials = "A." }, /* the ligature: ij */
    { .last_name = "Jansen", .initials = "Z." },
    { .last_name = "Jansen", .partner_last_name = "Aal", .usage = "N", .initials = "A." },
    { .last_name = "Jansen Aal", .initials = "A." },
    { .last_name = "Aal", .partner_last_name = "Jansens", .usage = "P" },
    { .last_name = "\xc3\x98"
                   "rsted" }, /* orsted */
    { .last_name = "Zwart" },
};

START_TEST(sort_keys_give_the_order_of_a_list)
{
    for (size_t i = 1; i < sizeof in_order / sizeof *in_order; i++) {
        char *before = name_sort_key(a, &in_order[i - 1]), *after = name_sort_key(a, &in_order[i]);

        ck_assert_msg(strcmp(before, after) < 0, "%zu: %s is not before %s", i, before, after);
    }
}
END_TEST

START_TEST(the_other_surname_is_found_too)
{
    struct name n = { .last_name = "Veld", .partner_last_name = "Velzen" };

    n.usage = "E";
    ck_assert_str_eq(name_other(a, &n), "Velzen");
    n.usage = "N";
    ck_assert_str_eq(name_other(a, &n), "Velzen");
    n.usage = "P";
    ck_assert_str_eq(name_other(a, &n), "Veld");
    n.usage = "V";
    ck_assert_str_eq(name_other(a, &n), "Veld");
    n.partner_last_name = NULL;
    ck_assert_ptr_null(name_other(a, &n));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("name");
    TCase *c = tcase_create("name");
    SRunner *r = srunner_create(s);
    int bad;

    suite_add_tcase(s, c);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_loop_test(c, names_are_written_and_addressed, 0, sizeof examples / sizeof *examples);
    tcase_add_test(c, sort_keys_give_the_order_of_a_list);
    tcase_add_test(c, the_other_surname_is_found_too);
    srunner_run_all(r, CK_ENV);
    bad = srunner_ntests_failed(r);
    srunner_free(r);
    return bad == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
