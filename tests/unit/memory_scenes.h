/*
 * memory_scenes.h - requests of which every allocation of the arena fails in turn. Either the answer is 503 and nothing was done, or everything was,
 * and the page that tells of it may be what there was no memory for; the next request is as any other.
 *
 * A scene is one POST of a user of its own, who has done what comes before it. The file that includes this names its app and its scenes in
 * memory_set_up() and counts everything they may change in one statement. The rows are written for good, by the program's own account: what
 * memory_clean() runs takes them away.
 */
#ifndef KOREN_TESTS_MEMORY_SCENES_H
#define KOREN_TESTS_MEMORY_SCENES_H

#include "base/log.h"
#include "guard/session.h"
#include "guard_db.h"
#include "web/serve.h"
#include "web/site.h"
#include "web/templates.h"

#define COLUMNS_MAX     12
#define ANSWER_MOST     65536
#define ALLOCATIONS_MIN 20 /* a request that asks for fewer was not read */

struct scene {
    char email[64], path[128], body[512], cookies[256];
    char csrf[TOKEN_TEXT];
};

struct scene_kind {
    const char *name;
    void (*make)(struct scene *s);
    int status;
    bool changes[COLUMNS_MAX]; /* as the columns of the statement that counts */
};

struct scenes {
    const struct app *app;
    const char *site; /* as nginx says it */
    const char *count_sql;
    unsigned columns;
    const char *const *clean; /* statements, ended by NULL */
    const struct scene_kind *kinds;
};

static const struct scenes *scenes;
static struct server server;

static inline void memory_clean(void)
{
    for (const char *const *sql = scenes->clean; *sql; sql++)
        ck_assert_int_eq(db_run(db_stmt(db, *sql)), ST_OK);
}

static inline void memory_set_up(const struct scenes *these)
{
    scenes = these;
    model_set_up();
    log_threshold(LOG_ERROR + 1); /* hundreds of lines that say what is meant to happen */
    ck_assert(templates_open(conf->template_dir, false) && site_open(conf));
    server =
        (struct server){ .app = scenes->app, .config = conf, .keys = &test_keys, .db = db_open(conf, scenes->app->program), .arena = arena_new(0) };
    ck_assert(server.db != NULL && server.arena != NULL);
    memory_clean();
}

static inline void memory_tear_down(void)
{
    memory_clean();
    db_close(server.db);
    arena_free(server.arena);
    templates_close();
    model_tear_down();
}

static inline void memory_state(uint64_t out[COLUMNS_MAX])
{
    struct stmt *st = db_stmt(db, scenes->count_sql);

    ck_assert(db_step(st));
    for (unsigned i = 0; i < scenes->columns; i++)
        out[i] = (uint64_t)col_i64(st, i);
    db_done(st);
}

struct memory {
    const char *s;
    size_t n;
};

static inline size_t read_memory(void *ctx, void *p, size_t n)
{
    struct memory *m = ctx;
    size_t one = m->n < n ? m->n : n;

    memcpy(p, m->s, one);
    m->s += one;
    m->n -= one;
    return one;
}

static char answer[ANSWER_MOST];
static size_t answer_n;

static inline void write_answer(void *ctx, const void *p, size_t n)
{
    (void)ctx;
    ck_assert_uint_lt(answer_n + n, sizeof answer);
    memcpy(answer + answer_n, p, n);
    answer_n += n;
    answer[answer_n] = '\0';
}

/* The status of the answer. */
static inline int ask(const struct scene *s)
{
    char body[700], path[160], site[40], length[40], cookies[300];
    char *env[] = {
        (char[]){ "REQUEST_METHOD=POST" }, site, (char[]){ "CONTENT_TYPE=application/x-www-form-urlencoded" }, path, length, cookies, NULL
    };
    struct memory m = { .s = body };
    struct body_source in = { .read = read_memory, .ctx = &m };
    struct answer_sink out = { .write = write_answer };

    snprintf(body, sizeof body, "csrf=%s&%s", s->csrf, s->body);
    for (char *p = body; (p = strchr(p, ' ')) != NULL;)
        *p = '+';
    m.n = strlen(body) - (s->body[0] == '\0');
    snprintf(site, sizeof site, "KOREN_SITE=%s", scenes->site);
    snprintf(path, sizeof path, "DOCUMENT_URI=%s", s->path);
    snprintf(length, sizeof length, "CONTENT_LENGTH=%zu", m.n);
    snprintf(cookies, sizeof cookies, "HTTP_COOKIE=%s", s->cookies);
    answer_n = 0;
    serve(&server, env, &in, &out);
    ck_assert_msg(strncmp(answer, "Status: ", 8) == 0, "no answer: %.80s", answer);
    return atoi(answer + 8);
}

/* Whether all that this scene changes was done; false: nothing of it. A half fails the test. */
static inline bool done(int which, const uint64_t before[COLUMNS_MAX], size_t n)
{
    uint64_t after[COLUMNS_MAX];
    unsigned wanted = 0, seen = 0;

    memory_state(after);
    for (unsigned i = 0; i < scenes->columns; i++) {
        ck_assert_msg(scenes->kinds[which].changes[i] || after[i] == before[i], "%s, allocation %zu: column %u changed", scenes->kinds[which].name, n,
                      i);
        wanted += scenes->kinds[which].changes[i];
        seen += after[i] != before[i];
    }
    ck_assert_msg(seen == 0 || seen == wanted, "%s, allocation %zu: %u of %u were done", scenes->kinds[which].name, n, seen, wanted);
    return seen == wanted;
}

struct making {
    const struct scene_kind *kind;
    struct scene *scene;
};

static inline enum status make_one(struct db *d, void *ctx)
{
    struct making *m = ctx;

    (void)d;
    m->kind->make(m->scene);
    return ST_OK;
}

/* One request of which the nth allocation fails (0: none). The status, after it was seen that no half was done. Where the one before did nothing, its
 * scene is as good as new. */
static inline int try_one(int which, size_t nth)
{
    static struct scene s;
    static bool as_new;
    uint64_t before[COLUMNS_MAX];
    int status;
    bool all;

    if (!as_new)
        ck_assert_int_eq(db_tx(db, make_one, &(struct making){ &scenes->kinds[which], &s }), ST_OK);
    memory_state(before);
    server.fail_after = nth;
    status = ask(&s);
    all = done(which, before, nth);
    as_new = !all;
    ck_assert_msg(status == 503 || (status == scenes->kinds[which].status && all), "%s, allocation %zu: %d", scenes->kinds[which].name, nth, status);
    return status;
}

START_TEST(every_allocation_of_the_arena_fails)
{
    size_t n = 1;

    ck_assert_int_eq(try_one(_i, 0), scenes->kinds[_i].status);
    while (try_one(_i, n) == 503)
        n++;
    ck_assert_msg(n > ALLOCATIONS_MIN, "%s: only %zu allocations", scenes->kinds[_i].name, n);
}
END_TEST

static inline int memory_tests_run(const char *name, void (*set_up)(void), int kinds)
{
    Suite *s = suite_create(name);
    TCase *c = tcase_create(name);

    suite_add_tcase(s, c);
    tcase_set_timeout(c, 300);
    tcase_add_checked_fixture(c, set_up, memory_tear_down);
    tcase_add_loop_test(c, every_allocation_of_the_arena_fails, 0, kinds);
    return model_tests_run(s);
}

#endif
