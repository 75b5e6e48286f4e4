/* Finding relations: how a text is read, and whom it finds on a real MariaDB. */
#include <string.h>

#include "model/relation.h"
#include "model/relation_search.h"
#include "model_db.h"

struct reading {
    const char *text;
    enum search_kind kind;
    const char *value, *house; /* what is looked for; from for names, born for dates */
};

static const struct reading readings[] = {
    { "", SEARCH_ALL, NULL, NULL },
    { "   ", SEARCH_ALL, NULL, NULL },
    { "Jansen@Voorbeeld.NL", SEARCH_EMAIL, "Jansen@voorbeeld.nl", NULL },
    { "jansen@", SEARCH_NONE, NULL, NULL },
    { "31-12-1950", SEARCH_BIRTH, "1950-12-31", NULL },
    { "1950-12-31", SEARCH_BIRTH, "1950-12-31", NULL },
    { "12-1950", SEARCH_BIRTH, "1950-12", NULL },
    { "1950", SEARCH_NUMBER, "1950", NULL },
    { "1234 ab", SEARCH_POSTCODE, "1234AB", NULL },
    { "1234AB 12", SEARCH_HOUSE, "1234AB", "12" },
    { "1234 AB, 12a", SEARCH_HOUSE, "1234AB", "12" },
    { "1234ab12", SEARCH_HOUSE, "1234AB", "12" },
    { "1234-AB", SEARCH_NAME, NULL, NULL },
    { "06 12345678", SEARCH_PHONE, "+31612345678", NULL },
    { "+32 2 123 45 67", SEARCH_PHONE, "+3221234567", NULL },
    { "10001", SEARCH_NUMBER, "10001", NULL },
    { "10.001", SEARCH_NUMBER, "10001", NULL },
    { "123456782", SEARCH_BSN, "123456782", NULL },
    { "123456789", SEARCH_NUMBER, "123456789", NULL }, /* fails the elfproef */
    { "1234567890123", SEARCH_NAME, NULL, NULL },
    { "J\xc3\xa4nsen", SEARCH_NAME, "jansen", NULL },
    { "van der Berg", SEARCH_NAME, "berg", NULL },
    { "'t Hooft", SEARCH_NAME, "hooft", NULL },
    { "de", SEARCH_NAME, "de", NULL },
    { "Os", SEARCH_NAME, "os", NULL },
    { "%_%", SEARCH_NONE, NULL, NULL },
    { "jansen 31-12-1950", SEARCH_NAME_BIRTH, "jansen", NULL },
    { "jansen 1950", SEARCH_NAME_BIRTH, "jansen", NULL },
    { "' OR 1=1 --", SEARCH_NAME, "or 1 1", NULL },
};

START_TEST(a_text_is_read_as_what_it_is)
{
    const struct reading *r = &readings[_i];
    struct search s[SEARCH_READINGS];
    struct relation_query q = { .text = r->text, .bsn = true };

    search_read(&model, &q, s);
    ck_assert_msg(s[0].kind == r->kind, "\"%s\" is read as %d", r->text, s[0].kind);
    if (!r->value)
        return;
    if (r->kind == SEARCH_BIRTH)
        ck_assert_str_eq(s[0].born, r->value);
    else if (r->kind >= SEARCH_NAME)
        ck_assert_str_eq(s[0].from, r->value);
    else
        ck_assert_str_eq(s[0].value, r->value);
    if (r->house)
        ck_assert_str_eq(s[0].house, r->house);
    q.bsn = false;
    search_read(&model, &q, s);
    ck_assert_int_ne(s[0].kind, SEARCH_BSN);
}
END_TEST

struct person {
    const char *key; /* how the tests call this person: the first name */
    const char *prefix, *last, *partner, *usage, *birth, *phone, *mobile, *email, *postcode, *house, *town, *initials, *bsn;
    bool inactive;
};

/* Surnames that no demo has, so that the tests also run beside other data. */
static const struct person people[] = {
    { "a", NULL, "Qx\xc3\xa4ster", NULL, NULL, "1950-12-31", "+31619999901", NULL, "qa@zoek.example", "9998QA", "12", "Qdorp", "J.R.", "111222333",
      false },
    { "b", "van den", "Qxberg", NULL, NULL, "1950-12", NULL, "+31619999901", NULL, "9998QA", "120", "Qstad", "P.", NULL, false },
    { "c", NULL, "Qxo", NULL, NULL, "1950", NULL, NULL, NULL, NULL, NULL, NULL, "P.", NULL, false },
    { "d", NULL, "Qxoster", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, true },
    { "e", NULL, "Qz", "Qxaster", "E", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false },
    { "f", NULL, "Qz", "Qxaster", "P", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false },
    { "g", NULL, "Qz", "Qy", "N", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false },
    { "h", NULL, "Qz Qy", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false },
};

#define PEOPLE (sizeof people / sizeof *people)

static uint64_t ids[PEOPLE];
static const char *numbers[PEOPLE];

