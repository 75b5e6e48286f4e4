/*
 * turn.h - one request's turn at the database: session, permission, CSRF, handler and audit row in one transaction, and what is answered when one of
 * them says no.
 *
 * A refusal rolls everything back; the row that tells of it is written in a transaction of its own. What cannot be logged is refused: 503.
 */
#ifndef KOREN_WEB_TURN_H
#define KOREN_WEB_TURN_H

#include "web/request.h"

/* Runs the turn of r->route and leaves the answer in r->page. True when the handler's work was committed. */
bool turn_run(struct req *r);

/* For what needs an answer before its body is read: session and permission only. True when the turn may go on; else the refusal is in r->page. */
bool turn_allowed(struct req *r);

/* Loads who is signed in, for a page that is no route (404, 405). Nobody, when the database cannot tell. */
void turn_who(struct req *r);

#endif
