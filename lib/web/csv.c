#include "web/csv.h"

#include <string.h>

#include "base/text.h"
#include "model/check.h"

#define FORMULA "=+-@\t\r"

static void cell(struct buf *b, const char *text, bool first, bool guarded)
{
    if (!first)
        buf_putc(b, ';');
    if (text_empty(text))
        return;
    guarded = guarded && strchr(FORMULA, text[0]) != NULL;
    if (!guarded && strpbrk(text, ";\"\r\n") == NULL) {
        buf_puts(b, text);
        return;
    }
    buf_puts(b, guarded ? "\"'" : "\"");
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buf_putc(b, '"');
        buf_putc(b, *text);
    }
    buf_putc(b, '"');
}

void csv_text(struct buf *b, const char *text, bool first)
{
    cell(b, text, first, true);
}

void csv_number(struct buf *b, const char *text, bool first)
{
    cell(b, text, first, false);
}

void csv_end_line(struct buf *b)
{
    buf_puts(b, "\r\n");
}

void csv_value(struct buf *b, const struct field *f, const char *value, bool first)
{
    const char *shown;

    switch (f->type) {
    case F_MONEY:
    case F_NUMBER:
    case F_SIZE:
        csv_number(b, field_typed(f, b->arena, value), first);
        return;
    case F_DATE:
    case F_PARTIAL_DATE:
        csv_text(b, field_typed(f, b->arena, value), first);
        return;
    case F_PHONE:
        /* "+31 6 12345678" would be guarded as a formula, and 0612345678 lose its 0. */
        shown = field_show(f, b->arena, value);
        if (text_starts(shown, "+31 ")) {
            struct buf local = buf_in(b->arena);

            buf_printf(&local, "0%s", shown + strlen("+31 "));
            shown = local.s;
        }
        csv_text(b, shown, first);
        return;
    default:
        csv_text(b, field_show(f, b->arena, value), first);
        return;
    }
}
