"""Lists over all relations: filters, sorting, paging and the count in the address, and the same rows as CSV."""

import csv
import io
import re
import unittest

from koren_http import STAFF, signed_in, sql, sql_one
from koren_user import User, role_with

LIST = "/lidmaatschappen"


def rows(page):
    """The cells of the table, row by row."""
    return [[cell.text for cell in row.find_all("th") + row.find_all("td")] for row in page.find("tbody").find_all("tr")] if page.find("tbody") else []


def taken(client, path):
    """A CSV: its raw text and its rows."""
    answer = client.get(path)
    assert answer.status == 200, answer
    return answer, list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";"))


class Shown(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = signed_in(STAFF, "teamleider@demo.example")

    def count(self, page):
        return int(re.search(r"([\d.]+) lidmaatschap", page.text).group(1).replace(".", ""))

    def test_it_shows_fifty_and_counts_all(self):
        page = self.client.get(LIST)
        self.assertEqual(page.status, 200)
        self.assertEqual(len(rows(page)), 50)
        self.assertEqual(self.count(page), int(sql_one("SELECT COUNT(*) FROM membership")))

    def test_pages_do_not_overlap_and_keep_the_filter(self):
        first = self.client.get(f"{LIST}?status=lopend&sorteer=woonplaats&volgorde=op")
        second = self.client.get(first.find("a", rel="next")["href"])
        links = lambda page: [a["href"] for a in page.find("tbody").find_all("a")]
        self.assertFalse(set(links(first)) & set(links(second)))
        self.assertIn("status=lopend", first.find("a", rel="next")["href"])
        self.assertEqual(self.count(first), self.count(second))

    def test_each_filter_narrows_as_the_database_says(self):
        town = sql_one("SELECT town FROM relation r JOIN membership m ON m.relation_id = r.id WHERE town IS NOT NULL GROUP BY town"
                       " ORDER BY COUNT(*) DESC LIMIT 1")
        for query, condition in (
            ("betaalwijze=incasso", "m.payment_method = 'incasso'"),
            ("status=beeindigd", "m.end_date < CURRENT_DATE"),
            (f"woonplaats={town.lower()}", f"r.town LIKE '{town}%'"),
            ("begonnen-van=01-01-2020&begonnen-tot=31-12-2022", "m.start_date BETWEEN '2020-01-01' AND '2022-12-31'"),
            ("betaalwijze=factuur&begonnen-tot=2021-06-30", "m.payment_method = 'factuur' AND m.start_date <= '2021-06-30'"),
        ):
            with self.subTest(query):
                wanted = int(sql_one(f"SELECT COUNT(*) FROM membership m JOIN relation r ON r.id = m.relation_id WHERE {condition}"))
                self.assertGreater(wanted, 0)
                self.assertEqual(self.count(self.client.get(f"{LIST}?{query}")), wanted)

    def test_wildcards_are_letters(self):
        page = self.client.get(f"{LIST}?woonplaats=%25")
        self.assertEqual(rows(page), [])
        self.assertIn("Niets gevonden", page.text)

    def test_sorting_says_so_and_turns_round(self):
        page = self.client.get(f"{LIST}?sorteer=begin&volgorde=op")
        self.assertEqual([th["aria-sort"] for th in page.find_all("th") if th.get("aria-sort")], ["ascending"])
        turned = next(a for a in page.find("thead").find_all("a") if "Begonnen" in a.text)["href"]
        self.assertIn("volgorde=af", turned)
        newest = sql_one("SELECT MAX(start_date) FROM membership")
        taken_first = taken(self.client, turned.replace("?", "/csv?"))[1][1]
        self.assertEqual("-".join(reversed(taken_first[4].split("-"))), newest)

    def test_a_wrong_value_is_told_at_its_field_and_the_list_stays(self):
        page = self.client.get(f"{LIST}?begonnen-van=31-02-2020&betaalwijze=incasso")
        self.assertEqual(page.status, 200)
        self.assertTrue(page.find("title").text.startswith("Fout: "))
        field = page.find("input", name="begonnen-van")
        self.assertEqual((field["value"], field["aria-invalid"]), ("31-02-2020", "true"))
        self.assertEqual(len(rows(page)), 50)
        page = self.client.get(f"{LIST}?begonnen-van=01-01-2022&begonnen-tot=01-01-2021")
        self.assertIn("niet voor de begindatum", page.text)

    def test_what_is_no_filter_or_column_is_refused(self):
        for query in ("niets=1", "sorteer=niets", "sorteer=betaalwijze", "sorteer=nummer", "woonplaats=a&woonplaats=b", "begonnen=2020-01-01", "csrf=x"):
            with self.subTest(query):
                self.assertEqual(self.client.get(f"{LIST}?{query}").status, 400)

    def test_looking_leaves_a_row_with_the_number(self):
        self.client.get(f"{LIST}?betaalwijze=contant")
        row = sql("SELECT event, outcome, object, sensitivity, detail FROM audit WHERE event = 'membership_list' ORDER BY id DESC LIMIT 1")[0]
        self.assertEqual((row["outcome"], row["object"], row["sensitivity"]), ("done", "membership", "F"))
        self.assertRegex(row["detail"], r"^rows=\d+$")


class Taken(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = signed_in(STAFF, "teamleider@demo.example")

    def test_as_dutch_excel_opens_it(self):
        answer, table = taken(self.client, f"{LIST}/csv?betaalwijze=incasso")
        self.assertTrue(answer.body.startswith(b"\xef\xbb\xbf"))
        self.assertEqual(answer.headers["Content-Type"], "text/csv; charset=utf-8")
        self.assertRegex(answer.headers["Content-Disposition"], r'^attachment; filename="lidmaatschappen-\d{4}-\d\d-\d\d\.csv"')
        self.assertNotIn(b"\n", answer.body.replace(b"\r\n", b""))
        self.assertEqual(table[0][:4], ["Naam", "Nummer", "Soort", "Status"])
        self.assertEqual(len(table) - 1, int(sql_one("SELECT COUNT(*) FROM membership WHERE payment_method = 'incasso'")))
        at = table[0].index
        for row in table[1:]:
            self.assertEqual(len(row), len(table[0]))
            self.assertEqual(row[at("Betaalwijze")], "Automatische incasso")
            self.assertRegex(row[at("Begonnen")], r"^\d\d-\d\d-\d{4}$")
            self.assertRegex(row[at("Per jaar")], r"^\d+,\d\d$|^$")

    def test_formulas_are_neutralised_and_quotes_doubled(self):
        number = sql_one("SELECT number FROM relation r JOIN membership m ON m.relation_id = r.id ORDER BY r.id LIMIT 1")
        reason = sql_one("SELECT end_reason FROM membership m JOIN relation r ON r.id = m.relation_id WHERE r.number = %s LIMIT 1", number)
        for typed, cell in (("=1+1", "'=1+1"), ("@x", "'@x"), ("-1", "'-1"), ("+31", "'+31"), ('a";b', 'a";b'), ("gewoon", "gewoon")):
            with self.subTest(typed):
                sql("UPDATE membership m JOIN relation r ON r.id = m.relation_id SET m.end_reason = %s WHERE r.number = %s", typed, number)
                _, table = taken(self.client, f"{LIST}/csv")
                self.assertIn(cell, [row[-1] for row in table[1:] if row[1] == number])
        sql("UPDATE membership m JOIN relation r ON r.id = m.relation_id SET m.end_reason = %s WHERE r.number = %s", reason, number)

    def test_it_stands_in_the_log_with_its_number_of_rows(self):
        _, table = taken(self.client, f"{LIST}/csv?betaalwijze=contant")
        row = sql("SELECT act, detail FROM audit WHERE event = 'membership_csv' ORDER BY id DESC LIMIT 1")[0]
        self.assertEqual(row, {"act": "E", "detail": f"csv rows={len(table) - 1}"})

    def test_a_wrong_filter_gives_no_file_with_more_than_was_meant(self):
        self.assertEqual(self.client.get(f"{LIST}/csv?begonnen-van=onzin").status, 400)

    def test_seeing_is_not_taking_away(self):
        title = role_with("Alleen lidmaatschappen zien", "name IN ('account', 'relation_read', 'membership_read')")
        client = User.new(roles={title}).sign_in()
        page = client.get(LIST)
        self.assertEqual(page.status, 200)
        self.assertNotIn("/csv", page.html)
        self.assertEqual(client.get(f"{LIST}/csv").status, 404)
        none = User.new(roles={role_with("Alleen relaties zien", "name IN ('account', 'relation_read')")}).sign_in()
        self.assertEqual(none.get(LIST).status, 404)
        self.assertNotIn(f'href="{LIST}"', none.get("/").html)


class Relations(unittest.TestCase):
    """The CSV of /relaties: what the list shows, all pages, for who may take it away."""

    @classmethod
    def setUpClass(cls):
        cls.client = signed_in(STAFF, "teamleider@demo.example")

    def test_it_has_all_that_the_list_finds_in_its_order(self):
        name = sql_one("SELECT last_name FROM relation WHERE last_name REGEXP '^[A-Z][a-z]{4,}$' GROUP BY last_name HAVING COUNT(*) > 2"
                       " ORDER BY COUNT(*), last_name LIMIT 1")
        for query in (f"zoek={name}", f"zoek={name}&status=actief&sorteer=nummer&volgorde=af", f"zoek={name}&sorteer=woonplaats"):
            page = self.client.get(f"/relaties?{query}")
            href = next(a["href"] for a in page.find_all("a") if a["href"].startswith("/relaties/csv"))
            answer, lines = taken(self.client, href)
            self.assertEqual(lines[0], ["Nummer", "Naam", "Geboren", "Adres", "Postcode", "Woonplaats", "Status"])
            shown = []
            while True:
                shown += [row[1] for row in rows(page)]
                if not page.find("a", rel="next"):
                    break
                page = self.client.get(page.find("a", rel="next")["href"])
            self.assertGreater(len(shown), 0)
            self.assertEqual([line[0] for line in lines[1:]], shown)
        self.assertTrue(answer.body.startswith(b"\xef\xbb\xbf"))
        self.assertRegex(answer.headers["content-disposition"], r'attachment; filename="relaties-\d{4}-\d\d-\d\d\.csv"')

    def test_nobody_found_is_a_heading_alone(self):
        _, lines = taken(self.client, "/relaties/csv?zoek=qqqqqqqqzz")
        self.assertEqual(len(lines), 1)
        self.assertNotIn("/relaties/csv", self.client.get("/relaties?zoek=qqqqqqqqzz").html)

    def test_a_formula_stays_text(self):
        number = sql_one("SELECT number FROM relation WHERE status = 'actief' ORDER BY id DESC LIMIT 1")
        before = sql_one("SELECT town FROM relation WHERE number = %s", number)
        sql("UPDATE relation SET town = '=1+1' WHERE number = %s", number)
        try:
            self.assertEqual(taken(self.client, f"/relaties/csv?zoek={number}")[1][1][5], "'=1+1")
        finally:
            sql("UPDATE relation SET town = %s WHERE number = %s", before, number)

    def test_it_is_in_the_log_without_what_was_looked_for(self):
        self.client.get("/relaties/csv?zoek=10001")
        self.assertEqual(sql_one("SELECT detail FROM audit WHERE event = 'relation_csv' ORDER BY id DESC LIMIT 1"), "csv by=search rows=1")

    def test_it_wants_a_permission_of_its_own(self):
        client = User.new(roles=[role_with("Proef relaties", "name IN ('account', 'relation_read')")]).sign_in()
        self.assertNotIn("/relaties/csv", client.get("/relaties").html)
        self.assertEqual(client.get("/relaties/csv").status, 404)
        client = User.new(roles=[role_with("Proef relaties CSV", "name IN ('account', 'relation_read', 'relation_csv')")]).sign_in()
        self.assertIn("/relaties/csv", client.get("/relaties").html)
        self.assertEqual(client.get("/relaties/csv?zoek=10001").status, 200)


class Every(unittest.TestCase):
    """Each list over relations can be filtered, sorted, paged, counted and taken away."""

    LISTS = {"/relaties": "relation", LIST: "membership", "/facturen": "invoice", "/servicedienst": "service_request", "/cursussen": "course",
             "/dossier": "document", "/notities": "note", "/taken": "task"}

    def test_each_has_filter_order_count_and_file(self):
        role = role_with("Alle lijsten (test)", "name REGEXP '_read$|_csv$' AND module <> 'beheer'")
        client = User.new(roles=[role]).sign_in()
        for path, table in self.LISTS.items():
            with self.subTest(path):
                page = client.get(path)
                self.assertTrue(page.find("form", role="search"))
                self.assertTrue([a for a in page.find("thead").find_all("a") if "sorteer=" in a["href"] or "volgorde=" in a["href"]])
                self.assertRegex(page.find("nav", cls="paging").text, r"\d")
                href = next(a["href"] for a in page.find_all("a") if a["href"].startswith(f"{path}/csv"))
                self.assertEqual(len(taken(client, href)[1]) - 1, int(sql_one(f"SELECT COUNT(*) FROM {table}")))


if __name__ == "__main__":
    unittest.main()
