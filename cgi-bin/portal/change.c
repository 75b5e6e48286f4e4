/*
 * change.c - correcting the own data: a form, a page to check old and new side by side, and only then saving. Nothing is kept on the server between
 * the steps: the check page carries what was typed.
 */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "guard/session.h"
#include "model/check.h"
#include "model/relation.h"
#include "portal.h"
#include "web/draft.h"
#include "web/mail.h"

#define PATH  "/gegevens/wijzigen"
#define AGAIN "/aanmelden?naar=" PATH "&opnieuw=ja"

static enum status form_page(struct req *r, const struct record *me)
{
    page_title(r, "Gegevens wijzigen");
    page_lead(r, "Pas aan wat niet klopt. Op de volgende pagina kunt u alles nog controleren.");
    page_back(r, "/gegevens", "Terug naar mijn gegevens");
    form_record(r, me, PATH, "Verder", "/gegevens");
    return page_show(r, "formulier.cs");
}

enum status change_form(struct req *r)
{
    struct record *me;
    enum status st = own_relation(r, &me);

    if (st != ST_OK)
        return st;
    if (draft_take(r))
        page_notice(r, "info", "Wat u had ingevuld, staat er weer", "Het is nog niet opgeslagen. Controleer het en ga verder.", NULL, NULL);
    return form_page(r, me);
}

static bool is_email(const struct field *f)
{
    return f->type == F_EMAIL;
}

static bool differs(const struct record *was, const struct record *now, const bool *mask, size_t i)
{
    return mask[i] && !text_equal(was->values[i], now->values[i]);
}

static size_t count_changes(const struct record *was, const struct record *now, const bool *mask)
{
    size_t n = 0;

    for (size_t i = 0; i < now->entity->count; i++)
        n += differs(was, now, mask, i);
    return n;
}

/* An address, number or e-mail address decides where post, help and codes go: an open screen in the library must not change it (security.md 13). */
static bool sensitive(const struct record *was, const struct record *now, const bool *mask)
{
    for (size_t i = 0; i < now->entity->count; i++)
        if (differs(was, now, mask, i) && now->entity->fields[i].category == PD_CONTACT)
            return true;
    return false;
}

/* Back here by way of the sign-in page, with what was typed. */
static enum status sign_in_again(struct req *r, const struct record *now)
{
    req_audit(r, "relation", r->who.relation_id, r->who.relation_id, PD_CONTACT, "asked to sign in again");
    if (draft_keep(r))
        return redirect(r, "opnieuw", AGAIN);
    page_notice(r, "warn", "Meld u eerst opnieuw aan",
                "Er is nog niets opgeslagen. Open de link hieronder in een nieuw tabblad, meld u aan en ga dan hier verder.", AGAIN,
                "Opnieuw aanmelden");
    form_page(r, now);
    return ST_INVALID;
}

static void check_row(struct req *r, size_t row, const struct field *f, const char *old, const char *new)
{
    page_set(r, f->label, "Check.Rows.%zu.Label", row);
    page_set(r, old ? field_show(f, r->arena, old) : "", "Check.Rows.%zu.Old", row);
    page_set(r, new ? field_show(f, r->arena, new) : "", "Check.Rows.%zu.New", row);
    page_set(r, f->xml, "Check.Rows.%zu.BackValue", row);
    if (is_email(f) && new)
        page_set(r, "Wij sturen een code naar dit adres. Daarna pas gebruiken wij het.", "Check.Rows.%zu.Note", row);
}

static enum status check_page(struct req *r, const struct record *was, const struct record *now, const bool *mask)
{
    size_t rows = 0, hidden = 0;

    page_title(r, "Controleer uw gegevens");
    page_lead(r, "Klopt alles? Dan slaan wij het op.");
    page_set(r, PATH, "Check.Action");
    page_set(r, "Klopt, opslaan", "Check.Submit");
    page_set(r, "/gegevens", "Check.CancelHref");
    page_set(r, "terug", "Check.BackName");
    for (size_t i = 0; i < now->entity->count; i++) {
        const struct field *f = &now->entity->fields[i];

        if (!mask[i])
            continue;
        if (differs(was, now, mask, i))
            check_row(r, rows++, f, was->values[i], now->values[i]);
        page_set(r, f->xml, "Check.Hidden.%zu.Name", hidden);
        page_set(r, field_typed(f, r->arena, now->values[i]), "Check.Hidden.%zu.Value", hidden++);
    }
    page_set(r, "versie", "Check.Hidden.%zu.Name", hidden);
    page_set(r, req_printf(r, "%u", was->version), "Check.Hidden.%zu.Value", hidden++);
    page_set(r, "bevestig", "Check.Hidden.%zu.Name", hidden);
    page_set(r, "ja", "Check.Hidden.%zu.Value", hidden);
    return page_show(r, "controle.cs");
}

