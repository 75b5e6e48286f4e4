/* What may be kept no longer goes by itself, and nothing sooner. It is long ago here, when nobody else's rows were over; all is rolled back. */
#include <string.h>

#include "model/relation.h"
#include "model_db.h"
#include "ops/retention.h"

#define TODAY     "1990-06-15 10:00:00.000000"
#define DAY_LATER "1990-06-16 10:00:00.000000"

static struct record *person;

static void at(const char *moment)
{
    int64_t t;

    ck_assert(clock_parse_sql(moment, &t));
    clock_set(t);
}

static bool *all_of(const struct entity *e)
{
    bool *mask = arena_array(arena, e->count, sizeof *mask);

    memset(mask, true, e->count * sizeof *mask);
    return mask;
}

static void save(struct record *r)
{
    ck_assert_int_eq(record_save(&model, r, all_of(r->entity)), ST_OK);
}

/* A part of a new relation with what its fields ask, that ended on this day. */
static struct record *part(const struct entity *e, const char *ended)
{
    struct record *r = record_new(arena, e);

    person = record_new(arena, &relation_entity);
    record_set(person, "last_name", "Wisproef");
    ck_assert_int_eq(relation_create(&model, person, all_of(&relation_entity)), ST_OK);
    r->parent_id = person->id;
    record_set(r, e->wipe_from, ended);
    return r;
}

static struct record *enrolment(const char *ended, const char *needs)
{
    struct record *r = part(&enrolment_entity, ended);

    record_set(r, "title", "Koken");
    record_set(r, "status", "aanwezig");
    record_set(r, "needs", needs);
    save(r);
    return r;
}

static struct record *alarm(const char *ended)
{
    struct record *r = part(&alarm_entity, ended);

    record_set(r, "device", "CareLine");
    record_set(r, "key_place", "Naast de deur");
    record_set(r, "key_code", "4711");
    record_set(r, "medical", "Suikerziekte");
    save(r);
    return r;
}

static struct record *stored(const struct record *r)
{
    struct record *now;

    ck_assert_int_eq(record_load(&model, r->entity, r->relation_id, r->id, OPEN_SEALED, &now), ST_OK);
    return now;
}

static unsigned wipe(void)
{
    unsigned wiped;

    ck_assert_int_eq(retention_wipe(db, arena, &wiped), ST_OK);
    return wiped;
}

static uint64_t count(const char *sql, const struct record *r)
{
    struct stmt *st = db_stmt(db, sql);
    uint64_t n;

    bind_u64(st, 0, r->relation_id);
    ck_assert(db_step(st));
    n = col_u64(st, 0);
    db_done(st);
    return n;
}

static const char SQL_AUDITED[] = "SELECT COUNT(*) FROM audit WHERE event = 'retention_wipe' AND act = 'D' AND site = 'system' AND relation_id = ?";
static const char SQL_REMEMBERED[] = "SELECT COUNT(*) FROM relation_history WHERE relation_id = ? AND COALESCE(old_value, new_value) IS NOT NULL";

MODEL_TEST(needs_stay_thirty_days_after_the_last_day_and_no_longer)
{
    struct record *r;

    at(TODAY);
    r = enrolment("1990-05-16", "Zonder noten");
    ck_assert_uint_eq(wipe(), 0);
    ck_assert_str_eq(record_get(stored(r), "needs"), "Zonder noten");
    at(DAY_LATER);
    ck_assert_uint_eq(wipe(), 1);
    ck_assert_ptr_null(record_get(stored(r), "needs"));
    ck_assert_str_eq(record_get(stored(r), "title"), "Koken");
    ck_assert_uint_eq(stored(r)->version, r->version + 1); /* a form that was open may not put it back */
    ck_assert_uint_eq(count(SQL_AUDITED, r), 1);
    ck_assert_uint_eq(wipe(), 0);
}

MODEL_TEST(code_and_illness_go_the_day_after_the_subscription_ended)
{
    static const char SQL_DETAIL[] = "SELECT COUNT(*) FROM audit WHERE relation_id = ? AND event = 'retention_wipe' AND object = 'alarm_subscription'"
                                     " AND sensitivity = 'X' AND detail = 'key_code medical'";
    struct record *ended, *running, *now;

    at(TODAY);
    running = alarm(NULL);
    ended = alarm("1990-06-15");
    ck_assert_uint_eq(wipe(), 0);
    at(DAY_LATER);
    ck_assert_uint_eq(wipe(), 1);
    now = stored(ended);
    ck_assert(!record_get(now, "key_code") && !record_get(now, "medical"));
    ck_assert_str_eq(record_get(now, "key_place"), "Naast de deur");
    ck_assert_uint_eq(count(SQL_DETAIL, ended), 1);
    ck_assert_str_eq(record_get(stored(running), "key_code"), "4711");
}

/* Also when the value itself went earlier, by hand. */
MODEL_TEST(history_forgets_the_value_and_tells_that_it_was_wiped)
{
    struct record *r;
    struct change *list;
    size_t n;

    at(TODAY);
    r = enrolment("1990-05-15", "Rolstoel");
    test_actor.user_id = 1; /* a colleague, not the system */
    record_set(r, "needs", NULL);
    save(r);
    ck_assert_uint_eq(count(SQL_REMEMBERED, r), 1);
    ck_assert_uint_eq(wipe(), 1);
    ck_assert_uint_eq(count(SQL_REMEMBERED, r), 0);
    ck_assert_uint_eq(stored(r)->version, r->version);
    model.who = NULL; /* who sees all there is */
    ck_assert_int_eq(history_list(&model, r->relation_id, 0, 10, &list, &n), ST_OK);
    ck_assert_uint_eq(n, 4); /* two rows added, changed, wiped */
    ck_assert_str_eq(list[0].who, "systeem");
    ck_assert_str_eq(list[0].old_value, "");
    ck_assert_str_eq(list[0].new_value, "gewist");
    ck_assert_str_eq(list[1].old_value, "gewist");
}

MODEL_TEST(a_row_is_looked_at_again_when_it_changed_and_only_then)
{
    static const char SQL_SEEN[] = "SELECT COUNT(*) FROM enrolment WHERE relation_id = ? AND wiped_version = version";
    struct record *r;

    at(TODAY);
    r = enrolment("1990-01-01", NULL);
    ck_assert_uint_eq(count(SQL_SEEN, r), 0);
    ck_assert_uint_eq(wipe(), 0); /* there was nothing */
    ck_assert_uint_eq(count(SQL_SEEN, r), 1);
    ck_assert_uint_eq(count(SQL_AUDITED, r), 0);
    record_set(r, "needs", "Toch iets");
    save(r);
    ck_assert_uint_eq(wipe(), 1);
    ck_assert_ptr_null(record_get(stored(r), "needs"));
}

int main(void)
{
    Suite *s = suite_create("retention");
    TCase *c = tcase_create("retention");

    suite_add_tcase(s, c);
    tcase_add_checked_fixture(c, model_set_up, model_tear_down);
    tcase_add_test(c, needs_stay_thirty_days_after_the_last_day_and_no_longer);
    tcase_add_test(c, code_and_illness_go_the_day_after_the_subscription_ended);
    tcase_add_test(c, history_forgets_the_value_and_tells_that_it_was_wiped);
    tcase_add_test(c, a_row_is_looked_at_again_when_it_changed_and_only_then);
    return model_tests_run(s);
}
