/*
 * data.c - everything that WerktVoorMij shows about the one who is signed in. What is shown of each part follows from the field tables.
 */
#include "base/text.h"
#include "model/store.h"
#include "portal.h"
#include "web/field_access.h"
#include "web/part_table.h"

static const char *row_link(struct req *r, const struct record *row, const void *ctx)
{
    (void)ctx;
    return req_printf(r, "/gegevens/%s/%llu", row->entity->xml_list, (unsigned long long)row->id);
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
    if (modules_have(&r->who.modules, consent_entity.module))
        page_action(r, "Toestemmingen bekijken", "/toestemmingen", "plain", false);
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

static struct record *row_with(struct record **rows, size_t count, const char *id)
{
    long wanted;

    if (!text_to_long(id, 1, INT64_MAX, &wanted))
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (rows[i]->id == (uint64_t)wanted)
            return rows[i];
    return NULL;
}

/* How closely a look at such a row is watched: as the heaviest of what it shows. */
static enum field_category sensitivity(struct req *r, const struct entity *e)
{
    enum field_category most = PD_NORMAL;

    for (const struct field *f = e->fields; f->column; f++)
        if (field_seen(r, f) && f->category > most)
            most = f->category;
    return most;
}

/* The row of the path, of a part that WerktVoorMij shows. */
static enum status part_load(struct req *r, const struct entity *e, struct record **out)
{
    struct record **rows;
    size_t count;
    enum status st = e && e->portal && modules_have(&r->who.modules, e->module) ? portal_list(&r->m, e, &rows, &count) : ST_NOT_FOUND;

    if (st != ST_OK)
        return st;
    *out = row_with(rows, count, req_path(r, "id"));
    if (!*out)
        return ST_NOT_FOUND;
    req_audit(r, e->table, (*out)->id, r->who.relation_id, sensitivity(r, e), "");
    return ST_OK;
}

/* The text that staff shared, in its place in the record. */
static enum status shared_text(struct req *r, struct record *row)
{
    const uint8_t *text;
    char none[33];
    size_t n;
    enum status st = portal_shared(&r->m, row, &text, &n, none);

    if (st == ST_OK)
        record_set(row, row->entity->shares, (const char *)text);
    else if (st == ST_NOT_FOUND)
        record_set(row, row->entity->shares, "Deze tekst staat in het bestand dat u kunt opvragen.");
    return st == ST_NOT_FOUND ? ST_OK : st;
}

static enum status part_lines(struct req *r, const struct record *row)
{
    const struct entity *e = row->entity->child;
    struct record **lines;
    size_t count;
    enum status st = portal_list(&r->m, e, &lines, &count);

    if (st == ST_OK)
        part_table(r, "Tables.0", e, lines, rows_of(lines, count, row->id), req_printf(r, "Er zijn geen %s.", text_lower(r->arena, e->plural)), NULL,
                   NULL);
    return st;
}

enum status part_show(struct req *r)
{
    struct record *row;
    enum status st = part_load(r, entity_find(req_path(r, "deel")), &row);

    if (st != ST_OK)
        return st;
    page_title(r, "%s: %s", row->entity->title, part_name(r, row));
    page_back(r, "/gegevens", "Terug naar mijn gegevens");
    if (row->entity == &document_entity)
        page_action(r, "Downloaden", req_printf(r, "%s/bestand", r->path), "primary", false);
    else if (row->entity->shares)
        st = shared_text(r, row);
    show_record(r, row, NULL, NULL);
    if (st == ST_OK && row->entity->child)
        st = part_lines(r, row);
    return st == ST_OK ? page_show(r, "gegevens.cs") : st;
}

/* Nothing leaves before the last byte has proven authentic. */
enum status document_fetch(struct req *r)
{
    struct record *row;
    const uint8_t *key;
    char store_name[33], spool[33];
    size_t n;
    enum status st = part_load(r, &document_entity, &row);

    if (st == ST_OK)
        st = portal_shared(&r->m, row, &key, &n, store_name);
    if (st != ST_OK)
        return st;
    if (n != KEY_BYTES)
        return ST_FAILED;
    st = store_spool(r->config, STORE_DOCUMENTS, store_name, key, spool);
    return st == ST_OK ? send_file(r, spool, record_get(row, "file_name"), record_get(row, "media_type")) : st;
}
