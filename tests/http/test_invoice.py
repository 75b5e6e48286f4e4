"""Invoices as staff meet them: a concept, its lines, its number, paid, credited, thrown away, printed; and who may not."""

import unittest

from koren_http import STAFF, Client, signed_in, sql, sql_one
from koren_user import User, role_with
from test_portal import Person
from test_crm import GONE, add, number_of, staff, word

MEDEWERKER = "medewerker@demo.example"
READER = "('account', 'relation_read', 'invoice_read')"


def concept(client, number, text="Proefregel", price="121", vat="hoog"):
    """A concept with one line; gives its path."""
    client.get(f"/facturen/nieuw?relatie={number}")
    page = client.post("/facturen/nieuw", {"relatie": number, "omschrijving": "Proef"})
    assert page.status == 303, f"{page}: {page.errors()}"
    path = page.location
    page = client.post(path + "/regels", {"tekst": text, "aantal": "1", "prijs": price, "btwsoort": vat})
    assert (page.status, page.location) == (303, path), f"{page}: {page.errors()}"
    return path


def row(path, columns):
    return sql(f"SELECT {columns} FROM invoice WHERE id = %s", path.rsplit("/", 1)[1])[0]


def final(client, number, **line):
    path = concept(client, number, **line)
    page = client.post(path + "/definitief")
    assert (page.status, page.location) == (303, path), f"{page}: {page.errors()}"
    return path


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = staff()
        cls.relation = add(cls.client, straat="Dorpsstraat", huisnummer="1", postcode="1234AB", woonplaats="Ons Dorp")
        cls.number = number_of(cls.relation)


class Concept(Case):
    def test_it_is_made_for_somebody_and_shown_with_them(self):
        path = concept(self.client, self.number)
        page = self.client.get(path)
        self.assertEqual((page.status, page.h1().split(" Proef")[0]), (200, "Factuur (concept)"))
        self.assertIn(f"Relatie {self.number}", page.text)
        self.assertIn("€ 121,00", page.text)
        self.assertIn("€ 21,00", page.text)
        self.assertIn(path, [link for _, link in self.client.get(self.relation + "/facturen").links()])

    def test_for_nobody_it_is_not_made(self):
        self.client.get("/facturen/nieuw")
        for typed, what in (("", "Vul het nummer"), (GONE, "geen relatie"), ("abc", "geen relatie")):
            page = self.client.post("/facturen/nieuw", {"relatie": typed, "omschrijving": "Bewaar mij"})
            self.assertEqual(page.status, 422, typed)
            self.assertIn(what, page.error_of("relatie"))
            self.assertEqual(page.form("/facturen/nieuw").value("omschrijving"), "Bewaar mij")

    def test_lines_are_changed_ordered_and_removed(self):
        path = concept(self.client, self.number, text="Eerste", price="10,00")
        self.client.post(path + "/regels", {"tekst": "Tweede", "aantal": "3", "prijs": "34,50", "btwsoort": "hoog"})
        ids = [line["id"] for line in sql("SELECT id FROM invoice_line WHERE invoice_id = %s ORDER BY position", path.rsplit("/", 1)[1])]
        self.assertEqual(self.client.get(f"{path}/regels/{ids[1]}").status, 200)
        self.assertEqual(self.client.post(f"{path}/regels/{ids[1]}/omhoog").status, 303)
        page = self.client.get(path)
        self.assertLess(page.text.index("Tweede"), page.text.index("Eerste"))
        page = self.client.post(f"{path}/regels/{ids[0]}", {"tekst": "Anders", "aantal": "2", "prijs": "10", "btwsoort": "laag"})
        self.assertEqual(page.status, 303)
        self.assertEqual(row(path, "total_cents, vat_cents"), {"total_cents": "12350", "vat_cents": str(1796 + 165)})
        self.assertEqual(self.client.post(f"{path}/regels/{ids[1]}/weg").status, 303)
        self.assertEqual(row(path, "total_cents")["total_cents"], "2000")
        self.assertEqual(self.client.post(f"{path}/regels/{ids[1]}/weg").status, 404)

    def test_a_line_that_is_not_right_is_kept_as_typed(self):
        path = concept(self.client, self.number)
        for form, field in (
            ({"tekst": "", "aantal": "1", "prijs": "1", "btwsoort": "hoog"}, "tekst"),
            ({"tekst": "X", "aantal": "0", "prijs": "1", "btwsoort": "hoog"}, "aantal"),
            ({"tekst": "X", "aantal": "een", "prijs": "1", "btwsoort": "hoog"}, "aantal"),
            ({"tekst": "X", "aantal": "1", "prijs": "gratis", "btwsoort": "hoog"}, "prijs"),
            ({"tekst": "X", "aantal": "99999", "prijs": "999999999", "btwsoort": "hoog"}, "prijs"),
            ({"tekst": "X", "aantal": "1", "prijs": "1", "btwsoort": "veel"}, "btwsoort"),
        ):
            page = self.client.post(path + "/regels", form)
            self.assertEqual(page.status, 422, form)
            self.assertTrue(page.error_of(field), form)
            self.assertEqual(page.form(path + "/regels").value("aantal"), form["aantal"])
        self.assertEqual(self.client.post(path + "/regels", {"tekst": "X", "totaal": "5"}).status, 400)
        self.assertEqual(row(path, "total_cents")["total_cents"], "12100")

    def test_description_and_date_are_changed_once(self):
        path = concept(self.client, self.number)
        page = self.client.get(path + "/wijzigen")
        version = page.form(path).value("versie")
        form = {"versie": version, "omschrijving": "Nieuw", "vervaldatum-dag": "31", "vervaldatum-maand": "12", "vervaldatum-jaar": "2030"}
        self.assertEqual(self.client.post(path, form).status, 303)
        self.assertEqual(row(path, "description, due_date"), {"description": "Nieuw", "due_date": "2030-12-31"})
        page = self.client.post(path, {**form, "omschrijving": "Te laat"})
        self.assertEqual(page.status, 409)
        self.assertEqual(row(path, "description")["description"], "Nieuw")

    def test_it_is_thrown_away(self):
        path = concept(self.client, self.number)
        self.assertEqual(self.client.get(path + "/weggooien").status, 200)
        self.assertEqual(self.client.post(path + "/weggooien").location, self.relation + "/facturen")
        self.assertEqual(self.client.get(path).status, 404)

    def test_the_letter_says_that_it_is_an_example(self):
        page = self.client.get(concept(self.client, self.number) + "/afdruk")
        self.assertIn("voorbeeld", page.text)
        self.assertIn("Dorpsplein 1", page.text)


