/*
 * manifest.h - MANIFEST.txt: the SHA-256 of each file of the export, in the form that `sha256sum -c MANIFEST.txt` reads.
 */
#ifndef KOREN_AVG_MANIFEST_H
#define KOREN_AVG_MANIFEST_H

#include "base/status.h"

struct scratch;

/* Adds a line. `path` as in the ZIP; `sha256` 64 hex digits. */
enum status manifest_add(struct scratch *s, const char *path, const char *sha256);

#endif
