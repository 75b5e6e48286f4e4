#include "model/course.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/db.h"

static const char SQL_LOAD[] = "SELECT id, version, title, description, price_cents, places, enrol_open FROM course WHERE id = ?";
static const char SQL_LOCK[] = "SELECT id, version, title, description, price_cents, places, enrol_open FROM course WHERE id = ? FOR UPDATE";
static const char SQL_INSERT[] = "INSERT INTO course (title, description, price_cents, places, enrol_open, created_at, changed_at)"
                                 " VALUES (?, ?, ?, ?, ?, ?, ?)";
static const char SQL_UPDATE[] = "UPDATE course SET title = ?, description = ?, price_cents = ?, places = ?, enrol_open = ?, changed_at = ?,"
                                 " version = version + 1 WHERE id = ? AND version = ?";
/* What enrolments tell of their course. */
static const char SQL_SYNC[] = "UPDATE enrolment e JOIN course c ON c.id = e.course_id SET e.title = c.title,"
                               " e.first_date = (SELECT MIN(session_date) FROM course_session WHERE course_id = c.id),"
                               " e.last_date = (SELECT MAX(session_date) FROM course_session WHERE course_id = c.id) WHERE c.id = ?";
static const char SQL_SESSIONS[] = "SELECT id, course_id, session_date, starts, ends, place FROM course_session WHERE course_id = ?"
                                   " ORDER BY session_date, starts, id LIMIT ?";
static const char SQL_SESSION[] = "SELECT id, course_id, session_date, starts, ends, place FROM course_session WHERE course_id = ? AND id = ?";
static const char SQL_SESSION_COUNT[] = "SELECT COUNT(*) FROM course_session WHERE course_id = ?";
static const char SQL_SESSION_ADD[] = "INSERT INTO course_session (session_date, starts, ends, place, course_id) VALUES (?, ?, ?, ?, ?)";
static const char SQL_SESSION_SET[] = "UPDATE course_session SET session_date = ?, starts = ?, ends = ?, place = ? WHERE course_id = ? AND id = ?";
static const char SQL_SESSION_REMOVE[] = "DELETE FROM course_session WHERE course_id = ? AND id = ?";
static const char SQL_PLACES[] = "SELECT c.places, c.enrol_open = 'ja',"
                                 " (SELECT COUNT(*) FROM enrolment WHERE course_id = c.id AND status IN ('ingeschreven', 'aanwezig', 'afwezig')),"
                                 " (SELECT COUNT(*) FROM enrolment WHERE course_id = c.id AND status = 'wachtlijst') FROM course c WHERE c.id = ?";
static const char SQL_CHOICES[] = "SELECT c.id, c.title, c.places,"
                                  " (SELECT COUNT(*) FROM enrolment WHERE course_id = c.id AND status IN ('ingeschreven', 'aanwezig', 'afwezig'))"
                                  " FROM course c WHERE c.enrol_open = 'ja' ORDER BY c.title, c.id LIMIT ?";

/* The columns from `column` on are the fields of the entity, in order. */
static void read_fields(struct model *m, struct record *r, const struct stmt *st, unsigned column)
{
    for (size_t i = 0; i < r->entity->count; i++) {
        r->values[i] = col_dup(st, column + (unsigned)i, m->arena);
        if (text_empty(r->values[i]))
            r->values[i] = NULL;
    }
}

static unsigned bind_fields(struct stmt *st, const struct record *r)
{
    unsigned i = 0;

    for (; i < r->entity->count; i++)
        bind_str(st, i, r->values[i]);
    return i;
}

enum status course_load(struct model *m, uint64_t id, bool lock, struct record **out)
{
    struct stmt *st = db_stmt(m->db, lock ? SQL_LOCK : SQL_LOAD);

    bind_u64(st, 0, id);
    if (!db_step(st))
        return db_status(st);
    *out = record_new(m->arena, &course_entity);
    (*out)->id = col_u64(st, 0);
    (*out)->version = (uint32_t)col_u64(st, 1);
    read_fields(m, *out, st, 2);
    db_done(st);
    return ST_OK;
}

enum status course_check(const struct record *course, struct problems *p)
{
    const char *places = record_get(course, "places");
    long n;

    return text_to_long(places ? places : "", 1, COURSE_PLACES_MAX, &n)
               ? ST_OK
               : invalidf(p, "plaatsen", "Vul een aantal plaatsen in van 1 tot en met %d", COURSE_PLACES_MAX);
}

static enum status sync(struct model *m, uint64_t course_id)
{
    struct stmt *st = db_stmt(m->db, SQL_SYNC);

    bind_u64(st, 0, course_id);
    return db_run(st);
}

static enum status insert(struct model *m, struct record *course)
{
    struct stmt *st = db_stmt(m->db, SQL_INSERT);
    unsigned i = bind_fields(st, course);
    enum status status;

    bind_time(st, i++, clock_now());
    bind_time(st, i, clock_now());
    status = db_run(st);
    course->id = db_insert_id(st);
    course->version = 1;
    return status;
}

enum status course_save(struct model *m, struct record *course)
{
    struct stmt *st;
    struct record *now;
    unsigned i;
    enum status status;

