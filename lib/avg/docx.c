#include "avg/docx.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "avg/docx_parts.h"
#include "avg/scratch.h"
#include "avg/xml.h"
#include "avg/zip.h"
#include "base/arena.h"

/* A4 with margins of 2.2 cm, in twentieths of a point. */
#define PAGE_WIDTH    "11906"
#define PAGE_HEIGHT   "16838"
#define MARGIN        "1247"
#define TEXT_WIDTH    (11906 - 2 * 1247)
#define COLUMNS_ROOMY 6    /* with more of them words need the room that the sides of a cell take */
#define MARGIN_NARROW "40" /* of a cell, in twentieths of a point */

#define OFFICE_RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

struct docx {
    struct arena *arena;
    struct docx_info info;
    struct scratch *to, *body; /* the package; document.xml */
    struct xml *x;
    const char *dir;
    struct docx_table table;
    char width[DOCX_COLUMNS][12]; /* of its columns */
    unsigned column;              /* of the row being written */
    bool head;                    /* that row is the header row */
    bool in_cell;
};

struct docx *docx_new(struct arena *a, struct scratch *to, const char *dir, const struct docx_info *info)
{
    struct docx *d = arena_alloc(a, sizeof *d);

    d->arena = a;
    d->info = *info;
    d->to = to;
    d->dir = dir;
    d->body = scratch_new(a, dir);
    d->x = xml_new(a, d->body, 0);
    xml_open(d->x, "w:document");
    xml_attr(d->x, "xmlns:w", WORD_NS);
    xml_attr(d->x, "xmlns:r", OFFICE_RELS);
    xml_open(d->x, "w:body");
    return d;
}

/* A piece of text without line breaks or tabs. */
static void run_text(struct docx *d, const char *s, size_t n)
{
    if (n == 0)
        return;
    xml_open(d->x, "w:t");
    xml_attr(d->x, "xml:space", "preserve");
    xml_textn(d->x, s, n);
    xml_close(d->x);
}

/* A run: line breaks and tabs are elements of their own. Nothing in the text can become a field: it is text and nothing else. */
static void run(struct docx *d, const char *s)
{
    if (*s == '\0')
        return;
    xml_open(d->x, "w:r");
    for (;;) {
        size_t n = strcspn(s, "\n\t");

        run_text(d, s, n);
        if (s[n] == '\0')
            break;
        xml_empty(d->x, s[n] == '\n' ? "w:br" : "w:tab", NULL);
        s += n + 1;
    }
    xml_close(d->x);
}

static void paragraph(struct docx *d, const char *style, const char *text)
{
    bool right = d->in_cell && (d->table.right >> d->column & 1);

    xml_open(d->x, "w:p");
    if (style != NULL) {
        xml_open(d->x, "w:pPr");
        xml_empty(d->x, "w:pStyle", "w:val", style, NULL);
        if (d->in_cell && d->head) /* a header row is not left alone at the foot of a page */
            xml_empty(d->x, "w:keepNext", NULL);
        if (right)
            xml_empty(d->x, "w:jc", "w:val", "right", NULL);
        xml_close(d->x);
    }
    run(d, text);
    xml_close(d->x);
}

void docx_title(struct docx *d, const char *title, const char *subtitle)
{
    paragraph(d, STYLE_TITLE, title);
    paragraph(d, STYLE_SUBTITLE, subtitle);
}

void docx_heading(struct docx *d, unsigned level, const char *text)
{
    static const char *const levels[] = { "Heading1", "Heading2", "Heading3" };

    paragraph(d, levels[level - 1], text);
}

void docx_paragraph(struct docx *d, const char *text)
{
    paragraph(d, NULL, text);
}

void docx_remark(struct docx *d, const char *text)
{
    paragraph(d, STYLE_REMARK, text);
}

void docx_bullet(struct docx *d, const char *text)
{
    paragraph(d, STYLE_BULLET, text);
}

