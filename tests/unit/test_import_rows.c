/* lib/model/import_text, import_sniff, import_rows: what comes out of files as programs write them. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "model/import_rows.h"
#include "suite.h"

static struct arena *a;

static void set_up(void)
{
    a = arena_new(0);
}

static void tear_down(void)
{
    arena_free(a);
}

/* Bytes, given in pieces of `piece`. */
struct bytes {
    const char *p;
    size_t n, at, piece;
};

static enum status bytes_read(void *ctx, void *p, size_t n, size_t *got)
{
    struct bytes *b = ctx;

    *got = b->n - b->at < n ? b->n - b->at : n;
    *got = *got < b->piece ? *got : b->piece;
    memcpy(p, b->p + b->at, *got);
    b->at += *got;
    return ST_OK;
}

static enum status bytes_rewind(void *ctx)
{
    ((struct bytes *)ctx)->at = 0;
    return ST_OK;
}

/* "1[a|b]3[c|d]" */
static enum status note(void *ctx, const struct row *row)
{
    struct buf *b = ctx;

    buf_printf(b, "%u[", row->number);
    for (size_t i = 0; i < row->count; i++)
        buf_printf(b, "%s%s", i ? "|" : "", row->cells[i]);
    buf_puts(b, row->broken ? "!]" : "]");
    return ST_OK;
}

static const char *rows(const char *p, size_t n, size_t piece, struct text_shape *shape)
{
    struct bytes bytes = { .p = p, .n = n, .piece = piece };
    const struct byte_source in = { bytes_read, bytes_rewind, &bytes };
    struct problems problems = problems_in(a);
    struct buf b = buf_in(a);

    if (text_sniff(&in, a, &problems, shape) == ST_OK)
        rows_each(&in, shape, a, &problems, note, &b);
    if (problems.first)
        buf_printf(&b, "<%s>", problems.first->text);
    return b.s;
}

#define BYTES(s) s, sizeof(s) - 1

static const struct {
    const char *name, *bytes;
    size_t n;
    enum text_encoding encoding;
    char separator;
    const char *rows;
} files[] = {
    { "semicolons, CRLF", BYTES("a;b\r\nc;d\r\n"), TEXT_UTF8, ';', "1[a|b]2[c|d]" },
    { "commas, LF, no end", BYTES("a,b\nc,d"), TEXT_UTF8, ',', "1[a|b]2[c|d]" },
    { "tabs, CR", BYTES("a\tb\rc\td\r"), TEXT_UTF8, '\t', "1[a|b]2[c|d]" },
    { "empty cells of a tab file", BYTES("a\tb\tc\n\t\tx\n"), TEXT_UTF8, '\t', "1[a|b|c]2[||x]" },
    { "comma within, semicolon between", BYTES("naam;plaats\n\"Jansen, P.\";X\n\"Bos, A.\";Y\n"), TEXT_UTF8, ';',
      "1[naam|plaats]2[Jansen, P.|X]3[Bos, A.|Y]" },
    { "commas in every cell without quotes", BYTES("naam;plaats\nJansen, P.;X, Z\n"), TEXT_UTF8, ';', "1[naam|plaats]2[Jansen, P.|X, Z]" },
    { "quotes doubled", BYTES("a;b\n\"x \"\"y\"\" z\";2\n"), TEXT_UTF8, ';', "1[a|b]2[x \"y\" z|2]" },
    { "quotes in the middle", BYTES("a;b\nJan \"Piet\" Bos;2\n"), TEXT_UTF8, ';', "1[a|b]2[Jan \"Piet\" Bos|2]" },
    { "line break within quotes", BYTES("a;b\r\n\"x\r\ny\";2\r\nz;3\r\n"), TEXT_UTF8, ';', "1[a|b]2[x\r\ny|2]3[z|3]" },
    { "empty lines count", BYTES("a;b\r\n\r\nc;d\r\n\r\n\r\ne;f\r\n"), TEXT_UTF8, ';', "1[a|b]3[c|d]6[e|f]" },
    { "lines of separators count", BYTES("a;b\n;\nc;d\n"), TEXT_UTF8, ';', "1[a|b]3[c|d]" },
    { "empty lines before the heading", BYTES("\n\na;b\nc;d\n"), TEXT_UTF8, ';', "3[a|b]4[c|d]" },
    { "UTF-8 with mark", BYTES("\xef\xbb\xbfna\xc3\xafm;b\n"), TEXT_UTF8, ';', "1[na\xc3\xafm|b]" },
    { "UTF-8 without", BYTES("na\xc3\xafm;b\n"), TEXT_UTF8, ';', "1[na\xc3\xafm|b]" },
    { "Windows-1252", BYTES("na\xefm;\x80 5\n"), TEXT_WINDOWS_1252, ';', "1[na\xc3\xafm|\xe2\x82\xac 5]" },
    { "a byte that Windows-1252 does not have", BYTES("\xef;\x81\n"), TEXT_WINDOWS_1252, ';', "1[\xc3\xaf|\xef\xbf\xbd]" },
    { "UTF-16 little with mark",
      BYTES("\xff\xfe"
            "a\0;\0\xef\0\r\0\n\0"),
      TEXT_UTF16LE, ';', "1[a|\xc3\xaf]" },
    { "UTF-16 big with mark", BYTES("\xfe\xff\0a\0;\0\xef\0\n"), TEXT_UTF16BE, ';', "1[a|\xc3\xaf]" },
    { "UTF-16 little without", BYTES("a\0b\0;\0c\0d\0\n\0"), TEXT_UTF16LE, ';', "1[ab|cd]" },
    { "UTF-16 big without", BYTES("\0a\0b\0;\0c\0d\0\n"), TEXT_UTF16BE, ';', "1[ab|cd]" },
    { "UTF-16 with half a surrogate",
      BYTES("\xff\xfe"
            "a\0;\0\x00\xd8"
            "b\0\n\0"),
      TEXT_UTF16LE, ';',
      "1[a|\xef\xbf\xbd"
      "b]" },
    { "UTF-8 mark and a byte that is none",
      BYTES("\xef\xbb\xbf"
            "a;\xff\n"),
      TEXT_UTF8, ';', "1[a|\xef\xbf\xbd]" },
    { "Excel names its separator", BYTES("sep=,\r\na;b,c\r\n"), TEXT_UTF8, ',', "1[a;b|c]" },
    { "one column", BYTES("naam\nJansen\n"), TEXT_UTF8, ';', "1[naam]2[Jansen]" },
    { "spaces around", BYTES("a ; b\n x ;\" y \"\n"), TEXT_UTF8, ';', "1[a|b]2[x| y ]" },
    { "nothing", BYTES(""), TEXT_UTF8, 0, "<Dit bestand is leeg. Kies een ander bestand>" },
    { "a spreadsheet", BYTES("PK\x03\x04rest"), TEXT_UTF8, 0, "<Dit is een Excel-bestand. Bewaar het in Excel als ‘CSV UTF-8’ en kies dat bestand>" },
    { "bytes", BYTES("\x01\0\x02\0\0\0\0\0\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c"), TEXT_UTF8, 0,
      "<Dit is geen tekstbestand. Bewaar de lijst als CSV en kies dat bestand>" },
    { "a quotation mark too many", BYTES("a;b\n\"x;y\nz;3\n"), TEXT_UTF8, ';',
      "1[a|b]<Regel 2 heeft een aanhalingsteken (\") dat nergens wordt gesloten. Herstel het bestand>" },
};

