/* The life of an invoice, in a database: concept, number, payment, credit, and what it refuses. */
#include "model/invoice.h"

#include <string.h>

#include "db/db.h"
#include "model/relation.h"
#include "model_db.h"

static struct problems problems;

static uint64_t somebody(void)
{
    struct record *r = record_new(arena, &relation_entity);
    bool *mask = arena_array(arena, r->entity->count, sizeof *mask);

    problems = problems_in(arena);
    record_set(r, "last_name", "Proef");
    mask[field_index(r->entity, "last_name")] = true;
    ck_assert_int_eq(relation_create(&model, r, mask), ST_OK);
    return r->id;
}

static struct record *concept(uint64_t relation, int64_t quantity, int64_t price)
{
    struct record *v;

    ck_assert_int_eq(invoice_new(&model, relation, "Proef", 30, &v), ST_OK);
    if (quantity)
        ck_assert_int_eq(invoice_add_line(&model, v, "Regel", quantity, price, "hoog"), ST_OK);
    return v;
}

static struct record *again(const struct record *v)
{
    struct record *now;

    ck_assert_int_eq(invoice_load(&model, v->id, &now), ST_OK);
    return now;
}

static struct record * final(uint64_t relation, int64_t price)
{
    struct record *v = concept(relation, 1, price);

    ck_assert_int_eq(invoice_finalize(&model, &problems, v), ST_OK);
    return again(v);
}

static uint64_t sequence(const struct record *v)
{
    return strtoull(strrchr(record_get(v, "number"), '-') + 1, NULL, 10);
}

MODEL_TEST(numbers_follow_each_other_in_a_series_of_the_year)
{
    uint64_t who = somebody();
    struct record *a, *b, *c;

    clock_set(INT64_C(1830000000) * CLOCK_SECOND); /* 2027-12-28 */
    a = final(who, 1000);
    b = final(who, 1000);
    ck_assert_int_eq(strncmp(record_get(a, "number"), "F2027-", 6), 0);
    ck_assert_uint_eq(sequence(b), sequence(a) + 1);
    ck_assert_str_eq(record_get(a, "invoice_date"), "2027-12-28");
    ck_assert_str_eq(record_get(a, "status"), "open");
    clock_set(INT64_C(1831000000) * CLOCK_SECOND); /* 2028-01-08 */
    c = final(who, 1000);
    ck_assert_int_eq(strncmp(record_get(c, "number"), "F2028-", 6), 0);
}

