#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "model/check.h"
#include "model/letters.h"

#define INITIAL_MAX 4 /* "Chr." */

static bool is_mark(utf8proc_int32_t c)
{
    utf8proc_category_t kind = utf8proc_category(c);

    return kind >= UTF8PROC_CATEGORY_MN && kind <= UTF8PROC_CATEGORY_ME;
}

static void put(struct buf *b, utf8proc_int32_t c)
{
    utf8proc_uint8_t bytes[4];

    buf_put(b, bytes, (size_t)utf8proc_encode_char(c, bytes));
}

/*
 * With dots, what stands between them is one initial ("Th.J."). Without, every letter is one ("jr"). A hyphen between initials stays ("J.-P.").
 */
char *initials_parse(struct arena *a, const char *typed)
{
    char *s = letters_plain(a, typed);
    bool dotted = strchr(s, '.') != NULL;
    struct buf b = buf_in(a);
    bool hyphen = false; /* waits for the initial after it */
    size_t in_initial = 0;

    if (!letters_only(s, " .-"))
        return NULL;
    while (*s) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n = utf8proc_iterate((utf8proc_uint8_t *)s, -1, &c);

        if (n <= 0)
            return NULL;
        s += n;
        if (is_mark(c) && in_initial > 0) {
            put(&b, c);
            continue;
        }
        if (in_initial > 0 && (!dotted || strchr(" .-", c < 0x80 ? (int)c : 'x'))) {
            buf_putc(&b, '.');
            in_initial = 0;
        }
        if (c == ' ' || c == '.' || c == '-') {
            hyphen = c == '-' && b.len > 0;
            continue;
        }
        if (hyphen)
            buf_putc(&b, '-');
        hyphen = false;
        put(&b, in_initial == 0 ? utf8proc_toupper(c) : utf8proc_tolower(c));
        if (++in_initial > INITIAL_MAX)
            return NULL;
    }
    if (in_initial > 0)
        buf_putc(&b, '.');
    return b.len > 0 ? b.s : NULL;
}
