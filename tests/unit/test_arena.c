#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "suite.h"

/* AddressSanitizer would rather end the test than let malloc() fail. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static struct arena *a;
static jmp_buf point;
static char order[8];
static size_t ended;

static void set_up(void)
{
    a = arena_new(0);
    ck_assert_ptr_nonnull(a);
    ended = 0;
}

static void tear_down(void)
{
    arena_free(a);
}

static void note(void *what)
{
    order[ended++] = *(char *)what;
}

/* True when fn(a) ran out of memory and jumped here. */
static bool jumps(void (*fn)(struct arena *))
{
    volatile bool jumped = true;

    if (setjmp(point) == 0) {
        arena_guard(a, &point);
        fn(a);
        jumped = false;
    }
    arena_guard(a, NULL);
    return jumped;
}

START_TEST(bytes_are_aligned_zeroed_and_apart)
{
    char *last = NULL;

    for (int round = 0; round < 2; round++) {
        for (size_t n = 0; n < 2000; n += 7) {
            char *p = arena_alloc(a, n);

            ck_assert_uint_eq((uintptr_t)p % _Alignof(max_align_t), 0);
            for (size_t i = 0; i < n; i++)
                ck_assert_int_eq(p[i], 0);
            memset(p, 0xff, n);
            ck_assert_ptr_ne(p, last);
            last = p;
        }
        arena_reset(a);
    }
}
END_TEST

START_TEST(used_counts_and_reset_forgets)
{
    ck_assert_uint_eq(arena_used(a), 0);
    arena_alloc(a, 1);
    arena_alloc(a, 1000000);
    ck_assert_uint_ge(arena_used(a), 1000001);
    ck_assert_uint_lt(arena_used(a), 1000100);
    arena_reset(a);
    ck_assert_uint_eq(arena_used(a), 0);
}
END_TEST

START_TEST(a_large_thing_does_not_waste_the_block)
{
    char *before = arena_alloc(a, 16), *after;

    arena_alloc(a, 4 * 1024 * 1024);
    after = arena_alloc(a, 16);
    ck_assert_ptr_eq(after, before + 16);
}
END_TEST

START_TEST(copies_are_copies)
{
    const char bytes[] = { 1, 0, 2 };

    ck_assert_str_eq(arena_strdup(a, "abc"), "abc");
    ck_assert_ptr_null(arena_strdup(a, NULL));
    ck_assert_str_eq(arena_strndup(a, "abcdef", 3), "abc");
    ck_assert_str_eq(arena_strndup(a, "", 0), "");
    ck_assert_mem_eq(arena_memdup(a, bytes, 3), bytes, 3);
    ck_assert_ptr_nonnull(arena_memdup(a, NULL, 0));
    ck_assert_str_eq(arena_printf(a, "%s-%d", "x", 42), "x-42");
    ck_assert_uint_eq(strlen(arena_printf(a, "%5000s", "")), 5000);
}
END_TEST

START_TEST(deferred_runs_newest_first_and_once)
{
    arena_defer(a, note, (char[]){ 'a' });
    arena_defer(a, note, (char[]){ 'b' });
    arena_defer(a, note, (char[]){ 'c' });
    arena_reset(a);
    ck_assert_mem_eq(order, "cba", 3);
    arena_reset(a);
    ck_assert_uint_eq(ended, 3);
}
END_TEST

static void too_much(struct arena *in)
{
    arena_alloc(in, 2000);
}

START_TEST(limit_jumps_and_the_arena_goes_on)
{
    arena_free(a);
    a = arena_new(3999);
    ck_assert(!jumps(too_much));
    ck_assert(jumps(too_much));
    arena_reset(a);
    ck_assert(!jumps(too_much));
}
END_TEST

static void product_overflows(struct arena *in)
{
    arena_array(in, SIZE_MAX / 2, 3);
}

static void sum_overflows(struct arena *in)
{
    arena_alloc(in, SIZE_MAX - 3);
}

static void string_overflows(struct arena *in)
{
    arena_strndup(in, "x", SIZE_MAX);
}

static void no_such_memory(struct arena *in)
{
    arena_alloc(in, SIZE_MAX / 4);
}

