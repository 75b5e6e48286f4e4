/*
 * import_text.h - a file of text from somebody else's program, as UTF-8.
 *
 * What it is written in is found by looking at all of it: a byte order mark, UTF-16 by where its zeros stand, UTF-8 by being valid to the last byte,
 * and else Windows-1252, in which Dutch Excel saves "CSV". The separator is the one by which the first lines fall into equally many columns. A byte
 * that is no letter in that encoding becomes U+FFFD; who reads the text refuses the line that has one, so that no name is guessed.
 *
 * iconv does the work. glibc loads a module from the disk for Windows-1252: text_decoders_open() does so before a sandbox closes.
 */
#ifndef KOREN_MODEL_IMPORT_TEXT_H
#define KOREN_MODEL_IMPORT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "base/status.h"

#define SNIFF_SAMPLE (64 * 1024) /* bytes that the encoding and the separator are guessed by */
#define SNIFF_LINES  20          /* lines that the separator is guessed by */

/* Bytes from the beginning, in pieces: a file, or an encrypted one of the store. *got is 0 at the end. */
struct byte_source {
    enum status (*read)(void *ctx, void *p, size_t n, size_t *got);
    enum status (*rewind)(void *ctx);
    void *ctx;
};

enum text_encoding { TEXT_UTF8, TEXT_WINDOWS_1252, TEXT_UTF16LE, TEXT_UTF16BE };

struct text_shape {
    enum text_encoding encoding;
    size_t mark;    /* bytes of a byte order mark */
    char separator; /* ';' ',' or tab */
    bool named;     /* the first line is Excel's "sep=;", which is no row */
    bool xml;       /* begins as an XML document */
    uint64_t bytes;
};

/* Reads all of it and leaves it at the beginning. ST_INVALID with a problem under "bestand": empty, or no text (a spreadsheet that was not saved as
 * CSV). */
enum status text_sniff(const struct byte_source *in, struct arena *a, struct problems *p, struct text_shape *out);
/* "UTF-8", "Windows-1252", "UTF-16 (LE)", "UTF-16 (BE)" */
const char *text_encoding_name(enum text_encoding e);

struct decoder;

/* Before the sandbox of a process that will decode. False when this system cannot decode Windows-1252. */
bool text_decoders_open(void);
/* From where `in` stands, after its byte order mark. One at a time per process. NULL, with a log line, when the system cannot decode this. */
struct decoder *decoder_new(struct arena *a, const struct byte_source *in, const struct text_shape *shape);
/* Up to `room` (at least 16) bytes of valid UTF-8, whole characters; *got is 0 at the end. */
enum status decoder_read(struct decoder *d, char *out, size_t room, size_t *got);

#endif
