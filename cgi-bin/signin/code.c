#include "signin.h"

#include <string.h>

#include "base/text.h"
#include "db/db.h"
#include "guard/attempt.h"
#include "guard/device.h"
#include "guard/failure.h"
#include "guard/garble.h"
#include "guard/outbox.h"
#include "guard/session.h"
#include "web/form.h"
#include "web/mail.h"
#include "web/page.h"

#define TEMPLATE "code.cs"

/* The page of an attempt; u->id 0: only the words. */
static void page_fill(struct req *r, const struct user *u)
{
    page_title(r, "Vul de code in");
    form_begin(r, "/aanmelden/code", "Verder", NULL);
    form_group(r, NULL);
    form_field(r, "code", "code", "Code uit de e-mail", "6 cijfers, bijvoorbeeld 123456. De code is 10 minuten geldig.", NULL);
    form_attr(r, "Autocomplete", "one-time-code");
    form_attr(r, "Required", "1");
    form_attr(r, "Width", "10");
    if (u->id != 0)
        page_set(r, address_garble(r->arena, u->email), "Code.Address");
    page_set(r, "/aanmelden/code/opnieuw", "Code.Resend.Action");
    if (outbox_delayed(r->m.db))
        page_set(r, "1", "Code.MailDown");
    page_set(r, "Met een ander e-mailadres aanmelden", "Links.0.Label");
    page_set(r, "/aanmelden", "Links.0.Href");
}

/* No attempt in this browser, or its time is over: from the start. */
static enum status start_again(struct req *r)
{
    set_cookie(r, ATTEMPT_COOKIE, "", -1);
    return redirect(r, NULL, "/aanmelden");
}

static enum status code_mail(struct req *r, const struct user *u, const char *code)
{
    const struct template_value values[] = { { "Mail.Code", code }, { "Mail.Minutes", "10" }, { 0 } };

    _Static_assert(CODE_SECONDS == 10 * 60, "the mail says ten minutes");
    return mail_put(r->m.db, r->arena, r->config, u->site, "code", u->email, values);
}

static enum status too_many_codes(struct req *r, const struct user *u, int64_t again_at)
{
    if (event_write(r, "authn_login_fail_max", OUTCOME_REFUSED, u->id, "codes") != ST_OK)
        return ST_FAILED;
    page_fill(r, u);
    return wait_page(r, TEMPLATE, "Te veel codes gevraagd", "Er zijn te veel codes naar dit adres verstuurd.", again_at);
}

enum status code_begin(struct req *r, const struct user *u)
{
    char token[TOKEN_TEXT], code[CODE_DIGITS + 1];
    int64_t again_at;
    enum status s = attempt_open(r->m.db, u->id, token, code, &again_at);

    if (s == ST_CONFLICT)
        return too_many_codes(r, u, again_at);
    if (s != ST_OK || code_mail(r, u, code) != ST_OK || event_write(r, "authn_code_sent", OUTCOME_DONE, u->id, "") != ST_OK)
        return ST_FAILED;
    set_cookie(r, ATTEMPT_COOKIE, token, ATTEMPT_SECONDS);
    return redirect(r, NULL, "/aanmelden/code");
}

/* The attempt of this browser and its user. */
static enum status attempt_user(struct req *r, struct attempt *at, struct user *u)
{
    enum status s = attempt_load(r->m.db, r->who.site, req_cookie(r, ATTEMPT_COOKIE), at);

    return s == ST_OK ? user_load(r->m.db, r->arena, at->user_id, u) : s;
}

enum status code_show(struct req *r)
{
    struct attempt at;
    struct user u;
    enum status s = attempt_user(r, &at, &u);

    if (s == ST_NOT_FOUND)
        return start_again(r);
    if (s != ST_OK)
        return s;
    page_fill(r, &u);
    return page_show(r, TEMPLATE);
}

enum status code_again(struct req *r)
{
    char code[CODE_DIGITS + 1];
    struct attempt at;
    struct user u;
    int64_t again_at;
    enum status s = attempt_user(r, &at, &u);

