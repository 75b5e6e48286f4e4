/*
 * import_undo.h - a whole import taken back: relations that it added go, with their keys and history; fields that it changed get back what they were.
 *
 * All of it or nothing: it happens in one transaction of the caller, and a process that is killed halfway leaves everything as it was. It is refused
 * when a relation was changed, used or removed since (sql/import.sql, view import_obstacle).
 */
#ifndef KOREN_MODEL_IMPORT_UNDO_H
#define KOREN_MODEL_IMPORT_UNDO_H

#include "model/import_file.h"
#include "model/record.h"

#define UNDO_LINES     500 /* in one statement */
#define UNDO_OBSTACLES 100 /* told; there may be more */

struct import_undo {
    struct model *m; /* m->who with `undo` set and the import's name as its request */
    const struct import_file *file;
    /* After each UNDO_LINES, with how much of the work is done. Anything but ST_OK ends it. May be NULL. */
    enum status (*progress)(void *ctx, unsigned percent);
    void *ctx;
    /* What stands in the way, as lines to be told (PHASE_UNDO); in m->arena. None when it went well. */
    struct import_line *obstacles;
    size_t obstacle_count;
};

/* Of an import that is IMPORT_UNDOING, which it locks. Inside db_tx(). ST_INVALID: something stands in the way; nothing may be committed.
 * ST_CONFLICT: it is in another state. */
enum status import_undo(struct import_undo *u);
/* Tells about the obstacles, in the place of what was told before. In the transaction that ends the job. */
enum status import_undo_tell(const struct import_undo *u);

#endif
