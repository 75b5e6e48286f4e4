#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/config.h"
#include "base/log.h"
#include "base/text.h"
#include "web/answer.h"
#include "web/flash.h"
#include "web/words.h"

#define CSP "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

void answer_header(struct req *r, const char *name, const char *value)
{
    struct page *p = r->page;
    struct header *h;

    if (value == NULL || text_check(value, strlen(value), false) != TEXT_FINE) {
        log_fact(LOG_ERROR, "header_refused", "name=%s", name);
        return;
    }
    h = arena_alloc(r->arena, sizeof *h);
    h->name = name;
    h->value = arena_strdup(r->arena, value);
    if (p->headers_last == NULL)
        p->headers = h;
    else
        p->headers_last->next = h;
    p->headers_last = h;
}

void set_cookie(struct req *r, const char *name, const char *value, long max_age)
{
    struct buf b = buf_in(r->arena);

    if (!text_starts(name, "__Host-") || strpbrk(value, " \",;\\") != NULL) {
        log_fact(LOG_ERROR, "cookie_refused", "name=%s", log_quote(name));
        return;
    }
    buf_printf(&b, "%s=%s; Path=/; Secure; HttpOnly; SameSite=Lax", name, value);
    if (max_age != 0)
        buf_printf(&b, "; Max-Age=%ld", max_age < 0 ? 0 : max_age);
    answer_header(r, "Set-Cookie", b.s);
}

bool path_own(const char *path)
{
    if (path == NULL || path[0] != '/' || path[1] == '/' || strlen(path) > QUERY_MAX)
        return false;
    for (const char *s = path; *s != '\0'; s++)
        if ((unsigned char)*s <= 0x20 || (unsigned char)*s >= 0x7f || *s == '\\')
            return false;
    return true;
}

enum status redirect(struct req *r, const char *flash, const char *fmt, ...)
{
    va_list ap;
    char *to;

    va_start(ap, fmt);
    to = arena_vprintf(r->arena, fmt, ap);
    va_end(ap);
    if (!path_own(to)) {
        log_fact(LOG_ERROR, "redirect_refused", "to=%s", log_quote(to));
        return ST_FAILED;
    }
    if (flash != NULL && flash_known(flash))
        set_cookie(r, FLASH_COOKIE, flash, 60);
    else if (flash != NULL)
        log_fact(LOG_ERROR, "flash_unknown", "code=%s", log_quote(flash));
    r->page->template = NULL;
    r->page->body = NULL;
    r->page->location = to;
    r->page->status = 303;
    return ST_OK;
}

static void attachment(struct req *r, const char *file_name, const char *media_type)
{
    r->page->template = NULL;
    r->page->location = NULL;
    r->page->status = 200;
    r->page->type = arena_strdup(r->arena, media_type);
    answer_header(r, "Content-Disposition", words_disposition(r->arena, file_name));
}

enum status send_file(struct req *r, const char *spool_name, const char *file_name, const char *media_type)
{
    /* It becomes part of a path that nginx opens. */
    if (spool_name[0] == '\0' || spool_name[strspn(spool_name, "0123456789abcdef")] != '\0') {
        log_fact(LOG_ERROR, "spool_refused", "name=%s", log_quote(spool_name));
        return ST_FAILED;
    }
    attachment(r, file_name, media_type);
    r->page->file = true;
    r->page->body = "";
    r->page->body_n = 0;
    answer_header(r, "X-Accel-Redirect", req_printf(r, "/_bestand/%s", spool_name));
    return ST_OK;
}

enum status send_text(struct req *r, const char *text, size_t n, const char *file_name, const char *media_type)
{
    attachment(r, file_name, media_type);
    r->page->body = text;
    r->page->body_n = n;
    return ST_OK;
}

const char *http_reason(int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {
        { 200, "OK" },
        { 303, "See Other" },
        { 400, "Bad Request" },
        { 403, "Forbidden" },
        { 404, "Not Found" },
        { 405, "Method Not Allowed" },
        { 409, "Conflict" },
        { 413, "Content Too Large" },
        { 414, "URI Too Long" },
        { 415, "Unsupported Media Type" },
        { 422, "Unprocessable Content" },
        { 429, "Too Many Requests" },
        { 503, "Service Unavailable" },
        { 507, "Insufficient Storage" },
    };

    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "Status";
}

void answer_head(struct req *r, struct buf *out)
{
    const struct page *p = r->page;

    buf_printf(out, "Status: %d %s\r\n", p->status, http_reason(p->status));
    if (p->location != NULL)
        buf_printf(out, "Location: %s\r\n", p->location);
    buf_printf(out, "Content-Type: %s\r\n", p->type != NULL ? p->type : "text/html; charset=utf-8");
    /* Of a file nginx knows the length. */
    if (!p->file)
        buf_printf(out, "Content-Length: %zu\r\n", p->body_n);
    buf_puts(out, "Cache-Control: no-store\r\n"
                  "Content-Security-Policy: " CSP "\r\n"
                  "X-Content-Type-Options: nosniff\r\n"
                  "Referrer-Policy: no-referrer\r\n"
                  "Cross-Origin-Opener-Policy: same-origin\r\n");
    if (r->config->development)
        buf_printf(out, "X-Request-Id: %s\r\n", r->who.request);
    for (const struct header *h = p->headers; h != NULL; h = h->next)
        buf_printf(out, "%s: %s\r\n", h->name, h->value);
    buf_puts(out, "\r\n");
}