class Final(Case):
    def test_numbers_follow_each_other(self):
        numbers = [row(final(self.client, self.number), "number")["number"] for _ in range(3)]
        values = [int(number.rsplit("-", 1)[1]) for number in numbers]
        self.assertEqual(values, list(range(values[0], values[0] + 3)))
        for number in numbers:
            self.assertRegex(number, r"^F20\d\d-\d{6}$")

    def test_without_lines_it_gets_no_number(self):
        self.client.get("/facturen/nieuw")
        path = self.client.post("/facturen/nieuw", {"relatie": self.number, "omschrijving": ""}).location
        page = self.client.post(path + "/definitief")
        self.assertEqual(page.status, 422)
        self.assertIn("Voeg eerst een regel toe", page.text)
        self.assertIsNone(row(path, "number")["number"])

    def test_nothing_of_it_is_changed_any_more(self):
        path = final(self.client, self.number)
        line = sql_one("SELECT id FROM invoice_line WHERE invoice_id = %s", path.rsplit("/", 1)[1])
        before = row(path, "number, total_cents, description, version")
        for action, form in (
            ("/definitief", {}), ("/weggooien", {}), ("/regels", {"tekst": "X", "aantal": "1", "prijs": "1", "btwsoort": "hoog"}),
            (f"/regels/{line}", {"tekst": "X", "aantal": "1", "prijs": "1", "btwsoort": "hoog"}), (f"/regels/{line}/weg", {}),
            (f"/regels/{line}/omhoog", {}), ("", {"omschrijving": "Anders"}),
        ):
            page = self.client.post(path + action, form)
            self.assertEqual(page.status, 409, action)
            self.assertIn("definitief", page.text)
        self.assertEqual(row(path, "number, total_cents, description, version"), before)

    def test_the_letter_has_what_the_law_wants(self):
        path = final(self.client, self.number, text="Klus <b>thuis</b>", price="121")
        page = self.client.get(path + "/afdruk")
        for text in (row(path, "number")["number"], "Vereniging Demo", "Dorpsplein 1", "12345678", "NL001234567B01", "NL91 ABNA 0417 1643 00",
                     "Dorpsstraat 1", "Klus <b>thuis</b>", "€ 100,00", "€ 21,00", "€ 121,00", "21%"):
            self.assertIn(text, page.text)
        self.assertNotIn("<b>thuis", page.html)

    def test_it_is_paid_in_parts(self):
        path = final(self.client, self.number)
        self.assertEqual(self.client.get(path + "/betaald").form(path + "/betaald").value("bedrag"), "121,00")
        for typed, what in (("0", "Vul een bedrag in"), ("-5", "Vul een bedrag in"), ("121,01", "meer dan er open staat"), ("x", "Vul een bedrag in")):
            page = self.client.post(path + "/betaald", {"bedrag": typed, "datum": "31-12-2099"})
            self.assertEqual(page.status, 422)
            self.assertIn(what, page.error_of("bedrag"))
            self.assertIn("toekomst", page.error_of("datum"))
        today = row(path, "invoice_date")["invoice_date"]
        for amount, status in (("100", "open"), ("21", "betaald")):
            self.assertEqual(self.client.post(path + "/betaald", {"bedrag": amount, "datum": today}).status, 303)
            self.assertEqual(row(path, "status")["status"], status)
        self.assertEqual(self.client.get(path + "/betaald").status, 409)
        self.assertIn("Met de hand", self.client.get(path).text)

    def test_it_is_credited(self):
        path = final(self.client, self.number)
        note = self.client.post(path + "/credit").location
        page = self.client.get(note)
        self.assertIn("Creditnota (concept)", page.h1())
        self.assertIn("€ -121,00", page.text)
        self.assertEqual(self.client.post(note + "/definitief").status, 303)
        self.assertRegex(row(note, "number")["number"], r"^C20\d\d-\d{6}$")
        self.assertEqual(row(note, "credits_number")["credits_number"], row(path, "number")["number"])
        self.assertEqual(row(path, "status")["status"], "credit")
        self.assertEqual(self.client.post(path + "/credit").status, 409)
        self.assertEqual(self.client.get(note + "/afdruk").status, 200)


