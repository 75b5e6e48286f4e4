#include <string.h>

#include "base/crypto.h"
#include "base/text.h"
#include "guard/failure.h"
#include "guard/session.h"
#include "signin.h"
#include "web/form.h"
#include "web/page.h"

#define TEMPLATE "wachtwoord.cs"

static void form_fill(struct req *r)
{
    page_title(r, "Wachtwoord wijzigen");
    page_lead(r, "U blijft hier aangemeld. Op alle andere apparaten wordt u afgemeld.");
    page_back(r, "/account/sessies", "Terug");
    fields_new_password(r, "/account/wachtwoord", true);
}

enum status change_show(struct req *r)
{
    form_fill(r);
    return page_show(r, TEMPLATE);
}

static enum status show_again(struct req *r)
{
    form_fill(r);
    page_show(r, TEMPLATE);
    return ST_INVALID;
}

/* Whoever found an open session must not be able to guess on: tries are counted for this session, apart from those at the front door. */
static void count_name(struct req *r, uint8_t out[HASH_BYTES])
{
    char session[2 * HASH_BYTES + 1];

    hex_encode(r->who.session, HASH_BYTES, session);
    failure_device(r->m.keys, r->arena, session, out);
}

static enum status wait_now(struct req *r, int64_t until)
{
    form_fill(r);
    return wait_page(r, TEMPLATE, "Te veel pogingen", "Er is te vaak een verkeerd wachtwoord ingevuld.", until);
}

static enum status wrong_now(struct req *r, int64_t until)
{
    if (event_write(r, until == 0 ? "authn_login_fail" : "authn_login_fail_max", OUTCOME_REFUSED, r->who.user_id, "change") != ST_OK)
        return ST_FAILED;
    invalid(&r->problems, "wachtwoord-nu", "Dit wachtwoord klopt niet. Vul het wachtwoord in waarmee u zich nu aanmeldt");
    req_keep(r);
    return show_again(r);
}

/* The session goes on under a new identifier (security.md 17); all others of this user end. */
static enum status store(struct req *r, const struct user *u, const struct credential *fresh)
{
    char token[TOKEN_TEXT];

    if (credential_save(r->m.db, u->id, fresh) != ST_OK || session_close_all(r->m.db, u->id, NULL) != ST_OK ||
        session_open(r->m.db, r->arena, &r->who, u->id, r->user_agent, token) != ST_OK ||
        event_write(r, "authn_password_change", OUTCOME_DONE, u->id, "") != ST_OK ||
        mail_about(r, u, "wachtwoord-gewijzigd", "/wachtwoord/vergeten") != ST_OK)
        return ST_FAILED;
    set_cookie(r, session_cookie(r->who.site), token, 0);
    return redirect(r, "wachtwoord", "/account/sessies");
}

enum status change_save(struct req *r)
{
    const char *now = req_form(r, "wachtwoord-nu"), *password;
    struct credential cred, fresh;
    struct user u;
    uint8_t count[HASH_BYTES];
    enum verdict verdict;
    int64_t until;
    bool closed;
    enum status s;

    if (user_load(r->m.db, r->arena, r->who.user_id, &u) != ST_OK || credential_load(r->m.db, u.id, &cred) != ST_OK)
        return ST_FAILED;
    if (text_empty(now))
        invalid(&r->problems, "wachtwoord-nu", "Vul uw wachtwoord van nu in");
    if (fields_read(r, &u, &password) != ST_OK)
        return show_again(r);
    count_name(r, count);
    if (failure_until(r->m.db, count, &until) != ST_OK)
        return ST_FAILED;
    if (until != 0)
        return wait_now(r, until);
    verdict = work_verify(r, &cred, now);
    s = verdict == PASSWORD_RIGHT ? work_derive(r, password, &fresh) : ST_OK;
    if (verdict == PASSWORD_BUSY || s == ST_CONFLICT)
        return wait_busy(r);
    if (verdict == PASSWORD_ERROR || s != ST_OK || failure_settle(r->m.db, count, verdict == PASSWORD_WRONG, &until, &closed) != ST_OK)
        return ST_FAILED;
    if (closed)
        return wait_now(r, until);
    return verdict == PASSWORD_WRONG ? wrong_now(r, until) : store(r, &u, &fresh);
}
