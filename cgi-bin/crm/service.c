/*
 * service.c - the work list of Servicedienst: what is asked, by status, by kind and by the beginning of the postcode, so that one visit serves a
 * street.
 */
#include "model/service.h"
#include "base/text.h"
#include "crm.h"
#include "web/list_page.h"

enum { SUBJECT, KIND, STATUS }; /* places in columns[] */

static const struct list_column columns[] = {
    { "onderwerp", "Onderwerp", "s.title", F_TEXT, .sort = "s.title", .link = "CONCAT('/relaties/', r.number, '/servicedienst/', s.id)" },
    { "soort", "Soort hulp", "s.type", F_CHOICE, .sort = "s.type", .choices = service_types, .under = true },
    { "status", "Status", "s.status", F_CHOICE, .sort = "s.status", .choices = service_states, .warn = "nieuw", .ok = "ingepland",
      .off = "uitgevoerd vervallen" },
    { "aangevraagd", "Aangevraagd op", "s.requested_on", F_DATE, .sort = "s.requested_on" },
    { "afspraak", "Afspraak", "s.appointment_date", F_DATE, .sort = "s.appointment_date" },
    { "tijd", "Tijd", "s.appointment_time", F_CLOCK, .csv_only = true },
    { "uitvoerder", "Wie het doet", "s.provider", F_TEXT, .sort = "s.provider", .under = true },
    { "naam", "Naam", "CONCAT_WS(' ', r.initials, r.prefix, r.last_name)", F_TEXT, .sort = "r.sort_key", .link = "CONCAT('/relaties/', r.number)" },
    { "postcode", "Postcode", "r.postcode", F_POSTCODE, .sort = "r.postcode" },
    { "woonplaats", "Woonplaats", "r.town", F_TEXT, .csv_only = true },
    { "telefoon", "Telefoon", "COALESCE(r.mobile, r.phone)", F_PHONE, .csv_only = true },
    { 0 },
};

static const struct list_filter filters[] = {
    { "status", "Status", FILTER_CHOICE, "s.status = ?", .choices = service_states },
    { "soort", "Soort hulp", FILTER_CHOICE, "s.type = ?", .choices = service_types },
    { "postcode", "Postcode begint met", FILTER_TEXT, "r.postcode LIKE REPLACE(?, ' ', '')", .hint = "Bijvoorbeeld 35, 3511 of 3511 AB" },
    { "uitvoerder", "Wie het doet", FILTER_TEXT, "s.provider LIKE ?" },
    { "afspraak", "Afspraak", FILTER_DATES, "s.appointment_date" },
    { "aangevraagd", "Aangevraagd", FILTER_DATES, "s.requested_on" },
    { 0 },
};

static const struct listing service_listing = {
    .name = "service_request",
    .title = "Servicedienst",
    .noun_one = "aanvraag",
    .noun_many = "aanvragen",
    .empty = "Er zijn nog geen aanvragen.",
    .from = "service_request s JOIN relation r ON r.id = s.relation_id",
    .key = "s.id",
    .columns = columns,
    .filters = filters,
    .order = "aangevraagd",
    .descending = true,
    .csv = PERM_SERVICE_CSV,
    .sensitivity = PD_CONTACT,
};

static bool usual(const char *state)
{
    return text_equal(state, "ingepland") || text_equal(state, "uitgevoerd");
}

/* Buttons for the usual way on; the way back, and what lapses, stand on the page of the request itself. */
static void step_buttons(struct req *r, const struct list_row *row)
{
    const char *href = list_button_href(r, req_printf(r, "%s/stap", row->link[SUBJECT]));

    for (const struct entity_step *s = service_entity.steps; s->from; s++)
        if (text_equal(s->from, row->value[STATUS]) && usual(s->to))
            table_button(r, s->label, NULL, href, "naar", s->to);
}

enum status service_list(struct req *r)
{
    if (perms_have(&r->who.perms, PERM_SERVICE_EDIT))
        return list_page_buttons(r, &service_listing, NULL, "Zet op", step_buttons);
    return list_page(r, &service_listing, NULL);
}

enum status service_csv(struct req *r)
{
    return list_csv(r, &service_listing, NULL);
}