static void add_people(void)
{
    bool *mask = arena_array(arena, relation_entity.count, sizeof *mask);

    for (size_t k = 0; k < relation_entity.count; k++)
        mask[k] = true;
    for (size_t i = 0; i < PEOPLE; i++) {
        const struct person *p = &people[i];
        struct record *r = record_new(arena, &relation_entity);

        record_set(r, "call_name", p->key);
        record_set(r, "prefix", p->prefix);
        record_set(r, "last_name", p->last);
        record_set(r, "partner_last_name", p->partner);
        record_set(r, "name_usage", p->usage);
        record_set(r, "birth_date", p->birth);
        record_set(r, "phone", p->phone);
        record_set(r, "mobile", p->mobile);
        record_set(r, "email", p->email);
        record_set(r, "postcode", p->postcode);
        record_set(r, "house_number", p->house);
        record_set(r, "town", p->town);
        record_set(r, "initials", p->initials);
        record_set(r, "bsn", p->bsn);
        ck_assert_int_eq(relation_create(&model, r, mask), ST_OK);
        ids[i] = r->id;
        numbers[i] = r->number;
        if (p->inactive) {
            struct problems problems = problems_in(arena);

            ck_assert_int_eq(relation_deactivate(&model, &problems, r->number, "anders", "2020-01-01"), ST_OK);
        }
    }
}

/* The people found, as their keys in the order of the list. */
static const char *found(struct relation_query q)
{
    struct relation_result result;
    char *out = arena_alloc(arena, RELATION_PAGE + 1);
    size_t n = 0;

    ck_assert_int_eq(relation_search(&model, &q, &result), ST_OK);
    ck_assert_uint_eq(result.total, result.count);
    for (size_t i = 0; i < result.count; i++) {
        out[n] = '?';
        for (size_t k = 0; k < PEOPLE; k++)
            if (result.lines[i].id == ids[k])
                out[n] = *people[k].key;
        n++;
    }
    return out;
}

#define FOUND(text_) found((struct relation_query){ .text = text_, .filter = FILTER_ALL, .bsn = true })

MODEL_TEST(people_are_found_by_what_is_known_of_them)
{
    add_people();
    ck_assert_str_eq(FOUND("qxaster"), "fae"); /* folded; by the name in use, then by the other one, in the order of the list */
    ck_assert_str_eq(FOUND("QX\xc3\x84STER"), "fae");
    ck_assert_str_eq(FOUND("qxo"), "cd"); /* three letters: a prefix */
    ck_assert_str_eq(FOUND("qz"), "egf"); /* two letters: exactly this name; h is called otherwise */
    ck_assert_str_eq(FOUND("van den qxberg"), "b");
    ck_assert_str_eq(FOUND("qxberg"), "b");
    ck_assert_str_eq(FOUND("xberg"), ""); /* not from the middle */
    ck_assert_str_eq(FOUND("qx%"), "");
    ck_assert_str_eq(FOUND("qxaster 31-12-1950"), "a");
    ck_assert_str_eq(FOUND("qxaster 1950"), "a");
    ck_assert_str_eq(FOUND("qxaster 1951"), "");
    ck_assert_str_eq(FOUND("qxaster jr"), "a");
    ck_assert_str_eq(FOUND("j.r. qxaster"), "a");
    ck_assert_str_eq(FOUND("qxberg b"), "b");
    ck_assert_str_eq(FOUND("b van den qxberg"), "b");
    ck_assert_str_eq(FOUND("qa@ZOEK.example"), "a");
    ck_assert_str_eq(FOUND("06 19999901"), "ab"); /* phone and mobile */
    ck_assert_str_eq(FOUND("9998 qa"), "ab");
    ck_assert_str_eq(FOUND("9998 QA 12"), "a");
    ck_assert_str_eq(FOUND("9998QA120"), "b");
    ck_assert_str_eq(FOUND("111222333"), "a");
    ck_assert_str_eq(FOUND(numbers[1]), "b");
    ck_assert_str_eq(FOUND(numbers[3]), "d");
}

MODEL_TEST(the_status_filters_except_for_who_is_named_by_number)
{
    struct relation_query q = { .text = "qxo" };

    add_people();
    ck_assert_str_eq(found(q), "c");
    q.filter = FILTER_INACTIVE;
    ck_assert_str_eq(found(q), "d");
    q.filter = FILTER_ACTIVE;
    q.text = numbers[3];
    ck_assert_str_eq(found(q), "d");
    q.text = "111222333";
    q.bsn = false; /* who may not search by BSN finds nobody by it */
    ck_assert_str_eq(found(q), "");
}

MODEL_TEST(a_list_is_sorted_as_asked)
{
    struct relation_query q = { .text = "qxaster", .filter = FILTER_ALL };

    add_people();
    ck_assert_str_eq(found(q), "fae");
    q.descending = true;
    ck_assert_str_eq(found(q), "afe");
    q.sort = SORT_NUMBER;
    ck_assert_str_eq(found(q), "fea");
    q.descending = false;
    ck_assert_str_eq(found(q), "aef");
    q.sort = SORT_TOWN;
    q.text = "9998qa";
    ck_assert_str_eq(found(q), "ab");
    q.descending = true;
    ck_assert_str_eq(found(q), "ba");
    q.sort = SORT_BIRTH;
    ck_assert_str_eq(found(q), "ab");
    q.descending = false;
    ck_assert_str_eq(found(q), "ba"); /* "1950-12" before "1950-12-31" */
}

