#include "model/document.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/config.h"
#include "base/log.h"
#include "base/problem.h"
#include "base/random.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/actor.h"
#include "model/media.h"
#include "model/record_parts.h"
#include "model/share.h"

#define FILE_NAME_MAX 255 /* bytes */
#define FIELD         "bestand"

static const char SQL_BIND[] = "UPDATE document SET store_name = ?, file_key = ? WHERE id = ?";
static const char SQL_KEY[] = "SELECT store_name, file_key FROM document WHERE id = ? AND relation_id = ?";

struct receiver {
    const struct config *config;
    struct arena *arena;
    struct vault *vault;
    struct hasher *hasher;
    struct upload upload;
    uint8_t head[MEDIA_HEAD];
    size_t head_n;
    bool refused; /* by its kind: the rest is read and not kept */
    bool whole;   /* committed to the disk */
    bool taken;   /* by a row, whose transaction may still fail */
};

/* What is left of a path that a browser sent, without control characters, with its extension also when it is too long. */
static const char *safe_name(struct arena *a, const char *sent)
{
    const char *base = sent ? sent : "", *dot;
    size_t n, tail;

    for (const char *p = base; *p; p++)
        if (*p == '/' || *p == '\\')
            base = p + 1;
    if (text_check(base, strlen(base), false) != TEXT_FINE)
        return "";
    base = text_clean(a, base);
    n = strlen(base);
    if (n <= FILE_NAME_MAX)
        return base;
    dot = strrchr(base, '.');
    tail = dot && strlen(dot) <= 16 ? strlen(dot) : 0;
    n = FILE_NAME_MAX - tail;
    while (n > 0 && ((unsigned char)base[n] & 0xC0) == 0x80) /* not inside a letter */
        n--;
    return arena_printf(a, "%.*s%s", (int)n, base, tail ? dot : "");
}

static void let_go(void *what)
{
    struct receiver *r = what;

    if (!r->taken)
        receive_abort(r);
}

struct receiver *receive_open(const struct config *c, struct arena *a, const char *file_name)
{
    struct receiver *r = arena_alloc(a, sizeof *r);

    r->config = c;
    r->arena = a;
    r->upload.file_name = safe_name(a, file_name);
    r->upload.media_type = media_type(r->upload.file_name);
    r->refused = !r->upload.media_type;
    random_bytes(r->upload.key, sizeof r->upload.key);
    if (!store_room(c, 0)) {
        log_fact(LOG_WARN, "store_full", "free_percent=%d", STORE_FREE_PERCENT);
        return NULL;
    }
    r->hasher = hasher_new();
    r->vault = store_create(c, STORE_DOCUMENTS, r->upload.key, r->upload.store_name);
    arena_defer(a, let_go, r); /* also when the request ends by a jump */
    return r->hasher && r->vault ? r : NULL;
}

static void keep_head(struct receiver *r, const void *p, size_t n)
{
    size_t take = n < MEDIA_HEAD - r->head_n ? n : MEDIA_HEAD - r->head_n;

    if (take == 0)
        return;
    memcpy(r->head + r->head_n, p, take);
    r->head_n += take;
    if (r->head_n == MEDIA_HEAD)
        r->refused = r->refused || !media_agrees(r->upload.file_name, r->head, r->head_n);
}

enum status receive_piece(struct receiver *r, const void *p, size_t n)
{
    if (!r->vault)
        return ST_FAILED;
    if (n > (uint64_t)r->config->upload_max || r->upload.size > (uint64_t)r->config->upload_max - n)
        return ST_INVALID;
    keep_head(r, p, n);
    r->upload.size += n;
    if (r->refused) /* receive_close() says why */
        return ST_OK;
    /* Room is asked for once a chunk: often enough, and no system call for every few bytes. */
    if ((r->upload.size - n) / VAULT_CHUNK != r->upload.size / VAULT_CHUNK && !store_room(r->config, n))
        return ST_FAILED;
    hasher_add(r->hasher, p, n);
    return vault_write(r->vault, p, n);
}

static enum status check_kind(const struct receiver *r, struct problems *p)
{
    const struct upload *u = &r->upload;

    if (!*u->file_name)
        return invalid(p, FIELD, "Kies een bestand");
    if (u->size == 0)
        return invalid(p, FIELD, "Dit bestand is leeg. Kies een ander bestand");
    if (!u->media_type)
        return invalidf(p, FIELD, "Dit soort bestand kan niet worden bewaard. Wel mogelijk: %s", media_names());
    if (!media_agrees(u->file_name, r->head, r->head_n))
        return invalid(p, FIELD, "De inhoud van dit bestand past niet bij de naam. Bewaar het opnieuw in het goede formaat");
    return ST_OK;
}

enum status receive_close(struct receiver *r, struct problems *p, struct upload *out)
{
    uint8_t hash[HASH_BYTES];
    enum status status = r->vault ? check_kind(r, p) : ST_FAILED;

