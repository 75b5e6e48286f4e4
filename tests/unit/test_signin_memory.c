/*
 * Signing in, its code and a forgotten password, with every allocation of the request's arena failing in turn. Either the answer is 503 and nothing
 * was done, or everything was, and the page that tells of it may be what there was no memory for; the next request is as any other.
 *
 * The rows are written for good, by the program's own account, and taken away afterwards.
 */
#include "signin.h"

#include "base/log.h"
#include "base/random.h"
#include "guard/attempt.h"
#include "guard/mail_link.h"
#include "guard/session.h"
#include "guard_db.h"
#include "web/serve.h"
#include "web/site.h"
#include "web/templates.h"
#include "web/token.h"

#define RIGHT       "een goed lang wachtwoord 73"
#define FRESH       "kaarsvet boven de waterlinie 58"
#define COLUMNS     10
#define ANSWER_MOST 65536

static const struct route routes[] = {
    { POST, "/aanmelden", PERM_PUBLIC, sign_in_try, .event = NULL },
    { POST, "/aanmelden/code", PERM_PUBLIC, code_try, .event = NULL },
    { POST, "/aanmelden/code/opnieuw", PERM_PUBLIC, code_again, .event = NULL },
    { POST, "/wachtwoord/vergeten", PERM_PUBLIC, reset_send, .event = NULL },
    { POST, "/wachtwoord/nieuw/{token}", PERM_PUBLIC, reset_save, .event = NULL },
    { 0 },
};
static const struct app app = { .program = "signin", .both_sites = true, .routes = routes };

static struct server server;
static struct credential right;
static char browser[TOKEN_TEXT], csrf[TOKEN_TEXT];

/* Everything that these pages may change, as counts. */
static const char SQL_STATE[] =
    "SELECT (SELECT COUNT(*) FROM credential WHERE log2_n = 5), (SELECT COUNT(*) FROM session WHERE ended_at IS NULL), "
    "(SELECT COUNT(*) FROM sign_in_attempt WHERE used_at IS NULL), (SELECT COUNT(*) FROM sign_in_attempt), (SELECT COUNT(*) FROM code_sent), "
    "(SELECT COALESCE(SUM(failures), 0) FROM sign_in_failure), (SELECT COUNT(*) FROM device), "
    "(SELECT COUNT(*) FROM mail_link WHERE used_at IS NULL), (SELECT COUNT(*) FROM outbox), (SELECT COUNT(*) FROM audit)";
static const char *const SQL_CLEAN[] = {
    "DELETE FROM outbox WHERE recipient LIKE 'geheugen.%'",
    "DELETE FROM sign_in_failure",
    "DELETE c FROM credential c JOIN app_user u ON u.id = c.user_id WHERE u.email LIKE 'geheugen.%'",
    "DELETE c FROM session c JOIN app_user u ON u.id = c.user_id WHERE u.email LIKE 'geheugen.%'",
    "DELETE c FROM sign_in_attempt c JOIN app_user u ON u.id = c.user_id WHERE u.email LIKE 'geheugen.%'",
    "DELETE c FROM code_sent c JOIN app_user u ON u.id = c.user_id WHERE u.email LIKE 'geheugen.%'",
    "DELETE c FROM device c JOIN app_user u ON u.id = c.user_id WHERE u.email LIKE 'geheugen.%'",
    "DELETE c FROM mail_link c JOIN app_user u ON u.id = c.user_id WHERE u.email LIKE 'geheugen.%'",
    "DELETE FROM app_user WHERE email LIKE 'geheugen.%'",
};

/* One request of a user of its own, who has done what comes before it. */
struct scene {
    char email[64], path[128], body[512], cookies[256];
};

static void clean(void)
{
    for (size_t i = 0; i < sizeof SQL_CLEAN / sizeof *SQL_CLEAN; i++)
        ck_assert_int_eq(db_run(db_stmt(db, SQL_CLEAN[i])), ST_OK);
}

