/*
 * bare - the floor under a page: its statements and nothing else, as a loop over Connector/C.
 *
 * usage: bare SOCKET USER PASSWORD-FILE SCHEMA STATEMENTS KEYS CONNECTIONS SECONDS
 *
 * STATEMENTS, as tests/bench/stage.py learns them from the server's general log:
 *     sql <tab> TEXT WITH ?
 *     p <tab> KIND <tab> VALUE       one line a parameter: number, id, now, request (made here); int, text, hex (the value); null
 * KEYS holds a line "NUMBER ID" per relation, of which each turn takes one at random. A turn is the statements in order, all rows fetched, and COMMIT.
 * Each connection is a process. Prints the turns of all of them and the seconds.
 */
#include <errno.h>
#include <mysql.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define STATEMENTS 32
#define PARAMS     64
#define COLUMNS    96
#define TEXT       4096

enum kind { K_NUMBER, K_ID, K_NOW, K_REQUEST, K_INT, K_TEXT, K_HEX, K_NULL };
static const char *const kinds[] = { "number", "id", "now", "request", "int", "text", "hex", "null" };

struct param {
    enum kind kind;
    char *value;
    unsigned long length;
    long long number;
};
struct statement {
    char *sql;
    struct param params[PARAMS];
    unsigned count;
    MYSQL_STMT *handle;
    MYSQL_BIND in[PARAMS], out[COLUMNS];
    unsigned columns;
};
struct key {
    char number[16];
    long long id;
};

static struct statement statements[STATEMENTS];
static unsigned count;
static struct key *keys;
static size_t key_count;
static struct key current;
static char now_text[32], request[40], sink[COLUMNS][TEXT];
static unsigned long current_length, now_length, request_length = 32;

static void die(const char *what, const char *why)
{
    fprintf(stderr, "bare: %s: %s\n", what, why);
    exit(1);
}

static enum kind kind_of(const char *word)
{
    for (int k = K_NUMBER; k <= K_NULL; k++)
        if (strcmp(kinds[k], word) == 0)
            return (enum kind)k;
    die("unknown kind of parameter", word);
    return K_NULL;
}

static void unhex(struct param *p)
{
    p->length = (unsigned long)strlen(p->value) / 2;
    for (unsigned long i = 0; i < p->length; i++) {
        char pair[3] = { p->value[2 * i], p->value[2 * i + 1], 0 };

        p->value[i] = (char)strtol(pair, NULL, 16);
    }
}

static void add_param(char *rest)
{
    struct statement *s = &statements[count - 1];
    struct param *p = &s->params[s->count++];
    char *value = strchr(rest, '\t');

    if (value)
        *value++ = '\0';
    p->kind = kind_of(rest);
    p->value = strdup(value ? value : "");
    p->length = (unsigned long)strlen(p->value);
    p->number = atoll(p->value);
    if (p->kind == K_HEX)
        unhex(p);
}

static void read_statements(const char *path)
{
    static char line[1 << 16];
    FILE *in = fopen(path, "r");

    if (!in)
        die(path, strerror(errno));
    while (fgets(line, sizeof line, in)) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "sql\t", 4) == 0 && count < STATEMENTS)
            statements[count++].sql = strdup(line + 4);
        else if (strncmp(line, "p\t", 2) == 0 && count > 0)
            add_param(line + 2);
    }
    fclose(in);
}

static void read_keys(const char *path)
{
    FILE *in = fopen(path, "r");
    struct key k;

    if (!in)
        die(path, strerror(errno));
    while (fscanf(in, "%15s %lld", k.number, &k.id) == 2) {
        keys = realloc(keys, (key_count + 1) * sizeof *keys);
        keys[key_count++] = k;
    }
    fclose(in);
}

static MYSQL *connect_to(char **argv)
{
    /* As lib/db/connection.c begins a session. */
    static const char *const begin[] = {
        "SET NAMES utf8mb4 COLLATE utf8mb4_unicode_520_ci",
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY', "
        "time_zone = '+00:00', group_concat_max_len = 65536, autocommit = 0",
        "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
    };
    char password[256] = "";
    FILE *in = fopen(argv[3], "r");
    MYSQL *my = mysql_init(NULL);

    if (!in || !fgets(password, sizeof password, in))
        die(argv[3], "no password");
    fclose(in);
    password[strcspn(password, "\n")] = '\0';
    if (!mysql_real_connect(my, NULL, argv[2], password, argv[4], 0, argv[1], 0))
        die("connect", mysql_error(my));
    for (size_t i = 0; i < sizeof begin / sizeof *begin; i++)
        if (mysql_query(my, begin[i]))
            die(begin[i], mysql_error(my));
    return my;
}

