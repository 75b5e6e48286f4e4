#include "base/crypto.h"

#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/random.h"

#define SEAL_VERSION 1
#define NONCE_BYTES  12
#define TAG_BYTES    16

/* A hash or MAC that could not be made has no value to go on with. OpenSSL has no other reason than memory. */
static void crypto_failed(const char *what)
{
    log_fact(LOG_ERROR, "crypto_failed", "what=%s", what);
    memory_exhausted();
}

/* Fetched once: OpenSSL 3 looks the algorithm up at each use of EVP_sha256(), which costs more than hashing a token. */
static const EVP_MD *sha256(void)
{
    static EVP_MD *md;

    if (md == NULL)
        md = EVP_MD_fetch(NULL, "SHA256", NULL);
    return md == NULL ? EVP_sha256() : md;
}

void hash_sha256(const void *p, size_t n, uint8_t out[HASH_BYTES])
{
    if (EVP_Digest(p, n, out, NULL, sha256(), NULL) != 1)
        crypto_failed("sha256");
}

void hash_token(const char *token, uint8_t out[HASH_BYTES])
{
    hash_sha256(token, strlen(token), out);
}

/* Made once, for the same reason: HMAC() fetches, makes and frees one each time. */
static EVP_MAC_CTX *hmac_context(void)
{
    static EVP_MAC_CTX *ctx;
    char name[] = "SHA256";
    const OSSL_PARAM with[] = { OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0), OSSL_PARAM_construct_end() };
    EVP_MAC *mac;

    if (ctx != NULL)
        return ctx;
    mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    ctx = EVP_MAC_CTX_new(mac);
    EVP_MAC_free(mac);
    if (ctx != NULL && EVP_MAC_CTX_set_params(ctx, with) != 1) {
        EVP_MAC_CTX_free(ctx);
        ctx = NULL;
    }
    return ctx;
}

void hash_hmac(const uint8_t key[KEY_BYTES], const void *p, size_t n, uint8_t out[HASH_BYTES])
{
    EVP_MAC_CTX *ctx = hmac_context();
    size_t got = 0;

    if (ctx == NULL || EVP_MAC_init(ctx, key, KEY_BYTES, NULL) != 1 || EVP_MAC_update(ctx, p, n) != 1 ||
        EVP_MAC_final(ctx, out, &got, HASH_BYTES) != 1 || got != HASH_BYTES)
        crypto_failed("hmac");
}

/* RFC 5869 with no salt, and an output of one hash long: extract, and the first block of expand. */
void key_derive(const uint8_t key[KEY_BYTES], const char *purpose, uint8_t out[KEY_BYTES])
{
    static const uint8_t no_salt[HASH_BYTES];
    uint8_t middle[HASH_BYTES], info[256 + 1];
    size_t n = strlen(purpose);

    if (n > sizeof info - 1)
        crypto_failed("key_derive");
    memcpy(info, purpose, n);
    info[n] = 1;
    hash_hmac(no_salt, key, KEY_BYTES, middle);
    hash_hmac(middle, info, n + 1, out);
    bytes_wipe(middle, sizeof middle);
}

bool bytes_equal(const void *a, const void *b, size_t n)
{
    return CRYPTO_memcmp(a, b, n) == 0;
}

void bytes_wipe(void *p, size_t n)
{
    OPENSSL_cleanse(p, n);
}

