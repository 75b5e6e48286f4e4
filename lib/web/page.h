/*
 * page.h - the answer of a handler: an HDF tree filled by blocks (docs/templates.md) and a template.
 *
 *     page_title(r, "Relaties");
 *     page_set(r, "Search.Query", q);
 *     table_begin(r, "Table", "Relaties", "Er zijn nog geen relaties.");
 *     table_col(r, "Naam", false); ...
 *     table_row(r); table_link(r, name, href); table_cell(r, town); ...
 *     return page_show(r, "relaties.cs");
 *
 * Running out of memory in ClearSilver jumps to the arena's guard like any other allocation.
 */
#ifndef KOREN_WEB_PAGE_H
#define KOREN_WEB_PAGE_H

#include <stdbool.h>

#include "model/field.h"
#include "web/request.h"

#define PAGE_ROWS 50 /* rows of a page of a list, everywhere */

/* Sets one value; the key is a format: page_set(r, text, "Cards.%d.Title", i). NULL text sets nothing. */
void page_set(struct req *r, const char *text, const char *key, ...) __attribute__((format(printf, 3, 4)));
/* The same address when a page may link to it: a path of our own, "#...", https:, mailto:, tel:; else NULL and a log line. Every link below passes
 * it. */
const char *href_check(const char *href);

void page_title(struct req *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void page_lead(struct req *r, const char *text);
void page_back(struct req *r, const char *href, const char *label);
void page_flash(struct req *r, const char *title, const char *text);
void page_notice(struct req *r, const char *kind, const char *title, const char *text, const char *href, const char *label);
void page_nav(struct req *r, const char *label, const char *href, bool current);             /* an entry of the site's navigation */
void page_tab(struct req *r, const char *label, const char *href, long count, bool current); /* count -1: none */
void page_action(struct req *r, const char *label, const char *href, const char *kind, bool post);
void page_action_hidden(struct req *r, const char *name, const char *value); /* of the last action */
void page_card(struct req *r, const char *title, const char *text, const char *href, const char *label, long count);
/* "1 tot 50 van 2.000 relaties", with links to the same path and the query parameters that were read. */
void page_paging(struct req *r, long page, long pages, uint64_t total, bool more, const char *noun_one, const char *noun_many);

/* Ends a handler: the template to render once the transaction is committed. Returns ST_OK. */
enum status page_show(struct req *r, const char *template);
/* Like page_show() with another status, e.g. 429. */
enum status page_show_status(struct req *r, const char *template, int http_status);
/* Extra response header with a checked value, e.g. Retry-After. */
void page_header(struct req *r, const char *name, const char *value);

/* A table; several on a page get different keys ("Table", "Tables.1"). Calls build the newest table, row, cell. */
void table_begin(struct req *r, const char *key, const char *caption, const char *empty);
void table_col(struct req *r, const char *label, bool number);
void table_col_sort(struct req *r, const char *label, const char *href, const char *dir); /* dir NULL, "asc", "desc" */
void table_sorted(struct req *r, const char *href, const char *dir);                      /* makes the newest column one to sort by */
void table_row(struct req *r);
void table_row_at(struct req *r, unsigned n); /* makes a row that was made before, counted from 0, the newest again, to add buttons to it */
void table_cell(struct req *r, const char *text);
void table_link(struct req *r, const char *text, const char *href);
void table_mark(struct req *r, const char *text, const char *mark);
void table_sub(struct req *r, const char *text);                      /* a second line in the newest cell */
void table_set(struct req *r, const char *text, const char *key);     /* of the table: "EmptyHref", "EndLabel" */
void table_row_set(struct req *r, const char *text, const char *key); /* of the newest row: "End.Action" */

/* A button in the newest row, under the heading that table_buttons() gave: a POST. `id` is where the answer may lead back to, so that who uses the
 * keyboard stays there; a screen reader hears the row's name after the label. */
void table_buttons(struct req *r, const char *heading);
void table_button(struct req *r, const char *label, const char *id, const char *action, const char *name, const char *value);

/* A record as a description list, grouped as its field table; only fields the actor may see (on the portal: that are not hidden). Sealed BSN and
 * secrets are shown masked with a small form that posts the field's name as `veld` to `unmask`; with NULL, what the record has opened is shown in
 * full (the answer to that form) and the rest masked. `change`: the base path of a form whose fields get "Wijzigen" links (NULL: none). */
void show_record(struct req *r, const struct record *rec, const char *unmask, const char *change);
void show_row(struct req *r, const char *group, const char *label, const char *value); /* an extra row; same group joins */
/* The same with a value of several lines. */
void show_lines(struct req *r, const char *group, const char *label, const char *text);
/* The same with a link, and a second line that may be NULL. */
void show_link(struct req *r, const char *group, const char *label, const char *value, const char *href, const char *note);
/* Several lines as such, at BLOCK.Lines: a page folds line ends. */
void page_lines(struct req *r, const char *block, const char *text);

#endif
