/*
 * run_form.c - what a run is about: the form for a new one.
 */
#include <string.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/crypto.h"
#include "base/text.h"
#include "invoice.h"
#include "model/check.h"
#include "model/invoice_run.h"
#include "model/vat.h"

#define DESCRIPTION_MAX 200
#define DUE_MAX         365
#define TYPE_NAME       24 /* room for a form name of a type */

/* A type of membership is free text: its box is named by its hash, so that a type that comes or goes meanwhile shifts no ticks. */
static const char *type_name(struct req *r, const char *type)
{
    uint8_t hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];

    hash_sha256(type, strlen(type), hash);
    hex_encode(hash, sizeof hash, hex);
    return req_printf(r, "soort-%.12s", hex);
}

static void period_options(struct req *r, const char *chosen)
{
    const char *today = clock_today(r->arena);
    struct period p;
    struct date d;

    if (!date_parse(today, &d))
        return;
    form_option(r, "", "Kies een periode", text_empty(chosen));
    for (int year = d.year + 1; year >= d.year - 1; year--)
        for (int i = 0; i <= 16; i++) {
            const char *code = i == 0 ? req_printf(r, "%d", year) : i <= 4 ? req_printf(r, "%d-K%d", year, i) : req_printf(r, "%d-%02d", year, i - 4);

            if (period_parse(code, &p))
                form_option(r, code, period_show(r->arena, &p), text_equal(chosen, code));
        }
}

static void vat_options(struct req *r, const char *chosen)
{
    const struct field *f = &invoice_line_entity.fields[field_index(&invoice_line_entity, "vat_code")];

    for (const struct choice *c = f->choices; c->value; c++)
        form_option(r, c->value, c->label, text_equal(chosen, c->value));
}

static enum status form(struct req *r)
{
    const char **types, *period = req_form(r, "periode"), *vat = req_form(r, "btwsoort");
    enum status st = run_types(&r->m, &types);

    if (st != ST_OK)
        return st;
    page_title(r, "Nieuwe factuurrun");
    page_back(r, "/facturen/runs", "Alle runs");
    page_lead(r, "U krijgt eerst een voorbeeld te zien. Er wordt nog niets gemaakt.");
    form_begin(r, "/facturen/runs/nieuw", "Voorbeeld bekijken", "/facturen/runs");
    form_group(r, "Wat");
    form_field(r, "select", "periode", "Periode", NULL, period);
    form_attr(r, "Required", "1");
    period_options(r, period);
    form_field(r, "text", "omschrijving", "Omschrijving op de factuur", NULL, "Contributie");
    form_attr(r, "Required", "1");
    form_attr(r, "Maxlength", req_printf(r, "%d", DESCRIPTION_MAX));
    form_attr(r, "Width", "40");
    form_field(r, "select", "btwsoort", "Btw", "Contributie van een vereniging is meestal vrijgesteld", vat);
    form_attr(r, "Required", "1");
    vat_options(r, text_empty(vat) ? "vrijgesteld" : vat);
    form_field(r, "number", "dagen", "Te betalen binnen (dagen)", NULL, req_printf(r, "%ld", r->config->invoice_due_days));
    form_attr(r, "Required", "1");
    form_attr(r, "Width", "4");
    form_group(r, "Soorten lidmaatschap");
    for (size_t i = 0; types[i]; i++)
        form_field(r, "check", type_name(r, types[i]), types[i], NULL, NULL);
    if (!types[0])
        page_notice(r, "info", "Er zijn nog geen lidmaatschappen", "Voeg ze eerst toe bij de relaties.", NULL, NULL);
    return page_show(r, "formulier.cs");
}

enum status run_new(struct req *r)
{
    return form(r);
}

/* The ticked ones. The first box carries the problem when none is. */
static enum status read_types(struct req *r, struct run *run)
{
    const char **types, **ticked;
    size_t n = 0;
    enum status st = run_types(&r->m, &types);

    if (st != ST_OK)
        return st;
    ticked = arena_array(r->arena, RUN_TYPES_MAX + 1, sizeof *ticked);
    for (size_t i = 0; types[i]; i++)
        if (text_equal(req_form(r, type_name(r, types[i])), "ja"))
            ticked[n++] = types[i];
    run->types = ticked;
    if (n == 0)
        invalid(&r->problems, types[0] ? type_name(r, types[0]) : NULL, "Kies een soort lidmaatschap of meer");
    return ST_OK;
}

static enum status read_form(struct req *r, struct run *run)
{
    const char *days = req_form(r, "dagen");
    long due = 0;
    enum status st = read_types(r, run);

    if (st != ST_OK)
        return st;
    run->description = req_form(r, "omschrijving");
    run->vat_code = req_form(r, "btwsoort");
    if (!period_parse(req_form(r, "periode"), &run->period))
        invalid(&r->problems, "periode", "Kies een periode");
    if (text_empty(run->description) || text_length(run->description) > DESCRIPTION_MAX || strchr(run->description, '\n'))
        invalidf(&r->problems, "omschrijving", "Vul een omschrijving in van hoogstens %d tekens", DESCRIPTION_MAX);
    if (!vat_kind(run->vat_code))
        invalid(&r->problems, "btwsoort", "Kies een soort btw");
    if (text_empty(days) || !text_to_long(days, 0, DUE_MAX, &due))
        invalidf(&r->problems, "dagen", "Vul een aantal dagen in van 0 tot %d", DUE_MAX);
    run->due_days = (unsigned)due;
    return problems_any(&r->problems) ? ST_INVALID : ST_OK;
}

enum status run_preview_make(struct req *r)
{
    struct run run = { 0 };
    enum status st = read_form(r, &run);

    if (st == ST_INVALID) {
        form(r);
        return st;
    }
    if (st == ST_OK)
        st = run_add(&r->m, &run);
    if (st != ST_OK)
        return st;
    req_audit(r, "invoice_run", run.id, 0, PD_FINANCE, "");
    return redirect(r, NULL, "/facturen/runs/%llu", (unsigned long long)run.id);
}
