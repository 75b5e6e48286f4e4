/*
 * model_db.h - for tests of lib/model that need a database: KOREN_TEST_CONF names the koren.conf of one whose schema is there. Everything they write
 * is rolled back. Without KOREN_TEST_CONF they are skipped, and say so.
 */
#ifndef KOREN_TESTS_MODEL_DB_H
#define KOREN_TESTS_MODEL_DB_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/keys.h"
#include "base/random.h"
#include "db/db.h"
#include "guard/actor.h"
#include "model/record.h"

#define TEST_SKIPPED 77

static struct config *conf;
static struct db *db;
static struct arena *arena;
static struct keys test_keys;
static struct actor test_actor;
static struct model model;

static inline void model_set_up(void)
{
    conf = config_load(getenv("KOREN_TEST_CONF"), stderr);
    ck_assert_ptr_nonnull(conf);
    db = db_open(conf, "owner");
    arena = arena_new(0);
    ck_assert_ptr_nonnull(db);
    for (int k = 0; k < KEY_COUNT; k++) {
        test_keys.have[k] = true;
        random_bytes(test_keys.key[k], KEY_BYTES);
    }
    random_name(test_actor.request);
    model = (struct model){ .db = db, .arena = arena, .keys = &test_keys, .who = &test_actor };
}

static inline void model_tear_down(void)
{
    db_rollback(db);
    db_close(db);
    arena_free(arena);
    config_free(conf);
    clock_set(0);
}

#define UNDO ST_INVALID /* what a test gives to db_tx() so that nothing stays */

/* A test whose body runs inside one transaction that is rolled back. */
#define MODEL_TEST(name)                                                                                                                             \
    static void name##_body(void);                                                                                                                   \
    static enum status name##_tx(struct db *test_db, void *ctx)                                                                                      \
    {                                                                                                                                                \
        (void)test_db;                                                                                                                               \
        (void)ctx;                                                                                                                                   \
        name##_body();                                                                                                                               \
        return UNDO;                                                                                                                                 \
    }                                                                                                                                                \
    START_TEST(name)                                                                                                                                 \
    {                                                                                                                                                \
        ck_assert_int_eq(db_tx(db, name##_tx, NULL), UNDO);                                                                                          \
    }                                                                                                                                                \
    END_TEST                                                                                                                                         \
    static void name##_body(void)

static inline int model_tests_run(Suite *s)
{
    SRunner *r;
    int bad;

    if (!getenv("KOREN_TEST_CONF")) {
        fprintf(stderr, "SKIPPED: KOREN_TEST_CONF does not name a configuration with a database\n");
        return TEST_SKIPPED;
    }
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    bad = srunner_ntests_failed(r);
    srunner_free(r);
    return bad == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
