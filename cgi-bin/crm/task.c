/*
 * task.c - tasks: the list of all, one task, and the tab of a relation (/taken).
 */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "crm.h"
#include "model/check.h"
#include "model/choices.h"
#include "model/task.h"
#include "web/part_table.h"

#define TASKS "/taken"

static char *task_href(struct req *r, uint64_t id, const char *rest)
{
    return req_printf(r, TASKS "/%llu%s", (unsigned long long)id, rest);
}

static const char *task_link(struct req *r, const struct record *row, const void *ctx)
{
    (void)ctx;
    return task_href(r, row->id, "");
}

static bool may_edit(const struct req *r)
{
    return perms_have(&r->who.perms, PERM_TASK_EDIT);
}

/* ---- the tab ---- */

enum status task_tab(struct req *r)
{
    struct record *rel;
    struct tab_rows t;
    enum status st = relation_head(r, "taken", OPEN_PLAIN, &rel);

    if (st == ST_OK)
        st = relation_rows(r, rel, &task_entity, &t);
    if (st != ST_OK)
        return st;
    req_audit(r, "task", 0, rel->id, PD_NORMAL, req_printf(r, "rows=%zu", t.count));
    page_title(r, "Taken");
    part_table(r, "Table", &task_entity, t.rows, t.count, "Er zijn nog geen taken over deze relatie.", task_link, NULL);
    relation_paging(r, rel, "taken", t.page, t.total);
    if (may_edit(r))
        page_action(r, "Taak toevoegen", req_printf(r, TASKS "/nieuw?relatie=%s", rel->number), "primary", false);
    return page_show(r, "relatie_tab.cs");
}

/* ---- one task ---- */

static enum status load(struct req *r, struct record **row)
{
    long id;
    enum status st;

    if (!text_to_long(req_path(r, "id"), 1, INT64_MAX, &id))
        return ST_NOT_FOUND;
    st = task_load(&r->m, (uint64_t)id, row);
    if (st == ST_OK)
        req_audit(r, "task", (*row)->id, (*row)->relation_id, PD_NORMAL, "");
    return st;
}

enum status task_show(struct req *r)
{
    struct record *row;
    bool done;
    enum status st = load(r, &row);

    if (st != ST_OK)
        return st;
    done = record_get(row, "done_on") != NULL;
    page_title(r, "Taak: %s", part_name(r, row));
    page_back(r, TASKS, "Alle taken");
    show_record(r, row, NULL, NULL);
    if (may_edit(r)) {
        page_action(r, done ? "Toch niet gedaan" : "Gedaan", task_href(r, row->id, "/gedaan"), done ? "plain" : "primary", true);
        page_action_hidden(r, "gedaan", done ? "nee" : "ja");
        page_action(r, "Wijzigen", task_href(r, row->id, "/wijzigen"), "plain", false);
    }
    if (row->number)
        page_action(r, req_printf(r, "Naar relatie %s", row->number), req_printf(r, "/relaties/%s/taken", row->number), "plain", false);
    return page_show(r, "onderdeel.cs");
}

enum status task_mark(struct req *r)
{
    bool done = text_equal(req_form(r, "gedaan"), "ja");
    struct record *row;
    enum status st = load(r, &row);

    if (st != ST_OK)
        return st;
    if (done != (record_get(row, "done_on") != NULL))
        st = task_done(&r->m, row, done);
    /* Somebody was first: the page shows how it is now. */
    if (st == ST_CONFLICT)
        return redirect(r, "geen-stap", "%s", task_href(r, row->id, ""));
    return st == ST_OK ? redirect(r, "stap", "%s", task_href(r, row->id, "")) : st;
}

/* ---- the form ---- */

static enum status people_field(struct req *r, const char *to)
{
    const struct choice *people;
    enum status st = task_people(&r->m, &people);

    if (st != ST_OK)
        return st;
    form_field(r, "select", "voor", "Voor wie", "Een collega, of een functiegroep: dan staat de taak bij allen op de lijst", to);
    form_option(r, "", "Nog niemand", text_empty(to));
    for (; people->value; people++)
        form_option(r, people->value, people->label, text_equal(people->value, to));
    return ST_OK;
}

