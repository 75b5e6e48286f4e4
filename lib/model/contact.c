#include "model/contact.h"

#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/actor.h"
#include "model/name.h"
#include "model/relation.h"

static const char SQL_TWICE[] = "SELECT 1 FROM contact_person WHERE relation_id = ? AND linked_relation = ? AND id <> ?";
/* In the order of the entity; the rows are held, so that two who move at once do it one after the other. */
static const char SQL_ORDER[] =
    "SELECT id, priority FROM contact_person WHERE relation_id = ? ORDER BY priority IS NULL, LENGTH(priority), priority, id FOR UPDATE";
static const char SQL_OF[] = "SELECT r.number, r.initials, r.call_name, r.first_names, r.prefix, r.last_name, r.partner_prefix, r.partner_last_name,"
                             " r.name_usage, c.relationship FROM contact_person c JOIN relation r ON r.id = c.relation_id"
                             " WHERE c.linked_relation = ? ORDER BY r.sort_key, r.number_order LIMIT ?";

/* What a linked contact person has of the other relation, by the same name in both tables. */
static const char *const followed[] = { "initials", "call_name", "prefix", "last_name", "phone", "mobile", "email", NULL };

#define LINK "gekoppelderelatie"

static enum status linked_twice(struct model *m, const struct record *r, const char *number, bool *twice)
{
    struct stmt *st = db_stmt(m->db, SQL_TWICE);

    bind_u64(st, 0, r->relation_id);
    bind_str(st, 1, number);
    bind_u64(st, 2, r->id);
    *twice = db_step(st);
    return *twice || db_status(st) == ST_NOT_FOUND ? (db_done(st), ST_OK) : ST_FAILED;
}

/* Who is linked already stays so, whatever became of that relation. */
static enum status link_is_new(struct model *m, const struct record *r, const char *number, bool *fresh)
{
    struct record *stored;
    enum status st = ST_OK;

    *fresh = true;
    if (!r->id)
        return ST_OK;
    st = record_load(m, r->entity, r->relation_id, r->id, OPEN_PLAIN, &stored);
    if (st == ST_OK)
        *fresh = !text_equal(number, record_get(stored, "linked_relation"));
    return st;
}

/* Whether this relation may be the contact person. */
static enum status check_link(struct model *m, const struct record *r, const char *number, struct problems *p)
{
    struct record *other;
    enum status st = relation_load(m, number, OPEN_PLAIN, &other);
    bool twice;

    if (st == ST_NOT_FOUND)
        return invalid(p, LINK, "Dit relatienummer kennen wij niet. Controleer het, of zoek de relatie op");
    if (st != ST_OK)
        return st;
    if (other->id == r->relation_id)
        return invalid(p, LINK, "Dit is het nummer van de relatie zelf. Vul het nummer van iemand anders in");
    if (record_get(other, "death_date"))
        return invalid(p, LINK, "Deze relatie is overleden en kan geen contactpersoon zijn");
    if (text_equal(record_get(other, "status"), "inactief"))
        return invalid(p, LINK, "Deze relatie is inactief. Maak haar eerst weer actief, of vul hieronder een naam in");
    st = linked_twice(m, r, number, &twice);
    return st == ST_OK && twice ? invalid(p, LINK, "Deze relatie is al contactpersoon van deze relatie") : st;
}

enum status contact_check(struct model *m, struct record *r, bool *mask, struct problems *p)
{
    const char *number = record_get(r, "linked_relation");
    bool fresh;
    enum status st;

    if (text_empty(number))
        return text_empty(record_get(r, "last_name")) ? invalid(p, "achternaam", "Vul een achternaam in, of koppel een relatie") : ST_OK;
    number = text_strip(m->arena, number, " ");
    record_set(r, "linked_relation", number);
    st = link_is_new(m, r, number, &fresh);
    if (st == ST_OK && fresh)
        st = check_link(m, r, number, p);
    if (st != ST_OK)
        return st;
    for (const char *const *c = followed; *c; c++) {
        record_set(r, *c, NULL);
        mask[field_index(r->entity, *c)] = true;
    }
    return ST_OK;
}

static enum status follow(struct model *m, struct record *row, const char *number, uint64_t *linked)
{
    struct record *other;
    enum status st = relation_load(m, number, OPEN_PLAIN, &other);

    if (st != ST_OK)
        return st == ST_NOT_FOUND ? ST_FAILED : st; /* the database does not allow that */
    struct name n = relation_name(other);

