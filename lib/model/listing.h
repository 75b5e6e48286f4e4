/*
 * listing.h - a list over many relations as a table in code: memberships, invoices, tasks ... One engine filters, sorts, pages and counts it
 * (listing.c), one makes its page and its CSV (web/list_page.h).
 *
 *     static const struct list_column columns[] = {
 *         { "naam", "Naam", "r.last_name", F_TEXT, .sort = "r.sort_key", .link = "CONCAT('/relaties/', r.number)" },
 *         { "bedrag", "Bedrag", "m.amount_cents", F_MONEY, .sort = "m.amount_cents", .perm = PERM_INVOICE_READ },
 *         { 0 }
 *     };
 *     static const struct list_filter filters[] = {
 *         { "woonplaats", "Woonplaats", FILTER_TEXT, "r.town LIKE ?" },
 *         { "begonnen", "Begonnen", FILTER_DATES, "m.start_date" },
 *         { 0 }
 *     };
 *     const struct listing membership_listing = { .from = "membership m JOIN relation r ON r.id = m.relation_id", .key = "m.id", ... };
 *
 * Statements are put together from these constants alone, once per process (listing_sql.c), one for each column and direction to sort by: a filter
 * that is not used is switched off by a bound value, which the optimizer sees before it chooses an index. What somebody types is always bound.
 */
#ifndef KOREN_MODEL_LISTING_H
#define KOREN_MODEL_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/field.h"
#include "model/record.h"

#define LIST_COLUMNS_MAX 24
#define LIST_FILTERS_MAX 16
#define LIST_COUNT_MAX   10000  /* counted no further: "meer dan 10.000" */
#define LIST_CSV_MAX     200000 /* rows of one CSV */
#define LIST_TEXT_MAX    100    /* code points of a text to filter by */

/* A relation's name, of the table's alias, for a column with `person`: shown as lists by surname do. */
#define LIST_PERSON(t)                                                                                                                               \
    "CONCAT_WS('\x1f', COALESCE(" t ".initials, ''), COALESCE(" t ".call_name, ''), COALESCE(" t ".first_names, ''), COALESCE(" t ".prefix, ''), "   \
    "COALESCE(" t ".last_name, ''), COALESCE(" t ".partner_prefix, ''), COALESCE(" t ".partner_last_name, ''), COALESCE(" t ".name_usage, ''))"

struct list_column {
    const char *name;  /* in `sorteer=`; letters and digits */
    const char *label; /* Dutch, also the heading in the CSV */
    const char *sql;   /* expression */
    enum field_type type;
    const char *sort;             /* expression to sort by, ascending; NULL: it cannot be sorted by */
    enum perm perm;               /* PERM_UNSET: whoever sees the list */
    const char *link;             /* expression of an address of our own; NULL: no link */
    const struct choice *choices; /* F_CHOICE */
    bool csv_only;                /* not on the page */
    bool under;                   /* on the page no column of its own, but a second line in the cell before it */
    bool person;                  /* sql is LIST_PERSON(): shown as a name */
    const char *ok, *warn, *off;  /* stored values that are shown as a mark of this kind, separated by spaces: "open verlopen"; NULL without */
};

enum list_filter_kind {
    FILTER_CHOICE, /* sql: a condition in which each ? is the chosen value */
    FILTER_TEXT,   /* sql: a condition with `LIKE ?`: begins with what is typed, without regard to capitals and accents */
    FILTER_DATES,  /* sql: an expression of type DATE; from and until, both included; names NAME-van and NAME-tot */
    FILTER_NUMBER, /* sql: a condition with ? for a whole number */
    FILTER_YESNO,  /* sql: the condition for yes; sql_no for no */
    FILTER_MINE    /* a box to tick; sql: a condition in which each ? is the id of the user who looks */
};

struct list_filter {
    const char *name;  /* in the address */
    const char *label; /* Dutch */
    enum list_filter_kind kind;
    const char *sql, *sql_no;
    enum perm perm;               /* PERM_UNSET: whoever sees the list */
    const struct choice *choices; /* FILTER_CHOICE with fixed ones */
    const char *sql_choices;      /* FILTER_CHOICE from the database: a statement that gives value and label */
    const char *hint;             /* Dutch, NULL without */
};

struct listing {
    const char *name;                  /* of the object in the audit log: "membership" */
    const char *title;                 /* Dutch: "Lidmaatschappen" */
    const char *noun_one, *noun_many;  /* "lidmaatschap", "lidmaatschappen" */
    const char *empty;                 /* Dutch: what is said when there is nothing at all */
    const char *from;                  /* tables and joins */
    const char *where;                 /* condition without ?, NULL without */
    const char *scope;                 /* condition with one ?, given by the page: one course, one year; NULL without */
    const char *key;                   /* unique expression that makes the order certain: "m.id" */
    const struct list_column *columns; /* ends with { 0 } */
    const struct list_filter *filters; /* ends with { 0 } */
    const char *order;                 /* name of the column it is sorted by at first */
    bool descending;                   /* at first */
    enum perm csv;                     /* may take it away as CSV; PERM_UNSET: nobody */
    enum field_category sensitivity;   /* the heaviest category of its columns, for the audit log */
};

/* What is asked of a list. Values are canonical: list_filter_read(). */
struct list_query {
    const char *value[LIST_FILTERS_MAX]; /* NULL: the filter is not used */
    const char *until[LIST_FILTERS_MAX]; /* FILTER_DATES: value is from */
    const char *scope;
    size_t sort; /* a column that has `sort` and that m->who may see */
    bool descending;
};

struct list_row {
    const char *value[LIST_COLUMNS_MAX]; /* as stored, NULL when empty; NULL for a column that m->who may not see */
    const char *link[LIST_COLUMNS_MAX];
};

size_t list_columns(const struct listing *l);
size_t list_filters(const struct listing *l);
size_t list_column_find(const struct listing *l, const char *name); /* list_columns() when there is none */
bool list_column_seen(const struct model *m, const struct list_column *c);
bool list_filter_seen(const struct model *m, const struct list_filter *f);

/* The choices of a filter, from its table or from the database, in the arena; ends with { 0 }. */
enum status list_choices(struct model *m, const struct list_filter *f, const struct choice **out);
/* Checks what was typed for a filter under form name `name` and gives the canonical value, NULL when empty. ST_INVALID: the problem is in p. */
enum status list_filter_read(struct model *m, const struct list_filter *f, struct problems *p, const char *name, const char *typed,
                             const char **value);

/* Rows of a page, in the arena. */
enum status list_rows(struct model *m, const struct listing *l, const struct list_query *q, unsigned offset, unsigned limit, struct list_row **out,
                      size_t *count);
/* How many there are, counted to `limit` + 1. */
enum status list_count(struct model *m, const struct listing *l, const struct list_query *q, unsigned limit, uint64_t *count);
/* All rows up to `limit`, one by one from the server: `row` is gone after `each`, which may not use the database. Stops when it gives something else
 * than ST_OK. */
enum status list_each(struct model *m, const struct listing *l, const struct list_query *q, unsigned limit,
                      enum status (*each)(void *ctx, const struct list_row *row), void *ctx);

#endif
