/*
 * arena.h - memory that lives as long as one request (or one job step) and is given back at once.
 *
 * Nothing taken from an arena is freed by hand. When memory runs out, or the arena's limit is reached, no NULL comes back: control jumps to
 * the place the owner marked with arena_guard(), after which the arena is reset. Whatever else a request acquires (a file descriptor, a
 * cipher context, an HDF) is registered with arena_defer() so that it is given back too, on every way out.
 *
 *     jmp_buf point;
 *     if (setjmp(point) == 0) { arena_guard(a, &point); handle(a); } else { answer_503(); }
 *     arena_guard(a, NULL);
 *     arena_reset(a);
 */
#ifndef KOREN_BASE_ARENA_H
#define KOREN_BASE_ARENA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A new arena that will hand out at most `limit` bytes (0: no limit). NULL when there is no memory. The caller owns it: arena_free(). */
struct arena *arena_new(size_t limit);

/* Runs what was deferred, newest first, and takes all memory back; the arena is as new and its first block is kept. */
void arena_reset(struct arena *a);

/* arena_reset() and then the arena itself. NULL is allowed. */
void arena_free(struct arena *a);

/* Where to go when memory runs out; NULL forgets it. Without a point the process logs `oom` and exits with 70. */
void arena_guard(struct arena *a, jmp_buf *point);
/* The same end for memory that is no arena's, where no value can be gone on with: to the point given last, or the exit. */
void memory_exhausted(void) __attribute__((noreturn));

/* `n` zeroed bytes, aligned for any type. Never NULL. */
void *arena_alloc(struct arena *a, size_t n);

/* Room for `count` things of `size` bytes, zeroed; an overflowing product counts as out of memory. */
void *arena_array(struct arena *a, size_t count, size_t size);

char *arena_strdup(struct arena *a, const char *s);            /* NULL gives NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n); /* n bytes and a NUL */
void *arena_memdup(struct arena *a, const void *p, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

/* Makes an allocation of `old` bytes `n` bytes long (n >= old): in place when nothing was taken since, else copied. The new part is zeroed and the
 * old place stays readable. */
void *arena_grow(struct arena *a, void *p, size_t old, size_t n);

/* Calls fn(what) when the arena is reset or freed; newest first. When there is no memory to remember it, fn(what) is called at once and control
 * goes to the guard, so that nothing leaks. */
void arena_defer(struct arena *a, void (*fn)(void *), void *what);

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *a);

/* Behaves as when memory ran out: to the guard, or out of the process. For who wraps a library that has no memory left. */
void arena_exhausted(struct arena *a) __attribute__((noreturn));

/* For tests: the nth allocation from now fails as if memory ran out (1: the next); 0 switches it off. A reset switches it off too. */
void arena_fail_after(struct arena *a, size_t nth);

#endif
