/* lib/db against a real MariaDB: KOREN_TEST_CONF names a koren.conf whose owner account works. Makes tables test_db_* and removes them. */
#include <check.h>
#include <mysql.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "db/connection.h"
#include "db/db.h"

static struct config *conf;
static struct db *db, *other;
static struct arena *arena;

static const char SQL_ADD[] = "INSERT INTO test_db (name, amount, at, day, bytes) VALUES (?, ?, ?, ?, ?)";
static const char SQL_COUNT[] = "SELECT COUNT(*) FROM test_db";
static const char SQL_ALL[] = "SELECT id, name, amount, at, day, bytes FROM test_db ORDER BY id";
static const char SQL_RAISE[] = "UPDATE test_db SET amount = amount + 1 WHERE id = ?";

static void set_up(void)
{
    conf = config_load(getenv("KOREN_TEST_CONF"), stderr);
    ck_assert_ptr_nonnull(conf);
    /* What these tests provoke is logged; they look at what comes back. */
    if (getenv("KOREN_TEST_LOUD") == NULL)
        ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));
    db = db_open(conf, "owner");
    other = db_open(conf, "owner");
    arena = arena_new(0);
    ck_assert_ptr_nonnull(db);
    ck_assert_ptr_nonnull(other);
    ck_assert_int_eq(db_script(db,
                               "DROP TABLE IF EXISTS test_db_part;\nDROP TABLE IF EXISTS test_db;\n"
                               "-- a comment;\nCREATE TABLE test_db (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, name VARCHAR(40) NULL UNIQUE,\n"
                               "    amount INT NULL, at DATETIME(6) NULL, day DATE NULL, bytes MEDIUMBLOB NULL) ENGINE=InnoDB;\n"
                               "CREATE TABLE test_db_part (id BIGINT UNSIGNED PRIMARY KEY, FOREIGN KEY (id) REFERENCES test_db (id)) ENGINE=InnoDB;\n"
                               "CREATE OR REPLACE PROCEDURE test_db_sets()\nBEGIN\n    SELECT 1, 'een';\n    SELECT 2;\nEND;\n"
                               "CREATE OR REPLACE PROCEDURE test_db_half()\nBEGIN\n    INSERT INTO test_db (name) VALUES ('half');\n"
                               "    INSERT INTO test_db_part (id) VALUES (999);\nEND;\n"
                               "CREATE OR REPLACE PROCEDURE test_db_one()\nBEGIN\n    SELECT 7;\nEND;\n"),
                     ST_OK);
}

static void tear_down(void)
{
    db_rollback(db);
    db_rollback(other);
    db_script(db, "DROP PROCEDURE IF EXISTS test_db_sets;\nDROP PROCEDURE IF EXISTS test_db_half;\nDROP PROCEDURE IF EXISTS test_db_one;\nDROP TABLE "
                  "test_db_part;\nDROP TABLE test_db;\n");
    db_close(db);
    db_close(other);
    arena_free(arena);
    config_free(conf);
}

static uint64_t add(struct db *d, const char *name, int64_t amount)
{
    struct stmt *st = db_stmt(d, SQL_ADD);

    bind_str(st, 0, name);
    bind_i64(st, 1, amount);
    bind_null(st, 2);
    bind_str(st, 3, "2026-11-24");
    bind_bytes(st, 4, "a\0b", 3);
    return db_run(st) == ST_OK ? db_insert_id(st) : 0;
}

static uint64_t count(struct db *d)
{
    struct stmt *st = db_stmt(d, SQL_COUNT);

    ck_assert(db_step(st));
    return col_u64(st, 0);
}

static void kill_connection(struct db *victim)
{
    static const char SQL_SELF[] = "SELECT CONNECTION_ID()";
    struct stmt *st = db_stmt(victim, SQL_SELF);
    char kill[40];

    ck_assert(db_step(st));
    snprintf(kill, sizeof kill, "KILL %llu;\n", (unsigned long long)col_u64(st, 0));
    ck_assert_int_eq(db_script(other, kill), ST_OK);
}

