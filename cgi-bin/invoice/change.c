/*
 * change.c - what happens to an invoice as a whole: new, described, final, paid, credited, thrown away.
 */
#include <string.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/text.h"
#include "invoice.h"
#include "model/check.h"

static const struct field *field_of(const char *column)
{
    return &invoice_entity.fields[field_index(&invoice_entity, column)];
}

static void description_field(struct req *r, const char *value)
{
    const struct field *f = field_of("description");

    form_field(r, "text", f->xml, f->label, "Staat boven aan de factuur", value);
    form_attr(r, "Maxlength", req_printf(r, "%u", f->max));
    form_attr(r, "Width", "40");
    form_attr(r, "Autocomplete", "off");
}

/* ---- new ---- */

static enum status new_page(struct req *r)
{
    page_title(r, "Nieuwe factuur");
    page_back(r, "/facturen", "Alle facturen");
    page_lead(r, "U maakt eerst een concept. Dat kunt u nog wijzigen of weggooien.");
    form_begin(r, "/facturen/nieuw", "Concept maken", "/facturen");
    form_field(r, "number", "relatie", "Relatienummer", "Voor wie de factuur is", req_query(r, "relatie"));
    form_attr(r, "Required", "1");
    form_attr(r, "Width", "10");
    form_attr(r, "Autocomplete", "off");
    description_field(r, NULL);
    return page_show(r, "formulier.cs");
}

enum status invoice_new_form(struct req *r)
{
    return new_page(r);
}

enum status invoice_new_save(struct req *r)
{
    const char *number = req_form(r, "relatie"), *description = NULL, *typed = req_form(r, "omschrijving");
    struct record *invoice;
    uint64_t relation = 0;
    enum status st = text_empty(number) ? ST_NOT_FOUND : relation_id(&r->m, text_strip(r->arena, number, " "), &relation);

    if (st == ST_NOT_FOUND)
        invalid(&r->problems, "relatie",
                text_empty(number) ? "Vul het nummer van een relatie in" : "Er is geen relatie met dit nummer. Controleer het nummer");
    else if (st != ST_OK)
        return st;
    (void)field_check(field_of("description"), r->arena, &r->problems, typed ? typed : "", &description);
    if (problems_any(&r->problems)) {
        new_page(r);
        return ST_INVALID;
    }
    st = invoice_new(&r->m, relation, description, (unsigned)r->config->invoice_due_days, &invoice);
    if (st != ST_OK)
        return st;
    req_audit(r, "invoice", invoice->id, relation, PD_FINANCE, "");
    return redirect(r, "factuur-nieuw", "/facturen/%llu", (unsigned long long)invoice->id);
}

/* ---- description and date ---- */

static enum status edit_page(struct req *r, const struct record *invoice)
{
    const struct field *date = field_of("due_date");

    form_begin(r, invoice_href(r, invoice, ""), "Wijzigingen opslaan", invoice_href(r, invoice, ""));
    form_set(r, "Version", req_printf(r, "%u", (unsigned)invoice->version));
    description_field(r, record_get(invoice, "description"));
    form_field(r, "date", date->xml, date->label, NULL, record_get(invoice, "due_date"));
    form_attr(r, "Required", "1");
    return page_show(r, "formulier.cs");
}

enum status invoice_edit(struct req *r)
{
    struct record *invoice;
    enum status st = concept_head(r, "Omschrijving en datum wijzigen", &invoice);

    return st == ST_OK ? edit_page(r, invoice) : st;
}

enum status invoice_update(struct req *r)
{
    bool *mask = arena_array(r->arena, invoice_entity.count, sizeof *mask);
    struct record *invoice;
    enum status st = concept_head(r, "Omschrijving en datum wijzigen", &invoice);

