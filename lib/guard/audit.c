#include "guard/audit.h"

#include "base/clock.h"
#include "db/db.h"
#include "guard/actor.h"

const struct actor audit_system = { .name = "systeem", .function = "", .program = "worker", .request = "00000000000000000000000000000000" };

static const char SQL_WRITE[] =
    "INSERT INTO audit (at, event, act, outcome, user_id, site, program, address, request, object, object_id, relation_id,"
    " sensitivity, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static void bind_id(struct stmt *st, unsigned i, uint64_t id)
{
    if (id == 0)
        bind_null(st, i);
    else
        bind_u64(st, i, id);
}

static const char *text(const char *s)
{
    return s == NULL ? "" : s;
}

enum status audit_write(struct db *db, const struct actor *who, const struct audit *what)
{
    static const char *const acts[] = { [ACT_CREATE] = "C", [ACT_READ] = "R", [ACT_UPDATE] = "U", [ACT_DELETE] = "D", [ACT_EXECUTE] = "E" };
    static const char *const outcomes[] = { [OUTCOME_DONE] = "done", [OUTCOME_REFUSED] = "refused", [OUTCOME_FAILED] = "failed" };
    struct stmt *st = db_stmt(db, SQL_WRITE);
    bool system = who->user_id == 0 && who->address[0] == '\0';

    bind_time(st, 0, clock_now());
    bind_str(st, 1, text(what->event));
    bind_str(st, 2, acts[what->act]);
    bind_str(st, 3, outcomes[what->outcome]);
    bind_id(st, 4, who->user_id);
    bind_str(st, 5, system ? "system" : who->site == SITE_PORTAL ? "portal" : "staff");
    bind_str(st, 6, text(who->program));
    bind_str(st, 7, who->address);
    bind_str(st, 8, who->request);
    bind_str(st, 9, text(what->object));
    bind_id(st, 10, what->object_id);
    bind_id(st, 11, what->relation_id);
    bind_str(st, 12, text(what->sensitivity));
    bind_str(st, 13, text(what->detail));
    return db_run(st) == ST_OK ? ST_OK : ST_FAILED;
}