START_TEST(values_come_back_as_they_went_in)
{
    static char big[300000];
    int64_t at;
    size_t n;
    struct stmt *st = db_stmt(db, SQL_ADD);

    memset(big, 'x', sizeof big);
    ck_assert(clock_parse_sql("1969-12-31 23:59:58.000001", &at));
    bind_str(st, 0, "Käster 😀");
    bind_i64(st, 1, -5);
    bind_time(st, 2, at);
    bind_str(st, 3, "2026-02-28");
    bind_bytes(st, 4, big, sizeof big);
    ck_assert_int_eq(db_run(st), ST_OK);
    ck_assert_uint_eq(db_changed(st), 1);
    ck_assert_uint_ne(add(db, NULL, 7), 0);

    st = db_stmt(db, SQL_ALL);
    ck_assert(db_step(st));
    ck_assert_uint_eq(col_count(st), 6);
    ck_assert_uint_eq(col_u64(st, 0), 1);
    ck_assert_str_eq(col_str(st, 0), "1");
    ck_assert_str_eq(col_str(st, 1), "Käster 😀");
    ck_assert_str_eq(col_dup(st, 1, arena), "Käster 😀");
    ck_assert_int_eq(col_i64(st, 2), -5);
    ck_assert_str_eq(col_str(st, 2), "-5");
    ck_assert_int_eq(col_time(st, 3), at);
    ck_assert_str_eq(col_str(st, 3), "1969-12-31 23:59:58.000001");
    ck_assert_str_eq(col_str(st, 4), "2026-02-28");
    ck_assert_mem_eq(col_bytes(st, 5, &n), big, sizeof big);
    ck_assert_uint_eq(n, sizeof big);
    ck_assert(db_step(st));
    ck_assert(col_null(st, 1));
    ck_assert_ptr_null(col_str(st, 1));
    ck_assert_int_eq(col_time(st, 3), 0);
    ck_assert_mem_eq(col_bytes(st, 5, &n), "a\0b", 3);
    ck_assert_uint_eq(n, 3);
    ck_assert(!db_step(st));
    ck_assert_int_eq(db_status(st), ST_OK);
    ck_assert(col_null(st, 0));
}
END_TEST

START_TEST(nothing_found_is_told_from_failure)
{
    static const char SQL_NONE[] = "SELECT id FROM test_db WHERE id = ?";
    static const char SQL_WRONG[] = "SELECT nothing FROM test_db";
    struct stmt *st = db_stmt(db, SQL_NONE);

    bind_u64(st, 0, 99);
    ck_assert(!db_step(st));
    ck_assert_int_eq(db_status(st), ST_NOT_FOUND);
    st = db_stmt(db, SQL_WRONG);
    ck_assert(!db_step(st));
    ck_assert_int_eq(db_status(st), ST_FAILED);
    st = db_stmt(db, SQL_NONE);
    bind_u64(st, 1, 99); /* there is no second parameter */
    ck_assert(!db_step(st));
    ck_assert_int_eq(db_status(st), ST_FAILED);
}
END_TEST

static enum status raise_row(struct db *d, uint64_t id)
{
    struct stmt *st = db_stmt(d, SQL_RAISE);

    bind_u64(st, 0, id);
    return db_run(st);
}

START_TEST(keys_that_clash_are_a_conflict)
{
    static const char SQL_PART[] = "INSERT INTO test_db_part (id) VALUES (?)";
    struct stmt *st;

    ck_assert_uint_ne(add(db, "same", 1), 0);
    st = db_stmt(db, SQL_ADD);
    bind_str(st, 0, "same");
    ck_assert_int_eq(db_run(st), ST_CONFLICT);
    bind_str(st, 0, "another"); /* it ran; it has to be asked for anew */
    ck_assert_int_ne(db_run(st), ST_OK);
    st = db_stmt(db, SQL_PART);
    bind_u64(st, 0, 1234);
    ck_assert_int_eq(db_run(st), ST_CONFLICT);
}
END_TEST

START_TEST(a_value_that_does_not_fit_is_refused_whole)
{
    ck_assert_uint_eq(add(db, "a name of more than the forty characters that fit", 1), 0);
    ck_assert_uint_eq(count(db), 0);
}
END_TEST

