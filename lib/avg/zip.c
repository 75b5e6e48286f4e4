#include "avg/zip.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include <zip.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "base/vault.h"

/* libzip reads 8 KiB at a time; we read from where it lies in pieces of this size at most. */
#define PIECE         VAULT_CHUNK
/* As `zip -6`: level 9, libzip's own choice, takes much longer and gains next to nothing on text. */
#define DEFLATE_LEVEL 5

struct entry {
    struct zip_writer *writer;
    struct zip_input in;
    uint64_t size, taken; /* bytes given to libzip */
    const uint8_t *bytes; /* of an entry that lies in memory; else NULL */
    size_t at, have;      /* what of the writer's piece is not given yet */
    zip_error_t error;
};

struct zip_writer {
    struct arena *arena;
    zip_t *zip;
    struct zip_sink sink;
    zip_error_t error; /* of the sink, as libzip asks for it */
    time_t made;
    uint8_t *piece; /* one is enough: entries are read one after another */
    size_t piece_size;
    uint64_t length; /* of the archive so far */
    uint64_t done, total;
    zip_progress progress;
    void *progress_ctx;
    enum status why; /* the first thing that went wrong on our side */
};

/* Remembers why, and tells libzip that it is an input or output error. */
static zip_int64_t fail(struct zip_writer *w, zip_error_t *e, int code, enum status st)
{
    if (w->why == ST_OK)
        w->why = st;
    zip_error_set(e, code, EIO);
    return -1;
}

/* --- an entry, as libzip reads it --- */

static zip_int64_t entry_read(struct entry *e, void *p, zip_uint64_t n)
{
    struct zip_writer *w = e->writer;
    enum status st;

    if (e->bytes != NULL) {
        if (n > e->size - e->taken)
            n = e->size - e->taken;
        memcpy(p, e->bytes + e->taken, n);
    } else {
        if (e->at == e->have) {
            st = w->progress != NULL ? w->progress(w->progress_ctx, w->done, w->total) : ST_OK;
            if (st == ST_OK)
                st = e->in.read(e->in.ctx, w->piece, w->piece_size, &e->have);
            if (st != ST_OK)
                return fail(w, &e->error, ZIP_ER_READ, st);
            e->at = 0;
        }
        if (n > e->have - e->at)
            n = e->have - e->at;
        memcpy(p, w->piece + e->at, n);
        e->at += n;
    }
    e->taken += n;
    w->done += n;
    /* A file that is shorter or longer than its row says is not the file of that row. */
    if (e->taken > e->size || (n == 0 && e->taken < e->size)) {
        log_fact(LOG_ERROR, "zip_size", "expected=%llu taken=%llu", (unsigned long long)e->size, (unsigned long long)e->taken);
        return fail(w, &e->error, ZIP_ER_INCONS, ST_FAILED);
    }
    return (zip_int64_t)n;
}

static zip_int64_t entry_open(struct entry *e)
{
    enum status st = e->bytes == NULL ? e->in.open(e->in.ctx) : ST_OK;

    if (st != ST_OK)
        return fail(e->writer, &e->error, ZIP_ER_OPEN, st);
    e->taken = e->at = e->have = 0;
    return 0;
}

