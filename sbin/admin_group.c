/* group list, group add, user group: function groups and who is in them. A group grants nothing; tasks are for one. */
#include <stdio.h>

#include "admin.h"
#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/audit.h"

#define TITLE_MAX 100 /* code points, as in the table */

static const char SQL_LIST[] = "SELECT g.title, GROUP_CONCAT(u.email ORDER BY u.email SEPARATOR ' ') FROM function_group g LEFT JOIN app_user u ON"
                               " u.function_group_id = g.id AND u.site = 'staff' AND u.active = 1 GROUP BY g.id, g.title ORDER BY g.title";
static const char SQL_ADD[] = "INSERT INTO function_group (title) VALUES (?)";
static const char SQL_FIND[] = "SELECT id FROM function_group WHERE title = ?";
static const char SQL_USER[] = "SELECT id FROM app_user WHERE site = 'staff' AND email = ?";
static const char SQL_PLACE[] = "UPDATE app_user SET function_group_id = ? WHERE id = ?";

int admin_group_list(struct admin *a)
{
    struct json j = { 0 };
    struct stmt *st;

    if (admin_leftover(a, 0, 0))
        return admin_usage(a);
    if (admin_db(a) == NULL)
        return EXIT_REFUSED;
    if (a->json) {
        json_open(&j, NULL, '{');
        json_open(&j, "groups", '[');
    }
    st = db_stmt(a->db, SQL_LIST);
    while (db_step(st)) {
        if (!a->json) {
            printf("%-30s %s\n", col_str(st, 0), col_null(st, 1) ? "" : col_str(st, 1));
            continue;
        }
        json_open(&j, NULL, '{');
        json_text(&j, "name", col_str(st, 0));
        json_text(&j, "members", col_str(st, 1));
        json_close(&j, '}');
    }
    if (a->json)
        fputs("]}\n", stdout);
    return db_status(st) == ST_FAILED ? admin_refuse(a, "the groups cannot be read: the line above says why") : EXIT_DONE;
}

static int told(const struct admin *a, const char *name, const char *words)
{
    struct json j = { 0 };

    if (!a->json) {
        printf("%s\n", words);
        return EXIT_DONE;
    }
    json_open(&j, NULL, '{');
    json_text(&j, "name", name);
    json_close(&j, '}');
    putchar('\n');
    return EXIT_DONE;
}

/* A group by its title or a colleague by address; 0 when there is none. */
static uint64_t id_of(struct db *db, bool group, const char *text)
{
    struct stmt *st = db_stmt(db, group ? SQL_FIND : SQL_USER);
    uint64_t id = 0;

    bind_str(st, 0, text);
    if (db_step(st))
        id = col_u64(st, 0);
    db_done(st);
    return id;
}

struct place {
    const char *title;
    uint64_t user, group;
};

static enum status group_add(struct db *db, void *ctx)
{
    const struct actor who = admin_actor();
    struct place *p = ctx;
    struct stmt *st = db_stmt(db, SQL_ADD);
    enum status said;

    bind_str(st, 0, p->title);
    said = db_run(st);
    p->group = db_insert_id(st);
    if (said != ST_OK)
        return said;
    return audit_write(
        db, &who, &(struct audit){ .event = "group_add", .act = ACT_CREATE, .object = "function_group", .object_id = p->group, .sensitivity = "N" });
}

static enum status user_place(struct db *db, void *ctx)
{
    const struct actor who = admin_actor();
    const struct place *p = ctx;
    struct stmt *st = db_stmt(db, SQL_PLACE);
    enum status said;

    if (p->group)
        bind_u64(st, 0, p->group);
    else
        bind_null(st, 0);
    bind_u64(st, 1, p->user);
    said = db_run(st);
    if (said != ST_OK)
        return said;
    return audit_write(db, &who,
                       &(struct audit){ .event = "user_group", .act = ACT_UPDATE, .object = "user", .object_id = p->user, .sensitivity = "N" });
}

int admin_group_add(struct admin *a)
{
    struct place p = { 0 };
    enum status st;

    if (admin_leftover(a, 1, 1))
        return admin_usage(a);
    p.title = text_clean(a->arena, a->argv[0]);
    if (text_empty(p.title) || text_length(p.title) > TITLE_MAX)
        return admin_refuse(a, "the name of a group has 1 to %d characters", TITLE_MAX);
    if (admin_db(a) == NULL)
        return EXIT_REFUSED;
    st = db_tx(a->db, group_add, &p);
    if (st == ST_CONFLICT)
        return admin_refuse(a, "there is a group %s already", p.title);
    return st == ST_OK ? told(a, p.title, arena_printf(a->arena, "group %s is there", p.title))
                       : admin_refuse(a, "the group was not made: the line above says why");
}

/* GROUP "-" takes the user out. */
int admin_user_group(struct admin *a)
{
    struct place p = { 0 };
    bool out;

    if (admin_leftover(a, 2, 2))
        return admin_usage(a);
    out = text_equal(a->argv[1], "-");
    if (admin_db(a) == NULL)
        return EXIT_REFUSED;
    p.user = id_of(a->db, false, a->argv[0]);
    p.group = out ? 0 : id_of(a->db, true, a->argv[1]);
    if (p.user == 0)
        return admin_refuse(a, "there is no colleague %s", a->argv[0]);
    if (p.group == 0 && !out)
        return admin_refuse(a, "there is no group %s: `koren-admin group list` has them all", a->argv[1]);
    if (db_tx(a->db, user_place, &p) != ST_OK)
        return admin_refuse(a, "nothing was changed: the line above says why");
    return told(a, out ? NULL : a->argv[1], out ? "in no group" : arena_printf(a->arena, "in group %s", a->argv[1]));
}
