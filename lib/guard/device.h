/*
 * device.h - a browser in which its owner has completed a sign-in: it does not wait for what strangers do to the account (failure.h).
 *
 * It gives nothing else: password and code are asked as always. 256-bit token in the cookie DEVICE_COOKIE; the database holds its SHA-256.
 */
#ifndef KOREN_GUARD_DEVICE_H
#define KOREN_GUARD_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/random.h"
#include "base/status.h"

struct db;

#define DEVICE_COOKIE "__Host-koren-apparaat"
#define DEVICE_DAYS   180

/* Whether this browser is known as user_id's. token NULL: it is not; the same work is done. */
enum status device_known(struct db *db, const char *token, uint64_t user_id, bool *known);
/* Remembers; a new token each time, the old one of this browser (NULL: none) ends. */
enum status device_remember(struct db *db, uint64_t user_id, const char *old, char token[TOKEN_TEXT]);
/* After a reset: whoever had the mailbox or the password may have left one. */
enum status device_forget_all(struct db *db, uint64_t user_id);

#endif
