/*
 * portal.h - the pages of WerktVoorMij: somebody sees the own data, sets them right and takes a copy.
 */
#ifndef KOREN_PORTAL_H
#define KOREN_PORTAL_H

#include "base/arena.h"
#include "model/portal.h"
#include "web/form.h"
#include "web/page.h"
#include "web/route.h"

enum status home_show(struct req *r);

enum status data_show(struct req *r);
enum status document_fetch(struct req *r);
enum status part_show(struct req *r); /* one row of a part, by the path of its entity */

enum status change_form(struct req *r);
enum status change_post(struct req *r);

enum status email_form(struct req *r);
enum status email_post(struct req *r);
enum status email_again(struct req *r);
/* Mails a code to the new address. ST_OK, or ST_INVALID with a problem at `email` that says why not. */
enum status email_start(struct req *r, const char *email);

enum status consents_show(struct req *r);
enum status consent_decide(struct req *r);

enum status export_index(struct req *r);
enum status export_start(struct req *r);
enum status export_show(struct req *r);
enum status export_fetch(struct req *r);

/* The relation that is signed in, named in the audit row. */
enum status own_relation(struct req *r, struct record **out);

#endif
