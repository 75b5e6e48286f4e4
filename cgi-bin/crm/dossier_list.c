/*
 * dossier_list.c - documents and notes of all relations, to search in their titles. What is in them stays closed: a note's text is sealed.
 */
#include "crm.h"
#include "web/list_page.h"

static const struct choice shared_choices[] = { { "ja", "Gedeeld in WerktVoorMij" }, { "nee", "Alleen intern" }, { 0 } };

#define PERSON "CONCAT_WS(' ', r.initials, r.prefix, r.last_name)"
#define TITLE  "COALESCE(NULLIF(d.title, ''), d.file_name)"
#define SHARED "IF(d.shared = 'ja', 'ja', 'nee')"

static const struct list_column document_columns[] = {
    { "titel", "Document", TITLE, F_TEXT, .sort = TITLE, .link = "CONCAT('/relaties/', r.number, '/dossier/', d.id, '/bestand')" },
    { "soort", "Soort", "d.kind", F_CHOICE, .sort = "d.kind", .choices = document_kinds },
    { "datum", "Toegevoegd op", "DATE(d.created_at)", F_DATE, .sort = "d.created_at" },
    { "door", "Door", "d.author", F_TEXT, .sort = "d.author" },
    { "gedeeld", "Wie het ziet", SHARED, F_CHOICE, .choices = shared_choices, .warn = "ja" },
    { "relatie", "Relatie", PERSON, F_TEXT, .sort = "r.sort_key", .link = "CONCAT('/relaties/', r.number, '/dossier')" },
    { "nummer", "Relatienummer", "r.number", F_TEXT, .csv_only = true },
    { 0 },
};

static const struct list_filter document_filters[] = {
    { "titel", "Woord in de titel", FILTER_TEXT, "d.title LIKE CONCAT('%', ?) OR d.file_name LIKE CONCAT('%', ?)" },
    { "soort", "Soort", FILTER_CHOICE, "d.kind = ?", .choices = document_kinds },
    { "gedeeld", "Wie het ziet", FILTER_CHOICE, SHARED " = ?", .choices = shared_choices },
    { "datum", "Toegevoegd", FILTER_DATES, "DATE(d.created_at)" },
    { 0 },
};

static const struct listing document_listing = {
    .name = "document",
    .title = "Dossierstukken",
    .noun_one = "document",
    .noun_many = "documenten",
    .empty = "Er zijn nog geen documenten.",
    .from = "document d JOIN relation r ON r.id = d.relation_id",
    .key = "d.id",
    .columns = document_columns,
    .filters = document_filters,
    .order = "datum",
    .descending = true,
    .csv = PERM_DOSSIER_CSV,
    .sensitivity = PD_CONTACT,
};

#define NOTE_SHARED "IF(n.shared = 'ja', 'ja', 'nee')"

static const struct list_column note_columns[] = {
    { "titel", "Notitie", "n.title", F_TEXT, .sort = "n.title", .link = "CONCAT('/relaties/', r.number, '/notities/', n.id)" },
    { "soort", "Soort", "n.kind", F_CHOICE, .sort = "n.kind", .choices = note_kinds },
    { "datum", "Datum", "n.note_date", F_DATE, .sort = "n.note_date" },
    { "door", "Door", "n.author", F_TEXT, .sort = "n.author" },
    { "gedeeld", "Wie het ziet", NOTE_SHARED, F_CHOICE, .choices = shared_choices, .warn = "ja" },
    { "relatie", "Relatie", PERSON, F_TEXT, .sort = "r.sort_key", .link = "CONCAT('/relaties/', r.number, '/notities')" },
    { "nummer", "Relatienummer", "r.number", F_TEXT, .csv_only = true },
    { 0 },
};

static const struct list_filter note_filters[] = {
    { "titel", "Woord in de titel", FILTER_TEXT, "n.title LIKE CONCAT('%', ?)" },
    { "soort", "Soort", FILTER_CHOICE, "n.kind = ?", .choices = note_kinds },
    { "gedeeld", "Wie het ziet", FILTER_CHOICE, NOTE_SHARED " = ?", .choices = shared_choices },
    { "datum", "Datum", FILTER_DATES, "n.note_date" },
    { 0 },
};

static const struct listing note_listing = {
    .name = "note",
    .title = "Notities",
    .noun_one = "notitie",
    .noun_many = "notities",
    .empty = "Er zijn nog geen notities.",
    .from = "note n JOIN relation r ON r.id = n.relation_id",
    .key = "n.id",
    .columns = note_columns,
    .filters = note_filters,
    .order = "datum",
    .descending = true,
    .csv = PERM_NOTE_CSV,
    .sensitivity = PD_CONTACT,
};

enum status document_list(struct req *r)
{
    if (perms_have(&r->who.perms, PERM_NOTE_READ))
        page_action(r, "Naar de notities", "/notities", "plain", false);
    return list_page(r, &document_listing, NULL);
}

enum status note_list(struct req *r)
{
    if (perms_have(&r->who.perms, PERM_DOSSIER_READ))
        page_action(r, "Naar de dossierstukken", "/dossier", "plain", false);
    return list_page(r, &note_listing, NULL);
}

enum status document_csv(struct req *r)
{
    return list_csv(r, &document_listing, NULL);
}

enum status note_csv(struct req *r)
{
    return list_csv(r, &note_listing, NULL);
}
