/*
 * connection.h - the insides of a connection, shared by the files of lib/db only.
 *
 * The session runs with autocommit off, so that a transaction costs one round trip (COMMIT) and not two. What runs outside db_tx() is committed
 * by db_settle() as soon as its result is in. Because nothing lasts before that commit, a statement that met a lost connection outside a
 * transaction may be run again.
 */
#ifndef KOREN_DB_CONNECTION_H
#define KOREN_DB_CONNECTION_H

#include <mysql.h>

#include "db/db.h"

/* One parameter's value, kept until the statement has run. */
union param {
    uint64_t number;
    MYSQL_TIME time;
};

enum column_kind { COLUMN_NUMBER, COLUMN_TIME, COLUMN_BYTES };

/* Where the client library puts one column of a row. `bytes` keeps its room from one run to the next. */
struct column {
    enum column_kind kind;
    char is_null; /* my_bool */
    char cut;     /* my_bool: did not fit */
    bool is_unsigned;
    bool text_made; /* text of a number or time stands in `bytes` */
    unsigned long length;
    char *bytes;
    unsigned long room; /* of bytes, without the NUL */
    int64_t number;
    MYSQL_TIME time;
};

struct stmt {
    struct db *db;
    const char *sql;
    MYSQL_STMT *handle; /* NULL: not prepared on this connection */
    unsigned params;
    MYSQL_BIND *binds;
    union param *values;
    unsigned columns;
    struct column *column;
    MYSQL_BIND *results;
    unsigned skipped; /* db_skip() */
    uint64_t rows, changed, insert_id;
    enum status status; /* sticks when it is not ST_OK */
    bool ran, at_row, ended;
    bool stream; /* db_stream() */
    bool more;   /* result sets of a CALL may follow */
    bool is_call;
    bool rebind; /* columns_rebind() has to come before the next fetch */
};

struct db {
    MYSQL *mysql;                      /* NULL while not connected */
    char *account, *password;          /* of MariaDB */
    char *socket, *host, *ca, *schema; /* socket or host */
    unsigned port, patience;           /* seconds to wait for an answer, never 0 */
    bool lost;                         /* the connection is of no use any more */
    unsigned depth;                    /* of db_tx(); a snapshot counts as one */
    bool doomed;                       /* this transaction must be rolled back, and may be run again */
    bool snapshot;                     /* db_snapshot() */
    bool unsure;                       /* db_unsure() */
    unsigned failed_code;              /* of the last failure, for who decides about another try */
    struct stmt *open;                 /* has an answer on the wire that was not read to its end: a stream or a CALL */
    struct stmt **cache;               /* open hash by address of text */
    size_t cache_room, cache_count;
    struct stmt spare; /* for when there is no memory for another */
};

/* Connects when it is not, or not any more. */
bool db_connect(struct db *db);
/* Forgets the connection and everything prepared on it. */
void db_disconnect(struct db *db);
/* Classifies a failure, logs it once, and gives what the caller should see. `sql` is constant text. */
enum status db_fault(struct db *db, unsigned code, const char *state, const char *message, const char *sql);
/* Runs a constant command without a result. */
enum status db_command(struct db *db, const char *sql);
/* Makes the wire free for the next statement: drains a CALL, refuses while a stream is read. */
bool db_free_wire(struct db *db, const struct stmt *next);
/* Commits what ran outside a transaction. */
enum status db_settle(struct db *db);
bool db_lost_code(unsigned code);

/* column.c: makes room for the columns of the result that is about to be read, and binds it. */
bool columns_bind(struct stmt *st);
/* After a fetch that said something was cut: larger buffers, and the whole values. */
bool columns_refetch(struct stmt *st);
/* Before a fetch: tells the library of buffers that grew at the row before. Not sooner, for Connector/C 3.3.19 (Debian's
   10.11.18) sets the lengths of the row at hand to 0 when buffers are bound. */
bool columns_rebind(struct stmt *st);
void columns_free(struct stmt *st);

#endif
