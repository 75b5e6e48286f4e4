#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/problem.h"
#include "base/text.h"
#include "model/check.h"
#include "model/media.h"
#include "model/relation.h"
#include "ops/demo_make.h"
#include "suite.h"

#define PEOPLE 3000

static struct arena *a;

static void set_up(void)
{
    a = arena_new(0);
}

static void tear_down(void)
{
    arena_free(a);
}

/* Nobody types these: relation_create() and relation_deactivate() set them. */
static bool typed(const struct field *f)
{
    return f->edit != PERM_UNSET;
}

START_TEST(values_are_canonical_and_pass_the_rules)
{
    for (unsigned i = 0; i < PEOPLE; i++) {
        struct record *r = demo_person(a, i);
        struct problems p = problems_in(a);

        for (size_t k = 0; k < r->entity->count && i != DEMO_MARKUP; k++) {
            const struct field *f = &r->entity->fields[k];
            const char *value = NULL;

            if (!typed(f) || (!r->values[k] && !f->required))
                continue;
            ck_assert_msg(field_check(f, a, &p, r->values[k], &value) == ST_OK, "%u: %s \"%s\"", i, f->column, r->values[k]);
            ck_assert_msg(text_equal(value, r->values[k]), "%u: %s \"%s\" is not \"%s\"", i, f->column, r->values[k], value);
        }
        ck_assert_msg(relation_check(r, a, &p) == ST_OK, "%u: %s", i, p.count ? p.first->text : "");
        arena_reset(a);
    }
}
END_TEST

START_TEST(longest_relation_fills_its_fields)
{
    static const char *const full[] = { "initials",       "call_name",    "first_names", "prefix", "last_name", "partner_prefix", "partner_last_name",
                                        "house_addition", "house_number", "street",      "town",   "phone",     "email",          NULL };
    struct record *r = demo_person(a, DEMO_LONGEST);

    for (const char *const *c = full; *c; c++)
        ck_assert_msg(text_length(record_get(r, *c)) == r->entity->fields[field_index(r->entity, *c)].max, "%s has %zu of %u", *c,
                      text_length(record_get(r, *c)), r->entity->fields[field_index(r->entity, *c)].max);
}
END_TEST

START_TEST(same_place_gives_the_same_person)
{
    for (unsigned i = 0; i < 200; i++) {
        struct record *one = demo_person(a, i), *two = demo_person(a, i);

        for (size_t k = 0; k < one->entity->count; k++)
            ck_assert(text_equal(one->values[k], two->values[k]));
        ck_assert_int_eq(one->created_at, two->created_at);
    }
}
END_TEST

START_TEST(twins_share_name_and_birth_date)
{
    struct record *one = demo_person(a, DEMO_TWIN_1), *two = demo_person(a, DEMO_TWIN_2);

    ck_assert_str_eq(record_get(one, "last_name"), record_get(two, "last_name"));
    ck_assert_str_eq(record_get(one, "initials"), record_get(two, "initials"));
    ck_assert_str_eq(record_get(one, "birth_date"), record_get(two, "birth_date"));
    ck_assert_str_ne(record_get(one, "house_number"), record_get(two, "house_number"));
}
END_TEST

START_TEST(nobody_is_from_after_the_day_of_the_demo)
{
    int64_t end = (demo_day(DEMO_TODAY) + 1) * CLOCK_DAY;

    for (unsigned i = 0; i < PEOPLE; i++) {
        struct record *r = demo_person(a, i);

        ck_assert_int_lt(r->created_at, end);
        ck_assert_int_lt(r->changed_at, end);
        ck_assert_int_le(r->created_at, r->changed_at);
        arena_reset(a);
    }
}
END_TEST

START_TEST(known_checks)
{
    ck_assert_str_eq(demo_iban(a, "NL", "ABNA0417164300"), "NL91ABNA0417164300");
    for (unsigned n = 0; n < 10000; n++)
        if (demo_bsn(a, n))
            ck_assert_ptr_nonnull(bsn_parse(a, demo_bsn(a, n)));
}
END_TEST

START_TEST(pdf_says_where_its_objects_are)
{
    const char *lines[] = { "Café (Brug) \\ 'IJ' Ωμ", NULL };
    struct buf b = demo_pdf(a, "Titel", lines);
    size_t xref = (size_t)strtol(strstr(b.s, "startxref\n") + 10, NULL, 10);

    ck_assert(media_agrees("a.pdf", (const uint8_t *)b.s, b.len));
    ck_assert_int_eq(strncmp(b.s + xref, "xref\n0 7\n", 9), 0);
    for (int i = 1; i <= 6; i++) {
        size_t at = (size_t)strtol(b.s + xref + 9 + 20 * i, NULL, 10);

        ck_assert_int_eq(strtol(b.s + at, NULL, 10), i);
        ck_assert_int_eq(strncmp(b.s + at + 1, " 0 obj", 6), 0);
    }
    ck_assert_ptr_nonnull(strstr(b.s, "(Caf\\351 \\(Brug\\) \\\\ 'IJ' ?"
                                      "?)"));
}
END_TEST

START_TEST(jpeg_has_its_segments)
{
    struct prng p = { .state = 1 };
    struct buf b = demo_jpeg(a, &p, 40, 30);
    const uint8_t *s = (const uint8_t *)b.s;
    size_t at = 2;

    ck_assert(media_agrees("a.jpg", s, b.len));
    while (s[at] == 0xFF && s[at + 1] != 0xDA)
        at += 2 + (size_t)(s[at + 2] << 8 | s[at + 3]);
    ck_assert_int_eq(s[at + 1], 0xDA);
    ck_assert_int_eq(s[b.len - 2], 0xFF);
    ck_assert_int_eq(s[b.len - 1], 0xD9);
}
END_TEST

START_TEST(files_are_of_the_kind_their_name_says)
{
    for (unsigned i = 0; i < PEOPLE; i++) {
        struct record *r = demo_person(a, i);

        for (unsigned k = 0; k < demo_files(i); k++) {
            struct demo_file f = demo_file(a, i, k, r);

            ck_assert_uint_le(strlen(f.name), 255);
            ck_assert_ptr_nonnull(media_type(f.name));
            ck_assert(media_agrees(f.name, f.bytes, f.n));
        }
        arena_reset(a);
    }
}
END_TEST

int main(void)
{
    return SUITE_RUN("demo", set_up, tear_down, values_are_canonical_and_pass_the_rules, longest_relation_fills_its_fields,
                     same_place_gives_the_same_person, twins_share_name_and_birth_date, nobody_is_from_after_the_day_of_the_demo, known_checks,
                     pdf_says_where_its_objects_are, jpeg_has_its_segments, files_are_of_the_kind_their_name_says);
}
