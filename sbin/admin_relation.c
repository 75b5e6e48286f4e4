/* relation find, relation deactivate: through the same functions as the pages, and logged like them. */
#include <stdio.h>

#include "admin.h"
#include "base/arena.h"
#include "base/keys.h"
#include "base/problem.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/audit.h"
#include "model/relation.h"

struct work {
    struct admin *admin;
    struct actor who;
    struct keys *keys;
    struct model model;
    const char *text, *reason, *date;
    unsigned page;
    struct relation_result found;
    struct problems problems;
};

/* The keys are asked for because whoever may read the key files may search by BSN; without them that reading is left out. */
static bool prepare(struct work *w, struct admin *a)
{
    w->admin = a;
    w->who = admin_actor();
    w->problems = problems_in(a->arena);
    if (admin_db(a) == NULL)
        return false;
    w->keys = keys_load(a->config, KEYS_MASK(KEY_RELATION) | KEYS_MASK(KEY_LOOKUP));
    w->model = (struct model){ .db = a->db, .arena = a->arena, .keys = w->keys, .who = &w->who };
    return true;
}

static enum status find_page(struct db *db, void *ctx)
{
    struct work *w = ctx;
    const struct relation_query q = { .text = w->text, .filter = FILTER_ALL, .sort = SORT_NAME, .page = w->page, .bsn = w->keys != NULL };
    enum status st = relation_search(&w->model, &q, &w->found);

    if (st != ST_OK)
        return st;
    return audit_write(db, &w->who, &(struct audit){ .event = "relation_search", .act = ACT_EXECUTE, .object = "relation", .sensitivity = "C" });
}

static void list_page(struct work *w, struct json *j)
{
    for (size_t i = 0; i < w->found.count; i++) {
        const struct relation_line *line = &w->found.lines[i];

        if (w->admin->json)
            json_text(j, NULL, line->number);
        else
            printf("%-12s %-9s %s, %s\n", line->number, line->status, line->name, line->town == NULL ? "" : line->town);
    }
}

int admin_relation_find(struct admin *a)
{
    struct work w = { 0 };
    struct json j = { 0 };
    enum status st = ST_OK;
    uint64_t shown = 0;

    if (admin_leftover(a, 1, 1))
        return admin_usage(a);
    w.text = text_clean(a->arena, a->argv[0]);
    if (!prepare(&w, a))
        return EXIT_REFUSED;
    if (a->json) {
        json_open(&j, NULL, '{');
        json_open(&j, "numbers", '[');
    }
    for (w.page = 1; w.page <= RELATION_PAGES_MAX && st == ST_OK; w.page++) {
        st = db_tx(a->db, find_page, &w);
        if (st != ST_OK || w.found.count == 0)
            break;
        list_page(&w, &j);
        shown += w.found.count;
        if (w.found.count < RELATION_PAGE)
            break;
    }
    if (a->json)
        fputs("]}\n", stdout);
    keys_free(w.keys);
    if (st != ST_OK)
        return admin_refuse(a, "the search failed: the line above says why");
    return shown > 0 || a->json ? EXIT_DONE : admin_refuse(a, "nobody was found");
}

static enum status deactivate(struct db *db, void *ctx)
{
    struct work *w = ctx;
    uint64_t id;
    enum status st = relation_id(&w->model, w->text, &id);

    w->problems = problems_in(w->admin->arena);
    if (st == ST_OK)
        st = relation_deactivate(&w->model, &w->problems, w->text, w->reason, w->date);
    if (st != ST_OK)
        return st;
    return audit_write(db, &w->who,
                       &(struct audit){ .event = "relation_deactivate",
                                        .act = ACT_UPDATE,
                                        .object = "relation",
                                        .object_id = id,
                                        .relation_id = id,
                                        .sensitivity = "N",
                                        .detail = "status, inactive_reason, inactive_date" });
}

int admin_relation_deactivate(struct admin *a)
{
    struct work w = { .reason = admin_option(a, "--reason"), .date = admin_option(a, "--date") };
    struct json j = { 0 };
    enum status st;

    if (w.reason == NULL || w.date == NULL || admin_leftover(a, 1, 1))
        return admin_usage(a);
    w.text = a->argv[0];
    w.reason = text_clean(a->arena, w.reason);
    if (!prepare(&w, a))
        return EXIT_REFUSED;
    st = db_tx(a->db, deactivate, &w);
    keys_free(w.keys);
    for (const struct problem *p = w.problems.first; p != NULL; p = p->next)
        admin_refuse(a, "%s: %s", p->field == NULL ? "" : p->field, p->text);
    if (st == ST_NOT_FOUND)
        return admin_refuse(a, "there is no relation %s", w.text);
    if (st == ST_CONFLICT)
        return admin_refuse(a, "relation %s is inactive already", w.text);
    if (st != ST_OK)
        return problems_any(&w.problems) ? EXIT_REFUSED : admin_refuse(a, "nothing was changed: the line above says why");
    if (!a->json) {
        printf("relation %s is inactive\n", w.text);
        return EXIT_DONE;
    }
    json_open(&j, NULL, '{');
    json_open(&j, "numbers", '[');
    json_text(&j, NULL, w.text);
    fputs("]}\n", stdout);
    return EXIT_DONE;
}
