#include "model/field.h"

/* Invoices and their lines. Made by a process, never typed; kept for the tax office (AWR art. 52) when a relation is erased. */

#define SHARED .see = PERM_INVOICE_READ, .export = X_ALWAYS, .erase = E_KEEP, .keep = KEEP_INVOICE, .portal = PORTAL_SEE, .category = PD_FINANCE
#define BILL   SHARED, .group = "Factuur"
#define LINE   SHARED, .group = "Factuurregel"

#define FOR_BILLING "Om u te laten betalen wat u afnam"
#define FOR_TAX     "Om onze administratie aan de Belastingdienst te kunnen verantwoorden"

static const struct choice states[] = {
    { "open", "Open" },         { "herinnerd", "Herinnering verstuurd" },
    { "betaald", "Betaald" },   { "credit", "Gecrediteerd" },
    { "oninbaar", "Oninbaar" }, { 0 },
};

static const struct field fields[] = {
    { "number", "factuurnummer", "Factuurnummer", F_TEXT, 20, BILL, .required = true, .purpose = FOR_TAX },
    { "invoice_date", "factuurdatum", "Factuurdatum", F_DATE, 10, BILL, .list = true, .required = true, .purpose = FOR_TAX },
    { "due_date", "vervaldatum", "Te betalen voor", F_DATE, 10, BILL, .list = true, .required = true, .purpose = FOR_BILLING },
    { "description", "omschrijving", "Omschrijving", F_TEXT, 200, BILL, .purpose = FOR_BILLING },
    { "total_cents", "totaal", "Totaal", F_MONEY, 12, BILL, .list = true, .required = true, .purpose = FOR_BILLING },
    { "vat_cents", "btw", "Waarvan btw", F_MONEY, 12, BILL, .required = true, .purpose = FOR_TAX },
    { "status", "status", "Status", F_CHOICE, 12, BILL, .list = true, .required = true, .choices = states, .purpose = FOR_BILLING },
    { "paid_on", "betaaldatum", "Betaald op", F_DATE, 10, BILL, .purpose = FOR_BILLING },
    { 0 },
};

static const struct field line_fields[] = {
    { "position", "regel", "Regel", F_NUMBER, 4, LINE, .required = true, .purpose = FOR_BILLING },
    { "text", "tekst", "Tekst", F_TEXT, 200, LINE, .required = true, .purpose = FOR_BILLING },
    { "quantity", "aantal", "Aantal", F_NUMBER, 6, LINE, .list = true, .required = true, .purpose = FOR_BILLING },
    { "price_cents", "prijs", "Prijs", F_MONEY, 12, LINE, .list = true, .required = true, .purpose = FOR_BILLING },
    { "vat_rate", "btwtarief", "Btw-tarief (%)", F_NUMBER, 2, LINE, .list = true, .required = true, .purpose = FOR_TAX },
    { "total_cents", "totaal", "Totaal", F_MONEY, 12, LINE, .list = true, .required = true, .purpose = FOR_BILLING },
    { 0 },
};

static const char *const technical[] = { "id", "relation_id", "version", "created_at", "changed_at", NULL };
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
    .technical = technical,
};
