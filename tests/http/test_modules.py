"""Licences of modules (S27): one that is off shows nowhere; one that holds something cannot be switched off."""

import contextlib
import json
import pathlib
import secrets
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
import zipfile

from koren_http import PORTAL, STAFF, admin, signed_in, sql, sql_one

# For each module: the tab and the address under a relation, the list in the export, and the words in WerktVoorMij (None: it shows nothing of it).
PARTS = {
    "contactpersonen": [("Contactpersonen", "contactpersonen", "contactpersonen", "Contactpersonen")],
    "lidmaatschappen": [("Lidmaatschappen", "lidmaatschappen", "lidmaatschappen", "Lidmaatschappen")],
    "facturen": [("Facturen", "facturen", "facturen", "Facturen")],
    "dossier": [("Notities", "notities", "notities", "Notities"), ("Dossierstukken", "dossier", "dossier", "Dossierstukken")],
    "servicedienst": [("Serviceaanvragen", "servicedienst", "servicedienst", "Serviceaanvragen")],
    "cursussen": [("Cursussen", "inschrijvingen", "inschrijvingen", "Cursussen")],
    "alarmering": [("Alarmering", "alarmering", "alarmering", "Alarmering")],
    "toestemmingen": [("Toestemmingen", "toestemmingen", "toestemmingen", "Toestemmingen")],
    "taken": [("Taken", "taken", "taken", None)],
}
# Pages of its own, outside a relation.
PAGES = {"lidmaatschappen": ["/lidmaatschappen", "/lidmaatschappen/soorten"], "servicedienst": ["/servicedienst"], "cursussen": ["/cursussen"],
         "dossier": ["/dossier", "/notities"], "toestemmingen": ["/toestemmingen"], "taken": ["/taken"],
         "rapportages": ["/rapportages", "/rapportages/leden-per-soort"]}


@contextlib.contextmanager
def off(module):
    """Off behind the program's back: what is in it stays, and must not show all the same."""
    sql("UPDATE module_licence SET until = UTC_TIMESTAMP(6), off_by = 'proef' WHERE module = %s AND until IS NULL", module)
    try:
        yield
    finally:
        admin("module", "on", module)


def listed():
    return {one["name"]: one for one in json.loads(admin("module", "list", "--json").stdout)["modules"]}


