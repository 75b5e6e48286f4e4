#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "ops/demo_make.h"
#include "ops/demo_words.h"

static const char *const reasons[] = { "opgezegd", "opgezegd", "verhuisd", "overleden", "overleden", "overgestapt", "wanbetaling", "administratief" };
static const char *const additions[] = { "bis", "hs", "2", "III", "zw", "rood" };

const char *demo_date(struct arena *a, int64_t day)
{
    return date_text(a, date_from_days(day));
}

int64_t demo_day(const char *date)
{
    struct date d = { 0 };

    date_parse(date, &d);
    return date_to_days(d);
}

int64_t demo_moment(struct prng *p, int64_t day)
{
    return day * CLOCK_DAY + prng_between(p, 8 * 60, 17 * 60) * CLOCK_MINUTE + prng_between(p, 0, 59) * CLOCK_SECOND;
}

static unsigned mod97(const char *s)
{
    unsigned rest = 0;

    for (; *s; s++)
        rest = isdigit((unsigned char)*s) ? (rest * 10 + (unsigned)(*s - '0')) % 97 : (rest * 100 + (unsigned)(*s - 'A') + 10) % 97;
    return rest;
}

const char *demo_iban(struct arena *a, const char *country, const char *bban)
{
    unsigned check = 98 - mod97(arena_printf(a, "%s%s00", bban, country));

    return arena_printf(a, "%s%02u%s", country, check, bban);
}

const char *demo_bsn(struct arena *a, unsigned nth)
{
    char *s = arena_printf(a, "9999%04u0", nth % 10000);
    int sum = 0;

    for (int i = 0; i < 8; i++)
        sum += (9 - i) * (s[i] - '0');
    if (sum % 11 == 10)
        return NULL;
    s[8] = (char)('0' + sum % 11);
    return s;
}

const char *demo_mobile(struct arena *a, struct prng *p)
{
    return arena_printf(a, "+316%c%07u", "1234"[prng_below(p, 4)], prng_below(p, 10000000));
}

const char *demo_landline(struct arena *a, struct prng *p, const char *area)
{
    unsigned digits = 8 - (unsigned)strlen(area);

    return arena_printf(a, "+31%s0%0*u", area, (int)digits, prng_below(p, digits == 6 ? 1000000 : 100000));
}

/* ASCII letters of the folded name. */
static const char *ascii(struct arena *a, const char *name)
{
    char *s = text_fold(a, name), *to = s;

    for (const char *c = s; *c; c++)
        if (isalnum((unsigned char)*c))
            *to++ = *c;
    *to = '\0';
    return s;
}

const char *demo_email(struct arena *a, struct prng *p, const struct record *r)
{
    static const char *const hosts[] = { "post.example", "brievenbus.example", "thuis.example", "mail.voorbeeld.example" };
    const char *given = record_get(r, "call_name"), *family = record_get(r, "last_name");

    return arena_printf(a, "%s.%.40s%u@%s", ascii(a, given ? given : "x"), ascii(a, family), prng_below(p, 10000), hosts[prng_below(p, 4)]);
}

/* The first letter and a dot. */
static void put_initial(struct buf *b, const char *name)
{
    size_t n = 1;

    while (((unsigned char)name[n] & 0xC0) == 0x80)
        n++;
    buf_put(b, name, n);
    buf_putc(b, '.');
}

/* Takes the words in lower case off the front: "van der Meer". */
static void set_surname(struct arena *a, struct record *r, const char *prefix_column, const char *column, const char *whole)
{
    const char *name = whole;

    while ((islower((unsigned char)*name) || *name == '\'') && strchr(name, ' '))
        name = strchr(name, ' ') + 1;
    if (name > whole)
        record_set(r, prefix_column, arena_strndup(a, whole, (size_t)(name - whole) - 1));
    record_set(r, column, name);
}

static enum demo_origin origin(struct prng *p)
{
    unsigned n = prng_below(p, 100);

    return n < 74   ? ORIGIN_DUTCH
           : n < 84 ? ORIGIN_FRISIAN
           : n < 88 ? ORIGIN_TURKISH
           : n < 92 ? ORIGIN_MOROCCAN
           : n < 96 ? ORIGIN_SURINAMESE
                    : ORIGIN_EUROPEAN;
}

void demo_name(struct arena *a, struct prng *p, struct record *r, bool female, int born)
{
    enum demo_origin from = origin(p);
    const struct words *given = demo_given_names(from, female, born);
    struct buf initials = buf_in(a), names = buf_in(a);
    unsigned count = 1 + prng_below(p, 3);
    const char *call = demo_pick(p, given);

    for (unsigned i = 0; i < count; i++) {
        const char *name = i ? demo_pick(p, given) : call;

        put_initial(&initials, name);
        buf_printf(&names, "%s%s", i ? " " : "", name);
    }
    record_set(r, "initials", initials.s);
    record_set(r, "call_name", call);
    if (r->entity == &relation_entity)
        record_set(r, "first_names", names.s);
    set_surname(a, r, "prefix", "last_name", demo_pick(p, demo_surnames(from)));
}

