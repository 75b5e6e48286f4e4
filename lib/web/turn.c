#include "web/turn.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/config.h"
#include "base/log.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/session.h"
#include "model/visit.h"
#include "web/answer.h"
#include "web/form.h"
#include "web/page.h"
#include "web/route.h"
#include "web/token.h"
#include "web/words.h"

/* How a turn ended, besides what the handler says. */
enum end { END_ANSWER, END_NOBODY, END_NO_PERMISSION, END_NO_TOKEN, END_BAD };

struct turn {
    struct req *r;
    enum end end;
    enum status said; /* by the handler */
    bool expired;     /* there was a session once */
};

/* What session_load() fills is emptied, so that a turn run again starts as the first. */
static void forget_actor(struct actor *who)
{
    who->user_id = who->relation_id = 0;
    who->signed_in_at = 0;
    who->name = who->function = "";
    memset(&who->perms, 0, sizeof who->perms);
    memset(&who->modules, 0, sizeof who->modules);
    memset(who->session, 0, sizeof who->session);
}

static enum status load(struct turn *t)
{
    struct req *r = t->r;
    const char *token = req_cookie(r, session_cookie(r->who.site));
    enum status st;

    answer_begin(r);
    forget_actor(&r->who);
    t->expired = false;
    r->m.visit = NULL;
    if (token == NULL)
        return ST_NOT_FOUND;
    if (r->route != NULL && r->route->visits != NULL && r->config->read_along)
        st = visit_load(&r->m, r->who.site, token, req_path(r, r->route->visits), &r->who, &t->expired);
    else
        st = session_load(r->m.db, r->arena, r->who.site, token, &r->who, &t->expired);
    /* Whatever a role says: without a recorded ground in law nobody here may use the BSN (UAVG art. 46, security.md 52). */
    if (text_empty(r->config->bsn_basis)) {
        perms_remove(&r->who.perms, PERM_BSN_READ);
        perms_remove(&r->who.perms, PERM_BSN_EDIT);
    }
    return st;
}

/* Session and permission. Anything but ST_OK ends the turn. */
static enum status admit(struct turn *t)
{
    struct req *r = t->r;
    enum status st = load(t);

    if (st != ST_OK && st != ST_NOT_FOUND)
        return ST_FAILED;
    if (st == ST_OK)
        token_prepare(r);
    if (r->route->perm == PERM_PUBLIC)
        return ST_OK;
    if (st == ST_NOT_FOUND) {
        t->end = END_NOBODY;
        return ST_DENIED;
    }
    if (!perms_have(&r->who.perms, r->route->perm)) {
        t->end = END_NO_PERMISSION;
        return ST_DENIED;
    }
    return ST_OK;
}

static enum status write_audit(struct req *r, enum audit_outcome outcome)
{
    struct audit *a = &r->page->audit;

    if (r->route->event == NULL || !r->config->audit || (r->page->again && outcome == OUTCOME_DONE))
        return ST_OK;
    a->event = r->route->event;
    a->act = r->route->act;
    a->outcome = outcome;
    return audit_write(r->m.db, &r->who, a);
}

/* After the handler: what it left unread, and its row. */
static enum status conclude(struct turn *t)
{
    struct req *r = t->r;
    bool refused = t->said != ST_OK || r->page->status >= 400;
    const char *name;

    if (r->page->bad) {
        t->end = END_BAD;
        return ST_DENIED;
    }
    if (t->said == ST_OK && r->route->method == POST && form_unknown(r, &name)) {
        log_fact(LOG_WARN, "field_unknown", "route=%s name=%s", r->route->path, log_quote(name));
        t->end = END_BAD;
        return ST_DENIED;
    }
    if (t->said == ST_FAILED)
        return ST_FAILED;
    if (t->said != ST_OK && !r->page->keep)
        return t->said;
    return write_audit(r, refused ? OUTCOME_REFUSED : OUTCOME_DONE);
}

static enum status turn_once(struct db *db, void *ctx)
{
    struct turn *t = ctx;
    struct req *r = t->r;
    enum status st;

    (void)db;
    t->end = END_ANSWER;
    t->said = ST_OK;
    st = admit(t);
    if (st != ST_OK)
        return st;
    if (r->route->method == POST && !token_right(r)) {
        t->end = END_NO_TOKEN;
        return ST_DENIED;
    }
    t->said = r->route->run(r);
    return conclude(t);
}

/* ---- the row of a refusal ---- */

/* Words of the OWASP logging vocabulary where it has one. NULL: no row. */
static const char *refusal_event(const struct turn *t)
{
    switch (t->end) {
    case END_NO_TOKEN:
        return "csrf_fail";
    case END_NO_PERMISSION:
        return "authz_fail";
    case END_BAD:
        return "input_validation_fail";
    case END_NOBODY:
        return "session_use_after_expire"; /* whose it was stands in the log, under the same request */
    case END_ANSWER:
        break;
    }
    return t->said == ST_DENIED ? "authz_fail" : t->r->route->event;
}

static enum status refuse_once(struct db *db, void *ctx)
{
    struct turn *t = ctx;
    struct req *r = t->r;
    struct audit a = r->page->audit;
    struct actor again = r->who;
    bool expired;

