#include "model/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "db/db.h"
#include "model/record_parts.h"
#include "model/record_sql.h"

#define EACH_ROWS 100 /* rows in memory at a time when all are walked through */

struct record *record_new(struct arena *a, const struct entity *e)
{
    struct record *r = arena_alloc(a, sizeof *r);

    r->entity = e;
    r->values = arena_array(a, e->count, sizeof *r->values);
    r->sealed_there = arena_array(a, e->count, sizeof *r->sealed_there);
    return r;
}

static size_t place(const struct record *r, const char *column)
{
    size_t i = field_index(r->entity, column);

    if (i < r->entity->count)
        return i;
    log_fact(LOG_ERROR, "no_such_field", "table=%s column=%s", r->entity->table, log_quote(column));
    abort();
}

const char *record_get(const struct record *r, const char *column)
{
    return r->values[place(r, column)];
}

void record_set(struct record *r, const char *column, const char *value)
{
    r->values[place(r, column)] = value && *value ? value : NULL;
}

bool entity_seals(const struct entity *e)
{
    for (const struct field *f = e->fields; f->column; f++)
        if (f->sealed)
            return true;
    return false;
}

const char *seal_place(struct arena *a, const struct entity *e, const struct field *f, uint64_t id)
{
    return arena_printf(a, "%s.%s:%llu", e->table, f->column, (unsigned long long)id);
}

/* A sealed value that does not open was moved or changed: that is never shown as empty. */
static enum status read_sealed(struct arena *a, struct record *r, size_t i, struct stmt *st, const uint8_t *key)
{
    const struct field *f = &r->entity->fields[i];
    size_t n, plain_n;
    const void *p = col_bytes(st, RC_FIELDS + (unsigned)i, &n);

    r->sealed_there[i] = p != NULL;
    if (!p)
        return ST_OK;
    r->values[i] = (char *)unseal(a, key, seal_place(a, r->entity, f, r->id), p, n, &plain_n);
    if (r->values[i])
        return ST_OK;
    log_fact(LOG_ERROR, "seal_broken", "table=%s column=%s row=%llu", r->entity->table, f->column, (unsigned long long)r->id);
    return ST_FAILED;
}

enum status record_read(struct arena *a, const struct entity *e, struct stmt *st, const uint8_t *key, struct record **out)
{
    struct record *r = record_new(a, e);
    enum status status = ST_OK;

    r->id = col_u64(st, RC_ID);
    r->parent_id = col_u64(st, RC_PARENT);
    r->relation_id = col_u64(st, RC_RELATION);
    r->version = (uint32_t)col_u64(st, RC_VERSION);
    r->created_at = col_time(st, RC_CREATED);
    r->changed_at = col_time(st, RC_CHANGED);
    for (size_t i = 0; i < e->count && status == ST_OK; i++) {
        unsigned column = RC_FIELDS + (unsigned)i;

        if (!e->fields[i].sealed)
            r->values[i] = col_dup(st, column, a);
        else if (key)
            status = read_sealed(a, r, i, st, key);
        else
            r->sealed_there[i] = col_u64(st, column) != 0;
        if (r->values[i] && !*r->values[i])
            r->values[i] = NULL;
    }
    if (e == &relation_entity)
        r->number = record_get(r, "number");
    *out = r;
    return status;
}

enum status record_load(struct model *m, const struct entity *e, uint64_t relation_id, uint64_t id, enum record_open open, struct record **out)
{
    bool sealed = open == OPEN_SEALED && entity_seals(e);
    uint64_t owner = e->parent_column ? relation_id : id;
    uint8_t key[KEY_BYTES];
    enum status status;
    struct stmt *st;

    *out = NULL;
    if (!e->parent_column && relation_id && relation_id != id)
        return ST_NOT_FOUND;
    if (sealed && (status = relation_key(m, owner, key)) != ST_OK)
        return status;
    st = db_stmt(m->db, record_sql(e, sealed ? RS_LOAD_SEALED : RS_LOAD, NULL));
    bind_u64(st, 0, id);
    if (e->parent_column)
        bind_u64(st, 1, relation_id);
    status = db_step(st) ? record_read(m->arena, e, st, sealed ? key : NULL, out) : db_status(st);
    db_done(st);
    bytes_wipe(key, sizeof key);
    return status;
}

