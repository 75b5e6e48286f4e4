#include "ops/licence.h"

#include <string.h>

#include "base/clock.h"
#include "db/db.h"
#include "guard/actor.h"
#include "guard/audit.h"
#include "model/field.h"
#include "model/record_sql.h"

static const char SQL_EVER[] = "SELECT 1 FROM module_licence WHERE module = ? LIMIT 1";
static const char SQL_LOCK[] = "SELECT id FROM module_licence WHERE module = ? AND until IS NULL FOR UPDATE";
static const char SQL_ON[] = "INSERT INTO module_licence (module, since, on_by) VALUES (?, ?, ?)";
static const char SQL_OFF[] = "UPDATE module_licence SET until = ?, off_by = ? WHERE id = ?";

static enum status put(struct db *db, const char *module, const char *by)
{
    struct stmt *st = db_stmt(db, SQL_ON);

    bind_str(st, 0, module);
    bind_time(st, 1, clock_now());
    bind_str(st, 2, by);
    return db_run(st);
}

enum status licences_fill(struct db *db)
{
    enum status result = ST_OK;

    for (int m = 0; m < MODULE_COUNT && result == ST_OK; m++) {
        const struct module_info *info = module_info((enum module)m);
        struct stmt *st = db_stmt(db, SQL_EVER);

        if (info->core)
            continue;
        bind_str(st, 0, info->name);
        if (db_step(st)) {
            db_done(st);
            continue;
        }
        result = db_status(st) == ST_NOT_FOUND ? put(db, info->name, "migrate") : ST_FAILED;
    }
    return result;
}

/* The open period; 0 without. ST_FAILED when it cannot be known. */
static enum status open_period(struct db *db, const char *module, uint64_t *id)
{
    struct stmt *st = db_stmt(db, SQL_LOCK);

    *id = 0;
    bind_str(st, 0, module);
    if (db_step(st)) {
        *id = col_u64(st, 0);
        db_done(st);
        return ST_OK;
    }
    return db_status(st) == ST_NOT_FOUND ? ST_OK : ST_FAILED;
}

static enum status log_switch(struct db *db, const struct actor *who, const char *event, const char *module)
{
    return audit_write(db, who, &(struct audit){ .event = event, .act = ACT_UPDATE, .object = "module", .sensitivity = "N", .detail = module });
}

enum status licence_on(struct db *db, const struct actor *who, enum module m)
{
    const struct module_info *info = module_info(m);
    uint64_t id;
    enum status st;

    if (info == NULL || info->core)
        return ST_INVALID;
    st = open_period(db, info->name, &id);
    if (st != ST_OK || id != 0)
        return st;
    st = put(db, info->name, who->name);
    return st == ST_OK ? log_switch(db, who, "module_on", info->name) : st;
}

static enum status count_rows(struct db *db, const struct entity *e, uint64_t *rows)
{
    struct stmt *st = db_stmt(db, record_sql(e, RS_ALL, NULL));

    if (!db_step(st))
        return ST_FAILED;
    *rows += col_u64(st, 0);
    db_done(st);
    return ST_OK;
}

/* Rows inside others hang on theirs and are not counted apart. */
static enum status count_module(struct db *db, const char *module, uint64_t *rows)
{
    enum status st = ST_OK;

    *rows = 0;
    for (const struct entity *const *e = entities; *e != NULL && st == ST_OK; e++)
        if (strcmp((*e)->module, module) == 0)
            st = count_rows(db, *e, rows);
    return st;
}

enum status licence_off(struct db *db, const struct actor *who, enum module m, uint64_t *rows)
{
    const struct module_info *info = module_info(m);
    struct stmt *st;
    uint64_t id;
    enum status result;

    *rows = 0;
    if (info == NULL || info->core)
        return ST_INVALID;
    result = open_period(db, info->name, &id);
    if (result == ST_OK)
        result = count_module(db, info->name, rows);
    if (result != ST_OK || (id == 0 && *rows == 0))
        return result;
    if (*rows > 0)
        return ST_CONFLICT;
    st = db_stmt(db, SQL_OFF);
    bind_time(st, 0, clock_now());
    bind_str(st, 1, who->name);
    bind_u64(st, 2, id);
    result = db_run(st);
    return result == ST_OK ? log_switch(db, who, "module_off", info->name) : result;
}
