#include "guard/mail_link.h"

#include <string.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "db/db.h"

static const char SQL_RECENT[] =
    "SELECT COUNT(*), CAST(COALESCE(SUM(created_at > ?), 0) AS UNSIGNED) FROM mail_link WHERE user_id = ? AND kind = 'reset' AND created_at > ?";
static const char SQL_END_OTHERS[] = "UPDATE mail_link SET used_at = ? WHERE user_id = ? AND kind = ? AND used_at IS NULL";
static const char SQL_OPEN[] = "INSERT INTO mail_link (token_hash, user_id, kind, created_at, expires_at) VALUES (?, ?, ?, ?, ?)";
static const char SQL_FIND[] =
    "SELECT u.id FROM mail_link l JOIN sign_in_user u ON u.id = l.user_id WHERE l.token_hash = ? AND l.kind = ? AND l.used_at IS NULL"
    " AND l.expires_at > ? AND u.site = ? AND u.active = 1";
static const char SQL_USE[] = "UPDATE mail_link SET used_at = ? WHERE token_hash = ? AND kind = ? AND used_at IS NULL AND expires_at > ?";

static const char *kind_name(enum link_kind kind)
{
    return kind == LINK_INVITE ? "invite" : "reset";
}

static enum status resets_allowed(struct db *db, uint64_t user_id, int64_t now)
{
    struct stmt *st = db_stmt(db, SQL_RECENT);
    uint64_t day, quarter;

    bind_time(st, 0, now - 15 * CLOCK_MINUTE);
    bind_u64(st, 1, user_id);
    bind_time(st, 2, now - CLOCK_DAY);
    if (!db_step(st))
        return ST_FAILED;
    day = col_u64(st, 0);
    quarter = col_u64(st, 1);
    db_done(st);
    return day < LINKS_DAY && quarter < LINKS_QUARTER ? ST_OK : ST_CONFLICT;
}

/* The user's other links of this kind are worthless from now on. */
static enum status end_others(struct db *db, uint64_t user_id, enum link_kind kind)
{
    struct stmt *st = db_stmt(db, SQL_END_OTHERS);

    bind_time(st, 0, clock_now());
    bind_u64(st, 1, user_id);
    bind_str(st, 2, kind_name(kind));
    return db_run(st);
}

enum status mail_link_open(struct db *db, uint64_t user_id, enum link_kind kind, char token[TOKEN_TEXT])
{
    int64_t now = clock_now();
    enum status s = kind == LINK_RESET ? resets_allowed(db, user_id, now) : ST_OK;
    struct stmt *st;
    uint8_t hash[HASH_BYTES];

    if (s != ST_OK)
        return s;
    /* A second reset link does not end the first: a stranger could keep somebody from ever using one. */
    if (kind == LINK_INVITE && end_others(db, user_id, kind) != ST_OK)
        return ST_FAILED;
    random_token(token);
    hash_token(token, hash);
    st = db_stmt(db, SQL_OPEN);
    bind_bytes(st, 0, hash, sizeof hash);
    bind_u64(st, 1, user_id);
    bind_str(st, 2, kind_name(kind));
    bind_time(st, 3, now);
    bind_time(st, 4, now + (kind == LINK_INVITE ? LINK_INVITE_SECONDS : LINK_RESET_SECONDS) * CLOCK_SECOND);
    return db_run(st);
}

enum status mail_link_find(struct db *db, enum site site, enum link_kind kind, const char *token, uint64_t *user_id)
{
    struct stmt *st;
    uint8_t hash[HASH_BYTES];

    *user_id = 0;
    if (token == NULL || strlen(token) != TOKEN_TEXT - 1)
        return ST_NOT_FOUND;
    hash_token(token, hash);
    st = db_stmt(db, SQL_FIND);
    bind_bytes(st, 0, hash, sizeof hash);
    bind_str(st, 1, kind_name(kind));
    bind_time(st, 2, clock_now());
    bind_str(st, 3, site == SITE_PORTAL ? "portal" : "staff");
    if (!db_step(st))
        return db_status(st);
    *user_id = col_u64(st, 0);
    db_done(st);
    return ST_OK;
}

enum status mail_link_use(struct db *db, enum link_kind kind, uint64_t user_id, const char *token)
{
    struct stmt *st = db_stmt(db, SQL_USE);
    int64_t now = clock_now();
    uint8_t hash[HASH_BYTES];
    enum status status;

    hash_token(token, hash);
    bind_time(st, 0, now);
    bind_bytes(st, 1, hash, sizeof hash);
    bind_str(st, 2, kind_name(kind));
    bind_time(st, 3, now);
    status = db_run_one(st);
    return status == ST_OK ? end_others(db, user_id, kind) : status;
}
