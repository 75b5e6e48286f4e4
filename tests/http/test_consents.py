"""Consents: purposes with texts that never change, what people said about them, and mailing lists with only those who consent now."""

import csv
import datetime
import io
import secrets
import unittest

from koren_http import PORTAL, STAFF, SqlError, signed_in, sql, sql_one
from koren_user import User, role_with
from test_care import table_of
from test_crm import BEHEER, MEDEWERKER, add, number_of, word
from test_modules import exported, off

TEXT = "Wij mogen u elke maand iets sturen."


def today(days=0):
    date = datetime.date.fromisoformat(sql_one("SELECT CURDATE()")) + datetime.timedelta(days)
    return {"datum-dag": date.day, "datum-maand": date.month, "datum-jaar": date.year}


class Base(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = signed_in(STAFF, BEHEER)

    def setUp(self):
        self.purpose = "Doel " + secrets.token_hex(5)
        self.client.get("/toestemmingen")
        page = self.client.post("/toestemmingen", {"naam": self.purpose, "tekst": TEXT})
        self.assertEqual(page.status, 303, page.errors())
        self.where = page.location

    def tearDown(self):
        sql("DELETE FROM consent WHERE purpose = %s", self.purpose)
        sql("DELETE t FROM consent_text t JOIN consent_purpose p ON p.id = t.purpose_id WHERE p.title = %s", self.purpose)
        sql("DELETE FROM consent_purpose WHERE title = %s", self.purpose)

    def say(self, path, decision="gegeven", date=None, **fields):
        self.client.get(path + "/toestemmingen/nieuw")
        form = {"doel": self.purpose, "besluit": decision, "kanaal": "telefoon", **(date or today()), **fields}
        return self.client.post(path + "/toestemmingen/nieuw", form)

    def said(self, path):
        return sql("SELECT decision, channel, text_version, author FROM consent WHERE purpose = %s AND relation_id = "
                   "(SELECT id FROM relation WHERE number = %s) ORDER BY id", self.purpose, number_of(path))

    def now(self, path):
        """What the tab says of this purpose."""
        table = table_of(self.client.get(path + "/toestemmingen"), "Hoe het nu is")
        row = next(tr for tr in table.find_all("tr") if tr.find("th").text == self.purpose)
        return row.find("td").text

    def rewrite(self, text, covers):
        form = self.client.get(self.where).form(has="eerdere")
        return self.client.post(self.where, form.with_values(tekst=text, eerdere=covers))


class Purposes(Base):
    def test_a_text_is_never_changed_another_is_a_new_version(self):
        self.assertEqual(self.rewrite("Wij mogen u elke week iets sturen.", "ja").status, 303)
        id = self.where.rsplit("/", 1)[1]
        self.assertEqual([one["text"] for one in sql("SELECT text FROM consent_text WHERE purpose_id = %s ORDER BY version", id)],
                         [TEXT, "Wij mogen u elke week iets sturen."])
        page = self.client.get(self.where)
        self.assertIn(TEXT, page.text)
        self.assertIn("Tekst (versie 2)", page.text)
        for table in ("consent_text", "consent"):
            for act in (f"UPDATE {table} SET version = version", f"DELETE FROM {table}"):
                with self.assertRaises(SqlError):
                    sql(act, account="crm")

    def test_errors_stand_at_their_fields_and_what_was_typed_stays(self):
        self.client.get("/toestemmingen")
        page = self.client.post("/toestemmingen", {"naam": self.purpose, "tekst": "Blijft staan"})
        self.assertEqual((page.status, page.error_of("naam") is not None), (422, True))
        self.assertIn("Blijft staan", page.find("textarea", name="tekst").raw_text())
        page = self.client.post("/toestemmingen", {"naam": "", "tekst": ""})
        self.assertTrue(page.error_of("naam") and page.error_of("tekst"))
        page = self.rewrite("Wij mogen u alles sturen.", None)
        self.assertEqual((page.status, page.error_of("eerdere") is not None), (422, True))
        self.assertIn("Wij mogen u alles sturen.", page.find("textarea", name="tekst").raw_text())

    def test_two_who_write_at_once(self):
        form = self.client.get(self.where).form(has="eerdere")
        self.assertEqual(self.client.post(self.where, form.with_values(tekst="Eerst", eerdere="ja")).status, 303)
        page = self.client.post(self.where, form.with_values(tekst="Later", eerdere="ja"))
        self.assertEqual(page.status, 409)
        self.assertIn("Later", page.find("textarea", name="tekst").raw_text())
        self.assertIn("Tekst (versie 2)", page.text)

    def test_what_is_not_asked_any_more_counts_for_nothing(self):
        path = add(self.client)
        self.assertEqual(self.say(path).status, 303)
        self.client.get(self.where)
        self.assertEqual(self.client.post(self.where + "/vragen", {"vragen": "nee"}).status, 303)
        self.assertTrue(self.say(path).error_of("doel") or self.client.page.error_of("besluit"))
        row = next(tr for tr in self.client.get("/toestemmingen").find_all("tr") if tr.find("th").text == self.purpose)
        self.assertIn("Wordt niet meer gevraagd", row.text)
        self.assertEqual(row.find("td").text, "0")
        self.client.get(self.where)
        self.assertEqual(self.client.post(self.where + "/vragen", {"vragen": "misschien"}).status, 400)
        self.client.get(self.where)
        self.client.post(self.where + "/vragen", {"vragen": "ja"})
        self.assertEqual(self.now(path), "Gegeven")


class Said(Base):
    def test_given_and_taken_back_are_rows_with_channel_and_version(self):
        path = add(self.client)
        self.assertEqual(self.now(path), "Niet gegeven")
        self.assertEqual(self.say(path).status, 303)
        self.assertEqual(self.now(path), "Gegeven")
        self.assertEqual(self.rewrite("Duidelijker.", "ja").status, 303)
        self.assertEqual(self.now(path), "Gegeven")
        self.assertEqual(self.say(path, "ingetrokken", kanaal="email").status, 303)
        self.assertEqual(self.now(path), "Ingetrokken")
        self.assertEqual(self.said(path), [
            {"decision": "gegeven", "channel": "telefoon", "text_version": "1", "author": "Anouk Vermeer"},
            {"decision": "ingetrokken", "channel": "email", "text_version": "1", "author": "Anouk Vermeer"}])
        self.assertIn("Toestemming", self.client.get(path + "/geschiedenis").text)
        lists, words = exported(number_of(path))
        self.assertIn("toestemmingen", lists)
        self.assertTrue(self.purpose in words[0] and "Ingetrokken" in words[0])
        self.assertNotIn("Anouk", words[0])
        self.assertIn("5 jaar na het intrekken", words[1])

    def test_a_row_has_no_page_to_change_it(self):
        path = add(self.client)
        where = self.say(path).location
        page = self.client.get(where)
        self.assertEqual((page.status, page.link("Wijzigen")), (200, None))
        self.assertEqual(self.client.get(where + "/wijzigen").status, 404)
        self.assertIn(self.client.post(where, {"besluit": "ingetrokken"}).status, (404, 405))
        self.assertEqual(len(self.said(path)), 1)

    def test_a_text_that_asks_for_more_ends_what_was_given(self):
        path = add(self.client)
        self.say(path)
        self.rewrite("Wij mogen veel meer.", "nee")
        self.assertIn("Geldt niet meer", self.now(path))
        self.assertEqual(self.say(path).status, 303)
        self.assertEqual((self.now(path), self.said(path)[-1]["text_version"]), ("Gegeven", "2"))

    def test_an_old_form_is_for_the_text_of_its_day(self):
        sql("UPDATE consent_text t JOIN consent_purpose p ON p.id = t.purpose_id SET t.since = NOW() - INTERVAL 30 DAY WHERE p.title = %s", self.purpose)
        self.rewrite("Wij mogen veel meer.", "nee")
        path = add(self.client)
        self.assertEqual(self.say(path, date=today(-10), kanaal="formulier").status, 303)
        self.assertEqual(self.said(path)[0]["text_version"], "1")
        self.assertIn("Geldt niet meer", self.now(path))

    def test_what_cannot_be_is_told_at_its_field(self):
        path = add(self.client)
        for field, page in (("besluit", self.say(path, "ingetrokken")), ("datum", self.say(path, date=today(1))), ("doel", self.say(path, doel="Verzonnen")),
                            ("kanaal", self.say(path, kanaal="werktvoormij")), ("besluit", self.say(path, besluit="misschien")),
                            ("doel", self.say(path, doel=""))):
            self.assertEqual(page.status, 422, field)
            self.assertTrue(page.error_of(field), field)
        self.assertEqual(self.said(path), [])
        self.say(path)
        self.assertIn("al gegeven", self.say(path).error_of("besluit"))
        self.assertIn("al iets vastgelegd", self.say(path, "ingetrokken", date=today(-1)).error_of("datum"))
        self.assertEqual(len(self.said(path)), 1)

    def test_seeing_recording_writing_and_mailing_are_four(self):
        path = add(self.client)
        self.say(path)
        reader = User.new(roles=[role_with("Ziet toestemmingen (test)", "name IN ('relation_read', 'consent_read')")]).sign_in()
        for where in (path + "/toestemmingen", "/toestemmingen", self.where):
            self.assertEqual(reader.get(where).status, 200, where)
        for where in (path + "/toestemmingen/nieuw", self.where + "/post", self.where + "/email", self.where + "/post/csv", self.where + "/email/csv"):
            self.assertEqual(reader.get(where).status, 404, where)
        for where in ("/toestemmingen", self.where, self.where + "/vragen", path + "/toestemmingen/nieuw"):
            self.assertEqual(reader.post(where, {}).status, 404, where)
        none = User.new(roles=[role_with("Alleen relaties (test)", "name IN ('relation_read')")]).sign_in()
        for where in (path + "/toestemmingen", "/toestemmingen", self.where):
            self.assertEqual(none.get(where).status, 404, where)
        self.assertEqual(signed_in(STAFF, MEDEWERKER).get(self.where + "/email/csv").status, 404)
        self.assertEqual(self.client.get("/toestemmingen/999999").status, 404)
        self.assertEqual(self.client.get("/toestemmingen/999999/post").status, 404)


class Mailing(Base):
    def setUp(self):
        super().setUp()
        self.name = "Post" + word()
        self.address = {"straat": "Proefpad", "huisnummer": "7", "postcode": "1234AB", "woonplaats": "Ons Dorp"}
        self.path = add(self.client, achternaam=self.name, voorletters="A.", email=f"{self.name}@demo.example", **self.address)
        self.say(self.path)

    def rows(self, kind):
        page = self.client.get(f"{self.where}/{kind}/csv")
        self.assertEqual(page.status, 200, page)
        return list(csv.DictReader(io.StringIO(page.body.decode("utf-8-sig")), delimiter=";"))

    def test_each_list_holds_what_it_needs_and_no_more(self):
        post, email = self.rows("post"), self.rows("email")
        self.assertEqual([row["Achternaam"] for row in post], [self.name])
        self.assertEqual((post[0]["Straat en huisnummer"], post[0]["Postcode"], post[0]["Woonplaats"]), ("Proefpad 7", "1234 AB", "Ons Dorp"))
        self.assertNotIn("E-mailadres", post[0])
        self.assertEqual([row["E-mailadres"] for row in email], [f"{self.name}@demo.example"])
        self.assertFalse({"Postcode", "Woonplaats", "Straat en huisnummer"} & set(email[0]))
        self.assertIn(self.name, self.client.get(self.where + "/post").text)

    def test_who_takes_it_back_is_gone_at_once(self):
        self.say(self.path, "ingetrokken")
        self.assertEqual((self.rows("post"), self.rows("email")), ([], []))
        self.assertNotIn(self.name, self.client.get(self.where + "/email").text)
        self.say(self.path)
        self.assertEqual(len(self.rows("post")), 1)

    def test_who_takes_it_back_in_werktvoormij_is_gone_at_once(self):
        user = User.new("portal")
        sql("UPDATE app_user SET relation_id = (SELECT id FROM relation WHERE number = %s) WHERE id = %s", number_of(self.path), user.id)
        portal = user.sign_in()
        id = self.where.rsplit("/", 1)[1]
        portal.submit(portal.get("/toestemmingen").form(f"/toestemmingen/{id}"))
        self.assertEqual(self.rows("email"), [])

    def test_the_dead_the_inactive_and_the_unreachable_are_not_in_it(self):
        for change in ("death_date = '2020'", "status = 'inactief'"):
            sql(f"UPDATE relation SET {change} WHERE number = %s", number_of(self.path))
            self.assertEqual((self.rows("post"), self.rows("email")), ([], []), change)
            sql("UPDATE relation SET death_date = NULL, status = 'actief' WHERE number = %s", number_of(self.path))
        sql("UPDATE relation SET email = NULL WHERE number = %s", number_of(self.path))
        self.assertEqual((len(self.rows("post")), self.rows("email")), (1, []))
        sql("UPDATE relation SET email = 'a@b.example', street = NULL, house_number = NULL WHERE number = %s", number_of(self.path))
        self.assertEqual((self.rows("post"), len(self.rows("email"))), ([], 1))

    def test_a_text_that_asks_for_more_empties_it(self):
        self.rewrite("Veel meer.", "nee")
        self.assertEqual(self.rows("post"), [])

    def test_another_purpose_is_another_list(self):
        other = sql_one("SELECT id FROM consent_purpose WHERE title = 'Ledenblad per post'")
        page = self.client.get(f"/toestemmingen/{other}/post/csv")
        self.assertNotIn(self.name, page.body.decode("utf-8-sig"))

    def test_each_file_is_in_the_log_with_its_purpose_and_rows(self):
        self.rows("email")
        id = self.where.rsplit("/", 1)[1]
        row = sql("SELECT event, sensitivity, detail FROM audit WHERE object = 'consent_mailing_email' AND object_id = %s ORDER BY id DESC LIMIT 1", id)[0]
        self.assertEqual((row["event"], row["sensitivity"], row["detail"]), ("consent_mailing_csv", "C", "csv rows=1"))


class Own(Base):
    """WerktVoorMij: the own consents, given and taken back with one button."""

    def setUp(self):
        super().setUp()
        self.portal = signed_in(PORTAL, "jansen@demo.example")
        self.me = "/relaties/" + sql_one("SELECT number FROM relation WHERE email = 'jansen@demo.example'")
        self.id = self.where.rsplit("/", 1)[1]
        self.path = f"/toestemmingen/{self.id}"

    def section(self):
        return self.portal.get("/toestemmingen").by_id(f"doel-{self.id}")

    def press(self):
        return self.portal.submit(self.portal.get("/toestemmingen").form(self.path))

    def test_one_button_gives_and_one_takes_back(self):
        self.assertIn(TEXT, self.section().text)
        self.assertIn("U geeft geen toestemming", self.section().text)
        page = self.press()
        self.assertEqual((page.status, page.location), (303, f"/toestemmingen#doel-{self.id}-knop"))
        self.assertIn("Uw toestemming is vastgelegd", self.portal.get("/toestemmingen").text)
        self.assertIn("U geeft toestemming", self.section().text)
        self.assertEqual(self.said(self.me), [{"decision": "gegeven", "channel": "werktvoormij", "text_version": "1", "author": None}])
        self.assertEqual(self.now(self.me), "Gegeven")
        self.assertIn("relatie zelf", self.client.get(self.me + "/geschiedenis").text)
        self.press()
        self.assertIn("U geeft geen toestemming", self.section().text)
        self.assertEqual([one["decision"] for one in self.said(self.me)], ["gegeven", "ingetrokken"])

    def test_a_button_of_an_older_page_changes_nothing(self):
        form = self.portal.get("/toestemmingen").form(self.path)
        self.portal.submit(form)
        self.assertEqual(self.portal.submit(form).status, 303)
        self.assertIn("Er was niets te wijzigen", self.portal.get("/toestemmingen").text)
        self.assertEqual(len(self.said(self.me)), 1)

    def test_nobody_consents_to_a_text_that_was_not_read(self):
        form = self.portal.get("/toestemmingen").form(self.path)
        self.rewrite("Heel iets anders.", "nee")
        page = self.portal.submit(form)
        self.assertEqual(page.status, 409)
        self.assertIn("Heel iets anders.", page.text)
        self.assertEqual(self.said(self.me), [])
        self.assertEqual(self.portal.submit(page.form(self.path)).status, 303)
        self.assertEqual(self.said(self.me)[0]["text_version"], "2")

    def test_nonsense_is_refused(self):
        self.portal.get("/toestemmingen")
        for form in ({"besluit": "gegeven"}, {"besluit": "misschien", "versie": "1"}, {"besluit": "gegeven", "versie": "x"},
                     {"besluit": "gegeven", "versie": "1", "relatie": "10001"}):
            self.assertEqual(self.portal.post(self.path, form).status, 400, form)
        for path in ("/toestemmingen/999999", "/toestemmingen/0", "/toestemmingen/x"):
            self.portal.get("/toestemmingen")
            self.assertEqual(self.portal.post(path, {"besluit": "gegeven", "versie": "1"}).status, 404, path)
        self.assertEqual(self.portal.post(self.path, {"besluit": "gegeven", "versie": "1"}, csrf="x").status, 403)
        self.assertEqual(self.said(self.me), [])

    def test_what_is_not_asked_any_more_is_not_shown(self):
        self.client.get(self.where)
        self.client.post(self.where + "/vragen", {"vragen": "nee"})
        self.assertIsNone(self.section())
        self.portal.get("/toestemmingen")
        self.assertEqual(self.portal.post(self.path, {"besluit": "gegeven", "versie": "1"}).status, 404)

    def test_without_the_module_it_is_not_there(self):
        self.portal.get("/toestemmingen")
        with off("toestemmingen"):
            self.assertEqual(self.portal.get("/toestemmingen").status, 404)
            self.assertEqual(self.portal.post(self.path, {"besluit": "gegeven", "versie": "1"}).status, 404)
            self.assertNotIn("/toestemmingen", self.portal.get("/").html)
            self.assertNotIn("/toestemmingen", self.portal.get("/gegevens").html)
        self.assertEqual(self.said(self.me), [])


if __name__ == "__main__":
    unittest.main()
