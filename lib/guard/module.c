#include "guard/module.h"

#include <string.h>

#include "db/db.h"

static const char SQL_LICENSED[] = "SELECT GROUP_CONCAT(module) FROM module_licence WHERE until IS NULL";

enum module_kind { CORE, LICENSED };

static const struct module_info infos[MODULE_COUNT] = {
#define MODULE(id, name, kind, title) [MODULE_##id] = { name, title, (kind) == CORE },
#include "guard/modules.def"
#undef MODULE
};

#define ALL_MODULES (((uint64_t)1 << MODULE_COUNT) - 1)

_Static_assert(MODULE_COUNT < 64, "struct modules has one bit for each");

const struct module_info *module_info(enum module m)
{
    return (int)m < 0 || m >= MODULE_COUNT ? NULL : &infos[m];
}

static enum module find(const char *name, size_t n)
{
    int m = 0;

    while (m < MODULE_COUNT && (strncmp(infos[m].name, name, n) != 0 || infos[m].name[n] != '\0'))
        m++;
    return (enum module)m;
}

enum module module_find(const char *name)
{
    return name == NULL ? MODULE_COUNT : find(name, strlen(name));
}

void modules_read(struct modules *s, const char *list)
{
    s->bits = 0;
    for (int m = 0; m < MODULE_COUNT; m++)
        if (infos[m].core)
            s->bits |= (uint64_t)1 << m;
    while (list != NULL && *list != '\0') {
        size_t n = strcspn(list, ",");
        enum module m = find(list, n);

        if (m != MODULE_COUNT)
            s->bits |= (uint64_t)1 << m;
        list += n;
        if (*list == ',')
            list++;
    }
}

enum status modules_load(struct db *db, struct modules *s)
{
    struct stmt *st = db_stmt(db, SQL_LICENSED);

    if (!db_step(st))
        return ST_FAILED;
    modules_read(s, col_str(st, 0));
    db_done(st);
    return ST_OK;
}

bool modules_have(const struct modules *s, const char *name)
{
    enum module m = module_find(name);

    return m != MODULE_COUNT && (s->bits >> m & 1) != 0;
}

void perms_license(struct perms *p, const struct modules *s)
{
    if (s->bits == ALL_MODULES)
        return;
    for (int i = PERM_ROOT + 1; i < PERM_COUNT; i++)
        if (perms_have(p, (enum perm)i) && !modules_have(s, perm_info((enum perm)i)->module))
            perms_remove(p, (enum perm)i);
}
