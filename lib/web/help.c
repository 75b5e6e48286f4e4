#include "web/help.h"

#include <string.h>

#include "base/text.h"

static const struct help pages[] = {
#define HELP(site, name, module, title, about) { SITE_##site, name, MODULE_##module, title, about },
#include "web/help.def"
#undef HELP
};

#define PAGES (sizeof pages / sizeof pages[0])

const struct help *help_pages(size_t *count)
{
    *count = PAGES;
    return pages;
}

const struct help *help_find(enum site site, const char *name)
{
    for (size_t i = 0; name != NULL && i < PAGES; i++)
        if (pages[i].site == site && strcmp(pages[i].name, name) == 0)
            return &pages[i];
    return NULL;
}

const struct help *help_of(const struct route *route, enum site site)
{
    const struct perm_info *perm = route == NULL ? NULL : perm_info(route->perm);

    if (route != NULL && route->help != NULL)
        return help_find(site, route->help);
    return perm == NULL ? NULL : help_find(site, perm->module);
}

bool help_visible(const struct help *h, const struct actor *who)
{
    return h->module == MODULE_GENERAL || (who->user_id != 0 && modules_have(&who->modules, module_info(h->module)->name));
}
