/* Sessions: whom a token belongs to, what it may do, and when it ends. And the rows of the log. Needs KOREN_TEST_CONF. */
#include <string.h>

#include "guard/audit.h"
#include "guard/session.h"
#include "guard_db.h"

static char token[TOKEN_TEXT];
static struct actor who;
static bool expired;

static enum status load(enum site site)
{
    memset(&who, 0, sizeof who);
    who.program = "crm";
    return session_load(db, arena, site, token, &who, &expired);
}

static void open_for(uint64_t user)
{
    struct actor from = { .address = "127.0.0.1" };

    ck_assert_int_eq(session_open(db, arena, &from, user, "Firefox", token), ST_OK);
}

MODEL_TEST(a_token_gives_its_user_and_what_the_roles_give)
{
    uint64_t user = guard_user("staff", "een@test.example");

    guard_run("INSERT INTO role (title) SELECT CONCAT('proef ', ?)", user);
    guard_run("INSERT INTO role_permission (role_id, permission) SELECT id, 'relation_read' FROM role WHERE title = CONCAT('proef ', ?)", user);
    guard_run("INSERT INTO role_permission (role_id, permission) SELECT id, 'note_edit' FROM role WHERE title = CONCAT('proef ', ?)", user);
    guard_run(
        "INSERT INTO user_role (user_id, role_id) SELECT u.id, r.id FROM app_user u, role r WHERE u.id = ? AND r.title = CONCAT('proef ', u.id)",
        user);
    open_for(user);
    ck_assert_int_eq(load(SITE_STAFF), ST_OK);
    ck_assert_uint_eq(who.user_id, user);
    ck_assert_str_eq(who.name, "Proef");
    ck_assert(perms_have(&who.perms, PERM_RELATION_READ));
    ck_assert(perms_have(&who.perms, PERM_NOTE_EDIT));
    ck_assert(perms_have(&who.perms, PERM_ACCOUNT));
    ck_assert(!perms_have(&who.perms, PERM_NOTE_READ));
    ck_assert(!perms_have(&who.perms, PERM_BSN_READ));
    ck_assert(!perms_have(&who.perms, PERM_PORTAL_SELF));
    guard_run("DELETE FROM user_role WHERE user_id = ?", user);
    ck_assert_int_eq(load(SITE_STAFF), ST_OK);
    ck_assert(!perms_have(&who.perms, PERM_RELATION_READ)); /* acts on the next request */
}

MODEL_TEST(somebody_without_roles_may_nothing_but_manage_the_own_account)
{
    open_for(guard_user("staff", "een@test.example"));
    ck_assert_int_eq(load(SITE_STAFF), ST_OK);
    for (int p = PERM_ROOT + 1; p < PERM_COUNT; p++)
        ck_assert_int_eq(perms_have(&who.perms, (enum perm)p), p == PERM_ACCOUNT);
}

MODEL_TEST(another_site_or_token_is_nobody)
{
    open_for(guard_user("staff", "een@test.example"));
    ck_assert_int_eq(load(SITE_PORTAL), ST_NOT_FOUND);
    ck_assert(!expired);
    ck_assert_uint_eq(who.user_id, 0);
    token[5] = token[5] == 'A' ? 'B' : 'A';
    ck_assert_int_eq(load(SITE_STAFF), ST_NOT_FOUND);
    token[5] = '\0';
    ck_assert_int_eq(load(SITE_STAFF), ST_NOT_FOUND);
    ck_assert_int_eq(session_load(db, arena, SITE_STAFF, NULL, &who, &expired), ST_NOT_FOUND);
}

MODEL_TEST(a_session_left_alone_ends)
{
    clock_set(clock_now());
    open_for(guard_user("staff", "een@test.example"));
    guard_later(SESSION_STAFF_IDLE - 1);
    ck_assert_int_eq(load(SITE_STAFF), ST_OK);
    guard_later(SESSION_STAFF_IDLE - 1);
    ck_assert_int_eq(load(SITE_STAFF), ST_OK);
    guard_later(SESSION_STAFF_IDLE);
    ck_assert_int_eq(load(SITE_STAFF), ST_NOT_FOUND);
    ck_assert(expired);
    ck_assert_uint_eq(who.user_id, 0);
}

MODEL_TEST(a_session_in_use_ends_too)
{
    int64_t began;

    clock_set(clock_now());
    began = clock_now();
    open_for(guard_user("portal", "een@test.example"));
    while (clock_now() + SESSION_PORTAL_IDLE * CLOCK_SECOND / 2 < began + SESSION_PORTAL_MAX * CLOCK_SECOND) {
        guard_later(SESSION_PORTAL_IDLE / 2);
        ck_assert_int_eq(load(SITE_PORTAL), ST_OK);
        ck_assert(perms_have(&who.perms, PERM_PORTAL_SELF));
    }
    clock_set(began + SESSION_PORTAL_MAX * CLOCK_SECOND);
    ck_assert_int_eq(load(SITE_PORTAL), ST_NOT_FOUND);
    ck_assert(expired);
}

MODEL_TEST(last_seen_is_written_once_a_minute)
{
    static const char SQL_SEEN[] = "SELECT COUNT(*) FROM session WHERE user_id = ? AND seen_at > opened_at";
    uint64_t user = guard_user("staff", "een@test.example");

    clock_set(clock_now());
    open_for(user);
    guard_later(SESSION_TOUCH - 1);
    ck_assert_int_eq(load(SITE_STAFF), ST_OK);
    ck_assert_uint_eq(guard_count(SQL_SEEN, user), 0);
    guard_later(1);
    ck_assert_int_eq(load(SITE_STAFF), ST_OK);
    ck_assert_uint_eq(guard_count(SQL_SEEN, user), 1);
}

