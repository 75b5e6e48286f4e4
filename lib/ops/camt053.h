/*
 * camt053.h - a bank statement, ISO 20022 camt.053 (.001.02 and later), read.
 *
 * It comes from outside: no DTD, no network, libxml2's own limits stay on, and no more than CAMT_MAX bytes and CAMT_ENTRIES entries. What is not
 * booked or not in euros is left out. A batch with its transactions becomes its transactions.
 */
#ifndef KOREN_OPS_CAMT053_H
#define KOREN_OPS_CAMT053_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"

#define CAMT_MAX     (4 * 1024 * 1024)
#define CAMT_ENTRIES 5000
#define CAMT_REF     140

struct bank_entry {
    const char *ref;                             /* account, bank's reference, number in its batch: unique, ASCII, shorter than CAMT_REF */
    const char *booked_on;                       /* "2026-11-25" */
    int64_t cents;                               /* below zero: went from the account */
    bool returned;                               /* a direct debit that came back */
    const char *end_to_end, *iban, *name, *text; /* of the other side; "" when not told */
};

/* Bytes into entries, in the arena. ST_INVALID: a problem under "bestand". */
enum status camt053_read(struct arena *a, struct problems *p, const char *bytes, size_t n, struct bank_entry **out, size_t *count);

#endif
