/* The procedures of WerktVoorMij, called by the portal's own account: whose data they give, what they change, where they stop. Needs KOREN_TEST_CONF
 * and a migrated database; makes two relations and removes them. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/random.h"
#include "db/db.h"
#include "model/field.h"
#include "ops/portal_sql.h"

#define REQUEST "00000000000000000000000000000000"

static const char SQL_RELATION[] = "INSERT INTO relation (number, last_name, initials, street, email, iban, status, created_at, changed_at)"
                                   " VALUES (?, ?, 'J.', 'Dorpsstraat', ?, 'NL91ABNA0417164300', 'actief', ?, ?)";
static const char SQL_USER[] = "INSERT INTO app_user (site, email, name, relation_id, active, created_at) VALUES ('portal', ?, 'J. Test', ?, 1, ?)";
static const char SQL_SESSION[] = "INSERT INTO session (token_hash, user_id, opened_at, seen_at, address, user_agent) VALUES (?, ?, ?, ?, '', '')";
static const char SQL_NOTE[] = "INSERT INTO note (relation_id, title, shared, about_other, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?)";

/* One of the two. */
struct person {
    uint64_t relation, user;
    uint8_t hash[HASH_BYTES];
    char number[13], email[60];
};

static struct config *conf;
static struct db *owner, *portal;
static struct arena *arena;
static struct person one, two;

static void must_run(struct stmt *st)
{
    ck_assert_int_eq(db_run(st), ST_OK);
}

static void note_make(uint64_t relation, const char *title, const char *shared, const char *about_other)
{
    struct stmt *st = db_stmt(owner, SQL_NOTE);

    bind_u64(st, 0, relation);
    bind_str(st, 1, title);
    bind_str(st, 2, shared);
    bind_str(st, 3, about_other);
    bind_time(st, 4, clock_now());
    bind_time(st, 5, clock_now());
    must_run(st);
}

static void person_make(struct person *p, const char *name)
{
    struct stmt *st = db_stmt(owner, SQL_RELATION);

    snprintf(p->number, sizeof p->number, "T%08u", (unsigned)random_below(100000000));
    snprintf(p->email, sizeof p->email, "%s@test.example", p->number);
    random_bytes(p->hash, sizeof p->hash);
    bind_str(st, 0, p->number);
    bind_str(st, 1, name);
    bind_str(st, 2, p->email);
    bind_time(st, 3, clock_now());
    bind_time(st, 4, clock_now());
    must_run(st);
    p->relation = db_insert_id(st);
    st = db_stmt(owner, SQL_USER);
    bind_str(st, 0, p->email);
    bind_u64(st, 1, p->relation);
    bind_time(st, 2, clock_now());
    must_run(st);
    p->user = db_insert_id(st);
    st = db_stmt(owner, SQL_SESSION);
    bind_bytes(st, 0, p->hash, sizeof p->hash);
    bind_u64(st, 1, p->user);
    bind_time(st, 2, clock_now());
    bind_time(st, 3, clock_now());
    must_run(st);
    note_make(p->relation, "gedeeld", "ja", NULL);
    note_make(p->relation, "intern", "nee", NULL);
    note_make(p->relation, "over een ander", "ja", "ja");
}

static void person_remove(const struct person *p)
{
    static const char *const wipes[] = {
        "DELETE FROM note WHERE relation_id = %llu;\n",
        "DELETE FROM job WHERE relation_id = %llu;\n",
        "DELETE FROM relation_history WHERE relation_id = %llu;\n",
        "DELETE e FROM email_proof e JOIN app_user u ON u.id = e.user_id WHERE u.relation_id = %llu;\n",
        "DELETE s FROM session s JOIN app_user u ON u.id = s.user_id WHERE u.relation_id = %llu;\n",
        "DELETE FROM app_user WHERE relation_id = %llu;\n",
        "DELETE FROM relation WHERE id = %llu;\n",
    };

    for (size_t i = 0; i < sizeof wipes / sizeof wipes[0]; i++) {
        char sql[160];

        /* A number of ours, in a test: the owner's script has no parameters. */
        snprintf(sql, sizeof sql, "%.*s%llu;\n", (int)(strlen(wipes[i]) - strlen("%llu;\n")), wipes[i], (unsigned long long)p->relation);
        ck_assert_int_eq(db_script(owner, sql), ST_OK);
    }
}

