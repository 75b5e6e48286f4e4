/*
 * index.c - all invoices as a list (/facturen).
 */
#include "invoice.h"
#include "web/list_page.h"

static const struct choice kinds[] = {
    { "factuur", "Factuur" },
    { "credit", "Creditnota" },
    { 0 },
};

static const struct choice states[] = {
    { "concept", "Concept" },     { "open", "Open" },         { "herinnerd", "Herinnerd" }, { "betaald", "Betaald" },
    { "credit", "Gecrediteerd" }, { "oninbaar", "Oninbaar" }, { "verwerkt", "Verwerkt" },   { 0 },
};

#define OPEN "CASE WHEN i.kind = 'factuur' AND i.status <> 'concept' THEN i.total_cents - i.paid_cents - i.credited_cents ELSE 0 END"

static const struct list_column columns[] = {
    { "factuur", "Factuur", "COALESCE(i.number, 'Concept')", F_TEXT, .sort = "i.number", .link = "CONCAT('/facturen/', i.id)" },
    { "naam", "Naam", LIST_PERSON("r"), F_TEXT, .person = true, .sort = "r.sort_key", .link = "CONCAT('/relaties/', r.number, '/facturen')" },
    { "datum", "Datum", "i.invoice_date", F_DATE, .sort = "i.invoice_date" },
    { "vervalt", "Te betalen voor", "i.due_date", F_DATE, .sort = "i.due_date" },
    { "totaal", "Totaal", "i.total_cents", F_MONEY, .sort = "i.total_cents" },
    { "open", "Nog te betalen", OPEN, F_MONEY },
    { "status", "Status", "i.status", F_CHOICE, .choices = states, .ok = "betaald verwerkt", .warn = "open herinnerd oninbaar",
      .off = "concept credit" },
    { "relatie", "Relatienummer", "r.number", F_TEXT, .csv_only = true },
    { "soort", "Soort", "i.kind", F_CHOICE, .choices = kinds, .csv_only = true },
    { "btw", "Waarvan btw", "i.vat_cents", F_MONEY, .csv_only = true },
    { "betaald", "Betaald op", "i.paid_on", F_DATE, .csv_only = true },
    { "omschrijving", "Omschrijving", "i.description", F_TEXT, .csv_only = true },
    { 0 },
};

static const struct list_filter filters[] = {
    { "status", "Status", FILTER_CHOICE, "i.status = ?", .choices = states },
    { "soort", "Soort", FILTER_CHOICE, "i.kind = ?", .choices = kinds },
    { "jaar", "Jaar", FILTER_NUMBER, "YEAR(i.invoice_date) = ?" },
    { "dagen", "Meer dan zo veel dagen te laat", FILTER_NUMBER, "i.status IN ('open', 'herinnerd') AND i.due_date < CURRENT_DATE - INTERVAL ? DAY",
      .hint = "0: alles wat al betaald had moeten zijn" },
    { "run", "Factuurrun", FILTER_CHOICE, "i.run_id = ?", .perm = PERM_INVOICE_RUN,
      .sql_choices = "SELECT id, CONCAT(description, ', ', period, ', nr. ', id) FROM invoice_run WHERE state NOT IN ('voorbeeld', 'weg') ORDER BY "
                     "id DESC LIMIT 50" },
    { "nummer", "Nummer begint met", FILTER_TEXT, "i.number LIKE ?" },
    { "vervalt", "Te betalen voor", FILTER_DATES, "i.due_date" },
    { 0 },
};

static const struct listing invoices = {
    .name = "invoice",
    .title = "Facturen",
    .noun_one = "factuur",
    .noun_many = "facturen",
    .empty = "Er zijn nog geen facturen.",
    .from = "invoice i JOIN relation r ON r.id = i.relation_id",
    .key = "i.id",
    .columns = columns,
    .filters = filters,
    .order = "datum",
    .descending = true,
    .csv = PERM_INVOICE_CSV,
    .sensitivity = PD_FINANCE,
};

enum status invoice_list(struct req *r)
{
    if (perms_have(&r->who.perms, PERM_INVOICE_EDIT))
        page_action(r, "Nieuwe factuur", "/facturen/nieuw", "primary", false);
    if (perms_have(&r->who.perms, PERM_INVOICE_RUN))
        page_action(r, "Factuurruns", "/facturen/runs", "plain", false);
    if (perms_have(&r->who.perms, PERM_INVOICE_PAY))
        page_action(r, "Bankafschrift inlezen", "/facturen/bank", "plain", false);
    if (perms_have(&r->who.perms, PERM_INVOICE_COLLECT))
        page_action(r, "Incasso", "/facturen/incasso", "plain", false);
    return list_page(r, &invoices, NULL);
}

enum status invoice_csv(struct req *r)
{
    return list_csv(r, &invoices, NULL);
}
