/*
 * collect.c - direct debit: what can be collected, a file for the bank, and what is in it.
 */
#include "base/clock.h"
#include "base/config.h"
#include "base/text.h"
#include "invoice.h"
#include "model/check.h"
#include "model/collection.h"
#include "model/mod97.h"
#include "ops/pain008.h"
#include "web/words.h"

#define SHOWN 100 /* rows of a preview */

static char *collection_href(struct req *r, const struct collection *c, const char *rest)
{
    return req_printf(r, "/facturen/incasso/%llu%s", (unsigned long long)c->id, rest);
}

static const char *day(struct req *r, const char *date)
{
    struct date d;

    return date && date_parse(date, &d) ? date_dutch(r->arena, d) : "";
}

/* What the configuration has to say before a file can be made. NULL: all is there. */
static const char *missing(struct req *r)
{
    const struct config *c = r->config;

    if (!c->invoice_iban || !iban_parse(r->arena, c->invoice_iban))
        return "Het eigen IBAN ontbreekt of klopt niet (invoice_iban). Vraag het uw beheerder.";
    if (!c->invoice_creditor_id || !creditor_id_valid(c->invoice_creditor_id))
        return "Het incassant-ID ontbreekt of klopt niet (invoice_creditor_id). Vraag het uw beheerder.";
    return NULL;
}

enum status collect_index(struct req *r)
{
    struct collection *list;
    size_t count;
    enum status st = collection_list(&r->m, &list, &count);

    if (st != ST_OK)
        return st;
    page_title(r, "Incasso");
    page_back(r, "/facturen", "Alle facturen");
    page_lead(r, "Maak een bestand waarmee uw bank openstaande facturen incasseert.");
    page_action(r, "Nieuwe incasso", "/facturen/incasso/nieuw", "primary", false);
    table_begin(r, "Table", "Incasso’s, nieuwste eerst", "Er is nog geen incasso gemaakt.");
    table_col(r, "Incasso", false);
    table_col(r, "Op", false);
    table_col(r, "Facturen", true);
    table_col(r, "Bedrag", true);
    table_col(r, "Keer gedownload", true);
    table_col(r, "Door", false);
    for (size_t i = 0; i < count; i++) {
        table_row(r);
        table_link(r, list[i].message, collection_href(r, &list[i], ""));
        table_cell(r, day(r, list[i].due_on));
        table_cell(r, words_count(r->arena, list[i].items));
        table_cell(r, euros(r, list[i].total));
        table_cell(r, req_printf(r, "%u", list[i].fetched));
        table_cell(r, list[i].user_name);
    }
    req_audit(r, "collection", 0, 0, PD_FINANCE, req_printf(r, "rows=%zu", count));
    return page_show(r, "factuur.cs");
}

/* Those with a problem, or those without. */
static void list_table(struct req *r, const char *key, const char *caption, const char *empty, const struct collectable *list, size_t count,
                       bool wrong)
{
    size_t shown = 0;

    table_begin(r, key, caption, empty);
    table_col(r, "Factuur", false);
    table_col(r, "Naam", false);
    table_col(r, "Bedrag", true);
    table_col(r, wrong ? "Waarom niet" : "Machtiging", false);
    for (size_t i = 0; i < count && shown < SHOWN; i++) {
        if ((list[i].problem != NULL) != wrong)
            continue;
        shown++;
        table_row(r);
        table_link(r, list[i].number, req_printf(r, "/facturen/%llu", (unsigned long long)list[i].invoice_id));
        table_cell(r, list[i].name);
        table_cell(r, euros(r, list[i].cents));
        table_cell(r, wrong ? list[i].problem : req_printf(r, "%s (%s)", list[i].mandate, list[i].recurring ? "vervolg" : "eerste keer"));
    }
}

struct sums {
    size_t good, bad;
    int64_t total;
};

static struct sums sums_of(const struct collectable *list, size_t count)
{
    struct sums s = { 0 };

    for (size_t i = 0; i < count; i++) {
        if (list[i].problem) {
            s.bad++;
        } else {
            s.good++;
            s.total += list[i].cents;
        }
    }
    return s;
}

static long run_of(struct req *r, const char *typed)
{
    long run = 0;

    if (!text_empty(typed) && !text_to_long(typed, 1, INT64_MAX, &run))
        return -1;
    (void)r;
    return run;
}