static void set_up(void)
{
    conf = config_load(getenv("KOREN_TEST_CONF"), stderr);
    ck_assert_ptr_nonnull(conf);
    arena = arena_new(0);
    owner = db_open(conf, "owner");
    portal = db_open(conf, "portal");
    ck_assert_ptr_nonnull(owner);
    ck_assert_ptr_nonnull(portal);
    person_make(&one, "Eerste");
    person_make(&two, "Tweede");
}

static void tear_down(void)
{
    person_remove(&one);
    person_remove(&two);
    db_close(portal);
    db_close(owner);
    arena_free(arena);
    config_free(conf);
}

/* A procedure with the session's hash and up to three texts; at its first row when there is one. */
static struct stmt *call(const char *sql, const struct person *p, const char *a, const char *b, const char *c)
{
    struct stmt *st = db_stmt(portal, sql);
    const char *texts[] = { a, b, c };

    bind_bytes(st, 0, p->hash, sizeof p->hash);
    for (unsigned i = 0; i < 3 && texts[i] != NULL; i++)
        bind_str(st, i + 1, texts[i]);
    db_step(st);
    return st;
}

static const char *result(struct stmt *st)
{
    const char *text = col_dup(st, 0, arena);

    db_done(st);
    return text == NULL ? "(nothing)" : text;
}

static const char *ask(const char *sql)
{
    struct stmt *st = db_stmt(owner, sql);
    const char *text;

    bind_u64(st, 0, one.relation);
    text = db_step(st) ? col_dup(st, 0, arena) : NULL;
    db_done(st);
    return text == NULL ? "(nothing)" : text;
}

static void change(const char *sql)
{
    struct stmt *st = db_stmt(owner, sql);

    bind_u64(st, 0, one.relation);
    must_run(st);
}

static const char SQL_SEE[] = "CALL portal_relation(?)";
static const char SQL_NOTES[] = "CALL portal_note(?)";
static const char SQL_ALIVE[] = "CALL portal_session(?)";
static const char SQL_CORRECT[] = "CALL portal_correct(?, ?, ?, ?)";
static const char SQL_STREET[] = "SELECT street FROM relation WHERE id = ?";

START_TEST(everybody_sees_the_own_relation)
{
    struct stmt *st = call(SQL_SEE, &one, NULL, NULL, NULL);

    ck_assert_uint_eq(col_u64(st, 0), one.relation);
    ck_assert_str_eq(col_str(st, 1), one.number);
    ck_assert(!db_step(st));
    st = call(SQL_SEE, &two, NULL, NULL, NULL);
    ck_assert_uint_eq(col_u64(st, 0), two.relation);
    db_done(st);
}
END_TEST

START_TEST(only_shared_notes_are_seen)
{
    struct stmt *st = call(SQL_NOTES, &one, NULL, NULL, NULL);
    unsigned titles = 0;

    ck_assert_uint_eq(col_u64(st, 1), one.relation);
    for (unsigned i = 0; i < col_count(st); i++)
        if (!col_null(st, i) && strcmp(col_str(st, i), "gedeeld") == 0)
            titles++;
    ck_assert_uint_eq(titles, 1);
    ck_assert(!db_step(st));
    ck_assert_int_eq(db_status(st), ST_OK);
}
END_TEST

/* The text of the procedure that gives the entity's rows; "" when WerktVoorMij has none. */
static const char *procedure_of(const char *text, const struct entity *e)
{
    const char *from = strstr(text, arena_printf(arena, "PROCEDURE portal_%s(", e->table));

    return from ? arena_strndup(arena, from, (size_t)(strstr(from, "\nEND;") - from)) : "";
}

