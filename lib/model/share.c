#include "model/share.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/keys.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "db/db.h"
#include "model/document.h"
#include "model/record_parts.h"

/* relation_share_key is a view on the table of that name in the keys' own schema. Read with a lock, so that of two who share for the first time the
 * second finds the key of the first. */
static const char SQL_KEY[] = "SELECT wrapped FROM relation_share_key WHERE relation_id = ? LOCK IN SHARE MODE";
static const char SQL_KEY_ADD[] = "INSERT INTO relation_share_key (relation_id, wrapped, created_at) VALUES (?, ?, ?)";
static const char SQL_PUT[] = "REPLACE INTO shared_copy (entity, entity_id, relation_id, sealed) VALUES (?, ?, ?, ?)";
static const char SQL_DROP[] = "DELETE FROM shared_copy WHERE entity = ? AND entity_id = ?";

static const char *wrap_place(struct arena *a, uint64_t relation_id)
{
    return arena_printf(a, "relation_share_key:%llu", (unsigned long long)relation_id);
}

static const char *copy_place(struct arena *a, const struct record *r)
{
    return arena_printf(a, "shared_copy:%s:%llu", r->entity->table, (unsigned long long)r->id);
}

static bool says_yes(const struct record *r, const char *column)
{
    size_t i = field_index(r->entity, column);

    return i < r->entity->count && text_equal(r->values[i], "ja");
}

bool share_wanted(const struct record *r)
{
    return r->entity->shares && says_yes(r, "shared") && !says_yes(r, "about_other");
}

uint8_t *share_key_new(struct model *m, uint64_t relation_id, uint8_t key[KEY_BYTES], size_t *n)
{
    random_bytes(key, KEY_BYTES);
    return seal(m->arena, m->keys->key[KEY_SHARE], wrap_place(m->arena, relation_id), key, KEY_BYTES, n);
}

uint8_t *share_seal(struct arena *a, const struct record *r, const uint8_t key[KEY_BYTES], const void *p, size_t p_n, size_t *n)
{
    return seal(a, key, copy_place(a, r), p, p_n, n);
}

static enum status key_add(struct model *m, uint64_t relation_id, uint8_t key[KEY_BYTES])
{
    size_t n;
    uint8_t *wrapped = share_key_new(m, relation_id, key, &n);
    struct stmt *st = db_stmt(m->db, SQL_KEY_ADD);

    bind_u64(st, 0, relation_id);
    bind_bytes(st, 1, wrapped, n);
    bind_time(st, 2, clock_now());
    return db_run(st);
}

/* A wrapped key opened into `key`. */
static bool unwrap(struct model *m, uint64_t relation_id, const void *wrapped, size_t n, uint8_t key[KEY_BYTES])
{
    size_t plain_n = 0;
    uint8_t *plain = wrapped ? unseal(m->arena, m->keys->key[KEY_SHARE], wrap_place(m->arena, relation_id), wrapped, n, &plain_n) : NULL;
    bool ok = plain && plain_n == KEY_BYTES;

    if (ok)
        memcpy(key, plain, KEY_BYTES);
    else
        log_fact(LOG_ERROR, "seal_broken", "table=relation_share_key row=%llu", (unsigned long long)relation_id);
    if (plain)
        bytes_wipe(plain, plain_n);
    return ok;
}

/* The relation's key for sharing, made when there is none yet. */
static enum status share_key(struct model *m, uint64_t relation_id, uint8_t key[KEY_BYTES])
{
    struct stmt *st;
    const void *wrapped;
    size_t n;
    bool ok;

    if (!m->keys || !m->keys->have[KEY_SHARE]) {
        log_fact(LOG_ERROR, "key_absent", "key=share.key");
        return ST_FAILED;
    }
    st = db_stmt(m->db, SQL_KEY);
    bind_u64(st, 0, relation_id);
    if (!db_step(st))
        return db_status(st) == ST_NOT_FOUND ? key_add(m, relation_id, key) : ST_FAILED;
    wrapped = col_bytes(st, 0, &n);
    ok = unwrap(m, relation_id, wrapped, n, key);
    db_done(st);
    return ok ? ST_OK : ST_FAILED;
}

/* What is copied: the key of a document's file, or a sealed field, opened again when the record was saved without it. */
static enum status shared_value(struct model *m, const struct record *r, const void **p, size_t *n)
{
    char store_name[33];
    struct record *whole;
    uint8_t *key = arena_alloc(m->arena, KEY_BYTES);
    enum status status;

    if (r->entity == &document_entity) {
        *p = key;
        *n = KEY_BYTES;
        return document_key(m, r->relation_id, r->id, &whole, store_name, key);
    }
    status = record_load(m, r->entity, r->relation_id, r->id, OPEN_SEALED, &whole);
    *p = status == ST_OK ? record_get(whole, r->entity->shares) : NULL;
    *n = *p ? strlen(*p) : 0;
    return status;
}

static enum status copy_drop(struct model *m, const struct record *r)
{
    struct stmt *st = db_stmt(m->db, SQL_DROP);

    bind_str(st, 0, r->entity->table);
    bind_u64(st, 1, r->id);
    return db_run(st);
}

static enum status copy_put(struct model *m, const struct record *r, const void *p, size_t p_n)
{
    uint8_t key[KEY_BYTES], *sealed;
    enum status status = share_key(m, r->relation_id, key);
    struct stmt *st;
    size_t n;

    if (status != ST_OK)
        return status;
    sealed = share_seal(m->arena, r, key, p, p_n, &n);
    bytes_wipe(key, sizeof key);
    st = db_stmt(m->db, SQL_PUT);
    bind_str(st, 0, r->entity->table);
    bind_u64(st, 1, r->id);
    bind_u64(st, 2, r->relation_id);
    bind_bytes(st, 3, sealed, n);
    return db_run(st);
}

enum status share_follow(struct model *m, const struct record *r)
{
    const void *p;
    size_t n;
    enum status status;

    if (!share_wanted(r))
        return copy_drop(m, r);
    status = shared_value(m, r, &p, &n);
    if (status != ST_OK)
        return status;
    return p ? copy_put(m, r, p, n) : copy_drop(m, r);
}

uint8_t *share_open(struct model *m, const struct record *row, const void *wrapped, size_t wrapped_n, const void *sealed, size_t sealed_n, size_t *n)
{
    uint8_t key[KEY_BYTES], *plain;

    if (!m->keys || !m->keys->have[KEY_SHARE] || !unwrap(m, row->relation_id, wrapped, wrapped_n, key))
        return NULL;
    plain = unseal(m->arena, key, copy_place(m->arena, row), sealed, sealed_n, n);
    bytes_wipe(key, sizeof key);
    if (!plain)
        log_fact(LOG_ERROR, "seal_broken", "table=shared_copy entity=%s row=%llu", row->entity->table, (unsigned long long)row->id);
    return plain;
}
