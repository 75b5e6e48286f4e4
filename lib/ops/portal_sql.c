#include "ops/portal_sql.h"

#include "base/buf.h"
#include "db/db.h"
#include "guard/module.h"
#include "model/field.h"

/* An e-mail address has to be proven first (portal_email_try). */
static bool correctable(const struct field *f)
{
    return f->portal == PORTAL_CORRECT && !f->sealed && f->type != F_EMAIL;
}

static void put_columns(struct buf *b, const struct entity *e, const char *table)
{
    for (const struct field *f = e->fields; f->column != NULL; f++)
        if (field_on_portal(f))
            buf_printf(b, ", %s.%s", table, f->column);
}

static void put_open(struct buf *b, const char *name, const char *parameters)
{
    buf_printf(b, "CREATE OR REPLACE PROCEDURE portal_%s(IN hash BINARY(32)%s)\n    SQL SECURITY DEFINER\nBEGIN\n", name, parameters);
    buf_puts(b, "    DECLARE who INT UNSIGNED;\n    DECLARE whose BIGINT UNSIGNED;\n");
}

/* A module without a licence gives no rows. */
static void put_licensed(struct buf *b, const struct entity *e)
{
    if (!module_info(module_find(e->module))->core)
        buf_printf(b, " AND EXISTS (SELECT 1 FROM module_licence WHERE module = '%s' AND until IS NULL)", e->module);
}

static void put_relation(struct buf *b)
{
    put_open(b, "relation", "");
    buf_puts(b, "    CALL portal_who(hash, who, whose);\n    SELECT t.id, t.number, t.version, t.status, t.created_at, t.changed_at");
    put_columns(b, &relation_entity, "t");
    buf_puts(b, " FROM relation t WHERE t.id = whose;\nEND;\n");
}

static void put_part(struct buf *b, const struct entity *e)
{
    put_open(b, e->table, "");
    buf_printf(b, "    CALL portal_who(hash, who, whose);\n    SELECT t.id, t.%s", e->parent_column);
    put_columns(b, e, "t");
    buf_printf(b, " FROM %s t WHERE t.relation_id = whose", e->table);
    if (e->portal_where != NULL)
        buf_printf(b, " AND (%s)", e->portal_where);
    put_licensed(b, e);
    buf_printf(b, " ORDER BY %s;\nEND;\n", e->order);
}

/* portal_TABLE_shared(hash, id): the copy of a shared row, the wrapped key that opens it, and where a document's file lies. */
static void put_shared(struct buf *b, const struct entity *e)
{
    buf_printf(b, "CREATE OR REPLACE PROCEDURE portal_%s_shared(IN hash BINARY(32), IN in_id BIGINT UNSIGNED)\n    SQL SECURITY DEFINER\nBEGIN\n",
               e->table);
    buf_puts(b, "    DECLARE who INT UNSIGNED;\n    DECLARE whose BIGINT UNSIGNED;\n    CALL portal_who(hash, who, whose);\n");
    buf_printf(b,
               "    SELECT c.sealed, k.wrapped, %s FROM %s t JOIN shared_copy c ON c.entity = '%s' AND c.entity_id = t.id"
               " JOIN relation_share_key k ON k.relation_id = t.relation_id WHERE t.id = in_id AND t.relation_id = whose AND (%s)",
               e == &document_entity ? "t.store_name" : "NULL", e->table, e->table, e->portal_where);
    put_licensed(b, e);
    buf_puts(b, ";\nEND;\n");
}

/* Rows of rows: lines of all the invoices that are shown. */
static void put_child(struct buf *b, const struct entity *parent, const struct entity *e)
{
    put_open(b, e->table, "");
    buf_printf(b, "    CALL portal_who(hash, who, whose);\n    SELECT t.id, t.%s", e->parent_column);
    put_columns(b, e, "t");
    buf_printf(b, " FROM %s t WHERE t.%s IN (SELECT id FROM %s WHERE relation_id = whose", e->table, e->parent_column, parent->table);
    if (parent->portal_where != NULL)
        buf_printf(b, " AND (%s)", parent->portal_where);
    buf_puts(b, ")");
    put_licensed(b, e);
    buf_printf(b, " ORDER BY t.%s, %s;\nEND;\n", e->parent_column, e->order);
}

/*
 * portal_correct(hash, request, field, value): one field of the own relation, with its history. Gives one row with `result`: 'ok', 'same',
 * 'session', or 'field' for one that may not be corrected. An empty value becomes NULL.
 */
static void put_correct(struct buf *b)
{
    put_open(b, "correct", ", IN in_request CHAR(32), IN in_field VARCHAR(40), IN in_value TEXT");
    buf_puts(b, "    DECLARE old TEXT;\n    DECLARE changed VARCHAR(40);\n    DECLARE now DATETIME(6) DEFAULT koren_now();\n"
                "    CALL portal_who(hash, who, whose);\n    SET in_value = NULLIF(in_value, '');\n    CASE in_field\n");
    for (const struct field *f = relation_entity.fields; f->column != NULL; f++)
        if (correctable(f))
            buf_printf(b, "        WHEN '%s' THEN SELECT '%s', %s INTO changed, old FROM relation WHERE id = whose FOR UPDATE;\n", f->xml, f->column,
                       f->column);
    buf_puts(b, "        ELSE SET changed = NULL;\n    END CASE;\n"
                "    IF whose IS NULL THEN SELECT 'session' AS result;\n"
                "    ELSEIF changed IS NULL THEN SELECT 'field' AS result;\n"
                "    ELSEIF BINARY old <=> BINARY in_value THEN SELECT 'same' AS result;\n"
                "    ELSE\n        CASE in_field\n");
    for (const struct field *f = relation_entity.fields; f->column != NULL; f++)
        if (correctable(f))
            buf_printf(b, "            WHEN '%s' THEN UPDATE relation SET %s = in_value WHERE id = whose;\n", f->xml, f->column);
    buf_puts(b, "        END CASE;\n"
                "        UPDATE relation SET version = version + 1, changed_at = now WHERE id = whose;\n"
                "        CALL portal_history(whose, who, in_request, changed, old, in_value);\n"
                "        SELECT 'ok' AS result;\n    END IF;\nEND;\n");
}

char *portal_sql(struct arena *a)
{
    struct buf b = buf_in(a);

    put_relation(&b);
    for (size_t i = 0; entities[i] != NULL; i++) {
        const struct entity *e = entities[i];

        if (e == &relation_entity || !e->portal)
            continue;
        put_part(&b, e);
        if (e->shares != NULL)
            put_shared(&b, e);
        if (e->child != NULL && e->child->portal)
            put_child(&b, e, e->child);
    }
    put_correct(&b);
    return b.s;
}

enum status portal_sql_apply(struct db *db, struct arena *a)
{
    return db_script(db, portal_sql(a));
}
