/*
 * collection.h - invoices that are collected by SEPA direct debit together. docs/sepa.md has the rules.
 *
 * An invoice can be collected when it is open, its relation lives, is active and has an IBAN within the EEA, and a membership of the relation that
 * runs is paid by direct debit under a mandate that was signed. It is in one collection at most: the key of collection_item sees to it. One that the
 * bank returned is paid in another way, or credited.
 *
 * The first collection under a mandate is FRST, those after it RCUR.
 */
#ifndef KOREN_MODEL_COLLECTION_H
#define KOREN_MODEL_COLLECTION_H

#include <stdint.h>

#include "base/problem.h"
#include "model/record.h"

#define COLLECTION_MAX      5000 /* invoices in one file */
#define COLLECTION_DAYS_MIN 2    /* from today to the day of collection: a bank takes a file until the bank day before */
#define COLLECTION_DAYS_MAX 90
#define COLLECTION_LIST     50

struct collectable {
    uint64_t invoice_id, relation_id;
    int64_t cents;
    const char *number, *mandate, *signed_on, *iban;
    const char *name;    /* of the holder, as far as known: the relation */
    const char *problem; /* Dutch: why it cannot; NULL: it can */
    bool recurring;
};

/* Open invoices of a run (0: of all) of relations whose membership is paid by direct debit and that are in no collection yet: those that can be
 * collected and those that cannot, with why. At most COLLECTION_MAX. */
enum status collectables(struct model *m, uint64_t run_id, struct collectable **out, size_t *count);

struct collection {
    uint64_t id, items;
    int64_t total, created_at;
    const char *message, *due_on, *user_name;
    unsigned fetched;
};

/* Puts together all that can be collected. ST_INVALID: a problem at "datum", or at "aantal" when `count` is not how many there are. Inside db_tx().
 */
enum status collection_make(struct model *m, struct problems *p, uint64_t run_id, const char *due_on, uint64_t count, uint64_t *id);
enum status collection_load(struct model *m, uint64_t id, struct collection *out);
enum status collection_list(struct model *m, struct collection **out, size_t *count);
/* What is in it, with accounts and names as they are now; `problem` when there is none any more. */
enum status collection_items(struct model *m, uint64_t id, struct collectable **out, size_t *count);
/* Counts that the file was fetched. */
enum status collection_fetched(struct model *m, uint64_t id);
/* Takes it apart again; ST_CONFLICT when its file was fetched. Inside db_tx(). */
enum status collection_discard(struct model *m, uint64_t id);

#endif
