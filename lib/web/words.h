/*
 * words.h - numbers as Dutch readers write them, and texts as URLs and headers want them.
 */
#ifndef KOREN_WEB_WORDS_H
#define KOREN_WEB_WORDS_H

#include <stdint.h>

struct arena;
struct buf;

/* "2.000" */
char *words_count(struct arena *a, uint64_t n);
/* "3,4 MB", with the powers of 1000 that file managers use. */
char *words_size(struct arena *a, uint64_t bytes);
/* Percent-encoded for a query (RFC 3986, unreserved characters stay). */
void words_url(struct buf *b, const char *s);
/* "attachment; filename=...; filename*=UTF-8''..." (RFC 6266). */
char *words_disposition(struct arena *a, const char *file_name);

#endif
