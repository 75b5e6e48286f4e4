/*
 * choose.c - which column is what, and what to do with years of two digits and with people who are there already.
 */
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "import.h"
#include "model/job.h"

#define EXAMPLES     3 /* rows that show what is in a column */
#define EXAMPLE_CUT  40
#define TARGETS_SEEN 64

struct examples {
    struct req *r;
    struct buf *texts; /* per column */
    size_t columns, rows;
};

static enum status take_example(void *ctx, const struct row *row)
{
    struct examples *e = ctx;

    for (size_t i = 0; e->rows > 0 && i < row->count && i < e->columns; i++) {
        const char *s = row->cells[i];

        if (*s && strlen(s) <= EXAMPLE_CUT && text_check(s, strlen(s), false) == TEXT_FINE)
            buf_printf(&e->texts[i], "%s%s", e->texts[i].len ? ", " : "", s);
    }
    return e->rows++ == EXAMPLES ? ST_NOT_FOUND : ST_OK;
}

static enum status read_examples(struct req *r, struct opened *o, struct examples *e)
{
    struct problems ignored = problems_in(r->arena);
    enum status st;

    e->r = r;
    e->columns = o->columns.count;
    e->texts = arena_array(r->arena, e->columns + 1, sizeof *e->texts);
    for (size_t i = 0; i < e->columns; i++)
        e->texts[i] = buf_in(r->arena);
    st = rows_each(&o->in, &o->shape, r->arena, &ignored, take_example, e);
    return st == ST_INVALID ? ST_OK : st;
}

static void column_field(struct req *r, const struct opened *o, size_t i, const char *example)
{
    const char *name = req_printf(r, "kolom-%zu", i + 1), *heading = o->columns.headings[i], *typed = req_form(r, name);
    const char *chosen = typed ? typed : o->columns.targets[i] ? o->columns.targets[i]->xml : "";
    const struct target *t;

    form_field(r, "select", name, *heading ? heading : req_printf(r, "Kolom %zu, zonder kop", i + 1),
               *example ? req_printf(r, "Bijvoorbeeld: %s", example) : "Deze kolom is leeg in de eerste regels", NULL);
    form_attr(r, "Required", "1");
    form_option(r, "", "Niet importeren", !*chosen);
    for (size_t k = 0; (t = target_nth(&o->may, k)) != NULL; k++)
        form_option(r, t->xml, target_label(t), strcmp(chosen, t->xml) == 0);
}

static void century_field(struct req *r, const struct import_file *f)
{
    const char *typed = req_form(r, "eeuw"), *chosen = typed ? typed : century_name(f->century);
    static const struct {
        enum century c;
        const char *label;
    } options[] = {
        { CENTURY_ASK, "Weiger de regel" },
        { CENTURY_PAST, "Het laatste jaar dat geweest is: 50 is 1950, 05 is 2005" },
        { CENTURY_1900, "Altijd 19..: 50 is 1950, 05 is 1905" },
        { CENTURY_2000, "Altijd 20..: 05 is 2005" },
    };

    form_field(r, "radio", "eeuw", "Jaartallen met twee cijfers, zoals 31/12/50", NULL, NULL);
    form_attr(r, "Required", "1");
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        form_option(r, century_name(options[i].c), options[i].label, strcmp(chosen, century_name(options[i].c)) == 0);
}

static void duplicates_field(struct req *r, const struct import_file *f)
{
    const char *typed = req_form(r, "dubbel"), *chosen = typed ? typed : import_duplicates_name(f->duplicates);
    static const struct {
        enum import_duplicates d;
        const char *label;
    } options[] = {
        { DUPLICATES_SKIP, "Sla de regel over" },
        { DUPLICATES_UPDATE, "Werk de relatie bij; lege cellen veranderen niets" },
        { DUPLICATES_NEW, "Voeg toch een nieuwe relatie toe" },
    };

    form_field(r, "radio", "dubbel", "Iemand die er al is", "Zelfde relatienummer, of zelfde naam met dezelfde geboortedatum of hetzelfde adres",
               NULL);
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        form_option(r, import_duplicates_name(options[i].d), options[i].label, strcmp(chosen, import_duplicates_name(options[i].d)) == 0);
}

