/*
 * request.h - one request: what came in, who asks, and the answer being made. Lives in an arena; nothing in it is freed by hand.
 *
 * A handler reads parameters, calls the domain with r->m, fills the page (page.h) and returns a status:
 *   ST_OK         the answer set by page_show() / redirect() / send_file()
 *   ST_NOT_FOUND  the 404 page      ST_DENIED  the same 404 page, logged as authz_fail
 *   ST_INVALID    the page that the handler set with page_show(), with status 422 and the problems of r->problems at fields and in the summary
 *   ST_CONFLICT   as ST_INVALID with status 409      ST_FAILED  the 503 page; the transaction is rolled back
 * The whole handler runs inside db_tx() and may run again after a deadlock, so it must have no effect outside the database.
 * ST_INVALID, ST_CONFLICT, ST_DENIED and ST_FAILED roll the transaction back: a refused request changes no row. (Counting a failed sign-in is the one
 * exception: req_keep() commits although the answer is a refusal.)
 */
#ifndef KOREN_WEB_REQUEST_H
#define KOREN_WEB_REQUEST_H

#include "base/problem.h"
#include "guard/actor.h"
#include "model/document.h"
#include "model/record.h"
#include "web/params.h"

struct audit;
struct config;
struct route;
struct page;

struct req {
    struct arena *arena;
    const struct config *config;
    struct model m; /* database, arena, keys, actor: what the domain wants */
    struct actor who;
    struct problems problems;
    const struct route *route;
    const char *path;
    struct params path_params, query, form, cookies;
    struct page *page;           /* the answer (page.h) */
    const struct upload *upload; /* of an upload route; the handler gives it to document_add() */
    const char *file;            /* of an upload route with `memory`: the bytes, NULL when no file was sent */
    size_t file_n;
    const char *upload_problem; /* why there is none although a file was sent; stands at "bestand" in r->problems from the start */
    const char *user_agent;
    bool fresh; /* Sec-Fetch-Site / Origin say that it comes from our own page, or there is none to go by */
};

const char *req_path(struct req *r, const char *name);                 /* path parameter; never NULL for a name of the route */
const char *req_query(struct req *r, const char *name);                /* NULL when absent */
const char *req_form(struct req *r, const char *name);                 /* NULL when absent; a name read so may not be there twice: 400 */
const char *req_form_nth(struct req *r, const char *name, size_t nth); /* of a name that may be repeated: from 0 on, NULL after the last */
const char *req_cookie(struct req *r, const char *name);
long req_page(struct req *r); /* `pagina`, at least 1 */
char *req_printf(struct req *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* What the audit row of this request says beside the route's event. Values of the last call count. */
void req_audit(struct req *r, const char *object, uint64_t object_id, uint64_t relation_id, enum field_category sensitivity, const char *detail);
/* Another audit row of its own (each look at a BSN). */
enum status req_audit_extra(struct req *r, const struct audit *what);
/* Commit although the answer is a refusal. */
void req_keep(struct req *r);

/* Sets a cookie: `__Host-` names only; Secure, HttpOnly, SameSite=Lax, Path=/. max_age 0: for the session; -1: removed. */
void set_cookie(struct req *r, const char *name, const char *value, long max_age);

/* True for a path of our own: begins with a single "/", printable ASCII, no backslash. */
bool path_own(const char *path);

/* 303 to a path of our own (begins with a single "/", no CR, LF, backslash). `flash` (a code of flash.c, or NULL) is shown on the next page. Returns
 * ST_OK. */
enum status redirect(struct req *r, const char *flash, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* A file of spool_dir by X-Accel-Redirect, as an attachment named `file_name` (RFC 6266) with its own type and nosniff. Returns ST_OK. */
enum status send_file(struct req *r, const char *spool_name, const char *file_name, const char *media_type);
/* A small text as an attachment (CSV, the XSD). */
enum status send_text(struct req *r, const char *text, size_t n, const char *file_name, const char *media_type);

#endif
