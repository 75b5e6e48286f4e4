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

/*
 * Shows the list with lijst.cs. Title, way back and actions that the handler set before stay; the button for the CSV comes after them. `scope` is
 * the value of listing.scope, NULL without.
 */
enum status list_page(struct req *r, const struct listing *l, const char *scope);

/* The same rows as an attachment, all pages, up to LIST_CSV_MAX of them; more is refused with the page, which says to filter. The audit row has their
 * number. Memory stays flat: the file is written to the spool. */
enum status list_csv(struct req *r, const struct listing *l, const char *scope);

#endif
