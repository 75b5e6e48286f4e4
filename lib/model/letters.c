#include "model/letters.h"

#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/buf.h"

/* The code point at *s, and *s moved past it; 0 at the end. Broken UTF-8 ends the text: it was refused at the door. */
static utf8proc_int32_t next(const char **s)
{
    utf8proc_int32_t c = 0;
    utf8proc_ssize_t n = **s ? utf8proc_iterate((const utf8proc_uint8_t *)*s, -1, &c) : 0;

    if (n <= 0)
        return 0;
    *s += n;
    return c;
}

static void put(struct buf *b, utf8proc_int32_t c)
{
    utf8proc_uint8_t bytes[4];

    buf_put(b, bytes, (size_t)utf8proc_encode_char(c, bytes));
}

static bool is_letter(utf8proc_int32_t c)
{
    utf8proc_category_t kind = utf8proc_category(c);

    return (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO) || (kind >= UTF8PROC_CATEGORY_MN && kind <= UTF8PROC_CATEGORY_ME);
}

static bool is_space(utf8proc_int32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || utf8proc_category(c) == UTF8PROC_CATEGORY_ZS;
}

static bool is_dash(utf8proc_int32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

static bool is_apostrophe(utf8proc_int32_t c)
{
    return c == '\'' || c == 0x2018 || c == 0x2019 || c == '`' || c == 0x00B4;
}

bool letters_only(const char *s, const char *also)
{
    utf8proc_int32_t c;

    while ((c = next(&s)) != 0)
        if (!is_letter(c) && !(c < 0x80 && strchr(also, (int)c)))
            return false;
    return *s == '\0';
}

char *letters_capital(struct arena *a, const char *s)
{
    struct buf b = buf_in(a);
    utf8proc_int32_t first = next(&s);

    if (first)
        put(&b, utf8proc_toupper(first));
    buf_puts(&b, s);
    return b.s;
}

char *letters_upper(struct arena *a, const char *s)
{
    struct buf b = buf_in(a);
    utf8proc_int32_t c;

    while ((c = next(&s)) != 0)
        put(&b, utf8proc_toupper(c));
    return b.s;
}

static char *spaced(struct arena *a, const char *s, bool plain)
{
    struct buf b = buf_in(a);
    bool gap = false;
    utf8proc_int32_t c;

    while ((c = next(&s)) != 0) {
        if (is_space(c)) {
            gap = true;
            continue;
        }
        if (gap && b.len > 0)
            buf_putc(&b, ' ');
        gap = false;
        put(&b, plain && is_apostrophe(c) ? '\'' : plain && is_dash(c) ? '-' : c);
    }
    return b.s;
}

char *letters_spaced(struct arena *a, const char *s)
{
    return spaced(a, s, false);
}

char *letters_plain(struct arena *a, const char *s)
{
    return spaced(a, s, true);
}

char *letters_unspaced(struct arena *a, const char *s)
{
    struct buf b = buf_in(a);
    utf8proc_int32_t c;

    while ((c = next(&s)) != 0)
        if (!is_space(c) && !is_dash(c) && !(c < 0x80 && strchr("./()", (int)c)))
            put(&b, c);
    return b.s;
}
