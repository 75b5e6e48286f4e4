#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "db/connection.h"

/* A statement whose body has semicolons of its own: it ends at a line `END;`. */
static bool has_body(const char *s)
{
    static const char *const openings[] = { "CREATE PROCEDURE ", "CREATE OR REPLACE PROCEDURE ", "CREATE OR REPLACE FUNCTION ", "CREATE TRIGGER " };

    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++)
        if (strncasecmp(s, openings[i], strlen(openings[i])) == 0)
            return true;
    return false;
}

/* Past white space and lines that are comments. */
static const char *skip_blank(const char *s)
{
    for (;;) {
        s += strspn(s, " \t\r\n");
        if (strncmp(s, "--", 2) != 0)
            return s;
        s += strcspn(s, "\n");
    }
}

/* Length of the statement that starts at s, without its semicolon; *after is where the next begins. */
static size_t statement_length(const char *s, const char **after)
{
    bool body = has_body(s);
    const char *line = s;

    while (*line != '\0') {
        size_t n = strcspn(line, "\n"), end = n;

        while (end > 0 && strchr(" \t\r", line[end - 1]) != NULL)
            end--;
        *after = line + n + (line[n] == '\n');
        if (body ? end == 4 && strncmp(line, "END;", 4) == 0 : end > 0 && line[end - 1] == ';' && strncmp(line + strspn(line, " \t"), "--", 2) != 0)
            return (size_t)(line - s) + end - 1;
        line = *after;
    }
    *after = line;
    return (size_t)(line - s);
}

/* A script is text of the project: the first line of the statement tells where, the server's words tell what. */
static enum status script_fault(struct db *db, const char *statement)
{
    enum status st;
    char first[101];
    size_t shown = strcspn(statement, "\n");

    shown = shown < sizeof first ? shown : sizeof first - 1;
    memcpy(first, statement, shown);
    first[shown] = '\0';
    st = db_fault(db, mysql_errno(db->mysql), mysql_sqlstate(db->mysql), mysql_error(db->mysql), first);
    if (!db->lost)
        db_command(db, "ROLLBACK");
    return st;
}

enum status db_script(struct db *db, const char *script)
{
    const char *s, *next;

    if (db->depth > 0 || !db_connect(db) || !db_free_wire(db, NULL))
        return ST_FAILED;
    for (s = skip_blank(script); *s != '\0'; s = skip_blank(next)) {
        size_t n = statement_length(s, &next);
        MYSQL_RES *rows;

        if (n > 0 && mysql_real_query(db->mysql, s, n) != 0)
            return script_fault(db, s);
        rows = mysql_store_result(db->mysql);
        if (rows != NULL)
            mysql_free_result(rows);
    }
    return db_settle(db);
}
