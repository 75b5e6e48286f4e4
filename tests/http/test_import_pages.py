"""Import as staff do it: a file, its columns, what would happen, the import, the refused lines; and who may not."""

import pathlib
import time
import unittest
import uuid

from koren_http import STAFF, config, signed_in, sql, sql_one, wait_for
from test_crm import BEHEER, word

HEAD = "Voorletters;Tussenvoegsel;Achternaam;Geboortedatum;Straat;Huisnummer;Postcode;Woonplaats;Telefoon;IBAN"


def give(client, text, name="lijst.csv", encoding="utf-8"):
    client.get("/import")
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return client.post_multipart("/import", {}, [("bestand", name, data, "text/csv")])


def state(path):
    return sql_one("SELECT state FROM import_file WHERE name = %s", path.split("/")[2])


def checked(client, path, **changes):
    """From the form of columns to the result of the check."""
    page = client.get(path)
    page = client.submit(page.form(action=path + "/kolommen"), **changes)
    assert (page.status, page.location) == (303, path), f"{page}: {page.errors()}"
    wait_for(lambda: state(path) == "checked", 60)
    return client.get(path)


def done(client, path):
    page = client.submit(client.get(path).form(action=path + "/uitvoeren"))
    assert page.status == 303, f"{page}"
    wait_for(lambda: state(path) == "done", 60)
    return client.get(path)


def undone(client, path):
    """After somebody confirmed it, and the worker has said what came of it."""
    page = client.submit(client.get(path + "/terugdraaien").form(action=path + "/terugdraaien"))
    assert (page.status, page.location) == (303, path), f"{page}"
    wait_for(lambda: state(path) != "undoing", 90)
    return client.get(path)


def audited(path, event):
    """How often the audit log knows this of the import, by outcome."""
    rows = sql(
        "SELECT outcome, COUNT(*) AS n FROM audit WHERE event = %s AND object = 'import' AND object_id = (SELECT id FROM import_file WHERE name = %s) GROUP BY outcome",
        event, path.split("/")[2],
    )
    return {row["outcome"]: int(row["n"]) for row in rows}