MODEL_TEST(a_line_is_for_people)
{
    struct relation_query q = { .text = "qxberg" };
    struct relation_result r;

    add_people();
    ck_assert_int_eq(relation_search(&model, &q, &r), ST_OK);
    ck_assert_uint_eq(r.count, 1);
    ck_assert_str_eq(r.understood, "achternaam");
    ck_assert_str_eq(r.lines[0].name, "Qxberg, van den, P.");
    ck_assert_str_eq(r.lines[0].birth_date, "12-1950");
    ck_assert_str_eq(r.lines[0].postcode, "9998 QA");
    ck_assert_str_eq(r.lines[0].town, "Qstad");
    ck_assert_str_eq(r.lines[0].status, "actief");
    ck_assert_str_eq(r.lines[0].number, numbers[1]);
}

MODEL_TEST(pages_follow_each_other_without_gap_or_overlap)
{
    struct relation_query q = { .text = "qwpagina", .filter = FILTER_ALL };
    bool *mask = arena_array(arena, relation_entity.count, sizeof *mask);
    struct relation_result r;
    uint64_t last = 0;
    size_t seen = 0;

    mask[field_index(&relation_entity, "last_name")] = true;
    for (int i = 0; i < 2 * RELATION_PAGE + 7; i++) {
        struct record *one = record_new(arena, &relation_entity);

        record_set(one, "last_name", "Qwpagina"); /* all the same: the number decides */
        ck_assert_int_eq(relation_create(&model, one, mask), ST_OK);
    }
    for (q.page = 1; q.page <= 4; q.page++) {
        ck_assert_int_eq(relation_search(&model, &q, &r), ST_OK);
        ck_assert_uint_eq(r.total, 2 * RELATION_PAGE + 7);
        ck_assert(!r.more);
        for (size_t i = 0; i < r.count; i++) {
            ck_assert_uint_gt(r.lines[i].id, last);
            last = r.lines[i].id;
        }
        seen += r.count;
    }
    ck_assert_uint_eq(seen, 2 * RELATION_PAGE + 7);
}

MODEL_TEST(too_many_to_sort_stay_in_the_order_of_the_search)
{
    struct relation_query q = { .text = "qwveel", .filter = FILTER_ALL, .sort = SORT_TOWN };
    struct relation_result r;
    struct stmt *st;

    /* Whose name comes first lives in the town that comes last. */
    st = db_stmt(db, "INSERT INTO relation (number, last_name, sort_key, town, created_at, changed_at)"
                     " WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 50),"
                     " m AS (SELECT (a.i - 1) * 50 + b.i AS i FROM n a JOIN n b)"
                     " SELECT CONCAT('98', i), 'Qwveel', CONCAT('qwveel', LPAD(i, 5, '0')), CONCAT('Q', 99999 - i), NOW(6), NOW(6) FROM m"
                     " WHERE i <= ?");
    bind_u64(st, 0, RELATION_COUNT_MAX);
    ck_assert_int_eq(db_run(st), ST_OK);
    ck_assert_int_eq(relation_search(&model, &q, &r), ST_OK);
    ck_assert(!r.more);
    ck_assert_int_eq(r.sort, SORT_TOWN);
    ck_assert_str_eq(r.lines[0].number, "982500");
    st = db_stmt(db, "INSERT INTO relation (number, last_name, sort_key, town, created_at, changed_at)"
                     " VALUES ('97', 'Qwveel', 'qwveel99999', 'Q', NOW(6), NOW(6))");
    ck_assert_int_eq(db_run(st), ST_OK);
    ck_assert_int_eq(relation_search(&model, &q, &r), ST_OK);
    ck_assert(r.more);
    ck_assert_int_eq(r.sort, SORT_NAME);
    ck_assert_str_eq(r.lines[0].number, "981");
    q.descending = true;
    ck_assert_int_eq(relation_search(&model, &q, &r), ST_OK);
    ck_assert_str_eq(r.lines[0].number, "97");
}

int main(void)
{
    Suite *s = suite_create("relation_search");
    TCase *c = tcase_create("relation_search");

    suite_add_tcase(s, c);
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, model_set_up, model_tear_down);
    tcase_add_loop_test(c, a_text_is_read_as_what_it_is, 0, sizeof readings / sizeof *readings);
    tcase_add_test(c, people_are_found_by_what_is_known_of_them);
    tcase_add_test(c, the_status_filters_except_for_who_is_named_by_number);
    tcase_add_test(c, a_list_is_sorted_as_asked);
    tcase_add_test(c, a_line_is_for_people);
    tcase_add_test(c, pages_follow_each_other_without_gap_or_overlap);
    tcase_add_test(c, too_many_to_sort_stay_in_the_order_of_the_search);
    return model_tests_run(s);
}
