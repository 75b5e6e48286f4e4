/*
 * db.h - MariaDB through prepared statements only.
 *
 * A statement is prepared once per connection and found again by the address of its text, which therefore is a constant or lives as long as
 * the process. A lost connection is made again before the next transaction, and statements are prepared anew as they are used. A server that says
 * nothing for a minute (the worker: ten, the owner: two hours) is a lost connection too; what it was asked may still happen there.
 *
 *     static const char SQL_FIND[] = "SELECT id, name FROM relation WHERE number = ?";
 *     struct stmt *st = db_stmt(db, SQL_FIND);
 *     bind_str(st, 0, number);
 *     if (!db_step(st))
 *         return db_status(st);
 *     id = col_u64(st, 0);
 *     name = col_dup(st, 1, arena);
 *
 * Errors stick: after a failed prepare or bind, db_step() and db_run() fail and the reason has been logged once.
 *
 * All rows of a result are taken in at the first step, so several statements may be read side by side. The exceptions: a statement with
 * db_stream(), and the further result sets of a CALL, which have to be read before another statement runs on the same connection.
 */
#ifndef KOREN_DB_DB_H
#define KOREN_DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct arena;
struct config;
struct db;
struct stmt;

#define DB_TRIES 6 /* how often a transaction that met a deadlock or a certification failure is run in all */

/* A connection for the account of `program` (db_user_prefix + program, password from db_password_dir, read now, before a sandbox closes). Connects
 * when first used, to the schema db_name. NULL when the password cannot be read. The caller owns it: db_close(). */
struct db *db_open(const struct config *c, const char *program);
/* Another connection of the same account: for what must be seen by others while a transaction of the first is not over. Also inside a sandbox. */
struct db *db_twin(const struct db *db);
void db_close(struct db *db);
/* True when the server answers; reconnects when it must. */
bool db_alive(struct db *db);

/* The statement, reset and ready for binding. Owned by the connection. Never NULL. */
struct stmt *db_stmt(struct db *db, const char *sql);

/* Parameters count from 0. Texts and bytes are not copied: they must last until the statement has run. NULL binds SQL NULL. */
void bind_u64(struct stmt *st, unsigned i, uint64_t v);
void bind_i64(struct stmt *st, unsigned i, int64_t v);
void bind_str(struct stmt *st, unsigned i, const char *s);
void bind_bytes(struct stmt *st, unsigned i, const void *p, size_t n);
void bind_null(struct stmt *st, unsigned i);
void bind_time(struct stmt *st, unsigned i, int64_t t); /* clock.h time as DATETIME(6); 0 binds NULL */

/* Rows come one by one from the server and never all lie in memory, for exports of any size. Between db_stmt() and the first db_step(). Until
 * db_step() was false or db_done(), no other statement can run on this connection: it is refused (ST_FAILED, db_busy in the log). */
void db_stream(struct stmt *st);

/* Runs the statement at the first call; true when there is a row. False at the end or on failure: db_status() tells. */
bool db_step(struct stmt *st);
/* Runs a statement that gives no rows. ST_OK, ST_CONFLICT (unique key, foreign key) or ST_FAILED. */
enum status db_run(struct stmt *st);
/* The same for a statement that must change exactly one row: ST_NOT_FOUND when it did not. */
enum status db_run_one(struct stmt *st);
/* After db_step() was false: ST_OK when there were rows, ST_NOT_FOUND when there was none, ST_CONFLICT, ST_FAILED. */
enum status db_status(const struct stmt *st);
/* Leaves the rest of the rows (and result sets of a CALL). Done by itself at the next db_stmt() of the same text. */
void db_done(struct stmt *st);
/* Next result set of a CALL; true when there is one with columns. */
bool db_next_result(struct stmt *st);

uint64_t db_changed(const struct stmt *st); /* rows that really became different */
uint64_t db_insert_id(const struct stmt *st);

/* Columns count from 0 and are valid until the next step. A NULL is 0 or NULL. */
unsigned col_count(const struct stmt *st);
/* From here on columns count from the n-th, until the statement is used again: for who reads one part of a row that several share. */
void db_skip(struct stmt *st, unsigned n);
bool col_null(const struct stmt *st, unsigned i);
uint64_t col_u64(const struct stmt *st, unsigned i);
int64_t col_i64(const struct stmt *st, unsigned i);
const char *col_str(const struct stmt *st, unsigned i);
const void *col_bytes(const struct stmt *st, unsigned i, size_t *n);
int64_t col_time(const struct stmt *st, unsigned i); /* DATETIME to clock.h time, 0 for NULL */
char *col_dup(const struct stmt *st, unsigned i, struct arena *a);

/*
 * Runs fn inside one transaction and commits when it gives ST_OK; rolls back otherwise and returns what fn gave. When the server reports a
 * deadlock, a lock wait time-out, a Galera certification failure or a lost connection before the commit, fn is run again from the start (up
 * to DB_TRIES, with a growing pause): fn must have no effect outside the database. A connection lost during the commit itself is not repeated (the
 * commit may have happened): ST_FAILED. Nested calls join the outer transaction. A longjmp (arena.h) out of fn must be followed by db_rollback().
 */
enum status db_tx(struct db *db, enum status (*fn)(struct db *db, void *ctx), void *ctx);
bool db_in_tx(const struct db *db);
/* After db_tx() gave ST_FAILED: whether the connection was lost while committing, so that all of it may have happened. What lies outside the database
 * and belongs to it must then stay; whoever sweeps finds out later. */
bool db_unsure(const struct db *db);
void db_rollback(struct db *db);

/* One consistent view for many reads (REPEATABLE READ, WITH CONSISTENT SNAPSHOT, read only); db_snapshot_end() leaves it. */
enum status db_snapshot(struct db *db);
void db_snapshot_end(struct db *db);

/*
 * For migrations and grants by the owner only (lib/ops/): runs a whole script of text from sql/ or from the tables in code, never from input; the
 * lint allows it nowhere else. A statement ends at a `;` at the end of a line; CREATE [OR REPLACE] PROCEDURE, FUNCTION and TRIGGER end at a line
 * `END;` at the left margin. Lines that start with `--` between statements are comments. Not inside db_tx(). Stops at the first failure.
 */
enum status db_script(struct db *db, const char *script);

#endif
