#include "ops/retention.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "guard/audit.h"
#include "model/record_parts.h"
#include "model/record_sql.h"

static const char SQL_FORGET[] = "UPDATE relation_history SET old_value = NULL, new_value = NULL WHERE relation_id = ? AND entity = ? AND "
                                 "entity_id = ? AND field = ? AND (old_value IS NOT NULL OR new_value IS NOT NULL)";

struct wiping {
    struct model m;
    const struct entity *entity;
    const char *before; /* due is what ended before this date */
    uint64_t id;
    bool there; /* there was something to wipe */
};

static const char *due_before(struct arena *a, const struct entity *e)
{
    struct date today;

    if (!date_parse(clock_today(a), &today))
        return NULL;
    return date_text(a, date_add_days(today, -keep_info(e->wipe)->days));
}

/* What history keeps of a field of the row; *gone when there was anything. */
static enum status forget(struct db *db, const struct record *r, const struct field *f, bool *gone)
{
    struct stmt *st = db_stmt(db, SQL_FORGET);
    enum status status;

    bind_u64(st, 0, r->relation_id);
    bind_str(st, 1, r->entity->table);
    bind_u64(st, 2, r->id);
    bind_str(st, 3, f->column);
    status = db_run(st);
    *gone = status == ST_OK && db_changed(st) > 0;
    return status;
}

static enum status empty_columns(struct db *db, const struct record *r, bool there)
{
    struct stmt *st = db_stmt(db, record_sql(r->entity, RS_WIPE, NULL));

    bind_u64(st, 0, there);
    bind_time(st, 1, there ? clock_now() : r->changed_at);
    bind_u64(st, 2, r->id);
    return db_run(st);
}

static enum status tell(struct wiping *w, const struct record *r, enum field_category heaviest, const char *fields)
{
    const struct audit what = { .event = "retention_wipe",
                                .act = ACT_DELETE,
                                .outcome = OUTCOME_DONE,
                                .object = r->entity->table,
                                .object_id = r->id,
                                .relation_id = r->relation_id,
                                .sensitivity = (char[]){ category_letter(heaviest), '\0' },
                                .detail = fields };

    return audit_write(w->m.db, &audit_system, &what);
}

static enum status wipe_row(struct wiping *w, const struct record *r)
{
    struct buf fields = buf_in(w->m.arena);
    enum field_category heaviest = PD_NORMAL;
    bool values = false, gone;
    enum status status = ST_OK;

    for (size_t k = 0; status == ST_OK && k < r->entity->count; k++) {
        const struct field *f = &r->entity->fields[k];

        if (f->keep != r->entity->wipe)
            continue;
        status = forget(w->m.db, r, f, &gone);
        if (!gone && !r->sealed_there[k] && r->values[k] == NULL)
            continue;
        values = values || r->sealed_there[k] || r->values[k] != NULL;
        heaviest = f->category > heaviest ? f->category : heaviest;
        buf_printf(&fields, "%s%s", w->there ? " " : "", f->column);
        w->there = true;
        if (status == ST_OK)
            status = history_add(&w->m, r, f, NULL, NULL, NULL);
    }
    if (status == ST_OK)
        status = empty_columns(w->m.db, r, values);
    return status == ST_OK && w->there ? tell(w, r, heaviest, fields.s) : status;
}

/* The row is held, and may have been given more time since it was found. */
static enum status wipe_tx(struct db *db, void *ctx)
{
    struct wiping *w = ctx;
    struct stmt *st = db_stmt(db, record_sql(w->entity, RS_LOCK, NULL));
    struct record *r;
    const char *ended;
    enum status status;

    w->there = false;
    bind_u64(st, 0, w->id);
    if (!db_step(st))
        return db_status(st);
    status = record_read(w->m.arena, w->entity, st, NULL, &r);
    db_done(st);
    if (status != ST_OK)
        return status;
    ended = record_get(r, w->entity->wipe_from);
    return ended && strcmp(ended, w->before) < 0 ? wipe_row(w, r) : ST_NOT_FOUND;
}

/* Also those with nothing in them: to look in history, and to be passed over from now on. */
static enum status find_due(struct wiping *w, uint64_t ids[RETENTION_AT_ONCE], size_t *n)
{
    struct stmt *st = db_stmt(w->m.db, record_sql(w->entity, RS_WIPE_DUE, NULL));
    enum status status;

    *n = 0;
    bind_str(st, 0, w->before);
    bind_u64(st, 1, RETENTION_AT_ONCE);
    while (*n < RETENTION_AT_ONCE && db_step(st))
        ids[(*n)++] = col_u64(st, 0);
    status = *n < RETENTION_AT_ONCE ? db_status(st) : ST_OK;
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}

static enum status wipe_entity(struct wiping *w, unsigned *wiped)
{
    uint64_t ids[RETENTION_AT_ONCE];
    size_t n;
    enum status status = find_due(w, ids, &n);

    for (size_t i = 0; status == ST_OK && i < n; i++) {
        w->id = ids[i];
        status = db_tx(w->m.db, wipe_tx, w);
        *wiped += status == ST_OK && w->there;
        if (status == ST_NOT_FOUND) /* gone, or given more time */
            status = ST_OK;
    }
    return status;
}

enum status retention_wipe(struct db *db, struct arena *a, unsigned *wiped)
{
    struct wiping w = { .m = { .db = db, .arena = a, .who = &audit_system } };
    enum status status = ST_OK;

    *wiped = 0;
    for (const struct entity *const *e = entities; *e && status == ST_OK; e++) {
        if (!(*e)->wipe_from)
            continue;
        w.entity = *e;
        w.before = due_before(a, *e);
        status = w.before ? wipe_entity(&w, wiped) : ST_FAILED;
    }
    if (*wiped > 0)
        log_fact(LOG_INFO, "retention_wiped", "rows=%u", *wiped);
    return status;
}
