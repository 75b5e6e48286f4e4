#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/db.h"
#include "model/course.h"
#include "model/name.h"

static const char SQL_THERE[] = "SELECT 1 FROM enrolment WHERE course_id = ? AND relation_id = ? AND status <> 'geannuleerd' LIMIT 1";
/* Who waits longest: numbers follow the order in which the course's lock was had. */
static const char SQL_FIRST[] = "SELECT e.id, e.relation_id, r.email FROM enrolment e JOIN relation r ON r.id = e.relation_id"
                                " WHERE e.course_id = ? AND e.status = 'wachtlijst' AND r.status = 'actief' ORDER BY e.id LIMIT 1";
static const char SQL_DATES[] = "SELECT MIN(session_date), MAX(session_date) FROM course_session WHERE course_id = ?";
static const char SQL_PARTICIPANTS[] =
    "SELECT e.id, e.relation_id, r.number, r.initials, r.call_name, r.prefix, r.last_name, r.partner_prefix, r.partner_last_name, r.name_usage,"
    " COALESCE(r.mobile, r.phone), e.status, e.enrolled_on, e.needs IS NOT NULL"
    " FROM enrolment e JOIN relation r ON r.id = e.relation_id WHERE e.course_id = ? AND e.status <> 'geannuleerd'"
    " ORDER BY e.status = 'wachtlijst', IF(e.status = 'wachtlijst', e.id, 0), r.sort_key, r.number";

#define PARTICIPANTS_FIRST 32

static enum status already_there(struct model *m, uint64_t course_id, uint64_t relation_id, bool *there)
{
    struct stmt *st = db_stmt(m->db, SQL_THERE);
    enum status status;

    bind_u64(st, 0, course_id);
    bind_u64(st, 1, relation_id);
    *there = db_step(st);
    status = *there ? ST_OK : db_status(st);
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}

static enum status set_dates(struct model *m, uint64_t course_id, struct record *row)
{
    struct stmt *st = db_stmt(m->db, SQL_DATES);

    bind_u64(st, 0, course_id);
    if (!db_step(st))
        return ST_FAILED;
    record_set(row, "first_date", col_dup(st, 0, m->arena));
    record_set(row, "last_date", col_dup(st, 1, m->arena));
    db_done(st);
    return ST_OK;
}

enum status enrolment_add(struct model *m, struct problems *p, const char *field, uint64_t course_id, uint64_t relation_id, const char *needs,
                          struct record **row)
{
    struct record *course, *e = record_new(m->arena, &enrolment_entity);
    bool *mask = arena_array(m->arena, enrolment_entity.count, sizeof *mask), there = false;
    struct course_places room;
    enum status status = course_load(m, course_id, true, &course);

    if (status == ST_OK)
        status = course_places(m, course_id, &room);
    if (status == ST_OK)
        status = already_there(m, course_id, relation_id, &there);
    if (status != ST_OK)
        return status;
    if (there)
        return invalid(p, field, "Deze relatie is al ingeschreven of staat al op de wachtlijst");
    if (!room.open)
        return invalid(p, field, "De inschrijving voor deze cursus is gesloten");
    e->parent_id = e->relation_id = relation_id;
    record_set(e, "title", record_get(course, "title"));
    record_set(e, "course_id", arena_printf(m->arena, "%llu", (unsigned long long)course_id));
    record_set(e, "status", room.taken < room.places ? "ingeschreven" : "wachtlijst");
    record_set(e, "enrolled_on", clock_today(m->arena));
    record_set(e, "needs", needs);
    status = set_dates(m, course_id, e);
    memset(mask, true, enrolment_entity.count * sizeof *mask);
    if (status == ST_OK)
        status = record_save(m, e, mask);
    *row = e;
    return status;
}

static enum status set_status(struct model *m, uint64_t relation_id, uint64_t id, const char *from, const char *to)
{
    struct record *row;
    bool *mask = arena_array(m->arena, enrolment_entity.count, sizeof *mask);
    enum status status = record_load(m, &enrolment_entity, relation_id, id, OPEN_PLAIN, &row);

