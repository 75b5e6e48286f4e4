/* Mail to who asked for an export: it is ready. In the transaction that makes it so. */
#include "worker.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "db/db.h"
#include "model/job.h"
#include "web/mail.h"

/* The job as it is in this transaction: the wish may have come while it ran. Nobody who may not come in any more is mailed. */
static const char SQL_WHO[] = "SELECT u.email FROM job j JOIN app_user u ON u.id = j.user_id WHERE j.id = ? AND j.tell = 1 AND u.active = 1";

enum status worker_tell(void *ctx, struct db *db, const struct job *j, int64_t until)
{
    const struct worker_mailing *w = ctx;
    const struct config *c = w->config;
    const char *to, *base = j->portal ? c->portal_url : c->staff_url, *path = j->portal ? "/mijn/export" : "/avg/export";
    const struct template_value values[] = {
        { "Mail.When", clock_dutch_day(w->arena, until) },
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
    s = mail_put(db, w->arena, c, j->portal ? SITE_PORTAL : SITE_STAFF, "export-klaar", to, values);
    if (s == ST_INVALID) /* an address that cannot be mailed to is no reason to have no export */
        log_fact(LOG_WARN, "export_untold", "job=%s", j->name);
    return s == ST_INVALID ? ST_OK : s;
}
