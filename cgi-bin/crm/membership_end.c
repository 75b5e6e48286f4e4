/*
 * membership_end.c - ending a membership, with its last day and why.
 */
#include "base/clock.h"
#include "base/text.h"
#include "crm.h"
#include "model/check.h"
#include "model/membership.h"
#include "web/part_table.h"

static enum status end_load(struct req *r, struct record **rel, struct record **row)
{
    long id;
    enum status st = relation_form_head(r, OPEN_PLAIN, rel);

    if (st != ST_OK)
        return st;
    if (!text_to_long(req_path(r, "id"), 1, INT64_MAX, &id))
        return ST_NOT_FOUND;
    st = record_load(&r->m, &membership_entity, (*rel)->id, (uint64_t)id, OPEN_PLAIN, row);
    if (st == ST_OK)
        req_audit(r, "membership", (*row)->id, (*rel)->id, PD_NORMAL, "");
    return st;
}

static enum status end_page(struct req *r, const struct record *rel, const struct record *row)
{
    const struct field *date = field_find(&membership_entity, "einddatum"), *reason = field_find(&membership_entity, "eindreden");
    const char *here = req_printf(r, "/relaties/%s/lidmaatschappen/%llu", rel->number, (unsigned long long)row->id);
    const char *end = record_get(row, "end_date");

    page_title(r, "Lidmaatschap beëindigen");
    page_lead(r, req_printf(r, "%s, lid sinds %s.", part_name(r, row),
                            field_show(field_find(&membership_entity, "begindatum"), r->arena, record_get(row, "start_date"))));
    form_begin(r, req_printf(r, "%s/beeindigen", here), "Lidmaatschap beëindigen", here);
    form_set(r, "Version", req_printf(r, "%u", (unsigned)row->version));
    form_field(r, "date", date->xml, "Laatste dag", "Mag in de toekomst liggen", field_typed(date, r->arena, end ? end : clock_today(r->arena)));
    form_attr(r, "Required", "1");
    form_field(r, "text", reason->xml, reason->label, "Bijvoorbeeld verhuisd of opgezegd", record_get(row, "end_reason"));
    form_attr(r, "Required", "1");
    form_attr(r, "Maxlength", req_printf(r, "%u", reason->max));
    return page_show(r, "formulier.cs");
}

enum status membership_end_form(struct req *r)
{
    struct record *rel, *row;
    enum status st = end_load(r, &rel, &row);

    return st == ST_OK ? end_page(r, rel, row) : st;
}

enum status membership_end_save(struct req *r)
{
    const char *version = req_form(r, "versie");
    struct record *rel, *row;
    enum status st = end_load(r, &rel, &row);
    uint32_t now;
    long number;

    if (st != ST_OK)
        return st;
    if (!version || !text_to_long(version, 1, UINT32_MAX, &number))
        return req_bad(r, "versie");
    now = row->version;
    row->version = (uint32_t)number;
    st = membership_end(&r->m, row, form_date(r, "einddatum"), req_form(r, "eindreden"), &r->problems);
    if (st == ST_CONFLICT) {
        row->version = now;
        page_notice(r, "warn", "Iemand anders heeft dit lidmaatschap net gewijzigd",
                    "Er is nog niets opgeslagen. Verstuur het nog eens als het klopt.", NULL, NULL);
    }
    if (st == ST_CONFLICT || st == ST_INVALID) {
        end_page(r, rel, row);
        return st;
    }
    return st == ST_OK ? redirect(r, "bewaard", "/relaties/%s/lidmaatschappen/%llu", rel->number, (unsigned long long)row->id) : st;
}
