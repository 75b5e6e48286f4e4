/*
 * record_sql.h - the SQL of the record engine, made from the field tables once per process. The only place where SQL is put together: from constants
 * of the field tables, never from anything that came in.
 *
 * Every SELECT gives the columns of RC_*, then one per field in the order of the table. A sealed field gives its bytes where the statement says
 * "sealed", else 1 or 0: whether there is one.
 */
#ifndef KOREN_MODEL_RECORD_SQL_H
#define KOREN_MODEL_RECORD_SQL_H

#include <stdbool.h>

#include "model/field.h"

enum record_statement {
    RS_LOAD,        /* (id) of a relation, (id, relation) of a part */
    RS_LOAD_SEALED, /* the same with sealed bytes */
    RS_FIND,        /* (number) of a relation */
    RS_LOCK,        /* (id), FOR UPDATE */
    RS_LOCK_SEALED, /* the same with sealed bytes */
    RS_LIST,        /* (parent, limit, offset) in the entity's order */
    RS_LIST_SEALED, /* the same with sealed bytes */
    RS_COUNT,       /* (parent) */
    RS_ALL,         /* the number of rows of the whole table */
    RS_OWNER,       /* (parent): whose data the parent's rows are, for parts of parts */
    RS_INSERT,      /* (parent unless relation, fields not sealed, then version's time twice if the table has them, then search keys of a relation) */
    RS_UPDATE,      /* (fields not sealed, changed_at if there, search keys of a relation, id) */
    RS_PARTS,       /* of the relation: one column per part, its number of rows; (relation) once per part */
    RS_VISIT,       /* of a relation: SESSION_COLUMNS, then as RS_FIND, then as RS_PARTS; (number, hash of the session's token) */
    RS_SEAL,        /* (sealed fields, look-up of the BSN of a relation, id) */
    RS_WIPE_DUE,    /* ids, (date, limit): of an entity with wipe_from, rows that ended before the date and changed since they were last looked at */
    RS_WIPE,        /* (1 when there is anything, else 0; changed_at; id): empties what its `wipe` says, and marks the row as looked at */
    RS_NEXT_ID,     /* the id that the next row gets: never one that was given out, also when its row is gone */
    RS_BULK, /* BULK_ROWS new rows of (id, parent unless relation, all fields, then version's time twice if the table has them, then search keys and
                look-up of the BSN of a relation, name and key of a document's file) */
    RS_BULK_ONE, /* one row of the same */
    RS_COUNT_
};

#define BULK_ROWS 25

enum record_column { RC_ID, RC_PARENT, RC_RELATION, RC_VERSION, RC_CREATED, RC_CHANGED, RC_FIELDS };

/* The statement; the same address every time. `where`: a constant of the field tables that narrows a list, or NULL. */
const char *record_sql(const struct entity *e, enum record_statement what, const char *where);
/* Whether the table has this technical column. */
bool record_has(const struct entity *e, const char *column);
/* True for parts of a part, such as the lines of an invoice: their relation is their parent's. */
bool record_nested(const struct entity *e);

#endif
