"""KorènCRM as staff meet it: finding, adding, changing, two people at once, BSN, inactive, parts, dossier, history; and who may not."""

import secrets
import unittest

from koren_http import Client, STAFF, signed_in, sql, sql_one
from koren_user import User

BEHEER, MEDEWERKER = "beheer@demo.example", "medewerker@demo.example"
GONE = "999999999"  # a relation number that nobody has


def word():
    return "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(12))


def staff(user=BEHEER):
    return signed_in(STAFF, user)


def add(client, **fields):
    """A relation made through the pages; gives its path."""
    client.get("/relaties/nieuw")
    page = client.post("/relaties/nieuw", {"achternaam": "Proef" + word(), **fields})
    assert page.status == 303, f"{page}: {page.errors()}"
    return page.location


def number_of(path):
    return path.rsplit("/", 1)[1]


def stored(path, column):
    return sql_one(f"SELECT {column} FROM relation WHERE number = %s", number_of(path))


class Finding(unittest.TestCase):
    """domain.md, Search: surname folded and by prefix, number, address, birth date, e-mail, phone, BSN."""

    @classmethod
    def setUpClass(cls):
        cls.client = staff()
        cls.name = "Käster" + word()
        cls.mail = word() + "@demo.example"
        cls.path = add(
            cls.client, achternaam=cls.name, voorvoegsel="van", voorletters="jr", postcode="1234 ab", huisnummer="317", straat="Proefpad",
            woonplaats="Ons Dorp", email=cls.mail, telefoon="0612345699", geboortedatum="3-4-1911", bsn="111222333",
        )

    def found(self, text, client=None):
        page = (client or self.client).get("/relaties", {"zoek": text})
        self.assertEqual(page.status, 200)
        return self.path in [a["href"] for a in page.find_all("a") if a.get("href")]

    def test_by_surname_with_and_without_accents(self):
        for text in (self.name, self.name.replace("ä", "a"), self.name.upper(), "van " + self.name, self.name[:8]):
            self.assertTrue(self.found(text), text)

    def test_by_number_address_birth_date_mail_phone_and_bsn(self):
        for text in (number_of(self.path), "1234AB 317", "1234 ab 317", "03-04-1911", "1911-04-03", self.mail, self.mail.upper(), "06-12345699",
                     "+31612345699", "111222333", "1112.22.333"):
            self.assertTrue(self.found(text), text)

    def test_by_name_and_birth_date(self):
        self.assertTrue(self.found(f"{self.name} 03-04-1911"))
        self.assertFalse(self.found(f"{self.name} 04-04-1911"))

    def test_wildcards_are_letters(self):
        for text in ("%", "_", "%%%", "' OR '1'='1", "\\"):
            self.assertFalse(self.found(text), text)

    def test_bsn_only_with_its_permission(self):
        self.assertFalse(self.found("111222333", staff(MEDEWERKER)))

    def test_nobody_found_says_what_to_do(self):
        page = self.client.get("/relaties", {"zoek": "qqq" + word()})
        self.assertIn("Niemand gevonden", page.text)

    def test_list_pages_and_sorts(self):
        first = self.client.get("/relaties")
        second = self.client.get("/relaties", {"pagina": "2"})
        self.assertNotEqual(first.text, second.text)
        self.assertIn("1 tot 50 van", first.text)
        up = self.client.get("/relaties", {"sorteer": "nummer"})
        down = self.client.get("/relaties", {"sorteer": "nummer", "volgorde": "af"})
        self.assertNotEqual(up.text, down.text)
        self.assertEqual(self.client.get("/relaties", {"pagina": "abc", "sorteer": "iets"}).status, 200)


