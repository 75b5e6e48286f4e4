#include "model/field.h"

/*
 * Notes by staff. The content may hold anything, health included, and is sealed with the relation's key, which WerktVoorMij does not have. Of a
 * shared note there is a copy that it can open (share.h); it goes when the note is no longer shared and when the relation is erased. `about_other` is
 * the explicit decision of Art. 15(4): such a note stays out.
 */

#define SHARED .see = PERM_NOTE_READ, .edit = PERM_NOTE_EDIT, .erase = E_ROW, .keep = KEEP_DOSSIER, .group = "Notitie"

#define FOR_HELP "Om afspraken en hulp te onthouden, zodat u niet alles twee keer hoeft te vertellen"

const struct choice note_kinds[] = {
    { "gesprek", "Gesprek" }, { "huisbezoek", "Huisbezoek" }, { "afspraak", "Afspraak" }, { "klacht", "Klacht" }, { "overig", "Overig" }, { 0 },
};

static const struct field fields[] = {
    { "note_date", "datum", "Datum", F_DATE, 10, SHARED, .list = true, .category = PD_NORMAL, .portal = PORTAL_SEE, .export = X_ALWAYS,
      .required = true, .initial = INITIAL_TODAY, .purpose = FOR_HELP },
    { "kind", "soort", "Soort", F_CHOICE, 30, SHARED, .list = true, .category = PD_NORMAL, .portal = PORTAL_SEE, .export = X_ALWAYS,
      .choices = note_kinds, .purpose = FOR_HELP },
    { "title", "titel", "Titel", F_TEXT, 150, SHARED, .category = PD_NORMAL, .portal = PORTAL_SEE, .export = X_ALWAYS, .required = true,
      .purpose = FOR_HELP },
    { "content", "inhoud", "Inhoud", F_LINES, 2000, SHARED, .category = PD_SPECIAL, .portal = PORTAL_SEE, .export = X_ALWAYS, .sealed = true,
      .required = true, .purpose = FOR_HELP },
    { "author", "auteur", "Geschreven door", F_TEXT, 200, .see = PERM_NOTE_READ, .category = PD_NORMAL, .portal = PORTAL_SEE, .export = X_ALWAYS,
      .erase = E_ROW, .keep = KEEP_DOSSIER, .group = "Notitie", .purpose = "Om na te kunnen vragen wat bedoeld is" },
    { "shared", "gedeeld", "Te zien in WerktVoorMij", F_YESNO, 3, SHARED, .list = true, .category = PD_NORMAL, .portal = PORTAL_HIDDEN,
      .export = X_ALWAYS, .purpose = "Om vast te leggen wat u zelf kunt zien" },
    { "about_other", "overander", "Gaat over een ander", F_YESNO, 3, SHARED, .category = PD_NORMAL, .portal = PORTAL_HIDDEN, .export = X_NEVER,
      .hint = "Zo’n notitie gaat niet mee in de AVG-export", .purpose = "Om de gegevens van anderen te beschermen" },
    { 0 },
};

static const char *const technical[] = { "id", "relation_id", "version", "created_at", "changed_at", NULL };

const struct entity note_entity = {
    .table = "note",
    .xml = "notitie",
    .xml_list = "notities",
    .title = "Notitie",
    .plural = "Notities",
    .module = "dossier",
    .parent_column = "relation_id",
    .see = PERM_NOTE_READ,
    .edit = PERM_NOTE_EDIT,
    .fields = fields,
    .count = sizeof fields / sizeof *fields - 1,
    .order = "note_date DESC, id DESC",
    .title_column = "title",
    .portal = true,
    .shares = "content",
    .portal_where = "shared = 'ja' AND (about_other IS NULL OR about_other <> 'ja')",
    .export_where = "(about_other IS NULL OR about_other <> 'ja')",
    .export_left_out = "Notities die over een ander gaan. Die bevatten persoonsgegevens van iemand anders, die recht heeft op bescherming "
                       "(artikel 15, lid 4, AVG).",
    .technical = technical,
};
