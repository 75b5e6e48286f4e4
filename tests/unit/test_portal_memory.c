/*
 * What a relation changes in WerktVoorMij, and the export it asks for, with every allocation of the request's arena failing in turn
 * (memory_scenes.h).
 */
#include "portal.h"

#include "base/random.h"
#include "guard/attempt.h"
#include "guard/session.h"
#include "memory_scenes.h"

#define OLD_STREET "Dorpsstraat"

static const struct route routes[] = {
    { POST, "/gegevens/wijzigen", PERM_PORTAL_SELF, change_post, .event = "portal_correct", .act = ACT_UPDATE },
    { POST, "/gegevens/email", PERM_PORTAL_SELF, email_post, .event = "portal_email_proof", .act = ACT_UPDATE },
    { POST, "/gegevens/email/opnieuw", PERM_PORTAL_SELF, email_again, .event = "portal_email_code", .act = ACT_EXECUTE },
    { POST, "/mijn/export", PERM_PORTAL_SELF, export_start, .event = "export_request", .act = ACT_EXECUTE },
    { 0 },
};
static const struct app app = { .program = "portal", .site = SITE_PORTAL, .routes = routes };

/* Everything that these pages may change, as counts. */
enum { STREETS, PHONES, LINES, LOGINS, ADDRESSES, PROOFS_USED, TRIES, PROOFS, JOBS, MAILS, AUDITED, COLUMNS };
#define OURS      "IN (SELECT id FROM relation WHERE number LIKE 'GEH%')"
#define OUR_USERS "IN (SELECT id FROM app_user WHERE email LIKE 'correctie.%')"
static const char SQL_COUNT[] =
    "SELECT (SELECT COUNT(*) FROM relation WHERE number LIKE 'GEH%' AND street <> '" OLD_STREET "'), "
    "(SELECT COUNT(*) FROM relation WHERE number LIKE 'GEH%' AND phone IS NOT NULL), "
    "(SELECT COUNT(*) FROM relation_history WHERE relation_id " OURS "), (SELECT COUNT(*) FROM app_user WHERE email LIKE 'correctie.nieuw.%'), "
    "(SELECT COUNT(*) FROM relation WHERE email LIKE 'correctie.nieuw.%'), "
    "(SELECT COUNT(*) FROM email_proof WHERE used_at IS NOT NULL AND user_id " OUR_USERS "), "
    "(SELECT COALESCE(SUM(tries), 0) FROM email_proof WHERE user_id " OUR_USERS "), (SELECT COUNT(*) FROM email_proof WHERE user_id " OUR_USERS "), "
    "(SELECT COUNT(*) FROM job WHERE relation_id " OURS "), (SELECT COUNT(*) FROM outbox WHERE recipient LIKE 'correctie.%'), "
    "(SELECT COUNT(*) FROM audit WHERE outcome = 'done' AND user_id " OUR_USERS ")";
static const char *const SQL_CLEAN[] = {
    "DELETE FROM outbox WHERE recipient LIKE 'correctie.%'",
    "DELETE j FROM job j JOIN relation r ON r.id = j.relation_id WHERE r.number LIKE 'GEH%'",
    "DELETE h FROM relation_history h JOIN relation r ON r.id = h.relation_id WHERE r.number LIKE 'GEH%'",
    "DELETE p FROM email_proof p JOIN app_user u ON u.id = p.user_id WHERE u.email LIKE 'correctie.%'",
    "DELETE c FROM credential c JOIN app_user u ON u.id = c.user_id WHERE u.email LIKE 'correctie.%'",
    "DELETE s FROM session s JOIN app_user u ON u.id = s.user_id WHERE u.email LIKE 'correctie.%'",
    "DELETE FROM app_user WHERE email LIKE 'correctie.%'",
    "DELETE FROM relation WHERE number LIKE 'GEH%'",
    NULL,
};
static const char SQL_RELATION[] =
    "INSERT INTO relation (number, last_name, initials, street, house_number, postcode, town, email, status, created_at, "
    "changed_at) VALUES (?, 'Geheugen', 'G.', '" OLD_STREET "', 1, '1234AB', 'Ons Dorp', ?, 'actief', ?, ?)";
static const char SQL_WHOSE[] = "UPDATE app_user SET relation_id = ? WHERE id = ?";

