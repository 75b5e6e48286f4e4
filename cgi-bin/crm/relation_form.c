/*
 * relation_form.c - a new relation, changing one, and two people who changed the same one at once.
 */
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "crm.h"
#include "model/check.h"

#define CHOOSE "te-kiezen" /* hidden field of the conflict page: the fields to choose for */

/* True when `word` is one of the words of `list`. */
static bool word_in(const char *list, const char *word)
{
    size_t n = strlen(word);

    for (const char *p = strstr(list, word); p; p = strstr(p + 1, word))
        if ((p == list || p[-1] == ' ') && (p[n] == ' ' || !p[n]))
            return true;
    return false;
}

static enum status new_page(struct req *r, struct record *rec)
{
    page_title(r, "Nieuwe relatie");
    page_back(r, "/relaties", "Alle relaties");
    page_lead(r, "Vul in wat u weet. Alleen de achternaam is verplicht.");
    form_record(r, rec, "/relaties/nieuw", "Relatie opslaan", "/relaties");
    return page_show(r, "formulier.cs");
}

enum status relation_new(struct req *r)
{
    return new_page(r, record_new(r->arena, &relation_entity));
}

enum status relation_new_save(struct req *r)
{
    struct record *rec = record_new(r->arena, &relation_entity);
    bool *mask = arena_array(r->arena, relation_entity.count, sizeof *mask);
    enum status st = form_read(r, rec, mask);

    if (st == ST_OK)
        st = relation_check(rec, r->arena, &r->problems);
    if (st == ST_INVALID) {
        new_page(r, rec);
        return st;
    }
    if (st == ST_OK)
        st = relation_create(&r->m, rec, mask);
    if (st != ST_OK)
        return st;
    req_audit(r, "relation", rec->id, rec->id, PD_CONTACT, "");
    return redirect(r, "nieuw", "/relaties/%s", rec->number);
}

static enum status edit_page(struct req *r, struct record *rec)
{
    enum status st = record_tell_reasons(&r->m, rec);

    if (st != ST_OK)
        return st;
    page_title(r, "Gegevens wijzigen");
    form_record(r, rec, relation_href(r, rec, ""), "Wijzigingen opslaan", relation_href(r, rec, ""));
    return page_show(r, "formulier.cs");
}

enum status relation_edit(struct req *r)
{
    struct record *rec;
    /* The BSN stays closed: what is typed replaces it, nothing typed leaves it. */
    enum status st = relation_form_head(r, OPEN_PLAIN, &rec);

    return st == ST_OK ? edit_page(r, rec) : st;
}

/*
 * Two people changed the same relation. Where both values differ this person chooses: the page has a pair of radio buttons `kies-FIELD` (mijn, hun)
 * for each, and what was typed stays in hidden fields. `te-kiezen` names the fields, so that a choice that was not made is noticed.
 */
static void conflict_row(struct req *r, size_t row, const struct field *f, const char *mine, const char *theirs)
{
    page_set(r, f->xml, "Conflict.Rows.%zu.Name", row);
    page_set(r, f->label, "Conflict.Rows.%zu.Label", row);
    page_set(r, mine, "Conflict.Rows.%zu.Mine", row);
    page_set(r, theirs, "Conflict.Rows.%zu.Theirs", row);
    page_set(r, req_form(r, req_printf(r, "kies-%s", f->xml)), "Conflict.Rows.%zu.Choice", row);
    page_set(r, problem_for(&r->problems, f->xml), "Conflict.Rows.%zu.Error", row);
}

