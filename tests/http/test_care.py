"""What a member organisation does for people: help at home, courses, alarms. What the pages do, and who may not."""

import concurrent.futures
import unittest

from koren_http import PORTAL, STAFF, Client, Mail, service, signed_in, sql, sql_one, wait_for
from koren_user import User, role_with
from test_crm import BEHEER, MEDEWERKER, add, number_of, word

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

    def test_a_button_in_the_work_list_moves_the_status_and_leads_back_to_the_same_list(self):
        asked = f"/servicedienst?status=nieuw&uitvoerder={word()}&sorteer=soort&volgorde=af"
        provider = asked.split("uitvoerder=")[1].split("&")[0]
        where = self.request(uitvoerder=provider)
        forms = [form for form in self.client.get(asked).find("tbody").find_all("form")]
        self.assertEqual([form.find("input", name="naar")["value"] for form in forms], ["ingepland", "uitgevoerd"])
        page = self.client.post(forms[1]["action"], {"naar": "uitgevoerd"})
        self.assertEqual((page.status, page.location), (303, asked))
        done = row("service_request", where)
        self.assertEqual((done["status"], done["done_on"]), ("uitgevoerd", sql_one("SELECT CURDATE()")))
        self.assertIn("De status is gewijzigd", self.client.get(page.location).text)
        again = self.client.post(forms[0]["action"], {"naar": "ingepland"})  # a button of an older page
        self.assertEqual((again.location, row("service_request", where)["status"]), (asked, "uitgevoerd"))
        self.assertIn("De status is niet gewijzigd", self.client.get(again.location).text)

    def test_the_work_list_has_no_buttons_for_who_only_looks(self):
        reader = User.new("staff", roles=[role_with("Servicedienst lezen (test)", "name IN ('relation_read', 'service_read')")]).sign_in()
        where = self.request(uitvoerder="Lezer BV")
        page = reader.get("/servicedienst?uitvoerder=Lezer+BV")
        self.assertIn("Kraan lekt", page.text)
        self.assertFalse(page.find("main").find_all("form", method="post"))
        self.assertEqual(reader.post(where + "/stap?van=lijst", {"naar": "ingepland"}).status, 404)
        self.assertEqual(row("service_request", where)["status"], "nieuw")

    def test_the_work_list_by_the_beginning_of_a_postcode(self):
        postcode = sql_one("SELECT postcode FROM relation r JOIN service_request s ON s.relation_id = r.id WHERE postcode IS NOT NULL LIMIT 1")
        for typed in (postcode[:2], postcode[:4], f"{postcode[:4]}+{postcode[4:].lower()}", postcode):
            wanted = int(sql_one("SELECT COUNT(*) FROM service_request s JOIN relation r ON r.id = s.relation_id WHERE postcode LIKE %s",
                                 typed.replace("+", "") + "%"))
            self.assertGreater(wanted, 0)
            self.assertRegex(self.client.get(f"/servicedienst?postcode={typed}").text, rf"\b{wanted} aanvra")

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