static void set_up(void)
{
    model_set_up();
    log_threshold(LOG_ERROR + 1); /* hundreds of lines that say what is meant to happen */
    conf->scrypt_log2_n = 4;
    conf->scrypt_p = 1;
    ck_assert_int_eq(password_derive(conf, RIGHT, &right), ST_OK);
    conf->scrypt_log2_n = 5; /* so that the right password is hashed anew too */
    ck_assert(templates_open(conf->template_dir, false) && site_open(conf));
    server = (struct server){ .app = &app, .config = conf, .keys = &test_keys, .db = db_open(conf, "signin"), .arena = arena_new(0) };
    ck_assert(server.db != NULL && server.arena != NULL);
    random_token(browser);
    csrf_token(&test_keys, (const uint8_t *)browser, strlen(browser), csrf);
    clean();
}

static void tear_down(void)
{
    clean();
    db_close(server.db);
    arena_free(server.arena);
    templates_close();
    model_tear_down();
}

static void state(uint64_t out[COLUMNS])
{
    struct stmt *st = db_stmt(db, SQL_STATE);

    ck_assert(db_step(st));
    for (unsigned i = 0; i < COLUMNS; i++)
        out[i] = (uint64_t)col_i64(st, i);
    db_done(st);
}

/* ---- the requests ---- */

static uint64_t scene_user(struct scene *s)
{
    static unsigned count;
    uint64_t id;

    snprintf(s->email, sizeof s->email, "geheugen.%u@test.example", ++count);
    id = guard_user("staff", s->email);
    ck_assert_int_eq(credential_save(db, id, &right), ST_OK);
    snprintf(s->cookies, sizeof s->cookies, "%s=%s", TOKEN_COOKIE, browser);
    return id;
}

static void right_password(struct scene *s)
{
    scene_user(s);
    strcpy(s->path, "/aanmelden");
    snprintf(s->body, sizeof s->body, "gebruiker=%s&wachtwoord=%s", s->email, RIGHT);
}

static void wrong_password(struct scene *s)
{
    scene_user(s);
    strcpy(s->path, "/aanmelden");
    snprintf(s->body, sizeof s->body, "gebruiker=%s&wachtwoord=iets anders", s->email);
}

static void with_attempt(struct scene *s, const char *path, char code[CODE_DIGITS + 1])
{
    uint64_t id = scene_user(s);
    char token[TOKEN_TEXT];
    int64_t again_at;

    ck_assert_int_eq(attempt_open(db, id, token, code, &again_at), ST_OK);
    snprintf(s->cookies, sizeof s->cookies, "%s=%s; %s=%s", TOKEN_COOKIE, browser, ATTEMPT_COOKIE, token);
    snprintf(s->path, sizeof s->path, "%s", path);
}

static void right_code(struct scene *s)
{
    char code[CODE_DIGITS + 1];

    with_attempt(s, "/aanmelden/code", code);
    snprintf(s->body, sizeof s->body, "code=%s", code);
}

static void another_code(struct scene *s)
{
    char code[CODE_DIGITS + 1];

    with_attempt(s, "/aanmelden/code/opnieuw", code);
    strcpy(s->body, "");
}

static void forgotten(struct scene *s)
{
    scene_user(s);
    strcpy(s->path, "/wachtwoord/vergeten");
    snprintf(s->body, sizeof s->body, "gebruiker=%s", s->email);
}

static void chosen_anew(struct scene *s)
{
    char token[TOKEN_TEXT];

    ck_assert_int_eq(mail_link_open(db, scene_user(s), LINK_RESET, token), ST_OK);
    snprintf(s->path, sizeof s->path, "/wachtwoord/nieuw/%s", token);
    snprintf(s->body, sizeof s->body, "wachtwoord=%s&wachtwoord2=%s", FRESH, FRESH);
}

