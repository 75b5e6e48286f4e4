/*
 * line.c - the lines of a concept: add, change, remove, put in order.
 */
#include "base/text.h"
#include "invoice.h"

#define NOT_NOW "De factuur is intussen veranderd"
#define LOOK    "Er is niets van u opgeslagen. Kijk hoe de factuur nu is en probeer het nog eens."

static enum status lines_done(struct req *r, const struct record *invoice, const char *flash)
{
    return redirect(r, flash, "/facturen/%llu", (unsigned long long)invoice->id);
}

enum status line_add(struct req *r)
{
    struct record *invoice, *line = record_new(r->arena, &invoice_line_entity);
    bool *mask = arena_array(r->arena, line->entity->count, sizeof *mask);
    struct record *relation;
    enum status st = invoice_head(r, &invoice, &relation);

    if (st == ST_OK && !invoice_is_concept(invoice))
        return concept_head(r, "Regel toevoegen", &invoice);
    if (st == ST_OK)
        st = form_read(r, line, mask);
    if (st == ST_OK)
        st = invoice_line_save(&r->m, &r->problems, invoice, line, mask);
    if (st == ST_INVALID) {
        line->id = 0;
        invoice_page(r, invoice, line);
        return st;
    }
    if (st == ST_CONFLICT)
        return invoice_again(r, invoice, st, NOT_NOW, LOOK);
    return st == ST_OK ? lines_done(r, invoice, "toegevoegd") : st;
}

static enum status line_head(struct req *r, struct record **invoice, struct record **line)
{
    enum status st = concept_head(r, "Regel wijzigen", invoice);
    long id;

    if (st != ST_OK)
        return st;
    if (!text_to_long(req_path(r, "regel"), 1, INT64_MAX, &id))
        return ST_NOT_FOUND;
    return invoice_line_load(&r->m, *invoice, (uint64_t)id, line);
}

static enum status line_page(struct req *r, const struct record *invoice, const struct record *line)
{
    const char *self = req_printf(r, "/regels/%llu", (unsigned long long)line->id);

    form_record(r, line, invoice_href(r, invoice, self), "Regel opslaan", invoice_href(r, invoice, ""));
    page_action(r, "Omhoog", invoice_href(r, invoice, req_printf(r, "%s/omhoog", self)), "plain", true);
    page_action(r, "Omlaag", invoice_href(r, invoice, req_printf(r, "%s/omlaag", self)), "plain", true);
    page_action(r, "Regel verwijderen", invoice_href(r, invoice, req_printf(r, "%s/weg", self)), "danger", true);
    return page_show(r, "dossier.cs");
}

enum status line_edit(struct req *r)
{
    struct record *invoice, *line;
    enum status st = line_head(r, &invoice, &line);

    return st == ST_OK ? line_page(r, invoice, line) : st;
}

enum status line_update(struct req *r)
{
    bool *mask = arena_array(r->arena, invoice_line_entity.count, sizeof *mask);
    struct record *invoice, *line;
    enum status st = line_head(r, &invoice, &line);

    if (st != ST_OK)
        return st;
    st = form_read(r, line, mask);
    if (st == ST_OK)
        st = invoice_line_save(&r->m, &r->problems, invoice, line, mask);
    if (st == ST_INVALID) {
        line_page(r, invoice, line);
        return st;
    }
    if (st == ST_CONFLICT)
        return invoice_again(r, invoice, st, NOT_NOW, LOOK);
    return st == ST_OK ? lines_done(r, invoice, "bewaard") : st;
}

static enum status move(struct req *r, int way)
{
    struct record *invoice, *line;
    enum status st = line_head(r, &invoice, &line);

    if (st != ST_OK)
        return st;
    st = way ? invoice_line_move(&r->m, invoice, line->id, way) : invoice_line_remove(&r->m, invoice, line->id);
    if (st == ST_CONFLICT)
        return invoice_again(r, invoice, st, NOT_NOW, LOOK);
    return st == ST_OK ? lines_done(r, invoice, way ? "bewaard" : "verwijderd") : st;
}

enum status line_up(struct req *r)
{
    return move(r, -1);
}

enum status line_down(struct req *r)
{
    return move(r, 1);
}

enum status line_remove(struct req *r)
{
    return move(r, 0);
}
