#include "model/choices.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"

#define CHOICES_FIRST 16

enum status choices_read(struct model *m, const char *sql, const struct choice **out)
{
    size_t n = 0, room = CHOICES_FIRST;
    struct choice *list = arena_array(m->arena, room, sizeof *list);
    struct stmt *st = db_stmt(m->db, sql);

    while (db_step(st)) {
        if (n + 1 == room) {
            struct choice *more = arena_array(m->arena, room * 2, sizeof *more);

            memcpy(more, list, room * sizeof *list);
            list = more;
            room *= 2;
        }
        list[n].value = col_dup(st, 0, m->arena);
        list[n++].label = col_dup(st, 1, m->arena);
    }
    *out = list;
    return db_status(st) == ST_FAILED ? ST_FAILED : ST_OK;
}

bool choice_among(const struct choice *choices, const char *value)
{
    for (; choices->value; choices++)
        if (text_equal(choices->value, value))
            return true;
    return false;
}
