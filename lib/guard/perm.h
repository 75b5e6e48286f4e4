/*
 * perm.h - permissions: what somebody may do. One list (permissions.def); a role is a set of these, a user has the union of the roles.
 *
 * What is not given is refused. PERM_PUBLIC is for pages before signing in, and only signin has them.
 */
#ifndef KOREN_GUARD_PERM_H
#define KOREN_GUARD_PERM_H

#include <stdbool.h>
#include <stdint.h>

enum perm_level { PERM_LEVEL_NONE, PERM_LEVEL_ORANGE, PERM_LEVEL_RED };

/* PERM_UNSET is 0 on purpose: a route or field without a permission is refused, and app_run() will not start with such a route. */
enum perm {
    PERM_UNSET = 0,
    PERM_PUBLIC,
    PERM_ROOT,
#define PERM(id, parent, module, level, title, warning) PERM_##id,
#include "guard/permissions.def"
#undef PERM
    PERM_COUNT
};

struct perm_info {
    const char *name; /* "relation_read" */
    enum perm parent;
    const char *module;
    enum perm_level level;
    const char *title;   /* Dutch */
    const char *warning; /* Dutch, "" when level is none */
};

/* A set of permissions. */
struct perms {
    uint64_t bits[(PERM_COUNT + 63) / 64];
};

const struct perm_info *perm_info(enum perm p); /* NULL outside PERM_ROOT+1..PERM_COUNT-1 */
enum perm perm_find(const char *name);          /* PERM_UNSET when there is none */
void perms_add(struct perms *s, enum perm p);
void perms_remove(struct perms *s, enum perm p);
bool perms_have(const struct perms *s, enum perm p); /* PERM_UNSET: never; PERM_PUBLIC: always */

#endif
