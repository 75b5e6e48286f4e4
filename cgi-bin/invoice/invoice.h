/*
 * invoice.h - what the pages of invoices share, and the handlers named in the route table (main.c).
 */
#ifndef KOREN_CGI_INVOICE_H
#define KOREN_CGI_INVOICE_H

#include "base/arena.h"
#include "model/invoice.h"
#include "model/relation.h"
#include "web/form.h"
#include "web/page.h"
#include "web/route.h"

/* "/facturen/ID" followed by `rest`. */
char *invoice_href(struct req *r, const struct record *invoice, const char *rest);
/* "Factuur F2026-000001", "Creditnota (concept)". */
const char *invoice_called(struct req *r, const struct record *invoice);
/* A number of cents as people read it. */
const char *euros(struct req *r, int64_t cents);

/* The invoice of the path and whose it is, with Relation.* and the audit row filled. ST_NOT_FOUND when there is none. */
enum status invoice_head(struct req *r, struct record **invoice, struct record **relation);
/* A form about it: title, the way back to it. */
enum status invoice_form_head(struct req *r, const char *title, struct record **invoice);
/* The same, for what only a concept allows: 409 with the invoice when it is none any more. Anything else than ST_OK ends the handler. */
enum status concept_head(struct req *r, const char *title, struct record **invoice);
/* The invoice again, with the reason why nothing was done. Gives `st`. */
enum status invoice_again(struct req *r, const struct record *invoice, enum status st, const char *title, const char *text);
/* The page of this invoice. */
enum status invoice_page(struct req *r, const struct record *invoice, const struct record *line);

enum status invoice_list(struct req *r);
enum status invoice_csv(struct req *r);
enum status invoice_show(struct req *r);
enum status invoice_print(struct req *r);

enum status invoice_new_form(struct req *r);
enum status invoice_new_save(struct req *r);
enum status invoice_edit(struct req *r);
enum status invoice_update(struct req *r);
enum status invoice_final_ask(struct req *r);
enum status invoice_final(struct req *r);
enum status invoice_credit_ask(struct req *r);
enum status invoice_credit_make(struct req *r);
enum status invoice_paid_form(struct req *r);
enum status invoice_paid(struct req *r);
enum status invoice_discard_ask(struct req *r);
enum status invoice_discard_do(struct req *r);

enum status run_index(struct req *r);
enum status run_new(struct req *r);
enum status run_preview_make(struct req *r);
enum status run_show(struct req *r);
enum status run_confirm(struct req *r);
enum status run_number_ask(struct req *r);
enum status run_number_do(struct req *r);
enum status run_resume_do(struct req *r);
enum status run_discard_ask(struct req *r);
enum status run_discard_do(struct req *r);

enum status collect_index(struct req *r);
enum status collect_new(struct req *r);
enum status collect_make(struct req *r);
enum status collect_show(struct req *r);
enum status collect_fetch(struct req *r);
enum status collect_discard(struct req *r);

enum status bank_form(struct req *r);
enum status bank_read(struct req *r);
enum status bank_record(struct req *r);

enum status line_add(struct req *r);
enum status line_edit(struct req *r);
enum status line_update(struct req *r);
enum status line_up(struct req *r);
enum status line_down(struct req *r);
enum status line_remove(struct req *r);

#endif
