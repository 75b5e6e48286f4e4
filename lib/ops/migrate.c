#include "ops/migrate.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/perm.h"
#include "ops/grants.h"
#include "ops/licence.h"
#include "ops/portal_sql.h"
#include "ops/script.h"

/* DDL commits by itself, so a script that was cut off half-way cannot be rolled back. Its row then has no finished_at, and no further script runs. */
static const char SQL_TABLE[] = "CREATE TABLE IF NOT EXISTS migration (\n"
                                "    number INT UNSIGNED NOT NULL PRIMARY KEY,\n"
                                "    name VARCHAR(100) NOT NULL,\n"
                                "    sha256 CHAR(64) CHARACTER SET ascii NOT NULL,\n"
                                "    at DATETIME(6) NOT NULL,\n"
                                "    finished_at DATETIME(6) NULL\n"
                                ") ENGINE=InnoDB;\n";
static const char SQL_LOCK[] = "SELECT GET_LOCK(CONCAT(DATABASE(), '.migrate'), 60)";
static const char SQL_UNLOCK[] = "SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.migrate'))";
static const char SQL_FIND[] = "SELECT sha256, finished_at FROM migration WHERE number = ?";
static const char SQL_START[] = "INSERT INTO migration (number, name, sha256, at) VALUES (?, ?, ?, ?)";
static const char SQL_FINISH[] = "UPDATE migration SET finished_at = ? WHERE number = ?";
static const char SQL_LAST[] = "SELECT COALESCE(MAX(number), 0) FROM migration";
static const char SQL_DONE[] = "SELECT COUNT(*), COALESCE(MAX(number), 0) FROM migration WHERE finished_at IS NOT NULL";
static const char SQL_PERMISSION[] = "INSERT INTO permission (name, parent, module, level, title, warning) VALUES (?, ?, ?, ?, ?, ?)"
                                     " ON DUPLICATE KEY UPDATE parent = VALUES(parent), module = VALUES(module), level = VALUES(level),"
                                     " title = VALUES(title), warning = VALUES(warning)";
static const char SQL_PERMISSIONS[] = "SELECT name FROM permission";
static const char SQL_ROLE_WITHOUT[] = "DELETE FROM role_permission WHERE permission = ?";
static const char SQL_NO_PERMISSION[] = "DELETE FROM permission WHERE name = ?";

/* What is made anew every time, in this order. */
static const char *const standing_scripts[] = { "reference.sql", "views.sql", "portal.sql", "import.sql" };

