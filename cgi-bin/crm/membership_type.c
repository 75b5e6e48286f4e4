/*
 * membership_type.c - the types of membership with their prices (/lidmaatschappen/soorten).
 */
#include "base/text.h"
#include "crm.h"
#include "model/check.h"
#include "model/membership.h"

#define TYPES "/lidmaatschappen/soorten"

static const struct field price = { .column = "amount_cents", .type = F_MONEY };

static void type_form(struct req *r, const struct membership_type *t, const char *action, const char *submit, const char *cancel)
{
    form_begin(r, action, submit, cancel);
    if (t->id)
        form_set(r, "Version", req_printf(r, "%u", (unsigned)t->version));
    else
        form_group(r, "Soort toevoegen");
    form_field(r, "text", "naam", "Naam", "Bijvoorbeeld Gezinslidmaatschap", t->title);
    form_attr(r, "Required", "1");
    form_attr(r, "Maxlength", "60");
    form_field(r, "text", "bedrag", "Contributie per jaar", "In euro’s, bijvoorbeeld 22,50. Geldt voor nieuwe lidmaatschappen",
               t->amount ? field_typed(&price, r->arena, t->amount) : NULL);
    form_attr(r, "Width", "10");
    if (!t->id)
        return;
    form_field(r, "check", "aangeboden", "Kan worden gekozen voor een nieuw lidmaatschap", NULL, t->offered ? "ja" : "");
    form_attr(r, "Required", "1");
}

static enum status types_page(struct req *r)
{
    bool edit = perms_have(&r->who.perms, PERM_MEMBERSHIP_TYPE_EDIT);
    struct membership_type *list;
    size_t count;
    enum status st = membership_types(&r->m, &list, &count);

    if (st != ST_OK)
        return st;
    page_title(r, "Soorten lidmaatschap");
    page_back(r, "/lidmaatschappen", "Alle lidmaatschappen");
    table_begin(r, "Table", "Soorten", "Er zijn nog geen soorten lidmaatschap.");
    table_col(r, "Naam", false);
    table_col(r, "Per jaar", true);
    table_col(r, "Lopend", true);
    table_col(r, "Status", false);
    for (size_t i = 0; i < count; i++) {
        table_row(r);
        if (edit)
            table_link(r, list[i].title, req_printf(r, TYPES "/%llu", (unsigned long long)list[i].id));
        else
            table_cell(r, list[i].title);
        table_cell(r, list[i].amount ? field_show(&price, r->arena, list[i].amount) : "");
        table_cell(r, req_printf(r, "%llu", (unsigned long long)list[i].running));
        table_mark(r, list[i].offered ? "Te kiezen" : "Niet meer te kiezen", list[i].offered ? "ok" : "off");
    }
    if (edit)
        type_form(r, &(struct membership_type){ .offered = true }, TYPES, "Soort toevoegen", NULL);
    return page_show(r, "tabelformulier.cs");
}

enum status membership_types_show(struct req *r)
{
    return types_page(r);
}

enum status membership_type_add(struct req *r)
{
    struct membership_type t = { .offered = true };
    enum status st = membership_type_save(&r->m, &t, req_form(r, "naam"), req_form(r, "bedrag"), &r->problems);

    if (st == ST_INVALID)
        return types_page(r) == ST_FAILED ? ST_FAILED : st;
    if (st != ST_OK)
        return st;
    req_audit(r, "membership_type", t.id, 0, PD_NORMAL, "");
    return redirect(r, "toegevoegd", TYPES);
}

static enum status type_load(struct req *r, struct membership_type *t)
{
    long id;

    if (!text_to_long(req_path(r, "id"), 1, INT32_MAX, &id))
        return ST_NOT_FOUND;
    return membership_type_load(&r->m, (uint64_t)id, t);
}

static enum status type_page(struct req *r, const struct membership_type *t)
{
    page_title(r, "Soort lidmaatschap wijzigen");
    page_back(r, TYPES, "Soorten lidmaatschap");
    type_form(r, t, req_printf(r, TYPES "/%llu", (unsigned long long)t->id), "Wijzigingen opslaan", TYPES);
    return page_show(r, "formulier.cs");
}

enum status membership_type_edit(struct req *r)
{
    struct membership_type t;
    enum status st = type_load(r, &t);

    return st == ST_OK ? type_page(r, &t) : st;
}

enum status membership_type_change(struct req *r)
{
    const char *version = req_form(r, "versie");
    struct membership_type t;
    enum status st = type_load(r, &t);
    uint32_t now;
    long number;

    if (st != ST_OK)
        return st;
    if (!version || !text_to_long(version, 1, UINT32_MAX, &number))
        return req_bad(r, "versie");
    now = t.version;
    t.version = (uint32_t)number;
    t.offered = text_equal(req_form(r, "aangeboden"), "ja");
    st = membership_type_save(&r->m, &t, req_form(r, "naam"), req_form(r, "bedrag"), &r->problems);
    if (st == ST_CONFLICT) {
        t.version = now;
        page_notice(r, "warn", "Iemand anders heeft dit net gewijzigd", "Er is nog niets van u opgeslagen. Sla nog eens op om uw waarden te bewaren.",
                    NULL, NULL);
    }
    if (st == ST_CONFLICT || st == ST_INVALID) {
        type_page(r, &t);
        return st;
    }
    if (st != ST_OK)
        return st;
    req_audit(r, "membership_type", t.id, 0, PD_NORMAL, "");
    return redirect(r, "bewaard", TYPES);
}
