#include "base/clock.h"
#include "base/config.h"
#include "signin.h"
#include "web/mail.h"

const char *page_address(struct req *r, enum site site, const char *path)
{
    return req_printf(r, "%s%s", site == SITE_PORTAL ? r->config->portal_url : r->config->staff_url, path);
}

enum status mail_about(struct req *r, const struct user *u, const char *name, const char *path)
{
    const struct template_value values[] = {
        { "Mail.When", clock_dutch(r->arena, clock_now()) },
        { "Mail.Where", r->who.address },
        { "Mail.Href", page_address(r, u->site, path) },
        { 0 },
    };

    return mail_put(r->m.db, r->arena, r->config, u->site, name, u->email, values);
}
