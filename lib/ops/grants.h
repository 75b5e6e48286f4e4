/*
 * grants.h - the programs' database accounts and what each may do: sql/grants/PROGRAM.sql, and nothing else.
 */
#ifndef KOREN_OPS_GRANTS_H
#define KOREN_OPS_GRANTS_H

#include <stdbool.h>

#include "base/status.h"

struct config;
struct db;

/* The programs with an account of their own; ends with NULL. */
extern const char *const grant_programs[];

/* Makes each account that is not there, sets its password from db_password_dir, and makes its privileges those of its file. An account that has
 * exactly these already is left alone, so that running programs notice nothing. Not inside db_tx(); `db` is the owner's. */
enum status grants_apply(const struct config *c, struct db *db);

/* Whether the account has exactly what its file gives. ST_FAILED when that cannot be found out. */
enum status grants_check(const struct config *c, struct db *db, const char *program, bool *same);

#endif
