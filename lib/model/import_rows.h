/*
 * import_rows.h - the rows of a file to import, one by one with flat memory: CSV (libcsv) or gegevens.xml of our own export.
 *
 * The first row that holds something is the heading. Rows are numbered as a spreadsheet numbers them: every line of the file is one, an empty one
 * too, but line breaks within quotes are not. A cell may have several lines.
 */
#ifndef KOREN_MODEL_IMPORT_ROWS_H
#define KOREN_MODEL_IMPORT_ROWS_H

#include "model/import_text.h"

#define ROWS_MAX        2000000 /* in one file */
#define ROW_COLUMNS_MAX 200
#define ROW_CELL_MAX    (32 * 1024)  /* bytes; a longer one is a quotation mark that was forgotten */
#define ROW_BYTES_MAX   (256 * 1024) /* bytes of all cells of a row */

struct row {
    uint32_t number;
    size_t count;
    const char **cells; /* valid UTF-8, "" when empty; with the row gone when the next comes */
    bool broken;        /* too many columns or too long: what is there is the beginning */
};

/* Gives every row that is not empty. `each` returns ST_NOT_FOUND when it has seen enough, which is no failure; anything else but ST_OK ends it and is
 * returned. ST_INVALID with a problem under "bestand" when the file cannot be read further; the rows before that were given. `in` stands at the
 * beginning. */
enum status rows_each(const struct byte_source *in, const struct text_shape *shape, struct arena *a, struct problems *p,
                      enum status (*each)(void *ctx, const struct row *row), void *ctx);

#endif
