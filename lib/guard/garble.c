#include "guard/garble.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

#define DOTS "\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2"

/* The bytes of the first code point, in valid UTF-8. */
static size_t first_character(const char *s)
{
    size_t n = s[0] != '\0' ? 1 : 0;

    while (n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80)
        n++;
    return n;
}

char *address_garble(struct arena *a, const char *address)
{
    const char *at = address == NULL ? NULL : strrchr(address, '@');
    const char *dot = at == NULL ? NULL : strrchr(at, '.');
    struct buf b = buf_in(a);

    if (at == NULL || at == address || at[1] == '\0' || at[1] == '.') {
        buf_puts(&b, DOTS);
        return b.s;
    }
    buf_put(&b, address, first_character(address));
    buf_puts(&b, DOTS "@");
    buf_put(&b, at + 1, first_character(at + 1));
    buf_puts(&b, DOTS);
    if (dot != NULL)
        buf_puts(&b, dot);
    return b.s;
}
