#include "base/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/vault_disk.h"
#include "base/vault_format.h"

#define NO_CHUNK     UINT64_MAX
#define FLUSH_CHUNKS 32 /* 8 MiB */

struct vault {
    int dir, fd;
    char name[VAULT_NAME + 1];
    bool writing, committed;
    bool failed; /* a write went wrong: nothing can be done any more */
    uint64_t length, at;
    uint64_t chunk; /* the one in `plain`, or NO_CHUNK */
    bool dirty;     /* and not on disk as it is there */
    struct vault_cipher *cipher;
    uint8_t *plain, *stored;
};

static enum status tampered(const char *name, const char *part, uint64_t index)
{
    log_fact(LOG_ERROR, "vault_not_authentic", "file=%s part=%s index=%llu", name, part, (unsigned long long)index);
    errno = EBADMSG;
    return ST_FAILED;
}

/* Bytes of plaintext in a chunk of this file, as long as it is now. */
static size_t chunk_bytes(const struct vault *v, uint64_t index)
{
    uint64_t start = index * VAULT_CHUNK;

    if (start >= v->length)
        return 0;
    return v->length - start < VAULT_CHUNK ? (size_t)(v->length - start) : VAULT_CHUNK;
}

/* Seals the chunk in memory to disk. */
static enum status chunk_store(struct vault *v, bool last)
{
    size_t n = chunk_bytes(v, v->chunk);

    if (!chunk_seal(v->cipher, v->chunk, last, v->plain, n, v->stored)) {
        errno = ENOMEM;
        v->failed = true;
        return vault_failed(v->name, "seal");
    }
    if (!vault_put(v->fd, v->stored, n + VAULT_EXTRA, chunk_place(v->chunk))) {
        v->failed = true;
        return vault_failed(v->name, "write");
    }
    v->dirty = false;
    /* The disk begins now, so that the fsync at the end is not left with everything. */
    if (v->chunk % FLUSH_CHUNKS == FLUSH_CHUNKS - 1)
        sync_file_range(v->fd, (off_t)chunk_place(v->chunk + 1 - FLUSH_CHUNKS), FLUSH_CHUNKS * VAULT_STORED, SYNC_FILE_RANGE_WRITE);
    return ST_OK;
}

/* Opens chunk `index` into `to`, which has room for all of it. When it is not authentic `to` is wiped. */
static enum status chunk_fetch(struct vault *v, uint64_t index, uint8_t *to)
{
    size_t n = chunk_bytes(v, index);
    bool last = !v->writing && index + 1 == chunk_count(v->length);

    if (!vault_get(v->fd, v->stored, n + VAULT_EXTRA, chunk_place(index)))
        return errno == EBADMSG ? tampered(v->name, "chunk", index) : vault_failed(v->name, "read");
    return chunk_open(v->cipher, index, last, v->stored, n, to) ? ST_OK : tampered(v->name, "chunk", index);
}

/* Makes `index` the chunk in memory; one past the last begins empty. */
static enum status chunk_load(struct vault *v, uint64_t index)
{
    enum status st = ST_OK;

    if (v->chunk == index)
        return ST_OK;
    if (v->dirty)
        st = chunk_store(v, false);
    if (st != ST_OK)
        return st;
    v->chunk = NO_CHUNK;
    if (index < chunk_count(v->length))
        st = chunk_fetch(v, index, v->plain);
    if (st == ST_OK)
        v->chunk = index;
    return st;
}

/* Everything but the file itself. NULL with errno. */
static struct vault *vault_new(const char *dir, const char *name, const uint8_t key[KEY_BYTES])
{
    struct vault *v;

    if (!vault_name_ok(name)) {
        errno = EINVAL;
        return NULL;
    }
    v = calloc(1, sizeof *v);
    if (v == NULL)
        return NULL;
    memcpy(v->name, name, VAULT_NAME);
    v->fd = -1;
    v->chunk = NO_CHUNK;
    v->dir = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (v->dir >= 0) {
        v->cipher = vault_cipher_new(name, key);
        v->plain = malloc(VAULT_CHUNK);
        v->stored = malloc(VAULT_STORED);
        if (v->plain != NULL && v->stored != NULL && v->cipher != NULL)
            return v;
        errno = ENOMEM;
    }
    vault_close(v);
    return NULL;
}

struct vault *vault_create(const char *dir, const char *name, const uint8_t key[KEY_BYTES])
{
    static const uint8_t empty[VAULT_HEADER];
    struct vault *v = vault_new(dir, name, key);
    char part[VAULT_PART];

    if (v == NULL) {
        vault_failed(log_quote(name), "create");
        return NULL;
    }
    vault_part_name(name, part);
    v->fd = openat(v->dir, part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0640);
    v->writing = v->fd >= 0;
    /* A disk without any room says so now and not after the first chunk. */
    if (v->fd < 0 || !vault_put(v->fd, empty, VAULT_HEADER, 0)) {
        vault_failed(name, "create");
        vault_close(v);
        return NULL;
    }
    return v;
}

enum status vault_write(struct vault *v, const void *p, size_t n)
{
    const uint8_t *from = p;

    if (!v->writing || v->committed || v->failed)
        return ST_FAILED;
    if (n > VAULT_MAX - v->at) {
        errno = EFBIG;
        v->failed = true;
        return vault_failed(v->name, "write");
    }
    while (n > 0) {
        size_t inside = v->at % VAULT_CHUNK, take = VAULT_CHUNK - inside < n ? VAULT_CHUNK - inside : n;
        enum status st = chunk_load(v, v->at / VAULT_CHUNK);

        if (st != ST_OK) {
            v->failed = true;
            return st;
        }
        memcpy(v->plain + inside, from, take);
        v->dirty = true;
        v->at += take;
        if (v->at > v->length)
            v->length = v->at;
        from += take;
        n -= take;
    }
    return ST_OK;
}

