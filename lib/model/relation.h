/*
 * relation.h - relations: finding them, making one, making one inactive.
 */
#ifndef KOREN_MODEL_RELATION_H
#define KOREN_MODEL_RELATION_H

#include <stdbool.h>
#include <stdint.h>

#include "model/name.h"
#include "model/record.h"

#define RELATION_PAGE      50   /* rows per page of the list */
#define RELATION_PAGES_MAX 50   /* further pages ask for a narrower search */
#define RELATION_COUNT_MAX 2500 /* counted exactly up to here, "meer dan 2.500" above: a count costs as much as there is to count */

/* A line of the list, as people read it: "Velzen, van-in het Veld, J.R.", "31-12-1950", "Dorpsstraat 12a", "1234 AB". NULL is never given. */
struct relation_line {
    uint64_t id;
    const char *number, *name, *birth_date, *address, *postcode, *town;
    const char *status; /* "actief" "inactief" */
};

enum relation_sort { SORT_NAME, SORT_NUMBER, SORT_TOWN, SORT_BIRTH };
enum relation_filter { FILTER_ACTIVE, FILTER_INACTIVE, FILTER_ALL };

struct relation_query {
    const char *text; /* what was typed; NULL or "" lists all */
    enum relation_filter filter;
    enum relation_sort sort;
    bool descending;
    unsigned page; /* from 1 */
    bool bsn;      /* the person may search by BSN (PERM_BSN_READ) and keys are there */
};

struct relation_result {
    struct relation_line *lines;
    size_t count;
    uint64_t total;          /* exact up to RELATION_COUNT_MAX */
    bool more;               /* there are more than `total` */
    enum relation_sort sort; /* what the list is sorted by: see below */
    const char *understood;  /* Dutch: how the text was read: "achternaam", "postcode en huisnummer", "relatienummer" ... */
};

/*
 * Reads the text as (in this order) e-mail (@), date of birth, postcode with or without house number, phone (+ or 0 in front), relation number, BSN
 * (9 digits, elfproef, and q->bsn), else surname, folded: exact below 3 letters, else by prefix; own and partner surname; "jansen 1950-12-31",
 * "jansen 1950", "jansen piet" and "piet jansen" narrow by birth date or initials/call name; "van der" in front is passed over. In a list by
 * name those who use the surname come first, then those whose other surname it is. Percent signs and
 * underscores are no wildcards. A relation number or BSN is found whatever its status.
 *
 * A text that finds more than RELATION_COUNT_MAX is listed in the order in which it is looked for, whatever was asked (out->sort): to sort by
 * something else every row would be read to show a page of them, and would cost more with each relation that is added.
 */
enum status relation_search(struct model *m, const struct relation_query *q, struct relation_result *out);
/* The same rows, all pages up to `limit`, one by one from the server: `line` is gone after `each`, which may not use the database. Stops when it
 * gives something else than ST_OK. */
enum status relation_each(struct model *m, const struct relation_query *q, unsigned limit,
                          enum status (*each)(void *ctx, const struct relation_line *line), void *ctx);

/* By number. */
enum status relation_load(struct model *m, const char *number, enum record_open open, struct record **out);
enum status relation_id(struct model *m, const char *number, uint64_t *id);

/* Gives a number, makes the data key, saves. Inside db_tx(). */
enum status relation_create(struct model *m, struct record *r, const bool *mask);

struct reason {
    const char *code, *title;
};
enum status relation_reasons(struct model *m, struct reason **out, size_t *count);
/* The reason's title; the code itself when it is not in the list. Not while the rows of another statement are read. */
enum status reason_title(struct model *m, const char *code, const char **title);
/* Puts titles in the place of codes (F_REASON): for a record that is shown or told, not saved. */
enum status record_tell_reasons(struct model *m, struct record *r);

/* Two steps of S1: the first. `reason` is a code or a title, `date` any form of a full date, not in the future. Ends access to WerktVoorMij with the
 * next request: sql/portal.sql knows no session of a relation that is not active. ST_INVALID: problems under "reden" and "datum". ST_CONFLICT when it
 * already is inactive. Inside db_tx(). */
enum status relation_deactivate(struct model *m, struct problems *p, const char *number, const char *reason, const char *date);
/* Undoes it, and gives access back. ST_CONFLICT when it is active. Inside db_tx(). */
enum status relation_reactivate(struct model *m, const char *number);

struct name relation_name(const struct record *r);
/* What the record engine writes in sort_key and search_other; for who changes names without it (the portal's procedures). *other NULL without. */
void relation_search_keys(struct arena *a, const struct record *r, const char **sort_key, const char **other);
/* Address as lines for people: "Dorpsstraat 12a", "1234 AB Ons Dorp", country when foreign. In the arena; ends with NULL. */
const char **relation_address(struct arena *a, const struct record *r);
/* Checks that span fields (address complete or absent, partner name with naamgebruik, death after birth). */
enum status relation_check(const struct record *r, struct arena *a, struct problems *p);

#endif
