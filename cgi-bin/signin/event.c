#include "signin.h"

#include <string.h>

#include "base/log.h"

enum status event_write(struct req *r, const char *event, enum audit_outcome outcome, uint64_t user_id, const char *detail)
{
    struct actor who = r->who;
    struct audit a = {
        .event = event, .act = ACT_EXECUTE, .outcome = outcome, .object = "user", .object_id = user_id, .sensitivity = "N", .detail = detail
    };

    /* Who did it is known only when it went well; a failed try may be a stranger's. */
    if (outcome == OUTCOME_DONE && who.user_id == 0)
        who.user_id = user_id;
    log_fact(outcome == OUTCOME_DONE ? LOG_INFO : LOG_WARN, event, "user=%llu site=%s detail=%s", (unsigned long long)user_id,
             r->who.site == SITE_PORTAL ? "portal" : "staff", detail[0] == '\0' ? "-" : detail);
    return audit_write(r->m.db, &who, &a);
}
