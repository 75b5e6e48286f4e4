/*
 * bank_match.h - which invoice an entry of a bank statement pays.
 */
#ifndef KOREN_MODEL_BANK_MATCH_H
#define KOREN_MODEL_BANK_MATCH_H

#include <stdint.h>

#include "model/record.h"

enum match { MATCH_NONE, MATCH_DONE, MATCH_NUMBER, MATCH_NUMBER_OTHER_AMOUNT, MATCH_ACCOUNT };

struct matched {
    enum match how;
    uint64_t invoice_id;
    const char *number;
    int64_t open;
};

/*
 * MATCH_DONE: the bank's reference was recorded before. MATCH_NUMBER: the number is the end-to-end id or stands in the text, and the amount is what
 * is open (one that comes back: what was paid). MATCH_NUMBER_OTHER_AMOUNT: the number, not the amount. MATCH_ACCOUNT: no number, but one open invoice
 * alone of a relation with this account and exactly this amount.
 */
enum status bank_match(struct model *m, const char *ref, const char *end_to_end, const char *text, const char *iban, int64_t cents,
                       struct matched *out);

/* The first number of an invoice in a text, whatever stands between its parts ("f 2026/000123"): "F2026-000123" in the arena; NULL without. */
const char *invoice_number_in(struct arena *a, const char *text);

#endif
