#include "web/serve.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/config.h"
#include "base/log.h"
#include "base/text.h"
#include "db/db.h"
#include "web/answer.h"
#include "web/head.h"
#include "web/help.h"
#include "web/page.h"
#include "web/turn.h"
#include "web/upload.h"

/* One request on its way. */
struct passage {
    struct req r;
    struct head head;
    struct server *s;
    const struct body_source *in;
    const struct answer_sink *out;
};

/* ---- routes ---- */

static bool served(const struct app *app, const struct route *route, enum site site)
{
    if (route->sites[SITE_STAFF] || route->sites[SITE_PORTAL])
        return route->sites[site];
    return app->both_sites || app->site == site;
}

/* The route for this site; *allow gets the methods of a path that is there with another method. */
static const struct route *find_route(const struct app *app, const struct head *h, struct req *r, const char **allow)
{
    const struct route *route;
    bool other = false;

    *allow = NULL;
    route = route_match(app->routes, h->method, r->path, r, &other);
    if (route != NULL && served(app, route, r->who.site))
        return route;
    if (route != NULL || !other)
        return NULL;
    route = route_match(app->routes, h->method == GET ? POST : GET, r->path, r, &other);
    if (route != NULL && served(app, route, r->who.site))
        *allow = h->method == GET ? "POST" : "GET, HEAD";
    return NULL;
}

/* Its link goes to the index, which is no reason not to start; tests/http/test_help.py refuses it. */
static void tell_helpless(const struct app *app, const struct route *one)
{
    for (enum site site = SITE_STAFF; site <= SITE_PORTAL; site++)
        if (served(app, one, site) && help_of(one, site) == NULL && !text_starts(one->path, HELP_INDEX))
            log_fact(LOG_WARN, "help_missing", "path=%s site=%s", one->path, site == SITE_PORTAL ? "portal" : "staff");
}

bool routes_fine(const struct app *app)
{
    bool ok = true;

    for (const struct route *one = app->routes; one->path != NULL; one++) {
        const char *why = NULL;

        if (one->perm == PERM_UNSET)
            why = "no permission";
        else if (one->perm == PERM_PUBLIC && strcmp(app->program, "signin") != 0)
            why = "public outside signin";
        else if (one->path[0] != '/' || one->run == NULL || (one->method != GET && one->method != POST))
            why = "incomplete";
        else if (one->upload && one->method != POST)
            why = "upload without POST";
        else if (one->visits != NULL && one->method != GET)
            why = "visits in what changes something";
        else
            tell_helpless(app, one);
        if (why == NULL)
            continue;
        log_fact(LOG_ERROR, "route_fault", "path=%s why=%s", one->path, log_quote(why));
        ok = false;
    }
    return ok;
}

/* ---- sending ---- */

static void send(struct passage *p)
{
    struct buf head = buf_in(p->r.arena);
    const struct page *page = p->r.page;

    answer_head(&p->r, &head);
    p->out->write(p->out->ctx, head.s, head.len);
    if (!p->head.without_body && page->body_n > 0)
        p->out->write(p->out->ctx, page->body, page->body_n);
}

/* For when there is no memory or no template: the same words as fout.cs has, without its house style. */
static void send_bare(struct passage *p)
{
    static const char text[] = "<!doctype html><html lang=\"nl\"><meta charset=\"utf-8\"><title>Het lukt nu even niet</title>"
                               "<h1>Het lukt nu even niet</h1><p>Er is een storing. Wat u deed is niet opgeslagen. Wacht een paar minuten en probeer "
                               "het opnieuw.</p></html>\n";
    char head[256];
    int n = snprintf(head, sizeof head,
                     "Status: 503 Service Unavailable\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %zu\r\n"
                     "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nRetry-After: 60\r\n\r\n",
                     sizeof text - 1);

    p->out->write(p->out->ctx, head, (size_t)n);
    if (!p->head.without_body)
        p->out->write(p->out->ctx, text, sizeof text - 1);
}