/* Hidden and sealed columns stand in no procedure at all. */
START_TEST(hidden_fields_are_in_no_procedure)
{
    const char *text = portal_sql(arena);

    for (size_t i = 0; entities[i] != NULL; i++)
        for (const struct field *f = entities[i]->fields; f->column != NULL; f++)
            if (f->sealed)
                ck_assert_msg(strstr(procedure_of(text, entities[i]), arena_printf(arena, "t.%s", f->column)) == NULL, "%s", f->column);
    ck_assert_ptr_null(strstr(text, "bsn"));
    ck_assert_ptr_null(strstr(text, "death_date"));
    ck_assert_ptr_nonnull(strstr(text, "t.iban"));
    ck_assert_ptr_null(strstr(text, "WHEN 'iban'")); /* may be seen, not corrected */
    ck_assert_ptr_null(strstr(text, "WHEN 'email'"));
}
END_TEST

/* Each makes the session of `one` one that must not work. */
static const char *const spoilers[] = {
    "UPDATE session s JOIN app_user u ON u.id = s.user_id SET s.ended_at = UTC_TIMESTAMP(6) WHERE u.relation_id = ?",
    "UPDATE session s JOIN app_user u ON u.id = s.user_id SET s.seen_at = s.seen_at - INTERVAL 601 SECOND WHERE u.relation_id = ?",
    "UPDATE session s JOIN app_user u ON u.id = s.user_id SET s.opened_at = s.opened_at - INTERVAL 3601 SECOND WHERE u.relation_id = ?",
    "UPDATE app_user SET active = 0 WHERE relation_id = ?",
    "UPDATE app_user SET site = 'staff' WHERE relation_id = ?",
    "UPDATE relation SET status = 'inactief' WHERE id = ?",
};
#define SPOILERS (sizeof spoilers / sizeof spoilers[0])

START_TEST(a_session_that_does_not_live_gives_nothing)
{
    static const char SQL_EXPORT[] = "CALL portal_export_request(?, ?, ?)";
    static const char SQL_BEGIN[] = "CALL portal_email_begin(?, ?, ?, ?)";
    struct stmt *st;

    change(spoilers[_i]);
    st = call(SQL_SEE, &one, NULL, NULL, NULL);
    ck_assert_int_eq(db_status(st), ST_NOT_FOUND);
    st = call(SQL_NOTES, &one, NULL, NULL, NULL);
    ck_assert_int_eq(db_status(st), ST_NOT_FOUND);
    ck_assert_str_eq(result(call(SQL_CORRECT, &one, REQUEST, "straat", "Elders")), "session");
    ck_assert_str_eq(ask(SQL_STREET), "Dorpsstraat");
    ck_assert_str_eq(result(call(SQL_EXPORT, &one, "0123456789abcdef0123456789abcdef", REQUEST, NULL)), "session");
    ck_assert_str_eq(ask("SELECT COUNT(*) FROM job WHERE relation_id = ?"), "0");
    ck_assert_str_eq(result(call(SQL_BEGIN, &one, "new@test.example", "code", REQUEST)), "session");
    st = call(SQL_SEE, &two, NULL, NULL, NULL);
    ck_assert_uint_eq(col_u64(st, 0), two.relation);
    db_done(st);
}
END_TEST

START_TEST(an_unknown_hash_gives_nothing)
{
    struct person nobody = { .hash = { 1 } };
    struct stmt *st = call(SQL_ALIVE, &nobody, NULL, NULL, NULL);

    ck_assert_int_eq(db_status(st), ST_NOT_FOUND);
    st = call(SQL_SEE, &nobody, NULL, NULL, NULL);
    ck_assert_int_eq(db_status(st), ST_NOT_FOUND);
}
END_TEST