static void table_properties(struct docx *d)
{
    struct xml *x = d->x;

    xml_open(x, "w:tblPr");
    xml_empty(x, "w:tblStyle", "w:val", STYLE_TABLE, NULL);
    xml_empty(x, "w:tblW", "w:w", "5000", "w:type", "pct", NULL);
    xml_empty(x, "w:tblLayout", "w:type", "fixed", NULL);
    if (d->table.columns > COLUMNS_ROOMY) {
        xml_open(x, "w:tblCellMar");
        xml_empty(x, "w:left", "w:w", MARGIN_NARROW, "w:type", "dxa", NULL);
        xml_empty(x, "w:right", "w:w", MARGIN_NARROW, "w:type", "dxa", NULL);
        xml_close(x);
    }
    xml_empty(x, "w:tblLook", "w:val", "00A0", "w:firstRow", "1", "w:lastRow", "0", "w:firstColumn", "1", "w:lastColumn", "0", "w:noHBand", "0",
              "w:noVBand", "1", NULL);
    xml_empty(x, "w:tblCaption", "w:val", d->table.title, NULL);
    xml_empty(x, "w:tblDescription", "w:val", d->table.description, NULL);
    xml_close(x);
    xml_open(x, "w:tblGrid");
    for (unsigned i = 0; i < d->table.columns; i++)
        xml_empty(x, "w:gridCol", "w:w", d->width[i], NULL);
    xml_close(x);
}

static void row_begin(struct docx *d)
{
    xml_open(d->x, "w:tr");
    xml_open(d->x, "w:trPr");
    xml_empty(d->x, "w:cantSplit", NULL);
    if (d->head)
        xml_empty(d->x, "w:tblHeader", NULL);
    xml_close(d->x);
}

void docx_table(struct docx *d, const struct docx_table *t)
{
    d->table = *t;
    d->column = 0;
    for (unsigned i = 0; i < t->columns; i++)
        snprintf(d->width[i], sizeof d->width[i], "%u", TEXT_WIDTH * t->width[i] / 100);
    xml_open(d->x, "w:tbl");
    table_properties(d);
    d->head = true;
    for (unsigned i = 0; i < t->columns; i++)
        docx_cell(d, t->head[i]);
    d->head = false;
}

void docx_cell(struct docx *d, const char *text)
{
    if (d->column == 0)
        row_begin(d);
    xml_open(d->x, "w:tc");
    xml_open(d->x, "w:tcPr");
    xml_empty(d->x, "w:tcW", "w:w", d->width[d->column], "w:type", "dxa", NULL);
    xml_close(d->x);
    d->in_cell = true;
    paragraph(d, STYLE_CELL, text);
    d->in_cell = false;
    xml_close(d->x);
    if (++d->column == d->table.columns) {
        xml_close(d->x);
        d->column = 0;
    }
}

void docx_table_end(struct docx *d)
{
    xml_close(d->x);
    /* Two tables need something between them; a small one. */
    xml_open(d->x, "w:p");
    xml_open(d->x, "w:pPr");
    xml_empty(d->x, "w:spacing", "w:before", "0", "w:after", "0", "w:line", "120", "w:lineRule", "exact", NULL);
    xml_close(d->x);
    xml_close(d->x);
}

static void section(struct docx *d)
{
    struct xml *x = d->x;

    xml_open(x, "w:sectPr");
    xml_empty(x, "w:footerReference", "w:type", "default", "r:id", "rId4", NULL);
    xml_empty(x, "w:pgSz", "w:w", PAGE_WIDTH, "w:h", PAGE_HEIGHT, NULL);
    xml_empty(x, "w:pgMar", "w:top", MARGIN, "w:right", MARGIN, "w:bottom", MARGIN, "w:left", MARGIN, "w:header", "708", "w:footer", "624",
              "w:gutter", "0", NULL);
    xml_close(x);
}

/* Adds what lies in a scratch as a part. */
static enum status add_scratch(struct zip_writer *z, const char *name, struct scratch *s)
{
    struct zip_input in = scratch_input(s);

    return zip_writer_input(z, name, &in, scratch_size(s), true);
}

enum status docx_end(struct docx *d)
{
    struct zip_sink sink = scratch_sink(d->to);
    struct zip_writer *z = zip_writer_new(d->arena, &sink, d->info.made);
    struct scratch *core = scratch_new(d->arena, d->dir), *footer = scratch_new(d->arena, d->dir);
    enum status st;

    section(d);
    st = xml_end(d->x);
    if (st == ST_OK)
        st = docx_core(d->arena, core, &d->info);
    if (st == ST_OK)
        st = docx_footer(d->arena, footer, &d->info);
    if (st == ST_OK && z == NULL)
        st = ST_FAILED;
    for (const struct docx_part *p = docx_parts; st == ST_OK && p->name != NULL; p++)
        st = zip_writer_bytes(z, p->name, p->text, strlen(p->text), true);
    if (st == ST_OK)
        st = add_scratch(z, "word/document.xml", d->body);
    if (st == ST_OK)
        st = add_scratch(z, "word/footer1.xml", footer);
    if (st == ST_OK)
        st = add_scratch(z, "docProps/core.xml", core);
    return st == ST_OK ? zip_writer_finish(z, NULL, NULL) : st;
}