/* The owner of what lies under a parent: the parent itself, or for nested parts the relation above it. */
static enum status owner_of(struct model *m, const struct entity *e, uint64_t parent_id, uint64_t *owner)
{
    struct stmt *st;

    *owner = parent_id;
    if (!record_nested(e))
        return ST_OK;
    st = db_stmt(m->db, record_sql(e, RS_OWNER, NULL));
    bind_u64(st, 0, parent_id);
    if (!db_step(st))
        return db_status(st);
    *owner = col_u64(st, 0);
    db_done(st);
    return ST_OK;
}

static enum status open_key(struct model *m, const struct entity *e, uint64_t parent_id, enum record_open open, bool *sealed, uint8_t key[KEY_BYTES])
{
    uint64_t owner;
    enum status status;

    *sealed = open == OPEN_SEALED && entity_seals(e);
    if (!*sealed)
        return ST_OK;
    status = owner_of(m, e, parent_id, &owner);
    return status == ST_OK ? relation_key(m, owner, key) : status;
}

struct span {
    uint64_t parent_id;
    const char *where;
    const uint8_t *key;
    unsigned offset, limit;
};

static enum status read_span(struct db *db, struct arena *a, const struct entity *e, const struct span *s, struct record ***out, size_t *count)
{
    struct stmt *st = db_stmt(db, record_sql(e, s->key ? RS_LIST_SEALED : RS_LIST, s->where));
    struct record **rows = arena_array(a, s->limit, sizeof *rows);
    enum status status = ST_OK;

    *count = 0;
    bind_u64(st, 0, s->parent_id);
    bind_u64(st, 1, s->limit);
    bind_u64(st, 2, s->offset);
    while (status == ST_OK && *count < s->limit && db_step(st))
        status = record_read(a, e, st, s->key, &rows[(*count)++]);
    if (status == ST_OK && *count < s->limit && db_status(st) != ST_NOT_FOUND)
        status = db_status(st);
    db_done(st);
    *out = rows;
    return status;
}

enum status record_list(struct model *m, const struct entity *e, uint64_t parent_id, enum record_open open, unsigned offset, unsigned limit,
                        struct record ***out, size_t *count)
{
    uint8_t key[KEY_BYTES];
    bool sealed;
    enum status status = open_key(m, e, parent_id, open, &sealed, key);
    struct span s = { .parent_id = parent_id, .key = sealed ? key : NULL, .offset = offset, .limit = limit };

    *count = 0;
    if (status == ST_OK)
        status = read_span(m->db, m->arena, e, &s, out, count);
    bytes_wipe(key, sizeof key);
    return status;
}

enum status record_count(struct model *m, const struct entity *e, uint64_t parent_id, uint64_t *count)
{
    struct stmt *st = db_stmt(m->db, record_sql(e, RS_COUNT, NULL));

    bind_u64(st, 0, parent_id);
    if (!db_step(st))
        return db_status(st) == ST_NOT_FOUND ? ST_FAILED : db_status(st);
    *count = col_u64(st, 0);
    db_done(st);
    return ST_OK;
}

static void free_arena(void *a)
{
    arena_free(a);
}

enum status record_each(struct model *m, const struct entity *e, uint64_t parent_id, enum record_open open, const char *where,
                        enum status (*each)(void *ctx, const struct record *r), void *ctx)
{
    struct arena *page = arena_new(0);
    uint8_t key[KEY_BYTES];
    bool sealed = false;
    enum status status = page ? open_key(m, e, parent_id, open, &sealed, key) : ST_FAILED;
    struct span s = { .parent_id = parent_id, .where = where, .key = sealed ? key : NULL, .limit = EACH_ROWS };
    size_t count = EACH_ROWS;

    if (!page)
        return ST_FAILED;
    arena_defer(m->arena, free_arena, page); /* also when `each` leaves by a jump */
    while (status == ST_OK && count == EACH_ROWS) {
        struct record **rows;

        status = read_span(m->db, page, e, &s, &rows, &count);
        for (size_t i = 0; status == ST_OK && i < count; i++)
            status = each(ctx, rows[i]);
        s.offset += EACH_ROWS;
        arena_reset(page);
    }
    bytes_wipe(key, sizeof key);
    return status;
}
