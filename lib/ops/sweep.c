#include "ops/sweep.h"

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/db.h"
#include "guard/device.h"
#include "guard/failure.h"
#include "guard/session.h"
#include "model/import_file.h"
#include "model/job.h"
#include "model/store.h"

#define AT_ONCE 1000

/* Every term once: what, how long after the moment that its statement names. */
static const struct sweep {
    const char *what;
    int64_t after;
    const char *sql; /* one parameter: older than this */
} sweeps[] = {
    { "sign_in_attempt", CLOCK_DAY, "DELETE FROM sign_in_attempt WHERE expires_at < ? LIMIT 1000" },
    { "code_sent", CLOCK_DAY, "DELETE FROM code_sent WHERE sent_at < ? LIMIT 1000" },
    { "mail_link", 7 * CLOCK_DAY, "DELETE FROM mail_link WHERE expires_at < ? LIMIT 1000" },
    { "sign_in_failure", FAILURES_FORGET *CLOCK_SECOND, "DELETE FROM sign_in_failure WHERE last_at < ? LIMIT 1000" },
    { "email_proof", 7 * CLOCK_DAY, "DELETE FROM email_proof WHERE expires_at < ? LIMIT 1000" },
    { "device", DEVICE_DAYS *CLOCK_DAY, "DELETE FROM device WHERE seen_at < ? LIMIT 1000" },
    { "session", 30 * CLOCK_DAY, "DELETE FROM session WHERE ended_at < ? LIMIT 1000" },
    { "outbox_sent", 7 * CLOCK_DAY, "DELETE FROM outbox WHERE sent_at < ? LIMIT 1000" },
    { "outbox_failed", 30 * CLOCK_DAY, "DELETE FROM outbox WHERE failed_at < ? LIMIT 1000" },
};

/* Idle first: a session that is both was left alone before it grew old. */
static const char SQL_IDLE[] = "UPDATE session s JOIN app_user u ON u.id = s.user_id SET s.ended_at = ?, s.end_reason = 'idle'"
                               " WHERE s.ended_at IS NULL AND u.site = ? AND s.seen_at < ?";
static const char SQL_AGED[] = "UPDATE session s JOIN app_user u ON u.id = s.user_id SET s.ended_at = ?, s.end_reason = 'age'"
                               " WHERE s.ended_at IS NULL AND u.site = ? AND s.opened_at < ?";

enum status sweep_rows(struct db *db, unsigned *gone)
{
    int64_t now = clock_now();

    *gone = 0;
    for (size_t i = 0; i < sizeof sweeps / sizeof sweeps[0]; i++) {
        uint64_t removed;

        do {
            struct stmt *st = db_stmt(db, sweeps[i].sql);

            bind_time(st, 0, now - sweeps[i].after);
            if (db_run(st) != ST_OK)
                return ST_FAILED;
            removed = db_changed(st);
            *gone += (unsigned)removed;
            if (removed > 0)
                log_fact(LOG_INFO, "swept", "what=%s rows=%llu", sweeps[i].what, (unsigned long long)removed);
        } while (removed == AT_ONCE);
    }
    return ST_OK;
}

static enum status end_sessions(struct db *db, const char *sql, const char *site, int64_t before, unsigned *ended)
{
    struct stmt *st = db_stmt(db, sql);

    bind_time(st, 0, clock_now());
    bind_str(st, 1, site);
    bind_time(st, 2, before);
    if (db_run(st) != ST_OK)
        return ST_FAILED;
    *ended += (unsigned)db_changed(st);
    return ST_OK;
}

enum status sweep_sessions(struct db *db, unsigned *ended)
{
    int64_t now = clock_now();

    *ended = 0;
    if (end_sessions(db, SQL_IDLE, "staff", now - SESSION_STAFF_IDLE * CLOCK_SECOND, ended) != ST_OK ||
        end_sessions(db, SQL_IDLE, "portal", now - SESSION_PORTAL_IDLE * CLOCK_SECOND, ended) != ST_OK ||
        end_sessions(db, SQL_AGED, "staff", now - SESSION_STAFF_MAX * CLOCK_SECOND, ended) != ST_OK ||
        end_sessions(db, SQL_AGED, "portal", now - SESSION_PORTAL_MAX * CLOCK_SECOND, ended) != ST_OK)
        return ST_FAILED;
    if (*ended > 0)
        log_fact(LOG_INFO, "session_expired", "sessions=%u", *ended);
    return ST_OK;
}

static void export_gone(void *ctx, const char *store_name)
{
    (void)store_remove(ctx, STORE_EXPORTS, store_name);
}

enum status sweep_files(const struct config *c, struct db *db, unsigned *gone)
{
    unsigned spooled = 0, expired = 0, imported = 0;
    enum status s = spool_sweep(c, &spooled);

    /* What the one cannot do the other still does. */
    if (job_expire(db, export_gone, (void *)(uintptr_t)c, &expired) != ST_OK)
        s = ST_FAILED;
    if (import_sweep(c, db, &imported) != ST_OK)
        s = ST_FAILED;
    *gone = spooled + expired + imported;
    if (*gone > 0)
        log_fact(LOG_INFO, "swept_files", "spool=%u expired=%u imported=%u", spooled, expired, imported);
    return s;
}

enum status sweep_store(const struct config *c, struct db *db, unsigned *gone)
{
    unsigned documents = 0, exports = 0;
    enum status s = store_sweep(c, db, STORE_DOCUMENTS, &documents);

    if (store_sweep(c, db, STORE_EXPORTS, &exports) != ST_OK)
        s = ST_FAILED;
    *gone = documents + exports;
    if (*gone > 0)
        log_fact(LOG_WARN, "swept_orphans", "documents=%u exports=%u", documents, exports);
    return s;
}
