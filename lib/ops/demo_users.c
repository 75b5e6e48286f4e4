#include <string.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "db/db.h"
#include "guard/password.h"
#include "ops/demo.h"
#include "ops/demo_make.h"

/* Who can look at the demo. What is there already stays: an operator may have changed a role to try something. */

static const char SQL_GROUP_ADD[] = "INSERT IGNORE INTO function_group (title) VALUES (?)";
static const char SQL_GROUP_FIND[] = "SELECT id FROM function_group WHERE title = ?";
static const char SQL_ROLE_ADD[] = "INSERT IGNORE INTO role (title) VALUES (?)";
static const char SQL_ROLE_FIND[] = "SELECT id FROM role WHERE title = ?";
static const char SQL_GIVE[] = "INSERT INTO role_permission (role_id, permission) VALUES (?, ?)";
static const char SQL_USER_FIND[] = "SELECT id FROM app_user WHERE site = ? AND email = ?";
static const char SQL_USER_ADD[] = "INSERT INTO app_user (site, email, name, function_group_id, relation_id, created_at) VALUES (?, ?, ?, ?, ?, ?)";
static const char SQL_USER_ROLE[] = "INSERT INTO user_role (user_id, role_id) VALUES (?, ?)";

#define PERMS_MAX 64

struct demo_role {
    const char *title;
    enum perm perms[PERMS_MAX]; /* ends with PERM_UNSET; PERM_ROOT: all there are */
};

static const struct demo_role role_admin = { "Applicatiebeheerder", { PERM_ROOT } };
static const struct demo_role role_leader = {
    "Teamleider",
    { PERM_ACCOUNT,
      PERM_RELATION_READ,
      PERM_RELATION_EDIT,
      PERM_RELATION_DEACTIVATE,
      PERM_RELATION_FINANCE_READ,
      PERM_RELATION_FINANCE_EDIT,
      PERM_HISTORY_READ,
      PERM_CONTACT_READ,
      PERM_CONTACT_EDIT,
      PERM_MEMBERSHIP_READ,
      PERM_MEMBERSHIP_EDIT,
      PERM_MEMBERSHIP_TYPE_EDIT,
      PERM_MEMBERSHIP_CSV,
      PERM_INVOICE_READ,
      PERM_INVOICE_EDIT,
      PERM_INVOICE_PAY,
      PERM_DOSSIER_READ,
      PERM_DOSSIER_EDIT,
      PERM_NOTE_READ,
      PERM_NOTE_EDIT,
      PERM_SERVICE_READ,
      PERM_SERVICE_EDIT,
      PERM_SERVICE_CSV,
      PERM_COURSE_READ,
      PERM_COURSE_EDIT,
      PERM_COURSE_NEEDS_READ,
      PERM_COURSE_NEEDS_EDIT,
      PERM_ALARM_READ,
      PERM_ALARM_EDIT,
      PERM_ALARM_KEY_READ,
      PERM_ALARM_KEY_EDIT,
      PERM_ALARM_MEDICAL_READ,
      PERM_ALARM_MEDICAL_EDIT,
      PERM_CONSENT_READ,
      PERM_CONSENT_EDIT,
      PERM_CONSENT_PURPOSE_EDIT,
      PERM_CONSENT_MAILING,
      PERM_TASK_READ,
      PERM_TASK_EDIT,
      PERM_TASK_CSV,
      PERM_DOSSIER_CSV,
      PERM_NOTE_CSV,
      PERM_RELATION_CSV,
      PERM_REPORT_READ,
      PERM_AVG_EXPORT },
};
static const struct demo_role role_worker = {
    "Medewerker ledenservice",
    { PERM_ACCOUNT,      PERM_RELATION_READ, PERM_RELATION_EDIT, PERM_CONTACT_READ, PERM_CONTACT_EDIT, PERM_MEMBERSHIP_READ, PERM_MEMBERSHIP_EDIT,
      PERM_DOSSIER_READ, PERM_DOSSIER_EDIT,  PERM_NOTE_READ,     PERM_NOTE_EDIT,    PERM_SERVICE_READ, PERM_SERVICE_EDIT,    PERM_COURSE_READ,
      PERM_COURSE_EDIT,  PERM_ALARM_READ,    PERM_ALARM_EDIT,    PERM_CONSENT_READ, PERM_CONSENT_EDIT, PERM_TASK_READ,       PERM_TASK_EDIT },
};
static const struct demo_role role_officer = {
    "Functionaris gegevensbescherming",
    { PERM_ACCOUNT, PERM_RELATION_READ, PERM_RELATION_FINANCE_READ, PERM_BSN_READ, PERM_HISTORY_READ, PERM_CONTACT_READ, PERM_MEMBERSHIP_READ,
      PERM_INVOICE_READ, PERM_DOSSIER_READ, PERM_NOTE_READ, PERM_SERVICE_READ, PERM_COURSE_READ, PERM_COURSE_NEEDS_READ, PERM_CONSENT_READ,
      PERM_CONSENT_PURPOSE_EDIT, PERM_TASK_READ, PERM_AVG_EXPORT, PERM_AUDIT_READ },
};

struct demo_user {
    const char *email, *name, *group;
    const struct demo_role *role;
};

