/*
 * avg - what the privacy law asks for: exports now; requests, erasure and retention later. It asks for work and hands over what the worker made.
 */
#include "avg.h"
#include "base/keys.h"
#include "web/app.h"

static const struct route routes[] = {
    { GET, "/avg", PERM_AVG_EXPORT, overview_show, .event = "export_list", .act = ACT_READ },
    { POST, "/avg/export", PERM_AVG_EXPORT, export_ask, .event = "export_request", .act = ACT_EXECUTE },
    /* No row in the audit log for each look at a page that reloads itself and shows a number and a percentage. */
    { GET, "/avg/export/{job}", PERM_AVG_EXPORT, export_show, .event = NULL },
    { POST, "/avg/export/{job}/mail", PERM_AVG_EXPORT, export_mail, .event = "export_tell", .act = ACT_UPDATE },
    { GET, "/avg/export/{job}/bestand", PERM_AVG_EXPORT, export_fetch, .event = "export_fetch", .act = ACT_EXECUTE },
    { 0 },
};

int main(int argc, char **argv)
{
    static const struct app app = {
        .program = "avg",
        .site = SITE_STAFF,
        .keys = KEYS_MASK(KEY_FORM) | KEYS_MASK(KEY_EXPORT),
        .routes = routes,
        .read = { "state_dir" },
        .write = { "spool_dir" },
    };

    return app_run(&app, argc, argv);
}
