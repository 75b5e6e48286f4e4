/*
 * keys.h - the controller's key files: 32 random bytes each, as 64 hex digits, mode 0400, in `key_dir`, never in the database or the repository.
 *
 * A program opens only those it needs, before its sandbox closes:
 *   relation.key  wraps the data key of every relation        crm, avg, worker
 *   lookup.key    HMAC for finding a BSN by its exact value   crm, avg, worker
 *   export.key    wraps the key of every export file          avg, portal, worker
 *   form.key      CSRF tokens, codes, attempts                all programs
 *   share.key     wraps what relations may read themselves    crm, portal
 */
#ifndef KOREN_BASE_KEYS_H
#define KOREN_BASE_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/crypto.h"

struct config;

enum key_kind { KEY_RELATION, KEY_LOOKUP, KEY_EXPORT, KEY_FORM, KEY_SHARE, KEY_COUNT };

struct keys {
    bool have[KEY_COUNT];
    uint8_t key[KEY_COUNT][KEY_BYTES];
};

#define KEYS_MASK(k) (1u << (k))

/* Reads the wanted keys (a mask of KEYS_MASK). NULL, with a log line that names file and reason, when one is missing, of wrong length, or readable by
 * others. The caller owns it: keys_free() wipes. */
struct keys *keys_load(const struct config *c, unsigned wanted);
void keys_free(struct keys *k);

/* Makes every key file that is not there yet (koren-admin keys). False when one could not be made. */
bool keys_create(const struct config *c);

#endif
