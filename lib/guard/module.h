/*
 * module.h - modules, and which of them this controller has a licence for (S27).
 *
 * A module that is off shows nowhere: session_load() drops its permissions, so that there is no tab, route or field; the portal's procedures give
 * none of its rows; an export has no list of it. What is kept must be in an access request (AVG art. 15), so a module that still holds rows cannot be
 * switched off: ops/licence.h. History of what once stood in it belongs to the relation, and stays told.
 *
 * In the database a licence is a row of module_licence with `until` still open; old ones stay, for the register.
 */
#ifndef KOREN_GUARD_MODULE_H
#define KOREN_GUARD_MODULE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "guard/perm.h"

struct db;

enum module {
#define MODULE(id, name, kind, title) MODULE_##id,
#include "guard/modules.def"
#undef MODULE
    MODULE_COUNT
};

struct module_info {
    const char *name;  /* "contactpersonen" */
    const char *title; /* Dutch */
    bool core;         /* has no licence: is always on */
};

/* A set of modules; the core ones are in every set. */
struct modules {
    uint64_t bits;
};

const struct module_info *module_info(enum module m); /* NULL outside 0..MODULE_COUNT-1 */
enum module module_find(const char *name);            /* MODULE_COUNT when there is none */

/* From "contactpersonen,facturen", as views and procedures give it; names that this program does not know give nothing. NULL is none. */
void modules_read(struct modules *s, const char *list);
/* From the table, for what runs without a session. */
enum status modules_load(struct db *db, struct modules *s);
bool modules_have(const struct modules *s, const char *name); /* false for a name that is no module */

/* Takes away the permissions of modules that are not in the set. */
void perms_license(struct perms *p, const struct modules *s);

#endif
