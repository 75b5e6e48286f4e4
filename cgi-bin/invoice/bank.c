/*
 * bank.c - a bank statement: read, matched with invoices, and what somebody ticked recorded as paid.
 *
 * Nothing of a statement is kept: it is in memory while this page is made, the proposals travel in the form, and of what is recorded the bank's
 * reference stays, by which the same entry is known again.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "invoice.h"
#include "model/bank_match.h"
#include "model/check.h"
#include "ops/camt053.h"
#include "web/words.h"

#define PROPOSALS 80 /* at once: two fields each, and a form has at most PARAMS_MAX */
#define SHOWN     100

static enum status form(struct req *r)
{
    page_title(r, "Bankafschrift inlezen");
    page_back(r, "/facturen", "Alle facturen");
    page_lead(r, "Lees het afschrift van uw bank in (CAMT.053). U ziet eerst een voorstel; er wordt nog niets vastgelegd.");
    form_begin(r, "/facturen/bank", "Afschrift inlezen", "/facturen");
    form_set(r, "Upload", "1");
    form_field(r, "file", "bestand", "Bestand", "Een XML-bestand van hoogstens 4 MB. Het wordt niet bewaard.", NULL);
    form_attr(r, "Required", "1");
    return page_show(r, "factuur.cs");
}

enum status bank_form(struct req *r)
{
    const char *done = req_query(r, "vastgelegd"), *left = req_query(r, "overgeslagen");
    long n = 0, m = 0;

    if (done && left && text_to_long(done, 0, PROPOSALS, &n) && text_to_long(left, 0, PROPOSALS, &m))
        page_notice(r, "info", req_printf(r, n == 1 ? "%ld betaling is vastgelegd" : "%ld betalingen zijn vastgelegd", n),
                    m ? req_printf(r, "%ld overgeslagen: die waren al vastgelegd of konden niet.", m) : NULL, NULL, NULL);
    return form(r);
}

static const char *day(struct req *r, const char *date)
{
    struct date d;

    return date_parse(date, &d) ? date_dutch(r->arena, d) : "";
}

static void propose(struct req *r, unsigned i, const struct bank_entry *e, const struct matched *m)
{
    bool sure = m->how == MATCH_NUMBER;
    const char *how = m->how == MATCH_ACCOUNT  ? "zelfde rekening en bedrag"
                      : m->how == MATCH_NUMBER ? "factuurnummer en bedrag kloppen"
                                               : "factuurnummer klopt, bedrag niet";

    form_field(r, "check", req_printf(r, "neem-%u", i),
               req_printf(r, "%s: %s%s %s", m->number, e->cents < 0 ? "storno van " : "", euros(r, e->cents < 0 ? -e->cents : e->cents), e->name),
               req_printf(r, "%s. Op %s. Open: %s. %s", how, day(r, e->booked_on), euros(r, m->open), e->text), NULL);
    form_attr(r, "Value", sure ? "ja" : "");
    form_hidden(r, req_printf(r, "regel-%u", i),
                req_printf(r, "%llu;%lld;%s;%s", (unsigned long long)m->invoice_id, (long long)e->cents, e->booked_on, e->ref));
}

static void rest_row(struct req *r, const struct bank_entry *e, const char *why)
{
    table_row(r);
    table_cell(r, day(r, e->booked_on));
    table_cell(r, euros(r, e->cents));
    table_cell(r, e->name);
    table_cell(r, e->text);
    table_cell(r, why);
}

static void rest_begin(struct req *r)
{
    table_begin(r, "Table", req_printf(r, "Niet voorgesteld (hoogstens %d getoond)", SHOWN), NULL);
    table_col(r, "Datum", false);
    table_col(r, "Bedrag", true);
    table_col(r, "Naam", false);
    table_col(r, "Omschrijving", false);
    table_col(r, "Waarom", false);
}

static enum status proposals(struct req *r, const struct bank_entry *list, size_t count)
{
    unsigned proposed = 0, rest = 0, later = 0, done = 0;

