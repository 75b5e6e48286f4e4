#include "model/record_bulk.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/keys.h"
#include "base/log.h"
#include "guard/actor.h"
#include "model/document.h"
#include "model/record_parts.h"
#include "model/record_sql.h"
#include "model/relation.h"
#include "model/share.h"

#define TABLES 24 /* the entities and their parts, without keys and history */

#define TIMES5(x)  x ", " x ", " x ", " x ", " x
#define TIMES25(x) TIMES5(TIMES5(x))

#define KEY_HEAD       "INSERT INTO relation_key (relation_id, wrapped, created_at) VALUES "
#define KEY_ROW        "(?, ?, ?)"
#define SHARE_KEY_HEAD "INSERT INTO relation_share_key (relation_id, wrapped, created_at) VALUES "
#define COPY_HEAD      "INSERT INTO shared_copy (entity, entity_id, relation_id, sealed) VALUES "
#define COPY_ROW       "(?, ?, ?, ?)"
#define HISTORY_HEAD                                                                                                                                 \
    "INSERT INTO relation_history (relation_id, entity, entity_id, field, sealed, old_value, new_value, at, user_id, site, request) VALUES "
#define HISTORY_ROW "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

/* BULK_ROWS (record_sql.h) of them. */
static const char SQL_KEYS[] = KEY_HEAD TIMES25(KEY_ROW);
static const char SQL_KEY[] = KEY_HEAD KEY_ROW;
static const char SQL_SHARE_KEYS[] = SHARE_KEY_HEAD TIMES25(KEY_ROW);
static const char SQL_SHARE_KEY[] = SHARE_KEY_HEAD KEY_ROW;
static const char SQL_COPIES[] = COPY_HEAD TIMES25(COPY_ROW);
static const char SQL_COPY[] = COPY_HEAD COPY_ROW;
static const char SQL_HISTORIES[] = HISTORY_HEAD TIMES25(HISTORY_ROW);
static const char SQL_HISTORY[] = HISTORY_HEAD HISTORY_ROW;

struct cell {
    enum { CELL_NULL, CELL_NUMBER, CELL_TIME, CELL_TEXT, CELL_BYTES } kind;
    uint64_t number;
    const void *p;
    size_t n;
};

/* Rows that wait for one table. */
struct many {
    const char *sql_many, *sql_one;
    struct cell *cells;
    size_t count, room;
    unsigned columns; /* known from the first row */
};

struct bulk {
    struct model *m;
    struct {
        const struct entity *entity;
        struct many rows;
        uint64_t next_id;
    } tables[TABLES];
    size_t count;
    struct many keys, share_keys, copies, histories;
    uint64_t sharing; /* the relation that share_key is of; its parts come one after the other */
    uint8_t share_key[KEY_BYTES];
    int64_t now;
};

static struct cell *next_cell(struct bulk *b, struct many *w)
{
    if (w->count == w->room) {
        size_t room = w->room ? 2 * w->room : 512;

        w->cells = arena_grow(b->m->arena, w->cells, w->room * sizeof *w->cells, room * sizeof *w->cells);
        w->room = room;
    }
    return &w->cells[w->count++];
}

static void put_null(struct bulk *b, struct many *w)
{
    next_cell(b, w)->kind = CELL_NULL;
}

static void put_number(struct bulk *b, struct many *w, uint64_t n)
{
    *next_cell(b, w) = (struct cell){ .kind = CELL_NUMBER, .number = n };
}

static void put_time(struct bulk *b, struct many *w, int64_t t)
{
    *next_cell(b, w) = (struct cell){ .kind = CELL_TIME, .number = (uint64_t)t };
}

static void put_text(struct bulk *b, struct many *w, const char *s)
{
    *next_cell(b, w) = (struct cell){ .kind = s && *s ? CELL_TEXT : CELL_NULL, .p = s };
}

static void put_bytes(struct bulk *b, struct many *w, const void *p, size_t n)
{
    *next_cell(b, w) = (struct cell){ .kind = p ? CELL_BYTES : CELL_NULL, .p = p, .n = n };
}

/* At the end of a row: the first tells how many columns there are. */
static void end_row(struct many *w)
{
    if (w->columns == 0)
        w->columns = (unsigned)w->count;
}

static void add_table(struct bulk *b, const struct entity *e)
{
    b->tables[b->count].entity = e;
    b->tables[b->count].rows.sql_many = record_sql(e, RS_BULK, NULL);
    b->tables[b->count].rows.sql_one = record_sql(e, RS_BULK_ONE, NULL);
    b->count++;
}

