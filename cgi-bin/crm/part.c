/*
 * part.c - the parts of a relation that are rows of a field table: contact persons, memberships, invoices, notes. One set of handlers for all: what
 * differs stands in the entity.
 */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "crm.h"
#include "web/list_page.h"
#include "web/part_table.h"

/* The entity of "/relaties/NR/contactpersonen/...". The route table has only paths of entities. */
static const struct entity *part_entity(struct req *r)
{
    const char *p = strchr(r->path + strlen("/relaties/"), '/');
    size_t n = strcspn(p + 1, "/");

    return entity_find(arena_strndup(r->arena, p + 1, n));
}

static char *part_href(struct req *r, const struct record *rel, const struct entity *e, const char *rest)
{
    return req_printf(r, "/relaties/%s/%s%s", rel->number, e->xml_list, rest);
}

static char *row_href(struct req *r, const struct record *rel, const struct record *row, const char *rest)
{
    return req_printf(r, "/relaties/%s/%s/%llu%s", rel->number, row->entity->xml_list, (unsigned long long)row->id, rest);
}

static const char *row_link(struct req *r, const struct record *row, const void *rel)
{
    if (row->entity == &invoice_entity)
        return req_printf(r, "/facturen/%llu", (unsigned long long)row->id);
    return row_href(r, rel, row, "");
}

enum status part_index(struct req *r)
{
    const struct entity *e = part_entity(r);
    struct record *rel;
    struct tab_rows t;
    enum status st = relation_head(r, e->xml_list, OPEN_PLAIN, &rel);

    if (st == ST_OK)
        st = relation_rows(r, rel, e, &t);
    if (st != ST_OK)
        return st;
    req_audit(r, e->table, 0, rel->id, PD_CONTACT, req_printf(r, "rows=%zu", t.count));
    if (e == &contact_entity && (st = contact_followed(r, t.rows, t.count)) != ST_OK)
        return st;
    page_title(r, "%s", e->plural);
    part_table(r, "Table", e, t.rows, t.count, req_printf(r, "Er zijn nog geen %s.", text_lower(r->arena, e->plural)), row_link, rel);
    if (e == &contact_entity)
        contact_buttons(r, rel, t.rows, t.count, (uint64_t)(t.page - 1) * RELATION_PAGE, t.total);
    relation_paging(r, rel, e->xml_list, t.page, t.total);
    if (e->edit != PERM_UNSET && perms_have(&r->who.perms, e->edit))
        page_action(r, req_printf(r, "%s toevoegen", e->title), part_href(r, rel, e, "/nieuw"), "primary", false);
    if (e == &invoice_entity && perms_have(&r->who.perms, PERM_INVOICE_EDIT))
        page_action(r, "Factuur maken", req_printf(r, "/facturen/nieuw?relatie=%s", rel->number), "primary", false);
    return page_show(r, "relatie_tab.cs");
}

/* A secret is not opened by looking at its row: only part_secret() shows one. On a form that leaves it to be replaced, not read. */
static void close_secrets(struct record *row)
{
    for (size_t i = 0; i < row->entity->count; i++)
        if (row->entity->fields[i].category == PD_SECRET)
            row->values[i] = NULL;
}

/* The row of the path, with the relation's head; its secrets closed. */
static enum status part_load(struct req *r, const struct entity *e, struct record **rel, struct record **row)
{
    long id;
    enum status st = relation_form_head(r, OPEN_PLAIN, rel);

    if (st != ST_OK)
        return st;
    if (!text_to_long(req_path(r, "id"), 1, INT64_MAX, &id))
        return ST_NOT_FOUND;
    st = record_load(&r->m, e, (*rel)->id, (uint64_t)id, OPEN_SEALED, row);
    if (st != ST_OK)
        return st;
    close_secrets(*row);
    req_audit(r, e->table, (*row)->id, (*rel)->id, PD_CONTACT, "");
    page_back(r, part_href(r, *rel, e, ""), e->plural);
    return ST_OK;
}

static enum status part_lines(struct req *r, const struct record *row)
{
    const struct entity *e = row->entity->child;
    struct record **lines;
    size_t count;
    enum status st = record_list(&r->m, e, row->id, OPEN_PLAIN, 0, RELATION_PAGE, &lines, &count);

    if (st != ST_OK)
        return st;
    part_table(r, "Table", e, lines, count, req_printf(r, "Er zijn nog geen %s.", text_lower(r->arena, e->plural)), NULL, NULL);
    return ST_OK;
}

