/*
 * run.c - runs of invoices: the list, the preview, how far it is, the result.
 */
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "invoice.h"
#include "model/invoice_run.h"
#include "model/job.h"
#include "web/job_page.h"
#include "web/words.h"

static char *run_href(struct req *r, const struct run *run, const char *rest)
{
    return req_printf(r, "/facturen/runs/%llu%s", (unsigned long long)run->id, rest);
}

static const char *run_called(struct req *r, const struct run *run)
{
    return req_printf(r, "%s, %s", run->description, period_show(r->arena, &run->period));
}

enum status run_index(struct req *r)
{
    struct run *list;
    size_t count;
    enum status st = run_list(&r->m, &list, &count);

    if (st != ST_OK)
        return st;
    page_title(r, "Factuurruns");
    page_back(r, "/facturen", "Alle facturen");
    page_lead(r, "Maak in één keer facturen voor alle leden van een of meer soorten.");
    page_action(r, "Nieuwe factuurrun", "/facturen/runs/nieuw", "primary", false);
    table_begin(r, "Table", "Runs, nieuwste eerst", "Er is nog geen run gemaakt.");
    table_col(r, "Run", false);
    table_col(r, "Stand", false);
    table_col(r, "Facturen", true);
    table_col(r, "Bedrag", true);
    table_col(r, "Gemaakt op", false);
    table_col(r, "Door", false);
    for (size_t i = 0; i < count; i++) {
        table_row(r);
        table_link(r, run_called(r, &list[i]), run_href(r, &list[i], ""));
        table_mark(r, run_state_show(list[i].state), list[i].state == RUN_FINAL ? "ok" : list[i].state == RUN_GONE ? "off" : "warn");
        table_cell(r, words_count(r->arena, list[i].made));
        table_cell(r, euros(r, list[i].total));
        table_cell(r, clock_dutch(r->arena, list[i].created_at));
        table_cell(r, list[i].user_name);
    }
    req_audit(r, "invoice_run", 0, 0, PD_FINANCE, req_printf(r, "rows=%zu", count));
    return page_show(r, "factuur.cs");
}

static enum status run_head(struct req *r, struct run *run)
{
    enum status st;
    long id;

    if (!text_to_long(req_path(r, "run"), 1, INT64_MAX, &id))
        return ST_NOT_FOUND;
    st = run_load(&r->m, (uint64_t)id, run);
    if (st != ST_OK)
        return st;
    req_audit(r, "invoice_run", run->id, 0, PD_FINANCE, "");
    page_title(r, "%s", run_called(r, run));
    page_back(r, "/facturen/runs", "Alle runs");
    return ST_OK;
}

static void facts(struct req *r, const struct run *run)
{
    struct buf types = buf_in(r->arena);

    for (const char **t = run->types; *t; t++)
        buf_printf(&types, "%s%s", t == run->types ? "" : ", ", *t);
    show_row(r, "Run", "Periode", period_show(r->arena, &run->period));
    show_row(r, "Run", "Soorten lidmaatschap", types.s);
    show_row(r, "Run", "Te betalen binnen", req_printf(r, "%u dagen na de factuurdatum", run->due_days));
    show_row(r, "Run", "Stand", run_state_show(run->state));
}

static void odd_table(struct req *r, const struct run_preview *p)
{
    table_begin(r, "Table", "Bijzonderheden", "Er is niets bijzonders.");
    table_col(r, "Wat", false);
    table_col(r, "Lidmaatschappen", true);
    for (int o = 0; o < ODD_COUNT; o++) {
        if (p->odd[o] == 0)
            continue;
        table_row(r);
        table_cell(r, run_odd_show((enum run_odd)o));
        table_cell(r, words_count(r->arena, p->odd[o]));
    }
}

