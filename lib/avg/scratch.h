/*
 * scratch.h - bytes put aside while an export is made: written, then read back any number of times.
 *
 * The first SCRATCH_MEMORY bytes stay in memory; what is larger goes to an encrypted file (vault.h) under a key that only this object knows, and
 * that has no name any more the moment it is there. So memory stays flat, plain text is never on a disk, and a killed process leaves nothing.
 */
#ifndef KOREN_AVG_SCRATCH_H
#define KOREN_AVG_SCRATCH_H

#include "avg/zip.h"
#include "base/crypto.h"

#define SCRATCH_MEMORY (512 * 1024)

struct scratch;

/* `dir`: the folder for what is large. Given back with the arena. */
struct scratch *scratch_new(struct arena *a, const char *dir);
enum status scratch_write(struct scratch *s, const void *p, size_t n);
uint64_t scratch_size(const struct scratch *s);
/* Writes go here. */
struct zip_sink scratch_sink(struct scratch *s);
/* Reads come from here, always from the beginning; no writing meanwhile. */
struct zip_input scratch_input(struct scratch *s);
/* SHA-256 of everything in it, as 64 hex digits. */
enum status scratch_sha256(struct scratch *s, char out[65]);

#endif
