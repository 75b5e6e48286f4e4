#include "model/job.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "db/db.h"
#include "guard/actor.h"
#include "guard/audit.h"
#include "model/process.h"

#define JOB_COLUMNS                                                                                                                                  \
    "j.id, j.name, j.kind, j.relation_id, r.number, j.user_id, u.name, j.site, j.state, j.step, j.steps, j.tries, j.step_text, j.created_at, "       \
    "j.finished_at, j.expires_at, j.store_name, j.file_name, j.file_sha256, j.file_size, j.fetched FROM job j "                                      \
    "LEFT JOIN relation r ON r.id = j.relation_id LEFT JOIN app_user u ON u.id = j.user_id "

static const char SQL_ADD[] = "INSERT INTO job (name, kind, relation_id, user_id, site, created_at) VALUES (?, ?, ?, ?, ?, ?)";
static const char SQL_LOAD[] = "SELECT " JOB_COLUMNS "WHERE j.name = ?";
static const char SQL_LIST[] = "SELECT " JOB_COLUMNS "WHERE j.kind = ? ORDER BY j.id DESC LIMIT ? OFFSET ?";
static const char SQL_LIST_OF[] =
    "SELECT " JOB_COLUMNS "WHERE j.kind = ? AND j.relation_id = ? ORDER BY j.created_at DESC, j.id DESC LIMIT ? OFFSET ?";
static const char SQL_COUNT[] = "SELECT COUNT(*) FROM job WHERE kind = ?";
static const char SQL_COUNT_OF[] = "SELECT COUNT(*) FROM job WHERE kind = ? AND relation_id = ?";
static const char SQL_FETCHED[] = "UPDATE job SET fetched = fetched + 1 WHERE id = ?";

/* Taking: what is waiting, under a lock that others step over; what a worker left, by compare and set on who had it and until when. */
static const char SQL_WAITING[] = "SELECT name, tries FROM job WHERE state = 'waiting' AND kind = ? ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED";
static const char SQL_RUNNING[] = "SELECT name, tries, worker, lease_until FROM job WHERE state = 'running' ORDER BY id LIMIT 100";
static const char SQL_RUNNING_OF[] = "SELECT name, tries, worker, lease_until FROM job WHERE state = 'running' AND kind = ? ORDER BY id LIMIT 100";
static const char SQL_TAKE[] = "UPDATE job SET state = 'running', worker = ?, lease_until = ?, tries = tries + 1, started_at = "
                               "COALESCE(started_at, ?) WHERE name = ? AND state = 'waiting'";
static const char SQL_RETAKE[] =
    "UPDATE job SET worker = ?, lease_until = ?, tries = tries + 1 WHERE name = ? AND state = 'running' AND worker <=> ? "
    "AND lease_until <=> ?";
static const char SQL_GIVE_UP[] = "UPDATE job SET state = 'failed', worker = NULL, lease_until = NULL, finished_at = ? WHERE name = ? AND state = "
                                  "'running' AND worker <=> ? AND lease_until <=> ?";

static const char SQL_FREE[] = "UPDATE job SET lease_until = NULL WHERE name = ? AND state = 'running' AND worker <=> ? AND lease_until <=> ?";

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

static enum job_state state_of(const char *s)
{
    static const char *const names[] = { "waiting", "running", "done", "failed", "expired" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], s) == 0)
            return (enum job_state)i;
    return JOB_FAILED;
}

static void copy(char *to, size_t room, const char *from)
{
    size_t n = from ? strlen(from) : 0;

    if (n >= room)
        n = room - 1;
    if (n > 0)
        memcpy(to, from, n);
    to[n] = '\0';
}

