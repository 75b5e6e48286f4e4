#include "web/page.h"

#include "base/arena.h"
#include "web/answer.h"
#include "web/tree.h"
#include "web/words.h"

static void set(struct req *r, struct tree *t, const char *key, const char *text)
{
    tree_set(r->arena, t, key, text);
}

static struct tree *item(struct req *r, struct tree *t, const char *list, unsigned n)
{
    return tree_item(r->arena, t, list, n);
}

void table_begin(struct req *r, const char *key, const char *caption, const char *empty)
{
    struct table_state *s = &r->page->table;

    *s = (struct table_state){ .table = tree_node(r->arena, r->page->tree, key) };
    set(r, s->table, "Caption", caption);
    set(r, s->table, "Empty", empty);
}

static struct tree *col(struct req *r, const char *label)
{
    struct table_state *s = &r->page->table;
    struct tree *c = item(r, s->table, "Cols", s->cols++);

    set(r, c, "Label", label);
    return c;
}

void table_col(struct req *r, const char *label, bool number)
{
    struct table_state *s = &r->page->table;
    struct tree *c = col(r, label);

    if (!number)
        return;
    set(r, c, "Num", "1");
    if (s->cols <= TABLE_COLS_MAX)
        s->number[s->cols - 1] = true;
}

void table_sorted(struct req *r, const char *href, const char *dir)
{
    struct table_state *s = &r->page->table;
    struct tree *c = item(r, s->table, "Cols", s->cols - 1);

    set(r, c, "Sort.Href", href_check(href));
    set(r, c, "Sort.Dir", dir);
}

void table_col_sort(struct req *r, const char *label, const char *href, const char *dir)
{
    table_col(r, label, false);
    table_sorted(r, href, dir);
}

void table_row(struct req *r)
{
    struct table_state *s = &r->page->table;

    s->row = item(r, s->table, "Rows", s->rows++);
    s->cells = s->buttons = 0;
}

void table_row_at(struct req *r, unsigned n)
{
    struct table_state *s = &r->page->table;

    s->row = item(r, s->table, "Rows", n);
    s->buttons = 0;
}

void table_cell(struct req *r, const char *text)
{
    struct table_state *s = &r->page->table;

    s->cell = item(r, s->row, "Cells", s->cells++);
    /* A cell without text has its node too, so that the next one is not taken for it. */
    set(r, s->cell, "Text", text == NULL ? "" : text);
    if (s->cells <= TABLE_COLS_MAX && s->number[s->cells - 1])
        set(r, s->cell, "Num", "1");
}

void table_link(struct req *r, const char *text, const char *href)
{
    table_cell(r, text);
    set(r, r->page->table.cell, "Href", href_check(href));
}

void table_mark(struct req *r, const char *text, const char *mark)
{
    table_cell(r, text);
    set(r, r->page->table.cell, "Mark", mark);
}

void table_sub(struct req *r, const char *text)
{
    set(r, r->page->table.cell, "Sub", text);
}

void table_buttons(struct req *r, const char *heading)
{
    set(r, r->page->table.table, "ButtonsLabel", heading);
}

void table_button(struct req *r, const char *label, const char *id, const char *action, const char *name, const char *value)
{
    struct table_state *s = &r->page->table;
    struct tree *b = item(r, s->row, "Buttons", s->buttons++);

    set(r, b, "Label", label);
    set(r, b, "Id", id);
    set(r, b, "Action", href_check(action));
    set(r, b, "Name", name);
    set(r, b, "Value", value);
}

void table_set(struct req *r, const char *text, const char *key)
{
    set(r, r->page->table.table, key, text);
}

void table_row_set(struct req *r, const char *text, const char *key)
{
    set(r, r->page->table.row, key, text);
}
