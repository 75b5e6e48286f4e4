#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "model/relation.h"

/* Checks that look at more than one field. Each problem stands at the field that has to change. */

#define YEAR_FIRST 1850 /* an earlier birth is a typing error */

static bool any(const struct record *r, const char *const *columns)
{
    for (; *columns; columns++)
        if (record_get(r, *columns))
            return true;
    return false;
}

static void need(const struct record *r, struct problems *p, const char *column, const char *text)
{
    if (!record_get(r, column))
        invalid(p, r->entity->fields[field_index(r->entity, column)].xml, text);
}

static void check_address(const struct record *r, struct problems *p)
{
    static const char *const dutch[] = { "street", "house_number", "house_letter", "house_addition", "postcode", "town", NULL };
    static const char *const foreign[] = { "foreign_line1", "foreign_line2", "foreign_line3", NULL };
    const char *country = record_get(r, "country");

    if (any(r, foreign) || country) {
        if (any(r, dutch))
            invalid(p, "straat", "Vul óf een adres in Nederland in, óf een adres daarbuiten; maak het andere leeg");
        need(r, p, "foreign_line1", "Vul de eerste regel van het adres buiten Nederland in");
        need(r, p, "country", "Vul het land in waar dit adres ligt");
        return;
    }
    if (!any(r, dutch))
        return;
    need(r, p, "street", "Vul de straat in");
    need(r, p, "house_number", "Vul het huisnummer in");
    need(r, p, "postcode", "Vul een postcode in, zoals 1234 AB");
    need(r, p, "town", "Vul de woonplaats in");
}

static void check_names(const struct record *r, struct problems *p)
{
    const char *usage = record_get(r, "name_usage");

    if (usage && strcmp(usage, "E") != 0)
        need(r, p, "partner_last_name", "Vul de achternaam van de partner in, of kies bij Naamgebruik de eigen naam");
    if (record_get(r, "partner_prefix"))
        need(r, p, "partner_last_name", "Vul bij het voorvoegsel ook de achternaam van de partner in");
}

/* What is known of both dates, up to the part that one of them lacks. */
static bool before(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year < b.year;
    if (a.month && b.month && a.month != b.month)
        return a.month < b.month;
    return a.day && b.day && a.month == b.month && a.day < b.day;
}

static void check_dates(const struct record *r, struct arena *a, struct problems *p)
{
    const char *birth = record_get(r, "birth_date"), *death = record_get(r, "death_date");
    struct date today = { 0 }, born = { 0 }, died = { 0 };

    date_parse(clock_today(a), &today);
    if (birth && date_parse(birth, &born)) {
        if (before(today, born))
            invalid(p, "geboortedatum", "De geboortedatum ligt in de toekomst. Controleer het jaar");
        else if (born.year < YEAR_FIRST)
            invalidf(p, "geboortedatum", "Het geboortejaar ligt voor %d. Controleer het jaar", YEAR_FIRST);
    }
    if (death && date_parse(death, &died)) {
        if (before(today, died))
            invalid(p, "overlijdensdatum", "De overlijdensdatum ligt in de toekomst. Controleer de datum");
        else if (birth && before(died, born))
            invalid(p, "overlijdensdatum", "De overlijdensdatum ligt voor de geboortedatum. Controleer beide");
    }
}

enum status relation_check(const struct record *r, struct arena *a, struct problems *p)
{
    size_t problems = p->count;

    check_address(r, p);
    check_names(r, p);
    check_dates(r, a, p);
    return p->count == problems ? ST_OK : ST_INVALID;
}
