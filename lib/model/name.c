#include "model/name.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "model/letters.h"

#define NAMELESS "Zonder naam"

struct surname {
    const char *prefix, *last;
};

/* The surnames in the order they are used; a missing partner's name leaves the own one, and the other way about. */
static size_t surnames(const struct name *n, struct surname out[2])
{
    struct surname own = { n->prefix, n->last_name }, partner = { n->partner_prefix, n->partner_last_name };
    char usage = n->usage && *n->usage ? *n->usage : 'E';

    if (text_empty(partner.last))
        usage = 'E';
    else if (text_empty(own.last))
        usage = 'P';
    switch (usage) {
    case 'P':
        out[0] = partner;
        return 1;
    case 'V':
        out[0] = partner;
        out[1] = own;
        return 2;
    case 'N':
        out[0] = own;
        out[1] = partner;
        return 2;
    default:
        out[0] = own;
        return text_empty(own.last) ? 0 : 1;
    }
}

/* "van Velzen"; "Velzen" without a prefix; "d'Ancona" when the prefix ends in an apostrophe. */
static void put_surname(struct buf *b, const char *prefix, const char *last)
{
    if (!text_empty(prefix)) {
        buf_puts(b, prefix);
        if (!text_ends(prefix, "'"))
            buf_putc(b, ' ');
    }
    buf_puts(b, last);
}

static char *family(struct arena *a, const struct name *n)
{
    struct surname s[2];
    size_t count = surnames(n, s);
    struct buf b = buf_in(a);

    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_putc(&b, '-');
        put_surname(&b, s[i].prefix, s[i].last);
    }
    return b.s;
}

/* The first prefix gets a capital where nothing stands before it. */
static char *family_alone(struct arena *a, const struct name *n)
{
    struct surname s[2];
    char *text = family(a, n);

    if (surnames(n, s) == 0 || text_empty(s[0].prefix))
        return text;
    return letters_capital(a, text);
}

/* Initials, or what else a person is called by; "" when there is nothing. */
static const char *given(const struct name *n)
{
    if (!text_empty(n->initials))
        return n->initials;
    if (!text_empty(n->call_name))
        return n->call_name;
    return text_empty(n->first_names) ? "" : n->first_names;
}

char *name_full(struct arena *a, const struct name *n)
{
    const char *first = given(n);
    char *last = family(a, n);

    if (!*first && !*last)
        return arena_strdup(a, NAMELESS);
    if (!*last)
        return arena_strdup(a, first);
    return *first ? arena_printf(a, "%s %s", first, last) : family_alone(a, n);
}

char *name_sorted(struct arena *a, const struct name *n)
{
    struct surname s[2];
    size_t count = surnames(n, s);
    const char *first = given(n);
    struct buf b = buf_in(a);

    if (count == 0)
        return arena_strdup(a, *first ? first : NAMELESS);
    buf_puts(&b, s[0].last);
    if (!text_empty(s[0].prefix))
        buf_printf(&b, ", %s", s[0].prefix);
    if (count > 1) {
        buf_putc(&b, '-');
        put_surname(&b, s[1].prefix, s[1].last);
    }
    if (*first)
        buf_printf(&b, ", %s", first);
    return b.s;
}

char *name_salutation(struct arena *a, const struct name *n)
{
    char sex = n->sex && *n->sex ? *n->sex : 'O';
    char *last = family_alone(a, n);

    if (sex == 'M' || sex == 'V') {
        const char *title = sex == 'M' ? "heer" : "mevrouw";

        return *last ? arena_printf(a, "Geachte %s %s", title, last) : arena_printf(a, "Geachte %s", title);
    }
    if (!*last && !*given(n))
        return arena_strdup(a, "Geachte heer of mevrouw");
    return arena_printf(a, "Geachte %s", name_full(a, n));
}

char *name_sort_key(struct arena *a, const struct name *n)
{
    struct surname s[2];
    size_t count = surnames(n, s);
    struct buf b = buf_in(a);

    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_putc(&b, NAME_KEY_JOIN);
        buf_puts(&b, text_fold(a, s[i].last));
    }
    buf_putc(&b, NAME_KEY_PART);
    for (size_t i = 0; i < count; i++)
        buf_printf(&b, "%s%s", i > 0 ? " " : "", text_empty(s[i].prefix) ? "" : text_fold(a, s[i].prefix));
    buf_putc(&b, NAME_KEY_PART);
    buf_puts(&b, text_fold(a, given(n)));
    return b.s;
}

const char *name_other(struct arena *a, const struct name *n)
{
    struct surname s[2];
    bool own_first;

    if (surnames(n, s) == 0 || text_empty(n->last_name) || text_empty(n->partner_last_name))
        return NULL;
    own_first = s[0].last == n->last_name;
    return arena_strdup(a, own_first ? n->partner_last_name : n->last_name);
}
