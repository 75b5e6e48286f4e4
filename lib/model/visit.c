#include "model/visit.h"

#include <string.h>

#include "base/arena.h"
#include "guard/session.h"
#include "model/record_parts.h"
#include "model/record_sql.h"

struct visit {
    const char *number;
    struct record *record; /* NULL: there is no such relation */
    uint64_t counts[ENTITY_PARTS_MAX];
    bool record_taken, counts_taken;
};

static enum status take(void *ctx, struct stmt *st)
{
    struct model *m = ctx;
    struct visit *v = m->visit;
    unsigned parts = RC_FIELDS + (unsigned)relation_entity.count;
    enum status status;

    if (col_null(st, RC_ID))
        return ST_OK;
    status = record_read(m->arena, &relation_entity, st, NULL, &v->record);
    v->counts[0] = 1;
    for (unsigned i = 1; i < ENTITY_PARTS_MAX && entities[i]; i++)
        v->counts[i] = col_u64(st, parts + i - 1);
    return status;
}

enum status visit_load(struct model *m, enum site site, const char *token, const char *number, struct actor *who, bool *expired)
{
    struct session_along along = { .sql = record_sql(&relation_entity, RS_VISIT, NULL), .value = number, .take = take, .ctx = m };
    enum status status;

    m->visit = arena_alloc(m->arena, sizeof *m->visit);
    m->visit->number = number;
    status = session_load_along(m->db, m->arena, site, token, &along, who, expired);
    if (status != ST_OK)
        m->visit = NULL;
    return status;
}

bool visit_record(struct model *m, const char *number, enum status *status, struct record **out)
{
    struct visit *v = m->visit;

    if (!v || v->record_taken || strcmp(v->number, number) != 0)
        return false;
    v->record_taken = true;
    *out = v->record;
    *status = v->record ? ST_OK : ST_NOT_FOUND;
    return true;
}

bool visit_counts(struct model *m, uint64_t relation_id, uint64_t counts[ENTITY_PARTS_MAX])
{
    struct visit *v = m->visit;

    if (!v || v->counts_taken || !v->record || v->record->id != relation_id)
        return false;
    v->counts_taken = true;
    memcpy(counts, v->counts, sizeof v->counts);
    return true;
}
