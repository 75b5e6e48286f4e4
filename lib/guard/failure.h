/*
 * failure.h - failed sign-ins, counted by what was typed, so that known and unknown addresses are treated alike (ASVS 6.1.1, 6.3.8).
 *
 * From FAILURES_FREE failures on, each next try must wait: 1 second, doubling up to 15 minutes; nobody is ever locked out for good. Failures
 * in a browser that its owner has signed in with before (device.h) are counted apart: a stranger's failures do not delay the owner.
 */
#ifndef KOREN_GUARD_FAILURE_H
#define KOREN_GUARD_FAILURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/status.h"
#include "guard/actor.h"

struct arena;
struct db;
struct keys;

#define FAILURES_FREE    5
#define FAILURES_TELL    3 /* so many before a success are told to the user by mail */
#define FAILURE_WAIT     1 /* seconds, doubling */
#define FAILURE_WAIT_MAX (15 * 60)
#define FAILURES_FORGET  (24 * 3600) /* seconds after the last one */

/* Which count: of an address, or of a known browser (its token). */
void failure_name(const struct keys *k, struct arena *a, enum site site, const char *address, uint8_t out[HASH_BYTES]);
void failure_device(const struct keys *k, struct arena *a, const char *token, uint8_t out[HASH_BYTES]);

/* Until when tries are refused; 0: they are not. A plain read. */
enum status failure_until(struct db *db, const uint8_t name[HASH_BYTES], int64_t *until);
/*
 * Ends a try, under a lock on the count. When somebody's failures closed the way since it began, *until says so and what the try found must not be
 * told or used. Else a failed one is counted, and *until is when the next may come (0: at once). The caller must commit also when it is refused.
 */
enum status failure_settle(struct db *db, const uint8_t name[HASH_BYTES], bool failed, int64_t *until, bool *closed);
/* After a whole sign-in: forgets, and tells how many there were. */
enum status failure_forget(struct db *db, const uint8_t name[HASH_BYTES], unsigned *count);
/* Seconds to wait after `failures` failures in a row. */
int64_t failure_wait(unsigned failures);

#endif
