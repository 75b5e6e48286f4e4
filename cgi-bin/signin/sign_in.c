#include "signin.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/attempt.h"
#include "guard/device.h"
#include "guard/failure.h"
#include "web/form.h"
#include "web/page.h"

#define ADDRESS_MOST 254
#define TEMPLATE     "aanmelden.cs"

/* One try, read from the form and the cookies. */
struct sign_in {
    const char *address, *password, *device;
    struct user user;
    struct credential cred;
    uint8_t count[HASH_BYTES]; /* which count of failures this try belongs to */
};

static void form_fill(struct req *r)
{
    page_title(r, "Aanmelden");
    form_begin(r, "/aanmelden", "Aanmelden", NULL);
    form_group(r, NULL);
    form_field(r, "email", "gebruiker", "E-mailadres", NULL, NULL);
    form_attr(r, "Autocomplete", "username");
    form_attr(r, "Required", "1");
    form_attr(r, "Width", "40");
    form_field(r, "password", "wachtwoord", "Wachtwoord", NULL, NULL);
    form_attr(r, "Autocomplete", "current-password");
    form_attr(r, "Required", "1");
    form_attr(r, "Width", "40");
    page_set(r, "Wachtwoord vergeten?", "Links.0.Label");
    page_set(r, "/wachtwoord/vergeten", "Links.0.Href");
}

/* Where to go after signing in: a path of our own that fits in a cookie as it is. */
static const char *next_page(const char *path)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.";

    return path != NULL && path_own(path) && strlen(path) < 200 && strspn(path, allowed) == strlen(path) ? path : NULL;
}

enum status sign_in_show(struct req *r)
{
    const char *next = next_page(req_query(r, "naar"));

    /* `opnieuw`: who is signed in is asked to do so again, before something sensitive. */
    if (r->who.user_id != 0 && req_query(r, "opnieuw") == NULL)
        return redirect(r, NULL, "%s", next == NULL ? "/" : next);
    if (next != NULL)
        set_cookie(r, NEXT_COOKIE, next, ATTEMPT_SECONDS);
    form_fill(r);
    return page_show(r, TEMPLATE);
}

static enum status sign_in_read(struct req *r, struct sign_in *s)
{
    s->address = req_form(r, "gebruiker");
    s->password = req_form(r, "wachtwoord");
    s->device = req_cookie(r, DEVICE_COOKIE);
    if (text_empty(s->address))
        invalid(&r->problems, "gebruiker", "Vul uw e-mailadres in, zoals naam@voorbeeld.nl");
    else if (strlen(s->address) > ADDRESS_MOST)
        invalid(&r->problems, "gebruiker", "Vul uw e-mailadres in, zoals naam@voorbeeld.nl");
    if (text_empty(s->password))
        invalid(&r->problems, "wachtwoord", "Vul uw wachtwoord in");
    return problems_any(&r->problems) ? ST_INVALID : ST_OK;
}

/* Who it is, what the password must be, and which failures count. The same statements whether there is such a user or not. */
static enum status sign_in_load(struct req *r, struct sign_in *s)
{
    bool known;

    if (user_find(r->m.db, r->arena, r->who.site, s->address, &s->user) != ST_OK || credential_load(r->m.db, s->user.id, &s->cred) != ST_OK ||
        device_known(r->m.db, s->device, s->user.id, &known) != ST_OK)
        return ST_FAILED;
    if (known)
        failure_device(r->m.keys, r->arena, s->device, s->count);
    else
        failure_name(r->m.keys, r->arena, r->who.site, s->address, s->count);
    return ST_OK;
}

static enum status sign_in_wait(struct req *r, int64_t until)
{
    form_fill(r);
    return wait_page(r, TEMPLATE, "Te veel pogingen", "Er is te vaak een verkeerd wachtwoord ingevuld.", until);
}

static enum status sign_in_refuse(struct req *r, const struct sign_in *s, int64_t until)
{
    if (event_write(r, until == 0 ? "authn_login_fail" : "authn_login_fail_max", OUTCOME_REFUSED, s->user.id, "password") != ST_OK)
        return ST_FAILED;
    invalid(&r->problems, "gebruiker", "Het e-mailadres of het wachtwoord klopt niet. Kijk beide na en probeer het opnieuw");
    form_fill(r);
    page_show(r, TEMPLATE);
    req_keep(r); /* the failure is counted although nobody comes in */
    return ST_INVALID;
}

/* The hash of who has the right password is brought to today's cost while the password is at hand. When it is too busy for that: next time. */
static bool hash_renewed(struct req *r, const struct sign_in *s, enum verdict verdict, struct credential *fresh)
{
    return verdict == PASSWORD_RIGHT && password_outdated(r->config, &s->cred) && work_derive(r, s->password, fresh) == ST_OK;
}

enum status sign_in_try(struct req *r)
{
    struct sign_in s = { 0 };
    struct credential fresh;
    enum verdict verdict;
    int64_t until;
    bool closed, renewed;

    if (sign_in_read(r, &s) != ST_OK) {
        form_fill(r);
        page_show(r, TEMPLATE);
        return ST_INVALID;
    }
    if (sign_in_load(r, &s) != ST_OK || failure_until(r->m.db, s.count, &until) != ST_OK)
        return ST_FAILED;
    if (until != 0)
        return sign_in_wait(r, until);
    verdict = work_verify(r, &s.cred, s.password);
    if (verdict == PASSWORD_BUSY)
        return wait_busy(r);
    if (verdict == PASSWORD_ERROR)
        return ST_FAILED;
    renewed = hash_renewed(r, &s, verdict, &fresh);
    /* From here on rows are locked. Of many tries at the same moment only those are told what they found that the count still allows. */
    if (failure_settle(r->m.db, s.count, verdict == PASSWORD_WRONG, &until, &closed) != ST_OK)
        return ST_FAILED;
    if (closed)
        return sign_in_wait(r, until);
    if (verdict == PASSWORD_WRONG)
        return sign_in_refuse(r, &s, until);
    if (renewed && credential_save(r->m.db, s.user.id, &fresh) != ST_OK)
        return ST_FAILED;
    return code_begin(r, &s.user);
}
