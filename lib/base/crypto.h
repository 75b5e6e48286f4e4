/*
 * crypto.h - the few cryptographic building blocks, over OpenSSL: hashes, MACs, key derivation, and small values sealed with AES-256-GCM.
 *
 * A sealed value is 1 byte version (1), 12 bytes nonce, ciphertext, 16 bytes tag. Its associated data names the place it belongs to
 * ("relation.bsn:4711"), so that a value moved to another row or column does not open.
 */
#ifndef KOREN_BASE_CRYPTO_H
#define KOREN_BASE_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HASH_BYTES 32
#define KEY_BYTES  32
#define SEAL_EXTRA (1 + 12 + 16)

struct arena;

void hash_sha256(const void *p, size_t n, uint8_t out[HASH_BYTES]);
/* SHA-256 of a token's text, the only form in which a token is stored. */
void hash_token(const char *token, uint8_t out[HASH_BYTES]);
void hash_hmac(const uint8_t key[KEY_BYTES], const void *p, size_t n, uint8_t out[HASH_BYTES]);
/* HKDF-SHA256 (RFC 5869) of a key for one purpose. */
void key_derive(const uint8_t key[KEY_BYTES], const char *purpose, uint8_t out[KEY_BYTES]);
bool bytes_equal(const void *a, const void *b, size_t n); /* in constant time */
void bytes_wipe(void *p, size_t n);                       /* not optimised away */

/* n bytes as 2n lower-case hex digits and a NUL. */
void hex_encode(const void *p, size_t n, char *out);
/* Exactly 2n hex digits. False when it is not that. */
bool hex_decode(const char *s, void *out, size_t n);

/* Seals n bytes to n + SEAL_EXTRA bytes in the arena. */
uint8_t *seal(struct arena *a, const uint8_t key[KEY_BYTES], const char *place, const void *p, size_t n, size_t *out_n);
/* Opens; NULL when key, place or a single bit differs. A NUL follows the bytes. */
uint8_t *unseal(struct arena *a, const uint8_t key[KEY_BYTES], const char *place, const void *p, size_t n, size_t *out_n);

/* scrypt (RFC 7914) with r = 8. False when OpenSSL refuses or there is no memory: the caller must then refuse, never accept. */
bool scrypt_derive(const char *password, size_t n, const uint8_t *salt, size_t salt_n, unsigned log2_n, unsigned p, uint8_t out[KEY_BYTES]);

/* A running SHA-256, for files. */
struct hasher;
struct hasher *hasher_new(void); /* NULL without memory */
void hasher_add(struct hasher *h, const void *p, size_t n);
void hasher_end(struct hasher *h, uint8_t out[HASH_BYTES]); /* and frees it */

#endif
