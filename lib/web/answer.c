#include "web/answer.h"

#include <string.h>

#include "base/arena.h"
#include "base/keys.h"
#include "base/log.h"
#include "guard/session.h"
#include "web/flash.h"
#include "web/page.h"
#include "web/site.h"
#include "web/templates.h"
#include "web/tree.h"

static void unmark(struct params *p)
{
    for (size_t i = 0; i < p->count; i++)
        p->list[i].used = false;
}

void answer_begin(struct req *r)
{
    r->page = arena_alloc(r->arena, sizeof *r->page);
    r->page->tree = tree_new(r->arena);
    r->page->status = 200;
    r->page->audit = (struct audit){ .object = "", .sensitivity = "N", .detail = "" };
    r->problems = problems_in(r->arena);
    if (r->upload_problem != NULL)
        (void)invalid(&r->problems, "bestand", r->upload_problem);
    unmark(&r->path_params);
    unmark(&r->query);
    unmark(&r->form);
    unmark(&r->cookies);
}

/* The same words as at the field, each with a link to it. */
static void fill_errors(struct req *r)
{
    unsigned i = 0;

    for (const struct problem *p = r->problems.first; p != NULL; p = p->next, i++) {
        page_set(r, p->text, "Errors.%u.Text", i);
        if (p->field != NULL)
            page_set(r, req_printf(r, "#f-%s", p->field), "Errors.%u.Href", i);
    }
}

bool answer_render(struct req *r)
{
    struct page *p = r->page;
    const char *text;
    size_t n;

    if (p->template == NULL)
        return true;
    site_fill(r);
    fill_errors(r);
    page_set(r, p->token, "Csrf");
    flash_show(r);
    text = template_render(p->template, p->tree, &n);
    if (text == NULL)
        return false;
    p->body = text;
    p->body_n = n;
    return true;
}
