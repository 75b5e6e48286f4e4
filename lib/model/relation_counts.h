/*
 * relation_counts.h - how many rows each part of a relation has, for the tabs: one statement for all.
 */
#ifndef KOREN_MODEL_RELATION_COUNTS_H
#define KOREN_MODEL_RELATION_COUNTS_H

#include <stdint.h>

#include "model/record.h"

#define ENTITY_PARTS_MAX 16 /* entities[] never has more */

/* counts[i] is for entities[i]; counts[0] (the relation itself) is 1. */
enum status relation_counts(struct model *m, uint64_t relation_id, uint64_t counts[ENTITY_PARTS_MAX]);

#endif