static zip_int64_t entry_source(void *ctx, void *p, zip_uint64_t n, zip_source_cmd_t cmd)
{
    struct entry *e = ctx;
    zip_stat_t *stat = p;

    switch (cmd) {
    case ZIP_SOURCE_OPEN:
        return entry_open(e);
    case ZIP_SOURCE_READ:
        return entry_read(e, p, n);
    case ZIP_SOURCE_CLOSE:
        if (e->bytes == NULL)
            e->in.close(e->in.ctx);
        return 0;
    case ZIP_SOURCE_STAT:
        /* The size is known beforehand, so that libzip decides on ZIP64 once and rightly. */
        zip_stat_init(stat);
        stat->size = e->size;
        stat->mtime = e->writer->made;
        stat->valid = ZIP_STAT_SIZE | ZIP_STAT_MTIME;
        return sizeof *stat;
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&e->error, p, n);
    case ZIP_SOURCE_FREE:
        zip_error_fini(&e->error);
        return 0;
    case ZIP_SOURCE_SUPPORTS:
        return ZIP_SOURCE_SUPPORTS_READABLE;
    default:
        zip_error_set(&e->error, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
}

/* --- the archive, as libzip writes it --- */

static zip_int64_t archive_seek(struct zip_writer *w, void *p, zip_uint64_t n)
{
    zip_int64_t at = zip_source_seek_compute_offset(w->sink.tell(w->sink.ctx), w->length, p, n, &w->error);
    enum status st;

    if (at < 0)
        return -1;
    st = w->sink.seek(w->sink.ctx, (uint64_t)at);
    return st == ST_OK ? 0 : fail(w, &w->error, ZIP_ER_SEEK, st);
}

static zip_int64_t archive_write(struct zip_writer *w, const void *p, zip_uint64_t n)
{
    enum status st = w->sink.write(w->sink.ctx, p, n);
    uint64_t now = w->sink.tell(w->sink.ctx);

    if (now > w->length)
        w->length = now;
    return st == ST_OK ? (zip_int64_t)n : fail(w, &w->error, ZIP_ER_WRITE, st);
}

static zip_int64_t archive_source(void *ctx, void *p, zip_uint64_t n, zip_source_cmd_t cmd)
{
    struct zip_writer *w = ctx;

    switch (cmd) {
    case ZIP_SOURCE_STAT: /* there is no archive yet */
        zip_error_set(&w->error, ZIP_ER_READ, ENOENT);
        return -1;
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&w->error, p, n);
    case ZIP_SOURCE_FREE:
        zip_error_fini(&w->error);
        return 0;
    case ZIP_SOURCE_WRITE:
        return archive_write(w, p, n);
    case ZIP_SOURCE_SEEK_WRITE:
        return archive_seek(w, p, n);
    case ZIP_SOURCE_TELL_WRITE:
        return (zip_int64_t)w->sink.tell(w->sink.ctx);
    case ZIP_SOURCE_BEGIN_WRITE:
    case ZIP_SOURCE_COMMIT_WRITE: /* whether the file stays is its owner's decision */
    case ZIP_SOURCE_ROLLBACK_WRITE:
        return 0;
    case ZIP_SOURCE_SUPPORTS:
        return ZIP_SOURCE_SUPPORTS_WRITABLE;
    default:
        zip_error_set(&w->error, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
}

static void writer_end(void *what)
{
    struct zip_writer *w = what;

    if (w->zip != NULL)
        zip_discard(w->zip);
    w->zip = NULL;
}

struct zip_writer *zip_writer_new(struct arena *a, const struct zip_sink *sink, int64_t made)
{
    struct zip_writer *w = arena_alloc(a, sizeof *w);
    zip_error_t error;
    zip_source_t *source;

    w->arena = a;
    w->sink = *sink;
    w->made = (time_t)(made / CLOCK_SECOND);
    zip_error_init(&w->error);
    zip_error_init(&error);
    arena_defer(a, writer_end, w);
    source = zip_source_function_create(archive_source, w, &error);
    if (source != NULL && (w->zip = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &error)) == NULL)
        zip_source_free(source);
    if (w->zip == NULL)
        log_fact(LOG_ERROR, "zip_open", "reason=%s", log_quote(zip_error_strerror(&error)));
    zip_error_fini(&error);
    return w->zip != NULL ? w : NULL;
}

static enum status writer_add(struct zip_writer *w, const char *name, struct entry *e, bool deflate)
{
    zip_source_t *source = zip_source_function(w->zip, entry_source, e);
    zip_int64_t i;

    zip_error_init(&e->error);
    e->writer = w;
    if (source == NULL)
        return ST_FAILED;
    i = zip_file_add(w->zip, name, source, ZIP_FL_ENC_UTF_8);
    if (i < 0) {
        log_fact(LOG_ERROR, "zip_add", "reason=%s", log_quote(zip_strerror(w->zip)));
        zip_source_free(source);
        return ST_FAILED;
    }
    if (zip_set_file_compression(w->zip, (zip_uint64_t)i, deflate ? ZIP_CM_DEFLATE : ZIP_CM_STORE, deflate ? DEFLATE_LEVEL : 0) != 0 ||
        zip_file_set_mtime(w->zip, (zip_uint64_t)i, w->made, 0) != 0 ||
        /* A plain file that its owner may read and write, for who unpacks it on Unix. */
        zip_file_set_external_attributes(w->zip, (zip_uint64_t)i, 0, ZIP_OPSYS_UNIX, 0100600u << 16) != 0)
        return ST_FAILED;
    w->total += e->size;
    return ST_OK;
}

enum status zip_writer_bytes(struct zip_writer *w, const char *name, const void *p, size_t n, bool deflate)
{
    struct entry *e = arena_alloc(w->arena, sizeof *e);

    e->bytes = n > 0 ? p : (const void *)"";
    e->size = n;
    return writer_add(w, name, e, deflate);
}

enum status zip_writer_input(struct zip_writer *w, const char *name, const struct zip_input *in, uint64_t size, bool deflate)
{
    struct entry *e = arena_alloc(w->arena, sizeof *e);

    e->in = *in;
    e->size = size;
    /* One byte more than an entry has: a file that is too long shows itself. */
    if (w->piece_size < size + 1)
        w->piece_size = size < PIECE ? size + 1 : PIECE;
    return writer_add(w, name, e, deflate);
}

enum status zip_writer_finish(struct zip_writer *w, zip_progress progress, void *ctx)
{
    w->piece = arena_alloc(w->arena, w->piece_size);
    w->progress = progress;
    w->progress_ctx = ctx;
    if (zip_close(w->zip) != 0) {
        if (w->why != ST_CONFLICT)
            log_fact(LOG_ERROR, "zip_write", "reason=%s", log_quote(zip_strerror(w->zip)));
        writer_end(w);
        return w->why != ST_OK ? w->why : ST_FAILED;
    }
    w->zip = NULL;
    return w->why;
}

static enum status vault_sink_write(void *ctx, const void *p, size_t n)
{
    return vault_write(ctx, p, n);
}

static enum status vault_sink_seek(void *ctx, uint64_t at)
{
    return vault_seek(ctx, at);
}

static uint64_t vault_sink_tell(void *ctx)
{
    return vault_tell(ctx);
}

struct zip_sink zip_sink_vault(struct vault *v)
{
    return (struct zip_sink){ .write = vault_sink_write, .seek = vault_sink_seek, .tell = vault_sink_tell, .ctx = v };
}

bool zip_is_compressed(const char *media_type)
{
    /* Office documents are ZIPs themselves, PDFs deflate their streams. */
    static const char *const types[] = { "application/pdf",
                                         "application/zip",
                                         "application/vnd.openxmlformats-",
                                         "application/vnd.oasis.opendocument.",
                                         "image/jpeg",
                                         "image/png",
                                         "image/gif",
                                         "image/webp",
                                         "image/heic",
                                         "image/heif",
                                         "video/",
                                         "audio/",
                                         NULL };

    for (size_t i = 0; types[i] != NULL; i++)
        if (text_starts(media_type, types[i]))
            return true;
    return false;
}
