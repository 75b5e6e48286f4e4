/*
 * invoice.h - the life of an invoice: concept, final, paid or credited.
 *
 *   concept    has no number; its lines are typed and it may be thrown away
 *   open       final: it got the next number of its year, its date, and never changes again (Wet OB art. 35a; a trigger sees to it too)
 *   betaald    what was open has come in           credit    all of it was credited
 *   verwerkt   a credit note that is final
 *
 * What is wrong in an invoice that is final is mended by a credit note: an invoice of its own with its own number, lines with the sign turned, that
 * names the first. What is still to be paid is total - paid - credited.
 *
 * Numbers are F2026-000001 and C2026-000001: a series a year for each kind, from a row of `counter` that stays locked until the transaction ends.
 * One that is rolled back is given again, so there are no gaps.
 *
 * Everything that writes must run inside db_tx(). What is no concept any more is ST_CONFLICT there.
 */
#ifndef KOREN_MODEL_INVOICE_H
#define KOREN_MODEL_INVOICE_H

#include <stdint.h>

#include "base/problem.h"
#include "model/record.h"

#define INVOICE_LINES_MAX 100
#define INVOICE_DUE_DAYS  30 /* when nothing else was chosen */
#define INVOICE_NUMBER    21 /* room for a number */

/* By id alone: whose it is, is found out. Not locked. */
enum status invoice_load(struct model *m, uint64_t id, struct record **out);
enum status invoice_lines(struct model *m, uint64_t id, struct record ***out, size_t *count);
enum status invoice_line_load(struct model *m, const struct record *invoice, uint64_t id, struct record **out);

bool invoice_is_concept(const struct record *invoice);
/* Cents still to be paid; negative: to be paid back. 0 for a concept and a credit note. */
int64_t invoice_open(const struct record *invoice);
/* A money column. */
int64_t invoice_cents(const struct record *r, const char *column);

/* A concept without lines, to be paid `due_days` after today. out->id is its id. */
enum status invoice_new(struct model *m, uint64_t relation_id, const char *description, unsigned due_days, struct record **out);
/* What was typed for description and date; mask as form_read() gives it. ST_CONFLICT also when somebody else was first. */
enum status invoice_save(struct model *m, struct record *invoice, const bool *mask);
/* A new line (id 0) goes to the end. Fills rate and totals, and the invoice's. ST_INVALID: a problem at "prijs", "aantal" or the whole form. */
enum status invoice_line_save(struct model *m, struct problems *p, struct record *invoice, struct record *line, const bool *mask);
enum status invoice_line_remove(struct model *m, struct record *invoice, uint64_t line);
/* Changes place with the one above (-1) or below (1); the first and the last stay where they are. */
enum status invoice_line_move(struct model *m, const struct record *invoice, uint64_t line, int way);
/* The concept goes, with its lines. */
enum status invoice_discard(struct model *m, const struct record *invoice);

/* Gives the number; dates it today. ST_INVALID: without lines, below zero, or a credit note for more than there was. */
enum status invoice_finalize(struct model *m, struct problems *p, struct record *invoice);
/* A concept credit note with all lines turned; lines may then go from it. ST_CONFLICT: a concept, a credit note, or nothing left to credit. */
enum status invoice_credit(struct model *m, const struct record *invoice, struct record **out);

enum payment_source { PAID_BY_HAND, PAID_BY_BANK };
/* Money that came in (below zero: that went back). `entry_ref` is the bank's reference or NULL: one that was there before is ST_CONFLICT and pays
 * nothing. `date` is canonical. */
enum status invoice_pay(struct model *m, struct record *invoice, int64_t cents, const char *date, enum payment_source source, const char *entry_ref);

struct payment {
    const char *paid_on, *source; /* Dutch */
    int64_t cents;
};
enum status invoice_payments(struct model *m, uint64_t id, struct payment **out, size_t *count);

/* For who makes many: a line by its values, into a concept of which nothing is shown yet. */
enum status invoice_add_line(struct model *m, struct record *invoice, const char *text, int64_t quantity, int64_t price, const char *vat_code);

#endif
