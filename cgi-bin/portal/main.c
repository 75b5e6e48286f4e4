/*
 * portal - WerktVoorMij: a relation and the own data.
 *
 * Its account may call the portal_* procedures, which take the session and give one relation's rows, and nothing else (sql/grants/portal.sql).
 */
#include "base/keys.h"
#include "portal.h"
#include "web/app.h"

static const struct route routes[] = {
    { GET, "/", PERM_PORTAL_SELF, home_show, .event = "portal_home", .act = ACT_READ },
    { GET, "/gegevens", PERM_PORTAL_SELF, data_show, .event = "portal_show", .act = ACT_READ },
    { GET, "/gegevens/dossier/{id}/bestand", PERM_PORTAL_SELF, document_fetch, .event = "document_fetch", .act = ACT_EXECUTE },
    { GET, "/gegevens/{deel}/{id}", PERM_PORTAL_SELF, part_show, .event = "portal_part", .act = ACT_READ },
    { GET, "/gegevens/wijzigen", PERM_PORTAL_SELF, change_form, .event = "portal_show", .act = ACT_READ },
    { POST, "/gegevens/wijzigen", PERM_PORTAL_SELF, change_post, .event = "portal_correct", .act = ACT_UPDATE },
    { GET, "/gegevens/email", PERM_PORTAL_SELF, email_form, .event = NULL },
    { POST, "/gegevens/email", PERM_PORTAL_SELF, email_post, .event = "portal_email_proof", .act = ACT_UPDATE },
    { POST, "/gegevens/email/opnieuw", PERM_PORTAL_SELF, email_again, .event = "portal_email_code", .act = ACT_EXECUTE },
    { GET, "/toestemmingen", PERM_PORTAL_SELF, consents_show, .event = "portal_consents", .act = ACT_READ, .help = "toestemmingen" },
    { POST, "/toestemmingen/{id}", PERM_PORTAL_SELF, consent_decide, .event = "portal_consent", .act = ACT_CREATE, .help = "toestemmingen" },
    { GET, "/mijn/export", PERM_PORTAL_SELF, export_index, .event = NULL, .help = "bestand" },
    { POST, "/mijn/export", PERM_PORTAL_SELF, export_start, .event = "export_request", .act = ACT_EXECUTE, .help = "bestand" },
    { GET, "/mijn/export/{job}", PERM_PORTAL_SELF, export_show, .event = NULL, .help = "bestand" },
    { GET, "/mijn/export/{job}/bestand", PERM_PORTAL_SELF, export_fetch, .event = "export_fetch", .act = ACT_EXECUTE, .help = "bestand" },
    { .run = NULL },
};

int main(int argc, char **argv)
{
    static const struct app app = {
        .program = "portal",
        .site = SITE_PORTAL,
        .keys = KEYS_MASK(KEY_EXPORT) | KEYS_MASK(KEY_FORM) | KEYS_MASK(KEY_SHARE),
        .routes = routes,
        .write = { "spool_dir" },
        .read = { "state_dir" },
    };

    return app_run(&app, argc, argv);
}
