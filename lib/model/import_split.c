/* Columns that hold more than one field. */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "model/check.h"
#include "model/import_value.h"
#include "model/letters.h"

#define WORDS_MAX 24
#define DIGITS    "0123456789"

/* Words between initials and surname, in small letters as they are written there. */
static const char prefixes[] =
    " van von vom zu zur zum de den der des het 't te ten ter tot toe op in aan bij onder over uit voor d' da dos das di del "
    "della dela du la le les los el al ben bin ibn 'n 's ";

/* Forms of address that lists put before a name. */
static const char addresses[] = " dhr dhr. mevr mevr. mw mw. heer mevrouw ";

struct words {
    size_t count;
    const char *word[WORDS_MAX];
};

/* False when there are too many to be a name. */
static bool read_words(struct arena *a, const char *s, struct words *w)
{
    char *rest = letters_spaced(a, s), *word;

    w->count = 0;
    while ((word = strsep(&rest, " ")) != NULL) {
        if (!*word)
            continue;
        if (w->count == WORDS_MAX)
            return false;
        w->word[w->count++] = word;
    }
    return true;
}

static bool listed(struct arena *a, const char *list, const char *word)
{
    return *word && strstr(list, arena_printf(a, " %s ", word)) != NULL;
}

static const char *join(struct arena *a, const struct words *w, size_t from, size_t to)
{
    struct buf b = buf_in(a);

    for (size_t i = from; i < to; i++)
        buf_printf(&b, "%s%s", i > from ? " " : "", w->word[i]);
    return b.s;
}

/* How many words from `from` on are a prefix. */
static size_t prefix_length(struct arena *a, const struct words *w, size_t from)
{
    size_t n = 0;

    while (from + n < w->count && listed(a, prefixes, w->word[from + n]))
        n++;
    return n;
}

bool split_house(struct arena *a, const char *s, struct house *out)
{
    size_t n = strspn(s, DIGITS);
    const char *rest = s + n;

    *out = (struct house){ arena_strndup(a, s, n), "", "" };
    if (n == 0 || n > 5)
        return false;
    rest += strspn(rest, " -/");
    if (isalpha((unsigned char)*rest) && !isalpha((unsigned char)rest[1])) {
        const char *after = rest + 1 + strspn(rest + 1, " -/");

        out->letter = arena_printf(a, "%c", toupper((unsigned char)*rest));
        rest = after;
    }
    out->addition = arena_strdup(a, rest);
    /* "12-feb" was 12-2 before Excel saw it. */
    for (const char *m = "jan feb mrt apr mei jun jul aug sep okt nov dec "; *m; m += 4)
        if (strncasecmp(out->addition, m, 3) == 0)
            return false;
    return true;
}

bool split_street(struct arena *a, const char *s, struct street *out)
{
    struct words w;
    size_t at = 0;

    *out = (struct street){ s, "" };
    if (!read_words(a, s, &w))
        return false;
    for (size_t i = 1; i < w.count; i++)
        if (isdigit((unsigned char)w.word[i][0])) {
            if (at > 0)
                return false; /* two numbers: which of them is the house's? */
            at = i;
        }
    if (at == 0)
        return true;
    out->street = join(a, &w, 0, at);
    out->house = join(a, &w, at, w.count);
    return true;
}

bool split_town(struct arena *a, const char *s, struct town *out)
{
    struct words w;
    size_t n;

    if (!read_words(a, s, &w) || w.count == 0)
        return false;
    n = w.count > 1 && strlen(w.word[0]) == 4 && strlen(w.word[1]) == 2 ? 2 : 1;
    out->postcode = join(a, &w, 0, n);
    out->town = join(a, &w, n, w.count);
    return postcode_parse(a, out->postcode) != NULL;
}

bool split_initials(struct arena *a, const char *s, struct whole_name *out)
{
    struct words w;
    size_t from = 1;

    *out = (struct whole_name){ "", "", "", "" };
    if (!read_words(a, s, &w))
        return false;
    while (from < w.count && !listed(a, prefixes, w.word[from]))
        from++;
    if (from >= w.count || from + prefix_length(a, &w, from) != w.count)
        return false;
    out->initials = join(a, &w, 0, from);
    out->prefix = join(a, &w, from, w.count);
    return true;
}

bool split_last_name(struct arena *a, const char *s, struct whole_name *out)
{
    const char *comma = strchr(s, ',');
    struct words w;
    size_t n;

    *out = (struct whole_name){ "", "", "", "" };
    if (!read_words(a, comma ? comma + 1 : s, &w))
        return false;
    n = prefix_length(a, &w, 0);
    if (n == 0 || (comma ? n != w.count : n == w.count))
        return false;
    out->prefix = join(a, &w, 0, n);
    out->last_name = comma ? text_clean(a, arena_strndup(a, s, (size_t)(comma - s))) : join(a, &w, n, w.count);
    return *out->last_name != '\0';
}

/* "J.R.", "J", "JR": with a dot, or nothing but one to four capitals. */
static bool initials_word(const char *s)
{
    size_t n = strlen(s), upper = 0;

    for (const char *c = s; *c; c++)
        upper += isupper((unsigned char)*c) != 0;
    return strchr(s, '.') != NULL || (n <= 4 && upper == n);
}

/* What stands around the surname: initials or a call name, then a prefix. False when there is more. */
static bool given_part(struct arena *a, const struct words *w, size_t from, size_t to, struct whole_name *out)
{
    size_t i = from;

    while (i < to && initials_word(w->word[i]) && !listed(a, prefixes, w->word[i]))
        i++;
    out->initials = join(a, w, from, i);
    if (i == from && i < to && !listed(a, prefixes, w->word[i]))
        out->call_name = w->word[i++];
    out->prefix = join(a, w, i, i + prefix_length(a, w, i));
    return i + prefix_length(a, w, i) >= to;
}

bool split_name(struct arena *a, const char *s, struct whole_name *out)
{
    const char *comma = strchr(s, ',');
    struct words w;
    size_t from = 0, given;

    *out = (struct whole_name){ "", "", "", "" };
    if (comma) {
        char *rest = text_strip(a, comma + 1, ",");

        out->last_name = text_clean(a, arena_strndup(a, s, (size_t)(comma - s)));
        if (!read_words(a, rest, &w) || !*out->last_name)
            return false;
        /* "Berg, van der, J.R." as well as "Berg, J.R. van der". */
        given = prefix_length(a, &w, 0);
        if (given > 0) {
            struct whole_name tail = { "", "", "", "" };
            bool fine = given_part(a, &w, given, w.count, &tail) && !*tail.prefix;

            out->prefix = join(a, &w, 0, given);
            out->initials = tail.initials;
            out->call_name = tail.call_name;
            return fine;
        }
        return given_part(a, &w, 0, w.count, out);
    }
    if (!read_words(a, s, &w))
        return false;
    while (from < w.count && listed(a, addresses, text_lower(a, w.word[from])))
        from++;
    given = from;
    while (given < w.count && initials_word(w.word[given]))
        given++;
    out->initials = join(a, &w, from, given);
    if (given == from && given + 1 < w.count && !listed(a, prefixes, w.word[given]))
        out->call_name = w.word[given++];
    out->prefix = join(a, &w, given, given + prefix_length(a, &w, given));
    given += prefix_length(a, &w, given);
    out->last_name = join(a, &w, given, w.count);
    /* "Jan Peter Jansen": is Peter a first name or half of a surname? */
    if (*out->call_name && !*out->prefix && given + 1 < w.count)
        return false;
    return *out->last_name != '\0';
}
