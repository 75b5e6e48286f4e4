#include "avg/export.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "avg/export_package.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/keys.h"
#include "base/log.h"
#include "base/random.h"
#include "db/db.h"
#include "model/store.h"

#define PROGRESS CLOCK_SECOND /* between two tellings while files are added; far below JOB_LEASE */

/* --- a job --- */

struct run {
    const struct config *config;
    const struct keys *keys;
    struct db *db;
    const struct job *job;
    const struct export_done *done;
    struct arena *arena;
    char name[33], dir[1024]; /* of the file being made */
    uint8_t key[KEY_BYTES];
    struct vault *vault;
    uint64_t size;
    enum export_step step;
    int64_t told_at;
};

/* A try's file has a name that follows from job and try: the next one removes what a killed one left, and two that are at it at once (one whose lease
 * ran out while it slept) never write the same. */
static void file_name(const struct job *j, unsigned try, char out[33])
{
    char text[64];
    uint8_t hash[HASH_BYTES];

    snprintf(text, sizeof text, "export:%s:%u", j->name, try);
    hash_sha256(text, strlen(text), hash);
    hex_encode(hash, 16, out);
}

/* For tests of a kill: in development, a file spool_dir/kill.export-STEP makes the worker end itself at that step, once. */
static void fault(const struct run *r, enum export_step step)
{
    char path[1100];

    if (!r->config->development)
        return;
    snprintf(path, sizeof path, "%s/kill.export-%d", r->config->spool_dir, (int)step);
    if (unlink(path) == 0)
        raise(SIGKILL);
}

static enum status progress(void *ctx, enum export_step step, uint64_t done, uint64_t total)
{
    static const char *const texts[] = {
        [EXPORT_READ] = "Gegevens lezen",
        [EXPORT_FILES_ADDED] = "Documenten toevoegen",
        [EXPORT_STORED] = "Bestand opslaan",
    };
    static const unsigned from[] = { [EXPORT_READ] = 1, [EXPORT_FILES_ADDED] = 10, [EXPORT_STORED] = 95, [EXPORT_STEPS] = 100 };
    struct run *r = ctx;
    unsigned percent = from[step];

    fault(r, step);
    if (step == r->step && r->told_at != 0 && clock_ticks() - r->told_at < PROGRESS)
        return ST_OK;
    if (total > 0)
        percent += (unsigned)((double)done / (double)total * (from[step + 1] - from[step]));
    r->step = step;
    r->told_at = clock_ticks();
    return job_progress(r->db, r->job, percent, 100, texts[step]);
}

static enum status run_write(struct run *r)
{
    struct model m = { .db = r->db, .arena = r->arena, .keys = r->keys, .who = NULL };
    struct export_package p = {
        .config = r->config, .m = &m, .relation_id = r->job->relation_id, .dir = r->dir, .to_store = true, .progress = progress, .ctx = r
    };
    struct zip_sink sink;
    enum status st;

    random_bytes(r->key, sizeof r->key);
    r->vault = vault_create(r->dir, r->name, r->key);
    if (r->vault == NULL)
        return ST_FAILED;
    sink = zip_sink_vault(r->vault);
    st = export_package(&p, &sink);
    r->size = vault_length(r->vault);
    if (st == ST_OK)
        st = progress(r, EXPORT_STORED, 0, r->size);
    if (st == ST_OK)
        st = vault_commit(r->vault);
    vault_close(r->vault);
    return st;
}

/* No hash of the whole file: that would be a second reading of everything, a third of the time again. The files inside have theirs in MANIFEST.txt,
 * and every byte at rest is authenticated (vault.h). */
static enum status finish_tx(struct db *db, void *ctx)
{
    struct run *r = ctx;
    size_t n;
    uint8_t *sealed = seal(r->arena, r->keys->key[KEY_EXPORT], export_key_place(r->arena, r->job), r->key, sizeof r->key, &n);
    const char *name = arena_printf(r->arena, "relatie-%s.zip", r->job->relation_number);
    int64_t until = clock_now() + EXPORT_DAYS * CLOCK_DAY;
    enum status st = job_finish(db, r->job, r->name, sealed, n, r->size, NULL, name, until);

    return st == ST_OK && r->done != NULL ? r->done->run(r->done->ctx, db, r->job, until) : st;
}

/* What earlier tries of this job left behind. */
static void remove_before(struct run *r)
{
    for (unsigned try = 0; try < r->job->tries; try++) {
        char name[33];

        file_name(r->job, try, name);
        store_remove(r->config, STORE_EXPORTS, name);
    }
}

enum status export_run(const struct config *c, const struct keys *k, struct db *db, const struct job *j, const struct export_done *done)
{
    struct run r = { .config = c, .keys = k, .db = db, .job = j, .done = done, .arena = arena_new(0) };
    enum status st;

    if (r.arena == NULL)
        return ST_FAILED;
    remove_before(&r);
    file_name(j, j->tries, r.name);
    st = store_folder(c, STORE_EXPORTS, r.name, r.dir, sizeof r.dir) ? run_write(&r) : ST_FAILED;
    if (st == ST_OK)
        st = db_tx(db, finish_tx, &r);
    /* Somebody else has the job, or it could not be told: then the file is nobody's. */
    if (st != ST_OK)
        store_remove(c, STORE_EXPORTS, r.name);
    log_fact(st == ST_OK ? LOG_INFO : LOG_ERROR, "export", "job=%s outcome=%s bytes=%llu tries=%u", j->name, status_name(st),
             (unsigned long long)r.size, j->tries);
    bytes_wipe(r.key, sizeof r.key);
    arena_free(r.arena);
    return st;
}
