#include "model/task.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/actor.h"
#include "model/choices.h"

#define MINE                                                                                                                                         \
    "t.done_on IS NULL AND (t.user_id = ? OR t.function_group_id = (SELECT u.function_group_id FROM app_user u WHERE u.id = ? AND u.site = "         \
    "'staff'))"

static const char SQL_WHERE[] = "SELECT t.relation_id, r.number FROM task t LEFT JOIN relation r ON r.id = t.relation_id WHERE t.id = ?";
static const char SQL_PEOPLE[] = "SELECT CONCAT('g', id), CONCAT('Groep ', title) FROM function_group UNION ALL"
                                 " SELECT CONCAT('u', id), name FROM app_user WHERE site = 'staff' AND active = 1 ORDER BY 2";
static const char SQL_ASSIGNED[] = "SELECT COALESCE(CONCAT('u', user_id), CONCAT('g', function_group_id)) FROM task WHERE id = ?";
static const char SQL_ASSIGN[] = "UPDATE task SET user_id = ?, function_group_id = ? WHERE id = ?";
static const char SQL_MINE[] =
    "SELECT t.id, t.title, t.due_date, r.number, t.assigned_to, COALESCE(t.due_date < ?, 0) FROM task t LEFT JOIN relation r"
    " ON r.id = t.relation_id WHERE " MINE " ORDER BY t.due_date IS NULL, t.due_date, t.id LIMIT ?";
static const char SQL_MINE_COUNT[] = "SELECT COUNT(*) FROM task t WHERE " MINE;

enum status task_load(struct model *m, uint64_t id, struct record **out)
{
    struct stmt *st = db_stmt(m->db, SQL_WHERE);
    uint64_t relation_id;
    const char *number;
    enum status said;

    bind_u64(st, 0, id);
    if (!db_step(st))
        return db_status(st);
    relation_id = col_u64(st, 0);
    number = col_dup(st, 1, m->arena);
    db_done(st);
    said = record_load(m, &task_entity, relation_id, id, OPEN_PLAIN, out);
    if (said == ST_OK)
        (*out)->number = number;
    return said;
}

enum status task_people(struct model *m, const struct choice **out)
{
    return choices_read(m, SQL_PEOPLE, out);
}

enum status task_assigned(struct model *m, uint64_t id, const char **out)
{
    struct stmt *st = db_stmt(m->db, SQL_ASSIGNED);

    bind_u64(st, 0, id);
    if (!db_step(st))
        return db_status(st);
    *out = col_dup(st, 0, m->arena);
    db_done(st);
    return ST_OK;
}

/* "g3" as a bound parameter; what is not this kind is NULL. */
static void bind_one(struct stmt *st, unsigned at, const char *to, char kind)
{
    long id;

    if (!text_empty(to) && to[0] == kind && text_to_long(to + 1, 1, UINT32_MAX, &id))
        bind_u64(st, at, (uint64_t)id);
    else
        bind_null(st, at);
}

static enum status assign(struct model *m, uint64_t id, const char *to)
{
    struct stmt *st = db_stmt(m->db, SQL_ASSIGN);

    bind_one(st, 0, to, 'u');
    bind_one(st, 1, to, 'g');
    bind_u64(st, 2, id);
    return db_run(st);
}

/* The choice becomes words in the row. */
static enum status name_assigned(struct model *m, struct record *r, bool *mask, const char *to, struct problems *p)
{
    const struct choice *people;
    enum status said = task_people(m, &people);

    if (said != ST_OK)
        return said;
    record_set(r, "assigned_to", NULL);
    mask[field_index(r->entity, "assigned_to")] = true;
    if (text_empty(to))
        return ST_OK;
    for (; people->value; people++)
        if (text_equal(people->value, to)) {
            record_set(r, "assigned_to", people->label);
            return ST_OK;
        }
    return invalid(p, "voor", "Kies iemand uit de lijst");
}

enum status task_save(struct model *m, struct record *r, bool *mask, const char *to, struct problems *p)
{
    enum status said = to ? name_assigned(m, r, mask, to, p) : ST_OK;

    if (said == ST_OK)
        said = record_save(m, r, mask);
    return said == ST_OK && to ? assign(m, r->id, to) : said;
}

enum status task_done(struct model *m, struct record *r, bool done)
{
    bool *mask = arena_array(m->arena, r->entity->count, sizeof *mask);

    record_set(r, "done_on", done ? clock_today(m->arena) : NULL);
    mask[field_index(r->entity, "done_on")] = true;
    return record_save(m, r, mask);
}

static enum status count_mine(struct model *m, uint64_t *total)
{
    struct stmt *st = db_stmt(m->db, SQL_MINE_COUNT);

    bind_u64(st, 0, m->who->user_id);
    bind_u64(st, 1, m->who->user_id);
    if (!db_step(st))
        return ST_FAILED;
    *total = col_u64(st, 0);
    db_done(st);
    return ST_OK;
}

enum status task_mine(struct model *m, unsigned limit, struct task_line **out, size_t *count, uint64_t *total)
{
    struct stmt *st = db_stmt(m->db, SQL_MINE);

    *out = arena_array(m->arena, limit + 1, sizeof **out);
    *count = 0;
    bind_str(st, 0, clock_today(m->arena));
    bind_u64(st, 1, m->who->user_id);
    bind_u64(st, 2, m->who->user_id);
    bind_u64(st, 3, limit);
    while (*count < limit && db_step(st)) {
        struct task_line *t = &(*out)[(*count)++];

        t->id = col_u64(st, 0);
        t->title = col_dup(st, 1, m->arena);
        t->due = col_dup(st, 2, m->arena);
        t->number = col_dup(st, 3, m->arena);
        t->assigned_to = col_dup(st, 4, m->arena);
        t->overdue = col_u64(st, 5) != 0;
    }
    db_done(st);
    *total = *count;
    if (*count == 0)
        return db_status(st) == ST_FAILED ? ST_FAILED : ST_OK;
    return *count < limit ? ST_OK : count_mine(m, total);
}