    if (status == ST_OK)
        status = vault_commit(r->vault);
    if (status != ST_OK) {
        receive_abort(r);
        return status;
    }
    r->whole = true;
    vault_close(r->vault);
    r->vault = NULL;
    hasher_end(r->hasher, hash);
    r->hasher = NULL;
    hex_encode(hash, sizeof hash, r->upload.sha256);
    r->upload.receiver = r;
    *out = r->upload;
    return ST_OK;
}

void receive_abort(struct receiver *r)
{
    uint8_t hash[HASH_BYTES];

    if (!r)
        return;
    vault_close(r->vault);
    r->vault = NULL;
    if (r->hasher)
        hasher_end(r->hasher, hash);
    r->hasher = NULL;
    if (r->whole)
        store_remove(r->config, STORE_DOCUMENTS, r->upload.store_name);
    r->whole = r->taken = false;
    bytes_wipe(r->upload.key, sizeof r->upload.key);
}

static const char *key_place(struct arena *a, uint64_t id)
{
    return arena_printf(a, "document.file_key:%llu", (unsigned long long)id);
}

uint8_t *document_key_seal(struct arena *a, const uint8_t key[KEY_BYTES], uint64_t id, const uint8_t file_key[KEY_BYTES], size_t *n)
{
    return seal(a, key, key_place(a, id), file_key, KEY_BYTES, n);
}

void receive_kept(const struct upload *u)
{
    if (u->receiver)
        u->receiver->taken = true;
}

/* The file's own key, sealed with the relation's for the row's id. */
static enum status bind_file(struct model *m, uint64_t relation_id, uint64_t id, const struct upload *u)
{
    uint8_t key[KEY_BYTES], *sealed;
    enum status status = relation_key(m, relation_id, key);
    struct stmt *st;
    size_t n;

    if (status != ST_OK)
        return status;
    sealed = document_key_seal(m->arena, key, id, u->key, &n);
    bytes_wipe(key, sizeof key);
    st = db_stmt(m->db, SQL_BIND);
    bind_str(st, 0, u->store_name);
    bind_bytes(st, 1, sealed, n);
    bind_u64(st, 2, id);
    return db_run(st);
}

enum status document_add(struct model *m, uint64_t relation_id, const struct upload *u, const char *title, const char *kind, bool shared,
                         uint64_t *id)
{
    struct record *r = record_new(m->arena, &document_entity);
    bool *mask = arena_array(m->arena, document_entity.count, sizeof *mask);
    enum status status;

    for (size_t i = 0; i < document_entity.count; i++)
        mask[i] = true;
    r->parent_id = relation_id;
    record_set(r, "title", title);
    record_set(r, "kind", kind);
    record_set(r, "author", m->who ? m->who->name : NULL);
    record_set(r, "shared", shared ? "ja" : "nee");
    record_set(r, "file_name", u->file_name);
    record_set(r, "media_type", u->media_type);
    record_set(r, "size", arena_printf(m->arena, "%llu", (unsigned long long)u->size));
    record_set(r, "sha256", u->sha256);
    status = record_save(m, r, mask);
    if (status == ST_OK)
        status = bind_file(m, relation_id, r->id, u);
    if (status == ST_OK)
        status = share_follow(m, r);
    if (status == ST_OK)
        receive_kept(u);
    *id = status == ST_OK ? r->id : 0;
    return status;
}

enum status document_key(struct model *m, uint64_t relation_id, uint64_t id, struct record **out, char store_name[33], uint8_t key[KEY_BYTES])
{
    uint8_t relation[KEY_BYTES], *plain;
    const void *sealed;
    struct stmt *st;
    size_t n, plain_n;
    enum status status = record_load(m, &document_entity, relation_id, id, OPEN_PLAIN, out);

    if (status == ST_OK)
        status = relation_key(m, relation_id, relation);
    if (status != ST_OK)
        return status;
    st = db_stmt(m->db, SQL_KEY);
    bind_u64(st, 0, id);
    bind_u64(st, 1, relation_id);
    if (!db_step(st) || !col_str(st, 0) || strlen(col_str(st, 0)) != 32) {
        status = db_status(st) == ST_OK ? ST_FAILED : db_status(st);
        db_done(st);
        return status;
    }
    memcpy(store_name, col_str(st, 0), 33);
    sealed = col_bytes(st, 1, &n);
    plain = sealed ? unseal(m->arena, relation, key_place(m->arena, id), sealed, n, &plain_n) : NULL;
    db_done(st);
    bytes_wipe(relation, sizeof relation);
    if (!plain || plain_n != KEY_BYTES) {
        log_fact(LOG_ERROR, "seal_broken", "table=document column=file_key row=%llu", (unsigned long long)id);
        return ST_FAILED;
    }
    memcpy(key, plain, KEY_BYTES);
    bytes_wipe(plain, plain_n);
    return ST_OK;
}
