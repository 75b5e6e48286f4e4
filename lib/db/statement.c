#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "db/connection.h"

static size_t cache_place(struct stmt *const *cache, size_t room, const char *sql)
{
    size_t at = ((uintptr_t)sql >> 3) * 0x9E3779B1u % room;

    while (cache[at] != NULL && cache[at]->sql != sql)
        at = (at + 1) % room;
    return at;
}

static bool cache_grow(struct db *db)
{
    size_t room = db->cache_room == 0 ? 64 : 2 * db->cache_room;
    struct stmt **cache = calloc(room, sizeof(struct stmt *));

    if (cache == NULL)
        return false;
    for (size_t i = 0; i < db->cache_room; i++)
        if (db->cache[i] != NULL)
            cache[cache_place(cache, room, db->cache[i]->sql)] = db->cache[i];
    free(db->cache);
    db->cache = cache;
    db->cache_room = room;
    return true;
}

/* NULL without memory. */
static struct stmt *cache_get(struct db *db, const char *sql)
{
    struct stmt *st;
    size_t at;

    if (4 * (db->cache_count + 1) > 3 * db->cache_room && !cache_grow(db))
        return NULL;
    at = cache_place(db->cache, db->cache_room, sql);
    if (db->cache[at] != NULL)
        return db->cache[at];
    st = calloc(1, sizeof *st);
    if (st == NULL)
        return NULL;
    st->db = db;
    st->sql = sql;
    st->is_call = strncasecmp(sql, "CALL ", 5) == 0;
    db->cache[at] = st;
    db->cache_count++;
    return st;
}

/* What a caller gets when there is no memory for a statement: one that fails. */
static struct stmt *stmt_spare(struct db *db, const char *sql)
{
    log_fact(LOG_ERROR, "db_memory", "account=%s", db->account);
    db->spare = (struct stmt){ .db = db, .sql = sql, .status = ST_FAILED };
    return &db->spare;
}

/* A CALL that failed half-way has done its first half: outside a transaction that must not be committed by whatever comes next. */
static bool stmt_fault(struct stmt *st, bool preparing)
{
    struct db *db = st->db;

    if (st->handle == NULL) {
        st->status = ST_FAILED;
        return false;
    }
    /* While preparing there are no values yet, so the server's words are about the text alone. */
    st->status =
        db_fault(db, mysql_stmt_errno(st->handle), mysql_stmt_sqlstate(st->handle), preparing ? mysql_stmt_error(st->handle) : NULL, st->sql);
    if (db->depth == 0 && !db->lost && !preparing)
        db_command(db, "ROLLBACK");
    return false;
}

static bool make_params(struct stmt *st)
{
    unsigned n = (unsigned)mysql_stmt_param_count(st->handle);

    if (st->binds != NULL && st->values != NULL && n == st->params)
        return true;
    free(st->binds);
    free(st->values);
    st->params = n;
    st->binds = calloc(n + 1, sizeof *st->binds);
    st->values = calloc(n + 1, sizeof *st->values);
    return st->binds != NULL && st->values != NULL;
}

static bool prepare_once(struct stmt *st)
{
    if (!db_connect(st->db)) {
        st->status = ST_FAILED;
        return false;
    }
    st->handle = mysql_stmt_init(st->db->mysql);
    if (st->handle != NULL && mysql_stmt_prepare(st->handle, st->sql, strlen(st->sql)) == 0 && make_params(st))
        return true;
    stmt_fault(st, true);
    if (st->handle != NULL)
        mysql_stmt_close(st->handle);
    st->handle = NULL;
    return false;
}

/* A connection that was lost while nobody used it is made again, outside a transaction; inside, db_tx() starts over. */
static bool prepare(struct stmt *st)
{
    struct db *db = st->db;

    if (db->lost && db->depth == 0)
        db_disconnect(db);
    if (db->doomed || db->lost || !db_free_wire(db, st)) {
        st->status = ST_FAILED;
        return false;
    }
    if (st->handle != NULL || prepare_once(st))
        return true;
    if (!db->lost || db->depth > 0 || db->mysql == NULL)
        return false;
    st->status = ST_OK;
    return prepare_once(st);
}

struct stmt *db_stmt(struct db *db, const char *sql)
{
    struct stmt *st = cache_get(db, sql);

    if (st == NULL)
        return stmt_spare(db, sql);
    db_done(st);
    st->status = ST_OK;
    st->ran = st->at_row = st->ended = st->stream = false;
    st->rows = st->changed = st->insert_id = 0;
    st->skipped = 0;
    if (!prepare(st))
        return st;
    for (unsigned i = 0; i < st->params; i++)
        st->binds[i] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_NULL };
    return st;
}

void db_stream(struct stmt *st)
{
    st->stream = true;
}

