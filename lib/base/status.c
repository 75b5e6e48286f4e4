#include "base/status.h"

const char *status_name(enum status st)
{
    static const char *const names[] = {
        [ST_OK] = "ok",         [ST_NOT_FOUND] = "not_found", [ST_INVALID] = "invalid", [ST_CONFLICT] = "conflict",
        [ST_DENIED] = "denied", [ST_FAILED] = "failed",
    };

    return st <= ST_FAILED ? names[st] : "unknown";
}
