#include "ops/mailer.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"
#include "db/db.h"
#include "ops/message.h"

#define WAIT_FIRST  (5 * CLOCK_SECOND)
#define WAIT_MOST   (15 * CLOCK_MINUTE)
#define KEEP_TRYING (3 * CLOCK_DAY)
#define LEASE       (2 * CLOCK_MINUTE)  /* a message taken by a worker that died is taken again after this */
#define REST_MOST   (15 * CLOCK_SECOND) /* between looks at a mail server that does not answer */
#define REFUSED     550                 /* from here on a reply to RCPT or DATA is about this message: RFC 5321, section 4.2.2 */
#define ROUND       50                  /* messages in one go */

static const char SQL_NEXT[] = "SELECT id, kind, recipient, subject, body, created_at, tries FROM outbox"
                               " WHERE sent_at IS NULL AND failed_at IS NULL AND next_at <= ? ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED";
static const char SQL_WAITING[] = "SELECT id FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL AND next_at <= ? LIMIT 1";
static const char SQL_TAKE[] = "UPDATE outbox SET tries = tries + 1, next_at = ? WHERE id = ?";
static const char SQL_SENT[] = "UPDATE outbox SET sent_at = ?, body = NULL WHERE id = ?";
static const char SQL_FAILED[] = "UPDATE outbox SET failed_at = ?, body = NULL WHERE id = ?";
static const char SQL_LATER[] = "UPDATE outbox SET next_at = ? WHERE id = ?";
static const char SQL_ALL_NOW[] =
    "UPDATE outbox SET next_at = ? WHERE sent_at IS NULL AND failed_at IS NULL AND tries > 0 AND next_at > ? AND id <> ?";

struct mailer {
    CURL *curl;
    struct arena *arena;
    char *from, *from_name;
    char error[CURL_ERROR_SIZE];
    bool reached;        /* in this transfer the server was asked about the recipient */
    bool down;           /* the last look found no mail server */
    unsigned rests;      /* looks in vain, one after another */
    int64_t rest_until;  /* clock_ticks() */
    const char *reading; /* what is left of the message being sent */
};

struct letter {
    uint64_t id;
    const char *kind, *recipient, *subject, *body;
    int64_t created_at;
    unsigned tries;
};

enum result { SENT, REFUSED_FOR_GOOD, TRY_LATER, SERVER_DOWN };

static size_t give(char *to, size_t size, size_t count, void *ctx)
{
    struct mailer *m = ctx;
    size_t n = strnlen(m->reading, size * count);

    memcpy(to, m->reading, n);
    m->reading += n;
    return n;
}

/* Sees which command went out last. Nothing of it is logged. */
static int watch(CURL *curl, curl_infotype type, char *data, size_t n, void *ctx)
{
    struct mailer *m = ctx;

    (void)curl;
    if (type == CURLINFO_HEADER_OUT && ((n >= 4 && memcmp(data, "RCPT", 4) == 0) || (n >= 4 && memcmp(data, "DATA", 4) == 0)))
        m->reached = true;
    return 0;
}

/* The first line of a file, without its line end. NULL when it cannot be read. */
static char *secret_read(const char *path)
{
    char line[512], *secret = NULL;
    FILE *f = fopen(path, "re");

    if (f == NULL || fgets(line, sizeof line, f) == NULL)
        log_fact(LOG_ERROR, "smtp_password_unreadable", "file=%s", log_quote(path));
    else {
        line[strcspn(line, "\r\n")] = '\0';
        secret = strdup(line);
        bytes_wipe(line, sizeof line);
    }
    if (f != NULL)
        fclose(f);
    return secret;
}

static bool account_set(CURL *curl, const struct config *c)
{
    char *password;
    bool done;

    if (text_empty(c->smtp_user))
        return true;
    password = c->smtp_password_file == NULL ? strdup("") : secret_read(c->smtp_password_file);
    if (password == NULL)
        return false;
    done = curl_easy_setopt(curl, CURLOPT_USERNAME, c->smtp_user) == CURLE_OK && curl_easy_setopt(curl, CURLOPT_PASSWORD, password) == CURLE_OK;
    bytes_wipe(password, strlen(password));
    free(password);
    return done;
}

