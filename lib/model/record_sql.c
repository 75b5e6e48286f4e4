#include "model/record_sql.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "guard/session.h"

#define ENTITIES_MAX 32
#define NARROWED_MAX 64

/* Statements live as long as the process: a connection finds them by address. */
static struct arena *forever;

static struct {
    const struct entity *entity;
    const char *sql[RS_COUNT_];
} made[ENTITIES_MAX];

static struct {
    const struct entity *entity;
    enum record_statement what;
    const char *where;
    const char *sql;
} narrowed[NARROWED_MAX];

bool record_has(const struct entity *e, const char *column)
{
    for (const char *const *t = e->technical; *t; t++)
        if (strcmp(*t, column) == 0)
            return true;
    return false;
}

bool record_nested(const struct entity *e)
{
    return e->parent_column && strcmp(e->parent_column, "relation_id") != 0;
}

static const struct entity *parent_of(const struct entity *child)
{
    for (const struct entity *const *e = entities; *e; e++)
        if ((*e)->child == child)
            return *e;
    abort(); /* a field table that no other table leads to */
}

static void put_owner(struct buf *b, const struct entity *e)
{
    const struct entity *p;

    if (!e->parent_column) {
        buf_puts(b, "t.id");
    } else if (record_nested(e)) {
        p = parent_of(e);
        buf_printf(b, "(SELECT p.%s FROM %s p WHERE p.id = t.%s)", p->parent_column, p->table, e->parent_column);
    } else {
        buf_printf(b, "t.%s", e->parent_column);
    }
}

static void put_columns(struct buf *b, const struct entity *e, bool sealed)
{
    buf_puts(b, "t.id, ");
    buf_printf(b, "%s%s, ", e->parent_column ? "t." : "", e->parent_column ? e->parent_column : "0");
    put_owner(b, e);
    buf_printf(b, ", %s, %s, %s", record_has(e, "version") ? "t.version" : "0", record_has(e, "created_at") ? "t.created_at" : "NULL",
               record_has(e, "changed_at") ? "t.changed_at" : "NULL");
    for (const struct field *f = e->fields; f->column; f++)
        buf_printf(b, ", t.%s%s", f->column, f->sealed && !sealed ? " IS NOT NULL" : "");
}

static void put_select(struct buf *b, const struct entity *e, bool sealed)
{
    buf_puts(b, "SELECT ");
    put_columns(b, e, sealed);
    buf_printf(b, " FROM %s t", e->table);
}

static void put_load(struct buf *b, const struct entity *e, enum record_statement what)
{
    put_select(b, e, what == RS_LOAD_SEALED || what == RS_LOCK_SEALED);
    buf_puts(b, " WHERE t.id = ?");
    if (what == RS_LOCK || what == RS_LOCK_SEALED) {
        buf_puts(b, " FOR UPDATE");
    } else if (e->parent_column) {
        buf_puts(b, e->loose ? " AND COALESCE(" : " AND ");
        put_owner(b, e);
        buf_puts(b, e->loose ? ", 0) = ?" : " = ?");
    }
}

static void put_parent(struct buf *b, const struct entity *e, const char *where)
{
    buf_printf(b, " WHERE t.%s = ?", e->parent_column ? e->parent_column : "id");
    if (where)
        buf_printf(b, " AND (%s)", where);
}

static void put_insert(struct buf *b, const struct entity *e)
{
    unsigned values = 0;

    buf_printf(b, "INSERT INTO %s (", e->table);
    if (e->parent_column)
        buf_printf(b, "%s%s", values++ ? ", " : "", e->parent_column);
    for (const struct field *f = e->fields; f->column; f++)
        if (!f->sealed)
            buf_printf(b, "%s%s", values++ ? ", " : "", f->column);
    if (record_has(e, "created_at")) {
        buf_puts(b, ", created_at, changed_at");
        values += 2;
    }
    if (record_has(e, "sort_key")) {
        buf_puts(b, ", sort_key, search_other");
        values += 2;
    }
    buf_puts(b, ") VALUES (?");
    while (--values)
        buf_puts(b, ", ?");
    buf_puts(b, ")");
}

static void put_update(struct buf *b, const struct entity *e)
{
    unsigned values = 0;

    buf_printf(b, "UPDATE %s SET ", e->table);
    for (const struct field *f = e->fields; f->column; f++)
        if (!f->sealed)
            buf_printf(b, "%s%s = ?", values++ ? ", " : "", f->column);
    if (record_has(e, "changed_at"))
        buf_puts(b, ", changed_at = ?");
    if (record_has(e, "sort_key"))
        buf_puts(b, ", sort_key = ?, search_other = ?");
    if (record_has(e, "version"))
        buf_puts(b, ", version = version + 1");
    buf_puts(b, " WHERE id = ?");
}

static void put_seal(struct buf *b, const struct entity *e)
{
    unsigned values = 0;

    buf_printf(b, "UPDATE %s SET ", e->table);
    for (const struct field *f = e->fields; f->column; f++)
        if (f->sealed)
            buf_printf(b, "%s%s = ?", values++ ? ", " : "", f->column);
    if (record_has(e, "bsn_lookup"))
        buf_puts(b, ", bsn_lookup = ?");
    buf_puts(b, " WHERE id = ?");
}

