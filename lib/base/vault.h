/*
 * vault.h - encrypted files, read and written in pieces with flat memory.
 *
 * Format: a header (magic "KORENV1\n", chunk size, total length, and their tag), then chunks of VAULT_CHUNK bytes, each as nonce, ciphertext,
 * tag. AES-256-GCM per chunk; associated data is the file's name (a random identifier), the chunk's index and whether it is the last, so that
 * cutting, reordering, swapping between files and flipping bits are found (ASVS 11.3.3/4). Every file has a random key of its own, which the caller
 * keeps wrapped elsewhere.
 *
 * A file being written lies in the same folder under NAME.part; vault_commit() does fsync, rename, fsync of the folder. A writer that is
 * closed without commit leaves nothing. Written bytes can be patched before the commit (libzip goes back to fill in a local header): the
 * chunk concerned is sealed again with a new nonce.
 */
#ifndef KOREN_BASE_VAULT_H
#define KOREN_BASE_VAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/status.h"

#define VAULT_CHUNK (256 * 1024)

struct vault;

/* Starts file `name` (32 hex digits) in folder `dir`. NULL when it cannot: errno and a log line say why (ENOSPC, EACCES ...). */
struct vault *vault_create(const char *dir, const char *name, const uint8_t key[KEY_BYTES]);
/* Appends, or overwrites at the position set by vault_seek(). */
enum status vault_write(struct vault *v, const void *p, size_t n);
/* Where the next write or read happens: 0..length. */
enum status vault_seek(struct vault *v, uint64_t at);
uint64_t vault_tell(const struct vault *v);
uint64_t vault_length(const struct vault *v);
/* Makes the file last; it never replaces one that is there. After it only vault_close() is allowed. */
enum status vault_commit(struct vault *v);

/* Opens for reading; NULL with errno ENOENT, or EBADMSG when the header is not authentic. */
struct vault *vault_open(const char *dir, const char *name, const uint8_t key[KEY_BYTES]);
/* Up to n bytes from the position (a file being written can be read back too); *got is 0 at the end. ST_FAILED when a chunk is not authentic: then
 * nothing of it is given. */
enum status vault_read(struct vault *v, void *p, size_t n, size_t *got);

/* Frees; an uncommitted file is removed. NULL is allowed. */
void vault_close(struct vault *v);

/* Removes file `name`, and NAME.part that a killed writer left; absent is fine. */
enum status vault_remove(const char *dir, const char *name);

#endif
