#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlschemas.h>

#include "avg/export.h"
#include "avg/export_xml.h"
#include "avg_sample.h"

static struct arena *a;

static void set_up(void)
{
    a = arena_new(0);
}

static void tear_down(void)
{
    arena_free(a);
}

static struct buf make_xml(unsigned rows)
{
    struct scratch *s = scratch_new(a, "/nowhere");
    struct export_xml *x = export_xml_new(a, s, &sample_head);
    struct export_reader reader = export_xml_reader(x);

    sample_walk(&reader, a, rows);
    ck_assert_int_eq(export_xml_end(x), ST_OK);
    return sample_content(a, s);
}

static struct buf make_xsd(void)
{
    struct scratch *s = scratch_new(a, "/nowhere");

    ck_assert_int_eq(export_xsd(a, s), ST_OK);
    return sample_content(a, s);
}

/* 0 when `xml` is valid against our schema. */
static int validate(struct buf xml)
{
    struct buf xsd = make_xsd();
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewMemParserCtxt(xsd.s, (int)xsd.len);
    xmlSchemaPtr schema = xmlSchemaParse(parser);
    xmlSchemaValidCtxtPtr valid;
    xmlDocPtr doc = xmlReadMemory(xml.s, (int)xml.len, "gegevens.xml", NULL, XML_PARSE_NONET);
    int result;

    ck_assert_ptr_nonnull(schema);
    ck_assert_ptr_nonnull(doc);
    valid = xmlSchemaNewValidCtxt(schema);
    result = xmlSchemaValidateDoc(valid, doc);
    xmlSchemaFreeValidCtxt(valid);
    xmlFreeDoc(doc);
    xmlSchemaFree(schema);
    xmlSchemaFreeParserCtxt(parser);
    return result;
}

/* The text of the first element with this name, or NULL. In the arena. */
static const char *find(xmlNodePtr node, const char *name)
{
    for (; node != NULL; node = node->next) {
        const char *inside;

        if (node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0) {
            xmlChar *text = xmlNodeGetContent(node);

            inside = arena_strdup(a, (const char *)text);
            xmlFree(text);
            return inside;
        }
        inside = find(node->children, name);
        if (inside != NULL)
            return inside;
    }
    return NULL;
}

START_TEST(every_field_type_is_valid_against_the_schema)
{
    ck_assert_int_eq(validate(make_xml(2)), 0);
}
END_TEST

START_TEST(a_relation_without_anything_is_valid_too)
{
    ck_assert_int_eq(validate(make_xml(0)), 0);
}
END_TEST

/* A schema that accepts anything would prove nothing. */
START_TEST(the_schema_refuses_what_is_wrong)
{
    static const char *const wrong[][2] = {
        { "<bsn>123456782</bsn>", "<bsn>12345678x</bsn>" },
        { "<geboortedatum>1950-12</geboortedatum>", "<geboortedatum>1950-13</geboortedatum>" },
        { "<postcode>1234AB</postcode>", "<postcode>1234 AB</postcode>" },
        { "<geslacht>M</geslacht>", "<geslacht>Q</geslacht>" },
        { ">-12.05<", ">-12,05<" },
        { "valuta=\"EUR\"", "valuta=\"USD\"" },
        { "<facturen>", "<facturen><iets/>" },
        { "version=\"1\"", "version=\"x\"" },
    };
    struct buf xml = make_xml(1), broken = buf_in(a);
    const char *at = strstr(xml.s, wrong[_i][0]);

    ck_assert_ptr_nonnull(at);
    buf_put(&broken, xml.s, (size_t)(at - xml.s));
    buf_puts(&broken, wrong[_i][1]);
    buf_puts(&broken, at + strlen(wrong[_i][0]));
    ck_assert_int_ne(validate(broken), 0);
}
END_TEST

