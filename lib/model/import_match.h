/*
 * import_match.h - who is in the administration already.
 *
 * A row is somebody we know when it has that relation's number; or the same surname (folded, the one in use) with the same birth date, or with the
 * same postcode and house number and no other birth date; and first initials that do not differ. Members of one household and twins are no
 * duplicates.
 */
#ifndef KOREN_MODEL_IMPORT_MATCH_H
#define KOREN_MODEL_IMPORT_MATCH_H

#include "model/import_entry.h"

#define MATCH_BATCH 100

/* Fills relation_id, relation_number and why of `count` (at most MATCH_BATCH) entries; those with problems are passed over. Two relations that both
 * look like a row: the oldest, and `several` is set. */
enum status match_known(struct model *m, struct entry **entries, size_t count);

/* Whether both rows of the same file are one person, by the same rules. */
bool match_same(struct arena *a, const struct entry *x, const struct entry *y);

/* Rows of the file itself, for a check that writes nothing: whether somebody like this was there before (by number, by name, first initial and birth
 * date, or address). Remembers SEEN_MAX rows; after those it finds no more. */
#define SEEN_MAX 1000000
struct seen;
struct seen *seen_new(struct arena *a);
bool seen_before(struct seen *s, struct arena *a, const struct entry *e);

#endif
