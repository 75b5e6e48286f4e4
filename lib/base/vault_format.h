/*
 * vault_format.h - what an encrypted file looks like on the disk; for vault.c alone.
 *
 * Numbers are little-endian:
 *
 *     header, 52 bytes    magic "KORENV1\n" · chunk size u32 · zero u32 · length u64 · nonce 12 · tag 16
 *     chunk 0, 1, ...     nonce 12 · ciphertext, VAULT_CHUNK bytes (the last: what is left) · tag 16
 *
 * Associated data of the header: its first 24 bytes · name, 32 bytes. It has no plaintext; the tag alone vouches for it.
 * Associated data of a chunk:    name, 32 bytes · index u64 · last u8 (1 for the last chunk of the file, else 0).
 *
 * An empty file has no chunks. The two kinds of associated data differ in length (56 and 41), so that none can pass for the other.
 */
#ifndef KOREN_BASE_VAULT_FORMAT_H
#define KOREN_BASE_VAULT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/vault.h"

#define VAULT_NAME   32 /* hex digits */
#define VAULT_HEADER 52
#define VAULT_EXTRA  (12 + 16)                   /* nonce and tag of a chunk */
#define VAULT_STORED (VAULT_CHUNK + VAULT_EXTRA) /* a whole chunk on the disk */
#define VAULT_MAX    (UINT64_C(1) << 46)         /* bytes of one file */

/* Both directions under the key of one file; a cipher context keeps its key from one chunk to the next. */
struct vault_cipher;

/* NULL without memory. */
struct vault_cipher *vault_cipher_new(const char *name, const uint8_t key[KEY_BYTES]);
void vault_cipher_free(struct vault_cipher *c);

/* n bytes of plain become n + VAULT_EXTRA bytes, under a new nonce. False only when OpenSSL has no memory. */
bool chunk_seal(struct vault_cipher *c, uint64_t index, bool last, const uint8_t *plain, size_t n, uint8_t *stored);
/* And back. False, with `plain` wiped, when they are not authentic. */
bool chunk_open(struct vault_cipher *c, uint64_t index, bool last, uint8_t *stored, size_t n, uint8_t *plain);

bool header_seal(struct vault_cipher *c, uint64_t length, uint8_t header[VAULT_HEADER]);
bool header_open(struct vault_cipher *c, uint8_t header[VAULT_HEADER], uint64_t *length);

/* Chunks of a file of this length, where one begins on the disk, and how large the whole is there. */
uint64_t chunk_count(uint64_t length);
uint64_t chunk_place(uint64_t index);
uint64_t vault_size(uint64_t length);

#endif