    if (st != ST_OK)
        return st;
    st = form_read(r, invoice, mask);
    if (st == ST_INVALID) {
        edit_page(r, invoice);
        return st;
    }
    if (st == ST_OK)
        st = invoice_save(&r->m, invoice, mask);
    if (st == ST_CONFLICT)
        return invoice_again(r, invoice, st, "Iemand anders heeft deze factuur net gewijzigd",
                             "Er is niets van u opgeslagen. Controleer de factuur en wijzig haar opnieuw.");
    return st == ST_OK ? redirect(r, "bewaard", "/facturen/%llu", (unsigned long long)invoice->id) : st;
}

/* ---- asked before it is done ---- */

static enum status confirm(struct req *r, const struct record *invoice, const char *text, const char *path, const char *submit, bool danger)
{
    page_set(r, text, "Confirm.Text");
    page_set(r, invoice_href(r, invoice, path), "Confirm.Action");
    page_set(r, submit, "Confirm.Submit");
    page_set(r, invoice_href(r, invoice, ""), "Confirm.Cancel");
    page_set(r, danger ? "1" : NULL, "Confirm.Danger");
    return page_show(r, "bevestigen.cs");
}

enum status invoice_final_ask(struct req *r)
{
    struct record *invoice;
    enum status st = concept_head(r, "Definitief maken", &invoice);

    if (st != ST_OK)
        return st;
    page_set(
        r, req_printf(r, "Totaal %s, waarvan btw %s", euros(r, invoice_cents(invoice, "total_cents")), euros(r, invoice_cents(invoice, "vat_cents"))),
        "Confirm.Lines.0");
    return confirm(r, invoice, "De factuur krijgt een nummer en de datum van vandaag. Daarna verandert zij niet meer.", "/definitief",
                   "Definitief maken", false);
}

enum status invoice_final(struct req *r)
{
    struct record *invoice;
    enum status st = concept_head(r, "Definitief maken", &invoice);

    if (st != ST_OK)
        return st;
    st = invoice_finalize(&r->m, &r->problems, invoice);
    if (st == ST_INVALID || st == ST_CONFLICT)
        return invoice_again(r, invoice, st, "De factuur is nog niet definitief",
                             r->problems.first ? r->problems.first->text : "Iemand anders is ermee bezig. Kijk hoe zij nu is.");
    return st == ST_OK ? redirect(r, "factuur-definitief", "/facturen/%llu", (unsigned long long)invoice->id) : st;
}

enum status invoice_credit_ask(struct req *r)
{
    struct record *invoice;
    enum status st = invoice_form_head(r, "Crediteren", &invoice);

    if (st != ST_OK)
        return st;
    return confirm(r, invoice, "U krijgt een creditnota als concept, met alle regels van deze factuur. Wat u niet wilt crediteren, haalt u daar weg.",
                   "/credit", "Creditnota maken", false);
}

enum status invoice_credit_make(struct req *r)
{
    struct record *invoice, *note;
    enum status st = invoice_form_head(r, "Crediteren", &invoice);

    if (st == ST_OK)
        st = invoice_credit(&r->m, invoice, &note);
    if (st == ST_CONFLICT)
        return invoice_again(r, invoice, st, "Hier valt niets te crediteren",
                             "De factuur is nog een concept, is al gecrediteerd of is zelf een creditnota.");
    return st == ST_OK ? redirect(r, "creditnota-nieuw", "/facturen/%llu", (unsigned long long)note->id) : st;
}

enum status invoice_discard_ask(struct req *r)
{
    struct record *invoice;
    enum status st = concept_head(r, "Concept weggooien", &invoice);

    return st == ST_OK ? confirm(r, invoice, "Het concept verdwijnt met al zijn regels. Dit kan niet ongedaan worden gemaakt.", "/weggooien",
                                 "Weggooien", true)
                       : st;
}

enum status invoice_discard_do(struct req *r)
{
    struct record *invoice, *relation;
    enum status st = invoice_head(r, &invoice, &relation);

