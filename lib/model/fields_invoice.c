#include "model/field.h"

/* Invoices and their lines (model/invoice.h). Only a concept is typed; kept for the tax office (AWR art. 52) when a relation is erased. */

#define SHARED .see = PERM_INVOICE_READ, .export = X_ALWAYS, .erase = E_KEEP, .keep = KEEP_INVOICE, .portal = PORTAL_SEE, .category = PD_FINANCE
#define BILL   SHARED, .group = "Factuur"
#define LINE   SHARED, .group = "Factuurregel"

#define FOR_BILLING "Om u te laten betalen wat u afnam"
#define FOR_TAX     "Om onze administratie aan de Belastingdienst te kunnen verantwoorden"

#define TYPED .edit = PERM_INVOICE_EDIT

static const struct choice kinds[] = {
    { "factuur", "Factuur" },
    { "credit", "Creditnota" },
    { 0 },
};

static const struct choice states[] = {
    { "concept", "Concept" },
    { "open", "Open" },
    { "herinnerd", "Herinnering verstuurd" },
    { "betaald", "Betaald" },
    { "credit", "Gecrediteerd" },
    { "oninbaar", "Oninbaar" },
    { "verwerkt", "Verwerkt" },
    { 0 },
};

/* vat_kinds[] of model/vat.h says what each means. */
static const struct choice vat_codes[] = {
    { "hoog", "21% (hoog)" }, { "laag", "9% (laag)" }, { "nul", "0%" }, { "vrijgesteld", "Geen, vrijgesteld" }, { "verlegd", "Verlegd" }, { 0 },
};

static const struct field fields[] = {
    { "kind", "soort", "Soort", F_CHOICE, 10, BILL, .required = true, .choices = kinds, .purpose = FOR_TAX },
    { "number", "factuurnummer", "Factuurnummer", F_TEXT, 20, BILL, .purpose = FOR_TAX },
    { "credits_number", "crediteert", "Creditnota op factuur", F_TEXT, 20, BILL, .quiet = true, .purpose = FOR_TAX },
    { "invoice_date", "factuurdatum", "Factuurdatum", F_DATE, 10, BILL, .list = true, .required = true, .purpose = FOR_TAX },
    { "due_date", "vervaldatum", "Te betalen voor", F_DATE, 10, BILL, TYPED, .list = true, .required = true, .purpose = FOR_BILLING },
    { "description", "omschrijving", "Omschrijving", F_TEXT, 200, BILL, TYPED, .purpose = FOR_BILLING },
    { "total_cents", "totaal", "Totaal", F_MONEY, 12, BILL, .list = true, .required = true, .purpose = FOR_BILLING },
    { "vat_cents", "btw", "Waarvan btw", F_MONEY, 12, BILL, .required = true, .purpose = FOR_TAX },
    { "status", "status", "Status", F_CHOICE, 12, BILL, .list = true, .required = true, .choices = states, .purpose = FOR_BILLING },
    { "paid_on", "betaaldatum", "Betaald op", F_DATE, 10, BILL, .quiet = true, .purpose = FOR_BILLING },
    { "paid_cents", "betaald", "Betaald bedrag", F_MONEY, 12, BILL, .required = true, .purpose = FOR_BILLING },
    { "credited_cents", "gecrediteerd", "Gecrediteerd bedrag", F_MONEY, 12, BILL, .required = true, .purpose = FOR_BILLING },
    { 0 },
};

static const struct field line_fields[] = {
    { "position", "regel", "Regel", F_NUMBER, 4, LINE, .required = true, .purpose = FOR_BILLING },
    { "text", "tekst", "Tekst", F_TEXT, 200, LINE, TYPED, .required = true, .purpose = FOR_BILLING },
    { "quantity", "aantal", "Aantal", F_NUMBER, 6, LINE, TYPED, .list = true, .required = true, .purpose = FOR_BILLING },
    { "price_cents", "prijs", "Prijs", F_MONEY, 12, LINE, TYPED, .list = true, .required = true, .hint = "Met btw, per stuk, bijvoorbeeld 12,50",
      .purpose = FOR_BILLING },
    { "vat_code", "btwsoort", "Btw", F_CHOICE, 12, LINE, TYPED, .list = true, .required = true, .choices = vat_codes, .purpose = FOR_TAX },
    { "vat_rate", "btwtarief", "Btw-tarief (%)", F_NUMBER, 2, LINE, .required = true, .purpose = FOR_TAX },
    { "total_cents", "totaal", "Totaal", F_MONEY, 12, LINE, .list = true, .required = true, .purpose = FOR_BILLING },
    { "vat_cents", "btw", "Waarvan btw", F_MONEY, 12, LINE, .required = true, .purpose = FOR_TAX },
    { 0 },
};

static const char *const technical[] = { "id", "relation_id", "version", "credit_of", "run_id", "created_at", "changed_at", NULL };
static const char *const line_technical[] = { "id", "invoice_id", NULL };

const struct entity invoice_line_entity = {
    .table = "invoice_line",
    .xml = "factuurregel",
    .xml_list = "factuurregels",
    .title = "Factuurregel",
    .plural = "Factuurregels",
    .module = "facturen",
    .parent_column = "invoice_id",
    .see = PERM_INVOICE_READ,
    .fields = line_fields,
    .count = sizeof line_fields / sizeof *line_fields - 1,
    .order = "position",
    .title_column = "text",
    .portal = true,
    .technical = line_technical,
};

const struct entity invoice_entity = {
    .table = "invoice",
    .xml = "factuur",
    .xml_list = "facturen",
    .title = "Factuur",
    .plural = "Facturen",
    .module = "facturen",
    .parent_column = "relation_id",
    .child = &invoice_line_entity,
    .see = PERM_INVOICE_READ,
    .fields = fields,
    .count = sizeof fields / sizeof *fields - 1,
    .order = "invoice_date DESC, id DESC",
    .title_column = "number",
    .portal = true,
    .portal_where = "status <> 'concept'",
    .technical = technical,
};
