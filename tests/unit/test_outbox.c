/* The outbox takes what can be mailed and nothing that could become another mail; and what has had its time is swept. Needs KOREN_TEST_CONF. */
#include <string.h>

#include "guard/outbox.h"
#include "guard/session.h"
#include "guard_db.h"
#include "ops/sweep.h"

MODEL_TEST(a_mail_waits_until_it_is_sent)
{
    static const char SQL_COUNT[] = "SELECT COUNT(*) FROM outbox WHERE recipient = 'een@test.example' AND sent_at IS NULL AND tries = ?";

    ck_assert_int_eq(outbox_put(db, "code", "een@test.example", "Uw code", "123456\n"), ST_OK);
    ck_assert_uint_eq(guard_count(SQL_COUNT, 0), 1);
}

MODEL_TEST(an_address_is_one_plain_address)
{
    static const char *const bad[] = { "",
                                       "een",
                                       "@test.example",
                                       "een@",
                                       "een@twee@test.example",
                                       "een@test.example\r\nBcc: x@y.example",
                                       "een@test.example\n",
                                       "een @test.example",
                                       "een@test.example,twee@test.example",
                                       "<een@test.example>",
                                       "\"een\"@test.example",
                                       "een@test.example\x01",
                                       "een\xe2\x80\xae@test.example",
                                       "een\xff@test.example" };
    char long_one[400];

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(!outbox_address(bad[i]), "%s", bad[i]);
        ck_assert_int_eq(outbox_put(db, "code", bad[i], "Uw code", "x"), ST_INVALID);
    }
    memset(long_one, 'a', sizeof long_one);
    memcpy(long_one + 300, "@test.example", 14);
    ck_assert(!outbox_address(long_one));
    ck_assert(!outbox_address(NULL));
    ck_assert(outbox_address("een+twee.drie@sub.test.example"));
    ck_assert(outbox_address("jürgen@köln.example"));
}

MODEL_TEST(a_subject_is_one_line_of_text)
{
    ck_assert_int_eq(outbox_put(db, "code", "een@test.example", "Uw code\r\nBcc: x@y.example", "x"), ST_INVALID);
    ck_assert_int_eq(outbox_put(db, "code", "een@test.example", "Uw code\nx", "x"), ST_INVALID);
    ck_assert_int_eq(outbox_put(db, "code", "een@test.example", "", "x"), ST_INVALID);
    ck_assert_int_eq(outbox_put(db, "code", "een@test.example", NULL, "x"), ST_INVALID);
    ck_assert_int_eq(outbox_put(db, "code", "een@test.example", "Uw code", ""), ST_INVALID);
    ck_assert_int_eq(outbox_put(db, "code", "een@test.example", "Uw code", "x\x01"), ST_INVALID);
}

MODEL_TEST(mail_that_waits_a_minute_is_late)
{
    guard_run("UPDATE outbox SET sent_at = created_at WHERE ? = 0", 0);
    clock_set(clock_now());
    ck_assert(!outbox_delayed(db));
    ck_assert_int_eq(outbox_put(db, "code", "een@test.example", "Uw code", "x"), ST_OK);
    guard_later(60);
    ck_assert(!outbox_delayed(db));
    guard_later(1);
    ck_assert(outbox_delayed(db));
    guard_run("UPDATE outbox SET sent_at = created_at WHERE ? = 0", 0);
    ck_assert(!outbox_delayed(db));
}

MODEL_TEST(mail_that_went_is_removed_in_the_end)
{
    static const char SQL_COUNT[] = "SELECT COUNT(*) FROM outbox WHERE recipient = 'een@test.example' AND ? = 0";
    unsigned gone;

    clock_set(clock_now());
    ck_assert_int_eq(outbox_put(db, "code", "een@test.example", "Uw code", "x"), ST_OK);
    guard_run("UPDATE outbox SET sent_at = created_at WHERE recipient = 'een@test.example' AND ? = 0", 0);
    guard_later(7 * 24 * 3600 - 1);
    ck_assert_int_eq(sweep_rows(db, &gone), ST_OK);
    ck_assert_uint_eq(guard_count(SQL_COUNT, 0), 1);
    guard_later(2);
    ck_assert_int_eq(sweep_rows(db, &gone), ST_OK);
    ck_assert_uint_ge(gone, 1);
    ck_assert_uint_eq(guard_count(SQL_COUNT, 0), 0);
}

MODEL_TEST(sessions_whose_time_is_over_are_ended_for_the_right_reason)
{
    static const char SQL_IDLE[] = "SELECT COUNT(*) FROM session WHERE user_id = ? AND end_reason = 'idle'";
    static const char SQL_AGE[] = "SELECT COUNT(*) FROM session WHERE user_id = ? AND end_reason = 'age'";
    uint64_t staff = guard_user("staff", "een@test.example"), portal = guard_user("portal", "twee@test.example");
    struct actor from = { .address = "127.0.0.1" };
    char token[TOKEN_TEXT];
    unsigned ended;

    clock_set(clock_now());
    ck_assert_int_eq(session_open(db, arena, &from, staff, "", token), ST_OK);
    ck_assert_int_eq(session_open(db, arena, &from, portal, "", token), ST_OK);
    guard_later(SESSION_PORTAL_IDLE + 1);
    ck_assert_int_eq(sweep_sessions(db, &ended), ST_OK);
    ck_assert_uint_eq(guard_count(SQL_IDLE, portal), 1);
    ck_assert_uint_eq(guard_count(SQL_IDLE, staff), 0);
    guard_run("UPDATE session SET seen_at = seen_at + INTERVAL 1 DAY WHERE user_id = ?", staff);
    guard_later(SESSION_STAFF_MAX);
    ck_assert_int_eq(sweep_sessions(db, &ended), ST_OK);
    ck_assert_uint_eq(guard_count(SQL_AGE, staff), 1);
}

int main(void)
{
    Suite *s = suite_create("outbox");
    TCase *c = tcase_create("outbox");

    suite_add_tcase(s, c);
    tcase_add_checked_fixture(c, model_set_up, model_tear_down);
    tcase_add_test(c, a_mail_waits_until_it_is_sent);
    tcase_add_test(c, an_address_is_one_plain_address);
    tcase_add_test(c, a_subject_is_one_line_of_text);
    tcase_add_test(c, mail_that_waits_a_minute_is_late);
    tcase_add_test(c, mail_that_went_is_removed_in_the_end);
    tcase_add_test(c, sessions_whose_time_is_over_are_ended_for_the_right_reason);
    return model_tests_run(s);
}
