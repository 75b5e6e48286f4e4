#include "avg/export_xml.h"

#include <stdbool.h>
#include <stdio.h>

#include "avg/export.h"
#include "avg/scratch.h"
#include "avg/xml.h"
#include "base/arena.h"
#include "guard/module.h"

/* A named simple type: its base, and a pattern or nothing. */
static void simple_type(struct xml *x, const char *name, const char *base, const char *pattern)
{
    xml_open(x, "xs:simpleType");
    xml_attr(x, "name", name);
    xml_open(x, "xs:restriction");
    xml_attr(x, "base", base);
    if (pattern != NULL)
        xml_empty(x, "xs:pattern", "value", pattern, NULL);
    xml_close(x);
    xml_close(x);
}

/* The types that fields refer to. */
static void named_types(struct xml *x)
{
    xml_open(x, "xs:simpleType");
    xml_attr(x, "name", "gedeeltelijke-datum");
    xml_empty(x, "xs:union", "memberTypes", "xs:date xs:gYearMonth xs:gYear", NULL);
    xml_close(x);

    xml_open(x, "xs:simpleType");
    xml_attr(x, "name", "euro");
    xml_open(x, "xs:restriction");
    xml_attr(x, "base", "xs:decimal");
    xml_empty(x, "xs:fractionDigits", "value", "2", NULL);
    xml_close(x);
    xml_close(x);

    xml_open(x, "xs:complexType");
    xml_attr(x, "name", "bedrag");
    xml_open(x, "xs:simpleContent");
    xml_open(x, "xs:extension");
    xml_attr(x, "base", "euro");
    xml_empty(x, "xs:attribute", "name", "valuta", "type", "xs:token", "fixed", "EUR", "use", "required", NULL);
    xml_close(x);
    xml_close(x);
    xml_close(x);

    simple_type(x, "postcode", "xs:string", "[1-9][0-9]{3}[A-Z]{2}");
    simple_type(x, "huisnummer", "xs:string", "[1-9][0-9]{0,4}");
    simple_type(x, "land", "xs:string", "[A-Z]{2}");
    simple_type(x, "telefoon", "xs:string", "\\+?[0-9]{3,15}");
    simple_type(x, "iban", "xs:string", "[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}");
    simple_type(x, "kvk", "xs:string", "[0-9]{8}");
    simple_type(x, "bsn", "xs:string", "[0-9]{9}");
    simple_type(x, "tijdstip", "xs:string", "([01][0-9]|2[0-3]):[0-5][0-9]");
    simple_type(x, "jn", "xs:string", "ja|nee");
}

/* The named type of a field, or NULL when it has one of its own. */
static const char *type_name(const struct field *f)
{
    switch (f->type) {
    case F_POSTCODE:
        return "postcode";
    case F_HOUSE_NUMBER:
        return "huisnummer";
    case F_COUNTRY:
        return "land";
    case F_PHONE:
        return "telefoon";
    case F_IBAN:
        return "iban";
    case F_KVK:
        return "kvk";
    case F_BSN:
        return "bsn";
    case F_PARTIAL_DATE:
        return "gedeeltelijke-datum";
    case F_DATE:
        return "xs:date";
    case F_YESNO:
        return "jn";
    case F_NUMBER:
        return "xs:integer";
    case F_MONEY:
        return "bedrag";
    case F_REASON: /* the title, as long as the controller made it */
        return "xs:string";
    case F_CLOCK:
        return "tijdstip";
    case F_TIME:
        return "xs:dateTime";
    case F_SIZE:
        return "xs:unsignedLong";
    default:
        return NULL;
    }
}

static void documentation(struct xml *x, const char *text, const char *more)
{
    xml_open(x, "xs:annotation");
    xml_open(x, "xs:documentation");
    xml_attr(x, "xml:lang", "nl");
    xml_text(x, text);
    if (more != NULL) {
        xml_text(x, ". ");
        xml_text(x, more);
    }
    xml_close(x);
    xml_close(x);
}

/* A choice is one of its values; anything else a text of at most `max` characters. */
static void own_type(struct xml *x, const struct field *f)
{
    char max[16];

    xml_open(x, "xs:simpleType");
    xml_open(x, "xs:restriction");
    xml_attr(x, "base", "xs:string");
    if (f->choices != NULL) {
        for (const struct choice *c = f->choices; c->value != NULL; c++) {
            xml_open(x, "xs:enumeration");
            xml_attr(x, "value", c->value);
            documentation(x, c->label, NULL);
            xml_close(x);
        }
    } else {
        snprintf(max, sizeof max, "%u", f->max);
        xml_empty(x, "xs:maxLength", "value", max, NULL);
    }
    xml_close(x);
    xml_close(x);
}