/* From left to right: what was looked at is the new version. */
static void put_wipe(struct buf *b, const struct entity *e)
{
    buf_printf(b, "UPDATE %s SET version = version + ?, wiped_version = version, changed_at = ?", e->table);
    for (const struct field *f = e->fields; f->column; f++)
        if (f->keep == e->wipe)
            buf_printf(b, ", %s = NULL", f->column);
    buf_puts(b, " WHERE id = ?");
}

static void put_parts(struct buf *b, const char *relation)
{
    for (size_t i = 1; entities[i]; i++)
        buf_printf(b, "%s(SELECT COUNT(*) FROM %s WHERE %s = %s)", i > 1 ? ", " : "", entities[i]->table, entities[i]->parent_column, relation);
}

/* One row for a session there is, also when there is no such relation. */
static void put_visit(struct buf *b, const struct entity *e)
{
    buf_puts(b, "SELECT " SESSION_COLUMNS ", ");
    put_columns(b, e, false);
    buf_puts(b, ", ");
    put_parts(b, "t.id");
    buf_printf(b, " FROM view_session v LEFT JOIN %s t ON t.number = ? WHERE v.token_hash = ?", e->table);
}

/* Columns that RS_BULK gives besides the fields; a table has those it names as technical. */
static const char *const bulk_technical[] = {
    "created_at", "changed_at", "sort_key", "search_other", "bsn_lookup", "store_name", "file_key", NULL,
};

static void put_bulk(struct buf *b, const struct entity *e, unsigned rows)
{
    unsigned values = 1;

    buf_printf(b, "INSERT INTO %s (id", e->table);
    if (e->parent_column)
        values++, buf_printf(b, ", %s", e->parent_column);
    for (const struct field *f = e->fields; f->column; f++)
        values++, buf_printf(b, ", %s", f->column);
    for (const char *const *t = bulk_technical; *t; t++)
        if (record_has(e, *t))
            values++, buf_printf(b, ", %s", *t);
    buf_puts(b, ") VALUES ");
    for (unsigned r = 0; r < rows; r++) {
        buf_puts(b, r ? ", (?" : "(?");
        for (unsigned v = 1; v < values; v++)
            buf_puts(b, ", ?");
        buf_puts(b, ")");
    }
}

static const char *make(const struct entity *e, enum record_statement what, const char *where)
{
    struct buf b;

    if (!forever)
        forever = arena_new(0);
    if (!forever)
        abort(); /* without memory at the first statement there is no program */
    b = buf_in(forever);
    switch (what) {
    case RS_LOAD:
    case RS_LOAD_SEALED:
    case RS_LOCK:
    case RS_LOCK_SEALED:
        put_load(&b, e, what);
        break;
    case RS_LIST:
    case RS_LIST_SEALED:
        put_select(&b, e, what == RS_LIST_SEALED);
        put_parent(&b, e, where);
        buf_printf(&b, " ORDER BY %s LIMIT ? OFFSET ?", e->order);
        break;
    case RS_FIND:
        put_select(&b, e, false);
        buf_puts(&b, " WHERE t.number = ?");
        break;
    case RS_COUNT:
        buf_printf(&b, "SELECT COUNT(*) FROM %s t", e->table);
        put_parent(&b, e, where);
        break;
    case RS_ALL:
        buf_printf(&b, "SELECT COUNT(*) FROM %s", e->table);
        break;
    case RS_OWNER:
        buf_printf(&b, "SELECT %s FROM %s WHERE id = ?", parent_of(e)->parent_column, parent_of(e)->table);
        break;
    case RS_PARTS:
        buf_puts(&b, "SELECT ");
        put_parts(&b, "?");
        break;
    case RS_VISIT:
        put_visit(&b, e);
        break;
    case RS_INSERT:
        put_insert(&b, e);
        break;
    case RS_UPDATE:
        put_update(&b, e);
        break;
    case RS_WIPE_DUE:
        buf_printf(&b, "SELECT id FROM %s WHERE %s < ? AND version <> wiped_version LIMIT ?", e->table, e->wipe_from);
        break;
    case RS_WIPE:
        put_wipe(&b, e);
        break;
    case RS_NEXT_ID:
        buf_printf(&b, "SELECT AUTO_INCREMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '%s'", e->table);
        break;
    case RS_BULK:
    case RS_BULK_ONE:
        put_bulk(&b, e, what == RS_BULK ? BULK_ROWS : 1);
        break;
    default:
        put_seal(&b, e);
        break;
    }
    return b.s;
}

static const char *make_narrowed(const struct entity *e, enum record_statement what, const char *where)
{
    size_t i = 0;

    for (; i < NARROWED_MAX && narrowed[i].entity; i++)
        if (narrowed[i].entity == e && narrowed[i].what == what && strcmp(narrowed[i].where, where) == 0)
            return narrowed[i].sql;
    if (i == NARROWED_MAX)
        abort(); /* more conditions than the field tables hold: one of them is no constant */
    narrowed[i].what = what;
    narrowed[i].where = where;
    narrowed[i].sql = make(e, what, where);
    narrowed[i].entity = e;
    return narrowed[i].sql;
}

const char *record_sql(const struct entity *e, enum record_statement what, const char *where)
{
    size_t i = 0;

    if (where)
        return make_narrowed(e, what, where);
    while (i < ENTITIES_MAX && made[i].entity && made[i].entity != e)
        i++;
    if (i == ENTITIES_MAX)
        abort();
    made[i].entity = e;
    if (!made[i].sql[what])
        made[i].sql[what] = make(e, what, NULL);
    return made[i].sql[what];
}