/* Of each kind the first ones, to look at and mend. */
static void example_table(struct req *r, const struct run_preview *p)
{
    if (p->examples_count == 0)
        return;
    table_begin(r, "Tables.0", req_printf(r, "Om na te kijken (van elke soort hoogstens %d)", RUN_EXAMPLES), NULL);
    table_col(r, "Relatie", false);
    table_col(r, "Lidmaatschap", false);
    table_col(r, "Wat", false);
    for (int o = 0; o < ODD_COUNT; o++)
        for (size_t i = 0; i < p->examples_count; i++) {
            const struct run_example *e = &p->examples[i];

            if (e->odd != (enum run_odd)o)
                continue;
            table_row(r);
            table_link(r, req_printf(r, "Relatie %s", e->relation_number), req_printf(r, "/relaties/%s/lidmaatschappen", e->relation_number));
            table_cell(r, e->type);
            table_cell(r, run_odd_show(e->odd));
        }
}

static enum status preview(struct req *r, const struct run *run)
{
    struct run_preview p;
    enum status st = run_look(&r->m, run, &p);

    if (st == ST_INVALID)
        page_notice(r, "warn", "Het totaal is te hoog", "Samen zijn deze facturen meer dan 999.999.999,99. Kies minder soorten.", NULL, NULL);
    else if (st != ST_OK)
        return st;
    facts(r, run);
    show_row(r, "Voorbeeld", "Facturen", words_count(r->arena, p.count));
    show_row(r, "Voorbeeld", "Totaal", euros(r, p.total));
    odd_table(r, &p);
    example_table(r, &p);
    if (st == ST_OK && p.count > 0) {
        form_begin(r, run_href(r, run, "/maken"), "Facturen maken", "/facturen/runs");
        form_group(r, "Facturen maken");
        form_field(r, "number", "aantal", "Hoeveel facturen worden er gemaakt?",
                   "Neem het aantal over uit het voorbeeld. De facturen worden eerst concept.", NULL);
        form_attr(r, "Required", "1");
        form_attr(r, "Width", "10");
        form_attr(r, "Autocomplete", "off");
    }
    page_action(r, "Voorbeeld weggooien", run_href(r, run, "/weggooien"), "plain", false);
    return page_show(r, "factuur.cs");
}

/* While a job is at it, or when it gave up. */
static enum status progress(struct req *r, const struct run *run)
{
    struct job j;
    enum status st = run->job ? job_load(r->m.db, r->arena, run->job, &j) : ST_NOT_FOUND;

    if (st != ST_OK)
        return st;
    job_page(r, &j, run_href(r, run, ""), run->state == RUN_NUMBERING ? "De facturen worden definitief" : "De facturen worden gemaakt");
    if (j.state == JOB_FAILED) {
        page_set(r, "Het is vijf keer geprobeerd. Wat er al is, blijft; u kunt verder gaan waar het ophield.", "Job.Text");
        page_action(r, "Verder gaan", run_href(r, run, "/verder"), "primary", true);
    }
    return page_show(r, "export.cs");
}

static enum status result(struct req *r, const struct run *run)
{
    facts(r, run);
    show_row(r, "Resultaat", "Facturen", words_count(r->arena, run->made));
    show_row(r, "Resultaat", "Totaal", euros(r, run->total));
    if (run->made != run->expected)
        page_notice(r, "info", "Het zijn er niet evenveel als in het voorbeeld",
                    req_printf(r, "Het voorbeeld telde er %s. In de tussentijd is er iets veranderd.", words_count(r->arena, run->expected)), NULL,
                    NULL);
    if (run->state == RUN_MADE) {
        page_action(r, "Alles definitief maken", run_href(r, run, "/definitief"), "primary", false);
        page_action(r, "Bekijk de facturen", req_printf(r, "/facturen?run=%llu", (unsigned long long)run->id), "plain", false);
        page_action(r, "Hele run weggooien", run_href(r, run, "/weggooien"), "danger", false);
    } else if (run->state == RUN_FINAL) {
        page_action(r, "Bekijk de facturen", req_printf(r, "/facturen?run=%llu", (unsigned long long)run->id), "primary", false);
        if (perms_have(&r->who.perms, PERM_INVOICE_COLLECT))
            page_action(r, "Incasseren", req_printf(r, "/facturen/incasso/nieuw?run=%llu", (unsigned long long)run->id), "plain", false);
    }
    return page_show(r, "factuur.cs");
}