class ServiceList(unittest.TestCase):
    """The work list: by status, by kind, by the beginning of the postcode."""

    @classmethod
    def setUpClass(cls):
        cls.client = staff()
        cls.word = word()
        cls.path = add(cls.client, straat="Proefpad", huisnummer="1", postcode="9998ZZ", woonplaats="Ons Dorp")
        cls.where = new_part(cls.client, cls.path, "servicedienst", onderwerp="Kraan " + cls.word, soort="klussen", uitvoerder=cls.word)

    def listed(self, **query):
        page = self.client.get("/servicedienst", {"uitvoerder": self.word, **query})
        self.assertEqual(page.status, 200, page.errors())
        return self.where in [href for _, href in page.links()]

    def test_filters_narrow(self):
        for query, there in (({}, True), ({"status": "nieuw"}, True), ({"status": "uitgevoerd"}, False), ({"soort": "klussen"}, True),
                             ({"soort": "tuin"}, False), ({"postcode": "99"}, True), ({"postcode": "9998z"}, True), ({"postcode": "1"}, False)):
            self.assertEqual(self.listed(**query), there, query)

    def test_a_wrong_value_stands_at_its_field_and_a_wrong_name_is_refused(self):
        self.assertTrue(self.client.get("/servicedienst", {"status": "verzonnen"}).error_of("status"))
        self.assertEqual(self.client.get("/servicedienst", {"verzonnen": "x"}).status, 400)

    def test_a_file_with_its_own_permission(self):
        page = self.client.get("/servicedienst/csv", {"uitvoerder": self.word})
        self.assertIn(self.word, page.body.decode("utf-8-sig"))
        self.assertNotIn("Omschrijving", page.body.decode("utf-8-sig"))
        worker = staff(MEDEWERKER)
        self.assertEqual(worker.get("/servicedienst").status, 200)
        self.assertEqual(worker.get("/servicedienst/csv").status, 404)

    def test_without_the_permission_it_is_not_there(self):
        none = plain()
        self.assertEqual(none.get("/servicedienst").status, 404)
        self.assertNotIn("/servicedienst", none.get("/").html)


def new_course(client, places, **fields):
    client.get("/cursussen/nieuw")
    page = client.post("/cursussen/nieuw", {"titel": "Proefcursus " + word(), "plaatsen": str(places), "open": "ja", **fields})
    assert page.status == 303, f"{page}: {page.errors()}"
    return page.location


def statuses(course):
    return [one["status"] for one in sql("SELECT status FROM enrolment WHERE course_id = %s ORDER BY id", course.rsplit("/", 1)[1])]


def enrol(client, course, relation, **fields):
    client.get(course + "/inschrijven")
    return client.post(course + "/inschrijven", {"relatie": number_of(relation), **fields})


