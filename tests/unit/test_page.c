#include <check.h>
#include <setjmp.h>

#include "base/buf.h"
#include "web/flash.h"
#include "web/form.h"
#include "web/page.h"
#include "web/words.h"
#include "web_fixture.h"

#define CANARY "<script>\"'&"

START_TEST(values_are_escaped)
{
    const char *html;

    page_title(&r, "%s", CANARY);
    page_lead(&r, CANARY);
    table_begin(&r, "Table", CANARY, CANARY);
    table_col(&r, CANARY, false);
    table_row(&r);
    table_link(&r, CANARY, "/relaties/1");
    page_notice(&r, "warn", CANARY, CANARY, "/x", CANARY);
    page_action(&r, CANARY, "/y", "primary", true);
    page_action_hidden(&r, "a", CANARY);
    page_show(&r, "relaties.cs");
    html = page();
    ck_assert_ptr_nonnull(html);
    ck_assert_ptr_null(strstr(html, "<script>"));
    ck_assert_ptr_nonnull(strstr(html, "&lt;script&gt;"));
    ck_assert(strncmp(html, "<!doctype html>", 15) == 0);
}
END_TEST

START_TEST(template_code_in_values_is_text)
{
    page_title(&r, "<?cs evar:Csrf ?><?cs var:Csrf ?>");
    r.page->token = "t0ken";
    page_show(&r, "bericht.cs");
    ck_assert_ptr_nonnull(strstr(page(), "&lt;?cs evar:Csrf ?&gt;"));
}
END_TEST

START_TEST(links_go_to_our_own_pages_or_safe_schemes)
{
    static const char *const bad[] = {
        "javascript:alert(1)", "//evil.example/", "http://x.example/", "data:text/html,x", "relaties", "/\\evil.example", " /x", "JAVASCRIPT:x", ""
    };
    static const char *const good[] = { "/", "/relaties?zoek=a", "#f-x", "https://x.example/", "mailto:a@b.example", "tel:+31" };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(href_check(bad[i]) == NULL, "%s", bad[i]);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        ck_assert_ptr_eq(href_check(good[i]), good[i]);
    ck_assert_ptr_null(href_check(NULL));
    page_tab(&r, "x", "javascript:x", -1, false);
    ck_assert_ptr_null(value("Tabs.0.Href"));
}
END_TEST

START_TEST(navigation_shows_what_may_be_opened)
{
    r.who.user_id = 1;
    r.who.name = "M. de Vries";
    perms_add(&r.who.perms, PERM_ACCOUNT);
    perms_add(&r.who.perms, PERM_RELATION_READ);
    site_fill(&r);
    ck_assert_str_eq(value("Nav.0.Href"), "/");
    ck_assert_ptr_null(value("Nav.0.Current"));
    ck_assert_str_eq(value("Nav.1.Href"), "/relaties");
    ck_assert_str_eq(value("Nav.1.Current"), "1");
    ck_assert_ptr_null(value("Nav.2.Href"));
    ck_assert_str_eq(value("Site.Product"), "KorènCRM");
    ck_assert_uint_eq(strlen(value("Site.Static")), strlen("/static/") + 12);
}
END_TEST

START_TEST(nobody_has_no_navigation)
{
    site_fill(&r);
    ck_assert_ptr_null(value("User.Name"));
    ck_assert_ptr_null(value("Nav.0.Href"));
}
END_TEST

START_TEST(paging_says_where_we_are)
{
    fill(&r.query, "zoek=jan+%26&pagina=2&utm_source=x");
    (void)req_query(&r, "zoek");
    ck_assert_int_eq(req_page(&r), 2);
    page_paging(&r, 2, 40, 2000, false, "relatie", "relaties");
    ck_assert_str_eq(value("Paging.Text"), "51 tot 100 van 2.000 relaties");
    ck_assert_str_eq(value("Paging.PrevHref"), "/relaties?zoek=jan%20%26&pagina=1");
    ck_assert_str_eq(value("Paging.NextHref"), "/relaties?zoek=jan%20%26&pagina=3");
    answer_begin(&r);
    page_paging(&r, 1, 1, 1, false, "relatie", "relaties");
    ck_assert_str_eq(value("Paging.Text"), "1 relatie");
    ck_assert_ptr_null(value("Paging.NextHref"));
    answer_begin(&r);
    page_paging(&r, 1, 200, 10000, true, "relatie", "relaties");
    ck_assert_str_eq(value("Paging.Text"), "1 tot 50 van meer dan 10.000 relaties");
}
END_TEST

START_TEST(a_page_number_is_a_number)
{
    static const char *const typed[] = { "pagina=0", "pagina=-1", "pagina=x", "pagina=", "pagina=99999999999", "zoek=1" };

    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        fill(&r.query, typed[i]);
        ck_assert_int_eq(req_page(&r), 1);
    }
}
END_TEST

START_TEST(a_name_that_counts_comes_once)
{
    fill(&r.query, "zoek=a&zoek=b&utm=1&utm=2");
    ck_assert_str_eq(req_query(&r, "zoek"), "a");
    ck_assert(r.page->bad);
}
END_TEST

