/*
 * record_parts.h - what the files of the record engine share.
 */
#ifndef KOREN_MODEL_RECORD_PARTS_H
#define KOREN_MODEL_RECORD_PARTS_H

#include "base/crypto.h"
#include "db/db.h"
#include "model/record.h"

/* Reads the row a statement of record_sql() stands at, in `a`. `key` opens sealed fields; NULL: only whether they are there. */
enum status record_read(struct arena *a, const struct entity *e, struct stmt *st, const uint8_t *key, struct record **out);

/* The relation's data key for opening when e has sealed fields; *key stays NULL when it has none. */
bool entity_seals(const struct entity *e);

/* The place a sealed value belongs to: "TABLE.COLUMN:ID". */
const char *seal_place(struct arena *a, const struct entity *e, const struct field *f, uint64_t id);

/* A line of history. Values are canonical; sealed with the relation's key when the field is. `f` NULL: the row was added. */
enum status history_add(struct model *m, const struct record *r, const struct field *f, const char *old_value, const char *new_value,
                        const uint8_t *key);

/* relation_history.site: who it was that changed something. */
const char *history_site(const struct actor *who);

/* A new data key for a relation, left in `key`, and wrapped with relation.key (which must be there) in the arena. */
uint8_t *relation_key_new(struct model *m, uint64_t relation_id, uint8_t key[KEY_BYTES], size_t *n);

/* What a BSN is looked up by: HMAC with lookup.key. */
void bsn_lookup(const struct keys *k, const char *bsn, uint8_t out[HASH_BYTES]);

#endif
