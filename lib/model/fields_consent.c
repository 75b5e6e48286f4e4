#include "model/consent.h"
#include "model/field.h"

/*
 * What the relation agreed to, and what it took back: a row each time, never changed. The words that were agreed to are the text of that version
 * (consent_text). Kept for five years after it was taken back, to be able to prove it (AVG art. 7, lid 1).
 */

#define SHARED .see = PERM_CONSENT_READ, .erase = E_ROW, .keep = KEEP_CONSENT, .category = PD_NORMAL, .group = "Toestemming"
#define SEEN   SHARED, .export = X_ALWAYS, .portal = PORTAL_SEE
#define TYPED  SEEN, .edit = PERM_CONSENT_EDIT, .required = true

#define FOR_PROOF "Om te weten waarvoor u toestemming geeft, en dat te kunnen bewijzen"

static const char SQL_PURPOSES[] = "SELECT title, IF(ended_at IS NULL, title, CONCAT(title, ' (wordt niet meer gevraagd)')) FROM consent_purpose"
                                   " ORDER BY ended_at IS NOT NULL, title";

static const struct choice decisions[] = { { CONSENT_GIVEN, "Gegeven" }, { CONSENT_WITHDRAWN, "Ingetrokken" }, { 0 } };

const struct choice consent_channels[] = {
    { "formulier", "Formulier op papier" },
    { "gesprek", "Gesprek of balie" },
    { "telefoon", "Telefoon" },
    { "email", "E-mail" },
    { "werktvoormij", "WerktVoorMij, door de relatie zelf" },
    { 0 },
};

static const struct field fields[] = {
    { "purpose", "doel", "Doel", F_TEXT, CONSENT_TITLE_MAX, TYPED, .sql_choices = SQL_PURPOSES,
      .hint = "De tekst van elk doel staat onder Toestemmingen in het menu", .purpose = FOR_PROOF },
    { "decision", "besluit", "Besluit", F_CHOICE, 12, TYPED, .choices = decisions, .list = true, .purpose = FOR_PROOF },
    { "decided_on", "datum", "Datum", F_DATE, 10, TYPED, .initial = INITIAL_TODAY, .list = true,
      .hint = "De dag waarop de relatie dit zei of tekende", .purpose = FOR_PROOF },
    { "channel", "kanaal", "Hoe doorgegeven", F_CHOICE, 20, TYPED, .choices = consent_channels, .list = true, .purpose = FOR_PROOF },
    { "text_version", "tekstversie", "Versie van de tekst", F_NUMBER, 9, SEEN, .list = true, .purpose = FOR_PROOF },
    { "recorded_at", "vastgelegd", "Vastgelegd op", F_TIME, 26, SEEN, .purpose = FOR_PROOF },
    { "author", "auteur", "Vastgelegd door", F_TEXT, 200, SHARED, .export = X_NEVER, .portal = PORTAL_HIDDEN, .quiet = true,
      .purpose = "Om na te kunnen vragen hoe het is doorgegeven" },
    { 0 },
};

static const char *const technical[] = { "id", "relation_id", "version", "created_at", "changed_at", NULL };

const struct entity consent_entity = {
    .table = "consent",
    .xml = "toestemming",
    .xml_list = "toestemmingen",
    .title = "Toestemming",
    .plural = "Toestemmingen",
    .module = "toestemmingen",
    .parent_column = "relation_id",
    .see = PERM_CONSENT_READ,
    .edit = PERM_CONSENT_EDIT,
    .fields = fields,
    .count = sizeof fields / sizeof *fields - 1,
    .order = "id DESC",
    .title_column = "purpose",
    .append_only = true,
    .check = consent_check,
    .portal = true,
    .technical = technical,
};