struct bulk *bulk_new(struct model *m)
{
    struct bulk *b = arena_alloc(m->arena, sizeof *b);

    b->m = m;
    b->now = clock_now();
    for (const struct entity *const *e = entities; *e; e++) {
        if (b->count + 2 > TABLES)
            arena_exhausted(m->arena); /* a new entity: TABLES has to grow */
        add_table(b, *e);
        if ((*e)->child)
            add_table(b, (*e)->child);
    }
    b->keys.sql_many = SQL_KEYS;
    b->keys.sql_one = SQL_KEY;
    b->share_keys.sql_many = SQL_SHARE_KEYS;
    b->share_keys.sql_one = SQL_SHARE_KEY;
    b->copies.sql_many = SQL_COPIES;
    b->copies.sql_one = SQL_COPY;
    b->histories.sql_many = SQL_HISTORIES;
    b->histories.sql_one = SQL_HISTORY;
    return b;
}

static size_t table_of(const struct bulk *b, const struct entity *e)
{
    size_t i = 0;

    while (b->tables[i].entity != e)
        i++;
    return i;
}

uint64_t bulk_id(struct bulk *b, const struct entity *e)
{
    size_t i = table_of(b, e);

    if (b->tables[i].next_id == 0) {
        struct stmt *st = db_stmt(b->m->db, record_sql(e, RS_NEXT_ID, NULL));

        if (!db_step(st))
            return 0;
        b->tables[i].next_id = col_u64(st, 0);
        db_done(st);
        if (b->tables[i].next_id == 0)
            return 0;
    }
    return b->tables[i].next_id++;
}

static void put_history(struct bulk *b, const struct record *r, const struct field *f, const char *old_value, const char *new_value, int64_t at)
{
    struct many *w = &b->histories;
    const struct actor *who = b->m->who;

    put_number(b, w, r->relation_id);
    put_text(b, w, r->entity->table);
    put_number(b, w, r->id);
    *next_cell(b, w) = (struct cell){ .kind = CELL_TEXT, .p = f ? f->column : "" };
    put_number(b, w, 0);
    put_text(b, w, old_value);
    put_text(b, w, new_value);
    put_time(b, w, at);
    if (who && who->user_id)
        put_number(b, w, who->user_id);
    else
        put_null(b, w);
    put_text(b, w, history_site(who));
    *next_cell(b, w) = (struct cell){ .kind = CELL_TEXT, .p = who ? who->request : "" };
    end_row(w);
}

void bulk_change(struct bulk *b, const struct record *r, const struct field *f, const char *old_value, const char *new_value, int64_t at)
{
    put_history(b, r, f, old_value, new_value, at);
}

static void put_fields(struct bulk *b, struct many *w, const struct record *r, const uint8_t *key)
{
    for (size_t k = 0; k < r->entity->count; k++) {
        const struct field *f = &r->entity->fields[k];
        const char *value = r->values[k];
        size_t n = 0;

        if (!f->sealed || !value || !*value) {
            put_text(b, w, value);
        } else {
            const uint8_t *bytes = seal(b->m->arena, key, seal_place(b->m->arena, r->entity, f, r->id), value, strlen(value), &n);

            put_bytes(b, w, bytes, n);
        }
    }
}

static void put_bsn_lookup(struct bulk *b, struct many *w, const struct record *r)
{
    const char *bsn = record_get(r, "bsn");
    uint8_t *lookup = arena_alloc(b->m->arena, HASH_BYTES);

    if (bsn)
        bsn_lookup(b->m->keys, bsn, lookup);
    put_bytes(b, w, bsn ? lookup : NULL, HASH_BYTES);
}

static void put_extra(struct bulk *b, struct many *w, const struct record *r, const uint8_t *key, const struct bulk_extra *extra)
{
    if (record_has(r->entity, "store_name")) {
        size_t n;
        const uint8_t *sealed = document_key_seal(b->m->arena, key, r->id, extra->file_key, &n);

        put_text(b, w, extra->store_name);
        put_bytes(b, w, sealed, n);
    }
}

static void put_share_key(struct bulk *b, const struct record *r)
{
    uint8_t *wrapped;
    size_t n;

    if (b->sharing == r->relation_id)
        return;
    b->sharing = r->relation_id;
    wrapped = share_key_new(b->m, r->relation_id, b->share_key, &n);
    put_number(b, &b->share_keys, r->relation_id);
    put_bytes(b, &b->share_keys, wrapped, n);
    put_time(b, &b->share_keys, b->now);
    end_row(&b->share_keys);
}

