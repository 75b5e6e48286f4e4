#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#define FIRST_BLOCK   ((size_t)32 * 1024)
#define BLOCK_MAX     ((size_t)1024 * 1024)
#define EXIT_INTERNAL 70 /* EX_SOFTWARE of sysexits.h */

struct block {
    struct block *next;
    size_t size; /* bytes in data */
    size_t used;
    alignas(max_align_t) unsigned char data[];
};

struct deferred {
    struct deferred *next;
    void (*fn)(void *);
    void *what;
};

struct arena {
    struct block *first; /* kept by a reset */
    struct block *now;   /* where the next bytes come from; blocks hang from `first` in no particular order */
    struct deferred *deferred;
    jmp_buf *point;
    size_t limit;
    size_t used;
    size_t fail_in; /* 0: off */
};

static struct block *block_new(size_t size)
{
    struct block *b;

    if (size > SIZE_MAX - sizeof *b)
        return NULL;
    b = malloc(sizeof *b + size);
    if (b == NULL)
        return NULL;
    b->next = NULL;
    b->size = size;
    b->used = 0;
    return b;
}

struct arena *arena_new(size_t limit)
{
    struct arena *a = calloc(1, sizeof *a);

    if (a == NULL)
        return NULL;
    a->first = a->now = block_new(FIRST_BLOCK);
    if (a->first == NULL) {
        free(a);
        return NULL;
    }
    a->limit = limit;
    return a;
}

void arena_reset(struct arena *a)
{
    /* Taken off the list before it is called: a function that jumps out is not called twice. */
    while (a->deferred != NULL) {
        struct deferred *d = a->deferred;

        a->deferred = d->next;
        d->fn(d->what);
    }
    while (a->first->next != NULL) {
        struct block *b = a->first->next;

        a->first->next = b->next;
        free(b);
    }
    a->now = a->first;
    a->first->used = 0;
    a->used = 0;
    a->fail_in = 0;
}

void arena_free(struct arena *a)
{
    if (a == NULL)
        return;
    arena_reset(a);
    arena_guard(a, NULL);
    free(a->first);
    free(a);
}

/* The arena that was given a point last, which is the request's. */
static struct arena *guarded;

void arena_guard(struct arena *a, jmp_buf *point)
{
    a->point = point;
    if (point != NULL)
        guarded = a;
    else if (guarded == a)
        guarded = NULL;
}

void memory_exhausted(void)
{
    if (guarded != NULL)
        arena_exhausted(guarded);
    log_fact(LOG_ERROR, "oom", "used=0");
    exit(EXIT_INTERNAL);
}

void arena_exhausted(struct arena *a)
{
    if (a->point != NULL)
        longjmp(*a->point, 1);
    log_fact(LOG_ERROR, "oom", "used=%zu limit=%zu", a->used, a->limit);
    exit(EXIT_INTERNAL);
}

/* True when this allocation is the one a test wants to see fail. */
static bool told_to_fail(struct arena *a)
{
    return a->fail_in > 0 && --a->fail_in == 0;
}

/* A new block with room for n. One that holds a single large thing does not become the current block, so that what is left there is not lost. */
static struct block *block_add(struct arena *a, size_t n)
{
    size_t size = a->now->size < BLOCK_MAX / 2 ? a->now->size * 2 : BLOCK_MAX;
    bool large = n > size / 4;
    struct block *b = block_new(large ? n : size);

    if (b == NULL)
        return NULL;
    b->next = a->first->next;
    a->first->next = b;
    if (!large)
        a->now = b;
    return b;
}

/* n bytes, not zeroed; NULL when there is no more. */
static void *take(struct arena *a, size_t n)
{
    const size_t unit = alignof(max_align_t);
    struct block *b = a->now;
    void *p;

    if (told_to_fail(a) || n > SIZE_MAX - unit)
        return NULL;
    n = n == 0 ? unit : (n + unit - 1) / unit * unit;
    if (a->limit > 0 && n > a->limit - a->used)
        return NULL;
    if (n > b->size - b->used) {
        b = block_add(a, n);
        if (b == NULL)
            return NULL;
    }
    p = b->data + b->used;
    b->used += n;
    a->used += n;
    return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
    void *p = take(a, n);

    if (p == NULL)
        arena_exhausted(a);
    return memset(p, 0, n);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t n;

    if (__builtin_mul_overflow(count, size, &n))
        arena_exhausted(a);
    return arena_alloc(a, n);
}

void *arena_grow(struct arena *a, void *p, size_t old, size_t n)
{
    const size_t unit = alignof(max_align_t);
    struct block *b = a->now;
    size_t held = old == 0 ? unit : (old + unit - 1) / unit * unit;
    unsigned char *q;

    if (n > SIZE_MAX - unit)
        arena_exhausted(a);
    if (b->used >= held && b->data + b->used - held == p) {
        size_t wanted = (n + unit - 1) / unit * unit;
        size_t more = wanted > held ? wanted - held : 0;

        if (more <= b->size - b->used) {
            if (told_to_fail(a) || (a->limit > 0 && more > a->limit - a->used))
                arena_exhausted(a);
            b->used += more;
            a->used += more;
            memset((unsigned char *)p + old, 0, n - old);
            return p;
        }
    }
    q = take(a, n);
    if (q == NULL)
        arena_exhausted(a);
    if (old > 0) /* growing nothing is how a list begins, and memcpy does not take NULL */
        memcpy(q, p, old);
    memset(q + old, 0, n - old);
    return q;
}

void *arena_memdup(struct arena *a, const void *p, size_t n)
{
    void *q = take(a, n);

    if (q == NULL)
        arena_exhausted(a);
    if (n > 0)
        memcpy(q, p, n);
    return q;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    char *q;

    if (n == SIZE_MAX)
        arena_exhausted(a);
    q = take(a, n + 1);
    if (q == NULL)
        arena_exhausted(a);
    if (n > 0)
        memcpy(q, s, n);
    q[n] = '\0';
    return q;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return s == NULL ? NULL : arena_strndup(a, s, strlen(s));
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
    /* Written where it is going to lie if it fits there, which is nearly always: formatting once to count and once to write costs twice. */
    char *here = (char *)a->now->data + a->now->used, *s;
    size_t room = a->now->size - a->now->used;
    va_list again;
    int n;

    va_copy(again, ap);
    n = vsnprintf(here, room, fmt, again);
    va_end(again);
    s = n < 0 ? NULL : take(a, (size_t)n + 1);
    if (s == NULL)
        arena_exhausted(a);
    if (s != here || (size_t)n >= room)
        vsnprintf(s, (size_t)n + 1, fmt, ap);
    return s;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    char *s;

    va_start(ap, fmt);
    s = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return s;
}

void arena_defer(struct arena *a, void (*fn)(void *), void *what)
{
    struct deferred *d = take(a, sizeof *d);

    if (d == NULL) {
        fn(what);
        arena_exhausted(a);
    }
    d->fn = fn;
    d->what = what;
    d->next = a->deferred;
    a->deferred = d;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}

void arena_fail_after(struct arena *a, size_t nth)
{
    a->fail_in = nth;
}
