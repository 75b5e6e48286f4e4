#include "ops/invoices.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/config.h"
#include "model/job.h"

static void fault(const void *ctx, const char *where)
{
    const struct config *c = ctx;
    char path[1100];

    if (!c->development)
        return;
    snprintf(path, sizeof path, "%s/kill.%s", c->spool_dir, where);
    if (unlink(path) == 0)
        raise(SIGKILL);
}

static enum status run(const struct config *c, const struct keys *k, struct db *db, const struct job *j,
                       enum status (*work)(struct model *, const struct job *, run_fault, const void *))
{
    struct arena *a = arena_new(0);
    struct model m = { .db = db, .arena = a, .keys = k };
    enum status st = a ? work(&m, j, fault, c) : ST_FAILED;

    arena_free(a);
    return st;
}

enum status invoices_make(const struct config *c, const struct keys *k, struct db *db, const struct job *j)
{
    return run(c, k, db, j, run_make);
}

enum status invoices_number(const struct config *c, const struct keys *k, struct db *db, const struct job *j)
{
    return run(c, k, db, j, run_finalize);
}
