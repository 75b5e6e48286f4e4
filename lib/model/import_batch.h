/*
 * import_batch.h - what is decided about some rows, and written in one transaction; between import_*.c only.
 */
#ifndef KOREN_MODEL_IMPORT_BATCH_H
#define KOREN_MODEL_IMPORT_BATCH_H

#include "model/import_match.h"
#include "model/import_run.h"

struct import_batch {
    struct import_run *run;
    struct arena *tries; /* of one try of the transaction */
    struct seen *seen;   /* of a check */
    struct entry *entries[MATCH_BATCH];
    size_t count;
    uint32_t next_line; /* where import_file stands */
};

/* Decides, writes and counts. Nothing to do for an empty batch. */
enum status batch_write(struct import_batch *b);

#endif
