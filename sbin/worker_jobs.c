/* The half of koren-worker that sweeps: the database and the state folder, no network. */
#include "worker.h"

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "db/db.h"
#include "ops/sweep.h"

#define LOOK  (CLOCK_SECOND / 4)
#define SWEEP CLOCK_MINUTE
#define FAULT CLOCK_SECOND

static bool jobs_confine(const struct config *c)
{
    struct sandbox s = { .inet = c->db_host != NULL };
    int n = 0;

    if (!c->sandbox)
        return true;
    s.write[n++] = c->state_dir;
    s.write[n++] = c->spool_dir;
    if (c->db_ca_file != NULL)
        s.read[0] = c->db_ca_file;
    return sandbox_enter(&s);
}

static enum status sweep(struct db *db)
{
    unsigned ended, gone;

    if (sweep_sessions(db, &ended) != ST_OK)
        return ST_FAILED;
    return sweep_rows(db, &gone);
}

int worker_jobs(const struct config *c, bool once)
{
    struct db *db = db_open(c, "worker");
    int64_t sweep_at = 0;
    enum status s;

    if (db == NULL || !jobs_confine(c)) {
        db_close(db);
        return 1;
    }
    log_fact(LOG_INFO, "worker_started", "half=jobs");
    do {
        s = ST_OK;
        if (clock_ticks() >= sweep_at) {
            s = sweep(db);
            sweep_at = clock_ticks() + SWEEP;
        }
    } while (!once && !worker_rest(s == ST_OK ? LOOK : FAULT));
    log_fact(LOG_INFO, "worker_stopped", "half=jobs");
    db_close(db);
    return once && s != ST_OK;
}
