#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/config.h"
#include "web/body.h"
#include "web/head.h"

static struct arena *a;
static struct req r;
static struct head h;
static struct config config = { .staff_url = (char[]){ "https://crm.example" }, .portal_url = (char[]){ "https://mijn.example:8444" } };

static void set_up(void)
{
    a = arena_new(0);
}

static void tear_down(void)
{
    arena_free(a);
}

/* head_read() of these parameters and what every request has; NULL ends. */
static int with(const char *first, ...)
{
    char *env[40] = { (char[]){ "REQUEST_METHOD=GET" }, (char[]){ "DOCUMENT_URI=/relaties" }, (char[]){ "KOREN_SITE=staff" } };
    size_t n = 3;
    va_list ap;

    r = (struct req){ .arena = a, .config = &config };
    va_start(ap, first);
    for (const char *s = first; s != NULL; s = va_arg(ap, const char *)) {
        size_t name = (size_t)(strchr(s, '=') - s) + 1, at = n;

        for (size_t i = 0; i < 3; i++)
            if (strncmp(env[i], s, name) == 0)
                at = i;
        env[at] = arena_strdup(a, s);
        n += at == n;
    }
    va_end(ap);
    return head_read(&r, env, &h);
}

START_TEST(a_request_is_read)
{
    ck_assert_int_eq(with("QUERY_STRING=zoek=jansen&pagina=2", "HTTP_COOKIE=__Host-koren=abc", "REMOTE_ADDR=2001:db8::1",
                          "REQUEST_ID=0123456789abcdef0123456789abcdef", "HTTP_USER_AGENT=Mozilla/5.0", NULL),
                     0);
    ck_assert_int_eq(h.method, GET);
    ck_assert_str_eq(r.path, "/relaties");
    ck_assert_str_eq(param_get(&r.query, "zoek"), "jansen");
    ck_assert_str_eq(param_get(&r.cookies, "__Host-koren"), "abc");
    ck_assert_str_eq(r.who.address, "2001:db8::1");
    ck_assert_str_eq(r.who.request, "0123456789abcdef0123456789abcdef");
    ck_assert_str_eq(r.user_agent, "Mozilla/5.0");
    ck_assert_int_eq(r.who.site, SITE_STAFF);
    ck_assert(r.fresh);
}
END_TEST

START_TEST(what_nginx_would_not_send_does_no_harm)
{
    ck_assert_int_eq(with("REQUEST_ID=not-hex", "REMOTE_ADDR=unix:", "HTTP_USER_AGENT=a\x01", NULL), 0);
    ck_assert_uint_eq(strlen(r.who.request), 32);
    ck_assert_str_eq(r.who.address, "");
    ck_assert_str_eq(r.user_agent, "");
    ck_assert_int_eq(with("KOREN_SITE=other", NULL), 400);
    ck_assert_int_eq(with("DOCUMENT_URI=relaties", NULL), 400);
    ck_assert_int_eq(with("DOCUMENT_URI=/\xff", NULL), 400);
    ck_assert_int_eq(with("DOCUMENT_URI=/a\x01", NULL), 400);
    ck_assert_int_eq(with("HTTP_COOKIE=__Host-koren=a", "HTTP_COOKIE=__Host-koren=b", NULL), 400);
    ck_assert_str_eq(r.path, "/relaties");
}
END_TEST

START_TEST(methods)
{
    ck_assert_int_eq(with("REQUEST_METHOD=HEAD", NULL), 0);
    ck_assert(h.method == GET && h.without_body);
    ck_assert_int_eq(with("REQUEST_METHOD=DELETE", NULL), 405);
    ck_assert_int_eq(with("REQUEST_METHOD=get", NULL), 405);
    ck_assert_int_eq(with("REQUEST_METHOD=", NULL), 405);
}
END_TEST

START_TEST(lengths_are_strict)
{
    static const char *const bad[] = { "-1", "+1", "1,1", "1 1", " 1", "0x10", "99999999999999999999", "1e3" };
    char text[64];

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        snprintf(text, sizeof text, "CONTENT_LENGTH=%s", bad[i]);
        ck_assert_msg(with("REQUEST_METHOD=POST", text, NULL) == 400, "%s", bad[i]);
    }
    ck_assert_int_eq(with("REQUEST_METHOD=POST", NULL), 400);
    ck_assert_int_eq(with("REQUEST_METHOD=POST", "CONTENT_LENGTH=3", "CONTENT_LENGTH=4", NULL), 400);
    ck_assert_int_eq(with("REQUEST_METHOD=POST", "CONTENT_LENGTH=2147483647", NULL), 0);
    ck_assert_int_eq(h.length, 2147483647);
    ck_assert_int_eq(with("CONTENT_LENGTH=1", NULL), 400); /* a GET has no body */
    ck_assert_int_eq(with("CONTENT_LENGTH=0", NULL), 0);
}
END_TEST

