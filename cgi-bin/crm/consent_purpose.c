/*
 * consent_purpose.c - for what people are asked and in which words (/toestemmingen).
 */
#include "base/clock.h"
#include "base/text.h"
#include "crm.h"
#include "model/consent.h"
#include "web/words.h"

#define PURPOSES "/toestemmingen"

static bool may_write(const struct req *r)
{
    return perms_have(&r->who.perms, PERM_CONSENT_PURPOSE_EDIT);
}

char *purpose_href(struct req *r, uint64_t id, const char *rest)
{
    return req_printf(r, PURPOSES "/%llu%s", (unsigned long long)id, rest);
}

static void text_field(struct req *r, const char *text)
{
    form_field(r, "textarea", "tekst", "Tekst",
               "In de woorden die mensen te lezen of te horen krijgen. U verandert ze later niet; u schrijft dan nieuwe.", text);
    form_attr(r, "Required", "1");
    form_attr(r, "Maxlength", req_printf(r, "%d", CONSENT_TEXT_MAX));
}

/* ---- all of them ---- */

static void purposes_table(struct req *r, const struct purpose *list, size_t count)
{
    table_begin(r, "Table", "Doelen", "Er zijn nog geen doelen waarvoor u toestemming vraagt.");
    table_col(r, "Doel", false);
    table_col(r, "Geven nu toestemming", true);
    table_col(r, "Versie van de tekst", true);
    table_col(r, "Status", false);
    for (size_t i = 0; i < count; i++) {
        table_row(r);
        table_link(r, list[i].title, purpose_href(r, list[i].id, ""));
        table_cell(r, words_count(r->arena, list[i].consenting));
        table_cell(r, req_printf(r, "%u", (unsigned)list[i].version));
        table_mark(r, list[i].ended ? "Wordt niet meer gevraagd" : "Wordt gevraagd", list[i].ended ? "off" : "ok");
    }
}

enum status purposes_show(struct req *r)
{
    struct purpose *list;
    size_t count;
    enum status st = purposes_list(&r->m, &list, &count);

    if (st != ST_OK)
        return st;
    page_title(r, "Toestemmingen");
    page_lead(r, "Waarvoor u mensen om toestemming vraagt. Wat iemand antwoordt, legt u vast op de pagina van die relatie.");
    purposes_table(r, list, count);
    if (may_write(r) && count < CONSENT_PURPOSES_MAX) {
        form_begin(r, PURPOSES, "Doel toevoegen", NULL);
        form_group(r, "Doel toevoegen");
        form_field(r, "text", "naam", "Naam", "Kort, bijvoorbeeld Nieuwsbrief per e-mail. Mensen zien deze naam in WerktVoorMij.", NULL);
        form_attr(r, "Required", "1");
        form_attr(r, "Maxlength", req_printf(r, "%d", CONSENT_TITLE_MAX));
        text_field(r, NULL);
    }
    return page_show(r, "tabelformulier.cs");
}

enum status purpose_create(struct req *r)
{
    uint64_t id = 0;
    enum status st = purpose_add(&r->m, req_form(r, "naam"), req_form(r, "tekst"), &r->problems, &id);

    if (st == ST_INVALID)
        return purposes_show(r) == ST_FAILED ? ST_FAILED : st;
    if (st != ST_OK)
        return st;
    req_audit(r, "consent_purpose", id, 0, PD_NORMAL, "");
    return redirect(r, "doel", "%s", purpose_href(r, id, ""));
}

/* ---- one ---- */

enum status purpose_of_path(struct req *r, struct purpose *p)
{
    long id;

    return text_to_long(req_path(r, "id"), 1, INT32_MAX, &id) ? purpose_load(&r->m, (uint64_t)id, p) : ST_NOT_FOUND;
}

static enum status load(struct req *r, struct purpose *p)
{
    enum status st = purpose_of_path(r, p);

    if (st == ST_OK)
        req_audit(r, "consent_purpose", p->id, 0, PD_NORMAL, "");
    return st;
}

static void actions(struct req *r, const struct purpose *p)
{
    if (perms_have(&r->who.perms, PERM_CONSENT_MAILING) && !p->ended) {
        page_action(r, "Mailinglijst per e-mail", purpose_href(r, p->id, "/email"), "plain", false);
        page_action(r, "Mailinglijst per post", purpose_href(r, p->id, "/post"), "plain", false);
    }
    if (may_write(r)) {
        page_action(r, p->ended ? "Weer vragen" : "Niet meer vragen", purpose_href(r, p->id, "/vragen"), "plain", true);
        page_action_hidden(r, "vragen", p->ended ? "ja" : "nee");
    }
}

