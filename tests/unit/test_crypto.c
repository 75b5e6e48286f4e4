#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "suite.h"

static struct arena *a;
static uint8_t key[KEY_BYTES];

static void set_up(void)
{
    a = arena_new(0);
    memset(key, 7, sizeof key);
}

static void tear_down(void)
{
    arena_free(a);
}

static const char *hex(const uint8_t bytes[32])
{
    static char text[65];

    hex_encode(bytes, 32, text);
    return text;
}

/* FIPS 180-4. */
START_TEST(sha256_vectors)
{
    uint8_t out[HASH_BYTES];

    hash_sha256("abc", 3, out);
    ck_assert_str_eq(hex(out), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    hash_sha256(NULL, 0, out);
    ck_assert_str_eq(hex(out), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    hash_token("abc", out);
    ck_assert_str_eq(hex(out), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
END_TEST

START_TEST(running_hash_is_the_same)
{
    uint8_t out[HASH_BYTES];
    struct hasher *h = hasher_new();

    ck_assert_ptr_nonnull(h);
    hasher_add(h, "a", 1);
    hasher_add(h, "", 0);
    hasher_add(h, "bc", 2);
    hasher_end(h, out);
    ck_assert_str_eq(hex(out), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
END_TEST

/* RFC 4231, cases 1 and 2; HMAC fills a short key with zeros, so theirs fit in ours. */
START_TEST(hmac_vectors)
{
    uint8_t k[KEY_BYTES] = { 0 }, out[HASH_BYTES];

    memset(k, 0x0b, 20);
    hash_hmac(k, "Hi There", 8, out);
    ck_assert_str_eq(hex(out), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    memset(k, 0, sizeof k);
    memcpy(k, "Jefe", 4);
    hash_hmac(k, "what do ya want for nothing?", 28, out);
    ck_assert_str_eq(hex(out), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}
END_TEST

START_TEST(key_derivation_is_hkdf)
{
    uint8_t ours[KEY_BYTES], other[KEY_BYTES], theirs[KEY_BYTES];
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    EVP_KDF_CTX *ctx = EVP_KDF_CTX_new(kdf);
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char[]){ "SHA256" }, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key, sizeof key),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (char[]){ "csrf" }, 4),
        OSSL_PARAM_construct_end(),
    };

    ck_assert_int_eq(EVP_KDF_derive(ctx, theirs, sizeof theirs, params), 1);
    EVP_KDF_CTX_free(ctx);
    EVP_KDF_free(kdf);
    key_derive(key, "csrf", ours);
    ck_assert_mem_eq(ours, theirs, KEY_BYTES);
    key_derive(key, "code", other);
    ck_assert_mem_ne(ours, other, KEY_BYTES);
}
END_TEST

/* RFC 7914, section 12: two of its vectors with r = 8, of which we take the first half. */
START_TEST(scrypt_vectors)
{
    uint8_t out[KEY_BYTES];

    ck_assert(scrypt_derive("password", 8, (const uint8_t *)"NaCl", 4, 10, 16, out));
    ck_assert_str_eq(hex(out), "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162");
    ck_assert(scrypt_derive("pleaseletmein", 13, (const uint8_t *)"SodiumChloride", 14, 14, 1, out));
    ck_assert_str_eq(hex(out), "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
}
END_TEST

/* The default limit of OpenSSL is 32 MiB; ours asks for what it needs. */
START_TEST(scrypt_at_the_cost_of_production)
{
    uint8_t out[KEY_BYTES];

    ck_assert(scrypt_derive("x", 1, (const uint8_t *)"salt", 4, 16, 2, out));
    ck_assert(scrypt_derive("x", 1, (const uint8_t *)"salt", 4, 17, 1, out));
    ck_assert(!scrypt_derive("x", 1, (const uint8_t *)"salt", 4, 0, 1, out));
    ck_assert(!scrypt_derive("x", 1, (const uint8_t *)"salt", 4, 63, 1, out));
    ck_assert(!scrypt_derive("x", 1, (const uint8_t *)"salt", 4, 14, 0, out));
}
END_TEST

START_TEST(hexadecimal)
{
    uint8_t bytes[3] = { 9, 9, 9 };
    char text[7];

    ck_assert(hex_decode("00aFff", bytes, 3));
    ck_assert_uint_eq(bytes[1], 0xaf);
    hex_encode(bytes, 3, text);
    ck_assert_str_eq(text, "00afff");
    ck_assert(!hex_decode("00aff", bytes, 3) && !hex_decode("00aff00", bytes, 3) && !hex_decode("00afg0", bytes, 3) && !hex_decode(NULL, bytes, 3));
}
END_TEST

START_TEST(equality_and_wiping)
{
    char secret[] = "secret";

    ck_assert(bytes_equal("abc", "abc", 3) && !bytes_equal("abc", "abd", 3) && bytes_equal("a", "b", 0));
    bytes_wipe(secret, sizeof secret);
    for (size_t i = 0; i < sizeof secret; i++)
        ck_assert_int_eq(secret[i], 0);
}
END_TEST

START_TEST(sealed_opens_again)
{
    static const size_t lengths[] = { 0, 1, 9, 4096, 100000 };
    uint8_t *bytes = arena_alloc(a, 100000);

    for (size_t i = 0; i < 5; i++) {
        size_t n, m;
        uint8_t *sealed = seal(a, key, "relation.bsn:4711", bytes, lengths[i], &n), *opened;

        ck_assert_uint_eq(n, lengths[i] + SEAL_EXTRA);
        ck_assert_uint_eq(sealed[0], 1);
        opened = unseal(a, key, "relation.bsn:4711", sealed, n, &m);
        ck_assert_ptr_nonnull(opened);
        ck_assert_uint_eq(m, lengths[i]);
        if (m > 0)
            ck_assert_mem_eq(opened, bytes, m);
        ck_assert_uint_eq(opened[m], 0);
    }
}
END_TEST

START_TEST(sealed_twice_differs)
{
    size_t n, m;

    ck_assert_mem_ne(seal(a, key, "x", "same", 4, &n), seal(a, key, "x", "same", 4, &m), 4 + SEAL_EXTRA);
}
END_TEST

START_TEST(nothing_but_the_whole_in_its_place_opens)
{
    size_t n, m = 77;
    uint8_t *sealed = seal(a, key, "relation.bsn:4711", "123456782", 9, &n);

    for (size_t bit = 0; bit < 8 * n; bit++) {
        sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
        ck_assert_ptr_null(unseal(a, key, "relation.bsn:4711", sealed, n, &m));
        sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t cut = 0; cut < n; cut++)
        ck_assert_ptr_null(unseal(a, key, "relation.bsn:4711", sealed, cut, &m));
    ck_assert_ptr_null(unseal(a, key, "relation.bsn:4712", sealed, n, &m));
    ck_assert_ptr_null(unseal(a, key, "", sealed, n, &m));
    key[0] ^= 1;
    ck_assert_ptr_null(unseal(a, key, "relation.bsn:4711", sealed, n, &m));
    ck_assert_uint_eq(m, 77);
}
END_TEST

int main(void)
{
    return SUITE_RUN("crypto", set_up, tear_down, sha256_vectors, running_hash_is_the_same, hmac_vectors, key_derivation_is_hkdf, scrypt_vectors,
                     scrypt_at_the_cost_of_production, hexadecimal, equality_and_wiping, sealed_opens_again, sealed_twice_differs,
                     nothing_but_the_whole_in_its_place_opens);
}
