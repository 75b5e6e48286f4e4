"""WerktVoorMij as a relation meets it: sees, corrects, proves an address, takes a copy; and never another's, whatever is sent."""

import secrets
import tempfile
import unittest
import zipfile

from koren_http import PORTAL, STAFF, Mail, signed_in, sql, sql_one, wait_for
from koren_user import User


def relation(email):
    """A relation of its own for each test, made by staff; gives its id and number."""
    staff = signed_in(STAFF, "beheer@demo.example")
    staff.get("/relaties/nieuw")
    page = staff.post("/relaties/nieuw", {"achternaam": "Proefpersoon", "voorletters": "A.", "straat": "Dorpsstraat", "huisnummer": "1",
                                          "postcode": "1234AB", "woonplaats": "Ons Dorp", "telefoon": "020-1234567", "email": email})
    assert page.status == 303, f"{page}: {page.errors()}"
    number = page.location.rsplit("/", 1)[1]
    return sql_one("SELECT id FROM relation WHERE number = %s", number), number


class Person:
    """A relation with a portal user, signed in."""

    def __init__(self):
        self.user = User.new("portal")
        self.id, self.number = relation(self.user.email)
        sql("UPDATE app_user SET relation_id = %s WHERE id = %s", self.id, self.user.id)
        self.client = self.user.sign_in()

    def stored(self, column):
        return sql_one(f"SELECT {column} FROM relation WHERE id = %s", self.id)

    def change(self, **fields):
        """Through the check page and the confirmation."""
        self.client.get("/gegevens/wijzigen")
        page = self.client.post("/gegevens/wijzigen", fields)
        assert page.status == 200, f"{page}: {page.errors()}"
        return self.client.submit(page.form("/gegevens/wijzigen"))


class Seeing(unittest.TestCase):
    def test_own_data_and_nothing_that_is_hidden(self):
        jansen = signed_in(PORTAL, "jansen@demo.example")
        page = jansen.get("/gegevens")
        self.assertEqual(page.status, 200)
        for text in ("Jansen", "Dorpsstraat", "Contactpersonen", "Lidmaatschappen", "Facturen"):
            self.assertIn(text, page.text)
        self.assertNotIn("BSN", page.text)

    def test_an_invoice_with_its_lines_and_not_another_persons(self):
        jansen = signed_in(PORTAL, "jansen@demo.example")
        mine = [a["href"] for a in jansen.get("/gegevens").find_all("a") if "/gegevens/facturen/" in (a.get("href") or "")]
        self.assertTrue(mine)
        whose = sql_one("SELECT relation_id FROM app_user WHERE email = 'jansen@demo.example' AND site = 'portal'")
        # Other tests may have made invoices of their own for it: newest first, those stand above the demo's.
        invoice = sql("SELECT i.id, l.text FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id WHERE i.relation_id = %s ORDER BY i.id DESC LIMIT 1", whose)[0]
        self.assertIn(f"/gegevens/facturen/{invoice['id']}", mine)
        page = jansen.get(f"/gegevens/facturen/{invoice['id']}")
        self.assertEqual(page.status, 200)
        self.assertIn(invoice["text"], page.text)
        other = sql_one("SELECT MIN(id) FROM invoice WHERE relation_id <> %s", whose)
        for id in (other, "0", "999999999", "x"):
            self.assertEqual(jansen.get(f"/gegevens/facturen/{id}").status, 404, id)

    def test_every_row_has_a_page_that_shows_all_of_it(self):
        jansen = signed_in(PORTAL, "jansen@demo.example")
        id = sql_one("SELECT c.id FROM contact_person c JOIN app_user u USING (relation_id) WHERE u.email = 'jansen@demo.example' LIMIT 1")
        path = f"/gegevens/contactpersonen/{id}"
        self.assertIn(path, [a.get("href") for a in jansen.get("/gegevens").find_all("a")])
        page = jansen.get(path)
        self.assertIn("Heeft een sleutel", page.text)
        self.assertEqual(sql_one("SELECT event FROM audit WHERE object = 'contact_person' AND object_id = %s ORDER BY id DESC LIMIT 1", id), "portal_part")
        other = sql_one("SELECT c.id FROM contact_person c JOIN app_user u ON u.email = 'jansen@demo.example' AND u.relation_id <> c.relation_id LIMIT 1")
        for refused in (f"/gegevens/contactpersonen/{other}", f"/gegevens/relaties/{id}", f"/gegevens/onzin/{id}", "/gegevens/contactpersonen/0"):
            self.assertEqual(jansen.get(refused).status, 404, refused)

    def test_every_page_has_one_h1_and_no_script(self):
        jansen = signed_in(PORTAL, "jansen@demo.example")
        for path in ("/", "/gegevens", "/gegevens/wijzigen", "/mijn/export"):
            page = jansen.get(path)
            self.assertEqual(page.status, 200, path)
            self.assertEqual(len(page.find_all("h1")), 1, path)
            self.assertNotIn("<script", page.html)
            self.assertLess(len(page.html), 50_000)