START_TEST(what_runs_outside_a_transaction_stays)
{
    ck_assert_uint_ne(add(db, "one", 1), 0);
    ck_assert_uint_eq(count(other), 1);
    ck_assert(!db_in_tx(db));
}
END_TEST

static enum status two_rows(struct db *d, void *ctx)
{
    enum status *end = ctx;

    ck_assert(db_in_tx(d));
    ck_assert_uint_ne(add(d, "one", 1), 0);
    ck_assert_uint_ne(add(d, "two", 2), 0);
    ck_assert_uint_eq(count(other), 0);
    return *end;
}

START_TEST(a_transaction_is_all_or_nothing)
{
    enum status end = ST_INVALID;

    ck_assert_int_eq(db_tx(db, two_rows, &end), ST_INVALID);
    ck_assert_uint_eq(count(db), 0);
    end = ST_OK;
    ck_assert_int_eq(db_tx(db, two_rows, &end), ST_OK);
    ck_assert_uint_eq(count(other), 2);
}
END_TEST

static enum status outer(struct db *d, void *ctx)
{
    enum status end = ST_OK;

    (void)ctx;
    ck_assert_int_eq(db_tx(d, two_rows, &end), ST_OK);
    return ST_DENIED;
}

START_TEST(an_inner_transaction_belongs_to_the_outer_one)
{
    ck_assert_int_eq(db_tx(db, outer, NULL), ST_DENIED);
    ck_assert_uint_eq(count(db), 0);
}
END_TEST

static jmp_buf away;

static enum status jumps(struct db *d, void *ctx)
{
    (void)ctx;
    add(d, "one", 1);
    longjmp(away, 1);
}

START_TEST(a_jump_out_is_rolled_back)
{
    if (setjmp(away) == 0)
        db_tx(db, jumps, NULL);
    ck_assert(db_in_tx(db));
    db_rollback(db);
    ck_assert(!db_in_tx(db));
    ck_assert_uint_eq(count(db), 0);
    ck_assert_uint_eq(count(other), 0);
}
END_TEST

/* A procedure's row is read and its end not yet: what comes after a CALL and before db_done() is where a page runs out of memory. */
static enum status adds_and_calls(struct db *d, void *jump)
{
    static const char SQL_ONE[] = "CALL test_db_one()";

    add(d, "one", 1);
    ck_assert(db_step(db_stmt(d, SQL_ONE)));
    if (jump)
        longjmp(away, 1);
    return ST_INVALID;
}

START_TEST(a_statement_left_open_commits_nothing)
{
    if (setjmp(away) == 0)
        db_tx(db, adds_and_calls, &away);
    db_rollback(db);
    ck_assert_uint_eq(count(other), 0);
    ck_assert_int_eq(db_tx(db, adds_and_calls, NULL), ST_INVALID);
    ck_assert_uint_eq(count(other), 0);
}
END_TEST

/* The victim of a deadlock is whoever changed least: `other` is the heavier one, so that `db` has to start again. */
struct clash {
    unsigned runs;
    pthread_barrier_t held; /* each holds its first row */
};

static enum status heavy(struct db *d, void *ctx)
{
    struct clash *c = ctx;

    for (int i = 0; i < 50; i++)
        add(d, NULL, i);
    ck_assert_int_eq(raise_row(d, 1), ST_OK);
    pthread_barrier_wait(&c->held);
    return raise_row(d, 2);
}

static void *heavy_thread(void *ctx)
{
    enum status st = db_tx(other, heavy, ctx);

    mysql_thread_end();
    return st == ST_OK ? ctx : NULL;
}

static enum status light(struct db *d, void *ctx)
{
    struct clash *c = ctx;
    enum status st = raise_row(d, 2);

    if (c->runs++ == 0)
        pthread_barrier_wait(&c->held);
    return st == ST_OK ? raise_row(d, 1) : st;
}

