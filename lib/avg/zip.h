/*
 * zip.h - a ZIP (APPNOTE 6.3, with ZIP64 where needed) written with flat memory: entries are read and the archive is written in pieces, wherever
 * they lie. Over libzip; its types and codes stay in zip.c.
 *
 * Nothing is read or written before zip_writer_finish(): what is added must stay as it is until then.
 */
#ifndef KOREN_AVG_ZIP_H
#define KOREN_AVG_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct arena;
struct vault;
struct zip_writer;

/* Where bytes go. The archive is written from front to back, but goes back once per entry to fill in its header. */
struct zip_sink {
    enum status (*write)(void *ctx, const void *p, size_t n);
    enum status (*seek)(void *ctx, uint64_t at);
    uint64_t (*tell)(void *ctx);
    void *ctx;
};

/* Where an entry's bytes come from: open, read until *got is 0, close. `close` is called once for each `open` that gave ST_OK. */
struct zip_input {
    enum status (*open)(void *ctx);
    enum status (*read)(void *ctx, void *p, size_t n, size_t *got);
    void (*close)(void *ctx);
    void *ctx;
};

/* Called while writing, at least every MiB or so; `done` of `total` bytes read. Anything but ST_OK stops the writing, and zip_writer_finish() gives
 * it. */
typedef enum status (*zip_progress)(void *ctx, uint64_t done, uint64_t total);

/* The writer and all it holds live in the arena; entries carry the time `made` (clock.h). NULL without memory. */
struct zip_writer *zip_writer_new(struct arena *a, const struct zip_sink *sink, int64_t made);

/* Adds n bytes, not copied. `name` is the whole path in UTF-8 and must be new. */
enum status zip_writer_bytes(struct zip_writer *z, const char *name, const void *p, size_t n, bool deflate);
/* Adds what `in` (copied) gives: exactly `size` bytes, else zip_writer_finish() fails. */
enum status zip_writer_input(struct zip_writer *z, const char *name, const struct zip_input *in, uint64_t size, bool deflate);

/* Writes everything. `progress` may be NULL. */
enum status zip_writer_finish(struct zip_writer *z, zip_progress progress, void *ctx);

/* A vault being written as a sink. */
struct zip_sink zip_sink_vault(struct vault *v);

/* True when this media type holds bytes that are compressed already, so that deflating them again costs time and gains nothing. */
bool zip_is_compressed(const char *media_type);

#endif
