/*
 * data.c - everything that WerktVoorMij shows about the one who is signed in. What is shown of each part follows from the field tables.
 */
#include "base/text.h"
#include "portal.h"
#include "web/part_table.h"

static enum status part(struct req *r, const struct entity *e, unsigned *tables)
{
    struct record **rows;
    size_t count;
    enum status st = portal_list(&r->m, e, &rows, &count);

    if (st == ST_OK)
        part_table(r, req_printf(r, "Tables.%u", (*tables)++), e, rows, count,
                   req_printf(r, "Wij hebben geen %s van u.", text_lower(r->arena, e->plural)), NULL, NULL);
    return st;
}

enum status data_show(struct req *r)
{
    struct record *me;
    unsigned tables = 0;
    enum status st = own_relation(r, &me);

    for (size_t i = 1; st == ST_OK && entities[i]; i++) {
        if (!entities[i]->portal)
            continue;
        st = part(r, entities[i], &tables);
        if (st == ST_OK && entities[i]->child && entities[i]->child->portal)
            st = part(r, entities[i]->child, &tables);
    }
    if (st != ST_OK)
        return st;
    page_title(r, "Mijn gegevens");
    page_lead(r, "Dit weten wij van u. Staat er geen ‘Wijzigen’ bij en klopt het niet? Neem dan contact met ons op.");
    page_back(r, "/", "Terug naar het begin");
    show_record(r, me, NULL, "/gegevens/wijzigen");
    page_action(r, "Gegevens wijzigen", "/gegevens/wijzigen", "primary", false);
    page_action(r, "Alles over mij opvragen", "/mijn/export", "plain", false);
    return page_show(r, "gegevens.cs");
}