class Changing(unittest.TestCase):
    def setUp(self):
        self.client = staff()
        self.path = add(self.client, straat="Dorpsstraat", huisnummer="1", postcode="1234AB", woonplaats="Ons Dorp")

    def test_a_change_is_saved_and_remembered_with_who(self):
        page = self.client.post(self.path, {"woonplaats": "Ander Dorp"})
        self.assertEqual(page.status, 303)
        self.assertEqual(stored(self.path, "town"), "Ander Dorp")
        history = self.client.get(self.path + "/geschiedenis")
        self.assertIn("Ons Dorp", history.text)
        self.assertIn("Ander Dorp", history.text)
        self.assertIn("Anouk Vermeer", history.text)

    def test_errors_stand_at_the_fields_and_nothing_is_lost(self):
        before = stored(self.path, "version")
        page = self.client.post(self.path, {"postcode": "12", "iban": "NL00ABNA0417164300", "straat": "Nieuwe straat <b>", "geboortedatum": "31-2-1950"})
        self.assertEqual(page.status, 422)
        self.assertTrue(page.title().startswith("Fout: "))
        for name in ("postcode", "iban", "geboortedatum"):
            self.assertTrue(page.error_of(name), name)
        form = page.form(self.path)
        self.assertEqual(form.value("postcode"), "12")
        self.assertEqual(form.value("straat"), "Nieuwe straat <b>")
        self.assertEqual(stored(self.path, "version"), before)

    def test_unknown_and_doubled_fields_are_refused(self):
        before = stored(self.path, "version")
        for form in ([("straat", "A"), ("straat", "B")], [("straat", "A"), ("relatienummer", "1")], [("straat", "A"), ("onbekend", "x")],
                     [("straat", "A"), ("status", "inactief")], [("straat", "A"), ("id", "1")]):
            self.assertEqual(self.client.post(self.path, form).status, 400, form)
        self.assertEqual(stored(self.path, "version"), before)

    def test_bad_text_is_refused(self):
        for bad in (b"straat=%00", b"straat=%FF", b"straat=%E2%80%AEabc", b"straat=%zz", b"straat=%1b"):
            csrf = self.client.get(self.path).form("/afmelden").value("csrf").encode()
            page = self.client.request("POST", self.path, b"csrf=" + csrf + b"&" + bad, {"Content-Type": "application/x-www-form-urlencoded"})
            self.assertEqual(page.status, 400, bad)
        self.assertEqual(stored(self.path, "street"), "Dorpsstraat")

    def test_wrong_csrf_changes_nothing_and_keeps_what_was_typed(self):
        self.client.get(self.path)
        page = self.client.post(self.path, {"straat": "Elders", "csrf": "x" * 43}, csrf=False)
        self.assertEqual(page.status, 403)
        self.assertIn("Elders", page.html)
        self.assertEqual(stored(self.path, "street"), "Dorpsstraat")

    def test_every_letter_is_kept(self):
        for name in ("Çelik-Öztürk", "Łukasiewicz", "Nguyễn", "O'Neill", "Ἀλέξανδρος", "王小明", "Van 't Hof", "de Boer-e\u0301"):
            path = add(self.client, achternaam=name)
            self.assertEqual(stored(path, "last_name"), name.replace("e\u0301", "é"))

    def test_partial_dates_stay_partial(self):
        for typed, kept in (("1950", "1950"), ("12-1950", "1950-12"), ("31-12-1950", "1950-12-31")):
            self.client.post(self.path, {"geboortedatum": typed})
            self.assertEqual(stored(self.path, "birth_date"), kept)
        self.client.post(self.path, {"geboortedatum-dag": "", "geboortedatum-maand": "2", "geboortedatum-jaar": "1944"})
        self.assertEqual(stored(self.path, "birth_date"), "1944-02")

    def test_a_relation_needs_a_surname(self):
        self.client.get("/relaties/nieuw")
        page = self.client.post("/relaties/nieuw", {"voorletters": "A."})
        self.assertEqual(page.status, 422)
        self.assertTrue(page.error_of("achternaam"))


