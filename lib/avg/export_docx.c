#include "avg/export_docx.h"

#include <string.h>

#include "avg/docx.h"
#include "avg/scratch.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "model/check.h"
#include "model/name.h"

struct export_docx {
    struct docx *docx;
    struct arena *values;         /* emptied after each record */
    const struct entity *list[2]; /* the list, and the list inside one of its records */
    unsigned depth;
    uint64_t rows[2]; /* so far, in each */
};

static void export_docx_free(void *what)
{
    struct export_docx *d = what;

    arena_free(d->values);
    d->values = NULL;
}

struct export_docx *export_docx_new(struct arena *a, struct scratch *to, const char *dir, const struct export_head *head)
{
    struct export_docx *d = arena_alloc(a, sizeof *d);
    struct docx_info info = {
        .title = arena_printf(a, "Uw gegevens bij %s", head->controller),
        .creator = head->controller,
        .footer = arena_printf(a, "%s – gegevens van relatie %s", head->controller, head->number),
        .made = head->made,
    };

    d->values = arena_new(0);
    if (d->values == NULL)
        arena_exhausted(a);
    arena_defer(a, export_docx_free, d);
    d->docx = docx_new(a, to, dir, &info);
    docx_title(d->docx, info.title, arena_printf(a, "%s, relatienummer %s\nGemaakt op %s", head->name, head->number, clock_dutch(a, head->made)));
    docx_paragraph(d->docx,
                   "In dit document leest u welke gegevens wij over u bewaren. Wat wij niet van u weten, staat er niet in. Dezelfde gegevens "
                   "staan in gegevens.xml, zodat een computer ze kan lezen. Uw documenten vindt u in de map dossier.");
    docx_paragraph(d->docx, "Waarom wij deze gegevens hebben, hoe lang wij ze bewaren en welke rechten u hebt, leest u in toelichting.docx.");
    return d;
}

/* The value of a column, NULL when the entity has no such column or it is empty. */
static const char *value(const struct record *r, const char *column)
{
    size_t i = field_index(r->entity, column);

    return i < r->entity->count ? r->values[i] : NULL;
}

/* What a row is called: a person by name, anything else by its title. */
static const char *row_title(struct export_docx *d, const struct record *r)
{
    const struct entity *e = r->entity;
    size_t i = field_index(e, e->title_column);
    const char *own = i < e->count ? r->values[i] : NULL;
    struct name name = {
        .initials = value(r, "initials"), .call_name = value(r, "call_name"), .prefix = value(r, "prefix"), .last_name = value(r, "last_name")
    };

    if (strcmp(e->title_column, "last_name") == 0 && own != NULL)
        return name_full(d->values, &name);
    if (text_empty(own))
        return arena_printf(d->values, "%s %llu", e->title, (unsigned long long)d->rows[0]);
    own = field_show(&e->fields[i], d->values, own);
    /* "Factuur 2026-0012" says more than a number alone. */
    return own[0] >= '0' && own[0] <= '9' ? arena_printf(d->values, "%s %s", e->title, own) : own;
}

static void pair_table(struct export_docx *d, const char *title)
{
    struct docx_table t = { .columns = 2, .width = { 34, 66 }, .head = { "Gegeven", "Wat wij hebben" } };

    t.title = title;
    t.description = arena_printf(d->values, "%s: in de eerste kolom het soort gegeven, in de tweede wat wij daarvan hebben", title);
    docx_table(d->docx, &t);
}

static void pair(struct export_docx *d, const char *label, const char *text)
{
    docx_cell(d->docx, label);
    docx_cell(d->docx, text);
}

/* Fields i and on that share a group, with a heading when `heading`; gives where the next group begins. */
static size_t show_group(struct export_docx *d, const struct record *r, size_t i, bool heading)
{
    const struct field *fields = r->entity->fields;
    const char *group = fields[i].group;
    bool any = false;

    for (; i < r->entity->count && text_equal(fields[i].group, group); i++) {
        if (!export_has(&fields[i]) || r->values[i] == NULL)
            continue;
        if (!any && heading)
            docx_heading(d->docx, 2, group);
        if (!any)
            pair_table(d, group);
        any = true;
        pair(d, fields[i].label, field_show(&fields[i], d->values, r->values[i]));
    }
    if (any)
        docx_table_end(d->docx);
    return i;
}

/* All fields of a row in one table. */
static void show_row(struct export_docx *d, const struct record *r, const char *file)
{
    const char *title = row_title(d, r);

    docx_heading(d->docx, 2, title);
    pair_table(d, title);
    for (size_t i = 0; i < r->entity->count; i++)
        if (export_has(&r->entity->fields[i]) && r->values[i] != NULL)
            pair(d, r->entity->fields[i].label, field_show(&r->entity->fields[i], d->values, r->values[i]));
    if (file != NULL)
        pair(d, "In dit pakket", file);
    docx_table_end(d->docx);
}

/* How wide a column should be beside others. */
static unsigned weight(const struct field *f)
{
    /* Eight side by side: "Aantal" and "€ 1.139,90" stay whole in theirs, and the text takes what is left. */
    switch (f->type) {
    case F_NUMBER:
    case F_YESNO:
        return 15;
    case F_MONEY:
    case F_DATE:
    case F_PARTIAL_DATE:
        return 19;
    case F_CHOICE:
        return 22;
    default:
        return 32;
    }
}

