#include "base/text.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/buf.h"

#define REPLACEMENT 0xfffd

static bool is_noncharacter(int32_t c)
{
    return (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

static bool is_bidi(int32_t c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f || c == 0x061c;
}

/* White_Space of the Unicode Character Database. */
static bool is_space(int32_t c)
{
    return c == ' ' || (c >= 0x09 && c <= 0x0d) || c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool is_control(int32_t c, bool lines)
{
    if (lines && (c == '\t' || c == '\n' || c == '\r'))
        return false;
    return c < 0x20 || (c >= 0x7f && c <= 0x9f);
}

/* The code point at s, of n > 0 bytes; its width, or 0 when the bytes are not UTF-8. */
static size_t decode(const char *s, size_t n, int32_t *c)
{
    utf8proc_ssize_t width;

    if ((unsigned char)s[0] < 0x80) {
        *c = (unsigned char)s[0];
        return 1;
    }
    width = utf8proc_iterate((const utf8proc_uint8_t *)s, n > 4 ? 4 : (utf8proc_ssize_t)n, c);
    return width > 0 ? (size_t)width : 0;
}

static void put_char(struct buf *b, int32_t c)
{
    utf8proc_uint8_t bytes[4];

    buf_put(b, bytes, (size_t)utf8proc_encode_char(c, bytes));
}

enum text_fault text_check(const char *s, size_t n, bool lines)
{
    size_t i = 0;

    while (i < n) {
        int32_t c;
        size_t width = decode(s + i, n - i, &c);

        if (width == 0 || is_noncharacter(c))
            return TEXT_BAD_UTF8;
        if (is_control(c, lines))
            return TEXT_CONTROL;
        if (is_bidi(c))
            return TEXT_BIDI;
        i += width;
    }
    return TEXT_FINE;
}

/* The same with U+FFFD in place of every byte that is not UTF-8: only for text that never passed text_check(). */
static char *scrub(struct arena *a, const char *s)
{
    struct buf b = buf_in(a);
    size_t n = strlen(s);

    for (size_t i = 0; i < n;) {
        int32_t c;
        size_t width = decode(s + i, n - i, &c);

        put_char(&b, width == 0 ? REPLACEMENT : c);
        i += width == 0 ? 1 : width;
    }
    return b.s;
}

/* The code points of s after utf8proc's `options`, canonically ordered, with room to write them back as UTF-8. */
static int32_t *decompose(struct arena *a, const char *s, utf8proc_option_t options, size_t *count)
{
    const utf8proc_uint8_t *in = (const utf8proc_uint8_t *)s;
    utf8proc_ssize_t n = (utf8proc_ssize_t)strlen(s), need;
    int32_t *out;

    need = utf8proc_decompose(in, n, NULL, 0, options);
    if (need < 0) {
        s = scrub(a, s);
        in = (const utf8proc_uint8_t *)s;
        n = (utf8proc_ssize_t)strlen(s);
        need = utf8proc_decompose(in, n, NULL, 0, options);
        if (need < 0)
            arena_exhausted(a);
    }
    out = arena_array(a, (size_t)need + 1, sizeof *out);
    need = utf8proc_decompose(in, n, out, need, options);
    if (need < 0)
        arena_exhausted(a);
    *count = (size_t)need;
    return out;
}

static bool is_ascii(const char *s)
{
    for (; *s != '\0'; s++)
        if ((unsigned char)*s >= 0x80)
            return false;
    return true;
}

static char *nfc(struct arena *a, const char *s)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    utf8proc_ssize_t n;
    size_t count;
    int32_t *points;

    if (is_ascii(s))
        return arena_strdup(a, s);
    points = decompose(a, s, options, &count);
    n = utf8proc_reencode(points, (utf8proc_ssize_t)count, options);
    if (n < 0)
        arena_exhausted(a);
    return (char *)points;
}

/* CRLF and CR become LF, in place. */
static void unify_lines(char *s)
{
    char *to = s;

    for (; *s != '\0'; s++) {
        if (s[0] == '\r' && s[1] == '\n')
            continue;
        *to++ = *s == '\r' ? '\n' : *s;
    }
    *to = '\0';
}

char *text_clean(struct arena *a, const char *s)
{
    char *out = nfc(a, s);
    size_t n, end = 0, begin;
    bool leading = true;

    unify_lines(out);
    n = strlen(out);
    begin = n;
    for (size_t i = 0; i < n;) {
        int32_t c;
        size_t width = decode(out + i, n - i, &c);

        if (width == 0)
            width = 1;
        if (!is_space(c)) {
            if (leading)
                begin = i;
            leading = false;
            end = i + width;
        }
        i += width;
    }
    out[end] = '\0';
    return end == 0 ? out : out + begin;
}

/* Letters that Unicode does not take apart but people type without their stroke, after case folding. */
static const char *plain_letters(int32_t c)
{
    switch (c) {
    case 0x00f8:
        return "o"; /* ø */
    case 0x00df:
        return "ss"; /* ß */
    case 0x00e6:
        return "ae"; /* æ */
    case 0x0153:
        return "oe"; /* œ */
    case 0x0142:
        return "l"; /* ł */
    case 0x0111:
    case 0x00f0:
        return "d"; /* đ ð */
    case 0x00fe:
        return "th"; /* þ */
    case 0x0133:
        return "ij"; /* ĳ */
    case 0x0131:
        return "i"; /* ı */
    case 0x0127:
        return "h"; /* ħ */
    case 0x0167:
        return "t"; /* ŧ */
    default:
        return NULL;
    }
}

static bool is_letter_or_digit(int32_t c)
{
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return false;
    }
}

/* One code point folded into `out`, which has text or not; *gap says that a space is due before the next letter. */
static void fold_one(struct buf *out, int32_t c, bool *gap)
{
    const char *letters = plain_letters(c);

    if (letters == NULL && !is_letter_or_digit(c)) {
        *gap = out->len > 0;
        return;
    }
    if (*gap)
        buf_putc(out, ' ');
    *gap = false;
    if (letters != NULL)
        buf_puts(out, letters);
    else
        put_char(out, c);
}

/* Marks go before cases are folded: folding makes a letter of the Greek iota that stands under another, but only where it was composed. */
char *text_fold(struct arena *a, const char *s)
{
    const utf8proc_option_t apart = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;
    struct buf b = buf_in(a);
    size_t count;
    int32_t *points = decompose(a, s, apart, &count);
    bool gap = false;

    for (size_t i = 0; i < count; i++) {
        int32_t folded[8];
        int bound = 0;
        utf8proc_ssize_t n = utf8proc_decompose_char(points[i], folded, 8, apart | UTF8PROC_CASEFOLD, &bound);

        for (utf8proc_ssize_t k = 0; k < n && k < 8; k++)
            fold_one(&b, folded[k], &gap);
    }
    return b.s;
}

char *text_lower(struct arena *a, const char *s)
{
    struct buf b = buf_in(a);
    size_t n = strlen(s);

    for (size_t i = 0; i < n;) {
        int32_t c;
        size_t width = decode(s + i, n - i, &c);

        if (width == 0) {
            buf_putc(&b, s[i++]);
            continue;
        }
        put_char(&b, utf8proc_tolower(c));
        i += width;
    }
    return b.s;
}

size_t text_length(const char *s)
{
    size_t count = 0;

    for (; *s != '\0'; s++)
        count += ((unsigned char)*s & 0xc0) != 0x80;
    return count;
}

bool text_empty(const char *s)
{
    return s == NULL || s[0] == '\0';
}

bool text_equal(const char *a, const char *b)
{
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

bool text_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *s, const char *suffix)
{
    size_t n = strlen(s), m = strlen(suffix);

    return n >= m && memcmp(s + n - m, suffix, m) == 0;
}

char *text_digits(struct arena *a, const char *s)
{
    char *out = arena_alloc(a, strlen(s) + 1), *to = out;

    for (; *s != '\0'; s++)
        if (*s >= '0' && *s <= '9')
            *to++ = *s;
    return out;
}

char *text_strip(struct arena *a, const char *s, const char *chars)
{
    char *out = arena_alloc(a, strlen(s) + 1), *to = out;

    for (; *s != '\0'; s++)
        if (strchr(chars, *s) == NULL)
            *to++ = *s;
    return out;
}

void text_copy(char *to, size_t room, const char *from)
{
    size_t n = from == NULL ? 0 : strnlen(from, room - 1);

    if (n > 0)
        memcpy(to, from, n);
    to[n] = '\0';
}

bool text_to_long(const char *s, long min, long max, long *out)
{
    const char *digits;
    char *end;
    long value;

    if (s == NULL)
        return false;
    digits = s[0] == '-' ? s + 1 : s;
    if (digits[0] < '0' || digits[0] > '9')
        return false;
    errno = 0;
    value = strtol(s, &end, 10);
    if (errno != 0 || *end != '\0' || value < min || value > max)
        return false;
    *out = value;
    return true;
}
