/* Codes, failures, known browsers and links in mail: what may be used, how often, how long, and by whom. Needs KOREN_TEST_CONF. */
#include <string.h>

#include "guard/attempt.h"
#include "guard/device.h"
#include "guard/failure.h"
#include "guard/mail_link.h"
#include "guard_db.h"

static char token[TOKEN_TEXT], code[CODE_DIGITS + 1];
static int64_t again;
static struct attempt at;

static const char *not_the_code(void)
{
    static char other[CODE_DIGITS + 1];

    memcpy(other, code, sizeof other);
    other[0] = other[0] == '9' ? '0' : (char)(other[0] + 1);
    return other;
}

MODEL_TEST(the_right_code_works_once)
{
    uint64_t user = guard_user("staff", "code@test.example");

    ck_assert_int_eq(attempt_open(db, user, token, code, &again), ST_OK);
    ck_assert_uint_eq(strspn(code, "0123456789"), CODE_DIGITS);
    ck_assert_int_eq(attempt_try(db, SITE_STAFF, token, code, &at), ST_OK);
    ck_assert_uint_eq(at.user_id, user);
    ck_assert_int_eq(attempt_try(db, SITE_STAFF, token, code, &at), ST_NOT_FOUND);
    ck_assert_int_eq(attempt_load(db, SITE_STAFF, token, &at), ST_NOT_FOUND);
    ck_assert_int_eq(attempt_renew(db, SITE_STAFF, token, code, &again), ST_NOT_FOUND);
}

MODEL_TEST(five_tries_and_no_more)
{
    ck_assert_int_eq(attempt_open(db, guard_user("staff", "code@test.example"), token, code, &again), ST_OK);
    for (unsigned left = CODE_TRIES - 1; left > 0; left--) {
        ck_assert_int_eq(attempt_try(db, SITE_STAFF, token, not_the_code(), &at), ST_INVALID);
        ck_assert_uint_eq(at.tries_left, left);
    }
    ck_assert_int_eq(attempt_try(db, SITE_STAFF, token, not_the_code(), &at), ST_DENIED);
    ck_assert_int_eq(attempt_try(db, SITE_STAFF, token, code, &at), ST_DENIED);
    ck_assert_int_eq(attempt_renew(db, SITE_STAFF, token, code, &again), ST_OK);
    ck_assert_int_eq(attempt_try(db, SITE_STAFF, token, code, &at), ST_OK);
}

MODEL_TEST(the_fifth_try_may_be_the_right_one)
{
    ck_assert_int_eq(attempt_open(db, guard_user("staff", "code@test.example"), token, code, &again), ST_OK);
    for (int i = 1; i < CODE_TRIES; i++)
        ck_assert_int_eq(attempt_try(db, SITE_STAFF, token, not_the_code(), &at), ST_INVALID);
    ck_assert_int_eq(attempt_try(db, SITE_STAFF, token, code, &at), ST_OK);
}

MODEL_TEST(a_code_ends_by_time_and_an_attempt_later)
{
    clock_set(clock_now());
    ck_assert_int_eq(attempt_open(db, guard_user("staff", "code@test.example"), token, code, &again), ST_OK);
    guard_later(CODE_SECONDS - 1);
    ck_assert_int_eq(attempt_try(db, SITE_STAFF, token, not_the_code(), &at), ST_INVALID);
    guard_later(1);
    ck_assert_int_eq(attempt_try(db, SITE_STAFF, token, code, &at), ST_DENIED);
    ck_assert_int_eq(attempt_renew(db, SITE_STAFF, token, code, &again), ST_OK);
    guard_later(ATTEMPT_SECONDS - CODE_SECONDS - 1);
    ck_assert_int_eq(attempt_load(db, SITE_STAFF, token, &at), ST_OK);
    guard_later(1);
    ck_assert_int_eq(attempt_load(db, SITE_STAFF, token, &at), ST_NOT_FOUND);
    ck_assert_int_eq(attempt_renew(db, SITE_STAFF, token, code, &again), ST_NOT_FOUND);
}

MODEL_TEST(another_token_site_or_state_is_nothing)
{
    uint64_t user = guard_user("staff", "code@test.example");
    char other[TOKEN_TEXT];

    ck_assert_int_eq(attempt_open(db, user, token, code, &again), ST_OK);
    random_token(other);
    ck_assert_int_eq(attempt_try(db, SITE_STAFF, other, code, &at), ST_NOT_FOUND);
    ck_assert_int_eq(attempt_try(db, SITE_STAFF, NULL, code, &at), ST_NOT_FOUND);
    ck_assert_int_eq(attempt_try(db, SITE_STAFF, "", code, &at), ST_NOT_FOUND);
    ck_assert_int_eq(attempt_try(db, SITE_PORTAL, token, code, &at), ST_NOT_FOUND);
    guard_run("UPDATE app_user SET active = 0 WHERE id = ?", user);
    ck_assert_int_eq(attempt_try(db, SITE_STAFF, token, code, &at), ST_NOT_FOUND);
}