class Shared(unittest.TestCase):
    """What staff share: to be read by this relation and by no other, and only as long as it is shared."""

    @classmethod
    def setUpClass(cls):
        cls.me, cls.other = Person(), Person()
        cls.staff = signed_in(STAFF, "beheer@demo.example")
        cls.path = f"/relaties/{cls.me.number}"

    def note(self, text, **fields):
        """A note made by staff; gives its id."""
        self.staff.get(self.path + "/notities/nieuw")
        page = self.staff.post(self.path + "/notities/nieuw", {"titel": "Gesprek", "inhoud": text, "datum": "1-2-2026", **fields})
        assert page.status == 303, f"{page}: {page.errors()}"
        return page.location.rsplit("/", 1)[1]

    def test_the_text_of_a_shared_note(self):
        text = "Kanarie" + secrets.token_hex(8)
        id = self.note(text, gedeeld="ja")
        self.assertIn(text, self.me.client.get(f"/gegevens/notities/{id}").text)
        self.assertEqual(self.other.client.get(f"/gegevens/notities/{id}").status, 404)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM shared_copy WHERE INSTR(sealed, %s)", text), "0")
        self.staff.get(f"{self.path}/notities/{id}/wijzigen")
        self.staff.post(f"{self.path}/notities/{id}", {"inhoud": text + " later"})
        self.assertIn(text + " later", self.me.client.get(f"/gegevens/notities/{id}").text)
        self.staff.post(f"{self.path}/notities/{id}", {"gedeeld": "nee"})
        self.assertEqual(self.me.client.get(f"/gegevens/notities/{id}").status, 404)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM shared_copy WHERE entity = 'note' AND entity_id = %s", id), "0")

    def test_what_is_not_shared_or_about_another_has_no_copy(self):
        for fields in ({}, {"gedeeld": "nee"}, {"gedeeld": "ja", "overander": "ja"}):
            id = self.note("Niet voor u", **fields)
            self.assertEqual(self.me.client.get(f"/gegevens/notities/{id}").status, 404, fields)
            self.assertEqual(sql_one("SELECT COUNT(*) FROM shared_copy WHERE entity = 'note' AND entity_id = %s", id), "0", fields)

    def test_a_copy_moved_to_another_row_does_not_open(self):
        one, two = self.note("Van de een", gedeeld="ja"), self.note("Van de ander", gedeeld="ja")
        sql("UPDATE shared_copy a JOIN shared_copy b ON b.entity = 'note' AND b.entity_id = %s SET a.sealed = b.sealed "
            "WHERE a.entity = 'note' AND a.entity_id = %s", two, one)
        page = self.me.client.get(f"/gegevens/notities/{one}")
        self.assertEqual(page.status, 503)
        self.assertNotIn("Van de", page.text)

    def document(self, data, **fields):
        self.staff.get(self.path + "/dossier")
        page = self.staff.post_multipart(self.path + "/dossier", {"omschrijving": "Een brief", **fields}, [("bestand", "brief.pdf", data, "")])
        assert page.status == 303, f"{page}: {page.errors()}"
        return sql_one("SELECT MAX(id) FROM document WHERE relation_id = %s", self.me.id)

    def test_a_shared_document_byte_for_byte(self):
        data = b"%PDF-1.7\n" + secrets.token_bytes(300_000)
        id = self.document(data, gedeeld="ja")
        path = f"/gegevens/dossier/{id}"
        self.assertEqual(self.me.client.get(path).link("Downloaden"), path + "/bestand")
        answer = self.me.client.get(path + "/bestand")
        self.assertEqual(answer.body, data)
        self.assertTrue(answer.headers["Content-Disposition"].startswith("attachment"))
        for rest in ("", "/bestand"):
            self.assertEqual(self.other.client.get(path + rest).status, 404)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM audit WHERE event = 'document_fetch' AND object_id = %s AND outcome = 'done'", id), "1")
        self.staff.get(f"{self.path}/dossier/{id}/wijzigen")
        self.assertEqual(self.staff.post(f"{self.path}/dossier/{id}", {"gedeeld": "nee"}).status, 303)
        for rest in ("", "/bestand"):
            self.assertEqual(self.me.client.get(path + rest).status, 404)

    def test_a_document_shared_later(self):
        id = self.document(b"%PDF-1.7\nlater")
        self.assertEqual(self.me.client.get(f"/gegevens/dossier/{id}/bestand").status, 404)
        self.staff.get(f"{self.path}/dossier/{id}/wijzigen")
        self.assertEqual(self.staff.post(f"{self.path}/dossier/{id}", {"gedeeld": "ja"}).status, 303)
        self.assertEqual(self.me.client.get(f"/gegevens/dossier/{id}/bestand").body, b"%PDF-1.7\nlater")