void hex_encode(const void *p, size_t n, char *out)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *in = p;

    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[in[i] >> 4];
        out[2 * i + 1] = digits[in[i] & 15];
    }
    out[2 * n] = '\0';
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool hex_decode(const char *s, void *out, size_t n)
{
    uint8_t *to = out;

    if (s == NULL || strlen(s) != 2 * n)
        return false;
    for (size_t i = 0; i < n; i++) {
        int high = hex_value(s[2 * i]), low = hex_value(s[2 * i + 1]);

        if (high < 0 || low < 0)
            return false;
        to[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static bool gcm_seal(const uint8_t *key, const uint8_t *nonce, const char *place, const void *p, int n, uint8_t *out, uint8_t *tag)
{
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    int got = 0;
    bool ok = ctx != NULL && EVP_EncryptInit_ex2(ctx, EVP_aes_256_gcm(), key, nonce, NULL) == 1 &&
              EVP_EncryptUpdate(ctx, NULL, &got, (const uint8_t *)place, (int)strlen(place)) == 1 &&
              (n == 0 || EVP_EncryptUpdate(ctx, out, &got, p, n) == 1) && EVP_EncryptFinal_ex(ctx, out + n, &got) == 1 &&
              EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, TAG_BYTES, tag) == 1;

    EVP_CIPHER_CTX_free(ctx);
    return ok;
}

static bool gcm_open(const uint8_t *key, const uint8_t *nonce, const char *place, const void *p, int n, uint8_t *out, uint8_t *tag)
{
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    int got = 0;
    bool ok = ctx != NULL && EVP_DecryptInit_ex2(ctx, EVP_aes_256_gcm(), key, nonce, NULL) == 1 &&
              EVP_DecryptUpdate(ctx, NULL, &got, (const uint8_t *)place, (int)strlen(place)) == 1 &&
              (n == 0 || EVP_DecryptUpdate(ctx, out, &got, p, n) == 1) && EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, TAG_BYTES, tag) == 1 &&
              EVP_DecryptFinal_ex(ctx, out + n, &got) == 1;

    EVP_CIPHER_CTX_free(ctx);
    return ok;
}

uint8_t *seal(struct arena *a, const uint8_t key[KEY_BYTES], const char *place, const void *p, size_t n, size_t *out_n)
{
    uint8_t *out;

    if (n > INT_MAX - SEAL_EXTRA)
        arena_exhausted(a);
    out = arena_alloc(a, n + SEAL_EXTRA);
    out[0] = SEAL_VERSION;
    random_bytes(out + 1, NONCE_BYTES);
    if (!gcm_seal(key, out + 1, place, p, (int)n, out + 1 + NONCE_BYTES, out + 1 + NONCE_BYTES + n))
        arena_exhausted(a);
    *out_n = n + SEAL_EXTRA;
    return out;
}

uint8_t *unseal(struct arena *a, const uint8_t key[KEY_BYTES], const char *place, const void *p, size_t n, size_t *out_n)
{
    const uint8_t *in = p;
    uint8_t *out, tag[TAG_BYTES];
    size_t plain;

    if (n < SEAL_EXTRA || n > INT_MAX || in[0] != SEAL_VERSION)
        return NULL;
    plain = n - SEAL_EXTRA;
    out = arena_alloc(a, plain + 1);
    memcpy(tag, in + n - TAG_BYTES, TAG_BYTES);
    if (!gcm_open(key, in + 1, place, in + 1 + NONCE_BYTES, (int)plain, out, tag)) {
        bytes_wipe(out, plain);
        return NULL;
    }
    out[plain] = '\0';
    *out_n = plain;
    return out;
}

bool scrypt_derive(const char *password, size_t n, const uint8_t *salt, size_t salt_n, unsigned log2_n, unsigned p, uint8_t out[KEY_BYTES])
{
    const uint64_t r = 8;
    uint64_t blocks, memory;

    if (log2_n < 1 || log2_n > 24 || p < 1 || p > 64)
        return false;
    /* OpenSSL refuses to take more than 32 MiB unless told; this is what it counts, exactly (RFC 7914, section 5). */
    blocks = 128 * r * p;
    memory = 128 * r * ((UINT64_C(1) << log2_n) + 2);
    return EVP_PBE_scrypt(password, n, salt, salt_n, UINT64_C(1) << log2_n, r, p, blocks + memory, out, KEY_BYTES) == 1;
}

struct hasher {
    EVP_MD_CTX *ctx;
};

struct hasher *hasher_new(void)
{
    struct hasher *h = malloc(sizeof *h);

    if (h == NULL)
        return NULL;
    h->ctx = EVP_MD_CTX_new();
    if (h->ctx == NULL || EVP_DigestInit_ex2(h->ctx, EVP_sha256(), NULL) != 1) {
        EVP_MD_CTX_free(h->ctx);
        free(h);
        return NULL;
    }
    return h;
}

void hasher_add(struct hasher *h, const void *p, size_t n)
{
    if (EVP_DigestUpdate(h->ctx, p, n) != 1)
        crypto_failed("sha256");
}

void hasher_end(struct hasher *h, uint8_t out[HASH_BYTES])
{
    if (EVP_DigestFinal_ex(h->ctx, out, NULL) != 1)
        crypto_failed("sha256");
    EVP_MD_CTX_free(h->ctx);
    free(h);
}
