#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "guard/session.h"
#include "signin.h"
#include "web/page.h"

/* The first of these that the browser's own words contain; what is more particular stands first. */
struct sign {
    const char *in, *name;
};

static const struct sign browsers[] = {
    { "Edg/", "Edge" },       { "OPR/", "Opera" },    { "SamsungBrowser", "Samsung Internet" },
    { "Firefox", "Firefox" }, { "Chrome", "Chrome" }, { "Safari", "Safari" },
};
static const struct sign systems[] = {
    { "iPhone", "iPhone" }, { "iPad", "iPad" }, { "Android", "Android" }, { "Windows", "Windows" }, { "Mac OS", "Mac" }, { "Linux", "Linux" },
};

static const char *found(const struct sign *signs, size_t n, const char *in)
{
    for (size_t i = 0; i < n; i++)
        if (strstr(in, signs[i].in) != NULL)
            return signs[i].name;
    return NULL;
}

/* "Firefox op Windows": enough to know one's own browser by. */
static const char *browser_name(struct req *r, const char *user_agent)
{
    const char *browser = found(browsers, sizeof browsers / sizeof browsers[0], user_agent);
    const char *system = found(systems, sizeof systems / sizeof systems[0], user_agent);

    if (browser == NULL || system == NULL)
        return browser != NULL ? browser : system != NULL ? system : "Onbekende browser";
    return req_printf(r, "%s op %s", browser, system);
}

static void session_row(struct req *r, const struct session *s)
{
    table_row(r);
    table_cell(r, browser_name(r, s->user_agent));
    table_cell(r, s->address);
    table_cell(r, clock_dutch(r->arena, s->opened_at));
    table_cell(r, clock_dutch(r->arena, s->seen_at));
    if (s->own)
        return;
    table_row_set(r, "/account/sessies/einde", "End.Action");
    table_row_set(r, s->name, "End.Value");
}

enum status sessions_show(struct req *r)
{
    struct session *list;
    size_t n;

    if (session_list(r->m.db, r->arena, &r->who, &list, &n) != ST_OK)
        return ST_FAILED;
    page_title(r, "Waar u bent aangemeld");
    page_lead(r, "Herkent u een regel niet? Meld dat apparaat af en wijzig daarna uw wachtwoord.");
    table_begin(r, "Table", "Apparaten waarop u bent aangemeld", "U bent nergens aangemeld.");
    table_col(r, "Apparaat", false);
    table_col(r, "IP-adres", false);
    table_col(r, "Aangemeld op", false);
    table_col(r, "Laatst gebruikt", false);
    table_set(r, "Afmelden", "EndLabel");
    for (size_t i = 0; i < n; i++)
        session_row(r, &list[i]);
    if (n > 1) {
        page_action(r, "Alle andere apparaten afmelden", "/account/sessies/einde", "plain", true);
        page_action_hidden(r, "sessie", "andere");
    }
    page_action(r, "Wachtwoord wijzigen", "/account/wachtwoord", "plain", false);
    return page_show(r, "sessies.cs");
}

enum status sessions_end(struct req *r)
{
    const char *name = req_form(r, "sessie");

    if (text_equal(name, "andere"))
        return session_close_all(r->m.db, r->who.user_id, r->who.session) == ST_OK ? redirect(r, "sessies-einde", "/account/sessies") : ST_FAILED;
    if (text_empty(name))
        return ST_NOT_FOUND;
    {
        enum status s = session_end(r->m.db, &r->who, name);

        return s == ST_OK ? redirect(r, "sessie-einde", "/account/sessies") : s;
    }
}
