#include "model/service.h"

/*
 * Requests for help at home. People write about their health where they say what is the matter, so the description is special and sealed with the
 * relation's key; what stands in lists and in WerktVoorMij is the subject. The status moves by buttons (steps), never by typing.
 */

#define SHARED  .see = PERM_SERVICE_READ, .export = X_ALWAYS, .erase = E_ROW, .keep = KEEP_SERVICE
#define REQUEST SHARED, .edit = PERM_SERVICE_EDIT, .category = PD_NORMAL, .portal = PORTAL_SEE, .group = "Aanvraag"
#define PLAN    SHARED, .edit = PERM_SERVICE_EDIT, .category = PD_NORMAL, .portal = PORTAL_SEE, .group = "Afspraak"

#define FOR_HELP "Om de hulp te regelen waar u om vroeg"
#define FOR_PLAN "Om met u af te spreken wie wanneer komt"

const struct choice service_types[] = {
    { "klussen", "Klussen in huis" },
    { "tuin", "Tuinonderhoud" },
    { "vervoer", "Vervoer" },
    { "huishouden", "Hulp in de huishouding" },
    { "administratie", "Hulp bij administratie of belasting" },
    { "computer", "Hulp bij computer of telefoon" },
    { "verzorging", "Persoonlijke verzorging" },
    { "overig", "Anders" },
    { 0 },
};

const struct choice service_states[] = {
    { "nieuw", "Nieuw" }, { "ingepland", "Ingepland" }, { "uitgevoerd", "Uitgevoerd" }, { "vervallen", "Vervallen" }, { 0 },
};

static const struct entity_step steps[] = {
    { "nieuw", "ingepland", "Ingepland", NULL },
    { "nieuw", "uitgevoerd", "Uitgevoerd", "done_on" },
    { "nieuw", "vervallen", "Vervallen", "done_on" },
    { "ingepland", "uitgevoerd", "Uitgevoerd", "done_on" },
    { "ingepland", "nieuw", "Terug naar nieuw", NULL },
    { "ingepland", "vervallen", "Vervallen", "done_on" },
    { "uitgevoerd", "nieuw", "Heropenen", "-done_on" },
    { "vervallen", "nieuw", "Heropenen", "-done_on" },
    { 0 },
};

static const struct field fields[] = {
    { "title", "onderwerp", "Onderwerp", F_TEXT, 150, REQUEST, .required = true,
      .hint = "Kort, bijvoorbeeld: lekkende kraan. Dit is ook te lezen in WerktVoorMij; zet hier niets over gezondheid", .purpose = FOR_HELP },
    { "type", "soort", "Soort hulp", F_CHOICE, 30, REQUEST, .list = true, .required = true, .choices = service_types, .purpose = FOR_HELP },
    { "status", "status", "Status", F_CHOICE, 12, SHARED, .list = true, .category = PD_NORMAL, .portal = PORTAL_SEE, .group = "Aanvraag",
      .required = true, .initial = "nieuw", .choices = service_states, .purpose = "Om te weten wat er nog moet gebeuren" },
    { "requested_on", "aanvraagdatum", "Aangevraagd op", F_DATE, 10, REQUEST, .list = true, .required = true, .initial = INITIAL_TODAY,
      .purpose = FOR_HELP },
    { "description", "omschrijving", "Omschrijving", F_LINES, 2000, SHARED, .edit = PERM_SERVICE_EDIT, .category = PD_SPECIAL,
      .portal = PORTAL_HIDDEN, .sealed = true, .group = "Aanvraag", .hint = "Wat er moet gebeuren, en wat degene die komt moet weten",
      .purpose = FOR_HELP },

    { "appointment_date", "afspraakdatum", "Datum van de afspraak", F_DATE, 10, PLAN, .list = true, .purpose = FOR_PLAN },
    { "appointment_time", "afspraaktijd", "Tijd van de afspraak", F_CLOCK, 5, PLAN, .hint = "Bijvoorbeeld 13:30", .purpose = FOR_PLAN },
    { "provider", "uitvoerder", "Wie het doet", F_TEXT, 150, PLAN, .list = true, .hint = "Naam van de vrijwilliger of het bedrijf",
      .purpose = FOR_PLAN },
    { "done_on", "afgehandeld", "Afgehandeld op", F_DATE, 10, SHARED, .category = PD_NORMAL, .portal = PORTAL_SEE, .group = "Afspraak", .quiet = true,
      .purpose = "Om te weten tot wanneer wij de aanvraag bewaren" },
    { 0 },
};

static const char *const technical[] = { "id", "relation_id", "version", "created_at", "changed_at", NULL };

const struct entity service_entity = {
    .table = "service_request",
    .xml = "serviceaanvraag",
    .xml_list = "servicedienst",
    .title = "Serviceaanvraag",
    .plural = "Serviceaanvragen",
    .module = "servicedienst",
    .parent_column = "relation_id",
    .see = PERM_SERVICE_READ,
    .edit = PERM_SERVICE_EDIT,
    .fields = fields,
    .count = sizeof fields / sizeof *fields - 1,
    .order = "requested_on DESC, id DESC",
    .title_column = "title",
    .step_column = "status",
    .steps = steps,
    .portal = true,
    .technical = technical,
};
