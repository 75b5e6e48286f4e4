#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <zip.h>

#include "avg/docx.h"
#include "avg/explain.h"
#include "avg/export_docx.h"
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

/* With KOREN_TEST_KEEP=FOLDER the documents stay there, to be looked at. */
static void keep(struct buf b, const char *name)
{
    const char *folder = getenv("KOREN_TEST_KEEP");
    FILE *f;

    if (folder == NULL)
        return;
    f = fopen(arena_printf(a, "%s/%s", folder, name), "wb");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(b.s, 1, b.len, f), b.len);
    fclose(f);
}

static struct buf make_data(unsigned rows)
{
    struct scratch *s = scratch_new(a, "/nowhere");
    struct export_docx *d = export_docx_new(a, s, "/nowhere", &sample_head);
    struct export_reader reader = export_docx_reader(d);

    sample_walk(&reader, a, rows);
    ck_assert_int_eq(export_docx_end(d), ST_OK);
    return sample_content(a, s);
}

static struct buf make_explanation(unsigned rows)
{
    struct scratch *s = scratch_new(a, "/nowhere");
    struct explain *e = explain_new(a, &sample_head);
    struct export_reader reader = explain_reader(e);

    sample_walk(&reader, a, rows);
    ck_assert_int_eq(explain_write(e, s, "/nowhere"), ST_OK);
    return sample_content(a, s);
}

/* A part of the package as text; NULL when it is not there. */
static const char *part(struct buf docx, const char *name)
{
    zip_error_t error;
    zip_source_t *source;
    zip_t *z;
    zip_file_t *f;
    zip_stat_t st;
    char *text = NULL;

    zip_error_init(&error);
    source = zip_source_buffer_create(docx.s, docx.len, 0, &error);
    z = zip_open_from_source(source, ZIP_CHECKCONS | ZIP_RDONLY, &error);
    ck_assert_ptr_nonnull(z);
    if (zip_stat(z, name, 0, &st) == 0) {
        text = arena_alloc(a, st.size + 1);
        f = zip_fopen(z, name, 0);
        ck_assert_int_eq(zip_fread(f, text, st.size), (zip_int64_t)st.size);
        zip_fclose(f);
    }
    zip_discard(z);
    return text;
}

/* All text of the document, paragraphs ended by line breaks. */
static void words(xmlNodePtr node, struct buf *b)
{
    for (; node != NULL; node = node->next) {
        const char *name = (const char *)node->name;

        if (node->type == XML_TEXT_NODE)
            buf_puts(b, (const char *)node->content);
        else if (strcmp(name, "br") == 0)
            buf_putc(b, '\n');
        words(node->children, b);
        if (node->type == XML_ELEMENT_NODE && strcmp(name, "p") == 0)
            buf_putc(b, '\n');
    }
}

static const char *text_of(struct buf docx)
{
    const char *body = part(docx, "word/document.xml");
    xmlDocPtr doc = xmlReadMemory(body, (int)strlen(body), "document.xml", NULL, XML_PARSE_NONET);
    struct buf b = buf_in(a);

    ck_assert_ptr_nonnull(doc);
    words(xmlDocGetRootElement(doc), &b);
    xmlFreeDoc(doc);
    return b.s;
}

static unsigned count(const char *text, const char *what)
{
    unsigned n = 0;

    for (const char *s = strstr(text, what); s != NULL; s = strstr(s + 1, what))
        n++;
    return n;
}

START_TEST(every_part_is_there_and_is_xml)
{
    static const char *const parts[] = { "[Content_Types].xml", "_rels/.rels",
                                         "word/document.xml",   "word/_rels/document.xml.rels",
                                         "word/styles.xml",     "word/settings.xml",
                                         "word/numbering.xml",  "word/footer1.xml",
                                         "docProps/core.xml",   NULL };
    struct buf docx = make_data(2);

    keep(docx, "gegevens.docx");
    for (size_t i = 0; parts[i] != NULL; i++) {
        const char *text = part(docx, parts[i]);
        xmlDocPtr doc;

        ck_assert_ptr_nonnull(text);
        doc = xmlReadMemory(text, (int)strlen(text), parts[i], NULL, XML_PARSE_NONET);
        ck_assert_ptr_nonnull(doc);
        xmlFreeDoc(doc);
    }
    ck_assert_ptr_nonnull(strstr(part(docx, "docProps/core.xml"), "<dc:language>nl-NL</dc:language>"));
    ck_assert_ptr_nonnull(strstr(part(docx, "docProps/core.xml"), "<dc:title>Uw gegevens bij "));
    ck_assert_ptr_nonnull(strstr(part(docx, "word/styles.xml"), "w:lang w:val=\"nl-NL\""));
}
END_TEST

START_TEST(values_are_words_of_the_document)
{
    const char *text = text_of(make_data(2));

    ck_assert_ptr_nonnull(strstr(text, SAMPLE_HARD));
    ck_assert_ptr_nonnull(strstr(text, "Eerste regel\n"));
    ck_assert_ptr_nonnull(strstr(text, "1234 AB"));
    ck_assert_ptr_nonnull(strstr(text, "december 1950"));
    ck_assert_ptr_nonnull(strstr(text, "123456782"));
    ck_assert_ptr_nonnull(strstr(text, "dossier/brief.pdf"));
    ck_assert_ptr_null(strstr(text, "M. de Vries"));
    ck_assert_ptr_null(strstr(text, "Gaat over een ander"));
}
END_TEST

