/* lib/model: the rules of domain.md, "Names, addresses, numbers", on examples. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "model/check.h"

#define NBSP     "\xc2\xa0"
#define EN_DASH  "\xe2\x80\x93"
#define E_ACUTE  "\xc3\xa9"
#define E_ACUTE_ "\xc3\x89"

static struct arena *a;
static struct problems p;

static void set_up(void)
{
    a = arena_new(0);
    p = problems_in(a);
}

static void tear_down(void)
{
    arena_free(a);
}

struct example {
    const char *typed, *canonical; /* NULL: refused */
};

static void each(const struct example *e, char *(*parse)(struct arena *, const char *))
{
    for (; e->typed; e++) {
        const char *got = parse(a, e->typed);

        if (e->canonical)
            ck_assert_msg(got && strcmp(got, e->canonical) == 0, "\"%s\" gave %s", e->typed, got ? got : "nothing");
        else
            ck_assert_msg(!got, "\"%s\" gave %s", e->typed, got);
    }
}

START_TEST(postcodes)
{
    static const struct example examples[] = {
        { "1234 AB", "1234AB" },
        { "1234ab", "1234AB" },
        { " 1234-ab ", "1234AB" },
        { "9999  zz", "9999ZZ" },
        { "1234" NBSP "AB", "1234AB" },
        { "0123 AB", NULL },
        { "1234 A", NULL },
        { "1234 ABC", NULL },
        { "12345 AB", NULL },
        { "123A AB", NULL },
        { "1234 A1", NULL },
        { "1234 " E_ACUTE, NULL },
        { "", NULL },
        { 0 },
    };

    each(examples, postcode_parse);
}
END_TEST

START_TEST(times_of_day)
{
    static const struct example examples[] = {
        { "13:30", "13:30" }, { "9:05", "09:05" }, { "13.30", "13:30" }, { "8u15", "08:15" }, { "1330", "13:30" }, { "905", "09:05" },
        { "00:00", "00:00" }, { "23:59", "23:59" }, { "24:00", NULL },    { "12:60", NULL },   { "12", NULL },      { "1:2", NULL },
        { "12:345", NULL },   { "12345", NULL },    { ":30", NULL },      { "u", NULL },       { "kwart", NULL },   { "1:00:00", NULL },
        { "12x30", NULL },    { 0 },
    };
    const struct field *f = field_find(&service_entity, "afspraaktijd");
    const char *value;

    for (const struct example *e = examples; e->typed; e++) {
        ck_assert_msg((field_check(f, a, &p, e->typed, &value) == ST_OK) == (e->canonical != NULL), "%s", e->typed);
        if (e->canonical)
            ck_assert_str_eq(value, e->canonical);
    }
}
END_TEST

START_TEST(postcodes_not_given_out_are_accepted_with_a_remark)
{
    const struct field *f = field_find(&relation_entity, "postcode");
    const char *value;

    ck_assert_int_eq(field_check(f, a, &p, "1234 sa", &value), ST_OK);
    ck_assert_str_eq(value, "1234SA");
    ck_assert_ptr_nonnull(field_remark(f, value));
    ck_assert_ptr_nonnull(field_remark(f, "1234SD"));
    ck_assert_ptr_nonnull(field_remark(f, "1234SS"));
    ck_assert_ptr_null(field_remark(f, "1234SB"));
    ck_assert_ptr_null(field_remark(f, NULL));
    ck_assert_str_eq(field_show(f, a, value), "1234 SA");
}
END_TEST

START_TEST(phones)
{
    static const struct example examples[] = {
        { "06 12345678", "+31612345678" },
        { "06-1234 5678", "+31612345678" },
        { "06" EN_DASH "12345678", "+31612345678" },
        { "0031612345678", "+31612345678" },
        { "+31 (0)6 12 34 56 78", "+31612345678" },
        { "31612345678", "+31612345678" },
        { "06 81234567", "+31681234567" },
        { "010-1234567", "+31101234567" },
        { "(0123) 456789", "+31123456789" },
        { "070 123 45 67", "+31701234567" },
        { "088 000 00 00", "+31880000000" },
        { "085 1234567", "+31851234567" },
        { "084 1234567", "+31841234567" },
        { "+32 2 123 45 67", "+3221234567" },
        { "00 49 30 123456", "+4930123456" },
        { "+1 (202) 555-0123", "+12025550123" },
        { "06 71234567", NULL },
        { "06 61234567", NULL },
        { "06 91234567", NULL },
        { "06 01234567", NULL },
        { "086 1234567", NULL },
        { "0612345", NULL },
        { "061234567890", NULL },
        { "0612345a78", NULL },
        { "612345678", NULL },
        { "+3161234567", NULL },
        { "+0123456789", NULL },
        { "+123456", NULL },
        { "+1234567890123456", NULL },
        { "0900 1234", NULL },
        { "112", NULL },
        { "+", NULL },
        { "", NULL },
        { 0 },
    };

    each(examples, phone_parse);
}
END_TEST