START_TEST(a_deadlock_is_run_again_from_the_start)
{
    static const char SQL_AMOUNT[] = "SELECT amount FROM test_db WHERE id IN (1, 2)";
    struct clash c = { 0 };
    struct stmt *st;
    pthread_t thread;
    void *ended;

    ck_assert_uint_eq(add(db, "one", 0), 1);
    ck_assert_uint_eq(add(db, "two", 0), 2);
    ck_assert_int_eq(pthread_barrier_init(&c.held, NULL, 2), 0);
    ck_assert_int_eq(pthread_create(&thread, NULL, heavy_thread, &c), 0);
    ck_assert_int_eq(db_tx(db, light, &c), ST_OK);
    ck_assert_int_eq(pthread_join(thread, &ended), 0);
    ck_assert_ptr_nonnull(ended);
    ck_assert_uint_eq(c.runs, 2);
    st = db_stmt(db, SQL_AMOUNT);
    ck_assert(db_step(st));
    ck_assert_int_eq(col_i64(st, 0), 2);
    ck_assert(db_step(st));
    ck_assert_int_eq(col_i64(st, 0), 2);
}
END_TEST

START_TEST(a_connection_lost_while_idle_is_made_again)
{
    ck_assert_uint_ne(add(db, "one", 1), 0);
    kill_connection(db);
    ck_assert_uint_ne(add(db, "two", 2), 0); /* prepared before */
    kill_connection(db);
    ck_assert_uint_eq(count(db), 2); /* prepared anew */
    kill_connection(db);
    ck_assert(db_alive(db));
}
END_TEST

START_TEST(every_account_waits_for_an_answer_with_an_end)
{
    static const char *const programs[] = { "owner", "worker", "crm" };
    unsigned limit[3], set;

    for (size_t i = 0; i < 3; i++) {
        struct db *d = db_open(conf, programs[i]);

        ck_assert(d != NULL && db_alive(d));
        limit[i] = d->patience;
        ck_assert_int_eq(mysql_get_optionv(d->mysql, MYSQL_OPT_READ_TIMEOUT, &set), 0);
        ck_assert_uint_eq(set, limit[i]);
        ck_assert_int_eq(mysql_get_optionv(d->mysql, MYSQL_OPT_WRITE_TIMEOUT, &set), 0);
        ck_assert_uint_eq(set, limit[i]);
        db_close(d);
    }
    ck_assert_uint_gt(limit[0], limit[1]);
    ck_assert_uint_gt(limit[1], limit[2]);
    ck_assert_uint_gt(limit[2], 0);
}
END_TEST

START_TEST(a_server_that_says_nothing_is_lost)
{
    int64_t before;

    db_disconnect(db);
    db->patience = 1;
    before = clock_ticks();
    ck_assert_int_eq(db_script(db, "DO SLEEP(5);\n"), ST_FAILED);
    ck_assert_int_lt(clock_ticks() - before, 4 * CLOCK_SECOND);
    ck_assert(db->lost);
    ck_assert_uint_eq(count(db), 0); /* on a new connection */
}
END_TEST

static enum status loses(struct db *d, void *ctx)
{
    unsigned *runs = ctx;

    ck_assert_uint_ne(add(d, "one", 1), 0);
    if ((*runs)++ == 0)
        kill_connection(d);
    return add(d, "two", 2) == 0 ? ST_FAILED : ST_OK;
}

START_TEST(a_connection_lost_in_a_transaction_starts_it_again)
{
    unsigned runs = 0;

    ck_assert_int_eq(db_tx(db, loses, &runs), ST_OK);
    ck_assert_uint_eq(runs, 2);
    ck_assert_uint_eq(count(other), 2);
}
END_TEST

static enum status loses_at_end(struct db *d, void *ctx)
{
    unsigned *runs = ctx;

    (*runs)++;
    ck_assert_uint_ne(add(d, "one", 1), 0);
    kill_connection(d);
    return ST_OK;
}

static enum status refuses(struct db *d, void *ctx)
{
    (void)d;
    (void)ctx;
    return ST_INVALID;
}

START_TEST(a_connection_lost_at_the_commit_is_not_repeated)
{
    unsigned runs = 0;

    ck_assert_int_eq(db_tx(db, loses_at_end, &runs), ST_FAILED);
    ck_assert_uint_eq(runs, 1);
    ck_assert(db_unsure(db));
    ck_assert_uint_eq(count(db), 0);
    ck_assert_int_eq(db_tx(db, refuses, NULL), ST_INVALID);
    ck_assert(!db_unsure(db));
}
END_TEST

