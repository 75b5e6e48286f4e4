/* permission list, role list, role add. */
#include <stdio.h>

#include "admin.h"
#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/audit.h"
#include "guard/perm.h"

#define NAME_MAX_LENGTH 100 /* code points, as in the table */

static const char SQL_ROLES[] =
    "SELECT r.title, p.permission FROM role r LEFT JOIN role_permission p ON p.role_id = r.id ORDER BY r.title, p.permission";
static const char SQL_ADD[] = "INSERT INTO role (title) VALUES (?)";
static const char SQL_GIVE[] = "INSERT IGNORE INTO role_permission (role_id, permission) VALUES (?, ?)";

int admin_permission_list(struct admin *a)
{
    static const char *const levels[] = { [PERM_LEVEL_NONE] = "none", [PERM_LEVEL_ORANGE] = "orange", [PERM_LEVEL_RED] = "red" };
    struct json j = { 0 };

    if (admin_leftover(a, 0, 0))
        return admin_usage(a);
    if (a->json) {
        json_open(&j, NULL, '{');
        json_open(&j, "permissions", '[');
    }
    for (int p = PERM_ROOT + 1; p < PERM_COUNT; p++) {
        const struct perm_info *info = perm_info((enum perm)p), *parent = perm_info(info->parent);

        if (!a->json) {
            printf("%-24s %-7s %-16s %s\n", info->name, levels[info->level], info->module, info->title);
            continue;
        }
        json_open(&j, NULL, '{');
        json_text(&j, "name", info->name);
        json_text(&j, "parent", parent == NULL ? NULL : parent->name);
        json_text(&j, "module", info->module);
        json_text(&j, "level", levels[info->level]);
        json_text(&j, "title", info->title);
        json_text(&j, "warning", info->warning);
        json_close(&j, '}');
    }
    if (a->json)
        fputs("]}\n", stdout);
    return EXIT_DONE;
}

/* One row a role and permission, in order of role. */
static void list_rows(const struct admin *a, struct stmt *st, struct json *j)
{
    const char *role = NULL;

    while (db_step(st)) {
        if (role == NULL || !text_equal(role, col_str(st, 0))) {
            if (role != NULL && a->json) {
                json_close(j, ']');
                json_close(j, '}');
            }
            role = col_dup(st, 0, a->arena);
            if (a->json) {
                json_open(j, NULL, '{');
                json_text(j, "name", role);
                json_open(j, "permissions", '[');
            } else {
                printf("%s\n", role);
            }
        }
        if (col_null(st, 1))
            continue;
        if (a->json)
            json_text(j, NULL, col_str(st, 1));
        else
            printf("    %s\n", col_str(st, 1));
    }
    if (role != NULL && a->json) {
        json_close(j, ']');
        json_close(j, '}');
    }
}

int admin_role_list(struct admin *a)
{
    struct json j = { 0 };
    struct stmt *st;

    if (admin_leftover(a, 0, 0))
        return admin_usage(a);
    if (admin_db(a) == NULL)
        return EXIT_REFUSED;
    if (a->json) {
        json_open(&j, NULL, '{');
        json_open(&j, "roles", '[');
    }
    st = db_stmt(a->db, SQL_ROLES);
    list_rows(a, st, &j);
    if (a->json)
        fputs("]}\n", stdout);
    return db_status(st) == ST_FAILED ? admin_refuse(a, "the roles cannot be read: the line above says why") : EXIT_DONE;
}

struct new_role {
    const char *title;
    struct perms perms;
};

static enum status role_add(struct db *db, void *ctx)
{
    const struct new_role *role = ctx;
    const struct actor who = admin_actor();
    struct stmt *st = db_stmt(db, SQL_ADD);
    enum status result;
    uint64_t id;

    bind_str(st, 0, role->title);
    result = db_run(st);
    id = db_insert_id(st);
    for (int p = PERM_ROOT + 1; p < PERM_COUNT && result == ST_OK; p++) {
        if (!perms_have(&role->perms, (enum perm)p))
            continue;
        st = db_stmt(db, SQL_GIVE);
        bind_u64(st, 0, id);
        bind_str(st, 1, perm_info((enum perm)p)->name);
        result = db_run(st);
    }
    if (result == ST_OK)
        result =
            audit_write(db, &who, &(struct audit){ .event = "role_add", .act = ACT_CREATE, .object = "role", .object_id = id, .sensitivity = "N" });
    return result;
}

int admin_role_add(struct admin *a)
{
    struct new_role role = { 0 };
    struct json j = { 0 };
    const char *name;
    enum status st;

    while ((name = admin_option(a, "--permission")) != NULL) {
        enum perm p = perm_find(name);

        if (p <= PERM_ROOT)
            return admin_refuse(a, "there is no permission %s: `koren-admin permission list` has them all", name);
        /* A right without those it stands on is of no use: reading comes with editing. */
        for (; p > PERM_ROOT; p = perm_info(p)->parent)
            perms_add(&role.perms, p);
    }
    if (admin_leftover(a, 1, 1))
        return admin_usage(a);
    role.title = text_clean(a->arena, a->argv[0]);
    if (text_empty(role.title) || text_length(role.title) > NAME_MAX_LENGTH)
        return admin_refuse(a, "the name of a role has 1 to %d characters", NAME_MAX_LENGTH);
    if (admin_db(a) == NULL)
        return EXIT_REFUSED;
    st = db_tx(a->db, role_add, &role);
    if (st == ST_CONFLICT)
        return admin_refuse(a, "there is a role %s already", role.title);
    if (st != ST_OK)
        return admin_refuse(a, "the role was not made: the line above says why");
    if (!a->json) {
        printf("role %s is there\n", role.title);
        return EXIT_DONE;
    }
    json_open(&j, NULL, '{');
    json_text(&j, "name", role.title);
    json_close(&j, '}');
    putchar('\n');
    return EXIT_DONE;
}
