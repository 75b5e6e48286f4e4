#include "model/import_file.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/keys.h"
#include "base/log.h"
#include "base/random.h"
#include "db/db.h"
#include "guard/actor.h"
#include "model/store.h"

#define COLUMNS                                                                                                                                      \
    "f.id, f.name, f.user_id, u.name, f.file_name, f.file_size, f.store_name, f.mapping, f.century, f.duplicates, f.state, f.job_name, "             \
    "f.next_line, f.lines_read, f.added, f.changed, f.duplicate, f.refused, f.created_at, f.finished_at, f.expires_at FROM import_file f "           \
    "LEFT JOIN app_user u ON u.id = f.user_id "

static const char SQL_ADD[] = "INSERT INTO import_file (name, user_id, file_name, file_size, store_name, file_key, created_at, expires_at) "
                              "VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
static const char SQL_LOAD[] = "SELECT " COLUMNS "WHERE f.name = ?";
static const char SQL_OF_JOB[] = "SELECT " COLUMNS "WHERE f.job_name = ?";
static const char SQL_LIST[] = "SELECT " COLUMNS "ORDER BY f.id DESC LIMIT ? OFFSET ?";
static const char SQL_COUNT[] = "SELECT COUNT(*) FROM import_file";
static const char SQL_CHOOSE[] = "UPDATE import_file SET mapping = ?, century = ?, duplicates = ? WHERE id = ?";
static const char SQL_STATE[] = "UPDATE import_file SET state = ?, job_name = ?, finished_at = ? WHERE id = ? AND state = ?";
static const char SQL_KEPT[] = "SELECT mapping FROM import_mapping WHERE heading_hash = ?";
static const char SQL_KEEP[] = "INSERT INTO import_mapping (heading_hash, mapping, changed_at) VALUES (?, ?, ?) "
                               "ON DUPLICATE KEY UPDATE mapping = VALUES(mapping), changed_at = VALUES(changed_at)";
static const char SQL_KEY[] = "SELECT file_key FROM import_file WHERE id = ?";
static const char SQL_EXPIRED[] =
    "SELECT id, store_name FROM import_file WHERE store_name IS NOT NULL AND expires_at <= ? ORDER BY expires_at LIMIT 100";
static const char SQL_GONE[] = "UPDATE import_file SET store_name = NULL, file_key = NULL WHERE id = ?";

static const char *const states[] = { "received", "checking", "checked", "importing", "done", "undoing", "undone", "failed" };
static const char *const duplicates[] = { [DUPLICATES_SKIP] = "skip", [DUPLICATES_UPDATE] = "update", [DUPLICATES_NEW] = "new" };

const char *import_duplicates_name(enum import_duplicates d)
{
    return duplicates[d];
}

bool import_duplicates_find(const char *name, enum import_duplicates *out)
{
    for (size_t i = 0; i < sizeof duplicates / sizeof *duplicates; i++)
        if (strcmp(duplicates[i], name) == 0) {
            *out = (enum import_duplicates)i;
            return true;
        }
    return false;
}

static enum import_state state_of(const char *s)
{
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (strcmp(states[i], s) == 0)
            return (enum import_state)i;
    return IMPORT_FAILED;
}

static const char *key_place(struct arena *a, const char *name)
{
    return arena_printf(a, "import_file.file_key:%s", name);
}

enum status import_add(struct model *m, const char *file_name, uint64_t size, const struct upload *upload, struct import_file *out)
{
    struct stmt *st = db_stmt(m->db, SQL_ADD);
    int64_t now = clock_now();
    enum status status;
    size_t n;

    *out = (struct import_file){ .file_name = file_name, .file_size = size, .created_at = now, .expires_at = now + IMPORT_DAYS * CLOCK_DAY };
    random_name(out->name);
    bind_str(st, 0, out->name);
    if (m->who && m->who->user_id)
        bind_u64(st, 1, m->who->user_id);
    bind_str(st, 2, file_name);
    bind_u64(st, 3, size);
    bind_str(st, 4, upload ? upload->store_name : NULL);
    if (upload) {
        uint8_t *sealed = seal(m->arena, m->keys->key[KEY_EXPORT], key_place(m->arena, out->name), upload->key, KEY_BYTES, &n);

        bind_bytes(st, 5, sealed, n);
    }
    bind_time(st, 6, now);
    bind_time(st, 7, out->expires_at);
    status = db_run(st);
    out->id = db_insert_id(st);
    if (status == ST_OK && upload)
        receive_kept(upload);
    return status;
}

static void read_file(struct stmt *st, struct arena *a, struct import_file *f)
{
    *f = (struct import_file){ .id = col_u64(st, 0) };
    memcpy(f->name, col_str(st, 1), sizeof f->name - 1);
    f->user_id = col_u64(st, 2);
    f->user_name = col_dup(st, 3, a);
    f->file_name = col_dup(st, 4, a);
    f->file_size = col_u64(st, 5);
    f->store_name = col_dup(st, 6, a);
    f->mapping = col_dup(st, 7, a);
    if (!century_find(col_str(st, 8), &f->century))
        f->century = CENTURY_ASK;
    if (!import_duplicates_find(col_str(st, 9), &f->duplicates))
        f->duplicates = DUPLICATES_SKIP;
    f->state = state_of(col_str(st, 10));
    f->job_name = col_dup(st, 11, a);
    f->next_line = (uint32_t)col_u64(st, 12);
    f->counts = (struct import_counts){ (uint32_t)col_u64(st, 13), (uint32_t)col_u64(st, 14), (uint32_t)col_u64(st, 15), (uint32_t)col_u64(st, 16),
                                        (uint32_t)col_u64(st, 17) };
    f->created_at = col_time(st, 18);
    f->finished_at = col_time(st, 19);
    f->expires_at = col_time(st, 20);
}

