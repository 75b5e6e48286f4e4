/*
 * mail_link.h - links in mail: a password reset (30 minutes) and an invitation (72 hours). 256 bits, used once, only its SHA-256 stored (ASVS 6.4.3).
 *
 * Whoever makes one puts it in a mail as BASE/wachtwoord/nieuw/TOKEN or BASE/uitnodiging/TOKEN, where BASE is staff_url or portal_url of the
 * configuration, never a host that a request named.
 */
#ifndef KOREN_GUARD_MAIL_LINK_H
#define KOREN_GUARD_MAIL_LINK_H

#include <stdint.h>

#include "base/random.h"
#include "base/status.h"
#include "guard/actor.h"

struct db;

#define LINK_RESET_SECONDS  (30 * 60)
#define LINK_INVITE_SECONDS (72 * 3600)
#define LINKS_QUARTER       3 /* reset links in 15 minutes */
#define LINKS_DAY           10

enum link_kind { LINK_RESET, LINK_INVITE };

/* A new link; an earlier invitation of this user ends. ST_CONFLICT: too many resets asked just now. */
enum status mail_link_open(struct db *db, uint64_t user_id, enum link_kind kind, char token[TOKEN_TEXT]);
/* Whose it is, when it can still be used on this site. ST_NOT_FOUND. A plain read. */
enum status mail_link_find(struct db *db, enum site site, enum link_kind kind, const char *token, uint64_t *user_id);
/* Uses it up, and with it all others of this kind and user. ST_NOT_FOUND: somebody was first. */
enum status mail_link_use(struct db *db, enum link_kind kind, uint64_t user_id, const char *token);

#endif
