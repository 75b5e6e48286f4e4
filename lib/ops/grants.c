#include "ops/grants.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/crypto.h"
#include "base/log.h"
#include "db/db.h"
#include "ops/script.h"

const char *const grant_programs[] = { "signin", "crm", "avg", "import", "invoice", "portal", "worker", NULL };

/* What a program's file gives is given to this role first, and the account is held against it. */
#define ROLE "expected"

static const char SQL_PASSWORD[] = "SELECT PASSWORD(?)";

/* One at a time uses the role. */
static const char SQL_LOCK[] = "SELECT GET_LOCK(CONCAT(DATABASE(), '.expected'), 60)";
static const char SQL_UNLOCK[] = "SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.expected'))";

/* Privileges on whole schemas are always too much: any such row is a difference. A row is held twice when account and role have it. */
static const char SQL_DIFFERENCE[] =
    "SELECT what FROM ("
    " SELECT CONCAT_WS(' ', 'table', Db, Table_name, Table_priv, '/', Column_priv) AS what FROM mysql.tables_priv"
    "  WHERE (User = ? AND Host = ?) OR (User = ? AND Host = '')"
    " UNION ALL SELECT CONCAT_WS(' ', 'column', Db, Table_name, Column_name, Column_priv) FROM mysql.columns_priv"
    "  WHERE (User = ? AND Host = ?) OR (User = ? AND Host = '')"
    " UNION ALL SELECT CONCAT_WS(' ', Routine_type, Db, Routine_name, Proc_priv) FROM mysql.procs_priv"
    "  WHERE (User = ? AND Host = ?) OR (User = ? AND Host = '')"
    " UNION ALL SELECT CONCAT_WS(' ', 'schema', Db) FROM mysql.db WHERE (User = ? AND Host = ?) OR (User = ? AND Host = '')"
    ") p GROUP BY what HAVING COUNT(*) <> 2 LIMIT 1";

static const char *account_host(const struct config *c)
{
    return c->db_host == NULL ? "localhost" : "%";
}

static char *account_name(const struct config *c, struct arena *a, const char *program)
{
    return arena_printf(a, "'%s%s'@'%s'", c->db_user_prefix, program, account_host(c));
}

static bool password_read(const struct config *c, const char *program, char *out, int room)
{
    char path[PATH_MAX];
    FILE *in = snprintf(path, sizeof path, "%s/%s", c->db_password_dir, program) < PATH_MAX ? fopen(path, "re") : NULL;
    bool ok = in != NULL && fgets(out, room, in) != NULL;

    if (ok)
        out[strcspn(out, "\r\n")] = '\0';
    if (!ok || out[0] == '\0') {
        log_fact(LOG_ERROR, "db_password", "file=%s reason=%s", log_quote(path), in == NULL ? log_quote(strerror(errno)) : "empty");
        ok = false;
    }
    if (in != NULL)
        fclose(in);
    return ok;
}

/* The account with its password, which goes over as a bound value and comes back as what the server stores. */
static enum status account_make(const struct config *c, struct db *db, struct arena *a, const char *program)
{
    const char *account = account_name(c, a, program), *with;
    char password[256];
    struct stmt *st;

    if (!password_read(c, program, password, sizeof password))
        return ST_FAILED;
    st = db_stmt(db, SQL_PASSWORD);
    bind_str(st, 0, password);
    if (!db_step(st) || col_null(st, 0)) {
        bytes_wipe(password, sizeof password);
        return ST_FAILED;
    }
    bytes_wipe(password, sizeof password);
    with = arena_printf(a, "IDENTIFIED BY PASSWORD '%s'%s", col_str(st, 0), c->db_host == NULL ? "" : " REQUIRE SSL");
    return db_script(db, arena_printf(a, "CREATE USER IF NOT EXISTS %s\n%s;\nALTER USER %s\n%s;\n", account, with, account, with));
}

static enum status role_make(const struct config *c, struct db *db, struct arena *a, const char *program)
{
    const char *role = arena_printf(a, "'%s" ROLE "'", c->db_user_prefix);
    enum status st = db_script(db, arena_printf(a, "CREATE OR REPLACE ROLE %s;\n", role));

    return st == ST_OK ? script_run(c, db, a, arena_printf(a, "grants/%s.sql", program), role) : st;
}

static enum status role_drop(const struct config *c, struct db *db, struct arena *a)
{
    return db_script(db, arena_printf(a, "DROP ROLE IF EXISTS '%s" ROLE "';\n", c->db_user_prefix));
}

static enum status compare(const struct config *c, struct db *db, struct arena *a, const char *program, bool *same)
{
    const char *user = arena_printf(a, "%s%s", c->db_user_prefix, program), *role = arena_printf(a, "%s" ROLE, c->db_user_prefix);
    struct stmt *st = db_stmt(db, SQL_DIFFERENCE);

    for (unsigned i = 0; i < 12; i += 3) {
        bind_str(st, i, user);
        bind_str(st, i + 1, account_host(c));
        bind_str(st, i + 2, role);
    }
    *same = !db_step(st);
    if (*same && db_status(st) != ST_NOT_FOUND)
        return ST_FAILED;
    if (!*same)
        log_fact(LOG_INFO, "grants_differ", "account=%s what=%s", user, log_quote(col_str(st, 0)));
    db_done(st);
    return ST_OK;
}

static enum status check(const struct config *c, struct db *db, struct arena *a, const char *program, bool *same)
{
    struct stmt *lock = db_stmt(db, SQL_LOCK);
    enum status st;

    if (!db_step(lock) || col_u64(lock, 0) != 1)
        return ST_FAILED;
    st = role_make(c, db, a, program);
    if (st == ST_OK)
        st = compare(c, db, a, program, same);
    if (role_drop(c, db, a) != ST_OK)
        st = ST_FAILED;
    db_step(db_stmt(db, SQL_UNLOCK));
    return st;
}

enum status grants_check(const struct config *c, struct db *db, const char *program, bool *same)
{
    struct arena *a = arena_new(0);
    enum status st = a == NULL ? ST_FAILED : check(c, db, a, program, same);

    arena_free(a);
    return st;
}

static enum status apply(const struct config *c, struct db *db, struct arena *a, const char *program)
{
    const char *account = account_name(c, a, program);
    bool same = false;
    enum status st = account_make(c, db, a, program);

    if (st == ST_OK)
        st = check(c, db, a, program, &same);
    if (st != ST_OK || same)
        return st;
    st = db_script(db, arena_printf(a, "REVOKE ALL PRIVILEGES, GRANT OPTION FROM %s;\n", account));
    return st == ST_OK ? script_run(c, db, a, arena_printf(a, "grants/%s.sql", program), account) : st;
}

enum status grants_apply(const struct config *c, struct db *db)
{
    struct arena *a = arena_new(0);
    enum status st = a == NULL ? ST_FAILED : ST_OK;

    for (size_t i = 0; st == ST_OK && grant_programs[i] != NULL; i++) {
        st = apply(c, db, a, grant_programs[i]);
        if (st != ST_OK)
            log_fact(LOG_ERROR, "grants_failed", "program=%s", grant_programs[i]);
    }
    arena_free(a);
    return st;
}
