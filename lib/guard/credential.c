#include <string.h>

#include "base/clock.h"
#include "db/db.h"
#include "guard/password.h"

static const char SQL_LOAD[] = "SELECT salt, hash, log2_n, p FROM credential WHERE user_id = ?";
static const char SQL_SAVE[] = "INSERT INTO credential (user_id, salt, hash, log2_n, p, changed_at) VALUES (?, ?, ?, ?, ?, ?)"
                               " ON DUPLICATE KEY UPDATE salt = VALUES(salt), hash = VALUES(hash), log2_n = VALUES(log2_n), p = VALUES(p),"
                               " changed_at = VALUES(changed_at)";

/* Copies a column of exactly n bytes. */
static bool take(const struct stmt *st, unsigned column, uint8_t *out, size_t n)
{
    size_t have = 0;
    const void *p = col_bytes(st, column, &have);

    if (p == NULL || have != n)
        return false;
    memcpy(out, p, n);
    return true;
}

enum status credential_load(struct db *db, uint64_t user_id, struct credential *out)
{
    struct stmt *st = db_stmt(db, SQL_LOAD);

    memset(out, 0, sizeof *out);
    bind_u64(st, 0, user_id);
    if (!db_step(st))
        return db_status(st) == ST_NOT_FOUND ? ST_OK : db_status(st);
    if (!take(st, 0, out->salt, sizeof out->salt) || !take(st, 1, out->hash, sizeof out->hash))
        return ST_FAILED;
    out->log2_n = (unsigned)col_u64(st, 2);
    out->p = (unsigned)col_u64(st, 3);
    out->there = true;
    db_done(st);
    return ST_OK;
}

enum status credential_save(struct db *db, uint64_t user_id, const struct credential *cred)
{
    struct stmt *st = db_stmt(db, SQL_SAVE);

    bind_u64(st, 0, user_id);
    bind_bytes(st, 1, cred->salt, sizeof cred->salt);
    bind_bytes(st, 2, cred->hash, sizeof cred->hash);
    bind_u64(st, 3, cred->log2_n);
    bind_u64(st, 4, cred->p);
    bind_time(st, 5, clock_now());
    return db_run(st);
}
