/*
 * app.h - the life of a FastCGI program: configuration, database account, keys, templates, sandbox, then requests.
 *
 * One request: limits and text of everything that came in → route → session → permission → CSRF (POST) → handler → audit row → commit → render →
 * send. All from the session on is one transaction; a deadlock repeats it whole. Arena and HDF are new for each request.
 *
 * Headers of every page: CSP (default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none';
 * frame-ancestors 'none'), nosniff, no-referrer, COOP same-origin, Cache-Control: no-store (security.md 44-47).
 */
#ifndef KOREN_WEB_APP_H
#define KOREN_WEB_APP_H

#include "web/route.h"

struct app {
    const char *program; /* account, log name */
    enum site site;      /* of routes that name none; signin serves both */
    bool both_sites;
    unsigned keys; /* KEYS_MASK(...) */
    const struct route *routes;
    const char
        *write[4]; /* folders beside spool_dir that it writes: names of config keys are resolved by app.c: "state_dir", "spool_dir", "lock_dir" */
    const char *read[4];
    bool inet;
};

/* `-c FILE`: configuration. `--check`: starts, tells what is wrong, ends. Accepts on fd 0. Returns the exit status. SIGTERM ends after the current
 * request. */
int app_run(const struct app *app, int argc, char **argv);

#endif
