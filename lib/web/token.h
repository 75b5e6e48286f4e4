/*
 * token.h - the CSRF token of a page, and the proof that a POST came from a page of ours (security.md 21).
 *
 * Bound to the session; before signing in, to a random cookie that only this browser has.
 */
#ifndef KOREN_WEB_TOKEN_H
#define KOREN_WEB_TOKEN_H

#include "web/request.h"

#define TOKEN_COOKIE "__Host-koren-pre"

/* Sets the token that the page's forms carry; makes the cookie for a browser that has none yet. */
void token_prepare(struct req *r);
/* Whether r->form has the right token and the browser says nothing else (r->fresh). */
bool token_right(struct req *r);

#endif