START_TEST(nothing_in_it_acts)
{
    const char *body = part(make_data(2), "word/document.xml");

    /* The words are there as text; the element is not. */
    ck_assert_ptr_nonnull(strstr(body, "&lt;w:instrText&gt;"));
    ck_assert_ptr_null(strstr(body, "<w:instrText"));
    ck_assert_ptr_null(strstr(body, "<w:fldSimple"));
    ck_assert_ptr_null(strstr(body, "<w:fldChar"));
    ck_assert_ptr_null(strstr(body, "<w:hyperlink"));
    ck_assert_ptr_null(strstr(body, "<w:object"));
}
END_TEST

START_TEST(tables_can_be_read_without_seeing_them)
{
    const char *body = part(make_data(2), "word/document.xml");
    unsigned tables = count(body, "<w:tbl>");

    ck_assert_uint_gt(tables, 10);
    ck_assert_uint_eq(count(body, "<w:tblHeader/>"), tables);
    ck_assert_uint_eq(count(body, "<w:tblCaption "), tables);
    ck_assert_uint_eq(count(body, "<w:tblDescription "), tables);
    ck_assert_uint_eq(count(body, "<w:cantSplit/>"), count(body, "<w:tr>"));
    ck_assert_uint_gt(count(body, "\"Heading1\""), 5);
}
END_TEST

START_TEST(an_empty_module_says_so)
{
    const char *text = text_of(make_data(0));
    unsigned lists = 1; /* the account */

    while (entities[lists])
        lists++;
    ck_assert_uint_eq(count(text, "Hiervan hebben wij niets."), lists);
    ck_assert_ptr_nonnull(strstr(text, "Er is nog niets gewijzigd."));
}
END_TEST

START_TEST(the_explanation_tells_what_article_15_wants)
{
    static const char *const told[] = { "Soort",
                                        "Waarvoor",
                                        "Hoe lang",
                                        "Wie uw gegevens kan zien",
                                        "Landen buiten de Europese Unie",
                                        "Waar uw gegevens vandaan komen",
                                        "Geen besluiten door een computer",
                                        "Uw rechten",
                                        "Autoriteit Persoonsgegevens",
                                        "hulp@demo.example",
                                        "0123 456789",
                                        "AWR art. 52",
                                        "7 jaar na het einde van het jaar",
                                        "Notities die over een ander gaan",
                                        "Weggelaten: 2.",
                                        "Burgerservicenummer",
                                        NULL };
    struct buf docx = make_explanation(2);
    const char *text = text_of(docx);

    keep(docx, "toelichting.docx");
    for (size_t i = 0; told[i] != NULL; i++)
        ck_assert_msg(strstr(text, told[i]) != NULL, "%s", told[i]);
    /* Every purpose and every ground of the field tables. */
    for (const struct entity *const *e = entities; *e != NULL; e++)
        for (size_t i = 0; i < (*e)->count; i++)
            if ((*e)->fields[i].export == X_ALWAYS)
                ck_assert_msg(strstr(text, (*e)->fields[i].purpose) != NULL, "%s", (*e)->fields[i].purpose);
}
END_TEST

START_TEST(the_explanation_speaks_only_of_what_is_there)
{
    const char *text = text_of(make_explanation(0));

    ck_assert_ptr_null(strstr(text, "AWR art. 52"));
    ck_assert_ptr_null(strstr(text, "Notities die over een ander gaan"));
    ck_assert_ptr_nonnull(strstr(text, "Verder is er niets weggelaten."));
}
END_TEST

/* A relation with so much that it no longer fits in memory: through an encrypted file, and nothing stays behind. */
START_TEST(a_large_document_goes_through_a_file_without_a_name)
{
    char dir[] = "/tmp/koren-docx-XXXXXX";
    struct scratch *s;
    struct export_docx *d;
    struct export_reader reader;
    struct buf docx;
    unsigned fields = 0; /* of several lines */

    ck_assert_ptr_nonnull(mkdtemp(dir));
    s = scratch_new(a, dir);
    d = export_docx_new(a, s, dir, &sample_head);
    reader = export_docx_reader(d);
    sample_walk(&reader, a, 1000);
    ck_assert_int_eq(export_docx_end(d), ST_OK);
    ck_assert_int_eq(rmdir(dir), 0); /* empty, although its files are in use */
    docx = sample_content(a, s);
    for (const struct entity *const *e = entities; *e; e++)
        for (size_t i = 0; i < (*e)->count; i++)
            fields += (*e)->fields[i].type == F_LINES && (*e)->fields[i].export == X_ALWAYS;
    ck_assert_uint_gt(fields, 0);
    ck_assert_uint_eq(count(text_of(docx), "Laatste regel"), 1000 * fields);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("docx");
    TCase *t = tcase_create("all");
    SRunner *r;
    int failed;

    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_set_timeout(t, 300);
    tcase_add_test(t, every_part_is_there_and_is_xml);
    tcase_add_test(t, values_are_words_of_the_document);
    tcase_add_test(t, nothing_in_it_acts);
    tcase_add_test(t, tables_can_be_read_without_seeing_them);
    tcase_add_test(t, an_empty_module_says_so);
    tcase_add_test(t, the_explanation_tells_what_article_15_wants);
    tcase_add_test(t, the_explanation_speaks_only_of_what_is_there);
    tcase_add_test(t, a_large_document_goes_through_a_file_without_a_name);
    suite_add_tcase(s, t);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
