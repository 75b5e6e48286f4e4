#include "avg/export_walk.h"

/* The account for WerktVoorMij. Nobody edits or looks at it as a part of the relation, so it is no tab and not in entities[]; it is data about the
 * person all the same. */

#define ACCOUNT                                                                                                                                      \
    .category = PD_CONTACT, .see = PERM_AVG_EXPORT, .portal = PORTAL_HIDDEN, .export = X_ALWAYS, .erase = E_ROW, .keep = KEEP_RELATION,              \
    .group = "Account"

#define FOR_SIGN_IN "Om u in WerktVoorMij te laten"

static const struct field fields[] = {
    { "email", "email", "E-mailadres om aan te melden", F_EMAIL, 254, ACCOUNT, .purpose = FOR_SIGN_IN },
    { "name", "naam", "Naam", F_TEXT, 200, ACCOUNT, .purpose = FOR_SIGN_IN },
    { "created_at", "gemaakt", "Gemaakt op", F_TIME, 26, ACCOUNT, .purpose = FOR_SIGN_IN },
    { "last_sign_in_at", "aangemeld", "Laatst aangemeld op", F_TIME, 26, ACCOUNT, .purpose = "Om misbruik van uw account te kunnen zien" },
    { 0 },
};

static const char *const technical[] = { "id", NULL };

const struct entity export_account_entity = {
    .table = "app_user",
    .xml = "account",
    .xml_list = "accounts",
    .title = "Account",
    .plural = "Account voor WerktVoorMij",
    .module = "algemeen",
    .parent_column = "relation_id",
    .see = PERM_AVG_EXPORT,
    .fields = fields,
    .count = sizeof fields / sizeof *fields - 1,
    .order = "id",
    .title_column = "email",
    .technical = technical,
};
