#include "guard/perm.h"

#include <string.h>

static const struct perm_info perm_infos[PERM_COUNT] = {
#define PERM(id, parent, module, level, title, warning) [PERM_##id] = { #id, PERM_##parent, module, PERM_LEVEL_##level, title, warning },
#include "guard/permissions.def"
#undef PERM
};

/* Identifiers stand in capitals in the list and in lower case everywhere else; the preprocessor cannot change case, so this is done once. */
static char names[PERM_COUNT][60];
static struct perm_info infos[PERM_COUNT];
static bool ready;

static void perms_prepare(void)
{
    for (int p = PERM_ROOT + 1; p < PERM_COUNT; p++) {
        const char *from = perm_infos[p].name;
        size_t n = 0;

        for (; from[n] != '\0' && n + 1 < sizeof names[p]; n++)
            names[p][n] = from[n] >= 'A' && from[n] <= 'Z' ? (char)(from[n] - 'A' + 'a') : from[n];
        names[p][n] = '\0';
        infos[p] = perm_infos[p];
        infos[p].name = names[p];
    }
    ready = true;
}

const struct perm_info *perm_info(enum perm p)
{
    if ((int)p <= PERM_ROOT || (int)p >= PERM_COUNT)
        return NULL;
    if (!ready)
        perms_prepare();
    return &infos[p];
}

enum perm perm_find(const char *name)
{
    if (name == NULL)
        return PERM_UNSET;
    for (int p = PERM_ROOT + 1; p < PERM_COUNT; p++) {
        const char *one = perm_info((enum perm)p)->name;

        if (one[0] == name[0] && strcmp(one, name) == 0)
            return (enum perm)p;
    }
    return PERM_UNSET;
}

void perms_add(struct perms *s, enum perm p)
{
    if (perm_info(p) != NULL)
        s->bits[p / 64] |= (uint64_t)1 << (p % 64);
}

void perms_remove(struct perms *s, enum perm p)
{
    if (perm_info(p) != NULL)
        s->bits[p / 64] &= ~((uint64_t)1 << (p % 64));
}

bool perms_have(const struct perms *s, enum perm p)
{
    if (p == PERM_PUBLIC)
        return true;
    return perm_info(p) != NULL && (s->bits[p / 64] >> (p % 64) & 1) != 0;
}
