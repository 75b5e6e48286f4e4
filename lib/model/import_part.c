#include "model/import_part.h"

#include <string.h>

#include "base/arena.h"
#include "model/check.h"
#include "model/membership.h"

static const struct entity *const kinds[IMPORT_PARTS] = { &contact_entity, &membership_entity };

static size_t kind_of(const struct entity *e)
{
    size_t i = 0;

    while (kinds[i] != e)
        i++;
    return i;
}

void part_put(struct arena *a, const char **parts[IMPORT_PARTS], const struct target *t, const char *text)
{
    const char ***part = &parts[kind_of(t->part)];

    if (*part == NULL)
        *part = arena_array(a, t->part->count, sizeof **part);
    (*part)[target_field(t) - t->part->fields] = text;
}

/* "telefoon" of a contact person is "contactpersoon_telefoon" in a file. */
static void tell(struct problems *to, const struct entity *e, const struct problems *from)
{
    for (const struct problem *p = from->first; p; p = p->next)
        invalidf(to, p->field ? arena_printf(to->arena, "%s_%s", e->xml, p->field) : NULL, "%s", p->text);
}

static void read_part(struct entry *e, struct arena *a, enum century century, size_t kind, const char *const *typed)
{
    const struct entity *entity = kinds[kind];
    struct problems problems = problems_in(a), remarks = problems_in(a);
    struct record *r = record_new(a, entity);
    bool *mask = arena_array(a, entity->count, sizeof *mask);

    for (size_t k = 0; k < entity->count; k++) {
        const struct field *f = &entity->fields[k];
        const char *s = typed[k] ? value_typed(f, a, typed[k], century, &problems, &remarks) : NULL;

        if ((typed[k] && !s) || (!typed[k] && !f->required))
            continue;
        if (field_check(f, a, &problems, s ? s : "", &r->values[k]) == ST_OK)
            mask[k] = r->values[k] != NULL;
    }
    e->parts[kind] = r;
    e->part_masks[kind] = mask;
    tell(&e->problems, entity, &problems);
    tell(&e->remarks, entity, &remarks);
}

void parts_read(struct entry *e, struct arena *a, enum century century, const char **parts[IMPORT_PARTS])
{
    for (size_t i = 0; i < IMPORT_PARTS; i++)
        if (parts[i])
            read_part(e, a, century, i, parts[i]);
}

bool parts_any(const struct entry *e)
{
    for (size_t i = 0; i < IMPORT_PARTS; i++)
        if (e->parts[i])
            return true;
    return false;
}

enum status entry_check_parts(struct entry *e, struct model *m)
{
    /* What a check fills in lasts as long as the entry. */
    struct model lasting = *m;
    enum status st = ST_OK;

    lasting.arena = e->problems.arena;
    for (size_t i = 0; i < IMPORT_PARTS && st != ST_FAILED; i++) {
        struct problems problems = problems_in(lasting.arena);

        if (!e->parts[i] || problems_any(&e->problems))
            continue;
        if (kinds[i] == &membership_entity)
            st = membership_check_new(&lasting, e->parts[i], e->part_masks[i], record_get(e->record, "iban") != NULL, &problems);
        else
            st = kinds[i]->check(&lasting, e->parts[i], e->part_masks[i], &problems);
        tell(&e->problems, kinds[i], &problems);
    }
    return st == ST_FAILED ? st : ST_OK;
}