def exported(number):
    """The names of the lists in the XML, and all words of the export."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "uit.zip"
        admin("export", number, "--out", file)
        with zipfile.ZipFile(file) as whole:
            names = whole.namelist()
            read = lambda end: whole.read(next(name for name in names if name.endswith(end)))
            tree = ElementTree.fromstring(read("gegevens.xml"))
            words = []
            for part in ("gegevens.docx", "toelichting.docx"):
                (pathlib.Path(folder) / part).write_bytes(read(part))
                with zipfile.ZipFile(pathlib.Path(folder) / part) as document:
                    words.append(document.read("word/document.xml").decode())
    return [child.tag.split("}")[1] for child in tree], words


class Off(unittest.TestCase):
    def test_every_module_is_in_the_table_of_this_test(self):
        self.assertEqual({name for name, one in listed().items() if not one["core"]}, {*PARTS, *PAGES})

    def test_no_page_no_tab_no_way_to_it(self):
        staff = signed_in(STAFF, "beheer@demo.example")
        for module in {**PARTS, **PAGES}:
            for label, path, *_ in PARTS.get(module, []):
                with self.subTest(module, path=path):
                    self.assertEqual(staff.get(f"/relaties/10001/{path}").status, 200)
                    self.assertIn(f"/relaties/10001/{path}", staff.get("/relaties/10001").html)
            with off(module):
                page = staff.get("/relaties/10001")
                for label, path, *_ in PARTS.get(module, []):
                    with self.subTest(module, path=path, off=True):
                        self.assertEqual(staff.get(f"/relaties/10001/{path}").status, 404)
                        self.assertEqual(staff.get(f"/relaties/10001/{path}/nieuw").status, 404)
                        self.assertNotIn(f"/relaties/10001/{path}", page.html)
                for path in PAGES.get(module, []):
                    with self.subTest(module, path=path, off=True):
                        self.assertEqual(staff.get(path).status, 404)
                        self.assertNotIn(f'href="{path}"', page.html)
            for path in PAGES.get(module, []):
                with self.subTest(module, path=path):
                    self.assertEqual(staff.get(path).status, 200)

    def test_nothing_of_it_in_the_export(self):
        lists, words = exported("10001")
        for module, parts in PARTS.items():
            with off(module):
                less, fewer = exported("10001")
            for label, _, xml, _ in parts:
                with self.subTest(module, xml=xml):
                    self.assertIn(xml, lists)
                    self.assertNotIn(xml, less)
                    self.assertIn(f">{label}<", words[0])
                    self.assertNotIn(f">{label}<", fewer[0])
                    self.assertIn(f"{label}:", words[1])
                    self.assertNotIn(f"{label}:", fewer[1])

    def test_nothing_of_it_in_werktvoormij(self):
        jansen = signed_in(PORTAL, "jansen@demo.example")
        for module, parts in PARTS.items():
            shown = [words for *_, words in parts if words]
            page = jansen.get("/gegevens")
            for words in shown:
                self.assertIn(words, page.text)
            with off(module):
                page = jansen.get("/gegevens")
                self.assertEqual(page.status, 200)
                for words in shown:
                    with self.subTest(module):
                        self.assertNotIn(words, page.text)

    def test_the_portal_s_procedures_give_no_rows(self):
        me = sql_one("SELECT relation_id FROM app_user WHERE email = 'jansen@demo.example' AND site = 'portal'")
        signed_in(PORTAL, "jansen@demo.example").get("/gegevens")
        token = sql_one("SELECT HEX(token_hash) FROM session s JOIN app_user u ON u.id = s.user_id WHERE u.relation_id = %s"
                        " AND ended_at IS NULL ORDER BY seen_at DESC LIMIT 1", me)
        call = f"CALL portal_membership(X'{token}')"
        self.assertTrue(sql(call, account="portal"))
        with off("lidmaatschappen"):
            self.assertEqual(sql(call, account="portal"), [])


class Switching(unittest.TestCase):
    def test_what_holds_rows_stays_on_and_says_how_many(self):
        rows = sql_one("SELECT COUNT(*) FROM contact_person")
        done = admin("module", "off", "contactpersonen", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"{rows} rows", done.stderr)
        self.assertTrue(listed()["contactpersonen"]["on"])

    def test_core_modules_and_unknown_ones_are_refused(self):
        for name in ("relaties", "avg", "niets"):
            self.assertEqual(admin("module", "off", name, check=False).returncode, 1)
        self.assertEqual(admin("module", "off", check=False).returncode, 2)

    def test_periods_stay_for_the_register_and_the_switch_in_the_log(self):
        def periods():
            return sql("SELECT until IS NULL AS open, on_by FROM module_licence WHERE module = 'facturen' ORDER BY id")

        before = periods()
        with off("facturen"):
            self.assertFalse(listed()["facturen"]["on"])
        after = periods()
        self.assertEqual(len(after), len(before) + 1)
        self.assertEqual([one["open"] for one in after].count("1"), 1)
        self.assertEqual(after[-1]["on_by"], "koren-admin")
        admin("module", "on", "facturen")  # once more changes nothing
        self.assertEqual(periods(), after)
        self.assertEqual(sql("SELECT event, detail FROM audit WHERE object = 'module' ORDER BY id DESC LIMIT 1"),
                         [{"event": "module_on", "detail": "facturen"}])

    def test_a_role_keeps_its_permissions_for_when_it_is_on_again(self):
        staff = signed_in(STAFF, "medewerker@demo.example")
        with off("lidmaatschappen"):
            self.assertEqual(staff.get("/relaties/10001/lidmaatschappen").status, 404)
        self.assertEqual(staff.get("/relaties/10001/lidmaatschappen").status, 200)


class Emptied(unittest.TestCase):
    """Off through the front door needs empty tables, which the demo's are not: a module whose rows are put aside for a moment."""

    def test_an_empty_module_goes_off_and_is_told(self):
        aside = f"note_{secrets.token_hex(4)}", f"document_{secrets.token_hex(4)}"
        sql(f"RENAME TABLE note TO {aside[0]}, document TO {aside[1]}")
        try:
            sql(f"CREATE TABLE note LIKE {aside[0]}; CREATE TABLE document LIKE {aside[1]}")
            self.assertEqual(json.loads(admin("module", "off", "dossier", "--json").stdout), {"name": "dossier", "on": False})
            self.assertFalse(listed()["dossier"]["on"])
            self.assertEqual(admin("module", "off", "dossier").returncode, 0)
        finally:
            sql(f"DROP TABLE note, document; RENAME TABLE {aside[0]} TO note, {aside[1]} TO document")
            admin("module", "on", "dossier")


if __name__ == "__main__":
    unittest.main()
