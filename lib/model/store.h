/*
 * store.h - where the bytes of documents and exports lie: behind a small struct, so that a cluster can have another place later.
 *
 * Order of a write: vault_create, write, vault_commit (fsync, rename), then the row. A crash between leaves a file without a row; store_sweep()
 * removes those older than a day. Order of a removal: the row, then the file.
 */
#ifndef KOREN_MODEL_STORE_H
#define KOREN_MODEL_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "base/vault.h"

struct config;
struct db;

enum store_area { STORE_DOCUMENTS, STORE_EXPORTS };

#define STORE_FREE_PERCENT 10 /* below this much free space uploads are refused with 507 (security.md 38) */

/* A new file under a new random name (32 hex digits, given in `name`) in state_dir/documents or /exports; folders are spread by two digits. */
struct vault *store_create(const struct config *c, enum store_area area, const uint8_t key[KEY_BYTES], char name[33]);
/* Fills `path` (n bytes) with the folder of file `name`, made when it is not there, for a caller that names its file itself: a job's file follows
 * from the job, so that the next try finds and removes what a killed one left. False when it cannot be made. */
bool store_folder(const struct config *c, enum store_area area, const char *name, char *path, size_t n);
struct vault *store_open(const struct config *c, enum store_area area, const char *name, const uint8_t key[KEY_BYTES]);
enum status store_remove(const struct config *c, enum store_area area, const char *name);
/* True when there is room for `bytes` more while STORE_FREE_PERCENT stays free. */
bool store_room(const struct config *c, uint64_t bytes);
/* Removes files without a row and .part files, both older than a day. */
enum status store_sweep(const struct config *c, struct db *db, enum store_area area, unsigned *removed);

/* Decrypts a whole file into spool_dir under a new random name for nginx (spool.h); nothing is given to anybody before the last chunk has proven
 * authentic. The name goes to `spool_name`. */
enum status store_spool(const struct config *c, enum store_area area, const char *name, const uint8_t key[KEY_BYTES], char spool_name[33]);
enum status spool_sweep(const struct config *c, unsigned *removed);

#endif
