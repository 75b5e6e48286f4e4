/*
 * sandbox.h - after start-up a program keeps what it needs and can gain nothing else.
 *
 * no_new_privs, then landlock (files: what is listed, nothing else; kernels without it: logged), then a seccomp filter (an allow-list; exec,
 * ptrace, mount, sockets other than those listed and the rest give EPERM). It cannot be undone.
 */
#ifndef KOREN_BASE_SANDBOX_H
#define KOREN_BASE_SANDBOX_H

#include <stdbool.h>

struct sandbox {
    const char *read[12]; /* files or folders to read, NULL ends */
    const char *write[6]; /* folders to read, write and remove files in, NULL ends */
    bool inet;            /* may open TCP connections (remote database, SMTP) */
    bool threads;         /* may start threads (libcurl's resolver) */
};

/* False, with a log line, when a part that this kernel has could not be put on: the program must end then. */
bool sandbox_enter(const struct sandbox *s);

#endif
