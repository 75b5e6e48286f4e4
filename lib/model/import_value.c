#include "model/import_value.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "model/check.h"
#include "model/letters.h"

#define DIGITS "0123456789"

static const char *const centuries[] = { [CENTURY_ASK] = "vraag", [CENTURY_PAST] = "verleden", [CENTURY_1900] = "1900", [CENTURY_2000] = "2000" };

bool century_find(const char *name, enum century *out)
{
    for (size_t i = 0; i < sizeof centuries / sizeof *centuries; i++)
        if (strcmp(centuries[i], name) == 0) {
            *out = (enum century)i;
            return true;
        }
    return false;
}

const char *century_name(enum century c)
{
    return centuries[c];
}

const char *value_undress(struct arena *a, const char *cell)
{
    size_t n = strlen(cell);

    if (n >= 3 && strncmp(cell, "=\"", 2) == 0 && cell[n - 1] == '"')
        return arena_strndup(a, cell + 2, n - 3);
    if (*cell == '\'' && (strchr("=+-@", cell[1]) || isdigit((unsigned char)cell[1])) && cell[1])
        return cell + 1;
    return cell;
}

/* 6,12345678E+08: what is left of a long number once Excel took it for one to calculate with. */
static bool scientific(const char *s)
{
    s += *s == '+' || *s == '-';
    if (!isdigit((unsigned char)*s))
        return false;
    s += strspn(s, DIGITS);
    if (*s == '.' || *s == ',')
        s += 1 + strspn(s + 1, DIGITS);
    if (*s != 'e' && *s != 'E')
        return false;
    s++;
    s += *s == '+' || *s == '-';
    return *s && s[strspn(s, DIGITS)] == '\0';
}

static bool all_digits(const char *s)
{
    return *s && s[strspn(s, DIGITS)] == '\0';
}

static void remark(struct problems *remarks, const struct field *f, const char *text)
{
    invalid(remarks, f->xml, text);
}

/* Excel takes the zero off 0612345678, and the plus off +31612345678. */
static const char *typed_phone(const struct field *f, struct arena *a, const char *cell, struct problems *remarks)
{
    const char *digits = letters_unspaced(a, cell), *with_zero = arena_printf(a, "0%s", digits), *phone;

    if (!all_digits(digits))
        return cell;
    if (strlen(digits) == 9 && (phone = phone_parse(a, with_zero)) != NULL) {
        invalidf(remarks, f->xml, "De 0 vooraan ontbrak: %s is gelezen als %s", cell, phone);
        return with_zero;
    }
    if (strlen(digits) == 11 && text_starts(digits, "31") && (phone = phone_parse(a, digits)) != NULL)
        invalidf(remarks, f->xml, "De + vooraan ontbrak: %s is gelezen als %s", cell, phone);
    return cell;
}

/* Numbers of a fixed length that begin with zeros. */
static const char *typed_padded(const struct field *f, struct arena *a, const char *cell, size_t length, struct problems *remarks)
{
    const char *digits = letters_unspaced(a, cell);
    size_t n = strlen(digits);

    if (!all_digits(digits) || n + 2 < length || n >= length)
        return cell;
    digits = arena_printf(a, "%.*s%s", (int)(length - n), "00", digits);
    invalidf(remarks, f->xml, "De nullen vooraan ontbraken: %s is gelezen als %s", cell, digits);
    return digits;
}

static const char *typed_choice(const struct field *f, struct arena *a, const char *cell)
{
    static const struct {
        const char *column, *word, *value;
    } words[] = {
        { "sex", "mannelijk", "M" },
        { "sex", "male", "M" },
        { "sex", "heer", "M" },
        { "sex", "dhr", "M" },
        { "sex", "vrouwelijk", "V" },
        { "sex", "f", "V" },
        { "sex", "female", "V" },
        { "sex", "mevrouw", "V" },
        { "sex", "mevr", "V" },
        { "sex", "mw", "V" },
        { "sex", "man", "M" },
        { "sex", "vrouw", "V" },
        { "sex", "anders", "X" },
        { "sex", "onzijdig", "X" },
        { "sex", "m", "M" },
        { "sex", "v", "V" },
        { "sex", "x", "X" },
        { "sex", "o", "O" },
        { "name_usage", "eigen", "E" },
        { "name_usage", "partner", "P" },
    };
    const char *word = text_fold(a, cell);

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].column, f->column) == 0 && strcmp(words[i].word, word) == 0)
            return words[i].value;
    return cell;
}

/* --- dates --- */

static int month_of(struct arena *a, const char *word)
{
    static const char *const months[] = { "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec" };
    const char *s = text_fold(a, word);

    if (text_starts(s, "maa"))
        return 3;
    for (int m = 0; m < 12; m++)
        if (text_starts(s, months[m]))
            return m + 1;
    return 0;
}

static int full_year(int year, enum century century)
{
    struct date today = { 0 };

    if (century == CENTURY_1900 || century == CENTURY_2000)
        return (century == CENTURY_1900 ? 1900 : 2000) + year;
    today = date_from_days(clock_now() / CLOCK_DAY);
    return 2000 + year <= today.year ? 2000 + year : 1900 + year;
}