/* What is the same for every message. TLS of at least 1.2, and only to the host that the certificate is for. */
static bool curl_prepare(struct mailer *m, const struct config *c)
{
    CURL *h = m->curl;
    bool ok = curl_easy_setopt(h, CURLOPT_URL, c->smtp_url) == CURLE_OK && curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK &&
              curl_easy_setopt(h, CURLOPT_USE_SSL, c->smtp_starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE) == CURLE_OK &&
              curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK && curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
              curl_easy_setopt(h, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
              (c->smtp_ca_file == NULL || curl_easy_setopt(h, CURLOPT_CAINFO, c->smtp_ca_file) == CURLE_OK) &&
              curl_easy_setopt(h, CURLOPT_MAIL_FROM, c->mail_from) == CURLE_OK && account_set(h, c);

    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(h, CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(h, CURLOPT_SERVER_RESPONSE_TIMEOUT, 30L);
    curl_easy_setopt(h, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(h, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(h, CURLOPT_READDATA, m);
    curl_easy_setopt(h, CURLOPT_DEBUGFUNCTION, watch);
    curl_easy_setopt(h, CURLOPT_DEBUGDATA, m);
    curl_easy_setopt(h, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(h, CURLOPT_ERRORBUFFER, m->error);
    return ok;
}

struct mailer *mailer_new(const struct config *c)
{
    struct mailer *m = calloc(1, sizeof *m);

    if (m == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        free(m);
        return NULL;
    }
    m->arena = arena_new(1 << 20);
    m->curl = curl_easy_init();
    m->from = strdup(c->mail_from);
    m->from_name = strdup(c->controller_name);
    if (m->arena == NULL || m->curl == NULL || m->from == NULL || m->from_name == NULL || !curl_prepare(m, c)) {
        log_fact(LOG_ERROR, "mailer_unusable", "reason=setup");
        mailer_free(m);
        return NULL;
    }
    return m;
}

void mailer_free(struct mailer *m)
{
    if (m == NULL)
        return;
    curl_easy_cleanup(m->curl);
    arena_free(m->arena);
    free(m->from);
    free(m->from_name);
    free(m);
    curl_global_cleanup();
}

static enum result judge(const struct mailer *m, CURLcode code, long reply)
{
    if (code == CURLE_OK)
        return SENT;
    if (!m->reached)
        return SERVER_DOWN;
    return reply >= REFUSED && reply < 600 ? REFUSED_FOR_GOOD : TRY_LATER;
}

/* One message through the connection that is kept open between them. */
static enum result letter_send(struct mailer *m, const struct letter *l)
{
    struct message text = { .from = m->from, .from_name = m->from_name, .to = l->recipient, .subject = l->subject, .text = l->body };
    struct curl_slist *to = NULL;
    CURLcode code;
    enum result r;
    long reply = 0;

    text.at = l->created_at;
    text.id = arena_printf(m->arena, "koren.%llu.%lld", (unsigned long long)l->id, (long long)(l->created_at / CLOCK_SECOND));
    m->reading = l->body == NULL ? NULL : message_text(m->arena, &text);
    if (m->reading == NULL) {
        log_fact(LOG_ERROR, "mail_malformed", "outbox=%llu kind=%s", (unsigned long long)l->id, l->kind);
        return REFUSED_FOR_GOOD;
    }
    to = curl_slist_append(NULL, l->recipient);
    if (to == NULL)
        return TRY_LATER;
    m->reached = false;
    m->error[0] = '\0';
    curl_easy_setopt(m->curl, CURLOPT_MAIL_RCPT, to);
    code = curl_easy_perform(m->curl);
    curl_easy_getinfo(m->curl, CURLINFO_RESPONSE_CODE, &reply);
    curl_easy_setopt(m->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(to);
    r = judge(m, code, reply);
    /* curl's words may quote the server, and that the address: its number and the reply's number do. */
    if (r != SENT)
        log_fact(LOG_WARN, r == REFUSED_FOR_GOOD ? "mail_refused" : "mail_delayed", "outbox=%llu kind=%s tries=%u curl=%d reply=%ld asked=%d",
                 (unsigned long long)l->id, l->kind, l->tries, (int)code, reply, m->reached);
    return r;
}

struct taking {
    struct mailer *m;
    struct letter letter;
};

/* Takes the next message and pushes it ahead, so that no other worker and no later round has it too. */
static enum status letter_take(struct db *db, void *ctx)
{
    struct taking *t = ctx;
    struct letter *l = &t->letter;
    struct arena *a = t->m->arena;
    struct stmt *st = db_stmt(db, SQL_NEXT);

    arena_reset(a);
    bind_time(st, 0, clock_now());
    if (!db_step(st))
        return db_status(st);
    l->id = col_u64(st, 0);
    l->kind = col_dup(st, 1, a);
    l->recipient = col_dup(st, 2, a);
    l->subject = col_dup(st, 3, a);
    l->body = col_dup(st, 4, a);
    l->created_at = col_time(st, 5);
    l->tries = (unsigned)col_u64(st, 6) + 1;
    db_done(st);
    st = db_stmt(db, SQL_TAKE);
    bind_time(st, 0, clock_now() + LEASE);
    bind_u64(st, 1, l->id);
    return db_run(st);
}

static enum status mark(struct db *db, const char *sql, int64_t at, uint64_t id)
{
    struct stmt *st = db_stmt(db, sql);

    bind_time(st, 0, at);
    bind_u64(st, 1, id);
    return db_run(st);
}

/* The server answers again: what waited for it goes now, not at the end of its own pause. */
static enum status wake_all(struct db *db, uint64_t but)
{
    struct stmt *st = db_stmt(db, SQL_ALL_NOW);
    int64_t now = clock_now();

    bind_time(st, 0, now);
    bind_time(st, 1, now);
    bind_u64(st, 2, but);
    return db_run(st);
}

static int64_t doubling(int64_t first, unsigned times, int64_t most)
{
    int64_t t = first;

    while (times-- > 0 && t < most)
        t *= 2;
    return t < most ? t : most;
}

static enum status letter_settle(struct mailer *m, struct db *db, const struct letter *l, enum result r)
{
    int64_t now = clock_now();

    if (r != SERVER_DOWN && m->down) {
        log_fact(LOG_INFO, "mail_server_back", "looks=%u", m->rests);
        m->down = false;
        m->rests = 0;
        if (wake_all(db, l->id) != ST_OK)
            return ST_FAILED;
    }
    switch (r) {
    case SENT:
        log_fact(LOG_INFO, "mail_sent", "outbox=%llu kind=%s tries=%u", (unsigned long long)l->id, l->kind, l->tries);
        return mark(db, SQL_SENT, now, l->id);
    case REFUSED_FOR_GOOD:
        return mark(db, SQL_FAILED, now, l->id);
    case SERVER_DOWN:
        m->down = true;
        m->rest_until = clock_ticks() + doubling(WAIT_FIRST / 5, m->rests++, REST_MOST);
        break;
    case TRY_LATER:
        break;
    }
    if (now - l->created_at > KEEP_TRYING) {
        log_fact(LOG_ERROR, "mail_given_up", "outbox=%llu kind=%s tries=%u", (unsigned long long)l->id, l->kind, l->tries);
        return mark(db, SQL_FAILED, now, l->id);
    }
    return mark(db, SQL_LATER, now + doubling(WAIT_FIRST, l->tries - 1, WAIT_MOST), l->id);
}

static enum status run(struct mailer *m, struct db *db, unsigned *sent)
{
    for (unsigned i = 0; i < ROUND; i++) {
        struct taking t = { .m = m };
        enum status s = db_tx(db, letter_take, &t);
        enum result r;

        if (s != ST_OK)
            return s == ST_NOT_FOUND ? ST_OK : s;
        r = letter_send(m, &t.letter);
        s = letter_settle(m, db, &t.letter, r);
        if (s != ST_OK)
            return s;
        if (r == SENT)
            (*sent)++;
        if (r == SERVER_DOWN)
            break;
    }
    return ST_OK;
}

enum status mailer_run(struct mailer *m, struct db *db, unsigned *sent)
{
    jmp_buf point;
    struct stmt *st;
    enum status s;

    *sent = 0;
    if (m->down && clock_ticks() < m->rest_until)
        return ST_OK;
    /* Most looks find nothing: one read, no transaction. */
    st = db_stmt(db, SQL_WAITING);
    bind_time(st, 0, clock_now());
    if (!db_step(st))
        return db_status(st) == ST_NOT_FOUND ? ST_OK : db_status(st);
    db_done(st);
    if (setjmp(point) != 0) {
        db_rollback(db);
        arena_guard(m->arena, NULL);
        arena_reset(m->arena);
        return ST_FAILED;
    }
    arena_guard(m->arena, &point);
    s = run(m, db, sent);
    arena_guard(m->arena, NULL);
    arena_reset(m->arena);
    return s;
}
