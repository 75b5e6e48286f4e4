/*
 * worker.h - the two halves of koren-worker. They are processes of their own: the half that speaks to the mail server can reach no keys or documents,
 * and the half that works on exports can reach no network.
 */
#ifndef KOREN_SBIN_WORKER_H
#define KOREN_SBIN_WORKER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

struct arena;
struct config;
struct db;
struct job;

/* Each runs until it is told to stop, or with `once` until nothing is due, and gives the exit status of its process. */
int worker_mail(const struct config *c, bool once);
int worker_jobs(const struct config *c, bool once);

/* What worker_tell() needs. */
struct worker_mailing {
    const struct config *config;
    struct arena *arena;
};
#define WORKER_TELL_TEMPLATE   "mail/export-klaar.cs"
#define WORKER_FAILED_TEMPLATE "mail/export-mislukt.cs"
/* For struct export_done: puts a mail in the outbox for who asked, when a mail was wanted. Needs templates_open(). */
enum status worker_tell(void *mailing, struct db *db, const struct job *j, int64_t until);
/* The same for exports that failed lately, whichever way they came to fail: each is told once. Needs templates_open(). */
enum status worker_tell_failed(struct worker_mailing *mailing, struct db *db);

/* Rests so long, or until SIGTERM or SIGINT, which are blocked in between: then true, and the process must stop. */
bool worker_rest(int64_t micros);

#endif
