"""The AVG export as staff meet it: asked for, made by the worker, fetched; refused to who may not; gone after its days."""

import hashlib
import io
import os
import pathlib
import secrets
import shutil
import subprocess
import tempfile
import unittest
import zipfile
import xml.etree.ElementTree as ElementTree

from koren_http import RUN, Mail, config, service, sql, sql_one, wait_for
from koren_user import User

NS = {"k": "urn:koren:avg:1"}
FULL = (
    "account", "relation_read", "relation_edit", "contact_read", "contact_edit", "note_read", "note_edit", "dossier_read", "dossier_edit",
    "membership_read", "membership_edit", "invoice_read", "history_read", "relation_deactivate", "avg_export",
)
PDF = b"%PDF-1.7\nniet echt een document\n"


def word():
    """Letters that stand nowhere else."""
    return "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(12))


def role(title, permissions):
    """A role that holds these and nothing else."""
    if sql_one("SELECT COUNT(*) FROM role WHERE title = %s", title) == "0":
        sql("INSERT INTO role (title) VALUES (%s)", title)
        for name in permissions:
            sql("INSERT INTO role_permission (role_id, permission) SELECT id, %s FROM role WHERE title = %s", name, title)
    return title


def someone(title, permissions):
    """A signed-in client with a role of these permissions."""
    user = User.new(roles={role(title, permissions)})
    client = user.sign_in()
    client.get("/relaties")
    return user, client


def new_relation(client, **fields):
    """A relation made through the pages; gives its number."""
    client.get("/relaties/nieuw")
    page = client.post("/relaties/nieuw", {"voorletters": "J.R.", "achternaam": "Proef" + word(), **fields})
    assert page.status == 303, f"{page}: {page.errors()}"
    return page.location.rsplit("/", 1)[1].split("?")[0]


def ask(client, number):
    """Asks for an export; gives the path of its page."""
    client.get("/avg")
    page = client.post("/avg/export", {"relatie": number})
    assert page.status == 303, f"{page}: {page.errors()}"
    return page.location


def wait_ready(client, path, seconds=30):
    def ready():
        page = client.get(path)
        assert page.status == 200, page
        assert "niet gelukt" not in page.html
        return page if page.link("Download het bestand") else None

    return wait_for(ready, seconds)


def job_of(path):
    return path.rsplit("/", 1)[1]


def fetch(client, path):
    page = client.get(path + "/bestand")
    assert page.status == 200, page
    return page