/* Day, month and year with anything between them: "31.12.1950", "31 dec 1950", "31-12-50". Gives the number of digits of the year, 0: none of these.
 */
static size_t day_month_year(struct arena *a, const char *s, struct date *d)
{
    char *copy = arena_strdup(a, s), *parts[3] = { NULL, NULL, NULL }, *part;
    size_t n = 0;

    for (char *rest = copy; (part = strsep(&rest, "-/. ")) != NULL;) {
        if (!*part)
            continue;
        if (n == 3)
            return 0;
        parts[n++] = part;
    }
    if (n != 3 || !all_digits(parts[0]) || strlen(parts[0]) > 2 || !all_digits(parts[2]) || (strlen(parts[2]) != 4 && strlen(parts[2]) != 2))
        return 0;
    d->day = atoi(parts[0]);
    d->month = all_digits(parts[1]) && strlen(parts[1]) <= 2 ? atoi(parts[1]) : month_of(a, parts[1]);
    d->year = atoi(parts[2]);
    return strlen(parts[2]);
}

/* "1950-12-31 00:00:00", "31-12-1950 0:00": midnight says that there is no time. */
static const char *without_midnight(struct arena *a, const char *s)
{
    const char *at = strpbrk(s, " T");

    while (at && strspn(at + 1, "0:.") != strlen(at + 1))
        at = strpbrk(at + 1, " T");
    return at && at[1] && strchr(at, ':') ? arena_strndup(a, s, (size_t)(at - s)) : s;
}

static const char *typed_date(const struct field *f, struct arena *a, const char *cell, enum century century, struct problems *problems,
                              struct problems *remarks)
{
    struct date d = { 0 }, whole;
    const char *s = without_midnight(a, cell);
    size_t digits;

    if (all_digits(s) && strlen(s) == 5) {
        invalidf(problems, f->xml, "%s is een getal en geen datum. Maak van deze kolom in Excel een datum en bewaar opnieuw", s);
        return NULL;
    }
    if (date_parse(s, &whole))
        return s;
    digits = day_month_year(a, s, &d);
    if (digits == 2 && century == CENTURY_ASK && d.month <= 12) {
        invalidf(problems, f->xml, "Het jaar in %s heeft twee cijfers. Kies bij ‘Jaartallen met twee cijfers’ welke eeuw het is", s);
        return NULL;
    }
    if (digits == 2) {
        d.year = full_year(d.year, century);
        invalidf(remarks, f->xml, "%s is gelezen als %s", s, date_text(a, d));
    }
    /* 00-00-1950: what is not known. */
    if (digits > 0 && d.day == 0 && d.month >= 0 && d.month <= 12 && date_valid(d) && d.year > 0)
        return date_text(a, d);
    if (digits > 0 && date_valid(d) && date_full(d))
        return date_text(a, d);
    if (digits > 0 && d.month > 12 && d.day <= 12 && d.day > 0)
        invalidf(problems, f->xml, "%s lijkt op maand/dag/jaar. Zet deze kolom om naar dag-maand-jaar", s);
    else
        invalidf(problems, f->xml, "%s is geen datum die bestaat. Vul in zoals 31-12-1950", s);
    return NULL;
}

/* "J.R." is, "Johannes" is not: that gives eight initials. */
static bool looks_like_first_name(const char *s)
{
    size_t letters = text_length(s);
    bool small = false;

    if (strchr(s, '.') || strchr(s, ' ') || letters < 3)
        return false;
    for (const char *c = s + 1; *c; c++)
        small = small || islower((unsigned char)*c);
    return small && (letters > 3 || isupper((unsigned char)*s));
}

static bool a_number(enum field_type t)
{
    return t == F_PHONE || t == F_IBAN || t == F_KVK || t == F_BSN || t == F_HOUSE_NUMBER || t == F_NUMBER || t == F_TEXT;
}

const char *value_typed(const struct field *f, struct arena *a, const char *cell, enum century century, struct problems *problems,
                        struct problems *remarks)
{
    if (a_number(f->type) && scientific(cell)) {
        invalidf(problems, f->xml, "Excel heeft dit nummer ingekort tot %s. Maak van de kolom in Excel ‘Tekst’ en vul het nummer opnieuw in", cell);
        return NULL;
    }
    switch (f->type) {
    case F_PHONE:
        return typed_phone(f, a, cell, remarks);
    case F_KVK:
        return typed_padded(f, a, cell, 8, remarks);
    case F_BSN:
        return typed_padded(f, a, cell, 9, remarks);
    case F_CHOICE:
        return typed_choice(f, a, cell);
    case F_DATE:
    case F_PARTIAL_DATE:
        return typed_date(f, a, cell, century, problems, remarks);
    case F_INITIALS:
        if (!looks_like_first_name(cell))
            return cell;
        remark(problems, f, "Dit lijkt een voornaam. Kies voor deze kolom Roepnaam of Voornamen, of vul voorletters in zoals J.R.");
        return NULL;
    default:
        return cell;
    }
}
