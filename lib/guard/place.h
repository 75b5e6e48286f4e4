/*
 * place.h - one of the few places for scrypt on this machine: a lock file in lock_dir, shared by all programs and controllers that name that folder.
 */
#ifndef KOREN_GUARD_PLACE_H
#define KOREN_GUARD_PLACE_H

#include <stdint.h>

/* Takes one of `places` places, waiting at most `wait` microseconds. A descriptor for place_leave(), or -1: none came free; -2: the folder cannot be
 * used, and the log says why. The kernel gives the place back when the process dies. */
int place_take(const char *dir, unsigned places, int64_t wait);
void place_leave(int fd);

#endif