class Whole(unittest.TestCase):
    """One export, looked at from all sides."""

    @classmethod
    def setUpClass(cls):
        cls.user, cls.client = someone("Proef AVG alles", FULL)
        cls.canary = "Kanarie" + word()
        cls.other = "Ander" + word()
        cls.number = new_relation(
            cls.client, straat="Dorpsstraat", huisnummer="12", postcode="1234 AB", woonplaats=f"{cls.canary} & <Dorp>", telefoon="0612345678"
        )
        cls.id = int(sql_one("SELECT id FROM relation WHERE number = %s", cls.number))
        base = f"/relaties/{cls.number}"
        for path, form in (
            ("contactpersonen", {"achternaam": "Buurvrouw" + cls.canary, "verhouding": "buurvrouw"}),
            ("lidmaatschappen", {"soort": "Gezinslidmaatschap", "begindatum-dag": "1", "begindatum-maand": "2", "begindatum-jaar": "2020", "bedrag": "22,50"}),
            ("notities", {"titel": "Gesprek", "inhoud": f"Regel een\nOver {cls.canary}", **cls.date("datum")}),
            ("notities", {"titel": cls.other, "inhoud": f"Over {cls.other}", "overander": "ja", **cls.date("datum")}),
        ):
            page = cls.client.get(f"{base}/{path}/nieuw")
            assert page.status == 200, page
            page = cls.client.post(f"{base}/{path}/nieuw", form)
            assert page.status == 303, f"{page}: {page.errors()}"
        cls.client.get(f"{base}/dossier")
        for content in (PDF, PDF + b"tweede\n"):
            page = cls.client.post_multipart(
                f"{base}/dossier", {"omschrijving": "Een brief"}, [("bestand", "brief.pdf", content, "application/pdf")]
            )
            assert page.status == 303, f"{page}: {page.errors()}"
        # In, out and in again: its reason stands in the history and in the row.
        for step, form in (("inactief", {"reden": "verhuisd", "datum": "01-02-2026"}), ("actief", {}),
                           ("inactief", {"reden": "overgestapt", "datum": "02-02-2026"})):
            cls.client.get(base)
            page = cls.client.post(f"{base}/{step}", form)
            assert page.status == 303, f"{page}: {page.errors()}"
        cls.path = ask(cls.client, cls.number)
        cls.page = wait_ready(cls.client, cls.path)
        cls.answer = fetch(cls.client, cls.path)
        cls.zip = zipfile.ZipFile(io.BytesIO(cls.answer.body))
        cls.folder = f"relatie-{cls.number}/"

    @staticmethod
    def date(name):
        return {f"{name}-dag": "3", f"{name}-maand": "4", f"{name}-jaar": "2026"}

    def text(self, name):
        return self.zip.read(self.folder + name).decode()

    def xml(self):
        return ElementTree.fromstring(self.text("gegevens.xml"))

    def test_the_page_says_that_it_is_ready_until_when_and_how_large(self):
        self.assertIn("is klaar", self.page.html)
        self.assertIn("Te downloaden tot en met", self.page.html)
        self.assertEqual(self.page.link("Download het bestand"), self.path + "/bestand")

    def test_the_file_comes_as_an_attachment_that_nobody_keeps(self):
        headers = self.answer.headers
        self.assertEqual(headers.get_content_type(), "application/zip")
        self.assertIn("attachment", headers["Content-Disposition"])
        self.assertIn(f"relatie-{self.number}.zip", headers["Content-Disposition"])
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("no-store", headers["Cache-Control"])

    def test_names_are_as_agreed_and_stay_in_the_folder(self):
        self.assertIsNone(self.zip.testzip())
        names = set(self.zip.namelist())
        inside = {self.folder + name for name in ("gegevens.docx", "gegevens.xml", "gegevens.xsd", "toelichting.docx")}
        documents = {self.folder + name for name in ("dossier/brief.pdf", "dossier/brief (2).pdf")}
        self.assertEqual(names, inside | documents | {"MANIFEST.txt"})

    def test_the_manifest_holds_the_hash_of_every_file(self):
        lines = dict(reversed(line.split("  ", 1)) for line in self.zip.read("MANIFEST.txt").decode().splitlines())
        self.assertEqual(set(lines), set(self.zip.namelist()) - {"MANIFEST.txt"})
        for name, digest in lines.items():
            self.assertEqual(hashlib.sha256(self.zip.read(name)).hexdigest(), digest, name)

    def test_documents_are_there_byte_for_byte(self):
        self.assertEqual({self.zip.read(name) for name in self.zip.namelist() if "/dossier/" in name}, {PDF, PDF + b"tweede\n"})

    def test_the_xml_is_valid_and_says_what_was_typed(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("gegevens.xml", "gegevens.xsd"):
                pathlib.Path(folder, name).write_text(self.text(name))
            done = subprocess.run(
                ["xmllint", "--nonet", "--noout", "--schema", f"{folder}/gegevens.xsd", f"{folder}/gegevens.xml"], capture_output=True, text=True
            )
        self.assertEqual(done.returncode, 0, done.stderr)
        root = self.xml()
        self.assertEqual(root.tag, "{urn:koren:avg:1}avg-export")
        self.assertEqual(root.findtext("k:relatie/k:woonplaats", None, NS), f"{self.canary} & <Dorp>")
        self.assertEqual(root.findtext("k:relatie/k:postcode", None, NS), "1234AB")
        self.assertEqual(root.findtext("k:relatie/k:telefoon", None, NS), "+31612345678")
        self.assertEqual(root.findtext("k:contactpersonen/k:contactpersoon/k:achternaam", None, NS), "Buurvrouw" + self.canary)
        money = root.find("k:lidmaatschappen/k:lidmaatschap/k:bedrag", NS)
        self.assertEqual((money.text, money.get("valuta")), ("22.50", "EUR"))
        self.assertEqual(root.findtext("k:notities/k:notitie/k:inhoud", None, NS), f"Regel een\nOver {self.canary}")
        files = [element.text for element in root.iterfind("k:dossier/k:document/k:bestand", NS)]
        self.assertEqual(sorted(files), ["dossier/brief (2).pdf", "dossier/brief.pdf"])

    def everything(self):
        """All bytes of the ZIP, those inside the Word documents too."""
        for name in self.zip.namelist():
            content = self.zip.read(name)
            yield name.encode() + content
            if name.endswith(".docx"):
                docx = zipfile.ZipFile(io.BytesIO(content))
                yield from (docx.read(part) for part in docx.namelist())

    def test_it_holds_the_person_and_not_another(self):
        self.assertTrue(any(self.canary.encode() in content for content in self.everything()))
        self.assertFalse(any(self.other.encode() in content for content in self.everything()))
        explanation = zipfile.ZipFile(io.BytesIO(self.zip.read(self.folder + "toelichting.docx"))).read("word/document.xml").decode()
        self.assertIn("Notities die over een ander gaan", explanation)

    def test_whatever_the_database_holds_of_the_person_is_in_it(self):
        # Folded copies for searching hold nothing of their own.
        keys = {("relation", name) for name in ("search_name", "search_partner_name", "search_other", "sort_key")}
        columns = sql(
            "SELECT table_name AS t, column_name AS c FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name) "
            "WHERE table_schema = %s AND table_type = 'BASE TABLE' AND data_type IN ('varchar', 'char', 'text', 'varbinary')", config()["db_name"],
        )
        held = {}
        for column in columns:
            place = (column["t"], column["c"])
            for row in sql(f"SELECT HEX({place[1]}) AS v FROM {place[0]} WHERE LOCATE(CAST(%s AS BINARY), {place[1]}) > 0", self.canary):
                held.setdefault(place, set()).add(bytes.fromhex(row["v"]).decode())
        self.assertIn(("relation", "town"), held)
        self.assertIn(("contact_person", "last_name"), held)
        told = {element.text for element in self.xml().iter()}
        for place in held.keys() - keys:
            self.assertLessEqual(held[place], told, place)

    def test_a_reason_is_told_by_its_title(self):
        title = dict((row["code"], row["title"]) for row in sql("SELECT code, title FROM deregistration_reason"))
        root = self.xml()
        self.assertEqual(root.findtext("k:relatie/k:afmeldreden", None, NS), title["overgestapt"])
        told = {element.text for element in root.iterfind("k:wijzigingen/k:wijziging/*", NS)}
        self.assertLessEqual({title["verhuisd"], title["overgestapt"]}, told)
        self.assertFalse({"verhuisd", "overgestapt"} & told)
        history = self.client.get(f"/relaties/{self.number}/geschiedenis")
        self.assertIn(f"<td role=\"cell\" data-label=\"Werd\">{title['overgestapt']}</td>", history.html)
        self.assertIn(title["overgestapt"], self.client.get(f"/relaties/{self.number}/wijzigen").text)

    def test_names_of_staff_are_not_in_the_history(self):
        changes = ElementTree.tostring(self.xml().find("k:wijzigingen", NS), "unicode")
        self.assertIn("medewerker", changes)
        self.assertNotIn(self.user.name, changes)

    def test_word_documents_are_valid_and_open_in_libreoffice(self):
        if not shutil.which("soffice"):
            self.skipTest("LibreOffice is not here")
        with tempfile.TemporaryDirectory() as folder:
            for name in ("gegevens.docx", "toelichting.docx"):
                pathlib.Path(folder, name).write_bytes(self.zip.read(self.folder + name))
                done = subprocess.run(
                    ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "txt:Text (encoded):UTF8",
                     "--outdir", folder, f"{folder}/{name}"], capture_output=True, text=True, timeout=180,
                )
                self.assertEqual(done.returncode, 0, done.stderr)
            text = pathlib.Path(folder, "gegevens.txt").read_text("utf-8-sig")
            self.assertIn(f"{self.canary} & <Dorp>", text)
            self.assertIn("1234 AB", text)
            self.assertIn("Autoriteit Persoonsgegevens", pathlib.Path(folder, "toelichting.txt").read_text("utf-8-sig"))

    def test_asking_and_fetching_stand_in_the_log(self):
        rows = sql("SELECT event, outcome, user_id FROM audit WHERE relation_id = %s AND event IN ('export_request', 'export_fetch')", self.id)
        self.assertIn(("export_request", "done", str(self.user.id)), [(row["event"], row["outcome"], row["user_id"]) for row in rows])
        before = sum(row["event"] == "export_fetch" for row in rows)
        fetch(self.client, self.path)
        self.assertEqual(
            int(sql_one("SELECT COUNT(*) FROM audit WHERE relation_id = %s AND event = 'export_fetch'", self.id)), before + 1
        )

    def test_it_lies_encrypted_and_no_part_is_left(self):
        name = sql_one("SELECT store_name FROM job WHERE name = %s", job_of(self.path))
        file = pathlib.Path(config()["state_dir"], "exports", name[:2], name)
        content = file.read_bytes()
        self.assertTrue(content.startswith(b"KORENV1\n"))
        self.assertNotIn(b"PK\x03\x04", content)
        self.assertNotIn(self.canary.encode(), content)
        self.assertEqual(list(file.parent.glob("*.part")), [])

    def test_the_list_shows_it(self):
        page = self.client.get("/avg")
        self.assertEqual(page.status, 200)
        self.assertIn(self.path, [href for _, href in page.links()])


