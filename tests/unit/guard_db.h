/*
 * guard_db.h - users for tests of lib/guard that need a database; everything happens inside one transaction that is rolled back (model_db.h).
 */
#ifndef KOREN_TESTS_GUARD_DB_H
#define KOREN_TESTS_GUARD_DB_H

#include "guard/password.h"
#include "model_db.h"

static const char GUARD_SQL_USER[] = "INSERT INTO app_user (site, email, name, created_at) VALUES (?, ?, 'Proef', ?)";

/* A new user with a credential that nobody knows the password of. */
static inline uint64_t guard_user(const char *site, const char *email)
{
    struct stmt *st = db_stmt(db, GUARD_SQL_USER);
    struct credential cred = { .there = true, .log2_n = 4, .p = 1 };
    uint64_t id;

    bind_str(st, 0, site);
    bind_str(st, 1, email);
    bind_time(st, 2, clock_now());
    ck_assert_int_eq(db_run(st), ST_OK);
    id = db_insert_id(st);
    random_bytes(cred.salt, sizeof cred.salt);
    random_bytes(cred.hash, sizeof cred.hash);
    ck_assert_int_eq(credential_save(db, id, &cred), ST_OK);
    return id;
}

/* Runs a statement with one number. */
static inline void guard_run(const char *sql, uint64_t n)
{
    struct stmt *st = db_stmt(db, sql);

    bind_u64(st, 0, n);
    ck_assert_int_eq(db_run(st), ST_OK);
}

/* The number that a statement with one number gives. */
static inline uint64_t guard_count(const char *sql, uint64_t n)
{
    struct stmt *st = db_stmt(db, sql);
    uint64_t count;

    bind_u64(st, 0, n);
    ck_assert(db_step(st));
    count = col_u64(st, 0);
    db_done(st);
    return count;
}

/* From now on it is so many seconds later; clock_set(0) by model_tear_down() lets it run again. */
static inline void guard_later(int64_t seconds)
{
    clock_set(clock_now() + seconds * CLOCK_SECOND);
}

#endif
