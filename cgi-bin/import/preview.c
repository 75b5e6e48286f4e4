/*
 * preview.c - the first rows as they would be imported, and people who are there already beside what the file says.
 */
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "import.h"
#include "model/check.h"
#include "model/import_entry.h"
#include "model/relation.h"
#include "web/words.h"

#define PREVIEW_ROWS 50
#define TWINS        20 /* people shown side by side */
#define SHOWN_COLS   6  /* columns beside number and verdict: what fits on a screen */

struct looking {
    struct req *r;
    const struct opened *o;
    enum century century;
    struct entry *rows[PREVIEW_ROWS], *twins[TWINS];
    const char **cells[PREVIEW_ROWS];
    size_t count;
    const struct import_line *lines; /* of the twins */
    size_t line_count, found;
    bool headed;
};

static const char **copy_cells(struct req *r, const struct row *row)
{
    const char **cells = arena_array(r->arena, row->count + 1, sizeof *cells);

    for (size_t i = 0; i < row->count; i++)
        cells[i] = arena_strdup(r->arena, row->cells[i]);
    return cells;
}

static enum status look(void *ctx, const struct row *row)
{
    struct looking *l = ctx;

    if (!l->headed) {
        l->headed = true;
        return ST_OK;
    }
    if (l->count < PREVIEW_ROWS) {
        l->cells[l->count] = copy_cells(l->r, row);
        l->rows[l->count++] = entry_read(l->r->arena, &l->o->columns, l->century, row);
    }
    while (l->found < l->line_count && l->lines[l->found].line < row->number)
        l->twins[l->found++] = NULL;
    if (l->found < l->line_count && l->lines[l->found].line == row->number)
        l->twins[l->found++] = entry_read(l->r->arena, &l->o->columns, l->century, row);
    return l->count == PREVIEW_ROWS && l->found == l->line_count ? ST_NOT_FOUND : ST_OK;
}

static const struct field *field_of(const struct target *t)
{
    return t->kind == TARGET_FIELD ? field_find(&relation_entity, t->xml) : NULL;
}

/* What would be stored, or else what stands in the file. */
static const char *shown(struct req *r, const struct entry *e, const struct target *t, const char *cell)
{
    const struct field *f = field_of(t);
    const char *value = f ? e->record->values[f - relation_entity.fields] : NULL;

    if (f && (f->category == PD_BSN || f->category == PD_SECRET))
        return *cell ? field_masked(f, r->arena, cell) : "";
    if (value)
        return field_show(f, r->arena, value);
    return text_check(cell, strlen(cell), true) == TEXT_FINE ? cell : "(onleesbaar)";
}

static void preview_cell(struct req *r, const struct entry *e, const struct target *t, const char *cell)
{
    const char *problem = problem_for(&e->problems, t->xml), *remark = problem_for(&e->remarks, t->xml);

    table_cell(r, shown(r, e, t, cell));
    if (problem)
        table_sub(r, req_printf(r, "Fout: %s", problem));
    else if (remark)
        table_sub(r, remark);
}

/* What there is to see in a column: problems more than changes, changes more than a name, a name more than the rest. */
static unsigned interest(const struct looking *l, const struct target *t)
{
    unsigned most = strcmp(t->xml, "achternaam") == 0 || t->kind == TARGET_NAME ? 2 : 1;

    for (size_t i = 0; i < l->count; i++) {
        if (problem_for(&l->rows[i]->problems, t->xml))
            return 4;
        if (problem_for(&l->rows[i]->remarks, t->xml))
            most = 3;
    }
    return most;
}

/* The columns that are shown: all when they fit, else those that matter most, in the order of the file. */
static void choose_columns(const struct looking *l, bool *chosen)
{
    const struct columns *c = &l->o->columns;
    size_t room = SHOWN_COLS;

    for (unsigned level = 4; level > 0; level--)
        for (size_t i = 0; i < c->count && room > 0; i++)
            if (c->targets[i] && !chosen[i] && interest(l, c->targets[i]) == level) {
                chosen[i] = true;
                room--;
            }
}

/* Problems that stand at no column that is shown: of the row as a whole, of a field that it lacks, or of a column there was no room for. */
static const char *other_problems(struct req *r, const struct entry *e, const struct columns *c, const bool *chosen)
{
    struct buf b = buf_in(r->arena);

    for (const struct problem *p = e->problems.first; p; p = p->next) {
        bool at_cell = false;

        for (size_t i = 0; p->field && i < c->count; i++)
            at_cell = at_cell || (chosen[i] && strcmp(c->targets[i]->xml, p->field) == 0);
        if (!at_cell)
            buf_printf(&b, "%s%s%s%s", b.len ? "; " : "", p->field ? target_title(p->field) : "", p->field ? ": " : "", p->text);
    }
    return b.s;
}

