/* module list, module on, module off. */
#include <stdio.h>

#include "admin.h"
#include "base/arena.h"
#include "db/db.h"
#include "guard/module.h"
#include "ops/licence.h"

int admin_module_list(struct admin *a)
{
    struct json j = { 0 };
    struct modules on;

    if (admin_leftover(a, 0, 0))
        return admin_usage(a);
    if (admin_db(a) == NULL)
        return EXIT_REFUSED;
    if (modules_load(a->db, &on) != ST_OK)
        return admin_refuse(a, "the licences cannot be read: the line above says why");
    if (a->json) {
        json_open(&j, NULL, '{');
        json_open(&j, "modules", '[');
    }
    for (int m = 0; m < MODULE_COUNT; m++) {
        const struct module_info *info = module_info((enum module)m);
        bool is_on = modules_have(&on, info->name);

        if (!a->json) {
            printf("%-18s %-8s %s\n", info->name, info->core ? "always" : is_on ? "on" : "off", info->title);
            continue;
        }
        json_open(&j, NULL, '{');
        json_text(&j, "name", info->name);
        json_text(&j, "title", info->title);
        json_bool(&j, "on", is_on);
        json_bool(&j, "core", info->core);
        json_close(&j, '}');
    }
    if (a->json)
        fputs("]}\n", stdout);
    return EXIT_DONE;
}

struct change_licence {
    enum module module;
    bool on;
    uint64_t rows;
};

static enum status switch_module(struct db *db, void *ctx)
{
    struct change_licence *c = ctx;
    const struct actor who = admin_actor();

    return c->on ? licence_on(db, &who, c->module) : licence_off(db, &who, c->module, &c->rows);
}

static int refused(const struct admin *a, const struct change_licence *c, enum status st)
{
    const char *name = module_info(c->module)->name;

    if (st == ST_INVALID)
        return admin_refuse(a, "%s belongs to every controller and cannot be switched", name);
    if (st == ST_CONFLICT)
        return admin_refuse(a,
                            "%s still holds %llu rows about people; while they are kept they must be in an access request, so the module stays on. "
                            "Erase them first",
                            name, (unsigned long long)c->rows);
    return admin_refuse(a, "%s was not switched: the line above says why", name);
}

static int admin_switch(struct admin *a, bool on)
{
    struct change_licence c = { .on = on };
    struct json j = { 0 };
    enum status st;

    if (admin_leftover(a, 1, 1))
        return admin_usage(a);
    c.module = module_find(a->argv[0]);
    if (c.module == MODULE_COUNT)
        return admin_refuse(a, "there is no module %s: `koren-admin module list` has them all", a->argv[0]);
    if (admin_db(a) == NULL)
        return EXIT_REFUSED;
    st = db_tx(a->db, switch_module, &c);
    if (st != ST_OK)
        return refused(a, &c, st);
    if (!a->json) {
        printf("module %s is %s\n", module_info(c.module)->name, on ? "on" : "off");
        return EXIT_DONE;
    }
    json_open(&j, NULL, '{');
    json_text(&j, "name", module_info(c.module)->name);
    json_bool(&j, "on", on);
    json_close(&j, '}');
    putchar('\n');
    return EXIT_DONE;
}

int admin_module_on(struct admin *a)
{
    return admin_switch(a, true);
}

int admin_module_off(struct admin *a)
{
    return admin_switch(a, false);
}
