#include <check.h>

#include "web/form.h"
#include "web/page.h"
#include "web_fixture.h"

static struct record *rec;
static bool mask[100];

static size_t at(const char *xml)
{
    const struct field *f = field_find(rec->entity, xml);

    ck_assert_ptr_nonnull(f);
    return (size_t)(f - rec->entity->fields);
}

static const char *of(const char *xml)
{
    return rec->values[at(xml)];
}

static void staff(void)
{
    web_open();
    rec = record_new(a, &relation_entity);
    rec->id = 1;
    rec->version = 3;
    r.who.user_id = 1;
    perms_add(&r.who.perms, PERM_RELATION_READ);
    perms_add(&r.who.perms, PERM_RELATION_EDIT);
}

static enum status read_form(const char *text)
{
    fill(&r.form, text);
    return form_read(&r, rec, mask);
}

/* The node of a field in the form, as "Form.Groups.G.Fields.F"; NULL when it is not there. */
static const char *node(const char *xml)
{
    static char key[64];

    for (int g = 0; g < 20; g++) {
        for (int f = 0; f < 30; f++) {
            snprintf(key, sizeof key, "Form.Groups.%d.Fields.%d.Name", g, f);
            if (value(key) != NULL && strcmp(value(key), xml) == 0) {
                *strrchr(key, '.') = '\0';
                return key;
            }
        }
    }
    return NULL;
}

static const char *shown(const char *xml, const char *what)
{
    const char *n = node(xml);
    char key[96];

    if (n == NULL)
        return NULL;
    snprintf(key, sizeof key, "%s.%s", n, what);
    return value(key);
}

static void show(void)
{
    form_record(&r, rec, "/relaties/1", "Opslaan", "/relaties/1");
}

START_TEST(what_was_sent_is_read)
{
    ck_assert_int_eq(read_form("achternaam=jansen&postcode=1234ab&versie=3&csrf=x"), ST_OK);
    ck_assert_str_eq(of("achternaam"), "jansen");
    ck_assert_str_eq(of("postcode"), "1234AB");
    ck_assert(mask[at("achternaam")] && mask[at("postcode")]);
    ck_assert(!mask[at("roepnaam")]); /* was not sent: stays */
    ck_assert_uint_eq(rec->version, 3);
}
END_TEST

START_TEST(unknown_double_or_forbidden_names_are_bad)
{
    static const char *const bad[] = { "achternaam=a&onbekend=1",
                                       "achternaam=a&achternaam=b",
                                       "achternaam=a&bsn=111222333",
                                       "achternaam=a&iban=x",
                                       "achternaam=a&status=inactief",
                                       "achternaam=a&relatienummer=7",
                                       "achternaam=a&id=7",
                                       "versie=x",
                                       "geboortedatum=1950&geboortedatum-jaar=1951",
                                       "last_name=a" };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        answer_begin(&r);
        ck_assert_msg(read_form(bad[i]) == ST_DENIED && r.page->bad, "%s", bad[i]);
    }
}
END_TEST

START_TEST(names_that_the_handler_has_read_are_its_own)
{
    fill(&r.form, "achternaam=a&bevestig=ja");
    ck_assert_str_eq(req_form(&r, "bevestig"), "ja");
    ck_assert_int_eq(form_read(&r, rec, mask), ST_OK);
}
END_TEST

START_TEST(problems_stand_at_the_field_with_what_was_typed)
{
    ck_assert_int_eq(read_form("achternaam=&postcode=12"), ST_INVALID);
    show();
    ck_assert_ptr_nonnull(shown("achternaam", "Error"));
    ck_assert_ptr_nonnull(shown("postcode", "Error"));
    ck_assert_str_eq(shown("postcode", "Value"), "12");
    ck_assert_str_eq(shown("achternaam", "Value"), "");
    ck_assert_str_eq(shown("achternaam", "Required"), "1");
    ck_assert_ptr_null(shown("roepnaam", "Error"));
    page_title(&r, "x");
    page_show(&r, "formulier.cs");
    ck_assert_ptr_nonnull(strstr(page(), "href=\"#f-postcode\""));
}
END_TEST

