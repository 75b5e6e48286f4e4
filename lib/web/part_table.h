/*
 * part_table.h - a list of the parts of a relation (contact persons, invoices ...) from their field table: a name and the columns that
 * are marked `list`; a row's own page shows all.
 */
#ifndef KOREN_WEB_PART_TABLE_H
#define KOREN_WEB_PART_TABLE_H

#include "model/record.h"
#include "web/request.h"

/* Where a row's own page is; NULL: it has none. */
typedef const char *(*part_link)(struct req *r, const struct record *row, const void *ctx);

/* What a row is called: a person by name, else by the entity's title column. Never NULL. */
const char *part_name(struct req *r, const struct record *row);

/* Fills the table `key` ("Table", "Tables.2") with the rows and the columns that the actor may see. `empty` is said when there are none. */
void part_table(struct req *r, const char *key, const struct entity *e, struct record **rows, size_t count, const char *empty, part_link link,
                const void *ctx);

#endif
