/* lib/model/import_value, import_split, import_columns, import_entry: what spreadsheets make of data. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "model/import_entry.h"
#include "suite.h"

static struct arena *a;

static void set_up(void)
{
    a = arena_new(0);
    clock_set(1790000000 * CLOCK_SECOND); /* 2026 */
}

static void tear_down(void)
{
    clock_set(0);
    arena_free(a);
}

static const char *show(const char *s)
{
    return s ? s : "nothing";
}

/* One row under one heading: what becomes of a column of the relation. */
static const struct {
    const char *heading, *cell, *column, *value; /* NULL: refused */
    bool told;
} values[] = {
    { "Geboortedatum", "31-12-1950", "birth_date", "1950-12-31", false },
    { "Geboortedatum", "31/12/1950", "birth_date", "1950-12-31", false },
    { "Geboortedatum", "31.12.1950", "birth_date", "1950-12-31", false },
    { "Geboortedatum", "1950-12-31", "birth_date", "1950-12-31", false },
    { "Geboortedatum", "1-2-1950", "birth_date", "1950-02-01", false },
    { "Geboortedatum", "31 december 1950", "birth_date", "1950-12-31", false },
    { "Geboortedatum", "3 mrt 1950", "birth_date", "1950-03-03", false },
    { "Geboortedatum", "3 maart 1950", "birth_date", "1950-03-03", false },
    { "Geboortedatum", "1950-12-31 00:00:00", "birth_date", "1950-12-31", false },
    { "Geboortedatum", "31-12-1950 0:00", "birth_date", "1950-12-31", false },
    { "Geboortedatum", "1950-12-31T00:00:00", "birth_date", "1950-12-31", false },
    { "Geboortedatum", "12-1950", "birth_date", "1950-12", false },
    { "Geboortedatum", "1950", "birth_date", "1950", false },
    { "Geboortedatum", "00-00-1950", "birth_date", "1950", false },
    { "Geboortedatum", "00-12-1950", "birth_date", "1950-12", false },
    { "Geboortedatum", "31/12/50", "birth_date", NULL, false },
    { "Geboortedatum", "12/31/1950", "birth_date", NULL, false },
    { "Geboortedatum", "18628", "birth_date", NULL, false },
    { "Geboortedatum", "31-02-1950", "birth_date", NULL, false },
    { "Geboortedatum", "onbekend", "birth_date", NULL, false },
    { "Geboortedatum", "31-12-1950 14:30", "birth_date", NULL, false },
    { "Telefoon", "0612345678", "phone", "+31612345678", false },
    { "Telefoon", "06-12345678", "phone", "+31612345678", false },
    { "Telefoon", "612345678", "phone", "+31612345678", true },
    { "Telefoon", "201234567", "phone", "+31201234567", true },
    { "Telefoon", "31612345678", "phone", "+31612345678", true },
    { "Telefoon", "+32 2 123 45 67", "phone", "+3221234567", false },
    { "Telefoon", "=\"0612345678\"", "phone", "+31612345678", false },
    { "Telefoon", "'0612345678", "phone", "+31612345678", false },
    { "Telefoon", "'+31612345678", "phone", "+31612345678", false },
    { "Telefoon", "6,12345678E+08", "phone", NULL, false },
    { "Telefoon", "6.12E8", "phone", NULL, false },
    { "Telefoon", "12345", "phone", NULL, false },
    { "IBAN", "NL91 ABNA 0417 1643 00", "iban", "NL91ABNA0417164300", false },
    { "IBAN", "4,17164E+08", "iban", NULL, false },
    { "IBAN", "417164300", "iban", NULL, false },
    { "KvK", "12345678", "kvk", "12345678", false },
    { "KvK", "1234567", "kvk", "01234567", true },
    { "KvK", "1,2E+07", "kvk", NULL, false },
    { "BSN", "123456782", "bsn", "123456782", false },
    { "BSN", "10000008", "bsn", "010000008", true },
    { "BSN", "10000009", "bsn", NULL, false },
    { "BSN", "1,23457E+08", "bsn", NULL, false },
    { "Postcode", "1234ab", "postcode", "1234AB", false },
    { "Huisnummer", "12", "house_number", "12", false },
    { "Huisnummer", "12a", "house_letter", "A", true },
    { "Huisnummer", "12 bis", "house_addition", "bis", true },
    { "Huisnummer", "12a-2", "house_addition", "2", true },
    { "Huisnummer", "12-2", "house_addition", "2", true },
    { "Huisnummer", "12-feb", "house_number", NULL, false },
    { "Huisnummer", "2 apr", "house_number", NULL, false },
    { "Huisnummer", "hs", "house_number", NULL, false },
    { "Huisnummer", "12 boven links", "house_addition", NULL, false },
    { "Voorletters", "jr", "initials", "J.R.", false },
    { "Voorletters", "J.R. van der", "prefix", "van der", true },
    { "Voorletters", "J.R. van der", "initials", "J.R.", true },
    { "Voorletters", "Johannes", "initials", NULL, false },
    { "Voorletters", "Jan", "initials", NULL, false },
    { "Voorletters", "JRM", "initials", "J.R.M.", false },
    { "Achternaam", "van der Berg", "last_name", "Berg", true },
    { "Achternaam", "van der Berg", "prefix", "van der", true },
    { "Achternaam", "Berg, van der", "last_name", "Berg", true },
    { "Achternaam", "De Vries", "last_name", "De Vries", false },
    { "Achternaam", "Bergvan", "last_name", "Bergvan", false },
    { "Achternaam", "Bakker & Zn., 't Hoekje", "last_name", "Bakker & Zn., 't Hoekje", false },
    { "Naam", "J.R. van der Berg", "last_name", "Berg", true },
    { "Naam", "J.R. van der Berg", "initials", "J.R.", true },
    { "Naam", "Berg, J.R. van der", "prefix", "van der", true },
    { "Naam", "Berg, van der, J.R.", "initials", "J.R.", true },
    { "Naam", "Jan Jansen", "call_name", "Jan", true },
    { "Naam", "Mevr. A. Jansen", "last_name", "Jansen", true },
    { "Naam", "Jan Peter Jansen", "last_name", NULL, false },
    { "Naam", "J. Jansen-de Vries", "last_name", "Jansen-de Vries", true },
    { "Adres", "Dorpsstraat 12a", "street", "Dorpsstraat", true },
    { "Adres", "Dorpsstraat 12a", "house_letter", "A", true },
    { "Adres", "1e Dwarsstraat 5", "street", "1e Dwarsstraat", false },
    { "Adres", "1e Dwarsstraat 5", "house_number", "5", false },
    { "Adres", "Plein 1945 3", "street", NULL, false },
    { "Adres", "Dorpsstraat 12 bis", "house_addition", "bis", true },
    { "Postcode en plaats", "1234 AB Ons Dorp", "town", "Ons Dorp", false },
    { "Postcode en plaats", "1234AB Ons Dorp", "postcode", "1234AB", false },
    { "Postcode en plaats", "Ons Dorp", "town", NULL, false },
    { "M/V", "man", "sex", "M", false },
    { "Geslacht", "Vrouwelijk", "sex", "V", false },
    { "Geslacht", "onzin", "sex", NULL, false },
    { "Land", "België", "country", "BE", false },
    { "E-mail", "jan@voorbeeld.nl", "email", "jan@voorbeeld.nl", false },
    { "Straat", "Dorps\xef\xbf\xbdtraat 1", "street", NULL, false },
    { "Woonplaats", "Ons\nDorp", "town", NULL, false },
};

