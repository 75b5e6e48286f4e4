/*
 * avg.h - the pages of the program `avg`: exports, as the AVG owes them (Art. 15 and 20).
 */
#ifndef KOREN_CGI_AVG_H
#define KOREN_CGI_AVG_H

#include "avg/export.h"
#include "web/request.h"

/* overview.c: what can be done, and the newest exports. */
enum status overview_show(struct req *r);
/* The same page again with the problems of the form. Returns ST_INVALID. */
enum status overview_again(struct req *r);

/* export.c: asking for one, how far it is, its file. */
enum status export_ask(struct req *r);
enum status export_show(struct req *r);
enum status export_fetch(struct req *r);
/* A mail to who asked, when it is ready. */
enum status export_mail(struct req *r);

#endif
