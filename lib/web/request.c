#include "web/request.h"

#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/log.h"
#include "base/text.h"
#include "guard/audit.h"
#include "web/answer.h"
#include "web/route.h"

#define PAGE_MAX 1000000

const char *req_path(struct req *r, const char *name)
{
    const char *value = param_get(&r->path_params, name);

    if (value != NULL)
        return value;
    /* A mistake in a route table; it would be found by the first test of the page. */
    log_fact(LOG_ERROR, "route_fault", "path=%s name=%s", r->route == NULL ? "" : r->route->path, name);
    return "";
}

/* A name that a page reads may not be there twice: which one would count? */
static const char *once(struct req *r, struct params *p, const char *name)
{
    if (param_times(p, name) > 1)
        r->page->bad = true;
    return param_get(p, name);
}

const char *req_query(struct req *r, const char *name)
{
    return once(r, &r->query, name);
}

const char *req_form(struct req *r, const char *name)
{
    return once(r, &r->form, name);
}

const char *req_form_nth(struct req *r, const char *name, size_t nth)
{
    for (size_t i = 0; i < r->form.count; i++) {
        if (strcmp(r->form.list[i].name, name) != 0 || nth-- > 0)
            continue;
        r->form.list[i].used = true;
        return r->form.list[i].value;
    }
    return NULL;
}

const char *req_cookie(struct req *r, const char *name)
{
    return param_get(&r->cookies, name);
}

long req_page(struct req *r)
{
    const char *typed = req_query(r, "pagina");
    long page = 1;

    if (typed != NULL && !text_to_long(typed, 1, PAGE_MAX, &page))
        return 1;
    return page;
}

char *req_printf(struct req *r, const char *fmt, ...)
{
    va_list ap;
    char *s;

    va_start(ap, fmt);
    s = arena_vprintf(r->arena, fmt, ap);
    va_end(ap);
    return s;
}

void req_audit(struct req *r, const char *object, uint64_t object_id, uint64_t relation_id, enum field_category sensitivity, const char *detail)
{
    struct audit *a = &r->page->audit;

    a->object = object;
    a->object_id = object_id;
    a->relation_id = relation_id;
    a->sensitivity = req_printf(r, "%c", category_letter(sensitivity));
    a->detail = detail == NULL ? "" : arena_strdup(r->arena, detail);
}

enum status req_audit_extra(struct req *r, const struct audit *what)
{
    if (!r->config->audit)
        return ST_OK;
    return audit_write(r->m.db, &r->who, what);
}

void req_keep(struct req *r)
{
    r->page->keep = true;
}