    if (status != ST_OK)
        return status;
    if (!text_equal(record_get(row, "status"), from))
        return ST_CONFLICT;
    record_set(row, "status", to);
    mask[field_index(&enrolment_entity, "status")] = true;
    return record_save(m, row, mask);
}

/* *out NULL: nobody waits. */
static enum status first_waiting(struct model *m, uint64_t course_id, uint64_t *id, struct moved_up **out)
{
    struct stmt *st = db_stmt(m->db, SQL_FIRST);

    *out = NULL;
    bind_u64(st, 0, course_id);
    if (!db_step(st))
        return db_status(st) == ST_NOT_FOUND ? ST_OK : db_status(st);
    *out = arena_alloc(m->arena, sizeof **out);
    *id = col_u64(st, 0);
    (*out)->relation_id = col_u64(st, 1);
    (*out)->email = col_dup(st, 2, m->arena);
    (*out)->next = NULL;
    db_done(st);
    return ST_OK;
}

enum status course_fill(struct model *m, uint64_t course_id, struct moved_up **moved)
{
    struct record *course;
    struct course_places room;
    struct moved_up **end = moved;
    uint64_t id = 0;
    enum status status = course_load(m, course_id, true, &course);

    *moved = NULL;
    if (status == ST_OK)
        status = course_places(m, course_id, &room);
    for (; status == ST_OK && room.taken < room.places; room.taken++, end = &(*end)->next) {
        status = first_waiting(m, course_id, &id, end);
        if (status != ST_OK || !*end)
            return status;
        status = set_status(m, (*end)->relation_id, id, "wachtlijst", "ingeschreven");
    }
    return status;
}

enum status enrolment_step(struct model *m, const struct record *row, const char *to, struct moved_up **moved)
{
    const struct entity_step *s = enrolment_entity.steps;
    const char *from = record_get(row, "status"), *number = record_get(row, "course_id");
    struct record *course;
    long course_id;
    enum status status;

    *moved = NULL;
    while (s->from && !(text_equal(s->from, from) && text_equal(s->to, to)))
        s++;
    if (!s->from || !number || !text_to_long(number, 1, UINT32_MAX, &course_id))
        return ST_CONFLICT;
    /* The course first, the row after it: the order everywhere, so that two who change the same course cannot wait for each other. */
    status = course_load(m, (uint64_t)course_id, true, &course);
    if (status == ST_OK)
        status = set_status(m, row->relation_id, row->id, s->from, s->to);
    return status == ST_OK ? course_fill(m, (uint64_t)course_id, moved) : status;
}

static struct participant *more(struct model *m, struct participant *list, size_t count)
{
    if (count < PARTICIPANTS_FIRST || (count & (count - 1)) != 0)
        return list;
    return arena_grow(m->arena, list, count * sizeof *list, 2 * count * sizeof *list);
}

static void read_participant(struct model *m, const struct stmt *st, struct participant *p)
{
    struct name n = { .initials = col_dup(st, 3, m->arena),
                      .call_name = col_dup(st, 4, m->arena),
                      .prefix = col_dup(st, 5, m->arena),
                      .last_name = col_dup(st, 6, m->arena),
                      .partner_prefix = col_dup(st, 7, m->arena),
                      .partner_last_name = col_dup(st, 8, m->arena),
                      .usage = col_dup(st, 9, m->arena) };

    p->id = col_u64(st, 0);
    p->relation_id = col_u64(st, 1);
    p->number = col_dup(st, 2, m->arena);
    p->name = name_full(m->arena, &n);
    p->phone = col_dup(st, 10, m->arena);
    p->status = col_dup(st, 11, m->arena);
    p->enrolled_on = col_dup(st, 12, m->arena);
    p->needs = col_u64(st, 13) != 0;
}

enum status course_participants(struct model *m, uint64_t course_id, struct participant **out, size_t *count)
{
    struct stmt *st = db_stmt(m->db, SQL_PARTICIPANTS);
    enum status status;

    *out = arena_array(m->arena, PARTICIPANTS_FIRST, sizeof **out);
    *count = 0;
    bind_u64(st, 0, course_id);
    for (; db_step(st); (*count)++) {
        *out = more(m, *out, *count);
        read_participant(m, st, &(*out)[*count]);
    }
    status = db_status(st);
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}
