"""What a member organisation does for people: help at home, courses, alarms. What the pages do, and who may not."""

import unittest

from koren_http import PORTAL, STAFF, signed_in, sql, sql_one
from koren_user import User, role_with
from test_crm import BEHEER, MEDEWERKER, add, number_of, stored, word

PLAIN = "Alleen relaties (test)"  # a role without any of these modules


def staff(user=BEHEER):
    return signed_in(STAFF, user)


def plain():
    """Somebody who sees relations and nothing of these modules."""
    return User.new("staff", roles=[role_with(PLAIN, "name IN ('relation_read')")]).sign_in()


def new_part(client, path, part, **fields):
    """A part made through its form; gives its path."""
    client.get(f"{path}/{part}/nieuw")
    page = client.post(f"{path}/{part}/nieuw", fields)
    assert page.status == 303, f"{page}: {page.errors()}"
    return page.location


COLUMNS = {"service_request": "id, status, requested_on, done_on, appointment_time"}


def row(table, location):
    return sql(f"SELECT {COLUMNS[table]} FROM {table} WHERE id = %s", location.rsplit("/", 1)[1])[0]


def table_of(page, caption):
    """The table with this caption."""
    return next(table for table in page.find_all("table") if table.find("caption").text == caption)


class Service(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client, cls.none = staff(), plain()
        cls.path = add(cls.client)

    def request(self, **fields):
        return new_part(self.client, self.path, "servicedienst", onderwerp="Kraan lekt", soort="klussen", **fields)

    def test_a_request_begins_new_today_and_its_description_is_sealed(self):
        where = self.request(omschrijving="Slecht ter been " + self.path)
        stored_row = row("service_request", where)
        self.assertEqual((stored_row["status"], stored_row["requested_on"]), ("nieuw", sql_one("SELECT CURDATE()")))
        self.assertEqual(sql_one("SELECT INSTR(description, 'Slecht') FROM service_request WHERE id = %s", stored_row["id"]), "0")
        self.assertIn("Slecht ter been", self.client.get(where).text)
        self.assertIn("Kraan lekt", self.client.get(self.path + "/servicedienst").text)
        self.assertNotIn("Slecht ter been", self.client.get(self.path + "/geschiedenis").text)

    def test_buttons_move_the_status_and_history_tells(self):
        where = self.request()
        self.client.submit(self.client.get(where).form(has="naar"))
        self.assertEqual(row("service_request", where)["status"], "ingepland")
        self.client.get(where)
        self.client.post(where + "/stap", {"naar": "uitgevoerd"})
        done = row("service_request", where)
        self.assertEqual((done["status"], done["done_on"]), ("uitgevoerd", sql_one("SELECT CURDATE()")))
        self.client.get(where)
        self.client.post(where + "/stap", {"naar": "nieuw"})
        self.assertIsNone(row("service_request", where)["done_on"])
        history = self.client.get(self.path + "/geschiedenis").text
        self.assertIn("Uitgevoerd", history)

    def test_a_step_that_is_not_there_changes_nothing(self):
        where = self.request()
        self.client.get(where)
        for to in ("nieuw", "verzonnen", "", "ingepland'"):
            self.assertEqual(self.client.post(where + "/stap", {"naar": to}).status, 303, to)
            self.assertEqual(row("service_request", where)["status"], "nieuw", to)
        self.assertIn("niet gewijzigd", self.client.get(where).text)

    def test_status_and_date_of_completion_are_not_typed(self):
        where = self.request()
        for field in ("status", "afgehandeld"):
            self.client.get(where + "/wijzigen")
            self.assertEqual(self.client.post(where, {field: "uitgevoerd"}).status, 400)
        self.assertEqual(row("service_request", where)["status"], "nieuw")

    def test_times_are_understood_or_refused(self):
        for typed, kept in (("9:05", "09:05"), ("1330", "13:30"), ("13.30", "13:30"), ("8u15", "08:15"), ("00:00", "00:00"), ("23:59", "23:59")):
            self.assertEqual(row("service_request", self.request(afspraaktijd=typed))["appointment_time"], kept)
        for typed in ("24:00", "12:60", "kwart over", "12", "1:2", "1:00:00", "123456"):
            page = self.client.post(self.path + "/servicedienst/nieuw", {"onderwerp": "Kraan", "soort": "klussen", "afspraaktijd": typed})
            self.assertEqual(page.status, 422, typed)
            self.assertTrue(page.error_of("afspraaktijd"), typed)

    def test_without_the_permission_it_is_not_there(self):
        where = self.request()
        page = self.none.get(self.path)
        self.assertNotIn("Serviceaanvragen", page.text)
        for path in (self.path + "/servicedienst", where, where + "/wijzigen", self.path + "/servicedienst/nieuw"):
            self.assertEqual(self.none.get(path).status, 404, path)
        self.assertEqual(self.none.post(where + "/stap", {"naar": "ingepland"}).status, 404)
        self.assertEqual(row("service_request", where)["status"], "nieuw")

    def test_who_only_reads_has_no_buttons(self):
        reader = User.new("staff", roles=[role_with("Leest servicedienst (test)", "name IN ('relation_read', 'service_read')")]).sign_in()
        where = self.request()
        page = reader.get(where)
        self.assertEqual((page.status, page.link("Wijzigen")), (200, None))
        self.assertNotIn("/stap", page.html)
        self.assertEqual(reader.post(where + "/stap", {"naar": "ingepland"}).status, 404)

    def test_another_relations_request_is_not_there(self):
        where = self.request()
        other = add(self.client)
        id = where.rsplit("/", 1)[1]
        self.assertEqual(self.client.get(f"{other}/servicedienst/{id}").status, 404)
        self.assertEqual(self.client.post(f"{other}/servicedienst/{id}/stap", {"naar": "ingepland"}).status, 404)
        self.assertEqual(row("service_request", where)["status"], "nieuw")

    def test_the_relation_sees_its_requests_without_the_description(self):
        page = signed_in(PORTAL, "jansen@demo.example").get("/gegevens")
        self.assertNotIn("Omschrijving", table_of(page, "Serviceaanvragen").text)
        subject = sql_one("SELECT s.title FROM service_request s JOIN relation r ON r.id = s.relation_id WHERE r.email = 'jansen@demo.example'")
        self.assertIn(subject, table_of(page, "Serviceaanvragen").text)
