/*
 * home.c - the first page of staff: find a relation, what this user can do, and what waits.
 */
#include "base/clock.h"
#include "crm.h"
#include "model/recent.h"

#define HOME_CORRECTIONS     10
#define HOME_CORRECTION_DAYS 14

static void home_cards(struct req *r)
{
    const struct perms *may = &r->who.perms;

    if (perms_have(may, PERM_RELATION_READ))
        page_card(r, "Relaties", "Zoek op naam, nummer, adres, geboortedatum, telefoon of e-mail.", "/relaties", "Naar alle relaties", -1);
    if (perms_have(may, PERM_RELATION_EDIT))
        page_card(r, "Nieuwe relatie", "Leg iemand vast die u nog niet kent.", "/relaties/nieuw", "Relatie toevoegen", -1);
    if (perms_have(may, PERM_AVG_EXPORT))
        page_card(r, "AVG", "Geef een relatie alles wat u over die persoon bewaart.", "/avg", "Naar AVG", -1);
    page_card(r, "Uw account", "Zie waar u bent aangemeld en wijzig uw wachtwoord.", "/account/sessies", "Naar uw account", -1);
}

/* What relations changed themselves in WerktVoorMij: the one thing that happens without staff doing it. */
static enum status home_corrections(struct req *r)
{
    struct correction *list;
    size_t count;
    int64_t since = clock_now() - HOME_CORRECTION_DAYS * CLOCK_DAY;
    enum status st = recent_corrections(&r->m, since, HOME_CORRECTIONS, &list, &count);

    if (st != ST_OK)
        return st;
    table_begin(r, "Table", "Gewijzigd door relaties zelf, laatste 14 dagen",
                "De laatste 14 dagen heeft niemand zelf gegevens gewijzigd in WerktVoorMij.");
    table_col(r, "Relatie", false);
    table_col(r, "Gegeven", false);
    table_col(r, "Wanneer", false);
    for (size_t i = 0; i < count; i++) {
        table_row(r);
        table_link(r, list[i].name, req_printf(r, "/relaties/%s/geschiedenis", list[i].number));
        table_cell(r, list[i].field_label);
        table_cell(r, clock_dutch(r->arena, list[i].at));
    }
    return ST_OK;
}

enum status home_show(struct req *r)
{
    page_title(r, "Welkom, %s", r->who.name);
    home_cards(r);
    if (!perms_have(&r->who.perms, PERM_RELATION_READ)) {
        page_notice(r, "info", "U heeft nog geen toegang tot gegevens",
                    "Vraag uw applicatiebeheerder om een rol. Tot die tijd kunt u alleen uw eigen account zien.", NULL, NULL);
        return page_show(r, "start.cs");
    }
    page_set(r, "/relaties", "Search.Action");
    if (perms_have(&r->who.perms, PERM_TASK_READ)) {
        enum status st = task_home(r, "Tasks");

        if (st != ST_OK)
            return st;
    }
    if (perms_have(&r->who.perms, PERM_HISTORY_READ)) {
        enum status st = home_corrections(r);

        if (st != ST_OK)
            return st;
    }
    return page_show(r, "start.cs");
}
