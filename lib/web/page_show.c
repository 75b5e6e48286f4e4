#include "web/page.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "model/check.h"
#include "model/record.h"
#include "web/answer.h"
#include "web/field_access.h"
#include "web/tree.h"

static void set(struct req *r, struct tree *t, const char *key, const char *text)
{
    tree_set(r->arena, t, key, text);
}

/* The group of this title, made when it is not there. Most rows join the newest. */
static struct show_group *group_of(struct req *r, const char *title)
{
    struct show_state *s = &r->page->show;
    struct show_group *g;

    if (title == NULL)
        title = "";
    for (g = s->newest; g != NULL; g = g->before)
        if (strcmp(g->title, title) == 0)
            return g;
    g = arena_alloc(r->arena, sizeof *g);
    g->before = s->newest;
    g->title = title;
    g->node = tree_item(r->arena, tree_node(r->arena, r->page->tree, "Show"), "Groups", s->groups++);
    s->newest = g;
    set(r, g->node, "Title", title);
    return g;
}

static struct tree *row(struct req *r, const char *group, const char *label)
{
    struct show_group *g = group_of(r, group);
    struct tree *one = tree_item(r->arena, g->node, "Rows", g->rows++);

    set(r, one, "Label", label);
    return one;
}

void show_row(struct req *r, const char *group, const char *label, const char *value)
{
    set(r, row(r, group, label), "Value", value);
}

void show_link(struct req *r, const char *group, const char *label, const char *value, const char *href, const char *note)
{
    struct tree *t = row(r, group, label);

    set(r, t, "Value", value);
    set(r, t, "Href", href_check(href));
    set(r, t, "Note", note);
}

static bool masked_kind(const struct field *f)
{
    return f->category == PD_BSN || f->category == PD_SECRET;
}

static void masked(struct req *r, struct tree *t, const struct field *f, const char *value, const char *unmask)
{
    set(r, t, "Value", field_masked(f, r->arena, value));
    if (unmask == NULL)
        return;
    set(r, t, "Masked.Action", href_check(unmask));
    set(r, t, "Masked.Label", req_printf(r, "%s tonen", f->label));
    set(r, t, "Masked.Hidden.0.Name", "veld");
    set(r, t, "Masked.Hidden.0.Value", f->xml);
}

/* Several lines as such: a page folds line ends. */
static void lines(struct req *r, struct tree *t, const char *value)
{
    for (unsigned i = 0; *value != '\0'; i++) {
        size_t n = strcspn(value, "\n");

        set(r, tree_item(r->arena, t, "Lines", i), "", arena_strndup(r->arena, value, n));
        value += n + (value[n] == '\n');
    }
}

void show_lines(struct req *r, const char *group, const char *label, const char *text)
{
    lines(r, row(r, group, label), text);
}

void page_lines(struct req *r, const char *block, const char *text)
{
    lines(r, tree_node(r->arena, r->page->tree, block), text);
}

static void plain(struct req *r, struct tree *t, const struct field *f, const char *value)
{
    if (value == NULL)
        return;
    if (f->type == F_LINES && strchr(value, '\n') != NULL)
        lines(r, t, value);
    else
        set(r, t, "Value", field_show(f, r->arena, value));
    if (f->type == F_EMAIL)
        set(r, t, "Href", req_printf(r, "mailto:%s", value));
    else if (f->type == F_PHONE)
        set(r, t, "Href", req_printf(r, "tel:%s", value));
    set(r, t, "Note", field_remark(f, value));
}

void show_record(struct req *r, const struct record *rec, const char *unmask, const char *change)
{
    for (size_t i = 0; i < rec->entity->count; i++) {
        const struct field *f = &rec->entity->fields[i];
        const char *value = rec->values[i];
        bool there = value != NULL || (rec->sealed_there != NULL && rec->sealed_there[i]);
        struct tree *t;

        if (!field_seen(r, f) || (f->quiet && !there))
            continue;
        t = row(r, f->group, f->label);
        /* Opened on purpose and without a form to open it: then it is the answer to that form. */
        if (there && f->sealed && (value == NULL || (masked_kind(f) && unmask != NULL)))
            masked(r, t, f, value, masked_kind(f) ? unmask : NULL);
        else
            plain(r, t, f, value);
        if (change != NULL && field_edited(r, f))
            set(r, t, "ChangeHref", href_check(req_printf(r, "%s#f-%s", change, f->xml)));
    }
}
