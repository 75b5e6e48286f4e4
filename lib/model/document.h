/*
 * document.h - documents of a dossier (dossierstukken).
 */
#ifndef KOREN_MODEL_DOCUMENT_H
#define KOREN_MODEL_DOCUMENT_H

#include "model/record.h"
#include "model/store.h"

/* A file that came in and lies in the store, not yet bound to a row. */
struct upload {
    char store_name[33];
    uint8_t key[KEY_BYTES];
    uint64_t size;
    char sha256[65];
    const char *file_name;     /* as sent, made safe: no path, no control characters, at most 255 bytes */
    const char *media_type;    /* found from extension and first bytes, never what the browser said */
    struct receiver *receiver; /* that has the file until document_add(); NULL for one that is in the store already */
};

/*
 * Receives an upload piece by piece; flat memory at any size. What no row took is removed with the arena at the latest. NULL: there is no room
 * (store_room(): the answer is 507), or the store cannot be written. A file of a kind that is refused is read to its end without being kept.
 */
struct receiver;
struct receiver *receive_open(const struct config *c, struct arena *a, const char *file_name);
enum status receive_piece(struct receiver *r, const void *p, size_t n); /* ST_INVALID: larger than upload_max; ST_FAILED: no room */
/* ST_INVALID with a problem under "bestand": empty, of a kind that is not on the list, extension and content disagree. */
enum status receive_close(struct receiver *r, struct problems *p, struct upload *out);
/* Removes what was received, and also what document_add() took when its transaction failed afterwards. */
void receive_abort(struct receiver *r);

/* The row for the file is there: the end of the arena leaves the file alone. document_add() does it by itself. */
void receive_kept(const struct upload *u);

/* A file's own key, sealed with the relation's data key for the document's row, in the arena. */
uint8_t *document_key_seal(struct arena *a, const uint8_t key[KEY_BYTES], uint64_t id, const uint8_t file_key[KEY_BYTES], size_t *n);

/* The row for an upload. Inside db_tx(). */
enum status document_add(struct model *m, uint64_t relation_id, const struct upload *u, const char *title, const char *kind, bool shared,
                         uint64_t *id);
/* Where a document's bytes are: name and key for store_open()/store_spool(). */
enum status document_key(struct model *m, uint64_t relation_id, uint64_t id, struct record **out, char store_name[33], uint8_t key[KEY_BYTES]);

#endif
