/*
 * draft.h - what was typed, kept while somebody signs in again (domain.md 33).
 *
 * It lies in a cookie of the own browser, sealed with form.key for this user and this path: nobody else who signs in there reads it, and nothing is
 * left on the server. Gone when it was taken, or after DRAFT_SECONDS.
 */
#ifndef KOREN_WEB_DRAFT_H
#define KOREN_WEB_DRAFT_H

#include "web/request.h"

#define DRAFT_COOKIE  "__Host-koren-concept"
#define DRAFT_SECONDS (30 * 60)
#define DRAFT_MAX     1600 /* bytes; as hexadecimal digits beside the other cookies within COOKIE_MAX */

/* Keeps the fields of this POST for a GET of the same path, but for what a confirmation adds (`bevestig`). False when they are too many to keep. */
bool draft_keep(struct req *r);

/* In a GET: puts the fields back in r->form, where form_field() finds them. False when there is no draft for this user and path. */
bool draft_take(struct req *r);

#endif
