/*
 * vat.h - amounts of an invoice: whole cents, VAT by line.
 *
 * The rule, and the only place where anything is rounded:
 *   - a price is in cents with its VAT in it (members are consumers; what they are told is what they pay, Prijzenwet and Besluit prijsaanduiding)
 *   - a line's total is quantity times price: exact
 *   - the VAT in a line is total * rate / (100 + rate), rounded to a cent, half away from zero ("rekenkundig")
 *   - an invoice's total is the sum of its lines' totals, and its VAT the sum of its lines' VAT: exact
 * Arithmetic rounding to whole cents is what Uitvoeringsbeschikking omzetbelasting 1968 art. 5a wants; by line ("per geleverd goed of verrichte
 * prestatie") or over the whole is the taxpayer's choice as long as it stays with one (Belastingdienst, "Btw-bedrag afronden"). We round by line, so
 * that every total is the sum of what is printed above it. A credit note's lines are those of the invoice with the sign turned, and come out the same
 * to the cent, because half goes away from zero on both sides.
 *
 * Nothing wraps: what does not fit is refused.
 */
#ifndef KOREN_MODEL_VAT_H
#define KOREN_MODEL_VAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MONEY_MAX    INT64_C(99999999999) /* cents: 999.999.999,99, the largest amount of a SEPA message; for a price, a line and an invoice */
#define QUANTITY_MAX 99999

struct vat_kind {
    const char *code; /* as stored: the law's kind, whatever its rate is one day */
    int rate;         /* percent now */
    const char *note; /* Dutch, on the invoice, as Wet OB art. 35a wants it said; NULL: the rate says it */
};

extern const struct vat_kind vat_kinds[]; /* ends with code NULL */

const struct vat_kind *vat_kind(const char *code); /* NULL when there is none */

/* A line. False, and nothing set, when an amount is beyond MONEY_MAX or the quantity beyond QUANTITY_MAX, on either side of zero. */
bool vat_line(int64_t quantity, int64_t price, int rate, int64_t *total, int64_t *vat);

/* sum += v; false, and sum left, when it goes beyond MONEY_MAX. */
bool money_add(int64_t *sum, int64_t v);

/* Part `nth` (1..parts) of an amount divided over parts: the parts sum up to the amount exactly and differ by a cent at most. */
int64_t money_part(int64_t amount, unsigned nth, unsigned parts);

#endif