static const struct {
    const char *name;
    void (*make)(struct scene *s);
    int status;
    bool changes[COLUMNS]; /* as SQL_STATE */
} scenes[] = {
    { "the right password", right_password, 303, { [0] = true, [2] = true, [3] = true, [4] = true, [8] = true, [9] = true } },
    { "a wrong password", wrong_password, 422, { [5] = true, [9] = true } },
    { "the right code", right_code, 303, { [1] = true, [2] = true, [4] = true, [6] = true, [9] = true } },
    { "another code", another_code, 303, { [4] = true, [8] = true, [9] = true } },
    { "a forgotten password", forgotten, 200, { [7] = true, [8] = true, [9] = true } },
    { "a password chosen anew", chosen_anew, 303, { [0] = true, [7] = true, [8] = true, [9] = true } },
};

/* ---- serving them ---- */

struct memory {
    const char *s;
    size_t n;
};

static size_t read_memory(void *ctx, void *p, size_t n)
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

static void write_answer(void *ctx, const void *p, size_t n)
{
    (void)ctx;
    ck_assert_uint_lt(answer_n + n, sizeof answer);
    memcpy(answer + answer_n, p, n);
    answer_n += n;
    answer[answer_n] = '\0';
}

/* The status of the answer. */
static int ask(const struct scene *s)
{
    char body[700], path[160], length[40], cookies[300];
    char *env[] = { (char[]){ "REQUEST_METHOD=POST" },
                    (char[]){ "KOREN_SITE=staff" },
                    (char[]){ "CONTENT_TYPE=application/x-www-form-urlencoded" },
                    path,
                    length,
                    cookies,
                    NULL };
    struct memory m = { .s = body };
    struct body_source in = { .read = read_memory, .ctx = &m };
    struct answer_sink out = { .write = write_answer };

    snprintf(body, sizeof body, "csrf=%s&%s", csrf, s->body);
    for (char *p = body; (p = strchr(p, ' ')) != NULL;)
        *p = '+';
    m.n = strlen(body) - (s->body[0] == '\0');
    snprintf(path, sizeof path, "DOCUMENT_URI=%s", s->path);
    snprintf(length, sizeof length, "CONTENT_LENGTH=%zu", m.n);
    snprintf(cookies, sizeof cookies, "HTTP_COOKIE=%s", s->cookies);
    answer_n = 0;
    serve(&server, env, &in, &out);
    ck_assert_msg(strncmp(answer, "Status: ", 8) == 0, "no answer: %.80s", answer);
    return atoi(answer + 8);
}

/* Whether all that this scene changes was done; false: nothing of it. A half fails the test. */
static bool done(int which, const uint64_t before[COLUMNS], size_t n)
{
    uint64_t after[COLUMNS];
    unsigned wanted = 0, seen = 0;

    state(after);
    for (unsigned i = 0; i < COLUMNS; i++) {
        ck_assert_msg(scenes[which].changes[i] || after[i] == before[i], "%s, allocation %zu: column %u changed", scenes[which].name, n, i);
        wanted += scenes[which].changes[i];
        seen += after[i] != before[i];
    }
    ck_assert_msg(seen == 0 || seen == wanted, "%s, allocation %zu: %u of %u were done", scenes[which].name, n, seen, wanted);
    return seen == wanted;
}

/* One request of which the nth allocation fails (0: none). The status, after it was seen that no half was done. */
static int try_one(int which, size_t nth)
{
    struct scene s;
    uint64_t before[COLUMNS];
    int status;
    bool all;

    scenes[which].make(&s);
    state(before);
    server.fail_after = nth;
    status = ask(&s);
    all = done(which, before, nth);
    ck_assert_msg(status == 503 || (status == scenes[which].status && all), "%s, allocation %zu: %d", scenes[which].name, nth, status);
    return status;
}

START_TEST(every_allocation_of_the_arena_fails)
{
    size_t n = 1;

    ck_assert_int_eq(try_one(_i, 0), scenes[_i].status);
    while (try_one(_i, n) == 503)
        n++;
    ck_assert_msg(n > 20, "%s: only %zu allocations", scenes[_i].name, n);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("signin_memory");
    TCase *c = tcase_create("signin_memory");

    suite_add_tcase(s, c);
    tcase_set_timeout(c, 300);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_loop_test(c, every_allocation_of_the_arena_fails, 0, (int)(sizeof scenes / sizeof *scenes));
    return model_tests_run(s);
}
