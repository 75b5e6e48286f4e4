#include "web/upload.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/config.h"
#include "base/log.h"
#include "model/document.h"
#include "web/multipart.h"
#include "web/route.h"
#include "web/token.h"

#define PIECE       (64 * 1024)
#define AROUND_FILE (2 * FORM_MAX) /* fields, headers and boundaries */

struct upload_state {
    struct req *r;
    struct receiver *receiver; /* NULL: none, or the file is kept */
    struct upload upload;
    struct buf text; /* of a route with `memory` */
    const char *problem;
    int refuse; /* HTTP status; 0: not */
    bool stop;  /* the rest is not wanted, and that is no fault of the form */
    bool nameless;
};

/* Whatever way the request ends, memory that runs out included. */
static void give_back(void *what)
{
    struct upload_state *s = what;

    if (s->receiver != NULL)
        receive_abort(s->receiver);
    s->receiver = NULL;
}

static enum status stop_with(struct upload_state *s, int refuse)
{
    s->refuse = refuse;
    s->stop = true;
    return ST_DENIED;
}

static enum status begin(void *ctx, const char *name, const char *file_name, struct params *fields)
{
    struct upload_state *s = ctx;

    (void)name;
    s->r->form = *fields;
    if (!token_right(s->r))
        return stop_with(s, 0);
    /* What a browser sends when no file was chosen. */
    s->nameless = file_name[0] == '\0';
    if (s->nameless)
        return ST_OK;
    if (s->r->route->memory > 0) {
        s->text = buf_in(s->r->arena);
        return ST_OK;
    }
    s->receiver = receive_open(s->r->config, s->r->arena, file_name);
    return s->receiver == NULL ? stop_with(s, 507) : ST_OK;
}

static enum status too_large(struct upload_state *s)
{
    s->problem = "Dit bestand is te groot. Maak het kleiner, of verdeel het over meer bestanden.";
    return stop_with(s, 0);
}

static enum status piece(void *ctx, const void *p, size_t n)
{
    struct upload_state *s = ctx;

    if (s->nameless)
        return stop_with(s, 400);
    if (s->r->route->memory > 0) {
        if (n > s->r->route->memory - s->text.len)
            return too_large(s);
        buf_put(&s->text, p, n);
        return ST_OK;
    }
    switch (receive_piece(s->receiver, p, n)) {
    case ST_OK:
        return ST_OK;
    case ST_INVALID:
        return too_large(s);
    default:
        return stop_with(s, 507);
    }
}

/* All of the body, or until somebody has had enough. The HTTP status to refuse with, or 0. */
static int pump(struct upload_state *s, struct multipart *m, const struct head *h, const struct body_source *in)
{
    char *buffer = arena_alloc(s->r->arena, PIECE);
    long long total = 0;
    size_t got;

    do {
        got = in->read(in->ctx, buffer, PIECE);
        total += (long long)got;
        if (total > h->length)
            return 400;
        if (multipart_feed(m, buffer, got) != ST_OK)
            break;
    } while (got == PIECE);
    if (s->stop)
        return s->refuse;
    if (multipart_end(m, &s->r->form) != ST_OK)
        return multipart_fault(m) == PARAMS_TOO_LONG || multipart_fault(m) == PARAMS_TOO_MANY ? 413 : 400;
    return total == h->length ? 0 : 400;
}

static int close_file(struct upload_state *s)
{
    struct problems problems = problems_in(s->r->arena);

    switch (receive_close(s->receiver, &problems, &s->upload)) {
    case ST_OK:
        s->r->upload = &s->upload;
        return 0;
    case ST_INVALID:
        s->problem = problem_for(&problems, "bestand");
        return 0;
    default:
        return 507;
    }
}

int upload_read(struct req *r, const struct head *h, const struct body_source *in, struct upload_state **state)
{
    struct upload_state *s = arena_alloc(r->arena, sizeof *s);
    struct multipart_sink sink = { .begin = begin, .piece = piece, .ctx = s };
    struct multipart *m;
    int refuse;

    s->r = r;
    *state = s;
    arena_defer(r->arena, give_back, s);
    if (h->body != BODY_MULTIPART)
        return 415;
    if (h->length > r->config->upload_max + AROUND_FILE)
        return 413;
    m = multipart_new(r->arena, h->content_type, &sink);
    if (m == NULL)
        return 400;
    refuse = pump(s, m, h, in);
    if (refuse == 0 && !s->stop && s->receiver != NULL)
        refuse = close_file(s);
    if (refuse == 0 && !s->stop && s->text.s != NULL) {
        r->file = s->text.s;
        r->file_n = s->text.len;
    }
    r->upload_problem = s->problem;
    if (refuse != 0)
        log_fact(LOG_WARN, "upload_refused", "status=%d", refuse);
    return refuse;
}

void upload_end(struct upload_state *state, bool committed)
{
    if (committed && state->r->upload != NULL)
        state->receiver = NULL;
}
