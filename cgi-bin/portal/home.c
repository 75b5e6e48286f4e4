/*
 * home.c - the first page of WerktVoorMij: what there is to do, and what waits.
 */
#include "base/clock.h"
#include "model/name.h"
#include "model/relation.h"
#include "portal.h"

enum status own_relation(struct req *r, struct record **out)
{
    enum status st = portal_relation(&r->m, out);

    if (st == ST_OK)
        req_audit(r, "relation", (*out)->id, (*out)->id, PD_CONTACT, "");
    return st;
}

/* What waits: an address to prove, an export to fetch. */
static enum status home_waiting(struct req *r)
{
    const char *email;
    struct job *jobs;
    size_t count;
    enum status st = portal_email_pending(&r->m, &email);

    if (st == ST_OK)
        st = portal_exports(&r->m, &jobs, &count);
    if (st != ST_OK)
        return st;
    if (email)
        page_notice(r, "warn", "Bevestig uw nieuwe e-mailadres", req_printf(r, "Wij hebben een code gestuurd naar %s.", email), "/gegevens/email",
                    "Code invullen");
    if (count > 0 && jobs[0].state == JOB_DONE)
        page_notice(r, "info", "Uw gegevens staan klaar",
                    req_printf(r, "U kunt ze downloaden tot en met %s.", clock_dutch_day(r->arena, jobs[0].expires_at)),
                    req_printf(r, "/mijn/export/%s", jobs[0].name), "Naar de download");
    return ST_OK;
}

enum status home_show(struct req *r)
{
    struct record *me;
    enum status st = own_relation(r, &me);

    if (st == ST_OK)
        st = home_waiting(r);
    if (st != ST_OK)
        return st;
    struct name n = relation_name(me);

    page_title(r, "Welkom, %s", name_full(r->arena, &n));
    page_lead(r, "Hier ziet u wat wij van u weten. Klopt er iets niet? Dan kunt u het hier veranderen.");
    page_card(r, "Mijn gegevens", "Bekijk uw naam, adres, lidmaatschap en facturen.", "/gegevens", "Gegevens bekijken", -1);
    page_card(r, "Iets veranderen", "Bent u verhuisd, of heeft u een ander telefoonnummer? Geef het hier door.", "/gegevens/wijzigen",
              "Gegevens wijzigen", -1);
    if (modules_have(&r->who.modules, consent_entity.module))
        page_card(r, "Toestemmingen", "Bekijk waarvoor wij uw gegevens mogen gebruiken, en verander uw keuze.", "/toestemmingen",
                  "Toestemmingen bekijken", -1);
    page_card(r, "Alles over mij", "Vraag een bestand op met alles wat wij van u bewaren.", "/mijn/export", "Mijn gegevens opvragen", -1);
    page_card(r, "Mijn account", "Wijzig uw wachtwoord, of kijk waar u bent aangemeld.", "/account/sessies", "Naar mijn account", -1);
    return page_show(r, "mijn.cs");
}
