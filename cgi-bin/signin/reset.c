#include <string.h>

#include "base/text.h"
#include "db/db.h"
#include "guard/device.h"
#include "guard/failure.h"
#include "guard/mail_link.h"
#include "guard/outbox.h"
#include "guard/session.h"
#include "signin.h"
#include "web/form.h"
#include "web/mail.h"
#include "web/page.h"

#define TEMPLATE "wachtwoord.cs"

/* The two ways to a first or a new password: what differs is in this table. */
struct way {
    enum link_kind kind;
    const char *title, *path, *event;
};

static const struct way by_reset = { LINK_RESET, "Kies een nieuw wachtwoord", "/wachtwoord/nieuw/%s", "authn_password_change" };
static const struct way by_invite = { LINK_INVITE, "Welkom. Kies een wachtwoord", "/uitnodiging/%s", "authn_password_first" };

static void ask_fill(struct req *r)
{
    page_title(r, "Wachtwoord vergeten");
    page_lead(r, "Vul uw e-mailadres in. Wij sturen u een link waarmee u een nieuw wachtwoord kiest.");
    page_back(r, "/aanmelden", "Terug naar aanmelden");
    form_begin(r, "/wachtwoord/vergeten", "Stuur de link", NULL);
    form_group(r, NULL);
    form_field(r, "email", "gebruiker", "E-mailadres", NULL, NULL);
    form_attr(r, "Autocomplete", "username");
    form_attr(r, "Required", "1");
    form_attr(r, "Width", "40");
}

enum status reset_ask(struct req *r)
{
    ask_fill(r);
    return page_show(r, TEMPLATE);
}

static enum status reset_mail(struct req *r, const struct user *u)
{
    char token[TOKEN_TEXT];
    enum status s = mail_link_open(r->m.db, u->id, LINK_RESET, token);

    if (s == ST_CONFLICT) /* asked for often just now; the links sent before still work */
        return event_write(r, "authn_reset_limit", OUTCOME_REFUSED, u->id, "");
    if (s != ST_OK)
        return s;
    {
        const struct template_value values[] = { { "Mail.Href", page_address(r, u->site, req_printf(r, "/wachtwoord/nieuw/%s", token)) },
                                                 { "Mail.Minutes", "30" },
                                                 { 0 } };

        _Static_assert(LINK_RESET_SECONDS == 30 * 60, "the mail says thirty minutes");
        s = mail_put(r->m.db, r->arena, r->config, u->site, "wachtwoord-herstel", u->email, values);
    }
    return s == ST_OK ? event_write(r, "authn_reset_sent", OUTCOME_DONE, u->id, "") : s;
}

/* For an address that we do not know: as much work, so that the answer comes as late. */
static enum status reset_nobody(struct req *r)
{
    const struct template_value values[] = { { "Mail.Href", page_address(r, r->who.site, "/") }, { "Mail.Minutes", "30" }, { 0 } };
    const char *subject, *text;
    uint64_t nobody;

    for (int i = 0; i < 3; i++) /* counting links, adding one, adding a mail */
        (void)mail_link_find(r->m.db, r->who.site, LINK_RESET, "0000000000000000000000000000000000000000000", &nobody);
    if (mail_render(r->arena, r->config, r->who.site, "wachtwoord-herstel", values, &subject, &text) != ST_OK)
        return ST_FAILED;
    return event_write(r, "authn_reset_unknown", OUTCOME_REFUSED, 0, "");
}

enum status reset_send(struct req *r)
{
    const char *address = req_form(r, "gebruiker");
    struct user u;
    enum status s;

    if (!outbox_address(address)) {
        invalid(&r->problems, "gebruiker", "Vul uw e-mailadres in, zoals naam@voorbeeld.nl");
        ask_fill(r);
        page_show(r, TEMPLATE);
        return ST_INVALID;
    }
    if (user_find(r->m.db, r->arena, r->who.site, address, &u) != ST_OK)
        return ST_FAILED;
    s = u.id != 0 ? reset_mail(r, &u) : reset_nobody(r);
    if (s != ST_OK)
        return s;
    page_title(r, "Kijk in uw e-mail");
    page_set(r, "Kennen wij dit e-mailadres? Dan krijgt u binnen een paar minuten een e-mail met een link. De link werkt 30 minuten.",
             "Message.Text");
    page_set(r, "Geen e-mail gekregen? Kijk ook bij ongewenste e-mail, en of u het goede adres hebt ingevuld.", "Message.Lines.0");
    page_set(r, "/aanmelden", "Message.Href");
    page_set(r, "Naar aanmelden", "Message.Label");
    return page_show(r, "bericht.cs");
}

