#include "web/field_access.h"

bool field_seen(const struct req *r, const struct field *f)
{
    if (r->who.site == SITE_PORTAL)
        return f->portal != PORTAL_HIDDEN;
    return perms_have(&r->who.perms, f->see);
}

bool field_edited(const struct req *r, const struct field *f)
{
    if (f->edit == PERM_UNSET || f->type == F_TIME || f->type == F_SIZE)
        return false;
    if (r->who.site == SITE_PORTAL)
        return f->portal == PORTAL_CORRECT;
    /* Nobody changes what they may not see. */
    return perms_have(&r->who.perms, f->edit) && perms_have(&r->who.perms, f->see);
}