enum status vault_seek(struct vault *v, uint64_t at)
{
    if (at > v->length || v->committed)
        return ST_INVALID;
    v->at = at;
    return ST_OK;
}

uint64_t vault_tell(const struct vault *v)
{
    return v->at;
}

uint64_t vault_length(const struct vault *v)
{
    return v->length;
}

static enum status header_write(struct vault *v)
{
    uint8_t header[VAULT_HEADER];

    if (!header_seal(v->cipher, v->length, header)) {
        errno = ENOMEM;
        return vault_failed(v->name, "seal");
    }
    return vault_put(v->fd, header, VAULT_HEADER, 0) ? ST_OK : vault_failed(v->name, "write");
}

/* The last chunk is sealed as the last, and the header above all. */
static enum status vault_finish(struct vault *v)
{
    enum status st = ST_OK;

    if (v->length > 0) {
        uint64_t last = chunk_count(v->length) - 1;

        st = chunk_load(v, last);
        if (st == ST_OK)
            st = chunk_store(v, true);
    }
    return st == ST_OK ? header_write(v) : st;
}

/* Not every file system knows RENAME_NOREPLACE (NFS); names are random, so there it is left to chance. */
static bool rename_part(const struct vault *v, const char *part)
{
    if (renameat2(v->dir, part, v->dir, v->name, RENAME_NOREPLACE) == 0)
        return true;
    return errno == EINVAL && renameat(v->dir, part, v->dir, v->name) == 0;
}

enum status vault_commit(struct vault *v)
{
    char part[VAULT_PART];
    enum status st;

    if (!v->writing || v->committed || v->failed)
        return ST_FAILED;
    v->failed = true; /* until it is done: there is no second try after a failed fsync */
    st = vault_finish(v);
    if (st != ST_OK)
        return st;
    vault_part_name(v->name, part);
    if (fsync(v->fd) != 0)
        return vault_failed(v->name, "fsync");
    if (!rename_part(v, part))
        return vault_failed(v->name, "rename");
    if (fsync(v->dir) != 0) {
        vault_failed(v->name, "fsync");
        unlinkat(v->dir, v->name, 0);
        return ST_FAILED;
    }
    v->committed = true;
    return ST_OK;
}

/* False with errno EBADMSG when it is not the header of this file, under this key. */
static bool header_read(struct vault *v)
{
    uint8_t header[VAULT_HEADER];
    struct stat st;

    if (fstat(v->fd, &st) != 0 || !vault_get(v->fd, header, VAULT_HEADER, 0))
        return false;
    errno = EBADMSG;
    return header_open(v->cipher, header, &v->length) && (uint64_t)st.st_size == vault_size(v->length);
}

struct vault *vault_open(const char *dir, const char *name, const uint8_t key[KEY_BYTES])
{
    struct vault *v = vault_new(dir, name, key);
    int saved;

    if (v == NULL) {
        if (errno != ENOENT)
            vault_failed(log_quote(name), "open");
        return NULL;
    }
    v->fd = openat(v->dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (v->fd >= 0 && header_read(v)) {
        posix_fadvise(v->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
        return v;
    }
    if (errno == EBADMSG)
        tampered(name, "header", 0);
    else if (errno != ENOENT)
        vault_failed(name, "open");
    saved = errno;
    vault_close(v);
    errno = saved;
    return NULL;
}

/* Reading one chunk: straight to the reader when he wants all of it, else through the copy in memory. */
static enum status read_piece(struct vault *v, uint8_t *to, size_t n, size_t *got)
{
    uint64_t index = v->at / VAULT_CHUNK;
    size_t inside = v->at % VAULT_CHUNK, held = chunk_bytes(v, index), take = held - inside < n ? held - inside : n;
    enum status st;

    if (inside == 0 && take == held && v->chunk != index) {
        st = chunk_fetch(v, index, to);
    } else {
        st = chunk_load(v, index);
        if (st == ST_OK)
            memcpy(to, v->plain + inside, take);
    }
    *got = st == ST_OK ? take : 0;
    return st;
}

enum status vault_read(struct vault *v, void *p, size_t n, size_t *got)
{
    uint8_t *to = p;

    *got = 0;
    if (v->failed || v->committed)
        return ST_FAILED;
    while (*got < n && v->at < v->length) {
        size_t piece;
        enum status st = read_piece(v, to + *got, n - *got, &piece);

        if (st != ST_OK) {
            /* What came before is whole; it is given, and the next call meets the bad chunk again. */
            return *got > 0 ? ST_OK : st;
        }
        *got += piece;
        v->at += piece;
    }
    return ST_OK;
}

void vault_close(struct vault *v)
{
    int saved = errno;

    if (v == NULL)
        return;
    if (v->writing && !v->committed) {
        char part[VAULT_PART];

        vault_part_name(v->name, part);
        unlinkat(v->dir, part, 0);
    }
    if (v->fd >= 0)
        close(v->fd);
    if (v->dir >= 0)
        close(v->dir);
    vault_cipher_free(v->cipher);
    if (v->plain != NULL)
        bytes_wipe(v->plain, VAULT_CHUNK);
    free(v->plain);
    free(v->stored);
    free(v);
    errno = saved;
}
