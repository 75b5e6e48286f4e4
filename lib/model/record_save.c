#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/keys.h"
#include "base/log.h"
#include "base/text.h"
#include "model/name.h"
#include "model/record_parts.h"
#include "model/record_sql.h"
#include "model/relation.h"
#include "model/share.h"

#define SEARCH_MAX 200 /* code points of the search keys' columns */
#define SORT_MAX   255

void bsn_lookup(const struct keys *k, const char *bsn, uint8_t out[HASH_BYTES])
{
    hash_hmac(k->key[KEY_LOOKUP], bsn, strlen(bsn), out);
}

/* The first n code points, in place. Folded text can be longer than what it was made from. */
static char *cut(char *s, size_t n)
{
    char *p = s;

    while (*p) {
        if (((unsigned char)*p & 0xC0) != 0x80 && n-- == 0) {
            *p = '\0';
            break;
        }
        p++;
    }
    return s;
}

void relation_search_keys(struct arena *a, const struct record *r, const char **sort_key, const char **other)
{
    struct name n = relation_name(r);

    *sort_key = cut(name_sort_key(a, &n), SORT_MAX);
    *other = name_other(a, &n);
    if (*other)
        *other = cut(text_fold(a, *other), SEARCH_MAX);
    if (*other && !**other)
        *other = NULL;
}

static unsigned bind_search_keys(struct model *m, struct stmt *st, unsigned i, const struct record *r)
{
    const char *sort_key, *other;

    relation_search_keys(m->arena, r, &sort_key, &other);
    bind_str(st, i++, sort_key);
    bind_str(st, i++, other);
    return i;
}

static unsigned bind_fields(struct stmt *st, unsigned i, const struct record *r)
{
    for (size_t k = 0; k < r->entity->count; k++)
        if (!r->entity->fields[k].sealed)
            bind_str(st, i++, r->values[k]);
    return i;
}

/* Writes all sealed columns of a row; a sealed value needs the row's id, so this follows the INSERT. */
static enum status write_sealed(struct model *m, const struct record *r, const uint8_t key[KEY_BYTES])
{
    const struct entity *e = r->entity;
    struct stmt *st = db_stmt(m->db, record_sql(e, RS_SEAL, NULL));
    uint8_t lookup[HASH_BYTES];
    unsigned i = 0;

    for (size_t k = 0; k < e->count; k++) {
        const struct field *f = &e->fields[k];
        size_t n = 0;

        if (!f->sealed)
            continue;
        if (r->values[k]) {
            uint8_t *bytes = seal(m->arena, key, seal_place(m->arena, e, f, r->id), r->values[k], strlen(r->values[k]), &n);

            bind_bytes(st, i++, bytes, n);
        } else {
            bind_null(st, i++);
        }
    }
    if (record_has(e, "bsn_lookup")) {
        const char *bsn = record_get(r, "bsn");

        if (bsn && !m->keys->have[KEY_LOOKUP]) {
            log_fact(LOG_ERROR, "key_absent", "key=lookup.key");
            return ST_FAILED;
        }
        if (bsn)
            bsn_lookup(m->keys, bsn, lookup);
        bind_bytes(st, i++, bsn ? lookup : NULL, sizeof lookup);
    }
    bind_u64(st, i, r->id);
    return db_run(st);
}

static void keep_masked(struct record *r, const bool *mask)
{
    for (size_t k = 0; k < r->entity->count; k++)
        if (!mask[k] || text_empty(r->values[k]))
            r->values[k] = NULL;
}

static bool any_sealed(const struct record *r)
{
    for (size_t k = 0; k < r->entity->count; k++)
        if (r->entity->fields[k].sealed && r->values[k])
            return true;
    return false;
}

static enum status seal_new(struct model *m, struct record *r)
{
    uint8_t key[KEY_BYTES];
    enum status status;

    if (!any_sealed(r))
        return ST_OK;
    status = relation_key(m, r->relation_id, key);
    if (status == ST_OK)
        status = write_sealed(m, r, key);
    bytes_wipe(key, sizeof key);
    return status;
}

static enum status find_relation(struct model *m, struct record *r)
{
    struct stmt *st;

    if (!r->entity->parent_column)
        r->relation_id = r->id;
    else if (!record_nested(r->entity))
        r->relation_id = r->parent_id;
    else if (!r->relation_id) {
        st = db_stmt(m->db, record_sql(r->entity, RS_OWNER, NULL));
        bind_u64(st, 0, r->parent_id);
        if (!db_step(st))
            return db_status(st);
        r->relation_id = col_u64(st, 0);
        db_done(st);
    }
    return ST_OK;
}

static enum status insert(struct model *m, struct record *r, const bool *mask)
{
    const struct entity *e = r->entity;
    struct stmt *st = db_stmt(m->db, record_sql(e, RS_INSERT, NULL));
    int64_t now = clock_now();
    enum status status;
    unsigned i = 0;