START_TEST(values_come_back_as_they_were)
{
    struct buf xml = make_xml(1);
    xmlDocPtr doc = xmlReadMemory(xml.s, (int)xml.len, "gegevens.xml", NULL, XML_PARSE_NONET);
    xmlNodePtr root = xmlDocGetRootElement(doc);

    ck_assert_str_eq((const char *)root->ns->href, EXPORT_NS);
    ck_assert_str_eq(find(root, "achternaam"), SAMPLE_HARD);
    ck_assert_str_eq(find(root, "inhoud"), "Eerste regel\n" SAMPLE_HARD "\n\nLaatste regel");
    ck_assert_str_eq(find(root, "geboortedatum"), "1950-12");
    ck_assert_str_eq(find(root, "totaal"), "-12.05");
    ck_assert_str_eq(find(root, "bsn"), "123456782");
    ck_assert_str_eq(find(root, "bestand"), "dossier/brief.pdf");
    ck_assert_str_eq(find(root, "nieuw"), SAMPLE_HARD);
    xmlFreeDoc(doc);
}
END_TEST

START_TEST(names_of_staff_and_flags_about_others_stay_out)
{
    struct buf xml = make_xml(2);

    ck_assert_ptr_nonnull(strstr(xml.s, "<door>medewerker</door>"));
    ck_assert_ptr_null(strstr(xml.s, "M. de Vries"));
    ck_assert_ptr_null(strstr(xml.s, "overander"));
}
END_TEST

START_TEST(money_is_exact)
{
    static const char *const cents[][2] = {
        { "0", "0.00" },   { "5", "0.05" },    { "50", "0.50" },      { "1250", "12.50" },
        { "-5", "-0.05" }, { "-50", "-0.50" }, { "-1250", "-12.50" }, { "9007199254740993", "90071992547409.93" }
    };
    const struct field money = { .type = F_MONEY };

    for (size_t i = 0; i < sizeof cents / sizeof *cents; i++)
        ck_assert_str_eq(export_xml_value(a, &money, cents[i][0]), cents[i][1]);
}
END_TEST

/* It cannot come in (text_check()), and if it ever did the file would still be one. */
START_TEST(what_xml_cannot_hold_is_replaced)
{
    static const char bad[] = "a\x01"
                              "b\xff"
                              "c\xed\xa0\x80"
                              "d\xef\xbf\xbe"
                              "e\xc3";
    struct scratch *s = scratch_new(a, "/nowhere");
    struct export_xml *x = export_xml_new(a, s, &sample_head);
    struct export_reader reader = export_xml_reader(x);
    struct record *r = sample_record(a, entities[0]);
    xmlDocPtr doc;
    struct buf xml;

    r->values[field_index(r->entity, "town")] = bad;
    reader.record(reader.ctx, r, NULL);
    ck_assert_int_eq(export_xml_end(x), ST_OK);
    xml = sample_content(a, s);
    doc = xmlReadMemory(xml.s, (int)xml.len, "gegevens.xml", NULL, XML_PARSE_NONET);
    ck_assert_ptr_nonnull(doc);
    ck_assert(strncmp(find(xmlDocGetRootElement(doc), "woonplaats"),
                      "a\xef\xbf\xbd"
                      "b\xef\xbf\xbd"
                      "c",
                      9) == 0);
    xmlFreeDoc(doc);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("export_xml");
    TCase *t = tcase_create("all");
    SRunner *r;
    int failed;

    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, every_field_type_is_valid_against_the_schema);
    tcase_add_test(t, a_relation_without_anything_is_valid_too);
    tcase_add_loop_test(t, the_schema_refuses_what_is_wrong, 0, 8);
    tcase_add_test(t, values_come_back_as_they_were);
    tcase_add_test(t, names_of_staff_and_flags_about_others_stay_out);
    tcase_add_test(t, money_is_exact);
    tcase_add_test(t, what_xml_cannot_hold_is_replaced);
    suite_add_tcase(s, t);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
