/*
 * portal_export.c - the own exports of the relation that is signed in; see portal.h.
 */
#include <string.h>

#include "base/arena.h"
#include "base/random.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/actor.h"
#include "model/portal.h"
#include "model/portal_parts.h"

#define EXPORTS_MAX 20 /* the procedure gives no more */

static const char SQL_REQUEST[] = "CALL portal_export_request(?, ?, ?)";
static const char SQL_LIST[] = "CALL portal_exports(?)";
static const char SQL_ONE[] = "CALL portal_export(?, ?)";
static const char SQL_FETCHED[] = "CALL portal_export_fetched(?, ?)";

enum column {
    ID,
    NAME,
    STATE,
    STEP,
    STEPS,
    STEP_TEXT,
    TRIES,
    CREATED,
    FINISHED,
    EXPIRES,
    FILE_NAME,
    SIZE,
    SHA256,
    FETCHED,
    STORE,
    SEALED,
    RELATION,
    NUMBER
};

enum status portal_export_request(struct model *m, char name[33])
{
    struct stmt *st = portal_call(m, SQL_REQUEST);
    enum status said;

    random_name(name);
    bind_str(st, 1, name);
    bind_str(st, 2, m->who->request);
    if (!db_step(st))
        return ST_FAILED;
    said = text_equal(col_str(st, 0), "session") ? ST_DENIED : ST_OK;
    if (said == ST_OK && strlen(col_str(st, 1)) == 32)
        memcpy(name, col_str(st, 1), 33);
    db_done(st);
    return said;
}

static void read_job(struct model *m, const struct stmt *st, struct job *out)
{
    struct job j = { .id = col_u64(st, ID), .kind = "export", .portal = true, .tell = true, .state = job_state_of(col_str(st, STATE)) };

    if (col_str(st, NAME) && strlen(col_str(st, NAME)) == 32)
        memcpy(j.name, col_str(st, NAME), sizeof j.name);
    j.step = (unsigned)col_u64(st, STEP);
    j.steps = (unsigned)col_u64(st, STEPS);
    j.step_text = col_dup(st, STEP_TEXT, m->arena);
    j.tries = (unsigned)col_u64(st, TRIES);
    j.created_at = col_time(st, CREATED);
    j.finished_at = col_time(st, FINISHED);
    j.expires_at = col_time(st, EXPIRES);
    j.file_name = col_dup(st, FILE_NAME, m->arena);
    j.file_size = col_u64(st, SIZE);
    j.file_sha256 = col_dup(st, SHA256, m->arena);
    j.fetched = (unsigned)col_u64(st, FETCHED);
    j.store_name = col_dup(st, STORE, m->arena);
    j.user_id = m->who->user_id;
    j.relation_id = m->who->relation_id;
    *out = j;
}

enum status portal_exports(struct model *m, struct job **out, size_t *count)
{
    struct stmt *st = portal_call(m, SQL_LIST);
    enum status end;

    *out = arena_array(m->arena, EXPORTS_MAX, sizeof **out);
    *count = 0;
    while (*count < EXPORTS_MAX && db_step(st))
        read_job(m, st, &(*out)[(*count)++]);
    end = *count == EXPORTS_MAX ? ST_OK : db_status(st);
    db_done(st);
    return end == ST_NOT_FOUND ? ST_OK : end;
}

enum status portal_export(struct model *m, const char *name, struct job *out, const uint8_t **sealed_key, size_t *sealed_n)
{
    struct stmt *st = portal_call(m, SQL_ONE);
    const void *sealed;

    bind_str(st, 1, name);
    if (!db_step(st))
        return db_status(st);
    read_job(m, st, out);
    out->relation_number = col_dup(st, NUMBER, m->arena);
    sealed = col_bytes(st, SEALED, sealed_n);
    *sealed_key = sealed ? arena_memdup(m->arena, sealed, *sealed_n) : NULL;
    db_done(st);
    return ST_OK;
}

enum status portal_export_fetched(struct model *m, const char *name)
{
    struct stmt *st = portal_call(m, SQL_FETCHED);

    bind_str(st, 1, name);
    return db_run(st);
}