class TwoAtOnce(unittest.TestCase):
    """The second sees both values and chooses."""

    def setUp(self):
        self.client = staff()
        self.path = add(self.client, straat="Eerste", huisnummer="1", postcode="1234AB", woonplaats="Dorp", telefoon="0201234567")
        self.version = self.client.get(self.path + "/wijzigen").form(self.path).value("versie")
        self.client.post(self.path, {"versie": self.version, "straat": "Van de ander"})

    def second(self):
        return self.client.post(self.path, {"versie": self.version, "straat": "Van mij", "woonplaats": "Mijn dorp"})

    def test_the_second_sees_both(self):
        page = self.second()
        self.assertEqual(page.status, 409)
        self.assertIn("Van mij", page.text)
        self.assertIn("Van de ander", page.text)
        self.assertEqual(stored(self.path, "street"), "Van de ander")

    def test_the_choice_is_carried_out(self):
        form = self.second().form(self.path)
        page = self.client.submit(form, **{"kies-straat": "hun", "kies-woonplaats": "mijn"})
        self.assertEqual(page.status, 303, page.errors())
        self.assertEqual((stored(self.path, "street"), stored(self.path, "town")), ("Van de ander", "Mijn dorp"))

    def test_no_choice_is_asked_again(self):
        page = self.client.submit(self.second().form(self.path))
        self.assertEqual(page.status, 422)
        self.assertEqual(stored(self.path, "town"), "Dorp")


class Bsn(unittest.TestCase):
    def setUp(self):
        self.client = staff()
        self.path = add(self.client, bsn="123456782")

    def test_it_is_masked_until_asked_and_each_look_is_logged(self):
        for rest in ("", "/wijzigen", "/geschiedenis"):
            self.assertNotIn("123456782", self.client.get(self.path + rest).html, rest)
        id = stored(self.path, "id")
        before = sql_one("SELECT COUNT(*) FROM audit WHERE event = 'bsn_show' AND relation_id = %s", id)
        form = self.client.get(self.path).form(self.path + "/bsn")
        self.assertIn("123456782", self.client.submit(form).html)
        after = sql_one("SELECT COUNT(*) FROM audit WHERE event = 'bsn_show' AND sensitivity = 'B' AND relation_id = %s", id)
        self.assertEqual(int(after), int(before) + 1)

    def test_it_is_not_readable_in_the_database(self):
        self.assertEqual(sql_one("SELECT INSTR(bsn, '123456782') FROM relation WHERE number = %s", number_of(self.path)), "0")
        self.assertEqual(sql_one("SELECT COUNT(*) FROM relation_history WHERE INSTR(new_value, '123456782') > 0"), "0")

    def test_without_the_permission_it_is_not_there(self):
        other = staff(MEDEWERKER)
        self.assertNotIn("BSN", other.get(self.path).text)
        self.assertEqual(other.post(self.path + "/bsn", {}).status, 404)
        self.assertEqual(other.post(self.path, {"bsn": "111222333"}).status, 400)

    def test_a_wrong_one_is_refused(self):
        page = self.client.post(self.path, {"bsn": "123456789"})
        self.assertEqual(page.status, 422)
        self.assertTrue(page.error_of("bsn"))


class Status(unittest.TestCase):
    def setUp(self):
        self.client = staff()
        self.path = add(self.client)

    def test_inactive_with_reason_and_date_and_back(self):
        self.client.get(self.path + "/inactief")
        page = self.client.post(self.path + "/inactief", {"reden": "verhuisd", "datum": "01-02-2026"})
        self.assertEqual(page.status, 303, page.errors())
        self.assertEqual((stored(self.path, "status"), stored(self.path, "inactive_date")), ("inactief", "2026-02-01"))
        self.assertEqual(self.client.post(self.path + "/inactief", {"reden": "verhuisd", "datum": "01-02-2026"}).status, 303)
        self.client.get(self.path)
        self.assertEqual(self.client.post(self.path + "/actief", {}).status, 303)
        self.assertEqual(stored(self.path, "status"), "actief")

    def test_without_reason_or_with_a_date_to_come(self):
        self.client.get(self.path + "/inactief")
        for form, field in (({"reden": "", "datum": "01-02-2026"}, "reden"), ({"reden": "verhuisd", "datum": "01-02-2999"}, "datum"),
                            ({"reden": "verhuisd", "datum": "30-02-2026"}, "datum")):
            page = self.client.post(self.path + "/inactief", form)
            self.assertEqual(page.status, 422, form)
            self.assertTrue(page.error_of(field), form)
        self.assertEqual(stored(self.path, "status"), "actief")


