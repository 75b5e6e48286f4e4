/*
 * session.h - a signed-in browser. 256-bit token in a `__Host-` cookie; the database holds its SHA-256.
 *
 * Staff: 15 minutes idle, 10 hours in all. Portal: 10 minutes, 1 hour (security.md 18). Deactivating a user or changing a role acts on
 * the next request, because user, roles and permissions are read with the session in one statement.
 */
#ifndef KOREN_GUARD_SESSION_H
#define KOREN_GUARD_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/random.h"
#include "base/status.h"
#include "guard/actor.h"

struct arena;
struct db;
struct keys;
struct stmt;

#define SESSION_STAFF_IDLE  (15 * 60)
#define SESSION_STAFF_MAX   (10 * 3600)
#define SESSION_PORTAL_IDLE (10 * 60)
#define SESSION_PORTAL_MAX  3600
#define SESSION_FRESH       (15 * 60) /* so long after signing in somebody need not do so again for what is sensitive (security.md 13) */
#define SESSION_TOUCH       60        /* seconds between updates of last_seen */

/* The cookie with the token. Each site has its own name: a browser keeps cookies by host and not by port, and one host may have both sites. */
const char *session_cookie(enum site site);

/*
 * Fills `who` (user, relation, name, permissions) from the token in the cookie. ST_NOT_FOUND: no such session, expired, ended, or the user is no
 * longer active: the page to show is the sign-in page; `expired` then tells whether there was one (for "U bent uitgelogd"). Programs other than
 * portal read view_session; portal calls portal_session(token hash). last_seen is updated at most once a minute.
 */
enum status session_load(struct db *db, struct arena *a, enum site site, const char *token, struct actor *who, bool *expired);

/*
 * What the rest of a page reads is often one row that the request names, and a statement costs more than the row it gives: such a row may be read in
 * the statement that reads the session. `take` gets it only for a session that is live, before anything is known about what the user may do: it puts
 * the row aside, and the handler, which runs after the permission was found, shows it.
 */
#define SESSION_COLUMNS                                                                                                                              \
    "v.user_id, v.site, v.name, v.function_title, v.relation_id, v.opened_at, v.seen_at, v.ended_at, v.active, v.permissions, v.modules"
#define SESSION_COLUMN_COUNT 11
struct session_along {
    const char
        *sql; /* "SELECT " SESSION_COLUMNS ", ... FROM view_session v LEFT JOIN ... WHERE v.token_hash = ?": the hash is the second parameter */
    const char *value;                               /* the first parameter */
    enum status (*take)(void *ctx, struct stmt *st); /* its columns count from 0; anything but ST_OK fails */
    void *ctx;
};
/* As session_load(); not for portal, which has no view. */
enum status session_load_along(struct db *db, struct arena *a, enum site site, const char *token, const struct session_along *along,
                               struct actor *who, bool *expired);

/* Whether the actor signed in less than SESSION_FRESH ago. */
bool session_fresh(const struct actor *who);

/* A new session for this user; the new token goes to `token`. Only signin's account can. */
enum status session_open(struct db *db, struct arena *a, const struct actor *who, uint64_t user_id, const char *user_agent, char token[TOKEN_TEXT]);
enum status session_close(struct db *db, const uint8_t hash[HASH_BYTES]);
/* One of the user's own sessions as the page shows it: newest first, live ones only. `name` is what a form sends back to end it. */
struct session {
    char name[33]; /* first half of the hash in hexadecimal: enough to choose, useless to sign in with */
    int64_t opened_at, seen_at;
    const char *address, *user_agent;
    bool own; /* the one that asks */
};
enum status session_list(struct db *db, struct arena *a, const struct actor *who, struct session **out, size_t *count);
/* Ends the user's session of this name; ST_NOT_FOUND when it is not theirs. */
enum status session_end(struct db *db, const struct actor *who, const char *name);
/* Ends all of a user's sessions but `keep` (NULL: all). */
enum status session_close_all(struct db *db, uint64_t user_id, const uint8_t *keep);

/* CSRF token of a session, or of a browser before signing in: base64url(HMAC(form key, "csrf" | binding)), 43 characters. */
void csrf_token(const struct keys *k, const uint8_t *binding, size_t n, char out[TOKEN_TEXT]);
bool csrf_check(const struct keys *k, const uint8_t *binding, size_t n, const char *token);

#endif
