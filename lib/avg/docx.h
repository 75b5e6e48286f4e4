/*
 * docx.h - a Word document (ECMA-376, WordprocessingML) that anybody can read, screen readers included: title, headings, paragraphs, lists, tables.
 *
 * Language nl-NL; headings are headings (outline levels); tables have a header row that is repeated, rows that are not cut in two, a title and
 * a description. No fields, macros, links or anything else that acts.
 */
#ifndef KOREN_AVG_DOCX_H
#define KOREN_AVG_DOCX_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct arena;
struct docx;
struct scratch;

struct docx_info {
    const char *title;   /* "Uw gegevens bij Vereniging Demo" */
    const char *creator; /* the controller */
    const char *footer;  /* at the foot of each page; plain text */
    int64_t made;
};

#define DOCX_COLUMNS 8

/* Columns of a table; widths in percent, together 100. */
struct docx_table {
    const char *title;       /* for who does not see the table */
    const char *description; /* what it holds */
    unsigned columns;
    unsigned width[DOCX_COLUMNS];
    const char *head[DOCX_COLUMNS];
    unsigned right; /* bit mask: numbers, set to the right */
};

/* Begins a document that will be put into `to`; `dir` is where what is large lies meanwhile (scratch.h). Lives in the arena. */
struct docx *docx_new(struct arena *a, struct scratch *to, const char *dir, const struct docx_info *info);

/* The block at the top: the title, and under it a line of who and when. */
void docx_title(struct docx *d, const char *title, const char *subtitle);
void docx_heading(struct docx *d, unsigned level, const char *text); /* 1..3 */
void docx_paragraph(struct docx *d, const char *text);               /* line breaks are kept */
void docx_remark(struct docx *d, const char *text);                  /* a paragraph in a quieter dress */
void docx_bullet(struct docx *d, const char *text);                  /* an item of a list */

/* A table row by row: docx_cell() for each column in order; the first column of a row names it. */
void docx_table(struct docx *d, const struct docx_table *t);
void docx_cell(struct docx *d, const char *text);
void docx_table_end(struct docx *d);

/* Finishes the document and writes the package into `to`. */
enum status docx_end(struct docx *d);

#endif