/* A button for each step that the row can take from where it stands. */
static void step_actions(struct req *r, const struct record *rel, const struct record *row)
{
    for (const struct entity_step *s = row->entity->steps; s && s->from; s++) {
        if (!text_equal(s->from, record_get(row, row->entity->step_column)))
            continue;
        page_action(r, s->label, row_href(r, rel, row, "/stap"), "plain", true);
        page_action_hidden(r, "naar", s->to);
    }
}

static const struct entity_step *step_find(const struct record *row, const char *to)
{
    for (const struct entity_step *s = row->entity->steps; s && s->from; s++)
        if (text_equal(s->to, to) && text_equal(s->from, record_get(row, row->entity->step_column)))
            return s;
    return NULL;
}

static void step_take(struct req *r, struct record *row, const struct entity_step *s, bool *mask)
{
    const struct entity *e = row->entity;
    bool empties = s->day && *s->day == '-';

    record_set(row, e->step_column, s->to);
    mask[field_index(e, e->step_column)] = true;
    if (!s->day)
        return;
    record_set(row, s->day + empties, empties ? NULL : clock_today(r->arena));
    mask[field_index(e, s->day + empties)] = true;
}

/* `unmask`: where a secret can be asked for; NULL when one is what was asked for. */
static enum status show_page(struct req *r, const struct record *rel, const struct record *row, const char *unmask)
{
    const struct entity *e = row->entity;
    enum status st;

    page_title(r, "%s: %s", e->title, part_name(r, row));
    show_record(r, row, unmask, NULL);
    if (e == &document_entity)
        page_action(r, "Downloaden", row_href(r, rel, row, "/bestand"), "primary", false);
    if (e->child && (st = part_lines(r, row)) != ST_OK)
        return st;
    if (e->edit != PERM_UNSET && !e->append_only && perms_have(&r->who.perms, e->edit)) {
        page_action(r, "Wijzigen", row_href(r, rel, row, "/wijzigen"), "primary", false);
        step_actions(r, rel, row);
        if (e == &membership_entity && !record_get(row, "end_date"))
            page_action(r, "Beëindigen", row_href(r, rel, row, "/beeindigen"), "plain", false);
    }
    if (e == &contact_entity && record_get(row, "linked_relation"))
        page_action(r, req_printf(r, "Naar relatie %s", record_get(row, "linked_relation")),
                    req_printf(r, "/relaties/%s", record_get(row, "linked_relation")), "plain", false);
    if (e->card)
        page_action(r, e->card, row_href(r, rel, row, "/kaart"), "plain", false);
    return page_show(r, "onderdeel.cs");
}

enum status part_show(struct req *r)
{
    const struct entity *e = part_entity(r);
    struct record *rel, *row;
    enum status st = part_load(r, e, &rel, &row);

    if (st == ST_OK && e == &contact_entity)
        st = contact_followed(r, &row, 1);
    return st == ST_OK ? show_page(r, rel, row, row_href(r, rel, row, "/geheim")) : st;
}

/* The secret is shown once, in answer to a POST, and the audit row of this request says who looked. */
enum status part_secret(struct req *r)
{
    const struct entity *e = part_entity(r);
    const char *asked = req_form(r, "veld");
    const struct field *f = asked ? field_find(e, asked) : NULL;
    struct record *rel, *row, *opened;
    enum status st = part_load(r, e, &rel, &row);

    if (st == ST_OK)
        st = record_load(&r->m, e, rel->id, row->id, OPEN_SEALED, &opened);
    if (st != ST_OK)
        return st;
    if (!f || f->category != PD_SECRET || !perms_have(&r->who.perms, f->see) || !record_get(opened, f->column))
        return ST_NOT_FOUND;
    record_set(row, f->column, record_get(opened, f->column));
    req_audit(r, e->table, row->id, rel->id, PD_SECRET, f->xml);
    page_notice(r, "info", req_printf(r, "U ziet nu: %s", f->label), "Uw inzage is vastgelegd in het logboek.", NULL, NULL);
    return show_page(r, rel, row, NULL);
}

/* Back to the row, or to the work list with its filters when the button stood there. */
static enum status step_answer(struct req *r, const char *flash, const struct record *rel, const struct record *row)
{
    if (row->entity == &service_entity && list_asked_from(r))
        return redirect(r, flash, "%s", list_back(r, "/servicedienst"));
    return redirect(r, flash, "%s", row_href(r, rel, row, ""));
}

/* The button's step: as the row is now. A button of an older page, or pressed twice, changes nothing and says so. */
enum status part_step(struct req *r)
{
    const struct entity *e = part_entity(r);
    struct record *rel, *row;
    const char *to = req_form(r, "naar");
    bool *mask = arena_array(r->arena, e->count, sizeof *mask);
    enum status st = part_load(r, e, &rel, &row);

