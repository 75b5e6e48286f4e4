/*
 * invoice_run_parts.h - what preview and making of a run share: one statement and one judgement, so that what was shown is what is made.
 */
#ifndef KOREN_MODEL_INVOICE_RUN_PARTS_H
#define KOREN_MODEL_INVOICE_RUN_PARTS_H

#include "db/db.h"
#include "model/invoice_run.h"

#define MONTH_TEXT 8 /* room for "2027-01" */

/* Memberships of the run's types that ran on a day of the period, by id: after the given one, at most so many. */
#define RUN_MEMBERSHIPS                                                                                                                              \
    "SELECT m.id, m.relation_id, m.type, m.amount_cents, m.payment_method, r.number, "                                                               \
    "m.mandate_reference IS NOT NULL AND m.mandate_signed_on IS NOT NULL AND r.iban IS NOT NULL, r.death_date IS NOT NULL, r.status = 'actief', "    \
    "(r.postcode IS NOT NULL AND r.house_number IS NOT NULL) OR r.foreign_line1 IS NOT NULL, "                                                       \
    "EXISTS (SELECT 1 FROM invoice_month x WHERE x.membership_id = m.id AND x.month BETWEEN ? AND ?), "                                              \
    "m.start_date > ? OR COALESCE(m.end_date < ?, 0) "                                                                                               \
    "FROM membership m JOIN relation r ON r.id = m.relation_id JOIN invoice_run_type t ON t.run_id = ? AND t.type = m.type "                         \
    "WHERE m.id > ? AND m.start_date <= ? AND (m.end_date IS NULL OR m.end_date >= ?) ORDER BY m.id LIMIT ?"

enum run_column {
    RUN_MEMBERSHIP,
    RUN_RELATION,
    RUN_TYPE,
    RUN_AMOUNT,
    RUN_METHOD,
    RUN_NUMBER,
    RUN_MANDATE,
    RUN_DECEASED,
    RUN_ACTIVE,
    RUN_ADDRESS,
    RUN_DONE,
    RUN_PART
};

void run_months(const struct run *r, char first[MONTH_TEXT], char last[MONTH_TEXT]);
/* Binds RUN_MEMBERSHIPS. The months must last until it has run. */
void run_bind(struct stmt *st, const struct run *r, const char *month_first, const char *month_last, uint64_t after, unsigned limit);
/* Of the row at hand: why no invoice is made, or ODD_COUNT; all that is odd; the amount of the period. */
enum run_odd run_judge(struct stmt *st, const struct run *r, bool odd[ODD_COUNT], int64_t *amount);

#endif
