#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

#define FIRST_CAP 64

struct buf buf_in(struct arena *a)
{
    struct buf b = { .arena = a, .s = arena_alloc(a, FIRST_CAP), .len = 0, .cap = FIRST_CAP };

    return b;
}

/* Room for n more bytes and the NUL. */
static void buf_room(struct buf *b, size_t n)
{
    size_t need, cap = b->cap;

    if (__builtin_add_overflow(b->len, n, &need) || need >= SIZE_MAX / 2)
        arena_exhausted(b->arena);
    need++;
    if (need <= cap)
        return;
    while (cap < need)
        cap *= 2;
    b->s = arena_grow(b->arena, b->s, b->cap, cap);
    b->cap = cap;
}

void buf_put(struct buf *b, const void *p, size_t n)
{
    buf_room(b, n);
    if (n > 0)
        memcpy(b->s + b->len, p, n);
    b->len += n;
    b->s[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *s)
{
    buf_put(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
    buf_put(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(b->s + b->len, b->cap - b->len, fmt, ap);
    va_end(ap);
    if (n < 0)
        arena_exhausted(b->arena);
    if ((size_t)n >= b->cap - b->len) {
        b->s[b->len] = '\0';
        buf_room(b, (size_t)n);
        va_start(ap, fmt);
        vsnprintf(b->s + b->len, b->cap - b->len, fmt, ap);
        va_end(ap);
    }
    b->len += (size_t)n;
}
