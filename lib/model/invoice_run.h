/*
 * invoice_run.h - invoices for all memberships of chosen types, for one period.
 *
 *   voorbeeld -> maken -> gemaakt -> definitief maken -> definitief        gemaakt -> weg
 *
 * A run is first a preview that changes nothing: how many, how much, and everything odd. Confirmed with the count it becomes a job of koren-worker,
 * which makes concepts; those can be looked at, and as long as all of them are concepts the run can be thrown away whole. A second job makes them
 * final.
 *
 * Exactly one invoice for each membership and period, however often the worker is killed: a batch of invoices, the place where the next one starts
 * and the proof that the job is still ours are one transaction; and each month of a membership has one row (invoice_month), so that no other run with
 * another period, or a mistake, can make a second.
 *
 * A period is a year, a quarter or a month ("2027" "2027-K1" "2027-01"). A membership costs an amount a year, of which a quarter or a month gets its
 * part: the parts sum up to the year's amount to the cent (money_part()). Who was a member for a part of the period pays it whole; the preview says
 * so.
 */
#ifndef KOREN_MODEL_INVOICE_RUN_H
#define KOREN_MODEL_INVOICE_RUN_H

#include <stdint.h>

#include "base/problem.h"
#include "model/record.h"

struct job;

#define RUN_KIND_MAKE  "factuurrun"
#define RUN_KIND_FINAL "factuurnummers"
#define RUN_BATCH      100 /* invoices a transaction */
#define RUN_TYPES_MAX  200 /* types of membership that can be chosen from */
#define RUN_EXAMPLES   10  /* odd ones that are shown, of each kind */
#define RUN_LIST       50

struct period {
    char code[8];
    int year, month, months; /* its first month, and how many */
    unsigned nth, parts;     /* of the year's amount */
    char first[11], last[11];
};
bool period_parse(const char *code, struct period *out);
/* "2027", "1e kwartaal van 2027", "januari 2027". */
const char *period_show(struct arena *a, const struct period *p);

enum run_state { RUN_PREVIEW, RUN_MAKING, RUN_MADE, RUN_NUMBERING, RUN_FINAL, RUN_GONE };

struct run {
    uint64_t id;
    struct period period;
    const char *description, *vat_code, *user_name;
    const char **types; /* ends with NULL */
    unsigned due_days;
    enum run_state state;
    uint64_t expected, made;
    int64_t total;
    const char *job; /* name of the job that is or was at it; NULL before */
    int64_t created_at;
};
const char *run_state_show(enum run_state s); /* Dutch */

/* Types of membership that there are, in the arena; ends with NULL. */
enum status run_types(struct model *m, const char ***out);
/* A preview. r->period, description, due_days, vat_code and types are taken; gives r->id. Inside db_tx(). */
enum status run_add(struct model *m, struct run *r);
enum status run_load(struct model *m, uint64_t id, struct run *out);
enum status run_list(struct model *m, struct run **out, size_t *count); /* newest first, without types */

/* What is odd about a membership. Up to RUN_SKIPPED no invoice is made for it; the others get one. */
enum run_odd { ODD_DECEASED, ODD_INACTIVE, ODD_ZERO, ODD_DONE, RUN_SKIPPED = ODD_DONE, ODD_NO_ADDRESS, ODD_NO_MANDATE, ODD_PART, ODD_COUNT };
const char *run_odd_show(enum run_odd o); /* Dutch */

struct run_example {
    enum run_odd odd;
    const char *relation_number, *type;
};
struct run_preview {
    uint64_t count; /* invoices that will be made */
    int64_t total;
    uint64_t odd[ODD_COUNT];
    struct run_example *examples;
    size_t examples_count;
};
/* Reads all memberships of the run, with flat memory. */
enum status run_look(struct model *m, const struct run *r, struct run_preview *out);

/* Confirms: a job makes them. `count` is what was confirmed; ST_INVALID, with a problem at "aantal", when it is not what there is now. ST_CONFLICT in
 * another state. Inside db_tx(). */
enum status run_start(struct model *m, struct problems *p, struct run *r, uint64_t count);
/* The second job: numbers for all. */
enum status run_number(struct model *m, struct run *r);
/* Another job for what a failed one left. ST_CONFLICT when there is nothing to go on with. */
enum status run_resume(struct model *m, struct run *r);
/* Throws away all its invoices. ST_CONFLICT when one of them is no concept any more, or a job is at it. */
enum status run_discard(struct model *m, struct run *r);

/* For koren-worker: all of the job. `stop`, for tests of a kill, is called after each batch and before its commit; NULL: nothing. */
typedef void (*run_fault)(const void *ctx, const char *where);
enum status run_make(struct model *m, const struct job *j, run_fault fault, const void *ctx);
enum status run_finalize(struct model *m, const struct job *j, run_fault fault, const void *ctx);

#endif
