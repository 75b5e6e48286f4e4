"""koren-admin import: files as people have them (tests/import), what each gives, that it can be looked at first, and what it leaves behind."""

import json
import pathlib
import tempfile
import unittest
import uuid

from koren_run import admin, sql, sql_one

FILES = pathlib.Path(__file__).resolve().parents[1] / "import"


def word():
    return "Proef" + "".join(chr(ord("a") + int(c, 16)) for c in uuid.uuid4().hex[:12])


def run(path, *options):
    """The report, and the exit status in it."""
    done = admin("import", str(path), "--json", *options, check=False)
    report = json.loads(done.stdout) if done.stdout else {}
    return report | {"exit": done.returncode, "stderr": done.stderr}


class Files(unittest.TestCase):
    COLUMNS = "last_name, prefix, initials, birth_date, street, house_number, house_letter, postcode, town, phone, email, iban"

    def rows(self, path):
        """What lands in the administration."""
        newest = sql_one("SELECT MAX(id) FROM relation")
        run(path, "--duplicates", "new")
        return [list(row.values()) for row in sql(f"SELECT {self.COLUMNS} FROM relation WHERE id > %s ORDER BY id", newest)]

    def test_every_file_gives_what_stands_beside_it(self):
        files = sorted(FILES.glob("*.csv"))
        self.assertGreater(len(files), 30)
        for path in files:
            with self.subTest(path.name):
                expected = {"exit": 0, "changed": 0, "duplicate": 0, "refused": 0, "problems": []} | json.loads(path.with_suffix(".json").read_text())
                # What lands is there the next time: those are looked at as new ones.
                got = run(path, "--dry-run", *(("--duplicates", "new") if "rows" in expected else ()))
                got["problems"] = [[p["line"], p["field"]] for p in got["problems"]]
                got["rows"] = self.rows(path) if "rows" in expected else None
                self.assertEqual({key: got[key] for key in expected}, expected, got["stderr"])


class Import(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, text, name="proef.csv"):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def test_a_dry_run_imports_nothing(self):
        name = word()
        got = run(self.write(f"Achternaam\n{name}\n"), "--dry-run")
        self.assertEqual((got["exit"], got["read"], got["added"]), (0, 1, 1))
        self.assertEqual(sql_one("SELECT COUNT(*) FROM relation WHERE last_name = %s", name), "0")

    def test_it_imports_and_history_says_from_where(self):
        name = word()
        path = self.write(f"Achternaam;Geboortedatum;BSN\n{name};31-12-1950;123456782\n{name};31-12-1951;123456789\n")
        got = run(path)
        self.assertEqual((got["exit"], got["read"], got["added"], got["refused"]), (0, 2, 1, 1))
        self.assertEqual([(p["line"], p["field"]) for p in got["problems"]], [(3, "bsn")])
        self.assertNotIn("123456789", json.dumps(got))
        number = sql_one("SELECT number FROM relation WHERE last_name = %s AND bsn IS NOT NULL AND bsn_lookup IS NOT NULL", name)
        self.assertIn(name, admin("relation", "find", number).stdout)
        site = sql_one("SELECT h.site FROM relation_history h JOIN relation r ON r.id = h.relation_id WHERE r.number = %s", number)
        self.assertEqual(site, "import")
        # Again: everybody is there already.
        self.assertEqual(run(path)["duplicate"], 1)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM relation WHERE last_name = %s", name), "1")
        self.assertEqual(sql_one("SELECT COUNT(*) > 0 FROM audit WHERE event = 'import_begin'"), "1")

    def test_duplicates_are_updated_or_added_when_asked(self):
        name = word()
        run(self.write(f"Achternaam;Geboortedatum;Telefoon\n{name};31-12-1950;0612345678\n"))
        changed = self.write(f"Achternaam;Geboortedatum;Telefoon;E-mail\n{name};31-12-1950;;a@voorbeeld.nl\n")
        self.assertEqual(run(changed, "--duplicates", "update", "--dry-run")["changed"], 1)
        self.assertEqual(run(changed, "--duplicates", "update")["changed"], 1)
        self.assertEqual(sql("SELECT phone, email FROM relation WHERE last_name = %s", name), [{"phone": "+31612345678", "email": "a@voorbeeld.nl"}])
        self.assertEqual(run(changed, "--duplicates", "update")["duplicate"], 1)
        self.assertEqual(run(changed, "--duplicates", "new")["added"], 1)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM relation WHERE last_name = %s", name), "2")

    def test_a_map_says_which_column_is_what(self):
        name = word()
        path = self.write(f"Veld A;Veld B;Veld C\n{name};x;31/12/50\n")
        self.assertEqual(run(path)["exit"], 1)
        good = self.write("# onze oude lijst\nVeld A = achternaam\nkolom 3 = geboortedatum\n", "map")
        self.assertEqual(run(path, "--map", str(good))["refused"], 1)
        self.assertEqual(run(path, "--map", str(good), "--century", "1900")["added"], 1)
        self.assertEqual(sql_one("SELECT birth_date FROM relation WHERE last_name = %s", name), "1950-12-31")
        for bad in ("Veld A = onzin\n", "zomaar\n", "Veld A = achternaam\nVeld B = achternaam\n"):
            with self.subTest(bad):
                self.assertEqual(run(path, "--map", str(self.write(bad, "map")))["exit"], 1)

    def test_numbers_of_the_file_are_kept_and_not_given_again(self):
        name, number = word(), str(int(sql_one("SELECT value FROM counter WHERE name = 'relation_number'")) + 1000)
        run(self.write(f"Klantnummer;Achternaam\n{number};{name}\n;{name}b\n"))
        self.assertEqual(sql_one("SELECT number FROM relation WHERE last_name = %s", name), number)
        self.assertEqual(sql_one("SELECT number FROM relation WHERE last_name = %s", name + "b"), str(int(number) + 1))
        self.assertEqual(sql_one("SELECT value FROM counter WHERE name = 'relation_number'"), str(int(number) + 2))

    def test_what_it_refuses(self):
        self.assertEqual(run(self.folder / "nothing.csv")["exit"], 1)
        self.assertEqual(run(self.folder)["exit"], 1)
        self.assertEqual(run(self.write(""))["exit"], 1)
        for wrong in (["import"], ["import", "a", "b"], ["import", "a", "--century", "1800"], ["import", "a", "--duplicates", "maybe"]):
            with self.subTest(wrong):
                self.assertEqual(admin(*wrong, check=False).returncode, 2)


if __name__ == "__main__":
    unittest.main()
