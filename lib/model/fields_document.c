#include "model/field.h"

/* Documents of a dossier. The bytes lie encrypted in the store (store.h); this is what is known about them. */

#define SHARED .see = PERM_DOSSIER_READ, .export = X_ALWAYS, .erase = E_ROW, .keep = KEEP_DOSSIER, .category = PD_NORMAL
#define PIECE  SHARED, .group = "Document"
#define FILE_  SHARED, .group = "Bestand"

#define FOR_DOSSIER "Om stukken te bewaren die bij onze afspraken met u horen"
#define FOR_WHOLE   "Om het bestand ongeschonden terug te kunnen geven"

const struct choice document_kinds[] = {
    { "brief", "Brief" },
    { "formulier", "Formulier" },
    { "overeenkomst", "Overeenkomst" },
    { "machtiging", "Machtiging" },
    { "verslag", "Verslag" },
    { "overig", "Overig" },
    { 0 },
};

static const struct field fields[] = {
    { "title", "omschrijving", "Omschrijving", F_TEXT, 150, PIECE, .portal = PORTAL_SEE, .edit = PERM_DOSSIER_EDIT, .purpose = FOR_DOSSIER },
    { "kind", "soort", "Soort", F_CHOICE, 30, PIECE, .list = true, .portal = PORTAL_SEE, .edit = PERM_DOSSIER_EDIT, .choices = document_kinds,
      .purpose = FOR_DOSSIER },
    { "author", "auteur", "Toegevoegd door", F_TEXT, 200, PIECE, .portal = PORTAL_SEE,
      .purpose = "Om na te kunnen vragen waar het stuk vandaan komt" },
    { "shared", "gedeeld", "Te zien in WerktVoorMij", F_YESNO, 3, PIECE, .edit = PERM_DOSSIER_EDIT, .portal = PORTAL_HIDDEN,
      .purpose = "Om vast te leggen wat u zelf kunt zien" },

    { "file_name", "bestandsnaam", "Bestandsnaam", F_TEXT, 255, FILE_, .list = true, .portal = PORTAL_SEE, .required = true, .purpose = FOR_WHOLE },
    { "media_type", "bestandstype", "Bestandstype", F_TEXT, 100, FILE_, .portal = PORTAL_SEE, .required = true, .purpose = FOR_WHOLE },
    { "size", "grootte", "Grootte", F_SIZE, 19, FILE_, .list = true, .portal = PORTAL_SEE, .required = true, .purpose = FOR_WHOLE },
    { "sha256", "sha256", "Controlegetal (SHA-256)", F_TEXT, 64, FILE_, .portal = PORTAL_HIDDEN, .required = true, .purpose = FOR_WHOLE },
    { 0 },
};

static const char *const technical[] = {
    "id", "relation_id", "version", "store_name", "file_key", "created_at", "changed_at", NULL,
};

const struct entity document_entity = {
    .table = "document",
    .xml = "document",
    .xml_list = "dossier",
    .title = "Dossierstuk",
    .plural = "Dossierstukken",
    .module = "dossier",
    .parent_column = "relation_id",
    .see = PERM_DOSSIER_READ,
    .edit = PERM_DOSSIER_EDIT,
    .fields = fields,
    .count = sizeof fields / sizeof *fields - 1,
    .order = "created_at DESC, id DESC",
    .title_column = "title",
    .portal = true,
    .shares = "file_key",
    .portal_where = "shared = 'ja'",
    .technical = technical,
};
