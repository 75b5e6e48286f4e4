/*
 * vault_disk.h - names and bytes in the folder of encrypted files, whatever is in them; for vault.c alone.
 */
#ifndef KOREN_BASE_VAULT_DISK_H
#define KOREN_BASE_VAULT_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/vault_format.h"

#define VAULT_PART (VAULT_NAME + sizeof ".part") /* room for the name of a file that is being written */

/* Logs what failed on which file and gives ST_FAILED; errno is kept. */
enum status vault_failed(const char *name, const char *what);

/* Whether this is a name as vault.h wants it: no other comes near the folder. */
bool vault_name_ok(const char *name);
void vault_part_name(const char *name, char out[VAULT_PART]);

/* All n bytes at this place, however many calls it takes. False with errno; for vault_get() EBADMSG when the file ends before. */
bool vault_put(int fd, const uint8_t *p, size_t n, uint64_t at);
bool vault_get(int fd, uint8_t *p, size_t n, uint64_t at);

#endif
