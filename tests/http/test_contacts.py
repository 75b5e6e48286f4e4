"""Contact persons: the order in which they are called, and those who are a relation too: linked, not copied, and told to nobody outside."""

import unittest

from koren_http import PORTAL, STAFF, signed_in, sql, sql_one
from koren_user import User, role_with
from test_care import new_part, table_of
from test_crm import BEHEER, add, number_of, word
from test_modules import exported


class Base(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = signed_in(STAFF, BEHEER)

    def link(self, path, other, **fields):
        return new_part(self.client, path, "contactpersonen", gekoppelderelatie=number_of(other), **fields)

    def names(self, path):
        """What stands in the first column, in order."""
        table = table_of(self.client.get(path + "/contactpersonen"), "Contactpersonen")
        return [th.text for th in table.find_all("th", scope="row")]


class Order(Base):
    def setUp(self):
        self.path = add(self.client)
        self.where = {name: new_part(self.client, self.path, "contactpersonen", achternaam=name) for name in ("Een", "Twee", "Drie")}

    def move(self, name, to):
        self.client.get(self.path + "/contactpersonen")
        return self.client.post(self.where[name] + "/volgorde", {"naar": to})

    def test_buttons_move_one_place_and_lead_back_to_themselves(self):
        id = self.where["Drie"].rsplit("/", 1)[1]
        page = self.move("Drie", "hoger")
        self.assertEqual((page.status, page.location), (303, f"{self.path}/contactpersonen?pagina=1#hoger-{id}"))
        self.assertEqual(self.names(self.path), ["Een", "Drie", "Twee"])
        page = self.move("Drie", "hoger")
        self.assertTrue(page.location.endswith(f"#lager-{id}"), "at the top there is no button to go up")
        self.assertEqual(self.names(self.path), ["Drie", "Een", "Twee"])
        page = self.client.get(page.location)
        self.assertEqual((page.by_id(f"hoger-{id}"), page.by_id(f"lager-{id}").tag), (None, "button"))
        self.assertEqual(self.move("Drie", "lager").location, f"{self.path}/contactpersonen?pagina=1#lager-{id}")
        self.assertEqual(self.names(self.path), ["Een", "Drie", "Twee"])
        self.assertIn("Volgorde van bellen", self.client.get(self.path + "/geschiedenis").text)

    def test_at_the_end_it_stays_and_nonsense_is_refused(self):
        self.assertEqual(self.move("Een", "hoger").status, 303)
        self.assertEqual(self.names(self.path), ["Een", "Twee", "Drie"])
        self.assertEqual(self.move("Een", "weg").status, 400)
        other = add(self.client)
        id = self.where["Een"].rsplit("/", 1)[1]
        self.assertEqual(self.client.post(f"{other}/contactpersonen/{id}/volgorde", {"naar": "lager"}).status, 404)

    def test_the_alarm_card_follows(self):
        alarm = new_part(self.client, self.path, "alarmering", toestel="Proef")
        self.move("Drie", "hoger")
        card = table_of(self.client.get(alarm + "/kaart"), "Wie te bellen, op volgorde")
        self.assertEqual([th.text for th in card.find_all("th", scope="row")], ["1. Een", "2. Drie", "3. Twee"])

    def test_who_only_reads_has_no_buttons(self):
        reader = User.new(roles=[role_with("Leest contacten (test)", "name IN ('relation_read', 'contact_read')")]).sign_in()
        self.assertNotIn("/volgorde", reader.get(self.path + "/contactpersonen").html)
        self.assertEqual(reader.post(self.where["Een"] + "/volgorde", {"naar": "lager"}).status, 404)
        self.assertEqual(self.names(self.path), ["Een", "Twee", "Drie"])


class Linked(Base):
    def setUp(self):
        self.name = "Buur" + word()
        self.other = add(self.client, achternaam=self.name, voorletters="A.B.", mobiel="0612349876", email=f"{self.name}@demo.example")
        self.path = add(self.client)

    def row(self, where):
        return sql("SELECT linked_relation, last_name, mobile, email FROM contact_person WHERE id = %s", where.rsplit("/", 1)[1])[0]

    def test_name_and_numbers_are_the_relations_own_as_they_are_now(self):
        where = self.link(self.path, self.other, verhouding="buurman", achternaam="Vervalt", mobiel="0687654321")
        self.assertEqual(self.row(where), {"linked_relation": number_of(self.other), "last_name": None, "mobile": None, "email": None})
        self.assertEqual(self.names(self.path), [f"A.B. {self.name}"])
        self.client.get(self.other + "/wijzigen")
        self.client.post(self.other, {"mobiel": "0611112222"})
        for page in (self.client.get(self.path + "/contactpersonen"), self.client.get(where)):
            self.assertIn("+31 6 11112222", page.text)
        self.assertEqual(self.client.get(where).link("Naar relatie"), self.other)
        alarm = new_part(self.client, self.path, "alarmering", toestel="Proef")
        self.assertIn(f"1. A.B. {self.name}", self.client.get(alarm + "/kaart").text)

    def test_a_look_at_it_is_a_look_at_the_relation(self):
        where = self.link(self.path, self.other)
        self.client.get(where)
        seen = sql_one("SELECT COUNT(*) FROM audit WHERE event = 'contact_show' AND detail = 'linked' AND relation_id = "
                       "(SELECT id FROM relation WHERE number = %s)", number_of(self.other))
        self.assertEqual(seen, "1")

    def test_the_relation_says_whose_contact_person_it_is(self):
        self.link(self.path, self.other, verhouding="buurman")
        page = self.client.get(self.other)
        self.assertIn("Is contactpersoon van", page.text)
        self.assertIn(self.path, [href for _, href in page.links()])
        self.assertIn("buurman", page.text)
        plain = User.new(roles=[role_with("Alleen relaties (test)", "name IN ('relation_read')")]).sign_in().get(self.other)
        self.assertIn("Is contactpersoon van", plain.text)
        self.assertNotIn("buurman", plain.text)
        self.assertNotIn("Is contactpersoon van", self.client.get(self.path).text)

    def test_whom_one_cannot_link_is_told_at_the_field(self):
        gone = add(self.client)
        sql("UPDATE relation SET death_date = '2020' WHERE number = %s", number_of(gone))
        left = add(self.client)
        sql("UPDATE relation SET status = 'inactief' WHERE number = %s", number_of(left))
        self.link(self.path, self.other)
        for number, why in (("999999999", "kennen wij niet"), (number_of(self.path), "relatie zelf"), (number_of(gone), "overleden"),
                            (number_of(left), "inactief"), (number_of(self.other), "al contactpersoon")):
            self.client.get(self.path + "/contactpersonen/nieuw")
            page = self.client.post(self.path + "/contactpersonen/nieuw", {"gekoppelderelatie": number, "verhouding": "blijft staan"})
            self.assertEqual(page.status, 422, why)
            self.assertIn(why, page.error_of("gekoppelderelatie"))
            self.assertEqual(page.find("input", name="verhouding")["value"], "blijft staan")
        page = self.client.post(self.path + "/contactpersonen/nieuw", {"verhouding": "niemand"})
        self.assertIn("koppel een relatie", page.error_of("achternaam"))

    def test_who_is_linked_stays_so_when_that_relation_leaves(self):
        where = self.link(self.path, self.other)
        sql("UPDATE relation SET status = 'inactief' WHERE number = %s", number_of(self.other))
        self.client.get(where + "/wijzigen")
        self.assertEqual(self.client.post(where, {"gekoppelderelatie": number_of(self.other), "verhouding": "oud-buurman"}).status, 303)

    def test_the_link_is_undone_by_a_name(self):
        where = self.link(self.path, self.other)
        self.client.get(where + "/wijzigen")
        page = self.client.post(where, {"gekoppelderelatie": "", "achternaam": "Zelf verteld"})
        self.assertEqual(page.status, 303, page.errors())
        self.assertEqual((self.row(where)["linked_relation"], self.row(where)["last_name"]), (None, "Zelf verteld"))
        self.assertNotIn("Is contactpersoon van", self.client.get(self.other).text)

    def test_nothing_of_the_other_is_in_an_export(self):
        self.link(self.path, self.other, verhouding="buurvrouw van " + self.path[-3:])
        _, words = exported(number_of(self.path))
        self.assertIn("buurvrouw van " + self.path[-3:], words[0])
        for told in (self.name, "12349876", number_of(self.other)):
            self.assertNotIn(told, words[0] + words[1])

    def test_nothing_of_the_other_is_in_werktvoormij(self):
        jansen = sql_one("SELECT number FROM relation WHERE email = 'jansen@demo.example'")
        where = self.link(f"/relaties/{jansen}", self.other, verhouding="buur " + self.name[:8].lower())
        portal = signed_in(PORTAL, "jansen@demo.example")
        id = where.rsplit("/", 1)[1]
        for page in (portal.get("/gegevens"), portal.get(f"/gegevens/contactpersonen/{id}")):
            self.assertIn("buur " + self.name[:8].lower(), page.text)
            for told in (self.name, "12349876", number_of(self.other)):
                self.assertNotIn(told, page.text)
        sql("DELETE FROM contact_person WHERE id = %s", id)


if __name__ == "__main__":
    unittest.main()