/* `to` and `number` are what is typed, or else what there is. */
static enum status task_page(struct req *r, const struct record *row, const char *to, const char *number)
{
    const char *back = row->id ? task_href(r, row->id, "") : TASKS;
    enum status st;

    page_title(r, row->id ? "Taak wijzigen" : "Taak toevoegen");
    page_back(r, back, row->id ? "Terug naar de taak" : "Alle taken");
    form_record(r, row, row->id ? back : TASKS "/nieuw", row->id ? "Wijzigingen opslaan" : "Opslaan", back);
    st = people_field(r, to);
    if (st != ST_OK)
        return st;
    if (!row->id) {
        form_field(r, "number", "relatie", "Relatienummer", "Leeg laten als de taak niet over een relatie gaat", number);
        form_attr(r, "Width", "20");
    }
    return page_show(r, "formulier.cs");
}

enum status task_new(struct req *r)
{
    struct record *row = record_new(r->arena, &task_entity);
    const char *number = req_query(r, "relatie");

    return task_page(r, row, req_printf(r, "u%llu", (unsigned long long)r->who.user_id), number);
}

enum status task_edit(struct req *r)
{
    struct record *row;
    const char *to = NULL;
    enum status st = load(r, &row);

    if (st == ST_OK)
        st = task_assigned(&r->m, row->id, &to);
    return st == ST_OK ? task_page(r, row, to, NULL) : st;
}

/* Whose data a new task is; a number that is not there is told at its field. */
static enum status about(struct req *r, struct record *row, const char *number)
{
    struct record *rel;
    enum status st;

    if (text_empty(number))
        return ST_OK;
    st = relation_load(&r->m, number, OPEN_PLAIN, &rel);
    if (st == ST_NOT_FOUND)
        return invalid(&r->problems, "relatie", "Dit relatienummer kennen wij niet. Controleer het, of zoek de relatie op");
    if (st == ST_OK)
        row->parent_id = row->relation_id = rel->id;
    return st;
}

static enum status save(struct req *r, struct record *row, const char *to, const char *number)
{
    bool *mask = arena_array(r->arena, task_entity.count, sizeof *mask);
    enum status st = form_read(r, row, mask), placed = row->id ? ST_OK : about(r, row, number);

    if (placed != ST_OK && st == ST_OK)
        st = placed;
    if (!row->id) {
        record_set(row, "author", r->who.name);
        mask[field_index(&task_entity, "author")] = true;
    }
    return st == ST_OK ? task_save(&r->m, row, mask, to ? to : "", &r->problems) : st;
}

enum status task_add(struct req *r)
{
    struct record *row = record_new(r->arena, &task_entity);
    const char *to = req_form(r, "voor"), *number = req_form(r, "relatie");
    enum status st = save(r, row, to, text_empty(number) ? NULL : text_strip(r->arena, number, " "));

    if (st == ST_INVALID)
        return task_page(r, row, to, number) == ST_FAILED ? ST_FAILED : st;
    if (st != ST_OK)
        return st;
    req_audit(r, "task", row->id, row->relation_id, PD_NORMAL, "");
    return redirect(r, "toegevoegd", "%s", task_href(r, row->id, ""));
}

enum status task_change(struct req *r)
{
    const char *to = req_form(r, "voor");
    struct record *row, *now;
    enum status st = load(r, &row);

    if (st != ST_OK)
        return st;
    st = save(r, row, to, NULL);
    if (st == ST_CONFLICT && task_load(&r->m, row->id, &now) == ST_OK) {
        row->version = now->version;
        page_notice(r, "warn", "Iemand anders heeft dit net gewijzigd", "Er is nog niets van u opgeslagen. Sla nog eens op om uw waarden te bewaren.",
                    task_href(r, row->id, ""), "Bekijk eerst de waarden van uw collega");
    }
    if (st == ST_CONFLICT || st == ST_INVALID)
        return task_page(r, row, to, NULL) == ST_FAILED ? ST_FAILED : st;
    return st == ST_OK ? redirect(r, "bewaard", "%s", task_href(r, row->id, "")) : st;
}
