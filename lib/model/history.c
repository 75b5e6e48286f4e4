#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "guard/actor.h"
#include "model/check.h"
#include "model/record_parts.h"
#include "model/relation.h"

#define HISTORY_ADDED "toegevoegd"
#define HISTORY_WIPED "gewist" /* a change from nothing to nothing: what it was could not be kept (lib/ops/retention.h) */

static const char SQL_ADD[] = "INSERT INTO relation_history (relation_id, entity, entity_id, field, sealed, old_value, new_value, at, user_id, site, "
                              "request) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
/* The first change comes last. */
static const char SQL_BEFORE[] = "SELECT field, sealed, old_value FROM relation_history "
                                 "WHERE relation_id = ? AND entity = ? AND entity_id = ? AND request = ? AND site = 'import' AND field <> '' "
                                 "ORDER BY id DESC";
static const char SQL_LIST[] = "SELECT h.at, h.entity, h.entity_id, h.field, h.sealed, h.old_value, h.new_value, h.site, u.name "
                               "FROM relation_history h LEFT JOIN app_user u ON u.id = h.user_id "
                               "WHERE h.relation_id = ? ORDER BY h.at DESC, h.id DESC LIMIT ? OFFSET ?";
static const char SQL_COUNT[] = "SELECT COUNT(*) FROM relation_history WHERE relation_id = ?";
static const char SQL_LAST[] = "SELECT h.at, h.site, u.name FROM relation_history h LEFT JOIN app_user u ON u.id = h.user_id "
                               "WHERE h.relation_id = ? AND h.entity = ? AND h.entity_id = ? ORDER BY h.at DESC, h.id DESC LIMIT 1";

static const char *value_place(struct arena *a, const struct entity *e, uint64_t id, const struct field *f)
{
    return arena_printf(a, "relation_history.value:%s:%llu:%s", e->table, (unsigned long long)id, f->column);
}

static void bind_value(struct model *m, struct stmt *st, unsigned i, const struct record *r, const struct field *f, const char *value,
                       const uint8_t *key)
{
    size_t n;

    if (!value || !*value) {
        bind_null(st, i);
    } else if (f->sealed) {
        uint8_t *bytes = seal(m->arena, key, value_place(m->arena, r->entity, r->id, f), value, strlen(value), &n);

        bind_bytes(st, i, bytes, n);
    } else {
        bind_bytes(st, i, value, strlen(value));
    }
}

const char *history_site(const struct actor *who)
{
    if (who && who->import)
        return "import";
    if (who && who->undo)
        return "undo";
    return !who || !who->user_id ? "system" : who->site == SITE_PORTAL ? "portal" : "staff";
}

enum status history_add(struct model *m, const struct record *r, const struct field *f, const char *old_value, const char *new_value,
                        const uint8_t *key)
{
    const struct actor *who = m->who;
    struct stmt *st;

    if (r->relation_id == 0) /* a loose row is nobody's data */
        return ST_OK;
    st = db_stmt(m->db, SQL_ADD);
    bind_u64(st, 0, r->relation_id);
    bind_str(st, 1, r->entity->table);
    bind_u64(st, 2, r->id);
    bind_str(st, 3, f ? f->column : "");
    bind_u64(st, 4, f && f->sealed);
    bind_value(m, st, 5, r, f, old_value, key);
    bind_value(m, st, 6, r, f, new_value, key);
    bind_time(st, 7, clock_now());
    if (who && who->user_id)
        bind_u64(st, 8, who->user_id);
    else
        bind_null(st, 8);
    bind_str(st, 9, history_site(who));
    bind_str(st, 10, who ? who->request : "");
    return db_run(st);
}

static enum status read_before(struct model *m, struct stmt *st, struct record *r, const uint8_t *key, bool *mask)
{
    size_t k = field_index(r->entity, col_str(st, 0)), n, opened;
    const void *old = col_bytes(st, 2, &n);

    if (k == r->entity->count)
        return ST_OK;
    mask[k] = true;
    r->values[k] = NULL;
    if (old == NULL)
        return ST_OK;
    if (col_u64(st, 1) == 0)
        r->values[k] = col_dup(st, 2, m->arena);
    else if (key)
        r->values[k] = (const char *)unseal(m->arena, key, value_place(m->arena, r->entity, r->id, &r->entity->fields[k]), old, n, &opened);
    return r->values[k] ? ST_OK : ST_FAILED;
}

enum status history_before(struct model *m, struct record *r, const char *request, bool *mask)
{
    uint8_t key[KEY_BYTES];
    /* Before the statement: this asks the database too. */
    bool opened = m->keys && relation_key(m, r->relation_id, key) == ST_OK;
    struct stmt *st = db_stmt(m->db, SQL_BEFORE);
    enum status status = ST_OK;

    bind_u64(st, 0, r->relation_id);
    bind_str(st, 1, r->entity->table);
    bind_u64(st, 2, r->id);
    bind_str(st, 3, request);
    while (status == ST_OK && db_step(st))
        status = read_before(m, st, r, opened ? key : NULL, mask);
    if (status == ST_OK && db_status(st) == ST_FAILED)
        status = ST_FAILED;
    db_done(st);
    bytes_wipe(key, sizeof key);
    return status;
}

static const struct entity *entity_of(const char *table)
{
    for (const struct entity *const *e = entities; *e; e++) {
        if (strcmp((*e)->table, table) == 0)
            return *e;
        if ((*e)->child && strcmp((*e)->child->table, table) == 0)
            return (*e)->child;
    }
    return NULL;
}

