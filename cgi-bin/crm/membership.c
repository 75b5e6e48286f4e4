/*
 * membership.c - all memberships as a list (/lidmaatschappen).
 */
#include "crm.h"
#include "web/list_page.h"

static const struct choice payment_methods[] = {
    { "incasso", "Automatische incasso" },
    { "factuur", "Op factuur" },
    { "contant", "Contant of met pin" },
    { 0 },
};

static const struct choice states[] = {
    { "lopend", "Loopt nu" },
    { "beeindigd", "Beëindigd" },
    { "toekomstig", "Begint nog" },
    { 0 },
};

#define STATE "CASE WHEN m.end_date < CURRENT_DATE THEN 'beeindigd' WHEN m.start_date > CURRENT_DATE THEN 'toekomstig' ELSE 'lopend' END"

static const struct list_column columns[] = {
    { "naam", "Naam", LIST_PERSON("r"), F_TEXT, .person = true, .sort = "r.sort_key",
      .link = "CONCAT('/relaties/', r.number, '/lidmaatschappen/', m.id)" },
    { "nummer", "Nummer", "r.number", F_TEXT, .under = true },
    { "soort", "Soort", "m.type", F_TEXT, .sort = "m.type" },
    { "status", "Status", STATE, F_CHOICE, .choices = states, .ok = "lopend", .off = "beeindigd", .warn = "toekomstig" },
    { "begin", "Begonnen", "m.start_date", F_DATE, .sort = "m.start_date" },
    { "einde", "Beëindigd", "m.end_date", F_DATE, .sort = "m.end_date" },
    { "bedrag", "Per jaar", "m.amount_cents", F_MONEY, .sort = "m.amount_cents" },
    { "betaalwijze", "Betaalwijze", "m.payment_method", F_CHOICE, .choices = payment_methods },
    { "woonplaats", "Woonplaats", "r.town", F_TEXT, .sort = "r.town" },
    { "postcode", "Postcode", "r.postcode", F_POSTCODE, .csv_only = true },
    { "email", "E-mailadres", "r.email", F_EMAIL, .csv_only = true },
    { "reden", "Reden van beëindigen", "m.end_reason", F_TEXT, .csv_only = true },
    { 0 },
};

static const char SQL_TYPES[] = "SELECT title, title FROM membership_type ORDER BY title";

static const struct list_filter filters[] = {
    { "soort", "Soort", FILTER_CHOICE, "m.type = ?", .sql_choices = SQL_TYPES },
    { "status", "Status", FILTER_CHOICE, STATE " = ?", .choices = states },
    { "betaalwijze", "Betaalwijze", FILTER_CHOICE, "m.payment_method = ?", .choices = payment_methods },
    { "woonplaats", "Woonplaats begint met", FILTER_TEXT, "r.town LIKE ?" },
    { "begonnen", "Begonnen", FILTER_DATES, "m.start_date" },
    { "geeindigd", "Beëindigd", FILTER_DATES, "m.end_date" },
    { 0 },
};

static const struct listing memberships = {
    .name = "membership",
    .title = "Lidmaatschappen",
    .noun_one = "lidmaatschap",
    .noun_many = "lidmaatschappen",
    .empty = "Er zijn nog geen lidmaatschappen. U voegt er een toe op de pagina van een relatie.",
    .from = "membership m JOIN relation r ON r.id = m.relation_id",
    .key = "m.id",
    .columns = columns,
    .filters = filters,
    .order = "naam",
    .csv = PERM_MEMBERSHIP_CSV,
    .sensitivity = PD_FINANCE,
};

enum status membership_list(struct req *r)
{
    page_action(r, "Soorten lidmaatschap", "/lidmaatschappen/soorten", "plain", false);
    return list_page(r, &memberships, NULL);
}

enum status membership_csv(struct req *r)
{
    return list_csv(r, &memberships, NULL);
}
