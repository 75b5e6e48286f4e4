/*
 * site.h - what all pages of one run have in common: the version of the static files, and the main navigation.
 */
#ifndef KOREN_WEB_SITE_H
#define KOREN_WEB_SITE_H

#include <stdbool.h>

#include "web/request.h"

/* Reads the static files once, or in development their times at most once a second. False, with a log line, when the folder cannot be read. */
bool site_open(const struct config *c);
/* Site.*, User.*, Nav.* of the tree. */
void site_fill(struct req *r);
/* "/static/0123456789ab" */
const char *site_static(const struct config *c);
/* The configured address of a site: "https://host[:port]". */
const char *site_origin(const struct config *c, enum site site);

#endif
