/*
 * consent.c - what the relation consents to. Giving and taking back are one button each and hold at once: taking back is as easy as giving (AVG art.
 * 7, lid 3).
 */
#include "model/consent.h"
#include "base/text.h"
#include "model/check.h"
#include "portal.h"

#define PATH "/toestemmingen"

static void put(struct req *r, size_t i, const char *key, const char *text)
{
    page_set(r, text, "Consents.%zu.%s", i, key);
}

static void put_state(struct req *r, size_t i, const struct consent_now *n)
{
    const struct field *f = &consent_entity.fields[field_index(&consent_entity, "decided_on")];
    const char *since = n->decided_on ? field_show(f, r->arena, n->decided_on) : "";

    switch (n->state) {
    case CONSENT_HOLDS:
        put(r, i, "State", req_printf(r, "U geeft toestemming, sinds %s", since));
        put(r, i, "Mark", "ok");
        if (n->text_version < n->purpose.version)
            put(r, i, "Note", "Wij hebben de tekst sindsdien duidelijker gemaakt. Uw toestemming blijft gelden.");
        break;
    case CONSENT_TAKEN_BACK:
        put(r, i, "State", req_printf(r, "U geeft geen toestemming, sinds %s", since));
        break;
    case CONSENT_OUTDATED:
        put(r, i, "State", "U geeft geen toestemming");
        put(r, i, "Mark", "warn");
        put(r, i, "Note", req_printf(r, "Op %s gaf u toestemming voor een andere tekst. Die geldt niet meer.", since));
        break;
    default:
        put(r, i, "State", "U geeft geen toestemming");
        break;
    }
}

static void put_consent(struct req *r, size_t i, const struct consent_now *n)
{
    bool give = n->state != CONSENT_HOLDS;

    put(r, i, "Id", req_printf(r, "doel-%llu", (unsigned long long)n->purpose.id));
    put(r, i, "Title", n->purpose.title);
    page_lines(r, req_printf(r, "Consents.%zu", i), n->purpose.text);
    put_state(r, i, n);
    put(r, i, "Action", req_printf(r, PATH "/%llu", (unsigned long long)n->purpose.id));
    put(r, i, "Button", give ? "Ik geef toestemming" : "Toestemming intrekken");
    put(r, i, "Kind", give ? "primary" : "plain");
    put(r, i, "Hidden.0.Name", "besluit");
    put(r, i, "Hidden.0.Value", give ? CONSENT_GIVEN : CONSENT_WITHDRAWN);
    put(r, i, "Hidden.1.Name", "versie");
    put(r, i, "Hidden.1.Value", req_printf(r, "%u", (unsigned)n->purpose.version));
}

static bool module_off(const struct req *r)
{
    return !modules_have(&r->who.modules, consent_entity.module);
}

enum status consents_show(struct req *r)
{
    struct consent_now *list;
    size_t count;
    enum status st = module_off(r) ? ST_NOT_FOUND : portal_consents(&r->m, &list, &count);

    if (st != ST_OK)
        return st;
    req_audit(r, "consent", 0, r->who.relation_id, PD_NORMAL, "");
    page_title(r, "Mijn toestemmingen");
    page_lead(r, "U beslist zelf waarvoor wij uw gegevens mogen gebruiken. U kunt uw keuze altijd veranderen; dat geldt dan meteen.");
    page_back(r, "/", "Terug naar het begin");
    for (size_t i = 0; i < count; i++)
        put_consent(r, i, &list[i]);
    return page_show(r, "toestemmingen.cs");
}

/* The text was rewritten while it was read: it is shown anew, and nothing was recorded. */
static enum status other_text(struct req *r)
{
    page_notice(r, "warn", "Wij hebben deze tekst net veranderd", "Er is nog niets vastgelegd. Lees de nieuwe tekst en kies daarna opnieuw.", NULL,
                NULL);
    enum status st = consents_show(r);

    return st == ST_OK ? ST_CONFLICT : st;
}

enum status consent_decide(struct req *r)
{
    const char *what = req_form(r, "besluit"), *version = req_form(r, "versie");
    bool give = text_equal(what, CONSENT_GIVEN);
    long id, number;
    enum status st;

    if (module_off(r) || !text_to_long(req_path(r, "id"), 1, INT32_MAX, &id))
        return ST_NOT_FOUND;
    if ((!give && !text_equal(what, CONSENT_WITHDRAWN)) || !version || !text_to_long(version, 1, UINT32_MAX, &number))
        return req_bad(r, "besluit or versie");
    st = portal_consent_decide(&r->m, (uint64_t)id, (uint32_t)number, give);
    if (st == ST_CONFLICT)
        return other_text(r);
    if (st != ST_OK && st != ST_INVALID)
        return st;
    req_audit(r, "consent", (uint64_t)id, r->who.relation_id, PD_NORMAL, what);
    return redirect(r, st == ST_INVALID ? "geen-wijziging" : give ? "toestemming-gegeven" : "toestemming-ingetrokken", PATH "#doel-%ld-knop", id);
}
