/*
 * report.h - reports that count: a table in code (reports.c), each row a statement that gives labels and numbers. Nobody is named in one.
 *
 * A number of 1 to 4 could point at somebody: it is told as "minder dan 5" only. So that a total, known from another report or from a list, does not
 * give it back, one number that is large enough to hide behind is withheld with it (report_hide()), and such a report tells no total. docs/reports.md
 * has the rule and what it is good for. A report has one filter, the year, and years are not added up anywhere: two filters that overlap would give
 * hidden numbers back as a difference.
 */
#ifndef KOREN_MODEL_REPORT_H
#define KOREN_MODEL_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/record.h"

#define REPORT_ROWS_MAX 30 /* rows of one report; what comes after them is one more, REPORT_REST */
#define REPORT_REST     "Overige"
#define REPORT_UNKNOWN  "Onbekend"
#define REPORT_SMALL    5 /* fewer than this are not told */
#define REPORT_COVER    8 /* what a small number hides behind: 3 less is still no small number */

struct report {
    const char *name;           /* in the address */
    const char *title, *text;   /* Dutch; `text` says what is counted */
    const char *label, *number; /* headings */
    const char *more;           /* heading of a second number; NULL without */
    bool more_money;            /* the second number is cents */
    bool months;                /* the labels are months, 1 to 12: those without a number are rows too */
    bool known;                 /* small numbers are told: the same numbers stand in a list for all who see this report */
    enum perm perm;             /* what somebody has to be allowed to see besides reports; also brings the module's licence */
    const char *sql;            /* two ?, first and last day (SPAN in reports.c); gives label, number and, with `more`, the second */
    const struct choice *words; /* of labels that are codes; NULL: labels are words */
};

enum report_shown { REPORT_TOLD, REPORT_FEW, REPORT_WITHHELD };

struct report_row {
    const char *label;
    int64_t number, more;
    enum report_shown shown;
};

extern const struct report reports[]; /* ends with { 0 } */

const struct report *report_find(const char *name); /* NULL when there is none */
/* The report of the days `from` to `until` ("2026-01-01"); a state is that of the last day. Small numbers are marked. *count is at most
 * REPORT_ROWS_MAX + 1, in the arena. */
enum status report_run(struct model *m, const struct report *rep, const char *from, const char *until, struct report_row **rows, size_t *count);
/* Marks what may not be told; true when anything is. */
bool report_hide(struct report_row *rows, size_t count);

#endif
