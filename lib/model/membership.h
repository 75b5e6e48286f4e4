/*
 * membership.h - what a membership has to satisfy beside its fields, and the types there are.
 *
 * A membership's type is the title of a row of membership_type; its own amount is what was agreed, and starts as the type's price. Two memberships
 * of one type of one relation never overlap. Direct debit (incasso) needs a mandate: its reference, when it was signed, and an IBAN of the relation
 * (SEPA Core Direct Debit rulebook: unique mandate reference of at most 35 characters of the SEPA set).
 */
#ifndef KOREN_MODEL_MEMBERSHIP_H
#define KOREN_MODEL_MEMBERSHIP_H

#include "model/record.h"

/* entity.check of memberships. */
enum status membership_check(struct model *m, struct record *r, bool *mask, struct problems *p);

/* The same of a relation that is yet to be made, which has an IBAN or not. */
enum status membership_check_new(struct model *m, struct record *r, bool *mask, bool iban, struct problems *p);

/* Ends it: last day and reason, both needed. ST_INVALID with problems at "einddatum" and "eindreden". Inside db_tx(). */
enum status membership_end(struct model *m, struct record *r, const char *date, const char *reason, struct problems *p);

struct membership_type {
    uint64_t id;
    uint32_t version;
    const char *title, *amount; /* canonical cents, NULL: none */
    bool offered;               /* may be chosen for a new membership */
    uint64_t running;           /* memberships that have not ended */
};

/* All types by title; *count of them in the arena. */
enum status membership_types(struct model *m, struct membership_type **out, size_t *count);
enum status membership_type_load(struct model *m, uint64_t id, struct membership_type *out);
/* Checks title ("naam") and price ("bedrag"), then adds (id 0) or changes. ST_CONFLICT: somebody was first. Inside db_tx(). */
enum status membership_type_save(struct model *m, struct membership_type *t, const char *title, const char *amount, struct problems *p);

#endif
