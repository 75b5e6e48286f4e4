/*
 * listing_sql.h - the statements of a list, for listing.c only. They bind, in this order: for each column with a permission whether it is seen; the
 * scope; for each filter whether it is off and then its values (list_binds() of them), for FILTER_DATES and FILTER_YESNO twice; then what is said
 * here.
 */
#ifndef KOREN_MODEL_LISTING_SQL_H
#define KOREN_MODEL_LISTING_SQL_H

#include "model/listing.h"

const char *list_rows_sql(const struct listing *l, size_t sort, bool descending); /* (limit, offset) */
const char *list_count_sql(const struct listing *l);                              /* (limit); no columns */

/* How often a condition binds its value. */
unsigned list_binds(const char *sql);

#endif