START_TEST(sim_cards_of_alarm_devices_are_phones)
{
    static const struct example examples[] = {
        { "0970 12345678", "+3197012345678" },
        { "970 12345678", "+3197012345678" },
        { "+31 970 1234 5678", "+3197012345678" },
        { "0970 1234567", NULL },
        { "0970 123456789", NULL },
        { 0 },
    };

    each(examples, phone_parse);
}
END_TEST

START_TEST(phones_are_shown_with_their_area)
{
    ck_assert_str_eq(phone_show(a, "+31612345678"), "+31 6 12345678");
    ck_assert_str_eq(phone_show(a, "+31101234567"), "+31 10 1234567");
    ck_assert_str_eq(phone_show(a, "+31123456789"), "+31 123 456789");
    ck_assert_str_eq(phone_show(a, "+3197012345678"), "+31 970 12345678");
    ck_assert_str_eq(phone_show(a, "+3221234567"), "+3221234567");
    ck_assert_str_eq(phone_show(a, "+31"), "+31");
}
END_TEST

START_TEST(ibans)
{
    static const struct example examples[] = {
        { "NL91ABNA0417164300", "NL91ABNA0417164300" },
        { "nl91 abna 0417 1643 00", "NL91ABNA0417164300" },
        { "BE68 5390 0754 7034", "BE68539007547034" },
        { "DE89 3704 0044 0532 0130 00", "DE89370400440532013000" },
        { "FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606" },
        { "GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432" },
        { "NO93 8601 1117 947", "NO9386011117947" },
        { "MT84 MALT 0110 0001 2345 MTLC AST0 01S", "MT84MALT011000012345MTLCAST001S" },
        { "NL91ABNA0417164301", NULL },  /* one digit changed */
        { "NL91ABNA0471164300", NULL },  /* two swapped */
        { "NL92ABNA0417164300", NULL },  /* wrong check digits */
        { "NL91ABNA041716430", NULL },   /* too short */
        { "NL91ABNA04171643000", NULL }, /* too long */
        { "NL9100000417164300", NULL },  /* digits for the bank */
        { "BE6853900754703", NULL },
        { "XX68539007547034", NULL }, /* no such country */
        { "US64SVBKUS6S3300958879", NULL },
        { "NL", NULL },
        { "", NULL },
        { 0 },
    };

    each(examples, iban_parse);
    ck_assert_str_eq(iban_show(a, "NL91ABNA0417164300"), "NL91 ABNA 0417 1643 00");
}
END_TEST

START_TEST(bsns)
{
    static const struct example examples[] = {
        { "123456782", "123456782" },
        { "111222333", "111222333" },
        { "1234 56 782", "123456782" },
        { "1234.56.782", "123456782" },
        { "10000008", "010000008" },
        { "123456789", NULL },
        { "000000000", NULL },
        { "00000000", NULL },
        { "1234567", NULL },
        { "1234567820", NULL },
        { "12345678a", NULL },
        { "", NULL },
        { 0 },
    };

    each(examples, bsn_parse);
}
END_TEST

/* Changing any one digit of a BSN, or swapping two neighbours, breaks it: that is what the proof is for. */
START_TEST(a_mistyped_bsn_is_found)
{
    char s[] = "123456782";

    for (int i = 0; i < 9; i++)
        for (char c = '0'; c <= '9'; c++) {
            char was = s[i];

            s[i] = c;
            ck_assert((bsn_parse(a, s) != NULL) == (c == was));
            s[i] = was;
        }
}
END_TEST

