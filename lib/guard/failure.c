#include "guard/failure.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/keys.h"
#include "base/text.h"
#include "db/db.h"

static const char SQL_UNTIL[] = "SELECT blocked_until FROM sign_in_failure WHERE name_hash = ?";
/* Makes the row when there is none, and locks it either way. */
static const char SQL_TURN[] =
    "INSERT INTO sign_in_failure (name_hash, failures, last_at) VALUES (?, 0, ?) ON DUPLICATE KEY UPDATE name_hash = name_hash";
static const char SQL_READ[] = "SELECT failures, last_at, blocked_until FROM sign_in_failure WHERE name_hash = ? FOR UPDATE";
static const char SQL_COUNT[] = "UPDATE sign_in_failure SET failures = ?, last_at = ?, blocked_until = ? WHERE name_hash = ?";
static const char SQL_FORGET[] = "DELETE FROM sign_in_failure WHERE name_hash = ?";

static void name_seal(const struct keys *k, struct arena *a, const char *kind, const char *text, uint8_t out[HASH_BYTES])
{
    const char *whole = arena_printf(a, "%s|%s", kind, text);

    hash_hmac(k->key[KEY_FORM], whole, strlen(whole), out);
}

void failure_name(const struct keys *k, struct arena *a, enum site site, const char *address, uint8_t out[HASH_BYTES])
{
    name_seal(k, a, site == SITE_PORTAL ? "failure|portal" : "failure|staff", text_lower(a, address), out);
}

void failure_device(const struct keys *k, struct arena *a, const char *token, uint8_t out[HASH_BYTES])
{
    name_seal(k, a, "failure|device", token, out);
}

int64_t failure_wait(unsigned failures)
{
    int64_t wait = FAILURE_WAIT;

    if (failures < FAILURES_FREE)
        return 0;
    for (unsigned i = FAILURES_FREE; i < failures && wait < FAILURE_WAIT_MAX; i++)
        wait *= 2;
    return wait < FAILURE_WAIT_MAX ? wait : FAILURE_WAIT_MAX;
}

enum status failure_until(struct db *db, const uint8_t name[HASH_BYTES], int64_t *until)
{
    struct stmt *st = db_stmt(db, SQL_UNTIL);

    *until = 0;
    bind_bytes(st, 0, name, HASH_BYTES);
    if (!db_step(st))
        return db_status(st) == ST_NOT_FOUND ? ST_OK : db_status(st);
    if (col_time(st, 0) > clock_now())
        *until = col_time(st, 0);
    db_done(st);
    return ST_OK;
}

enum status failure_settle(struct db *db, const uint8_t name[HASH_BYTES], bool failed, int64_t *until, bool *closed)
{
    struct stmt *st = db_stmt(db, SQL_TURN);
    int64_t now = clock_now(), last, blocked;
    unsigned failures;

    *until = 0;
    *closed = false;
    bind_bytes(st, 0, name, HASH_BYTES);
    bind_time(st, 1, now);
    if (db_run(st) != ST_OK)
        return ST_FAILED;
    st = db_stmt(db, SQL_READ);
    bind_bytes(st, 0, name, HASH_BYTES);
    if (!db_step(st))
        return ST_FAILED;
    failures = (unsigned)col_u64(st, 0);
    last = col_time(st, 1);
    blocked = col_time(st, 2);
    db_done(st);
    if (blocked > now) {
        *until = blocked;
        *closed = true;
        return ST_OK;
    }
    if (!failed)
        return ST_OK;
    failures = last < now - FAILURES_FORGET * CLOCK_SECOND ? 1 : failures + 1;
    if (failure_wait(failures) > 0)
        *until = now + failure_wait(failures) * CLOCK_SECOND;
    st = db_stmt(db, SQL_COUNT);
    bind_u64(st, 0, failures);
    bind_time(st, 1, now);
    bind_time(st, 2, *until);
    bind_bytes(st, 3, name, HASH_BYTES);
    return db_run(st);
}

enum status failure_forget(struct db *db, const uint8_t name[HASH_BYTES], unsigned *count)
{
    struct stmt *st = db_stmt(db, SQL_READ);

    *count = 0;
    bind_bytes(st, 0, name, HASH_BYTES);
    if (!db_step(st))
        return db_status(st) == ST_NOT_FOUND ? ST_OK : db_status(st);
    *count = (unsigned)col_u64(st, 0);
    db_done(st);
    st = db_stmt(db, SQL_FORGET);
    bind_bytes(st, 0, name, HASH_BYTES);
    return db_run(st);
}
