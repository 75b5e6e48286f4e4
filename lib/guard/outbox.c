#include "guard/outbox.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "db/db.h"

#define ADDRESS_MAX 254 /* RFC 5321, section 4.5.3.1.3, without the angle brackets */
#define SUBJECT_MAX 200
#define BODY_MAX    60000 /* bytes of a TEXT column */

static const char SQL_PUT[] = "INSERT INTO outbox (kind, recipient, subject, body, created_at, next_at) VALUES (?, ?, ?, ?, ?, ?)";
static const char SQL_DELAYED[] = "SELECT 1 FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL AND created_at < ? LIMIT 1";

/* An address that is safe in a header and in RCPT TO: one @ with something at both sides, nothing that ends or groups addresses (RFC 5322, 3.4). */
bool outbox_address(const char *s)
{
    const char *at = s == NULL ? NULL : strchr(s, '@');

    return at != NULL && at != s && at[1] != '\0' && strchr(at + 1, '@') == NULL && strlen(s) <= ADDRESS_MAX &&
           strpbrk(s, " \t\"(),:;<>[]\\") == NULL && text_check(s, strlen(s), false) == TEXT_FINE;
}

enum status outbox_put(struct db *db, const char *kind, const char *to, const char *subject, const char *text)
{
    struct stmt *st;
    int64_t now = clock_now();

    if (!outbox_address(to) || text_empty(subject) || text_check(subject, strlen(subject), false) != TEXT_FINE ||
        text_length(subject) > SUBJECT_MAX || text_empty(text) || strlen(text) > BODY_MAX || text_check(text, strlen(text), true) != TEXT_FINE) {
        log_fact(LOG_ERROR, "mail_refused", "kind=%s", kind);
        return ST_INVALID;
    }
    st = db_stmt(db, SQL_PUT);
    bind_str(st, 0, kind);
    bind_str(st, 1, to);
    bind_str(st, 2, subject);
    bind_str(st, 3, text);
    bind_time(st, 4, now);
    bind_time(st, 5, now);
    return db_run(st);
}

bool outbox_delayed(struct db *db)
{
    struct stmt *st = db_stmt(db, SQL_DELAYED);
    bool late;

    bind_time(st, 0, clock_now() - CLOCK_MINUTE);
    late = db_step(st);
    db_done(st);
    return late;
}
