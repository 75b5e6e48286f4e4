#include "model/job.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/actor.h"
#include "guard/audit.h"

#define JOB_COLUMNS                                                                                                                                  \
    "j.id, j.name, j.kind, j.relation_id, r.number, j.user_id, u.name, j.site, j.state, j.step, j.steps, j.tries, j.step_text, j.created_at, "       \
    "j.finished_at, j.expires_at, j.store_name, j.file_name, j.file_sha256, j.file_size, j.fetched, j.tell FROM job j "                              \
    "LEFT JOIN relation r ON r.id = j.relation_id LEFT JOIN app_user u ON u.id = j.user_id "

static const char SQL_ADD[] = "INSERT INTO job (name, kind, relation_id, user_id, site, created_at) VALUES (?, ?, ?, ?, ?, ?)";
static const char SQL_LOAD[] = "SELECT " JOB_COLUMNS "WHERE j.name = ?";
static const char SQL_LIST[] = "SELECT " JOB_COLUMNS "WHERE j.kind = ? ORDER BY j.id DESC LIMIT ? OFFSET ?";
static const char SQL_LIST_OF[] =
    "SELECT " JOB_COLUMNS "WHERE j.kind = ? AND j.relation_id = ? ORDER BY j.created_at DESC, j.id DESC LIMIT ? OFFSET ?";
static const char SQL_COUNT[] = "SELECT COUNT(*) FROM job WHERE kind = ?";
static const char SQL_COUNT_OF[] = "SELECT COUNT(*) FROM job WHERE kind = ? AND relation_id = ?";
static const char SQL_FETCHED[] = "UPDATE job SET fetched = fetched + 1 WHERE id = ?";
static const char SQL_OPEN[] = "SELECT 1 FROM job WHERE id = ? AND state IN ('waiting', 'running') LOCK IN SHARE MODE";
static const char SQL_TELL[] = "UPDATE job SET tell = 1 WHERE id = ?";
/* 2: a failure was told. What was done told it in the transaction that made it so. */
static const char SQL_UNTOLD[] = "SELECT id, name FROM job WHERE state = 'failed' AND kind = ? AND tell = 1 AND finished_at > ? ORDER BY id LIMIT 1"
                                 " FOR UPDATE SKIP LOCKED";
static const char SQL_TOLD[] = "UPDATE job SET tell = 2 WHERE id = ?";

/* While it is ours: the lease is renewed by who holds it. */
#define OURS " WHERE id = ? AND state = 'running' AND worker = ?"
static const char SQL_PROGRESS[] = "UPDATE job SET step = ?, steps = ?, step_text = ?, lease_until = ?" OURS;
static const char SQL_FINISH[] = "UPDATE job SET state = 'done', step = steps, worker = NULL, lease_until = NULL, finished_at = ?, expires_at = ?, "
                                 "store_name = ?, file_key = ?, file_size = ?, file_sha256 = ?, file_name = ?" OURS;
static const char SQL_FAIL[] = "UPDATE job SET state = 'failed', worker = NULL, lease_until = NULL, finished_at = ?" OURS;

static const char SQL_EXPIRING[] =
    "SELECT id, store_name, relation_id FROM job WHERE state = 'done' AND expires_at <= ? ORDER BY expires_at LIMIT 100";
static const char SQL_EXPIRE[] = "UPDATE job SET state = 'expired', store_name = NULL, file_key = NULL WHERE id = ? AND state = 'done'";

#define EXPIRE_ROWS 100

enum status job_add(struct db *db, const struct actor *who, const char *kind, uint64_t relation_id, char name[33])
{
    struct stmt *st = db_stmt(db, SQL_ADD);

    random_name(name);
    bind_str(st, 0, name);
    bind_str(st, 1, kind);
    if (relation_id)
        bind_u64(st, 2, relation_id);
    if (who && who->user_id)
        bind_u64(st, 3, who->user_id);
    bind_str(st, 4, !who || !who->user_id ? "system" : who->site == SITE_PORTAL ? "portal" : "staff");
    bind_time(st, 5, clock_now());
    return db_run(st);
}