static enum status new_page(struct req *r, long run)
{
    struct collectable *list;
    struct sums s;
    size_t count;
    enum status st = collectables(&r->m, (uint64_t)run, &list, &count);

    if (st != ST_OK)
        return st;
    s = sums_of(list, count);
    page_title(r, "Nieuwe incasso");
    page_back(r, "/facturen/incasso", "Alle incasso’s");
    page_lead(r, "Dit zijn de openstaande facturen van leden die met automatische incasso betalen en die nog niet eerder zijn geïncasseerd.");
    if (missing(r))
        page_notice(r, "warn", "Er kan nog geen bestand worden gemaakt", missing(r), NULL, NULL);
    show_row(r, "Voorbeeld", "Facturen", words_count(r->arena, s.good));
    show_row(r, "Voorbeeld", "Totaal", euros(r, s.total));
    show_row(r, "Voorbeeld", "Kan niet", words_count(r->arena, s.bad));
    list_table(r, "Table", req_printf(r, "Wordt geïncasseerd (hoogstens %d getoond)", SHOWN), "Er is niets te incasseren.", list, count, false);
    if (s.bad > 0)
        list_table(r, "Tables.0", "Kan niet worden geïncasseerd", NULL, list, count, true);
    if (s.good > 0 && !missing(r)) {
        form_begin(r, "/facturen/incasso/nieuw", "Incasso maken", "/facturen/incasso");
        form_group(r, "Incasso maken");
        if (run > 0)
            form_hidden(r, "run", req_printf(r, "%ld", run));
        form_field(r, "date", "datum", "Dag van de incasso",
                   "Kies een werkdag. Laat het leden minstens 14 dagen van tevoren weten, of zo lang als u afsprak.", NULL);
        form_attr(r, "Required", "1");
        form_field(r, "number", "aantal", "Hoeveel facturen worden er geïncasseerd?", "Neem het aantal over uit het voorbeeld.", NULL);
        form_attr(r, "Required", "1");
        form_attr(r, "Width", "10");
        form_attr(r, "Autocomplete", "off");
    }
    req_audit(r, "collection", 0, 0, PD_FINANCE, req_printf(r, "rows=%zu", count));
    return page_show(r, "factuur.cs");
}

enum status collect_new(struct req *r)
{
    long run = run_of(r, req_query(r, "run"));

    return run < 0 ? ST_NOT_FOUND : new_page(r, run);
}

enum status collect_make(struct req *r)
{
    const char *typed = req_form(r, "aantal"), *due = form_date(r, "datum");
    long run = run_of(r, req_form(r, "run")), count = 0;
    struct date d;
    uint64_t id = 0;
    enum status st = ST_OK;

    if (run < 0)
        return ST_NOT_FOUND;
    if (!text_empty(due) && date_parse(due, &d))
        due = date_text(r->arena, d);
    if (missing(r))
        st = invalid(&r->problems, NULL, missing(r));
    else if (text_empty(typed) || !text_to_long(text_strip(r->arena, typed, " ."), 1, COLLECTION_MAX, &count))
        st = invalid(&r->problems, "aantal", "Vul het aantal facturen uit het voorbeeld in");
    if (st == ST_OK)
        st = collection_make(&r->m, &r->problems, (uint64_t)run, due, (uint64_t)count, &id);
    if (st == ST_INVALID) {
        new_page(r, run);
        return st;
    }
    if (st != ST_OK)
        return st;
    req_audit(r, "collection", id, 0, PD_FINANCE, req_printf(r, "count=%ld", count));
    return redirect(r, NULL, "/facturen/incasso/%llu", (unsigned long long)id);
}

static enum status collection_head(struct req *r, struct collection *c, struct collectable **list, size_t *count)
{
    enum status st;
    long id;

    if (!text_to_long(req_path(r, "incasso"), 1, INT64_MAX, &id))
        return ST_NOT_FOUND;
    st = collection_load(&r->m, (uint64_t)id, c);
    if (st == ST_OK)
        st = collection_items(&r->m, c->id, list, count);
    if (st != ST_OK)
        return st;
    req_audit(r, "collection", c->id, 0, PD_FINANCE, req_printf(r, "rows=%zu", *count));
    page_title(r, "Incasso %s", c->message);
    page_back(r, "/facturen/incasso", "Alle incasso’s");
    return ST_OK;
}

static enum status collection_page(struct req *r, const struct collection *c, const struct collectable *list, size_t count)
{
    struct sums s = sums_of(list, count);

