#include "model/recent.h"

#include <string.h>

#include "base/arena.h"
#include "db/db.h"
#include "model/name.h"

static const char SQL_CORRECTIONS[] =
    "SELECT r.number, r.initials, r.call_name, r.prefix, r.last_name, r.partner_prefix, r.partner_last_name, r.name_usage, "
    "h.entity, h.field, h.at FROM relation_history h JOIN relation r ON r.id = h.relation_id "
    "WHERE h.site = 'portal' AND h.at >= ? ORDER BY h.at DESC, h.id DESC LIMIT ?";

static const char *correction_label(const char *table, const char *column)
{
    for (size_t i = 0; entities[i]; i++) {
        size_t f;

        if (strcmp(entities[i]->table, table))
            continue;
        f = field_index(entities[i], column);
        return f < entities[i]->count ? entities[i]->fields[f].label : "";
    }
    return "";
}

enum status recent_corrections(struct model *m, int64_t since, unsigned limit, struct correction **out, size_t *count)
{
    struct stmt *st = db_stmt(m->db, SQL_CORRECTIONS);

    *out = arena_array(m->arena, limit, sizeof **out);
    *count = 0;
    bind_time(st, 0, since);
    bind_u64(st, 1, limit);
    while (*count < limit && db_step(st)) {
        struct correction *c = &(*out)[(*count)++];
        struct name n = { col_dup(st, 1, m->arena), col_dup(st, 2, m->arena), NULL,
                          col_dup(st, 3, m->arena), col_dup(st, 4, m->arena), col_dup(st, 5, m->arena),
                          col_dup(st, 6, m->arena), col_dup(st, 7, m->arena), NULL };

        c->number = col_dup(st, 0, m->arena);
        c->name = name_full(m->arena, &n);
        c->field_label = correction_label(col_str(st, 8), col_str(st, 9));
        c->at = col_time(st, 10);
    }
    enum status end = *count == limit ? ST_OK : db_status(st);

    db_done(st);
    return end == ST_NOT_FOUND ? ST_OK : end;
}