/* Saves all but the e-mail address. *saved: how many fields. ST_CONFLICT when somebody else was in between. */
static enum status save_fields(struct req *r, const struct record *was, const struct record *now, const bool *mask, size_t *saved)
{
    struct record *after;
    enum status st = ST_OK;

    *saved = 0;
    for (size_t i = 0; st == ST_OK && i < now->entity->count; i++) {
        const struct field *f = &now->entity->fields[i];

        if (!differs(was, now, mask, i) || is_email(f))
            continue;
        st = portal_correct(&r->m, f, now->values[i]);
        if (st == ST_OK)
            (*saved)++;
        else if (st == ST_CONFLICT) /* it is so already */
            st = ST_OK;
    }
    if (st != ST_OK || *saved == 0)
        return st;
    /* The row is ours since the first correction: a version that is further than our own steps was somebody else's. */
    st = portal_relation(&r->m, &after);
    if (st == ST_OK && after->version != was->version + *saved)
        return ST_CONFLICT;
    return st == ST_OK ? portal_sort(&r->m, after) : st;
}

static enum status tell(struct req *r, const struct record *was)
{
    const char *email = record_get(was, "email");
    const struct template_value values[] = { { "Mail.When", clock_dutch(r->arena, clock_now()) }, { NULL, NULL } };

    return email ? mail_put(r->m.db, r->arena, r->config, SITE_PORTAL, "gegevens-gewijzigd", email, values) : ST_OK;
}

static const char *new_email(const struct record *was, const struct record *now, const bool *mask)
{
    size_t i = field_index(now->entity, "email");

    return differs(was, now, mask, i) ? now->values[i] : NULL;
}

static enum status save(struct req *r, const struct record *was, const struct record *now, const bool *mask)
{
    const char *email = new_email(was, now, mask);
    size_t saved;
    enum status st = save_fields(r, was, now, mask, &saved);

    if (st == ST_OK && saved > 0)
        st = tell(r, was);
    if (st == ST_OK && email)
        st = email_start(r, email);
    if (st != ST_OK)
        return st;
    return email ? redirect(r, saved ? "gegevens" : NULL, "/gegevens/email") : redirect(r, "gegevens", "/gegevens");
}

/* Staff changed something meanwhile: the check page again, with their values as the old ones. */
static enum status conflict(struct req *r, const struct record *was, const struct record *now, const bool *mask)
{
    page_notice(r, "warn", "Er is net iets veranderd", "Een medewerker heeft uw gegevens gewijzigd terwijl u bezig was. Controleer ze nog een keer.",
                NULL, NULL);
    check_page(r, was, now, mask);
    return ST_CONFLICT;
}

/* The relation as it is, and as it was typed; ST_INVALID with the form as answer. An address that was there cannot be emptied: signing in needs it.
 */
static enum status read_change(struct req *r, struct record *was, struct record **now, bool *mask)
{
    size_t email = field_index(&relation_entity, "email");
    enum status st;

    *now = record_new(r->arena, &relation_entity);
    (*now)->id = (*now)->relation_id = was->id;
    (*now)->number = was->number;
    (*now)->version = was->version;
    memcpy((*now)->values, was->values, relation_entity.count * sizeof *was->values);
    st = form_read(r, *now, mask);
    if (st == ST_OK && mask[email] && was->values[email] && !(*now)->values[email])
        st = invalid(&r->problems, "email", "Vul uw e-mailadres in. U heeft het nodig om u aan te melden.");
    if (st == ST_OK)
        st = relation_check(*now, r->arena, &r->problems);
    return st;
}

enum status change_post(struct req *r)
{
    struct record *was, *now;
    bool *mask = arena_array(r->arena, relation_entity.count, sizeof *mask);
    bool sure = text_equal(req_form(r, "bevestig"), "ja"), back = req_form(r, "terug") != NULL;
    enum status st = own_relation(r, &was);

    if (st != ST_OK)
        return st;
    st = read_change(r, was, &now, mask);
    if (st == ST_INVALID || (st == ST_OK && back)) {
        form_page(r, now);
        return st;
    }
    if (st != ST_OK)
        return st;
    if (now->version != was->version)
        return conflict(r, was, now, mask);
    if (count_changes(was, now, mask) == 0)
        return redirect(r, "geen-wijziging", "/gegevens");
    if (sensitive(was, now, mask) && !session_fresh(&r->who))
        return sign_in_again(r, now);
    if (!sure)
        return check_page(r, was, now, mask);
    st = save(r, was, now, mask);
    if (st == ST_INVALID)
        form_page(r, now);
    if (st == ST_CONFLICT)
        return conflict(r, was, now, mask);
    return st;
}
