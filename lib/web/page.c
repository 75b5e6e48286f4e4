#include "web/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/text.h"
#include "web/answer.h"
#include "web/tree.h"
#include "web/words.h"

#define KEY_MAX 128

void page_set(struct req *r, const char *text, const char *key, ...)
{
    char whole[KEY_MAX];
    va_list ap;

    if (text == NULL)
        return;
    if (strchr(key, '%') != NULL) {
        va_start(ap, key);
        vsnprintf(whole, sizeof whole, key, ap);
        va_end(ap);
        key = whole;
    }
    tree_set(r->arena, r->page->tree, key, text);
}

const char *href_check(const char *href)
{
    if (href == NULL)
        return NULL;
    if (href[0] == '#' || (href[0] == '/' && href[1] != '/' && strchr(href, '\\') == NULL))
        return href;
    if (text_starts(href, "https://") || text_starts(href, "mailto:") || text_starts(href, "tel:"))
        return href;
    log_fact(LOG_ERROR, "href_refused", "href=%s", log_quote(href));
    return NULL;
}

void page_title(struct req *r, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    page_set(r, arena_vprintf(r->arena, fmt, ap), "Page.Title");
    va_end(ap);
}

void page_lead(struct req *r, const char *text)
{
    page_set(r, text, "Page.Lead");
}

void page_back(struct req *r, const char *href, const char *label)
{
    page_set(r, href_check(href), "Page.Back.Href");
    page_set(r, label, "Page.Back.Label");
}

void page_flash(struct req *r, const char *title, const char *text)
{
    page_set(r, title, "Flash.Title");
    page_set(r, text, "Flash.Text");
}

static struct tree *item(struct req *r, const char *list, unsigned n)
{
    return tree_item(r->arena, r->page->tree, list, n);
}

static void set(struct req *r, struct tree *t, const char *key, const char *text)
{
    tree_set(r->arena, t, key, text);
}

static void set_count(struct req *r, struct tree *t, long count)
{
    if (count >= 0)
        set(r, t, "Count", words_count(r->arena, (uint64_t)count));
}

void page_notice(struct req *r, const char *kind, const char *title, const char *text, const char *href, const char *label)
{
    struct tree *t = item(r, "Notices", r->page->notices++);

    set(r, t, "Kind", kind);
    set(r, t, "Title", title);
    set(r, t, "Text", text);
    set(r, t, "Href", href_check(href));
    set(r, t, "Label", label);
}

void page_tab(struct req *r, const char *label, const char *href, long count, bool current)
{
    struct tree *t = item(r, "Tabs", r->page->tabs++);

    set(r, t, "Label", label);
    set(r, t, "Href", href_check(href));
    set_count(r, t, count);
    set(r, t, "Current", current ? "1" : NULL);
}

void page_action(struct req *r, const char *label, const char *href, const char *kind, bool post)
{
    struct tree *t = item(r, "Actions", r->page->actions++);

    r->page->action_hidden = 0;
    set(r, t, "Label", label);
    set(r, t, "Href", href_check(href));
    set(r, t, "Kind", kind);
    set(r, t, "Post", post ? "1" : NULL);
}

void page_action_hidden(struct req *r, const char *name, const char *value)
{
    struct tree *t;

    if (r->page->actions == 0)
        return;
    t = tree_item(r->arena, item(r, "Actions", r->page->actions - 1), "Hidden", r->page->action_hidden++);
    set(r, t, "Name", name);
    set(r, t, "Value", value);
}

void page_card(struct req *r, const char *title, const char *text, const char *href, const char *label, long count)
{
    struct tree *t = item(r, "Cards", r->page->cards++);

    set(r, t, "Title", title);
    set(r, t, "Text", text);
    set(r, t, "Href", href_check(href));
    set(r, t, "Label", label);
    set_count(r, t, count);
}

void page_nav(struct req *r, const char *label, const char *href, bool current)
{
    struct tree *t = item(r, "Nav", r->page->navs++);

    set(r, t, "Label", label);
    set(r, t, "Href", href);
    set(r, t, "Current", current ? "1" : NULL);
}

/* This page with another number: the query parameters that the handler has read, and `pagina`. */
static const char *page_link(struct req *r, long page)
{
    struct buf b = buf_in(r->arena);

    buf_puts(&b, r->path);
    buf_putc(&b, '?');
    for (size_t i = 0; i < r->query.count; i++) {
        const struct param *p = &r->query.list[i];

        if (!p->used || strcmp(p->name, "pagina") == 0 || p->value[0] == '\0')
            continue;
        words_url(&b, p->name);
        buf_putc(&b, '=');
        words_url(&b, p->value);
        buf_putc(&b, '&');
    }
    buf_printf(&b, "pagina=%ld", page);
    return b.s;
}

void page_paging(struct req *r, long page, long pages, uint64_t total, bool more, const char *noun_one, const char *noun_many)
{
    const char *all = words_count(r->arena, total), *noun = total == 1 && !more ? noun_one : noun_many;
    uint64_t first = (uint64_t)(page - 1) * PAGE_ROWS + 1, last = (uint64_t)page * PAGE_ROWS;

    if (total == 0 || page < 1)
        return;
    if (more)
        all = req_printf(r, "meer dan %s", all);
    if (pages <= 1 && !more) {
        page_set(r, req_printf(r, "%s %s", all, noun), "Paging.Text");
        return;
    }
    if (last > total && !more)
        last = total;
    page_set(r, req_printf(r, "%s tot %s van %s %s", words_count(r->arena, first), words_count(r->arena, last), all, noun), "Paging.Text");
    page_set(r, req_printf(r, "%ld", page), "Paging.Page");
    page_set(r, req_printf(r, "%ld", pages), "Paging.Pages");
    if (page > 1)
        page_set(r, page_link(r, page - 1), "Paging.PrevHref");
    if (page < pages)
        page_set(r, page_link(r, page + 1), "Paging.NextHref");
}

enum status page_show(struct req *r, const char *template)
{
    return page_show_status(r, template, 200);
}

enum status page_show_status(struct req *r, const char *template, int http_status)
{
    r->page->template = template;
    r->page->status = http_status;
    return ST_OK;
}

void page_header(struct req *r, const char *name, const char *value)
{
    answer_header(r, name, value);
}
