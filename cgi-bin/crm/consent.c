/*
 * consent.c - what one relation consents to (a tab), and the mailing lists of a purpose: who consents to it now, with the address or the e-mail
 * address and nothing that a mailing does not need.
 */
#include "model/consent.h"
#include "base/text.h"
#include "crm.h"
#include "model/check.h"
#include "web/list_page.h"
#include "web/part_table.h"

/* ---- the tab ---- */

static const struct {
    const char *words, *mark;
} states[] = {
    [CONSENT_NONE] = { "Niet gegeven", "off" },
    [CONSENT_HOLDS] = { "Gegeven", "ok" },
    [CONSENT_OUTDATED] = { "Geldt niet meer: er is een andere tekst", "warn" },
    [CONSENT_TAKEN_BACK] = { "Ingetrokken", "off" },
};

static const char *shown(struct req *r, const char *column, const char *value)
{
    return value ? field_show(&consent_entity.fields[field_index(&consent_entity, column)], r->arena, value) : "";
}

static enum status now_table(struct req *r, const struct record *rel)
{
    struct consent_now *list;
    size_t count;
    enum status st = consents_now(&r->m, rel->id, &list, &count);

    if (st != ST_OK)
        return st;
    table_begin(r, "Now", "Hoe het nu is", "Er zijn nog geen doelen waarvoor u toestemming vraagt.");
    table_col(r, "Doel", false);
    table_col(r, "Toestemming", false);
    table_col(r, "Sinds", false);
    table_col(r, "Hoe doorgegeven", false);
    table_col(r, "Tekst", false);
    for (size_t i = 0; i < count; i++) {
        const struct consent_now *n = &list[i];

        table_row(r);
        table_link(r, n->purpose.title, purpose_href(r, n->purpose.id, ""));
        table_mark(r, states[n->state].words, states[n->state].mark);
        table_cell(r, shown(r, "decided_on", n->decided_on));
        table_cell(r, shown(r, "channel", n->channel));
        table_cell(r, n->text_version ? req_printf(r, "versie %u van %u", (unsigned)n->text_version, (unsigned)n->purpose.version) : "");
    }
    return ST_OK;
}

static const char *row_link(struct req *r, const struct record *row, const void *rel)
{
    return req_printf(r, "/relaties/%s/toestemmingen/%llu", ((const struct record *)rel)->number, (unsigned long long)row->id);
}

enum status consent_tab(struct req *r)
{
    struct record *rel;
    struct tab_rows t;
    enum status st = relation_head(r, "toestemmingen", OPEN_PLAIN, &rel);

    if (st == ST_OK)
        st = relation_rows(r, rel, &consent_entity, &t);
    if (st == ST_OK)
        st = now_table(r, rel);
    if (st != ST_OK)
        return st;
    req_audit(r, "consent", 0, rel->id, PD_NORMAL, req_printf(r, "rows=%zu", t.count));
    page_title(r, "Toestemmingen");
    part_table(r, "Table", &consent_entity, t.rows, t.count, "Er is nog niets vastgelegd.", row_link, rel);
    table_set(r, "Wat is vastgelegd, nieuwste eerst", "Caption");
    if (t.total > RELATION_PAGE)
        relation_paging(r, rel, "toestemmingen", t.page, t.total);
    if (perms_have(&r->who.perms, PERM_CONSENT_EDIT))
        page_action(r, "Toestemming vastleggen", relation_href(r, rel, "/toestemmingen/nieuw"), "primary", false);
    return page_show(r, "relatie_tab.cs");
}

/* ---- mailing lists ---- */

#define PARTNER_FIRST "r.partner_last_name IS NOT NULL AND r.name_usage IN ('P', 'V')"
/* The name as it stands on an envelope, in the parts that a mail merge takes. */
#define PREFIX_USED   "IF(" PARTNER_FIRST ", r.partner_prefix, r.prefix)"
#define NAME_USED                                                                                                                                    \
    "CASE WHEN r.partner_last_name IS NULL THEN r.last_name WHEN r.name_usage = 'P' THEN r.partner_last_name"                                        \
    " WHEN r.name_usage = 'V' THEN CONCAT_WS('-', r.partner_last_name, CONCAT_WS(' ', r.prefix, r.last_name))"                                       \
    " WHEN r.name_usage = 'N' THEN CONCAT_WS('-', r.last_name, CONCAT_WS(' ', r.partner_prefix, r.partner_last_name)) ELSE r.last_name END"

#define FROM  "consent c JOIN consent_purpose p ON p.title = c.purpose JOIN relation r ON r.id = c.relation_id"
#define WHERE SQL_CONSENT_HOLDS " AND " SQL_CONSENT_ALIVE " AND "