    if (s == ST_OK)
        s = attempt_renew(r->m.db, r->who.site, req_cookie(r, ATTEMPT_COOKIE), code, &again_at);
    if (s == ST_NOT_FOUND)
        return start_again(r);
    if (s == ST_CONFLICT)
        return too_many_codes(r, &u, again_at);
    if (s != ST_OK || code_mail(r, &u, code) != ST_OK || event_write(r, "authn_code_sent", OUTCOME_DONE, u.id, "again") != ST_OK)
        return ST_FAILED;
    return redirect(r, "code", "/aanmelden/code");
}

/* Somebody failed before this sign-in, and may not have been its owner. */
static enum status tell_of_failures(struct req *r, const struct user *u)
{
    uint8_t name[HASH_BYTES], device[HASH_BYTES];
    unsigned by_name, by_device = 0;
    const char *token = req_cookie(r, DEVICE_COOKIE);

    failure_name(r->m.keys, r->arena, u->site, u->email, name);
    if (failure_forget(r->m.db, name, &by_name) != ST_OK)
        return ST_FAILED;
    if (token != NULL) {
        failure_device(r->m.keys, r->arena, token, device);
        if (failure_forget(r->m.db, device, &by_device) != ST_OK)
            return ST_FAILED;
    }
    return by_name + by_device < FAILURES_TELL ? ST_OK : mail_about(r, u, "aanmelding-na-fouten", "/account/sessies");
}

/* The session begins: every identifier that this browser had before is worthless from now on. */
static enum status admit(struct req *r, const struct user *u)
{
    char token[TOKEN_TEXT], device[TOKEN_TEXT];
    const char *next = req_cookie(r, NEXT_COOKIE);

    if ((r->who.user_id != 0 && session_close(r->m.db, r->who.session) != ST_OK) || tell_of_failures(r, u) != ST_OK ||
        session_open(r->m.db, r->arena, &r->who, u->id, r->user_agent, token) != ST_OK ||
        device_remember(r->m.db, u->id, req_cookie(r, DEVICE_COOKIE), device) != ST_OK || user_signed_in(r->m.db, u->id) != ST_OK ||
        event_write(r, "authn_login_success", OUTCOME_DONE, u->id, "") != ST_OK)
        return ST_FAILED;
    set_cookie(r, session_cookie(r->who.site), token, 0);
    set_cookie(r, DEVICE_COOKIE, device, DEVICE_DAYS * 24L * 3600);
    set_cookie(r, ATTEMPT_COOKIE, "", -1);
    if (next != NULL)
        set_cookie(r, NEXT_COOKIE, "", -1);
    return redirect(r, NULL, "%s", next != NULL && path_own(next) ? next : "/");
}

static enum status refuse(struct req *r, const struct user *u, const struct attempt *at, bool spent)
{
    if (event_write(r, spent ? "authn_login_fail_max" : "authn_login_fail", OUTCOME_REFUSED, u->id, "code") != ST_OK)
        return ST_FAILED;
    if (spent)
        invalid(&r->problems, "code", "Deze code werkt niet meer. Vraag hieronder een nieuwe code");
    else
        invalidf(&r->problems, "code", "De code klopt niet. Kijk in de nieuwste e-mail; u kunt het nog %u keer proberen", at->tries_left);
    page_fill(r, u);
    page_show(r, TEMPLATE);
    req_keep(r); /* the try is spent */
    return ST_INVALID;
}

static bool six_digits(const char *code)
{
    return strlen(code) == CODE_DIGITS && strspn(code, "0123456789") == CODE_DIGITS;
}

enum status code_try(struct req *r)
{
    const char *typed = req_form(r, "code");
    const char *code = text_strip(r->arena, typed == NULL ? "" : typed, " -");
    struct attempt at;
    struct user u;
    enum status s = attempt_user(r, &at, &u);

    if (s == ST_NOT_FOUND)
        return start_again(r);
    if (s != ST_OK)
        return s;
    if (!six_digits(code)) {
        invalid(&r->problems, "code", "Vul de 6 cijfers uit de e-mail in");
        page_fill(r, &u);
        page_show(r, TEMPLATE);
        return ST_INVALID;
    }
    switch (attempt_try(r->m.db, r->who.site, req_cookie(r, ATTEMPT_COOKIE), code, &at)) {
    case ST_OK:
        return admit(r, &u);
    case ST_INVALID:
        return refuse(r, &u, &at, false);
    case ST_DENIED:
        return refuse(r, &u, &at, true);
    case ST_NOT_FOUND:
        return start_again(r);
    default:
        return ST_FAILED;
    }
}
