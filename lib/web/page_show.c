#include "web/page.h"

#include <stdio.h>
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
    if (text != NULL)
        tree_set(r->arena, t, key, text);
}

static unsigned count(struct tree *t, const char *list)
{
    char key[40];
    unsigned n = 0;

    do
        snprintf(key, sizeof key, "%s.%u.Label", list, n);
    while (tree_get(t, key) != NULL && ++n < 1000);
    return n;
}

/* The group of this title, made when it is not there. */
static struct tree *group_of(struct req *r, const char *title)
{
    struct show_state *s = &r->page->show;
    char key[40];

    if (title == NULL)
        title = "";
    for (unsigned i = 0; i < s->groups; i++) {
        snprintf(key, sizeof key, "Show.Groups.%u.Title", i);
        if (text_equal(tree_get(r->page->tree, key), title)) {
            snprintf(key, sizeof key, "Show.Groups.%u", i);
            return tree_node(r->arena, r->page->tree, key);
        }
    }
    snprintf(key, sizeof key, "Show.Groups.%u", s->groups++);
    s->group = tree_node(r->arena, r->page->tree, key);
    set(r, s->group, "Title", title);
    return s->group;
}

static struct tree *row(struct req *r, const char *group, const char *label)
{
    struct tree *g = group_of(r, group), *one;
    char key[40];

    snprintf(key, sizeof key, "Rows.%u", count(g, "Rows"));
    one = tree_node(r->arena, g, key);
    set(r, one, "Label", label);
    return one;
}

void show_row(struct req *r, const char *group, const char *label, const char *value)
{
    set(r, row(r, group, label), "Value", value);
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
    char key[24];

    for (unsigned i = 0; *value != '\0'; i++) {
        size_t n = strcspn(value, "\n");

        snprintf(key, sizeof key, "Lines.%u", i);
        set(r, t, key, arena_strndup(r->arena, value, n));
        value += n + (value[n] == '\n');
    }
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