enum job_state job_state_of(const char *word)
{
    static const char *const words[] = { "waiting", "running", "done", "failed", "expired" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_equal(word, words[i]))
            return (enum job_state)i;
    return JOB_FAILED;
}

static void read_job(struct stmt *st, struct arena *a, struct job *j)
{
    memset(j, 0, sizeof *j);
    j->id = col_u64(st, 0);
    text_copy(j->name, sizeof j->name, col_str(st, 1));
    j->kind = col_dup(st, 2, a);
    j->relation_id = col_u64(st, 3);
    j->relation_number = col_dup(st, 4, a);
    j->user_id = col_u64(st, 5);
    j->user_name = col_dup(st, 6, a);
    j->portal = strcmp(col_str(st, 7), "portal") == 0;
    j->state = job_state_of(col_str(st, 8));
    j->step = (unsigned)col_u64(st, 9);
    j->steps = (unsigned)col_u64(st, 10);
    j->tries = (unsigned)col_u64(st, 11);
    j->step_text = col_dup(st, 12, a);
    j->created_at = col_time(st, 13);
    j->finished_at = col_time(st, 14);
    j->expires_at = col_time(st, 15);
    j->store_name = col_dup(st, 16, a);
    j->file_name = col_dup(st, 17, a);
    j->file_sha256 = col_dup(st, 18, a);
    j->file_size = col_u64(st, 19);
    j->fetched = (unsigned)col_u64(st, 20);
    j->tell = col_u64(st, 21) != 0;
}

enum status job_load(struct db *db, struct arena *a, const char *name, struct job *out)
{
    struct stmt *st = db_stmt(db, SQL_LOAD);

    bind_str(st, 0, name);
    if (!db_step(st))
        return db_status(st);
    read_job(st, a, out);
    db_done(st);
    return ST_OK;
}

enum status job_list(struct db *db, struct arena *a, const char *kind, uint64_t relation_id, unsigned offset, unsigned limit, struct job **out,
                     size_t *count)
{
    struct stmt *st = db_stmt(db, relation_id ? SQL_LIST_OF : SQL_LIST);
    struct job *list = arena_array(a, limit, sizeof *list);
    enum status status;
    unsigned i = 0;

    *out = list;
    *count = 0;
    bind_str(st, i++, kind);
    if (relation_id)
        bind_u64(st, i++, relation_id);
    bind_u64(st, i++, limit);
    bind_u64(st, i, offset);
    while (*count < limit && db_step(st))
        read_job(st, a, &list[(*count)++]);
    status = *count < limit ? db_status(st) : ST_OK;
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}

enum status job_count(struct db *db, const char *kind, uint64_t relation_id, uint64_t *count)
{
    struct stmt *st = db_stmt(db, relation_id ? SQL_COUNT_OF : SQL_COUNT);

    bind_str(st, 0, kind);
    if (relation_id)
        bind_u64(st, 1, relation_id);
    if (!db_step(st))
        return ST_FAILED;
    *count = col_u64(st, 0);
    db_done(st);
    return ST_OK;
}

enum status job_fetched(struct db *db, uint64_t id)
{
    struct stmt *st = db_stmt(db, SQL_FETCHED);

    bind_u64(st, 0, id);
    return db_run(st);
}

/* The row is held, so that it cannot be finished in between. */
enum status job_tell(struct db *db, uint64_t id)
{
    struct stmt *st = db_stmt(db, SQL_OPEN);

    bind_u64(st, 0, id);
    if (!db_step(st))
        return db_status(st);
    db_done(st);
    st = db_stmt(db, SQL_TELL);
    bind_u64(st, 0, id);
    return db_run(st);
}

enum status job_failed_untold(struct db *db, struct arena *a, const char *kind, int64_t since, struct job *out)
{
    struct stmt *st = db_stmt(db, SQL_UNTOLD);
    char name[33];
    uint64_t id;

