/*
 * status.h - how a function of the house says how it went.
 *
 * A domain function returns one of these and, where a person has to read about it, leaves a message in a `struct problems` (problem.h). Error
 * codes of MariaDB, ClearSilver, OpenSSL and libzip never leave the file that wraps them.
 */
#ifndef KOREN_BASE_STATUS_H
#define KOREN_BASE_STATUS_H

enum status {
    ST_OK = 0,
    ST_NOT_FOUND, /* not there, or the caller may not know that it is there */
    ST_INVALID,   /* what came in cannot be accepted; a problem says why */
    ST_CONFLICT,  /* somebody else was first: a version or a unique key */
    ST_DENIED,    /* known, and not allowed */
    ST_FAILED     /* our side could not do it; the reason stands in the log */
};

/* "ok", "not_found", ...: for log lines. */
const char *status_name(enum status st);

#endif
