/*
 * alarm.c - the card for the alarm centre: one page to print with who it is, where, who has a key, whom to call in which order. The code of the key
 * safe is on it only in answer to a POST of its own, which the log keeps.
 */
#include "base/clock.h"
#include "base/text.h"
#include "crm.h"
#include "model/check.h"
#include "web/part_table.h"

#define CALLED_MAX 20 /* people to call on a card */

static void who(struct req *r, const struct record *rel)
{
    static const char *const columns[] = { "birth_date", "phone", "mobile", NULL };
    struct name n = relation_name(rel);
    const char **lines = relation_address(r->arena, rel);

    show_row(r, "Wie en waar", "Naam", name_full(r->arena, &n));
    show_row(r, "Wie en waar", "Relatienummer", rel->number);
    for (size_t i = 0; lines[i]; i++)
        show_row(r, "Wie en waar", i == 0 ? "Adres" : "", lines[i]);
    for (const char *const *c = columns; *c; c++) {
        const struct field *f = &relation_entity.fields[field_index(&relation_entity, *c)];

        if (record_get(rel, *c))
            show_row(r, "Wie en waar", f->label, field_show(f, r->arena, record_get(rel, *c)));
    }
}

/* Whom to call, in the order that the relation gave. */
static enum status called(struct req *r, const struct record *rel)
{
    static const char *const columns[] = { "relationship", "phone", "mobile", "key_holder", NULL };
    const struct entity *e = &contact_entity;
    struct record **rows;
    size_t count;
    enum status st = record_list(&r->m, e, rel->id, OPEN_PLAIN, 0, CALLED_MAX, &rows, &count);

    if (st == ST_OK)
        st = contact_followed(r, rows, count);
    if (st != ST_OK)
        return st;
    table_begin(r, "Table", "Wie te bellen, op volgorde", "Er zijn geen contactpersonen bekend.");
    table_col(r, "Naam", false);
    for (const char *const *c = columns; *c; c++)
        table_col(r, e->fields[field_index(e, *c)].label, false);
    for (size_t i = 0; i < count; i++) {
        table_row(r);
        table_cell(r, req_printf(r, "%zu. %s", i + 1, part_name(r, rows[i])));
        for (const char *const *c = columns; *c; c++)
            table_cell(r, record_get(rows[i], *c) ? field_show(&e->fields[field_index(e, *c)], r->arena, record_get(rows[i], *c)) : "");
    }
    return ST_OK;
}

static enum status load(struct req *r, struct record **rel, struct record **alarm)
{
    long id;
    enum status st = relation_form_head(r, OPEN_PLAIN, rel);

    if (st != ST_OK)
        return st;
    st = text_to_long(req_path(r, "id"), 1, INT64_MAX, &id) ? record_load(&r->m, &alarm_entity, (*rel)->id, (uint64_t)id, OPEN_SEALED, alarm)
                                                            : ST_NOT_FOUND;
    if (st != ST_OK)
        return st;
    page_back(r, req_printf(r, "/relaties/%s/alarmering/%llu", (*rel)->number, (unsigned long long)(*alarm)->id), "Alarmtoestel");
    return ST_OK;
}

static enum status card(struct req *r, bool with_code)
{
    struct record *rel, *alarm;
    const struct perms *may = &r->who.perms;
    enum status st = load(r, &rel, &alarm);

    if (st != ST_OK)
        return st;
    if (with_code && !record_get(alarm, "key_code"))
        return ST_NOT_FOUND;
    const char *address = req_printf(r, "/relaties/%s/alarmering/%llu/kaart", rel->number, (unsigned long long)alarm->id);
    struct name n = relation_name(rel);

    page_title(r, "Kaart voor de alarmcentrale: %s", name_full(r->arena, &n));
    page_lead(r, req_printf(r, "Gemaakt op %s. Druk deze pagina af of geef haar door; bewaar haar niet langer dan nodig.",
                            clock_dutch(r->arena, clock_now())));
    who(r, rel);
    show_record(r, alarm, with_code ? NULL : address, NULL);
    if (perms_have(may, PERM_CONTACT_READ) && (st = called(r, rel)) != ST_OK)
        return st;
    req_audit(r, "alarm_subscription", alarm->id, rel->id,
              with_code                                  ? PD_SECRET
              : perms_have(may, PERM_ALARM_MEDICAL_READ) ? PD_SPECIAL
                                                         : PD_CONTACT,
              with_code ? "card key_code" : "card");
    return page_show(r, "onderdeel.cs");
}

enum status alarm_card(struct req *r)
{
    return card(r, false);
}

enum status alarm_card_secret(struct req *r)
{
    const char *asked = req_form(r, "veld"); /* sent by the small form beside the masked value */

    return asked && !text_equal(asked, "sleutelcode") ? ST_NOT_FOUND : card(r, true);
}
