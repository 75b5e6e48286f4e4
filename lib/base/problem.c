#include "base/problem.h"

#include <stdarg.h>
#include <string.h>

#include "base/arena.h"

struct problems problems_in(struct arena *a)
{
    return (struct problems){ .arena = a };
}

static enum status problem_add(struct problems *p, const char *field, char *text)
{
    struct problem *one = arena_alloc(p->arena, sizeof *one);

    one->field = arena_strdup(p->arena, field);
    one->text = text;
    if (p->last == NULL)
        p->first = one;
    else
        p->last->next = one;
    p->last = one;
    p->count++;
    return ST_INVALID;
}

enum status invalid(struct problems *p, const char *field, const char *text)
{
    return problem_add(p, field, arena_strdup(p->arena, text));
}

enum status invalidf(struct problems *p, const char *field, const char *fmt, ...)
{
    va_list ap;
    char *text;

    va_start(ap, fmt);
    text = arena_vprintf(p->arena, fmt, ap);
    va_end(ap);
    return problem_add(p, field, text);
}

const char *problem_for(const struct problems *p, const char *field)
{
    for (const struct problem *one = p->first; one != NULL; one = one->next)
        if (one->field != NULL && strcmp(one->field, field) == 0)
            return one->text;
    return NULL;
}

bool problems_any(const struct problems *p)
{
    return p->first != NULL;
}