    bind_str(st, 0, kind);
    bind_time(st, 1, since);
    if (!db_step(st))
        return db_status(st);
    id = col_u64(st, 0);
    text_copy(name, sizeof name, col_str(st, 1));
    db_done(st);
    st = db_stmt(db, SQL_TOLD);
    bind_u64(st, 0, id);
    return db_run_one(st) == ST_OK ? job_load(db, a, name, out) : ST_FAILED;
}

/* The last two parameters of a statement that ends in OURS. */
static enum status run_ours(struct stmt *st, unsigned i, const struct job *j)
{
    enum status status;

    bind_u64(st, i, j->id);
    bind_str(st, i + 1, j->worker);
    status = db_run_one(st);
    return status == ST_NOT_FOUND ? ST_CONFLICT : status;
}

enum status job_progress(struct db *db, const struct job *j, unsigned step, unsigned steps, const char *text)
{
    struct stmt *st = db_stmt(db, SQL_PROGRESS);

    bind_u64(st, 0, step);
    bind_u64(st, 1, steps);
    bind_str(st, 2, text);
    bind_time(st, 3, clock_now() + JOB_LEASE * CLOCK_SECOND);
    return run_ours(st, 4, j);
}

enum status job_finish(struct db *db, const struct job *j, const char *store_name, const uint8_t *sealed_key, size_t sealed_n, uint64_t size,
                       const char *sha256, const char *file_name, int64_t expires_at)
{
    struct stmt *st = db_stmt(db, SQL_FINISH);

    bind_time(st, 0, clock_now());
    bind_time(st, 1, expires_at);
    bind_str(st, 2, store_name);
    bind_bytes(st, 3, sealed_key, sealed_n);
    bind_u64(st, 4, size);
    bind_str(st, 5, sha256);
    bind_str(st, 6, file_name);
    return run_ours(st, 7, j);
}

enum status job_fail(struct db *db, const struct job *j)
{
    struct stmt *st = db_stmt(db, SQL_FAIL);

    bind_time(st, 0, clock_now());
    return run_ours(st, 1, j);
}

struct expiring {
    uint64_t id, relation_id;
    char store_name[33];
};

static enum status expire_tx(struct db *db, void *ctx)
{
    const struct expiring *e = ctx;
    const struct audit what = { .event = "export_expire",
                                .act = ACT_DELETE,
                                .outcome = OUTCOME_DONE,
                                .object = "job",
                                .object_id = e->id,
                                .relation_id = e->relation_id,
                                .sensitivity = "S",
                                .detail = "" };
    struct stmt *st = db_stmt(db, SQL_EXPIRE);
    enum status status;

    bind_u64(st, 0, e->id);
    status = db_run_one(st);
    return status == ST_OK ? audit_write(db, &audit_system, &what) : status;
}

enum status job_expire(struct db *db, void (*gone)(void *ctx, const char *store_name), void *ctx, unsigned *count)
{
    struct expiring rows[EXPIRE_ROWS];
    struct stmt *st = db_stmt(db, SQL_EXPIRING);
    enum status status;
    size_t n = 0;

    *count = 0;
    bind_time(st, 0, clock_now());
    while (n < EXPIRE_ROWS && db_step(st)) {
        rows[n].id = col_u64(st, 0);
        rows[n].relation_id = col_u64(st, 2);
        text_copy(rows[n++].store_name, sizeof rows->store_name, col_str(st, 1));
    }
    status = n < EXPIRE_ROWS ? db_status(st) : ST_OK;
    db_done(st);
    if (status == ST_NOT_FOUND)
        status = ST_OK;
    for (size_t i = 0; status == ST_OK && i < n; i++) {
        if (*rows[i].store_name)
            gone(ctx, rows[i].store_name);
        status = db_tx(db, expire_tx, &rows[i]);
        *count += status == ST_OK;
        if (status == ST_NOT_FOUND) /* another sweep was first */
            status = ST_OK;
    }
    return status;
}
