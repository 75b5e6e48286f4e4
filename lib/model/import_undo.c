#include "model/import_undo.h"

#include <string.h>

#include "base/arena.h"
#include "db/db.h"
#include "model/relation.h"

static const char SQL_LOCK_FILE[] = "SELECT state = 'undoing' FROM import_file WHERE id = ? FOR UPDATE";
/* Once its row is locked nothing can be added to a relation. */
static const char SQL_LOCK[] =
    "SELECT COUNT(*) FROM import_line l STRAIGHT_JOIN relation r ON r.id = l.relation_id "
    "WHERE l.import_id = ? AND l.phase = 'import' AND l.outcome IN ('added', 'changed') AND l.line BETWEEN ? AND ? FOR UPDATE";
static const char SQL_OBSTACLES[] =
    "SELECT line, relation_id, number FROM import_obstacle WHERE import_id = ? AND line BETWEEN ? AND ? ORDER BY line";
static const char SQL_UNDO[] = "CALL import_undo(?, ?, ?)";

/* A part of the lines. */
struct range {
    uint32_t first, last;
};

static void bind_range(struct stmt *st, const struct import_undo *u, struct range lines)
{
    bind_u64(st, 0, u->file->id);
    bind_u64(st, 1, lines.first);
    bind_u64(st, 2, lines.last);
}

/* The one number that a statement about a range gives. */
static enum status ask(const struct import_undo *u, struct stmt *st, struct range lines, uint64_t *n)
{
    bind_range(st, u, lines);
    if (!db_step(st))
        return db_status(st) == ST_CONFLICT ? ST_CONFLICT : ST_FAILED;
    *n = col_u64(st, 0);
    db_done(st);
    return ST_OK;
}

static enum status lock_file(const struct import_undo *u)
{
    struct stmt *st = db_stmt(u->m->db, SQL_LOCK_FILE);
    bool undoing;

    bind_u64(st, 0, u->file->id);
    if (!db_step(st))
        return db_status(st);
    undoing = col_u64(st, 0) != 0;
    db_done(st);
    return undoing ? ST_OK : ST_CONFLICT;
}

static enum status look(struct import_undo *u, struct range lines)
{
    struct stmt *st;
    uint64_t locked;
    enum status status = ask(u, db_stmt(u->m->db, SQL_LOCK), lines, &locked);

    if (status != ST_OK)
        return status;
    st = db_stmt(u->m->db, SQL_OBSTACLES);
    bind_range(st, u, lines);
    while (u->obstacle_count < UNDO_OBSTACLES && db_step(st)) {
        const char *number = col_str(st, 2);

        u->obstacles[u->obstacle_count++] = (struct import_line){
            .line = (uint32_t)col_u64(st, 0),
            .outcome = LINE_REFUSED,
            .relation_id = col_u64(st, 1),
            .field = "relatienummer",
            .text = number ? arena_printf(u->m->arena, "%s", number) : NULL,
        };
    }
    status = u->obstacle_count == UNDO_OBSTACLES ? ST_OK : db_status(st);
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}

static enum status set_back(struct model *m, const struct import_undo *u, uint64_t relation)
{
    struct record *r;
    bool *mask = arena_array(m->arena, relation_entity.count, sizeof *mask);
    enum status st = record_load(m, &relation_entity, relation, relation, OPEN_PLAIN, &r);

    if (st == ST_OK)
        st = history_before(m, r, u->file->name, mask);
    return st == ST_OK ? record_save(m, r, mask) : st;
}

/* Values come back before rows go: a relation that the import added and changed too is then still there. */
static enum status set_back_all(const struct import_undo *u, struct arena *a)
{
    struct model m = *u->m;
    struct import_line *lines;
    size_t count = UNDO_LINES;
    uint32_t after = 0;
    enum status st = ST_OK;

    m.arena = a;
    while (st == ST_OK && count == UNDO_LINES) {
        arena_reset(a);
        st = import_lines(&m, u->file->id, PHASE_IMPORT, LINE_CHANGED, after, UNDO_LINES, &lines, &count);
        for (size_t i = 0; i < count && st == ST_OK; i++)
            st = set_back(&m, u, lines[i].relation_id);
        if (st == ST_OK && count > 0)
            after = lines[count - 1].line;
        if (st == ST_OK && u->progress)
            st = u->progress(u->ctx, 50);
    }
    return st;
}

static enum status take_away(struct import_undo *u, struct range lines)
{
    uint64_t left;
    enum status st = ask(u, db_stmt(u->m->db, SQL_UNDO), lines, &left);

    /* A foreign key that view import_obstacle does not know, or a row that came in spite of the locks. */
    return st == ST_CONFLICT || (st == ST_OK && left > 0) ? ST_INVALID : st;
}

static enum status each_range(struct import_undo *u, enum status (*run)(struct import_undo *u, struct range lines), unsigned from, unsigned to)
{
    uint32_t end = u->file->next_line;
    enum status st = ST_OK;

    for (uint64_t at = 1; at <= end && st == ST_OK; at += UNDO_LINES) {
        st = run(u, (struct range){ (uint32_t)at, (uint32_t)(at + UNDO_LINES - 1) });
        if (st == ST_OK && u->progress)
            st = u->progress(u->ctx, (unsigned)(from + (to - from) * at / end));
    }
    return st;
}

enum status import_undo(struct import_undo *u)
{
    struct arena *a;
    enum status st = lock_file(u);

    u->obstacles = arena_array(u->m->arena, UNDO_OBSTACLES, sizeof *u->obstacles);
    u->obstacle_count = 0;
    if (st == ST_OK)
        st = each_range(u, look, 0, 50);
    if (st == ST_OK && u->obstacle_count > 0)
        st = ST_INVALID;
    if (st != ST_OK)
        return st;
    a = arena_new(0);
    st = a ? set_back_all(u, a) : ST_FAILED;
    arena_free(a);
    return st == ST_OK ? each_range(u, take_away, 50, 100) : st;
}

enum status import_undo_tell(const struct import_undo *u)
{
    enum status st = import_forget(u->m, u->file->id, PHASE_UNDO);

    return st == ST_OK ? import_lines_add(u->m, u->file->id, PHASE_UNDO, u->obstacles, u->obstacle_count) : st;
}
