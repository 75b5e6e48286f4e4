/*
 * import_file.h - a file that is being imported: its row, what was chosen for it, what became of its lines.
 *
 *     received → checking → checked → importing → done → undoing → undone
 *
 * A file lies encrypted in the store (area STORE_DOCUMENTS) under a key of its own, sealed with export.key; IMPORT_DAYS after it came the sweeper
 * destroys it. Rows about it stay.
 */
#ifndef KOREN_MODEL_IMPORT_FILE_H
#define KOREN_MODEL_IMPORT_FILE_H

#include "model/document.h"
#include "model/import_columns.h"
#include "model/import_value.h"
#include "model/store.h"

#define IMPORT_DAYS        7
#define IMPORT_KIND_CHECK  "import_check" /* jobs */
#define IMPORT_KIND_IMPORT "import"
#define IMPORT_KIND_UNDO   "import_undo"
#define IMPORT_TEXT_MAX    1000 /* code points of import_line.text */

enum import_state { IMPORT_RECEIVED, IMPORT_CHECKING, IMPORT_CHECKED, IMPORT_IMPORTING, IMPORT_DONE, IMPORT_UNDOING, IMPORT_UNDONE, IMPORT_FAILED };

/* What to do with somebody who is there already. */
enum import_duplicates {
    DUPLICATES_SKIP,   /* leave what is there */
    DUPLICATES_UPDATE, /* fill in what the row has; empty cells change nothing */
    DUPLICATES_NEW     /* add all the same, but never two with one relation number */
};

struct import_counts {
    uint32_t read, added, changed, duplicate, refused;
};

struct import_file {
    uint64_t id;
    char name[33];
    uint64_t user_id;
    const char *user_name, *file_name;
    uint64_t file_size;
    const char *store_name; /* NULL: gone, or never in the store */
    const char *mapping;    /* NULL: not chosen yet */
    enum century century;
    enum import_duplicates duplicates;
    enum import_state state;
    const char *job_name;
    uint32_t next_line;
    struct import_counts counts; /* of the newest check or import */
    int64_t created_at, finished_at, expires_at;
};

/* What told about a line. */
enum import_phase { PHASE_IMPORT, PHASE_CHECK, PHASE_UNDO };

enum import_outcome { LINE_ADDED, LINE_CHANGED, LINE_DUPLICATE, LINE_REFUSED, LINE_UNDONE };

struct import_line {
    uint32_t line;
    enum import_outcome outcome;
    uint64_t relation_id; /* 0: none */
    uint32_t version;
    const char *field, *text;
};

const char *import_duplicates_name(enum import_duplicates d); /* "skip" "update" "new" */
bool import_duplicates_find(const char *name, enum import_duplicates *out);

/* A new row. `upload` NULL: the file is not kept, as for the command line. Inside db_tx(). */
enum status import_add(struct model *m, const char *file_name, uint64_t size, const struct upload *upload, struct import_file *out);
enum status import_load(struct model *m, const char *name, struct import_file *out);
/* The one that this job is about. */
enum status import_of_job(struct model *m, const char *job_name, struct import_file *out);
/* Newest first. */
enum status import_list(struct model *m, unsigned offset, unsigned limit, struct import_file **out, size_t *count);
enum status import_count(struct model *m, uint64_t *count);

/* Columns and what to do with years and duplicates. Inside db_tx(). */
enum status import_choose(struct model *m, const struct import_file *f);
/* A state, and the job that leads to the next (NULL: none). From `from` only: ST_CONFLICT when it is in another. Inside db_tx(). */
enum status import_set_state(struct model *m, const struct import_file *f, enum import_state from, enum import_state to, const char *job_name);

/* What was chosen for a heading; NULL when nothing was. */
enum status mapping_kept(struct model *m, const uint8_t hash[HASH_BYTES], const char **mapping);
enum status mapping_keep(struct model *m, const uint8_t hash[HASH_BYTES], const char *mapping);

/* Forgets what this phase told earlier. Inside db_tx(). */
enum status import_forget(struct model *m, uint64_t id, enum import_phase phase);
/* Writes lines and progress; inside the transaction that wrote their rows. ST_CONFLICT when somebody else went on with it meanwhile: `from` must be
 * the line where it stood. */
enum status import_lock(struct model *m, uint64_t id, uint32_t from);
enum status import_lines_add(struct model *m, uint64_t id, enum import_phase phase, const struct import_line *lines, size_t count);
enum status import_progress(struct model *m, uint64_t id, uint32_t next_line, const struct import_counts *counts);
/* Lines of one outcome from a line on, in order. */
enum status import_lines(struct model *m, uint64_t id, enum import_phase phase, enum import_outcome outcome, uint32_t after, unsigned limit,
                         struct import_line **out, size_t *count);

/* Opens the encrypted file of an import. ST_NOT_FOUND when it was destroyed. The vault is the caller's. */
enum status import_open(struct model *m, const struct config *c, const struct import_file *f, struct vault **out);
/* A vault as bytes to read. */
struct byte_source import_source(struct vault *v);

/* Destroys the files whose time is over. */
enum status import_sweep(const struct config *c, struct db *db, unsigned *gone);

#endif
