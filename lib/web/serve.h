/*
 * serve.h - one request from its parameters to its answer, without a socket: app.c gives it FastCGI's streams, tests give it memory.
 */
#ifndef KOREN_WEB_SERVE_H
#define KOREN_WEB_SERVE_H

#include "web/app.h"
#include "web/body.h"

struct db;
struct keys;

/* What a program has for all its requests. */
struct server {
    const struct app *app;
    const struct config *config;
    const struct keys *keys;
    struct db *db;
    struct arena *arena;
    size_t fail_after; /* for tests: the nth allocation of the next request fails; 0: none */
};

struct answer_sink {
    void (*write)(void *ctx, const void *p, size_t n);
    void *ctx;
};

/* Reads, runs and answers one request, and gives all its memory back. Whatever comes in, one answer goes out. */
void serve(struct server *s, char *const *env, const struct body_source *in, const struct answer_sink *out);

/* False, with a log line for each, when a route of the table may not be served as it stands. */
bool routes_fine(const struct app *app);

#endif
