#include "web/tree.h"

#include <ClearSilver.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"

#define DIGITS_MAX 10 /* of an unsigned int */

/*
 * An HDF made by ourselves, in the arena. ClearSilver only reads it (tests/lint/templates refuses set:), and its own functions for making one take a
 * malloc() and a free() per name and value, and go on with a NULL pointer when there is no memory (_set_value in neo_hdf.c of 0.10.5).
 */

static HDF *child_new(struct arena *a, HDF *parent, const char *name, size_t n)
{
    HDF *h = arena_alloc(a, sizeof *h);

    h->name = arena_strndup(a, name, n);
    h->name_len = (int)n;
    h->top = parent->top;
    if (parent->last_child == NULL)
        parent->child = h;
    else
        parent->last_child->next = h;
    parent->last_child = h;
    return h;
}

static bool named(const HDF *h, const char *name, size_t n)
{
    return (size_t)h->name_len == n && memcmp(h->name, name, n) == 0;
}

static HDF *child_find(const HDF *parent, const char *name, size_t n)
{
    /* Most keys are about what was made last. */
    if (parent->last_child != NULL && named(parent->last_child, name, n))
        return parent->last_child;
    for (HDF *h = parent->child; h != NULL; h = h->next)
        if (named(h, name, n))
            return h;
    return NULL;
}

/* The node `key` below t; with an arena it is made when it is not there. */
static HDF *walk(struct arena *a, HDF *t, const char *key)
{
    while (t != NULL && *key != '\0') {
        size_t n = (size_t)(strchrnul(key, '.') - key);
        HDF *next = n == 0 || n > INT_MAX ? NULL : child_find(t, key, n);

        if (next == NULL && n > 0 && a != NULL)
            next = child_new(a, t, key, n);
        t = next;
        key += n + (key[n] == '.');
    }
    return t;
}

struct tree *tree_new(struct arena *a)
{
    HDF *h = arena_alloc(a, sizeof *h);

    h->top = h;
    return (struct tree *)h;
}

void tree_set(struct arena *a, struct tree *t, const char *key, const char *value)
{
    HDF *h = t == NULL || value == NULL ? NULL : walk(a, (HDF *)t, key);

    if (h != NULL)
        h->value = arena_strdup(a, value);
}

struct tree *tree_node(struct arena *a, struct tree *t, const char *key)
{
    return (struct tree *)walk(a, (HDF *)t, key);
}

/* Lists are most of a page: the number is written out by hand, and nothing is looked for behind a list's end. */
struct tree *tree_item(struct arena *a, struct tree *t, const char *list, unsigned n)
{
    char digits[DIGITS_MAX];
    char *name = digits + sizeof digits;
    HDF *parent = walk(a, (HDF *)t, list), *h;
    size_t length;

    do
        *--name = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    length = (size_t)(digits + sizeof digits - name);
    if (parent == NULL)
        return NULL;
    h = child_find(parent, name, length);
    return (struct tree *)(h == NULL ? child_new(a, parent, name, length) : h);
}

const char *tree_get(struct tree *t, const char *key)
{
    HDF *h = walk(NULL, (HDF *)t, key);

    return h == NULL ? NULL : h->value;
}