START_TEST(redirects_stay_here)
{
    static const char *const bad[] = {
        "//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x=1", "/a b", "", "/\xc3\xa9", "x"
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(redirect(&r, NULL, "%s", bad[i]) == ST_FAILED, "%s", bad[i]);
        ck_assert_ptr_null(r.page->location);
    }
    ck_assert_int_eq(redirect(&r, "bewaard", "/relaties/%d?x=1#y", 7), ST_OK);
    ck_assert_str_eq(r.page->location, "/relaties/7?x=1#y");
    ck_assert_int_eq(r.page->status, 303);
}
END_TEST

static const char *headers(void)
{
    struct buf b = buf_in(a);

    answer_head(&r, &b);
    return b.s;
}

START_TEST(headers_cannot_be_split)
{
    answer_header(&r, "X-A", "1\r\nX-B: 2");
    set_cookie(&r, "koren", "x", 0);
    set_cookie(&r, "__Host-a", "x; Domain=evil.example", 0);
    ck_assert_ptr_null(strstr(headers(), "X-B"));
    ck_assert_ptr_null(strstr(headers(), "Set-Cookie"));
    set_cookie(&r, "__Host-a", "b", 60);
    ck_assert_ptr_nonnull(strstr(headers(), "\r\nSet-Cookie: __Host-a=b; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=60\r\n"));
}
END_TEST

START_TEST(every_answer_has_the_security_headers)
{
    static const char *const want[] = { "Status: 200 OK\r\n",
                                        "Content-Security-Policy: default-src 'none'; style-src 'self';",
                                        "\r\nX-Content-Type-Options: nosniff\r\n",
                                        "\r\nReferrer-Policy: no-referrer\r\n",
                                        "\r\nCross-Origin-Opener-Policy: same-origin\r\n",
                                        "\r\nCache-Control: no-store\r\n" };

    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++)
        ck_assert_msg(strstr(headers(), want[i]) != NULL, "%s", want[i]);
    ck_assert_ptr_null(strstr(headers(), "X-Request-Id"));
}
END_TEST

START_TEST(files_are_attachments)
{
    ck_assert_int_eq(send_file(&r, "../etc/passwd", "x", "text/plain"), ST_FAILED);
    ck_assert_int_eq(send_file(&r, "0123456789abcdef", "Brief \"één\".pdf", "application/pdf"), ST_OK);
    ck_assert_ptr_nonnull(strstr(headers(), "\r\nX-Accel-Redirect: /_bestand/0123456789abcdef\r\n"));
    ck_assert_ptr_nonnull(
        strstr(headers(), "\r\nContent-Disposition: attachment; filename=\"Brief ___n_.pdf\"; filename*=UTF-8''Brief%20%22%C3%A9%C3%A9n%22.pdf\r\n"));
    ck_assert_ptr_nonnull(strstr(headers(), "\r\nContent-Type: application/pdf\r\n"));
    ck_assert_ptr_null(strstr(headers(), "Content-Length"));
}
END_TEST

START_TEST(flash_shows_words_of_ours_only)
{
    struct param cookie = { .name = FLASH_COOKIE, .value = "bewaard" };

    r.cookies = (struct params){ .list = &cookie, .count = 1 };
    page_title(&r, "x");
    page_show(&r, "bericht.cs");
    ck_assert_ptr_nonnull(strstr(page(), "De wijzigingen zijn opgeslagen"));
    ck_assert_ptr_nonnull(strstr(headers(), "Set-Cookie: " FLASH_COOKIE "=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"));
    answer_begin(&r);
    cookie.value = "U+hebt+gewonnen";
    page_show(&r, "bericht.cs");
    ck_assert_ptr_nonnull(page());
    ck_assert_ptr_null(value("Flash.Title"));
}
END_TEST

START_TEST(an_error_page_tells_a_number_only)
{
    const char *html;

    answer_error(&r, 503);
    html = page();
    ck_assert_ptr_nonnull(strstr(html, "0123456789abcdef0123456789abcdef"));
    ck_assert_ptr_nonnull(strstr(headers(), "Status: 503 Service Unavailable\r\n"));
    ck_assert_ptr_nonnull(strstr(headers(), "Retry-After: 60\r\n"));
}
END_TEST

START_TEST(what_was_typed_is_kept_but_no_password)
{
    fill(&r.form, "csrf=old&achternaam=De+Vries&plaats=");
    answer_kept(&r, 403, "T", "X", "/", "L");
    ck_assert_str_eq(value("Error.Kept.0.Name"), "achternaam");
    ck_assert_str_eq(value("Error.Kept.0.Value"), "De Vries");
    ck_assert_str_eq(value("Error.Kept.1.Name"), "plaats");
    ck_assert_ptr_null(value("Error.Kept.2.Name"));
    ck_assert_str_eq(value("Error.Action"), "/relaties");
    fill(&r.form, "gebruiker=a&wachtwoord=geheim");
    answer_kept(&r, 403, "T", "X", "/", "L");
    ck_assert_ptr_null(value("Error.Action"));
    ck_assert_ptr_null(strstr(page(), "geheim"));
}
END_TEST

