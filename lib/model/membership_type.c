#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/db.h"
#include "model/check.h"
#include "model/membership.h"

#define TYPES_MOST 200

static const char SQL_LIST[] = "SELECT t.id, t.version, t.title, t.amount_cents, t.offered, (SELECT COUNT(*) FROM membership m WHERE m.type = t.title"
                               " AND (m.end_date IS NULL OR m.end_date >= CURRENT_DATE)) FROM membership_type t ORDER BY t.title LIMIT ?";
static const char SQL_LOAD[] = "SELECT t.id, t.version, t.title, t.amount_cents, t.offered, 0 FROM membership_type t WHERE t.id = ?";
static const char SQL_ADD[] = "INSERT INTO membership_type (title, amount_cents, offered, created_at, changed_at) VALUES (?, ?, ?, ?, ?)";
static const char SQL_CHANGE[] = "UPDATE membership_type SET title = ?, amount_cents = ?, offered = ?, changed_at = ?, version = version + 1"
                                 " WHERE id = ? AND version = ?";
static const char SQL_SAME[] = "SELECT 1 FROM membership_type WHERE title = ? AND id <> ?";

static const struct field fields[] = {
    { "title", "naam", "Naam", F_NAME, 60, .required = true },
    { "amount_cents", "bedrag", "Contributie per jaar", F_MONEY, 9 },
};

static void read_type(struct model *m, const struct stmt *st, struct membership_type *t)
{
    t->id = col_u64(st, 0);
    t->version = (uint32_t)col_u64(st, 1);
    t->title = col_dup(st, 2, m->arena);
    t->amount = col_dup(st, 3, m->arena);
    t->offered = text_equal(col_str(st, 4), "ja");
    t->running = col_u64(st, 5);
}

enum status membership_types(struct model *m, struct membership_type **out, size_t *count)
{
    struct stmt *st = db_stmt(m->db, SQL_LIST);

    *out = arena_array(m->arena, TYPES_MOST, sizeof **out);
    *count = 0;
    bind_u64(st, 0, TYPES_MOST);
    while (*count < TYPES_MOST && db_step(st))
        read_type(m, st, &(*out)[(*count)++]);
    db_done(st);
    return *count == 0 && db_status(st) == ST_FAILED ? ST_FAILED : ST_OK;
}

enum status membership_type_load(struct model *m, uint64_t id, struct membership_type *out)
{
    struct stmt *st = db_stmt(m->db, SQL_LOAD);

    bind_u64(st, 0, id);
    if (!db_step(st))
        return db_status(st);
    read_type(m, st, out);
    db_done(st);
    return ST_OK;
}

static enum status check(struct model *m, struct membership_type *t, const char *title, const char *amount, struct problems *p)
{
    struct stmt *st = db_stmt(m->db, SQL_SAME);

    (void)field_check(&fields[0], m->arena, p, title, &t->title);
    (void)field_check(&fields[1], m->arena, p, amount, &t->amount);
    if (t->amount && t->amount[0] == '-')
        (void)invalid(p, "bedrag", "Vul een bedrag in dat niet onder nul is");
    if (problems_any(p))
        return ST_INVALID;
    bind_str(st, 0, t->title);
    bind_u64(st, 1, t->id);
    if (db_step(st)) {
        db_done(st);
        return invalid(p, "naam", "Deze soort is er al. Kies een andere naam");
    }
    return db_status(st) == ST_NOT_FOUND ? ST_OK : ST_FAILED;
}

static enum status add(struct model *m, struct membership_type *t)
{
    struct stmt *st = db_stmt(m->db, SQL_ADD);
    enum status said;

    bind_str(st, 0, t->title);
    bind_str(st, 1, t->amount);
    bind_str(st, 2, t->offered ? "ja" : "nee");
    bind_time(st, 3, clock_now());
    bind_time(st, 4, clock_now());
    said = db_run(st);
    t->id = db_insert_id(st);
    return said;
}

enum status membership_type_save(struct model *m, struct membership_type *t, const char *title, const char *amount, struct problems *p)
{
    enum status said = check(m, t, title, amount, p);
    struct stmt *st;

    if (said != ST_OK)
        return said;
    if (t->id == 0)
        return add(m, t);
    st = db_stmt(m->db, SQL_CHANGE);
    bind_str(st, 0, t->title);
    bind_str(st, 1, t->amount);
    bind_str(st, 2, t->offered ? "ja" : "nee");
    bind_time(st, 3, clock_now());
    bind_u64(st, 4, t->id);
    bind_u64(st, 5, t->version);
    said = db_run(st);
    return said == ST_OK && db_changed(st) == 0 ? ST_CONFLICT : said;
}
