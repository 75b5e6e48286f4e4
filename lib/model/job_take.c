/*
 * job_take.c - which job a worker takes, and what becomes of those that another left halfway; see job.h.
 */
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "db/db.h"
#include "model/job.h"
#include "model/process.h"

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

/* The oldest running job whose lease has run out, whose worker is dead as far as can be seen from here, or that we left ourselves. */
static enum status find_left(struct db *db, const char *worker, const char *kind, struct candidate *out)
{
    struct stmt *st = db_stmt(db, SQL_RUNNING_OF);
    int64_t now = clock_now();
    enum status status;

    bind_str(st, 0, kind);
    while (db_step(st)) {
        text_copy(out->had, sizeof out->had, col_str(st, 2));
        out->lease = col_time(st, 3);
        if (out->lease > now && strcmp(out->had, worker) != 0 && !process_dead(out->had))
            continue;
        text_copy(out->name, sizeof out->name, col_str(st, 0));
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
        text_copy(dead[n].had, sizeof dead->had, col_str(st, 2));
        text_copy(dead[n].name, sizeof dead->name, col_str(st, 0));
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
    text_copy(out->name, sizeof out->name, col_str(st, 0));
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
    return db_run_one(st);
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
        text_copy(out->worker, sizeof out->worker, worker);
        log_fact(LOG_INFO, "job_taken", "job=%s kind=%s try=%u", out->name, out->kind, out->tries);
    }
    return status;
}
