/*
 * relation_head.c - what stands around every page about one relation: who it is, the tabs, the way back, paging.
 */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "crm.h"
#include "model/relation_counts.h"

char *relation_href(struct req *r, const struct record *rec, const char *rest)
{
    return req_printf(r, "/relaties/%s%s", rec->number, rest);
}

static void head_values(struct req *r, const struct record *rec)
{
    struct name n = relation_name(rec);
    const char *born = record_get(rec, "birth_date"), *status = record_get(rec, "status");
    struct date d;

    page_set(r, rec->number, "Relation.Number");
    page_set(r, name_full(r->arena, &n), "Relation.Name");
    page_set(r, name_salutation(r->arena, &n), "Relation.Salutation");
    page_set(r, status, "Relation.Status");
    page_set(r, text_equal(status, "inactief") ? "Inactief" : "Actief", "Relation.StatusText");
    page_set(r, born && date_parse(born, &d) ? date_dutch(r->arena, d) : NULL, "Relation.Born");
    page_set(r, record_get(rec, "town"), "Relation.Place");
}

static enum status head_tabs(struct req *r, const struct record *rec, const char *tab)
{
    const struct perms *may = &r->who.perms;
    uint64_t counts[ENTITY_PARTS_MAX];
    enum status st = relation_counts(&r->m, rec->id, counts);

    if (st != ST_OK)
        return st;
    page_tab(r, "Gegevens", relation_href(r, rec, ""), -1, !*tab);
    for (size_t i = 1; entities[i]; i++) {
        const struct entity *e = entities[i];

        if (perms_have(may, e->see))
            page_tab(r, e->plural, req_printf(r, "/relaties/%s/%s", rec->number, e->xml_list), (long)counts[i], !strcmp(tab, e->xml_list));
    }
    if (perms_have(may, PERM_HISTORY_READ))
        page_tab(r, "Geschiedenis", relation_href(r, rec, "/geschiedenis"), -1, !strcmp(tab, "geschiedenis"));
    return ST_OK;
}

static void head_notices(struct req *r, const struct record *rec)
{
    if (record_get(rec, "death_date"))
        page_notice(r, "warn", "Deze relatie is overleden", "Stuur geen post of mail aan deze persoon.", NULL, NULL);
    else if (text_equal(record_get(rec, "status"), "inactief"))
        page_notice(r, "info", "Deze relatie is inactief", "Na de bewaartermijn kan deze relatie definitief worden verwijderd.", NULL, NULL);
}

static enum status head_load(struct req *r, enum record_open open, struct record **out)
{
    enum status st = relation_load(&r->m, req_path(r, "nr"), open, out);

    if (st != ST_OK)
        return st;
    req_audit(r, "relation", (*out)->id, (*out)->id, PD_CONTACT, "");
    head_values(r, *out);
    return ST_OK;
}

enum status relation_head(struct req *r, const char *tab, enum record_open open, struct record **out)
{
    enum status st = head_load(r, open, out);

    if (st != ST_OK)
        return st;
    page_back(r, "/relaties", "Alle relaties");
    head_notices(r, *out);
    return head_tabs(r, *out, tab);
}

enum status relation_form_head(struct req *r, enum record_open open, struct record **out)
{
    enum status st = head_load(r, open, out);

    if (st != ST_OK)
        return st;
    page_back(r, relation_href(r, *out, ""), "Terug naar de relatie");
    return ST_OK;
}

enum status relation_rows(struct req *r, const struct record *rel, const struct entity *e, struct tab_rows *out)
{
    enum status st = record_count(&r->m, e, rel->id, &out->total);

    out->page = req_page(r);
    if (st != ST_OK)
        return st;
    return record_list(&r->m, e, rel->id, OPEN_PLAIN, (unsigned)(out->page - 1) * RELATION_PAGE, RELATION_PAGE, &out->rows, &out->count);
}

void relation_paging(struct req *r, const struct record *rec, const char *tab, long page, uint64_t total)
{
    long pages = (long)((total + RELATION_PAGE - 1) / RELATION_PAGE);

    page_paging(r, page, pages, total, false, "regel", "regels");
    if (page > 1)
        page_set(r, req_printf(r, "/relaties/%s/%s?pagina=%ld", rec->number, tab, page - 1), "Paging.PrevHref");
    if (page < pages)
        page_set(r, req_printf(r, "/relaties/%s/%s?pagina=%ld", rec->number, tab, page + 1), "Paging.NextHref");
}