/* ---- behind the link ---- */

static enum status link_gone(struct req *r, const struct way *w)
{
    /* What was typed is of no use, but it is not an unknown field either. */
    (void)req_form(r, "wachtwoord");
    (void)req_form(r, "wachtwoord2");
    page_title(r, "Deze link werkt niet meer");
    if (w->kind == LINK_RESET) {
        page_set(r, "Een link werkt 30 minuten en één keer. Vraag een nieuwe link.", "Message.Text");
        page_set(r, "/wachtwoord/vergeten", "Message.Href");
        page_set(r, "Vraag een nieuwe link", "Message.Label");
    } else {
        page_set(r,
                 "Een uitnodiging werkt 72 uur en één keer. Hebt u al een wachtwoord gekozen? Meld u dan aan. Vraag anders een nieuwe uitnodiging.",
                 "Message.Text");
        page_set(r, "/aanmelden", "Message.Href");
        page_set(r, "Naar aanmelden", "Message.Label");
    }
    return page_show_status(r, "bericht.cs", 404);
}

static enum status link_user(struct req *r, const struct way *w, struct user *u)
{
    uint64_t id;
    enum status s = mail_link_find(r->m.db, r->who.site, w->kind, req_path(r, "token"), &id);

    return s == ST_OK ? user_load(r->m.db, r->arena, id, u) : s;
}

static void new_fill(struct req *r, const struct way *w)
{
    page_title(r, "%s", w->title);
    fields_new_password(r,
                        w->kind == LINK_RESET ? req_printf(r, "/wachtwoord/nieuw/%s", req_path(r, "token"))
                                              : req_printf(r, "/uitnodiging/%s", req_path(r, "token")),
                        false);
}

static enum status new_show(struct req *r, const struct way *w)
{
    struct user u;
    enum status s = link_user(r, w, &u);

    if (s == ST_NOT_FOUND)
        return link_gone(r, w);
    if (s != ST_OK)
        return s;
    new_fill(r, w);
    return page_show(r, TEMPLATE);
}

/* Everything that somebody else may have had of this account ends. The owner has shown to read the mailbox: strangers' failures no longer delay. */
static enum status clean_slate(struct req *r, const struct user *u)
{
    uint8_t name[HASH_BYTES];
    unsigned ignored;

    failure_name(r->m.keys, r->arena, u->site, u->email, name);
    if (session_close_all(r->m.db, u->id, NULL) != ST_OK || device_forget_all(r->m.db, u->id) != ST_OK)
        return ST_FAILED;
    return failure_forget(r->m.db, name, &ignored);
}

static enum status new_save(struct req *r, const struct way *w)
{
    struct credential fresh;
    struct user u;
    const char *password;
    enum status s = link_user(r, w, &u);

    if (s == ST_NOT_FOUND)
        return link_gone(r, w);
    if (s != ST_OK)
        return s;
    if (fields_read(r, &u, &password) != ST_OK) {
        new_fill(r, w);
        page_show(r, TEMPLATE);
        return ST_INVALID;
    }
    s = work_derive(r, password, &fresh); /* before anything is locked */
    if (s == ST_CONFLICT)
        return wait_busy(r);
    if (s != ST_OK)
        return s;
    s = mail_link_use(r->m.db, w->kind, u.id, req_path(r, "token"));
    if (s == ST_NOT_FOUND)
        return link_gone(r, w);
    if (s != ST_OK || credential_save(r->m.db, u.id, &fresh) != ST_OK || clean_slate(r, &u) != ST_OK ||
        event_write(r, w->event, OUTCOME_DONE, u.id, "") != ST_OK)
        return ST_FAILED;
    if (w->kind == LINK_RESET && mail_about(r, &u, "wachtwoord-gewijzigd", "/wachtwoord/vergeten") != ST_OK)
        return ST_FAILED;
    return redirect(r, "wachtwoord-nieuw", "/aanmelden");
}

enum status reset_show(struct req *r)
{
    return new_show(r, &by_reset);
}

enum status reset_save(struct req *r)
{
    return new_save(r, &by_reset);
}

enum status invite_show(struct req *r)
{
    return new_show(r, &by_invite);
}

enum status invite_save(struct req *r)
{
    return new_save(r, &by_invite);
}
