/*
 * report.c - Rapportages: what there is to count, each with a table, a chart that says the same, and a file.
 */
#include "model/report.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "crm.h"
#include "model/check.h"
#include "web/csv.h"
#include "web/words.h"

#define YEARS       6  /* to choose from */
#define CHART_ROW   46 /* pixels: the words and the bar under them */
#define CHART_TEXT  16 /* pixels from the top of a row to the foot of its words */
#define CHART_BAR   23 /* pixels from the top of a row to its bar */
#define LABEL_MAX   34 /* characters of a label in the chart: they fit on a narrow screen; the table has all of it */
#define WORDS_FEW   "minder dan 5"
#define WORDS_OTHER "niet getoond"

/* A report as it is asked for. */
struct shown {
    const struct report *rep;
    int year, now;
    struct report_row *rows;
    size_t count;
};

enum status report_index(struct req *r)
{
    page_title(r, "Rapportages");
    page_lead(r, "Aantallen over een jaar, als tabel, als grafiek en als bestand. Er staan geen namen in.");
    for (const struct report *rep = reports; rep->name; rep++)
        if (perms_have(&r->who.perms, rep->perm))
            page_card(r, rep->title, rep->text, req_printf(r, "/rapportages/%s", rep->name), NULL, -1);
    return page_show(r, "rapport.cs");
}

static enum status read_year(struct req *r, struct shown *s)
{
    const char *typed = req_query(r, "jaar");
    struct date today;
    long year;

    if (!date_parse(clock_today(r->arena), &today))
        return ST_FAILED;
    s->now = s->year = today.year;
    if (param_times(&r->query, "jaar") > 1 || (typed && !text_to_long(typed, today.year - YEARS + 1, today.year, &year)))
        return req_bad(r, "no such year");
    for (size_t i = 0; i < r->query.count; i++)
        if (!r->query.list[i].used)
            return req_bad(r, "no such filter");
    if (typed)
        s->year = (int)year;
    return ST_OK;
}

static enum status read_report(struct req *r, struct shown *s)
{
    const char *until;
    enum status st;

    s->rep = report_find(req_path(r, "naam"));
    if (!s->rep || !perms_have(&r->who.perms, s->rep->perm))
        return ST_NOT_FOUND;
    st = read_year(r, s);
    if (st != ST_OK)
        return st;
    until = s->year == s->now ? clock_today(r->arena) : req_printf(r, "%04d-12-31", s->year);
    st = report_run(&r->m, s->rep, req_printf(r, "%04d-01-01", s->year), until, &s->rows, &s->count);
    if (st == ST_OK)
        req_audit(r, "report", 0, 0, PD_NORMAL, req_printf(r, "%s year=%d rows=%zu", s->rep->name, s->year, s->count));
    return st;
}

/* ---- the page ---- */

static const char *number_text(struct req *r, const struct report_row *row)
{
    return row->shown == REPORT_FEW ? WORDS_FEW : row->shown == REPORT_WITHHELD ? WORDS_OTHER : words_count(r->arena, (uint64_t)row->number);
}

static const char *more_text(struct req *r, const struct report *rep, int64_t more)
{
    return rep->more_money ? money_show(r->arena, req_printf(r, "%lld", (long long)more)) : words_count(r->arena, (uint64_t)more);
}

static bool anything_hidden(const struct shown *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->rows[i].shown != REPORT_TOLD)
            return true;
    return false;
}

static void total(struct req *r, const struct shown *s)
{
    int64_t number = 0, more = 0;

    for (size_t i = 0; i < s->count; i++) {
        number += s->rows[i].number;
        more += s->rows[i].more;
    }
    table_row(r);
    table_cell(r, "Samen");
    table_cell(r, words_count(r->arena, (uint64_t)number));
    if (s->rep->more)
        table_cell(r, more_text(r, s->rep, more));
}

static void table(struct req *r, const struct shown *s)
{
    table_begin(r, "Table", s->rep->title, "Er is in deze tijd niets te tellen.");
    table_col(r, s->rep->label, false);
    table_col(r, s->rep->number, true);
    if (s->rep->more)
        table_col(r, s->rep->more, true);
    for (size_t i = 0; i < s->count; i++) {
        table_row(r);
        table_cell(r, s->rows[i].label);
        table_cell(r, number_text(r, &s->rows[i]));
        if (s->rep->more)
            table_cell(r, s->rows[i].shown == REPORT_TOLD ? more_text(r, s->rep, s->rows[i].more) : WORDS_OTHER);
    }
    if (anything_hidden(s))
        page_notice(r, "info", "Kleine aantallen staan er niet in",
                    "Bij minder dan 5 zou iemand te herkennen zijn. Daarom staat er ook geen totaal, en is een ander aantal soms niet getoond.", NULL,
                    NULL);
    else if (s->count > 1)
        total(r, s);
}