#define NAME_COLUMNS                                                                                                                                 \
    { "naam", "Naam", LIST_PERSON("r"), F_TEXT, .person = true, .sort = "r.sort_key", .link = "CONCAT('/relaties/', r.number, '/toestemmingen')" },  \
        { "voorletters", "Voorletters", "COALESCE(r.initials, r.call_name)", F_TEXT, .csv_only = true },                                             \
        { "voorvoegsel", "Voorvoegsel", PREFIX_USED, F_TEXT, .csv_only = true },                                                                     \
    {                                                                                                                                                \
        "achternaam", "Achternaam", NAME_USED, F_TEXT, .csv_only = true                                                                              \
    }

static const struct list_column post_columns[] = {
    NAME_COLUMNS,
    { "straat", "Straat en huisnummer",
      "COALESCE(CONCAT(r.street, ' ', r.house_number, COALESCE(r.house_letter, ''), IF(r.house_addition IS NULL, '', CONCAT('-', r.house_addition))),"
      " r.foreign_line1)",
      F_TEXT },
    { "postcode", "Postcode", "r.postcode", F_POSTCODE, .sort = "r.postcode" },
    { "woonplaats", "Woonplaats", "COALESCE(r.town, r.foreign_line2)", F_TEXT, .sort = "r.town" },
    { "regel3", "Adresregel 3", "r.foreign_line3", F_TEXT, .csv_only = true },
    { "land", "Land", "r.country", F_COUNTRY, .csv_only = true },
    { "sinds", "Toestemming sinds", "c.decided_on", F_DATE, .sort = "c.decided_on" },
    { 0 },
};

static const struct list_column email_columns[] = {
    NAME_COLUMNS,
    { "email", "E-mailadres", "r.email", F_EMAIL, .sort = "r.email" },
    { "sinds", "Toestemming sinds", "c.decided_on", F_DATE, .sort = "c.decided_on" },
    { 0 },
};

static const struct list_filter post_filters[] = {
    { "woonplaats", "Woonplaats begint met", FILTER_TEXT, "r.town LIKE ?" },
    { "postcode", "Postcode begint met", FILTER_TEXT, "r.postcode LIKE ?" },
    { "sinds", "Toestemming sinds", FILTER_DATES, "c.decided_on" },
    { 0 },
};

static const struct list_filter email_filters[] = {
    { "woonplaats", "Woonplaats begint met", FILTER_TEXT, "r.town LIKE ?" },
    { "sinds", "Toestemming sinds", FILTER_DATES, "c.decided_on" },
    { 0 },
};

static const struct listing post = {
    .name = "consent_mailing_post",
    .title = "Mailinglijst per post",
    .noun_one = "postadres",
    .noun_many = "postadressen",
    .empty = "Niemand met een adres geeft nu toestemming voor dit doel.",
    .from = FROM,
    .where = WHERE "((r.street IS NOT NULL AND r.house_number IS NOT NULL) OR r.foreign_line1 IS NOT NULL)",
    .scope = "p.id = ?",
    .key = "c.id",
    .columns = post_columns,
    .filters = post_filters,
    .order = "naam",
    .csv = PERM_CONSENT_MAILING,
    .sensitivity = PD_CONTACT,
};

static const struct listing email = {
    .name = "consent_mailing_email",
    .title = "Mailinglijst per e-mail",
    .noun_one = "e-mailadres",
    .noun_many = "e-mailadressen",
    .empty = "Niemand met een e-mailadres geeft nu toestemming voor dit doel.",
    .from = FROM,
    .where = WHERE "r.email IS NOT NULL",
    .scope = "p.id = ?",
    .key = "c.id",
    .columns = email_columns,
    .filters = email_filters,
    .order = "naam",
    .csv = PERM_CONSENT_MAILING,
    .sensitivity = PD_CONTACT,
};

/* The purpose of the path, which the list is of. */
static enum status mailing(struct req *r, const struct listing *l, enum status (*give)(struct req *, const struct listing *, const char *))
{
    struct purpose p;
    enum status st = purpose_of_path(r, &p);

    if (st != ST_OK)
        return st;
    page_back(r, purpose_href(r, p.id, ""), p.title);
    page_lead(
        r, req_printf(r,
                      "Wie nu toestemming geeft voor ‘%s’. Wie de toestemming introk, overleden is of inactief is, staat er niet bij. Maak een nieuw "
                      "bestand voor elke keer dat u iets verstuurt, en bewaar het niet.",
                      p.title));
    return give(r, l, req_printf(r, "%llu", (unsigned long long)p.id));
}

enum status mailing_post(struct req *r)
{
    return mailing(r, &post, list_page);
}

enum status mailing_post_csv(struct req *r)
{
    return mailing(r, &post, list_csv);
}

enum status mailing_email(struct req *r)
{
    return mailing(r, &email, list_page);
}

enum status mailing_email_csv(struct req *r)
{
    return mailing(r, &email, list_csv);
}
