/*
 * multipart.h - multipart/form-data (RFC 7578), read piece by piece; one file at most, which must come after the plain fields.
 *
 * The plain fields are collected; the file's bytes go to a sink as they arrive, so that memory stays flat at any size. Before the first byte of the
 * file the caller may refuse (CSRF is checked there).
 */
#ifndef KOREN_WEB_MULTIPART_H
#define KOREN_WEB_MULTIPART_H

#include "base/status.h"
#include "web/params.h"

struct multipart;

struct multipart_sink {
    /* A file begins; fields so far stand in `fields`. Anything but ST_OK stops reading with that status. */
    enum status (*begin)(void *ctx, const char *name, const char *file_name, struct params *fields);
    enum status (*piece)(void *ctx, const void *p, size_t n);
    void *ctx;
};

/* `boundary` as in the Content-Type header, 1..70 characters. NULL when it is malformed. In the arena. */
struct multipart *multipart_new(struct arena *a, const char *content_type, const struct multipart_sink *sink);
/* Feeds n bytes. ST_INVALID: malformed, see multipart_fault(); other statuses come from the sink. */
enum status multipart_feed(struct multipart *m, const void *p, size_t n);
/* At the end of the body: ST_OK when the closing boundary was seen. */
enum status multipart_end(struct multipart *m, struct params *fields);
enum param_fault multipart_fault(const struct multipart *m);

#endif
