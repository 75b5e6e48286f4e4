/*
 * import_run.h - a file from beginning to end: looked at only, or imported.
 *
 * Rows go in batches of one transaction each, that also moves import_file.next_line: a run that was killed is called again with what the row says,
 * passes over the lines that are done, and imports each of the others once. Memory is flat: one batch.
 */
#ifndef KOREN_MODEL_IMPORT_RUN_H
#define KOREN_MODEL_IMPORT_RUN_H

#include "model/import_file.h"
#include "model/record.h"

struct import_run {
    struct model *m; /* m->who with `import` set and the import's name as its request, so that history tells where it comes from */
    const struct columns *columns;
    enum century century;
    enum import_duplicates duplicates;
    bool check;                  /* nothing is imported */
    uint64_t id;                 /* of import_file; 0: nothing is written about it either, and `check` must be set */
    uint32_t after;              /* lines up to this one were done before */
    struct import_counts counts; /* of those; afterwards of all */
    /* Each problem of each refused row, with the field's XML name (or NULL). May be NULL. */
    void (*problem)(void *ctx, uint32_t line, const char *field, const char *text);
    /* After each batch. Anything but ST_OK ends the run. May be NULL. */
    enum status (*progress)(void *ctx, uint32_t line, const struct import_counts *counts);
    void *ctx;
};

/* ST_INVALID: the file cannot be read to its end, a problem under "bestand" says why; what came before was done. ST_CONFLICT: another run is at it.
 */
enum status import_run(struct import_run *run, const struct byte_source *in, const struct text_shape *shape, struct problems *p);

/* The heading, and the guess with what was kept for it, of a file that stands at its beginning; it is left there. ST_INVALID when there are no rows.
 */
enum status import_heading(struct model *m, const struct byte_source *in, const struct text_shape *shape, const struct import_rights *may,
                           struct problems *p, struct columns *out);

#endif
