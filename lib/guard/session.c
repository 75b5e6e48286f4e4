#include "guard/session.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "db/db.h"

/* view_session joins session, user, function group, roles and permissions; portal's account has no view, and asks a procedure with the same columns.
 */
static const char SQL_VIEW[] = "SELECT " SESSION_COLUMNS " FROM view_session v WHERE v.token_hash = ?";
static const char SQL_PORTAL[] = "CALL portal_session(?)";
static const char SQL_TOUCH[] = "UPDATE session SET seen_at = ? WHERE token_hash = ?";
static const char SQL_OPEN[] = "INSERT INTO session (token_hash, user_id, opened_at, seen_at, address, user_agent) VALUES (?, ?, ?, ?, ?, ?)";
static const char SQL_CLOSE[] = "UPDATE session SET ended_at = ?, end_reason = 'sign_out' WHERE token_hash = ? AND ended_at IS NULL";
static const char SQL_CLOSE_ALL[] =
    "UPDATE session SET ended_at = ?, end_reason = 'ended' WHERE user_id = ? AND token_hash <> ? AND ended_at IS NULL";

#define AGENT_MAX 200 /* code points of the column */

enum column { COL_USER, COL_SITE, COL_NAME, COL_FUNCTION, COL_RELATION, COL_OPENED, COL_SEEN, COL_ENDED, COL_ACTIVE, COL_PERMISSIONS, COL_MODULES };

const char *session_cookie(enum site site)
{
    return site == SITE_PORTAL ? "__Host-koren-mijn" : "__Host-koren";
}

/* "account,relation_read,..." as a set. A name that this program does not know gives nothing. */
static void perms_read(struct perms *s, const char *list)
{
    char name[64];

    while (list != NULL && *list != '\0') {
        size_t n = strcspn(list, ",");

        if (n < sizeof name) {
            memcpy(name, list, n);
            name[n] = '\0';
            perms_add(s, perm_find(name));
        }
        list += n;
        if (*list == ',')
            list++;
    }
}

static bool session_live(const struct stmt *st, enum site site, int64_t now)
{
    int64_t idle = site == SITE_PORTAL ? SESSION_PORTAL_IDLE : SESSION_STAFF_IDLE;
    int64_t most = site == SITE_PORTAL ? SESSION_PORTAL_MAX : SESSION_STAFF_MAX;

    return col_null(st, COL_ENDED) && col_u64(st, COL_ACTIVE) != 0 && now - col_time(st, COL_SEEN) < idle * CLOCK_SECOND &&
           now - col_time(st, COL_OPENED) < most * CLOCK_SECOND;
}

static void actor_read(const struct stmt *st, struct arena *a, enum site site, struct actor *who)
{
    who->user_id = col_u64(st, COL_USER);
    who->relation_id = col_u64(st, COL_RELATION);
    who->name = col_dup(st, COL_NAME, a);
    who->function = col_null(st, COL_FUNCTION) ? (site == SITE_PORTAL ? "relatie" : "") : col_dup(st, COL_FUNCTION, a);
    who->signed_in_at = col_time(st, COL_OPENED);
    who->site = site;
    memset(&who->perms, 0, sizeof who->perms);
    perms_read(&who->perms, col_str(st, COL_PERMISSIONS));
    /* Whoever is signed in may manage the own account; a relation sees itself. Neither is a matter of roles. */
    perms_add(&who->perms, PERM_ACCOUNT);
    if (site == SITE_PORTAL)
        perms_add(&who->perms, PERM_PORTAL_SELF);
    /* Nobody may do anything in a module that the controller has no licence for. */
    modules_read(&who->modules, col_str(st, COL_MODULES));
    perms_license(&who->perms, &who->modules);
}

/* Judges the row that st stands at. ST_OK: who is somebody now. */
static enum status session_row(struct stmt *st, struct arena *a, enum site site, int64_t now, struct actor *who, bool *expired)
{
    if (!text_equal(col_str(st, COL_SITE), site == SITE_PORTAL ? "portal" : "staff"))
        return ST_NOT_FOUND;
    if (!session_live(st, site, now)) {
        log_fact(LOG_INFO, "session_use_after_expire", "user=%llu ended=%d", (unsigned long long)col_u64(st, COL_USER), !col_null(st, COL_ENDED));
        *expired = true;
        return ST_NOT_FOUND;
    }
    actor_read(st, a, site, who);
    return ST_OK;
}

