#include "model/field.h"

/* The relation itself. Portal flags: domain.md, "Fields per module". Erasure empties the row; it goes for good once nothing that a law keeps hangs
 * on it. */

/* What most fields share: who sees and changes them, and what becomes of them. */
#define SEEN    .see = PERM_RELATION_READ, .export = X_ALWAYS, .keep = KEEP_RELATION
#define EDITED  SEEN, .edit = PERM_RELATION_EDIT, .erase = E_NULL
#define NAME    EDITED, .category = PD_NORMAL, .group = "Naam"
#define BORN    EDITED, .category = PD_NORMAL, .group = "Geboorte en overlijden"
#define ADDRESS EDITED, .category = PD_CONTACT, .group = "Adres", .portal = PORTAL_CORRECT
#define CONTACT EDITED, .category = PD_CONTACT, .group = "Contact", .portal = PORTAL_CORRECT
#define STATE   SEEN, .category = PD_NORMAL, .group = "Inschrijving"

#define FOR_ADDRESSING "Om u met de juiste naam aan te spreken en te schrijven"
#define FOR_KNOWING    "Om u te onderscheiden van mensen met dezelfde naam"
#define FOR_POST       "Om u post te sturen en bij u thuis te komen"
#define FOR_FOREIGN    "Om u post te sturen op een adres buiten Nederland"
#define FOR_CALLING    "Om u te bellen"
#define FOR_LEAVING    "Om te weten tot wanneer wij uw gegevens mogen bewaren"

static const struct choice name_usages[] = {
    { "E", "Eigen naam" },
    { "P", "Naam van de partner" },
    { "V", "Naam van de partner, dan de eigen naam" },
    { "N", "Eigen naam, dan de naam van de partner" },
    { 0 },
};

static const struct choice sexes[] = {
    { "M", "Man" }, { "V", "Vrouw" }, { "X", "Anders (X)" }, { "O", "Onbekend" }, { 0 },
};

static const struct choice states[] = {
    { "actief", "Actief" },
    { "inactief", "Inactief" },
    { 0 },
};

