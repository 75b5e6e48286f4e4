#include "ops/import_job.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "db/db.h"
#include "guard/actor.h"
#include "guard/audit.h"
#include "model/import_run.h"
#include "model/import_undo.h"
#include "model/job.h"

#define TELL CLOCK_SECOND /* between two tellings of how far it is; far below JOB_LEASE */

struct work {
    const struct config *config;
    const struct job *job;
    struct actor who;
    struct model m;
    struct import_file file;
    struct vault *vault;
    struct columns columns;
    struct import_run run;
    int64_t told_at;
};

/* For tests of a kill: in development, a file spool_dir/kill.import makes the worker end itself after the next batch, once. */
static void fault(const struct work *w)
{
    char path[1100];

    if (!w->config->development)
        return;
    snprintf(path, sizeof path, "%s/kill.import", w->config->spool_dir);
    if (unlink(path) == 0)
        raise(SIGKILL);
}

static enum status progress(void *ctx, uint32_t line, const struct import_counts *counts)
{
    struct work *w = ctx;
    uint64_t at = vault_tell(w->vault), size = w->file.file_size;
    char text[80];

    (void)counts;
    fault(w);
    if (w->told_at != 0 && clock_ticks() - w->told_at < TELL)
        return ST_OK;
    w->told_at = clock_ticks();
    snprintf(text, sizeof text, "Regel %u %s", line, w->run.check ? "nagekeken" : "verwerkt");
    return job_progress(w->m.db, w->job, size && at <= size ? (unsigned)(at * 99 / size) : 0, 100, text);
}

static void close_vault(void *v)
{
    vault_close(v);
}

static enum status prepare(struct work *w, const struct byte_source *in, struct text_shape *shape, struct problems *p)
{
    struct import_rights may;
    enum status st = import_rights_here(w->m.db, w->config->bsn_basis != NULL, &may);

    if (st == ST_OK)
        st = text_sniff(in, w->m.arena, p, shape);

    if (st == ST_OK)
        st = import_heading(&w->m, in, shape, &may, p, &w->columns);
    return st == ST_OK ? columns_map(&w->columns, w->m.arena, w->file.mapping ? w->file.mapping : "", &may, p) : st;
}

static enum status begin_check(struct db *db, void *ctx)
{
    struct work *w = ctx;

    const struct import_counts none = { 0 };
    enum status st = import_forget(&w->m, w->file.id, PHASE_CHECK);

    (void)db;
    return st == ST_OK ? import_progress(&w->m, w->file.id, 0, &none) : st;
}

/* A file that breaks off is told as a line of its own, and what came before stands. */
struct ending {
    struct work *w;
    const struct problems *problems;
};

static enum status finish(struct db *db, void *ctx)
{
    struct ending *e = ctx;
    struct work *w = e->w;
    bool check = w->run.check;
    enum status st = ST_OK;

    if (e->problems->first) {
        const struct import_line broken = { .line = UINT32_MAX, .outcome = LINE_REFUSED, .text = e->problems->first->text };

        st = import_lines_add(&w->m, w->file.id, check ? PHASE_CHECK : PHASE_IMPORT, &broken, 1);
    }
    if (st == ST_OK)
        st = import_set_state(&w->m, &w->file, check ? IMPORT_CHECKING : IMPORT_IMPORTING, check ? IMPORT_CHECKED : IMPORT_DONE, NULL);
    if (st == ST_OK)
        st = job_finish(db, w->job, NULL, NULL, 0, 0, NULL, NULL, w->file.expires_at);
    return st == ST_OK ? audit_write(db, &w->who,
                                     &(struct audit){ .event = check ? "import_checked" : "import_done",
                                                      .act = ACT_EXECUTE,
                                                      .object = "import",
                                                      .object_id = w->file.id,
                                                      .sensitivity = "C" })
                       : st;
}

static enum status run(struct work *w)
{
    struct problems p = problems_in(w->m.arena);
    struct ending ending = { w, &p };
    struct text_shape shape;
    struct byte_source in;
    enum status st = import_open(&w->m, w->config, &w->file, &w->vault);

    if (st != ST_OK)
        return st;
    arena_defer(w->m.arena, close_vault, w->vault);
    in = import_source(w->vault);
    if (w->run.check)
        st = db_tx(w->m.db, begin_check, w);
    else {
        w->run.after = w->file.next_line;
        w->run.counts = w->file.counts;
    }
    if (st == ST_OK)
        st = prepare(w, &in, &shape, &p);
    if (st == ST_OK)
        st = import_run(&w->run, &in, &shape, &p);
    return st == ST_OK || st == ST_INVALID ? db_tx(w->m.db, finish, &ending) : st;
}