class Listed(Case):
    def test_it_is_found_by_what_it_is(self):
        path = final(self.client, self.number)
        number = row(path, "number")["number"]
        page = self.client.get("/facturen", {"nummer": number, "status": "open", "soort": "factuur"})
        self.assertEqual([link for _, link in page.links() if link == path], [path])
        self.assertIn("€ 121,00", page.text)
        for query in ({"nummer": number, "status": "betaald"}, {"nummer": number, "jaar": "2001"}, {"nummer": number, "dagen": "0"}):
            self.assertNotIn(path, [link for _, link in self.client.get("/facturen", query).links()], query)
        self.assertEqual(self.client.get("/facturen", {"iets": "anders"}).status, 400)

    def test_what_is_late(self):
        path = final(self.client, self.number)
        late = sql_one("SELECT id FROM invoice WHERE status = 'open' AND due_date < CURRENT_DATE - INTERVAL 10 DAY LIMIT 1")
        page = self.client.get("/facturen", {"dagen": "10", "sorteer": "vervalt"})
        self.assertEqual(page.status, 200)
        self.assertNotIn(path, [link for _, link in page.links()])
        if late:
            self.assertNotIn("Er is niets gevonden", page.text)

    def test_it_is_taken_away_as_csv_with_its_own_permission(self):
        path = final(self.client, self.number)
        number = row(path, "number")["number"]
        page = self.client.get("/facturen/csv", {"nummer": number})
        self.assertEqual(page.status, 200)
        text = page.body.decode("utf-8-sig")
        self.assertIn(number, text)
        self.assertIn("121,00", text)
        self.assertEqual(len(text.strip().split("\r\n")), 2)
        self.assertEqual(signed_in(STAFF, "teamleider@demo.example").get("/facturen/csv").status, 404)


class Access(Case):
    def test_who_may_only_read_sees_no_buttons_and_does_nothing(self):
        path = concept(self.client, self.number)
        reader = User.new(roles=[role_with("Proef leest facturen", f"name IN {READER}")]).sign_in()
        page = reader.get(path)
        self.assertEqual(page.status, 200)
        self.assertEqual([form["action"] for form in page.find_all("form") if form.get("action", "").startswith(path)], [])
        for action in ("/definitief", "/weggooien", "/regels", "/credit", "/betaald", ""):
            self.assertEqual(reader.post(path + action).status, 404, action)
        self.assertEqual(row(path, "status")["status"], "concept")

    def test_who_may_not_see_invoices_sees_none(self):
        path = concept(self.client, self.number)
        client = signed_in(STAFF, MEDEWERKER)
        for where in (path, path + "/afdruk", "/facturen/nieuw", f"/facturen/nieuw?relatie={self.number}"):
            self.assertEqual(client.get(where).status, 404, where)
        self.assertEqual(Client(STAFF).get(path).status, 303)

    def test_what_is_not_there_is_not_found(self):
        for path in ("/facturen/999999999", "/facturen/0", "/facturen/abc", "/facturen/1/niets"):
            self.assertEqual(self.client.get(path).status, 404, path)

    def test_looking_and_doing_is_logged(self):
        path = final(self.client, self.number)
        self.client.get(path + "/afdruk")
        events = [event["event"] for event in sql("SELECT event FROM audit WHERE object = 'invoice' AND object_id = %s ORDER BY id", path.rsplit("/", 1)[1])]
        for event in ("invoice_create", "invoice_update", "invoice_finalize", "invoice_print"):
            self.assertIn(event, events)

    def test_a_relation_sees_its_final_invoices_and_no_concept(self):
        person = Person()
        me, number = person.client, person.number
        hidden = "Verborgen" + word()
        draft, path = concept(self.client, number, text=hidden), final(self.client, number, text="Zichtbaar")
        page = me.get("/gegevens")
        self.assertIn(row(path, "number")["number"], page.text)
        self.assertEqual(me.get("/gegevens/facturen/" + draft.rsplit("/", 1)[1]).status, 404)
        self.assertIn("Zichtbaar", me.get("/gegevens/facturen/" + path.rsplit("/", 1)[1]).text)


if __name__ == "__main__":
    unittest.main()