    keep_masked(r, mask);
    if (e->loose && r->parent_id == 0)
        bind_null(st, i++);
    else if (e->parent_column)
        bind_u64(st, i++, r->parent_id);
    i = bind_fields(st, i, r);
    if (record_has(e, "created_at")) {
        bind_time(st, i++, now);
        bind_time(st, i++, now);
    }
    if (record_has(e, "sort_key"))
        bind_search_keys(m, st, i, r);
    status = db_run(st);
    if (status != ST_OK)
        return status;
    r->id = db_insert_id(st);
    r->version = record_has(e, "version") ? 1 : 0;
    r->created_at = r->changed_at = now;
    status = find_relation(m, r);
    if (status == ST_OK && e == &relation_entity)
        status = relation_key_create(m, r->id);
    if (status == ST_OK)
        status = seal_new(m, r);
    return status == ST_OK ? history_add(m, r, NULL, NULL, NULL, NULL) : status;
}

/* The stored row, locked until the transaction ends. Its sealed fields are opened only when the key is given. */
static enum status lock(struct model *m, const struct record *r, const uint8_t *key, struct record **out)
{
    struct stmt *st = db_stmt(m->db, record_sql(r->entity, key ? RS_LOCK_SEALED : RS_LOCK, NULL));
    enum status status;

    bind_u64(st, 0, r->id);
    if (!db_step(st))
        return db_status(st);
    status = record_read(m->arena, r->entity, st, key, out);
    db_done(st);
    return status;
}

static bool masks_sealed(const struct record *r, const bool *mask)
{
    for (size_t k = 0; k < r->entity->count; k++)
        if (mask[k] && r->entity->fields[k].sealed)
            return true;
    return false;
}

struct difference {
    bool plain, sealed;
};

/* One line of history per field that differs; what is not in the mask takes the stored value. */
static enum status note_changes(struct model *m, struct record *r, const struct record *stored, const bool *mask, const uint8_t *key,
                                struct difference *d)
{
    const struct entity *e = r->entity;
    enum status status = ST_OK;

    for (size_t k = 0; k < e->count && status == ST_OK; k++) {
        const struct field *f = &e->fields[k];

        if (text_empty(r->values[k]))
            r->values[k] = NULL;
        if (!mask[k]) {
            r->values[k] = stored->values[k];
            r->sealed_there[k] = stored->sealed_there[k];
        } else if (!text_equal(r->values[k], stored->values[k])) {
            *(f->sealed ? &d->sealed : &d->plain) = true;
            r->sealed_there[k] = f->sealed && r->values[k];
            status = history_add(m, r, f, stored->values[k], r->values[k], key);
        }
    }
    return status;
}

/* Also runs when only a sealed field changed: version and time belong to the whole row. */
static enum status write_plain(struct model *m, struct record *r)
{
    const struct entity *e = r->entity;
    struct stmt *st = db_stmt(m->db, record_sql(e, RS_UPDATE, NULL));
    unsigned i = bind_fields(st, 0, r);

    r->changed_at = clock_now();
    if (record_has(e, "changed_at"))
        bind_time(st, i++, r->changed_at);
    if (record_has(e, "sort_key"))
        i = bind_search_keys(m, st, i, r);
    bind_u64(st, i, r->id);
    return db_run(st);
}

static enum status update_with(struct model *m, struct record *r, const bool *mask, const uint8_t *key)
{
    struct difference d = { 0 };
    struct record *stored;
    enum status status = lock(m, r, key, &stored);

    if (status != ST_OK)
        return status;
    if (r->version && record_has(r->entity, "version") && r->version != stored->version)
        return ST_CONFLICT;
    r->parent_id = stored->parent_id;
    r->relation_id = stored->relation_id;
    r->version = stored->version;
    r->created_at = stored->created_at;
    r->changed_at = stored->changed_at;
    status = note_changes(m, r, stored, mask, key, &d);
    if (status == ST_OK && (d.plain || d.sealed)) {
        status = write_plain(m, r);
        r->version += record_has(r->entity, "version");
    }
    if (status == ST_OK && d.sealed)
        status = write_sealed(m, r, key);
    return status;
}

static enum status update(struct model *m, struct record *r, const bool *mask)
{
    uint8_t key[KEY_BYTES];
    bool sealed = masks_sealed(r, mask);
    enum status status = ST_OK;

    if (sealed) {
        status = find_relation(m, r);
        if (status == ST_OK)
            status = relation_key(m, r->relation_id, key);
    }
    if (status == ST_OK)
        status = update_with(m, r, mask, sealed ? key : NULL);
    bytes_wipe(key, sizeof key);
    return status;
}

enum status record_save(struct model *m, struct record *r, const bool *mask)
{
    enum status status;
    bool fresh;

    if (!db_in_tx(m->db)) {
        log_fact(LOG_ERROR, "no_transaction", "table=%s", r->entity->table);
        return ST_FAILED;
    }
    fresh = r->id == 0;
    status = fresh ? insert(m, r, mask) : update(m, r, mask);
    /* A new document has no file yet: document_add(). */
    if (status != ST_OK || !r->entity->shares || (fresh && r->entity == &document_entity))
        return status;
    return share_follow(m, r);
}