START_TEST(emails)
{
    static const struct example examples[] = {
        { "naam@voorbeeld.nl", "naam@voorbeeld.nl" },
        { " Naam.Achter@VOORBEELD.nl ", "Naam.Achter@voorbeeld.nl" },
        { "a+b@x.voorbeeld.nl", "a+b@x.voorbeeld.nl" },
        { "o'brien@voorbeeld.ie", "o'brien@voorbeeld.ie" },
        { "naam", NULL },
        { "naam@", NULL },
        { "@voorbeeld.nl", NULL },
        { "naam@voorbeeld", NULL },
        { "naam@voorbeeld..nl", NULL },
        { "naam@-voorbeeld.nl", NULL },
        { "naam@voorbeeld.nl.", NULL },
        { ".naam@voorbeeld.nl", NULL },
        { "naam.@voorbeeld.nl", NULL },
        { "na..am@voorbeeld.nl", NULL },
        { "na am@voorbeeld.nl", NULL },
        { "naam@voorbeeld.nl, ander@voorbeeld.nl", NULL },
        { "naam@ander@voorbeeld.nl", NULL },
        { "<naam@voorbeeld.nl>", NULL },
        { "\"na am\"@voorbeeld.nl", NULL },
        { "naam@127.0.0.1", NULL },
        { "naam@[127.0.0.1]", NULL },
        { "naam@voorbeeld.nl\r\nBcc: x@y.nl", NULL },
        { "n" E_ACUTE "@voorbeeld.nl", NULL },
        { "", NULL },
        { 0 },
    };
    char long_local[80], long_domain[300];

    each(examples, email_parse);
    memset(long_local, 'a', sizeof long_local);
    memcpy(long_local + 65, "@b.nl", 6);
    ck_assert_ptr_null(email_parse(a, long_local));
    ck_assert_ptr_nonnull(email_parse(a, long_local + 1));
    memset(long_domain, 'b', sizeof long_domain);
    memcpy(long_domain, "aaaaa@", 6);
    for (int i = 56; i < 250; i += 50)
        long_domain[i] = '.';
    memcpy(long_domain + 251, ".nl", 4); /* 254 characters */
    ck_assert_uint_eq(strlen(long_domain), 254);
    ck_assert_ptr_nonnull(email_parse(a, long_domain));
    memcpy(long_domain + 251, "b.nl", 5);
    ck_assert_ptr_null(email_parse(a, long_domain));
}
END_TEST

START_TEST(initials)
{
    static const struct example examples[] = {
        { "jr", "J.R." },
        { "JR", "J.R." },
        { "j.r.", "J.R." },
        { "j r", "J.R." },
        { "J. R.", "J.R." },
        { "J.R", "J.R." },
        { "th.j", "Th.J." },
        { "Chr.", "Chr." },
        { "j.-p.", "J.-P." },
        { E_ACUTE ".m", E_ACUTE_ ".M." },
        { "a", "A." },
        { "j2", NULL },
        { "jan.piet", "Jan.Piet." },
        { "johan.p", NULL },
        { ".", NULL },
        { "", NULL },
        { 0 },
    };

    each(examples, initials_parse);
}
END_TEST

START_TEST(money)
{
    static const struct example examples[] = {
        { "12,50", "1250" },   { "12.50", "1250" },
        { "12,5", "1250" },    { "12", "1200" },
        { "12,-", "1200" },    { "\xe2\x82\xac 1.234,56", "123456" },
        { "1.234", "123400" }, { "1.234.567", "123456700" },
        { "-3,05", "-305" },   { "\xe2\x82\xac -3", "-300" },
        { "0", "0" },          { "0,00", "0" },
        { "-0", "0" },         { ",50", "50" },
        { "007,00", "700" },   { "12,345", NULL },
        { "1.23,45", NULL },   { "12.3.4", NULL },
        { "1,2,3", NULL },     { "twaalf", NULL },
        { ",", NULL },         { "-", NULL },
        { "", NULL },          { 0 },
    };

    each(examples, money_parse);
    ck_assert_str_eq(money_show(a, "1250"), "\xe2\x82\xac 12,50");
    ck_assert_str_eq(money_show(a, "123456789"), "\xe2\x82\xac 1.234.567,89");
    ck_assert_str_eq(money_show(a, "-100000"), "\xe2\x82\xac -1.000,00");
    ck_assert_str_eq(money_show(a, "5"), "\xe2\x82\xac 0,05");
    ck_assert_str_eq(money_typed(a, "-5"), "-0,05");
    ck_assert_str_eq(money_typed(a, "123456"), "1234,56");
}
END_TEST

START_TEST(countries)
{
    ck_assert_str_eq(country_parse(a, "BE"), "BE");
    ck_assert_str_eq(country_parse(a, "be"), "BE");
    ck_assert_str_eq(country_parse(a, "belgie"), "BE");
    ck_assert_str_eq(country_parse(a, "Belgi\xc3\xab"), "BE");
    ck_assert_str_eq(country_parse(a, "ijsland"), "IS");
    ck_assert_ptr_null(country_parse(a, "Verweggistan"));
    ck_assert_str_eq(country_name("DE"), "Duitsland");
    ck_assert_ptr_null(country_name("ZZ"));
}
END_TEST

