/*
 * consent_portal.c - the own consents of the relation that is signed in; see consent.h.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/actor.h"
#include "model/consent_parts.h"
#include "model/portal_parts.h"

static const char SQL_NOW[] = "CALL portal_consents(?)";
static const char SQL_DECIDE[] = "CALL portal_consent_decide(?, ?, ?, ?, ?, ?)";

enum status portal_consents(struct model *m, struct consent_now **out, size_t *count)
{
    struct stmt *st = portal_call(m, SQL_NOW);
    enum status end;

    *out = arena_array(m->arena, CONSENT_PURPOSES_MAX, sizeof **out);
    *count = 0;
    while (*count < CONSENT_PURPOSES_MAX && db_step(st))
        consent_read_now(m, st, &(*out)[(*count)++]);
    end = *count < CONSENT_PURPOSES_MAX ? db_status(st) : ST_OK;
    db_done(st);
    return end == ST_NOT_FOUND ? ST_OK : end;
}

enum status portal_consent_decide(struct model *m, uint64_t purpose, uint32_t version, bool give)
{
    static const struct {
        const char *result;
        enum status status;
    } results[] = { { "ok", ST_OK }, { "same", ST_INVALID }, { "text", ST_CONFLICT }, { "none", ST_NOT_FOUND } };
    struct stmt *st = portal_call(m, SQL_DECIDE);
    enum status said = ST_DENIED;

    bind_u64(st, 1, purpose);
    bind_u64(st, 2, version);
    bind_u64(st, 3, give);
    bind_str(st, 4, clock_today(m->arena));
    bind_str(st, 5, m->who->request);
    if (!db_step(st))
        return ST_FAILED;
    for (size_t i = 0; i < sizeof results / sizeof *results; i++)
        if (text_equal(col_str(st, 0), results[i].result))
            said = results[i].status;
    db_done(st);
    return said;
}