static enum status load(struct model *m, struct stmt *st, const char *name, struct import_file *out)
{
    bind_str(st, 0, name);
    if (!db_step(st))
        return db_status(st);
    read_file(st, m->arena, out);
    db_done(st);
    return ST_OK;
}

enum status import_load(struct model *m, const char *name, struct import_file *out)
{
    return load(m, db_stmt(m->db, SQL_LOAD), name, out);
}

enum status import_of_job(struct model *m, const char *job_name, struct import_file *out)
{
    return load(m, db_stmt(m->db, SQL_OF_JOB), job_name, out);
}

enum status import_list(struct model *m, unsigned offset, unsigned limit, struct import_file **out, size_t *count)
{
    struct stmt *st = db_stmt(m->db, SQL_LIST);
    enum status status;

    *out = arena_array(m->arena, limit, sizeof **out);
    *count = 0;
    bind_u64(st, 0, limit);
    bind_u64(st, 1, offset);
    while (*count < limit && db_step(st))
        read_file(st, m->arena, &(*out)[(*count)++]);
    status = *count == limit ? ST_OK : db_status(st);
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}

enum status import_count(struct model *m, uint64_t *count)
{
    struct stmt *st = db_stmt(m->db, SQL_COUNT);

    if (!db_step(st))
        return ST_FAILED;
    *count = col_u64(st, 0);
    db_done(st);
    return ST_OK;
}

enum status import_choose(struct model *m, const struct import_file *f)
{
    struct stmt *st = db_stmt(m->db, SQL_CHOOSE);

    bind_str(st, 0, f->mapping);
    bind_str(st, 1, century_name(f->century));
    bind_str(st, 2, duplicates[f->duplicates]);
    bind_u64(st, 3, f->id);
    return db_run(st);
}

enum status import_set_state(struct model *m, const struct import_file *f, enum import_state from, enum import_state to, const char *job_name)
{
    struct stmt *st = db_stmt(m->db, SQL_STATE);
    enum status status;

    bind_str(st, 0, states[to]);
    bind_str(st, 1, job_name);
    bind_time(st, 2, (from == IMPORT_IMPORTING && to == IMPORT_DONE) || to == IMPORT_UNDONE ? clock_now() : f->finished_at);
    bind_u64(st, 3, f->id);
    bind_str(st, 4, states[from]);
    status = db_run(st);
    return status == ST_OK && db_changed(st) != 1 && from != to ? ST_CONFLICT : status;
}

enum status mapping_kept(struct model *m, const uint8_t hash[HASH_BYTES], const char **mapping)
{
    struct stmt *st = db_stmt(m->db, SQL_KEPT);

    *mapping = NULL;
    bind_bytes(st, 0, hash, HASH_BYTES);
    if (!db_step(st))
        return db_status(st) == ST_NOT_FOUND ? ST_OK : db_status(st);
    *mapping = col_dup(st, 0, m->arena);
    db_done(st);
    return ST_OK;
}

enum status mapping_keep(struct model *m, const uint8_t hash[HASH_BYTES], const char *mapping)
{
    struct stmt *st = db_stmt(m->db, SQL_KEEP);

    bind_bytes(st, 0, hash, HASH_BYTES);
    bind_str(st, 1, mapping);
    bind_time(st, 2, clock_now());
    return db_run(st);
}

enum status import_open(struct model *m, const struct config *c, const struct import_file *f, struct vault **out)
{
    struct stmt *st = db_stmt(m->db, SQL_KEY);
    const void *sealed;
    uint8_t *key = NULL;
    size_t n, key_n = 0;

    *out = NULL;
    if (f->store_name == NULL)
        return ST_NOT_FOUND;
    bind_u64(st, 0, f->id);
    if (!db_step(st))
        return db_status(st);
    sealed = col_bytes(st, 0, &n);
    if (sealed)
        key = unseal(m->arena, m->keys->key[KEY_EXPORT], key_place(m->arena, f->name), sealed, n, &key_n);
    db_done(st);
    if (key == NULL || key_n != KEY_BYTES) {
        log_fact(LOG_ERROR, "seal_broken", "table=import_file column=file_key row=%llu", (unsigned long long)f->id);
        return ST_FAILED;
    }
    *out = store_open(c, STORE_DOCUMENTS, f->store_name, key);
    bytes_wipe(key, key_n);
    return *out ? ST_OK : ST_FAILED;
}

static enum status source_read(void *ctx, void *p, size_t n, size_t *got)
{
    return vault_read(ctx, p, n, got);
}

static enum status source_rewind(void *ctx)
{
    return vault_seek(ctx, 0);
}

struct byte_source import_source(struct vault *v)
{
    return (struct byte_source){ .read = source_read, .rewind = source_rewind, .ctx = v };
}

/* The row first: a file without a row is an orphan that the store's sweeper finds. */
enum status import_sweep(const struct config *c, struct db *db, unsigned *gone)
{
    struct stmt *st = db_stmt(db, SQL_EXPIRED), *end;

    *gone = 0;
    bind_time(st, 0, clock_now());
    while (db_step(st)) {
        char name[33];

        memcpy(name, col_str(st, 1), sizeof name);
        end = db_stmt(db, SQL_GONE);
        bind_u64(end, 0, col_u64(st, 0));
        if (db_run(end) != ST_OK || store_remove(c, STORE_DOCUMENTS, name) != ST_OK)
            return ST_FAILED;
        (*gone)++;
    }
    return db_status(st) == ST_FAILED ? ST_FAILED : ST_OK;
}
