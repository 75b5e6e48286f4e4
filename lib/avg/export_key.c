/* What a page needs of an export: to ask for one, and to open what came of it. The making is in export.c, which pages do not carry. */
#include <string.h>

#include "avg/export.h"
#include "base/arena.h"
#include "base/keys.h"
#include "base/log.h"
#include "db/db.h"

enum status export_request(struct db *db, const struct actor *who, uint64_t relation_id, char name[33])
{
    return job_add(db, who, EXPORT_KIND, relation_id, name);
}

char *export_key_place(struct arena *a, const struct job *j)
{
    return arena_printf(a, "job.file_key:%s", j->name);
}

static const char SQL_KEY[] = "SELECT file_key FROM job WHERE id = ? AND state = 'done'";

enum status export_key_open(const struct keys *k, const struct job *j, const void *sealed, size_t n, uint8_t key[KEY_BYTES])
{
    struct arena *a = arena_new(0);
    uint8_t *opened = NULL;
    size_t opened_n = 0;
    bool right;

    if (a != NULL && sealed != NULL)
        opened = unseal(a, k->key[KEY_EXPORT], export_key_place(a, j), sealed, n, &opened_n);
    right = opened != NULL && opened_n == KEY_BYTES;
    if (right)
        memcpy(key, opened, KEY_BYTES);
    else
        log_fact(LOG_ERROR, "export_key", "job=%s", j->name);
    if (opened != NULL)
        bytes_wipe(opened, opened_n);
    arena_free(a);
    return right ? ST_OK : ST_FAILED;
}

enum status export_key(struct db *db, const struct keys *k, const struct job *j, uint8_t key[KEY_BYTES])
{
    struct stmt *st = db_stmt(db, SQL_KEY);
    const void *sealed;
    enum status said;
    size_t n = 0;

    bind_u64(st, 0, j->id);
    if (!db_step(st))
        return db_status(st);
    sealed = col_bytes(st, 0, &n);
    said = export_key_open(k, j, sealed, n, key);
    db_done(st);
    return said;
}
