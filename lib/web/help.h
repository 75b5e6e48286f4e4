/*
 * help.h - the pages of help (help.def): which belongs to a route, and who may see which.
 *
 * A page is a template like any other, made from Markdown at build: nothing is parsed while people wait, and no text of it can be more than text.
 * signin shows them (/hulp, /hulp/NAME), for it is there on both sites, also for who cannot sign in.
 */
#ifndef KOREN_WEB_HELP_H
#define KOREN_WEB_HELP_H

#include <stdbool.h>
#include <stddef.h>

#include "guard/actor.h"
#include "web/route.h"

#define HELP_INDEX "/hulp"

struct help {
    enum site site;
    const char *name; /* "facturen" */
    enum module module;
    const char *title, *about; /* Dutch */
};

/* All of them, in order. */
const struct help *help_pages(size_t *count);
/* NULL when this site has none of that name. */
const struct help *help_find(enum site site, const char *name);
/* The page that a route names, else that of its permission's module. NULL: none on this site, and its link goes to the index. */
const struct help *help_of(const struct route *route, enum site site);
/* Not of a module that is off; before signing in only what is about that. */
bool help_visible(const struct help *h, const struct actor *who);

#endif
