/*
 * relation_index.c - finding a relation: one search box, filters, sorting and paging, all in the address so that it can be kept.
 */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "crm.h"
#include "model/listing.h"
#include "web/csv.h"
#include "web/csv_file.h"
#include "web/href.h"
#include "web/words.h"

static const struct {
    const char *name, *label;
    enum relation_sort sort;
} sorts[] = {
    { "naam", "Naam", SORT_NAME },
    { "nummer", "Nummer", SORT_NUMBER },
    { "geboren", "Geboren", SORT_BIRTH },
    { "woonplaats", "Woonplaats", SORT_TOWN },
};

static const struct {
    const char *name, *label;
    enum relation_filter filter;
} filters[] = {
    { "actief", "Actief", FILTER_ACTIVE },
    { "inactief", "Inactief", FILTER_INACTIVE },
    { "alle", "Alle", FILTER_ALL },
};

/* What the address says; anything unknown is the default, because a bookmark should not fail. */
struct wanted {
    struct relation_query q;
    const char *sort, *filter;
};

static struct wanted read_query(struct req *r)
{
    struct wanted w = { .sort = sorts[0].name, .filter = "alle", .q = { .filter = FILTER_ALL } };
    const char *sort = req_query(r, "sorteer"), *filter = req_query(r, "status"), *order = req_query(r, "volgorde");

    w.q.text = req_query(r, "zoek");
    w.q.page = (unsigned)req_page(r);
    w.q.bsn = perms_have(&r->who.perms, PERM_BSN_READ) && r->m.keys;
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++)
        if (sort && !strcmp(sort, sorts[i].name)) {
            w.q.sort = sorts[i].sort;
            w.sort = sorts[i].name;
        }
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
        if (filter && !strcmp(filter, filters[i].name)) {
            w.q.filter = filters[i].filter;
            w.filter = filters[i].name;
        }
    w.q.descending = order && !strcmp(order, "af");
    return w;
}

/* The address of this list with one thing different. */
static char *href_at(struct req *r, const char *path, const struct wanted *w, const char *filter, const char *sort, bool descending, unsigned page)
{
    struct href h = href_to(r->arena, path);

    href_add(&h, "zoek", text_empty(w->q.text) ? NULL : w->q.text);
    href_add(&h, "status", strcmp(filter, "alle") ? filter : NULL);
    href_add(&h, "sorteer", strcmp(sort, sorts[0].name) ? sort : NULL);
    href_add(&h, "volgorde", descending ? "af" : NULL);
    href_add(&h, "pagina", page > 1 ? req_printf(r, "%u", page) : NULL);
    return href_text(&h);
}

static char *list_href(struct req *r, const struct wanted *w, const char *filter, const char *sort, bool descending, unsigned page)
{
    return href_at(r, "/relaties", w, filter, sort, descending, page);
}

/* More than can be sorted: the list says by what it is, and how to get what was asked. */
static void list_sort_told(struct req *r, struct wanted *w, const struct relation_result *found)
{
    const char *now = "", *asked = "";

    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        if (sorts[i].sort == found->sort)
            now = sorts[i].label;
        if (sorts[i].sort == w->q.sort)
            asked = sorts[i].label;
    }
    if (found->sort != w->q.sort)
        page_notice(r, "info", "Er zijn te veel relaties om zo te sorteren",
                    req_printf(r, "De lijst staat op “%s”. Zoek preciezer om op “%s” te sorteren.", now, asked), NULL, NULL);
    w->q.sort = found->sort;
}

static void found_columns(struct req *r, const struct wanted *w)
{
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        bool now = w->q.sort == sorts[i].sort;
        const char *dir = !now ? NULL : w->q.descending ? "desc" : "asc";

        table_col_sort(r, sorts[i].label, list_href(r, w, w->filter, sorts[i].name, now && !w->q.descending, 1), dir);
    }
    table_col(r, "Adres", false);
    table_col(r, "Status", false);
}

static const char *status_word(const char *status)
{
    return text_equal(status, "actief") ? "Actief" : "Inactief";
}

static void found_rows(struct req *r, const struct relation_result *found)
{
    for (size_t i = 0; i < found->count; i++) {
        const struct relation_line *l = &found->lines[i];
        struct date born;

        table_row(r);
        table_link(r, l->name, req_printf(r, "/relaties/%s", l->number));
        table_cell(r, l->number);
        table_cell(r, l->birth_date && date_parse(l->birth_date, &born) ? date_dutch(r->arena, born) : "");
        table_cell(r, l->town);
        table_cell(r, l->address);
        table_mark(r, status_word(l->status), text_equal(l->status, "actief") ? "ok" : "off");
    }
}

