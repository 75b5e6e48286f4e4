/*
 * print.c - an invoice as a letter (factuur_brief.cs): what Wet OB art. 35a wants on it, and how to pay.
 */
#include <string.h>

#include "base/config.h"
#include "base/text.h"
#include "invoice.h"
#include "model/check.h"
#include "model/vat.h"

#define RATES_MAX 8 /* more kinds of VAT than there are */

/* One line of the summary: all lines of one kind. */
struct rate {
    const struct vat_kind *kind;
    int rate;
    int64_t total, vat;
};

static void fact(struct req *r, unsigned *n, const char *label, const char *value)
{
    if (text_empty(value))
        return;
    page_set(r, label, "Letter.Facts.%u.Label", *n);
    page_set(r, value, "Letter.Facts.%u.Value", (*n)++);
}

static void sender(struct req *r)
{
    const struct config *c = r->config;
    char *rest = c->invoice_address ? arena_strdup(r->arena, c->invoice_address) : NULL, *line;
    unsigned n = 0;

    page_set(r, c->controller_name, "Letter.From.%u", n++);
    while (rest && (line = strsep(&rest, ";")) != NULL)
        if (!text_empty(text_clean(r->arena, line)))
            page_set(r, text_clean(r->arena, line), "Letter.From.%u", n++);
    page_set(r, c->help_email, "Letter.From.%u", n++);
}

static void receiver(struct req *r, const struct record *relation)
{
    struct name name = relation_name(relation);
    const char **lines = relation_address(r->arena, relation);
    unsigned n = 0;

    page_set(r, name_full(r->arena, &name), "Letter.To.%u", n++);
    for (; *lines; lines++)
        page_set(r, *lines, "Letter.To.%u", n++);
}

static const char *date_of(struct req *r, const struct record *invoice, const char *column)
{
    return field_show(&invoice_entity.fields[field_index(&invoice_entity, column)], r->arena, record_get(invoice, column));
}

static void facts(struct req *r, const struct record *invoice, const struct record *relation)
{
    const struct config *c = r->config;
    bool concept = invoice_is_concept(invoice), credit = text_equal(record_get(invoice, "kind"), "credit");
    unsigned n = 0;

    fact(r, &n, credit ? "Creditnota" : "Factuurnummer", concept ? "concept" : record_get(invoice, "number"));
    fact(r, &n, "Bij factuur", record_get(invoice, "credits_number"));
    fact(r, &n, "Datum", date_of(r, invoice, "invoice_date"));
    fact(r, &n, "Te betalen voor", credit ? NULL : date_of(r, invoice, "due_date"));
    fact(r, &n, "Relatienummer", relation->number);
    fact(r, &n, "KvK", c->invoice_kvk);
    fact(r, &n, "Btw-nummer", c->invoice_vat_number);
}

static void add_rate(struct rate *rates, size_t *count, const struct record *line)
{
    const struct vat_kind *kind = vat_kind(record_get(line, "vat_code"));
    int rate = (int)invoice_cents(line, "vat_rate");
    size_t i = 0;

    while (i < *count && (rates[i].kind != kind || rates[i].rate != rate))
        i++;
    if (i == RATES_MAX)
        return;
    if (i == *count)
        rates[(*count)++] = (struct rate){ .kind = kind, .rate = rate };
    rates[i].total += invoice_cents(line, "total_cents");
    rates[i].vat += invoice_cents(line, "vat_cents");
}

static void rates_table(struct req *r, const struct rate *rates, size_t count)
{
    table_begin(r, "Tables.0", "Btw", NULL);
    table_col(r, "Tarief", false);
    table_col(r, "Zonder btw", true);
    table_col(r, "Btw", true);
    for (size_t i = 0; i < count; i++) {
        const char *note = rates[i].kind ? rates[i].kind->note : NULL;

        table_row(r);
        table_cell(r, note ? note : req_printf(r, "%d%%", rates[i].rate));
        table_cell(r, euros(r, rates[i].total - rates[i].vat));
        table_cell(r, euros(r, rates[i].vat));
    }
}

static void how_to_pay(struct req *r, const struct record *invoice)
{
    const struct config *c = r->config;
    int64_t open = invoice_is_concept(invoice) ? invoice_cents(invoice, "total_cents") : invoice_open(invoice);
    const char *iban;

    if (text_equal(record_get(invoice, "kind"), "credit")) {
        page_set(r, "Wij verrekenen dit bedrag met de factuur, of betalen het terug als u al betaald hebt.", "Letter.Pay");
        return;
    }
    if (open <= 0) {
        page_set(r, "U hoeft niets meer te betalen.", "Letter.Pay");
        return;
    }
    iban = c->invoice_iban ? iban_parse(r->arena, c->invoice_iban) : NULL;
    page_set(r,
             req_printf(r, "Wilt u %s betalen voor %s%s%s%s? Noem daarbij %s.", euros(r, open), date_of(r, invoice, "due_date"),
                        iban ? " op rekening " : "", iban ? iban_show(r->arena, iban) : "", iban ? req_printf(r, " van %s", c->controller_name) : "",
                        record_get(invoice, "number") ? req_printf(r, "factuur %s", record_get(invoice, "number")) : "het factuurnummer"),
             "Letter.Pay");
}

static void letter_lines(struct req *r, struct record **lines, size_t count)
{
    table_begin(r, "Table", "Regels", NULL);
    table_col(r, "Omschrijving", false);
    table_col(r, "Aantal", true);
    table_col(r, "Prijs", true);
    table_col(r, "Btw", true);
    table_col(r, "Totaal", true);
    for (size_t i = 0; i < count; i++) {
        table_row(r);
        table_cell(r, record_get(lines[i], "text"));
        table_cell(r, record_get(lines[i], "quantity"));
        table_cell(r, euros(r, invoice_cents(lines[i], "price_cents")));
        table_cell(r, req_printf(r, "%s%%", record_get(lines[i], "vat_rate")));
        table_cell(r, euros(r, invoice_cents(lines[i], "total_cents")));
    }
}

enum status invoice_print(struct req *r)
{
    struct rate rates[RATES_MAX];
    struct record *invoice, *relation, **lines;
    size_t count, kinds = 0;
    enum status st = invoice_head(r, &invoice, &relation);

    if (st == ST_OK)
        st = invoice_lines(&r->m, invoice->id, &lines, &count);
    if (st != ST_OK)
        return st;
    page_title(r, "%s", invoice_called(r, invoice));
    page_back(r, invoice_href(r, invoice, ""), "Terug naar de factuur");
    if (invoice_is_concept(invoice))
        page_notice(r, "info", "Dit is een voorbeeld", "De factuur is nog een concept: zij heeft geen nummer. Verstuur haar nog niet.", NULL, NULL);
    sender(r);
    receiver(r, relation);
    facts(r, invoice, relation);
    page_set(r, record_get(invoice, "description"), "Letter.Subject");
    letter_lines(r, lines, count);
    for (size_t i = 0; i < count; i++)
        add_rate(rates, &kinds, lines[i]);
    rates_table(r, rates, kinds);
    page_set(r, euros(r, invoice_cents(invoice, "total_cents")), "Letter.Total");
    page_set(r, euros(r, invoice_cents(invoice, "vat_cents")), "Letter.Vat");
    how_to_pay(r, invoice);
    return page_show(r, "factuur_brief.cs");
}
