/*
 * What each program's database account may do, and nothing else. The policy is written here a second time, apart from sql/grants: every column of
 * every table is tried by every account, and what is not listed has to be refused. Needs KOREN_TEST_CONF and a migrated database.
 */
#include <check.h>
#include <mysqld_error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "db/connection.h"
#include "ops/grants.h"

#define ALL "*"

/* Columns as a list with spaces, ALL, or NULL for none. */
struct right {
    const char *program, *table, *select, *insert, *update;
    bool delete;
};

#define SESSION_TOUCH_(p)                                                                                                                            \
    { p, "view_session", ALL, NULL, NULL, false },                                                                                                   \
    {                                                                                                                                                \
        p, "session", "token_hash", NULL, "seen_at", false                                                                                           \
    }
#define MAIL_(p)                                                                                                                                     \
    {                                                                                                                                                \
        p, "outbox", "id created_at next_at sent_at failed_at", ALL, NULL, false                                                                     \
    }
#define NAMES_ "id site name relation_id active"
#define AUDIT_(p)                                                                                                                                    \
    {                                                                                                                                                \
        p, "audit", NULL, ALL, NULL, false                                                                                                           \
    }

static const struct right rights[] = {
    AUDIT_("signin"),
    MAIL_("signin"),
    { "signin", "app_user", "id", NULL, "last_sign_in_at", false },
    { "signin", "sign_in_user", ALL, NULL, NULL, false },
    { "signin", "credential", ALL, ALL, ALL, false },
    { "signin", "session", ALL, ALL, ALL, false },
    { "signin", "view_session", ALL, NULL, NULL, false },
    { "signin", "sign_in_attempt", ALL, ALL, ALL, true },
    { "signin", "code_sent", ALL, ALL, NULL, true },
    { "signin", "sign_in_failure", ALL, ALL, ALL, true },
    { "signin", "device", ALL, ALL, ALL, true },
    { "signin", "mail_link", ALL, ALL, ALL, true },

    AUDIT_("crm"),
    MAIL_("crm"),
    SESSION_TOUCH_("crm"),
    { "crm", "app_user", NAMES_ " function_group_id", NULL, NULL, false },
    { "crm", "function_group", ALL, NULL, NULL, false },
    { "crm", "task", ALL, ALL, ALL, false },
    { "crm", "relation", ALL, ALL, ALL, false },
    { "crm", "contact_person", ALL, ALL, ALL, true },
    { "crm", "membership_type", ALL, ALL, ALL, false },
    { "crm", "membership", ALL, ALL, ALL, false },
    { "crm", "invoice", ALL, NULL, NULL, false },
    { "crm", "invoice_line", ALL, NULL, NULL, false },
    { "crm", "note", ALL, ALL, ALL, true },
    { "crm", "document", ALL, ALL, ALL, false },
    { "crm", "service_request", ALL, ALL, ALL, false },
    { "crm", "course", ALL, ALL, ALL, false },
    { "crm", "course_session", ALL, ALL, ALL, true },
    { "crm", "alarm_subscription", ALL, ALL, ALL, false },
    { "crm", "enrolment", ALL, ALL, ALL, false },
    { "crm", "consent_purpose", ALL, ALL, "version counts_from ended_at", false },
    { "crm", "consent_text", ALL, ALL, NULL, false },
    { "crm", "consent", ALL, ALL, NULL, false },
    { "crm", "relation_history", ALL, ALL, NULL, false },
    { "crm", "deregistration_reason", ALL, NULL, NULL, false },
    { "crm", "counter", ALL, NULL, ALL, false },
    { "crm", "job",
      "id name kind relation_id user_id site state step steps step_text tries created_at started_at finished_at expires_at store_name file_size "
      "file_sha256 file_name "
      "fetched tell",
      NULL, NULL, false },
    { "crm", "relation_key", ALL, ALL, NULL, false },
    { "crm", "relation_share_key", ALL, ALL, NULL, false },
    { "crm", "shared_copy", ALL, ALL, NULL, true },

    AUDIT_("avg"),
    MAIL_("avg"),
    SESSION_TOUCH_("avg"),
    { "avg", "app_user", NAMES_, NULL, NULL, false },
    { "avg", "relation", ALL, NULL, NULL, false },
    { "avg", "deregistration_reason", ALL, NULL, NULL, false },
    { "avg", "job", ALL, ALL, "fetched tell", false },

    AUDIT_("import"),
    MAIL_("import"),
    SESSION_TOUCH_("import"),
    { "import", "app_user", NAMES_, NULL, NULL, false },
    { "import", "relation", ALL, NULL, NULL, false },
    { "import", "deregistration_reason", ALL, NULL, NULL, false },
    { "import", "membership_type", ALL, NULL, NULL, false },
    { "import", "import_file", ALL, ALL, ALL, false },
    { "import", "import_line", ALL, NULL, NULL, false },
    { "import", "import_mapping", ALL, ALL, ALL, false },
    { "import", "job", ALL, ALL, NULL, false },

    AUDIT_("invoice"),
    MAIL_("invoice"),
    SESSION_TOUCH_("invoice"),
    { "invoice", "app_user", NAMES_, NULL, NULL, false },
    { "invoice", "relation", ALL, NULL, NULL, false },
    { "invoice", "membership", ALL, NULL, NULL, false },
    { "invoice", "invoice", ALL, ALL, ALL, true },
    { "invoice", "invoice_line", ALL, ALL, ALL, true },
    { "invoice", "payment", ALL, ALL, NULL, false },
    { "invoice", "invoice_run", ALL, ALL, ALL, false },
    { "invoice", "invoice_run_type", ALL, ALL, NULL, false },
    { "invoice", "invoice_month", ALL, NULL, NULL, false },
    { "invoice", "collection", ALL, ALL, "fetched", true },
    { "invoice", "collection_item", ALL, ALL, NULL, true },
    { "invoice", "job", ALL, ALL, NULL, false },
    { "invoice", "counter", ALL, ALL, ALL, false },
    { "invoice", "relation_history", NULL, ALL, NULL, false },

    AUDIT_("portal"),
    { "portal", "outbox", NULL, ALL, NULL, false },

    AUDIT_("worker"),
    { "worker", "outbox", ALL, ALL, ALL, true },
    { "worker", "job", ALL, NULL, ALL, false },
    { "worker", "app_user", "id site email name relation_id active created_at last_sign_in_at", NULL, NULL, false },
    { "worker", "module_licence", ALL, NULL, NULL, false },
    { "worker", "relation", ALL, ALL, ALL, false },
    { "worker", "import_file", ALL, NULL, ALL, false },
    { "worker", "import_obstacle", ALL, NULL, NULL, false },
    { "worker", "import_line", ALL, ALL, "outcome", true },
    { "worker", "import_mapping", ALL, NULL, NULL, false },
    { "worker", "consent", ALL, NULL, NULL, false },
    { "worker", "contact_person", ALL, ALL, NULL, false },
    { "worker", "membership", ALL, ALL, NULL, false },
    { "worker", "membership_type", ALL, NULL, NULL, false },
    { "worker", "invoice", ALL, ALL, ALL, false },
    { "worker", "invoice_line", ALL, ALL, NULL, false },
    { "worker", "invoice_run", ALL, NULL, ALL, false },
    { "worker", "invoice_run_type", ALL, NULL, NULL, false },
    { "worker", "invoice_month", ALL, ALL, NULL, false },
    { "worker", "counter", ALL, ALL, ALL, false },
    { "worker", "task", ALL, NULL, NULL, false },
    { "worker", "note", ALL, NULL, NULL, false },
    { "worker", "document", ALL, NULL, NULL, false },
    { "worker", "service_request", ALL, NULL, NULL, false },
    { "worker", "relation_history", ALL, ALL, "old_value new_value", false },
    { "worker", "alarm_subscription", ALL, NULL, "key_code medical version wiped_version changed_at", false },
    { "worker", "enrolment", ALL, NULL, "needs version wiped_version changed_at", false },
    { "worker", "deregistration_reason", ALL, NULL, NULL, false },
    { "worker", "relation_key", ALL, ALL, NULL, false },
    { "worker", "sign_in_attempt", ALL, NULL, NULL, true },
    { "worker", "code_sent", ALL, NULL, NULL, true },
    { "worker", "sign_in_failure", ALL, NULL, NULL, true },
    { "worker", "device", ALL, NULL, NULL, true },
    { "worker", "mail_link", ALL, NULL, NULL, true },
    { "worker", "email_proof", ALL, NULL, NULL, true },
    { "worker", "session", ALL, NULL, "ended_at end_reason", true },
};

