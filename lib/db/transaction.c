#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "db/connection.h"

#define PAUSE_FIRST (5 * CLOCK_SECOND / 1000)

/* Back to a clean start, whatever state the connection is in. */
static void abandon(struct db *db)
{
    /* While a transaction is going on, the end of a statement commits nothing (db_settle()). */
    db->depth = 1;
    if (db->open != NULL) {
        struct stmt *st = db->open;

        db_done(st);
    }
    db->depth = 0;
    db->doomed = false;
    db->snapshot = false;
    if (db->mysql != NULL && !db->lost)
        db_command(db, "ROLLBACK");
}

/* Doubling, with a random part so that two who met do not meet again. */
static void pause_before(unsigned try)
{
    int64_t longest = PAUSE_FIRST << try;

    clock_sleep(longest / 2 + (int64_t)random_below((uint32_t)(longest / 2 + 1)));
}

/* Starts without a round trip: with autocommit off the first statement opens the transaction. */
static bool begin(struct db *db)
{
    db->doomed = db->unsure = false;
    if (!db_connect(db))
        return false;
    if (db->open != NULL)
        db_done(db->open);
    db->depth = 1;
    return true;
}

enum verdict { VERDICT_DONE, VERDICT_AGAIN };

static enum verdict finish(struct db *db, enum status *st)
{
    bool again = db->doomed;

    if (!again && *st == ST_OK) {
        if (db->open != NULL)
            db_done(db->open);
        *st = db_command(db, "COMMIT");
        /* Lost while committing: it may have happened, so it is not done again. */
        again = db->doomed && !db->lost;
        db->unsure = *st != ST_OK && db->lost;
        if (*st == ST_OK) {
            db->depth = 0;
            return VERDICT_DONE;
        }
    }
    abandon(db);
    return again ? VERDICT_AGAIN : VERDICT_DONE;
}

enum status db_tx(struct db *db, enum status (*fn)(struct db *db, void *ctx), void *ctx)
{
    enum status st = ST_FAILED;

    if (db->depth > 0)
        return db->doomed ? ST_FAILED : fn(db, ctx);
    for (unsigned try = 0; try < DB_TRIES; try++) {
        if (try > 0)
            pause_before(try);
        if (!begin(db))
            return ST_FAILED;
        st = fn(db, ctx);
        if (db->depth == 0)
            return st; /* fn rolled back by itself */
        if (finish(db, &st) == VERDICT_DONE)
            return st;
        log_fact(LOG_INFO, "db_again", "account=%s code=%u try=%u", db->account, db->failed_code, try + 1);
        st = ST_FAILED;
    }
    log_fact(LOG_ERROR, "db_gave_up", "account=%s code=%u tries=%u", db->account, db->failed_code, (unsigned)DB_TRIES);
    return st;
}

bool db_in_tx(const struct db *db)
{
    return db->depth > 0;
}

bool db_unsure(const struct db *db)
{
    return db->unsure;
}

void db_rollback(struct db *db)
{
    if (db->depth > 0 || db->open != NULL)
        abandon(db);
}

enum status db_snapshot(struct db *db)
{
    enum status st;

    if (db->depth > 0) {
        log_fact(LOG_ERROR, "db_snapshot", "account=%s reason=nested", db->account);
        return ST_FAILED;
    }
    for (unsigned try = 0; try < 2; try++) {
        if (!begin(db))
            return ST_FAILED;
        st = db_command(db, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        if (st == ST_OK)
            st = db_command(db, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
        if (st == ST_OK) {
            db->snapshot = true;
            return ST_OK;
        }
        abandon(db);
    }
    return ST_FAILED;
}

void db_snapshot_end(struct db *db)
{
    if (db->snapshot)
        abandon(db);
}
