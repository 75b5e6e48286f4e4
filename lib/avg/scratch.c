#include "avg/scratch.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/random.h"
#include "base/vault.h"

#define FIRST (16 * 1024)
#define PIECE (64 * 1024)

struct scratch {
    const char *dir;
    uint8_t *bytes; /* until it is large */
    size_t cap;
    uint64_t size, at;
    struct vault *vault; /* from then on */
};

static void scratch_end(void *what)
{
    struct scratch *s = what;

    vault_close(s->vault);
    if (s->bytes != NULL)
        bytes_wipe(s->bytes, s->cap);
    free(s->bytes);
    s->vault = NULL;
    s->bytes = NULL;
}

struct scratch *scratch_new(struct arena *a, const char *dir)
{
    struct scratch *s = arena_alloc(a, sizeof *s);

    s->dir = arena_strdup(a, dir);
    arena_defer(a, scratch_end, s);
    return s;
}

/* From memory to a file without a name. */
static enum status scratch_spill(struct scratch *s)
{
    uint8_t key[KEY_BYTES];
    char name[33];
    enum status st;

    random_bytes(key, sizeof key);
    random_name(name);
    s->vault = vault_create(s->dir, name, key);
    bytes_wipe(key, sizeof key);
    if (s->vault == NULL)
        return ST_FAILED;
    st = vault_remove(s->dir, name); /* open, and found by nobody */
    if (st == ST_OK)
        st = vault_write(s->vault, s->bytes, s->size);
    if (st == ST_OK)
        st = vault_seek(s->vault, s->at);
    bytes_wipe(s->bytes, s->cap);
    free(s->bytes);
    s->bytes = NULL;
    return st;
}

/* Not realloc(): that would leave a copy of what was in it somewhere in memory. */
static enum status scratch_room(struct scratch *s, size_t need)
{
    size_t cap = s->cap > 0 ? s->cap : FIRST;
    uint8_t *grown;

    if (need <= s->cap)
        return ST_OK;
    while (cap < need)
        cap *= 2;
    grown = malloc(cap);
    if (grown == NULL)
        return ST_FAILED;
    if (s->bytes != NULL) {
        memcpy(grown, s->bytes, s->size);
        bytes_wipe(s->bytes, s->cap);
        free(s->bytes);
    }
    s->bytes = grown;
    s->cap = cap;
    return ST_OK;
}

enum status scratch_write(struct scratch *s, const void *p, size_t n)
{
    enum status st = ST_OK;

    if (s->vault == NULL && n > SCRATCH_MEMORY - s->at)
        st = scratch_spill(s);
    else if (s->vault == NULL)
        st = scratch_room(s, s->at + n);
    if (st != ST_OK || n == 0)
        return st;
    if (s->vault != NULL)
        st = vault_write(s->vault, p, n);
    else
        memcpy(s->bytes + s->at, p, n);
    if (st == ST_OK)
        s->at += n;
    if (s->at > s->size)
        s->size = s->at;
    return st;
}

uint64_t scratch_size(const struct scratch *s)
{
    return s->size;
}

static enum status scratch_seek(struct scratch *s, uint64_t at)
{
    if (at > s->size)
        return ST_INVALID;
    s->at = at;
    return s->vault != NULL ? vault_seek(s->vault, at) : ST_OK;
}

static enum status sink_write(void *ctx, const void *p, size_t n)
{
    return scratch_write(ctx, p, n);
}

static enum status sink_seek(void *ctx, uint64_t at)
{
    return scratch_seek(ctx, at);
}

static uint64_t sink_tell(void *ctx)
{
    const struct scratch *s = ctx;

    return s->at;
}

struct zip_sink scratch_sink(struct scratch *s)
{
    return (struct zip_sink){ .write = sink_write, .seek = sink_seek, .tell = sink_tell, .ctx = s };
}

static enum status input_open(void *ctx)
{
    return scratch_seek(ctx, 0);
}

static enum status input_read(void *ctx, void *p, size_t n, size_t *got)
{
    struct scratch *s = ctx;
    enum status st = ST_OK;

    if (s->vault != NULL) {
        st = vault_read(s->vault, p, n, got);
    } else {
        *got = n < s->size - s->at ? n : (size_t)(s->size - s->at);
        if (*got > 0)
            memcpy(p, s->bytes + s->at, *got);
    }
    s->at += *got;
    return st;
}

static void input_close(void *ctx)
{
    (void)ctx;
}

struct zip_input scratch_input(struct scratch *s)
{
    return (struct zip_input){ .open = input_open, .read = input_read, .close = input_close, .ctx = s };
}

enum status scratch_sha256(struct scratch *s, char out[65])
{
    uint8_t hash[HASH_BYTES], *piece = malloc(PIECE);
    struct hasher *h = hasher_new();
    enum status st = piece != NULL && h != NULL ? scratch_seek(s, 0) : ST_FAILED;
    size_t got = 1;

    while (st == ST_OK && got > 0) {
        st = input_read(s, piece, PIECE, &got);
        if (st == ST_OK)
            hasher_add(h, piece, got);
    }
    if (h != NULL)
        hasher_end(h, hash);
    if (piece != NULL)
        bytes_wipe(piece, PIECE);
    free(piece);
    if (st == ST_OK)
        hex_encode(hash, sizeof hash, out);
    return st;
}
