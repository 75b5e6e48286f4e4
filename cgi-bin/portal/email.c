/*
 * email.c - a new e-mail address is used once a code that was mailed to it has come back; then the old address is told (security.md 12, 13).
 */
#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "guard/attempt.h"
#include "portal.h"
#include "web/mail.h"

#define PATH "/gegevens/email"

enum status email_start(struct req *r, const char *email)
{
    enum email_outcome how;
    char code[CODE_DIGITS + 1];
    struct template_value values[] = { { "Mail.Code", code }, { "Mail.Minutes", req_printf(r, "%d", CODE_SECONDS / 60) }, { NULL, NULL } };
    enum status st;

    random_digits(code, CODE_DIGITS);
    st = portal_email_begin(&r->m, email, code, &how);
    if (st != ST_OK || how == EMAIL_SAME)
        return st;
    if (how == EMAIL_LIMIT)
        return invalid(&r->problems, "email", "U heeft te vaak een code gevraagd. Probeer het over een kwartier opnieuw.");
    st = mail_put(r->m.db, r->arena, r->config, SITE_PORTAL, "adres-bewijs", email, values);
    return st == ST_INVALID ? invalid(&r->problems, "email", "Vul een e-mailadres in waarop u mail kunt ontvangen, zoals naam@voorbeeld.nl") : st;
}

static enum status code_page(struct req *r, const char *email)
{
    page_title(r, "Bevestig uw nieuwe e-mailadres");
    page_back(r, "/gegevens", "Terug naar mijn gegevens");
    page_set(r, email, "Code.Address");
    page_set(r, PATH "/opnieuw", "Code.Resend.Action");
    page_set(r, portal_mail_delayed(&r->m) ? "1" : NULL, "Code.MailDown");
    form_begin(r, PATH, "Bevestigen", "/gegevens");
    form_field(r, "code", "code", "Code uit de e-mail", "Zes cijfers", NULL);
    form_attr(r, "Required", "1");
    return page_show(r, "code.cs");
}

enum status email_form(struct req *r)
{
    const char *email;
    enum status st = portal_email_pending(&r->m, &email);

    if (st != ST_OK)
        return st;
    return email ? code_page(r, email) : redirect(r, NULL, "/gegevens");
}

static enum status tell_old(struct req *r, const struct email_change *c)
{
    const struct template_value values[] = { { "Mail.When", clock_dutch(r->arena, clock_now()) }, { NULL, NULL } };
    enum status st = ST_OK;

    if (c->old_email)
        st = mail_put(r->m.db, r->arena, r->config, SITE_PORTAL, "adres-gewijzigd", c->old_email, values);
    if (st == ST_OK && c->old_relation_email && !text_equal(c->old_relation_email, c->old_email))
        st = mail_put(r->m.db, r->arena, r->config, SITE_PORTAL, "adres-gewijzigd", c->old_relation_email, values);
    /* An old address that cannot be mailed to must not keep somebody from setting it right. */
    return st == ST_INVALID ? ST_OK : st;
}

/* What to do next, said at the field. */
static enum status wrong(struct req *r, enum email_outcome how, unsigned left)
{
    switch (how) {
    case EMAIL_WRONG:
        return left == 1 ? invalid(&r->problems, "code", "De code klopt niet. U kunt het nog één keer proberen.")
                         : invalidf(&r->problems, "code", "De code klopt niet. U kunt het nog %u keer proberen.", left);
    case EMAIL_TAKEN:
        return invalid(&r->problems, "code", "Dit e-mailadres kunnen wij niet gebruiken. Neem contact met ons op.");
    case EMAIL_LIMIT:
        return invalid(&r->problems, "code", "U heeft te vaak een verkeerde code ingevuld. Vraag een nieuwe code aan.");
    default:
        return invalid(&r->problems, "code", "De code is verlopen. Vraag een nieuwe code aan.");
    }
}

enum status email_post(struct req *r)
{
    const char *email, *typed = req_form(r, "code");
    struct email_change change;
    enum email_outcome how = EMAIL_NONE;
    char *code = text_digits(r->arena, typed ? typed : "");
    enum status st = portal_email_pending(&r->m, &email);

    if (st != ST_OK)
        return st;
    if (!email)
        return redirect(r, NULL, "/gegevens");
    req_audit(r, "relation", r->who.relation_id, r->who.relation_id, PD_CONTACT, "email");
    if (text_length(code) != CODE_DIGITS) {
        invalid(&r->problems, "code", "Vul de zes cijfers uit de e-mail in");
        code_page(r, email);
        return ST_INVALID;
    }
    st = portal_email_try(&r->m, code, &how, &change);
    if (st != ST_OK)
        return st;
    req_keep(r); /* a try was spent */
    if (how != EMAIL_OK) {
        wrong(r, how, change.tries_left);
        code_page(r, email);
        return ST_INVALID;
    }
    st = tell_old(r, &change);
    return st == ST_OK ? redirect(r, "email", "/gegevens") : st;
}

enum status email_again(struct req *r)
{
    const char *email;
    enum status st = portal_email_pending(&r->m, &email);

    if (st != ST_OK)
        return st;
    if (!email)
        return redirect(r, NULL, "/gegevens/wijzigen");
    st = email_start(r, email);
    if (st == ST_INVALID) {
        page_notice(r, "warn", "Even wachten", problem_for(&r->problems, "email"), NULL, NULL);
        r->problems = problems_in(r->arena);
        code_page(r, email);
        return page_show_status(r, "code.cs", 429);
    }
    return st == ST_OK ? redirect(r, "code", PATH) : st;
}
