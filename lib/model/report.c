#include "model/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/db.h"

#define MONTHS 12

const struct report *report_find(const char *name)
{
    for (const struct report *r = reports; r->name; r++)
        if (strcmp(r->name, name) == 0)
            return r;
    return NULL;
}

/*
 * The number to hide behind is the smallest that is large enough: the least is lost. Each small number can then be any of 1 to 4 as far as the rest
 * and the total tell, with the difference taken from that one. Where none is large enough nothing is told at all, not even what is small or nought.
 */
bool report_hide(struct report_row *rows, size_t count)
{
    struct report_row *cover = NULL;
    bool few = false;

    for (size_t i = 0; i < count; i++) {
        rows[i].shown = rows[i].number > 0 && rows[i].number < REPORT_SMALL ? REPORT_FEW : REPORT_TOLD;
        few = few || rows[i].shown == REPORT_FEW;
        if (rows[i].number >= REPORT_COVER && (!cover || rows[i].number < cover->number))
            cover = &rows[i];
    }
    if (!few)
        return false;
    if (cover)
        cover->shown = REPORT_WITHHELD;
    for (size_t i = 0; !cover && i < count; i++)
        rows[i].shown = REPORT_WITHHELD;
    return true;
}

static const char *label_of(struct model *m, const struct report *rep, const struct stmt *st)
{
    const char *label = col_null(st, 0) ? REPORT_UNKNOWN : col_dup(st, 0, m->arena);

    for (const struct choice *c = rep->words; c && c->value; c++)
        if (strcmp(c->value, label) == 0)
            return c->label;
    return label;
}

/* Adds to the last row, which is the rest, once there are as many as fit. */
static void put(struct report_row *rows, size_t *count, const char *label, int64_t number, int64_t more)
{
    if (*count <= REPORT_ROWS_MAX) {
        rows[*count] = (struct report_row){ .label = *count < REPORT_ROWS_MAX ? label : REPORT_REST };
        ++*count;
    }
    rows[*count - 1].number += number;
    rows[*count - 1].more += more;
}

/* Up to the last month of the days asked for. */
static size_t month_rows(struct report_row *rows, const char *until)
{
    static const char *const names[MONTHS] = { "januari", "februari", "maart",     "april",   "mei",      "juni",
                                               "juli",    "augustus", "september", "oktober", "november", "december" };
    long last = strtol(until + strlen("2026-"), NULL, 10);
    size_t n = 0;

    while (n < MONTHS && (long)n < last) {
        rows[n] = (struct report_row){ .label = names[n] };
        n++;
    }
    return n;
}

enum status report_run(struct model *m, const struct report *rep, const char *from, const char *until, struct report_row **rows, size_t *count)
{
    struct stmt *st = db_stmt(m->db, rep->sql);

    *rows = arena_array(m->arena, REPORT_ROWS_MAX + 1, sizeof **rows);
    *count = rep->months ? month_rows(*rows, until) : 0;
    bind_str(st, 0, from);
    bind_str(st, 1, until);
    while (db_step(st)) {
        int64_t number = col_i64(st, 1), more = rep->more ? col_i64(st, 2) : 0;
        size_t month = rep->months ? (size_t)col_i64(st, 0) - 1 : 0;

        if (!rep->months) {
            put(*rows, count, label_of(m, rep, st), number, more);
        } else if (month < *count) {
            (*rows)[month].number = number;
            (*rows)[month].more = more;
        }
    }
    if (db_status(st) == ST_FAILED)
        return ST_FAILED;
    if (!rep->known)
        report_hide(*rows, *count);
    return ST_OK;
}
