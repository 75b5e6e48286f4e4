/*
 * contact.c - what contact persons have beside the other parts of a relation: the buttons that move them in the order in which they are called, and
 * those who are a relation themselves, shown with that relation's name and numbers.
 */
#include "model/contact.h"
#include "base/text.h"
#include "crm.h"

#define EARLIER "hoger"
#define LATER   "lager"
#define OF_MOST 20 /* relations whose contact person somebody is, on the own page */

enum status contact_followed(struct req *r, struct record **rows, size_t count)
{
    uint64_t *linked = arena_array(r->arena, count, sizeof *linked);
    enum status st = contact_follow(&r->m, rows, count, linked);

    for (size_t i = 0; i < count && st == ST_OK; i++)
        if (linked[i])
            st = req_audit_extra(r, &(struct audit){ .event = r->route->event,
                                                     .act = ACT_READ,
                                                     .object = "contact_person",
                                                     .object_id = rows[i]->id,
                                                     .relation_id = linked[i],
                                                     .sensitivity = "C",
                                                     .detail = "linked" });
    return st;
}

static char *button_id(struct req *r, uint64_t id, bool up)
{
    return req_printf(r, "%s-%llu", up ? EARLIER : LATER, (unsigned long long)id);
}

static void button(struct req *r, const struct record *rel, const struct record *row, bool up)
{
    table_button(r, up ? "Hoger" : "Lager", button_id(r, row->id, up),
                 req_printf(r, "/relaties/%s/contactpersonen/%llu/volgorde", rel->number, (unsigned long long)row->id), "naar", up ? EARLIER : LATER);
}

void contact_buttons(struct req *r, const struct record *rel, struct record **rows, size_t count, uint64_t before, uint64_t total)
{
    if (total < 2 || !perms_have(&r->who.perms, PERM_CONTACT_EDIT))
        return;
    if (total > CONTACTS_ORDERED)
        total = CONTACTS_ORDERED;
    table_buttons(r, "Volgorde wijzigen");
    for (size_t i = 0; i < count && before + i < total; i++) {
        table_row_at(r, (unsigned)i);
        if (before + i > 0)
            button(r, rel, rows[i], true);
        if (before + i + 1 < total)
            button(r, rel, rows[i], false);
    }
}

/* The answer leads back to the button that was pressed, or to the other one of the row where that is gone, so that pressing on goes on. */
enum status contact_order(struct req *r)
{
    const char *to = req_form(r, "naar");
    bool up = text_equal(to, EARLIER);
    struct record *rel, *row;
    size_t place, count;
    long id;
    enum status st = relation_form_head(r, OPEN_PLAIN, &rel);

    if (st != ST_OK)
        return st;
    if (!up && !text_equal(to, LATER))
        return req_bad(r, "naar");
    st = text_to_long(req_path(r, "id"), 1, INT64_MAX, &id) ? record_load(&r->m, &contact_entity, rel->id, (uint64_t)id, OPEN_PLAIN, &row)
                                                            : ST_NOT_FOUND;
    if (st == ST_OK)
        st = contact_move(&r->m, rel->id, row->id, up, &place, &count);
    if (st != ST_OK)
        return st;
    req_audit(r, "contact_person", row->id, rel->id, PD_NORMAL, to);
    if (place == 0 || place + 1 == count)
        up = place != 0;
    return redirect(r, "volgorde", "/relaties/%s/contactpersonen?pagina=%zu#%s", rel->number, place / RELATION_PAGE + 1, button_id(r, row->id, up));
}

enum status contact_of_rows(struct req *r, const struct record *rel)
{
    struct contact_of *list;
    size_t count;
    enum status st = ST_OK;

    if (!modules_have(&r->who.modules, contact_entity.module))
        return ST_OK;
    st = contact_of(&r->m, rel->number, OF_MOST + 1, &list, &count);
    for (size_t i = 0; st == ST_OK && i < count && i < OF_MOST; i++)
        show_link(r, "Is contactpersoon van", req_printf(r, "Relatie %s", list[i].number), list[i].name,
                  req_printf(r, "/relaties/%s", list[i].number), perms_have(&r->who.perms, PERM_CONTACT_READ) ? list[i].relationship : NULL);
    if (st == ST_OK && count > OF_MOST)
        show_row(r, "Is contactpersoon van", "Meer", "Ook van anderen; die staan hier niet bij");
    return st;
}
