/*
 * password.h - passwords: what is a good one, and how one is kept and compared.
 *
 * Kept as scrypt (RFC 7914) with a salt of 16 bytes and the configuration's cost, which stands with each hash. scrypt takes up to a second and
 * 128 MiB, so at most PASSWORD_PLACES run on a machine at once (lock files in lock_dir); who waits longer than PASSWORD_WAIT is told to come back.
 *
 * None of these functions but credential_load() and credential_save() touches the database: compare first, lock rows afterwards.
 */
#ifndef KOREN_GUARD_PASSWORD_H
#define KOREN_GUARD_PASSWORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/problem.h"
#include "base/status.h"
#include "guard/actor.h"

struct config;
struct db;

#define PASSWORD_MIN_STAFF  15 /* code points; NIST 800-63B-4, ASVS 6.2.1 */
#define PASSWORD_MIN_PORTAL 12
#define PASSWORD_MAX        128
#define PASSWORD_BITS       40 /* least strength that zxcvbn may find */
#define PASSWORD_SALT       16
#define PASSWORD_PLACES     4
#define PASSWORD_WAIT       (5 * CLOCK_SECOND)

struct credential {
    bool there; /* false: no such user, or one that has no password yet */
    uint8_t salt[PASSWORD_SALT], hash[KEY_BYTES];
    unsigned log2_n, p;
};

enum verdict { PASSWORD_RIGHT, PASSWORD_WRONG, PASSWORD_BUSY, PASSWORD_ERROR };

/* Length for the site, and not a common, repeated or guessable one. `words` (NULL at the end): the user's and controller's own words, which count as
 * common. No rules about kinds of characters. A problem at `field`, in Dutch, says what to do. */
enum status password_check(struct problems *p, const char *field, enum site site, const char *password, const char *const *words);
/* The length alone: for a demo controller, whose password everybody knows. */
enum status password_check_length(struct problems *p, const char *field, enum site site, const char *password);

/* Compares. A credential that is not there costs the same time and is PASSWORD_WRONG. */
enum verdict password_verify(const struct config *c, const struct credential *cred, const char *password);
/* True when the configuration asks for more than this hash has: derive it anew after a right password. */
bool password_outdated(const struct config *c, const struct credential *cred);
/* A new salt and hash. ST_CONFLICT: no place in time; ST_FAILED. */
enum status password_derive(const struct config *c, const char *password, struct credential *out);

/* ST_OK also when there is none (out->there false). A plain read: takes no lock. user_id 0 reads too and finds nothing. */
enum status credential_load(struct db *db, uint64_t user_id, struct credential *out);
enum status credential_save(struct db *db, uint64_t user_id, const struct credential *cred);

#endif