    *linked = other->id;
    for (const char *const *c = followed; *c; c++)
        record_set(row, *c, record_get(other, *c));
    row->called = name_full(m->arena, &n);
    if (record_get(other, "death_date"))
        row->called = arena_printf(m->arena, "%s (overleden)", row->called);
    return ST_OK;
}

enum status contact_follow(struct model *m, struct record **rows, size_t count, uint64_t *linked)
{
    bool may = perms_have(&m->who->perms, PERM_RELATION_READ);
    enum status st = ST_OK;

    for (size_t i = 0; i < count && st == ST_OK; i++) {
        const char *number = record_get(rows[i], "linked_relation");

        linked[i] = 0;
        if (!number)
            continue;
        if (!may) {
            record_set(rows[i], "linked_relation", NULL);
            rows[i]->called = "Een andere relatie";
            continue;
        }
        st = follow(m, rows[i], number, &linked[i]);
    }
    return st;
}

struct order {
    uint64_t id[CONTACTS_ORDERED];
    const char *priority[CONTACTS_ORDERED];
    size_t count;
};

static enum status read_order(struct model *m, uint64_t relation_id, struct order *o)
{
    struct stmt *st = db_stmt(m->db, SQL_ORDER);
    enum status end;

    bind_u64(st, 0, relation_id);
    for (o->count = 0; o->count < CONTACTS_ORDERED && db_step(st); o->count++) {
        o->id[o->count] = col_u64(st, 0);
        o->priority[o->count] = col_dup(st, 1, m->arena);
    }
    end = o->count < CONTACTS_ORDERED ? db_status(st) : ST_OK;
    db_done(st);
    return end == ST_NOT_FOUND ? ST_OK : end;
}

static void swap(struct order *o, size_t i, size_t j)
{
    uint64_t id = o->id[i];
    const char *priority = o->priority[i];

    o->id[i] = o->id[j];
    o->priority[i] = o->priority[j];
    o->id[j] = id;
    o->priority[j] = priority;
}

/* Each gets the number of its place; who has it already is not touched. */
static enum status write_order(struct model *m, uint64_t relation_id, const struct order *o)
{
    bool *mask = arena_array(m->arena, contact_entity.count, sizeof *mask);
    enum status st = ST_OK;

    mask[field_index(&contact_entity, "priority")] = true;
    for (size_t i = 0; i < o->count && st == ST_OK; i++) {
        const char *place = arena_printf(m->arena, "%zu", i + 1);
        struct record *r;

        if (text_equal(o->priority[i], place))
            continue;
        r = record_new(m->arena, &contact_entity);
        r->id = o->id[i];
        r->parent_id = r->relation_id = relation_id;
        record_set(r, "priority", place);
        st = record_save(m, r, mask);
    }
    return st;
}

enum status contact_move(struct model *m, uint64_t relation_id, uint64_t id, bool up, size_t *place, size_t *count)
{
    struct order o;
    enum status st = read_order(m, relation_id, &o);
    size_t i = 0;

    if (st != ST_OK)
        return st;
    while (i < o.count && o.id[i] != id)
        i++;
    if (i == o.count)
        return ST_NOT_FOUND;
    if (up && i > 0) {
        swap(&o, i, i - 1);
        i--;
    } else if (!up && i + 1 < o.count) {
        swap(&o, i, i + 1);
        i++;
    }
    *place = i;
    *count = o.count;
    return write_order(m, relation_id, &o);
}

enum status contact_of(struct model *m, const char *number, unsigned limit, struct contact_of **out, size_t *count)
{
    struct stmt *st = db_stmt(m->db, SQL_OF);
    enum status end;

    *out = arena_array(m->arena, limit, sizeof **out);
    *count = 0;
    bind_str(st, 0, number);
    bind_u64(st, 1, limit);
    while (*count < limit && db_step(st)) {
        struct contact_of *c = &(*out)[(*count)++];
        struct name n = { col_dup(st, 1, m->arena), col_dup(st, 2, m->arena), col_dup(st, 3, m->arena),
                          col_dup(st, 4, m->arena), col_dup(st, 5, m->arena), col_dup(st, 6, m->arena),
                          col_dup(st, 7, m->arena), col_dup(st, 8, m->arena), NULL };

        c->number = col_dup(st, 0, m->arena);
        c->relationship = col_dup(st, 9, m->arena);
        c->name = name_full(m->arena, &n);
    }
    end = *count < limit ? db_status(st) : ST_OK;
    db_done(st);
    return end == ST_NOT_FOUND ? ST_OK : end;
}
