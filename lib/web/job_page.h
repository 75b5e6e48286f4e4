/*
 * job_page.h - the page of long work that ends in a file (export.cs): how far it is, then where the file is. For staff and for WerktVoorMij.
 */
#ifndef KOREN_WEB_JOB_PAGE_H
#define KOREN_WEB_JOB_PAGE_H

#include "web/request.h"

struct job;

/* Fills Job.*, and while it is not done Page.Refresh with its way to stop. `self` is the path of the page; the file lies under `self`/bestand.
 * `title` says what is made: "De AVG-export". */
void job_page(struct req *r, const struct job *j, const char *self, const char *title);
/* "Klaar", "Wacht", ...: a word for a list; *mark as table_mark() wants it. */
const char *job_word(const struct job *j, const char **mark);
/* True when its file can be fetched now. */
bool job_ready(const struct job *j);

#endif
