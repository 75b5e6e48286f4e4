#!/usr/bin/python3 -B
"""koren-worker is killed (SIGKILL) while it imports a file: after a batch, and at any moment. In the end every line is in it once."""

import os
import pathlib
import random
import re
import signal
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "http"))

from koren_http import RUN, STAFF, config, signed_in, sql, sql_one, wait_for  # noqa: E402
from test_crm import BEHEER, word  # noqa: E402
from test_import_pages import checked_path, state  # noqa: E402

LINES = 4000
TRIES = 5  # JOB_TRIES
SPOOL = pathlib.Path(config()["spool_dir"])


def jobs_pid():
    """The half of koren-worker that imports; None while it is being started again."""
    started = re.findall(r"\[(\d+)\] info worker_started half=jobs", (RUN / "log" / "worker.log").read_text())
    pid = int(started[-1]) if started else None
    try:
        return pid if pid and b"koren-worker" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes() else None
    except (FileNotFoundError, ProcessLookupError):
        return None


class Killed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = signed_in(STAFF, BEHEER)

    def begin(self):
        """A file that was looked at, and its import begun; gives name and path."""
        name = word()
        rows = "".join(f"{name}{'x' * (i % 7)};{i % 28 + 1}-{i % 12 + 1}-{1900 + i % 120};Klas {i}\n" for i in range(LINES))
        path = checked_path(self.client, "Achternaam;Geboortedatum;Roepnaam\n" + rows)
        page = self.client.submit(self.client.get(path).form(action=path + "/uitvoeren"))
        assert page.status == 303
        return name, path

    def check_whole(self, name, path):
        wait_for(lambda: state(path) == "done", 180)
        file = sql("SELECT id, lines_read, added, duplicate, refused FROM import_file WHERE name = %s", path.split("/")[2])[0]
        added = int(sql_one("SELECT COUNT(*) FROM relation WHERE last_name LIKE %s", name + "%"))
        self.assertEqual(int(file["lines_read"]), LINES)
        self.assertEqual(int(file["added"]), added)
        lines = sql("SELECT outcome, COUNT(*) AS n, COUNT(DISTINCT relation_id) AS r FROM import_line WHERE import_id = %s AND phase = 'import' GROUP BY outcome", file["id"])
        told = {line["outcome"]: int(line["n"]) for line in lines}
        self.assertEqual(sum(told.values()), LINES)
        self.assertEqual(told.get("added", 0), added)
        self.assertEqual(next(int(line["r"]) for line in lines if line["outcome"] == "added"), added)

    def test_after_a_batch(self):
        fault = SPOOL / "kill.import"
        pid = wait_for(jobs_pid)
        name, path = self.begin()
        fault.touch()
        self.addCleanup(fault.unlink, missing_ok=True)
        wait_for(lambda: not fault.exists() or state(path) == "done", 60)
        self.check_whole(name, path)
        if not fault.exists():
            self.assertNotEqual(jobs_pid(), pid)

    def test_at_any_moment(self):
        seed = int.from_bytes(os.urandom(4), "big")
        dice, kills = random.Random(seed), 0
        for _ in range(3):
            with self.subTest(seed=seed):
                name, path = self.begin()
                for _ in range(TRIES - 2):
                    pid = wait_for(jobs_pid, 30)
                    time.sleep(dice.uniform(0, 1))
                    if state(path) == "done":
                        break
                    os.kill(pid, signal.SIGKILL)
                    kills += 1
                    wait_for(lambda: jobs_pid() not in (None, pid), 30)
                self.check_whole(name, path)
        self.assertGreater(kills, 0)


if __name__ == "__main__":
    unittest.main()
