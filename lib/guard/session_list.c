#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "db/db.h"
#include "guard/session.h"

#define NAME_BYTES   16
#define SESSIONS_MAX 50

static const char SQL_LIST[] = "SELECT token_hash, opened_at, seen_at, address, user_agent FROM session WHERE user_id = ? AND ended_at IS NULL"
                               " AND seen_at > ? AND opened_at > ? ORDER BY seen_at DESC LIMIT 50";
static const char SQL_END[] =
    "UPDATE session SET ended_at = ?, end_reason = 'ended' WHERE user_id = ? AND LEFT(token_hash, 16) = ? AND ended_at IS NULL";

enum status session_list(struct db *db, struct arena *a, const struct actor *who, struct session **out, size_t *count)
{
    struct stmt *st = db_stmt(db, SQL_LIST);
    bool portal = who->site == SITE_PORTAL;
    int64_t now = clock_now();

    *out = arena_array(a, SESSIONS_MAX, sizeof **out);
    *count = 0;
    bind_u64(st, 0, who->user_id);
    bind_time(st, 1, now - (portal ? SESSION_PORTAL_IDLE : SESSION_STAFF_IDLE) * CLOCK_SECOND);
    bind_time(st, 2, now - (portal ? SESSION_PORTAL_MAX : SESSION_STAFF_MAX) * CLOCK_SECOND);
    while (*count < SESSIONS_MAX && db_step(st)) {
        struct session *s = &(*out)[(*count)++];
        size_t n = 0;
        const uint8_t *hash = col_bytes(st, 0, &n);

        if (hash == NULL || n != HASH_BYTES)
            return ST_FAILED;
        hex_encode(hash, NAME_BYTES, s->name);
        s->own = memcmp(hash, who->session, HASH_BYTES) == 0;
        s->opened_at = col_time(st, 1);
        s->seen_at = col_time(st, 2);
        s->address = col_dup(st, 3, a);
        s->user_agent = col_dup(st, 4, a);
    }
    return db_status(st) == ST_FAILED ? ST_FAILED : ST_OK;
}

enum status session_end(struct db *db, const struct actor *who, const char *name)
{
    struct stmt *st = db_stmt(db, SQL_END);
    uint8_t start[NAME_BYTES];

    if (!hex_decode(name, start, sizeof start))
        return ST_NOT_FOUND;
    bind_time(st, 0, clock_now());
    bind_u64(st, 1, who->user_id);
    bind_bytes(st, 2, start, sizeof start);
    return db_run_one(st);
}
