/*
 * job.h - long work with progress, done by koren-worker, taken up again after a kill at any point.
 *
 * A worker holds a lease on a running job and renews it with each step. A job whose lease has run out, or that a dead process of this same machine
 * held, is taken again from the start of its current step: steps are idempotent. After JOB_TRIES it is failed, and its page says so.
 */
#ifndef KOREN_MODEL_JOB_H
#define KOREN_MODEL_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/status.h"

struct actor;
struct arena;
struct db;

#define JOB_LEASE  30 /* seconds */
#define JOB_TRIES  5
#define JOB_WORKER 61 /* room for "HOST:PID:STARTTIME" */

enum job_state { JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_EXPIRED };

/* Of the word in the database; one that is not known counts as failed. */
enum job_state job_state_of(const char *word);

struct job {
    uint64_t id;
    char name[33];
    const char *kind;
    uint64_t relation_id;
    const char *relation_number;
    uint64_t user_id;
    const char *user_name;
    bool portal; /* asked by the relation itself */
    enum job_state state;
    unsigned step, steps, tries;
    const char *step_text; /* Dutch */
    int64_t created_at, finished_at, expires_at;
    const char *store_name, *file_name, *file_sha256;
    uint64_t file_size;
    unsigned fetched;
    bool tell;               /* who asked gets a mail when it is done or has failed, or got it */
    char worker[JOB_WORKER]; /* who took it; "" when it was not taken here */
};

/* "HOST:PID:STARTTIME" of this process. Before the sandbox closes: it reads /proc. */
void job_worker(char out[JOB_WORKER]);

/* A new job; its public name goes to `name`. Inside db_tx(). */
enum status job_add(struct db *db, const struct actor *who, const char *kind, uint64_t relation_id, char name[33]);
/* By public name. ST_NOT_FOUND when there is none. */
enum status job_load(struct db *db, struct arena *a, const char *name, struct job *out);
/* Newest first; relation_id 0: of all relations. */
enum status job_list(struct db *db, struct arena *a, const char *kind, uint64_t relation_id, unsigned offset, unsigned limit, struct job **out,
                     size_t *count);
enum status job_count(struct db *db, const char *kind, uint64_t relation_id, uint64_t *count);
enum status job_fetched(struct db *db, uint64_t id);
/* A mail when it is done. ST_NOT_FOUND when it is no longer waiting or running. */
enum status job_tell(struct db *db, uint64_t id);
/* One that failed since that moment and that somebody wants to hear of: in *out, its wish fulfilled by this, so that it is given once. ST_NOT_FOUND
 * when there is none. Inside db_tx(), with the mail. */
enum status job_failed_untold(struct db *db, struct arena *a, const char *kind, int64_t since, struct job *out);

/* Frees at once what dead processes of this machine held. At the start of a worker, before its sandbox closes: inside, no other process can be seen,
 * and a job is taken over when its lease has run out. */
enum status job_reclaim(struct db *db);
/* For the worker. Takes the next job of this kind (SKIP LOCKED), ST_NOT_FOUND when there is none. `worker` as job_worker() gives it; a job that it
 * left halfway is given to it again. Not inside db_tx(). */
enum status job_take(struct db *db, struct arena *a, const char *worker, const char *kind, struct job *out);
/* Step done and lease renewed; ST_CONFLICT when the job is no longer ours: stop at once, leave nothing. */
enum status job_progress(struct db *db, const struct job *j, unsigned step, unsigned steps, const char *text);
enum status job_finish(struct db *db, const struct job *j, const char *store_name, const uint8_t *sealed_key, size_t sealed_n, uint64_t size,
                       const char *sha256, const char *file_name, int64_t expires_at);
enum status job_fail(struct db *db, const struct job *j);
/* Finished jobs past expires_at become expired; their files are given to `gone` to be removed first. Each is a row of the audit log, by
 * the system. */
enum status job_expire(struct db *db, void (*gone)(void *ctx, const char *store_name), void *ctx, unsigned *count);

#endif
