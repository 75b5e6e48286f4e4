#include "model/contact.h"
#include "model/field.h"

/*
 * People whom the relation named: as the relation told us, for this relation only. Goes with the relation. One who is a relation too is linked by its
 * number: name, phones and e-mail are then that relation's own and stay empty here (contact.h). The number is that other person's, and so stands in
 * no export and not in WerktVoorMij.
 */

#define SHARED  .see = PERM_CONTACT_READ, .edit = PERM_CONTACT_EDIT, .export = X_ALWAYS, .erase = E_ROW, .keep = KEEP_RELATION
#define NAME    SHARED, .category = PD_CONTACT, .portal = PORTAL_CORRECT, .group = "Naam"
#define ROLE    SHARED, .group = "Rol"
#define CONTACT SHARED, .category = PD_CONTACT, .portal = PORTAL_CORRECT, .group = "Contact"

#define FOR_WARNING "Om deze persoon te bereiken als er iets met u is"

static const struct field fields[] = {
    { "linked_relation", "gekoppelderelatie", "Relatienummer", F_TEXT, 12, .see = PERM_CONTACT_READ, .edit = PERM_CONTACT_EDIT, .export = X_NEVER,
      .erase = E_ROW, .keep = KEEP_RELATION, .category = PD_NORMAL, .portal = PORTAL_HIDDEN, .quiet = true, .group = "Zelf ook relatie",
      .hint = "Alleen als deze persoon zelf relatie is. Naam, telefoon en e-mailadres komen dan van die relatie en blijven hieronder leeg.",
      .purpose = FOR_WARNING },

    { "initials", "voorletters", "Voorletters", F_INITIALS, 40, NAME, .hint = "Bijvoorbeeld J.R.", .purpose = FOR_WARNING },
    { "call_name", "roepnaam", "Roepnaam", F_NAME, 50, NAME, .purpose = FOR_WARNING },
    { "prefix", "voorvoegsel", "Voorvoegsel", F_PREFIX, 10, NAME, .hint = "Bijvoorbeeld van der", .purpose = FOR_WARNING },
    { "last_name", "achternaam", "Achternaam", F_NAME, 200, NAME, .hint = "Nodig als u hierboven geen relatie koppelt", .purpose = FOR_WARNING },

    { "relationship", "verhouding", "Verhouding", F_TEXT, 60, ROLE, .list = true, .category = PD_CONTACT, .portal = PORTAL_CORRECT,
      .hint = "Bijvoorbeeld dochter, buurman of huisarts", .purpose = "Om te weten in welke verhouding deze persoon tot u staat" },
    { "role", "rol", "Rol", F_TEXT, 60, ROLE, .category = PD_CONTACT, .portal = PORTAL_CORRECT, .hint = "Bijvoorbeeld eerste contactpersoon",
      .purpose = "Om te weten waarvoor wij deze persoon mogen benaderen" },
    { "priority", "volgorde", "Volgorde van bellen", F_NUMBER, 2, ROLE, .list = true, .category = PD_NORMAL, .portal = PORTAL_CORRECT,
      .hint = "1 wordt het eerst gebeld", .purpose = "Om bij nood in de goede volgorde te bellen" },
    { "key_holder", "sleutelhouder", "Heeft een sleutel", F_YESNO, 3, ROLE, .category = PD_NORMAL, .portal = PORTAL_CORRECT,
      .purpose = "Om te weten wie bij nood de deur kan openen" },
    { "representative", "vertegenwoordiger", "Gemachtigd vertegenwoordiger", F_YESNO, 3, ROLE, .category = PD_NORMAL, .portal = PORTAL_PROPOSE,
      .purpose = "Om te weten wie namens u mag beslissen" },

    { "phone", "telefoon", "Telefoon", F_PHONE, 16, CONTACT, .list = true, .hint = "Bijvoorbeeld 0123 456789", .purpose = FOR_WARNING },
    { "mobile", "mobiel", "Mobiel", F_PHONE, 16, CONTACT, .list = true, .hint = "Bijvoorbeeld 06 12345678", .purpose = FOR_WARNING },
    { "email", "email", "E-mailadres", F_EMAIL, 254, CONTACT, .hint = "Bijvoorbeeld naam@voorbeeld.nl", .purpose = FOR_WARNING },
    { 0 },
};

static const char *const technical[] = { "id", "relation_id", "version", "created_at", "changed_at", NULL };

const struct entity contact_entity = {
    .table = "contact_person",
    .xml = "contactpersoon",
    .xml_list = "contactpersonen",
    .title = "Contactpersoon",
    .plural = "Contactpersonen",
    .module = "contactpersonen",
    .parent_column = "relation_id",
    .see = PERM_CONTACT_READ,
    .edit = PERM_CONTACT_EDIT,
    .fields = fields,
    .count = sizeof fields / sizeof *fields - 1,
    .order = "priority IS NULL, LENGTH(priority), priority, id",
    .title_column = "last_name",
    .check = contact_check,
    .portal = true,
    .technical = technical,
};