/* A sealed value, opened for who may have all of it. NULL when it does not open: then it is shown masked. */
static const char *open_value(struct model *m, const struct change *c, const uint8_t *key, const void *bytes, size_t n)
{
    size_t opened;

    return key ? (const char *)unseal(m->arena, key, value_place(m->arena, c->entity, c->entity_id, c->field), bytes, n, &opened) : NULL;
}

static const char *show_value(struct model *m, const struct change *c, struct stmt *st, unsigned column, const uint8_t *key)
{
    size_t n;
    const void *bytes = col_bytes(st, column, &n);
    const char *value;

    if (!bytes)
        return "";
    if (!c->field)
        return col_dup(st, column, m->arena);
    if (m->who && !perms_have(&m->who->perms, c->field->see))
        value = NULL;
    else
        value = col_u64(st, 4) != 0 ? open_value(m, c, key, bytes, n) : col_dup(st, column, m->arena);
    return value ? field_show(c->field, m->arena, value) : field_masked(c->field, m->arena, NULL);
}

static const char *show_who(struct arena *a, const char *site, const char *name)
{
    if (strcmp(site, "portal") == 0)
        return "relatie zelf";
    if (strcmp(site, "system") == 0)
        return "systeem";
    if (strcmp(site, "import") == 0)
        return name ? arena_printf(a, "%s, uit een bestand", name) : "uit een bestand";
    if (strcmp(site, "undo") == 0)
        return name ? arena_printf(a, "%s, import teruggedraaid", name) : "import teruggedraaid";
    return name ? arena_strdup(a, name) : "onbekend";
}

static void read_change(struct model *m, struct stmt *st, struct change *c, const uint8_t *key)
{
    const char *column = col_str(st, 3);
    size_t i;

    c->at = col_time(st, 0);
    c->entity = entity_of(col_str(st, 1));
    c->entity_id = col_u64(st, 2);
    c->entity_title = c->entity ? c->entity->title : col_dup(st, 1, m->arena);
    if (c->entity && *column) {
        i = field_index(c->entity, column);
        c->field = i < c->entity->count ? &c->entity->fields[i] : NULL;
    }
    c->field_label = c->field ? c->field->label : *column ? arena_strdup(m->arena, column) : c->entity_title;
    c->old_value = show_value(m, c, st, 5, key);
    c->new_value = *column ? show_value(m, c, st, 6, key) : HISTORY_ADDED;
    c->site = arena_strdup(m->arena, col_str(st, 7));
    if (*column && col_null(st, 5) && col_null(st, 6)) {
        c->new_value = HISTORY_WIPED;
        c->old_value = strcmp(c->site, "system") == 0 ? "" : HISTORY_WIPED; /* the wiping itself, or somebody's change before it */
    }
    c->who = show_who(m->arena, c->site, col_str(st, 8));
}

/* Codes are stored, so that a reason can be given another title. After the list: this asks the database too. */
static enum status tell_reasons(struct model *m, struct change *list, size_t count)
{
    enum status status = ST_OK;

    for (size_t i = 0; status == ST_OK && i < count; i++) {
        if (!list[i].field || list[i].field->type != F_REASON)
            continue;
        if (*list[i].old_value)
            status = reason_title(m, list[i].old_value, &list[i].old_value);
        if (status == ST_OK && *list[i].new_value)
            status = reason_title(m, list[i].new_value, &list[i].new_value);
    }
    return status;
}

enum status history_list(struct model *m, uint64_t relation_id, unsigned offset, unsigned limit, struct change **out, size_t *count)
{
    struct change *list = arena_array(m->arena, limit, sizeof *list);
    uint8_t key[KEY_BYTES];
    /* Before the statement: this asks the database too. */
    bool opened = !m->who && m->keys && relation_key(m, relation_id, key) == ST_OK;
    struct stmt *st = db_stmt(m->db, SQL_LIST);
    enum status status;

    *out = list;
    *count = 0;
    bind_u64(st, 0, relation_id);
    bind_u64(st, 1, limit);
    bind_u64(st, 2, offset);
    while (*count < limit && db_step(st))
        read_change(m, st, &list[(*count)++], opened ? key : NULL);
    status = *count < limit ? db_status(st) : ST_OK;
    db_done(st);
    bytes_wipe(key, sizeof key);
    return status == ST_OK || status == ST_NOT_FOUND ? tell_reasons(m, list, *count) : status;
}

enum status history_count(struct model *m, uint64_t relation_id, uint64_t *count)
{
    struct stmt *st = db_stmt(m->db, SQL_COUNT);

    bind_u64(st, 0, relation_id);
    if (!db_step(st))
        return ST_FAILED;
    *count = col_u64(st, 0);
    db_done(st);
    return ST_OK;
}

enum status history_last(struct model *m, const struct record *r, const char **who, int64_t *at)
{
    struct stmt *st = db_stmt(m->db, SQL_LAST);
    enum status status;

    *who = NULL;
    *at = 0;
    bind_u64(st, 0, r->relation_id);
    bind_str(st, 1, r->entity->table);
    bind_u64(st, 2, r->id);
    if (db_step(st)) {
        *at = col_time(st, 0);
        *who = show_who(m->arena, col_str(st, 1), col_str(st, 2));
    }
    status = *at ? ST_OK : db_status(st);
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}
