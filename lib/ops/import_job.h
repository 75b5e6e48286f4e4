/*
 * import_job.h - files that people gave to import: looked at, and imported, by the worker.
 */
#ifndef KOREN_OPS_IMPORT_JOB_H
#define KOREN_OPS_IMPORT_JOB_H

#include "base/status.h"

struct config;
struct db;
struct job;
struct keys;

/* Looks at a whole file; from its start when it is run again. */
enum status import_job_check(const struct config *c, const struct keys *k, struct db *db, const struct job *j);
/* Imports it; goes on after the last line that is done when it is run again. */
enum status import_job_import(const struct config *c, const struct keys *k, struct db *db, const struct job *j);
/* Takes one back, all of it or nothing; from its start when it is run again. */
enum status import_job_undo(const struct config *c, const struct keys *k, struct db *db, const struct job *j);

#endif