class Correcting(unittest.TestCase):
    def setUp(self):
        self.me = Person()

    def test_old_and_new_stand_side_by_side_and_only_then_is_it_saved(self):
        self.me.client.get("/gegevens/wijzigen")
        page = self.me.client.post("/gegevens/wijzigen", {"straat": "Kerkpad", "postcode": "4321 cd"})
        self.assertEqual(page.status, 200)
        for text in ("Kerkpad", "Was: Dorpsstraat", "4321 CD", "Was: 1234 AB"):
            self.assertIn(text, page.text)
        self.assertEqual(self.me.stored("street"), "Dorpsstraat")
        page = self.me.client.submit(page.form("/gegevens/wijzigen"))
        self.assertEqual((page.status, page.location), (303, "/gegevens"))
        self.assertEqual((self.me.stored("street"), self.me.stored("postcode")), ("Kerkpad", "4321CD"))
        self.assertIn("Kerkpad", self.me.client.get("/gegevens").text)

    def test_staff_see_who_corrected_what(self):
        self.me.change(straat="Kerkpad")
        page = signed_in(STAFF, "beheer@demo.example").get(f"/relaties/{self.me.number}/geschiedenis")
        self.assertIn("Kerkpad", page.text)
        self.assertIn("elatie zelf", page.text)

    def test_a_mail_tells_that_something_changed_but_not_what(self):
        mail = Mail(self.me.user.email)
        self.me.change(straat="Kerkpad")
        text = mail.text()
        self.assertNotIn("Kerkpad", text)

    def test_back_from_the_check_page_keeps_what_was_typed(self):
        self.me.client.get("/gegevens/wijzigen")
        page = self.me.client.post("/gegevens/wijzigen", {"straat": "Kerkpad"})
        form = page.form("/gegevens/wijzigen")
        back = self.me.client.submit(form, terug="straat")
        self.assertEqual(back.status, 200)
        self.assertEqual(back.form("/gegevens/wijzigen").value("straat"), "Kerkpad")
        self.assertEqual(self.me.stored("street"), "Dorpsstraat")

    def test_errors_stand_at_the_field_and_input_is_kept(self):
        self.me.client.get("/gegevens/wijzigen")
        page = self.me.client.post("/gegevens/wijzigen", {"straat": "Kerkpad", "postcode": "12", "bevestig": "ja"})
        self.assertEqual(page.status, 422)
        self.assertTrue(page.error_of("postcode"))
        self.assertEqual(page.form("/gegevens/wijzigen").value("straat"), "Kerkpad")
        self.assertEqual(self.me.stored("street"), "Dorpsstraat")

    def test_nothing_changed_says_so(self):
        self.me.client.get("/gegevens/wijzigen")
        page = self.me.client.post("/gegevens/wijzigen", {"straat": "Dorpsstraat"}, follow=True)
        self.assertIn("niets te wijzigen", page.text)

    def test_fields_that_are_not_the_relations_to_change(self):
        version = self.me.stored("version")
        self.me.client.get("/gegevens/wijzigen")
        for field, value in (("achternaam", "Rijk"), ("bsn", "123456782"), ("iban", "NL91ABNA0417164300"), ("status", "inactief"),
                             ("relatienummer", "1"), ("geboortedatum", "1950"), ("relatie", "10001"), ("id", "1")):
            page = self.me.client.post("/gegevens/wijzigen", {field: value, "bevestig": "ja"})
            self.assertEqual(page.status, 400, field)
        self.assertEqual(self.me.stored("version"), version)

    def test_without_a_token_nothing_changes(self):
        page = self.me.client.post("/gegevens/wijzigen", {"straat": "Elders", "bevestig": "ja"}, csrf=False)
        self.assertEqual(page.status, 403)
        self.assertEqual(self.me.stored("street"), "Dorpsstraat")

    def test_staff_were_in_between(self):
        self.me.client.get("/gegevens/wijzigen")
        page = self.me.client.post("/gegevens/wijzigen", {"straat": "Kerkpad"})
        sql("UPDATE relation SET street = 'Door een medewerker', version = version + 1 WHERE id = %s", self.me.id)
        page = self.me.client.submit(page.form("/gegevens/wijzigen"))
        self.assertEqual(page.status, 409)
        self.assertIn("Door een medewerker", page.text)
        self.assertEqual(self.me.stored("street"), "Door een medewerker")
        self.assertEqual(self.me.client.submit(page.form("/gegevens/wijzigen")).status, 303)
        self.assertEqual(self.me.stored("street"), "Kerkpad")