MODEL_TEST(lines_are_summed_moved_and_removed)
{
    struct record *v = concept(somebody(), 3, 3450), **lines;
    size_t count;

    ck_assert_int_eq(invoice_add_line(&model, v, "Tweede", 1, 109, "laag"), ST_OK);
    v = again(v);
    ck_assert_int_eq(invoice_cents(v, "total_cents"), 10459);
    ck_assert_int_eq(invoice_cents(v, "vat_cents"), 1796 + 9);
    ck_assert_int_eq(invoice_lines(&model, v->id, &lines, &count), ST_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_int_eq(invoice_line_move(&model, v, lines[0]->id, -1), ST_OK); /* the first stays */
    ck_assert_int_eq(invoice_line_move(&model, v, lines[1]->id, -1), ST_OK);
    ck_assert_int_eq(invoice_lines(&model, v->id, &lines, &count), ST_OK);
    ck_assert_str_eq(record_get(lines[0], "text"), "Tweede");
    ck_assert_int_eq(invoice_line_remove(&model, v, lines[1]->id), ST_OK);
    ck_assert_int_eq(invoice_line_remove(&model, v, lines[1]->id), ST_NOT_FOUND);
    ck_assert_int_eq(invoice_cents(again(v), "total_cents"), 109);
    ck_assert_int_eq(invoice_discard(&model, v), ST_OK);
    ck_assert_int_eq(invoice_load(&model, v->id, &v), ST_NOT_FOUND);
}

MODEL_TEST(what_is_too_much_is_refused)
{
    struct record *v = concept(somebody(), 0, 0);

    ck_assert_int_eq(invoice_finalize(&model, &problems, v), ST_INVALID);
    ck_assert_int_eq(invoice_add_line(&model, v, "Veel", 2, INT64_C(99999999999), "hoog"), ST_INVALID);
    ck_assert_int_eq(invoice_add_line(&model, v, "Niets", 0, 100, "hoog"), ST_INVALID);
    for (int i = 0; i < INVOICE_LINES_MAX; i++)
        ck_assert_int_eq(invoice_add_line(&model, v, "Regel", 1, 1, "nul"), ST_OK);
    ck_assert_int_eq(invoice_add_line(&model, v, "Een te veel", 1, 1, "nul"), ST_INVALID);
    v = concept(somebody(), -1, 100);
    ck_assert_int_eq(invoice_finalize(&model, &problems, v), ST_INVALID);
}

MODEL_TEST(final_is_final)
{
    static const char SQL_CHANGE[] = "UPDATE invoice SET total_cents = total_cents + 1 WHERE id = ?";
    static const char SQL_BACK[] = "UPDATE invoice SET status = 'concept' WHERE id = ?";
    static const char SQL_GONE[] = "DELETE FROM invoice WHERE id = ?";
    static const char SQL_LINE[] = "UPDATE invoice_line SET price_cents = 1 WHERE invoice_id = ?";
    static const char SQL_LINE_GONE[] = "DELETE FROM invoice_line WHERE invoice_id = ?";
    static const char *const sql_changes[] = { SQL_CHANGE, SQL_BACK, SQL_GONE, SQL_LINE, SQL_LINE_GONE };
    struct record *v = final(somebody(), 1000), **lines;
    size_t count;

    ck_assert_int_eq(invoice_finalize(&model, &problems, v), ST_CONFLICT);
    ck_assert_int_eq(invoice_add_line(&model, v, "Erbij", 1, 1, "hoog"), ST_CONFLICT);
    ck_assert_int_eq(invoice_discard(&model, v), ST_CONFLICT);
    ck_assert_int_eq(invoice_lines(&model, v->id, &lines, &count), ST_OK);
    ck_assert_int_eq(invoice_line_remove(&model, v, lines[0]->id), ST_CONFLICT);
    /* Nor by somebody who comes past our code. */
    for (size_t i = 0; i < sizeof sql_changes / sizeof *sql_changes; i++) {
        struct stmt *st = db_stmt(db, sql_changes[i]);

        bind_u64(st, 0, v->id);
        ck_assert_msg(db_run(st) == ST_FAILED, "%s", sql_changes[i]);
    }
    ck_assert_int_eq(invoice_cents(again(v), "total_cents"), 1000);
}

MODEL_TEST(it_is_paid_in_parts_and_a_return_opens_it_again)
{
    struct record *v = final(somebody(), 1000);

    ck_assert_int_eq(invoice_pay(&model, v, 400, "2026-11-20", PAID_BY_HAND, NULL), ST_OK);
    v = again(v);
    ck_assert_int_eq(invoice_open(v), 600);
    ck_assert_str_eq(record_get(v, "status"), "open");
    ck_assert_int_eq(invoice_pay(&model, v, 600, "2026-11-21", PAID_BY_BANK, "PROEF/REF/1"), ST_OK);
    v = again(v);
    ck_assert_str_eq(record_get(v, "status"), "betaald");
    ck_assert_str_eq(record_get(v, "paid_on"), "2026-11-21");
    ck_assert_int_eq(invoice_pay(&model, v, -600, "2026-11-22", PAID_BY_BANK, "PROEF/REF/2"), ST_OK);
    v = again(v);
    ck_assert_str_eq(record_get(v, "status"), "open");
    ck_assert_ptr_null(record_get(v, "paid_on"));
    ck_assert_int_eq(invoice_open(v), 600);
    /* The same entry of the bank once more. */
    ck_assert_int_eq(invoice_pay(&model, v, 600, "2026-11-21", PAID_BY_BANK, "PROEF/REF/1"), ST_CONFLICT);
    ck_assert_int_eq(invoice_open(again(v)), 600);
}

MODEL_TEST(a_credit_note_mends_it)
{
    struct record *v = final(somebody(), 12100), *note, *second, **lines;
    size_t count;

    ck_assert_int_eq(invoice_credit(&model, v, &note), ST_OK);
    ck_assert_int_eq(invoice_lines(&model, note->id, &lines, &count), ST_OK);
    note = again(note);
    ck_assert_int_eq(invoice_cents(note, "total_cents"), -12100);
    ck_assert_int_eq(invoice_cents(note, "vat_cents"), -2100);
    ck_assert_str_eq(record_get(note, "credits_number"), record_get(v, "number"));
    ck_assert_int_eq(invoice_credit(&model, v, &second), ST_OK);
    ck_assert_int_eq(invoice_finalize(&model, &problems, note), ST_OK);
    ck_assert_int_eq(strncmp(record_get(again(note), "number"), "C20", 3), 0);
    ck_assert_str_eq(record_get(again(v), "status"), "credit");
    ck_assert_int_eq(invoice_open(again(v)), 0);
    /* What was credited is not credited again. */
    ck_assert_int_eq(invoice_finalize(&model, &problems, second), ST_INVALID);
    ck_assert_int_eq(invoice_credit(&model, v, &second), ST_CONFLICT);
    ck_assert_int_eq(invoice_credit(&model, note, &second), ST_CONFLICT);
}

MODEL_TEST(part_of_it_can_be_credited)
{
    struct record *v = concept(somebody(), 1, 1000), *note, **lines;
    size_t count;

    ck_assert_int_eq(invoice_add_line(&model, v, "Tweede", 1, 500, "hoog"), ST_OK);
    ck_assert_int_eq(invoice_finalize(&model, &problems, v), ST_OK);
    ck_assert_int_eq(invoice_credit(&model, v, &note), ST_OK);
    ck_assert_int_eq(invoice_lines(&model, note->id, &lines, &count), ST_OK);
    ck_assert_int_eq(invoice_line_remove(&model, note, lines[0]->id), ST_OK);
    ck_assert_int_eq(invoice_finalize(&model, &problems, note), ST_OK);
    v = again(v);
    ck_assert_int_eq(invoice_open(v), 1000);
    ck_assert_str_eq(record_get(v, "status"), "open");
    ck_assert_int_eq(invoice_pay(&model, v, 1000, "2026-11-21", PAID_BY_HAND, NULL), ST_OK);
    ck_assert_str_eq(record_get(again(v), "status"), "betaald");
}

int main(void)
{
    Suite *s = suite_create("invoice");
    TCase *c = tcase_create("database");

    suite_add_tcase(s, c);
    tcase_add_checked_fixture(c, model_set_up, model_tear_down);
    tcase_add_test(c, numbers_follow_each_other_in_a_series_of_the_year);
    tcase_add_test(c, lines_are_summed_moved_and_removed);
    tcase_add_test(c, what_is_too_much_is_refused);
    tcase_add_test(c, final_is_final);
    tcase_add_test(c, it_is_paid_in_parts_and_a_return_opens_it_again);
    tcase_add_test(c, a_credit_note_mends_it);
    tcase_add_test(c, part_of_it_can_be_credited);
    return model_tests_run(s);
}
