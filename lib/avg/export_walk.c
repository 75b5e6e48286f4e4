#include "avg/export_walk.h"

#include <stdlib.h>

#include "avg/entry_name.h"
#include "avg/zip.h"
#include "base/arena.h"
#include "base/text.h"
#include "guard/module.h"
#include "model/document.h"

#define CHANGES_PAGE 100
#define PICKED_MAX   4 /* entities with an export_where */

/* The rows that were told of an entity of which not all may be. */
struct picked {
    const struct entity *entity;
    uint64_t *ids;
    size_t count, cap;
};

struct walk {
    struct model m; /* its arena is emptied at each row of the first level */
    struct arena *arena;
    const struct export_reader *readers;
    unsigned count;
    struct entry_names *names; /* of the folder dossier/ */
    struct export_file **next_file;
    struct picked picked[PICKED_MAX];
    unsigned picked_count;
    struct picked *picking; /* of the list that is walked; NULL when all of it is told */
};

/* --- telling all readers --- */

static void tell_list(const struct walk *w, const struct entity *e)
{
    for (unsigned i = 0; i < w->count; i++)
        w->readers[i].list(w->readers[i].ctx, e);
}

static void tell_list_end(const struct walk *w, const struct entity *e, uint64_t left_out)
{
    for (unsigned i = 0; i < w->count; i++)
        w->readers[i].list_end(w->readers[i].ctx, e, left_out);
}

static void tell_record(const struct walk *w, const struct record *r, const char *file)
{
    for (unsigned i = 0; i < w->count; i++)
        w->readers[i].record(w->readers[i].ctx, r, file);
}

static void tell_record_end(const struct walk *w, const struct record *r)
{
    for (unsigned i = 0; i < w->count; i++)
        w->readers[i].record_end(w->readers[i].ctx, r);
}

static void tell_change(const struct walk *w, const struct change *c)
{
    for (unsigned i = 0; i < w->count; i++)
        w->readers[i].change(w->readers[i].ctx, c);
}

/* --- which rows and changes may be told --- */

static void picked_add(struct walk *w, struct picked *p, uint64_t id)
{
    if (p->count == p->cap) {
        size_t cap = p->cap > 0 ? 2 * p->cap : 64;
        uint64_t *grown = arena_array(w->arena, cap, sizeof *grown);

        if (p->count > 0)
            memcpy(grown, p->ids, p->count * sizeof *grown);
        p->ids = grown;
        p->cap = cap;
    }
    p->ids[p->count++] = id;
}

