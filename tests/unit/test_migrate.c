/* Migrating again, refusing what was changed, and the view a session is loaded from. Needs KOREN_TEST_CONF and a migrated database. */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/config.h"
#include "db/db.h"
#include "guard/perm.h"
#include "ops/migrate.h"
#include "ops/script.h"

static struct config *conf;
static struct db *db;
static struct arena *arena;
static char copy[] = "/tmp/koren-migrate-XXXXXX";

static void run(const char *command)
{
    ck_assert_int_eq(system(command), 0);
}

/* A folder of scripts of our own to change. */
static void set_up(void)
{
    conf = config_load(getenv("KOREN_TEST_CONF"), stderr);
    ck_assert_ptr_nonnull(conf);
    db = db_open(conf, "owner");
    arena = arena_new(0);
    memcpy(copy + sizeof copy - 7, "XXXXXX", 6);
    ck_assert_ptr_nonnull(mkdtemp(copy));
    run(arena_printf(arena, "cp -R %s/. %s", conf->sql_dir, copy));
    free(conf->sql_dir);
    conf->sql_dir = strdup(copy);
}

static void tear_down(void)
{
    run(arena_printf(arena, "rm -r %s", copy));
    db_close(db);
    arena_free(arena);
    config_free(conf);
}

static void append(const char *name, const char *text)
{
    FILE *out = fopen(arena_printf(arena, "%s/%s", copy, name), "ae");

    ck_assert_ptr_nonnull(out);
    fputs(text, out);
    ck_assert_int_eq(fclose(out), 0);
}

static const char *ask(const char *sql)
{
    struct stmt *st = db_stmt(db, sql);
    const char *text = db_step(st) ? col_dup(st, 0, arena) : NULL;

    db_done(st);
    return text == NULL ? "(nothing)" : text;
}

static bool current(void)
{
    bool yes = false;

    ck_assert_int_eq(migrate_check(conf, db, &yes), ST_OK);
    return yes;
}

START_TEST(it_may_be_done_again)
{
    static const char SQL_COUNT[] = "SELECT COUNT(*) FROM migration WHERE finished_at IS NOT NULL";
    const char *before = ask(SQL_COUNT);

    ck_assert_str_ne(before, "0");
    ck_assert_int_eq(migrate_run(conf, db), ST_OK);
    ck_assert_str_eq(ask(SQL_COUNT), before);
    ck_assert(current());
}
END_TEST

START_TEST(a_script_that_ran_may_not_change)
{
    append("0001_users.sql", "-- changed\n");
    ck_assert_int_eq(migrate_run(conf, db), ST_CONFLICT);
}
END_TEST

START_TEST(a_new_script_runs_once)
{
    append("9001_test.sql", "CREATE TABLE test_migrate (id INT) ENGINE=InnoDB;\nINSERT INTO test_migrate VALUES (1);\n");
    ck_assert(!current());
    ck_assert_int_eq(migrate_run(conf, db), ST_OK);
    ck_assert_int_eq(migrate_run(conf, db), ST_OK);
    ck_assert_str_eq(ask("SELECT COUNT(*) FROM test_migrate"), "1");
    ck_assert_int_eq(db_script(db, "DROP TABLE test_migrate;\nDELETE FROM migration WHERE number = 9001;\n"), ST_OK);
}
END_TEST

START_TEST(a_script_that_stopped_half_way_stops_everything)
{
    append("9002_test.sql", "CREATE TABLE test_migrate_half (id INT) ENGINE=InnoDB;\nINSERT INTO test_migrate_half VALUES ('x');\n");
    append("9003_test.sql", "CREATE TABLE test_migrate_never (id INT) ENGINE=InnoDB;\n");
    ck_assert_int_eq(migrate_run(conf, db), ST_FAILED);
    ck_assert_int_eq(migrate_run(conf, db), ST_CONFLICT);
    ck_assert(!current());
    ck_assert_str_eq(ask("SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'test_migrate_never'"), "0");
    ck_assert_int_eq(db_script(db, "DROP TABLE test_migrate_half;\nDELETE FROM migration WHERE number = 9002;\n"), ST_OK);
}
END_TEST

