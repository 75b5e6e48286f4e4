/* The half of koren-worker that does long work and sweeps: the database, the keys and the state folder, no network. */
#include "worker.h"

#include <setjmp.h>
#include <signal.h>
#include <string.h>

#include "avg/export.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/keys.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "db/db.h"
#include "model/import_file.h"
#include "model/job.h"
#include "ops/import_job.h"
#include "ops/invoices.h"
#include "ops/retention.h"
#include "ops/sweep.h"
#include "web/templates.h"

#define LOOK  (CLOCK_SECOND / 2)
#define SWEEP CLOCK_MINUTE
#define STORE CLOCK_HOUR
#define FAULT CLOCK_SECOND

/* An export, and a mail to who asked for it. */
static enum status export_work(const struct config *c, const struct keys *k, struct db *db, const struct job *j)
{
    struct worker_mailing mailing = { .config = c, .arena = arena_new(0) };
    struct export_done done = { .run = worker_tell, .ctx = &mailing };
    enum status s = mailing.arena == NULL ? ST_FAILED : export_run(c, k, db, j, &done);

    arena_free(mailing.arena);
    return s;
}

/* Long work by its kind. A kind is added with one line here and the function that does it from beginning to end, again if need be. */
static const struct work {
    const char *kind;
    enum status (*run)(const struct config *c, const struct keys *k, struct db *db, const struct job *j);
} works[] = {
    { EXPORT_KIND, export_work },          { IMPORT_KIND_CHECK, import_job_check }, { IMPORT_KIND_IMPORT, import_job_import },
    { IMPORT_KIND_UNDO, import_job_undo }, { RUN_KIND_MAKE, invoices_make },        { RUN_KIND_FINAL, invoices_number },
};

struct jobs {
    const struct config *config;
    struct keys *keys;
    struct db *db;
    struct arena *arena;
    char worker[JOB_WORKER];
    int64_t sweep_at, store_at; /* clock_ticks() */
};

static bool jobs_open(struct jobs *j, const struct config *c)
{
    *j = (struct jobs){ .config = c };
    j->db = db_open(c, "worker");
    j->keys = keys_load(c, KEYS_MASK(KEY_RELATION) | KEYS_MASK(KEY_LOOKUP) | KEYS_MASK(KEY_EXPORT));
    j->arena = arena_new(0);
    if (!text_decoders_open())
        return false;
    return j->db != NULL && j->keys != NULL && j->arena != NULL && templates_open(c->template_dir, c->development) &&
           template_load(WORKER_TELL_TEMPLATE) && template_load(WORKER_FAILED_TEMPLATE);
}

static void jobs_close(struct jobs *j)
{
    templates_close();
    arena_free(j->arena);
    keys_free(j->keys);
    db_close(j->db);
}

static bool jobs_confine(const struct config *c)
{
    struct sandbox s = { .inet = c->db_host != NULL };

    if (!c->sandbox)
        return true;
    s.write[0] = c->state_dir;
    s.write[1] = c->spool_dir;
    s.read[0] = c->template_dir;
    s.read[1] = c->db_ca_file;
    return sandbox_enter(&s);
}

/* While a job runs a signal ends this process at once, as a kill would: jobs are made to be taken up again, and nobody waits for an export to stop.
 */
static void signals_deadly(bool deadly)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(deadly ? SIG_UNBLOCK : SIG_BLOCK, &set, NULL);
}

/* Our side failed (ST_FAILED): the job is left, and taken again when its lease has run out, so many times. Anything else would not go better. */
static enum status job_settle(struct jobs *j, const struct job *job, enum status s)
{
    log_fact(s == ST_OK ? LOG_INFO : LOG_ERROR, "job_ended", "job=%s kind=%s try=%u status=%s", job->name, job->kind, job->tries, status_name(s));
    if (s == ST_OK || s == ST_FAILED || s == ST_CONFLICT)
        return ST_OK;
    return job_fail(j->db, job);
}

/* Takes one job of a kind we know and does it. ST_NOT_FOUND: there is none. */
static enum status job_one(struct jobs *j)
{
    const struct work *work = works;
    struct job job;
    enum status s;

    do
        s = job_take(j->db, j->arena, j->worker, work->kind, &job);
    while (s == ST_NOT_FOUND && ++work < works + sizeof works / sizeof works[0]);
    if (s != ST_OK)
        return s;
    signals_deadly(true);
    s = work->run(j->config, j->keys, j->db, &job);
    signals_deadly(false);
    return job_settle(j, &job, s);
}

/* What is due of it; what the one cannot do the others still do. */
static enum status sweep(struct jobs *j)
{
    unsigned ended, gone;
    enum status s = ST_OK;

    if (clock_ticks() >= j->sweep_at) {
        j->sweep_at = clock_ticks() + SWEEP;
        if (sweep_sessions(j->db, &ended) != ST_OK || sweep_rows(j->db, &gone) != ST_OK)
            s = ST_FAILED;
        if (sweep_files(j->config, j->db, &gone) != ST_OK)
            s = ST_FAILED;
        if (retention_wipe(j->db, j->arena, &gone) != ST_OK)
            s = ST_FAILED;
    }
    if (clock_ticks() >= j->store_at) {
        j->store_at = clock_ticks() + STORE;
        if (sweep_store(j->config, j->db, &gone) != ST_OK)
            s = ST_FAILED;
    }
    return s;
}

/* One round; ST_NOT_FOUND when there is nothing left to do now. */
static enum status jobs_round(struct jobs *j)
{
    struct worker_mailing mailing = { .config = j->config, .arena = j->arena };
    jmp_buf point;
    enum status s;

    if (setjmp(point) != 0) {
        log_fact(LOG_ERROR, "worker_no_memory", "half=jobs");
        db_rollback(j->db);
        arena_guard(j->arena, NULL);
        arena_reset(j->arena);
        signals_deadly(false);
        return ST_FAILED;
    }
    arena_guard(j->arena, &point);
    s = sweep(j);
    if (s == ST_OK)
        s = job_one(j);
    if (worker_tell_failed(&mailing, j->db) != ST_OK)
        s = ST_FAILED;
    arena_guard(j->arena, NULL);
    arena_reset(j->arena);
    return s;
}

int worker_jobs(const struct config *c, bool once)
{
    struct jobs j;
    enum status s = ST_FAILED;
    bool started;

    if (!jobs_open(&j, c)) {
        jobs_close(&j);
        return 1;
    }
    /* Both look at other processes, which cannot be seen any more from inside the sandbox. */
    job_worker(j.worker);
    (void)job_reclaim(j.db);
    started = jobs_confine(c);
    if (started) {
        log_fact(LOG_INFO, "worker_started", "half=jobs");
        do
            s = jobs_round(&j);
        while (once ? s == ST_OK : !worker_rest(s == ST_OK ? 0 : s == ST_NOT_FOUND ? LOOK : FAULT));
        log_fact(LOG_INFO, "worker_stopped", "half=jobs");
    }
    jobs_close(&j);
    return !started || (once && s != ST_NOT_FOUND);
}