static enum status run_page(struct req *r, const struct run *run)
{
    if (run->state == RUN_PREVIEW)
        return preview(r, run);
    return run->state == RUN_MAKING || run->state == RUN_NUMBERING ? progress(r, run) : result(r, run);
}

enum status run_show(struct req *r)
{
    struct run run;
    enum status st = run_head(r, &run);

    return st == ST_OK ? run_page(r, &run) : st;
}

/* The run as it is now, with why nothing was done. */
static enum status run_again(struct req *r)
{
    struct run run;
    enum status st = run_head(r, &run);

    if (st != ST_OK)
        return st;
    page_notice(r, "warn", "Dit kan nu niet", "De run is intussen verder, of er zijn al facturen definitief. Kijk hoe het nu staat.", NULL, NULL);
    st = run_page(r, &run);
    return st == ST_OK ? ST_CONFLICT : st;
}

static enum status run_done(struct req *r, const struct run *run, enum status st)
{
    if (st == ST_CONFLICT)
        return run_again(r);
    return st == ST_OK ? redirect(r, NULL, "/facturen/runs/%llu", (unsigned long long)run->id) : st;
}

enum status run_confirm(struct req *r)
{
    const char *typed = req_form(r, "aantal");
    struct run run;
    long count = 0;
    enum status st = run_head(r, &run);

    if (st != ST_OK)
        return st;
    if (text_empty(typed) || !text_to_long(text_strip(r->arena, typed, " ."), 0, INT32_MAX, &count))
        st = invalid(&r->problems, "aantal", "Vul het aantal facturen uit het voorbeeld in");
    else
        st = run_start(&r->m, &r->problems, &run, (uint64_t)count);
    if (st == ST_INVALID) {
        run_page(r, &run);
        return st;
    }
    req_audit(r, "invoice_run", run.id, 0, PD_FINANCE, req_printf(r, "count=%ld", count));
    return run_done(r, &run, st);
}

static enum status ask(struct req *r, const char *title, const char *text, const char *path, const char *submit, bool danger)
{
    struct run run;
    enum status st = run_head(r, &run);

    if (st != ST_OK)
        return st;
    page_title(r, "%s", title);
    page_set(r, text, "Confirm.Text");
    page_set(r, run_called(r, &run), "Confirm.Lines.0");
    if (run.state != RUN_PREVIEW)
        page_set(r, req_printf(r, "%s facturen, samen %s", words_count(r->arena, run.made), euros(r, run.total)), "Confirm.Lines.1");
    page_set(r, run_href(r, &run, path), "Confirm.Action");
    page_set(r, submit, "Confirm.Submit");
    page_set(r, run_href(r, &run, ""), "Confirm.Cancel");
    page_set(r, danger ? "1" : NULL, "Confirm.Danger");
    return page_show(r, "bevestigen.cs");
}

enum status run_number_ask(struct req *r)
{
    return ask(r, "Alle facturen definitief maken", "Elke factuur krijgt een nummer en de datum van vandaag. Daarna veranderen ze niet meer.",
               "/definitief", "Alles definitief maken", false);
}

enum status run_discard_ask(struct req *r)
{
    return ask(r, "Run weggooien", "Alle concepten van deze run verdwijnen. Dit kan niet ongedaan worden gemaakt.", "/weggooien", "Weggooien", true);
}

enum status run_number_do(struct req *r)
{
    struct run run;
    enum status st = run_head(r, &run);

    return st == ST_OK ? run_done(r, &run, run_number(&r->m, &run)) : st;
}

enum status run_resume_do(struct req *r)
{
    struct run run;
    enum status st = run_head(r, &run);

    return st == ST_OK ? run_done(r, &run, run_resume(&r->m, &run)) : st;
}

enum status run_discard_do(struct req *r)
{
    struct run run;
    enum status st = run_head(r, &run);

    if (st == ST_OK)
        st = run_discard(&r->m, &run);
    if (st == ST_CONFLICT)
        return run_again(r);
    return st == ST_OK ? redirect(r, "run-weg", "/facturen/runs") : st;
}