enum status choose_page(struct req *r, const struct import_file *f)
{
    struct examples e = { 0 };
    struct opened o;
    enum status st = import_opened(r, f, &r->problems, &o);

    page_title(r, "Kolommen van %s", f->file_name);
    page_back(r, "/import", "Alle bestanden");
    if (st == ST_INVALID) {
        page_notice(r, "danger", "Dit bestand kan niet worden gelezen", r->problems.first->text, "/import", "Kies een ander bestand");
        r->problems = problems_in(r->arena);
        return page_show(r, "import.cs");
    }
    if (st == ST_OK)
        st = read_examples(r, &o, &e);
    if (st != ST_OK)
        return st;
    page_lead(r, req_printf(r, "Zeg bij elke kolom wat erin staat. Het bestand is gelezen als %s; de kolommen zijn gescheiden door %s.",
                            text_encoding_name(o.shape.encoding),
                            o.shape.separator == '\t'  ? "tabs"
                            : o.shape.separator == ',' ? "komma's"
                                                       : "puntkomma's"));
    form_begin(r, import_href(r, f, "/kolommen"), "Kijk het bestand na", "/import");
    form_group(r, "Kolommen");
    for (size_t i = 0; i < o.columns.count; i++)
        column_field(r, &o, i, e.texts[i].s);
    form_group(r, "Keuzes");
    century_field(r, f);
    duplicates_field(r, f);
    return page_show(r, "formulier.cs");
}

static void read_choices(struct req *r, struct import_file *f, struct opened *o)
{
    const char *century = req_form(r, "eeuw"), *duplicates = req_form(r, "dubbel");

    for (size_t i = 0; i < o->columns.count; i++) {
        const char *name = req_printf(r, "kolom-%zu", i + 1), *xml = req_form(r, name);

        if (xml == NULL)
            continue;
        o->columns.targets[i] = *xml ? target_find(&o->may, xml) : NULL;
        if (*xml && o->columns.targets[i] == NULL)
            invalid(&r->problems, name, "Kies een van de mogelijkheden");
    }
    if (century && !century_find(century, &f->century))
        invalid(&r->problems, "eeuw", "Kies een van de mogelijkheden");
    if (duplicates && !import_duplicates_find(duplicates, &f->duplicates))
        invalid(&r->problems, "dubbel", "Kies een van de mogelijkheden");
    columns_check(&o->columns, &r->problems);
}

enum status import_columns_save(struct req *r)
{
    uint8_t hash[HASH_BYTES];
    struct import_file f;
    struct opened o;
    char job[33];
    enum status st = import_head(r, &f);

    if (st == ST_OK)
        st = import_opened(r, &f, &r->problems, &o);
    if (st != ST_OK)
        return st == ST_INVALID ? ST_NOT_FOUND : st;
    read_choices(r, &f, &o);
    if (f.state != IMPORT_RECEIVED)
        return redirect(r, NULL, "/import/%s", f.name);
    if (problems_any(&r->problems)) {
        st = choose_page(r, &f);
        return st == ST_OK ? ST_INVALID : st;
    }
    f.mapping = columns_text(&o.columns, r->arena);
    columns_hash(&o.columns, r->arena, hash);
    st = import_choose(&r->m, &f);
    if (st == ST_OK)
        st = mapping_keep(&r->m, hash, f.mapping);
    if (st == ST_OK)
        st = job_add(r->m.db, &r->who, IMPORT_KIND_CHECK, 0, job);
    if (st == ST_OK)
        st = import_set_state(&r->m, &f, IMPORT_RECEIVED, IMPORT_CHECKING, job);
    return st == ST_OK ? redirect(r, NULL, "/import/%s", f.name) : st;
}
