"""Rapportages: counts that agree with the database, name nobody, tell no small number, and show only to who may see what is counted."""

import datetime
import re
import unittest

from koren_http import STAFF, signed_in, sql, sql_one
from koren_user import User, role_with
from test_lists import rows, taken
from test_modules import off

YEAR = datetime.date.today().year


def reports(page):
    return sorted({a["href"] for a in page.find("main").find_all("a") if a["href"].startswith("/rapportages/")})


class Counted(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = signed_in(STAFF, "teamleider@demo.example")
        cls.all = reports(cls.client.get("/rapportages"))

    def test_there_are_a_dozen_with_table_chart_and_file_that_agree(self):
        self.assertGreaterEqual(len(self.all), 12)
        charts = 0
        for path in self.all:
            for year in (YEAR, YEAR - 1):
                with self.subTest(path, year=year):
                    page = self.client.get(f"{path}?jaar={year}")
                    self.assertEqual(page.status, 200)
                    self.assertIn(str(year), page.find("h1").text)
                    table = [row for row in rows(page) if row[0] != "Samen"]
                    charts += len(page.find_all("svg"))
                    if page.find("svg"):
                        self.assertEqual(len(page.find("svg").find_all("rect")), len(table))
                        self.assertTrue(page.find("desc").text)
                    answer, lines = taken(self.client, f"{path}/csv?jaar={year}")
                    self.assertIn("attachment", answer.headers["content-disposition"])
                    self.assertEqual([line[:2] for line in lines[1:]], [[row[0], row[1].replace(".", "")] for row in table])
        self.assertGreater(charts, 12)

    def test_members_per_type_are_those_of_the_database(self):
        wanted = {row["type"]: int(row["n"]) for row in sql(
            "SELECT m.type, COUNT(DISTINCT r.id) AS n FROM membership m JOIN relation r ON r.id = m.relation_id WHERE r.status = 'actief'"
            " AND m.start_date <= CURRENT_DATE AND (m.end_date IS NULL OR m.end_date >= CURRENT_DATE) GROUP BY m.type")}
        told = {label: number.replace(".", "") for label, number, *_ in rows(self.client.get("/rapportages/leden-per-soort"))}
        self.assertTrue(wanted)
        for label, number in told.items():
            if label != "Samen" and number not in ("minder dan 5", "niet getoond"):
                self.assertEqual(wanted[label], int(number))

    def test_the_smallest_towns_are_one_row(self):
        towns = [row[0] for row in rows(self.client.get("/rapportages/leden-per-plaats"))]
        self.assertEqual(len(towns), len(set(towns)))
        self.assertLessEqual(len(towns), 32)
        self.assertIn("Overige", towns)

    def test_open_invoices_have_their_amount(self):
        page = self.client.get("/rapportages/openstaande-facturen")
        wanted = int(sql_one("SELECT SUM(total_cents) FROM invoice WHERE invoice_date <= CURRENT_DATE AND status IN ('open', 'herinnerd')"))
        told = [row[2] for row in rows(page)]
        if "niet getoond" not in told:
            self.assertEqual(int(re.sub(r"\D", "", told[-1])), wanted)
        self.assertTrue(any("€" in one for one in told))

    def test_no_small_number_and_no_total_beside_one(self):
        hidden = 0
        for path in self.all:
            if path.endswith("bezetting-cursussen"):
                continue
            for year in range(YEAR - 5, YEAR + 1):
                with self.subTest(path, year=year):
                    numbers = [row[1] for row in rows(self.client.get(f"{path}?jaar={year}"))]
                    self.assertFalse({"1", "2", "3", "4"} & set(numbers))
                    if "minder dan 5" in numbers:
                        hidden += 1
                        self.assertIn("niet getoond", numbers)
                        self.assertNotIn("Samen", [row[0] for row in rows(self.client.get(f"{path}?jaar={year}"))])
        self.assertGreater(hidden, 0)

    def test_it_names_nobody(self):
        names = {row["last_name"] for row in sql("SELECT last_name FROM relation WHERE CHAR_LENGTH(last_name) > 9 LIMIT 200")}
        for path in self.all:
            text = self.client.get(path).find("main").text
            self.assertFalse([name for name in names if re.search(rf"\b{re.escape(name)}\b", text)], path)

    def test_the_year_is_in_the_address_and_no_other_will_do(self):
        page = self.client.get(f"/rapportages/leden-per-plaats?jaar={YEAR - 2}")
        self.assertEqual(page.find("a", **{"aria-current": "true"}).text, str(YEAR - 2))
        for query in ("jaar=1850", f"jaar={YEAR + 1}", "jaar=x", "jaar=", f"jaar={YEAR}&jaar={YEAR}", "plaats=Utrecht"):
            for end in ("", "/csv"):
                with self.subTest(query, end=end):
                    self.assertEqual(self.client.get(f"/rapportages/leden-per-plaats{end}?{query}").status, 400)
        self.assertEqual(self.client.get("/rapportages/geen").status, 404)
        self.assertEqual(self.client.get("/rapportages/geen/csv").status, 404)

    def test_it_is_in_the_log(self):
        self.client.get(f"/rapportages/leden-per-soort?jaar={YEAR}")
        self.client.get(f"/rapportages/leden-per-soort/csv?jaar={YEAR}")
        for event in ("report_show", "report_csv"):
            detail = sql_one("SELECT detail FROM audit WHERE event = %s ORDER BY id DESC LIMIT 1", event)
            self.assertTrue(detail.startswith(f"leden-per-soort year={YEAR} rows="), detail)


class Who(unittest.TestCase):
    def test_only_who_may_see_what_is_counted(self):
        role = role_with("Proef rapportages", "name IN ('account', 'report_read', 'relation_read', 'service_read')")
        client = User.new(roles={role}).sign_in()
        seen = reports(client.get("/rapportages"))
        self.assertIn("/rapportages/service-per-soort", seen)
        self.assertNotIn("/rapportages/leden-per-soort", seen)
        for end in ("", "/csv"):
            self.assertEqual(client.get(f"/rapportages/service-per-soort{end}").status, 200)
            self.assertEqual(client.get(f"/rapportages/leden-per-soort{end}").status, 404)

    def test_without_the_permission_there_is_nothing(self):
        client = signed_in(STAFF, "medewerker@demo.example")
        self.assertNotIn("/rapportages", client.get("/").html)
        for path in ("/rapportages", "/rapportages/leden-per-soort", "/rapportages/leden-per-soort/csv"):
            self.assertEqual(client.get(path).status, 404)

    def test_a_module_that_is_off_is_not_counted(self):
        client = signed_in(STAFF, "teamleider@demo.example")
        with off("servicedienst"):
            self.assertFalse([path for path in reports(client.get("/rapportages")) if "service" in path])
            self.assertEqual(client.get("/rapportages/service-per-soort").status, 404)
            self.assertEqual(client.get("/rapportages/leden-per-soort").status, 200)


if __name__ == "__main__":
    unittest.main()