class SignInAgain(unittest.TestCase):
    """Who signed in a while ago shows once more who it is before an address, number or e-mail address changes."""

    def setUp(self):
        self.me = Person()
        sql("UPDATE session SET opened_at = UTC_TIMESTAMP(6) - INTERVAL 16 MINUTE WHERE user_id = %s", self.me.user.id)
        self.me.client.get("/gegevens/wijzigen")

    def again(self, user):
        """Through the sign-in pages of this browser; gives where it ends."""
        client, mail = self.me.client, Mail(user.email)
        self.assertEqual(user.give_password(client).location, "/aanmelden/code")
        client.get("/aanmelden/code")
        return client.post("/aanmelden/code", {"code": mail.code()}).location

    def test_what_was_typed_survives_it(self):
        page = self.me.client.post("/gegevens/wijzigen", {"straat": "Kerkpad & Zn. <é>", "telefoon": "0201234567"})
        self.assertEqual(page.status, 303)
        self.assertTrue(page.location.startswith("/aanmelden?"), page.location)
        page = self.me.client.get(page.location)
        self.assertEqual(page.status, 200)
        self.assertIn("Meld u opnieuw aan", page.text)
        self.assertEqual(self.again(self.me.user), "/gegevens/wijzigen")
        page = self.me.client.get("/gegevens/wijzigen")
        self.assertEqual(page.form("/gegevens/wijzigen").value("straat"), "Kerkpad & Zn. <é>")
        self.assertEqual(self.me.stored("street"), "Dorpsstraat")
        page = self.me.client.submit(page.form("/gegevens/wijzigen"))
        self.assertEqual(self.me.client.submit(page.form("/gegevens/wijzigen")).status, 303)
        self.assertEqual(self.me.stored("street"), "Kerkpad & Zn. <é>")
        self.assertEqual(self.me.client.get("/gegevens/wijzigen").form("/gegevens/wijzigen").value("straat"), "Kerkpad & Zn. <é>")
        self.assertNotIn("__Host-koren-concept", self.me.client.cookies)

    def test_a_confirmation_is_no_way_round(self):
        page = self.me.client.post("/gegevens/wijzigen", {"email": "ander@test.example", "bevestig": "ja"})
        self.assertTrue(page.location.startswith("/aanmelden?"))
        self.assertEqual(sql_one("SELECT COUNT(*) FROM email_proof WHERE user_id = %s", self.me.user.id), "0")

    def test_another_who_signs_in_there_does_not_see_it(self):
        self.me.client.get(self.me.client.post("/gegevens/wijzigen", {"straat": "Geheimpad"}).location)
        other = User.new("portal")
        id, _ = relation(other.email)
        sql("UPDATE app_user SET relation_id = %s WHERE id = %s", id, other.id)
        self.assertEqual(self.again(other), "/gegevens/wijzigen")
        self.assertNotIn("Geheimpad", self.me.client.get("/gegevens/wijzigen").html)

    def test_a_name_in_letters_needs_it_not(self):
        self.assertEqual(self.me.client.post("/gegevens/wijzigen", {"roepnaam": "Ans"}).status, 200)


