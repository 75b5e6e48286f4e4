/*
 * Signing in, its code and a forgotten password, with every allocation of the request's arena failing in turn (memory_scenes.h).
 */
#include "signin.h"

#include "base/random.h"
#include "guard/attempt.h"
#include "guard/mail_link.h"
#include "memory_scenes.h"
#include "web/token.h"

#define RIGHT "een goed lang wachtwoord 73"
#define FRESH "kaarsvet boven de waterlinie 58"

static const struct route routes[] = {
    { POST, "/aanmelden", PERM_PUBLIC, sign_in_try, .event = NULL },
    { POST, "/aanmelden/code", PERM_PUBLIC, code_try, .event = NULL },
    { POST, "/aanmelden/code/opnieuw", PERM_PUBLIC, code_again, .event = NULL },
    { POST, "/wachtwoord/vergeten", PERM_PUBLIC, reset_send, .event = NULL },
    { POST, "/wachtwoord/nieuw/{token}", PERM_PUBLIC, reset_save, .event = NULL },
    { 0 },
};
static const struct app app = { .program = "signin", .both_sites = true, .routes = routes };

static struct credential right;
static char browser[TOKEN_TEXT];

/* Everything that these pages may change, as counts. */
#define OURS "user_id IN (SELECT id FROM app_user WHERE email LIKE 'geheugen.%')"
static const char SQL_COUNT[] =
    "SELECT (SELECT COUNT(*) FROM credential WHERE log2_n = 5 AND " OURS "), (SELECT COUNT(*) FROM session WHERE ended_at IS NULL AND " OURS "), "
    "(SELECT COUNT(*) FROM sign_in_attempt WHERE used_at IS NULL AND " OURS "), (SELECT COUNT(*) FROM sign_in_attempt WHERE " OURS "), "
    "(SELECT COUNT(*) FROM code_sent WHERE " OURS "), (SELECT COALESCE(SUM(failures), 0) FROM sign_in_failure), "
    "(SELECT COUNT(*) FROM device WHERE " OURS "), (SELECT COUNT(*) FROM mail_link WHERE used_at IS NULL AND " OURS "), "
    "(SELECT COUNT(*) FROM outbox WHERE recipient LIKE 'geheugen.%'), (SELECT COUNT(*) FROM audit WHERE program = 'signin')";
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
    NULL,
};

static uint64_t scene_user(struct scene *s)
{
    static unsigned count;
    uint64_t id;

    snprintf(s->email, sizeof s->email, "geheugen.%u@test.example", ++count);
    id = guard_user("staff", s->email);
    ck_assert_int_eq(credential_save(db, id, &right), ST_OK);
    snprintf(s->cookies, sizeof s->cookies, "%s=%s", TOKEN_COOKIE, browser);
    csrf_token(&test_keys, (const uint8_t *)browser, strlen(browser), s->csrf);
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

static const struct scene_kind kinds[] = {
    { "the right password", right_password, 303, { [0] = true, [2] = true, [3] = true, [4] = true, [8] = true, [9] = true } },
    { "a wrong password", wrong_password, 422, { [5] = true, [9] = true } },
    { "the right code", right_code, 303, { [1] = true, [2] = true, [4] = true, [6] = true, [9] = true } },
    { "another code", another_code, 303, { [4] = true, [8] = true, [9] = true } },
    { "a forgotten password", forgotten, 200, { [7] = true, [8] = true, [9] = true } },
    { "a password chosen anew", chosen_anew, 303, { [0] = true, [7] = true, [8] = true, [9] = true } },
};
static const struct scenes signing_in = { .app = &app, .site = "staff", .count_sql = SQL_COUNT, .columns = 10, .clean = SQL_CLEAN, .kinds = kinds };

static void set_up(void)
{
    memory_set_up(&signing_in);
    conf->scrypt_log2_n = 4;
    conf->scrypt_p = 1;
    ck_assert_int_eq(password_derive(conf, RIGHT, &right), ST_OK);
    conf->scrypt_log2_n = 5; /* so that the right password is hashed anew too */
    random_token(browser);
}

int main(void)
{
    return memory_tests_run("signin_memory", set_up, (int)(sizeof kinds / sizeof *kinds));
}
