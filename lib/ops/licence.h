/*
 * licence.h - switching a module of this controller on and off (guard/module.h), by the operator.
 */
#ifndef KOREN_OPS_LICENCE_H
#define KOREN_OPS_LICENCE_H

#include <stdint.h>

#include "guard/module.h"

struct actor;
struct arena;
struct db;

/* A period of a module for which no row was ever made begins now: new modules of a new version are on. For migrations. */
enum status licences_fill(struct db *db);

/* ST_OK, also when it was on already. ST_INVALID for a core module. Inside db_tx(), with its row in the audit log. */
enum status licence_on(struct db *db, const struct actor *who, enum module m);

/*
 * ST_CONFLICT when its tables still hold *rows rows: a module that is off is in no access request, and what is kept must be (AVG art. 15). Erase or
 * move them first. ST_INVALID for a core module. Inside db_tx(), with its row in the audit log.
 */
enum status licence_off(struct db *db, const struct actor *who, enum module m, uint64_t *rows);

#endif
