"""A run of invoices as staff make it: the preview and what is odd in it, confirmed by its count, made by the worker, made final or thrown away."""

import unittest

from koren_http import STAFF, signed_in, sql, sql_one, wait_for
from test_crm import add, number_of, staff, word

LEADER = "teamleider@demo.example"  # makes invoices, no runs


def member(client, type, relation=None, amount="12000", start="2020-01-01", method=None):
    """A relation with a membership of this type; gives its path. By hand, for the pages take no membership that is odd."""
    path = relation or add(client, straat="Dorpsstraat", huisnummer="1", postcode="1234AB", woonplaats="Ons Dorp")
    sql(
        "INSERT INTO membership (relation_id, type, start_date, amount_cents, payment_method, created_at, changed_at) "
        "SELECT id, %s, %s, %s, %s, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) FROM relation WHERE number = %s", type, start, amount, method, number_of(path)
    )
    return path


def preview(client, types, period, **fields):
    """A run in preview; gives its path."""
    page = client.get("/facturen/runs/nieuw")
    boxes = {label.text: label["for"][2:] for label in page.find_all("label") if label.get("for", "").startswith("f-soort-")}
    form = {"periode": period, "omschrijving": "Contributie", "btwsoort": "vrijgesteld", "dagen": "30", **{boxes[t]: "ja" for t in types}, **fields}
    page = client.post("/facturen/runs/nieuw", form)
    assert page.status == 303, f"{page}: {page.errors()}"
    return page.location


def state(path):
    return sql_one("SELECT state FROM invoice_run WHERE id = %s", path.rsplit("/", 1)[1])


def invoices(path, columns="id"):
    return sql(f"SELECT {columns} FROM invoice WHERE run_id = %s ORDER BY id", path.rsplit("/", 1)[1])


def made(client, path, count):
    client.get(path)
    page = client.post(path + "/maken", {"aantal": str(count)})
    assert (page.status, page.location) == (303, path), f"{page}: {page.errors()}"
    wait_for(lambda: state(path) == "gemaakt", 60)
    return path