    /* The visit counts as one, although what it wanted was undone. */
    if (r->who.user_id != 0 && t->end == END_ANSWER)
        (void)session_load(db, r->arena, r->who.site, req_cookie(r, session_cookie(r->who.site)), &again, &expired);
    a.outcome = OUTCOME_REFUSED;
    a.act = r->route->act;
    a.event = refusal_event(t);
    if (t->end != END_ANSWER || t->said == ST_DENIED)
        a.detail = r->route->path;
    return a.event == NULL ? ST_OK : audit_write(db, &r->who, &a);
}

static bool refusal_written(struct turn *t)
{
    struct req *r = t->r;

    /* Somebody who was never signed in has done nothing yet. */
    if ((t->end == END_NOBODY && !t->expired) || !r->config->audit)
        return true;
    if (t->end == END_NO_TOKEN || t->end == END_NO_PERMISSION)
        log_fact(LOG_WARN, t->end == END_NO_TOKEN ? "csrf_fail" : "authz_fail", "user=%llu route=%s", (unsigned long long)r->who.user_id,
                 r->route->path);
    return db_tx(r->m.db, refuse_once, t) == ST_OK;
}

/* ---- the answer of a refusal ---- */

static void ask_to_sign_in(struct turn *t)
{
    struct req *r = t->r;
    struct buf to = buf_in(r->arena);

    if (r->route->method == POST) {
        answer_kept(r, 403, "U bent uitgelogd",
                    "Wat u deed is nog niet opgeslagen. Meld u aan in een nieuw tabblad, kom hier terug en verstuur het opnieuw.", "/aanmelden",
                    "Aanmelden");
        return;
    }
    buf_puts(&to, "/aanmelden");
    /* Only the path: what was searched for does not belong in another address. */
    if (strcmp(r->path, "/") != 0 && path_own(r->path)) {
        buf_puts(&to, "?naar=");
        words_url(&to, r->path);
    }
    if (t->expired)
        set_cookie(r, session_cookie(r->who.site), "", -1);
    (void)redirect(r, t->expired ? "verlopen" : NULL, "%s", to.s);
}

/* A handler that refuses shows its own page; without one it has said nothing that can be shown. */
static void show_refused(struct req *r, int status)
{
    if (r->page->template == NULL)
        answer_error(r, status == 422 ? 400 : status);
    else if (r->page->status < 400)
        r->page->status = status;
}

static void answer_refusal(struct turn *t)
{
    struct req *r = t->r;

    if (t->end == END_NOBODY)
        ask_to_sign_in(t);
    else if (t->end == END_NO_TOKEN)
        answer_kept(r, 403, "Dit verzoek kunnen wij niet controleren",
                    "Dat gebeurt als u lang niets hebt gedaan of u intussen opnieuw hebt aangemeld. Er is niets opgeslagen.", r->path,
                    "Begin opnieuw");
    else if (t->end == END_BAD)
        answer_error(r, 400);
    else if (t->end == END_ANSWER && t->said == ST_INVALID)
        show_refused(r, 422);
    else if (t->end == END_ANSWER && t->said == ST_CONFLICT)
        show_refused(r, 409);
    else
        answer_error(r, 404);
}

static bool has_answer(const struct page *p)
{
    return p->template != NULL || p->location != NULL || p->body != NULL;
}

static void settle(struct turn *t, enum status st)
{
    struct req *r = t->r;

    if (st == ST_OK && t->end == END_ANSWER) {
        /* Kept although refused: the page is the refusal's. */
        if (t->said != ST_OK)
            answer_refusal(t);
        else if (!has_answer(r->page)) {
            log_fact(LOG_ERROR, "answer_missing", "route=%s", r->route->path);
            answer_error(r, 503);
        }
        return;
    }
    if (st == ST_FAILED || !refusal_written(t)) {
        answer_error(r, 503);
        return;
    }
    answer_refusal(t);
}

bool turn_run(struct req *r)
{
    struct turn t = { .r = r };
    enum status st;

    answer_begin(r);
    st = db_tx(r->m.db, turn_once, &t);
    settle(&t, st);
    if (r->page->token == NULL && r->page->template != NULL && r->route->perm == PERM_PUBLIC)
        token_prepare(r);
    return st == ST_OK && t.end == END_ANSWER;
}

static enum status admit_once(struct db *db, void *ctx)
{
    struct turn *t = ctx;

    (void)db;
    t->end = END_ANSWER;
    t->said = ST_OK;
    return admit(t);
}

bool turn_allowed(struct req *r)
{
    struct turn t = { .r = r };
    enum status st;

    answer_begin(r);
    st = db_tx(r->m.db, admit_once, &t);
    if (st == ST_OK)
        return true;
    settle(&t, st);
    return false;
}

static enum status load_once(struct db *db, void *ctx)
{
    (void)db;
    return load(ctx) == ST_FAILED ? ST_FAILED : ST_OK;
}

void turn_who(struct req *r)
{
    struct turn t = { .r = r };

    answer_begin(r);
    if (req_cookie(r, session_cookie(r->who.site)) == NULL)
        return;
    if (db_tx(r->m.db, load_once, &t) != ST_OK)
        forget_actor(&r->who);
    else if (r->who.user_id != 0)
        token_prepare(r);
}
