/*
 * mail.h - a mail rendered from a template and put in the outbox, in the transaction of what it tells.
 */
#ifndef KOREN_WEB_MAIL_H
#define KOREN_WEB_MAIL_H

#include "base/status.h"
#include "guard/actor.h"
#include "web/templates.h"

struct arena;
struct config;
struct db;

/*
 * Renders templates/mail/NAME.cs, whose first line is "Subject: ...", and puts it in the outbox for `to`; NAME is its kind. Mail.Controller,
 * Mail.Product and Mail.Href (the site's address) are filled in; `values` (ends with {0}) come over these. Needs templates_open(). ST_FAILED when the
 * template is at fault, ST_INVALID when the address cannot be mailed to.
 */
enum status mail_put(struct db *db, struct arena *a, const struct config *c, enum site site, const char *name, const char *to,
                     const struct template_value *values);
/* The same without putting it in: for work that must cost the same when there is nobody to mail to. */
enum status mail_render(struct arena *a, const struct config *c, enum site site, const char *name, const struct template_value *values,
                        const char **subject, const char **text);

#endif