    if (st == ST_OK)
        st = invoice_discard(&r->m, invoice);
    if (st == ST_CONFLICT)
        return invoice_again(r, invoice, st, "Deze factuur is al definitief",
                             "Een definitieve factuur blijft bewaard. Maak een creditnota als er iets niet klopt.");
    return st == ST_OK ? redirect(r, "factuur-weg", "/relaties/%s/facturen", relation->number) : st;
}

/* ---- paid ---- */

static enum status paid_page(struct req *r, const struct record *invoice)
{
    const char *open = money_typed(r->arena, req_printf(r, "%lld", (long long)invoice_open(invoice)));

    page_lead(r, req_printf(r, "Er staat nog %s open.", euros(r, invoice_open(invoice))));
    form_begin(r, invoice_href(r, invoice, "/betaald"), "Betaling vastleggen", invoice_href(r, invoice, ""));
    form_field(r, "text", "bedrag", "Bedrag", "In euro’s, bijvoorbeeld 22,50", open);
    form_attr(r, "Required", "1");
    form_attr(r, "Width", "10");
    form_field(r, "date", "datum", "Ontvangen op", NULL, clock_today(r->arena));
    form_attr(r, "Required", "1");
    return page_show(r, "formulier.cs");
}

enum status invoice_paid_form(struct req *r)
{
    struct record *invoice;
    enum status st = invoice_form_head(r, "Betaling vastleggen", &invoice);

    if (st == ST_OK && invoice_open(invoice) <= 0)
        return invoice_again(r, invoice, ST_CONFLICT, "Er staat niets open", "Er valt bij deze factuur niets te betalen.");
    return st == ST_OK ? paid_page(r, invoice) : st;
}

/* The day money came in: a day that was, and not before the invoice. */
static const char *read_day(struct req *r, const struct record *invoice)
{
    const char *typed = form_date(r, "datum"), *day;
    struct date d;

    if (text_empty(typed) || !date_parse(typed, &d) || !date_full(d) || !date_valid(d)) {
        invalid(&r->problems, "datum", "Vul een datum in, bijvoorbeeld 31 12 2026");
        return NULL;
    }
    day = date_text(r->arena, d);
    if (strcmp(day, clock_today(r->arena)) > 0)
        invalid(&r->problems, "datum", "Deze datum ligt in de toekomst. Vul de dag in waarop het geld kwam");
    else if (strcmp(day, record_get(invoice, "invoice_date")) < 0)
        invalid(&r->problems, "datum", "Deze datum ligt voor de factuurdatum. Controleer de datum");
    return day;
}

enum status invoice_paid(struct req *r)
{
    const char *typed, *amount, *day;
    struct record *invoice;
    long cents = 0;
    enum status st = invoice_form_head(r, "Betaling vastleggen", &invoice);

    if (st != ST_OK)
        return st;
    typed = req_form(r, "bedrag");
    amount = text_empty(typed) ? NULL : money_parse(r->arena, typed);
    day = read_day(r, invoice);
    if (!amount || !text_to_long(amount, 1, INT64_MAX, &cents))
        invalid(&r->problems, "bedrag", "Vul een bedrag in, bijvoorbeeld 22,50");
    else if (cents > invoice_open(invoice))
        invalidf(&r->problems, "bedrag", "Dit is meer dan er open staat: %s. Vul hoogstens dat bedrag in", euros(r, invoice_open(invoice)));
    if (problems_any(&r->problems)) {
        paid_page(r, invoice);
        return ST_INVALID;
    }
    st = invoice_pay(&r->m, invoice, cents, day, PAID_BY_HAND, NULL);
    if (st == ST_CONFLICT)
        return invoice_again(r, invoice, st, "De factuur is intussen veranderd", "Er is niets vastgelegd. Kijk hoe de factuur nu is.");
    return st == ST_OK ? redirect(r, "factuur-betaald", "/facturen/%llu", (unsigned long long)invoice->id) : st;
}
