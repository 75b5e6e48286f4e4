/* doctor: looks at everything that has to be in order, one line each; what is not says what to do. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "admin.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/keys.h"
#include "db/db.h"
#include "model/store.h"
#include "ops/grants.h"
#include "ops/migrate.h"

#define MAIL_LATE (5 * CLOCK_MINUTE)
#define JOB_LATE  (5 * CLOCK_MINUTE)

static const char SQL_MAIL[] = "SELECT COUNT(*), MIN(created_at) FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL";
static const char SQL_JOBS[] = "SELECT COUNT(*), MIN(created_at) FROM job WHERE state = 'waiting' OR (state = 'running' AND lease_until < ?)";

struct doctor {
    struct admin *admin;
    struct json json;
    unsigned wrong;
};

static void tell(struct doctor *d, const char *what, bool ok, const char *fmt, ...) __attribute__((format(printf, 4, 5)));

static void tell(struct doctor *d, const char *what, bool ok, const char *fmt, ...)
{
    va_list ap;
    const char *text;

    va_start(ap, fmt);
    text = arena_vprintf(d->admin->arena, fmt, ap);
    va_end(ap);
    d->wrong += !ok;
    if (!d->admin->json) {
        printf("%-5s %-18s %s\n", ok ? "ok" : "WRONG", what, text);
        return;
    }
    json_open(&d->json, NULL, '{');
    json_text(&d->json, "what", what);
    json_bool(&d->json, "ok", ok);
    json_text(&d->json, "text", text);
    json_close(&d->json, '}');
}

static void look_at_keys(struct doctor *d)
{
    struct keys *k = keys_load(d->admin->config, KEYS_MASK(KEY_COUNT) - 1);

    tell(d, "keys", k != NULL, k != NULL ? "all there, for the owner only" : "one is missing or readable by others; run `koren-admin keys`");
    keys_free(k);
}

static void look_at_folder(struct doctor *d, const char *what, const char *path, int mode)
{
    struct stat st;

    if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
        tell(d, what, false, "%s: %s; make the folder", path, strerror(errno));
    else if (access(path, mode) != 0)
        tell(d, what, false, "%s: %s; give the programs' user access", path, strerror(errno));
    else
        tell(d, what, true, "%s", path);
}

static void look_at_room(struct doctor *d, const char *what, const char *path)
{
    struct statvfs v;
    unsigned percent;

    if (statvfs(path, &v) != 0 || v.f_blocks == 0)
        return; /* said by look_at_folder() */
    percent = (unsigned)(v.f_bavail * 100 / v.f_blocks);
    if (percent < STORE_FREE_PERCENT)
        tell(d, what, false, "%u %% of the disk is free: uploads are refused below %d %%; make room", percent, STORE_FREE_PERCENT);
    else
        tell(d, what, true, "%u %% of the disk is free", percent);
}

static void look_at_account(struct doctor *d, const char *program)
{
    const struct config *c = d->admin->config;
    struct db *db = db_open(c, program);
    bool same = false;

    if (db == NULL || !db_alive(db))
        tell(d, program, false, "account %s%s cannot connect; run `koren-admin migrate`", c->db_user_prefix, program);
    else if (grants_check(c, d->admin->db, program, &same) != ST_OK)
        tell(d, program, false, "the owner may not look at the privileges of %s%s; docs/hosting.md has what it needs", c->db_user_prefix, program);
    else
        tell(d, program, same,
             same ? "account %s%s connects and may what its file says" : "account %s%s may not exactly what its file says; run `koren-admin migrate`",
             c->db_user_prefix, program);
    db_close(db);
}

static void look_at_waiting(struct doctor *d, const char *what, struct stmt *st, int64_t late, const char *advice)
{
    int64_t age;

    if (!db_step(st)) {
        tell(d, what, false, "cannot be read; run `koren-admin migrate`");
        return;
    }
    age = col_null(st, 1) ? 0 : clock_now() - col_time(st, 1);
    if (age > late)
        tell(d, what, false, "%llu waiting, for %lld minutes; %s", (unsigned long long)col_u64(st, 0), (long long)(age / CLOCK_MINUTE), advice);
    else
        tell(d, what, true, "%llu waiting", (unsigned long long)col_u64(st, 0));
    db_done(st);
}

static void look_at_database(struct doctor *d)
{
    struct admin *a = d->admin;
    struct stmt *st;
    bool current = false;

    if (admin_db(a) == NULL) {
        tell(d, "database", false, "does not answer; start MariaDB, look at db_socket or db_host and at the owner's password file");
        return;
    }
    tell(d, "database", true, "answers to %sowner", a->config->db_user_prefix);
    if (migrate_check(a->config, a->db, &current) != ST_OK || !current) {
        tell(d, "schema", false, "is not that of this version; run `koren-admin migrate`");
        return;
    }
    tell(d, "schema", true, "is that of this version");
    for (size_t i = 0; grant_programs[i] != NULL; i++)
        look_at_account(d, grant_programs[i]);
    look_at_waiting(d, "mail", db_stmt(a->db, SQL_MAIL), MAIL_LATE, "look at koren-worker's log and at smtp_url");
    st = db_stmt(a->db, SQL_JOBS);
    bind_time(st, 0, clock_now());
    look_at_waiting(d, "jobs", st, JOB_LATE, "start koren-worker or look at its log");
}

int admin_doctor(struct admin *a)
{
    const struct config *c = a->config;
    struct doctor d = { .admin = a };

    if (admin_leftover(a, 0, 0))
        return admin_usage(a);
    if (a->json) {
        json_open(&d.json, NULL, '{');
        json_open(&d.json, "checks", '[');
    }
    tell(&d, "configuration", true, "%s", a->config_path);
    look_at_keys(&d);
    look_at_folder(&d, "template_dir", c->template_dir, R_OK | X_OK);
    look_at_folder(&d, "static_dir", c->static_dir, R_OK | X_OK);
    look_at_folder(&d, "state_dir", c->state_dir, R_OK | W_OK | X_OK);
    look_at_folder(&d, "spool_dir", c->spool_dir, R_OK | W_OK | X_OK);
    look_at_folder(&d, "lock_dir", c->lock_dir, R_OK | W_OK | X_OK);
    look_at_room(&d, "room for documents", c->state_dir);
    look_at_room(&d, "room for passing", c->spool_dir);
    look_at_database(&d);
    if (a->json) {
        json_close(&d.json, ']');
        json_bool(&d.json, "ok", d.wrong == 0);
        json_close(&d.json, '}');
        putchar('\n');
    } else {
        printf("%s\n", d.wrong == 0 ? "everything is in order" : "see the lines that say WRONG");
    }
    return d.wrong == 0 ? EXIT_DONE : EXIT_REFUSED;
}