static int by_id(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

/* Whether this change is about a row and a field that are told. */
static bool change_told(const struct walk *w, const struct change *c)
{
    if (c->entity == NULL || (c->field != NULL && !export_has(c->field)))
        return false;
    for (unsigned i = 0; i < w->picked_count; i++) {
        const struct picked *p = &w->picked[i];

        if (p->entity == c->entity)
            return p->count > 0 && bsearch(&c->entity_id, p->ids, p->count, sizeof *p->ids, by_id) != NULL;
    }
    return true;
}

/* --- the walk --- */

/* A document's file joins the list; its place in the ZIP comes back. NULL: failed, with *st. */
static const char *file_add(struct walk *w, const struct record *r, enum status *st)
{
    struct export_file *f = arena_alloc(w->arena, sizeof *f);
    const char *size = record_get(r, "size");
    struct record *row;
    long bytes = 0;

    *st = document_key(&w->m, r->relation_id, r->id, &row, f->store_name, f->key);
    if (*st == ST_OK && (size == NULL || !text_to_long(size, 0, INT64_MAX, &bytes)))
        *st = ST_FAILED;
    if (*st != ST_OK)
        return NULL;
    f->size = (uint64_t)bytes;
    f->path = arena_printf(w->arena, EXPORT_FILES "/%s", entry_name_unique(w->names, record_get(r, "file_name")));
    f->sha256 = arena_strdup(w->arena, record_get(r, "sha256"));
    f->deflate = !zip_is_compressed(record_get(r, "media_type"));
    *w->next_file = f;
    w->next_file = &f->next;
    return f->path;
}

static enum status walk_list(struct walk *w, const struct entity *e, uint64_t parent_id, enum status (*each)(void *ctx, const struct record *r));

static enum status walk_inner(void *ctx, const struct record *r)
{
    struct walk *w = ctx;

    tell_record(w, r, NULL);
    tell_record_end(w, r);
    return ST_OK;
}

static enum status walk_row(void *ctx, const struct record *r)
{
    struct walk *w = ctx;
    const char *file = NULL;
    enum status st = ST_OK;

    if (r->entity == &document_entity) {
        file = file_add(w, r, &st);
        if (file == NULL)
            return st;
    }
    if (w->picking != NULL)
        picked_add(w, w->picking, r->id);
    tell_record(w, r, file);
    if (r->entity->child != NULL)
        st = walk_list(w, r->entity->child, r->id, walk_inner);
    tell_record_end(w, r);
    arena_reset(w->m.arena);
    return st;
}

/* How many rows there are that export_where leaves out. */
static enum status count_left_out(struct walk *w, const struct entity *e, uint64_t parent_id, uint64_t *left_out)
{
    uint64_t all = 0;
    enum status st = record_count(&w->m, e, parent_id, &all);

    *left_out = st == ST_OK && all > w->picking->count ? all - w->picking->count : 0;
    return st;
}

static enum status walk_list(struct walk *w, const struct entity *e, uint64_t parent_id, enum status (*each)(void *ctx, const struct record *r))
{
    struct model rows = w->m;
    uint64_t left_out = 0;
    enum status st;

    if (e->export_where != NULL) {
        if (w->picked_count == PICKED_MAX)
            return ST_FAILED;
        w->picking = &w->picked[w->picked_count++];
        w->picking->entity = e;
    }
    /* The list outlives its rows. */
    if (each == walk_row)
        rows.arena = w->arena;
    tell_list(w, e);
    st = record_each(&rows, e, parent_id, OPEN_SEALED, e->export_where, each, w);
    if (st == ST_OK && e->export_where != NULL) {
        st = count_left_out(w, e, parent_id, &left_out);
        if (w->picking->count > 1)
            qsort(w->picking->ids, w->picking->count, sizeof *w->picking->ids, by_id);
    }
    tell_list_end(w, e, left_out);
    if (e->export_where != NULL)
        w->picking = NULL;
    return st;
}

static enum status walk_changes(struct walk *w, uint64_t relation_id)
{
    struct model system = w->m;
    size_t count = CHANGES_PAGE;
    enum status st = ST_OK;

    system.who = NULL; /* the relation may see all of its own */
    for (unsigned i = 0; i < w->count; i++)
        w->readers[i].changes(w->readers[i].ctx);
    for (unsigned offset = 0; st == ST_OK && count == CHANGES_PAGE; offset += CHANGES_PAGE) {
        struct change *list;

        st = history_list(&system, relation_id, offset, CHANGES_PAGE, &list, &count);
        for (size_t i = 0; st == ST_OK && i < count; i++)
            if (change_told(w, &list[i]))
                tell_change(w, &list[i]);
        arena_reset(w->m.arena);
    }
    for (unsigned i = 0; i < w->count; i++)
        w->readers[i].changes_end(w->readers[i].ctx);
    return st;
}

static void rows_free(void *arena)
{
    arena_free(arena);
}

enum status export_walk(struct model *m, const struct record *relation, const struct export_reader *readers, unsigned count,
                        struct export_file **files)
{
    struct walk w = { .m = *m, .arena = m->arena, .readers = readers, .count = count, .next_file = files };
    struct modules on;
    enum status st = modules_load(m->db, &on);

    if (st != ST_OK)
        return st;
    *files = NULL;
    w.names = entry_names_new(m->arena);
    w.m.arena = arena_new(0);
    if (w.m.arena == NULL)
        arena_exhausted(m->arena);
    arena_defer(m->arena, rows_free, w.m.arena);
    tell_record(&w, relation, NULL);
    tell_record_end(&w, relation);
    for (const struct entity *const *e = entities + 1; st == ST_OK && *e != NULL; e++)
        if (modules_have(&on, (*e)->module))
            st = walk_list(&w, *e, relation->id, walk_row);
    if (st == ST_OK)
        st = walk_list(&w, &export_account_entity, relation->id, walk_row);
    if (st == ST_OK)
        st = walk_changes(&w, relation->id);
    return st;
}
