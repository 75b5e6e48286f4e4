#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "suite.h"

static struct arena *a;
static struct buf b;

static void set_up(void)
{
    a = arena_new(0);
    b = buf_in(a);
}

static void tear_down(void)
{
    arena_free(a);
}

START_TEST(empty_is_a_string)
{
    ck_assert_str_eq(b.s, "");
    ck_assert_uint_eq(b.len, 0);
    buf_put(&b, NULL, 0);
    buf_puts(&b, "");
    ck_assert_str_eq(b.s, "");
}
END_TEST

START_TEST(always_ends_with_nul)
{
    for (size_t i = 1; i < 5000; i++) {
        buf_putc(&b, 'x');
        ck_assert_uint_eq(b.len, i);
        ck_assert_uint_eq(strlen(b.s), i);
    }
}
END_TEST

START_TEST(holds_bytes_with_nul)
{
    buf_put(&b, "a\0b", 3);
    buf_puts(&b, "c");
    ck_assert_uint_eq(b.len, 4);
    ck_assert_mem_eq(b.s, "a\0bc", 5);
}
END_TEST

/* At every fill, so that each distance to the end of the room is met. */
START_TEST(printf_grows_at_any_fill)
{
    for (size_t fill = 0; fill < 200; fill++) {
        struct buf one = buf_in(a);

        for (size_t i = 0; i < fill; i++)
            buf_putc(&one, '.');
        buf_printf(&one, "%s%d", "0123456789", 42);
        ck_assert_uint_eq(one.len, fill + 12);
        ck_assert_str_eq(one.s + fill, "012345678942");
    }
}
END_TEST

START_TEST(two_in_one_arena_do_not_touch)
{
    struct buf other = buf_in(a);

    for (int i = 0; i < 3000; i++) {
        buf_putc(&b, 'b');
        buf_putc(&other, 'o');
    }
    ck_assert_uint_eq(strspn(b.s, "b"), 3000);
    ck_assert_uint_eq(strspn(other.s, "o"), 3000);
}
END_TEST

START_TEST(old_text_stays_readable)
{
    const char *before;

    buf_puts(&b, "before");
    before = b.s;
    arena_alloc(a, 1);
    for (int i = 0; i < 1000; i++)
        buf_puts(&b, "after");
    ck_assert_mem_eq(before, "before", 6);
}
END_TEST

int main(void)
{
    return SUITE_RUN("buf", set_up, tear_down, empty_is_a_string, always_ends_with_nul, holds_bytes_with_nul, printf_grows_at_any_fill,
                     two_in_one_arena_do_not_touch, old_text_stays_readable);
}
