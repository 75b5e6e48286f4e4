/*
 * mailer.h - sends what waits in the outbox by SMTP through libcurl, over verified TLS (RFC 5321, 3207).
 */
#ifndef KOREN_OPS_MAILER_H
#define KOREN_OPS_MAILER_H

#include "base/status.h"

struct config;
struct db;
struct mailer;

struct mailer *mailer_new(const struct config *c); /* NULL without memory or password file */
void mailer_free(struct mailer *m);
/* Sends what is due; *sent messages went. A message that cannot go waits 5 s, then doubling up to 15 minutes, for 3 days at most; a permanent refusal
 * (5xx) of the recipient fails it at once. One connection serves all that are due. */
enum status mailer_run(struct mailer *m, struct db *db, unsigned *sent);

#endif
