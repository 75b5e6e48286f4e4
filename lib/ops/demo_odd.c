#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "ops/demo_make.h"

/* The awkward relations: what real administrations contain, and what pages, exports and searches stumble over. */

/* Columns and values in pairs, ends with NULL; an empty value empties. */
static void set_all(struct record *r, const char *const *pairs)
{
    for (; *pairs; pairs += 2)
        record_set(r, pairs[0], *pairs[1] ? pairs[1] : NULL);
}

/* Ends with NULL. */
static void empty_all(struct record *r, const char *const *columns)
{
    for (; *columns; columns++)
        record_set(r, *columns, NULL);
}

static const char *const home[] = {
    "street",        "house_number",  "house_letter",  "house_addition", "postcode", "town",
    "foreign_line1", "foreign_line2", "foreign_line3", "country",        NULL,
};
static const char *const partner[] = { "partner_prefix", "partner_last_name", NULL };

/* `unit` as often as it fits in n code points, then the beginning of it; never a space at the end. */
static const char *fill(struct arena *a, const char *unit, size_t n)
{
    struct buf b = buf_in(a);
    const char *c = unit;

    while (n-- > 0) {
        size_t len = 1;

        if (!*c)
            c = unit;
        while (((unsigned char)c[len] & 0xC0) == 0x80)
            len++;
        buf_put(&b, c, len);
        c += len;
    }
    if (b.len && b.s[b.len - 1] == ' ')
        b.s[b.len - 1] = 'a';
    return b.s;
}

static void jansen(struct record *r)
{
    static const char *const values[] = {
        "initials",
        "J.",
        "call_name",
        "Jan",
        "first_names",
        "Johannes",
        "prefix",
        "",
        "last_name",
        "Jansen",
        "name_usage",
        "E",
        "sex",
        "M",
        "birth_date",
        "1950-12-31",
        "street",
        "Dorpsstraat",
        "house_number",
        "12",
        "house_letter",
        "A",
        "house_addition",
        "",
        "postcode",
        "3511AB",
        "town",
        "Utrecht",
        "foreign_line1",
        "",
        "foreign_line2",
        "",
        "foreign_line3",
        "",
        "country",
        "",
        "phone",
        "+31300123456",
        "mobile",
        "+31612345678",
        "email",
        "jansen@demo.example",
        "bsn",
        "999999990",
        NULL,
    };

    set_all(r, values);
    empty_all(r, partner);
}

static void longest(struct arena *a, struct record *r)
{
    const char *label = fill(a, "langedomeinnaam", 63);

    empty_all(r, home);
    record_set(r, "initials", fill(a, "W.", 40));
    record_set(r, "call_name", fill(a, "Wilhelmina-Petronella ", 50));
    record_set(r, "first_names", fill(a, "Wilhelmina Petronella Anastasia Ĳsbrandine ", 200));
    record_set(r, "prefix", "van in den");
    record_set(r, "last_name", fill(a, "Longueville-Österreich van Woerden tot Vliet ", 200));
    record_set(r, "partner_prefix", "uit de der");
    record_set(r, "partner_last_name", fill(a, "Wolfeschlegelsteinhausenbergerdorff-Mülleimer ", 200));
    record_set(r, "name_usage", "V");
    record_set(r, "street", fill(a, "Burgemeester van Oldenbarneveldt-Wilhelminapark aan de Zuiderhaven ", 80));
    record_set(r, "house_number", "99999");
    record_set(r, "house_letter", "Z");
    record_set(r, "house_addition", "IIIb");
    record_set(r, "postcode", "9999ZZ");
    record_set(r, "town", fill(a, "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch aan de Rijn ", 80));
    record_set(r, "phone", "+999012345678901");
    record_set(r, "mobile", "+999112345678901");
    record_set(r, "email", arena_printf(a, "%s@%s.%s.%.53s.example", fill(a, "wilhelmina.petronella", 64), label, label, label));
    record_set(r, "iban", demo_iban(a, "RU", "04452560040702810412345678901"));
    record_set(r, "kvk", "99999999");
}

static void unicode(struct record *r)
{
    static const char *const values[] = {
        "initials",
        "Ǆ.",
        "call_name",
        "ǅemal ʰŁucja", /* title case and a modifier letter */
        "first_names",
        "Ωμέγα Михаил דניאל مريم 美咲 ขวัญใจ 𐐔𐐯𐑅 दिव्या",
        "prefix",
        "van 't",
        "last_name",
        "Ǆinić-M̄āḥǝn ʻOkina ẞtraße ỹ",
        "partner_prefix",
        "",
        "partner_last_name",
        "Ŏ̤çük-İıĲssel 𠮷田",
        "name_usage",
        "N",
        "street",
        "Ælfgifu–straße № 5 “Øst” ½ ☂",
        "town",
        "Sint-Œdenrode/Żółć",
        NULL,
    };

    set_all(r, values);
}

