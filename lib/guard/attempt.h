/*
 * attempt.h - a sign-in that has passed the password and waits for its mailed code.
 *
 * The attempt belongs to one browser: its 256-bit token stands in the cookie ATTEMPT_COOKIE, the database has its SHA-256. The code is kept as an
 * HMAC under a key made of the token, so that nobody who reads the database can try codes (ASVS 6.6.2, 6.5.1, 6.5.5).
 *
 * A code lives CODE_SECONDS and is good for CODE_TRIES tries. A user gets CODES_QUARTER codes in 15 minutes and CODES_DAY in a day; a code that
 * was used to sign in does not count, since its owner has shown to read that mailbox (ASVS 6.6.3).
 */
#ifndef KOREN_GUARD_ATTEMPT_H
#define KOREN_GUARD_ATTEMPT_H

#include <stdint.h>

#include "base/random.h"
#include "base/status.h"
#include "guard/actor.h"

struct db;

#define ATTEMPT_COOKIE  "__Host-koren-poging"
#define ATTEMPT_SECONDS (30 * 60) /* so long new codes may be asked for the same attempt */
#define CODE_DIGITS     6
#define CODE_SECONDS    (10 * 60)
#define CODE_TRIES      5
#define CODES_QUARTER   3
#define CODES_DAY       10

struct attempt {
    uint64_t user_id;
    int64_t expires_at; /* of the code */
    unsigned tries_left;
};

/* A new attempt with a first code; token and code are the caller's to send. ST_CONFLICT: too many codes, *again_at says when there may be another. */
enum status attempt_open(struct db *db, uint64_t user_id, char token[TOKEN_TEXT], char code[CODE_DIGITS + 1], int64_t *again_at);
/* A new code for the same attempt; the old one is worthless from now on. As attempt_open(), and ST_NOT_FOUND. */
enum status attempt_renew(struct db *db, enum site site, const char *token, char code[CODE_DIGITS + 1], int64_t *again_at);
/* The attempt of this token on this site, when it is not used and not older than ATTEMPT_SECONDS; its code may have expired. ST_NOT_FOUND. */
enum status attempt_load(struct db *db, enum site site, const char *token, struct attempt *out);
/* Tries a code, which costs a try whatever comes of it: the caller must commit also when it is refused. ST_OK: right, and nobody else can use it;
 * ST_INVALID: wrong; ST_DENIED: no tries left, or expired; ST_NOT_FOUND: no such attempt, or used. */
enum status attempt_try(struct db *db, enum site site, const char *token, const char *code, struct attempt *out);

#endif
