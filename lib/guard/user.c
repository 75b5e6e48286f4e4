#include "guard/user.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/db.h"

static const char SQL_FIND[] = "SELECT id, relation_id, site, email, name FROM sign_in_user WHERE site = ? AND email = ? AND active = 1";
static const char SQL_LOAD[] = "SELECT id, relation_id, site, email, name FROM sign_in_user WHERE id = ? AND active = 1";
static const char SQL_SIGNED_IN[] = "UPDATE app_user SET last_sign_in_at = ? WHERE id = ?";

static void user_read(const struct stmt *st, struct arena *a, struct user *out)
{
    out->id = col_u64(st, 0);
    out->relation_id = col_u64(st, 1);
    out->site = text_equal(col_str(st, 2), "portal") ? SITE_PORTAL : SITE_STAFF;
    out->email = col_dup(st, 3, a);
    out->name = col_dup(st, 4, a);
}

enum status user_find(struct db *db, struct arena *a, enum site site, const char *address, struct user *out)
{
    struct stmt *st = db_stmt(db, SQL_FIND);

    memset(out, 0, sizeof *out);
    bind_str(st, 0, site == SITE_PORTAL ? "portal" : "staff");
    bind_str(st, 1, address);
    if (!db_step(st))
        return db_status(st) == ST_NOT_FOUND ? ST_OK : db_status(st);
    user_read(st, a, out);
    db_done(st);
    /* The column's collation also takes é for e and the like. Failures are counted by what was typed: other spellings of one address would give
     * somebody who guesses a fresh count each. */
    if (!text_equal(text_lower(a, out->email), text_lower(a, address)))
        memset(out, 0, sizeof *out);
    return ST_OK;
}

enum status user_load(struct db *db, struct arena *a, uint64_t id, struct user *out)
{
    struct stmt *st = db_stmt(db, SQL_LOAD);

    memset(out, 0, sizeof *out);
    bind_u64(st, 0, id);
    if (!db_step(st))
        return db_status(st);
    user_read(st, a, out);
    db_done(st);
    return ST_OK;
}

enum status user_signed_in(struct db *db, uint64_t id)
{
    struct stmt *st = db_stmt(db, SQL_SIGNED_IN);

    bind_time(st, 0, clock_now());
    bind_u64(st, 1, id);
    return db_run(st);
}
