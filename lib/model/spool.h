/*
 * spool.h - a file in spool_dir that is being written for nginx to send (X-Accel-Redirect): under a new random name, as NAME.part until it is whole.
 * The sweeper (spool_sweep() of store.h) removes what is older than SPOOL_SECONDS.
 *
 *     struct spool s;
 *     if (!spool_begin(c, &s)) ...
 *     ok = spool_put(&s, text, n);
 *     ok = spool_end(&s, ok);        s.name is what send_file() wants
 */
#ifndef KOREN_MODEL_SPOOL_H
#define KOREN_MODEL_SPOOL_H

#include <stdbool.h>
#include <stddef.h>

struct config;

#define SPOOL_SECONDS 300

struct spool {
    const struct config *config;
    char name[33];
    int fd;
};

bool spool_begin(const struct config *c, struct spool *s);
bool spool_put(struct spool *s, const void *p, size_t n);
/* Gives the file its name when all went well, else removes it. True when it is there. */
bool spool_end(struct spool *s, bool ok);

#endif
