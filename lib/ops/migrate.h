/*
 * migrate.h - the schema, forward only: numbered scripts of sql/, then everything that follows from tables in code (permissions, views and
 * procedures from the field tables), then the grants of every program's account.
 */
#ifndef KOREN_OPS_MIGRATE_H
#define KOREN_OPS_MIGRATE_H

#include <stdbool.h>

#include "base/status.h"

struct config;
struct db;

/* Runs the scripts that have not run yet, in order, each recorded with its SHA-256; refuses when a script that has run was changed since. Then
 * permissions, portal procedures and grants are made to be what the code says. Safe to repeat. `db` is the owner's. */
enum status migrate_run(const struct config *c, struct db *db);

/* Whether every script of sql_dir has run to its end and none that it does not have. ST_FAILED when that cannot be found out. */
enum status migrate_check(const struct config *c, struct db *db, bool *current);

#endif
