"""Tasks: for a colleague or a function group, about a relation or nobody, on the list of whom they are for until they are done."""

import json
import secrets
import unittest

from koren_http import STAFF, admin, signed_in, sql, sql_one
from koren_user import User, role_with
from test_modules import exported


def word():
    return "taak" + secrets.token_hex(5)


class Base(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = signed_in(STAFF, "teamleider@demo.example")
        cls.colleague = signed_in(STAFF, "medewerker@demo.example")
        cls.me = sql_one("SELECT id FROM app_user WHERE email = 'teamleider@demo.example' AND site = 'staff'")

    def add(self, **fields):
        self.title = word()
        self.client.get("/taken/nieuw")
        return self.client.post("/taken/nieuw", {"titel": self.title, "toelichting": "", "voor": f"u{self.me}", "relatie": "", **fields})

    def row(self, columns="*"):
        return sql(f"SELECT {columns} FROM task WHERE title = %s", self.title)


class Made(Base):
    def test_about_a_relation_it_is_on_its_tab_in_its_history_and_its_export(self):
        page = self.add(relatie="10001", **{"uiterlijk-dag": "1", "uiterlijk-maand": "2", "uiterlijk-jaar": "2030"})
        self.assertEqual(page.status, 303)
        self.assertIn(self.title, self.client.get(page.location).text)
        self.assertIn(self.title, self.client.get("/relaties/10001/taken?pagina=1").text)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM relation_history WHERE entity = 'task' AND entity_id = %s", self.row("id")[0]["id"]), "1")
        lists, words = exported("10001")
        self.assertIn("taken", lists)
        self.assertIn(self.title, words[0])

    def test_about_nobody_it_is_in_no_export(self):
        self.assertEqual(self.add().status, 303)
        self.assertEqual(self.row("relation_id, assigned_to"), [{"relation_id": None, "assigned_to": "Tom de Leeuw"}])
        self.assertNotIn(self.title, exported("10001")[1][0])

    def test_errors_stand_at_their_fields_and_nothing_is_lost(self):
        page = self.add(relatie="99999999", titel="", toelichting="Blijft staan", voor="u999999")
        self.assertEqual(page.status, 422)
        self.assertIn("Blijft staan", page.find("textarea", name="toelichting").raw_text())
        page = self.add(relatie="99999999")
        self.assertEqual((page.status, page.error_of("relatie") is not None), (422, True))
        page = self.add(voor="u999999")
        self.assertEqual((page.status, page.error_of("voor") is not None), (422, True))
        self.assertEqual(self.row(), [])
        self.assertEqual(self.add(klaar="2020-01-01").status, 400)  # no field of this form

    def test_the_button_of_a_relation_brings_its_number(self):
        href = next(a["href"] for a in self.client.get("/relaties/10001/taken").find_all("a") if a["href"].startswith("/taken/nieuw"))
        self.assertEqual(self.client.get(href).find("input", name="relatie")["value"], "10001")


class Mine(Base):
    def test_for_a_group_it_is_on_the_list_of_its_members(self):
        group = sql_one("SELECT id FROM function_group WHERE title = 'Ledenservice'")
        self.add(voor=f"g{group}", **{"uiterlijk-dag": "1", "uiterlijk-maand": "1", "uiterlijk-jaar": "2001"})
        home = self.colleague.get("/")
        self.assertIn(self.title, home.text)
        self.assertIn("Te laat", home.text)
        self.assertNotIn(self.title, self.client.get("/").text)
        self.assertIn(self.title, self.colleague.get("/taken?mijn=ja&status=telaat").text)
        self.assertNotIn(self.title, self.client.get("/taken?mijn=ja").text)
        self.assertIn(self.title, self.client.get(f"/taken?groep={group}").text)

    def test_done_it_leaves_the_list_and_may_come_back(self):
        self.add(**{"uiterlijk-dag": "2", "uiterlijk-maand": "1", "uiterlijk-jaar": "2001"})
        where = f"/taken/{self.row('id')[0]['id']}"
        self.client.get(where)
        self.assertIn(self.title, self.client.get("/").text)
        self.client.get(where)
        self.assertEqual(self.client.post(f"{where}/gedaan", {"gedaan": "ja"}).status, 303)
        self.assertIsNotNone(self.row("done_on")[0]["done_on"])
        self.assertNotIn(self.title, self.client.get("/").text)
        self.client.get(where)
        self.assertEqual(self.client.post(f"{where}/gedaan", {"gedaan": "nee"}).status, 303)
        self.assertIsNone(self.row("done_on")[0]["done_on"])

    def test_more_than_the_first_page_holds_are_counted_and_led_to(self):
        user = User.new(roles={role_with("Taken zien (test)", "name IN ('account', 'relation_read', 'task_read')")})
        for n in range(12):
            sql("INSERT INTO task (title, user_id, created_at, changed_at) VALUES (%s, %s, NOW(6), NOW(6))", f"Veel {n}", user.id)
        client = user.sign_in()
        home = client.get("/")
        self.assertIn("Er zijn nog 2 andere taken.", home.text)
        self.assertIn("12 taken", client.get(home.link("Al mijn 12 taken")).text)
        sql("DELETE FROM task WHERE user_id = %s", user.id)

    def test_two_who_change_it_at_once(self):
        self.add()
        where = f"/taken/{self.row('id')[0]['id']}"
        self.assertEqual(len([p for p in self.client.get(f"{where}/wijzigen").find_all(cls="label") if p.text == "Voor"]), 0)
        form = self.client.get(f"{where}/wijzigen").form(where)
        self.assertEqual(self.client.post(where, form.with_values(toelichting="Eerst")).status, 303)
        page = self.client.post(where, form.with_values(toelichting="Later"))
        self.assertEqual(page.status, 409)
        self.assertEqual(self.row("description"), [{"description": "Eerst"}])


class Allowed(Base):
    def test_seeing_changing_and_taking_away_are_three(self):
        self.add()
        where = f"/taken/{self.row('id')[0]['id']}"
        client = User.new(roles={role_with("Alleen taken zien", "name IN ('account', 'relation_read', 'task_read')")}).sign_in()
        self.assertEqual(client.get(where).status, 200)
        for path in ("/taken/nieuw", f"{where}/wijzigen", "/taken/csv"):
            self.assertEqual(client.get(path).status, 404)
        client.get(where)
        self.assertEqual(client.post(f"{where}/gedaan", {"gedaan": "ja"}).status, 404)
        none = User.new(roles={role_with("Alleen relaties zien", "name IN ('account', 'relation_read')")}).sign_in()
        for path in ("/taken", where, "/relaties/10001/taken"):
            self.assertEqual(none.get(path).status, 404)
        self.assertEqual(self.client.get("/taken/999999999").status, 404)


class Groups(unittest.TestCase):
    def test_groups_and_who_is_in_them(self):
        name, user = "Groep " + secrets.token_hex(4), User.new(password=None)
        admin("group", "add", name)
        self.assertEqual(admin("group", "add", name, check=False).returncode, 1)
        admin("user", "group", user.email, name)
        members = {one["name"]: one["members"] for one in json.loads(admin("group", "list", "--json").stdout)["groups"]}
        self.assertEqual(members[name], user.email)
        self.assertEqual(admin("user", "group", user.email, "Niets", check=False).returncode, 1)
        self.assertEqual(admin("user", "group", "niemand@test.example", name, check=False).returncode, 1)
        admin("user", "group", user.email, "-")
        self.assertIsNone(sql_one("SELECT function_group_id FROM app_user WHERE id = %s", user.id))


if __name__ == "__main__":
    unittest.main()