static void list_paging(struct req *r, const struct wanted *w, const struct relation_result *found)
{
    long pages = (long)((found->total + RELATION_PAGE - 1) / RELATION_PAGE);

    if (pages > RELATION_PAGES_MAX)
        pages = RELATION_PAGES_MAX;
    page_paging(r, (long)w->q.page, pages, found->total, found->more, "relatie", "relaties");
    if (w->q.page > 1)
        page_set(r, list_href(r, w, w->filter, w->sort, w->q.descending, w->q.page - 1), "Paging.PrevHref");
    if ((long)w->q.page < pages)
        page_set(r, list_href(r, w, w->filter, w->sort, w->q.descending, w->q.page + 1), "Paging.NextHref");
    if (w->q.page >= RELATION_PAGES_MAX)
        page_notice(r, "info", "Er zijn er meer", "Zoek preciezer, bijvoorbeeld met een geboortedatum of een postcode en huisnummer.", NULL, NULL);
}

static enum status index_page(struct req *r, struct wanted w)
{
    struct relation_result found;
    bool asked = !text_empty(w.q.text);

    if (w.q.page > RELATION_PAGES_MAX)
        w.q.page = RELATION_PAGES_MAX;
    enum status st = relation_search(&r->m, &w.q, &found);

    if (st != ST_OK)
        return st;
    /* One hit for a number or an address is what was meant, but a list that jumps away surprises: the list always shows. */
    page_title(r, asked ? "Gevonden relaties" : "Relaties");
    if (asked && found.understood)
        page_lead(r, req_printf(r, "Gezocht op %s.", found.understood));
    page_set(r, "/relaties", "Search.Action");
    page_set(r, asked ? w.q.text : "", "Search.Query");
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        page_set(r, filters[i].label, "Filters.%zu.Label", i);
        page_set(r, list_href(r, &w, filters[i].name, w.sort, w.q.descending, 1), "Filters.%zu.Href", i);
        page_set(r, w.q.filter == filters[i].filter ? "1" : NULL, "Filters.%zu.Current", i);
    }
    table_begin(r, "Table", asked ? "Gevonden relaties" : "Alle relaties",
                asked ? "Niemand gevonden. Controleer de spelling of zoek op iets anders, zoals postcode en huisnummer."
                      : "Er zijn nog geen relaties.");
    if (perms_have(&r->who.perms, PERM_RELATION_EDIT)) {
        page_set(r, "/relaties/nieuw", "Table.EmptyHref");
        page_set(r, "Nieuwe relatie toevoegen", "Table.EmptyLabel");
        page_action(r, "Nieuwe relatie", "/relaties/nieuw", "primary", false);
    }
    if (found.total > 0 && perms_have(&r->who.perms, PERM_RELATION_CSV))
        page_action(r, "Downloaden als CSV", href_at(r, "/relaties/csv", &w, w.filter, w.sort, w.q.descending, 1), "plain", false);
    list_sort_told(r, &w, &found);
    found_columns(r, &w);
    found_rows(r, &found);
    list_paging(r, &w, &found);
    req_audit(r, "relation", 0, 0, PD_CONTACT, req_printf(r, "by=%s rows=%zu", asked ? "search" : "list", found.count));
    return page_show(r, "relaties.cs");
}

enum status relation_index(struct req *r)
{
    return index_page(r, read_query(r));
}

/* ---- the CSV ---- */

static enum status write_line(void *ctx, const struct relation_line *l)
{
    struct csv_file *f = ctx;

    csv_text(&f->piece, l->number, true);
    csv_text(&f->piece, l->name, false);
    csv_text(&f->piece, l->birth_date, false);
    csv_text(&f->piece, l->address, false);
    csv_text(&f->piece, l->postcode, false);
    csv_text(&f->piece, l->town, false);
    csv_text(&f->piece, status_word(l->status), false);
    return f->lines > LIST_CSV_MAX ? ST_CONFLICT : csv_file_line(f);
}

static enum status write_head(struct csv_file *f)
{
    static const char *const heads[] = { "Nummer", "Naam", "Geboren", "Adres", "Postcode", "Woonplaats", "Status" };

    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        csv_text(&f->piece, heads[i], i == 0);
    return csv_file_line(f);
}

static enum status too_many(struct req *r, const struct wanted *w)
{
    enum status st;

    page_notice(r, "warn", "Dit zijn te veel regels voor één bestand",
                req_printf(r, "Er gaan hoogstens %s relaties in. Zoek preciezer.", words_count(r->arena, LIST_CSV_MAX)), NULL, NULL);
    st = index_page(r, *w);
    return st == ST_OK ? page_show_status(r, "relaties.cs", 422) : st;
}

/* The relations that the list shows, all pages, in its order. */
enum status relation_csv(struct req *r)
{
    struct wanted w = read_query(r);
    struct csv_file f;
    enum status st;

    if (!csv_file_begin(r, &f))
        return ST_FAILED;
    st = write_head(&f);
    if (st == ST_OK)
        st = relation_each(&r->m, &w.q, LIST_CSV_MAX + 1, write_line, &f);
    if (csv_file_end(&f, st) != ST_OK)
        return st == ST_CONFLICT ? too_many(r, &w) : ST_FAILED;
    req_audit(r, "relation", 0, 0, PD_CONTACT,
              req_printf(r, "csv by=%s rows=%llu", text_empty(w.q.text) ? "list" : "search", (unsigned long long)(f.lines - 1)));
    return send_file(r, f.to.name, req_printf(r, "relaties-%s.csv", clock_today(r->arena)), CSV_TYPE);
}
