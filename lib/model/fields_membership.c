#include "model/field.h"
#include "model/membership.h"

#define SHARED                                                                                                                                       \
    .see = PERM_MEMBERSHIP_READ, .edit = PERM_MEMBERSHIP_EDIT, .export = X_ALWAYS, .erase = E_ROW, .keep = KEEP_MEMBERSHIP, .portal = PORTAL_SEE
#define MEMBER  SHARED, .category = PD_NORMAL, .group = "Lidmaatschap"
#define PAYMENT SHARED, .category = PD_FINANCE, .group = "Betaling"

#define FOR_MEMBERSHIP "Om vast te leggen waarvoor en hoe lang u lid bent"
#define FOR_DUES       "Om de contributie te innen"
#define FOR_MANDATE    "Om te bewijzen dat u een machtiging voor incasso gaf"

static const struct choice payment_methods[] = {
    { "incasso", "Automatische incasso" },
    { "factuur", "Op factuur" },
    { "contant", "Contant of met pin" },
    { 0 },
};

static const char SQL_TYPES[] = "SELECT title, title FROM membership_type WHERE offered = 'ja' ORDER BY title";

static const struct field fields[] = {
    { "type", "soort", "Soort lidmaatschap", F_TEXT, 60, MEMBER, .required = true, .sql_choices = SQL_TYPES, .purpose = FOR_MEMBERSHIP },
    { "start_date", "begindatum", "Begindatum", F_DATE, 10, MEMBER, .list = true, .required = true, .purpose = FOR_MEMBERSHIP },
    { "end_date", "einddatum", "Einddatum", F_DATE, 10, MEMBER, .list = true, .purpose = FOR_MEMBERSHIP },
    { "end_reason", "eindreden", "Reden van beëindigen", F_TEXT, 100, MEMBER, .purpose = "Om te leren waarom mensen hun lidmaatschap beëindigen" },

    { "amount_cents", "bedrag", "Contributie per jaar", F_MONEY, 9, PAYMENT, .list = true, .hint = "In euro’s, bijvoorbeeld 22,50",
      .purpose = FOR_DUES },
    { "payment_method", "betaalwijze", "Betaalwijze", F_CHOICE, 20, PAYMENT, .choices = payment_methods, .purpose = FOR_DUES },
    { "mandate_reference", "machtigingskenmerk", "Kenmerk van de machtiging", F_TEXT, 35, PAYMENT, .purpose = FOR_MANDATE },
    { "mandate_signed_on", "machtigingsdatum", "Machtiging getekend op", F_DATE, 10, PAYMENT, .purpose = FOR_MANDATE },
    { 0 },
};

static const char *const technical[] = { "id", "relation_id", "version", "created_at", "changed_at", NULL };

const struct entity membership_entity = {
    .table = "membership",
    .xml = "lidmaatschap",
    .xml_list = "lidmaatschappen",
    .title = "Lidmaatschap",
    .plural = "Lidmaatschappen",
    .module = "lidmaatschappen",
    .parent_column = "relation_id",
    .see = PERM_MEMBERSHIP_READ,
    .edit = PERM_MEMBERSHIP_EDIT,
    .fields = fields,
    .count = sizeof fields / sizeof *fields - 1,
    .order = "start_date DESC, id DESC",
    .title_column = "type",
    .check = membership_check,
    .portal = true,
    .technical = technical,
};