MODEL_TEST(an_ended_session_or_a_disabled_user_is_nobody)
{
    uint64_t user = guard_user("staff", "een@test.example");

    open_for(user);
    ck_assert_int_eq(load(SITE_STAFF), ST_OK);
    ck_assert_int_eq(session_close(db, who.session), ST_OK);
    ck_assert_int_eq(load(SITE_STAFF), ST_NOT_FOUND);
    ck_assert(expired);
    open_for(user);
    guard_run("UPDATE app_user SET active = 0 WHERE id = ?", user);
    ck_assert_int_eq(load(SITE_STAFF), ST_NOT_FOUND);
}

MODEL_TEST(all_but_one_can_be_ended_and_only_the_own)
{
    uint64_t user = guard_user("staff", "een@test.example"), stranger = guard_user("staff", "twee@test.example");
    struct session *list;
    struct actor other = { .user_id = stranger };
    size_t n;

    open_for(stranger);
    open_for(user);
    open_for(user);
    open_for(user);
    ck_assert_int_eq(load(SITE_STAFF), ST_OK);
    ck_assert_int_eq(session_list(db, arena, &who, &list, &n), ST_OK);
    ck_assert_uint_eq(n, 3);
    for (size_t i = 0; i < n; i++) {
        if (list[i].own)
            continue;
        ck_assert_int_eq(session_end(db, &other, list[i].name), ST_NOT_FOUND);
        ck_assert_int_eq(session_end(db, &who, list[i].name), ST_OK);
        ck_assert_int_eq(session_end(db, &who, list[i].name), ST_NOT_FOUND);
        break;
    }
    ck_assert_int_eq(session_end(db, &who, "nonsense"), ST_NOT_FOUND);
    ck_assert_int_eq(session_close_all(db, user, who.session), ST_OK);
    ck_assert_int_eq(session_list(db, arena, &who, &list, &n), ST_OK);
    ck_assert_uint_eq(n, 1);
    ck_assert(list[0].own);
    ck_assert_int_eq(session_list(db, arena, &other, &list, &n), ST_OK);
    ck_assert_uint_eq(n, 1);
}

MODEL_TEST(a_long_user_agent_is_cut_between_characters)
{
    static const char SQL_LENGTH[] = "SELECT CHAR_LENGTH(user_agent) FROM session WHERE user_id = ?";
    uint64_t user = guard_user("staff", "een@test.example");
    struct actor from = { .address = "::1" };
    char agent[1001];

    for (int i = 0; i < 500; i++)
        memcpy(agent + 2 * i, "é", 2);
    agent[1000] = '\0';
    ck_assert_int_eq(session_open(db, arena, &from, user, agent, token), ST_OK);
    ck_assert_uint_eq(guard_count(SQL_LENGTH, user), 200);
}

MODEL_TEST(a_row_of_the_log_says_who_what_and_whose)
{
    static const char SQL_ROW[] = "SELECT event, act, outcome, site, program, object, object_id, relation_id, sensitivity, detail FROM audit"
                                  " WHERE user_id = ?";
    uint64_t user = guard_user("staff", "een@test.example");
    struct actor from = { .user_id = user, .program = "crm", .address = "127.0.0.1" };
    struct audit what = { .event = "bsn_show",
                          .act = ACT_READ,
                          .outcome = OUTCOME_REFUSED,
                          .object = "relation",
                          .object_id = 7,
                          .relation_id = 8,
                          .sensitivity = "B",
                          .detail = "bsn" };
    static const char *const want[] = { "bsn_show", "R", "refused", "staff", "crm", "relation", "7", "8", "B", "bsn" };
    struct stmt *st;

    random_name(from.request);
    ck_assert_int_eq(audit_write(db, &from, &what), ST_OK);
    st = db_stmt(db, SQL_ROW);
    bind_u64(st, 0, user);
    ck_assert(db_step(st));
    for (unsigned i = 0; i < 10; i++)
        if (i == 6 || i == 7)
            ck_assert_uint_eq(col_u64(st, i), i + 1);
        else
            ck_assert_str_eq(col_str(st, i), want[i]);
}

MODEL_TEST(a_row_that_cannot_be_written_is_told)
{
    struct actor from = { .program = "crm", .address = "127.0.0.1" };
    struct audit what = { .event = "an_event_with_a_name_that_is_much_longer_than_its_column", .act = ACT_READ };

    ck_assert_int_eq(audit_write(db, &from, &what), ST_FAILED);
}

int main(void)
{
    Suite *s = suite_create("session");
    TCase *c = tcase_create("session");

    suite_add_tcase(s, c);
    tcase_add_checked_fixture(c, model_set_up, model_tear_down);
    tcase_add_test(c, a_token_gives_its_user_and_what_the_roles_give);
    tcase_add_test(c, somebody_without_roles_may_nothing_but_manage_the_own_account);
    tcase_add_test(c, another_site_or_token_is_nobody);
    tcase_add_test(c, a_session_left_alone_ends);
    tcase_add_test(c, a_session_in_use_ends_too);
    tcase_add_test(c, last_seen_is_written_once_a_minute);
    tcase_add_test(c, an_ended_session_or_a_disabled_user_is_nobody);
    tcase_add_test(c, all_but_one_can_be_ended_and_only_the_own);
    tcase_add_test(c, a_long_user_agent_is_cut_between_characters);
    tcase_add_test(c, a_row_of_the_log_says_who_what_and_whose);
    tcase_add_test(c, a_row_that_cannot_be_written_is_told);
    return model_tests_run(s);
}
