/* export: the ZIP of one relation, unencrypted, to a file of the operator's choice. */
#include <stdio.h>

#include "admin.h"
#include "avg/export.h"
#include "base/keys.h"
#include "db/db.h"
#include "guard/audit.h"
#include "model/relation.h"

struct act {
    const struct actor *who;
    uint64_t relation_id;
    enum audit_outcome outcome;
};

/* Said before the file is made: what cannot be logged does not happen. A failure is said too. */
static enum status log_act(struct db *db, void *ctx)
{
    const struct act *act = ctx;

    return audit_write(db, act->who,
                       &(struct audit){ .event = "avg_export",
                                        .act = ACT_EXECUTE,
                                        .outcome = act->outcome,
                                        .object = "relation",
                                        .object_id = act->relation_id,
                                        .relation_id = act->relation_id,
                                        .sensitivity = "B" });
}

static int done(const struct admin *a, const char *path, uint64_t bytes, const char *sha256)
{
    struct json j = { 0 };

    if (!a->json) {
        printf("%s: %llu bytes, SHA-256 %s\n", path, (unsigned long long)bytes, sha256);
        return EXIT_DONE;
    }
    json_open(&j, NULL, '{');
    json_number(&j, "bytes", bytes);
    json_text(&j, "sha256", sha256);
    json_close(&j, '}');
    putchar('\n');
    return EXIT_DONE;
}

static int export(struct admin *a, struct model *m, const char *number, const char *path)
{
    struct act act = { .who = m->who };
    enum status st = relation_id(m, number, &act.relation_id);
    uint64_t bytes;
    char sha256[65];

    if (st == ST_NOT_FOUND)
        return admin_refuse(a, "there is no relation %s", number);
    if (st != ST_OK || db_tx(a->db, log_act, &act) != ST_OK)
        return admin_refuse(a, "the export was not made: the line above says why");
    st = export_to_file(a->config, m, number, path, &bytes, sha256);
    if (st == ST_OK)
        return done(a, path, bytes, sha256);
    act.outcome = OUTCOME_FAILED;
    db_tx(a->db, log_act, &act);
    return admin_refuse(a, "the export was not made: the line above says why");
}

int admin_export(struct admin *a)
{
    const char *path = admin_option(a, "--out");
    struct actor who = admin_actor();
    struct keys *keys;
    int result;

    if (path == NULL || admin_leftover(a, 1, 1))
        return admin_usage(a);
    if (admin_db(a) == NULL)
        return EXIT_REFUSED;
    keys = keys_load(a->config, KEYS_MASK(KEY_RELATION) | KEYS_MASK(KEY_LOOKUP));
    if (keys == NULL)
        return admin_refuse(a, "without the key files there is nothing to export: see `koren-admin doctor`");
    result = export(a, &(struct model){ .db = a->db, .arena = a->arena, .keys = keys, .who = &who }, a->argv[0], path);
    keys_free(keys);
    return result;
}