static void preview_row(struct req *r, struct looking *l, size_t row, const bool *chosen)
{
    const struct columns *c = &l->o->columns;
    const struct entry *e = l->rows[row];
    const char *other = other_problems(r, e, c, chosen);
    /* A row of another width has no cells that are sure to be of these columns. */
    bool whole = e->problems.first == NULL || e->problems.first->field != NULL;

    table_row(r);
    table_cell(r, req_printf(r, "%u", e->line));
    table_mark(r,
               problems_any(&e->problems)  ? "Fout"
               : problems_any(&e->remarks) ? "Aangepast"
                                           : "Goed",
               problems_any(&e->problems)  ? "off"
               : problems_any(&e->remarks) ? "warn"
                                           : "ok");
    if (*other)
        table_sub(r, other);
    for (size_t i = 0; i < c->count; i++)
        if (chosen[i] && whole)
            preview_cell(r, e, c->targets[i], l->cells[row][i]);
        else if (chosen[i])
            table_cell(r, "");
}

static enum status preview_table(struct req *r, struct looking *l)
{
    const struct columns *c = &l->o->columns;
    bool *chosen = arena_array(r->arena, c->count + 1, sizeof *chosen);

    enum status st = ST_OK;

    for (size_t i = 0; i < l->count && st == ST_OK; i++)
        if (!l->rows[i]->number) {
            entry_check_new(l->rows[i], r->arena);
            st = entry_check_parts(l->rows[i], &r->m);
        }
    if (st != ST_OK)
        return st;
    choose_columns(l, chosen);
    table_begin(r, "Tables.0", l->count < PREVIEW_ROWS ? "Alle regels" : "De eerste 50 regels", "Er staan geen regels in dit bestand.");
    table_col(r, "Regel", false);
    table_col(r, "Oordeel", false);
    for (size_t i = 0; i < c->count; i++)
        if (chosen[i])
            table_col(r, target_label(c->targets[i]), false);
    for (size_t i = 0; i < l->count; i++)
        preview_row(r, l, i, chosen);
    return ST_OK;
}

static const char *person(struct req *r, const struct record *rec)
{
    struct name n = relation_name(rec);
    const char **address = relation_address(r->arena, rec), *born = record_get(rec, "birth_date");
    struct buf b = buf_in(r->arena);

    buf_puts(&b, name_full(r->arena, &n));
    if (born)
        buf_printf(&b, ", geboren %s", field_show(field_find(&relation_entity, "geboortedatum"), r->arena, born));
    for (; *address; address++)
        buf_printf(&b, ", %s", *address);
    return b.s;
}

static enum status twin_row(struct req *r, const struct entry *e, const struct import_line *line)
{
    struct record *rec = NULL;
    enum status st = line->relation_id ? record_load(&r->m, &relation_entity, line->relation_id, line->relation_id, OPEN_PLAIN, &rec) : ST_OK;

    if (st == ST_NOT_FOUND)
        st = ST_OK;
    if (st != ST_OK)
        return st;
    table_row(r);
    table_cell(r, req_printf(r, "%u", line->line));
    table_cell(r, e ? person(r, e->record) : "");
    if (rec) {
        table_link(r, person(r, rec), req_printf(r, "/relaties/%s", rec->number));
        table_sub(r, req_printf(r, "relatie %s", rec->number));
    } else {
        table_cell(r, "");
    }
    table_cell(r, line->text);
    return ST_OK;
}

static enum status twins_table(struct req *r, const struct looking *l)
{
    enum status st = ST_OK;

    if (l->line_count == 0)
        return ST_OK;
    table_begin(r, "Tables.1", l->line_count < TWINS ? "Mensen die er al zijn" : "De eerste 20 mensen die er al zijn", "");
    table_col(r, "Regel", false);
    table_col(r, "In het bestand", false);
    table_col(r, "In de administratie", false);
    table_col(r, "Waarom", false);
    for (size_t i = 0; i < l->line_count && st == ST_OK; i++)
        st = twin_row(r, i < l->found ? l->twins[i] : NULL, &l->lines[i]);
    return st;
}

enum status preview_tables(struct req *r, const struct import_file *f)
{
    struct looking *l = arena_alloc(r->arena, sizeof *l);
    struct problems broken = problems_in(r->arena);
    struct import_line *lines;
    struct opened o;
    enum status st = import_opened(r, f, &broken, &o);

    if (st != ST_OK)
        return st == ST_INVALID ? ST_OK : st;
    st = import_lines(&r->m, f->id, PHASE_CHECK, LINE_DUPLICATE, 0, TWINS, &lines, &l->line_count);
    l->r = r;
    l->o = &o;
    l->century = f->century;
    l->lines = lines;
    if (st == ST_OK)
        st = rows_each(&o.in, &o.shape, r->arena, &broken, look, l);
    if (st == ST_INVALID) {
        page_notice(r, "danger", "Het bestand breekt af", broken.first->text, NULL, NULL);
        st = ST_OK;
    }
    if (st != ST_OK)
        return st;
    st = preview_table(r, l);
    return st == ST_OK ? twins_table(r, l) : st;
}
