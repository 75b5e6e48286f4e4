/*
 * data.c - everything that WerktVoorMij shows about the one who is signed in. What is shown of each part follows from the field tables.
 */
#include "base/text.h"
#include "portal.h"
#include "web/part_table.h"

/* Rows that have rows of their own (the lines of an invoice) have a page. */
static const char *row_link(struct req *r, const struct record *row, const void *ctx)
{
    (void)ctx;
    return row->entity->child ? req_printf(r, "/gegevens/%s/%llu", row->entity->xml_list, (unsigned long long)row->id) : NULL;
}

static enum status part(struct req *r, const struct entity *e, const char *key)
{
    struct record **rows;
    size_t count;
    enum status st = portal_list(&r->m, e, &rows, &count);

    if (st == ST_OK)
        part_table(r, key, e, rows, count, req_printf(r, "Wij hebben geen %s van u.", text_lower(r->arena, e->plural)), row_link, NULL);
    return st;
}

enum status data_show(struct req *r)
{
    struct record *me;
    unsigned tables = 0;
    enum status st = own_relation(r, &me);

    for (size_t i = 1; st == ST_OK && entities[i]; i++) {
        if (entities[i]->portal && modules_have(&r->who.modules, entities[i]->module))
            st = part(r, entities[i], req_printf(r, "Tables.%u", tables++));
    }
    if (st != ST_OK)
        return st;
    page_title(r, "Mijn gegevens");
    page_lead(r, "Dit weten wij van u. Staat er geen ‘Wijzigen’ bij en klopt het niet? Neem dan contact met ons op.");
    page_back(r, "/", "Terug naar het begin");
    show_record(r, me, NULL, "/gegevens/wijzigen");
    page_action(r, "Gegevens wijzigen", "/gegevens/wijzigen", "primary", false);
    page_action(r, "Alles over mij opvragen", "/mijn/export", "plain", false);
    return page_show(r, "gegevens.cs");
}

/* The rows that belong to one row; what is another's is not among those the session gives. */
static size_t rows_of(struct record **rows, size_t count, uint64_t parent_id)
{
    size_t n = 0;

    for (size_t i = 0; i < count; i++)
        if (rows[i]->parent_id == parent_id)
            rows[n++] = rows[i];
    return n;
}

static const struct record *row_with(struct record **rows, size_t count, const char *id)
{
    long wanted;

    if (!text_to_long(id, 1, INT64_MAX, &wanted))
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (rows[i]->id == (uint64_t)wanted)
            return rows[i];
    return NULL;
}

enum status invoice_show(struct req *r)
{
    const struct entity *e = &invoice_entity;
    const struct record *invoice;
    struct record **rows;
    size_t count;
    enum status st = modules_have(&r->who.modules, e->module) ? portal_list(&r->m, e, &rows, &count) : ST_NOT_FOUND;

    if (st != ST_OK)
        return st;
    invoice = row_with(rows, count, req_path(r, "id"));
    if (!invoice)
        return ST_NOT_FOUND;
    req_audit(r, e->table, invoice->id, r->who.relation_id, PD_FINANCE, "");
    page_title(r, "Factuur %s", part_name(r, invoice));
    page_back(r, "/gegevens", "Terug naar mijn gegevens");
    show_record(r, invoice, NULL, NULL);
    st = portal_list(&r->m, e->child, &rows, &count);
    if (st == ST_OK)
        part_table(r, "Tables.0", e->child, rows, rows_of(rows, count, invoice->id), "Deze factuur heeft geen regels.", NULL, NULL);
    return st == ST_OK ? page_show(r, "gegevens.cs") : st;
}
