/*
 * relation_status.c - the first of the two steps of erasure: making a relation inactive, and taking that back.
 */
#include "base/clock.h"
#include "base/text.h"
#include "crm.h"

static enum status inactive_page(struct req *r, const struct record *rec)
{
    struct reason *reasons;
    size_t count;
    const char *reason = req_form(r, "reden"), *date = NULL;
    struct date today;
    enum status st = relation_reasons(&r->m, &reasons, &count);

    if (st != ST_OK)
        return st;
    if (date_parse(clock_today(r->arena), &today))
        date = req_printf(r, "%02d-%02d-%04d", today.day, today.month, today.year);
    page_title(r, "Inactief maken");
    page_lead(
        r, "De relatie kan niet meer aanmelden bij WerktVoorMij en na de bewaartermijn kunt u de gegevens verwijderen. U kunt dit ongedaan maken.");
    form_begin(r, relation_href(r, rec, "/inactief"), "Inactief maken", relation_href(r, rec, ""));
    form_field(r, "select", "reden", "Reden van afmelding", NULL, reason);
    form_attr(r, "Required", "1");
    form_option(r, "", "Kies een reden", text_empty(reason));
    for (size_t i = 0; i < count; i++)
        form_option(r, reasons[i].code, reasons[i].title, text_equal(reason, reasons[i].code));
    form_field(r, "date", "datum", "Datum van afmelding", "Bijvoorbeeld 31 12 2025", date);
    form_attr(r, "Required", "1");
    return page_show(r, "formulier.cs");
}

enum status relation_inactive_form(struct req *r)
{
    struct record *rec;
    enum status st = relation_form_head(r, OPEN_PLAIN, &rec);

    if (st != ST_OK)
        return st;
    if (text_equal(record_get(rec, "status"), "inactief"))
        return redirect(r, "al-inactief", "/relaties/%s", rec->number);
    return inactive_page(r, rec);
}

enum status relation_inactive(struct req *r)
{
    struct record *rec;
    enum status st = relation_form_head(r, OPEN_PLAIN, &rec);

    if (st != ST_OK)
        return st;
    st = relation_deactivate(&r->m, &r->problems, rec->number, req_form(r, "reden"), form_date(r, "datum"));
    if (st == ST_INVALID) {
        inactive_page(r, rec);
        return st;
    }
    /* Already inactive is what was asked for: a form sent twice is no error. */
    if (st == ST_CONFLICT)
        return redirect(r, "al-inactief", "/relaties/%s", rec->number);
    return st == ST_OK ? redirect(r, "inactief", "/relaties/%s", rec->number) : st;
}

enum status relation_active(struct req *r)
{
    struct record *rec;
    enum status st = relation_form_head(r, OPEN_PLAIN, &rec);

    if (st == ST_OK)
        st = relation_reactivate(&r->m, rec->number);
    if (st == ST_OK || st == ST_CONFLICT)
        return redirect(r, "actief", "/relaties/%s", rec->number);
    return st;
}
