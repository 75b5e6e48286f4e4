#include "web/help.h"
#include "signin.h"
#include "web/answer.h"
#include "web/page.h"

/* A text leads to another page only where that is shown: hulp/SITE/NAME.cs asks for Help.On.NAME. */
static void fill_visible(struct req *r)
{
    size_t n;
    const struct help *all = help_pages(&n);

    for (size_t i = 0; i < n; i++)
        if (all[i].site == r->who.site && help_visible(&all[i], &r->who))
            page_set(r, "1", "Help.On.%s", all[i].name);
}

enum status help_index(struct req *r)
{
    size_t n;
    const struct help *all = help_pages(&n);

    page_title(r, "Hulp");
    page_lead(r, r->who.user_id == 0 ? "Na het aanmelden vindt u hier ook hulp bij de andere pagina's." : "Kies waarover u meer wilt weten.");
    for (size_t i = 0; i < n; i++)
        if (all[i].site == r->who.site && help_visible(&all[i], &r->who))
            page_card(r, all[i].title, all[i].about, req_printf(r, HELP_INDEX "/%s", all[i].name), NULL, -1);
    return page_show(r, "hulp.cs");
}

enum status help_page(struct req *r)
{
    const struct help *h = help_find(r->who.site, req_path(r, "naam"));

    if (h == NULL)
        return ST_NOT_FOUND;
    if (!help_visible(h, &r->who))
        return r->who.user_id != 0 ? ST_NOT_FOUND : redirect(r, NULL, "/aanmelden?naar=" HELP_INDEX "/%s", h->name);
    page_title(r, "%s", h->title);
    page_back(r, HELP_INDEX, "Alle hulp");
    fill_visible(r);
    return page_show(r, req_printf(r, "hulp/%s/%s.cs", h->site == SITE_PORTAL ? "portal" : "staff", h->name));
}