def three_letters(count):
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [letters[i // 676 % 26] + letters[i // 26 % 26] + letters[i % 26] for i in range(count)]


class Import(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = signed_in(STAFF, BEHEER)

    def test_from_file_to_relations(self):
        name = word()
        page = give(
            self.client,
            f"{HEAD}\r\nJ.R.;van der;{name};31-12-1950;Dorpsstraat;12a;1234 AB;Ons Dorp;612345678;\r\n"
            f"A.;;{name}b;1-2-1960;;;;;6,12E+08;\r\n=cmd;;{name}c;31/12/50;;;;;;\r\n",
            encoding="cp1252",
        )
        self.assertEqual(page.status, 303, page.errors())
        path = page.location
        form = self.client.get(path).form(action=path + "/kolommen")
        self.assertEqual(form.value("kolom-2"), "voorvoegsel")
        self.assertEqual(form.value("kolom-10"), "iban")
        page = checked(self.client, path)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM relation WHERE last_name LIKE %s", name + "%"), "0")
        for text in ("Importeer 1 regel", "De 0 vooraan ontbrak", "Excel heeft dit nummer ingekort", "twee cijfers", "+31 6 12345678"):
            self.assertIn(text, page.text)
        page = done(self.client, path)
        self.assertIn("Nieuwe relaties", page.text)
        row = sql("SELECT number, prefix, house_letter, phone FROM relation WHERE last_name = %s", name)[0]
        self.assertEqual((row["prefix"], row["house_letter"], row["phone"]), ("van der", "A", "+31612345678"))
        self.assertIn("uit een bestand", self.client.get(f"/relaties/{row['number']}/geschiedenis").text)
        refused = self.client.get(path + "/geweigerd")
        lines = refused.body.decode("utf-8-sig").split("\r\n")
        self.assertTrue(lines[0].endswith(";Reden"), lines[0])
        self.assertEqual(len(lines), 4, lines)
        self.assertIn("'=cmd", lines[2])
        self.assertIn("wetenschappelijke" if "wetenschappelijke" in lines[1] else "ingekort", lines[1])

    def test_columns_are_chosen_and_kept_for_the_next_time(self):
        name, heading = word(), word()
        first = give(self.client, f"{heading};Iets\n{name};31/12/50\n").location
        page = self.client.get(first)
        form = page.form(action=first + "/kolommen")
        page = self.client.submit(form)
        self.assertEqual(page.status, 422)
        self.assertTrue(page.error_of("kolom-1"))
        page = self.client.submit(form, **{"kolom-1": "achternaam", "kolom-2": "achternaam"})
        self.assertTrue(page.error_of("kolom-2"))
        page = checked(self.client, first, **{"kolom-1": "achternaam", "kolom-2": "geboortedatum", "eeuw": "verleden"})
        self.assertIn("31 december 1950", page.text)
        second = give(self.client, f"{heading};Iets\n{name}b;1-1-1950\n").location
        form = self.client.get(second).form(action=second + "/kolommen")
        self.assertEqual((form.value("kolom-1"), form.value("kolom-2")), ("achternaam", "geboortedatum"))

    def test_who_is_there_already_stands_beside_the_line(self):
        name = word()
        text = f"Voorletters;Achternaam;Geboortedatum;E-mail\nJ.;{name};31-12-1950;\n"
        done(self.client, checked_path(self.client, text))
        again = text.replace("1950;", "1950;a@voorbeeld.nl")
        path = give(self.client, again).location
        page = checked(self.client, path)
        self.assertIn("zelfde naam en geboortedatum", page.text)
        self.assertIn("Er is niets te importeren", page.text)
        page = self.client.submit(page.form(action=path + "/opnieuw"))
        self.assertEqual(state(path), "received")
        checked(self.client, path, dubbel="update")
        done(self.client, path)
        self.assertEqual(sql("SELECT email FROM relation WHERE last_name = %s", name), [{"email": "a@voorbeeld.nl"}])

    def test_an_import_begins_once(self):
        name = word()
        path = checked_path(self.client, f"Achternaam\n{name}\n")
        form = self.client.get(path).form(action=path + "/uitvoeren")
        for _ in range(3):
            self.assertEqual(self.client.submit(form).status, 303)
        wait_for(lambda: state(path) == "done", 60)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM relation WHERE last_name = %s", name), "1")

    def test_contact_person_and_membership_in_the_same_line(self):
        name, kind = word(), sql_one("SELECT title FROM membership_type WHERE offered = 'ja' ORDER BY title LIMIT 1")
        path = give(
            self.client,
            f"Achternaam;Contactpersoon;Telefoon contactpersoon;Lidmaatschap;Lid sinds\n{name};{name}dochter;612345678;{kind};1-2-2020\n{name}b;;;Onzin;1-2-2020\n",
        ).location
        form = self.client.get(path).form(action=path + "/kolommen")
        self.assertEqual([form.value(f"kolom-{i}") for i in (2, 4, 5)], ["contactpersoon_achternaam", "lidmaatschap_soort", "lidmaatschap_begindatum"])
        page = self.client.submit(form, **{"kolom-4": ""})
        self.assertIn("Lidmaatschap: soort", page.error_of("kolom-5"))
        page = checked(self.client, path)
        self.assertIn("Kies een soort uit de lijst", page.text)
        done(self.client, path)
        number = sql_one("SELECT number FROM relation WHERE last_name = %s", name)
        self.assertIn(name + "dochter", self.client.get(f"/relaties/{number}/contactpersonen").text)
        self.assertIn(kind, self.client.get(f"/relaties/{number}/lidmaatschappen").text)
        undone(self.client, path)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM contact_person WHERE last_name = %s", name + "dochter"), "0")

    def test_an_import_is_taken_back(self):
        name = word()
        done(self.client, checked_path(self.client, f"Achternaam;Geboortedatum;Telefoon\n{name};31-12-1950;0201234567\n"))
        path = give(self.client, f"Achternaam;Geboortedatum;Telefoon\n{name};31-12-1950;0612345678\n{name}b;1-1-1960;\n").location
        checked(self.client, path, dubbel="update")
        page = done(self.client, path)
        self.assertIn("Draai de import terug", page.text)
        page = undone(self.client, path)
        self.assertEqual(state(path), "undone")
        self.assertIn("is teruggedraaid", page.text)
        self.assertNotIn("/terugdraaien", page.text)
        rows = sql("SELECT number, phone FROM relation WHERE last_name LIKE %s", name + "%")
        self.assertEqual([row["phone"] for row in rows], ["+31201234567"])
        self.assertIn("import teruggedraaid", self.client.get(f"/relaties/{rows[0]['number']}/geschiedenis").text)
        self.assertEqual(audited(path, "import_undone"), {"done": 1})
        self.assertIn("Teruggedraaid", self.client.get("/import").text)

    def test_an_import_that_was_worked_on_is_not_taken_back(self):
        name = word()
        path = checked_path(self.client, f"Achternaam\n{name}\n{name}b\n")
        done(self.client, path)
        number = sql_one("SELECT number FROM relation WHERE last_name = %s", name + "b")
        form = self.client.get(f"/relaties/{number}/wijzigen").form(action=f"/relaties/{number}")
        self.assertEqual(self.client.submit(form, voorletters="Q.").status, 303)
        page = undone(self.client, path)
        self.assertEqual(state(path), "done")
        self.assertIn("De import is niet teruggedraaid", page.text)
        self.assertIn(f'href="/relaties/{number}/geschiedenis"', page.body.decode())
        self.assertEqual(sql_one("SELECT COUNT(*) FROM relation WHERE last_name LIKE %s", name + "%"), "2")
        self.assertEqual(audited(path, "import_undone"), {"refused": 1})

    def test_killed_while_taking_back_it_is_whole_or_not_at_all(self):
        name = word()
        path = checked_path(self.client, "Achternaam\n" + "".join(f"{name}{letters}\n" for letters in three_letters(1200)))
        done(self.client, path)
        kill = pathlib.Path(config()["spool_dir"], "kill.import")
        kill.touch()
        undone(self.client, path)
        self.assertFalse(kill.exists())
        self.assertEqual(state(path), "undone")
        self.assertEqual(sql_one("SELECT COUNT(*) FROM relation WHERE last_name LIKE %s", name + "%"), "0")
        self.assertEqual(sql_one("SELECT tries FROM job WHERE kind = 'import_undo' ORDER BY id DESC LIMIT 1"), "2")

    def test_a_page_that_reloads_itself_is_one_look(self):
        path = checked_path(self.client, f"Achternaam\n{word()}\n")
        name = uuid.uuid4().hex
        sql("INSERT INTO job (name, kind, site, created_at) VALUES (%s, 'proef', 'staff', UTC_TIMESTAMP(6))", name)
        sql("UPDATE import_file SET state = 'importing', job_name = %s WHERE name = %s", name, path.split("/")[2])
        before = audited(path, "import_show").get("done", 0)
        page = self.client.get(path)
        self.assertIn(f'content="3; url={path}?kijkt=1"', page.body.decode())
        for _ in range(3):
            self.assertEqual(self.client.get(path + "?kijkt=1").status, 200)
        self.assertEqual(audited(path, "import_show")["done"], before + 1)
        # What came of it is a look of its own, whatever the address says.
        sql("UPDATE import_file SET state = 'checked', job_name = NULL WHERE name = %s", path.split("/")[2])
        sql("DELETE FROM job WHERE name = %s", name)
        self.client.get(path + "?kijkt=1")
        self.assertEqual(audited(path, "import_show")["done"], before + 2)

    def test_files_that_are_refused(self):
        for name, data in (("lijst.xlsx", b"PK\x03\x04rest"), ("lijst.csv", b""), ("lijst.csv", b"<?xml version='1.0'?>"), ("plaatje.png", b"\x89PNG\r\n\x1a\n")):
            with self.subTest(name=name, data=data):
                page = give(self.client, data, name)
                self.assertEqual(page.status, 422)
                self.assertTrue(page.error_of("bestand"))
        page = give(self.client, f"Achternaam\n{word()}\n", "lijst.csv", "utf-16")
        self.assertEqual(page.status, 303)
        self.assertIn("UTF-16", self.client.get(page.location).text)

    def test_nothing_of_it_is_readable_on_disk_and_it_is_destroyed_after_a_week(self):
        name = word()
        path = checked_path(self.client, f"Achternaam\n{name}\n")
        import_name = path.split("/")[2]
        store = sql_one("SELECT store_name FROM import_file WHERE name = %s", import_name)
        file = pathlib.Path(config()["state_dir"], "documents", store[:2], store)
        self.assertNotIn(name.encode(), file.read_bytes())
        sql("UPDATE import_file SET expires_at = '2020-01-01' WHERE name = %s", import_name)
        deadline = time.monotonic() + 90
        while file.exists() and time.monotonic() < deadline:
            time.sleep(1)
        self.assertFalse(file.exists())
        self.assertIn("vernietigd", self.client.get(path).text)
        self.assertEqual(self.client.get(path + "/geweigerd").status, 404)

    def test_without_the_permission_it_is_not_there(self):
        path = checked_path(self.client, f"Achternaam\n{word()}\n")
        other = signed_in(STAFF, "teamleider@demo.example")
        for address in ("/import", path, path + "/geweigerd"):
            self.assertEqual(other.get(address).status, 404)
        sql("UPDATE import_file SET state = 'done', added = 1 WHERE name = %s", path.split("/")[2])
        self.assertEqual(other.get(path + "/terugdraaien").status, 404)
        self.assertEqual(other.post(path + "/terugdraaien").status, 404)
        other.get("/relaties")
        self.assertEqual(other.post(path + "/uitvoeren").status, 404)
        self.assertNotIn("Importeren", other.get("/").text)
        self.assertEqual(self.client.get("/import/" + "0" * 32).status, 404)


def checked_path(client, text):
    path = give(client, text).location
    checked(client, path)
    return path


if __name__ == "__main__":
    unittest.main()
