/*
 * csv.h - a table as Dutch Excel opens it (RFC 4180 but for the separator): UTF-8 with BOM, semicolons, CRLF.
 *
 * A text that a spreadsheet would take for a formula (it begins with = + - @ TAB or CR) gets an apostrophe in front (security.md 59). Numbers of our
 * own making, "-12,50", do not.
 */
#ifndef KOREN_WEB_CSV_H
#define KOREN_WEB_CSV_H

#include "base/buf.h"
#include "model/field.h"

#define CSV_BOM  "\xef\xbb\xbf"
#define CSV_TYPE "text/csv; charset=utf-8"

/* One cell; first: it begins a line. NULL is empty. */
void csv_text(struct buf *b, const char *text, bool first);
void csv_number(struct buf *b, const char *text, bool first);
void csv_end_line(struct buf *b);
/* A stored value of this type as a cell: dates "31-12-1950", money "12,50", a choice's label, telephone numbers with a 0. */
void csv_value(struct buf *b, const struct field *f, const char *value, bool first);

#endif