static bool execute_once(struct stmt *st)
{
    if (st->params > 0 && mysql_stmt_bind_param(st->handle, st->binds) != 0)
        return stmt_fault(st, false);
    if (mysql_stmt_execute(st->handle) != 0)
        return stmt_fault(st, false);
    return true;
}

/* What was on a lost connection outside a transaction was not committed, so it may be sent once more. */
static bool execute(struct stmt *st)
{
    struct db *db = st->db;

    if (st->status != ST_OK)
        return false;
    if (db->doomed || !db_free_wire(db, st)) {
        st->status = ST_FAILED;
        return false;
    }
    if (st->handle == NULL && !prepare(st))
        return false;
    if (execute_once(st))
        return true;
    if (!db->lost || db->depth > 0)
        return false;
    db_disconnect(db);
    st->status = ST_OK;
    return prepare(st) && execute_once(st);
}

/* Takes in a result: all its rows, unless they are to be streamed. A CALL may have more after it. */
static bool take_result(struct stmt *st)
{
    st->more = st->is_call && mysql_stmt_more_results(st->handle);
    if (!columns_bind(st))
        return stmt_fault(st, false);
    if (!st->stream && mysql_stmt_store_result(st->handle) != 0)
        return stmt_fault(st, false);
    st->more = st->is_call && mysql_stmt_more_results(st->handle);
    if (st->stream || st->more)
        st->db->open = st;
    return true;
}

static void settle(struct stmt *st)
{
    if (st->db->open == st)
        return;
    if (db_settle(st->db) != ST_OK) {
        st->status = ST_FAILED;
        st->ended = true;
    }
}

static bool run(struct stmt *st)
{
    st->ran = true;
    if (!execute(st)) {
        st->ended = true;
        return false;
    }
    if (mysql_stmt_field_count(st->handle) > 0) {
        if (!take_result(st)) {
            st->ended = true;
            return false;
        }
    } else {
        st->changed = mysql_stmt_affected_rows(st->handle);
        st->insert_id = mysql_stmt_insert_id(st->handle);
        st->ended = true;
    }
    settle(st);
    return st->status == ST_OK;
}

bool db_step(struct stmt *st)
{
    int rc;

    st->at_row = false;
    if (st->ran && st->status == ST_OK && st->handle == NULL)
        st->status = ST_FAILED;
    if (st->ran ? st->status != ST_OK : !run(st))
        return false;
    if (st->ended)
        return false;
    rc = columns_rebind(st) ? mysql_stmt_fetch(st->handle) : 1;
    if (rc == MYSQL_DATA_TRUNCATED && !columns_refetch(st))
        rc = 1;
    if (rc == MYSQL_NO_DATA || (rc != 0 && rc != MYSQL_DATA_TRUNCATED)) {
        st->ended = true;
        if (rc != MYSQL_NO_DATA)
            stmt_fault(st, false);
        if (st->stream)
            db_done(st);
        return false;
    }
    for (unsigned i = 0; i < st->columns; i++)
        st->column[i].text_made = false;
    st->rows++;
    st->at_row = true;
    return true;
}

enum status db_run(struct stmt *st)
{
    if (!st->ran)
        run(st);
    return st->status;
}

enum status db_run_one(struct stmt *st)
{
    enum status status = db_run(st);

    return status == ST_OK && db_changed(st) != 1 ? ST_NOT_FOUND : status;
}

enum status db_status(const struct stmt *st)
{
    if (st->status != ST_OK)
        return st->status;
    return st->rows > 0 ? ST_OK : ST_NOT_FOUND;
}

void db_done(struct stmt *st)
{
    struct db *db = st->db;
    bool was_open = db->open == st;

    st->at_row = false;
    st->ended = true;
    if (st->handle == NULL || !st->ran)
        return;
    if (db->lost) {
        db->open = was_open ? NULL : db->open;
        return;
    }
    mysql_stmt_free_result(st->handle);
    while (was_open && st->more && mysql_stmt_next_result(st->handle) == 0)
        mysql_stmt_free_result(st->handle);
    st->more = false;
    if (!was_open)
        return;
    db->open = NULL;
    settle(st);
}

bool db_next_result(struct stmt *st)
{
    st->at_row = false;
    while (st->status == ST_OK && st->more && st->db->open == st) {
        int rc = mysql_stmt_next_result(st->handle);

        st->db->open = NULL;
        st->more = false;
        if (rc > 0)
            return stmt_fault(st, false);
        if (rc < 0)
            break;
        if (mysql_stmt_field_count(st->handle) > 0) {
            st->ended = false;
            st->rows = 0;
            return take_result(st);
        }
        st->more = mysql_stmt_more_results(st->handle);
        st->db->open = st->more ? st : NULL;
    }
    st->ended = true;
    if (st->status == ST_OK)
        settle(st);
    return false;
}

uint64_t db_changed(const struct stmt *st)
{
    return st->changed;
}

uint64_t db_insert_id(const struct stmt *st)
{
    return st->insert_id;
}
