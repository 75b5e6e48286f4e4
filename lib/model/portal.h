/*
 * portal.h - what WerktVoorMij reads and changes, through procedures that take the session and not a number (lib/ops/portal_sql.c, sql/portal.sql):
 * whoever holds the portal's account sees one relation, the one that is signed in.
 *
 * The session is m->who->session. Where there is no live session the functions give ST_DENIED.
 */
#ifndef KOREN_MODEL_PORTAL_H
#define KOREN_MODEL_PORTAL_H

#include "base/crypto.h"
#include "model/job.h"
#include "model/record.h"

/* The relation that is signed in, with the fields of field_on_portal(). */
enum status portal_relation(struct model *m, struct record **out);
/* All rows of a part, in the entity's order; for the lines of invoices: of all invoices, by parent_id. */
enum status portal_list(struct model *m, const struct entity *e, struct record ***out, size_t *count);

/* What a shared row of the own holds sealed (share.h): *out in the arena, a text that ends with NUL or a key; for a document `store_name` too.
 * ST_NOT_FOUND when it is not shared, or was shared before there were copies. */
enum status portal_shared(struct model *m, const struct record *row, const uint8_t **out, size_t *n, char store_name[33]);

/* Changes one field (PORTAL_CORRECT, not the e-mail address) and remembers the old value. ST_CONFLICT: it was so already. Inside db_tx(). */
enum status portal_correct(struct model *m, const struct field *f, const char *value);
/* The place in sorted lists, after a name was changed. */
enum status portal_sort(struct model *m, const struct record *r);

/* A new e-mail address is used once a code that was mailed to it has come back. */
enum email_outcome { EMAIL_OK, EMAIL_SAME, EMAIL_LIMIT, EMAIL_NONE, EMAIL_WRONG, EMAIL_TAKEN };

struct email_change {
    const char *old_email, *old_relation_email; /* to be told; NULL without */
    const char *new_email;
    unsigned tries_left;
};

/* The code's hash is bound to the user and to form.key. EMAIL_OK, EMAIL_SAME, EMAIL_LIMIT. Inside db_tx(). */
enum status portal_email_begin(struct model *m, const char *email, const char *code, enum email_outcome *how);
/* Costs a try whatever comes of it: commit also when it is refused. On EMAIL_OK relation and login have the new address. */
enum status portal_email_try(struct model *m, const char *code, enum email_outcome *how, struct email_change *out);
/* The address that waits; NULL when none does. */
enum status portal_email_pending(struct model *m, const char **email);

/* Asks for the own export; `name` gets the job's public name, which is that of the one that runs already where there is one. Inside db_tx(). */
enum status portal_export_request(struct model *m, char name[33]);
/* The own exports, newest first, at most 20. */
enum status portal_exports(struct model *m, struct job **out, size_t *count);
/* One of them, with its sealed key when it is done. ST_NOT_FOUND for another's as for none. */
enum status portal_export(struct model *m, const char *name, struct job *out, const uint8_t **sealed_key, size_t *sealed_n);
enum status portal_export_fetched(struct model *m, const char *name);

/* True when mail waits for longer than a minute. */
bool portal_mail_delayed(struct model *m);

#endif