static struct entry *read_one(const char *heading, const char *cell, enum century century)
{
    const char *headings[] = { heading }, *cells[] = { cell };
    const struct row top = { .number = 1, .count = 1, .cells = headings }, row = { .number = 2, .count = 1, .cells = cells };
    const struct import_rights may = import_rights_all(true);
    const struct columns c = columns_guess(a, &top, &may);

    ck_assert_msg(c.targets[0] != NULL, "\"%s\" means nothing", heading);
    return entry_read(a, &c, century, &row);
}

START_TEST(each_value)
{
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        const struct entry *e = read_one(values[i].heading, values[i].cell, CENTURY_ASK);
        const char *got = record_get(e->record, values[i].column);

        if (values[i].value) {
            ck_assert_msg(!problems_any(&e->problems), "%s \"%s\": %s", values[i].heading, values[i].cell,
                          problems_any(&e->problems) ? e->problems.first->text : "");
            ck_assert_msg(text_equal(got, values[i].value), "%s \"%s\" gave %s", values[i].heading, values[i].cell, show(got));
            ck_assert_msg(problems_any(&e->remarks) == values[i].told, "%s \"%s\": remark %s", values[i].heading, values[i].cell,
                          problems_any(&e->remarks) ? e->remarks.first->text : "absent");
        } else {
            ck_assert_msg(problems_any(&e->problems), "%s \"%s\" was taken as %s", values[i].heading, values[i].cell, show(got));
        }
    }
}
END_TEST

