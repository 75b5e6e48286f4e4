/*
 * retention.h - what may be kept no longer than its purpose asks is wiped by itself, as the field tables describe it: an entity says what of it goes
 * (`wipe`) and from which date its term counts (`wipe_from`); keep_info() has the term (AVG Art. 5(1)(e)).
 *
 * A value goes with what history keeps of it; that it was there, and who changed it when, stays told. Rows themselves stay: those go by erasure.
 */
#ifndef KOREN_OPS_RETENTION_H
#define KOREN_OPS_RETENTION_H

#include "base/status.h"

struct arena;
struct db;

#define RETENTION_AT_ONCE 500 /* rows of a table in one call */

/*
 * Wipes what is due today in the Netherlands: each row in a transaction of its own, with a line of history for each field and a row of the audit log
 * (`retention_wipe`) when there was something; *wiped such rows. A row is looked at once, and again after it has changed. What did not fit in this
 * call is for the next.
 */
enum status retention_wipe(struct db *db, struct arena *a, unsigned *wiped);

#endif
