/*
 * audit.h - who did what to whose data (NEN 7513). One INSERT in the transaction of the act: what cannot be logged does not happen.
 *
 * No names, no values, no codes: only identifiers, so that erasure never edits the log. Reading counts as an act.
 */
#ifndef KOREN_GUARD_AUDIT_H
#define KOREN_GUARD_AUDIT_H

#include <stdint.h>

#include "base/status.h"

struct actor;
struct db;

/* C R U D E as in NEN 7513: create, read, update, delete, execute (search, print, export, sign in). */
enum audit_act { ACT_CREATE, ACT_READ, ACT_UPDATE, ACT_DELETE, ACT_EXECUTE };
enum audit_outcome { OUTCOME_DONE, OUTCOME_REFUSED, OUTCOME_FAILED };

struct audit {
    const char *event; /* what: "relation_show", "bsn_show", "authn_login_fail", "authz_fail" */
    enum audit_act act;
    enum audit_outcome outcome;
    const char *object;      /* kind: "relation", "document"; "" without */
    uint64_t object_id;      /* its row */
    uint64_t relation_id;    /* the data subject; 0 without */
    const char *sensitivity; /* "N" "C" "F" "S" "B": the heaviest category shown or changed */
    const char *detail;      /* names of fields, counts; never values. "" allowed */
};

/* koren-worker when it sweeps: nobody asked. */
extern const struct actor audit_system;

/* ST_OK or ST_FAILED: the caller must then refuse. */
enum status audit_write(struct db *db, const struct actor *who, const struct audit *what);

#endif
