#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/keys.h"
#include "base/text.h"
#include "model/check.h"
#include "model/letters.h"
#include "model/record_parts.h"
#include "model/relation_search.h"

/* How a search text is read (relation.h says in which order). */

#define PREFIX_LETTERS 3                  /* shorter surnames are matched exactly */
#define LAST_CHARACTER "\xf4\x8f\xbf\xbf" /* U+10FFFF: after every text that starts the same */
#define BIRTH          "geboortedatum"

/* Voorvoegsels that people type before a surname though lists sort without them. */
static const char *const prefixes[] = {
    "a",  "aan", "af", "al",  "am",  "auf", "aus", "ben", "bij", "bin", "boven", "d",   "da",  "dal", "de",  "del",  "della", "den",   "der", "des",
    "di", "die", "do", "du",  "el",  "het", "i",   "im",  "in",  "l",   "la",    "las", "le",  "les", "lo",  "los",  "of",    "onder", "op",  "over",
    "s",  "t",   "te", "ten", "ter", "tho", "to",  "toe", "tot", "uit", "uijt",  "van", "ver", "vom", "von", "voor", "vor",   "zu",    "zum", "zur",
};

static bool is_prefix(const char *word)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strcmp(prefixes[i], word) == 0)
            return true;
    return false;
}

static bool all_digits(const char *s)
{
    return *s && s[strspn(s, "0123456789")] == '\0';
}

/* A date that is known as far as it goes: "1950" matches everybody born in that year. */
static void set_birth(struct model *m, struct search *s, struct date d)
{
    s->born = date_text(m->arena, d);
    s->born_to = arena_printf(m->arena, "%s%s", s->born, "~"); /* after every digit and hyphen; the column is ASCII */
}

static bool read_birth(struct model *m, const char *text, struct search *s)
{
    struct date d;

    if (all_digits(text) || !date_parse(text, &d) || !date_valid(d) || d.month == 0)
        return false;
    s->kind = SEARCH_BIRTH;
    s->understood = BIRTH;
    set_birth(m, s, d);
    return true;
}

/* "1234AB", "1234 ab 12", "1234AB-12a": letter and addition are passed over. */
static bool read_postcode(struct model *m, const char *text, struct search *s)
{
    const char *p = text;
    size_t n;

    for (int i = 0; i < 4; i++, p++)
        if (!isdigit((unsigned char)*p))
            return false;
    while (*p == ' ')
        p++;
    if (!isalpha((unsigned char)p[0]) || !isalpha((unsigned char)p[1]) || isalpha((unsigned char)p[2]))
        return false;
    p += 2;
    s->value = postcode_parse(m->arena, arena_strndup(m->arena, text, (size_t)(p - text)));
    if (!s->value)
        return false;
    s->kind = SEARCH_POSTCODE;
    s->understood = "postcode";
    p += strspn(p, " ,-");
    n = strspn(p, "0123456789");
    if (n > 0) {
        s->kind = SEARCH_HOUSE;
        s->understood = "postcode en huisnummer";
        s->house = arena_strndup(m->arena, p + strspn(p, "0"), n - strspn(p, "0"));
    }
    return true;
}

static bool read_phone(struct model *m, const char *text, struct search *s)
{
    if (*text != '+' && *text != '0' && *text != '(')
        return false;
    s->value = phone_parse(m->arena, text);
    s->kind = SEARCH_PHONE;
    s->understood = "telefoonnummer";
    return s->value != NULL;
}

static bool read_number(struct model *m, const struct relation_query *q, const char *text, struct search *s)
{
    char *digits = letters_unspaced(m->arena, text);
    const char *bsn;

    if (!all_digits(digits) || strlen(digits) > 12)
        return false;
    s->kind = SEARCH_NUMBER;
    s->understood = "relatienummer";
    s->value = digits;
    bsn = q->bsn && strlen(digits) == 9 && m->keys && m->keys->have[KEY_LOOKUP] ? bsn_parse(m->arena, digits) : NULL;
    if (bsn) {
        s->kind = SEARCH_BSN;
        s->understood = "relatienummer of BSN";
        bsn_lookup(m->keys, bsn, s->lookup);
    }
    return true;
}

