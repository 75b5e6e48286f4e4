/*
 * record.h - rows of any entity, by its field table: load, list, insert, update with history, lock.
 *
 * A record's values are canonical texts in the order of the field table, NULL when empty. Sealed fields are opened only when asked
 * for, and sealed when written. SQL is put together from the field tables once per process (record_sql.c), never from input.
 */
#ifndef KOREN_MODEL_RECORD_H
#define KOREN_MODEL_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/problem.h"
#include "base/status.h"
#include "model/field.h"

struct actor;
struct arena;
struct db;
struct keys;
struct visit;

struct record {
    const struct entity *entity;
    uint64_t id;
    uint64_t parent_id;   /* relation (or invoice, for its lines); 0 for a relation */
    uint64_t relation_id; /* whose data: the relation itself, or its parent */
    uint32_t version;
    const char **values; /* entity->count of them */
    bool *sealed_there;  /* per field: a sealed value is present though not opened */
    const char *number;  /* relation: its number; else NULL */
    const char *called;  /* what a row that is shown is called when its own columns do not say (contact.h); else NULL */
    int64_t created_at, changed_at;
};

/* Whom and with what: passed to all of the model. `keys` may be NULL where no sealed field is opened or written. */
struct model {
    struct db *db;
    struct arena *arena;
    const struct keys *keys;
    const struct actor *who;
    struct visit *visit; /* a relation that was read already (visit.h); NULL: none */
};

enum record_open { OPEN_PLAIN, OPEN_SEALED }; /* whether sealed fields are opened */

/* An empty record with all values NULL. */
struct record *record_new(struct arena *a, const struct entity *e);
const char *record_get(const struct record *r, const char *column); /* NULL when empty; the column must exist */
void record_set(struct record *r, const char *column, const char *value);

/* One row by id; for a part, only when it belongs to `relation_id` (ST_NOT_FOUND otherwise: another's id does not exist). */
enum status record_load(struct model *m, const struct entity *e, uint64_t relation_id, uint64_t id, enum record_open open, struct record **out);

/* All rows under a parent in the entity's order; *count of them in the arena; at most `limit` from `offset` on. */
enum status record_list(struct model *m, const struct entity *e, uint64_t parent_id, enum record_open open, unsigned offset, unsigned limit,
                        struct record ***out, size_t *count);
enum status record_count(struct model *m, const struct entity *e, uint64_t parent_id, uint64_t *count);

/* All rows for the export: calls `each` for every row until one gives something else than ST_OK, with flat memory: the record is gone after `each`.
 * The order must not change meanwhile (db_snapshot()). */
enum status record_each(struct model *m, const struct entity *e, uint64_t parent_id, enum record_open open, const char *where,
                        enum status (*each)(void *ctx, const struct record *r), void *ctx);

/*
 * Inserts (id 0) or updates. Only fields in `mask` (one bool per field) are written; each that differs from the stored value leaves a line in
 * relation_history, a new row one line in all. Update: when the stored version is not r->version (0: whatever it is), ST_CONFLICT and nothing is
 * written. Search keys follow by themselves. Afterwards r is what is stored, with its new version. Must run inside db_tx(). A part needs its
 * parent_id; a new relation gets its data key here (use relation_create()).
 */
enum status record_save(struct model *m, struct record *r, const bool *mask);

struct change {
    int64_t at;
    const struct entity *entity;
    const struct field *field; /* NULL: the row was added */
    uint64_t entity_id;
    const char *entity_title, *field_label, *old_value, *new_value; /* as people read them; masked when sealed or not to be seen by m->who */
    const char *who;                                                /* name of the user, "relatie zelf" or "systeem" */
    const char *site;                                               /* "staff" "portal" "system" "import" "undo" */
};
/* Newest first. Values of fields that m->who may not see are masked, and sealed ones for everybody; m->who NULL is the system, for an export: it sees
 * all, and what was sealed opened when m->keys are there. */
enum status history_list(struct model *m, uint64_t relation_id, unsigned offset, unsigned limit, struct change **out, size_t *count);
enum status history_count(struct model *m, uint64_t relation_id, uint64_t *count);
/* Gives r the values it had before the changes of an import, which history knows by its name as the request; mask says which. Not yet saved. */
enum status history_before(struct model *m, struct record *r, const char *request, bool *mask);
/* Who changed the record since `version`, for the conflict page. NULL name when unknown. */
enum status history_last(struct model *m, const struct record *r, const char **who, int64_t *at);

/* The relation's data key: made when the relation is made, unwrapped with relation.key. ST_NOT_FOUND when it was destroyed. */
enum status relation_key_create(struct model *m, uint64_t relation_id);
enum status relation_key(struct model *m, uint64_t relation_id, uint8_t key[32]);

#endif
