/* What became of the lines of a file. */
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "db/db.h"
#include "model/import_file.h"

#define TIMES5(x)  x ", " x ", " x ", " x ", " x
#define TIMES25(x) TIMES5(TIMES5(x))
#define MANY       25

#define HEAD "INSERT INTO import_line (import_id, phase, line, outcome, relation_id, version, field, text) VALUES "
#define ROW  "(?, ?, ?, ?, ?, ?, ?, ?)"

static const char SQL_LINES[] = HEAD TIMES25(ROW);
static const char SQL_LINE[] = HEAD ROW;
static const char SQL_LOCK[] = "SELECT next_line FROM import_file WHERE id = ? FOR UPDATE";
static const char SQL_PROGRESS[] =
    "UPDATE import_file SET next_line = ?, lines_read = ?, added = ?, changed = ?, duplicate = ?, refused = ? WHERE id = ?";
static const char SQL_FORGET[] = "DELETE FROM import_line WHERE import_id = ? AND phase = ?";
static const char SQL_LIST[] = "SELECT line, outcome, relation_id, version, field, text FROM import_line "
                               "WHERE import_id = ? AND phase = ? AND outcome = ? AND line > ? ORDER BY line LIMIT ?";

static const char *const outcomes[] = { "added", "changed", "duplicate", "refused", "undone" };
static const char *const phases[] = { [PHASE_IMPORT] = "import", [PHASE_CHECK] = "check", [PHASE_UNDO] = "undo" };

enum status import_lock(struct model *m, uint64_t id, uint32_t from)
{
    struct stmt *st = db_stmt(m->db, SQL_LOCK);
    uint32_t at;

    bind_u64(st, 0, id);
    if (!db_step(st))
        return db_status(st);
    at = (uint32_t)col_u64(st, 0);
    db_done(st);
    return at == from ? ST_OK : ST_CONFLICT;
}

enum status import_progress(struct model *m, uint64_t id, uint32_t next_line, const struct import_counts *c)
{
    struct stmt *st = db_stmt(m->db, SQL_PROGRESS);

    bind_u64(st, 0, next_line);
    bind_u64(st, 1, c->read);
    bind_u64(st, 2, c->added);
    bind_u64(st, 3, c->changed);
    bind_u64(st, 4, c->duplicate);
    bind_u64(st, 5, c->refused);
    bind_u64(st, 6, id);
    return db_run(st);
}

enum status import_forget(struct model *m, uint64_t id, enum import_phase phase)
{
    struct stmt *st = db_stmt(m->db, SQL_FORGET);

    bind_u64(st, 0, id);
    bind_str(st, 1, phases[phase]);
    return db_run(st);
}

static unsigned bind_line(struct stmt *st, unsigned i, uint64_t id, enum import_phase phase, const struct import_line *l)
{
    bind_u64(st, i++, id);
    bind_str(st, i++, phases[phase]);
    bind_u64(st, i++, l->line);
    bind_str(st, i++, outcomes[l->outcome]);
    if (l->relation_id)
        bind_u64(st, i++, l->relation_id);
    else
        bind_null(st, i++);
    if (l->version)
        bind_u64(st, i++, l->version);
    else
        bind_null(st, i++);
    bind_str(st, i++, l->field);
    bind_str(st, i++, l->text);
    return i;
}

enum status import_lines_add(struct model *m, uint64_t id, enum import_phase phase, const struct import_line *lines, size_t count)
{
    enum status status = ST_OK;

    while (count > 0 && status == ST_OK) {
        size_t n = count >= MANY ? MANY : 1;
        struct stmt *st = db_stmt(m->db, n == 1 ? SQL_LINE : SQL_LINES);
        unsigned i = 0;

        for (size_t k = 0; k < n; k++)
            i = bind_line(st, i, id, phase, &lines[k]);
        status = db_run(st);
        lines += n;
        count -= n;
    }
    return status;
}

enum status import_lines(struct model *m, uint64_t id, enum import_phase phase, enum import_outcome outcome, uint32_t after, unsigned limit,
                         struct import_line **out, size_t *count)
{
    struct stmt *st = db_stmt(m->db, SQL_LIST);
    struct import_line *lines = arena_array(m->arena, limit, sizeof *lines);
    enum status status;

    *count = 0;
    bind_u64(st, 0, id);
    bind_str(st, 1, phases[phase]);
    bind_str(st, 2, outcomes[outcome]);
    bind_u64(st, 3, after);
    bind_u64(st, 4, limit);
    while (*count < limit && db_step(st)) {
        struct import_line *l = &lines[(*count)++];

        l->line = (uint32_t)col_u64(st, 0);
        l->outcome = outcome;
        l->relation_id = col_u64(st, 2);
        l->version = (uint32_t)col_u64(st, 3);
        l->field = col_dup(st, 4, m->arena);
        l->text = col_dup(st, 5, m->arena);
    }
    status = *count == limit ? ST_OK : db_status(st);
    db_done(st);
    *out = lines;
    return status == ST_NOT_FOUND ? ST_OK : status;
}
