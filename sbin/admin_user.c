/* user add: a colleague is invited and chooses a password; nobody here ever knows it (ASVS 6.4.6). */
#include <stdio.h>

#include "admin.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/audit.h"
#include "guard/mail_link.h"
#include "model/check.h"
#include "web/mail.h"
#include "web/templates.h"

#define ROLES_MAX       32
#define NAME_MAX_LENGTH 200

static const char SQL_FIND[] = "SELECT u.id, u.active, c.user_id IS NOT NULL FROM app_user u LEFT JOIN credential c ON c.user_id = u.id"
                               " WHERE u.site = 'staff' AND u.email = ? FOR UPDATE";
static const char SQL_ADD[] = "INSERT INTO app_user (site, email, name, active, created_at) VALUES ('staff', ?, ?, 1, ?)";
static const char SQL_RENAME[] = "UPDATE app_user SET name = ?, active = 1 WHERE id = ?";
static const char SQL_FORGET_ROLES[] = "DELETE FROM user_role WHERE user_id = ?";
static const char SQL_ROLE[] = "INSERT IGNORE INTO user_role (user_id, role_id) SELECT ?, id FROM role WHERE title = ?";
static const char SQL_ROLE_THERE[] = "SELECT id FROM role WHERE title = ?";

struct invitation {
    const struct admin *admin;
    const char *email, *name;
    const char *roles[ROLES_MAX];
    size_t role_count;
    char *link;
};

/* An invitation that was never taken up may be given again; whoever has a password is there already. */
static enum status user_row(struct db *db, const struct invitation *in, uint64_t *id)
{
    struct stmt *st = db_stmt(db, SQL_FIND);
    bool there;

    bind_str(st, 0, in->email);
    there = db_step(st);
    if (there && col_u64(st, 2) != 0)
        return ST_CONFLICT;
    if (!there && db_status(st) != ST_NOT_FOUND)
        return ST_FAILED;
    *id = there ? col_u64(st, 0) : 0;
    st = db_stmt(db, there ? SQL_RENAME : SQL_ADD);
    if (there) {
        bind_str(st, 0, in->name);
        bind_u64(st, 1, *id);
    } else {
        bind_str(st, 0, in->email);
        bind_str(st, 1, in->name);
        bind_time(st, 2, clock_now());
    }
    if (db_run(st) != ST_OK)
        return ST_FAILED;
    *id = there ? *id : db_insert_id(st);
    return ST_OK;
}

static enum status user_roles(struct db *db, const struct invitation *in, uint64_t id)
{
    struct stmt *st = db_stmt(db, SQL_FORGET_ROLES);
    enum status result;

    bind_u64(st, 0, id);
    result = db_run(st);
    for (size_t i = 0; i < in->role_count && result == ST_OK; i++) {
        st = db_stmt(db, SQL_ROLE);
        bind_u64(st, 0, id);
        bind_str(st, 1, in->roles[i]);
        result = db_run(st);
    }
    return result;
}

static enum status invite(struct db *db, void *ctx)
{
    struct invitation *in = ctx;
    const struct config *c = in->admin->config;
    struct arena *a = in->admin->arena;
    const struct actor who = admin_actor();
    char token[TOKEN_TEXT];
    uint64_t id;
    enum status st = user_row(db, in, &id);

    if (st == ST_OK)
        st = user_roles(db, in, id);
    if (st == ST_OK)
        st = mail_link_open(db, id, LINK_INVITE, token);
    if (st != ST_OK)
        return st;
    in->link = arena_printf(a, "%s/uitnodiging/%s", c->staff_url, token);
    st = mail_put(db, a, c, SITE_STAFF, "uitnodiging", in->email,
                  (const struct template_value[]){
                      { "Mail.Href", in->link }, { "Mail.When", clock_dutch(a, clock_now() + LINK_INVITE_SECONDS * CLOCK_SECOND) }, { 0 } });
    if (st == ST_OK)
        st = audit_write(db, &who, &(struct audit){ .event = "user_add", .act = ACT_CREATE, .object = "user", .object_id = id, .sensitivity = "N" });
    return st;
}

static bool role_there(struct admin *a, const char *title)
{
    struct stmt *st = db_stmt(a->db, SQL_ROLE_THERE);
    bool there;

    bind_str(st, 0, title);
    there = db_step(st);
    db_done(st);
    return there;
}

static int done(const struct admin *a, const struct invitation *in)
{
    struct json j = { 0 };

    if (!a->json) {
        printf("%s is invited; the link is in the mail too and works for %d hours:\n%s\n", in->email, LINK_INVITE_SECONDS / 3600, in->link);
        return EXIT_DONE;
    }
    json_open(&j, NULL, '{');
    json_text(&j, "link", in->link);
    json_close(&j, '}');
    putchar('\n');
    return EXIT_DONE;
}

int admin_user_add(struct admin *a)
{
    struct invitation in = { .admin = a, .name = admin_option(a, "--name") };
    const char *role;

    while (in.role_count < ROLES_MAX && (role = admin_option(a, "--role")) != NULL)
        in.roles[in.role_count++] = text_clean(a->arena, role);
    if (in.name == NULL || admin_leftover(a, 1, 1))
        return admin_usage(a);
    in.name = text_clean(a->arena, in.name);
    in.email = email_parse(a->arena, text_clean(a->arena, a->argv[0]));
    if (in.email == NULL)
        return admin_refuse(a, "%s is not an e-mail address", a->argv[0]);
    if (text_empty(in.name) || text_length(in.name) > NAME_MAX_LENGTH)
        return admin_refuse(a, "a name has 1 to %d characters", NAME_MAX_LENGTH);
    if (admin_db(a) == NULL)
        return EXIT_REFUSED;
    for (size_t i = 0; i < in.role_count; i++)
        if (!role_there(a, in.roles[i]))
            return admin_refuse(a, "there is no role %s: `koren-admin role list` has them all", in.roles[i]);
    if (!templates_open(a->config->template_dir, false))
        return admin_refuse(a, "the mail's template cannot be read: the line above says why");
    switch (db_tx(a->db, invite, &in)) {
    case ST_OK:
        templates_close();
        return done(a, &in);
    case ST_CONFLICT:
        return admin_refuse(a, "somebody signs in as %s already", in.email);
    default:
        return admin_refuse(a, "nobody was invited: the line above says why");
    }
}
