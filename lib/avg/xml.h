/*
 * xml.h - writing XML 1.0 into a scratch, over libxml2's xmlTextWriter. Errors stick: they are told once, at the end.
 *
 * Text is written as it is, except that what XML cannot hold (it cannot come in either: text_check()) becomes U+FFFD.
 */
#ifndef KOREN_AVG_XML_H
#define KOREN_AVG_XML_H

#include <stddef.h>

#include "base/status.h"

struct arena;
struct scratch;
struct xml;

/* Begins a document in UTF-8. `indent`: one element a line. Given back with the arena. */
struct xml *xml_new(struct arena *a, struct scratch *to, int indent);
void xml_open(struct xml *x, const char *name);
void xml_attr(struct xml *x, const char *name, const char *value); /* NULL: no attribute */
void xml_text(struct xml *x, const char *text);
void xml_textn(struct xml *x, const char *text, size_t n);
void xml_close(struct xml *x);
/* An element with a text; NULL: an empty element. */
void xml_element(struct xml *x, const char *name, const char *text);
/* An element without content, with attributes: pairs of name and value, ended by NULL. */
void xml_empty(struct xml *x, const char *name, ...) __attribute__((sentinel));
/* Closes what is open and flushes. */
enum status xml_end(struct xml *x);

#endif