static uint64_t relation_make(const char *email)
{
    static unsigned count;
    struct stmt *st = db_stmt(db, SQL_RELATION);
    char number[13];

    snprintf(number, sizeof number, "GEH%u", ++count);
    bind_str(st, 0, number);
    bind_str(st, 1, email);
    bind_time(st, 2, clock_now());
    bind_time(st, 3, clock_now());
    ck_assert_int_eq(db_run(st), ST_OK);
    return db_insert_id(st);
}

/* A relation that has just signed in; the model acts as it from here on. */
static void person(struct scene *s)
{
    static unsigned count;
    struct stmt *st;
    char token[TOKEN_TEXT];

    snprintf(s->email, sizeof s->email, "correctie.%u@test.example", ++count);
    test_actor.site = SITE_PORTAL;
    test_actor.user_id = guard_user("portal", s->email);
    test_actor.relation_id = relation_make(s->email);
    st = db_stmt(db, SQL_WHOSE);
    bind_u64(st, 0, test_actor.relation_id);
    bind_u64(st, 1, test_actor.user_id);
    ck_assert_int_eq(db_run(st), ST_OK);
    ck_assert_int_eq(session_open(db, arena, &test_actor, test_actor.user_id, "", token), ST_OK);
    hash_token(token, test_actor.session);
    snprintf(s->cookies, sizeof s->cookies, "%s=%s", session_cookie(SITE_PORTAL), token);
    csrf_token(&test_keys, test_actor.session, sizeof test_actor.session, s->csrf);
}

static void new_address(struct scene *s)
{
    person(s);
    strcpy(s->path, "/gegevens/wijzigen");
    strcpy(s->body, "straat=Kerkpad&bevestig=ja");
}

static void new_phone_and_email(struct scene *s)
{
    person(s);
    strcpy(s->path, "/gegevens/wijzigen");
    snprintf(s->body, sizeof s->body, "telefoon=020-1234567&email=correctie.nieuw.%s&bevestig=ja", s->email);
}

/* An address that waits for the code. */
static void waiting(struct scene *s, const char *path, char code[CODE_DIGITS + 1])
{
    enum email_outcome how;
    char email[100];

    person(s);
    random_digits(code, CODE_DIGITS);
    snprintf(email, sizeof email, "correctie.nieuw.%s", s->email);
    ck_assert_int_eq(portal_email_begin(&model, email, code, &how), ST_OK);
    ck_assert_int_eq(how, EMAIL_OK);
    strcpy(s->path, path);
}

static void right_code(struct scene *s)
{
    char code[CODE_DIGITS + 1];

    waiting(s, "/gegevens/email", code);
    snprintf(s->body, sizeof s->body, "code=%s", code);
}

static void wrong_code(struct scene *s)
{
    char code[CODE_DIGITS + 1];

    waiting(s, "/gegevens/email", code);
    code[0] = code[0] == '9' ? '0' : (char)(code[0] + 1);
    snprintf(s->body, sizeof s->body, "code=%s", code);
}

static void another_code(struct scene *s)
{
    char code[CODE_DIGITS + 1];

    waiting(s, "/gegevens/email/opnieuw", code);
    strcpy(s->body, "");
}

static void own_export(struct scene *s)
{
    person(s);
    strcpy(s->path, "/mijn/export");
    strcpy(s->body, "");
}

static const struct scene_kind kinds[] = {
    { "a new address", new_address, 303, { [STREETS] = true, [LINES] = true, [MAILS] = true, [AUDITED] = true } },
    { "a new phone number and e-mail address",
      new_phone_and_email,
      303,
      { [PHONES] = true, [LINES] = true, [PROOFS] = true, [MAILS] = true, [AUDITED] = true } },
    { "the right code",
      right_code,
      303,
      { [LINES] = true, [LOGINS] = true, [ADDRESSES] = true, [PROOFS_USED] = true, [TRIES] = true, [MAILS] = true, [AUDITED] = true } },
    { "a wrong code", wrong_code, 422, { [TRIES] = true } },
    { "another code", another_code, 303, { [PROOFS_USED] = true, [PROOFS] = true, [MAILS] = true, [AUDITED] = true } },
    { "an own export", own_export, 303, { [JOBS] = true, [AUDITED] = true } },
};
static const struct scenes changing = {
    .app = &app, .site = "portal", .count_sql = SQL_COUNT, .columns = COLUMNS, .clean = SQL_CLEAN, .kinds = kinds
};

static void set_up(void)
{
    memory_set_up(&changing);
}

int main(void)
{
    return memory_tests_run("portal_memory", set_up, (int)(sizeof kinds / sizeof *kinds));
}
