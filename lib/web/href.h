/*
 * href.h - addresses with a query string, percent-encoded (RFC 3986).
 *
 *     struct href h = href_to(a, "/relaties");
 *     href_add(&h, "zoek", "De Vries & zn");
 *     href_text(&h)      gives "/relaties?zoek=De%20Vries%20%26%20zn"
 */
#ifndef KOREN_WEB_HREF_H
#define KOREN_WEB_HREF_H

#include <stddef.h>

#include "base/buf.h"

struct href {
    struct buf text;
    size_t params;
};

struct href href_to(struct arena *a, const char *path);
/* A NULL value adds nothing. */
void href_add(struct href *h, const char *name, const char *value);
char *href_text(const struct href *h);

#endif