START_TEST(queries_are_strict)
{
    struct buf b = buf_in(a);

    ck_assert_int_eq(with("QUERY_STRING=a=%00", NULL), 400);
    ck_assert_int_eq(with("QUERY_STRING=a=%", NULL), 400);
    ck_assert_int_eq(with("QUERY_STRING=a=1%0A2", NULL), 400);
    buf_puts(&b, "QUERY_STRING=");
    for (int i = 0; i <= QUERY_MAX; i++)
        buf_putc(&b, 'a');
    ck_assert_int_eq(with(b.s, NULL), 414);
}
END_TEST

START_TEST(only_our_own_pages_are_fresh)
{
    with("HTTP_SEC_FETCH_SITE=same-origin", "HTTP_ORIGIN=null", NULL);
    ck_assert(r.fresh);
    with("HTTP_SEC_FETCH_SITE=none", NULL);
    ck_assert(r.fresh);
    with("HTTP_SEC_FETCH_SITE=same-site", NULL);
    ck_assert(!r.fresh);
    with("HTTP_SEC_FETCH_SITE=cross-site", "HTTP_ORIGIN=https://crm.example", NULL);
    ck_assert(!r.fresh);
    with("HTTP_ORIGIN=https://crm.example", NULL);
    ck_assert(r.fresh);
    with("HTTP_ORIGIN=https://mijn.example:8444", NULL);
    ck_assert(!r.fresh);
    with("KOREN_SITE=portal", "HTTP_ORIGIN=https://mijn.example:8444", NULL);
    ck_assert(r.fresh);
    with("HTTP_ORIGIN=https://crm.example.evil.example", NULL);
    ck_assert(!r.fresh);
}
END_TEST

/* ---- bodies ---- */

struct memory {
    const char *s;
    size_t n;
};

static size_t read_memory(void *ctx, void *p, size_t n)
{
    struct memory *m = ctx;
    size_t one = m->n < n ? m->n : n;

    memcpy(p, m->s, one);
    m->s += one;
    m->n -= one;
    return one;
}

static int body(const char *type, const char *length, const char *text)
{
    struct memory m = { .s = text, .n = strlen(text) };
    struct body_source in = { .read = read_memory, .ctx = &m };
    char t[100], l[64];

    snprintf(t, sizeof t, "CONTENT_TYPE=%s", type);
    snprintf(l, sizeof l, "CONTENT_LENGTH=%s", length);
    ck_assert_int_eq(with("REQUEST_METHOD=POST", t, l, NULL), 0);
    return body_form(&r, &h, &in);
}

START_TEST(a_form_is_as_long_as_it_says)
{
    static const char form[] = "application/x-www-form-urlencoded";

    ck_assert_int_eq(body(form, "3", "a=1"), 0);
    ck_assert_str_eq(param_get(&r.form, "a"), "1");
    ck_assert_int_eq(body("application/x-www-form-urlencoded; charset=UTF-8", "3", "a=1"), 0);
    ck_assert_int_eq(body(form, "0", ""), 0);
    ck_assert_int_eq(body(form, "4", "a=1"), 400);
    ck_assert_int_eq(body(form, "2", "a=1"), 400);
    ck_assert_int_eq(body(form, "65537", "a=1"), 413);
    ck_assert_int_eq(body(form, "2147483647", "a=1"), 413);
    ck_assert_int_eq(body("text/plain", "3", "a=1"), 415);
    ck_assert_int_eq(body("", "3", "a=1"), 415);
    ck_assert_int_eq(body("application/x-www-form-urlencodedx", "3", "a=1"), 415);
    ck_assert_int_eq(body("multipart/form-data; boundary=x", "3", "a=1"), 415);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("head");
    TCase *c = tcase_create("head");
    SRunner *runner = srunner_create(s);
    int bad;

    suite_add_tcase(s, c);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, a_request_is_read);
    tcase_add_test(c, what_nginx_would_not_send_does_no_harm);
    tcase_add_test(c, methods);
    tcase_add_test(c, lengths_are_strict);
    tcase_add_test(c, queries_are_strict);
    tcase_add_test(c, only_our_own_pages_are_fresh);
    tcase_add_test(c, a_form_is_as_long_as_it_says);
    srunner_run_all(runner, CK_ENV);
    bad = srunner_ntests_failed(runner);
    srunner_free(runner);
    return bad == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
