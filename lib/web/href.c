#include "web/href.h"

struct href href_to(struct arena *a, const char *path)
{
    struct href h = { .text = buf_in(a) };

    buf_puts(&h.text, path);
    return h;
}

static int unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

void href_add(struct href *h, const char *name, const char *value)
{
    if (!value)
        return;
    buf_printf(&h->text, "%c%s=", h->params++ ? '&' : '?', name);
    for (const unsigned char *p = (const unsigned char *)value; *p; p++)
        if (unreserved(*p))
            buf_putc(&h->text, (char)*p);
        else
            buf_printf(&h->text, "%%%02X", *p);
}

char *href_text(const struct href *h)
{
    return h->text.s;
}
