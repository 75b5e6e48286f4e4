/* config, keys, migrate: bringing a controller up. */
#include <stdio.h>

#include "admin.h"
#include "base/config.h"
#include "base/keys.h"
#include "ops/migrate.h"

static int done(const struct admin *a, const char *words)
{
    struct json j = { 0 };

    if (!a->json) {
        puts(words);
        return EXIT_DONE;
    }
    json_open(&j, NULL, '{');
    json_bool(&j, "ok", true);
    json_close(&j, '}');
    putchar('\n');
    return EXIT_DONE;
}

int admin_config(struct admin *a)
{
    if (admin_leftover(a, 0, 0))
        return admin_usage(a);
    config_describe(stdout);
    return EXIT_DONE;
}

int admin_keys(struct admin *a)
{
    if (admin_leftover(a, 0, 0))
        return admin_usage(a);
    if (!keys_create(a->config))
        return admin_refuse(a, "not every key file could be made: the line above names file and reason");
    return done(a, "the key files are there");
}

int admin_migrate(struct admin *a)
{
    if (admin_leftover(a, 0, 0))
        return admin_usage(a);
    if (admin_db(a) == NULL)
        return EXIT_REFUSED;
    if (migrate_run(a->config, a->db) != ST_OK)
        return admin_refuse(a, "the migration stopped: the lines above say where and why");
    return done(a, "the database is up to date");
}
