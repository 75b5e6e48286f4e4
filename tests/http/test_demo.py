"""The demo controller: there once and whole, also after a kill; never on a system that is no development."""

import hashlib
import json
import os
import pathlib
import signal
import subprocess
import time
import unittest

from koren_http import CONF, RUN, STAFF, admin, config, signed_in, sql, sql_one


def made():
    return int(sql_one("SELECT value FROM counter WHERE name = 'demo_relations'"))


class DemoTest(unittest.TestCase):
    def test_a_second_run_adds_nothing(self):
        before = made()
        said = json.loads(admin("demo", "--json").stdout)
        self.assertEqual(said, {"added": 0, "relations": before, "users": 0})
        self.assertIn("nothing added", admin("demo").stdout)

    def test_a_larger_number_adds_the_rest_even_after_a_kill(self):
        before, relations, target = made(), int(sql_one("SELECT COUNT(*) FROM relation")), made() + 300
        command = [str(RUN / "inst" / "sbin" / "koren-admin"), "-c", str(CONF), "demo", "--relations", str(target)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.2)
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.assertIn(made() - before, (0, 250, 300))
        said = json.loads(admin("demo", "--json", "--relations", target).stdout)
        self.assertEqual((said["relations"], made()), (target, target))
        self.assertGreaterEqual(int(sql_one("SELECT COUNT(*) FROM relation")), relations + 300)
        self.assertEqual(sql("SELECT number FROM relation GROUP BY number HAVING COUNT(*) > 1"), [])

    def test_not_without_development(self):
        conf = CONF.with_name("koren-no-demo.conf")
        changed = {"development": "no", "scrypt_log2_n": "16", "scrypt_p": "2", "smtp_starttls": "yes", "clock_offset": "0"}
        lines = [line for line in CONF.read_text("utf-8").splitlines() if line.split("=")[0].strip() not in (*changed, "audit", "sandbox")]
        conf.write_text("\n".join(lines + [f"{key} = {value}" for key, value in changed.items()]) + "\n")
        self.addCleanup(conf.unlink)
        command = [str(RUN / "inst" / "sbin" / "koren-admin"), "-c", str(conf), "demo"]
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("development = yes", done.stderr)

    def test_refuses_what_is_no_number(self):
        for wrong in ("0", "-1", "veel", "1000001"):
            self.assertEqual(admin("demo", "--relations", wrong, check=False).returncode, 1, wrong)

    def test_invoices_add_up(self):
        self.assertEqual(
            sql("SELECT i.id FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id GROUP BY i.id HAVING SUM(l.total_cents) <> MAX(i.total_cents)"), []
        )
        self.assertEqual(sql("SELECT id FROM invoice_line WHERE total_cents <> quantity * price_cents"), [])
        self.assertEqual(int(sql_one("SELECT COUNT(*) FROM invoice i JOIN relation r ON r.id = i.relation_id WHERE r.last_name = 'Factuurman'")), 300)

    def test_every_relation_has_its_key_and_its_history(self):
        demo = "FROM relation r WHERE CAST(r.number AS UNSIGNED) BETWEEN 10001 AND 12000 AND NOT EXISTS"
        self.assertEqual(sql(f"SELECT r.id {demo} (SELECT 1 FROM relation_key k WHERE k.relation_id = r.id)"), [])
        missing = f"SELECT r.id {demo} (SELECT 1 FROM relation_history h WHERE h.relation_id = r.id AND h.entity = 'relation')"
        self.assertEqual(sql(missing), [])

    def test_documents_open_and_are_what_was_stored(self):
        client = signed_in(STAFF, "beheer@demo.example")
        rows = sql(
            "SELECT r.number, d.id, d.sha256, d.size FROM document d JOIN relation r ON r.id = d.relation_id WHERE d.author IN "
            "('Marijke Bos', 'Tom de Leeuw', 'Ayşe Demir', 'Sjoukje van der Zee') ORDER BY d.id LIMIT 9"
        )
        self.assertEqual(len(rows), 9)
        for row in rows:
            page = client.get(f"/relaties/{row['number']}/dossier/{row['id']}/bestand")
            self.assertEqual((page.status, hashlib.sha256(page.body).hexdigest(), str(len(page.body))), (200, row["sha256"], row["size"]))

    def test_documents_are_encrypted_on_disk(self):
        files = list(pathlib.Path(config()["state_dir"], "documents").rglob("*"))
        self.assertGreater(sum(file.is_file() for file in files), 100)
        for file in [file for file in files if file.is_file()][:50]:
            self.assertNotIn(b"%PDF", file.read_bytes(), file)
            self.assertEqual(os.stat(file).st_mode & 0o007, 0, file)


if __name__ == "__main__":
    unittest.main()
