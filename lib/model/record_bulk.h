/*
 * record_bulk.h - many new rows in few statements, by the same field tables, keys, search keys and history as record_save(): for the demo and for
 * imports, where a round trip a row is what takes the time.
 *
 * The caller gets the ids beforehand, because a sealed value is bound to its row's id. Rows wait in the arena until bulk_flush() writes them,
 * relations first; so a batch has to fit in memory, and a batch of a few hundred relations does. Everything happens inside one db_tx().
 */
#ifndef KOREN_MODEL_RECORD_BULK_H
#define KOREN_MODEL_RECORD_BULK_H

#include <stdint.h>

#include "base/crypto.h"
#include "model/record.h"

struct bulk;

/* An empty batch in m->arena. */
struct bulk *bulk_new(struct model *m);

/* The next id of the entity's table, which was never another row's. Somebody who adds a row meanwhile takes it: then bulk_flush() is ST_CONFLICT and
 * the batch is made again. 0 when the database does not tell. */
uint64_t bulk_id(struct bulk *b, const struct entity *e);

/* What some tables have besides their fields. */
struct bulk_extra {
    const char *store_name;  /* document */
    const uint8_t *file_key; /* document: the file's own key, in the clear */
};

/*
 * A new row with r->id, r->parent_id, r->relation_id, and r->created_at and r->changed_at (0: now); with its line of history. A relation gets a new
 * data key, left in `key`; the parts of that relation are sealed with it. Values are canonical and not checked here. What r points at must last until
 * the flush.
 */
void bulk_relation(struct bulk *b, const struct record *r, uint8_t key[KEY_BYTES]);
void bulk_part(struct bulk *b, const struct record *r, const uint8_t key[KEY_BYTES], const struct bulk_extra *extra);
/* A change made earlier, of a field that is not sealed: for history. */
void bulk_change(struct bulk *b, const struct record *r, const struct field *f, const char *old_value, const char *new_value, int64_t at);

/* Writes all that waits. */
enum status bulk_flush(struct bulk *b);

#endif
