#!/usr/bin/python3 -B
"""koren-worker is killed (SIGKILL) while it makes exports: at each step, and at any moment. In the end there is one whole export, nothing else, and
plain text was never on a disk."""

import hashlib
import io
import os
import pathlib
import random
import re
import secrets
import signal
import sys
import time
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "http"))

from koren_http import RUN, config, sql, sql_one, wait_for  # noqa: E402
from test_avg import FULL, ask, fetch, job_of, new_relation, someone, wait_ready, word  # noqa: E402

STEPS = 3  # enum export_step: reading, adding files, storing
TRIES = 5  # JOB_TRIES
LARGE = 48 << 20
EXPORTS = pathlib.Path(config()["state_dir"], "exports")
SPOOL = pathlib.Path(config()["spool_dir"])


def jobs_pid():
    """The half of koren-worker that makes exports; None while it is being started again."""
    started = re.findall(r"\[(\d+)\] info worker_started half=jobs", (RUN / "log" / "worker.log").read_text())
    pid = int(started[-1]) if started else None
    try:
        return pid if pid and b"koren-worker" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes() else None
    except (FileNotFoundError, ProcessLookupError):
        return None


def files():
    """Everything among the exports, finished or not."""
    return {path.name for path in EXPORTS.rglob("*") if path.is_file()}


def holds(folder, what):
    """Whether any file below this folder has these bytes in it."""
    for path in folder.rglob("*"):
        try:
            if path.is_file() and what in path.read_bytes():
                return path
        except FileNotFoundError:
            pass  # it went while we looked
    return None


class Killed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.user, cls.client = someone("Proef AVG alles", FULL)
        cls.canary = "Kanarie" + word()
        cls.number = new_relation(cls.client, straat="Dorpsstraat", huisnummer="1", postcode="1234 AB", woonplaats=cls.canary)
        cls.document = b"%PDF-1.7\n" + cls.canary.encode() + os.urandom(LARGE)
        cls.client.get(f"/relaties/{cls.number}/dossier")
        page = cls.client.post_multipart(
            f"/relaties/{cls.number}/dossier", {"omschrijving": "Groot"}, [("bestand", "groot.pdf", cls.document, "application/pdf")]
        )
        assert page.status == 303, f"{page}: {page.errors()}"

    def check_whole(self, path, before):
        """The export of this page is whole, and beside it nothing came."""
        name = sql_one("SELECT store_name FROM job WHERE name = %s", job_of(path))
        self.assertEqual(files() - before, {name})
        archive = zipfile.ZipFile(io.BytesIO(fetch(self.client, path).body))
        lines = dict(reversed(line.split("  ", 1)) for line in archive.read("MANIFEST.txt").decode().splitlines())
        self.assertEqual(len(lines), 5)
        for entry, digest in lines.items():
            self.assertEqual(hashlib.sha256(archive.read(entry)).hexdigest(), digest, entry)
        self.assertIsNone(holds(EXPORTS, self.canary.encode()))
        for spooled in SPOOL.iterdir():  # what was fetched just now waits there to be swept
            if re.fullmatch(r"[0-9a-f]{32}", spooled.name):
                spooled.unlink()

    def test_at_each_step(self):
        for step in range(STEPS):
            with self.subTest(step=step):
                before, pid = files(), wait_for(jobs_pid)
                fault = SPOOL / f"kill.export-{step}"
                fault.touch()
                try:
                    path = ask(self.client, self.number)
                    wait_for(lambda: not fault.exists(), 30)
                    self.assertIsNone(holds(SPOOL, self.canary.encode()))
                    wait_ready(self.client, path, 60)
                finally:
                    fault.unlink(missing_ok=True)
                self.assertNotEqual(jobs_pid(), pid)
                self.assertEqual(sql_one("SELECT tries FROM job WHERE name = %s", job_of(path)), "2")
                self.check_whole(path, before)

    def test_at_any_moment(self):
        seed = int.from_bytes(os.urandom(4), "big")
        dice, kills = random.Random(seed), 0
        for round in range(6):
            with self.subTest(round=round, seed=seed):
                before = files()
                path = ask(self.client, self.number)
                for _ in range(TRIES - 2):
                    pid = wait_for(jobs_pid, 30)
                    wait_for(lambda: sql_one("SELECT state FROM job WHERE name = %s", job_of(path)) != "waiting", 30)
                    time.sleep(dice.uniform(0, 0.4))
                    if sql_one("SELECT state FROM job WHERE name = %s", job_of(path)) == "done":
                        break
                    os.kill(pid, signal.SIGKILL)
                    kills += 1
                    wait_for(lambda: jobs_pid() not in (None, pid), 30)
                wait_ready(self.client, path, 60)
                self.check_whole(path, before)
        self.assertGreater(kills, 0)

    def test_too_often_ends_in_a_page_that_says_so(self):
        path = ask(self.client, self.number)
        fault = SPOOL / "kill.export-0"
        for _ in range(TRIES):
            fault.touch()
            wait_for(lambda: not fault.exists(), 60)
        wait_for(lambda: sql_one("SELECT state FROM job WHERE name = %s", job_of(path)) == "failed", 60)
        page = self.client.get(path)
        self.assertIn("niet gelukt", page.html)
        self.assertEqual(self.client.get(path + "/bestand").status, 404)
        self.assertEqual(page.form(action="/avg/export").value("relatie"), self.number)


if __name__ == "__main__":
    unittest.main()