MODEL_TEST(three_codes_in_a_quarter_ten_in_a_day_and_used_ones_free)
{
    uint64_t user = guard_user("staff", "code@test.example");
    int64_t began;

    clock_set(clock_now());
    began = clock_now();
    for (int i = 0; i < CODES_QUARTER; i++)
        ck_assert_int_eq(attempt_open(db, user, token, code, &again), ST_OK);
    ck_assert_int_eq(attempt_open(db, user, token, code, &again), ST_CONFLICT);
    ck_assert_int_eq(again, began + 15 * CLOCK_MINUTE);
    guard_later(15 * 60);
    ck_assert_int_eq(attempt_open(db, user, token, code, &again), ST_OK);
    ck_assert_int_eq(attempt_try(db, SITE_STAFF, token, code, &at), ST_OK);
    for (int i = CODES_QUARTER; i < CODES_DAY; i++) {
        ck_assert_int_eq(attempt_open(db, user, token, code, &again), ST_OK);
        guard_later(16 * 60);
    }
    ck_assert_int_eq(attempt_open(db, user, token, code, &again), ST_CONFLICT);
    ck_assert_int_eq(again, began + CLOCK_DAY);
    ck_assert_int_eq(attempt_open(db, guard_user("staff", "other@test.example"), token, code, &again), ST_OK);
    clock_set(began + CLOCK_DAY);
    ck_assert_int_eq(attempt_open(db, user, token, code, &again), ST_OK);
}

MODEL_TEST(without_a_password_there_is_no_code)
{
    uint64_t user = guard_user("staff", "code@test.example");

    guard_run("DELETE FROM credential WHERE user_id = ?", user);
    ck_assert_int_eq(attempt_open(db, user, token, code, &again), ST_NOT_FOUND);
}

MODEL_TEST(failures_close_the_way_for_a_time)
{
    uint8_t name[HASH_BYTES], other[HASH_BYTES];
    int64_t until;
    unsigned count;
    bool closed;

    clock_set(clock_now());
    failure_name(&test_keys, arena, SITE_STAFF, "Iemand@Test.example", name);
    failure_name(&test_keys, arena, SITE_STAFF, "iemand@test.example", other);
    ck_assert_mem_eq(name, other, HASH_BYTES);
    failure_name(&test_keys, arena, SITE_PORTAL, "iemand@test.example", other);
    ck_assert_mem_ne(name, other, HASH_BYTES);
    for (int i = 1; i <= FAILURES_FREE; i++) {
        ck_assert_int_eq(failure_until(db, name, &until), ST_OK);
        ck_assert_int_eq(until, 0);
        ck_assert_int_eq(failure_settle(db, name, true, &until, &closed), ST_OK);
        ck_assert(!closed);
    }
    ck_assert_int_eq(until, clock_now() + CLOCK_SECOND);
    ck_assert_int_eq(failure_settle(db, name, false, &until, &closed), ST_OK);
    ck_assert(closed); /* a right password that was tried while the way closed is not told */
    ck_assert_int_eq(failure_until(db, other, &until), ST_OK);
    ck_assert_int_eq(until, 0);
    guard_later(1);
    ck_assert_int_eq(failure_settle(db, name, false, &until, &closed), ST_OK);
    ck_assert(!closed);
    ck_assert_int_eq(failure_settle(db, name, true, &until, &closed), ST_OK);
    ck_assert_int_eq(until, clock_now() + 2 * CLOCK_SECOND);
    ck_assert_int_eq(failure_forget(db, name, &count), ST_OK);
    ck_assert_uint_eq(count, FAILURES_FREE + 1);
    ck_assert_int_eq(failure_forget(db, name, &count), ST_OK);
    ck_assert_uint_eq(count, 0);
}

MODEL_TEST(failures_are_forgotten_after_a_day)
{
    uint8_t name[HASH_BYTES];
    int64_t until;
    bool closed;

    clock_set(clock_now());
    failure_name(&test_keys, arena, SITE_STAFF, "iemand@test.example", name);
    for (int i = 1; i < FAILURES_FREE; i++)
        ck_assert_int_eq(failure_settle(db, name, true, &until, &closed), ST_OK);
    guard_later(FAILURES_FORGET + 1);
    ck_assert_int_eq(failure_settle(db, name, true, &until, &closed), ST_OK);
    ck_assert_int_eq(until, 0);
}

MODEL_TEST(a_known_browser_is_its_owners_alone)
{
    uint64_t user = guard_user("staff", "een@test.example"), other = guard_user("staff", "twee@test.example");
    char browser[TOKEN_TEXT], newer[TOKEN_TEXT];
    bool known;

    ck_assert_int_eq(device_remember(db, user, NULL, browser), ST_OK);
    ck_assert_int_eq(device_known(db, browser, user, &known), ST_OK);
    ck_assert(known);
    ck_assert_int_eq(device_known(db, browser, other, &known), ST_OK);
    ck_assert(!known);
    ck_assert_int_eq(device_known(db, NULL, user, &known), ST_OK);
    ck_assert(!known);
    ck_assert_int_eq(device_known(db, browser, 0, &known), ST_OK);
    ck_assert(!known);
    ck_assert_int_eq(device_remember(db, user, browser, newer), ST_OK);
    ck_assert_int_eq(device_known(db, browser, user, &known), ST_OK);
    ck_assert(!known);
    ck_assert_int_eq(device_forget_all(db, user), ST_OK);
    ck_assert_int_eq(device_known(db, newer, user, &known), ST_OK);
    ck_assert(!known);
}

