#include "web/list_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "guard/actor.h"
#include "model/check.h"
#include "web/csv.h"
#include "web/csv_file.h"
#include "web/form.h"
#include "web/href.h"
#include "web/page.h"
#include "web/words.h"

#define PAGES_MAX  (LIST_COUNT_MAX / PAGE_ROWS)
#define CSV_END    "/csv"
#define FROM       "van" /* of a button in a list, which its answer leads back to */
#define FROM_LIST  "lijst"
#define DATES_FROM "-van"
#define DATES_TO   "-tot"

/* A list as it is asked for. */
struct asked {
    const struct listing *l;
    struct list_query q;
    const char *typed[LIST_FILTERS_MAX][2]; /* as sent; NULL: not */
    bool any;                               /* a filter is used */
    const char *path;                       /* of the page, also when the CSV is asked for */
    long page;
    const char *heading; /* of the buttons */
    list_buttons buttons;
};

static const char *filter_name(struct req *r, const struct list_filter *f, bool until)
{
    return f->kind == FILTER_DATES ? req_printf(r, "%s%s", f->name, until ? DATES_TO : DATES_FROM) : f->name;
}

static enum status read_value(struct req *r, struct asked *a, size_t i, bool until)
{
    const struct list_filter *f = &a->l->filters[i];
    const char *name = filter_name(r, f, until), **to = until ? &a->q.until[i] : &a->q.value[i];
    enum status st;

    if (param_times(&r->query, name) > 1)
        return req_bad(r, "a filter twice");
    a->typed[i][until] = req_query(r, name);
    st = list_filter_read(&r->m, f, &r->problems, name, a->typed[i][until], to);
    a->any = a->any || !text_empty(a->typed[i][until]);
    return st == ST_INVALID ? ST_OK : st;
}

static enum status read_filters(struct req *r, struct asked *a)
{
    for (size_t i = 0; a->l->filters[i].name; i++) {
        const struct list_filter *f = &a->l->filters[i];
        enum status st;

        if (!list_filter_seen(&r->m, f))
            continue;
        st = read_value(r, a, i, false);
        if (st == ST_OK && f->kind == FILTER_DATES)
            st = read_value(r, a, i, true);
        if (st != ST_OK)
            return st;
        if (a->q.value[i] && a->q.until[i] && f->kind == FILTER_DATES && strcmp(a->q.value[i], a->q.until[i]) > 0) {
            invalid(&r->problems, filter_name(r, f, true), "Kies een datum die niet voor de begindatum ligt");
            a->q.until[i] = NULL;
        }
    }
    return ST_OK;
}

static bool sortable(struct req *r, const struct listing *l, size_t column)
{
    return l->columns[column].name && l->columns[column].sort && list_column_seen(&r->m, &l->columns[column]);
}

static enum status read_query(struct req *r, const struct listing *l, const char *scope, struct asked *a)
{
    const char *sort = req_query(r, "sorteer"), *way = req_query(r, "volgorde");
    enum status st;

    *a = (struct asked){ .l = l, .page = req_page(r), .path = r->path, .q = { .scope = scope } };
    if (text_ends(r->path, CSV_END))
        a->path = arena_strndup(r->arena, r->path, strlen(r->path) - strlen(CSV_END));
    if (a->page > PAGES_MAX)
        a->page = PAGES_MAX;
    a->q.sort = list_column_find(l, text_empty(sort) ? l->order : sort);
    if (!sortable(r, l, a->q.sort))
        return req_bad(r, "no such column to sort by");
    a->q.descending = text_empty(way) ? text_empty(sort) && l->descending : strcmp(way, "af") == 0;
    st = read_filters(r, a);
    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < r->query.count; i++)
        if (!r->query.list[i].used)
            return req_bad(r, "no such filter");
    return ST_OK;
}

