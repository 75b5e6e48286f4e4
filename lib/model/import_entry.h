/*
 * import_entry.h - one row of a file as a relation to be, with everything that is wrong with it.
 */
#ifndef KOREN_MODEL_IMPORT_ENTRY_H
#define KOREN_MODEL_IMPORT_ENTRY_H

#include "model/import_columns.h"
#include "model/import_value.h"
#include "model/record.h"

#define IMPORT_PARTS         2 /* kinds of parts, at most one of each in a row */
#define IMPORT_NUMBER_DIGITS 9 /* of a relation number that a file brings along */

struct entry {
    uint32_t line;
    struct record *record;              /* canonical values */
    bool *mask;                         /* fields that the row fills; an empty cell fills none, so it never empties what is there */
    const char *number;                 /* relation number in the file; NULL without */
    struct record *parts[IMPORT_PARTS]; /* contact person and membership of a new relation; NULL: the row has none */
    bool *part_masks[IMPORT_PARTS];
    struct problems problems; /* at XML names; a row with one is refused */
    struct problems remarks;  /* what was changed in reading */
    /* What import_match.h found. */
    uint64_t relation_id;        /* 0: nobody like this */
    const char *relation_number; /* of that one */
    const char *why;             /* Dutch: "zelfde relatienummer" */
    bool several;                /* more relations look like it */
    /* What became of it, for import_run.h. */
    uint32_t version;
};

/* Reads and checks a row by itself. In the arena: nothing of the row is needed afterwards. */
struct entry *entry_read(struct arena *a, const struct columns *c, enum century century, const struct row *row);

/* Checks that span fields, for a row that becomes a new relation. */
void entry_check_new(struct entry *e, struct arena *a);
/* The same for its parts, which need the database: whether there is such a type of membership. */
enum status entry_check_parts(struct entry *e, struct model *m);

#endif