START_TEST(being_seen_is_written_once_a_minute)
{
    static const char SQL_SEEN[] = "SELECT s.seen_at FROM session s JOIN app_user u ON u.id = s.user_id WHERE u.relation_id = ?";
    const char *before = ask(SQL_SEEN);
    struct stmt *st = call(SQL_ALIVE, &one, NULL, NULL, NULL);

    ck_assert_str_eq(col_str(st, 1), "portal");
    ck_assert_uint_eq(col_u64(st, 4), one.relation);
    ck_assert_uint_eq(col_u64(st, 8), 1);
    db_done(st);
    ck_assert_str_eq(ask(SQL_SEEN), before);
    change("UPDATE session s JOIN app_user u ON u.id = s.user_id SET s.seen_at = s.seen_at - INTERVAL 61 SECOND WHERE u.relation_id = ?");
    before = ask(SQL_SEEN);
    db_done(call(SQL_ALIVE, &one, NULL, NULL, NULL));
    ck_assert_str_ne(ask(SQL_SEEN), before);
}
END_TEST

START_TEST(a_correction_leaves_its_history)
{
    ck_assert_str_eq(result(call(SQL_CORRECT, &one, REQUEST, "straat", "Kerkstraat")), "ok");
    ck_assert_str_eq(ask(SQL_STREET), "Kerkstraat");
    ck_assert_str_eq(ask("SELECT version FROM relation WHERE id = ?"), "2");
    ck_assert_str_eq(ask("SELECT CONCAT_WS('|', entity, field, sealed, old_value, new_value, site, user_id IS NOT NULL) FROM relation_history"
                         " WHERE relation_id = ?"),
                     "relation|street|0|Dorpsstraat|Kerkstraat|portal|1");
    ck_assert_str_eq(result(call(SQL_CORRECT, &one, REQUEST, "straat", "Kerkstraat")), "same");
    ck_assert_str_eq(result(call(SQL_CORRECT, &one, REQUEST, "straat", "")), "ok");
    ck_assert_str_eq(ask(SQL_STREET), "(nothing)");
    ck_assert_str_eq(ask("SELECT COUNT(*) FROM relation_history WHERE relation_id = ?"), "2");
}
END_TEST

