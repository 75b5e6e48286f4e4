#include "db/connection.h"

#include <errmsg.h>
#include <errno.h>
#include <limits.h>
#include <mysqld_error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/crypto.h"
#include "base/log.h"

#define CONNECT_SECONDS 5
#define PASSWORD_ROOM   256

/* How long the server may be silent before an answer has come whole: nobody waits for ever on a dead network, a server that hangs, or a library that
 * lost its place in the answer for want of memory. The connection is lost then (db.h). A page has to be there long before; one statement of an
 * export, an import or a run of invoices may take minutes; a migration that writes a large table anew takes what it takes, with a person watching. */
#define ANSWER_SECONDS 60
#define WORKER_SECONDS (10 * 60)
#define OWNER_SECONDS  (2 * 60 * 60)

/* What every session starts with. Strict: a value that does not fit is an error and never cut. */
static const char *const session_settings[] = {
    "SET NAMES utf8mb4 COLLATE utf8mb4_unicode_520_ci",
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY', "
    "time_zone = '+00:00', innodb_lock_wait_timeout = 5, group_concat_max_len = 65536, autocommit = 0",
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
};

/* The first line of db_password_dir/program. NULL with a log line. */
static char *password_read(const struct config *c, const char *program)
{
    char path[PATH_MAX], text[PASSWORD_ROOM];
    FILE *in;
    char *out = NULL;
    int n = snprintf(path, sizeof path, "%s/%s", c->db_password_dir, program);

    in = n > 0 && n < PATH_MAX ? fopen(path, "re") : NULL;
    if (in == NULL) {
        log_fact(LOG_ERROR, "db_password", "file=%s reason=%s", log_quote(path), log_quote(strerror(errno)));
        return NULL;
    }
    setvbuf(in, NULL, _IONBF, 0);
    if (fgets(text, sizeof text, in) != NULL) {
        text[strcspn(text, "\r\n")] = '\0';
        out = strdup(text);
    }
    bytes_wipe(text, sizeof text);
    fclose(in);
    if (out == NULL)
        log_fact(LOG_ERROR, "db_password", "file=%s reason=%s", log_quote(path), log_quote("empty"));
    return out;
}

static bool copy(char **to, const char *from)
{
    *to = from == NULL ? NULL : strdup(from);
    return from == NULL || *to != NULL;
}

static unsigned patience_of(const char *program)
{
    if (strcmp(program, "owner") == 0)
        return OWNER_SECONDS;
    return strcmp(program, "worker") == 0 ? WORKER_SECONDS : ANSWER_SECONDS;
}

struct db *db_open(const struct config *c, const char *program)
{
    struct db *db = calloc(1, sizeof *db);
    char account[128];

    if (db == NULL)
        return NULL;
    snprintf(account, sizeof account, "%s%s", c->db_user_prefix, program);
    db->port = (unsigned)c->db_port;
    db->patience = patience_of(program);
    db->password = password_read(c, program);
    if (db->password == NULL || !copy(&db->account, account) || !copy(&db->socket, c->db_socket) || !copy(&db->host, c->db_host) ||
        !copy(&db->ca, c->db_ca_file) || !copy(&db->schema, c->db_name)) {
        db_close(db);
        return NULL;
    }
    return db;
}

struct db *db_twin(const struct db *db)
{
    struct db *twin = calloc(1, sizeof *twin);

    if (twin == NULL)
        return NULL;
    twin->port = db->port;
    twin->patience = db->patience;
    if (!copy(&twin->account, db->account) || !copy(&twin->password, db->password) || !copy(&twin->socket, db->socket) ||
        !copy(&twin->host, db->host) || !copy(&twin->ca, db->ca) || !copy(&twin->schema, db->schema)) {
        db_close(twin);
        return NULL;
    }
    return twin;
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    db_disconnect(db);
    for (size_t i = 0; i < db->cache_room; i++) {
        struct stmt *st = db->cache[i];

        if (st == NULL)
            continue;
        columns_free(st);
        free(st->binds);
        free(st->values);
        free(st);
    }
    free(db->cache);
    if (db->password != NULL)
        bytes_wipe(db->password, strlen(db->password));
    free(db->password);
    free(db->account);
    free(db->socket);
    free(db->host);
    free(db->ca);
    free(db->schema);
    free(db);
}