START_TEST(century)
{
    static const struct {
        const char *cell;
        enum century century;
        const char *value;
    } years[] = {
        { "31/12/50", CENTURY_PAST, "1950-12-31" }, { "31-12-05", CENTURY_PAST, "2005-12-31" }, { "1-1-26", CENTURY_PAST, "2026-01-01" },
        { "1-1-27", CENTURY_PAST, "1927-01-01" },   { "31/12/05", CENTURY_1900, "1905-12-31" }, { "1-1-10", CENTURY_2000, "2010-01-01" },
        { "31/12/50", CENTURY_ASK, NULL },
    };

    for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
        const struct entry *e = read_one("Geboren", years[i].cell, years[i].century);

        ck_assert_msg(text_equal(record_get(e->record, "birth_date"), years[i].value), "\"%s\" gave %s", years[i].cell,
                      show(record_get(e->record, "birth_date")));
        ck_assert_int_eq(problems_any(&e->problems), years[i].value == NULL);
        ck_assert_int_eq(problems_any(&e->remarks), years[i].value != NULL);
    }
}
END_TEST

/* A prefix in a column of its own stays with the surname as it was typed. */
START_TEST(columns_of_their_own)
{
    static const char *const headings[] = { "Voorvoegsel", "Achternaam", "Huisnummer", "Toevoeging" }, *const cells[] = { "van", "de Berg", "12a",
                                                                                                                          "bis" };
    const struct row top = { 1, 4, (const char **)(uintptr_t)headings, false }, row = { 2, 4, (const char **)(uintptr_t)cells, false };
    const struct import_rights may = import_rights_all(false);
    const struct columns c = columns_guess(a, &top, &may);
    const struct entry *e = entry_read(a, &c, CENTURY_ASK, &row);

    ck_assert_str_eq(record_get(e->record, "prefix"), "van");
    ck_assert_str_eq(record_get(e->record, "last_name"), "de Berg");
    ck_assert_ptr_nonnull(problem_for(&e->problems, "huisnummer"));
}
END_TEST

static const char *guessed(const char *const *headings, const struct import_rights *may)
{
    struct row top = { .number = 1, .cells = (const char **)(uintptr_t)headings };
    struct columns c;

    while (headings[top.count])
        top.count++;
    c = columns_guess(a, &top, may);
    return text_clean(a, columns_text(&c, a));
}

START_TEST(guesses)
{
    static const char *const full[] = { "Klantnr", "Voorl.", "Tussenv.", "Naam", "Adres", "Huisnr", "PC", "E-mail adres", "Opmerking", NULL };
    static const char *const whole[] = { "NAAM", "Adres", "Postcode/Plaats", "Telefoon mobiel", "BSN", "IBAN", NULL };
    static const char *const twice[] = { "Achternaam", "achternaam", "", NULL };
    struct import_rights all = import_rights_all(true), none = import_rights_all(false);

    perms_remove(&none.perms, PERM_RELATION_FINANCE_EDIT);
    ck_assert_str_eq(guessed(full, &all),
                     "kolom 1 = relatienummer\nkolom 2 = voorletters\nkolom 3 = voorvoegsel\nkolom 4 = achternaam\nkolom 5 = straat\n"
                     "kolom 6 = huisnummer\nkolom 7 = postcode\nkolom 8 = email\nkolom 9 =");
    ck_assert_str_eq(guessed(whole, &all),
                     "kolom 1 = naam\nkolom 2 = straat_huisnummer\nkolom 3 = postcode_woonplaats\nkolom 4 = mobiel\nkolom 5 = bsn\n"
                     "kolom 6 = iban");
    ck_assert_str_eq(guessed(whole, &none),
                     "kolom 1 = naam\nkolom 2 = straat_huisnummer\nkolom 3 = postcode_woonplaats\nkolom 4 = mobiel\nkolom 5 = \n"
                     "kolom 6 =");
    ck_assert_str_eq(guessed(twice, &all), "kolom 1 = achternaam\nkolom 2 = \nkolom 3 =");
}
END_TEST