class Waiting(unittest.TestCase):
    """While the worker stands still."""

    @classmethod
    def setUpClass(cls):
        cls.user, cls.client = someone("Proef AVG alles", FULL)
        cls.other = someone("Proef AVG alles", FULL)[1]
        cls.number = new_relation(cls.client)
        service("stop", "worker")
        cls.addClassCleanup(service, "start", "worker")
        cls.path = ask(cls.client, cls.number)

    def test_the_page_reloads_itself_and_can_be_stopped(self):
        page = self.client.get(self.path)
        self.assertIsNotNone(page.find("meta", **{"http_equiv": "refresh"}))
        stopped = self.client.get(page.link("Stop met verversen"))
        self.assertEqual(stopped.status, 200)
        self.assertIsNone(stopped.find("meta", **{"http_equiv": "refresh"}))
        self.assertEqual(stopped.link("Kijk hoe ver het is"), self.path)

    def test_there_is_no_file_yet(self):
        self.assertEqual(self.client.get(self.path + "/bestand").status, 404)

    def test_a_mail_when_it_is_ready_is_asked_for_by_who_asked_for_it(self):
        self.assertIn("Mail mij als het klaar is", self.client.get(self.path).text)
        self.assertEqual(self.client.post(self.path + "/mail", {}).status, 303)
        page = self.client.get(self.path)
        self.assertNotIn("Mail mij", page.text)
        self.assertIn("Wij mailen u", page.text)
        self.assertEqual(sql_one("SELECT tell FROM job WHERE name = %s", job_of(self.path)), "1")
        self.assertEqual(self.other.post(self.path + "/mail", {}).status, 404)
        self.assertNotIn("Mail mij", self.other.get(self.path).text)

    def test_asking_again_gives_the_same_one(self):
        self.assertEqual(ask(self.client, self.number), self.path)

    def test_looking_leaves_no_rows_in_the_log(self):
        before = sql_one("SELECT COUNT(*) FROM audit WHERE user_id = %s", self.user.id)
        self.client.get(self.path)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM audit WHERE user_id = %s", self.user.id), before)