static bool numbered(const char *name, long *number)
{
    char digits[5] = { 0 };

    if (strlen(name) < 10 || name[4] != '_' || !text_ends(name, ".sql"))
        return false;
    memcpy(digits, name, 4);
    return text_to_long(digits, 1, 9999, number);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_script(const struct dirent *d)
{
    long number;

    return numbered(d->d_name, &number);
}

static enum status refuse(const char *name, const char *reason)
{
    log_fact(LOG_ERROR, "migrate_refused", "script=%s reason=%s", log_quote(name), log_quote(reason));
    return ST_CONFLICT;
}

static enum status script_start(struct db *db, long number, const char *name, const char *sha256)
{
    struct stmt *st = db_stmt(db, SQL_START);

    bind_i64(st, 0, number);
    bind_str(st, 1, name);
    bind_str(st, 2, sha256);
    bind_time(st, 3, clock_now());
    return db_run(st);
}

static enum status script_finish(struct db *db, long number)
{
    struct stmt *st = db_stmt(db, SQL_FINISH);

    bind_time(st, 0, clock_now());
    bind_i64(st, 1, number);
    return db_run(st);
}

static enum status run_numbered(const struct config *c, struct db *db, struct arena *a, const char *name)
{
    const char *text = script_read(c, a, name);
    uint8_t hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    struct stmt *st = db_stmt(db, SQL_FIND);
    enum status done;
    long number;

    if (text == NULL || !numbered(name, &number))
        return ST_FAILED;
    hash_sha256(text, strlen(text), hash);
    hex_encode(hash, sizeof hash, hex);
    bind_i64(st, 0, number);
    if (db_step(st)) {
        if (col_null(st, 1))
            return refuse(name, "stopped half-way; put back the backup made before it");
        return text_equal(col_str(st, 0), hex) ? ST_OK : refuse(name, "has run already and was changed since");
    }
    if (db_status(st) != ST_NOT_FOUND)
        return ST_FAILED;
    done = script_start(db, number, name, hex);
    if (done == ST_OK)
        done = db_script(db, script_fill(c, a, text, NULL));
    if (done == ST_OK)
        done = script_finish(db, number);
    log_fact(done == ST_OK ? LOG_INFO : LOG_ERROR, done == ST_OK ? "migrated" : "migrate_failed", "script=%s", log_quote(name));
    return done == ST_OK ? ST_OK : ST_FAILED;
}

/* A program older than the schema must not "repair" it. */
static enum status check_age(struct db *db, long newest)
{
    struct stmt *st = db_stmt(db, SQL_LAST);

    if (!db_step(st))
        return ST_FAILED;
    return col_i64(st, 0) <= newest ? ST_OK : refuse("", "the database has scripts that this version does not know");
}

static enum status run_scripts(const struct config *c, struct db *db, struct arena *a)
{
    struct dirent **names = NULL;
    int count = scandir(c->sql_dir, &names, is_script, by_name);
    enum status st = ST_OK;
    long newest = 0;

    if (count <= 0) {
        log_fact(LOG_ERROR, "migrate_failed", "folder=%s reason=%s", log_quote(c->sql_dir), count < 0 ? log_quote(strerror(errno)) : "empty");
        st = ST_FAILED;
    }
    if (count > 0 && numbered(names[count - 1]->d_name, &newest))
        st = check_age(db, newest);
    for (int i = 0; i < count; i++) {
        if (st == ST_OK)
            st = run_numbered(c, db, a, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    return st;
}

static enum status permission_put(struct db *db, const struct perm_info *p)
{
    static const char *const levels[] = { [PERM_LEVEL_NONE] = "none", [PERM_LEVEL_ORANGE] = "orange", [PERM_LEVEL_RED] = "red" };
    const struct perm_info *parent = perm_info(p->parent);
    struct stmt *st = db_stmt(db, SQL_PERMISSION);

    bind_str(st, 0, p->name);
    bind_str(st, 1, parent == NULL ? NULL : parent->name);
    bind_str(st, 2, p->module);
    bind_str(st, 3, levels[p->level]);
    bind_str(st, 4, p->title);
    bind_str(st, 5, p->warning);
    return db_run(st);
}

static enum status permission_remove(struct db *db, const char *name)
{
    struct stmt *st = db_stmt(db, SQL_ROLE_WITHOUT);

    bind_str(st, 0, name);
    if (db_run(st) != ST_OK)
        return ST_FAILED;
    st = db_stmt(db, SQL_NO_PERMISSION);
    bind_str(st, 0, name);
    return db_run(st);
}

/* permissions.def becomes rows; one that is no longer in the list leaves the roles that held it. */
static enum status permissions_put(struct db *db, void *ctx)
{
    enum status result = ST_OK;
    struct stmt *st;

    (void)ctx;
    for (int p = PERM_ROOT + 1; p < PERM_COUNT && result == ST_OK; p++)
        result = permission_put(db, perm_info((enum perm)p));
    st = db_stmt(db, SQL_PERMISSIONS);
    while (result == ST_OK && db_step(st))
        if (perm_find(col_str(st, 0)) == PERM_UNSET)
            result = permission_remove(db, col_str(st, 0));
    return result != ST_OK ? result : db_status(st);
}

static enum status licences_put(struct db *db, void *ctx)
{
    (void)ctx;
    return licences_fill(db);
}

static enum status migrate(const struct config *c, struct db *db, struct arena *a)
{
    enum status st = db_script(db, SQL_TABLE);

    if (st == ST_OK)
        st = run_scripts(c, db, a);
    for (size_t i = 0; st == ST_OK && i < sizeof standing_scripts / sizeof standing_scripts[0]; i++)
        st = script_run(c, db, a, standing_scripts[i], NULL);
    if (st == ST_OK)
        st = portal_sql_apply(db, a);
    if (st == ST_OK)
        st = db_tx(db, permissions_put, NULL);
    if (st == ST_OK)
        st = db_tx(db, licences_put, NULL);
    if (st == ST_OK)
        st = grants_apply(c, db);
    return st;
}

enum status migrate_run(const struct config *c, struct db *db)
{
    struct arena *a = arena_new(0);
    struct stmt *st = a == NULL ? NULL : db_stmt(db, SQL_LOCK);
    enum status result;

    if (st == NULL || !db_step(st) || col_u64(st, 0) != 1) {
        log_fact(LOG_ERROR, "migrate_failed", "reason=%s", log_quote("another migration is running"));
        arena_free(a);
        return ST_FAILED;
    }
    result = migrate(c, db, a);
    db_step(db_stmt(db, SQL_UNLOCK));
    arena_free(a);
    return result;
}

enum status migrate_check(const struct config *c, struct db *db, bool *current)
{
    struct dirent **names = NULL;
    int count = scandir(c->sql_dir, &names, is_script, by_name);
    struct stmt *st = db_stmt(db, SQL_DONE);
    long newest = 0;

    *current = count > 0 && numbered(names[count - 1]->d_name, &newest) && db_step(st) && col_i64(st, 0) == count && col_i64(st, 1) == newest;
    for (int i = 0; i < count; i++)
        free(names[i]);
    free(names);
    return count < 0 || db_status(st) == ST_FAILED ? ST_FAILED : ST_OK;
}
