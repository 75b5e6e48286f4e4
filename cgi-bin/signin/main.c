/*
 * signin - password and mailed code, for both sites: /aanmelden /afmelden /wachtwoord /uitnodiging /account; and /hulp, which is for everyone.
 *
 * Rows of the audit log are written by the handlers themselves, since what happened is more than done or refused.
 */
#include "base/keys.h"
#include "signin.h"
#include "web/app.h"

static const struct route routes[] = {
    { GET, "/aanmelden", PERM_PUBLIC, sign_in_show, .event = NULL, .help = "aanmelden" },
    { POST, "/aanmelden", PERM_PUBLIC, sign_in_try, .event = NULL, .help = "aanmelden" },
    { GET, "/aanmelden/code", PERM_PUBLIC, code_show, .event = NULL, .help = "aanmelden" },
    { POST, "/aanmelden/code", PERM_PUBLIC, code_try, .event = NULL, .help = "aanmelden" },
    { POST, "/aanmelden/code/opnieuw", PERM_PUBLIC, code_again, .event = NULL, .help = "aanmelden" },
    { POST, "/afmelden", PERM_ACCOUNT, sign_out, .event = NULL, .help = "aanmelden" },
    { GET, "/wachtwoord/vergeten", PERM_PUBLIC, reset_ask, .event = NULL, .help = "aanmelden" },
    { POST, "/wachtwoord/vergeten", PERM_PUBLIC, reset_send, .event = NULL, .help = "aanmelden" },
    { GET, "/wachtwoord/nieuw/{token}", PERM_PUBLIC, reset_show, .event = NULL, .help = "aanmelden" },
    { POST, "/wachtwoord/nieuw/{token}", PERM_PUBLIC, reset_save, .event = NULL, .help = "aanmelden" },
    { GET, "/uitnodiging/{token}", PERM_PUBLIC, invite_show, .event = NULL, .help = "aanmelden" },
    { POST, "/uitnodiging/{token}", PERM_PUBLIC, invite_save, .event = NULL, .help = "aanmelden" },
    { GET, "/account/sessies", PERM_ACCOUNT, sessions_show, .event = "sessions_show", .act = ACT_READ, .help = "sessies" },
    { POST, "/account/sessies/einde", PERM_ACCOUNT, sessions_end, .event = "session_end", .act = ACT_DELETE, .help = "sessies" },
    { GET, "/account/wachtwoord", PERM_ACCOUNT, change_show, .event = NULL, .help = "aanmelden" },
    { POST, "/account/wachtwoord", PERM_ACCOUNT, change_save, .event = NULL, .help = "aanmelden" },
    { GET, "/hulp", PERM_PUBLIC, help_index, .event = NULL },
    { GET, "/hulp/{naam}", PERM_PUBLIC, help_page, .event = NULL },
    { 0 },
};

int main(int argc, char **argv)
{
    static const struct app app = {
        .program = "signin",
        .both_sites = true,
        .keys = KEYS_MASK(KEY_FORM),
        .routes = routes,
        .write = { "lock_dir" },
    };

    return app_run(&app, argc, argv);
}
