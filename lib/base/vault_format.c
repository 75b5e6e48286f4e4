#include "base/vault_format.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"

#define MAGIC       "KORENV1\n"
#define MAGIC_BYTES 8
#define NONCE_BYTES 12
#define TAG_BYTES   16
#define FIELD_BYTES 24 /* of the header, before nonce and tag */
#define CHUNK_AAD   (VAULT_NAME + 8 + 1)
#define HEADER_AAD  (FIELD_BYTES + VAULT_NAME)

struct vault_cipher {
    EVP_CIPHER_CTX *sealing, *opening;
    char name[VAULT_NAME];
};

static void put_le(uint8_t *to, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        to[i] = (uint8_t)(value >> (8 * i));
}

static uint64_t get_le(const uint8_t *from, int bytes)
{
    uint64_t value = 0;

    for (int i = 0; i < bytes; i++)
        value |= (uint64_t)from[i] << (8 * i);
    return value;
}

struct vault_cipher *vault_cipher_new(const char *name, const uint8_t key[KEY_BYTES])
{
    struct vault_cipher *c = calloc(1, sizeof *c);

    if (c == NULL)
        return NULL;
    memcpy(c->name, name, VAULT_NAME);
    c->sealing = EVP_CIPHER_CTX_new();
    c->opening = EVP_CIPHER_CTX_new();
    if (c->sealing != NULL && c->opening != NULL && EVP_EncryptInit_ex2(c->sealing, EVP_aes_256_gcm(), key, NULL, NULL) == 1 &&
        EVP_DecryptInit_ex2(c->opening, EVP_aes_256_gcm(), key, NULL, NULL) == 1)
        return c;
    vault_cipher_free(c);
    return NULL;
}

void vault_cipher_free(struct vault_cipher *c)
{
    if (c == NULL)
        return;
    EVP_CIPHER_CTX_free(c->sealing);
    EVP_CIPHER_CTX_free(c->opening);
    free(c);
}

/* `stored` gets nonce, ciphertext of n bytes and tag. */
static bool gcm_seal(EVP_CIPHER_CTX *ctx, const uint8_t *aad, int aad_n, const uint8_t *plain, int n, uint8_t *stored)
{
    int got;

    random_bytes(stored, NONCE_BYTES);
    return EVP_EncryptInit_ex2(ctx, NULL, NULL, stored, NULL) == 1 && EVP_EncryptUpdate(ctx, NULL, &got, aad, aad_n) == 1 &&
           (n == 0 || EVP_EncryptUpdate(ctx, stored + NONCE_BYTES, &got, plain, n) == 1) &&
           EVP_EncryptFinal_ex(ctx, stored + NONCE_BYTES + n, &got) == 1 &&
           EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, TAG_BYTES, stored + NONCE_BYTES + n) == 1;
}

static bool gcm_open(EVP_CIPHER_CTX *ctx, const uint8_t *aad, int aad_n, uint8_t *stored, int n, uint8_t *plain)
{
    int got;

    return EVP_DecryptInit_ex2(ctx, NULL, NULL, stored, NULL) == 1 && EVP_DecryptUpdate(ctx, NULL, &got, aad, aad_n) == 1 &&
           (n == 0 || EVP_DecryptUpdate(ctx, plain, &got, stored + NONCE_BYTES, n) == 1) &&
           EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, TAG_BYTES, stored + NONCE_BYTES + n) == 1 &&
           EVP_DecryptFinal_ex(ctx, plain + n, &got) == 1;
}

static void chunk_aad(const struct vault_cipher *c, uint64_t index, bool last, uint8_t out[CHUNK_AAD])
{
    memcpy(out, c->name, VAULT_NAME);
    put_le(out + VAULT_NAME, index, 8);
    out[VAULT_NAME + 8] = last;
}

bool chunk_seal(struct vault_cipher *c, uint64_t index, bool last, const uint8_t *plain, size_t n, uint8_t *stored)
{
    uint8_t aad[CHUNK_AAD];

    chunk_aad(c, index, last, aad);
    return gcm_seal(c->sealing, aad, CHUNK_AAD, plain, (int)n, stored);
}

bool chunk_open(struct vault_cipher *c, uint64_t index, bool last, uint8_t *stored, size_t n, uint8_t *plain)
{
    uint8_t aad[CHUNK_AAD];

    chunk_aad(c, index, last, aad);
    if (gcm_open(c->opening, aad, CHUNK_AAD, stored, (int)n, plain))
        return true;
    bytes_wipe(plain, n);
    return false;
}

static void header_aad(const struct vault_cipher *c, const uint8_t *header, uint8_t out[HEADER_AAD])
{
    memcpy(out, header, FIELD_BYTES);
    memcpy(out + FIELD_BYTES, c->name, VAULT_NAME);
}

bool header_seal(struct vault_cipher *c, uint64_t length, uint8_t header[VAULT_HEADER])
{
    uint8_t aad[HEADER_AAD];

    memset(header, 0, VAULT_HEADER);
    memcpy(header, MAGIC, MAGIC_BYTES);
    put_le(header + MAGIC_BYTES, VAULT_CHUNK, 4);
    put_le(header + MAGIC_BYTES + 8, length, 8);
    header_aad(c, header, aad);
    return gcm_seal(c->sealing, aad, HEADER_AAD, NULL, 0, header + FIELD_BYTES);
}

bool header_open(struct vault_cipher *c, uint8_t header[VAULT_HEADER], uint64_t *length)
{
    uint8_t aad[HEADER_AAD], nothing[1];

    header_aad(c, header, aad);
    if (memcmp(header, MAGIC, MAGIC_BYTES) != 0 || get_le(header + MAGIC_BYTES, 4) != VAULT_CHUNK ||
        !gcm_open(c->opening, aad, HEADER_AAD, header + FIELD_BYTES, 0, nothing))
        return false;
    *length = get_le(header + MAGIC_BYTES + 8, 8);
    return *length <= VAULT_MAX;
}

uint64_t chunk_count(uint64_t length)
{
    return length / VAULT_CHUNK + (length % VAULT_CHUNK != 0);
}

uint64_t chunk_place(uint64_t index)
{
    return VAULT_HEADER + index * VAULT_STORED;
}

uint64_t vault_size(uint64_t length)
{
    return VAULT_HEADER + length + chunk_count(length) * VAULT_EXTRA;
}
