/*
 * export_walk.h - what an export is made from, in order: the relation, then each list of its parts (of modules that are on) with their own parts,
 * then what was changed when.
 *
 * One walk goes through the rows; readers (XML, DOCX, list of files) are told what comes by.
 */
#ifndef KOREN_AVG_EXPORT_WALK_H
#define KOREN_AVG_EXPORT_WALK_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/crypto.h"
#include "base/status.h"
#include "model/record.h"

/* What stands at the top of every part of the export. */
struct export_head {
    const char *controller; /* as people read it */
    const char *number;     /* of the relation */
    const char *name;       /* "J.R. van Velzen" */
    const char *help_email, *help_phone;
    int64_t made;
};

struct export_reader {
    void *ctx;
    void (*list)(void *ctx, const struct entity *e); /* a list begins; not for the relation itself */
    /* `file`: of a document, where it lies in the ZIP beside gegevens.xml: "dossier/brief.pdf"; else NULL. The rows of e->child come before
     * record_end(). Values last until record() returns. */
    void (*record)(void *ctx, const struct record *r, const char *file);
    void (*record_end)(void *ctx, const struct record *r);
    /* `left_out`: how many rows the entity's export_where kept out. */
    void (*list_end)(void *ctx, const struct entity *e, uint64_t left_out);
    void (*changes)(void *ctx);
    void (*change)(void *ctx, const struct change *c);
    void (*changes_end)(void *ctx);
};

/* Walked after entities[]. */
extern const struct entity export_account_entity;

/* Whether this field's value belongs in the copy. */
static inline bool export_has(const struct field *f)
{
    return f->export == X_ALWAYS;
}

#define EXPORT_FILES "dossier"

/* A document that belongs in the ZIP. */
struct export_file {
    const char *path; /* beside gegevens.xml */
    char store_name[33];
    uint8_t key[KEY_BYTES];
    uint64_t size;
    const char *sha256;
    bool deflate;
    struct export_file *next;
};

/*
 * Goes through everything of this relation, sealed fields opened, and tells all readers the same. Rows that their entity's export_where leaves out,
 * fields that do not belong in the copy, and the history of both stay out. Must run inside db_snapshot(); memory stays flat but for the list of
 * files, which lives in m->arena.
 */
enum status export_walk(struct model *m, const struct record *relation, const struct export_reader *readers, unsigned count,
                        struct export_file **files);

/* Who made a change, without the name of another person. */
static inline const char *export_changed_by(const struct change *c)
{
    return strcmp(c->site, "portal") == 0 ? "uzelf" : strcmp(c->site, "staff") == 0 ? "medewerker" : "systeem";
}

#endif