/* What WerktVoorMij may read of the row (share.h). */
static void put_share(struct bulk *b, const struct record *r, const struct bulk_extra *extra)
{
    bool file = r->entity == &document_entity;
    const void *p = !share_wanted(r) ? NULL : file ? (const void *)extra->file_key : record_get(r, r->entity->shares);
    const uint8_t *sealed;
    size_t n;

    if (!p)
        return;
    put_share_key(b, r);
    sealed = share_seal(b->m->arena, r, b->share_key, p, file ? KEY_BYTES : strlen(p), &n);
    put_text(b, &b->copies, r->entity->table);
    put_number(b, &b->copies, r->id);
    put_number(b, &b->copies, r->relation_id);
    put_bytes(b, &b->copies, sealed, n);
    end_row(&b->copies);
}

/* In the order of RS_BULK. */
static void put_row(struct bulk *b, const struct record *r, const uint8_t *key, const struct bulk_extra *extra)
{
    struct many *w = &b->tables[table_of(b, r->entity)].rows;
    int64_t created = r->created_at ? r->created_at : b->now;
    const char *sort_key, *other;

    put_number(b, w, r->id);
    if (r->entity->parent_column)
        put_number(b, w, r->parent_id);
    put_fields(b, w, r, key);
    if (record_has(r->entity, "created_at")) {
        put_time(b, w, created);
        put_time(b, w, r->changed_at ? r->changed_at : created);
    }
    if (record_has(r->entity, "sort_key")) {
        relation_search_keys(b->m->arena, r, &sort_key, &other);
        put_text(b, w, sort_key);
        put_text(b, w, other);
        put_bsn_lookup(b, w, r);
    }
    put_extra(b, w, r, key, extra);
    end_row(w);
    put_history(b, r, NULL, NULL, NULL, created);
}

void bulk_relation(struct bulk *b, const struct record *r, uint8_t key[KEY_BYTES])
{
    uint8_t *wrapped;
    size_t n;

    wrapped = relation_key_new(b->m, r->id, key, &n);
    put_number(b, &b->keys, r->id);
    put_bytes(b, &b->keys, wrapped, n);
    put_time(b, &b->keys, r->created_at ? r->created_at : b->now);
    end_row(&b->keys);
    put_row(b, r, key, NULL);
}

void bulk_part(struct bulk *b, const struct record *r, const uint8_t key[KEY_BYTES], const struct bulk_extra *extra)
{
    put_row(b, r, key, extra);
    put_share(b, r, extra);
}

static void bind_cell(struct stmt *st, unsigned i, const struct cell *c)
{
    switch (c->kind) {
    case CELL_NULL:
        bind_null(st, i);
        break;
    case CELL_NUMBER:
        bind_u64(st, i, c->number);
        break;
    case CELL_TIME:
        bind_time(st, i, (int64_t)c->number);
        break;
    case CELL_TEXT:
        bind_str(st, i, c->p);
        break;
    case CELL_BYTES:
        bind_bytes(st, i, c->p, c->n);
        break;
    }
}

static enum status flush(struct bulk *b, struct many *w)
{
    enum status status = ST_OK;
    size_t at = 0;

    while (at < w->count && status == ST_OK) {
        size_t left = (w->count - at) / w->columns, rows = left >= BULK_ROWS ? BULK_ROWS : 1;
        struct stmt *st = db_stmt(b->m->db, rows == 1 ? w->sql_one : w->sql_many);

        for (size_t i = 0; i < rows * w->columns; i++)
            bind_cell(st, (unsigned)i, &w->cells[at + i]);
        status = db_run(st);
        at += rows * w->columns;
    }
    w->count = 0;
    return status;
}

enum status bulk_flush(struct bulk *b)
{
    enum status status = ST_OK;

    if (!db_in_tx(b->m->db) || !b->m->keys || !b->m->keys->have[KEY_RELATION] || !b->m->keys->have[KEY_LOOKUP]) {
        log_fact(LOG_ERROR, "bulk_refused", "reason=%s", db_in_tx(b->m->db) ? "keys" : "no_transaction");
        return ST_FAILED;
    }
    /* The first is the relation, which everything else refers to. */
    for (size_t i = 0; i < b->count && status == ST_OK; i++)
        status = flush(b, &b->tables[i].rows);
    if (status == ST_OK)
        status = flush(b, &b->keys);
    if (status == ST_OK)
        status = flush(b, &b->share_keys);
    if (status == ST_OK)
        status = flush(b, &b->copies);
    bytes_wipe(b->share_key, sizeof b->share_key);
    b->sharing = 0;
    return status == ST_OK ? flush(b, &b->histories) : status;
}