struct trial {
    const char *field, *typed, *canonical; /* NULL: refused; "": empty */
    const char *shown, *again;             /* as read, as typed again; NULL: as the canonical */
};

static const struct trial trials[] = {
    { "achternaam", "  de   Vries ", "de Vries", NULL, NULL },
    { "achternaam", "O\xe2\x80\x99Neil", "O\xe2\x80\x99Neil", NULL, NULL },
    { "achternaam", "D\xc5\x82ugosz-\xe4\xbd\xa0\xe5\xa5\xbd", "D\xc5\x82ugosz-\xe4\xbd\xa0\xe5\xa5\xbd", NULL, NULL },
    { "achternaam", "Bakkerij & Zn. 2000", "Bakkerij & Zn. 2000", NULL, NULL },
    { "achternaam", "<b>", "<b>", NULL, NULL }, /* shown as typed: pages escape */
    { "achternaam", "-", NULL, NULL, NULL },
    { "achternaam", "Jan\x07sen", NULL, NULL, NULL },
    { "achternaam", "Jan\xe2\x80\xaesen", NULL, NULL, NULL },
    { "achternaam", "", NULL, NULL, NULL }, /* required */
    { "roepnaam", "   ", "", NULL, NULL },
    { "voorvoegsel", "van der", "van der", NULL, NULL },
    { "voorvoegsel", "van den aan", NULL, NULL, NULL }, /* 11 */
    { "huisnummer", "012", "12", NULL, NULL },
    { "huisnummer", "0", NULL, NULL, NULL },
    { "huisnummer", "100000", NULL, NULL, NULL },
    { "huisnummer", "12a", NULL, NULL, NULL },
    { "huisletter", "a", "A", NULL, NULL },
    { "huisletter", "ab", NULL, NULL, NULL },
    { "huisletter", "1", NULL, NULL, NULL },
    { "land", "Nederland", "", NULL, NULL },
    { "land", "be", "BE", "Belgi\xc3\xab", "Belgi\xc3\xab" },
    { "kvk", "1234 5678", "12345678", NULL, NULL },
    { "kvk", "1234567", NULL, NULL, NULL },
    { "geboortedatum", "31-12-1950", "1950-12-31", "31 december 1950", "31-12-1950" },
    { "geboortedatum", "12-1950", "1950-12", "december 1950", "12-1950" },
    { "geboortedatum", "1950", "1950", "1950", "1950" },
    { "geboortedatum", "30-2-1950", NULL, NULL, NULL },
    { "geboortedatum", "31-12", NULL, NULL, NULL },
    { "afmelddatum", "1950", NULL, NULL, NULL }, /* a full date */
    { "afmelddatum", "2026-11-24", "2026-11-24", "24 november 2026", "24-11-2026" },
    { "geslacht", "V", "V", "Vrouw", NULL },
    { "geslacht", "vrouw", "V", "Vrouw", NULL },
    { "geslacht", "Z", NULL, NULL, NULL },
    { "iban", "nl91 abna 0417 1643 00", "NL91ABNA0417164300", "NL91 ABNA 0417 1643 00", "NL91 ABNA 0417 1643 00" },
    { "telefoon", "06 12345678", "+31612345678", "+31 6 12345678", "+31 6 12345678" },
    { "straat", "Dorps\tstraat", NULL, NULL, NULL },
    { "straat", "\xf0\x9f\x98\x80 plein 1", "\xf0\x9f\x98\x80 plein 1", NULL, NULL },
};

START_TEST(fields_take_what_is_meant_and_give_it_back)
{
    const struct trial *t = &trials[_i];
    const struct field *f = field_find(&relation_entity, t->field);
    const char *value;
    enum status st = field_check(f, a, &p, t->typed, &value);

    if (!t->canonical) {
        ck_assert_int_eq(st, ST_INVALID);
        ck_assert_ptr_null(value);
        ck_assert_ptr_nonnull(problem_for(&p, t->field));
        return;
    }
    ck_assert_int_eq(st, ST_OK);
    ck_assert(!problems_any(&p));
    if (!*t->canonical) {
        ck_assert_ptr_null(value);
        return;
    }
    ck_assert_str_eq(value, t->canonical);
    ck_assert_str_eq(field_show(f, a, value), t->shown ? t->shown : t->canonical);
    ck_assert_str_eq(field_typed(f, a, value), t->again ? t->again : t->canonical);
    /* What stands in the form is taken again, as the same. */
    ck_assert_int_eq(field_check(f, a, &p, field_typed(f, a, value), &value), ST_OK);
    ck_assert_str_eq(value, t->canonical);
}
END_TEST

