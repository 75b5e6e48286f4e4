/*
 * contact.h - contact persons: the order in which they are called, and those who are a relation themselves.
 *
 * A contact person who is a relation too is linked by the relation's number (field linked_relation) and not copied: its own name, phones and e-mail
 * stay empty, and pages of staff show those of that relation, as they are now. What leaves the house (export, WerktVoorMij) knows nothing of the
 * link: there such a contact person is what the relation told us, the relationship and the order.
 */
#ifndef KOREN_MODEL_CONTACT_H
#define KOREN_MODEL_CONTACT_H

#include <stdbool.h>

#include "model/record.h"

#define CONTACTS_ORDERED 99 /* the order has two digits */

/*
 * entity.check: a contact person has a surname or is a relation; that one exists, is another than this relation, lives, is active and is not linked
 * here already. Empties what is not to be copied, with its mask. ST_INVALID with problems.
 */
enum status contact_check(struct model *m, struct record *r, bool *mask, struct problems *p);

/*
 * For rows that are shown and not saved: puts name, phones and e-mail of the linked relation in their places and its full name in `called`. Nothing
 * of a relation for who may see none. Other rows stay as they are. `linked`, of `count`, gets the id of the relation that was looked at for each row,
 * 0 without: for the audit log.
 */
enum status contact_follow(struct model *m, struct record **rows, size_t count, uint64_t *linked);

/*
 * One place earlier (`up`) or later in the order in which they are called; all of them get the number of their place. *place is where it stands now,
 * from 0, of *count. At the end it stays where it is. ST_NOT_FOUND. Inside db_tx().
 */
enum status contact_move(struct model *m, uint64_t relation_id, uint64_t id, bool up, size_t *place, size_t *count);

/* Whose contact person a relation is. */
struct contact_of {
    const char *number, *name, *relationship; /* relationship NULL when nobody told */
};
/* By name, at most `limit`, *count of them in the arena. */
enum status contact_of(struct model *m, const char *number, unsigned limit, struct contact_of **out, size_t *count);

#endif