    form_begin(r, "/facturen/bank/vastleggen", "Aangevinkte betalingen vastleggen", "/facturen/bank");
    form_set(r, "Upload", ""); /* this answers an upload, and asks for none */
    form_group(r, "Voorgestelde betalingen");
    rest_begin(r);
    for (size_t i = 0; i < count; i++) {
        struct matched m;
        enum status st = bank_match(&r->m, list[i].ref, list[i].end_to_end, list[i].text, list[i].iban, list[i].cents, &m);

        if (st != ST_OK)
            return st;
        /* What went out is of no concern here, unless it is one of ours that came back. */
        if (list[i].cents < 0 && !list[i].returned && m.how != MATCH_DONE)
            continue;
        done += m.how == MATCH_DONE;
        if (m.how > MATCH_DONE && proposed < PROPOSALS)
            propose(r, proposed++, &list[i], &m);
        else if (m.how > MATCH_DONE)
            later++;
        else if (m.how == MATCH_NONE && rest++ < SHOWN)
            rest_row(r, &list[i], list[i].returned ? "Storno; geen factuur gevonden" : "Geen factuur gevonden");
    }
    show_row(r, "Afschrift", "Voorgesteld", words_count(r->arena, proposed));
    show_row(r, "Afschrift", "Geen factuur gevonden", words_count(r->arena, rest));
    show_row(r, "Afschrift", "Al eerder vastgelegd", words_count(r->arena, done));
    if (later > 0)
        page_notice(r, "info", req_printf(r, "Er zijn er nog %u", later),
                    "Leg deze eerst vast en lees het bestand daarna nog eens in. Wat al is vastgelegd, telt niet opnieuw.", NULL, NULL);
    if (proposed == 0)
        page_set(r, "", "Form.Action");
    return ST_OK;
}

enum status bank_read(struct req *r)
{
    struct bank_entry *list;
    size_t count;
    enum status st;

    if (!problem_for(&r->problems, "bestand") && !r->file_n)
        invalid(&r->problems, "bestand", "Kies het bestand van uw bank");
    if (problems_any(&r->problems)) {
        form(r);
        return ST_INVALID;
    }
    st = camt053_read(r->arena, &r->problems, r->file, r->file_n, &list, &count);
    if (st == ST_INVALID) {
        form(r);
        return st;
    }
    if (st != ST_OK)
        return st;
    page_title(r, "Betalingen op het afschrift");
    page_back(r, "/facturen/bank", "Ander afschrift inlezen");
    st = proposals(r, list, count);
    req_audit(r, "payment", 0, 0, PD_FINANCE, req_printf(r, "rows=%zu", count));
    return st == ST_OK ? page_show(r, "factuur.cs") : st;
}

/* "invoice;cents;date;reference". False when it is not what we wrote. */
static bool read_line(struct req *r, const char *line, uint64_t *invoice, int64_t *cents, const char **date, const char **ref)
{
    char *rest = arena_strdup(r->arena, line), *part[4];
    struct date d;
    long id, amount;

    for (int i = 0; i < 3; i++)
        if ((part[i] = strsep(&rest, ";")) == NULL)
            return false;
    part[3] = rest;
    if (!rest || !*rest || strlen(rest) >= CAMT_REF || text_length(rest) != strlen(rest) || !text_to_long(part[0], 1, INT64_MAX, &id) ||
        !text_to_long(*part[1] == '-' ? part[1] + 1 : part[1], 1, INT64_C(99999999999), &amount) || !date_parse(part[2], &d) || !date_full(d) ||
        !date_valid(d))
        return false;
    *invoice = (uint64_t)id;
    *cents = *part[1] == '-' ? -amount : amount;
    *date = date_text(r->arena, d);
    *ref = rest;
    return true;
}

static enum status record_one(struct req *r, const char *line)
{
    struct record *invoice;
    uint64_t id;
    int64_t cents;
    const char *date, *ref;
    enum status st;

    if (!read_line(r, line, &id, &cents, &date, &ref))
        return req_bad(r, "regel");
    st = invoice_load(&r->m, id, &invoice);
    if (st == ST_OK)
        st = invoice_pay(&r->m, invoice, cents, date, PAID_BY_BANK, ref);
    if (st != ST_OK)
        return st;
    return req_audit_extra(r, &(struct audit){ .event = "invoice_pay",
                                               .act = ACT_UPDATE,
                                               .object = "invoice",
                                               .object_id = id,
                                               .relation_id = invoice->relation_id,
                                               .sensitivity = "F",
                                               .detail = "bank" });
}

enum status bank_record(struct req *r)
{
    unsigned done = 0, left = 0;

    for (unsigned i = 0; i < PROPOSALS; i++) {
        const char *line = req_form(r, req_printf(r, "regel-%u", i)), *take = req_form(r, req_printf(r, "neem-%u", i));
        enum status st;

        if (!line || !text_equal(take, "ja"))
            continue;
        st = record_one(r, line);
        if (st == ST_DENIED || st == ST_FAILED)
            return st;
        done += st == ST_OK;
        left += st != ST_OK;
    }
    req_audit(r, "payment", 0, 0, PD_FINANCE, req_printf(r, "count=%u", done));
    return redirect(r, NULL, "/facturen/bank?vastgelegd=%u&overgeslagen=%u", done, left);
}