static struct config *conf;
static struct db *owner;
static struct arena *arena;

static void set_up(void)
{
    conf = config_load(getenv("KOREN_TEST_CONF"), stderr);
    ck_assert_ptr_nonnull(conf);
    owner = db_open(conf, "owner");
    ck_assert_ptr_nonnull(owner);
    arena = arena_new(0);
}

static void tear_down(void)
{
    db_close(owner);
    arena_free(arena);
    config_free(conf);
}

static struct db *connect_as(const char *program)
{
    struct db *db = db_open(conf, program);

    ck_assert_ptr_nonnull(db);
    ck_assert_msg(db_alive(db), "%s cannot connect", program);
    return db;
}

/* Whether the account may; privileges are looked at when a statement is prepared, so nothing has to run. */
static bool may(struct db *db, const char *sql)
{
    MYSQL_STMT *st = mysql_stmt_init(db->mysql);
    unsigned code = mysql_stmt_prepare(st, sql, strlen(sql)) == 0 ? 0 : mysql_stmt_errno(st);

    mysql_stmt_close(st);
    ck_assert_msg(code == 0 || code == ER_TABLEACCESS_DENIED_ERROR || code == ER_COLUMNACCESS_DENIED_ERROR, "%s: %u", sql, code);
    return code == 0;
}