/* This list at `path` with another order; the filters stay, as typed. */
static char *href_of(struct req *r, const struct asked *a, const char *path, size_t sort, bool descending)
{
    struct href h = href_to(r->arena, path);
    bool usual = strcmp(a->l->columns[sort].name, a->l->order) == 0;

    for (size_t i = 0; a->l->filters[i].name; i++)
        for (int until = 0; until < 2; until++)
            href_add(&h, filter_name(r, &a->l->filters[i], until), text_empty(a->typed[i][until]) ? NULL : a->typed[i][until]);
    if (!usual || descending != a->l->descending) {
        href_add(&h, "sorteer", a->l->columns[sort].name);
        href_add(&h, "volgorde", descending ? "af" : "op");
    }
    return href_text(&h);
}

/* ---- the form ---- */

static void choice_field(struct req *r, const struct list_filter *f, const struct choice *choices, const char *typed)
{
    form_field(r, "select", f->name, f->label, f->hint, typed);
    form_option(r, "", "Alle", text_empty(typed));
    for (; choices->value; choices++)
        form_option(r, choices->value, choices->label, text_equal(choices->value, typed));
}

static enum status filter_field(struct req *r, const struct asked *a, size_t i)
{
    static const struct choice yesno[] = { { "ja", "Ja" }, { "nee", "Nee" }, { 0 } };
    const struct list_filter *f = &a->l->filters[i];
    const struct choice *choices = yesno;
    enum status st = ST_OK;

    switch (f->kind) {
    case FILTER_CHOICE:
        st = list_choices(&r->m, f, &choices);
        /* fall through */
    case FILTER_YESNO:
        if (st == ST_OK)
            choice_field(r, f, choices, a->typed[i][0]);
        break;
    case FILTER_DATES:
        form_field(r, "text", filter_name(r, f, false), req_printf(r, "%s vanaf", f->label), "Bijvoorbeeld 31-12-2026", a->typed[i][0]);
        form_attr(r, "Required", "1");
        form_field(r, "text", filter_name(r, f, true), req_printf(r, "%s tot en met", f->label), "Bijvoorbeeld 31-12-2026", a->typed[i][1]);
        break;
    case FILTER_MINE:
        form_field(r, "check", f->name, f->label, f->hint, a->typed[i][0]);
        break;
    default:
        form_field(r, f->kind == FILTER_NUMBER ? "number" : "text", f->name, f->label, f->hint, a->typed[i][0]);
        break;
    }
    form_attr(r, "Required", "1"); /* all may stay empty: no need to say so at each */
    return st;
}

static enum status filter_form(struct req *r, const struct asked *a)
{
    if (!a->l->filters[0].name)
        return ST_OK;
    form_begin(r, a->path, "Toon", NULL);
    for (size_t i = 0; a->l->filters[i].name; i++)
        if (list_filter_seen(&r->m, &a->l->filters[i])) {
            enum status st = filter_field(r, a, i);

            if (st != ST_OK)
                return st;
        }
    if (!text_empty(req_query(r, "sorteer"))) {
        form_hidden(r, "sorteer", req_query(r, "sorteer"));
        form_hidden(r, "volgorde", a->q.descending ? "af" : "op");
    }
    form_set(r, "Open", a->any || problems_any(&r->problems) ? "1" : NULL);
    form_set(r, "Reset", a->any ? a->path : NULL);
    return ST_OK;
}

/* ---- the table ---- */

/* Stands to the right and is not broken: dates too. */
static bool numeric(enum field_type t)
{
    return t == F_DATE || t == F_PARTIAL_DATE || t == F_MONEY || t == F_NUMBER || t == F_SIZE;
}

static struct field field_of(const struct list_column *c)
{
    return (struct field){ .column = c->name, .xml = c->name, .label = c->label, .type = c->type, .choices = c->choices };
}