class Run(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = staff()

    def setUp(self):
        self.type = "Proefsoort " + word()

    def test_one_invoice_for_each_membership_and_no_second_time(self):
        people = [member(self.client, self.type) for _ in range(3)]
        path = made(self.client, preview(self.client, [self.type], "2027"), 3)
        self.assertEqual({row["total_cents"] for row in invoices(path, "total_cents")}, {"12000"})
        self.assertEqual({row["status"] for row in invoices(path, "status")}, {"concept"})
        page = self.client.get(path)
        self.assertIn("€ 360,00", page.text)
        self.assertIn("€ 120,00", self.client.get(people[0] + "/facturen").text)
        for period in ("2027", "2027-K2", "2027-05"):
            page = self.client.get(preview(self.client, [self.type], period))
            self.assertIn("Al gefactureerd", page.text)
            self.assertFalse([form for form in page.find_all("form") if form.get("action", "").endswith("/maken")])
        self.assertEqual(sql_one("SELECT COUNT(*) FROM invoice_month x JOIN invoice i ON i.id = x.invoice_id WHERE i.run_id = %s", path.rsplit("/", 1)[1]), "36")

    def test_quarters_sum_up_to_the_year(self):
        member(self.client, self.type, amount="10001")
        paths = [made(self.client, preview(self.client, [self.type], f"2027-K{quarter}"), 1) for quarter in (1, 2, 3, 4)]
        self.assertEqual(sum(int(row["total_cents"]) for path in paths for row in invoices(path, "total_cents")), 10001)

    def test_the_preview_tells_what_is_odd(self):
        client = self.client
        member(client, self.type)
        dead = member(client, self.type)
        sql("UPDATE relation SET death_date = '2026-01-01' WHERE number = %s", number_of(dead))
        gone = member(client, self.type)
        client.get(gone + "/inactief")
        self.assertEqual(client.post(gone + "/inactief", {"reden": "opgezegd", "datum": "1-1-2026"}).status, 303)
        member(client, self.type, amount="0")
        member(client, self.type, relation=add(client))
        member(client, self.type, method="incasso")
        member(client, self.type, start="2027-06-15")
        member(client, self.type, start="2028-01-01")
        path = preview(client, [self.type], "2027")
        page = client.get(path)
        for text in ("Overleden", "Inactief", "Geen bedrag", "Geen adres", "zonder machtiging", "deel van de periode"):
            self.assertIn(text, page.text)
        self.assertIn(f"Relatie {number_of(dead)}", page.text)
        self.assertEqual(len(invoices(made(client, path, 4))), 4)

    def test_the_count_has_to_be_right(self):
        member(self.client, self.type)
        path = preview(self.client, [self.type], "2027")
        for typed in ("", "2", "0", "een"):
            page = self.client.post(path + "/maken", {"aantal": typed})
            self.assertEqual(page.status, 422, typed)
            self.assertTrue(page.error_of("aantal"))
        member(self.client, self.type)
        page = self.client.post(path + "/maken", {"aantal": "1"})
        self.assertIn("Het zijn er nu 2", page.error_of("aantal"))
        self.assertEqual((state(path), invoices(path)), ("voorbeeld", []))

    def test_a_form_that_is_not_right_is_kept(self):
        self.client.get("/facturen/runs/nieuw")
        page = self.client.post("/facturen/runs/nieuw", {"periode": "2027-13", "omschrijving": "Iets", "btwsoort": "hoog", "dagen": "999"})
        self.assertEqual(page.status, 422)
        for field in ("periode", "dagen"):
            self.assertTrue(page.error_of(field), field)
        self.assertTrue([error for error in page.errors() if "Kies een soort lidmaatschap" in error])
        self.assertEqual(page.form("/facturen/runs/nieuw").value("omschrijving"), "Iets")

    def test_all_get_a_number_and_stay(self):
        for _ in range(3):
            member(self.client, self.type)
        path = made(self.client, preview(self.client, [self.type], "2027"), 3)
        self.assertEqual(self.client.get(path + "/definitief").status, 200)
        self.assertEqual(self.client.post(path + "/definitief").status, 303)
        wait_for(lambda: state(path) == "definitief", 60)
        numbers = [row["number"] for row in invoices(path, "number")]
        values = [int(number.rsplit("-", 1)[1]) for number in numbers]
        self.assertEqual(values, list(range(values[0], values[0] + 3)))
        self.assertEqual(self.client.post(path + "/weggooien").status, 409)
        self.assertEqual(len(invoices(path)), 3)

    def test_it_is_thrown_away_whole_and_can_be_made_again(self):
        member(self.client, self.type)
        path = made(self.client, preview(self.client, [self.type], "2027"), 1)
        self.assertEqual(self.client.post(path + "/weggooien").location, "/facturen/runs")
        self.assertEqual((state(path), invoices(path)), ("weg", []))
        made(self.client, preview(self.client, [self.type], "2027"), 1)

    def test_not_when_one_of_it_is_final(self):
        member(self.client, self.type)
        member(self.client, self.type)
        path = made(self.client, preview(self.client, [self.type], "2027"), 2)
        one = f"/facturen/{invoices(path)[0]['id']}"
        self.client.get(one)
        self.assertEqual(self.client.post(one + "/definitief").status, 303)
        self.assertEqual(self.client.post(path + "/weggooien").status, 409)
        self.assertEqual(len(invoices(path)), 2)

    def test_once_only(self):
        member(self.client, self.type)
        path = made(self.client, preview(self.client, [self.type], "2027"), 1)
        for action, form in (("/maken", {"aantal": "1"}), ("/verder", {})):
            self.assertEqual(self.client.post(path + action, form).status, 409, action)
        self.assertEqual(len(invoices(path)), 1)

    def test_who_makes_invoices_does_not_make_runs(self):
        member(self.client, self.type)
        path = preview(self.client, [self.type], "2027")
        other = signed_in(STAFF, LEADER)
        for where in ("/facturen/runs", "/facturen/runs/nieuw", path):
            self.assertEqual(other.get(where).status, 404, where)
        other.get("/")
        self.assertEqual(other.post(path + "/maken", {"aantal": "1"}).status, 404)
        self.assertEqual(state(path), "voorbeeld")


if __name__ == "__main__":
    unittest.main()
