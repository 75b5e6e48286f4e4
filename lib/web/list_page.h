/*
 * list_page.h - the page and the CSV of a list (model/listing.h): filters, sorting, paging and the count, all in the address, so that it can be kept
 * as a bookmark.
 *
 *     enum status membership_list(struct req *r) { return list_page(r, &membership_listing, NULL); }
 *     enum status membership_csv(struct req *r) { return list_csv(r, &membership_listing, NULL); }
 *
 *     LIST_ROUTES("/lidmaatschappen", PERM_MEMBERSHIP_READ, PERM_MEMBERSHIP_CSV, membership_list, membership_csv, "membership"),
 *
 * A name that is no filter of the list, or of which the user may not see the column, is a bad request (400). A value that is wrong is told at its
 * field, and the list shows as if it were not there.
 */
#ifndef KOREN_WEB_LIST_PAGE_H
#define KOREN_WEB_LIST_PAGE_H

#include "model/listing.h"
#include "web/request.h"
#include "web/route.h"

#define LIST_ROUTES(path, READ, CSV, page, csv, name)                                                                                                \
    { GET, path, READ, page, .event = name "_list", .act = ACT_EXECUTE },                                                                            \
    {                                                                                                                                                \
        GET, path "/csv", CSV, csv, .event = name "_csv", .act = ACT_EXECUTE                                                                         \
    }

/* Puts buttons (table_button()) in the newest row, which is this one. */
typedef void (*list_buttons)(struct req *r, const struct list_row *row);

/*
 * Shows the list with lijst.cs. Title, way back and actions that the handler set before stay; the button for the CSV comes after them. `scope` is
 * the value of listing.scope, NULL without.
 */
enum status list_page(struct req *r, const struct listing *l, const char *scope);
/* The same with buttons in each row, under `heading`. */
enum status list_page_buttons(struct req *r, const struct listing *l, const char *scope, const char *heading, list_buttons buttons);
/* Where such a button leads: `path` with `van=lijst` and what the list's own address asks; list_back() makes of that query the list at `list` again.
 */
const char *list_button_href(struct req *r, const char *path);
bool list_asked_from(struct req *r);
const char *list_back(struct req *r, const char *list);

/* The same rows as an attachment, all pages, up to LIST_CSV_MAX of them; more is refused with the page, which says to filter. The audit row has their
 * number. Memory stays flat: the file is written to the spool. */
enum status list_csv(struct req *r, const struct listing *l, const char *scope);

#endif