static void set_partner(struct arena *a, struct prng *p, struct record *r, bool female)
{
    static const char *const women[] = { "V", "V", "V", "P", "E", "N" }, *const men[] = { "E", "E", "E", "E", "N", "V" };

    set_surname(a, r, "partner_prefix", "partner_last_name", demo_pick(p, demo_surnames(ORIGIN_DUTCH)));
    record_set(r, "name_usage", (female ? women : men)[prng_below(p, 6)]);
}

static const char *birth_date(struct arena *a, struct prng *p, int born)
{
    unsigned known = prng_below(p, 100);
    int64_t day = demo_day(arena_printf(a, "%d-01-01", born)) + prng_below(p, 365);

    if (known == 0)
        return NULL;
    return known < 3 ? arena_printf(a, "%d", born) : known < 4 ? arena_printf(a, "%d-%02d", born, prng_between(p, 1, 12)) : demo_date(a, day);
}

static const char *postcode(struct arena *a, struct prng *p, const struct demo_town *t)
{
    static const char letters[] = "ABCEGHJKLMNPRTVWXZ"; /* without those that look like others, and without S: SA, SD and SS are not given out */

    return arena_printf(a, "%d%c%c", t->postcode + (int)prng_below(p, (unsigned)t->postcodes), letters[prng_below(p, 18)],
                        letters[prng_below(p, 18)]);
}

static void set_home(struct arena *a, struct prng *p, struct record *r)
{
    const struct demo_town *t = demo_town(p);
    const char *head = demo_pick(p, &demo_street_head);
    unsigned extra = prng_below(p, 100);

    record_set(r, "street", arena_printf(a, "%s%s", head, demo_pick(p, &demo_street_tail)));
    record_set(r, "house_number", arena_printf(a, "%d", prng_percent(p, 85) ? prng_between(p, 1, 180) : prng_between(p, 181, 999)));
    record_set(r, "house_letter", extra < 7 ? arena_printf(a, "%c", 'A' + (char)prng_below(p, 6)) : NULL);
    record_set(r, "house_addition", extra >= 7 && extra < 14 ? additions[prng_below(p, 6)] : NULL);
    record_set(r, "postcode", postcode(a, p, t));
    record_set(r, "town", t->name);
    record_set(r, "phone", prng_percent(p, 65) ? demo_landline(a, p, t->area) : NULL);
}

static void set_abroad(struct arena *a, struct prng *p, struct record *r)
{
    const struct demo_foreign *f = demo_foreign(p);

    record_set(r, "foreign_line1", f->street);
    record_set(r, "foreign_line2", f->town);
    record_set(r, "foreign_line3", f->region);
    record_set(r, "country", f->country);
    record_set(r, "phone", arena_printf(a, "%s0%05u", f->phone, prng_below(p, 100000)));
}

static void set_left(struct arena *a, struct prng *p, struct record *r, int64_t joined, int64_t today)
{
    const char *reason = reasons[prng_below(p, sizeof reasons / sizeof *reasons)];
    int64_t left = today - 1 - prng_below(p, 5 * 365);

    if (left <= joined)
        left = joined + 1;
    record_set(r, "status", "inactief");
    record_set(r, "inactive_reason", reason);
    record_set(r, "inactive_date", demo_date(a, left));
    if (strcmp(reason, "overleden") == 0)
        record_set(r, "death_date", demo_date(a, left));
    r->changed_at = demo_moment(p, left);
}

struct record *demo_person(struct arena *a, unsigned i)
{
    struct prng p = prng_stream(DEMO_SEED, i, STREAM_PERSON);
    struct record *r = record_new(a, &relation_entity);
    bool female = prng_percent(&p, 56);
    int born = prng_percent(&p, 75) ? prng_between(&p, 1927, 1965) : prng_between(&p, 1966, 2005);
    int64_t today = demo_day(DEMO_TODAY), joined = today - 30 - prng_below(&p, 20 * 365);
    const char *bsn = i % 11 == 3 ? demo_bsn(a, i / 11) : NULL;
    unsigned place;

    demo_name(a, &p, r, female, born);
    record_set(r, "name_usage", "E");
    if (prng_percent(&p, 40))
        set_partner(a, &p, r, female);
    record_set(r, "sex", prng_percent(&p, 1) ? (prng_percent(&p, 50) ? "X" : "O") : female ? "V" : "M");
    record_set(r, "birth_date", birth_date(a, &p, born));
    place = prng_below(&p, 100);
    if (place < 95)
        set_home(a, &p, r);
    else if (place < 98)
        set_abroad(a, &p, r);
    record_set(r, "mobile", prng_percent(&p, 72) ? demo_mobile(a, &p) : NULL);
    record_set(r, "email", prng_percent(&p, 60) ? demo_email(a, &p, r) : NULL);
    record_set(r, "iban", prng_percent(&p, 65) ? demo_iban(a, "NL", arena_printf(a, "TEST%010u", 100000000 + prng_below(&p, 900000000))) : NULL);
    record_set(r, "kvk", prng_percent(&p, 1) ? arena_printf(a, "%08u", prng_below(&p, 100000000)) : NULL);
    record_set(r, "bsn", bsn);
    record_set(r, "status", "actief");
    r->created_at = demo_moment(&p, joined);
    r->changed_at = r->created_at;
    if (i >= DEMO_SPECIAL && prng_percent(&p, 8))
        set_left(a, &p, r, joined, today);
    if (i < DEMO_SPECIAL)
        demo_odd(a, i, r);
    return r;
}