START_TEST(dates_come_in_parts_and_stay_partial)
{
    ck_assert_int_eq(read_form("geboortedatum-dag=1&geboortedatum-maand=2&geboortedatum-jaar=1950"), ST_OK);
    ck_assert_str_eq(of("geboortedatum"), "1950-02-01");
    ck_assert_int_eq(read_form("geboortedatum-dag=&geboortedatum-maand=&geboortedatum-jaar=1950"), ST_OK);
    ck_assert_str_eq(of("geboortedatum"), "1950");
    ck_assert_int_eq(read_form("geboortedatum-dag=&geboortedatum-maand=12&geboortedatum-jaar=1950"), ST_OK);
    ck_assert_str_eq(of("geboortedatum"), "1950-12");
    ck_assert_int_eq(read_form("geboortedatum-dag=&geboortedatum-maand=&geboortedatum-jaar="), ST_OK);
    ck_assert_ptr_null(of("geboortedatum"));
    ck_assert_int_eq(read_form("geboortedatum=31-12-1950"), ST_OK);
    ck_assert_str_eq(of("geboortedatum"), "1950-12-31");
}
END_TEST

START_TEST(a_date_with_a_hole_is_no_date)
{
    static const char *const bad[] = {
        "geboortedatum-dag=1&geboortedatum-maand=&geboortedatum-jaar=1950", "geboortedatum-dag=1&geboortedatum-maand=2&geboortedatum-jaar=",
        "geboortedatum-dag=&geboortedatum-maand=2&geboortedatum-jaar=", "geboortedatum-dag=30&geboortedatum-maand=2&geboortedatum-jaar=1950"
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        answer_begin(&r);
        ck_assert_msg(read_form(bad[i]) == ST_INVALID, "%s", bad[i]);
        ck_assert_ptr_nonnull(problem_for(&r.problems, "geboortedatum"));
    }
    show();
    ck_assert_str_eq(shown("geboortedatum", "Day"), "30"); /* as typed */
}
END_TEST

START_TEST(a_date_shows_its_parts)
{
    rec->values[at("geboortedatum")] = "1950-12";
    show();
    ck_assert_str_eq(shown("geboortedatum", "Kind"), "date");
    ck_assert_ptr_null(shown("geboortedatum", "Day"));
    ck_assert_str_eq(shown("geboortedatum", "Month"), "12");
    ck_assert_str_eq(shown("geboortedatum", "Year"), "1950");
}
END_TEST

START_TEST(what_may_not_be_seen_is_not_in_the_form)
{
    rec->values[at("iban")] = "NL91ABNA0417164300";
    show();
    ck_assert_ptr_null(node("bsn"));
    ck_assert_ptr_null(node("iban"));
    perms_add(&r.who.perms, PERM_RELATION_FINANCE_READ);
    answer_begin(&r);
    show();
    ck_assert_str_eq(shown("iban", "Kind"), "static"); /* seen, not edited */
    perms_add(&r.who.perms, PERM_RELATION_FINANCE_EDIT);
    answer_begin(&r);
    show();
    ck_assert_str_eq(shown("iban", "Kind"), "text");
    ck_assert_str_eq(value("Form.Version"), "3");
}
END_TEST

START_TEST(a_sealed_value_is_neither_shown_nor_wiped)
{
    perms_add(&r.who.perms, PERM_BSN_READ);
    perms_add(&r.who.perms, PERM_BSN_EDIT);
    rec->sealed_there[at("bsn")] = true;
    show();
    ck_assert_str_eq(shown("bsn", "Value"), "");
    ck_assert_str_eq(shown("bsn", "Mark"), "orange");
    ck_assert_int_eq(read_form("achternaam=a&bsn="), ST_OK);
    ck_assert(!mask[at("bsn")]);
    ck_assert_int_eq(read_form("achternaam=a&bsn=-"), ST_OK);
    ck_assert(mask[at("bsn")]);
    ck_assert_ptr_null(of("bsn"));
    rec->sealed_there[at("bsn")] = true;
    ck_assert_int_eq(read_form("achternaam=a&bsn=111222333"), ST_OK);
    ck_assert_str_eq(of("bsn"), "111222333");
}
END_TEST

START_TEST(on_the_portal_the_flag_decides)
{
    r.who.site = SITE_PORTAL;
    r.who.perms = (struct perms){ 0 };
    rec->values[at("achternaam")] = "Jansen";
    show();
    ck_assert_str_eq(shown("straat", "Kind"), "text");
    ck_assert_str_eq(shown("achternaam", "Kind"), "static"); /* proposed, not corrected */
    ck_assert_int_eq(read_form("straat=Dorpsstraat"), ST_OK);
    answer_begin(&r);
    ck_assert_int_eq(read_form("achternaam=Anders"), ST_DENIED);
}
END_TEST

