/*
 * show.c - the page of one invoice: what it says, its lines, what was paid, and what may be done with it now.
 */
#include <stdlib.h>

#include "base/text.h"
#include "invoice.h"
#include "model/check.h"

char *invoice_href(struct req *r, const struct record *invoice, const char *rest)
{
    return req_printf(r, "/facturen/%llu%s", (unsigned long long)invoice->id, rest);
}

const char *euros(struct req *r, int64_t cents)
{
    return money_show(r->arena, req_printf(r, "%lld", (long long)cents));
}

static bool is_credit(const struct record *invoice)
{
    return text_equal(record_get(invoice, "kind"), "credit");
}

const char *invoice_called(struct req *r, const struct record *invoice)
{
    const char *number = record_get(invoice, "number"), *kind = is_credit(invoice) ? "Creditnota" : "Factuur";

    return number ? req_printf(r, "%s %s", kind, number) : req_printf(r, "%s (concept)", kind);
}

static void head_values(struct req *r, const struct record *relation)
{
    struct name n = relation_name(relation);
    const char *status = record_get(relation, "status");

    page_set(r, relation->number, "Relation.Number");
    page_set(r, name_full(r->arena, &n), "Relation.Name");
    page_set(r, status, "Relation.Status");
    page_set(r, text_equal(status, "inactief") ? "Inactief" : "Actief", "Relation.StatusText");
    page_set(r, record_get(relation, "town"), "Relation.Place");
}

enum status invoice_head(struct req *r, struct record **invoice, struct record **relation)
{
    enum status st;
    long id;

    if (!text_to_long(req_path(r, "id"), 1, INT64_MAX, &id))
        return ST_NOT_FOUND;
    st = invoice_load(&r->m, (uint64_t)id, invoice);
    if (st == ST_OK)
        st = record_load(&r->m, &relation_entity, (*invoice)->relation_id, (*invoice)->relation_id, OPEN_PLAIN, relation);
    if (st != ST_OK)
        return st;
    req_audit(r, "invoice", (*invoice)->id, (*relation)->id, PD_FINANCE, "");
    head_values(r, *relation);
    page_back(r, req_printf(r, "/relaties/%s/facturen", (*relation)->number), "Alle facturen van deze relatie");
    return ST_OK;
}

enum status invoice_form_head(struct req *r, const char *title, struct record **invoice)
{
    struct record *relation;
    enum status st = invoice_head(r, invoice, &relation);

    if (st != ST_OK)
        return st;
    page_title(r, "%s", title);
    page_back(r, invoice_href(r, *invoice, ""), invoice_called(r, *invoice));
    return ST_OK;
}

enum status concept_head(struct req *r, const char *title, struct record **invoice)
{
    enum status st = invoice_form_head(r, title, invoice);

    if (st != ST_OK || invoice_is_concept(*invoice))
        return st;
    return invoice_again(r, *invoice, ST_CONFLICT, "Deze factuur is al definitief",
                         "Een definitieve factuur verandert niet meer. Klopt er iets niet? Maak dan een creditnota.");
}

enum status invoice_again(struct req *r, const struct record *invoice, enum status st, const char *title, const char *text)
{
    struct record *now, *relation;
    enum status loaded = invoice_head(r, &now, &relation);

    (void)invoice;
    if (loaded != ST_OK)
        return loaded;
    page_notice(r, "warn", title, text, NULL, NULL);
    loaded = invoice_page(r, now, NULL);
    return loaded == ST_OK ? st : loaded;
}

static void concept_actions(struct req *r, const struct record *invoice)
{
    if (!perms_have(&r->who.perms, PERM_INVOICE_EDIT))
        return;
    page_action(r, "Definitief maken", invoice_href(r, invoice, "/definitief"), "primary", false);
    page_action(r, "Omschrijving en datum wijzigen", invoice_href(r, invoice, "/wijzigen"), "plain", false);
    page_action(r, "Voorbeeld van de brief", invoice_href(r, invoice, "/afdruk"), "plain", false);
    page_action(r, "Weggooien", invoice_href(r, invoice, "/weggooien"), "danger", false);
}