static enum status texts_table(struct req *r, const struct purpose *p)
{
    struct purpose_text *texts;
    size_t count;
    enum status st = purpose_texts(&r->m, p->id, &texts, &count);

    if (st != ST_OK)
        return st;
    table_begin(r, "Table", "Alle teksten, nieuwste eerst", "");
    table_col(r, "Versie", false);
    table_col(r, "Tekst", false);
    table_col(r, "Sinds", false);
    table_col(r, "Geschreven door", false);
    table_col(r, "Keer gegeven", true);
    table_col(r, "Toestemming", false);
    for (size_t i = 0; i < count; i++) {
        bool counts = texts[i].version >= p->counts_from && !p->ended;

        table_row(r);
        table_cell(r, req_printf(r, "Versie %u", (unsigned)texts[i].version));
        table_cell(r, texts[i].text);
        table_cell(r, clock_dutch_day(r->arena, texts[i].since));
        table_cell(r, texts[i].author);
        table_cell(r, words_count(r->arena, texts[i].given));
        table_mark(r, counts ? "Geldt" : "Geldt niet meer", counts ? "ok" : "off");
    }
    return ST_OK;
}

static void rewrite_form(struct req *r, const struct purpose *p)
{
    const char *covers = param_get(&r->form, "eerdere");

    form_begin(r, purpose_href(r, p->id, ""), "Nieuwe tekst opslaan", NULL);
    form_set(r, "Version", req_printf(r, "%u", (unsigned)p->version));
    form_group(r, "Nieuwe tekst schrijven");
    text_field(r, p->text);
    form_field(r, "radio", "eerdere", "Geldt een eerdere toestemming ook voor deze tekst?",
               "Kies nee als u meer of iets anders vraagt: dan moet iedereen opnieuw toestemming geven", NULL);
    form_attr(r, "Required", "1");
    form_option(r, "ja", "Ja, de woorden zijn alleen duidelijker", text_equal(covers, "ja"));
    form_option(r, "nee", "Nee, wij vragen het iedereen opnieuw", text_equal(covers, "nee"));
}

static enum status purpose_page(struct req *r, const struct purpose *p)
{
    page_title(r, "%s", p->title);
    page_back(r, PURPOSES, "Alle toestemmingen");
    if (p->ended)
        page_notice(r, "info", "Dit wordt niet meer gevraagd", "Niemand geeft er nu toestemming voor, en er zijn geen mailinglijsten.", NULL, NULL);
    actions(r, p);
    show_lines(r, "Waar mensen nu toestemming voor geven", req_printf(r, "Tekst (versie %u)", (unsigned)p->version), p->text);
    enum status st = texts_table(r, p);

    if (st != ST_OK)
        return st;
    if (may_write(r) && !p->ended)
        rewrite_form(r, p);
    return page_show(r, "doel.cs");
}

enum status purpose_show(struct req *r)
{
    struct purpose p;
    enum status st = load(r, &p);

    return st == ST_OK ? purpose_page(r, &p) : st;
}

enum status purpose_change(struct req *r)
{
    const char *version = req_form(r, "versie"), *text = req_form(r, "tekst"), *covers = req_form(r, "eerdere");
    struct purpose p;
    long number;
    enum status st = load(r, &p);

    if (st != ST_OK)
        return st;
    if (!version || !text_to_long(version, 1, UINT32_MAX, &number))
        return req_bad(r, "versie");
    st = purpose_rewrite(&r->m, p.id, (uint32_t)number, text, covers, &r->problems);
    if (st == ST_CONFLICT)
        page_notice(r, "warn", "Iemand anders schreef net een nieuwe tekst",
                    "Er is nog niets van u opgeslagen. Lees eerst de tekst van uw collega; hieronder staat nog wat u schreef.", NULL, NULL);
    if (st == ST_CONFLICT || st == ST_INVALID)
        return purpose_page(r, &p) == ST_FAILED ? ST_FAILED : st;
    return st == ST_OK ? redirect(r, "doel-tekst", "%s", purpose_href(r, p.id, "")) : st;
}

enum status purpose_ask(struct req *r)
{
    const char *ask = req_form(r, "vragen");
    struct purpose p;
    enum status st = load(r, &p);

    if (st != ST_OK)
        return st;
    if (!text_equal(ask, "ja") && !text_equal(ask, "nee"))
        return req_bad(r, "vragen");
    st = purpose_end(&r->m, p.id, text_equal(ask, "nee"));
    return st == ST_OK ? redirect(r, text_equal(ask, "ja") ? "doel-weer" : "doel-einde", "%s", purpose_href(r, p.id, "")) : st;
}
