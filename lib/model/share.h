/*
 * share.h - what the relation itself may read of its notes and documents in WerktVoorMij.
 *
 * The text of a note and the key of a document are sealed with the relation's data key, which WerktVoorMij never has. As long as a row is shared, a
 * copy of that text or key lies in `shared_copy`, sealed with a second key of the same relation that serves sharing only. That key lies wrapped with
 * share.key (crm, portal) beside the data key, in the keys' own schema, and goes with it: erasing a relation makes the copies worthless too, in older
 * backups as well. The procedures of the portal give a copy for the signed-in relation and for a row that is shared, and for no other.
 */
#ifndef KOREN_MODEL_SHARE_H
#define KOREN_MODEL_SHARE_H

#include "base/crypto.h"
#include "model/record.h"

/* Whether the relation may read it: shared, and not about somebody else. */
bool share_wanted(const struct record *r);

/* After a row of an entity that shares (field.h) was saved: its copy comes, follows or goes. record_save() and document_add() call it. Inside
 * db_tx(); needs relation.key and share.key only when the row is shared. */
enum status share_follow(struct model *m, const struct record *r);

/* What a copy holds, in the arena; NULL when it does not open: it was changed, or moved from another row. */
uint8_t *share_open(struct model *m, const struct record *row, const void *wrapped, size_t wrapped_n, const void *sealed, size_t sealed_n, size_t *n);

/* For many rows at a time (record_bulk.h): a new key for sharing, left in `key`, and wrapped in the arena; a copy sealed with it. */
uint8_t *share_key_new(struct model *m, uint64_t relation_id, uint8_t key[KEY_BYTES], size_t *n);
uint8_t *share_seal(struct arena *a, const struct record *r, const uint8_t key[KEY_BYTES], const void *p, size_t p_n, size_t *n);

#endif
