/*
 * import_part.h - contact person and membership in a row of a file; between import_*.c only.
 *
 * A part comes with a new relation. Somebody who is there already gets none from a file: whether it is another one or the same cannot be told.
 */
#ifndef KOREN_MODEL_IMPORT_PART_H
#define KOREN_MODEL_IMPORT_PART_H

#include "model/import_entry.h"

/* Keeps the text of a cell; made when the first comes. */
void part_put(struct arena *a, const char **parts[IMPORT_PARTS], const struct target *t, const char *text);
/* Checks what was kept, field by field. Problems stand at the names of the targets. */
void parts_read(struct entry *e, struct arena *a, enum century century, const char **parts[IMPORT_PARTS]);
bool parts_any(const struct entry *e);

#endif