    if (course->id == 0)
        return insert(m, course);
    status = course_load(m, course->id, true, &now);
    if (status != ST_OK)
        return status;
    if (course->version != 0 && course->version != now->version)
        return ST_CONFLICT;
    st = db_stmt(m->db, SQL_UPDATE);
    i = bind_fields(st, course);
    bind_time(st, i++, clock_now());
    bind_u64(st, i++, course->id);
    bind_u64(st, i, now->version);
    status = db_run(st);
    course->version = now->version + 1;
    return status == ST_OK ? sync(m, course->id) : status;
}

static struct record *read_session(struct model *m, const struct stmt *st)
{
    struct record *r = record_new(m->arena, &course_session_entity);

    r->id = col_u64(st, 0);
    r->parent_id = col_u64(st, 1);
    read_fields(m, r, st, 2);
    return r;
}

enum status course_sessions(struct model *m, uint64_t course_id, struct record ***out, size_t *count)
{
    struct stmt *st = db_stmt(m->db, SQL_SESSIONS);
    enum status status;

    *out = arena_array(m->arena, COURSE_SESSIONS_MAX, sizeof **out);
    *count = 0;
    bind_u64(st, 0, course_id);
    bind_u64(st, 1, COURSE_SESSIONS_MAX);
    while (*count < COURSE_SESSIONS_MAX && db_step(st))
        (*out)[(*count)++] = read_session(m, st);
    status = *count == COURSE_SESSIONS_MAX ? ST_OK : db_status(st);
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}

enum status course_session_load(struct model *m, uint64_t course_id, uint64_t id, struct record **out)
{
    struct stmt *st = db_stmt(m->db, SQL_SESSION);

    bind_u64(st, 0, course_id);
    bind_u64(st, 1, id);
    if (!db_step(st))
        return db_status(st);
    *out = read_session(m, st);
    db_done(st);
    return ST_OK;
}

static enum status session_room(struct model *m, struct problems *p, uint64_t course_id)
{
    struct stmt *st = db_stmt(m->db, SQL_SESSION_COUNT);
    uint64_t n;

    bind_u64(st, 0, course_id);
    if (!db_step(st))
        return ST_FAILED;
    n = col_u64(st, 0);
    db_done(st);
    return n < COURSE_SESSIONS_MAX ? ST_OK : invalidf(p, "datum", "Een cursus heeft hoogstens %d bijeenkomsten", COURSE_SESSIONS_MAX);
}

enum status course_session_save(struct model *m, struct problems *p, struct record *session)
{
    const char *starts = record_get(session, "starts"), *ends = record_get(session, "ends");
    struct record *course;
    struct stmt *st;
    unsigned i;
    enum status status;

    if (starts && ends && strcmp(ends, starts) <= 0)
        return invalid(p, "eindtijd", "Vul een eindtijd in die na de begintijd ligt");
    status = course_load(m, session->parent_id, true, &course);
    if (status == ST_OK && session->id == 0)
        status = session_room(m, p, session->parent_id);
    if (status != ST_OK)
        return status;
    st = db_stmt(m->db, session->id ? SQL_SESSION_SET : SQL_SESSION_ADD);
    i = bind_fields(st, session);
    bind_u64(st, i++, session->parent_id);
    if (session->id)
        bind_u64(st, i, session->id);
    status = db_run(st);
    return status == ST_OK ? sync(m, session->parent_id) : status;
}

enum status course_session_remove(struct model *m, uint64_t course_id, uint64_t id)
{
    struct stmt *st = db_stmt(m->db, SQL_SESSION_REMOVE);
    enum status status;

    bind_u64(st, 0, course_id);
    bind_u64(st, 1, id);
    status = db_run(st);
    if (status == ST_OK && db_changed(st) == 0)
        return ST_NOT_FOUND;
    return status == ST_OK ? sync(m, course_id) : status;
}

enum status course_places(struct model *m, uint64_t course_id, struct course_places *out)
{
    struct stmt *st = db_stmt(m->db, SQL_PLACES);

    bind_u64(st, 0, course_id);
    if (!db_step(st))
        return db_status(st);
    out->places = (unsigned)col_u64(st, 0);
    out->open = col_u64(st, 1) != 0;
    out->taken = (unsigned)col_u64(st, 2);
    out->waiting = (unsigned)col_u64(st, 3);
    db_done(st);
    return ST_OK;
}

static const char *choice_text(struct model *m, const struct stmt *st)
{
    unsigned places = (unsigned)col_u64(st, 2), taken = (unsigned)col_u64(st, 3);

    if (taken >= places)
        return arena_printf(m->arena, "%s (vol: wachtlijst)", col_str(st, 1));
    return arena_printf(m->arena, "%s (nog %u van %u plaatsen)", col_str(st, 1), places - taken, places);
}

enum status course_choices(struct model *m, struct choice **out)
{
    struct stmt *st = db_stmt(m->db, SQL_CHOICES);
    size_t n = 0;
    enum status status;

    *out = arena_array(m->arena, COURSE_CHOICE_MAX + 1, sizeof **out);
    bind_u64(st, 0, COURSE_CHOICE_MAX);
    while (n < COURSE_CHOICE_MAX && db_step(st))
        (*out)[n++] = (struct choice){ arena_printf(m->arena, "%llu", (unsigned long long)col_u64(st, 0)), choice_text(m, st) };
    status = n == COURSE_CHOICE_MAX ? ST_OK : db_status(st);
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}
