#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "web/multipart.h"

#define TYPE          "multipart/form-data; boundary=xYz"
#define FIELD(name)   "--xYz\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n"
#define FILE_OF(file) "--xYz\r\nContent-Disposition: form-data; name=\"bestand\"; filename=\"" file "\"\r\nContent-Type: text/plain\r\n\r\n"
#define END           "--xYz--\r\n"

static struct arena *a;
static struct params p;
static struct buf got;       /* the file's bytes */
static const char *got_name; /* and its name */
static size_t fields_at_file;
static enum status say; /* what the sink answers */

static enum status begin(void *ctx, const char *name, const char *file_name, struct params *fields)
{
    (void)ctx;
    ck_assert_str_eq(name, "bestand");
    got_name = file_name;
    fields_at_file = fields->count;
    return say;
}

static enum status piece(void *ctx, const void *bytes, size_t n)
{
    (void)ctx;
    buf_put(&got, bytes, n);
    return say;
}

static void set_up(void)
{
    a = arena_new(0);
    got = buf_in(a);
    got_name = NULL;
    say = ST_OK;
}

static void tear_down(void)
{
    arena_free(a);
}

static struct multipart *open_as(const char *type)
{
    struct multipart_sink sink = { .begin = begin, .piece = piece };

    return multipart_new(a, type, &sink);
}

/* Feeds the body in pieces of `step` bytes. */
static enum status feed(const void *body, size_t n, size_t step, enum param_fault *fault)
{
    struct multipart *m = open_as(TYPE);
    const char *s = body;
    enum status st = ST_OK;

    ck_assert_ptr_nonnull(m);
    got = buf_in(a);
    got_name = NULL;
    for (size_t i = 0; i < n && st == ST_OK; i += step)
        st = multipart_feed(m, s + i, n - i < step ? n - i : step);
    st = multipart_end(m, &p);
    *fault = multipart_fault(m);
    return st;
}

static enum param_fault whole(const char *body)
{
    enum param_fault fault;
    enum status st = feed(body, strlen(body), 100000, &fault);

    ck_assert_int_eq(st, fault == PARAMS_FINE ? ST_OK : ST_INVALID);
    return fault;
}

START_TEST(fields_and_a_file_in_any_pieces)
{
    static const char body[] =
        FIELD("csrf") "t0ken\r\n" FIELD("omschrijving") "Een brief\r\nmet twee regels\r\n" FILE_OF("brief é.txt") "--xY\r\n--xYno\r\n\r\n" END;
    enum param_fault fault;

    ck_assert_int_eq(feed(body, sizeof body - 1, (size_t)_i + 1, &fault), ST_OK);
    ck_assert_str_eq(param_get(&p, "csrf"), "t0ken");
    ck_assert_str_eq(param_get(&p, "omschrijving"), "Een brief\nmet twee regels");
    ck_assert_uint_eq(fields_at_file, 2);
    ck_assert_str_eq(got_name, "brief é.txt");
    ck_assert_str_eq(got.s, "--xY\r\n--xYno\r\n");
}
END_TEST

START_TEST(large_file_comes_through_byte_for_byte)
{
    size_t n = 300000, head = sizeof FILE_OF("x") - 1;
    char *body = arena_alloc(a, head + n + 64);
    enum param_fault fault;

    memcpy(body, FILE_OF("x"), head);
    /* Full of what looks like the beginning of the mark. */
    for (size_t i = 0; i < n; i++)
        body[head + i] = "\r\n--xYzz"[(i * 7 + i / 5) % 6];
    memcpy(body + head + n, "\r\n" END, sizeof "\r\n" END - 1);
    ck_assert_int_eq(feed(body, head + n + sizeof "\r\n" END - 1, 4096 + (size_t)_i * 61441, &fault), ST_OK);
    ck_assert_uint_eq(got.len, n);
    ck_assert_mem_eq(got.s, body + head, n);
}
END_TEST

START_TEST(empty_file_and_empty_form)
{
    ck_assert_int_eq(whole(FILE_OF("") "\r\n" END), PARAMS_FINE);
    ck_assert_str_eq(got_name, "");
    ck_assert_uint_eq(got.len, 0);
    ck_assert_int_eq(whole(END), PARAMS_FINE);
    ck_assert_uint_eq(p.count, 0);
    ck_assert_int_eq(whole("--xYz--"), PARAMS_FINE);
}
END_TEST

START_TEST(quotes_in_names_come_back)
{
    ck_assert_int_eq(whole(FILE_OF("een %22citaat%22.txt") "x\r\n" END), PARAMS_FINE);
    ck_assert_str_eq(got_name, "een \"citaat\".txt");
}
END_TEST

