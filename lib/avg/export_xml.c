#include "avg/export_xml.h"

#include <stdbool.h>
#include <string.h>

#include "avg/export.h"
#include "avg/scratch.h"
#include "avg/xml.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"

struct export_xml {
    struct xml *x;
    struct arena *values; /* emptied after each record */
};

static void export_xml_free(void *what)
{
    struct export_xml *e = what;

    arena_free(e->values);
    e->values = NULL;
}

struct export_xml *export_xml_new(struct arena *a, struct scratch *to, const struct export_head *head)
{
    struct export_xml *e = arena_alloc(a, sizeof *e);
    char made[CLOCK_TEXT];

    e->values = arena_new(0);
    if (e->values == NULL)
        arena_exhausted(a);
    arena_defer(a, export_xml_free, e);
    clock_rfc3339(head->made, made);
    e->x = xml_new(a, to, 1);
    xml_open(e->x, "avg-export");
    xml_attr(e->x, "xmlns", EXPORT_NS);
    xml_attr(e->x, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    xml_attr(e->x, "xsi:schemaLocation", EXPORT_NS " gegevens.xsd");
    xml_attr(e->x, "version", "1");
    xml_attr(e->x, "made-at", made);
    xml_attr(e->x, "controller", head->controller);
    return e;
}

/* Cents as euros: "1250" is "12.50", "-5" is "-0.05". */
static const char *euros(struct arena *a, const char *cents)
{
    const char *sign = *cents == '-' ? "-" : "", *digits = cents + strlen(sign);
    size_t n = strlen(digits);

    if (n == 0)
        return cents;
    if (n < 3)
        return arena_printf(a, "%s0.%s%s", sign, n == 1 ? "0" : "", digits);
    return arena_printf(a, "%s%.*s.%s", sign, (int)(n - 2), digits, digits + n - 2);
}

const char *export_xml_value(struct arena *a, const struct field *f, const char *value)
{
    int64_t t;

    switch (f->type) {
    case F_MONEY:
        return euros(a, value);
    case F_TIME:
        return clock_parse_sql(value, &t) ? clock_rfc3339(t, arena_alloc(a, CLOCK_TEXT)) : value;
    default:
        return value;
    }
}

static void read_list(void *ctx, const struct entity *entity)
{
    struct export_xml *e = ctx;

    xml_open(e->x, entity->xml_list);
}

static void read_record(void *ctx, const struct record *r, const char *file)
{
    struct export_xml *e = ctx;

    xml_open(e->x, r->entity->xml);
    for (size_t i = 0; i < r->entity->count; i++) {
        const struct field *f = &r->entity->fields[i];

        if (!export_has(f) || r->values[i] == NULL)
            continue;
        xml_open(e->x, f->xml);
        if (f->type == F_MONEY)
            xml_attr(e->x, "valuta", "EUR");
        xml_text(e->x, export_xml_value(e->values, f, r->values[i]));
        xml_close(e->x);
    }
    if (file != NULL)
        xml_element(e->x, "bestand", file);
    arena_reset(e->values);
}

static void read_record_end(void *ctx, const struct record *r)
{
    struct export_xml *e = ctx;

    (void)r;
    xml_close(e->x);
}

static void read_list_end(void *ctx, const struct entity *entity, uint64_t left_out)
{
    struct export_xml *e = ctx;

    (void)entity;
    (void)left_out;
    xml_close(e->x);
}

static void read_changes(void *ctx)
{
    struct export_xml *e = ctx;

    xml_open(e->x, "wijzigingen");
}

static void read_change(void *ctx, const struct change *c)
{
    struct export_xml *e = ctx;
    char at[CLOCK_TEXT];

    xml_open(e->x, "wijziging");
    xml_element(e->x, "tijdstip", clock_rfc3339(c->at, at));
    xml_element(e->x, "onderdeel", c->entity_title);
    xml_element(e->x, "gegeven", c->field_label);
    if (!text_empty(c->old_value))
        xml_element(e->x, "oud", c->old_value);
    if (!text_empty(c->new_value))
        xml_element(e->x, "nieuw", c->new_value);
    xml_element(e->x, "door", export_changed_by(c));
    xml_close(e->x);
}

static void read_changes_end(void *ctx)
{
    struct export_xml *e = ctx;

    xml_close(e->x);
}

struct export_reader export_xml_reader(struct export_xml *e)
{
    return (struct export_reader){
        .ctx = e,
        .list = read_list,
        .record = read_record,
        .record_end = read_record_end,
        .list_end = read_list_end,
        .changes = read_changes,
        .change = read_change,
        .changes_end = read_changes_end,
    };
}

enum status export_xml_end(struct export_xml *e)
{
    return xml_end(e->x);
}
