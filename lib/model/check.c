#include "model/check.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "model/letters.h"

/* A rule gives the canonical text, or NULL when what was typed is none. */
typedef const char *(*rule)(struct arena *a, const struct field *f, const char *typed);

static const char *rule_text(struct arena *a, const struct field *f, const char *typed)
{
    (void)f;
    return text_check(typed, strlen(typed), false) == TEXT_FINE ? arena_strdup(a, typed) : NULL;
}

static const char *rule_lines(struct arena *a, const struct field *f, const char *typed)
{
    (void)f;
    return text_check(typed, strlen(typed), true) == TEXT_FINE ? arena_strdup(a, typed) : NULL;
}

/* People, and organisations with a KvK number: "Bakkerij 't Hoekje & Zn. 2000". What is typed stays; something in it has to sort and be found. */
static const char *rule_name(struct arena *a, const struct field *f, const char *typed)
{
    (void)f;
    if (text_check(typed, strlen(typed), false) != TEXT_FINE || !*text_fold(a, typed))
        return NULL;
    return letters_spaced(a, typed);
}

static const char *rule_prefix(struct arena *a, const struct field *f, const char *typed)
{
    char *s = letters_plain(a, typed);

    (void)f;
    return letters_only(s, " '") ? s : NULL;
}

static const char *rule_initials(struct arena *a, const struct field *f, const char *typed)
{
    (void)f;
    return initials_parse(a, typed);
}

static const char *rule_postcode(struct arena *a, const struct field *f, const char *typed)
{
    (void)f;
    return postcode_parse(a, typed);
}

static const char *rule_house_number(struct arena *a, const struct field *f, const char *typed)
{
    long n;

    (void)f;
    return text_to_long(text_strip(a, typed, " "), 1, 99999, &n) ? arena_printf(a, "%ld", n) : NULL;
}

static const char *rule_letter(struct arena *a, const struct field *f, const char *typed)
{
    (void)f;
    return isalpha((unsigned char)typed[0]) && typed[1] == '\0' ? letters_upper(a, typed) : NULL;
}

static const char *rule_country(struct arena *a, const struct field *f, const char *typed)
{
    (void)f;
    return country_parse(a, typed);
}

static const char *rule_phone(struct arena *a, const struct field *f, const char *typed)
{
    (void)f;
    return phone_parse(a, typed);
}

static const char *rule_email(struct arena *a, const struct field *f, const char *typed)
{
    (void)f;
    return email_parse(a, typed);
}

static const char *rule_iban(struct arena *a, const struct field *f, const char *typed)
{
    (void)f;
    return iban_parse(a, typed);
}

static const char *rule_kvk(struct arena *a, const struct field *f, const char *typed)
{
    char *s = letters_unspaced(a, typed);

    (void)f;
    return strlen(s) == 8 && strspn(s, "0123456789") == 8 ? s : NULL;
}

static const char *rule_bsn(struct arena *a, const struct field *f, const char *typed)
{
    (void)f;
    return bsn_parse(a, typed);
}

static const char *rule_date(struct arena *a, const struct field *f, const char *typed)
{
    struct date d;

    if (!date_parse(typed, &d) || !date_valid(d) || d.year == 0)
        return NULL;
    return f->type == F_PARTIAL_DATE || date_full(d) ? date_text(a, d) : NULL;
}

static const char *rule_choice(struct arena *a, const struct field *f, const char *typed)
{
    const char *folded = text_fold(a, typed);

    for (const struct choice *c = f->choices; c->value; c++)
        if (strcmp(c->value, typed) == 0 || strcmp(text_fold(a, c->label), folded) == 0)
            return c->value;
    return NULL;
}

static const char *rule_yesno(struct arena *a, const struct field *f, const char *typed)
{
    const char *s = text_lower(a, typed);

    (void)f;
    if (strcmp(s, "ja") == 0 || strcmp(s, "j") == 0)
        return "ja";
    return strcmp(s, "nee") == 0 || strcmp(s, "n") == 0 ? "nee" : NULL;
}

static const char *rule_number(struct arena *a, const struct field *f, const char *typed)
{
    char *s = text_strip(a, typed, " ");
    size_t n = strlen(s), zeros = strspn(s, "0");

    if (n == 0 || n > f->max || strspn(s, "0123456789") != n)
        return NULL;
    return zeros == n ? "0" : s + zeros;
}

static const char *rule_money(struct arena *a, const struct field *f, const char *typed)
{
    const char *s = money_parse(a, typed);

    return s && strlen(s) <= f->max + (*s == '-') ? s : NULL;
}

