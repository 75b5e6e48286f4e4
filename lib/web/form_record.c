#include "web/form.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "model/check.h"
#include "model/choices.h"
#include "web/answer.h"
#include "web/field_access.h"

#define VERSION_NAME "versie"
#define EMPTY_SEALED "-"
#define RADIO_MOST   3

static bool is_date(const struct field *f)
{
    return f->type == F_DATE || f->type == F_PARTIAL_DATE;
}

/* There, but not opened: what is typed replaces it, nothing typed leaves it. */
static bool closed(const struct record *rec, size_t i)
{
    return rec->entity->fields[i].sealed && rec->values[i] == NULL && rec->sealed_there != NULL && rec->sealed_there[i];
}

/* ---- filling ---- */

static const char *kind_of(const struct field *f)
{
    size_t choices = 0;

    if (f->sql_choices != NULL)
        return "select";
    switch (f->type) {
    case F_LINES:
        return "textarea";
    case F_HOUSE_NUMBER:
    case F_NUMBER:
    case F_KVK:
    case F_BSN:
        return "number";
    case F_PHONE:
        return "tel";
    case F_EMAIL:
        return "email";
    case F_PARTIAL_DATE:
    case F_DATE:
        return "date";
    case F_YESNO:
        return "radio";
    case F_CHOICE:
        while (f->choices != NULL && f->choices[choices].value != NULL)
            choices++;
        return choices <= RADIO_MOST ? "radio" : "select";
    case F_TIME:
    case F_SIZE:
        return "static";
    default:
        return "text";
    }
}

static const char *width_of(const struct field *f)
{
    switch (f->type) {
    case F_HOUSE_NUMBER:
    case F_CLOCK:
        return "6";
    case F_POSTCODE:
    case F_KVK:
    case F_BSN:
    case F_MONEY:
        return "10";
    case F_PHONE:
    case F_COUNTRY:
        return "20";
    case F_EMAIL:
    case F_IBAN:
        return "40";
    default:
        return f->max <= 2 ? "2" : f->max <= 4 ? "4" : f->max <= 6 ? "6" : f->max <= 10 ? "10" : f->max <= 25 ? "20" : "40";
    }
}

/* Only where every character counts; what is forgiven (spaces in an IBAN) must be typable. */
static bool length_counts(const struct field *f)
{
    return f->type == F_TEXT || f->type == F_LINES || f->type == F_NAME || f->type == F_PREFIX;
}

static void options(struct req *r, const struct field *f, const char *value)
{
    if (f->type == F_YESNO) {
        form_option(r, "ja", "Ja", text_equal(value, "ja"));
        form_option(r, "nee", "Nee", text_equal(value, "nee"));
        return;
    }
    if (!f->required || (text_empty(value) && strcmp(kind_of(f), "select") == 0))
        form_option(r, "", f->required ? "Maak een keuze" : "Niet ingevuld", text_empty(value));
    for (const struct choice *c = f->choices; c != NULL && c->value != NULL; c++)
        form_option(r, c->value, c->label, text_equal(value, c->value));
}

/* Choices from the database; what it is now stays possible, although it is no longer offered. */
static void options_read(struct req *r, const struct field *f, const char *value)
{
    const struct choice *list;

    form_option(r, "", f->required ? "Maak een keuze" : "Niet ingevuld", text_empty(value));
    if (choices_read(&r->m, f->sql_choices, &list) != ST_OK)
        return; /* the transaction has failed, and the page is another one */
    if (!text_empty(value) && !choice_among(list, value))
        form_option(r, value, value, true);
    for (; list->value != NULL; list++)
        form_option(r, list->value, list->label, text_equal(value, list->value));
}

static void attributes(struct req *r, const struct field *f)
{
    const struct perm_info *p = perm_info(f->see);

    form_attr(r, "Width", width_of(f));
    if (length_counts(f))
        form_attr(r, "Maxlength", req_printf(r, "%u", f->max));
    if (f->required)
        form_attr(r, "Required", "1");
    /* Staff type another's data: their browser's own must not get in between. */
    form_attr(r, "Autocomplete", r->who.site == SITE_PORTAL ? f->autocomplete : "off");
    if ((f->category == PD_BSN || f->category == PD_SPECIAL) && p != NULL && r->who.site == SITE_STAFF) {
        form_attr(r, "Mark", "orange");
        form_attr(r, "MarkText", p->warning);
    }
}

