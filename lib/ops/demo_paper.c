#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "ops/demo_make.h"

/* The smallest files that every viewer opens. */

/* A line of text as a PDF string in WinAnsiEncoding, of which the Latin-1 part is what we use. */
static void put_string(struct buf *b, const char *s)
{
    buf_putc(b, '(');
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;

        if (c == '(' || c == ')' || c == '\\') {
            buf_printf(b, "\\%c", c);
        } else if (c < 0x80) {
            buf_putc(b, (char)c);
        } else if (c == 0xC2 || c == 0xC3) {
            buf_printf(b, "\\%03o", (unsigned)(((c & 3) << 6) | ((unsigned char)s[1] & 0x3F)));
            s++;
        } else {
            buf_putc(b, '?');
            while (((unsigned char)s[1] & 0xC0) == 0x80)
                s++;
        }
    }
    buf_putc(b, ')');
}

static struct buf page_content(struct arena *a, const char *const *lines)
{
    struct buf b = buf_in(a);

    buf_puts(&b, "BT /F1 11 Tf 16 TL 72 770 Td\n");
    for (; *lines; lines++) {
        put_string(&b, *lines);
        buf_puts(&b, " Tj T*\n");
    }
    buf_puts(&b, "ET\n");
    return b;
}

#define OBJECTS 6

struct buf demo_pdf(struct arena *a, const char *title, const char *const *lines)
{
    struct buf b = buf_in(a), content = page_content(a, lines);
    size_t at[OBJECTS + 1], xref;

    buf_puts(&b, "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n");
    at[1] = b.len;
    buf_puts(&b, "1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Lang (nl-NL) >>\nendobj\n");
    at[2] = b.len;
    buf_puts(&b, "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n");
    at[3] = b.len;
    buf_puts(&b, "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>\nendobj\n");
    at[4] = b.len;
    buf_printf(&b, "4 0 obj\n<< /Length %zu >>\nstream\n", content.len);
    buf_put(&b, content.s, content.len);
    buf_puts(&b, "endstream\nendobj\n");
    at[5] = b.len;
    buf_puts(&b, "5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>\nendobj\n");
    at[6] = b.len;
    buf_puts(&b, "6 0 obj\n<< /Title ");
    put_string(&b, title);
    buf_puts(&b, " >>\nendobj\n");
    xref = b.len;
    buf_printf(&b, "xref\n0 %d\n0000000000 65535 f \n", OBJECTS + 1);
    for (int i = 1; i <= OBJECTS; i++)
        buf_printf(&b, "%010zu 00000 n \n", at[i]);
    buf_printf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%zu\n%%%%EOF\n", OBJECTS + 1, xref);
    return b;
}

/* Bits of the entropy-coded part; after 0xFF comes a 0 (ISO/IEC 10918-1, F.1.2.3). */
struct bits {
    struct buf *out;
    unsigned held, count;
};

static void put_bits(struct bits *s, unsigned value, unsigned n)
{
    while (n-- > 0) {
        s->held = s->held << 1 | ((value >> n) & 1);
        if (++s->count == 8) {
            buf_putc(s->out, (char)s->held);
            if (s->held == 0xFF)
                buf_putc(s->out, 0);
            s->held = s->count = 0;
        }
    }
}

/* Categories 0..8 have codes of 4 bits in order, so none is all ones; the AC table has one code, "0": end of block. */
static void put_block(struct bits *s, int difference)
{
    unsigned size = 0, magnitude = (unsigned)(difference < 0 ? -difference : difference);

    while (magnitude >> size)
        size++;
    put_bits(s, size, 4);
    if (size)
        put_bits(s, (unsigned)(difference < 0 ? difference + (1 << size) - 1 : difference), size);
    put_bits(s, 0, 1);
}

static void put_headers(struct buf *b, unsigned width, unsigned height)
{
    static const unsigned char start[] = { 0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xDB, 0, 67, 0 };
    static const unsigned char dc[] = { 0xFF, 0xC4, 0, 28, 0x00, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8 };
    static const unsigned char ac[] = { 0xFF, 0xC4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
    static const unsigned char scan[] = { 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0 };
    const unsigned char frame[] = {
        0xFF, 0xC0, 0, 11, 8, (unsigned char)(height >> 8), (unsigned char)height, (unsigned char)(width >> 8), (unsigned char)width, 1, 1, 0x11, 0,
    };

    buf_put(b, start, sizeof start);
    for (int i = 0; i < 64; i++)
        buf_putc(b, 16); /* a step of 16 for the mean of 64 dots: 2 shades of grey */
    buf_put(b, frame, sizeof frame);
    buf_put(b, dc, sizeof dc);
    buf_put(b, ac, sizeof ac);
    buf_put(b, scan, sizeof scan);
}

/* A door in a wall, in blocks of 8 by 8 dots. */
struct buf demo_jpeg(struct arena *a, struct prng *p, unsigned blocks_wide, unsigned blocks_high)
{
    struct buf b = buf_in(a);
    struct bits s = { .out = &b };
    int before = 0;

    put_headers(&b, 8 * blocks_wide, 8 * blocks_high);
    for (unsigned y = 0; y < blocks_high; y++) {
        for (unsigned x = 0; x < blocks_wide; x++) {
            bool door = x > blocks_wide / 3 && x < 2 * blocks_wide / 3 && y > blocks_high / 4;
            int shade = (door ? -40 : 30) + prng_between(p, -6, 6); /* -64..63 */

            put_block(&s, shade - before);
            before = shade;
        }
    }
    while (s.count)
        put_bits(&s, 1, 1);
    buf_put(&b, "\xFF\xD9", 2);
    return b;
}
