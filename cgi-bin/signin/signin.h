/*
 * signin.h - what the pages of signin share. The program holds credentials, codes and sessions; its database account can see no relation.
 */
#ifndef KOREN_SIGNIN_SIGNIN_H
#define KOREN_SIGNIN_SIGNIN_H

#include <stdbool.h>
#include <stdint.h>

#include "guard/audit.h"
#include "guard/password.h"
#include "guard/user.h"
#include "web/request.h"

#define NEXT_COOKIE "__Host-koren-naar" /* the page to go to after signing in */

/* sign_in.c: address and password */
enum status sign_in_show(struct req *r);
enum status sign_in_try(struct req *r);
/* code.c: the mailed code */
enum status code_show(struct req *r);
enum status code_try(struct req *r);
enum status code_again(struct req *r);
/* A first code for who has just given the right password: attempt, mail, cookie and the way to the code page. */
enum status code_begin(struct req *r, const struct user *u);
/* sign_out.c */
enum status sign_out(struct req *r);
/* reset.c: a forgotten password, and an invitation, which is a password that was never there */
enum status reset_ask(struct req *r);
enum status reset_send(struct req *r);
enum status reset_show(struct req *r);
enum status reset_save(struct req *r);
enum status invite_show(struct req *r);
enum status invite_save(struct req *r);
/* help.c: the pages of help (web/help.h) */
enum status help_index(struct req *r);
enum status help_page(struct req *r);
/* sessions.c, change.c: of who is signed in */
enum status sessions_show(struct req *r);
enum status sessions_end(struct req *r);
enum status change_show(struct req *r);
enum status change_save(struct req *r);

/*
 * work.c: scrypt, once per request. A handler may be run again after a deadlock; what was found the first time is found again without the work.
 * A plain SELECT locks nothing, so that up to there the transaction holds nobody up.
 */
enum verdict work_verify(struct req *r, const struct credential *cred, const char *password);
/* ST_CONFLICT: too busy, see wait_busy(). */
enum status work_derive(struct req *r, const char *password, struct credential *out);

/* wait.c: "not now" pages. All give ST_OK, so that what was counted is committed. `template` is that of the form, already filled. */
enum status wait_page(struct req *r, const char *template, const char *title, const char *what, int64_t until);
enum status wait_busy(struct req *r);

/* fields.c: the two new-password fields, and their check. `current`: with the present password above them. */
void fields_new_password(struct req *r, const char *action, bool current);
enum status fields_read(struct req *r, const struct user *u, const char **password);

/* tell.c: a mail that something happened to the account just now, from where, with a link to one of our pages (ASVS 6.3.5, 6.3.7). */
enum status mail_about(struct req *r, const struct user *u, const char *name, const char *path);
/* "https://host:port/path" of the user's site, by the configuration. */
const char *page_address(struct req *r, enum site site, const char *path);

/* event.c: an audit row and a log line in the same words. user_id 0: nobody that we know. */
enum status event_write(struct req *r, const char *event, enum audit_outcome outcome, uint64_t user_id, const char *detail);

#endif