START_TEST(malformed_bodies_are_refused)
{
    static const char *const bad[] = {
        "",
        "x",
        "--xY",
        "--xYz",
        "--xYz\r\n",
        "--xYzz\r\n" END,
        "preamble\r\n" END,
        "--xYz \r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n" END,
        FIELD("a") "1",
        FIELD("a") "1\r\n",
        FIELD("a") "1\r\n--xYz",
        FIELD("a") "1\r\n--xYz-",
        FIELD("a") "1\r\n" END "epilogue",
        END "\r\n",
        FIELD("") "1\r\n" END,
        "--xYz\r\n\r\n1\r\n" END,
        "--xYz\r\nContent-Type: text/plain\r\n\r\n1\r\n" END,
        "--xYz\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n" END,
        "--xYz\r\nContent-Disposition: form-data\r\n\r\n1\r\n" END,
        "--xYz\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" END,
        "--xYz\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n" END,
        "--xYz\r\nContent-Disposition: form-data; name=\"a\"; filename*=UTF-8''x\r\n\r\n1\r\n" END,
        "--xYz\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n1\r\n" END,
        "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n1\r\n" END,
        "--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\n1\r\n" END,
        /* A file is the last, and there is one. */
        FILE_OF("a.txt") "1\r\n" FIELD("csrf") "x\r\n" END,
        FILE_OF("a.txt") "1\r\n" FILE_OF("b.txt") "2\r\n" END,
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(whole(bad[i]) == PARAMS_MALFORMED, "%zu: %s", i, bad[i]);
}
END_TEST

START_TEST(text_that_is_no_text_is_refused)
{
    static const char *const bad[] = {
        FIELD("a") "\x01\r\n" END,
        FIELD("a") "\xff\r\n" END,
        FIELD("a\x01") "1\r\n" END,
        FIELD("a b") "1\r\n" END,
        FILE_OF("\x01") "1\r\n" END,
        FILE_OF("x\xe2\x80\xae"
                "fdp.exe") "1\r\n" END,
    };
    static const char nul[] = "--xYz\r\nContent-Disposition: form-data; name=\"a\0\"\r\n\r\n1\r\n" END;
    enum param_fault fault;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(whole(bad[i]) == PARAMS_BAD_TEXT, "%zu", i);
    ck_assert_int_eq(feed(nul, sizeof nul - 1, 1, &fault), ST_INVALID);
    ck_assert_int_eq(fault, PARAMS_BAD_TEXT);
}
END_TEST

START_TEST(limits_hold)
{
    struct buf b = buf_in(a);

    for (int i = 0; i <= PARAMS_MAX; i++)
        buf_puts(&b, FIELD("a") "1\r\n");
    buf_puts(&b, END);
    ck_assert_int_eq(whole(b.s), PARAMS_TOO_MANY);

    b = buf_in(a);
    buf_puts(&b, FIELD("a"));
    for (int i = 0; i <= FORM_MAX; i++)
        buf_putc(&b, 'x');
    buf_puts(&b, "\r\n" END);
    ck_assert_int_eq(whole(b.s), PARAMS_TOO_LONG);

    b = buf_in(a);
    buf_puts(&b, "--xYz\r\nContent-Type: ");
    for (int i = 0; i < 5000; i++)
        buf_putc(&b, 'x');
    ck_assert_int_eq(whole(b.s), PARAMS_TOO_LONG);
}
END_TEST

START_TEST(boundaries_are_strict)
{
    static const char *const bad[] = {
        NULL,
        "",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"a",
        "multipart/mixed; boundary=a",
        "multipart/form-data; charset=x; boundary=a",
        "multipart/form-data; boundary=a; boundary=b",
        "multipart/form-data; boundary=a{b}",
        "multipart/form-data; boundary=\"a \"",
        "multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901",
    };
    static const char *const good[] = {
        "multipart/form-data; boundary=----WebKitFormBoundaryAbc123",
        "Multipart/Form-Data;boundary=\"a b:c\"",
        "multipart/form-data; boundary=1234567890123456789012345678901234567890123456789012345678901234567890",
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(open_as(bad[i]) == NULL, "%s", bad[i]);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        ck_assert_msg(open_as(good[i]) != NULL, "%s", good[i]);
}
END_TEST

START_TEST(the_sink_may_refuse_before_the_first_byte)
{
    static const char body[] = FIELD("csrf") "wrong\r\n" FILE_OF("a.txt") "never seen\r\n" END;
    enum param_fault fault;

    say = ST_DENIED;
    ck_assert_int_eq(feed(body, sizeof body - 1, 16, &fault), ST_DENIED);
    ck_assert_int_eq(fault, PARAMS_FINE);
    ck_assert_uint_eq(got.len, 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("multipart");
    TCase *c = tcase_create("multipart");
    SRunner *r = srunner_create(s);
    int bad;

    suite_add_tcase(s, c);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_loop_test(c, fields_and_a_file_in_any_pieces, 0, 70);
    tcase_add_loop_test(c, large_file_comes_through_byte_for_byte, 0, 3);
    tcase_add_test(c, empty_file_and_empty_form);
    tcase_add_test(c, quotes_in_names_come_back);
    tcase_add_test(c, malformed_bodies_are_refused);
    tcase_add_test(c, text_that_is_no_text_is_refused);
    tcase_add_test(c, limits_hold);
    tcase_add_test(c, boundaries_are_strict);
    tcase_add_test(c, the_sink_may_refuse_before_the_first_byte);
    srunner_run_all(r, CK_ENV);
    bad = srunner_ntests_failed(r);
    srunner_free(r);
    return bad == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
