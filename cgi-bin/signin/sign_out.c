#include "guard/session.h"
#include "signin.h"
#include "web/page.h"

enum status sign_out(struct req *r)
{
    if (session_close(r->m.db, r->who.session) != ST_OK || event_write(r, "authn_logout", OUTCOME_DONE, r->who.user_id, "") != ST_OK)
        return ST_FAILED;
    set_cookie(r, session_cookie(r->who.site), "", -1);
    /* What pages left in the browser goes too (ASVS 14.3.1). Not "cookies": that would take the mark of a known browser, and the session's is gone.
     */
    page_header(r, "Clear-Site-Data", "\"cache\", \"storage\"");
    return redirect(r, "afgemeld", "/aanmelden");
}
