#include "web/words.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

char *words_count(struct arena *a, uint64_t n)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
    struct buf b = buf_in(a);

    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            buf_putc(&b, '.');
        buf_putc(&b, digits[i]);
    }
    return b.s;
}

char *words_size(struct arena *a, uint64_t bytes)
{
    static const char *const units[] = { "kB", "MB", "GB", "TB" };
    uint64_t unit = 1000;
    size_t i = 0;

    if (bytes < 1000)
        return arena_printf(a, "%llu bytes", (unsigned long long)bytes);
    while (i < 3 && bytes / 1000 >= unit) {
        unit *= 1000;
        i++;
    }
    if (bytes / unit >= 100)
        return arena_printf(a, "%llu %s", (unsigned long long)(bytes / unit), units[i]);
    return arena_printf(a, "%llu,%llu %s", (unsigned long long)(bytes / unit), (unsigned long long)(bytes % unit * 10 / unit), units[i]);
}

/* unreserved of RFC 3986; all of them are attr-char of RFC 5987 as well. */
static bool unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c != '\0' && strchr("-._~", c) != NULL);
}

void words_url(struct buf *b, const char *s)
{
    for (; *s != '\0'; s++) {
        if (unreserved(*s))
            buf_putc(b, *s);
        else
            buf_printf(b, "%%%02X", (unsigned)(unsigned char)*s);
    }
}

char *words_disposition(struct arena *a, const char *file_name)
{
    struct buf b = buf_in(a);

    /* For who does not know filename*: every other character becomes one underscore. */
    buf_puts(&b, "attachment; filename=\"");
    for (const char *s = file_name; *s != '\0'; s++) {
        if ((*s & 0xc0) == 0x80)
            continue;
        buf_putc(&b, unreserved(*s) || *s == ' ' ? *s : '_');
    }
    buf_puts(&b, "\"; filename*=UTF-8''");
    words_url(&b, file_name);
    return b.s;
}