/* ST_NOT_FOUND: no import asked for this job. */
static enum status begin(struct work *w, const struct config *c, const struct keys *k, struct db *db, const struct job *j)
{
    enum status st;

    *w = (struct work){ .config = c, .job = j, .who = { .user_id = j->user_id, .name = j->user_name, .function = "", .site = SITE_STAFF } };
    w->m = (struct model){ .db = db, .arena = arena_new(0), .keys = k, .who = &w->who };
    if (w->m.arena == NULL)
        return ST_FAILED;
    st = import_of_job(&w->m, j->name, &w->file);
    if (st == ST_OK) {
        w->who.program = "koren-worker";
        memcpy(w->who.request, w->file.name, sizeof w->who.request);
    }
    return st;
}

static enum status work(const struct config *c, const struct keys *k, struct db *db, const struct job *j, bool check)
{
    struct work w;
    enum status st = begin(&w, c, k, db, j);

    if (st == ST_OK) {
        w.who.import = true;
        w.run = (struct import_run){ .m = &w.m,
                                     .columns = &w.columns,
                                     .check = check,
                                     .progress = progress,
                                     .ctx = &w,
                                     .id = w.file.id,
                                     .century = w.file.century,
                                     .duplicates = w.file.duplicates };
        st = run(&w);
    }
    log_fact(st == ST_OK ? LOG_INFO : LOG_ERROR, "import", "job=%s check=%d outcome=%s read=%u", j->name, check, status_name(st), w.run.counts.read);
    arena_free(w.m.arena);
    return st;
}

enum status import_job_check(const struct config *c, const struct keys *k, struct db *db, const struct job *j)
{
    return work(c, k, db, j, true);
}

enum status import_job_import(const struct config *c, const struct keys *k, struct db *db, const struct job *j)
{
    return work(c, k, db, j, false);
}

/* --- an import taken back --- */

struct undoing {
    struct work w;
    struct import_undo undo;
    struct db *twin; /* tells how far it is while the transaction is not over */
};

static enum status undo_progress(void *ctx, unsigned percent)
{
    struct undoing *u = ctx;

    fault(&u->w);
    if (u->w.told_at != 0 && clock_ticks() - u->w.told_at < TELL)
        return ST_OK;
    u->w.told_at = clock_ticks();
    return job_progress(u->twin, u->w.job, percent * 99 / 100, 100, percent <= 50 ? "Kijken of er sindsdien iets is gewijzigd" : "Terugdraaien");
}

static enum status undo_end(struct undoing *u, enum import_state to, enum audit_outcome outcome)
{
    struct work *w = &u->w;
    enum status st = import_set_state(&w->m, &w->file, IMPORT_UNDOING, to, NULL);

    if (st == ST_OK)
        st = job_finish(w->m.db, w->job, NULL, NULL, 0, 0, NULL, NULL, w->file.expires_at);
    return st == ST_OK ? audit_write(w->m.db, &w->who,
                                     &(struct audit){ .event = "import_undone",
                                                      .act = ACT_DELETE,
                                                      .outcome = outcome,
                                                      .object = "import",
                                                      .object_id = w->file.id,
                                                      .sensitivity = "C" })
                       : st;
}

static enum status undo_all(struct db *db, void *ctx)
{
    struct undoing *u = ctx;
    enum status st = import_undo(&u->undo);

    (void)db;
    if (st == ST_OK)
        st = import_undo_tell(&u->undo);
    return st == ST_OK ? undo_end(u, IMPORT_UNDONE, OUTCOME_DONE) : st;
}

static enum status undo_refused(struct db *db, void *ctx)
{
    struct undoing *u = ctx;
    enum status st = import_undo_tell(&u->undo);

    (void)db;
    return st == ST_OK ? undo_end(u, IMPORT_DONE, OUTCOME_REFUSED) : st;
}

enum status import_job_undo(const struct config *c, const struct keys *k, struct db *db, const struct job *j)
{
    struct undoing u = { .twin = db_twin(db) };
    enum status st = begin(&u.w, c, k, db, j);

    u.w.who.undo = true;
    u.undo = (struct import_undo){ .m = &u.w.m, .file = &u.w.file, .progress = undo_progress, .ctx = &u };
    if (u.twin == NULL)
        st = ST_FAILED;
    if (st == ST_OK)
        st = db_tx(db, undo_all, &u);
    if (st == ST_INVALID)
        st = db_tx(db, undo_refused, &u);
    log_fact(st == ST_OK ? LOG_INFO : LOG_ERROR, "import_undo", "job=%s outcome=%s obstacles=%zu", j->name, status_name(st), u.undo.obstacle_count);
    db_close(u.twin);
    arena_free(u.w.m.arena);
    return st;
}
