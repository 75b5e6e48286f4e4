/*
 * export_docx.h - gegevens.docx: the copy of the data that a person can read (AVG Art. 15(3)), from the field tables.
 *
 * A heading per module; the relation in the groups of its form; every other row under its own heading as a table of two columns; lines of an invoice
 * as a table below it; what was changed as a table at the end. What is empty is left out, a module with nothing says so.
 */
#ifndef KOREN_AVG_EXPORT_DOCX_H
#define KOREN_AVG_EXPORT_DOCX_H

#include "avg/export_walk.h"

struct export_docx;
struct scratch;

/* `dir`: for what is large (scratch.h). */
struct export_docx *export_docx_new(struct arena *a, struct scratch *to, const char *dir, const struct export_head *head);
struct export_reader export_docx_reader(struct export_docx *d);
enum status export_docx_end(struct export_docx *d);

#endif