class Course(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client, cls.none = staff(), plain()
        cls.people = [add(cls.client, email=f"{word()}@test.example") for _ in range(4)]

    def test_a_course_is_made_changed_and_shown(self):
        course = new_course(self.client, 8, omschrijving="Een regel\nen nog een", prijs="12,50")
        page = self.client.get(course)
        for words in ("€ 12,50", "en nog een", "0 van 8 plaatsen", "Er is nog niemand ingeschreven"):
            self.assertIn(words, page.text)
        form = self.client.get(course + "/wijzigen").form(has="titel")
        self.assertEqual(self.client.submit(form, titel="Andere titel", plaatsen="9").status, 303)
        self.assertEqual(self.client.get(course).h1(), "Andere titel")
        second = self.client.submit(form, titel="Van wie te laat was")
        self.assertEqual(second.status, 409)
        self.assertEqual(second.form(has="titel").value("titel"), "Van wie te laat was")
        self.assertEqual(self.client.get(course).h1(), "Andere titel")

    def test_what_is_wrong_stands_at_the_field(self):
        self.client.get("/cursussen/nieuw")
        for field, value in (("plaatsen", "0"), ("plaatsen", "201"), ("plaatsen", "veel"), ("plaatsen", ""), ("titel", ""), ("prijs", "gratis")):
            page = self.client.post("/cursussen/nieuw", {"titel": "T", "plaatsen": "5", "open": "ja", field: value})
            self.assertEqual(page.status, 422, (field, value))
            self.assertTrue(page.error_of(field), (field, value))
        self.assertEqual(self.client.post("/cursussen/nieuw", {"titel": "T", "plaatsen": "5", "id": "1"}).status, 400)

    def test_dates_are_added_changed_and_removed_and_enrolments_follow(self):
        course = new_course(self.client, 5)
        self.assertEqual(enrol(self.client, course, self.people[0]).status, 303)
        for date in ("10-3-2027", "3-3-2027"):
            self.client.get(course + "/bijeenkomsten/nieuw")
            page = self.client.post(course + "/bijeenkomsten/nieuw", {"datum": date, "begintijd": "10:00", "eindtijd": "12:00", "plaats": "Zaal 1"})
            self.assertEqual(page.status, 303, page.errors())
        dates = "SELECT CONCAT(first_date, ' ', last_date) FROM enrolment WHERE course_id = %s"
        self.assertEqual(sql_one(dates, number_of(course)), "2027-03-03 2027-03-10")
        bad = self.client.post(course + "/bijeenkomsten/nieuw", {"datum": "11-3-2027", "begintijd": "12:00", "eindtijd": "10:00"})
        self.assertEqual((bad.status, bool(bad.error_of("eindtijd"))), (422, True))
        session = [href for _, href in self.client.get(course).links() if "/bijeenkomsten/" in href and not href.endswith("nieuw")][0]
        self.assertIn(number_of(self.people[0]), self.client.get(session).text)
        self.assertEqual(self.client.post(session + "/verwijderen", {}).status, 303)
        self.assertEqual(sql_one(dates, number_of(course)), "2027-03-10 2027-03-10")
        self.assertEqual(self.client.get(session).status, 404)

    def test_full_means_waiting_and_a_free_place_goes_to_who_waits_longest(self):
        course = new_course(self.client, 1)
        where = [enrol(self.client, course, person).location for person in self.people[:3]]
        self.assertEqual(statuses(course), ["ingeschreven", "wachtlijst", "wachtlijst"])
        second = sql_one("SELECT email FROM relation WHERE number = %s", number_of(self.people[1]))
        mail = Mail(second)
        self.client.get(where[0])
        self.assertEqual(self.client.post(where[0] + "/stap", {"naar": "geannuleerd"}).status, 303)
        self.assertEqual(statuses(course), ["geannuleerd", "ingeschreven", "wachtlijst"])
        told = mail.text()
        self.assertIn("plaats vrijgekomen", told)
        self.assertNotIn("Proefcursus", told)
        # The second time the same button changes nothing.
        self.assertEqual(self.client.post(where[0] + "/stap", {"naar": "geannuleerd"}).status, 303)
        self.assertEqual(statuses(course), ["geannuleerd", "ingeschreven", "wachtlijst"])
        self.assertIn("Op de wachtlijst", self.client.get(self.people[2] + "/inschrijvingen").text)

    def test_more_places_are_filled_at_once_and_an_inactive_relation_is_passed_over(self):
        course = new_course(self.client, 1)
        gone = add(self.client)
        for person in (self.people[0], gone, self.people[1], self.people[2]):
            enrol(self.client, course, person)
        self.client.get(gone)
        self.client.post(gone + "/inactief", {"reden": "verhuisd", "datum": "01-02-2026"})
        self.client.submit(self.client.get(course + "/wijzigen").form(has="titel"), plaatsen="3")
        self.assertEqual(statuses(course), ["ingeschreven", "wachtlijst", "ingeschreven", "ingeschreven"])

    def test_somebody_is_in_a_course_once_and_may_come_back(self):
        course = new_course(self.client, 3)
        first = enrol(self.client, course, self.people[0]).location
        again = enrol(self.client, course, self.people[0])
        self.assertEqual((again.status, bool(again.error_of("relatie"))), (422, True))
        self.client.get(first)
        self.client.post(first + "/stap", {"naar": "geannuleerd"})
        self.assertEqual(enrol(self.client, course, self.people[0]).status, 303)
        self.assertEqual(statuses(course), ["geannuleerd", "ingeschreven"])

    def test_closed_unknown_and_inactive_are_refused(self):
        course = new_course(self.client, 3, open="nee")
        self.assertTrue(enrol(self.client, course, self.people[0]).error_of("relatie"))
        course = new_course(self.client, 3)
        for number in ("999999999", "", "abc"):
            page = self.client.post(course + "/inschrijven", {"relatie": number})
            self.assertEqual((page.status, bool(page.error_of("relatie"))), (422, True), number)
        self.assertEqual(self.client.post(course + "/inschrijven", {"relatie": "1", "status": "ingeschreven"}).status, 400)
        self.assertEqual(statuses(course), [])

    def test_from_the_relation_with_needs_that_are_sealed_and_have_their_own_permission(self):
        course = new_course(self.client, 3)
        path = self.people[3]
        self.client.get(path + "/inschrijvingen/nieuw")
        page = self.client.post(path + "/inschrijvingen/nieuw", {"cursus": number_of(course), "behoeften": "Komt met een rolstoel"})
        self.assertEqual(page.status, 303, page.errors())
        self.assertIn("rolstoel", self.client.get(page.location).text)
        self.assertEqual(sql_one("SELECT INSTR(needs, 'rolstoel') FROM enrolment WHERE id = %s", number_of(page.location)), "0")
        other = staff(MEDEWERKER)
        seen = other.get(page.location)
        self.assertEqual(seen.status, 200)
        self.assertNotIn("rolstoel", seen.text)
        self.assertEqual(other.post(page.location, {"behoeften": "iets"}).status, 400)
        other.get(path + "/inschrijvingen/nieuw")
        self.assertEqual(other.post(path + "/inschrijvingen/nieuw", {"cursus": number_of(course), "behoeften": "x"}).status, 400)

    def test_attendance_in_one_form_and_a_list_to_print(self):
        course = new_course(self.client, 2)
        where = [enrol(self.client, course, person).location for person in self.people[:3]]
        ids = [number_of(one) for one in where]
        form = self.client.get(course + "/aanwezigheid").form(has="deelnemer-" + ids[0])
        self.assertNotIn("deelnemer-" + ids[2], form.names())
        page = self.client.submit(form, **{"deelnemer-" + ids[0]: "aanwezig", "deelnemer-" + ids[1]: "afwezig"})
        self.assertEqual(page.status, 303)
        self.assertEqual(statuses(course), ["aanwezig", "afwezig", "wachtlijst"])
        form = self.client.get(course + "/aanwezigheid").form(has="deelnemer-" + ids[0])
        self.client.submit(form, **{"deelnemer-" + ids[1]: "aanwezig"})
        self.assertEqual(statuses(course), ["aanwezig", "aanwezig", "wachtlijst"])
        for change in ({"deelnemer-" + ids[0]: "verzonnen"}, {"deelnemer-999999999": "aanwezig"}, {"deelnemer-" + ids[2]: "aanwezig"}):
            self.client.post(course + "/aanwezigheid", change)
        self.assertEqual(statuses(course), ["aanwezig", "aanwezig", "wachtlijst"])

    def test_never_more_people_than_places(self):
        """Twelve at the same moment for three places, and three who sign off while others come."""
        course, people = new_course(self.client, 3), [add(self.client) for _ in range(12)]
        clients = [staff() for _ in range(4)]
        for client in clients:
            client.get(course + "/inschrijven")
        tokens = [client.page.form(has="relatie").value("csrf") for client in clients]

        def send(i):
            worker = Client(STAFF)
            worker.cookies = dict(clients[i % 4].cookies)
            return worker.post(course + "/inschrijven", {"relatie": number_of(people[i]), "csrf": tokens[i % 4]}, csrf=False)

        with concurrent.futures.ThreadPoolExecutor(12) as pool:
            pages = list(pool.map(send, range(12)))
        self.assertEqual([page.status for page in pages], [303] * 12)
        self.assertEqual(sorted(statuses(course)), ["ingeschreven"] * 3 + ["wachtlijst"] * 9)
        held = [page.location for page in pages if sql_one("SELECT status FROM enrolment WHERE id = %s", number_of(page.location)) == "ingeschreven"]

        def leave(where):
            worker = Client(STAFF)
            worker.cookies = dict(clients[0].cookies)
            return worker.post(where + "/stap", {"naar": "geannuleerd", "csrf": tokens[0]}, csrf=False)

        waiting = [one["id"] for one in sql("SELECT id FROM enrolment WHERE course_id = %s AND status = 'wachtlijst' ORDER BY id", number_of(course))]
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            self.assertEqual([page.status for page in pool.map(leave, held)], [303] * 3)
        self.assertEqual(sorted(statuses(course)), ["geannuleerd"] * 3 + ["ingeschreven"] * 3 + ["wachtlijst"] * 6)
        now = sql("SELECT id FROM enrolment WHERE course_id = %s AND status = 'ingeschreven' ORDER BY id", number_of(course))
        self.assertEqual([one["id"] for one in now], waiting[:3])

    def test_without_the_permission_it_is_not_there(self):
        course = new_course(self.client, 3)
        for path in ("/cursussen", "/cursussen/csv", course, course + "/wijzigen", course + "/inschrijven", course + "/aanwezigheid",
                     self.people[0] + "/inschrijvingen", self.people[0] + "/inschrijvingen/nieuw"):
            self.assertEqual(self.none.get(path).status, 404, path)
        self.assertEqual(self.none.post(course + "/inschrijven", {"relatie": number_of(self.people[0])}).status, 404)
        reader = User.new("staff", roles=[role_with("Leest cursussen (test)", "name IN ('relation_read', 'course_read')")]).sign_in()
        page = reader.get(course)
        self.assertEqual(page.status, 200)
        self.assertNotIn("/inschrijven", page.html)
        for path in (course + "/inschrijven", course + "/aanwezigheid", course + "/wijzigen", "/cursussen/nieuw"):
            self.assertEqual(reader.get(path).status, 404, path)
        self.assertEqual(statuses(course), [])

    def test_a_course_that_is_not_there(self):
        for path in ("/cursussen/999999", "/cursussen/0", "/cursussen/abc", "/cursussen/999999/bijeenkomsten/1"):
            self.assertEqual(self.client.get(path).status, 404, path)

    def test_the_relation_sees_its_courses(self):
        table = table_of(signed_in(PORTAL, "jansen@demo.example").get("/gegevens"), "Cursussen")
        self.assertIn("Valpreventie", table.text)
        self.assertNotIn("rekening", table.text)


class Alarm(unittest.TestCase):
    CODE, ILL = "48" + word()[:6], "Suikerziekte " + word()

    @classmethod
    def setUpClass(cls):
        cls.client, cls.none = staff(), plain()
        cls.path = add(cls.client, straat="Proefpad", huisnummer="7", postcode="1234AB", woonplaats="Ons Dorp", telefoon="0612345678")
        for name, order in (("Tweede", "2"), ("Eerste", "1")):
            new_part(cls.client, cls.path, "contactpersonen", achternaam=name, volgorde=order, mobiel="0687654321", sleutelhouder="ja")
        cls.where = new_part(cls.client, cls.path, "alarmering", toestel="CareLine 3", sim="0970 12345678", sleutelcode=cls.CODE, medisch=cls.ILL)
        cls.id = number_of(cls.where)

    def looks(self):
        return int(sql_one("SELECT COUNT(*) FROM audit WHERE event = 'secret_show' AND sensitivity = 'X' AND object_id = %s", self.id))

    def test_code_and_illness_are_sealed(self):
        self.assertEqual(sql_one("SELECT INSTR(key_code, %s) + INSTR(medical, %s) FROM alarm_subscription WHERE id = %s", self.CODE, self.ILL, self.id), "0")
        self.assertEqual(sql_one("SELECT sim FROM alarm_subscription WHERE id = %s", self.id), "+3197012345678")

    def test_the_code_is_masked_until_asked_and_each_look_is_logged(self):
        for rest in ("", "/wijzigen", "/kaart"):
            page = self.client.get(self.where + rest)
            self.assertEqual(page.status, 200, rest)
            self.assertNotIn(self.CODE, page.html, rest)
        self.assertNotIn(self.CODE, self.client.get(self.path + "/geschiedenis").html)
        self.assertNotIn(self.CODE, self.client.get(self.path + "/alarmering").html)
        before = self.looks()
        self.assertIn(self.CODE, self.client.submit(self.client.get(self.where).form(has="veld")).html)
        self.assertEqual(self.looks(), before + 1)
        self.assertNotIn(self.CODE, self.client.get(self.where).html)
        self.client.get(self.where)
        for form in ({"veld": "medisch"}, {"veld": "toestel"}, {"veld": "verzonnen"}, {}):
            self.assertEqual(self.client.post(self.where + "/geheim", form).status, 404, form)
        self.assertEqual(self.looks(), before + 1)

    def test_what_is_not_typed_stays_and_the_rest_changes(self):
        self.client.get(self.where + "/wijzigen")
        self.assertEqual(self.client.post(self.where, {"toestel": "CareLine 4", "sleutelcode": "", "medisch": self.ILL + "!"}).status, 303)
        self.assertIn(self.CODE, self.client.submit(self.client.get(self.where).form(has="veld")).html)
        self.assertIn(self.ILL + "!", self.client.get(self.where).text)

    def test_the_card_has_contacts_in_order_and_the_code_only_when_asked(self):
        page = self.client.get(self.where + "/kaart")
        self.assertLess(page.text.index("1. Eerste"), page.text.index("2. Tweede"))
        for words in ("Proefpad 7", "1234 AB Ons Dorp", self.ILL):
            self.assertIn(words, page.text)
        before = self.looks()
        self.assertIn(self.CODE, self.client.submit(page.form(has="veld")).html)
        self.assertEqual(self.looks(), before + 1)

    def test_secret_and_illness_have_permissions_of_their_own(self):
        other = staff(MEDEWERKER)
        for rest in ("", "/kaart", "/wijzigen"):
            page = other.get(self.where + rest)
            self.assertEqual(page.status, 200, rest)
            for words in (self.CODE, self.ILL, "Code van de sleutelkluis", "hulpverleners moeten weten"):
                self.assertNotIn(words, page.html, rest)
        for path in (self.where + "/geheim", self.where + "/kaart"):
            self.assertEqual(other.post(path, {"veld": "sleutelcode"}).status, 404, path)
        for field in ("sleutelcode", "medisch"):
            self.assertEqual(other.post(self.where, {field: "x"}).status, 400, field)
        for rest in ("", "/kaart"):
            self.assertEqual(self.none.get(self.where + rest).status, 404, rest)
        self.assertEqual(self.none.get(self.path + "/alarmering").status, 404)

    def test_another_relations_card_is_not_there(self):
        other = add(self.client)
        self.assertEqual(self.client.get(f"{other}/alarmering/{self.id}/kaart").status, 404)
        self.assertEqual(self.client.post(f"{other}/alarmering/{self.id}/geheim", {"veld": "sleutelcode"}).status, 404)


class Wiped(unittest.TestCase):
    """What the worker wipes when its time is over (the terms themselves: tests/unit/test_retention.c)."""

    def test_code_illness_and_needs_go_when_their_time_is_over(self):
        client, code, ill = staff(), "53" + word()[:6], "Hartklachten " + word()
        path = add(client)
        running, ended = (
            new_part(client, path, "alarmering", toestel="CareLine 3", begindatum="1-1-2020", einddatum=last, sleutelcode=code, medisch=ill)
            for last in ("", "31-12-2020")
        )
        sql(
            "INSERT INTO enrolment (relation_id, title, status, last_date, needs, created_at, changed_at) "
            "SELECT id, 'Koken', 'aanwezig', '2020-12-31', 'x', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) FROM relation WHERE number = %s",
            number_of(path),
        )
        service("stop", "worker")
        service("start", "worker")  # it sweeps as it begins
        there = "SELECT COUNT(*) FROM alarm_subscription WHERE id = %s AND key_code IS NOT NULL AND medical IS NOT NULL"
        wait_for(lambda: sql_one(there, number_of(ended)) == "0", 30)
        self.assertEqual(sql_one(there, number_of(running)), "1")
        page = client.get(ended)
        self.assertNotIn(ill, page.text)
        self.assertNotIn('name="veld"', page.html)
        self.assertIn('name="veld"', client.get(running).html)
        self.assertIn("Na deze dag wissen wij de code", client.get(running + "/wijzigen").text)
        needs = "SELECT COUNT(*) FROM enrolment e JOIN relation r ON r.id = e.relation_id WHERE r.number = %s AND e.needs IS NOT NULL"
        wait_for(lambda: sql_one(needs, number_of(path)) == "0", 30)
        self.assertEqual(client.get(path + "/geschiedenis").text.count("gewist"), 3)  # of each field
        audit = "SELECT COUNT(*) FROM audit a JOIN relation r ON r.id = a.relation_id WHERE a.event = 'retention_wipe' AND r.number = %s"
        self.assertEqual(sql_one(audit, number_of(path)), "2")


class Titles(unittest.TestCase):
    """Documents and notes of all relations, by a word of their title."""

    @classmethod
    def setUpClass(cls):
        cls.client, cls.none = staff(), plain()
        cls.path, cls.word = add(cls.client), word()
        cls.note = new_part(cls.client, cls.path, "notities", titel=f"Over {cls.word} gesproken", inhoud="Geheim " + cls.word[::-1], datum="1-2-2026",
                            soort="klacht", gedeeld="ja")
        cls.client.get(cls.path + "/dossier")
        cls.client.post_multipart(cls.path + "/dossier", {"omschrijving": f"Brief {cls.word}"}, [("bestand", "brief.pdf", b"%PDF-1.7\n", "x/y")])

    def found(self, path, text, **query):
        page = self.client.get(path, {"titel": text, **query})
        self.assertEqual(page.status, 200, page.errors())
        return self.word in page.find("table").text if page.find("table") else False

    def test_a_word_in_the_title_and_the_filters(self):
        for path, query, there in (("/notities", {}, True), ("/notities", {"soort": "klacht"}, True), ("/notities", {"soort": "gesprek"}, False),
                                   ("/notities", {"gedeeld": "ja"}, True), ("/notities", {"gedeeld": "nee"}, False),
                                   ("/notities", {"datum-van": "2-2-2026"}, False), ("/dossier", {}, True), ("/dossier", {"gedeeld": "nee"}, True),
                                   ("/dossier", {"gedeeld": "ja"}, False), ("/dossier", {"soort": "brief"}, False)):
            self.assertEqual(self.found(path, self.word, **query), there, (path, query))
        self.assertFalse(self.found("/notities", self.word[::-1]))

    def test_wildcards_are_letters(self):
        for text in ("%" + self.word[1:], "_" + self.word[1:]):
            self.assertFalse(self.found("/notities", text), text)

    def test_each_has_its_permission(self):
        for path in ("/dossier", "/notities"):
            self.assertEqual(self.none.get(path).status, 404, path)
        reader = User.new("staff", roles=[role_with("Leest notities (test)", "name IN ('relation_read', 'note_read')")]).sign_in()
        self.assertEqual((reader.get("/notities").status, reader.get("/dossier").status), (200, 404))
        self.assertEqual((reader.get("/notities/csv").status, reader.get("/dossier/csv").status), (404, 404))
        self.assertNotIn("/notities/csv", reader.get("/notities").html)

    def test_the_lists_as_a_file_have_titles_and_nothing_of_what_is_in_them(self):
        role = role_with("Dossierlijsten (test)", "name IN ('relation_read', 'note_read', 'note_csv', 'dossier_read', 'dossier_csv')")
        reader = User.new("staff", roles=[role]).sign_in()
        for path, title in (("/notities", f"Over {self.word} gesproken"), ("/dossier", f"Brief {self.word}")):
            answer = reader.get(f"{path}/csv?titel={self.word}")
            lines = answer.body.decode("utf-8-sig").splitlines()
            self.assertEqual(len(lines), 2, path)
            self.assertTrue(lines[1].startswith(title), lines)
            self.assertIn(self.path.rsplit("/", 1)[1], lines[1])
            self.assertNotIn(self.word[::-1], answer.text)