static void bind_in(struct statement *s, unsigned i)
{
    struct param *p = &s->params[i];
    MYSQL_BIND *b = &s->in[i];

    *b = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_STRING, .buffer = p->value, .length = &p->length };
    switch (p->kind) {
    case K_NUMBER:
        b->buffer = current.number;
        b->length = &current_length;
        break;
    case K_NOW:
        b->buffer = now_text;
        b->length = &now_length;
        break;
    case K_REQUEST:
        b->buffer = request;
        b->length = &request_length;
        break;
    case K_ID:
    case K_INT:
        *b = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_LONGLONG, .buffer = p->kind == K_ID ? &current.id : &p->number };
        break;
    case K_HEX:
        b->buffer_type = MYSQL_TYPE_BLOB;
        break;
    case K_NULL:
        b->buffer_type = MYSQL_TYPE_NULL;
        break;
    case K_TEXT:
        break;
    }
}

static void prepare(MYSQL *my, struct statement *s)
{
    s->handle = mysql_stmt_init(my);
    if (mysql_stmt_prepare(s->handle, s->sql, (unsigned long)strlen(s->sql)))
        die(s->sql, mysql_stmt_error(s->handle));
    if (mysql_stmt_param_count(s->handle) != s->count)
        die(s->sql, "another number of parameters");
    for (unsigned i = 0; i < s->count; i++)
        bind_in(s, i);
    if (s->count && mysql_stmt_bind_param(s->handle, s->in))
        die(s->sql, mysql_stmt_error(s->handle));
    s->columns = mysql_stmt_field_count(s->handle);
    for (unsigned i = 0; i < s->columns; i++)
        s->out[i] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_STRING, .buffer = sink[i], .buffer_length = TEXT };
    if (s->columns && mysql_stmt_bind_result(s->handle, s->out))
        die(s->sql, mysql_stmt_error(s->handle));
}

/* Rows are taken in whole, as lib/db does, and then fetched. */
static void run(struct statement *s)
{
    if (mysql_stmt_execute(s->handle))
        die(s->sql, mysql_stmt_error(s->handle));
    if (!s->columns)
        return;
    if (mysql_stmt_store_result(s->handle))
        die(s->sql, mysql_stmt_error(s->handle));
    while (mysql_stmt_fetch(s->handle) == 0)
        continue;
    mysql_stmt_free_result(s->handle);
}

static void turn(MYSQL *my, unsigned *seed)
{
    struct timespec t;
    struct tm tm;

    current = keys[(size_t)rand_r(seed) % key_count];
    current_length = (unsigned long)strlen(current.number);
    clock_gettime(CLOCK_REALTIME, &t);
    gmtime_r(&t.tv_sec, &tm);
    now_length = (unsigned long)strftime(now_text, sizeof now_text, "%Y-%m-%d %H:%M:%S", &tm);
    snprintf(request, sizeof request, "%08x%08x%08x%08x", rand_r(seed), rand_r(seed), rand_r(seed), rand_r(seed));
    for (unsigned i = 0; i < count; i++)
        run(&statements[i]);
    if (mysql_query(my, "COMMIT"))
        die("COMMIT", mysql_error(my));
}

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static unsigned long worker(char **argv, unsigned seed)
{
    MYSQL *my = connect_to(argv);
    double end = seconds() + atof(argv[8]);
    unsigned long turns = 0;

    for (unsigned i = 0; i < count; i++)
        prepare(my, &statements[i]);
    for (; seconds() < end; turns++)
        turn(my, &seed);
    mysql_close(my);
    return turns;
}

int main(int argc, char **argv)
{
    unsigned long total = 0, turns;
    int ends[2], failed = 0, status;

    if (argc != 9 || pipe(ends) != 0)
        die("usage", "bare SOCKET USER PASSWORD-FILE SCHEMA STATEMENTS KEYS CONNECTIONS SECONDS");
    read_statements(argv[5]);
    read_keys(argv[6]);
    if (count == 0 || key_count == 0)
        die("nothing to do", argv[5]);
    for (int i = 0; i < atoi(argv[7]); i++) {
        if (fork() == 0) {
            turns = worker(argv, (unsigned)i + 1);
            _exit(write(ends[1], &turns, sizeof turns) == sizeof turns ? 0 : 1);
        }
    }
    for (int i = 0; i < atoi(argv[7]); i++) {
        wait(&status);
        failed += status != 0;
    }
    close(ends[1]);
    while (read(ends[0], &turns, sizeof turns) == sizeof turns)
        total += turns;
    printf("%lu %s\n", total, argv[8]);
    return failed != 0;
}
