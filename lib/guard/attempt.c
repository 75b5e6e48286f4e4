#include "guard/attempt.h"

#include <string.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/text.h"
#include "db/db.h"

/* Sign-ins of one user take turns here, so that two at once cannot both get the last code. */
static const char SQL_TURN[] = "SELECT user_id FROM credential WHERE user_id = ? FOR UPDATE";
static const char SQL_SENT[] = "SELECT sent_at FROM code_sent WHERE user_id = ? AND sent_at > ? ORDER BY sent_at DESC LIMIT 10";
static const char SQL_SEND[] = "INSERT INTO code_sent (user_id, sent_at) VALUES (?, ?)";
static const char SQL_UNCOUNT[] = "DELETE FROM code_sent WHERE user_id = ? ORDER BY id DESC LIMIT 1";
static const char SQL_OPEN[] = "INSERT INTO sign_in_attempt (token_hash, user_id, purpose, code_hash, created_at, expires_at)"
                               " VALUES (?, ?, 'sign_in', ?, ?, ?)";
static const char SQL_RENEW[] = "UPDATE sign_in_attempt SET code_hash = ?, tries = 0, expires_at = ? WHERE token_hash = ? AND used_at IS NULL";
static const char SQL_LOAD[] = "SELECT a.user_id, a.expires_at, a.tries, a.code_hash FROM sign_in_attempt a JOIN sign_in_user u ON u.id = a.user_id"
                               " WHERE a.token_hash = ? AND a.used_at IS NULL AND a.created_at > ? AND a.purpose = 'sign_in'"
                               " AND u.active = 1 AND u.site = ?";
static const char SQL_TRY[] =
    "UPDATE sign_in_attempt SET tries = tries + 1 WHERE token_hash = ? AND used_at IS NULL AND tries < ? AND expires_at > ?";
static const char SQL_USE[] = "UPDATE sign_in_attempt SET used_at = ? WHERE token_hash = ? AND used_at IS NULL";

_Static_assert(CODES_DAY == 10, "SQL_SENT reads so many");

/* The key is made of the token in another way than the hash that the database holds, and cannot be had from that. */
static void code_seal(const char *token, const char *code, uint8_t out[HASH_BYTES])
{
    uint8_t text[5 + TOKEN_TEXT] = "code|", key[KEY_BYTES];

    memcpy(text + 5, token, TOKEN_TEXT - 1);
    hash_sha256(text, 5 + TOKEN_TEXT - 1, key);
    hash_hmac(key, code, strlen(code), out);
    bytes_wipe(key, sizeof key);
}

static bool token_shaped(const char *token)
{
    return token != NULL && strlen(token) == TOKEN_TEXT - 1;
}

/* ST_CONFLICT when the user had too many codes; else counts one more. */
static enum status code_count(struct db *db, uint64_t user_id, int64_t now, int64_t *again_at)
{
    struct stmt *st = db_stmt(db, SQL_TURN);
    unsigned n = 0;

    *again_at = 0;
    bind_u64(st, 0, user_id);
    if (!db_step(st))
        return db_status(st) == ST_NOT_FOUND ? ST_NOT_FOUND : ST_FAILED;
    db_done(st);
    st = db_stmt(db, SQL_SENT);
    bind_u64(st, 0, user_id);
    bind_time(st, 1, now - CLOCK_DAY);
    while (db_step(st)) {
        int64_t at = col_time(st, 0);

        n++;
        if (n == CODES_QUARTER && at > now - 15 * CLOCK_MINUTE)
            *again_at = at + 15 * CLOCK_MINUTE;
        if (n == CODES_DAY && at + CLOCK_DAY > *again_at)
            *again_at = at + CLOCK_DAY;
    }
    if (db_status(st) == ST_FAILED)
        return ST_FAILED;
    if (*again_at != 0)
        return ST_CONFLICT;
    st = db_stmt(db, SQL_SEND);
    bind_u64(st, 0, user_id);
    bind_time(st, 1, now);
    return db_run(st);
}

enum status attempt_open(struct db *db, uint64_t user_id, char token[TOKEN_TEXT], char code[CODE_DIGITS + 1], int64_t *again_at)
{
    uint8_t hash[HASH_BYTES], sealed[HASH_BYTES];
    int64_t now = clock_now();
    enum status s = code_count(db, user_id, now, again_at);
    struct stmt *st;