static void read_job(struct stmt *st, struct arena *a, struct job *j)
{
    memset(j, 0, sizeof *j);
    j->id = col_u64(st, 0);
    copy(j->name, sizeof j->name, col_str(st, 1));
    j->kind = col_dup(st, 2, a);
    j->relation_id = col_u64(st, 3);
    j->relation_number = col_dup(st, 4, a);
    j->user_id = col_u64(st, 5);
    j->user_name = col_dup(st, 6, a);
    j->portal = strcmp(col_str(st, 7), "portal") == 0;
    j->state = state_of(col_str(st, 8));
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

/* A job found, who had it and until when. */
struct candidate {
    char name[33], had[JOB_WORKER];
    int64_t lease;
    unsigned tries;
    bool running;
};

struct taking {
    const char *worker, *kind;
    struct candidate found;
    bool none;
};

/* ST_OK when exactly one row changed, ST_NOT_FOUND when somebody else was first. */
static enum status changed_one(struct stmt *st)
{
    enum status status = db_run(st);

    return status == ST_OK && db_changed(st) != 1 ? ST_NOT_FOUND : status;
}

/* The oldest running job whose lease has run out, whose worker is dead as far as can be seen from here, or that we left ourselves. */
static enum status find_left(struct db *db, const char *worker, const char *kind, struct candidate *out)
{
    struct stmt *st = db_stmt(db, SQL_RUNNING_OF);
    int64_t now = clock_now();
    enum status status;

    bind_str(st, 0, kind);
    while (db_step(st)) {
        copy(out->had, sizeof out->had, col_str(st, 2));
        out->lease = col_time(st, 3);
        if (out->lease > now && strcmp(out->had, worker) != 0 && !process_dead(out->had))
            continue;
        copy(out->name, sizeof out->name, col_str(st, 0));
        out->tries = (unsigned)col_u64(st, 1);
        out->running = true;
        db_done(st);
        return ST_OK;
    }
    status = db_status(st);
    db_done(st);
    return status == ST_OK ? ST_NOT_FOUND : status;
}

#define RECLAIM_ROWS 100

enum status job_reclaim(struct db *db)
{
    struct candidate dead[RECLAIM_ROWS];
    struct stmt *st = db_stmt(db, SQL_RUNNING);
    enum status status = ST_OK;
    size_t n = 0;

    while (n < RECLAIM_ROWS && db_step(st)) {
        copy(dead[n].had, sizeof dead->had, col_str(st, 2));
        copy(dead[n].name, sizeof dead->name, col_str(st, 0));
        dead[n].lease = col_time(st, 3);
        n += process_dead(dead[n].had);
    }
    status = n < RECLAIM_ROWS ? db_status(st) : ST_OK;
    db_done(st);
    for (size_t i = 0; i < n && (status == ST_OK || status == ST_NOT_FOUND); i++) {
        st = db_stmt(db, SQL_FREE);
        bind_str(st, 0, dead[i].name);
        bind_str(st, 1, dead[i].had);
        bind_time(st, 2, dead[i].lease);
        status = db_run(st);
        log_fact(LOG_WARN, "job_reclaimed", "job=%s worker=%s", dead[i].name, log_quote(dead[i].had));
    }
    return status == ST_NOT_FOUND ? ST_OK : status;
}

static enum status find_waiting(struct db *db, const char *kind, struct candidate *out)
{
    struct stmt *st = db_stmt(db, SQL_WAITING);

    bind_str(st, 0, kind);
    if (!db_step(st))
        return db_status(st);
    copy(out->name, sizeof out->name, col_str(st, 0));
    out->tries = (unsigned)col_u64(st, 1);
    out->running = false;
    db_done(st);
    return ST_OK;
}

static enum status give_up(struct db *db, const struct candidate *f)
{
    struct stmt *st = db_stmt(db, SQL_GIVE_UP);

    bind_time(st, 0, clock_now());
    bind_str(st, 1, f->name);
    bind_str(st, 2, *f->had ? f->had : NULL);
    bind_time(st, 3, f->lease);
    log_fact(LOG_ERROR, "job_failed", "job=%s tries=%u", f->name, f->tries);
    return db_run(st);
}

static enum status take(struct db *db, const struct taking *t)
{
    const struct candidate *f = &t->found;
    struct stmt *st = db_stmt(db, f->running ? SQL_RETAKE : SQL_TAKE);
    int64_t now = clock_now();

    bind_str(st, 0, t->worker);
    bind_time(st, 1, now + JOB_LEASE * CLOCK_SECOND);
    if (f->running) {
        bind_str(st, 2, f->name);
        bind_str(st, 3, *f->had ? f->had : NULL);
        bind_time(st, 4, f->lease);
    } else {
        bind_time(st, 2, now);
        bind_str(st, 3, f->name);
    }
    return changed_one(st);
}

static enum status take_tx(struct db *db, void *ctx)
{
    struct taking *t = ctx;
    enum status status;

    memset(&t->found, 0, sizeof t->found);
    for (;;) {
        status = find_left(db, t->worker, t->kind, &t->found);
        if (status != ST_OK || t->found.tries < JOB_TRIES)
            break;
        status = give_up(db, &t->found);
        if (status != ST_OK)
            return status;
    }
    if (status == ST_NOT_FOUND)
        status = find_waiting(db, t->kind, &t->found);
    if (status == ST_OK)
        status = take(db, t);
    t->none = status == ST_NOT_FOUND;
    return t->none ? ST_OK : status; /* so that what was given up stays so */
}

enum status job_take(struct db *db, struct arena *a, const char *worker, const char *kind, struct job *out)
{
    struct taking t = { .worker = worker, .kind = kind };
    enum status status = db_tx(db, take_tx, &t);

    if (status == ST_OK && t.none)
        return ST_NOT_FOUND;
    if (status == ST_OK)
        status = job_load(db, a, t.found.name, out);
    if (status == ST_OK) {
        copy(out->worker, sizeof out->worker, worker);
        log_fact(LOG_INFO, "job_taken", "job=%s kind=%s try=%u", out->name, out->kind, out->tries);
    }
    return status;
}

/* The last two parameters of a statement that ends in OURS. */
static enum status run_ours(struct stmt *st, unsigned i, const struct job *j)
{
    enum status status;

    bind_u64(st, i, j->id);
    bind_str(st, i + 1, j->worker);
    status = changed_one(st);
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
    static const struct actor system = { .name = "systeem", .function = "", .program = "worker", .request = "00000000000000000000000000000000" };
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
    status = changed_one(st);
    return status == ST_OK ? audit_write(db, &system, &what) : status;
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
        copy(rows[n++].store_name, sizeof rows->store_name, col_str(st, 1));
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
