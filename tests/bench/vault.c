/*
 * vault - what encrypting documents costs: usage: vault FOLDER MEBIBYTES
 *
 * Prints four rates in MiB/s: AES-256-GCM alone over chunks of the same size, reading a document, a plain file written and made to last, and a document
 * written. Reading and AES alone are of data that is in memory or in the page cache.
 */
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/random.h"
#include "base/vault.h"

static uint8_t chunk[VAULT_CHUNK], out[VAULT_CHUNK + 16], key[KEY_BYTES];

static void must(int ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "vault: %s failed\n", what);
        exit(1);
    }
}

static double rate(int64_t from, long chunks)
{
    return (double)chunks * VAULT_CHUNK / 1048576 / ((double)(clock_ticks() - from) / CLOCK_SECOND);
}

/* Opening, as reading does: one context, a new nonce and a tag for each chunk. */
static double aes_alone(long chunks)
{
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    uint8_t nonce[12] = { 0 }, tag[16];
    int n;
    int64_t from = 0;

    must(EVP_EncryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, nonce) && EVP_EncryptUpdate(c, out, &n, chunk, sizeof chunk) &&
             EVP_EncryptFinal_ex(c, out + n, &n) && EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, 16, tag),
         "sealing");
    from = clock_ticks();
    for (long i = 0; i < chunks; i++)
        must(EVP_DecryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, nonce) && EVP_DecryptUpdate(c, chunk, &n, out, sizeof chunk) &&
                 EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, 16, tag) && EVP_DecryptFinal_ex(c, chunk + n, &n),
             "opening");
    EVP_CIPHER_CTX_free(c);
    return rate(from, chunks);
}

static double document_write(const char *folder, const char *name, long chunks)
{
    int64_t from = clock_ticks();
    struct vault *v = vault_create(folder, name, key);

    must(v != NULL, "vault_create");
    for (long i = 0; i < chunks; i++)
        must(vault_write(v, chunk, sizeof chunk) == ST_OK, "vault_write");
    must(vault_commit(v) == ST_OK, "vault_commit");
    vault_close(v);
    return rate(from, chunks);
}

static double document_read(const char *folder, const char *name, long chunks)
{
    int64_t from = clock_ticks();
    struct vault *v = vault_open(folder, name, key);
    size_t got = 1;
    long total = 0;

    must(v != NULL, "vault_open");
    while (got) {
        must(vault_read(v, chunk, sizeof chunk, &got) == ST_OK, "vault_read");
        total += (long)got;
    }
    must(total == chunks * VAULT_CHUNK, "reading it all");
    vault_close(v);
    return rate(from, chunks);
}

static double plain_write(const char *folder, long chunks)
{
    char path[4096];
    int64_t from = clock_ticks();
    int fd;
    double result;

    snprintf(path, sizeof path, "%s/plain", folder);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    for (long i = 0; i < chunks; i++)
        must(write(fd, chunk, sizeof chunk) == sizeof chunk, "write");
    must(fsync(fd) == 0 && close(fd) == 0, "fsync");
    result = rate(from, chunks);
    unlink(path);
    return result;
}

int main(int argc, char **argv)
{
    char name[33];
    long chunks;
    double alone, reading, plain, writing;

    must(argc == 3, "usage: vault FOLDER MEBIBYTES");
    chunks = atol(argv[2]) * 1048576 / VAULT_CHUNK;
    random_bytes(key, sizeof key);
    random_bytes(chunk, sizeof chunk);
    random_name(name);
    plain = plain_write(argv[1], chunks);
    writing = document_write(argv[1], name, chunks);
    document_read(argv[1], name, chunks); /* into the page cache */
    alone = aes_alone(chunks);
    reading = document_read(argv[1], name, chunks);
    must(vault_remove(argv[1], name) == ST_OK, "vault_remove");
    printf("%.1f %.1f %.1f %.1f\n", alone, reading, plain, writing);
    return 0;
}