    if (st != ST_OK)
        return st;
    const struct entity_step *s = step_find(row, to);

    if (!s)
        return step_answer(r, "geen-stap", rel, row);
    step_take(r, row, s, mask);
    st = record_save(&r->m, row, mask);
    if (st == ST_CONFLICT) /* somebody was first */
        return step_answer(r, "geen-stap", rel, row);
    return st == ST_OK ? step_answer(r, "stap", rel, row) : st;
}

static enum status part_page(struct req *r, const struct record *rel, const struct record *row)
{
    const struct entity *e = row->entity;

    if (row->id) {
        page_title(r, "%s wijzigen", e->title);
        form_record(r, row, row_href(r, rel, row, ""), "Wijzigingen opslaan", row_href(r, rel, row, ""));
    } else {
        page_title(r, "%s toevoegen", e->title);
        form_record(r, row, part_href(r, rel, e, "/nieuw"), "Opslaan", part_href(r, rel, e, ""));
    }
    page_back(r, part_href(r, rel, e, ""), e->plural);
    return page_show(r, "formulier.cs");
}

/* What a new row knows by itself: who writes it, and what its field table says. */
static void part_defaults(struct req *r, struct record *row, bool *mask)
{
    size_t author = field_index(row->entity, "author");

    if (author < row->entity->count) {
        row->values[author] = r->who.name;
        if (mask)
            mask[author] = true;
    }
    for (size_t i = 0; i < row->entity->count; i++) {
        const struct field *f = &row->entity->fields[i];

        if (!f->initial || row->values[i])
            continue;
        row->values[i] = strcmp(f->initial, INITIAL_TODAY) == 0 ? clock_today(r->arena) : f->initial;
        if (mask)
            mask[i] = true;
    }
}

static enum status part_fresh(struct req *r, const struct entity *e, struct record **rel, struct record **row)
{
    enum status st = relation_form_head(r, OPEN_PLAIN, rel);

    if (st != ST_OK)
        return st;
    *row = record_new(r->arena, e);
    (*row)->parent_id = (*row)->relation_id = (*rel)->id;
    return ST_OK;
}

enum status part_new(struct req *r)
{
    struct record *rel, *row;
    enum status st = part_fresh(r, part_entity(r), &rel, &row);

    if (st != ST_OK)
        return st;
    part_defaults(r, row, NULL);
    return part_page(r, rel, row);
}

enum status part_edit(struct req *r)
{
    struct record *rel, *row;
    enum status st = part_load(r, part_entity(r), &rel, &row);

    return st == ST_OK ? part_page(r, rel, row) : st;
}

/* Somebody was first: the form again with what was typed and the new version, and a notice that says what to do. */
static enum status part_conflict(struct req *r, const struct record *rel, struct record *row)
{
    struct record *now;
    enum status st = record_load(&r->m, row->entity, rel->id, row->id, OPEN_SEALED, &now);

    if (st != ST_OK)
        return st;
    row->version = now->version;
    page_notice(r, "warn", "Iemand anders heeft dit net gewijzigd",
                "Er is nog niets van u opgeslagen. Controleer de velden en sla nog eens op om uw waarden te bewaren.", row_href(r, rel, row, ""),
                "Bekijk eerst de waarden van uw collega");
    part_page(r, rel, row);
    return ST_CONFLICT;
}

enum status part_save(struct req *r)
{
    const struct entity *e = part_entity(r);
    struct record *rel, *row;
    bool *mask = arena_array(r->arena, e->count, sizeof *mask);
    bool fresh = text_ends(r->route->path, "/nieuw");
    enum status st = fresh ? part_fresh(r, e, &rel, &row) : part_load(r, e, &rel, &row);

    if (st != ST_OK)
        return st;
    st = form_read(r, row, mask);
    if (st == ST_OK && fresh)
        part_defaults(r, row, mask);
    if (st == ST_OK && e->check)
        st = e->check(&r->m, row, mask, &r->problems);
    if (st == ST_INVALID) {
        part_page(r, rel, row);
        return st;
    }
    if (st == ST_OK)
        st = record_save(&r->m, row, mask);
    if (st == ST_CONFLICT && !fresh)
        return part_conflict(r, rel, row);
    if (st != ST_OK)
        return st;
    req_audit(r, e->table, row->id, rel->id, PD_CONTACT, "");
    return redirect(r, fresh ? "toegevoegd" : "bewaard", "/relaties/%s/%s/%llu", rel->number, e->xml_list, (unsigned long long)row->id);
}