static const char *short_label(struct req *r, const char *label)
{
    size_t seen = 0, at = 0;

    if (text_length(label) <= LABEL_MAX)
        return label;
    while (label[at] && (seen += (label[at] & 0xc0) != 0x80) < LABEL_MAX)
        at++;
    return req_printf(r, "%.*s…", (int)at, label);
}

/* The same as the table, as bars, each in percents of the largest. What is hidden has no bar. */
static void chart(struct req *r, const struct shown *s)
{
    int64_t most = 0;

    for (size_t i = 0; i < s->count; i++)
        if (s->rows[i].shown == REPORT_TOLD && s->rows[i].number > most)
            most = s->rows[i].number;
    if (most == 0)
        return;
    page_set(r, s->rep->title, "Chart.Title");
    page_set(r, req_printf(r, "Staafdiagram: %s, met een staaf voor elke regel. In de tabel hieronder staan dezelfde aantallen.", s->rep->number),
             "Chart.Text");
    page_set(r, req_printf(r, "%zu", s->count * CHART_ROW), "Chart.Height");
    for (size_t i = 0; i < s->count; i++) {
        long long share = s->rows[i].shown == REPORT_TOLD ? (long long)(100 * s->rows[i].number / most) : 0;

        page_set(r, req_printf(r, "%s: %s", short_label(r, s->rows[i].label), number_text(r, &s->rows[i])), "Chart.Bars.%zu.Label", i);
        page_set(r, req_printf(r, "%zu", i * CHART_ROW + CHART_TEXT), "Chart.Bars.%zu.TextY", i);
        page_set(r, req_printf(r, "%zu", i * CHART_ROW + CHART_BAR), "Chart.Bars.%zu.BarY", i);
        page_set(r, req_printf(r, "%lld%%", share), "Chart.Bars.%zu.Share", i);
    }
}

static void years(struct req *r, const struct shown *s)
{
    for (int i = 0; i < YEARS; i++) {
        page_set(r, req_printf(r, i ? "%d" : "%d tot vandaag", s->now - i), "Filters.%d.Label", i);
        page_set(r, req_printf(r, "/rapportages/%s?jaar=%d", s->rep->name, s->now - i), "Filters.%d.Href", i);
        page_set(r, s->now - i == s->year ? "1" : NULL, "Filters.%d.Current", i);
    }
}

enum status report_show(struct req *r)
{
    struct shown s;
    enum status st = read_report(r, &s);

    if (st != ST_OK)
        return st;
    page_title(r, "%s in %d", s.rep->title, s.year);
    page_lead(r, s.rep->text);
    page_back(r, "/rapportages", "Alle rapportages");
    years(r, &s);
    table(r, &s);
    chart(r, &s);
    if (s.count > 0)
        page_action(r, "Downloaden als CSV", req_printf(r, "/rapportages/%s/csv?jaar=%d", s.rep->name, s.year), "plain", false);
    return page_show(r, "rapport.cs");
}

/* ---- the CSV ---- */

static void csv_count(struct req *r, struct buf *b, const struct report_row *row)
{
    if (row->shown == REPORT_TOLD)
        csv_number(b, req_printf(r, "%lld", (long long)row->number), false);
    else
        csv_text(b, number_text(r, row), false);
}

static void csv_more(struct req *r, struct buf *b, const struct report *rep, const struct report_row *row)
{
    const struct field f = { .type = rep->more_money ? F_MONEY : F_NUMBER };

    if (row->shown == REPORT_TOLD)
        csv_value(b, &f, req_printf(r, "%lld", (long long)row->more), false);
    else
        csv_text(b, WORDS_OTHER, false);
}

enum status report_csv(struct req *r)
{
    struct buf b = buf_in(r->arena);
    struct shown s;
    enum status st = read_report(r, &s);

    if (st != ST_OK)
        return st;
    buf_puts(&b, CSV_BOM);
    csv_text(&b, s.rep->label, true);
    csv_text(&b, s.rep->number, false);
    if (s.rep->more)
        csv_text(&b, s.rep->more, false);
    csv_end_line(&b);
    for (size_t i = 0; i < s.count; i++) {
        csv_text(&b, s.rows[i].label, true);
        csv_count(r, &b, &s.rows[i]);
        if (s.rep->more)
            csv_more(r, &b, s.rep, &s.rows[i]);
        csv_end_line(&b);
    }
    return send_text(r, b.s, b.len, req_printf(r, "%s-%d.csv", s.rep->name, s.year), CSV_TYPE);
}
