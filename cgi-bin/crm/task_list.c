/*
 * task_list.c - all tasks (/taken), and those of the one who looks, for the first page.
 */
#include "base/clock.h"
#include "crm.h"
#include "model/task.h"
#include "web/list_page.h"
#include "web/words.h"

#define HOME_TASKS 10

#define STATE "CASE WHEN t.done_on IS NOT NULL THEN 'klaar' WHEN t.due_date < CURRENT_DATE THEN 'telaat' ELSE 'open' END"

static const struct choice states[] = { { "open", "Open" }, { "telaat", "Te laat" }, { "klaar", "Gedaan" }, { 0 } };
static const struct choice shown[] = { { "tedoen", "Nog te doen" }, { "telaat", "Te laat" }, { "klaar", "Gedaan" }, { 0 } };

static const char SQL_GROUPS[] = "SELECT id, title FROM function_group ORDER BY title";

static const struct list_column columns[] = {
    { "titel", "Wat", "t.title", F_TEXT, .sort = "t.title", .link = "CONCAT('/taken/', t.id)" },
    { "uiterlijk", "Uiterlijk op", "t.due_date", F_DATE, .sort = "COALESCE(t.due_date, DATE '9999-12-31')" },
    { "status", "Status", STATE, F_CHOICE, .choices = states, .ok = "klaar", .warn = "telaat", .off = "open" },
    { "voor", "Voor", "t.assigned_to", F_TEXT, .sort = "t.assigned_to" },
    { "relatie", "Relatie", "IF(r.id IS NULL, NULL, " LIST_PERSON("r") ")", F_TEXT, .person = true, .perm = PERM_RELATION_READ,
      .link = "CONCAT('/relaties/', r.number, '/taken')" },
    { "gedaan", "Gedaan op", "t.done_on", F_DATE, .sort = "t.done_on" },
    { 0 },
};

static const struct list_filter filters[] = {
    { "mijn", "Alleen mijn taken en die van mijn groep", FILTER_MINE,
      "t.user_id = ? OR t.function_group_id = (SELECT u.function_group_id FROM app_user u WHERE u.id = ? AND u.site = 'staff')" },
    { "status", "Status", FILTER_CHOICE, "CASE ? WHEN 'tedoen' THEN t.done_on IS NULL ELSE " STATE " = ? END", .choices = shown },
    { "groep", "Functiegroep", FILTER_CHOICE, "t.function_group_id = ?", .sql_choices = SQL_GROUPS },
    { "titel", "Wat begint met", FILTER_TEXT, "t.title LIKE ?" },
    { "uiterlijk", "Uiterlijk", FILTER_DATES, "t.due_date" },
    { 0 },
};

static const struct listing tasks = {
    .name = "task",
    .title = "Taken",
    .noun_one = "taak",
    .noun_many = "taken",
    .empty = "Er zijn nog geen taken.",
    .from = "task t LEFT JOIN relation r ON r.id = t.relation_id",
    .key = "t.id",
    .columns = columns,
    .filters = filters,
    .order = "uiterlijk",
    .csv = PERM_TASK_CSV,
    .sensitivity = PD_NORMAL,
};

enum status task_list(struct req *r)
{
    if (perms_have(&r->who.perms, PERM_TASK_EDIT))
        page_action(r, "Taak toevoegen", "/taken/nieuw", "primary", false);
    return list_page(r, &tasks, NULL);
}

enum status task_csv(struct req *r)
{
    return list_csv(r, &tasks, NULL);
}

static const char *due(struct req *r, const char *date)
{
    struct date d;

    return date && date_parse(date, &d) ? date_dutch(r->arena, d) : "";
}

enum status task_home(struct req *r, const char *key)
{
    struct task_line *list;
    uint64_t total;
    size_t count;
    enum status st = task_mine(&r->m, HOME_TASKS, &list, &count, &total);

    if (st != ST_OK)
        return st;
    table_begin(r, key, "Mijn taken", "U heeft niets te doen: er staan geen taken voor u of uw groep open.");
    table_col(r, "Wat", false);
    table_col(r, "Uiterlijk op", false);
    table_col(r, "Status", false);
    table_col(r, "Relatie", false);
    for (size_t i = 0; i < count; i++) {
        table_row(r);
        table_link(r, list[i].title, req_printf(r, "/taken/%llu", (unsigned long long)list[i].id));
        table_cell(r, due(r, list[i].due));
        table_mark(r, list[i].overdue ? "Te laat" : "Open", list[i].overdue ? "warn" : "off");
        if (list[i].number && perms_have(&r->who.perms, PERM_RELATION_READ))
            table_link(r, list[i].number, req_printf(r, "/relaties/%s/taken", list[i].number));
        else
            table_cell(r, "");
    }
    if (total > count) {
        table_set(
            r, total - count == 1 ? "Er is nog 1 andere taak." : req_printf(r, "Er zijn nog %s andere taken.", words_count(r->arena, total - count)),
            "More.Text");
        table_set(r, req_printf(r, "Al mijn %s taken bekijken", words_count(r->arena, total)), "More.Label");
        table_set(r, "/taken?mijn=ja&status=tedoen", "More.Href");
    }
    return ST_OK;
}