    if (s != ST_OK)
        return s;
    random_token(token);
    random_digits(code, CODE_DIGITS);
    hash_token(token, hash);
    code_seal(token, code, sealed);
    st = db_stmt(db, SQL_OPEN);
    bind_bytes(st, 0, hash, sizeof hash);
    bind_u64(st, 1, user_id);
    bind_bytes(st, 2, sealed, sizeof sealed);
    bind_time(st, 3, now);
    bind_time(st, 4, now + CODE_SECONDS * CLOCK_SECOND);
    return db_run(st);
}

enum status attempt_renew(struct db *db, enum site site, const char *token, char code[CODE_DIGITS + 1], int64_t *again_at)
{
    uint8_t hash[HASH_BYTES], sealed[HASH_BYTES];
    int64_t now = clock_now();
    struct attempt found;
    enum status s = attempt_load(db, site, token, &found);
    struct stmt *st;

    if (s == ST_OK)
        s = code_count(db, found.user_id, now, again_at);
    if (s != ST_OK)
        return s;
    random_digits(code, CODE_DIGITS);
    hash_token(token, hash);
    code_seal(token, code, sealed);
    st = db_stmt(db, SQL_RENEW);
    bind_bytes(st, 0, sealed, sizeof sealed);
    bind_time(st, 1, now + CODE_SECONDS * CLOCK_SECOND);
    bind_bytes(st, 2, hash, sizeof hash);
    return db_run_one(st);
}

/* As attempt_load(), with what the code was sealed to. */
static enum status load(struct db *db, enum site site, const char *token, struct attempt *out, uint8_t sealed[HASH_BYTES])
{
    struct stmt *st;
    uint8_t hash[HASH_BYTES];
    const void *have;
    size_t n = 0;
    unsigned tries;

    memset(out, 0, sizeof *out);
    if (!token_shaped(token))
        return ST_NOT_FOUND;
    hash_token(token, hash);
    st = db_stmt(db, SQL_LOAD);
    bind_bytes(st, 0, hash, sizeof hash);
    bind_time(st, 1, clock_now() - ATTEMPT_SECONDS * CLOCK_SECOND);
    bind_str(st, 2, site == SITE_PORTAL ? "portal" : "staff");
    if (!db_step(st))
        return db_status(st);
    out->user_id = col_u64(st, 0);
    out->expires_at = col_time(st, 1);
    tries = (unsigned)col_u64(st, 2);
    out->tries_left = tries < CODE_TRIES ? CODE_TRIES - tries : 0;
    have = col_bytes(st, 3, &n);
    if (have == NULL || n != HASH_BYTES)
        return ST_FAILED;
    memcpy(sealed, have, HASH_BYTES);
    db_done(st);
    return ST_OK;
}

enum status attempt_load(struct db *db, enum site site, const char *token, struct attempt *out)
{
    uint8_t sealed[HASH_BYTES];

    return load(db, site, token, out, sealed);
}

/* After the right code: the first to set used_at has it; the code no longer counts against the limits. */
static enum status attempt_use(struct db *db, const uint8_t hash[HASH_BYTES], uint64_t user_id)
{
    struct stmt *st = db_stmt(db, SQL_USE);
    enum status s;

    bind_time(st, 0, clock_now());
    bind_bytes(st, 1, hash, HASH_BYTES);
    s = db_run_one(st);
    if (s != ST_OK)
        return s;
    st = db_stmt(db, SQL_UNCOUNT);
    bind_u64(st, 0, user_id);
    return db_run(st);
}

enum status attempt_try(struct db *db, enum site site, const char *token, const char *code, struct attempt *out)
{
    uint8_t hash[HASH_BYTES], right[HASH_BYTES], sealed[HASH_BYTES];
    enum status s = attempt_load(db, site, token, out);
    struct stmt *st;

    if (s != ST_OK)
        return s;
    hash_token(token, hash);
    st = db_stmt(db, SQL_TRY);
    bind_bytes(st, 0, hash, sizeof hash);
    bind_u64(st, 1, CODE_TRIES);
    bind_time(st, 2, clock_now());
    if (db_run(st) != ST_OK)
        return ST_FAILED;
    if (db_changed(st) != 1)
        return attempt_load(db, site, token, out) == ST_OK ? ST_DENIED : ST_NOT_FOUND;
    /* The row is ours until the commit: another submission waits at SQL_TRY. */
    s = load(db, site, token, out, right);
    if (s != ST_OK)
        return s;
    code_seal(token, code, sealed);
    if (!bytes_equal(sealed, right, HASH_BYTES))
        return out->tries_left > 0 ? ST_INVALID : ST_DENIED;
    return attempt_use(db, hash, out->user_id);
}