/* However small the pieces are that it comes in. */
START_TEST(each_file)
{
    static const size_t pieces[] = { 1, 2, 3, 7, 100000 };

    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
            struct text_shape shape;
            const char *got = rows(files[i].bytes, files[i].n, pieces[k], &shape);

            ck_assert_msg(strcmp(got, files[i].rows) == 0, "%s in pieces of %zu gave %s", files[i].name, pieces[k], got);
            if (files[i].separator) {
                ck_assert_msg(shape.encoding == files[i].encoding, "%s is %s", files[i].name, text_encoding_name(shape.encoding));
                ck_assert_msg(shape.separator == files[i].separator, "%s is separated by '%c'", files[i].name, shape.separator);
            }
        }
}
END_TEST

/* ASCII until far behind the sample, then an older set: the whole file decides. */
START_TEST(late_letter)
{
    size_t n = 300000;
    char *s = arena_alloc(a, n + 1);
    struct text_shape shape;
    const char *got;

    for (size_t i = 0; i < n; i++)
        s[i] = i % 10 == 9 ? '\n' : i % 10 == 5 ? ';' : 'x';
    s[n - 3] = (char)0xe9;
    got = rows(s, n, 1000, &shape);
    ck_assert_int_eq(shape.encoding, TEXT_WINDOWS_1252);
    ck_assert_ptr_nonnull(strstr(got, "30000[xxxxx|x\xc3\xa9x]") ? "" : strstr(got, "30000["));
    ck_assert_ptr_nonnull(strstr(got, "\xc3\xa9"));
}
END_TEST

static char *repeat(char c, size_t n)
{
    char *s = arena_alloc(a, n + 1);

    memset(s, c, n);
    return s;
}

START_TEST(limits)
{
    struct text_shape shape;
    const char *fits = arena_printf(a, "a;b\n%s;2\n", repeat('x', ROW_CELL_MAX / 2));
    const char *too_long = arena_printf(a, "a;b\nx;1\n%s;2\n", repeat('x', ROW_CELL_MAX + 1));
    const char *columns = arena_printf(a, "a;b\n%s\n", repeat(';', ROW_COLUMNS_MAX));
    const char *wide = arena_printf(a, "a;b\nx%sx\n", repeat(';', ROW_COLUMNS_MAX));

    ck_assert_ptr_null(strchr(rows(fits, strlen(fits), 5000, &shape), '<'));
    ck_assert_str_eq(rows(too_long, strlen(too_long), 5000, &shape),
                     "1[a|b]2[x|1]<Vanaf regel 3 kan het bestand niet worden gelezen: een cel is te lang. Waarschijnlijk ontbreekt daar een "
                     "aanhalingsteken (\")>");
    ck_assert_ptr_null(strchr(rows(columns, strlen(columns), 5000, &shape), '!'));
    ck_assert_ptr_nonnull(strstr(rows(wide, strlen(wide), 5000, &shape), "!]"));
}
END_TEST

int main(void)
{
    return SUITE_RUN("import_rows", set_up, tear_down, each_file, late_letter, limits);
}