void db_disconnect(struct db *db)
{
    for (size_t i = 0; i < db->cache_room; i++) {
        struct stmt *st = db->cache[i];

        if (st == NULL || st->handle == NULL)
            continue;
        mysql_stmt_close(st->handle);
        st->handle = NULL;
        st->more = false;
        if (st->ran && !st->ended)
            st->status = ST_FAILED; /* its rows are gone */
    }
    db->open = NULL;
    if (db->mysql != NULL)
        mysql_close(db->mysql);
    db->mysql = NULL;
    db->lost = false;
}

static bool set_options(const struct db *db, MYSQL *my)
{
    unsigned connect = CONNECT_SECONDS, zero = 0, tcp = MYSQL_PROTOCOL_TCP;
    my_bool yes = 1;
    bool ok = mysql_optionsv(my, MYSQL_OPT_CONNECT_TIMEOUT, (void *)&connect) == 0 &&
              mysql_optionsv(my, MYSQL_OPT_READ_TIMEOUT, (const void *)&db->patience) == 0 &&
              mysql_optionsv(my, MYSQL_OPT_WRITE_TIMEOUT, (const void *)&db->patience) == 0 &&
              mysql_optionsv(my, MYSQL_OPT_LOCAL_INFILE, (void *)&zero) == 0 && mysql_optionsv(my, MYSQL_SET_CHARSET_NAME, (void *)"utf8mb4") == 0;

    for (size_t i = 0; ok && i < sizeof session_settings / sizeof session_settings[0]; i++)
        ok = mysql_optionsv(my, MYSQL_INIT_COMMAND, (const void *)session_settings[i]) == 0;
    if (ok && db->host != NULL) /* TCP even for "localhost", which would mean a socket of the library's choice */
        ok = mysql_optionsv(my, MYSQL_OPT_PROTOCOL, (void *)&tcp) == 0 && mysql_optionsv(my, MYSQL_OPT_SSL_ENFORCE, (void *)&yes) == 0 &&
             mysql_optionsv(my, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, (void *)&yes) == 0 && mysql_optionsv(my, MYSQL_OPT_SSL_CA, (void *)db->ca) == 0 &&
             mysql_optionsv(my, MARIADB_OPT_TLS_VERSION, (void *)"TLSv1.2,TLSv1.3") == 0;
    return ok;
}

bool db_connect(struct db *db)
{
    MYSQL *my;

    if (db->mysql != NULL && !db->lost)
        return true;
    db_disconnect(db);
    my = mysql_init(NULL);
    if (my == NULL || !set_options(db, my)) {
        log_fact(LOG_ERROR, "db_connect", "account=%s reason=options", db->account);
        if (my != NULL)
            mysql_close(my);
        return false;
    }
    if (mysql_real_connect(my, db->host, db->account, db->password, db->schema, db->host != NULL ? db->port : 0, db->socket, 0) == NULL) {
        db->failed_code = mysql_errno(my);
        log_fact(LOG_ERROR, "db_connect", "account=%s code=%u reason=%s", db->account, db->failed_code, log_quote(mysql_error(my)));
        mysql_close(my);
        return false;
    }
    db->mysql = my;
    return true;
}

bool db_alive(struct db *db)
{
    if (db->depth > 0)
        return db->mysql != NULL && !db->lost;
    if (db->mysql != NULL && !db->lost && db_free_wire(db, NULL) && mysql_ping(db->mysql) == 0)
        return true;
    db->lost = true;
    return db_connect(db);
}