static enum status fails_unseen(struct db *d, void *ctx)
{
    unsigned *runs = ctx;

    if ((*runs)++ == 0)
        kill_connection(d);
    add(d, "one", 1);
    return ST_OK; /* although the row may not be there */
}

START_TEST(a_failure_that_nobody_looked_at_does_not_commit)
{
    unsigned runs = 0;

    ck_assert_int_eq(db_tx(db, fails_unseen, &runs), ST_OK);
    ck_assert_uint_eq(runs, 2);
    ck_assert_uint_eq(count(other), 1);
}
END_TEST

START_TEST(statements_are_read_side_by_side)
{
    struct stmt *all, *again;

    add(db, "one", 1);
    add(db, "two", 2);
    all = db_stmt(db, SQL_ALL);
    ck_assert(db_step(all));
    ck_assert_uint_eq(count(db), 2);
    ck_assert(db_step(all));
    ck_assert_str_eq(col_str(all, 1), "two");
    again = db_stmt(db, SQL_ALL);
    ck_assert_ptr_eq(again, all);
    ck_assert(db_step(again));
    ck_assert_str_eq(col_str(again, 1), "one");
}
END_TEST

START_TEST(a_stream_has_the_connection_to_itself)
{
    struct stmt *all, *st;

    for (int i = 0; i < 300; i++)
        add(db, NULL, i);
    all = db_stmt(db, SQL_ALL);
    db_stream(all);
    ck_assert(db_step(all));
    st = db_stmt(db, SQL_COUNT);
    ck_assert(!db_step(st));
    ck_assert_int_eq(db_status(st), ST_FAILED);
    for (int i = 1; i < 300; i++) {
        ck_assert(db_step(all));
        ck_assert_int_eq(col_i64(all, 2), i);
    }
    ck_assert(!db_step(all));
    ck_assert_int_eq(db_status(all), ST_OK);
    ck_assert_uint_eq(count(db), 300);
    all = db_stmt(db, SQL_ALL);
    db_stream(all);
    ck_assert(db_step(all));
    db_done(all); /* half-way */
    ck_assert_uint_eq(count(db), 300);
}
END_TEST

START_TEST(a_call_gives_its_result_sets)
{
    static const char SQL_SETS[] = "CALL test_db_sets()";
    struct stmt *st;

    for (int round = 0; round < 2; round++) {
        st = db_stmt(db, SQL_SETS);
        ck_assert(db_step(st));
        ck_assert_uint_eq(col_count(st), 2);
        ck_assert_str_eq(col_str(st, 1), "een");
        ck_assert(!db_step(st));
        ck_assert(db_next_result(st));
        ck_assert(db_step(st));
        ck_assert_uint_eq(col_count(st), 1);
        ck_assert_uint_eq(col_u64(st, 0), 2);
        ck_assert(!db_step(st));
        ck_assert(!db_next_result(st));
        ck_assert_int_eq(db_status(st), ST_OK);
        ck_assert_uint_eq(count(db), 0);
    }
    st = db_stmt(db, SQL_SETS);
    ck_assert(db_step(st));
    ck_assert_uint_eq(count(db), 0); /* the second set is thrown away, and that is no success */
    ck_assert(!db_next_result(st));
    ck_assert_int_eq(db_status(st), ST_FAILED);
}
END_TEST

START_TEST(a_call_with_one_result_is_like_a_select)
{
    static const char SQL_ONE[] = "CALL test_db_one()";

    for (int round = 0; round < 2; round++) {
        struct stmt *st = db_stmt(db, SQL_ONE);

        ck_assert(db_step(st));
        ck_assert_uint_eq(count(db), 0);
        ck_assert_uint_eq(col_u64(st, 0), 7);
        ck_assert(!db_step(st));
        ck_assert_int_eq(db_status(st), ST_OK);
    }
}
END_TEST

START_TEST(a_call_that_fails_half_way_leaves_nothing)
{
    static const char SQL_HALF[] = "CALL test_db_half()";

    ck_assert_int_eq(db_run(db_stmt(db, SQL_HALF)), ST_CONFLICT);
    ck_assert_uint_eq(count(db), 0);
    ck_assert_uint_eq(count(other), 0);
    ck_assert_uint_ne(add(other, "half", 1), 0); /* and holds no lock */
}
END_TEST