static const struct demo_user staff[] = {
    { "beheer@demo.example", "Anouk Vermeer", "Applicatiebeheer", &role_admin },
    { "teamleider@demo.example", "Tom de Leeuw", "Teamleiding", &role_leader },
    { "medewerker@demo.example", "Marijke Bos", "Ledenservice", &role_worker },
    { "fg@demo.example", "Fatima Azzouzi", "Privacy", &role_officer },
};

#define STAFF     (sizeof staff / sizeof *staff)
#define COLLEAGUE 2 /* Marijke Bos entered the relations */

static enum status find_user(struct db *db, const char *site, const char *email, uint64_t *id)
{
    struct stmt *st = db_stmt(db, SQL_USER_FIND);

    *id = 0;
    bind_str(st, 0, site);
    bind_str(st, 1, email);
    if (db_step(st))
        *id = col_u64(st, 0);
    db_done(st);
    return db_status(st) == ST_NOT_FOUND || *id ? ST_OK : db_status(st);
}

/* The row with this title, made when there is none. */
static enum status named(struct db *db, const char *add, const char *find, const char *title, uint64_t *id, bool *fresh)
{
    struct stmt *st = db_stmt(db, add);
    enum status status;

    bind_str(st, 0, title);
    status = db_run(st);
    if (status != ST_OK)
        return status;
    *fresh = db_changed(st) > 0;
    st = db_stmt(db, find);
    bind_str(st, 0, title);
    if (!db_step(st))
        return db_status(st);
    *id = col_u64(st, 0);
    db_done(st);
    return ST_OK;
}

static enum status give(struct db *db, uint64_t role, enum perm p)
{
    struct stmt *st = db_stmt(db, SQL_GIVE);

    bind_u64(st, 0, role);
    bind_str(st, 1, perm_info(p)->name);
    return db_run(st);
}

static enum status role_id(struct db *db, const struct demo_role *role, uint64_t *id)
{
    bool fresh;
    enum status status = named(db, SQL_ROLE_ADD, SQL_ROLE_FIND, role->title, id, &fresh);

    if (status != ST_OK || !fresh)
        return status;
    if (role->perms[0] == PERM_ROOT) {
        for (int p = PERM_ROOT + 1; p < PERM_COUNT && status == ST_OK; p++)
            if (p != PERM_PORTAL_SELF)
                status = give(db, *id, (enum perm)p);
        return status;
    }
    for (const enum perm *p = role->perms; *p && status == ST_OK; p++)
        status = give(db, *id, *p);
    return status;
}

static enum status user_row(struct db *db, const char *site, const char *email, const char *name, uint64_t group, uint64_t relation, uint64_t *id)
{
    struct stmt *st = db_stmt(db, SQL_USER_ADD);
    enum status status;

    bind_str(st, 0, site);
    bind_str(st, 1, email);
    bind_str(st, 2, name);
    if (group)
        bind_u64(st, 3, group);
    else
        bind_null(st, 3);
    if (relation)
        bind_u64(st, 4, relation);
    else
        bind_null(st, 4);
    bind_time(st, 5, clock_now());
    status = db_run(st);
    *id = db_insert_id(st);
    return status;
}

struct new_user {
    const struct demo_user *staff; /* NULL: the portal's */
    struct credential credential;  /* derived before the transaction: it takes its time */
    uint64_t relation_id, id;
};

static enum status add_staff(struct db *db, struct new_user *n)
{
    uint64_t group, role;
    bool fresh;
    struct stmt *st;
    enum status status = named(db, SQL_GROUP_ADD, SQL_GROUP_FIND, n->staff->group, &group, &fresh);

    if (status == ST_OK)
        status = role_id(db, n->staff->role, &role);
    if (status == ST_OK)
        status = user_row(db, "staff", n->staff->email, n->staff->name, group, 0, &n->id);
    if (status != ST_OK)
        return status;
    st = db_stmt(db, SQL_USER_ROLE);
    bind_u64(st, 0, n->id);
    bind_u64(st, 1, role);
    return db_run(st);
}

static enum status add_user(struct db *db, void *ctx)
{
    struct new_user *n = ctx;
    enum status status = n->staff ? add_staff(db, n) : user_row(db, "portal", "jansen@demo.example", "J. Jansen", 0, n->relation_id, &n->id);

    return status == ST_OK ? credential_save(db, n->id, &n->credential) : status;
}

static enum status make_user(const struct config *c, struct db *db, struct new_user *n, unsigned *added)
{
    enum status status = password_derive(c, DEMO_PASSWORD, &n->credential);

    if (status == ST_OK)
        status = db_tx(db, add_user, n);
    bytes_wipe(&n->credential, sizeof n->credential);
    *added += status == ST_OK;
    return status;
}

enum status demo_staff(const struct config *c, struct db *db, unsigned *added, uint64_t *colleague)
{
    for (size_t i = 0; i < STAFF; i++) {
        struct new_user n = { .staff = &staff[i] };
        enum status status = find_user(db, "staff", staff[i].email, &n.id);

        if (status == ST_OK && n.id == 0)
            status = make_user(c, db, &n, added);
        if (status != ST_OK)
            return status;
        if (i == COLLEAGUE)
            *colleague = n.id;
    }
    return ST_OK;
}

enum status demo_portal_user(const struct config *c, struct db *db, uint64_t relation_id, unsigned *added)
{
    struct new_user n = { .relation_id = relation_id };
    enum status status = find_user(db, "portal", "jansen@demo.example", &n.id);

    return status == ST_OK && n.id == 0 ? make_user(c, db, &n, added) : status;
}
