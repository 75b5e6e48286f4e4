/*
 * upload.h - a form with a file, streamed into the document store (model/document.h) with flat memory.
 *
 * Before the first byte of the file: session and permission (turn_allowed(), by the caller) and the token, which therefore stands before the file in
 * the form. What does not end in a committed transaction is removed again.
 */
#ifndef KOREN_WEB_UPLOAD_H
#define KOREN_WEB_UPLOAD_H

#include "web/body.h"

struct upload_state;

/*
 * Reads the body into r->form and r->upload; r->upload_problem when the file was not taken. Returns 0 to go on with the turn, also when the token was
 * wrong (the turn says so), or the HTTP status to refuse with: 400, 413, 415, 507.
 */
int upload_read(struct req *r, const struct head *h, const struct body_source *in, struct upload_state **state);
/* After the turn: the file stays only when its row was committed, or may have been. */
void upload_end(struct upload_state *state, bool committed);

#endif