static void field_fixed(struct req *r, const struct record *rec, size_t i)
{
    const struct field *f = &rec->entity->fields[i];
    const char *value = rec->values[i];

    if (closed(rec, i) || (value != NULL && f->category == PD_BSN))
        value = field_masked(f, r->arena, value);
    else if (value != NULL)
        value = field_show(f, r->arena, value);
    form_field(r, "static", f->xml, f->label, NULL, value);
    form_attr(r, "Readonly", "1");
    form_attr(r, "Required", "1");
}

static void field_open(struct req *r, const struct record *rec, size_t i)
{
    const struct field *f = &rec->entity->fields[i];
    const char *kind = kind_of(f), *hint = f->hint, *typed;

    if (closed(rec, i))
        hint = req_printf(r, "Er is al een %s vastgelegd. Vul alleen iets in om het te wijzigen, of %s om het te wissen.", f->label, EMPTY_SEALED);
    form_field(r, kind, f->xml, f->label, hint, rec->values[i] == NULL ? "" : field_typed(f, r->arena, rec->values[i]));
    attributes(r, f);
    typed = param_get(&r->form, f->xml);
    if (f->type == F_CHOICE || f->type == F_YESNO)
        options(r, f, typed != NULL ? typed : rec->values[i]);
    else if (f->sql_choices != NULL)
        options_read(r, f, typed != NULL ? typed : rec->values[i]);
}

void form_record(struct req *r, const struct record *rec, const char *action, const char *submit, const char *cancel)
{
    const char *group = NULL;
    bool any = false;

    form_begin(r, action, submit, cancel);
    if (rec->version != 0)
        form_set(r, "Version", req_printf(r, "%u", (unsigned)rec->version));
    for (size_t i = 0; i < rec->entity->count; i++) {
        const struct field *f = &rec->entity->fields[i];

        if (!field_seen(r, f) || f->asked)
            continue;
        if (!any || !text_equal(group, f->group))
            form_group(r, f->group);
        group = f->group;
        any = true;
        if (field_edited(r, f))
            field_open(r, rec, i);
        else if (rec->id != 0 || rec->number != NULL)
            field_fixed(r, rec, i);
    }
}

/* ---- reading ---- */

static enum status read_field(struct req *r, struct record *rec, size_t i, bool *mask)
{
    const struct field *f = &rec->entity->fields[i];
    const char *typed = is_date(f) ? form_date(r, f->xml) : req_form(r, f->xml), *value = NULL;

    mask[i] = false;
    /* What is absent stays as it is; a new row has nothing yet that could stay. */
    if (typed == NULL && rec->id == 0 && f->required && f->initial == NULL && field_edited(r, f))
        typed = "";
    if (typed == NULL)
        return ST_OK;
    if (!field_edited(r, f)) {
        log_fact(LOG_WARN, "field_refused", "field=%s", f->xml);
        r->page->bad = true;
        return ST_OK;
    }
    if (closed(rec, i) && text_empty(typed))
        return ST_OK;
    if (f->sealed && text_equal(typed, EMPTY_SEALED))
        typed = "";
    if (field_check(f, r->arena, &r->problems, typed, &value) != ST_OK)
        return ST_INVALID;
    rec->values[i] = value;
    mask[i] = true;
    return ST_OK;
}

enum status form_read(struct req *r, struct record *rec, bool *mask)
{
    const char *version = req_form(r, VERSION_NAME), *unknown;
    enum status st = ST_OK;
    long number;

    for (size_t i = 0; i < rec->entity->count; i++)
        if (read_field(r, rec, i, mask) != ST_OK)
            st = ST_INVALID;
    if (version != NULL && text_to_long(version, 1, UINT32_MAX, &number))
        rec->version = (uint32_t)number;
    else if (version != NULL)
        return req_bad(r, "versie");
    if (form_unknown(r, &unknown))
        return req_bad(r, req_printf(r, "unknown field %s", unknown));
    return r->page->bad ? ST_DENIED : st;
}