static bool listed(const char *list, const char *column)
{
    size_t n = strlen(column);

    if (list == NULL || strcmp(list, ALL) == 0)
        return list != NULL;
    for (const char *at = list; (at = strstr(at, column)) != NULL; at += n)
        if ((at == list || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

static const struct right *right_of(const char *program, const char *schema, const char *table)
{
    static const struct right none = { 0 };

    if (strcmp(schema, conf->db_name) == 0) /* the keys' own schema is nobody's */
        for (size_t i = 0; i < sizeof rights / sizeof rights[0]; i++)
            if (strcmp(rights[i].program, program) == 0 && strcmp(rights[i].table, table) == 0)
                return &rights[i];
    return &none;
}

static void try_column(struct db *db, const char *program, const struct right *r, const char *schema, const char *table, const char *column)
{
    const char *name = arena_printf(arena, "%s.%s", schema, table);

    ck_assert_msg(may(db, arena_printf(arena, "SELECT %s FROM %s", column, name)) == listed(r->select, column), "%s SELECT %s.%s", program, table,
                  column);
    ck_assert_msg(may(db, arena_printf(arena, "UPDATE %s SET %s = NULL", name, column)) == listed(r->update, column), "%s UPDATE %s.%s", program,
                  table, column);
    ck_assert_msg(may(db, arena_printf(arena, "INSERT INTO %s (%s) VALUES (NULL)", name, column)) == listed(r->insert, column), "%s INSERT %s.%s",
                  program, table, column);
}

static void try_table(struct db *db, const char *program, const char *schema, const char *table)
{
    static const char SQL_COLUMNS[] = "SELECT column_name FROM information_schema.columns WHERE table_schema = ? AND table_name = ?";
    const struct right *r = right_of(program, schema, table);
    struct stmt *st = db_stmt(owner, SQL_COLUMNS);
    unsigned columns = 0;

    bind_str(st, 0, schema);
    bind_str(st, 1, table);
    for (; db_step(st); columns++)
        try_column(db, program, r, schema, table, col_str(st, 0));
    ck_assert_uint_gt(columns, 0);
    ck_assert_msg(may(db, arena_printf(arena, "DELETE FROM %s.%s", schema, table)) == r->delete, "%s DELETE %s", program, table);
}

START_TEST(every_account_may_what_is_listed_and_nothing_else)
{
    static const char SQL_TABLES[] = "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema IN (?, ?)"
                                     " AND table_name NOT LIKE 'test\\_%'";
    struct stmt *st = db_stmt(owner, SQL_TABLES);
    struct db *db = connect_as(grant_programs[_i]);
    unsigned tables = 0;

    bind_str(st, 0, conf->db_name);
    bind_str(st, 1, conf->db_keys_name);
    for (; db_step(st); tables++)
        try_table(db, grant_programs[_i], col_dup(st, 0, arena), col_dup(st, 1, arena));
    ck_assert_uint_gt(tables, 20);
    db_close(db);
}
END_TEST

/* The promises of docs/security.md, said once more in so many words. */
START_TEST(the_promises_hold)
{
    for (size_t i = 0; i < sizeof rights / sizeof rights[0]; i++) {
        const struct right *r = &rights[i];

        ck_assert(strcmp(r->table, "audit") != 0 || (r->select == NULL && r->update == NULL && !r->delete));
        ck_assert(strcmp(r->table, "credential") != 0 || strcmp(r->program, "signin") == 0);
        ck_assert(strcmp(r->table, "relation") != 0 || !r->delete);
        ck_assert(strcmp(r->program, "portal") != 0 || (r->select == NULL && r->update == NULL && !r->delete));
        ck_assert(strcmp(r->program, "signin") != 0 || strncmp(r->table, "relation", 8) != 0);
        ck_assert(strcmp(r->table, "migration") != 0 && strcmp(r->table, "role_permission") != 0 && strcmp(r->table, "user_role") != 0);
    }
}
END_TEST

/* Nothing of the server's own, whatever the program. */
START_TEST(no_account_reaches_beyond_its_schema)
{
    static const struct {
        const char *sql;
        unsigned code;
    } tries[] = {
        { "CREATE TABLE test_accounts (id INT)", ER_TABLEACCESS_DENIED_ERROR },
        { "CREATE TEMPORARY TABLE test_accounts (id INT)", ER_DBACCESS_DENIED_ERROR },
        { "DROP TABLE audit", ER_TABLEACCESS_DENIED_ERROR },
        { "TRUNCATE TABLE audit", ER_TABLEACCESS_DENIED_ERROR },
        { "ALTER TABLE audit ADD COLUMN x INT", ER_TABLEACCESS_DENIED_ERROR },
        { "CREATE VIEW test_accounts AS SELECT 1", ER_TABLEACCESS_DENIED_ERROR },
        { "CREATE PROCEDURE test_accounts() SELECT 1", ER_DBACCESS_DENIED_ERROR },
        { "CREATE TRIGGER test_accounts BEFORE INSERT ON audit FOR EACH ROW SET @x = 1", ER_TABLEACCESS_DENIED_ERROR },
        { "CREATE DATABASE test_accounts", ER_DBACCESS_DENIED_ERROR },
        { "SELECT 1 INTO OUTFILE '/tmp/test_accounts'", ER_SPECIFIC_ACCESS_DENIED_ERROR },
        { "SELECT LOAD_FILE('/etc/hostname') IS NULL", 0 }, /* without FILE it gives NULL */
        { "CREATE USER test_accounts", ER_SPECIFIC_ACCESS_DENIED_ERROR },
        { "GRANT SELECT ON audit TO CURRENT_USER", ER_TABLEACCESS_DENIED_ERROR },
        { "SET GLOBAL max_connections = 1", ER_SPECIFIC_ACCESS_DENIED_ERROR },
        { "SELECT * FROM mysql.user", ER_TABLEACCESS_DENIED_ERROR },
        { "SELECT * FROM mysql.global_priv", ER_TABLEACCESS_DENIED_ERROR },
        { "SHUTDOWN", ER_SPECIFIC_ACCESS_DENIED_ERROR },
        { "CALL portal_who(NULL, @a, @b)", ER_PROCACCESS_DENIED_ERROR },
        { "CALL portal_history(1, 1, '', 'x', 'x', 'x')", ER_PROCACCESS_DENIED_ERROR },
    };
    struct db *db = connect_as(grant_programs[_i]);

    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        unsigned code = mysql_query(db->mysql, tries[i].sql) == 0 ? 0 : mysql_errno(db->mysql);
        MYSQL_RES *rows = mysql_store_result(db->mysql);

        if (rows != NULL) {
            ck_assert_str_eq(mysql_fetch_row(rows)[0], "1");
            mysql_free_result(rows);
        }
        ck_assert_msg(code == tries[i].code, "%s: %s gave %u", grant_programs[_i], tries[i].sql, code);
    }
    db_close(db);
}
END_TEST

START_TEST(only_a_procedure_s_program_calls_it)
{
    static const char SQL_ROUTINES[] = "SELECT routine_name FROM information_schema.routines WHERE routine_schema = ? AND routine_type = 'PROCEDURE'"
                                       " AND routine_name NOT LIKE 'test\\_%'";
    struct stmt *st = db_stmt(owner, SQL_ROUTINES);
    struct db *db = connect_as(grant_programs[_i]);
    bool portal = strcmp(grant_programs[_i], "portal") == 0, worker = strcmp(grant_programs[_i], "worker") == 0;
    unsigned count = 0;

    bind_str(st, 0, conf->db_name);
    for (; db_step(st); count++) {
        const char *name = col_str(st, 0);
        bool open = (portal && strncmp(name, "portal_", 7) == 0 && strcmp(name, "portal_who") != 0 && strcmp(name, "portal_history") != 0) ||
                    (worker && strcmp(name, "import_undo") == 0);
        unsigned code;

        /* Called with too few parameters: the right to call is looked at first. */
        code = mysql_query(db->mysql, arena_printf(arena, "CALL %s(1, 2, 3, 4, 5, 6, 7, 8, 9)", name)) == 0 ? 0 : mysql_errno(db->mysql);
        ck_assert_msg(code == (open ? ER_SP_WRONG_NO_OF_ARGS : ER_PROCACCESS_DENIED_ERROR), "%s CALL %s gave %u", grant_programs[_i], name, code);
    }
    ck_assert_uint_gt(count, 15);
    db_close(db);
}
END_TEST

START_TEST(a_grant_too_many_is_seen_and_taken_back)
{
    struct db *db = connect_as("crm");
    bool same = false;

    ck_assert_int_eq(grants_check(conf, owner, "crm", &same), ST_OK);
    ck_assert(same);
    ck_assert_int_eq(db_script(owner, arena_printf(arena, "GRANT DELETE ON relation TO %scrm@%s;\n", conf->db_user_prefix,
                                                   conf->db_host == NULL ? "localhost" : "'%'")),
                     ST_OK);
    ck_assert(may(db, "DELETE FROM relation"));
    ck_assert_int_eq(grants_check(conf, owner, "crm", &same), ST_OK);
    ck_assert(!same);
    ck_assert_int_eq(grants_apply(conf, owner), ST_OK);
    ck_assert(!may(db, "DELETE FROM relation"));
    ck_assert(may(db, "SELECT id FROM relation"));
    ck_assert_int_eq(grants_check(conf, owner, "crm", &same), ST_OK);
    ck_assert(same);
    db_close(db);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("accounts");
    TCase *c = tcase_create("accounts");
    SRunner *r;
    int failed, programs = 0;

    if (getenv("KOREN_TEST_CONF") == NULL) {
        fputs("test_accounts: SKIPPED, needs KOREN_TEST_CONF\n", stderr);
        return 77;
    }
    while (grant_programs[programs] != NULL)
        programs++;
    suite_add_tcase(s, c);
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_loop_test(c, every_account_may_what_is_listed_and_nothing_else, 0, programs);
    tcase_add_test(c, the_promises_hold);
    tcase_add_loop_test(c, no_account_reaches_beyond_its_schema, 0, programs);
    tcase_add_loop_test(c, only_a_procedure_s_program_calls_it, 0, programs);
    tcase_add_test(c, a_grant_too_many_is_seen_and_taken_back);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? 0 : 1;
}
