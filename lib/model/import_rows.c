#include "model/import_rows.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

#define PIECE       (32 * 1024)
#define NAMED       5 /* letters of "sep=;" */
#define REPLACEMENT "\xef\xbf\xbd"
#define FIELD_BEGUN 2 /* csv_parser.pstate: inside a cell */

struct reader {
    struct csv_parser parser;
    enum status (*each)(void *ctx, const struct row *row);
    void *ctx;
    struct buf text; /* of the cells, each with its NUL */
    size_t starts[ROW_COLUMNS_MAX];
    const char *cells[ROW_COLUMNS_MAX];
    struct row row;
    int last_end; /* the character that ended the row before, while nothing has followed it */
    uint32_t number;
    enum status status;
};

/* libcsv doubles the room of a cell as it needs: a cell that is too long ends in CSV_ENOMEM. */
static void *cell_room(void *p, size_t n)
{
    return n > ROW_CELL_MAX ? NULL : realloc(p, n);
}

static void reader_close(void *what)
{
    struct reader *r = what;

    csv_free(&r->parser);
}

static void put_cell(struct reader *r, const char *s, size_t n)
{
    const char *zero;

    while (n > 0 && (zero = memchr(s, 0, n)) != NULL) {
        buf_put(&r->text, s, (size_t)(zero - s));
        buf_puts(&r->text, REPLACEMENT);
        n -= (size_t)(zero - s) + 1;
        s = zero + 1;
    }
    buf_put(&r->text, s, n);
    buf_putc(&r->text, '\0');
}

static void on_cell(void *s, size_t n, void *ctx)
{
    struct reader *r = ctx;

    r->last_end = 0;
    if (r->row.count == ROW_COLUMNS_MAX || r->text.len + n > ROW_BYTES_MAX) {
        r->row.broken = r->row.broken || n > 0;
        return;
    }
    r->starts[r->row.count++] = r->text.len;
    put_cell(r, s ? s : "", n);
}

static bool row_empty(const struct reader *r)
{
    for (size_t i = 0; i < r->row.count; i++)
        if (r->text.s[r->starts[i]])
            return false;
    return true;
}

static void on_row(int end, void *ctx)
{
    struct reader *r = ctx;
    bool second = end == '\n' && r->last_end == '\r'; /* CRLF is one end */

    if (r->row.count == 0 && (second || end == -1)) {
        r->last_end = 0;
        return;
    }
    r->last_end = end;
    r->number++;
    if (r->status == ST_OK && !row_empty(r)) {
        for (size_t i = 0; i < r->row.count; i++)
            r->cells[i] = r->text.s + r->starts[i];
        r->row.cells = r->cells;
        r->row.number = r->number;
        r->status = r->each(r->ctx, &r->row);
    }
    r->row.count = 0;
    r->row.broken = false;
    r->text.len = 0;
}

static enum status too_long(const struct reader *r, struct problems *p)
{
    return invalidf(p, "bestand",
                    "Vanaf regel %u kan het bestand niet worden gelezen: een cel is te lang. Waarschijnlijk ontbreekt daar een "
                    "aanhalingsteken (\")",
                    r->number + 1);
}

static enum status parse(struct reader *r, const char *s, size_t n, struct problems *p)
{
    /* Line by line, so that the first row too many is the last that is parsed. */
    while (n > 0 && r->status == ST_OK) {
        const char *nl = memchr(s, '\n', n);
        size_t take = nl ? (size_t)(nl - s) + 1 : n;

        if (csv_parse(&r->parser, s, take, on_cell, on_row, r) != take)
            return too_long(r, p);
        if (r->number > ROWS_MAX)
            return invalidf(p, "bestand", "Dit bestand heeft meer dan %d regels. Verdeel het over meer bestanden", ROWS_MAX);
        s += take;
        n -= take;
    }
    return r->status;
}

/* The last row, which may lack its line end. Inside quotes there is none to be had. */
static enum status finish(struct reader *r, struct problems *p)
{
    if (r->parser.quoted && r->parser.pstate == FIELD_BEGUN)
        return invalidf(p, "bestand", "Regel %u heeft een aanhalingsteken (\") dat nergens wordt gesloten. Herstel het bestand", r->number + 1);
    if (csv_fini(&r->parser, on_cell, on_row, r) != 0)
        return too_long(r, p);
    return r->status;
}

/* "sep=;" and its line end, which spreadsheets do not show: how much of this piece still belongs to it. `seen`: bytes of it that came before. */
static size_t named_line(const char *s, size_t n, size_t *seen)
{
    size_t i = 0;

    while (i < n && (*seen < NAMED || s[i] == '\r' || s[i] == '\n')) {
        i++;
        (*seen)++;
    }
    return i;
}

static enum status read_csv(struct reader *r, struct decoder *d, const struct text_shape *shape, struct arena *a, struct problems *p)
{
    char *piece = arena_alloc(a, PIECE);
    size_t got = 1, skip, seen = 0;
    bool naming = shape->named;
    enum status st = ST_OK;

    while (st == ST_OK && got > 0) {
        st = decoder_read(d, piece, PIECE, &got);
        skip = naming ? named_line(piece, got, &seen) : 0;
        naming = naming && skip == got;
        if (st == ST_OK && got > 0)
            st = parse(r, piece + skip, got - skip, p);
    }
    return st == ST_OK ? finish(r, p) : st;
}

enum status rows_each(const struct byte_source *in, const struct text_shape *shape, struct arena *a, struct problems *p,
                      enum status (*each)(void *ctx, const struct row *row), void *ctx)
{
    struct decoder *d = decoder_new(a, in, shape);
    struct reader *r = arena_alloc(a, sizeof *r);
    enum status st;

    if (d == NULL || csv_init(&r->parser, CSV_REPALL_NL | CSV_APPEND_NULL) != 0)
        return ST_FAILED;
    arena_defer(a, reader_close, r);
    csv_set_delim(&r->parser, (unsigned char)shape->separator);
    csv_set_realloc_func(&r->parser, cell_room);
    r->each = each;
    r->ctx = ctx;
    r->text = buf_in(a);
    st = read_csv(r, d, shape, a, p);
    return st == ST_NOT_FOUND ? ST_OK : st;
}