bool db_lost_code(unsigned code)
{
    switch (code) {
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_LOST:
    case CR_SERVER_LOST_EXTENDED:
    case CR_CONNECTION_ERROR:
    case CR_CONN_HOST_ERROR:
    case CR_SSL_CONNECTION_ERROR:
    case ER_CONNECTION_KILLED:
    case ER_SERVER_SHUTDOWN:
    case ER_NET_READ_INTERRUPTED:
    case ER_NET_READ_ERROR:
    case ER_NET_ERROR_ON_WRITE:
    case ER_NET_WRITE_INTERRUPTED:
    /* The library gave up in the middle of an answer, for want of memory or understanding: what is left of it on the wire would be taken for the
     * answer to the next statement. */
    case CR_OUT_OF_MEMORY:
    case CR_COMMANDS_OUT_OF_SYNC:
    case CR_MALFORMED_PACKET:
    case CR_UNKNOWN_ERROR:
        return true;
    default:
        return false;
    }
}

/* The transaction is over, and doing it again may well succeed. 1047: this Galera node is not ready; 1020: a row of the snapshot changed. */
static bool transient(unsigned code)
{
    return code == ER_LOCK_DEADLOCK || code == ER_LOCK_WAIT_TIMEOUT || code == ER_UNKNOWN_COM_ERROR || code == ER_CHECKREAD;
}

static bool conflicting(unsigned code)
{
    return code == ER_DUP_ENTRY || code == ER_DUP_ENTRY_WITH_KEY_NAME || code == ER_ROW_IS_REFERENCED || code == ER_ROW_IS_REFERENCED_2 ||
           code == ER_NO_REFERENCED_ROW || code == ER_NO_REFERENCED_ROW_2;
}

enum status db_fault(struct db *db, unsigned code, const char *state, const char *message, const char *sql)
{
    bool gone = db_lost_code(code);

    db->failed_code = code;
    if (conflicting(code)) {
        log_fact(LOG_DEBUG, "db_conflict", "account=%s code=%u sql=%s", db->account, code, log_quote(sql));
        return ST_CONFLICT;
    }
    if (gone)
        db->lost = true;
    if (db->depth > 0 && (gone || transient(code)))
        db->doomed = true;
    /* The server's text may quote a value; it is only passed on where none can be in it. */
    log_fact(gone || transient(code) ? LOG_WARN : LOG_ERROR, gone ? "db_lost" : "db_error", "account=%s code=%u state=%s reason=%s sql=%s",
             db->account, code, state, message == NULL ? "-" : log_quote(message), log_quote(sql));
    return ST_FAILED;
}

enum status db_command(struct db *db, const char *sql)
{
    if (db->mysql == NULL)
        return ST_FAILED;
    if (mysql_real_query(db->mysql, sql, strlen(sql)) != 0)
        return db_fault(db, mysql_errno(db->mysql), mysql_sqlstate(db->mysql), NULL, sql);
    return ST_OK;
}

bool db_free_wire(struct db *db, const struct stmt *next)
{
    struct stmt *st = db->open;

    if (st == NULL || st == next)
        return true;
    if (st->stream) {
        log_fact(LOG_ERROR, "db_busy", "account=%s sql=%s", db->account, log_quote(st->sql));
        return false;
    }
    /* Usually only the CALL's own end is left; its stored rows stay readable. A further result set, though, is lost. */
    db->open = NULL;
    st->more = false;
    while (mysql_more_results(db->mysql) && mysql_next_result(db->mysql) == 0) {
        MYSQL_RES *rest = mysql_use_result(db->mysql);

        if (rest == NULL)
            continue;
        mysql_free_result(rest);
        log_fact(LOG_ERROR, "db_result_lost", "account=%s sql=%s", db->account, log_quote(st->sql));
        st->status = ST_FAILED;
    }
    return true;
}

enum status db_settle(struct db *db)
{
    return db->depth > 0 || db->mysql == NULL ? ST_OK : db_command(db, "COMMIT");
}
