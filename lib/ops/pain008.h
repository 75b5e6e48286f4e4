/*
 * pain008.h - a SEPA direct debit file, ISO 20022 pain.008.001.02, for the Core scheme. docs/sepa.md has the rules and where they come from.
 *
 * Texts are brought within SEPA's characters by sepa_text(); amounts, dates and identifiers must be right already. One block (PmtInf) for each
 * sequence type, with its own count and sum.
 */
#ifndef KOREN_OPS_PAIN008_H
#define KOREN_OPS_PAIN008_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct arena;

#define SEPA_NAME       70 /* characters */
#define SEPA_REMITTANCE 140
#define SEPA_ID         35

struct debit {
    const char *end_to_end; /* the invoice's number */
    int64_t cents;          /* 1..99999999999 */
    const char *mandate, *signed_on;
    const char *iban, *name, *remittance;
};

struct debits {
    const char *message;                    /* MsgId, at most 35 characters */
    const char *created;                    /* "2026-11-25T10:00:00" */
    const char *due_on;                     /* "2026-12-01" */
    const char *creditor, *iban, *bic, *id; /* bic NULL: not known; id: creditor identifier */
    const struct debit *first, *recurring;  /* FRST and RCUR */
    size_t first_count, recurring_count;
};

/* Letters, digits and / - ? : ( ) . , ' + and space, at most `max`: accents go, & is +, anything else a space. Never empty: "-". */
char *sepa_text(struct arena *a, const char *s, size_t max);

/* The file, in the arena. */
enum status pain008_write(struct arena *a, const struct debits *d, char **out, size_t *n);

#endif
