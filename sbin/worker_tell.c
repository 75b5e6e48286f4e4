/* Mail to who asked for an export: it is ready, in the transaction that makes it so; or it failed. */
#include "worker.h"

#include "avg/export.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "db/db.h"
#include "model/job.h"
#include "web/mail.h"

#define FAILED_LATELY CLOCK_DAY /* what failed longer ago, while no worker ran, was seen or is forgotten */

/* The job as it is in this transaction: the wish may have come while it ran. Nobody who may not come in any more is mailed. */
static const char SQL_WHO[] = "SELECT u.email FROM job j JOIN app_user u ON u.id = j.user_id WHERE j.id = ? AND j.tell > 0 AND u.active = 1";

static enum status tell(const struct worker_mailing *w, struct db *db, const struct job *j, const char *template, const char *when)
{
    const struct config *c = w->config;
    const char *to, *base = j->portal ? c->portal_url : c->staff_url, *path = j->portal ? "/mijn/export" : "/avg/export";
    const struct template_value values[] = {
        { "Mail.When", when },
        { "Mail.Href", arena_printf(w->arena, "%s%s/%s", base, path, j->name) },
        { NULL, NULL },
    };
    struct stmt *st = db_stmt(db, SQL_WHO);
    enum status s;

    bind_u64(st, 0, j->id);
    if (!db_step(st))
        return db_status(st) == ST_NOT_FOUND ? ST_OK : ST_FAILED;
    to = col_dup(st, 0, w->arena);
    db_done(st);
    s = mail_put(db, w->arena, c, j->portal ? SITE_PORTAL : SITE_STAFF, template, to, values);
    if (s == ST_INVALID) /* an address that cannot be mailed to is no reason to have no export */
        log_fact(LOG_WARN, "export_untold", "job=%s", j->name);
    return s == ST_INVALID ? ST_OK : s;
}

enum status worker_tell(void *ctx, struct db *db, const struct job *j, int64_t until)
{
    const struct worker_mailing *w = ctx;

    return tell(w, db, j, "export-klaar", clock_dutch_day(w->arena, until));
}

static enum status tell_failed_tx(struct db *db, void *ctx)
{
    const struct worker_mailing *w = ctx;
    struct job j;
    enum status s = job_failed_untold(db, w->arena, EXPORT_KIND, clock_now() - FAILED_LATELY, &j);

    return s == ST_OK ? tell(w, db, &j, "export-mislukt", "") : s;
}

enum status worker_tell_failed(struct worker_mailing *w, struct db *db)
{
    enum status s;

    do
        s = db_tx(db, tell_failed_tx, w);
    while (s == ST_OK);
    return s == ST_NOT_FOUND ? ST_OK : s;
}