class Told(unittest.TestCase):
    def test_one_mail_however_often_the_work_begins_again(self):
        user, client = someone("Proef AVG alles", FULL)
        number = new_relation(client)
        mail = Mail(user.email)
        service("stop", "worker")
        try:
            path = ask(client, number)
            self.assertEqual(client.post(path + "/mail", {}).status, 303)
            kill = pathlib.Path(config()["spool_dir"], "kill.export-2")
            kill.touch()
        finally:
            service("start", "worker")
        wait_ready(client, path, 90)
        self.assertFalse(kill.exists())
        text = mail.text()
        self.assertIn(config()["staff_url"] + path, text)
        self.assertNotIn(number, text)
        rows = sql("SELECT tries FROM job WHERE name = %s", job_of(path))
        self.assertGreater(int(rows[0]["tries"]), 1)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM outbox WHERE kind = 'export-klaar' AND recipient = %s", user.email), "1")

    def failed(self, user, tell):
        """An export that a worker left for the last time, given up by the next worker that looks; the path of its page."""
        name = secrets.token_hex(16)
        sql(
            "INSERT INTO job (name, kind, relation_id, user_id, site, state, tries, tell, worker, lease_until, created_at) "
            "SELECT %s, 'export', MIN(id), %s, 'staff', 'running', 5, %s, 'elders:1:1', UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE, UTC_TIMESTAMP(6) FROM relation",
            name,
            user.id,
            tell,
        )
        wait_for(lambda: sql_one("SELECT state FROM job WHERE name = %s", name) == "failed")
        return "/avg/export/" + name

    def test_one_mail_when_it_failed_and_the_page_says_so(self):
        user, client = someone("Proef AVG alles", FULL)
        mail = Mail(user.email)
        path, silent = self.failed(user, 1), self.failed(user, 0)
        text = mail.text()
        self.assertIn(config()["staff_url"] + path, text)
        self.assertIn("opnieuw", text)
        self.assertNotIn(sql_one("SELECT r.number FROM job j JOIN relation r ON r.id = j.relation_id WHERE j.name = %s", job_of(path)), text)
        self.assertIn("hierover ook een e-mail", client.get(path).text)
        self.assertNotIn("e-mail", client.get(silent).find("section", cls="job").text)
        told = "SELECT COUNT(*) FROM outbox WHERE kind = 'export-mislukt' AND recipient = %s"
        wait_ready(client, ask(client, new_relation(client)))  # the worker has come round since
        self.assertEqual(sql_one(told, user.email), "1")

    def test_nobody_is_mailed_who_did_not_ask(self):
        user, client = someone("Proef AVG alles", FULL)
        wait_ready(client, ask(client, new_relation(client)))
        self.assertEqual(sql_one("SELECT COUNT(*) FROM outbox WHERE kind = 'export-klaar' AND recipient = %s", user.email), "0")