static const struct field fields[] = {
    { "initials", "voorletters", "Voorletters", F_INITIALS, 40, NAME, .portal = PORTAL_CORRECT, .hint = "Bijvoorbeeld J.R.",
      .purpose = FOR_ADDRESSING },
    { "call_name", "roepnaam", "Roepnaam", F_NAME, 50, NAME, .portal = PORTAL_CORRECT, .autocomplete = "nickname", .purpose = FOR_ADDRESSING },
    { "first_names", "voornamen", "Voornamen", F_NAME, 200, NAME, .portal = PORTAL_PROPOSE, .autocomplete = "given-name", .purpose = FOR_KNOWING },
    { "prefix", "voorvoegsel", "Voorvoegsel", F_PREFIX, 10, NAME, .quiet = true, .portal = PORTAL_PROPOSE, .hint = "Bijvoorbeeld van der",
      .purpose = FOR_ADDRESSING },
    { "last_name", "achternaam", "Achternaam", F_NAME, 200, NAME, .portal = PORTAL_PROPOSE, .required = true, .autocomplete = "family-name",
      .purpose = FOR_ADDRESSING },
    { "partner_prefix", "partnervoorvoegsel", "Voorvoegsel van de partner", F_PREFIX, 10, NAME, .quiet = true, .portal = PORTAL_PROPOSE,
      .purpose = FOR_ADDRESSING },
    { "partner_last_name", "partnernaam", "Achternaam van de partner", F_NAME, 200, NAME, .quiet = true, .portal = PORTAL_PROPOSE,
      .purpose = FOR_ADDRESSING },
    { "name_usage", "naamgebruik", "Naamgebruik", F_CHOICE, 1, NAME, .portal = PORTAL_CORRECT, .choices = name_usages,
      .hint = "Welke achternaam wij in brieven gebruiken", .purpose = FOR_ADDRESSING },
    { "sex", "geslacht", "Geslacht", F_CHOICE, 1, NAME, .portal = PORTAL_PROPOSE, .choices = sexes, .hint = "Voor de aanhef van brieven",
      .purpose = FOR_ADDRESSING },

    { "birth_date", "geboortedatum", "Geboortedatum", F_PARTIAL_DATE, 10, BORN, .portal = PORTAL_PROPOSE, .autocomplete = "bday",
      .hint = "Dag en maand mogen leeg blijven als die niet bekend zijn", .purpose = FOR_KNOWING },
    { "death_date", "overlijdensdatum", "Overlijdensdatum", F_PARTIAL_DATE, 10, BORN, .quiet = true, .portal = PORTAL_HIDDEN,
      .purpose = "Om na een overlijden geen post meer te sturen" },

    { "street", "straat", "Straat", F_TEXT, 80, ADDRESS, .autocomplete = "address-line1", .purpose = FOR_POST },
    { "house_number", "huisnummer", "Huisnummer", F_HOUSE_NUMBER, 5, ADDRESS, .purpose = FOR_POST },
    { "house_letter", "huisletter", "Huisletter", F_LETTER, 1, ADDRESS, .quiet = true, .purpose = FOR_POST },
    { "house_addition", "toevoeging", "Toevoeging", F_TEXT, 4, ADDRESS, .quiet = true, .hint = "Bijvoorbeeld 2 of bis", .purpose = FOR_POST },
    { "postcode", "postcode", "Postcode", F_POSTCODE, 6, ADDRESS, .hint = "Bijvoorbeeld 1234 AB", .autocomplete = "postal-code",
      .purpose = FOR_POST },
    { "town", "woonplaats", "Woonplaats", F_TEXT, 80, ADDRESS, .autocomplete = "address-level2", .purpose = FOR_POST },
    { "foreign_line1", "buitenland1", "Adres buiten Nederland, regel 1", F_TEXT, 40, ADDRESS, .quiet = true,
      .autocomplete = "section-buitenland address-line1", .purpose = FOR_FOREIGN },
    { "foreign_line2", "buitenland2", "Adres buiten Nederland, regel 2", F_TEXT, 50, ADDRESS, .quiet = true,
      .autocomplete = "section-buitenland address-line2", .purpose = FOR_FOREIGN },
    { "foreign_line3", "buitenland3", "Adres buiten Nederland, regel 3", F_TEXT, 35, ADDRESS, .quiet = true,
      .autocomplete = "section-buitenland address-line3", .purpose = FOR_FOREIGN },
    { "country", "land", "Land", F_COUNTRY, 2, ADDRESS, .quiet = true,
      .hint = "Leeg laten voor Nederland; anders de naam van het land of de landcode, zoals BE", .autocomplete = "country-name",
      .purpose = FOR_FOREIGN },

    { "phone", "telefoon", "Telefoon", F_PHONE, 16, CONTACT, .hint = "Bijvoorbeeld 0123 456789", .autocomplete = "home tel", .purpose = FOR_CALLING },
    { "mobile", "mobiel", "Mobiel", F_PHONE, 16, CONTACT, .hint = "Bijvoorbeeld 06 12345678", .autocomplete = "mobile tel", .purpose = FOR_CALLING },
    { "email", "email", "E-mailadres", F_EMAIL, 254, CONTACT, .hint = "Bijvoorbeeld naam@voorbeeld.nl", .autocomplete = "email",
      .purpose = "Om u te mailen" },

    { "iban", "iban", "IBAN", F_IBAN, 34, .export = X_ALWAYS, .erase = E_NULL, .keep = KEEP_RELATION, .category = PD_FINANCE,
      .see = PERM_RELATION_FINANCE_READ, .edit = PERM_RELATION_FINANCE_EDIT, .portal = PORTAL_PROPOSE, .group = "Financieel",
      .hint = "Bijvoorbeeld NL91 ABNA 0417 1643 00", .purpose = "Om contributie en facturen te incasseren als u ons daarvoor machtigde" },
    { "kvk", "kvk", "KvK-nummer", F_KVK, 8, EDITED, .quiet = true, .category = PD_NORMAL, .portal = PORTAL_PROPOSE, .group = "Financieel",
      .hint = "8 cijfers; alleen voor een onderneming", .purpose = "Om facturen op naam van uw onderneming te stellen" },

    { "bsn", "bsn", "BSN", F_BSN, 9, .export = X_ALWAYS, .erase = E_NULL, .category = PD_BSN, .see = PERM_BSN_READ, .edit = PERM_BSN_EDIT,
      .portal = PORTAL_HIDDEN, .keep = KEEP_BSN, .sealed = true, .group = "Identificatie",
      .hint = "9 cijfers; alleen als een wet het gebruik toestaat",
      .purpose = "Om u met zekerheid te herkennen waar een wet het gebruik van het BSN toestaat" },

    { "number", "relatienummer", "Relatienummer", F_TEXT, 12, STATE, .portal = PORTAL_SEE, .erase = E_PSEUDONYM, .required = true,
      .purpose = "Om uw gegevens terug te vinden" },
    { "status", "status", "Status", F_CHOICE, 10, STATE, .portal = PORTAL_HIDDEN, .erase = E_KEEP, .required = true, .choices = states,
      .purpose = FOR_LEAVING },
    { "inactive_reason", "afmeldreden", "Reden van afmelden", F_REASON, 30, STATE, .quiet = true, .erase = E_NULL, .portal = PORTAL_HIDDEN,
      .purpose = FOR_LEAVING },
    { "inactive_date", "afmelddatum", "Afgemeld per", F_DATE, 10, STATE, .quiet = true, .erase = E_NULL, .portal = PORTAL_HIDDEN,
      .purpose = FOR_LEAVING },
    { 0 },
};

static const char *const technical[] = {
    "id", "version", "bsn_lookup", "sort_key", "search_other", "number_order", "created_at", "changed_at", NULL,
};

const struct entity relation_entity = {
    .table = "relation",
    .xml = "relatie",
    .title = "Relatie",
    .plural = "Relaties",
    .module = "relaties",
    .see = PERM_RELATION_READ,
    .edit = PERM_RELATION_EDIT,
    .fields = fields,
    .count = sizeof fields / sizeof *fields - 1,
    .order = "sort_key, number",
    .title_column = "last_name",
    .portal = true,
    .technical = technical,
};