START_TEST(a_snapshot_stands_still_and_writes_nothing)
{
    add(db, "one", 1);
    ck_assert_int_eq(db_snapshot(db), ST_OK);
    ck_assert_uint_eq(count(db), 1);
    ck_assert_uint_ne(add(other, "two", 2), 0);
    ck_assert_uint_eq(count(db), 1);
    ck_assert_uint_eq(add(db, "three", 3), 0);
    db_snapshot_end(db);
    ck_assert_uint_eq(count(db), 2);
}
END_TEST

START_TEST(many_statements_are_found_back)
{
    enum { MANY = 500 };
    static char text[MANY][40];
    struct stmt *seen[MANY];

    for (int i = 0; i < MANY; i++) {
        snprintf(text[i], sizeof text[i], "SELECT %d + ?", i);
        seen[i] = db_stmt(db, text[i]);
    }
    for (int i = 0; i < MANY; i++) {
        struct stmt *st = db_stmt(db, text[i]);

        ck_assert_ptr_eq(st, seen[i]);
        bind_i64(st, 0, 1000);
        ck_assert(db_step(st));
        ck_assert_int_eq(col_i64(st, 0), 1000 + i);
    }
}
END_TEST

START_TEST(a_database_that_refuses_is_a_failure)
{
    static char name[] = "koren_no_such_schema";
    struct config wrong = *conf;
    struct db *no;
    struct stmt *st;

    wrong.db_name = name;
    no = db_open(&wrong, "owner");
    ck_assert_ptr_nonnull(no);
    ck_assert(!db_alive(no));
    st = db_stmt(no, SQL_COUNT);
    ck_assert(!db_step(st));
    ck_assert_int_eq(db_status(st), ST_FAILED);
    ck_assert_int_eq(db_tx(no, heavy, NULL), ST_FAILED);
    db_close(no);
    ck_assert_ptr_null(db_open(conf, "no_such_program"));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("db");
    TCase *c = tcase_create("db");
    SRunner *r;
    int failed;

    if (getenv("KOREN_TEST_CONF") == NULL) {
        fputs("test_db: SKIPPED, needs KOREN_TEST_CONF\n", stderr);
        return 77;
    }
    suite_add_tcase(s, c);
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, values_come_back_as_they_went_in);
    tcase_add_test(c, nothing_found_is_told_from_failure);
    tcase_add_test(c, keys_that_clash_are_a_conflict);
    tcase_add_test(c, a_value_that_does_not_fit_is_refused_whole);
    tcase_add_test(c, what_runs_outside_a_transaction_stays);
    tcase_add_test(c, a_transaction_is_all_or_nothing);
    tcase_add_test(c, an_inner_transaction_belongs_to_the_outer_one);
    tcase_add_test(c, a_jump_out_is_rolled_back);
    tcase_add_test(c, a_statement_left_open_commits_nothing);
    tcase_add_test(c, a_deadlock_is_run_again_from_the_start);
    tcase_add_test(c, a_connection_lost_while_idle_is_made_again);
    tcase_add_test(c, every_account_waits_for_an_answer_with_an_end);
    tcase_add_test(c, a_server_that_says_nothing_is_lost);
    tcase_add_test(c, a_connection_lost_in_a_transaction_starts_it_again);
    tcase_add_test(c, a_connection_lost_at_the_commit_is_not_repeated);
    tcase_add_test(c, a_failure_that_nobody_looked_at_does_not_commit);
    tcase_add_test(c, statements_are_read_side_by_side);
    tcase_add_test(c, a_stream_has_the_connection_to_itself);
    tcase_add_test(c, a_call_gives_its_result_sets);
    tcase_add_test(c, a_call_with_one_result_is_like_a_select);
    tcase_add_test(c, a_call_that_fails_half_way_leaves_nothing);
    tcase_add_test(c, a_snapshot_stands_still_and_writes_nothing);
    tcase_add_test(c, many_statements_are_found_back);
    tcase_add_test(c, a_database_that_refuses_is_a_failure);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? 0 : 1;
}
