#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "model/check.h"
#include "model/letters.h"

#define EURO "\xe2\x82\xac"

/* Whole euros with or without dots between thousands. NULL when a dot stands elsewhere. */
static char *whole_part(struct arena *a, const char *s, size_t n)
{
    struct buf b = buf_in(a);

    for (size_t i = 0; i < n; i++) {
        if (s[i] == '.') {
            if (i == 0 || (n - i) % 4 != 0)
                return NULL;
        } else if (isdigit((unsigned char)s[i])) {
            buf_putc(&b, s[i]);
        } else {
            return NULL;
        }
    }
    return b.s;
}

/* Where the cents start: at a comma, or at a dot with one or two digits behind it and no other dot. */
static const char *decimal_mark(const char *s)
{
    const char *comma = strchr(s, ',');
    const char *dot = strrchr(s, '.');

    if (comma)
        return comma;
    if (dot && strchr(s, '.') == dot && strlen(dot + 1) > 0 && strlen(dot + 1) <= 2)
        return dot;
    return s + strlen(s);
}

static bool cents_part(const char *s, char out[3])
{
    size_t n = strlen(s);

    memcpy(out, "00", 3);
    if (n == 0 || strcmp(s, "-") == 0) /* "12,-" */
        return true;
    if (n > 2 || strspn(s, "0123456789") != n)
        return false;
    memcpy(out, s, n);
    return true;
}

char *money_parse(struct arena *a, const char *typed)
{
    char *s = text_strip(a, letters_plain(a, typed), " ");
    const char *mark;
    char cents[3];
    char *whole;
    bool negative = false;

    if (text_starts(s, EURO))
        s += strlen(EURO);
    if (*s == '-') {
        negative = true;
        s++;
    }
    if (text_starts(s, EURO))
        s += strlen(EURO);
    mark = decimal_mark(s);
    whole = whole_part(a, s, (size_t)(mark - s));
    if (!whole || !cents_part(*mark ? mark + 1 : "", cents) || (!*whole && !*mark) || (!*whole && !mark[1]))
        return NULL;
    s = arena_printf(a, "%s%s", whole, cents);
    s += strspn(s, "0");
    return *s ? arena_printf(a, "%s%s", negative ? "-" : "", s) : arena_strdup(a, "0");
}

const char *money_typed(struct arena *a, const char *cents)
{
    bool negative = *cents == '-';
    const char *s = cents + negative;
    size_t n = strlen(s);

    if (n < 3)
        return arena_printf(a, "%s0,%s%s", negative ? "-" : "", n == 1 ? "0" : "", s);
    return arena_printf(a, "%s%.*s,%s", negative ? "-" : "", (int)(n - 2), s, s + n - 2);
}

const char *money_show(struct arena *a, const char *cents)
{
    const char *s = money_typed(a, cents);
    size_t whole = strcspn(s, ",");
    struct buf b = buf_in(a);

    buf_puts(&b, EURO " ");
    for (size_t i = 0; s[i]; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0 && s[i - 1] != '-')
            buf_putc(&b, '.');
        buf_putc(&b, s[i]);
    }
    return b.s;
}
