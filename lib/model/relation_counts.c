#include "model/relation_counts.h"

#include "db/db.h"
#include "model/record_sql.h"
#include "model/visit.h"

enum status relation_counts(struct model *m, uint64_t relation_id, uint64_t counts[ENTITY_PARTS_MAX])
{
    struct stmt *st;

    if (visit_counts(m, relation_id, counts))
        return ST_OK;
    st = db_stmt(m->db, record_sql(&relation_entity, RS_PARTS, NULL));
    counts[0] = 1;
    for (unsigned i = 1; entities[i]; i++)
        bind_u64(st, i - 1, relation_id);
    if (!db_step(st))
        return db_status(st);
    for (unsigned i = 1; i < ENTITY_PARTS_MAX && entities[i]; i++)
        counts[i] = col_u64(st, i - 1);
    db_done(st);
    return ST_OK;
}
