/*
 * portal_sql.h - the procedures through which WerktVoorMij reads and corrects, made from the field tables.
 *
 * portal_relation, one portal_TABLE for each entity with .portal, and portal_correct. Only fields that the table shows to the portal are in them,
 * and each first finds out by the session's hash whose data these are (portal_who, sql/portal.sql): the account cannot ask for another's.
 */
#ifndef KOREN_OPS_PORTAL_SQL_H
#define KOREN_OPS_PORTAL_SQL_H

#include "base/status.h"

struct arena;
struct db;

/* Makes them anew. `db` is the owner's, under whose name they run. */
enum status portal_sql_apply(struct db *db, struct arena *a);
/* Their text. */
char *portal_sql(struct arena *a);

#endif
