/*
 * outbox.h - mail to be sent, in the transaction of what it tells. koren-worker sends it (lib/ops/mailer.h).
 *
 * The text is rendered when it is put in, so that what is said is what was true then; it is wiped from the row once sent.
 */
#ifndef KOREN_GUARD_OUTBOX_H
#define KOREN_GUARD_OUTBOX_H

#include <stdbool.h>

#include "base/status.h"

struct db;

/* Refuses (ST_INVALID) an address or subject with CR, LF or other control characters. `kind` is for the log: "code", "reset" ... */
enum status outbox_put(struct db *db, const char *kind, const char *to, const char *subject, const char *text);

/* Whether mail can be sent to this address: an addr-spec without quoting or comments (RFC 5322, section 3.4.1). */
bool outbox_address(const char *address);

/* True when mail has been waiting for longer than a minute: the mail server cannot be reached just now. */
bool outbox_delayed(struct db *db);

#endif