START_TEST(other_fields_cannot_be_corrected)
{
    static const char *const names[] = { "iban", "bsn", "achternaam", "email", "status", "street", "relatienummer", "id", "", "x' OR '1" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        ck_assert_str_eq(result(call(SQL_CORRECT, &one, REQUEST, names[i], "x")), "field");
    ck_assert_str_eq(ask("SELECT COUNT(*) FROM relation_history WHERE relation_id = ?"), "0");
    ck_assert_str_eq(ask("SELECT version FROM relation WHERE id = ?"), "1");
}
END_TEST

START_TEST(a_value_that_does_not_fit_changes_nothing)
{
    char longer[82];
    struct stmt *st;

    memset(longer, 'x', 81);
    longer[81] = '\0';
    st = call(SQL_CORRECT, &one, REQUEST, "straat", longer);
    ck_assert_int_eq(db_status(st), ST_FAILED);
    ck_assert_str_eq(ask(SQL_STREET), "Dorpsstraat");
    ck_assert_str_eq(ask("SELECT COUNT(*) FROM relation_history WHERE relation_id = ?"), "0");
}
END_TEST

static const char SQL_BEGIN[] = "CALL portal_email_begin(?, ?, ?, ?)";
static const char SQL_TRY[] = "CALL portal_email_try(?, ?, ?)";
static const char SQL_PENDING[] = "CALL portal_email_pending(?)";
#define CODE_RIGHT "rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr"
#define CODE_WRONG "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww"

START_TEST(a_proven_address_is_the_new_one)
{
    struct stmt *st;

    ck_assert_str_eq(result(call(SQL_TRY, &one, CODE_RIGHT, REQUEST, NULL)), "none");
    ck_assert_str_eq(result(call(SQL_BEGIN, &one, one.email, CODE_RIGHT, REQUEST)), "same");
    ck_assert_str_eq(result(call(SQL_BEGIN, &one, "nieuw-a@test.example", CODE_RIGHT, REQUEST)), "ok");
    ck_assert_str_eq(result(call(SQL_PENDING, &one, NULL, NULL, NULL)), "nieuw-a@test.example");
    ck_assert_str_eq(result(call(SQL_TRY, &two, CODE_RIGHT, REQUEST, NULL)), "none"); /* another's code */
    ck_assert_str_eq(result(call(SQL_TRY, &one, CODE_WRONG, REQUEST, NULL)), "wrong");
    st = call(SQL_TRY, &one, CODE_RIGHT, REQUEST, NULL);
    ck_assert_str_eq(col_str(st, 0), "ok");
    ck_assert_str_eq(col_str(st, 1), one.email);
    ck_assert_str_eq(col_str(st, 2), one.email);
    ck_assert_str_eq(col_str(st, 3), "nieuw-a@test.example");
    db_done(st);
    ck_assert_str_eq(ask("SELECT email FROM relation WHERE id = ?"), "nieuw-a@test.example");
    ck_assert_str_eq(ask("SELECT email FROM app_user WHERE relation_id = ?"), "nieuw-a@test.example");
    ck_assert_str_eq(ask("SELECT CONCAT(field, '|', site) FROM relation_history WHERE relation_id = ?"), "email|portal");
    ck_assert_str_eq(result(call(SQL_TRY, &one, CODE_RIGHT, REQUEST, NULL)), "none"); /* used up */
}
END_TEST

START_TEST(five_tries_and_no_more)
{
    ck_assert_str_eq(result(call(SQL_BEGIN, &one, "nieuw-b@test.example", CODE_RIGHT, REQUEST)), "ok");
    for (int i = 0; i < 4; i++)
        ck_assert_str_eq(result(call(SQL_TRY, &one, CODE_WRONG, REQUEST, NULL)), "wrong");
    ck_assert_str_eq(result(call(SQL_TRY, &one, CODE_WRONG, REQUEST, NULL)), "limit");
    ck_assert_str_eq(result(call(SQL_TRY, &one, CODE_RIGHT, REQUEST, NULL)), "limit");
    ck_assert_str_eq(ask("SELECT email FROM relation WHERE id = ?"), one.email);
}
END_TEST

START_TEST(three_codes_in_a_quarter_of_an_hour_and_ten_a_day)
{
    static const char SQL_LATER[] = "UPDATE email_proof e JOIN app_user u ON u.id = e.user_id SET e.created_at = e.created_at - INTERVAL 16 MINUTE"
                                    " WHERE u.relation_id = ?";

    for (int i = 0; i < 10; i++) {
        if (i > 0 && i % 3 == 0) {
            ck_assert_str_eq(result(call(SQL_BEGIN, &one, "nieuw-c@test.example", CODE_RIGHT, REQUEST)), "limit");
            change(SQL_LATER);
        }
        ck_assert_str_eq(result(call(SQL_BEGIN, &one, "nieuw-c@test.example", CODE_RIGHT, REQUEST)), "ok");
    }
    change(SQL_LATER);
    ck_assert_str_eq(result(call(SQL_BEGIN, &one, "nieuw-c@test.example", CODE_RIGHT, REQUEST)), "limit");
}
END_TEST

START_TEST(a_code_lasts_ten_minutes)
{
    ck_assert_str_eq(result(call(SQL_BEGIN, &one, "nieuw-d@test.example", CODE_RIGHT, REQUEST)), "ok");
    change("UPDATE email_proof e JOIN app_user u ON u.id = e.user_id SET e.expires_at = e.expires_at - INTERVAL 601 SECOND WHERE u.relation_id = ?");
    ck_assert_str_eq(result(call(SQL_TRY, &one, CODE_RIGHT, REQUEST, NULL)), "none");
    ck_assert_int_eq(db_status(call(SQL_PENDING, &one, NULL, NULL, NULL)), ST_NOT_FOUND);
}
END_TEST

START_TEST(an_address_of_another_is_not_taken_over)
{
    ck_assert_str_eq(result(call(SQL_BEGIN, &one, two.email, CODE_RIGHT, REQUEST)), "ok"); /* who it is, is told to its owner only */
    ck_assert_str_eq(result(call(SQL_TRY, &one, CODE_RIGHT, REQUEST, NULL)), "taken");
    ck_assert_str_eq(ask("SELECT email FROM app_user WHERE relation_id = ?"), one.email);
}
END_TEST

START_TEST(an_export_is_asked_once_and_seen_by_the_owner_only)
{
    static const char SQL_EXPORT[] = "CALL portal_export_request(?, ?, ?)";
    static const char SQL_LOOK[] = "CALL portal_export(?, ?)";
    static const char SQL_LIST[] = "CALL portal_exports(?)";
    static const char SQL_FETCHED[] = "CALL portal_export_fetched(?, ?)";
    static const char SQL_COUNTED[] = "SELECT fetched FROM job WHERE relation_id = ?";
    char name[33], other[33];
    struct stmt *st;

    random_name(name);
    random_name(other);
    ck_assert_str_eq(result(call(SQL_EXPORT, &one, name, REQUEST, NULL)), "ok");
    st = call(SQL_EXPORT, &one, other, REQUEST, NULL);
    ck_assert_str_eq(col_str(st, 0), "running");
    ck_assert_str_eq(col_str(st, 1), name);
    db_done(st);
    st = call(SQL_LOOK, &one, name, NULL, NULL);
    ck_assert_str_eq(col_str(st, 1), name);
    ck_assert_str_eq(col_str(st, 17), one.number);
    db_done(st);
    ck_assert_int_eq(db_status(call(SQL_LOOK, &two, name, NULL, NULL)), ST_NOT_FOUND);
    ck_assert_int_eq(db_status(call(SQL_LIST, &two, NULL, NULL, NULL)), ST_NOT_FOUND);
    st = call(SQL_LIST, &one, NULL, NULL, NULL);
    ck_assert_str_eq(col_str(st, 1), name);
    db_done(st);
    change("UPDATE job SET state = 'done' WHERE relation_id = ?");
    db_done(call(SQL_FETCHED, &two, name, NULL, NULL));
    ck_assert_str_eq(ask(SQL_COUNTED), "0");
    db_done(call(SQL_FETCHED, &one, name, NULL, NULL));
    ck_assert_str_eq(ask(SQL_COUNTED), "1");
    ck_assert_str_eq(result(call(SQL_EXPORT, &one, other, REQUEST, NULL)), "ok"); /* the first is done */
}
END_TEST

int main(void)
{
    Suite *s = suite_create("portal_sql");
    TCase *c = tcase_create("portal_sql");
    SRunner *r;
    int failed;

    if (getenv("KOREN_TEST_CONF") == NULL) {
        fputs("test_portal_sql: SKIPPED, needs KOREN_TEST_CONF\n", stderr);
        return 77;
    }
    suite_add_tcase(s, c);
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, everybody_sees_the_own_relation);
    tcase_add_test(c, only_shared_notes_are_seen);
    tcase_add_test(c, hidden_fields_are_in_no_procedure);
    tcase_add_loop_test(c, a_session_that_does_not_live_gives_nothing, 0, (int)SPOILERS);
    tcase_add_test(c, an_unknown_hash_gives_nothing);
    tcase_add_test(c, being_seen_is_written_once_a_minute);
    tcase_add_test(c, a_correction_leaves_its_history);
    tcase_add_test(c, other_fields_cannot_be_corrected);
    tcase_add_test(c, a_value_that_does_not_fit_changes_nothing);
    tcase_add_test(c, a_proven_address_is_the_new_one);
    tcase_add_test(c, five_tries_and_no_more);
    tcase_add_test(c, three_codes_in_a_quarter_of_an_hour_and_ten_a_day);
    tcase_add_test(c, a_code_lasts_ten_minutes);
    tcase_add_test(c, an_address_of_another_is_not_taken_over);
    tcase_add_test(c, an_export_is_asked_once_and_seen_by_the_owner_only);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? 0 : 1;
}