START_TEST(a_program_older_than_the_database_is_refused)
{
    ck_assert_int_eq(db_script(db, "INSERT INTO migration VALUES (9999, 'newer', '', NOW(6), NOW(6));\n"), ST_OK);
    ck_assert_int_eq(migrate_run(conf, db), ST_CONFLICT);
    ck_assert(!current());
    ck_assert_int_eq(db_script(db, "DELETE FROM migration WHERE number = 9999;\n"), ST_OK);
}
END_TEST

START_TEST(permissions_are_those_of_the_list)
{
    static const char SQL_COUNT[] = "SELECT COUNT(*) FROM permission";

    ck_assert_int_eq(db_script(db, "INSERT INTO permission VALUES ('test_gone', NULL, 'x', 'none', 'x', '');\n"
                                   "INSERT INTO role (title) VALUES ('test_migrate');\n"
                                   "INSERT INTO role_permission SELECT id, 'test_gone' FROM role WHERE title = 'test_migrate';\n"
                                   "UPDATE permission SET title = 'x' WHERE name = 'bsn_read';\n"),
                     ST_OK);
    ck_assert_int_eq(migrate_run(conf, db), ST_OK);
    ck_assert_str_eq(ask(SQL_COUNT), arena_printf(arena, "%d", PERM_COUNT - PERM_ROOT - 1));
    ck_assert_str_eq(ask("SELECT title FROM permission WHERE name = 'bsn_read'"), perm_info(PERM_BSN_READ)->title);
    ck_assert_str_eq(ask("SELECT parent FROM permission WHERE name = 'bsn_edit'"), "bsn_read");
    ck_assert_str_eq(ask("SELECT level FROM permission WHERE name = 'avg_export'"), "red");
    ck_assert_int_eq(db_script(db, "DELETE FROM role WHERE title = 'test_migrate';\n"), ST_OK);
}
END_TEST

/* One look-up by primary key, whatever the number of sessions. */
START_TEST(a_session_is_found_by_its_key)
{
    static const char SQL_EXPLAIN[] =
        "EXPLAIN SELECT user_id, site, name, function_title, relation_id, opened_at, seen_at, ended_at, active, permissions"
        " FROM view_session WHERE token_hash = UNHEX(SHA2('x', 256))";
    struct stmt *st = db_stmt(db, SQL_EXPLAIN);

    ck_assert(db_step(st));
    do { /* id, select_type, table, type, ... Without such a session MariaDB says at once that the row is not there. */
        const char *type = col_str(st, 3);

        ck_assert_msg(type == NULL || strcmp(type, "const") == 0 || strcmp(type, "ref") == 0 || strcmp(type, "eq_ref") == 0, "%s %s", col_str(st, 2),
                      type);
    } while (db_step(st));
    ck_assert_int_eq(db_status(st), ST_OK);
}
END_TEST

START_TEST(placeholders_are_filled_in)
{
    const char *text = script_fill(conf, arena, "{db}.a {keys}.b {account} {other} { {", "'x'@'y'");

    ck_assert_str_eq(text, arena_printf(arena, "%s.a %s.b 'x'@'y' {other} { {", conf->db_name, conf->db_keys_name));
    ck_assert_str_eq(script_fill(conf, arena, "{account}", NULL), "{account}");
    ck_assert_ptr_null(script_read(conf, arena, "no_such.sql"));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("migrate");
    TCase *c = tcase_create("migrate");
    SRunner *r;
    int failed;

    if (getenv("KOREN_TEST_CONF") == NULL) {
        fputs("test_migrate: SKIPPED, needs KOREN_TEST_CONF\n", stderr);
        return 77;
    }
    suite_add_tcase(s, c);
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, it_may_be_done_again);
    tcase_add_test(c, a_script_that_ran_may_not_change);
    tcase_add_test(c, a_new_script_runs_once);
    tcase_add_test(c, a_script_that_stopped_half_way_stops_everything);
    tcase_add_test(c, a_program_older_than_the_database_is_refused);
    tcase_add_test(c, permissions_are_those_of_the_list);
    tcase_add_test(c, a_session_is_found_by_its_key);
    tcase_add_test(c, placeholders_are_filled_in);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? 0 : 1;
}