static void finish(struct passage *p)
{
    if (answer_render(&p->r)) {
        send(p);
        return;
    }
    answer_error(&p->r, 503);
    if (answer_render(&p->r))
        send(p);
    else
        send_bare(p);
}

/* ---- one request ---- */

static void refuse(struct passage *p, int status, const char *allow)
{
    answer_error(&p->r, status);
    if (status == 405)
        page_header(&p->r, "Allow", allow == NULL ? "GET, HEAD, POST" : allow);
    finish(p);
}

/* No such path, or not this way. Whoever is signed in sees it as any other page of the site. */
static void refuse_path(struct passage *p, const char *allow)
{
    turn_who(&p->r);
    refuse(p, allow == NULL ? 404 : 405, allow);
}

/* Who may not, is told so before a byte of the file is read. */
static void run_upload(struct passage *p)
{
    struct req *r = &p->r;
    struct upload_state *state;
    int refused;

    if (turn_allowed(r)) {
        refused = upload_read(r, &p->head, p->in, &state);
        if (refused != 0) {
            refuse(p, refused, NULL);
            return;
        }
        /* Of a commit that nobody saw the end of, the row may be there: then its file has to be, and the sweep looks after it. */
        upload_end(state, turn_run(r) || db_unsure(r->m.db));
    }
    finish(p);
}

static void run(struct passage *p, char *const *env)
{
    struct req *r = &p->r;
    const char *allow;
    int refused;

    answer_begin(r);
    refused = head_read(r, env, &p->head);
    log_request(r->who.request);
    if (refused != 0) {
        refuse(p, refused, NULL);
        return;
    }
    r->route = find_route(p->s->app, &p->head, r, &allow);
    if (r->route == NULL) {
        refuse_path(p, allow);
        return;
    }
    if (r->route->upload) {
        run_upload(p);
        return;
    }
    if (r->route->method == POST)
        refused = body_form(r, &p->head, p->in);
    if (refused != 0) {
        refuse(p, refused, NULL);
        return;
    }
    turn_run(r);
    finish(p);
}

static void prepare(struct passage *p, struct server *s)
{
    struct req *r = &p->r;

    r->arena = s->arena;
    r->config = s->config;
    r->path = "/";
    r->user_agent = "";
    r->who.program = s->app->program;
    r->who.name = r->who.function = "";
    r->m = (struct model){ .db = s->db, .arena = s->arena, .keys = s->keys, .who = &r->who };
    p->s = s;
}

/* Memory ran out. Everything is given back first; then there usually is enough for the page that says so. */
static void serve_without_memory(struct passage *p, struct server *s)
{
    struct req *r = &p->r;
    char request[sizeof r->who.request];
    enum site site = r->who.site;
    bool without_body = p->head.without_body;
    jmp_buf point;

    log_fact(LOG_ERROR, "oom", "used=%zu", arena_used(s->arena));
    memcpy(request, r->who.request, sizeof request);
    arena_guard(s->arena, NULL);
    arena_reset(s->arena);
    if (setjmp(point) != 0) {
        send_bare(p);
        return;
    }
    arena_guard(s->arena, &point);
    memset(&p->r, 0, sizeof p->r);
    prepare(p, s);
    memcpy(r->who.request, request, sizeof request);
    r->who.site = site;
    p->head = (struct head){ .without_body = without_body };
    answer_begin(r);
    refuse(p, 503, NULL);
}

void serve(struct server *s, char *const *env, const struct body_source *in, const struct answer_sink *out)
{
    /* Outside the arena, which is reset, and outside the frame, whose registers a jump would lose. One request at a time is all a process has. */
    static struct passage p;
    jmp_buf point;

    memset(&p, 0, sizeof p);
    p.in = in;
    p.out = out;
    if (setjmp(point) == 0) {
        arena_guard(s->arena, &point);
        prepare(&p, s);
        arena_fail_after(s->arena, s->fail_after);
        run(&p, env);
    } else {
        db_rollback(s->db);
        serve_without_memory(&p, s);
    }
    arena_guard(s->arena, NULL);
    arena_reset(s->arena);
    log_request(NULL);
}
