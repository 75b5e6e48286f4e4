/*
 * relation_page.c - one relation: its data, BSN on demand, history.
 */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "crm.h"

static void show_actions(struct req *r, const struct record *rec)
{
    const struct perms *may = &r->who.perms;
    bool inactive = text_equal(record_get(rec, "status"), "inactief");

    if (perms_have(may, PERM_RELATION_EDIT))
        page_action(r, "Wijzigen", relation_href(r, rec, "/wijzigen"), "primary", false);
    if (perms_have(may, PERM_AVG_EXPORT)) {
        page_action(r, "AVG-export maken", "/avg/export", "plain", true);
        page_action_hidden(r, "relatie", rec->number);
    }
    if (perms_have(may, PERM_RELATION_DEACTIVATE) && !inactive)
        page_action(r, "Inactief maken", relation_href(r, rec, "/inactief"), "plain", false);
    if (perms_have(may, PERM_RELATION_DEACTIVATE) && inactive)
        page_action(r, "Weer actief maken", relation_href(r, rec, "/actief"), "plain", true);
}

/* `unmask`: where a masked BSN can be asked for; NULL when it is what was asked for. */
static enum status show_page(struct req *r, struct record *rec, const char *unmask)
{
    struct name n = relation_name(rec);
    enum status st = record_tell_reasons(&r->m, rec);

    if (st != ST_OK)
        return st;
    page_title(r, "%s", name_full(r->arena, &n));
    show_record(r, rec, unmask, NULL);
    show_row(r, "Inschrijving", "Aanhef in brieven", name_salutation(r->arena, &n));
    st = contact_of_rows(r, rec);
    if (st != ST_OK)
        return st;
    show_actions(r, rec);
    return page_show(r, "relatie.cs");
}

enum status relation_show(struct req *r)
{
    struct record *rec;
    enum status st = relation_head(r, "", OPEN_PLAIN, &rec);

    return st == ST_OK ? show_page(r, rec, relation_href(r, rec, "/bsn")) : st;
}

/* The number is shown once, in answer to a POST, and the audit row of this request says who looked. */
enum status relation_bsn(struct req *r)
{
    struct record *rec;
    enum status st = relation_head(r, "", OPEN_SEALED, &rec);

    if (st != ST_OK)
        return st;
    const char *asked = req_form(r, "veld"); /* sent by the small form beside a masked value */

    if (!record_get(rec, "bsn") || (asked && strcmp(asked, "bsn")))
        return ST_NOT_FOUND;
    req_audit(r, "relation", rec->id, rec->id, PD_BSN, "bsn");
    page_notice(r, "info", "U ziet nu het BSN", "Uw inzage is vastgelegd in het logboek.", NULL, NULL);
    return show_page(r, rec, NULL);
}

enum status relation_history(struct req *r)
{
    struct record *rec;
    struct change *list;
    uint64_t total;
    size_t count;
    long page = req_page(r);
    enum status st = relation_head(r, "geschiedenis", OPEN_PLAIN, &rec);

    if (st == ST_OK)
        st = history_count(&r->m, rec->id, &total);
    if (st == ST_OK)
        st = history_list(&r->m, rec->id, (unsigned)(page - 1) * RELATION_PAGE, RELATION_PAGE, &list, &count);
    if (st != ST_OK)
        return st;
    page_title(r, "Geschiedenis");
    table_begin(r, "Table", "Wijzigingen, nieuwste eerst", "Er is nog niets gewijzigd.");
    table_col(r, "Wanneer", false);
    table_col(r, "Gegeven", false);
    table_col(r, "Was", false);
    table_col(r, "Werd", false);
    table_col(r, "Door", false);
    for (size_t i = 0; i < count; i++) {
        table_row(r);
        table_cell(r, clock_dutch(r->arena, list[i].at));
        table_cell(r, list[i].field_label);
        table_cell(r, list[i].old_value);
        table_cell(r, list[i].new_value);
        table_cell(r, list[i].who);
    }
    relation_paging(r, rec, "geschiedenis", page, total);
    return page_show(r, "relatie_tab.cs");
}
