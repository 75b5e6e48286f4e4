/*
 * import_columns.h - which column of a file becomes which field of a relation.
 *
 * Guessed from the heading by the words that Dutch administrations use, said otherwise by a person or a map file, and kept for the next file with the
 * same heading (import_file.h). A map is text, one column a line:
 *
 *     # a remark
 *     Klantnr = relatienummer
 *     Opmerking =
 *     kolom 7 = postcode
 *
 * On the left the heading (capitals, spaces and punctuation do not count) or the place, on the right the XML name of a field, or nothing: not
 * imported. A column that is not named is guessed.
 */
#ifndef KOREN_MODEL_IMPORT_COLUMNS_H
#define KOREN_MODEL_IMPORT_COLUMNS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/problem.h"
#include "guard/perm.h"
#include "model/field.h"
#include "model/import_rows.h"

/* Fields, and columns that hold more than one of them. */
enum target_kind { TARGET_FIELD, TARGET_NUMBER, TARGET_NAME, TARGET_STREET, TARGET_TOWN, TARGET_PART };

struct db;

struct target {
    const char *xml;   /* of the field, or a name of our own: "naam" "straat_huisnummer" "postcode_woonplaats" "lidmaatschap_soort" */
    const char *label; /* Dutch; NULL: the field's */
    enum target_kind kind;
    const char *words;         /* headings that mean it, folded and without spaces, with a space between them */
    const struct entity *part; /* TARGET_PART: whose field it is; the XML name is that of the entity, "_" and that of the field */
    bool needed;               /* without it the part's other columns say nothing */
};

/* What the one who imports may fill in. */
struct import_rights {
    struct perms perms;
    bool bsn; /* this controller may use the BSN */
};

struct columns {
    size_t count;
    const char **headings;
    const struct target **targets; /* NULL: not imported */
};

/* The nth target this person may fill in; NULL after the last. */
const struct target *target_nth(const struct import_rights *may, size_t nth);
const struct target *target_find(const struct import_rights *may, const char *xml); /* NULL: none, or not allowed */
const char *target_label(const struct target *t);
/* The field of a TARGET_FIELD or TARGET_PART; NULL for the others. */
const struct field *target_field(const struct target *t);
/* What people call the field or the columns of this name. */
const char *target_title(const char *xml);

/* Everything somebody at the command line may do. */
struct import_rights import_rights_all(bool bsn);
/* The same without what belongs to a module that this controller does not have. */
enum status import_rights_here(struct db *db, bool bsn, struct import_rights *out);

/* From the heading. Each target is taken once. */
struct columns columns_guess(struct arena *a, const struct row *heading, const struct import_rights *may);
/* What a map says goes before the guess. ST_INVALID with problems under "kolom-N" (N from 1), or without a field for a line that names nothing. */
enum status columns_map(struct columns *c, struct arena *a, const char *map, const struct import_rights *may, struct problems *p);
/* The same as a map, by place. */
char *columns_text(const struct columns *c, struct arena *a);
/* Whether an import can begin with these: a name, or a number to find the relation by; nothing twice. */
enum status columns_check(const struct columns *c, struct problems *p);
/* What files with the same heading have in common: SHA-256 of the folded headings in their order. */
void columns_hash(const struct columns *c, struct arena *a, uint8_t out[HASH_BYTES]);

#endif
