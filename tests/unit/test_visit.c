/* A relation read along with the session is the relation that its own statement reads. Needs KOREN_TEST_CONF. */
#include <string.h>

#include "base/text.h"
#include "guard/session.h"
#include "guard_db.h"
#include "model/relation.h"
#include "model/visit.h"

static char token[TOKEN_TEXT];
static struct actor who;
static bool expired;

static void open_session(void)
{
    struct actor from = { .address = "127.0.0.1" };

    ck_assert_int_eq(session_open(db, arena, &from, guard_user("staff", "een@test.example"), "Firefox", token), ST_OK);
}

static struct record *new_relation(void)
{
    static const char *const given[] = { "initials", "last_name", "birth_date", "bsn" };
    struct record *r = record_new(arena, &relation_entity), *note = record_new(arena, &note_entity);
    bool *mask = arena_array(arena, relation_entity.count, sizeof *mask), *some = arena_array(arena, note_entity.count, sizeof *some);

    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        mask[field_index(&relation_entity, given[i])] = true;
    record_set(r, "initials", "J.R.");
    record_set(r, "last_name", "K\xc3\xa4ster");
    record_set(r, "birth_date", "1950-12");
    record_set(r, "bsn", "123456782");
    ck_assert_int_eq(relation_create(&model, r, mask), ST_OK);
    note->parent_id = note->relation_id = r->id;
    record_set(note, "title", "Proef");
    some[field_index(&note_entity, "title")] = true;
    ck_assert_int_eq(record_save(&model, note, some), ST_OK);
    return r;
}

static enum status visit(const char *number)
{
    memset(&who, 0, sizeof who);
    who.program = "crm";
    return visit_load(&model, SITE_STAFF, token, number, &who, &expired);
}

MODEL_TEST(a_visit_gives_what_the_plain_statements_give)
{
    struct record *made = new_relation(), *plain, *along;
    uint64_t counts[ENTITY_PARTS_MAX], same[ENTITY_PARTS_MAX];

    open_session();
    ck_assert_int_eq(relation_load(&model, made->number, OPEN_PLAIN, &plain), ST_OK);
    ck_assert_int_eq(relation_counts(&model, made->id, counts), ST_OK);
    ck_assert_int_eq(visit(made->number), ST_OK);
    ck_assert_str_eq(who.name, "Proef");
    ck_assert_ptr_nonnull(model.visit);
    ck_assert_int_eq(relation_load(&model, made->number, OPEN_PLAIN, &along), ST_OK);
    ck_assert_uint_eq(along->id, plain->id);
    ck_assert_uint_eq(along->version, plain->version);
    ck_assert_int_eq(along->created_at, plain->created_at);
    ck_assert_str_eq(along->number, plain->number);
    for (size_t i = 0; i < relation_entity.count; i++) {
        ck_assert(text_equal(along->values[i], plain->values[i]) || (!along->values[i] && !plain->values[i]));
        ck_assert_int_eq(along->sealed_there[i], plain->sealed_there[i]);
    }
    ck_assert_int_eq(relation_counts(&model, made->id, same), ST_OK);
    for (size_t i = 0; entities[i]; i++)
        ck_assert_uint_eq(same[i], counts[i]);
}

/* What is asked for again, another relation, and a sealed value come from the database. */
MODEL_TEST(what_was_read_is_taken_once)
{
    static const char SQL_RENAME[] = "UPDATE relation SET last_name = 'Later' WHERE id = ?", SQL_NONE[] = "DELETE FROM note WHERE relation_id = ?";
    struct record *made = new_relation(), *r;
    uint64_t counts[ENTITY_PARTS_MAX];
    uint64_t notes = 0;

    open_session();
    ck_assert_int_eq(visit(made->number), ST_OK);
    guard_run(SQL_RENAME, made->id);
    guard_run(SQL_NONE, made->id);
    ck_assert_int_eq(relation_load(&model, made->number, OPEN_SEALED, &r), ST_OK);
    ck_assert_str_eq(record_get(r, "last_name"), "Later");
    ck_assert_int_eq(relation_load(&model, "nobody", OPEN_PLAIN, &r), ST_NOT_FOUND);
    ck_assert_int_eq(relation_load(&model, made->number, OPEN_PLAIN, &r), ST_OK);
    ck_assert_str_eq(record_get(r, "last_name"), "K\xc3\xa4ster");
    ck_assert_int_eq(relation_load(&model, made->number, OPEN_PLAIN, &r), ST_OK);
    ck_assert_str_eq(record_get(r, "last_name"), "Later");
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(relation_counts(&model, made->id, counts), ST_OK);
        notes = 0;
        for (size_t e = 1; entities[e]; e++)
            notes += entities[e] == &note_entity ? counts[e] : 0;
        ck_assert_uint_eq(notes, i == 0 ? 1 : 0);
    }
}

MODEL_TEST(a_visit_to_nobody_is_a_session_all_the_same)
{
    struct record *r;

    open_session();
    ck_assert_int_eq(visit("nobody"), ST_OK);
    ck_assert_uint_ne(who.user_id, 0);
    ck_assert_int_eq(relation_load(&model, "nobody", OPEN_PLAIN, &r), ST_NOT_FOUND);
    ck_assert_ptr_null(r);
}

MODEL_TEST(without_a_live_session_nothing_was_read)
{
    struct record *made = new_relation();

    clock_set(clock_now());
    open_session();
    guard_later(SESSION_STAFF_IDLE);
    ck_assert_int_eq(visit(made->number), ST_NOT_FOUND);
    ck_assert(expired);
    ck_assert_ptr_null(model.visit);
    ck_assert_uint_eq(who.user_id, 0);
    token[5] = token[5] == 'A' ? 'B' : 'A';
    ck_assert_int_eq(visit(made->number), ST_NOT_FOUND);
    ck_assert(!expired);
    ck_assert_ptr_null(model.visit);
}

int main(void)
{
    Suite *s = suite_create("visit");
    TCase *c = tcase_create("visit");

    suite_add_tcase(s, c);
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, model_set_up, model_tear_down);
    tcase_add_test(c, a_visit_gives_what_the_plain_statements_give);
    tcase_add_test(c, what_was_read_is_taken_once);
    tcase_add_test(c, a_visit_to_nobody_is_a_session_all_the_same);
    tcase_add_test(c, without_a_live_session_nothing_was_read);
    return model_tests_run(s);
}