class Refused(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.user, cls.client = someone("Proef AVG alles", FULL)
        cls.number = new_relation(cls.client)

    def test_an_unknown_number_is_told_at_the_field(self):
        for typed in ("999999999999", "", "  ", "1' OR '1'='1", "x" * 13):
            self.client.get("/avg")
            page = self.client.post("/avg/export", {"relatie": typed})
            self.assertEqual(page.status, 422, typed)
            self.assertTrue(page.error_of("relatie"), typed)
            self.assertTrue(page.title().startswith("Fout: "))

    def test_spaces_around_a_number_are_forgiven(self):
        self.assertTrue(ask(self.client, f" {self.number} ").startswith("/avg/export/"))

    def test_who_may_not_gets_404_and_a_row_in_the_log(self):
        path = ask(self.client, self.number)
        wait_ready(self.client, path)
        user, other = someone("Proef zonder AVG", ("account", "relation_read"))
        for page in (other.get("/avg"), other.post("/avg/export", {"relatie": self.number}), other.get(path), other.get(path + "/bestand")):
            self.assertEqual(page.status, 404)
        refused = int(sql_one("SELECT COUNT(*) FROM audit WHERE user_id = %s AND event = 'authz_fail' AND outcome = 'refused'", user.id))
        self.assertEqual(refused, 4)

    def test_unknown_jobs_and_wrong_methods(self):
        for name in ("0" * 32, "x", "a" * 64):
            self.assertEqual(self.client.get(f"/avg/export/{name}").status, 404)
            self.assertEqual(self.client.get(f"/avg/export/{name}/bestand").status, 404)
        self.assertEqual(self.client.get("/avg/export").status, 405)
        self.client.get("/avg")
        self.assertEqual(self.client.post("/avg").status, 405)
        self.assertEqual(self.client.post("/avg/export", {"relatie": self.number}, csrf="x" * 43).status, 403)


class Expired(unittest.TestCase):
    def test_after_its_days_it_cannot_be_fetched_and_its_file_goes(self):
        _, client = someone("Proef AVG alles", FULL)
        path = ask(client, new_relation(client))
        wait_ready(client, path)
        name = sql_one("SELECT store_name FROM job WHERE name = %s", job_of(path))
        file = pathlib.Path(config()["state_dir"], "exports", name[:2], name)
        self.assertTrue(file.exists())
        days = sql_one("SELECT TIMESTAMPDIFF(SECOND, finished_at, expires_at) FROM job WHERE name = %s", job_of(path))
        self.assertAlmostEqual(int(days), 7 * 86400, delta=5)
        sql("UPDATE job SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE name = %s", job_of(path))
        page = client.get(path)
        self.assertIn("verlopen", page.html)
        self.assertIsNone(page.link("Download"))
        self.assertEqual(client.get(path + "/bestand").status, 404)
        service("stop", "worker")
        service("start", "worker")  # it sweeps as it begins
        wait_for(lambda: not file.exists(), 30)
        self.assertEqual(wait_for(lambda: sql_one("SELECT state FROM job WHERE name = %s AND state = 'expired'", job_of(path))), "expired")
        self.assertEqual(client.get(path + "/bestand").status, 404)
        rows = sql("SELECT site, act FROM audit WHERE event = 'export_expire' AND object_id = (SELECT id FROM job WHERE name = %s)", job_of(path))
        self.assertEqual([(row["site"], row["act"]) for row in rows], [("system", "D")])
        again = client.post("/avg/export", {"relatie": page.form(action="/avg/export").value("relatie")})
        self.assertEqual(again.status, 303)


if __name__ == "__main__":
    unittest.main()