/* The header of a list inside a record: its fields side by side. */
static void line_table(struct export_docx *d, const struct entity *e)
{
    struct docx_table t = { .columns = 0, .title = e->plural, .description = e->plural };
    unsigned sum = 0, before = 0;

    for (size_t i = 0; i < e->count && t.columns < DOCX_COLUMNS; i++) {
        if (!export_has(&e->fields[i]))
            continue;
        if (e->fields[i].type == F_NUMBER || e->fields[i].type == F_MONEY)
            t.right |= 1u << t.columns;
        t.head[t.columns] = e->fields[i].label;
        t.width[t.columns++] = weight(&e->fields[i]);
        sum += weight(&e->fields[i]);
    }
    for (unsigned i = 0; i < t.columns; i++) { /* what rounding takes from one the next one gets */
        unsigned after = before + t.width[i];

        t.width[i] = after * 100 / sum - before * 100 / sum;
        before = after;
    }
    docx_table(d->docx, &t);
}

static void show_line(struct export_docx *d, const struct record *r)
{
    unsigned column = 0;

    for (size_t i = 0; i < r->entity->count && column < DOCX_COLUMNS; i++) {
        if (!export_has(&r->entity->fields[i]))
            continue;
        docx_cell(d->docx, field_show(&r->entity->fields[i], d->values, r->values[i]));
        column++;
    }
}

static void read_list(void *ctx, const struct entity *e)
{
    struct export_docx *d = ctx;

    if (d->depth == 0)
        docx_heading(d->docx, 1, e->plural);
    d->list[d->depth] = e;
    d->rows[d->depth++] = 0;
}

static void read_record(void *ctx, const struct record *r, const char *file)
{
    struct export_docx *d = ctx;

    if (d->depth == 0) {
        docx_heading(d->docx, 1, "Wie u bent");
        for (size_t i = 0; i < r->entity->count;)
            i = show_group(d, r, i, true);
    } else if (d->depth == 1) {
        d->rows[0]++;
        show_row(d, r, file);
    } else {
        if (d->rows[1]++ == 0)
            line_table(d, r->entity);
        show_line(d, r);
    }
    arena_reset(d->values);
}

static void read_record_end(void *ctx, const struct record *r)
{
    (void)ctx;
    (void)r;
}

static void read_list_end(void *ctx, const struct entity *e, uint64_t left_out)
{
    struct export_docx *d = ctx;

    (void)e;
    (void)left_out;
    d->depth--;
    if (d->depth == 1 && d->rows[1] > 0)
        docx_table_end(d->docx);
    if (d->depth == 0 && d->rows[0] == 0)
        docx_remark(d->docx, "Hiervan hebben wij niets.");
}

static void read_changes(void *ctx)
{
    struct export_docx *d = ctx;

    docx_heading(d->docx, 1, "Wat er is gewijzigd");
    d->rows[0] = 0;
}

static const char *or_empty(const char *s)
{
    return s != NULL ? s : "";
}

/* "Relatie: Straat"; of a row that was added its kind alone. */
static const char *what_changed(struct export_docx *d, const struct change *c)
{
    if (c->field == NULL)
        return or_empty(c->entity_title);
    return arena_printf(d->values, "%s: %s", or_empty(c->entity_title), c->field_label);
}

/* Lines come with their invoice: that each was added says nothing more. */
static bool is_line_added(const struct change *c)
{
    return c->field == NULL && c->entity != NULL && !text_equal(c->entity->parent_column, "relation_id") && c->entity->parent_column != NULL;
}

static void read_change(void *ctx, const struct change *c)
{
    static const struct docx_table table = {
        .title = "Wijzigingen",
        .description = "Per wijziging: wanneer, welk gegeven, de oude en de nieuwe waarde, en door wie",
        .columns = 5,
        .width = { 22, 23, 18, 18, 19 },
        .head = { "Wanneer", "Wat", "Oud", "Nieuw", "Door" },
    };
    struct export_docx *d = ctx;

    if (is_line_added(c))
        return;
    if (d->rows[0]++ == 0) {
        docx_paragraph(d->docx, "De nieuwste wijziging staat bovenaan.");
        docx_table(d->docx, &table);
    }
    docx_cell(d->docx, clock_dutch(d->values, c->at));
    docx_cell(d->docx, what_changed(d, c));
    docx_cell(d->docx, or_empty(c->old_value));
    docx_cell(d->docx, or_empty(c->new_value));
    docx_cell(d->docx, export_changed_by(c));
    arena_reset(d->values);
}

static void read_changes_end(void *ctx)
{
    struct export_docx *d = ctx;

    if (d->rows[0] > 0)
        docx_table_end(d->docx);
    else
        docx_remark(d->docx, "Er is nog niets gewijzigd.");
}

struct export_reader export_docx_reader(struct export_docx *d)
{
    return (struct export_reader){
        .ctx = d,
        .list = read_list,
        .record = read_record,
        .record_end = read_record_end,
        .list_end = read_list_end,
        .changes = read_changes,
        .change = read_change,
        .changes_end = read_changes_end,
    };
}

enum status export_docx_end(struct export_docx *d)
{
    return docx_end(d->docx);
}