START_TEST(a_missing_template_is_no_crash)
{
    page_show(&r, "er-is-niets.cs");
    ck_assert_ptr_null(page());
    page_show(&r, "../configure.ac");
    ck_assert_ptr_null(page());
    page_show(&r, "/etc/passwd");
    ck_assert_ptr_null(page());
}
END_TEST

START_TEST(mail_is_plain_text)
{
    struct template_value values[] = {
        { "Mail.Controller", "Vereniging <Demo> & Co" }, { "Mail.Product", "KorènCRM" }, { "Mail.Code", "123456" }, { "Mail.Minutes", NULL }, { 0 }
    };
    const char *text = template_text(a, "mail/code.cs", values);

    ck_assert_ptr_nonnull(text);
    ck_assert(strncmp(text, "Subject: ", 9) == 0);
    ck_assert_ptr_nonnull(strstr(text, "\n123456\n"));
    ck_assert_ptr_nonnull(strstr(text, "Vereniging <Demo> & Co"));
}
END_TEST

START_TEST(words)
{
    ck_assert_str_eq(words_count(a, 0), "0");
    ck_assert_str_eq(words_count(a, 999), "999");
    ck_assert_str_eq(words_count(a, 1000), "1.000");
    ck_assert_str_eq(words_count(a, 1234567), "1.234.567");
    ck_assert_str_eq(words_count(a, UINT64_MAX), "18.446.744.073.709.551.615");
    ck_assert_str_eq(words_size(a, 0), "0 bytes");
    ck_assert_str_eq(words_size(a, 1000), "1,0 kB");
    ck_assert_str_eq(words_size(a, 999999), "999 kB");
    ck_assert_str_eq(words_size(a, 3456789), "3,4 MB");
    ck_assert_str_eq(words_size(a, (uint64_t)2 << 30), "2,1 GB");
}
END_TEST

/* A list page as a handler makes it. */
static void list_page(void)
{
    fill(&r.query, "zoek=jansen");
    (void)req_query(&r, "zoek");
    r.who.user_id = 1;
    r.who.name = "M. de Vries";
    perms_add(&r.who.perms, PERM_ACCOUNT);
    page_title(&r, "Relaties");
    table_begin(&r, "Table", "Relaties", "Leeg");
    table_col(&r, "Naam", false);
    table_col_sort(&r, "Plaats", "/relaties?sorteer=plaats", "asc");
    for (int i = 0; i < PAGE_ROWS; i++) {
        table_row(&r);
        table_link(&r, "Jansen, J.", req_printf(&r, "/relaties/%d", i));
        table_cell(&r, "Ons Dorp");
    }
    page_paging(&r, 1, 3, 120, false, "relatie", "relaties");
    page_show(&r, "relaties.cs");
}

/* security.md, Faults: the n-th allocation fails, for every n. Either the page is whole or we are at the guard; a sanitizer watches. */
START_TEST(every_allocation_may_fail)
{
    volatile size_t n = 0;
    volatile bool done = false;
    jmp_buf point;

    while (!done) {
        n = n + 1;
        ck_assert_uint_lt(n, 100000);
        if (setjmp(point) == 0) {
            arena_guard(a, &point);
            arena_fail_after(a, n);
            request_new();
            list_page();
            ck_assert_ptr_nonnull(page());
            done = true;
        }
        arena_guard(a, NULL);
        arena_reset(a);
        request_new();
    }
    ck_assert_uint_gt(n, 50);  /* it did fail, often */
}
END_TEST

int main(void)
{
    Suite *s = suite_create("page");
    TCase *c = tcase_create("page");
    SRunner *runner = srunner_create(s);
    int bad;

    suite_add_tcase(s, c);
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, web_open, web_close);
    tcase_add_test(c, values_are_escaped);
    tcase_add_test(c, template_code_in_values_is_text);
    tcase_add_test(c, links_go_to_our_own_pages_or_safe_schemes);
    tcase_add_test(c, navigation_shows_what_may_be_opened);
    tcase_add_test(c, nobody_has_no_navigation);
    tcase_add_test(c, paging_says_where_we_are);
    tcase_add_test(c, a_page_number_is_a_number);
    tcase_add_test(c, a_name_that_counts_comes_once);
    tcase_add_test(c, redirects_stay_here);
    tcase_add_test(c, headers_cannot_be_split);
    tcase_add_test(c, every_answer_has_the_security_headers);
    tcase_add_test(c, files_are_attachments);
    tcase_add_test(c, flash_shows_words_of_ours_only);
    tcase_add_test(c, an_error_page_tells_a_number_only);
    tcase_add_test(c, what_was_typed_is_kept_but_no_password);
    tcase_add_test(c, a_missing_template_is_no_crash);
    tcase_add_test(c, mail_is_plain_text);
    tcase_add_test(c, words);
    tcase_add_test(c, every_allocation_may_fail);
    srunner_run_all(runner, CK_ENV);
    bad = srunner_ntests_failed(runner);
    srunner_free(runner);
    return bad == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
