/*
 * actor.h - on whose behalf something happens: passed down to everything that changes or shows personal data.
 */
#ifndef KOREN_GUARD_ACTOR_H
#define KOREN_GUARD_ACTOR_H

#include <stdint.h>

#include "base/crypto.h"
#include "guard/module.h"
#include "guard/perm.h"

enum site { SITE_STAFF, SITE_PORTAL };

struct actor {
    uint64_t user_id;     /* 0: nobody signed in, or the system itself */
    uint64_t relation_id; /* portal: whose data these are; else 0 */
    const char *name;     /* as colleagues read it: "M. de Vries" */
    const char *function; /* function group or "relatie"; may be "" */
    enum site site;
    struct perms perms;
    struct modules modules;      /* that this controller has; without a session none */
    const char *program;         /* "crm" */
    bool import;                 /* what changes comes from a file; `request` is the import's name then */
    bool undo;                   /* what changes is an import taken back; `request` as with that */
    char request[33];            /* request identifier, also in the log and on error pages */
    char address[46];            /* network access point: the client's IP address */
    int64_t signed_in_at;        /* when the session began, which is with password and code; 0 without one */
    uint8_t session[HASH_BYTES]; /* SHA-256 of the session token; all zero without one */
};

#endif