    show_row(r, "Incasso", "Dag", day(r, c->due_on));
    show_row(r, "Incasso", "Facturen", words_count(r->arena, c->items));
    show_row(r, "Incasso", "Totaal", euros(r, c->total));
    show_row(r, "Incasso", "Gemaakt", req_printf(r, "%s door %s", clock_dutch(r->arena, c->created_at), c->user_name));
    show_row(r, "Incasso", "Keer gedownload", req_printf(r, "%u", c->fetched));
    if (s.bad > 0)
        list_table(r, "Tables.0", "Kan niet meer worden geïncasseerd", NULL, list, count, true);
    list_table(r, "Table", req_printf(r, "Facturen (hoogstens %d getoond)", SHOWN), NULL, list, count, false);
    if (s.bad == 0)
        page_action(r, "Bestand voor de bank downloaden", collection_href(r, c, "/bestand"), "primary", false);
    else
        page_notice(r, "warn", "Het bestand kan niet worden gemaakt",
                    "Van een of meer relaties ontbreekt nu iets. Herstel dat, of gooi deze incasso weg en maak een nieuwe.", NULL, NULL);
    if (c->fetched == 0)
        page_action(r, "Incasso weggooien", collection_href(r, c, "/weggooien"), "danger", true);
    return page_show(r, "factuur.cs");
}

enum status collect_show(struct req *r)
{
    struct collectable *list;
    struct collection c;
    size_t count;
    enum status st = collection_head(r, &c, &list, &count);

    return st == ST_OK ? collection_page(r, &c, list, count) : st;
}

/* "2026-11-25T10:00:00", as UTC. */
static const char *moment(struct req *r, int64_t t)
{
    char text[CLOCK_TEXT];

    return arena_strndup(r->arena, clock_rfc3339(t, text), 19);
}

static void fill(struct req *r, struct debits *d, const struct collectable *list, size_t count)
{
    struct debit *first = arena_array(r->arena, count + 1, sizeof *first), *recurring = arena_array(r->arena, count + 1, sizeof *recurring);

    for (size_t i = 0; i < count; i++) {
        struct debit one = { .end_to_end = list[i].number,
                             .cents = list[i].cents,
                             .mandate = list[i].mandate,
                             .signed_on = list[i].signed_on,
                             .iban = list[i].iban,
                             .name = list[i].name };

        one.remittance = req_printf(r, "Factuur %s %s", list[i].number, r->config->controller_name);
        if (list[i].recurring)
            recurring[d->recurring_count++] = one;
        else
            first[d->first_count++] = one;
    }
    d->first = first;
    d->recurring = recurring;
}

/* Made anew each time under the same MsgId: the bank knows a file that comes twice. */
enum status collect_fetch(struct req *r)
{
    const struct config *conf = r->config;
    struct collectable *list;
    struct collection c;
    struct debits d;
    char *text;
    size_t count, n;
    enum status st = collection_head(r, &c, &list, &count);

    if (st != ST_OK)
        return st;
    if (missing(r) || sums_of(list, count).bad > 0) {
        st = collection_page(r, &c, list, count);
        return st == ST_OK ? ST_CONFLICT : st;
    }
    d = (struct debits){ .message = c.message,
                         .created = moment(r, c.created_at),
                         .due_on = c.due_on,
                         .creditor = conf->controller_name,
                         .iban = iban_parse(r->arena, conf->invoice_iban),
                         .bic = conf->invoice_bic,
                         .id = conf->invoice_creditor_id };
    fill(r, &d, list, count);
    st = pain008_write(r->arena, &d, &text, &n);
    if (st == ST_OK)
        st = collection_fetched(&r->m, c.id);
    if (st != ST_OK)
        return st;
    return send_text(r, text, n, req_printf(r, "%s.xml", c.message), "application/xml");
}

enum status collect_discard(struct req *r)
{
    struct collectable *list;
    struct collection c;
    size_t count;
    enum status st = collection_head(r, &c, &list, &count);

    if (st == ST_OK)
        st = collection_discard(&r->m, c.id);
    if (st == ST_CONFLICT) {
        page_notice(r, "warn", "Deze incasso blijft", "Het bestand is al gedownload en kan bij de bank zijn.", NULL, NULL);
        st = collection_page(r, &c, list, count);
        return st == ST_OK ? ST_CONFLICT : st;
    }
    return st == ST_OK ? redirect(r, "incasso-weg", "/facturen/incasso") : st;
}
