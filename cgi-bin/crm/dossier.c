/*
 * dossier.c - documents of a relation: list, upload, download.
 */
#include "base/clock.h"
#include "base/text.h"
#include "crm.h"
#include "model/check.h"
#include "model/choices.h"
#include "model/document.h"
#include "model/share.h"

static char *document_href(struct req *r, const struct record *rel, const struct record *doc)
{
    return req_printf(r, "/relaties/%s/dossier/%llu/bestand", rel->number, (unsigned long long)doc->id);
}

static const char *document_cell(struct req *r, const struct record *doc, const char *column)
{
    const struct entity *e = doc->entity;

    return field_show(&e->fields[field_index(e, column)], r->arena, record_get(doc, column));
}

static void document_table(struct req *r, const struct record *rel, struct record **docs, size_t count)
{
    table_begin(r, "Table", "Documenten, nieuwste eerst", "Er zijn nog geen documenten.");
    table_col(r, "Document", false);
    table_col(r, "Bestand", false);
    table_col(r, "Grootte", true);
    table_col(r, "Toegevoegd", false);
    table_col(r, "Door", false);
    table_col(r, "In WerktVoorMij", false);
    for (size_t i = 0; i < count; i++) {
        const char *title = record_get(docs[i], "title");

        table_row(r);
        table_link(r, text_empty(title) ? record_get(docs[i], "file_name") : title, document_href(r, rel, docs[i]));
        table_cell(r, record_get(docs[i], "file_name"));
        table_cell(r, document_cell(r, docs[i], "size"));
        table_cell(r, clock_dutch(r->arena, docs[i]->created_at));
        table_cell(r, record_get(docs[i], "author"));
        table_link(r, share_wanted(docs[i]) ? "Te zien" : "Niet te zien",
                   req_printf(r, "/relaties/%s/dossier/%llu", rel->number, (unsigned long long)docs[i]->id));
    }
}

/* The kind that was chosen, "overig" when a form has none. */
static const char *kind_of(struct req *r)
{
    const char *kind = req_form(r, "soort");

    return text_empty(kind) ? "overig" : kind;
}

static void upload_form(struct req *r, const struct record *rel)
{
    form_begin(r, relation_href(r, rel, "/dossier"), "Document toevoegen", NULL);
    page_set(r, "1", "Form.Upload");
    form_field(r, "text", "omschrijving", "Omschrijving", "Bijvoorbeeld: intakeformulier", req_form(r, "omschrijving"));
    form_attr(r, "Maxlength", "150");
    form_field(r, "select", "soort", "Soort", NULL, kind_of(r));
    form_attr(r, "Required", "1");
    for (const struct choice *c = document_kinds; c->value; c++)
        form_option(r, c->value, c->label, text_equal(c->value, kind_of(r)));
    form_field(r, "file", "bestand", "Bestand", "Een document, afbeelding of e-mail van hoogstens 2 GB", NULL);
    form_attr(r, "Required", "1");
    form_field(r, "check", "gedeeld", "Te zien in WerktVoorMij", "De relatie kan het document dan zelf downloaden", req_form(r, "gedeeld"));
}

static enum status dossier_page(struct req *r, const struct record *rel)
{
    struct tab_rows t;
    enum status st = relation_rows(r, rel, &document_entity, &t);

    if (st != ST_OK)
        return st;
    page_title(r, "Dossier");
    document_table(r, rel, t.rows, t.count);
    relation_paging(r, rel, "dossier", t.page, t.total);
    if (perms_have(&r->who.perms, PERM_DOSSIER_EDIT))
        upload_form(r, rel);
    return page_show(r, "dossier.cs");
}

enum status dossier_index(struct req *r)
{
    struct record *rel;
    enum status st = relation_head(r, "dossier", OPEN_PLAIN, &rel);

    return st == ST_OK ? dossier_page(r, rel) : st;
}

enum status dossier_add(struct req *r)
{
    struct record *rel;
    uint64_t id;
    const char *title = req_form(r, "omschrijving");
    enum status st = relation_head(r, "dossier", OPEN_PLAIN, &rel);

    if (st != ST_OK)
        return st;
    if (title && text_length(title) > 150)
        invalid(&r->problems, "omschrijving", "Maak de omschrijving korter: hoogstens 150 tekens");
    if (!choice_among(document_kinds, kind_of(r)))
        invalid(&r->problems, "soort", "Kies een van de mogelijkheden");
    if (!r->upload && !problem_for(&r->problems, "bestand"))
        invalid(&r->problems, "bestand", "Kies een bestand om toe te voegen");
    if (problems_any(&r->problems)) {
        dossier_page(r, rel);
        return ST_INVALID;
    }
    st = document_add(&r->m, rel->id, r->upload, title, kind_of(r), text_equal(req_form(r, "gedeeld"), "ja"), &id);
    if (st != ST_OK)
        return st;
    req_audit(r, "document", id, rel->id, PD_SPECIAL, "");
    return redirect(r, "document", "/relaties/%s/dossier", rel->number);
}

enum status dossier_fetch(struct req *r)
{
    struct record *rel, *doc;
    char store[33], spool[33];
    uint8_t key[KEY_BYTES];
    long id;
    enum status st = relation_load(&r->m, req_path(r, "nr"), OPEN_PLAIN, &rel);

    if (st != ST_OK)
        return st;
    if (!text_to_long(req_path(r, "id"), 1, INT64_MAX, &id))
        return ST_NOT_FOUND;
    st = document_key(&r->m, rel->id, (uint64_t)id, &doc, store, key);
    if (st == ST_OK)
        st = store_spool(r->config, STORE_DOCUMENTS, store, key, spool);
    bytes_wipe(key, sizeof key);
    if (st != ST_OK)
        return st;
    req_audit(r, "document", doc->id, rel->id, PD_SPECIAL, "");
    return send_file(r, spool, record_get(doc, "file_name"), record_get(doc, "media_type"));
}