static void markup(struct record *r)
{
    static const char *const values[] = {
        "call_name",   "\"><script>alert(1)</script>",
        "prefix",      "",
        "last_name",   "O'Neill & zn <b>",
        "first_names", "=cmd|'/c calc'!A0",
        "street",      "<img src=x onerror=alert(1)>",
        "town",        "=HYPERLINK(\"http://kwaad.example\";\"klik\")",
        NULL,
    };

    set_all(r, values);
}

static void gone(struct arena *a, struct record *r, int years, const char *reason)
{
    const char *date = demo_date(a, demo_day(DEMO_TODAY) - (years == 1 ? 365 : years == 2 ? 731 : 1096)); /* 2024 was a leap year */

    r->created_at = demo_day("2014-05-01") * CLOCK_DAY;
    record_set(r, "status", "inactief");
    record_set(r, "inactive_reason", reason);
    record_set(r, "inactive_date", date);
}

static void twin(struct record *r, const char *house)
{
    static const char *const values[] = {
        "initials", "A.M.", "call_name", "Annie",      "first_names", "Anna Maria", "prefix", "de", "last_name",
        "Vries",    "sex",  "V",         "birth_date", "1948-03-17",  "name_usage", "E",      NULL,
    };

    set_all(r, values);
    empty_all(r, partner);
    empty_all(r, home);
    record_set(r, "street", "Kerkstraat");
    record_set(r, "house_number", house);
    record_set(r, "postcode", "8601AB");
    record_set(r, "town", "Sneek");
}

static void surname(struct record *r, const char *initials, const char *prefix, const char *last_name)
{
    record_set(r, "initials", initials);
    record_set(r, "prefix", prefix);
    record_set(r, "last_name", last_name);
    record_set(r, "name_usage", "E");
    empty_all(r, partner);
}

void demo_odd(struct arena *a, unsigned i, struct record *r)
{
    static const char *const reach[] = { "phone", "mobile", "email", NULL };

    switch ((enum demo_special)i) {
    case DEMO_JANSEN:
        jansen(r);
        break;
    case DEMO_LONGEST:
        longest(a, r);
        break;
    case DEMO_UNICODE:
        unicode(r);
        break;
    case DEMO_HOMELESS:
        empty_all(r, home);
        break;
    case DEMO_DECEASED:
        record_set(r, "birth_date", "1931-02");
        record_set(r, "death_date", "2026-08-30");
        gone(a, r, 1, "overleden");
        record_set(r, "inactive_date", "2026-09-02");
        break;
    case DEMO_TWIN_1:
        twin(r, "7");
        break;
    case DEMO_TWIN_2:
        twin(r, "31");
        break;
    case DEMO_GONE_1:
        gone(a, r, 1, "verhuisd");
        break;
    case DEMO_GONE_2:
        gone(a, r, 2, "opgezegd");
        break;
    case DEMO_GONE_3:
        gone(a, r, 3, "wanbetaling");
        break;
    case DEMO_SILENT:
        empty_all(r, reach);
        break;
    case DEMO_MARKUP:
        markup(r);
        break;
    case DEMO_BUSY:
        surname(r, "F.", NULL, "Factuurman");
        break;
    case DEMO_ABROAD:
        empty_all(r, home);
        record_set(r, "foreign_line1", "Gartenstraße 7");
        record_set(r, "foreign_line2", "48599 Gronau (Westf.)");
        record_set(r, "country", "DE");
        break;
    case DEMO_YEAR_ONLY:
        record_set(r, "birth_date", "1944");
        break;
    case DEMO_NOTHING:
        for (size_t k = 0; k < r->entity->count; k++)
            r->values[k] = NULL;
        record_set(r, "last_name", "Onbekend");
        record_set(r, "status", "actief");
        break;
    case DEMO_APOSTROPHE:
        surname(r, "S.P.", "'t", "O'Neill-'t Hooft");
        break;
    case DEMO_COMPANY:
        surname(r, NULL, NULL, "Stichting De Zonnebloem-Velden");
        record_set(r, "kvk", "12345678");
        break;
    case DEMO_SHORT:
        surname(r, "O.", NULL, "Os");
        break;
    case DEMO_NEWBORN:
        r->created_at = demo_day(DEMO_TODAY) * CLOCK_DAY;
        break;
    }
    r->changed_at = r->created_at;
}