class Parts(unittest.TestCase):
    def setUp(self):
        self.client = staff()
        self.path = add(self.client)

    def test_a_contact_person_and_a_note_are_added_changed_and_shown(self):
        for part, form, change in (("contactpersonen", {"achternaam": "Buurvrouw"}, {"achternaam": "Overbuur"}),
                                   ("notities", {"titel": "Gesprek", "inhoud": "Regel een\nregel twee", "datum": "1-2-2026"}, {"titel": "Ander gesprek"}),
                                   ("lidmaatschappen", {"soort": "Basislidmaatschap", "begindatum": "1-1-2026"}, {"soort": "Gezinslidmaatschap"})):
            self.client.get(f"{self.path}/{part}/nieuw")
            page = self.client.post(f"{self.path}/{part}/nieuw", form)
            self.assertEqual(page.status, 303, page.errors())
            row = page.location
            self.assertIn(next(iter(form.values())), self.client.get(row).text)
            self.assertEqual(self.client.post(row, change).status, 303)
            self.assertIn(next(iter(change.values())), self.client.get(f"{self.path}/{part}").text)

    def test_every_tab_and_form_says_whose_it_is(self):
        other = add(self.client)
        seen = []
        for path in (self.path, other):
            name = self.client.get(path).h1()
            for rest in ("/contactpersonen", "/notities", "/dossier", "/geschiedenis", "/wijzigen", "/inactief", "/notities/nieuw"):
                page = self.client.get(path + rest)
                title = page.find("title").text
                self.assertIn(f" – {name} – ", title, rest)
                self.assertTrue(page.h1().endswith(name), rest)
                seen.append(title)
        self.assertEqual(len(seen), len(set(seen)))

    def test_a_part_of_another_is_not_there(self):
        self.client.get(self.path + "/notities/nieuw")
        row = self.client.post(self.path + "/notities/nieuw", {"titel": "Van de een", "inhoud": "x", "datum": "1-2-2026"}).location
        other = add(self.client)
        id = row.rsplit("/", 1)[1]
        self.assertEqual(self.client.get(f"{other}/notities/{id}").status, 404)
        self.assertEqual(self.client.post(f"{other}/notities/{id}", {"titel": "Gestolen"}).status, 404)
        self.assertIn("Van de een", self.client.get(row).text)

    def test_two_who_change_the_same_part(self):
        self.client.get(self.path + "/contactpersonen/nieuw")
        row = self.client.post(self.path + "/contactpersonen/nieuw", {"achternaam": "Een"}).location
        version = self.client.get(row + "/wijzigen").form(row).value("versie")
        self.client.post(row, {"versie": version, "achternaam": "Twee"})
        page = self.client.post(row, {"versie": version, "achternaam": "Drie"})
        self.assertEqual(page.status, 409)
        self.assertEqual(page.form(row).value("achternaam"), "Drie")
        self.assertEqual(self.client.submit(page.form(row)).status, 303)
        self.assertIn("Drie", self.client.get(row).text)


class Dossier(unittest.TestCase):
    def setUp(self):
        self.client = staff()
        self.path = add(self.client)
        self.client.get(self.path + "/dossier")

    def upload(self, name, data, title="Een stuk"):
        return self.client.post_multipart(self.path + "/dossier", {"omschrijving": title}, [("bestand", name, data, "text/html")])

    def test_a_document_comes_back_byte_for_byte_as_an_attachment(self):
        data = b"%PDF-1.7\n" + secrets.token_bytes(700_000)
        self.assertEqual(self.upload("één brief.pdf", data).status, 303)
        link = [a["href"] for a in self.client.get(self.path + "/dossier").find_all("a") if (a.get("href") or "").endswith("/bestand")][0]
        answer = self.client.request("GET", link)
        self.assertEqual(answer.body, data)
        self.assertTrue(answer.headers["Content-Disposition"].startswith("attachment"))
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")

    def test_what_is_no_document_is_refused(self):
        for name, data in (("a.html", b"<script>alert(1)</script>"), ("a.exe", b"MZ\x90\x00"), ("a.pdf", b"<html></html>"), ("a.pdf", b"")):
            page = self.upload(name, data)
            self.assertEqual(page.status, 422, name)
            self.assertTrue(page.error_of("bestand"), name)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM document WHERE relation_id = %s", stored(self.path, "id")), "0")

    def test_without_a_file_it_asks_for_one(self):
        page = self.client.post_multipart(self.path + "/dossier", {"omschrijving": "Alleen tekst", "soort": "verslag"}, [])
        self.assertIn(page.status, (400, 422))
        self.assertEqual([o["value"] for o in page.find("select", name="soort").find_all("option") if o.get("selected") is not None], ["verslag"])

    def test_it_is_of_the_kind_that_was_chosen_and_of_no_other(self):
        pdf = [("bestand", "a.pdf", b"%PDF-1.7\n", "application/pdf")]
        kind = lambda: sql_one("SELECT kind FROM document WHERE relation_id = %s ORDER BY id DESC LIMIT 1", stored(self.path, "id"))
        self.assertEqual(self.client.post_multipart(self.path + "/dossier", {"soort": "machtiging"}, pdf).status, 303)
        self.assertEqual(kind(), "machtiging")
        self.client.get(self.path + "/dossier")
        page = self.client.post_multipart(self.path + "/dossier", {"soort": "geheim"}, pdf)
        self.assertEqual((page.status, kind()), (422, "machtiging"))
        self.assertTrue(page.error_of("soort"))

    def test_the_name_cannot_leave_its_place(self):
        self.assertEqual(self.upload("../../etc/passwd.txt", b"tekst").status, 303)
        name = sql_one("SELECT file_name FROM document WHERE relation_id = %s", stored(self.path, "id"))
        self.assertNotIn("/", name)


