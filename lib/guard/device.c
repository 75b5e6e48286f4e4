#include "guard/device.h"

#include <string.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "db/db.h"

static const char SQL_KNOWN[] = "SELECT user_id FROM device WHERE token_hash = ? AND user_id = ? AND seen_at > ?";
static const char SQL_ADD[] = "INSERT INTO device (token_hash, user_id, seen_at) VALUES (?, ?, ?)";
static const char SQL_REMOVE[] = "DELETE FROM device WHERE token_hash = ? AND user_id = ?";
static const char SQL_FORGET_ALL[] = "DELETE FROM device WHERE user_id = ?";

enum status device_known(struct db *db, const char *token, uint64_t user_id, bool *known)
{
    struct stmt *st = db_stmt(db, SQL_KNOWN);
    uint8_t hash[HASH_BYTES];

    hash_token(token == NULL ? "" : token, hash);
    bind_bytes(st, 0, hash, sizeof hash);
    bind_u64(st, 1, user_id);
    bind_time(st, 2, clock_now() - DEVICE_DAYS * CLOCK_DAY);
    *known = db_step(st);
    if (*known)
        db_done(st);
    return *known || db_status(st) == ST_NOT_FOUND ? ST_OK : ST_FAILED;
}

enum status device_remember(struct db *db, uint64_t user_id, const char *old, char token[TOKEN_TEXT])
{
    uint8_t hash[HASH_BYTES];
    struct stmt *st;

    if (old != NULL) {
        hash_token(old, hash);
        st = db_stmt(db, SQL_REMOVE);
        bind_bytes(st, 0, hash, sizeof hash);
        bind_u64(st, 1, user_id);
        if (db_run(st) != ST_OK)
            return ST_FAILED;
    }
    random_token(token);
    hash_token(token, hash);
    st = db_stmt(db, SQL_ADD);
    bind_bytes(st, 0, hash, sizeof hash);
    bind_u64(st, 1, user_id);
    bind_time(st, 2, clock_now());
    return db_run(st);
}

enum status device_forget_all(struct db *db, uint64_t user_id)
{
    struct stmt *st = db_stmt(db, SQL_FORGET_ALL);

    bind_u64(st, 0, user_id);
    return db_run(st);
}