static void final_actions(struct req *r, const struct record *invoice)
{
    const struct perms *may = &r->who.perms;

    page_action(r, "Afdrukken", invoice_href(r, invoice, "/afdruk"), "primary", false);
    if (is_credit(invoice))
        return;
    if (perms_have(may, PERM_INVOICE_PAY) && invoice_open(invoice) > 0)
        page_action(r, "Betaling vastleggen", invoice_href(r, invoice, "/betaald"), "plain", false);
    if (perms_have(may, PERM_INVOICE_EDIT) && invoice_cents(invoice, "credited_cents") < invoice_cents(invoice, "total_cents"))
        page_action(r, "Crediteren", invoice_href(r, invoice, "/credit"), "plain", false);
}

static enum status lines_table(struct req *r, const struct record *invoice, bool typed)
{
    const struct field *fields = invoice_line_entity.fields;
    struct record **lines;
    size_t count;
    enum status st = invoice_lines(&r->m, invoice->id, &lines, &count);

    if (st != ST_OK)
        return st;
    table_begin(r, "Table", "Regels", "Er zijn nog geen regels.");
    table_col(r, "Omschrijving", false);
    table_col(r, "Aantal", true);
    table_col(r, "Prijs", true);
    table_col(r, "Btw", false);
    table_col(r, "Totaal", true);
    for (size_t i = 0; i < count; i++) {
        table_row(r);
        table_link(r, record_get(lines[i], "text"),
                   typed ? invoice_href(r, invoice, req_printf(r, "/regels/%llu", (unsigned long long)lines[i]->id)) : NULL);
        table_cell(r, record_get(lines[i], "quantity"));
        table_cell(r, euros(r, invoice_cents(lines[i], "price_cents")));
        table_cell(r, choice_label(&fields[field_index(&invoice_line_entity, "vat_code")], record_get(lines[i], "vat_code")));
        table_cell(r, euros(r, invoice_cents(lines[i], "total_cents")));
    }
    return ST_OK;
}

static enum status payments_table(struct req *r, const struct record *invoice)
{
    const struct field *date = &invoice_entity.fields[field_index(&invoice_entity, "paid_on")];
    struct payment *list;
    size_t count;
    enum status st = invoice_payments(&r->m, invoice->id, &list, &count);

    if (st != ST_OK || count == 0)
        return st;
    table_begin(r, "Tables.0", "Betalingen", NULL);
    table_col(r, "Datum", false);
    table_col(r, "Bedrag", true);
    table_col(r, "Bron", false);
    for (size_t i = 0; i < count; i++) {
        table_row(r);
        table_cell(r, field_show(date, r->arena, list[i].paid_on));
        table_cell(r, euros(r, list[i].cents));
        table_cell(r, list[i].source);
    }
    return ST_OK;
}

/* `line`: what somebody typed for a new one, or NULL. */
enum status invoice_page(struct req *r, const struct record *invoice, const struct record *line)
{
    bool concept = invoice_is_concept(invoice), typed = concept && perms_have(&r->who.perms, PERM_INVOICE_EDIT);
    int64_t open = invoice_open(invoice);
    enum status st = lines_table(r, invoice, typed);

    if (st == ST_OK)
        st = payments_table(r, invoice);
    if (st != ST_OK)
        return st;
    page_title(r, "%s", invoice_called(r, invoice));
    show_record(r, invoice, NULL, NULL);
    if (open > 0)
        show_row(r, "Factuur", "Nog te betalen", euros(r, open));
    if (open < 0)
        show_row(r, "Factuur", "Terug te betalen", euros(r, -open));
    if (concept)
        concept_actions(r, invoice);
    else
        final_actions(r, invoice);
    if (typed) {
        form_record(r, line ? line : record_new(r->arena, &invoice_line_entity), invoice_href(r, invoice, "/regels"), "Regel toevoegen", NULL);
        page_set(r, "Regel toevoegen", "Form.Groups.0.Title");
    }
    return page_show(r, "factuur.cs");
}

enum status invoice_show(struct req *r)
{
    struct record *invoice, *relation;
    enum status st = invoice_head(r, &invoice, &relation);

    return st == ST_OK ? invoice_page(r, invoice, NULL) : st;
}
