/*
 * sweep.h - what has had its time goes: expired attempts, links, counts, browsers, sessions and mail, files in passing, exports past their days.
 *
 * Personal data that nobody needs any more are a debt (AVG Art. 5(1)(e)); every term stands in sweep.c.
 */
#ifndef KOREN_OPS_SWEEP_H
#define KOREN_OPS_SWEEP_H

#include "base/status.h"

struct config;
struct db;

/* Rows of signing in and of mail. Every step is a transaction of its own, of at most a thousand rows at a time; *gone rows went. */
enum status sweep_rows(struct db *db, unsigned *gone);
/* Sessions whose time is over are marked so (`session_expired` in the log), so that the list of open sessions is true without a visit. */
enum status sweep_sessions(struct db *db, unsigned *ended);
/* Files in passing, and exports that have expired. */
enum status sweep_files(const struct config *c, struct db *db, unsigned *gone);
/* Files of the store that no row knows: looks at every file, so once an hour is enough. */
enum status sweep_store(const struct config *c, struct db *db, unsigned *gone);

#endif