START_TEST(maps)
{
    static const char *const headings[] = { "Klant", "Wie", "Waar", NULL };
    const struct row top = { 1, 3, (const char **)(uintptr_t)headings, false };
    const struct import_rights all = import_rights_all(true), some = import_rights_all(false);
    struct problems p = problems_in(a);
    struct columns c = columns_guess(a, &top, &all);

    ck_assert_int_eq(columns_check(&c, &p), ST_INVALID);
    p = problems_in(a);
    ck_assert_int_eq(columns_map(&c, a, "# mine\nklant = relatienummer\nkolom 2=naam\nWaar =\nNiet hier = straat\n", &all, &p), ST_OK);
    ck_assert_str_eq(text_clean(a, columns_text(&c, a)), "kolom 1 = relatienummer\nkolom 2 = naam\nkolom 3 =");
    ck_assert_int_eq(columns_check(&c, &p), ST_OK);
    ck_assert_int_eq(columns_map(&c, a, "Wie = onzin", &all, &p), ST_INVALID);
    ck_assert_ptr_nonnull(problem_for(&p, "kolom-2"));
    p = problems_in(a);
    ck_assert_int_eq(columns_map(&c, a, "Wie = bsn", &some, &p), ST_INVALID);
    p = problems_in(a);
    ck_assert_int_eq(columns_map(&c, a, "Wie = achternaam\nWaar = achternaam", &all, &p), ST_OK);
    ck_assert_int_eq(columns_check(&c, &p), ST_INVALID);
    ck_assert_ptr_nonnull(problem_for(&p, "kolom-3"));
    p = problems_in(a);
    ck_assert_int_eq(columns_map(&c, a, "zomaar", &all, &p), ST_INVALID);
}
END_TEST

/* A contact person needs a name and a membership a type and a date; what lacks that is not guessed, and refused when somebody chooses it. */
START_TEST(parts)
{
    const char *half[] = { "Achternaam", "Lid sinds", "Sleutelhouder" };
    const char *whole[] = { "Achternaam", "Lid sinds", "Sleutelhouder", "Lidmaatschap", "Contactpersoon" };
    const struct row short_row = { .number = 1, .count = 3, .cells = half }, long_row = { .number = 1, .count = 5, .cells = whole };
    struct import_rights may = import_rights_all(true);
    struct columns c = columns_guess(a, &short_row, &may);
    struct problems p = problems_in(a);

    ck_assert_ptr_null(c.targets[1]);
    ck_assert_ptr_null(c.targets[2]);
    ck_assert_int_eq(columns_map(&c, a, "kolom 2 = lidmaatschap_begindatum\n", &may, &p), ST_OK);
    ck_assert_int_eq(columns_check(&c, &p), ST_INVALID);
    ck_assert_ptr_nonnull(problem_for(&p, "kolom-2"));
    c = columns_guess(a, &long_row, &may);
    p = problems_in(a);
    for (size_t i = 0; i < 5; i++)
        ck_assert_ptr_nonnull(c.targets[i]);
    ck_assert_str_eq(c.targets[1]->xml, "lidmaatschap_begindatum");
    ck_assert_int_eq(columns_check(&c, &p), ST_OK);
    /* Who may not change memberships does not fill them in by a file. */
    perms_remove(&may.perms, PERM_MEMBERSHIP_EDIT);
    c = columns_guess(a, &long_row, &may);
    ck_assert_ptr_null(c.targets[1]);
    ck_assert_ptr_nonnull(c.targets[2]);
    ck_assert_ptr_null(target_find(&may, "lidmaatschap_soort"));
    ck_assert_str_eq(target_title("lidmaatschap_soort"), "Lidmaatschap: soort");
}
END_TEST

int main(void)
{
    return SUITE_RUN("import_value", set_up, tear_down, each_value, century, columns_of_their_own, guesses, maps, parts);
}
