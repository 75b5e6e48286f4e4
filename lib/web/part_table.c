#include "web/part_table.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "model/check.h"
#include "model/name.h"
#include "web/field_access.h"
#include "web/page.h"

const char *part_name(struct req *r, const struct record *row)
{
    const struct entity *e = row->entity;
    const char *title;

    if (row->called)
        return row->called;
    /* A linked contact person, where the link is not told (contact.h): what the relation said of it. */
    if (e == &contact_entity && !record_get(row, "last_name"))
        return text_empty(record_get(row, "relationship")) ? e->title : record_get(row, "relationship");
    if (strcmp(e->title_column, "last_name") == 0) {
        struct name n = { .initials = record_get(row, "initials"),
                          .call_name = record_get(row, "call_name"),
                          .prefix = record_get(row, "prefix"),
                          .last_name = record_get(row, "last_name") };

        return name_full(r->arena, &n);
    }
    title = record_get(row, e->title_column);
    if (text_empty(title) && field_index(e, "file_name") < e->count)
        title = record_get(row, "file_name");
    return text_empty(title) ? e->title : field_show(&e->fields[field_index(e, e->title_column)], r->arena, title);
}

static bool numeric(const struct field *f)
{
    return f->type == F_MONEY || f->type == F_NUMBER || f->type == F_SIZE;
}

static void row_cells(struct req *r, const struct record *row, const bool *in)
{
    const struct entity *e = row->entity;

    for (size_t i = 0; i < e->count; i++)
        if (in[i])
            table_cell(r, field_show(&e->fields[i], r->arena, row->values[i]));
}

void part_table(struct req *r, const char *key, const struct entity *e, struct record **rows, size_t count, const char *empty, part_link link,
                const void *ctx)
{
    bool *in = arena_array(r->arena, e->count, sizeof *in);

    table_begin(r, key, e->plural, empty);
    table_col(r, strcmp(e->title_column, "last_name") == 0 ? "Naam" : e->fields[field_index(e, e->title_column)].label, false);
    for (size_t i = 0; i < e->count; i++) {
        in[i] = e->fields[i].list && field_seen(r, &e->fields[i]);
        if (in[i])
            table_col(r, e->fields[i].label, numeric(&e->fields[i]));
    }
    for (size_t n = 0; n < count; n++) {
        const char *href = link ? link(r, rows[n], ctx) : NULL;

        table_row(r);
        if (href)
            table_link(r, part_name(r, rows[n]), href);
        else
            table_cell(r, part_name(r, rows[n]));
        row_cells(r, rows[n], in);
    }
}