class Address(unittest.TestCase):
    """A new e-mail address works after its code came back; the old one is told."""

    def setUp(self):
        self.me = Person()
        self.old = self.me.user.email
        self.new = f"nieuw.{secrets.token_hex(5)}@test.example"

    def ask(self):
        mail = Mail(self.new)
        page = self.me.change(email=self.new)
        self.assertEqual((page.status, page.location), (303, "/gegevens/email"))
        return mail.code()

    def test_proven_by_a_code(self):
        code, told = self.ask(), Mail(self.old)
        self.assertEqual(self.me.stored("email"), self.old)
        self.me.client.get("/gegevens/email")
        page = self.me.client.post("/gegevens/email", {"code": code[:3] + " " + code[3:]})
        self.assertEqual((page.status, page.location), (303, "/gegevens"))
        self.assertEqual(self.me.stored("email"), self.new)
        self.assertEqual(sql_one("SELECT email FROM app_user WHERE id = %s", self.me.user.id), self.new)
        self.assertNotIn(self.new, told.text())

    def test_five_wrong_codes_end_it(self):
        code = self.ask()
        wrong = "111111" if code != "111111" else "222222"
        self.me.client.get("/gegevens/email")
        for _ in range(5):
            self.assertEqual(self.me.client.post("/gegevens/email", {"code": wrong}).status, 422)
        self.assertEqual(self.me.client.post("/gegevens/email", {"code": code}).status, 422)
        self.assertEqual(self.me.stored("email"), self.old)

    def test_the_code_is_not_in_the_database(self):
        code = self.ask()
        self.assertEqual(sql_one("SELECT COUNT(*) FROM email_proof WHERE INSTR(code_hash, %s) > 0", code), "0")


class Copy(unittest.TestCase):
    def test_the_own_export_is_made_and_fetched(self):
        me = Person()
        mail = Mail(me.user.email)
        me.client.get("/mijn/export")
        page = me.client.post("/mijn/export", {})
        self.assertEqual(page.status, 303)
        path = page.location
        wait_for(lambda: path + "/bestand" in me.client.get(path).html, 60)
        with tempfile.NamedTemporaryFile(suffix=".zip") as file:
            self.assertEqual(me.client.download(path + "/bestand", file.name)[0], 200)
            names = zipfile.ZipFile(file.name).namelist()
        self.assertIn(f"relatie-{me.number}/gegevens.xml", names)
        self.assertIn(f"relatie-{me.number}/gegevens.docx", names)
        text = mail.text()
        self.assertIn(PORTAL + path, text)
        self.assertNotIn("Proefpersoon", text)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM outbox WHERE kind = 'export-klaar' AND recipient = %s", me.user.email), "1")
        other = Person()
        for rest in ("", "/bestand"):
            self.assertEqual(other.client.get(path + rest).status, 404)
            self.assertEqual(other.client.get("/mijn/export/" + "0" * 32 + rest).status, 404)

    def test_one_that_failed_is_told_and_asked_for_anew(self):
        me, name = Person(), secrets.token_hex(16)
        mail = Mail(me.user.email)
        sql("INSERT INTO job (name, kind, relation_id, user_id, site, state, tries, tell, created_at, lease_until, worker) VALUES "
            "(%s, 'export', %s, %s, 'portal', 'running', 5, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE, 'elders:1:1')",
            name, me.id, me.user.id)
        self.assertIn(f"{PORTAL}/mijn/export/{name}", mail.text())
        page = me.client.get("/mijn/export/" + name)
        self.assertIn("hierover ook een e-mail", page.text)
        self.assertIsNotNone(page.form(action="/mijn/export"))
        sql("DELETE FROM job WHERE relation_id = %s", me.id)

    def test_asking_twice_gives_one(self):
        me = Person()
        me.client.get("/mijn/export")
        sql("INSERT INTO job (name, kind, relation_id, user_id, site, state, created_at, lease_until, worker) VALUES (%s, 'export', %s, %s, 'portal', "
            "'running', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 1 MINUTE, 'elders:1:1')", "f" * 26 + secrets.token_hex(3), me.id, me.user.id)
        first, second = me.client.post("/mijn/export", {}).location, me.client.post("/mijn/export", {}).location
        self.assertEqual(first, second)
        sql("DELETE FROM job WHERE relation_id = %s", me.id)


class Ending(unittest.TestCase):
    def test_a_relation_that_becomes_inactive_is_out_at_once(self):
        me = Person()
        sql("UPDATE relation SET status = 'inactief' WHERE id = %s", me.id)
        page = me.client.get("/gegevens")
        self.assertEqual(page.status, 303)
        self.assertTrue(page.location.startswith("/aanmelden"))

    def test_staff_pages_are_not_on_this_host(self):
        me = Person()
        for path in ("/relaties", "/relaties/10001", "/avg", f"/relaties/{me.number}"):
            self.assertEqual(me.client.get(path).status, 404, path)


if __name__ == "__main__":
    unittest.main()