START_TEST(a_record_is_shown_by_the_same_rules)
{
    rec->values[at("achternaam")] = "Jansen";
    rec->values[at("email")] = "j@demo.example";
    rec->sealed_there[at("bsn")] = true;
    show_record(&r, rec, "/relaties/1/bsn", "/relaties/1/wijzigen");
    page_title(&r, "x");
    page_show(&r, "relatie.cs");
    ck_assert_ptr_nonnull(strstr(page(), "Jansen"));
    ck_assert_ptr_nonnull(strstr(r.page->body, "mailto:j@demo.example"));
    ck_assert_ptr_nonnull(strstr(r.page->body, "/relaties/1/wijzigen#f-straat"));
    ck_assert_ptr_null(strstr(r.page->body, "BSN"));
    answer_begin(&r);
    perms_add(&r.who.perms, PERM_BSN_READ);
    rec->values[at("bsn")] = "111222333";
    show_record(&r, rec, "/relaties/1/bsn", NULL);
    page_show(&r, "relatie.cs");
    ck_assert_ptr_null(strstr(page(), "111222"));
    ck_assert_ptr_nonnull(strstr(r.page->body, "action=\"/relaties/1/bsn\""));
    answer_begin(&r);
    show_record(&r, rec, NULL, NULL);
    page_show(&r, "relatie.cs");
    ck_assert_ptr_nonnull(strstr(page(), "333"));
    ck_assert_ptr_null(strstr(r.page->body, "action=\"/relaties/1/bsn\""));
}
END_TEST

START_TEST(an_extra_row_joins_its_group)
{
    show_row(&r, "Adres", "Een", "1");
    show_row(&r, "Contact", "Twee", "2");
    show_row(&r, "Adres", "Drie", "3");
    ck_assert_str_eq(value("Show.Groups.0.Rows.1.Value"), "3");
    ck_assert_ptr_null(value("Show.Groups.2.Title"));
}
END_TEST

START_TEST(a_form_of_its_own_keeps_no_password)
{
    fill(&r.form, "gebruiker=a%40b.example&wachtwoord=geheim&vinkje2=ja");
    form_begin(&r, "/aanmelden", "Aanmelden", NULL);
    form_field(&r, "email", "gebruiker", "E-mailadres", NULL, NULL);
    form_field(&r, "password", "wachtwoord", "Wachtwoord", NULL, "nooit");
    form_field(&r, "check", "vinkje", "Vinkje", NULL, "ja");
    ck_assert_str_eq(shown("gebruiker", "Value"), "a@b.example");
    ck_assert_ptr_null(shown("wachtwoord", "Value"));
    ck_assert_str_eq(shown("vinkje", "Value"), ""); /* unticked */
}
END_TEST

int main(void)
{
    Suite *s = suite_create("form");
    TCase *c = tcase_create("form");
    SRunner *runner = srunner_create(s);
    int bad;

    suite_add_tcase(s, c);
    tcase_add_checked_fixture(c, staff, web_close);
    tcase_add_test(c, what_was_sent_is_read);
    tcase_add_test(c, unknown_double_or_forbidden_names_are_bad);
    tcase_add_test(c, names_that_the_handler_has_read_are_its_own);
    tcase_add_test(c, problems_stand_at_the_field_with_what_was_typed);
    tcase_add_test(c, dates_come_in_parts_and_stay_partial);
    tcase_add_test(c, a_date_with_a_hole_is_no_date);
    tcase_add_test(c, a_date_shows_its_parts);
    tcase_add_test(c, what_may_not_be_seen_is_not_in_the_form);
    tcase_add_test(c, a_sealed_value_is_neither_shown_nor_wiped);
    tcase_add_test(c, on_the_portal_the_flag_decides);
    tcase_add_test(c, a_record_is_shown_by_the_same_rules);
    tcase_add_test(c, an_extra_row_joins_its_group);
    tcase_add_test(c, a_form_of_its_own_keeps_no_password);
    srunner_run_all(runner, CK_ENV);
    bad = srunner_ntests_failed(runner);
    srunner_free(runner);
    return bad == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
