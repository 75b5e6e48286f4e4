/* The half of koren-worker that sends mail: the network and the outbox, no keys, no files. */
#include "worker.h"

#include <netdb.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "db/db.h"
#include "ops/mailer.h"

#define LOOK  (CLOCK_SECOND / 4) /* between looks at the outbox: a code should be on its way before its reader has found the mail program */
#define FAULT (CLOCK_SECOND)     /* the database does not answer */

static bool mail_confine(const struct config *c)
{
    struct sandbox s = { .inet = true, .threads = true };
    struct addrinfo *ignored = NULL;
    int n = 0;

    if (!c->sandbox)
        return true;
    /* Makes the C library load what it resolves names with while it still may. */
    if (getaddrinfo("localhost", "25", NULL, &ignored) == 0)
        freeaddrinfo(ignored);
    if (c->smtp_ca_file != NULL)
        s.read[n++] = c->smtp_ca_file;
    if (c->db_ca_file != NULL)
        s.read[n++] = c->db_ca_file;
    return sandbox_enter(&s);
}

int worker_mail(const struct config *c, bool once)
{
    struct db *db = db_open(c, "worker");
    struct mailer *m = mailer_new(c);
    enum status s = ST_OK;
    unsigned sent;

    if (db == NULL || m == NULL || !mail_confine(c)) {
        mailer_free(m);
        db_close(db);
        return 1;
    }
    log_fact(LOG_INFO, "worker_started", "half=mail");
    do
        s = mailer_run(m, db, &sent);
    while (once ? s == ST_OK && sent > 0 : !worker_rest(s == ST_OK ? LOOK : FAULT));
    log_fact(LOG_INFO, "worker_stopped", "half=mail");
    mailer_free(m);
    db_close(db);
    return once && s != ST_OK;
}