class Refusals(unittest.TestCase):
    def test_a_forbidden_page_and_none_are_the_same(self):
        nobody = User.new(roles=set()).sign_in()
        page, none = nobody.get("/relaties/10001"), nobody.get("/relaties/" + GONE)
        self.assertEqual((page.status, none.status), (404, 404))
        strip = lambda p: p.text.replace(p.headers.get("X-Request-Id", "-"), "")
        self.assertEqual(len(strip(page)), len(strip(none)))
        self.assertGreater(int(sql_one("SELECT COUNT(*) FROM audit WHERE event = 'authz_fail'")), 0)

    def test_without_a_session_one_signs_in_first(self):
        page = Client(STAFF).get("/relaties/10001")
        self.assertEqual(page.status, 303)
        self.assertTrue(page.location.startswith("/aanmelden"))

    def test_unknown_relations_are_404_everywhere(self):
        client = staff()
        for path in ("", "/wijzigen", "/inactief", "/geschiedenis", "/dossier", "/contactpersonen", "/notities/1", "/dossier/1/bestand"):
            self.assertEqual(client.get(f"/relaties/{GONE}{path}").status, 404, path)

    def test_another_method_is_405(self):
        page = staff().request("POST", "/", b"", {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(page.status, 405)
        self.assertIn("GET", page.headers["Allow"])

    def test_looking_leaves_a_row_with_the_relation(self):
        client = staff()
        path = add(client)
        id = stored(path, "id")
        before = int(sql_one("SELECT COUNT(*) FROM audit WHERE event = 'relation_show' AND relation_id = %s", id))
        client.get(path)
        self.assertEqual(int(sql_one("SELECT COUNT(*) FROM audit WHERE event = 'relation_show' AND relation_id = %s", id)), before + 1)


class Escaping(unittest.TestCase):
    """security.md 42: a canary in every text field shows as text on every page."""

    CANARY = "<b>\"'&amp;"

    def test_nothing_typed_becomes_markup(self):
        client = staff()
        path = add(client, achternaam="Kanarie", straat=self.CANARY, woonplaats=self.CANARY, huisnummer="1", postcode="1234AB")
        client.get(path + "/notities/nieuw")
        client.post(path + "/notities/nieuw", {"titel": self.CANARY, "inhoud": self.CANARY, "datum": "1-1-2026"})
        client.get(path + "/contactpersonen/nieuw")
        client.post(path + "/contactpersonen/nieuw", {"achternaam": "Kanarie", "rol": self.CANARY})
        for rest in ("", "/wijzigen", "/geschiedenis", "/notities", "/contactpersonen", "/dossier"):
            html = client.get(path + rest).html
            self.assertNotIn("<b>", html, rest)
        self.assertNotIn("<b>", client.get("/relaties", {"zoek": self.CANARY}).html)


if __name__ == "__main__":
    unittest.main()
