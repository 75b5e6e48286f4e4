/*
 * script.h - scripts of sql_dir, with the names of this controller's schemas put in.
 *
 * Placeholders: {db} {keys} the schemas, {account} an account as 'name'@'host', {offset} the configured clock_offset in seconds. The values come
 * from the configuration, which lets only [a-z0-9_] into names.
 */
#ifndef KOREN_OPS_SCRIPT_H
#define KOREN_OPS_SCRIPT_H

#include "base/status.h"

struct arena;
struct config;
struct db;

/* The text of sql_dir/name as it stands. NULL with a log line when it cannot be read. */
char *script_read(const struct config *c, struct arena *a, const char *name);
/* With the placeholders filled in; `account` may be NULL. */
char *script_fill(const struct config *c, struct arena *a, const char *text, const char *account);
/* Reads, fills in and runs. */
enum status script_run(const struct config *c, struct db *db, struct arena *a, const char *name, const char *account);

#endif
