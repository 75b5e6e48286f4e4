/*
 * visit.h - a relation that is read in the statement that reads the session: its row and the numbers of rows of its parts.
 *
 * Looking at a relation is what this system does all day. Session, row and numbers are three statements, of which a database spends most on the
 * statement and little on the rows; together they are one (docs/performance.md). relation_load() and relation_counts() take what was read from
 * m->visit, each once, and ask the database otherwise: a handler is the same with it and without.
 */
#ifndef KOREN_MODEL_VISIT_H
#define KOREN_MODEL_VISIT_H

#include <stdbool.h>

#include "guard/actor.h"
#include "model/record.h"
#include "model/relation_counts.h"

/* As session_load(); m->visit holds what was read, or NULL for who has no session. Only for a request that changes nothing: what lies in m->visit
 * would not follow. */
enum status visit_load(struct model *m, enum site site, const char *token, const char *number, struct actor *who, bool *expired);

/* True when this relation was read and not taken yet: then *status is what relation_load() has to give, with the record when it is ST_OK. */
bool visit_record(struct model *m, const char *number, enum status *status, struct record **out);
bool visit_counts(struct model *m, uint64_t relation_id, uint64_t counts[ENTITY_PARTS_MAX]);

#endif