/* "13:30", also "13.30", "1330", "9u05" and "9:05". */
static const char *rule_clock(struct arena *a, const struct field *f, const char *typed)
{
    char *s = letters_unspaced(a, typed);
    size_t h = strspn(s, "0123456789"), digits = h, m;

    (void)f;
    if (h > 2)
        h -= 2;
    m = h == digits ? h + 1 : h;
    if (digits == 0 || digits > 4 || h > 2 || (h == digits && !strchr(":.u", s[h])) || strlen(s) != m + 2 || strspn(s + m, "0123456789") != 2)
        return NULL;
    if (atoi(s + m) > 59 || strtol(s, NULL, 10) / (h == digits ? 1 : 100) > 23)
        return NULL;
    return arena_printf(a, "%s%.*s:%s", h == 1 ? "0" : "", (int)h, s, s + m);
}

/* The rule of each type, and what a person reads when it does not hold. Without a rule nobody types it. */
static const struct {
    rule check;
    const char *text;
} rules[] = {
    [F_TEXT] = { rule_text, "Gebruik gewone letters, cijfers en leestekens" },
    [F_LINES] = { rule_lines, "Gebruik gewone letters, cijfers en leestekens" },
    [F_NAME] = { rule_name, "Vul een naam in met gewone letters" },
    [F_PREFIX] = { rule_prefix, "Vul een voorvoegsel in, zoals van der" },
    [F_INITIALS] = { rule_initials, "Vul voorletters in, zoals J.R." },
    [F_POSTCODE] = { rule_postcode, "Vul een postcode in, zoals 1234 AB" },
    [F_HOUSE_NUMBER] = { rule_house_number, "Vul een huisnummer in van 1 tot en met 99999, zonder letter of toevoeging" },
    [F_LETTER] = { rule_letter, "Vul één letter in, zoals A" },
    [F_COUNTRY] = { rule_country, "Vul de naam van een land in of de code van twee letters, zoals BE" },
    [F_PHONE] = { rule_phone, "Vul een telefoonnummer in, zoals 06 12345678 of +32 2 123 45 67" },
    [F_EMAIL] = { rule_email, "Vul een e-mailadres in, zoals naam@voorbeeld.nl" },
    [F_IBAN] = { rule_iban, "Vul een IBAN in, zoals NL91 ABNA 0417 1643 00" },
    [F_KVK] = { rule_kvk, "Vul een KvK-nummer van 8 cijfers in" },
    [F_BSN] = { rule_bsn, "Vul een BSN van 9 cijfers in. Dit is geen geldig BSN" },
    [F_PARTIAL_DATE] = { rule_date, "Vul een datum in die bestaat, zoals 31-12-1950; dag en maand mogen leeg blijven" },
    [F_DATE] = { rule_date, "Vul een volledige datum in die bestaat, zoals 31-12-1950" },
    [F_CHOICE] = { rule_choice, "Kies een van de mogelijkheden" },
    [F_YESNO] = { rule_yesno, "Kies ja of nee" },
    [F_NUMBER] = { rule_number, "Vul een heel getal in" },
    [F_MONEY] = { rule_money, "Vul een bedrag in, zoals 12,50" },
    [F_REASON] = { NULL, "Dit veld kan niet worden gewijzigd" },
    [F_CLOCK] = { rule_clock, "Vul een tijd in, zoals 13:30" },
    [F_TIME] = { NULL, "Dit veld kan niet worden gewijzigd" },
    [F_SIZE] = { NULL, "Dit veld kan niet worden gewijzigd" },
};

static bool counts_letters(const struct field *f)
{
    return f->type != F_NUMBER && f->type != F_MONEY && f->type != F_CHOICE;
}

enum status field_check(const struct field *f, struct arena *a, struct problems *p, const char *typed, const char **value)
{
    const char *canonical;
    size_t length;

    *value = NULL;
    typed = text_clean(a, typed ? typed : "");
    if (*typed == '\0') {
        if (!f->required)
            return ST_OK;
        return f->type == F_CHOICE || f->type == F_YESNO ? invalidf(p, f->xml, "Maak een keuze bij ‘%s’", f->label)
                                                         : invalidf(p, f->xml, "Vul ‘%s’ in", f->label);
    }
    canonical = rules[f->type].check ? rules[f->type].check(a, f, typed) : NULL;
    if (!canonical)
        return invalid(p, f->xml, rules[f->type].text);
    length = text_length(canonical);
    if (counts_letters(f) && length > f->max)
        return invalidf(p, f->xml, "‘%s’ mag hoogstens %u tekens lang zijn; dit zijn er %zu", f->label, f->max, length);
    if (f->type == F_COUNTRY && strcmp(canonical, "NL") == 0)
        return ST_OK; /* empty is the Netherlands */
    *value = canonical;
    return ST_OK;
}

const char *field_remark(const struct field *f, const char *value)
{
    if (value && f->type == F_POSTCODE && postcode_unlikely(value))
        return "Deze postcode komt niet voor. Controleer de letters.";
    return NULL;
}
