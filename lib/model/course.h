/*
 * course.h - courses, their dates, and the places in them.
 *
 * Never more people have a place than there are places: whoever enrols, signs off or changes the number of places first locks the course's row
 * (course_lock()), and what is counted after that stays so until the transaction ends. Who finds it full stands on the waiting list; as soon as a
 * place comes free the one who has waited longest gets it, in the same transaction. Relations that are no longer active are passed over.
 *
 * A course and its dates are records of course_entity and course_session_entity, which are not among entities[]: they are about nobody and have no
 * history. Of a date, parent_id is the course.
 */
#ifndef KOREN_MODEL_COURSE_H
#define KOREN_MODEL_COURSE_H

#include "model/record.h"

#define COURSE_PLACES_MAX   200 /* one attendance form has a field for each */
#define COURSE_SESSIONS_MAX 60
#define COURSE_CHOICE_MAX   200 /* open courses to choose from */

extern const struct entity course_entity;
extern const struct entity course_session_entity;

/* ST_NOT_FOUND when there is none. With `lock` until the transaction ends. */
enum status course_load(struct model *m, uint64_t id, bool lock, struct record **out);
/* What the single fields cannot tell: the number of places. Problems stand at the fields. */
enum status course_check(const struct record *course, struct problems *p);
/* Adds (id 0) or changes; title and dates go to the enrolments. ST_CONFLICT: somebody else changed it since version. Inside db_tx(). */
enum status course_save(struct model *m, struct record *course);

/* All dates, in order. */
enum status course_sessions(struct model *m, uint64_t course_id, struct record ***out, size_t *count);
enum status course_session_load(struct model *m, uint64_t course_id, uint64_t id, struct record **out);
/* ST_INVALID: it ends before it begins, or there are too many. Inside db_tx(). */
enum status course_session_save(struct model *m, struct problems *p, struct record *session);
enum status course_session_remove(struct model *m, uint64_t course_id, uint64_t id);

struct course_places {
    unsigned places, taken, waiting;
    bool open;
};
enum status course_places(struct model *m, uint64_t course_id, struct course_places *out);

/* The courses that are open, to choose from: value is the id, label the title with how full it is. Ends with {0}. */
enum status course_choices(struct model *m, struct choice **out);

/* Somebody who got a place while waiting, to be told: e-mail address NULL when there is none. */
struct moved_up {
    uint64_t relation_id;
    const char *email;
    struct moved_up *next;
};

/* A place, or else the waiting list: *row is the new enrolment. ST_INVALID with a problem under `field`: closed, or already in it. Inside db_tx(). */
enum status enrolment_add(struct model *m, struct problems *p, const char *field, uint64_t course_id, uint64_t relation_id, const char *needs,
                          struct record **row);
/* A step of enrolment_entity. When that gives a place free the first who waits gets it. ST_CONFLICT: the row stands elsewhere by now. Inside db_tx().
 */
enum status enrolment_step(struct model *m, const struct record *row, const char *to, struct moved_up **moved);
/* Gives free places to who waits, longest first. Locks the course. Inside db_tx(). */
enum status course_fill(struct model *m, uint64_t course_id, struct moved_up **moved);

struct participant {
    uint64_t id, relation_id; /* id of the enrolment */
    const char *number, *name, *phone;
    const char *status, *enrolled_on;
    bool needs; /* some are known; opened by record_load() */
};
/* Everybody in the course but who signed off: those with a place by name, then who waits in turn. */
enum status course_participants(struct model *m, uint64_t course_id, struct participant **out, size_t *count);

#endif
