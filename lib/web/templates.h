/*
 * templates.h - ClearSilver templates of one folder, parsed once per process and rendered with a fresh tree each time.
 *
 * Pages are parsed with Config.VarEscapeMode=html: every value is escaped. Texts under mail/ are plain text and are not escaped. There is one set of
 * templates per process. In development a template is parsed again when a file that it was made of has changed.
 */
#ifndef KOREN_WEB_TEMPLATES_H
#define KOREN_WEB_TEMPLATES_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct tree;

/* False, with a log line, when the folder cannot be read. Done before the sandbox closes, which keeps the folder readable. */
bool templates_open(const char *folder, bool development);
/* Forgets all of it: for tests, and so that valgrind sees nothing left. */
void templates_close(void);

/* Parses a template now, so that a mistake in it shows at start. False with a log line. */
bool template_load(const char *name);

/* Renders into memory of the process that lasts until the next render. NULL, with a log line, when there is no such template, it is faulty, or there
 * is no memory; never jumps. */
const char *template_render(const char *name, struct tree *values, size_t *n);

struct template_value {
    const char *key, *value; /* "Mail.Code"; a NULL value is left out */
};
/* A text such as mail/code.cs, in the arena. `values` ends with {0}. NULL as above. */
char *template_text(struct arena *a, const char *name, const struct template_value *values);

#endif