static enum status session_touch(struct db *db, const uint8_t hash[HASH_BYTES], int64_t now)
{
    struct stmt *st = db_stmt(db, SQL_TOUCH);

    bind_time(st, 0, now);
    bind_bytes(st, 1, hash, HASH_BYTES);
    return db_run(st);
}

static enum status load(struct db *db, struct arena *a, enum site site, const char *token, const struct session_along *along, struct actor *who,
                        bool *expired)
{
    bool through_procedure = text_equal(who->program, "portal");
    struct stmt *st;
    uint8_t hash[HASH_BYTES];
    int64_t now = clock_now(), seen;
    enum status status;

    *expired = false;
    if (token == NULL || strlen(token) != TOKEN_TEXT - 1)
        return ST_NOT_FOUND;
    hash_token(token, hash);
    if (along != NULL) {
        st = db_stmt(db, along->sql);
        bind_str(st, 0, along->value);
    } else {
        st = db_stmt(db, through_procedure ? SQL_PORTAL : SQL_VIEW);
    }
    bind_bytes(st, along != NULL ? 1 : 0, hash, sizeof hash);
    if (!db_step(st))
        return db_status(st);
    status = session_row(st, a, site, now, who, expired);
    seen = col_time(st, COL_SEEN);
    if (status == ST_OK && along != NULL) {
        db_skip(st, SESSION_COLUMN_COUNT);
        if (along->take(along->ctx, st) != ST_OK)
            status = ST_FAILED;
    }
    db_done(st);
    if (status != ST_OK)
        return status;
    memcpy(who->session, hash, sizeof hash);
    return through_procedure || now - seen < SESSION_TOUCH * CLOCK_SECOND ? ST_OK : session_touch(db, hash, now);
}

enum status session_load(struct db *db, struct arena *a, enum site site, const char *token, struct actor *who, bool *expired)
{
    return load(db, a, site, token, NULL, who, expired);
}

enum status session_load_along(struct db *db, struct arena *a, enum site site, const char *token, const struct session_along *along,
                               struct actor *who, bool *expired)
{
    return load(db, a, site, token, along, who, expired);
}

bool session_fresh(const struct actor *who)
{
    return who->signed_in_at != 0 && clock_now() - who->signed_in_at < SESSION_FRESH * CLOCK_SECOND;
}

/* The first `most` code points. */
static char *shorten(struct arena *a, const char *s, size_t most)
{
    size_t n = 0;

    for (size_t points = 0; s[n] != '\0'; n++)
        if (((unsigned char)s[n] & 0xc0) != 0x80 && points++ == most)
            break;
    return arena_strndup(a, s, n);
}

enum status session_open(struct db *db, struct arena *a, const struct actor *who, uint64_t user_id, const char *user_agent, char token[TOKEN_TEXT])
{
    struct stmt *st = db_stmt(db, SQL_OPEN);
    uint8_t hash[HASH_BYTES];
    int64_t now = clock_now();

    random_token(token);
    hash_token(token, hash);
    bind_bytes(st, 0, hash, sizeof hash);
    bind_u64(st, 1, user_id);
    bind_time(st, 2, now);
    bind_time(st, 3, now);
    bind_str(st, 4, who->address);
    bind_str(st, 5, user_agent == NULL ? "" : shorten(a, user_agent, AGENT_MAX));
    if (db_run(st) != ST_OK)
        return ST_FAILED;
    log_fact(LOG_INFO, "session_created", "user=%llu", (unsigned long long)user_id);
    return ST_OK;
}

enum status session_close(struct db *db, const uint8_t hash[HASH_BYTES])
{
    struct stmt *st = db_stmt(db, SQL_CLOSE);

    bind_time(st, 0, clock_now());
    bind_bytes(st, 1, hash, HASH_BYTES);
    return db_run(st);
}

enum status session_close_all(struct db *db, uint64_t user_id, const uint8_t *keep)
{
    static const uint8_t none[HASH_BYTES];
    struct stmt *st = db_stmt(db, SQL_CLOSE_ALL);

    bind_time(st, 0, clock_now());
    bind_u64(st, 1, user_id);
    bind_bytes(st, 2, keep == NULL ? none : keep, HASH_BYTES);
    return db_run(st);
}
