#include "web/body.h"

#include "base/arena.h"

int body_form(struct req *r, const struct head *h, const struct body_source *in)
{
    size_t n = (size_t)h->length;
    char *text, more;

    if (h->body != BODY_FORM)
        return 415;
    if (h->length < 0)
        return 400;
    if (h->length > FORM_MAX)
        return 413;
    text = arena_alloc(r->arena, n + 1);
    /* Shorter: the browser went away. Longer: it said something else than it sent. */
    if (in->read(in->ctx, text, n) != n || in->read(in->ctx, &more, 1) != 0)
        return 400;
    switch (params_urlencoded(r->arena, text, n, &r->form)) {
    case PARAMS_FINE:
        return 0;
    case PARAMS_TOO_MANY:
    case PARAMS_TOO_LONG:
        return 413;
    case PARAMS_MALFORMED:
    case PARAMS_BAD_TEXT:
        break;
    }
    return 400;
}
