/*
 * sandbox_parts.h - the two walls of the sandbox; for sandbox.c alone. Each is put on for good and knows nothing of the other.
 */
#ifndef KOREN_BASE_SANDBOX_PARTS_H
#define KOREN_BASE_SANDBOX_PARTS_H

#include <stdbool.h>

struct sandbox;

/* Landlock: which files, and no TCP where it is not wanted. True with a log line when the kernel has none. */
bool sandbox_files(const struct sandbox *s);
/* seccomp: which system calls. */
bool sandbox_calls(const struct sandbox *s);

#endif