START_TEST(the_longest_text_that_fits_and_one_more)
{
    const struct field *f = field_find(&relation_entity, "achternaam");
    char s[2 * 201 + 1] = "";
    const char *value;

    for (int i = 0; i < 200; i++)
        memcpy(s + 2 * i, E_ACUTE, 3);
    ck_assert_int_eq(field_check(f, a, &p, s, &value), ST_OK);
    memcpy(s + 400, E_ACUTE, 3);
    ck_assert_int_eq(field_check(f, a, &p, s, &value), ST_INVALID);
    ck_assert_ptr_nonnull(strstr(problem_for(&p, "achternaam"), "200"));
}
END_TEST

START_TEST(other_kinds_of_fields)
{
    const struct field *yes = field_find(&contact_entity, "sleutelhouder"), *order = field_find(&contact_entity, "volgorde");
    const struct field *content = field_find(&note_entity, "inhoud"), *size = field_find(&document_entity, "grootte");
    const struct field *amount = field_find(&membership_entity, "bedrag");
    const char *value;

    ck_assert_int_eq(field_check(yes, a, &p, "JA", &value), ST_OK);
    ck_assert_str_eq(value, "ja");
    ck_assert_str_eq(field_show(yes, a, value), "Ja");
    ck_assert_int_eq(field_check(yes, a, &p, "misschien", &value), ST_INVALID);
    ck_assert_int_eq(field_check(order, a, &p, "07", &value), ST_OK);
    ck_assert_str_eq(value, "7");
    ck_assert_int_eq(field_check(order, a, &p, "100", &value), ST_INVALID);
    ck_assert_int_eq(field_check(content, a, &p, "een\r\ntwee", &value), ST_OK);
    ck_assert_str_eq(value, "een\ntwee");
    ck_assert_int_eq(field_check(size, a, &p, "12", &value), ST_INVALID); /* nobody types it */
    ck_assert_str_eq(field_show(size, a, "999"), "999 bytes");
    ck_assert_str_eq(field_show(size, a, "1234567"), "1,2 MB");
    ck_assert_str_eq(field_show(size, a, "2147483648"), "2,1 GB");
    ck_assert_int_eq(field_check(amount, a, &p, "22,50", &value), ST_OK);
    ck_assert_str_eq(value, "2250");
    ck_assert_int_eq(field_check(amount, a, &p, "12345678,90", &value), ST_INVALID); /* 9 digits of cents */
}
END_TEST

START_TEST(a_mask_shows_three_digits_at_most)
{
    const struct field *bsn = field_find(&relation_entity, "bsn"), *note = field_find(&note_entity, "inhoud");

    ck_assert_str_eq(field_masked(bsn, a, "123456782"), "\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2"
                                                        "782");
    ck_assert_ptr_null(strstr(field_masked(bsn, a, NULL), "7"));
    ck_assert_ptr_null(strpbrk(field_masked(note, a, "geheim"), "geheim"));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("check");
    TCase *c = tcase_create("check");
    SRunner *r = srunner_create(s);
    int bad;

    suite_add_tcase(s, c);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, postcodes);
    tcase_add_test(c, times_of_day);
    tcase_add_test(c, postcodes_not_given_out_are_accepted_with_a_remark);
    tcase_add_test(c, phones);
    tcase_add_test(c, sim_cards_of_alarm_devices_are_phones);
    tcase_add_test(c, phones_are_shown_with_their_area);
    tcase_add_test(c, ibans);
    tcase_add_test(c, bsns);
    tcase_add_test(c, a_mistyped_bsn_is_found);
    tcase_add_test(c, emails);
    tcase_add_test(c, initials);
    tcase_add_test(c, money);
    tcase_add_test(c, countries);
    tcase_add_loop_test(c, fields_take_what_is_meant_and_give_it_back, 0, sizeof trials / sizeof *trials);
    tcase_add_test(c, the_longest_text_that_fits_and_one_more);
    tcase_add_test(c, other_kinds_of_fields);
    tcase_add_test(c, a_mask_shows_three_digits_at_most);
    srunner_run_all(r, CK_ENV);
    bad = srunner_ntests_failed(r);
    srunner_free(r);
    return bad == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