static void conflict_rows(struct req *r, const struct record *mine, const struct record *theirs, const bool *mask)
{
    struct buf names = buf_in(r->arena);
    size_t rows = 0, hidden = 0;

    for (size_t i = 0; i < relation_entity.count; i++) {
        const struct field *f = &relation_entity.fields[i];
        const char *my = field_typed(f, r->arena, mine->values[i]), *their = field_typed(f, r->arena, theirs->values[i]);

        if (!mask[i] || !strcmp(my, their))
            continue;
        page_set(r, f->xml, "Form.Hidden.%zu.Name", hidden);
        page_set(r, my, "Form.Hidden.%zu.Value", hidden++);
        if (f->sealed)
            continue; /* not shown beside another's: what was typed stays */
        conflict_row(r, rows++, f, my, their);
        buf_printf(&names, "%s%s", names.len ? " " : "", f->xml);
    }
    page_set(r, CHOOSE, "Form.Hidden.%zu.Name", hidden);
    page_set(r, names.s, "Form.Hidden.%zu.Value", hidden);
}

static enum status conflict_page(struct req *r, const struct record *mine, const bool *mask, enum status answer)
{
    struct record *theirs;
    const char *who;
    int64_t when;
    enum status st = relation_load(&r->m, mine->number, OPEN_PLAIN, &theirs);

    if (st == ST_OK)
        st = history_last(&r->m, mine, &who, &when);
    if (st != ST_OK)
        return st;
    page_title(r, "Iemand anders was u voor");
    page_set(r, who ? who : "een collega", "Conflict.Who");
    page_set(r, clock_dutch(r->arena, when), "Conflict.When");
    form_begin(r, relation_href(r, mine, ""), "Deze waarden opslaan", relation_href(r, mine, ""));
    page_set(r, req_printf(r, "%u", theirs->version), "Form.Version");
    conflict_rows(r, mine, theirs, mask);
    page_show(r, "conflict.cs");
    return answer;
}

/* What was chosen on the conflict page, per field; read before form_read() so that these names are known. NULL when the form does not come from
 * there. */
static const char **read_choices(struct req *r)
{
    const char *names = req_form(r, CHOOSE), **chosen;

    if (!names)
        return NULL;
    chosen = arena_array(r->arena, relation_entity.count, sizeof *chosen);
    for (size_t i = 0; i < relation_entity.count; i++) {
        const char *xml = relation_entity.fields[i].xml;

        if (word_in(names, xml)) {
            const char *choice = req_form(r, req_printf(r, "kies-%s", xml));

            chosen[i] = choice ? choice : "";
        }
    }
    return chosen;
}

/* A field for which "hun" was chosen is left as it is. ST_INVALID when a choice was not made. */
static enum status apply_choices(struct req *r, const char **chosen, bool *mask)
{
    for (size_t i = 0; chosen && i < relation_entity.count; i++) {
        const struct field *f = &relation_entity.fields[i];

        if (!chosen[i])
            continue;
        if (!strcmp(chosen[i], "hun"))
            mask[i] = false;
        else if (strcmp(chosen[i], "mijn"))
            invalidf(&r->problems, f->xml, "Kies welke waarde moet blijven: %s", f->label);
    }
    return problems_any(&r->problems) ? ST_INVALID : ST_OK;
}

enum status relation_save(struct req *r)
{
    struct record *rec;
    const char **chosen;
    bool *mask = arena_array(r->arena, relation_entity.count, sizeof *mask);
    enum status st = relation_form_head(r, OPEN_PLAIN, &rec);

    if (st != ST_OK)
        return st;
    chosen = read_choices(r);
    st = form_read(r, rec, mask);
    if (st == ST_OK)
        st = relation_check(rec, r->arena, &r->problems);
    if (st == ST_INVALID) {
        edit_page(r, rec);
        return st;
    }
    if (st == ST_OK && apply_choices(r, chosen, mask) != ST_OK)
        return conflict_page(r, rec, mask, ST_INVALID);
    if (st == ST_OK)
        st = record_save(&r->m, rec, mask);
    if (st == ST_CONFLICT)
        return conflict_page(r, rec, mask, ST_CONFLICT);
    return st == ST_OK ? redirect(r, "bewaard", "/relaties/%s", rec->number) : st;
}