static size_t letters(const char *s)
{
    size_t n = 0;

    for (; *s; s++)
        n += *s != ' ' && ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

/* From 3 letters everything that starts so; below that exactly this surname. */
static void set_name(struct model *m, struct search *s, const char *folded)
{
    s->kind = *folded ? SEARCH_NAME : SEARCH_NONE;
    s->understood = "achternaam";
    if (letters(folded) >= PREFIX_LETTERS) {
        s->from = folded;
        s->to = s->other_to = arena_printf(m->arena, "%s" LAST_CHARACTER, folded);
    } else {
        s->from = folded;
        s->to = arena_printf(m->arena, "%s ", folded);
        s->other_to = arena_printf(m->arena, "%s\x01", folded);
    }
}

/* What stands before "%" is folded text, or letters and dots: neither has wildcards. */
static void set_given(struct model *m, struct search *s, const char *word)
{
    const char *folded = text_fold(m->arena, word), *initials = initials_parse(m->arena, word);

    s->kind = *folded ? SEARCH_NAME_GIVEN : SEARCH_NONE;
    s->understood = "achternaam en voornaam of voorletters";
    s->given = arena_printf(m->arena, "%s%%", folded);
    s->initials = letters(folded) <= 3 && initials ? arena_printf(m->arena, "%s%%", initials) : "";
}

static const char *without_prefixes(struct model *m, const char *folded)
{
    for (;;) {
        size_t n = strcspn(folded, " ");

        if (!folded[n] || !is_prefix(arena_strndup(m->arena, folded, n)))
            return folded;
        folded += n + 1;
    }
}

/* "jansen 31-12-1950", "jansen 1950": takes the date off the end of *text. */
static bool split_birth(struct model *m, char *text, struct search *s)
{
    char *last = strrchr(text, ' ');
    struct date d;

    if (!last || !date_parse(last + 1, &d) || !date_valid(d) || d.year < 1800)
        return false;
    set_birth(m, s, d);
    *last = '\0';
    return true;
}

/* "jansen piet" and "piet jansen" are tried after the whole as a surname. */
static size_t read_names(struct model *m, const char *text, struct search out[SEARCH_READINGS])
{
    char *whole = letters_plain(m->arena, text);
    struct search birth = { 0 };
    bool with_birth = split_birth(m, whole, &birth);
    const char *folded = text_fold(m->arena, whole), *bare = without_prefixes(m, folded);
    const char *first = strchr(whole, ' '), *last = strrchr(whole, ' ');
    size_t n = 0;

    set_name(m, &out[n++], bare);
    if (bare != folded)
        set_name(m, &out[n++], folded);
    if (with_birth) {
        for (size_t i = 0; i < n; i++) {
            if (out[i].kind == SEARCH_NAME)
                out[i].kind = SEARCH_NAME_BIRTH;
            out[i].understood = "achternaam en " BIRTH;
            out[i].born = birth.born;
            out[i].born_to = birth.born_to;
        }
    } else if (first && *folded) {
        set_name(m, &out[n], without_prefixes(m, text_fold(m->arena, arena_strndup(m->arena, whole, (size_t)(last - whole)))));
        if (out[n].kind == SEARCH_NAME)
            set_given(m, &out[n++], last + 1);
        set_name(m, &out[n], without_prefixes(m, text_fold(m->arena, first + 1)));
        if (out[n].kind == SEARCH_NAME)
            set_given(m, &out[n++], arena_strndup(m->arena, whole, (size_t)(first - whole)));
    }
    return n;
}

void search_read(struct model *m, const struct relation_query *q, struct search out[SEARCH_READINGS])
{
    char *text = text_clean(m->arena, q->text ? q->text : "");

    memset(out, 0, SEARCH_READINGS * sizeof *out);
    for (size_t i = 0; i < SEARCH_READINGS; i++)
        out[i].kind = SEARCH_NONE;
    if (!*text) {
        out[0].kind = SEARCH_ALL;
        out[0].understood = "";
    } else if (strchr(text, '@')) {
        out[0].value = email_parse(m->arena, text);
        out[0].kind = out[0].value ? SEARCH_EMAIL : SEARCH_NONE;
        out[0].understood = "e-mailadres";
    } else if (!read_birth(m, text, out) && !read_postcode(m, text, out) && !read_phone(m, text, out) && !read_number(m, q, text, out)) {
        read_names(m, text, out);
    }
}