/* Whether `value` is one of the words. */
static bool one_of(const char *words, const char *value)
{
    size_t n = text_empty(value) ? 0 : strlen(value);

    for (const char *at = words; n > 0 && at != NULL && (at = strstr(at, value)) != NULL; at += n)
        if ((at == words || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

static const char *mark_of(const struct list_column *c, const char *value)
{
    return one_of(c->warn, value) ? "warn" : one_of(c->ok, value) ? "ok" : one_of(c->off, value) ? "off" : NULL;
}

/* Dates are short here: many stand below each other. */
static const char *shown(struct req *r, const struct field *f, const char *value)
{
    return f->type == F_DATE || f->type == F_PARTIAL_DATE ? field_typed(f, r->arena, value) : field_show(f, r->arena, value);
}

static void put_cell(struct req *r, const struct list_column *c, const char *value, const char *link)
{
    const struct field f = field_of(c);
    const char *text = shown(r, &f, value), *mark = mark_of(c, value);

    if (c->under)
        table_sub(r, text);
    else if (mark)
        table_mark(r, text, mark);
    else if (!text_empty(link))
        table_link(r, text_empty(text) ? "Zonder naam" : text, link);
    else
        table_cell(r, text);
}

static void put_columns(struct req *r, const struct asked *a)
{
    for (size_t i = 0; a->l->columns[i].name; i++) {
        const struct list_column *c = &a->l->columns[i];
        bool now = i == a->q.sort;

        if (c->csv_only || c->under || !list_column_seen(&r->m, c))
            continue;
        table_col(r, c->label, numeric(c->type));
        if (c->sort)
            table_sorted(r, href_of(r, a, a->path, i, now && !a->q.descending), !now ? NULL : a->q.descending ? "desc" : "asc");
    }
    if (a->buttons)
        table_buttons(r, a->heading);
}

static void put_rows(struct req *r, const struct asked *a, const struct list_row *rows, size_t count)
{
    for (size_t n = 0; n < count; n++) {
        table_row(r);
        for (size_t i = 0; a->l->columns[i].name; i++)
            if (!a->l->columns[i].csv_only && list_column_seen(&r->m, &a->l->columns[i]))
                put_cell(r, &a->l->columns[i], rows[n].value[i], rows[n].link[i]);
        if (a->buttons)
            a->buttons(r, &rows[n]);
    }
}

/* A list of one course, one purpose: the audit row says of which. */
static uint64_t scope_id(const struct asked *a)
{
    long id;

    return a->q.scope && text_to_long(a->q.scope, 1, INT64_MAX, &id) ? (uint64_t)id : 0;
}

static enum status show(struct req *r, const struct asked *a)
{
    struct list_row *rows;
    uint64_t total;
    size_t count;
    enum status st = list_count(&r->m, a->l, &a->q, LIST_COUNT_MAX, &total);
    bool more = total > LIST_COUNT_MAX;

    if (st == ST_OK)
        st = list_rows(&r->m, a->l, &a->q, (unsigned)(a->page - 1) * PAGE_ROWS, PAGE_ROWS, &rows, &count);
    if (st == ST_OK)
        st = filter_form(r, a);
    if (st != ST_OK)
        return st;
    if (more)
        total = LIST_COUNT_MAX;
    table_begin(r, "Table", a->l->title, a->any ? "Niets gevonden. Maak de filters ruimer of haal ze weg." : a->l->empty);
    put_columns(r, a);
    put_rows(r, a, rows, count);
    page_paging(r, a->page, (long)((total + PAGE_ROWS - 1) / PAGE_ROWS), total, more, a->l->noun_one, a->l->noun_many);
    if (a->l->csv != PERM_UNSET && perms_have(&r->who.perms, a->l->csv) && total > 0)
        page_action(r, "Downloaden als CSV", href_of(r, a, req_printf(r, "%s" CSV_END, a->path), a->q.sort, a->q.descending), "plain", false);
    req_audit(r, a->l->name, scope_id(a), 0, a->l->sensitivity, req_printf(r, "rows=%zu", count));
    return page_show(r, "lijst.cs");
}

enum status list_page(struct req *r, const struct listing *l, const char *scope)
{
    return list_page_buttons(r, l, scope, NULL, NULL);
}

enum status list_page_buttons(struct req *r, const struct listing *l, const char *scope, const char *heading, list_buttons buttons)
{
    struct asked a;
    enum status st = read_query(r, l, scope, &a);

    if (st != ST_OK)
        return st;
    a.heading = heading;
    a.buttons = buttons;
    page_title(r, "%s", l->title);
    return show(r, &a);
}

/* ---- there and back ---- */

static void add_query(struct req *r, struct href *h)
{
    for (size_t i = 0; i < r->query.count; i++)
        if (strcmp(r->query.list[i].name, FROM) != 0)
            href_add(h, r->query.list[i].name, r->query.list[i].value);
}

const char *list_button_href(struct req *r, const char *path)
{
    struct href h = href_to(r->arena, path);

    href_add(&h, FROM, FROM_LIST);
    add_query(r, &h);
    return href_text(&h);
}

bool list_asked_from(struct req *r)
{
    return text_equal(req_query(r, FROM), FROM_LIST);
}

const char *list_back(struct req *r, const char *list)
{
    struct href h = href_to(r->arena, list);

    add_query(r, &h);
    return href_text(&h);
}

/* ---- the CSV ---- */

struct writing {
    struct req *r;
    const struct listing *l;
    struct csv_file file;
};

static enum status write_row(void *ctx, const struct list_row *row)
{
    struct writing *w = ctx;
    bool first = true;

    for (size_t i = 0; w->l->columns[i].name; i++) {
        const struct list_column *c = &w->l->columns[i];
        const struct field f = field_of(c);

        if (!list_column_seen(&w->r->m, c))
            continue;
        csv_value(&w->file.piece, &f, row->value[i], first);
        first = false;
    }
    return csv_file_line(&w->file);
}

static enum status write_head(struct writing *w)
{
    bool first = true;

    for (const struct list_column *c = w->l->columns; c->name; c++)
        if (list_column_seen(&w->r->m, c)) {
            csv_text(&w->file.piece, c->label, first);
            first = false;
        }
    return csv_file_line(&w->file);
}

static enum status write_all(struct req *r, const struct asked *a, struct writing *w)
{
    enum status st;

    *w = (struct writing){ .r = r, .l = a->l };
    if (!csv_file_begin(r, &w->file))
        return ST_FAILED;
    st = write_head(w);
    if (st == ST_OK)
        st = list_each(&r->m, a->l, &a->q, LIST_CSV_MAX, write_row, w);
    return csv_file_end(&w->file, st);
}

enum status list_csv(struct req *r, const struct listing *l, const char *scope)
{
    struct writing w;
    struct asked a;
    uint64_t total;
    enum status st = read_query(r, l, scope, &a);

    if (st == ST_OK && problems_any(&r->problems))
        return req_bad(r, "a wrong filter");
    if (st == ST_OK)
        st = list_count(&r->m, l, &a.q, LIST_CSV_MAX, &total);
    if (st != ST_OK)
        return st;
    if (total > LIST_CSV_MAX) {
        page_notice(r, "warn", "Dit zijn te veel regels voor één bestand",
                    req_printf(r, "Er gaan hoogstens %s regels in. Maak de lijst kleiner met een filter.", words_count(r->arena, LIST_CSV_MAX)), NULL,
                    NULL);
        page_title(r, "%s", l->title);
        st = show(r, &a);
        return st == ST_OK ? page_show_status(r, "lijst.cs", 422) : st;
    }
    st = write_all(r, &a, &w);
    if (st != ST_OK)
        return st;
    req_audit(r, l->name, scope_id(&a), 0, l->sensitivity, req_printf(r, "csv rows=%llu", (unsigned long long)(w.file.lines - 1)));
    return send_file(r, w.file.to.name, req_printf(r, "%s-%s.csv", l->noun_many, clock_today(r->arena)), CSV_TYPE);
}
