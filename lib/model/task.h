/*
 * task.h - tasks: for a colleague or a function group, about a relation or about nobody. A function group grants nothing (S9): it says whose list
 * the task is on.
 */
#ifndef KOREN_MODEL_TASK_H
#define KOREN_MODEL_TASK_H

#include "model/record.h"

/* A task by its id alone, with the number of its relation in record.number (NULL: about nobody). */
enum status task_load(struct model *m, uint64_t id, struct record **out);

/* Whom it may be for, as choices: "g3" a function group, "u7" an active colleague; ends with { 0 }. */
enum status task_people(struct model *m, const struct choice **out);
/* For whom it is now, as such a choice; NULL: nobody. */
enum status task_assigned(struct model *m, uint64_t id, const char **out);

/*
 * Saves the fields in the mask and whom it is for. `to` is a choice of task_people(), "" nobody, NULL as it is. ST_INVALID with a problem at "voor".
 * record.parent_id 0: about nobody. ST_CONFLICT: somebody was first. Inside db_tx().
 */
enum status task_save(struct model *m, struct record *r, bool *mask, const char *to, struct problems *p);

/* Done today, or not after all. */
enum status task_done(struct model *m, struct record *r, bool done);

struct task_line {
    uint64_t id;
    const char *title, *due, *number, *assigned_to; /* number of its relation, or NULL */
    bool overdue;
};
/* What is not done of m->who and of its function group, by due date; at most `limit`, *count of them in the arena; *total counts on to all of them.
 */
enum status task_mine(struct model *m, unsigned limit, struct task_line **out, size_t *count, uint64_t *total);

#endif