START_TEST(overflow_and_no_memory_jump)
{
    ck_assert(jumps(product_overflows));
    ck_assert(jumps(sum_overflows));
    ck_assert(jumps(string_overflows));
    ck_assert(jumps(no_such_memory));
    ck_assert_uint_eq(arena_used(a), 0);
}
END_TEST

START_TEST(array_is_product)
{
    char *p = arena_array(a, 10, 10);

    p[99] = 1;
    ck_assert_uint_eq(arena_used(a), 112);
    ck_assert_ptr_nonnull(arena_array(a, 0, 10));
}
END_TEST

static void defer_one(struct arena *in)
{
    arena_defer(in, note, (char[]){ 'x' });
}

START_TEST(defer_without_memory_still_ends_the_thing)
{
    arena_fail_after(a, 1);
    ck_assert(jumps(defer_one));
    ck_assert_uint_eq(ended, 1);
    arena_reset(a);
    ck_assert_uint_eq(ended, 1);
}
END_TEST

static void elsewhere(struct arena *in)
{
    (void)in;
    memory_exhausted();
}

START_TEST(memory_of_another_kind_goes_to_the_same_point)
{
    ck_assert(jumps(elsewhere));
}
END_TEST

static void nine_steps(struct arena *in)
{
    struct buf b;

    arena_alloc(in, 1);
    arena_strdup(in, "x");
    arena_strndup(in, "x", 1);
    arena_memdup(in, "x", 1);
    arena_printf(in, "x");
    arena_array(in, 2, 2);
    arena_defer(in, note, (char[]){ 'x' });
    b = buf_in(in);
    buf_printf(&b, "%100s", "");
}

START_TEST(every_allocation_can_be_made_to_fail)
{
    for (size_t nth = 1; nth <= 9; nth++) {
        arena_fail_after(a, nth);
        ck_assert_msg(jumps(nine_steps), "allocation %zu", nth);
        arena_reset(a);
    }
    arena_fail_after(a, 10);
    ck_assert(!jumps(nine_steps));
    arena_fail_after(a, 0);
    ck_assert(!jumps(nine_steps));
    arena_fail_after(a, 1);
    arena_reset(a);
    ck_assert(!jumps(nine_steps));
}
END_TEST

START_TEST(growing_keeps_what_was)
{
    char *p = arena_alloc(a, 10), *q, *r;

    memset(p, 'x', 10);
    q = arena_grow(a, p, 10, 100);
    ck_assert_ptr_eq(q, p);
    ck_assert_mem_eq(q, "xxxxxxxxxx\0\0", 12);
    arena_alloc(a, 1);
    r = arena_grow(a, q, 100, 200);
    ck_assert_ptr_ne(r, q);
    ck_assert_mem_eq(r, "xxxxxxxxxx\0\0", 12);
    ck_assert_int_eq(r[199], 0);
    r = arena_grow(a, r, 200, 1024 * 1024);
    ck_assert_mem_eq(r, "xxxxxxxxxx\0\0", 12);
    ck_assert_int_eq(r[1024 * 1024 - 1], 0);
}
END_TEST

START_TEST(without_a_guard_the_process_ends_with_70)
{
    pid_t pid = fork();
    int status;

    if (pid == 0) {
        close(2);
        arena_alloc(a, SIZE_MAX);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 70);
}
END_TEST

START_TEST(free_runs_deferred_and_takes_null)
{
    struct arena *other = arena_new(0);

    arena_defer(other, note, (char[]){ 'x' });
    arena_free(other);
    ck_assert_uint_eq(ended, 1);
    arena_free(NULL);
}
END_TEST

int main(void)
{
    return SUITE_RUN("arena", set_up, tear_down, bytes_are_aligned_zeroed_and_apart, used_counts_and_reset_forgets,
                     a_large_thing_does_not_waste_the_block, copies_are_copies, deferred_runs_newest_first_and_once,
                     limit_jumps_and_the_arena_goes_on, overflow_and_no_memory_jump, array_is_product, defer_without_memory_still_ends_the_thing,
                     memory_of_another_kind_goes_to_the_same_point, every_allocation_can_be_made_to_fail, growing_keeps_what_was,
                     without_a_guard_the_process_ends_with_70, free_runs_deferred_and_takes_null);
}
