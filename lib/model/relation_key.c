#include "base/arena.h"
#include "base/clock.h"
#include "base/keys.h"
#include "base/log.h"
#include "base/random.h"
#include "model/record_parts.h"

/* relation_key is a view on the table of that name in the keys' own schema (sql/0003_keys.sql). */
static const char SQL_ADD[] = "INSERT INTO relation_key (relation_id, wrapped, created_at) VALUES (?, ?, ?)";
static const char SQL_GET[] = "SELECT wrapped FROM relation_key WHERE relation_id = ?";

static const char *wrap_place(struct arena *a, uint64_t relation_id)
{
    return arena_printf(a, "relation_key:%llu", (unsigned long long)relation_id);
}

static bool have_keys(const struct model *m)
{
    if (m->keys && m->keys->have[KEY_RELATION])
        return true;
    log_fact(LOG_ERROR, "key_absent", "key=relation.key");
    return false;
}

uint8_t *relation_key_new(struct model *m, uint64_t relation_id, uint8_t key[KEY_BYTES], size_t *n)
{
    random_bytes(key, KEY_BYTES);
    return seal(m->arena, m->keys->key[KEY_RELATION], wrap_place(m->arena, relation_id), key, KEY_BYTES, n);
}

enum status relation_key_create(struct model *m, uint64_t relation_id)
{
    uint8_t key[KEY_BYTES], *wrapped;
    struct stmt *st;
    size_t n;

    if (!have_keys(m))
        return ST_FAILED;
    wrapped = relation_key_new(m, relation_id, key, &n);
    bytes_wipe(key, sizeof key);
    st = db_stmt(m->db, SQL_ADD);
    bind_u64(st, 0, relation_id);
    bind_bytes(st, 1, wrapped, n);
    bind_time(st, 2, clock_now());
    return db_run(st);
}

enum status relation_key(struct model *m, uint64_t relation_id, uint8_t key[KEY_BYTES])
{
    struct stmt *st;
    uint8_t *plain = NULL;
    const void *wrapped;
    size_t n, plain_n = 0;

    if (!have_keys(m))
        return ST_FAILED;
    st = db_stmt(m->db, SQL_GET);
    bind_u64(st, 0, relation_id);
    if (!db_step(st))
        return db_status(st);
    wrapped = col_bytes(st, 0, &n);
    if (wrapped)
        plain = unseal(m->arena, m->keys->key[KEY_RELATION], wrap_place(m->arena, relation_id), wrapped, n, &plain_n);
    db_done(st);
    if (!plain || plain_n != KEY_BYTES) {
        log_fact(LOG_ERROR, "seal_broken", "table=relation_key row=%llu", (unsigned long long)relation_id);
        return ST_FAILED;
    }
    for (size_t i = 0; i < KEY_BYTES; i++)
        key[i] = plain[i];
    bytes_wipe(plain, plain_n);
    return ST_OK;
}
