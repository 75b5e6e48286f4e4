/*
 * entry_name.h - names of files inside the export: they keep what people called them, fit on any disk, and never leave their folder.
 *
 * A name becomes one path component of at most 255 bytes of UTF-8: no "/" "\" or other character that Windows refuses, no control or bidi
 * characters, no leading or trailing dot or space (so no "." and ".."), no device name of Windows (CON, LPT1 ...). Names that a disk which ignores
 * case would take for the same get a number: "brief.pdf", "Brief (2).pdf".
 */
#ifndef KOREN_AVG_ENTRY_NAME_H
#define KOREN_AVG_ENTRY_NAME_H

#include <stddef.h>

struct arena;
struct entry_names;

#define ENTRY_NAME_MAX 255 /* bytes */

/* The name made safe; "naamloos" when nothing is left of it. */
char *entry_name_safe(struct arena *a, const char *name);

/* The names of one folder; lives in the arena. */
struct entry_names *entry_names_new(struct arena *a);
/* The name made safe and different from all that were given before. */
char *entry_name_unique(struct entry_names *n, const char *name);

#endif