static void field_element(struct xml *x, const struct field *f)
{
    xml_open(x, "xs:element");
    xml_attr(x, "name", f->xml);
    xml_attr(x, "type", type_name(f));
    /* Also a required field: rows from before it was required are exported as they are. */
    xml_attr(x, "minOccurs", "0");
    documentation(x, f->label, f->purpose);
    if (type_name(f) == NULL)
        own_type(x, f);
    xml_close(x);
}

static void list_element(struct xml *x, const struct entity *e);

static void record_element(struct xml *x, const struct entity *e, bool many)
{
    xml_open(x, "xs:element");
    xml_attr(x, "name", e->xml);
    if (many) {
        xml_attr(x, "minOccurs", "0");
        xml_attr(x, "maxOccurs", "unbounded");
    }
    documentation(x, e->title, NULL);
    xml_open(x, "xs:complexType");
    xml_open(x, "xs:sequence");
    for (size_t i = 0; i < e->count; i++)
        if (e->fields[i].export != X_NEVER)
            field_element(x, &e->fields[i]);
    if (e == &document_entity)
        xml_empty(x, "xs:element", "name", "bestand", "type", "xs:string", NULL);
    if (e->child != NULL)
        list_element(x, e->child);
    xml_close(x);
    xml_close(x);
    xml_close(x);
}

static void list_element(struct xml *x, const struct entity *e)
{
    xml_open(x, "xs:element");
    xml_attr(x, "name", e->xml_list);
    /* A module that the controller has no licence for has no list. */
    if (!module_info(module_find(e->module))->core)
        xml_attr(x, "minOccurs", "0");
    documentation(x, e->plural, NULL);
    xml_open(x, "xs:complexType");
    xml_open(x, "xs:sequence");
    record_element(x, e, true);
    xml_close(x);
    xml_close(x);
    xml_close(x);
}

static void changes_element(struct xml *x)
{
    static const char *const optional[] = { "oud", "nieuw", NULL };

    xml_open(x, "xs:element");
    xml_attr(x, "name", "wijzigingen");
    documentation(x, "Wat er wanneer is gewijzigd", NULL);
    xml_open(x, "xs:complexType");
    xml_open(x, "xs:sequence");
    xml_open(x, "xs:element");
    xml_attr(x, "name", "wijziging");
    xml_attr(x, "minOccurs", "0");
    xml_attr(x, "maxOccurs", "unbounded");
    xml_open(x, "xs:complexType");
    xml_open(x, "xs:sequence");
    xml_empty(x, "xs:element", "name", "tijdstip", "type", "xs:dateTime", NULL);
    xml_empty(x, "xs:element", "name", "onderdeel", "type", "xs:string", NULL);
    xml_empty(x, "xs:element", "name", "gegeven", "type", "xs:string", NULL);
    for (size_t i = 0; optional[i] != NULL; i++)
        xml_empty(x, "xs:element", "name", optional[i], "type", "xs:string", "minOccurs", "0", NULL);
    xml_open(x, "xs:element");
    xml_attr(x, "name", "door");
    xml_open(x, "xs:simpleType");
    xml_open(x, "xs:restriction");
    xml_attr(x, "base", "xs:string");
    xml_empty(x, "xs:enumeration", "value", "uzelf", NULL);
    xml_empty(x, "xs:enumeration", "value", "medewerker", NULL);
    xml_empty(x, "xs:enumeration", "value", "systeem", NULL);
    for (unsigned i = 0; i < 9; i++) /* restriction, simpleType, door; sequence, type and element of the change; the same of the list */
        xml_close(x);
}

enum status export_xsd(struct arena *a, struct scratch *to)
{
    struct xml *x = xml_new(a, to, 1);

    xml_open(x, "xs:schema");
    xml_attr(x, "xmlns:xs", "http://www.w3.org/2001/XMLSchema");
    xml_attr(x, "xmlns", EXPORT_NS);
    xml_attr(x, "targetNamespace", EXPORT_NS);
    xml_attr(x, "elementFormDefault", "qualified");
    xml_attr(x, "version", "1");
    named_types(x);
    xml_open(x, "xs:element");
    xml_attr(x, "name", "avg-export");
    documentation(x, "Alle gegevens die over een relatie worden bewaard", NULL);
    xml_open(x, "xs:complexType");
    xml_open(x, "xs:sequence");
    record_element(x, entities[0], false);
    for (const struct entity *const *e = entities + 1; *e != NULL; e++)
        list_element(x, *e);
    list_element(x, &export_account_entity);
    changes_element(x);
    xml_close(x);
    xml_empty(x, "xs:attribute", "name", "version", "type", "xs:positiveInteger", "use", "required", NULL);
    xml_empty(x, "xs:attribute", "name", "made-at", "type", "xs:dateTime", "use", "required", NULL);
    xml_empty(x, "xs:attribute", "name", "controller", "type", "xs:string", "use", "required", NULL);
    xml_close(x);
    xml_close(x);
    xml_close(x);
    return xml_end(x);
}
