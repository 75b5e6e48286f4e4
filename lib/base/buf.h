/*
 * buf.h - bytes that grow, in an arena. Always followed by a NUL, so `b.s` is a C string when the bytes are text.
 *
 *     struct buf b = buf_in(a);
 *     buf_puts(&b, "relatie-");
 *     buf_printf(&b, "%s", number);
 */
#ifndef KOREN_BASE_BUF_H
#define KOREN_BASE_BUF_H

#include <stddef.h>

struct arena;

struct buf {
    struct arena *arena;
    char *s; /* never NULL after buf_in() */
    size_t len;
    size_t cap;
};

struct buf buf_in(struct arena *a);
void buf_put(struct buf *b, const void *p, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
