"""Memberships: types with prices, no two of one type at once, mandates, and ending one."""

import secrets
import threading
import unittest

from koren_http import STAFF, signed_in, sql, sql_one
from koren_user import User, role_with

TYPES = "/lidmaatschappen/soorten"


def new_relation(client, **fields):
    client.get("/relaties/nieuw")
    page = client.post("/relaties/nieuw", {"achternaam": "Lid" + secrets.token_hex(4), **fields})
    assert page.status == 303, f"{page}: {page.errors()}"
    return page.location.rsplit("/", 1)[1]


class Base(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = signed_in(STAFF, "teamleider@demo.example")

    def setUp(self):
        self.number = new_relation(self.client)
        self.path = f"/relaties/{self.number}/lidmaatschappen"

    def add(self, client=None, **fields):
        client = client or self.client
        page = client.get(f"{self.path}/nieuw")
        self.assertEqual(page.status, 200)
        return client.post(f"{self.path}/nieuw", {"soort": "Basislidmaatschap", "begindatum": "2024-01-01", **fields})

    def stored(self, columns="m.id"):
        return sql(f"SELECT {columns} FROM membership m JOIN relation r ON r.id = m.relation_id WHERE r.number = %s ORDER BY m.id", self.number)


class Typed(Base):
    def test_the_form_offers_the_types_and_takes_their_price(self):
        page = self.client.get(f"{self.path}/nieuw")
        offered = [option.text for option in page.find("select", name="soort").find_all("option")][1:]
        self.assertEqual(offered, [row["title"] for row in sql("SELECT title FROM membership_type WHERE offered = 'ja' ORDER BY title")])
        self.assertEqual(self.add().status, 303)
        self.assertEqual(self.stored("amount_cents")[0]["amount_cents"],
                         sql_one("SELECT amount_cents FROM membership_type WHERE title = 'Basislidmaatschap'"))

    def test_an_agreed_amount_goes_before_the_price(self):
        self.assertEqual(self.add(bedrag="1,25").status, 303)
        self.assertEqual(self.stored("amount_cents")[0]["amount_cents"], "125")

    def test_a_type_that_is_not_there_is_refused_at_its_field(self):
        page = self.add(soort="Verzonnen")
        self.assertEqual(page.status, 422)
        self.assertIn("Kies een soort uit de lijst", page.text)
        self.assertEqual(self.stored(), [])

    def test_types_are_added_changed_and_withdrawn(self):
        name = "Soort " + secrets.token_hex(4)
        self.client.get(TYPES)
        self.assertEqual(self.client.post(TYPES, {"naam": name, "bedrag": "12,50"}).status, 303)
        self.assertEqual(self.client.post(TYPES, {"naam": name, "bedrag": ""}).status, 422)
        self.assertEqual(self.client.post(TYPES, {"naam": "", "bedrag": "x"}).status, 422)
        self.assertEqual(self.add(soort=name).status, 303)
        where = f"{TYPES}/{sql_one('SELECT id FROM membership_type WHERE title = %s', name)}"
        form = self.client.get(where).form(where)
        self.assertEqual(self.client.post(where, form.with_values(naam=name + " x", bedrag="13", aangeboden=None)).status, 303)
        self.assertEqual([row["type"] for row in self.stored("type")], [name + " x"])  # its members follow
        self.assertEqual(self.stored("amount_cents")[0]["amount_cents"], "1250")  # what was agreed stays
        self.assertEqual(self.client.post(where, form.with_values(naam=name)).status, 409)  # an old version
        other = new_relation(self.client)
        self.client.get(f"/relaties/{other}/lidmaatschappen/nieuw")
        page = self.client.post(f"/relaties/{other}/lidmaatschappen/nieuw", {"soort": name + " x", "begindatum": "2024-01-01"})
        self.assertEqual(page.status, 422)
        self.assertIn("niet meer aangeboden", page.text)

    def test_seeing_types_is_not_changing_them(self):
        client = User.new(roles={role_with("Lidmaatschappen wijzigen", "name IN ('account', 'relation_read', 'membership_read', 'membership_edit')")}).sign_in()
        page = client.get(TYPES)
        self.assertEqual(page.status, 200)
        self.assertIsNone(page.find("input", name="naam"))
        self.assertEqual(client.post(TYPES, {"naam": "x"}).status, 404)
        self.assertEqual(client.get(f"{TYPES}/1").status, 404)

    def test_a_type_from_elsewhere_becomes_one(self):
        name = "Ingevoerd " + secrets.token_hex(4)
        sql("INSERT INTO membership (relation_id, type, start_date, amount_cents, created_at, changed_at) SELECT id, %s, '2020-01-01', 900,"
            " UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) FROM relation WHERE number = %s", name, self.number)
        self.assertEqual(sql_one("SELECT amount_cents FROM membership_type WHERE title = %s", name), "900")


class Overlapping(Base):
    def test_two_of_one_type_never_at_once_and_the_other_is_named(self):
        self.assertEqual(self.add(einddatum="2024-12-31", eindreden="Verhuisd").status, 303)
        for start, end in (("2024-06-01", None), ("2023-01-01", None), ("2024-12-31", None), ("2023-01-01", "2024-01-01")):
            with self.subTest(start=start, end=end):
                page = self.add(begindatum=start, **({"einddatum": end, "eindreden": "x"} if end else {}))
                self.assertEqual(page.status, 422)
                self.assertIn("van 1 januari 2024 tot en met 31 december 2024", page.text)
        self.assertEqual(self.add(begindatum="2025-01-01").status, 303)
        page = self.add(begindatum="2030-01-01")
        self.assertEqual(page.status, 422)
        self.assertIn("Er loopt al een lidmaatschap van deze soort, sinds 1 januari 2025", page.text)
        self.assertEqual(self.add(soort="Steunlidmaatschap").status, 303)  # another type may
        self.assertEqual(len(self.stored()), 3)

    def test_nor_for_two_who_add_at_the_same_moment(self):
        clients = [self.client] + [User.new(roles={"Teamleider"}).sign_in() for _ in range(3)]
        for client in clients:
            client.get(f"{self.path}/nieuw")
        statuses = []
        threads = [threading.Thread(target=lambda c=client: statuses.append(
            c.post(f"{self.path}/nieuw", {"soort": "Basislidmaatschap", "begindatum": "2024-01-01"}).status)) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(statuses), [303, 422, 422, 422])
        self.assertEqual(len(self.stored()), 1)

    def test_a_change_does_not_overlap_itself(self):
        self.add()
        where = f"{self.path}/{self.stored('m.id')[0]['id']}"
        form = self.client.get(f"{where}/wijzigen").form(where)
        self.assertEqual(self.client.post(where, form.with_values(bedrag="5")).status, 303)


class Mandate(Base):
    def test_direct_debit_wants_a_mandate_and_an_iban(self):
        page = self.add(betaalwijze="incasso")
        self.assertEqual(page.status, 422)
        fields = {link["href"] for link in page.find("div", cls="errors").find_all("a")}
        self.assertEqual(fields, {"#f-machtigingskenmerk", "#f-machtigingsdatum", "#f-betaalwijze"})
        self.number = new_relation(self.client, iban="NL91ABNA0417164300")
        self.path = f"/relaties/{self.number}/lidmaatschappen"
        mandate = {"betaalwijze": "incasso", "machtigingskenmerk": "KOREN-1/2", "machtigingsdatum": "2024-01-01"}
        self.assertEqual(self.add(**{**mandate, "machtigingskenmerk": "é"}).status, 422)
        self.assertEqual(self.add(**{**mandate, "machtigingskenmerk": "/x"}).status, 422)
        self.assertEqual(self.add(**{**mandate, "machtigingsdatum": "2999-01-01"}).status, 422)
        self.assertEqual(self.add(**mandate).status, 303)


class Ending(Base):
    def setUp(self):
        super().setUp()
        self.add()
        self.row = f"{self.path}/{self.stored('m.id')[0]['id']}"

    def end(self, **fields):
        form = self.client.get(f"{self.row}/beeindigen").form(f"{self.row}/beeindigen")
        return self.client.post(f"{self.row}/beeindigen", form.with_values(**fields))

    def test_with_its_last_day_and_why(self):
        self.assertIn(f"{self.row}/beeindigen", self.client.get(self.row).html)
        self.assertEqual(self.end(**{"eindreden": "Verhuisd", "einddatum-dag": "31", "einddatum-maand": "12", "einddatum-jaar": "2025"}).status, 303)
        self.assertEqual(self.stored("end_date, end_reason"), [{"end_date": "2025-12-31", "end_reason": "Verhuisd"}])
        self.assertNotIn(f"{self.row}/beeindigen", self.client.get(self.row).html)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM relation_history h JOIN relation r ON r.id = h.relation_id WHERE r.number = %s"
                                 " AND field = 'end_reason'", self.number), "1")

    def test_not_without_a_reason_nor_before_it_began(self):
        self.assertEqual(self.end(eindreden="").status, 422)
        page = self.end(**{"eindreden": "x", "einddatum-dag": "1", "einddatum-maand": "1", "einddatum-jaar": "2020"})
        self.assertEqual(page.status, 422)
        self.assertIn("ligt voor de begindatum", page.text)
        self.assertEqual(page.find("input", name="eindreden")["value"], "x")
        self.assertEqual(self.stored("end_date"), [{"end_date": None}])

    def test_nor_by_who_may_only_look(self):
        client = User.new(roles={role_with("Alleen lidmaatschappen zien", "name IN ('account', 'relation_read', 'membership_read')")}).sign_in()
        self.assertEqual(client.get(f"{self.row}/beeindigen").status, 404)
        self.assertNotIn("/beeindigen", client.get(self.row).html)


if __name__ == "__main__":
    unittest.main()