MODEL_TEST(a_link_works_once_in_its_time_on_its_site)
{
    uint64_t user = guard_user("portal", "een@test.example"), found;
    char first[TOKEN_TEXT], second[TOKEN_TEXT];

    clock_set(clock_now());
    ck_assert_int_eq(mail_link_open(db, user, LINK_RESET, first), ST_OK);
    ck_assert_int_eq(mail_link_open(db, user, LINK_RESET, second), ST_OK);
    ck_assert_int_eq(mail_link_find(db, SITE_PORTAL, LINK_RESET, first, &found), ST_OK);
    ck_assert_uint_eq(found, user);
    ck_assert_int_eq(mail_link_find(db, SITE_STAFF, LINK_RESET, first, &found), ST_NOT_FOUND);
    ck_assert_int_eq(mail_link_find(db, SITE_PORTAL, LINK_INVITE, first, &found), ST_NOT_FOUND);
    ck_assert_int_eq(mail_link_find(db, SITE_PORTAL, LINK_RESET, "short", &found), ST_NOT_FOUND);
    ck_assert_int_eq(mail_link_use(db, LINK_RESET, user, first), ST_OK);
    ck_assert_int_eq(mail_link_use(db, LINK_RESET, user, first), ST_NOT_FOUND);
    ck_assert_int_eq(mail_link_find(db, SITE_PORTAL, LINK_RESET, second, &found), ST_NOT_FOUND);
    ck_assert_int_eq(mail_link_open(db, user, LINK_RESET, first), ST_OK);
    guard_later(LINK_RESET_SECONDS);
    ck_assert_int_eq(mail_link_find(db, SITE_PORTAL, LINK_RESET, first, &found), ST_NOT_FOUND);
    ck_assert_int_eq(mail_link_use(db, LINK_RESET, user, first), ST_NOT_FOUND);
}

MODEL_TEST(a_new_invitation_ends_the_one_before)
{
    uint64_t user = guard_user("staff", "een@test.example"), found;
    char first[TOKEN_TEXT], second[TOKEN_TEXT];

    clock_set(clock_now());
    ck_assert_int_eq(mail_link_open(db, user, LINK_INVITE, first), ST_OK);
    ck_assert_int_eq(mail_link_open(db, user, LINK_INVITE, second), ST_OK);
    ck_assert_int_eq(mail_link_find(db, SITE_STAFF, LINK_INVITE, first, &found), ST_NOT_FOUND);
    guard_later(LINK_INVITE_SECONDS - 1);
    ck_assert_int_eq(mail_link_find(db, SITE_STAFF, LINK_INVITE, second, &found), ST_OK);
}

MODEL_TEST(three_reset_links_in_a_quarter)
{
    uint64_t user = guard_user("staff", "een@test.example");
    char link[TOKEN_TEXT];

    clock_set(clock_now());
    for (int i = 0; i < LINKS_QUARTER; i++)
        ck_assert_int_eq(mail_link_open(db, user, LINK_RESET, link), ST_OK);
    ck_assert_int_eq(mail_link_open(db, user, LINK_RESET, link), ST_CONFLICT);
    guard_later(15 * 60 + 1);
    ck_assert_int_eq(mail_link_open(db, user, LINK_RESET, link), ST_OK);
}

int main(void)
{
    Suite *s = suite_create("attempt");
    TCase *c = tcase_create("attempt");

    suite_add_tcase(s, c);
    tcase_add_checked_fixture(c, model_set_up, model_tear_down);
    tcase_add_test(c, the_right_code_works_once);
    tcase_add_test(c, five_tries_and_no_more);
    tcase_add_test(c, the_fifth_try_may_be_the_right_one);
    tcase_add_test(c, a_code_ends_by_time_and_an_attempt_later);
    tcase_add_test(c, another_token_site_or_state_is_nothing);
    tcase_add_test(c, three_codes_in_a_quarter_ten_in_a_day_and_used_ones_free);
    tcase_add_test(c, without_a_password_there_is_no_code);
    tcase_add_test(c, failures_close_the_way_for_a_time);
    tcase_add_test(c, failures_are_forgotten_after_a_day);
    tcase_add_test(c, a_known_browser_is_its_owners_alone);
    tcase_add_test(c, a_link_works_once_in_its_time_on_its_site);
    tcase_add_test(c, a_new_invitation_ends_the_one_before);
    tcase_add_test(c, three_reset_links_in_a_quarter);
    return model_tests_run(s);
}
