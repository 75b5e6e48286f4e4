#include "web/form.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "web/answer.h"
#include "web/page.h"
#include "web/route.h"
#include "web/tree.h"

static void set(struct req *r, struct tree *t, const char *key, const char *text)
{
    tree_set(r->arena, t, key, text);
}

static struct tree *item(struct req *r, struct tree *t, const char *list, unsigned n)
{
    return tree_item(r->arena, t, list, n);
}

void form_begin(struct req *r, const char *action, const char *submit, const char *cancel)
{
    struct form_state *s = &r->page->form;

    *s = (struct form_state){ .form = tree_node(r->arena, r->page->tree, "Form") };
    set(r, s->form, "Action", href_check(action));
    set(r, s->form, "Submit", submit);
    set(r, s->form, "Cancel", href_check(cancel));
    if (r->route != NULL && r->route->upload)
        set(r, s->form, "Upload", "1");
}

void form_set(struct req *r, const char *key, const char *value)
{
    set(r, r->page->form.form, key, value);
}

void form_hidden(struct req *r, const char *name, const char *value)
{
    struct form_state *s = &r->page->form;
    struct tree *t = item(r, s->form, "Hidden", s->hidden++);

    set(r, t, "Name", name);
    set(r, t, "Value", value == NULL ? "" : value);
}

void form_group(struct req *r, const char *title)
{
    struct form_state *s = &r->page->form;

    s->group = item(r, s->form, "Groups", s->groups++);
    s->fields = 0;
    set(r, s->group, "Title", title);
}

/* What was typed goes before what there was; a password is never sent back. */
static const char *shown(struct req *r, const char *kind, const char *name, const char *value)
{
    const char *typed;

    if (strcmp(kind, "password") == 0 || strcmp(kind, "file") == 0 || strcmp(kind, "code") == 0)
        return NULL;
    if (strcmp(kind, "static") == 0)
        return value;
    typed = param_get(&r->form, name);
    /* An unticked box is not sent: then the form as a whole tells. */
    if (typed == NULL && strcmp(kind, "check") == 0 && r->form.count > 0)
        return "";
    return typed != NULL ? typed : value;
}

void form_field(struct req *r, const char *kind, const char *name, const char *label, const char *hint, const char *value)
{
    struct form_state *s = &r->page->form;

    if (s->group == NULL)
        form_group(r, NULL);
    s->field = item(r, s->group, "Fields", s->fields++);
    s->options = 0;
    set(r, s->field, "Name", name);
    set(r, s->field, "Id", req_printf(r, "f-%s", name));
    set(r, s->field, "Kind", kind);
    set(r, s->field, "Label", label);
    set(r, s->field, "Hint", hint);
    set(r, s->field, "Error", problem_for(&r->problems, name));
    if (strcmp(kind, "date") == 0)
        form_date_parts(r, name, value);
    else
        set(r, s->field, "Value", shown(r, kind, name, value));
}

void form_attr(struct req *r, const char *key, const char *value)
{
    if (r->page->form.field != NULL)
        set(r, r->page->form.field, key, value);
}

void form_option(struct req *r, const char *value, const char *label, bool selected)
{
    struct form_state *s = &r->page->form;
    struct tree *t;

    if (s->field == NULL)
        return;
    t = item(r, s->field, "Options", s->options++);
    set(r, t, "Value", value);
    set(r, t, "Label", label);
    if (selected)
        set(r, t, "Selected", "1");
}

bool form_unknown(struct req *r, const char **name)
{
    for (size_t i = 0; i < r->form.count; i++) {
        if (r->form.list[i].used || strcmp(r->form.list[i].name, "csrf") == 0)
            continue;
        *name = r->form.list[i].name;
        return true;
    }
    return false;
}
