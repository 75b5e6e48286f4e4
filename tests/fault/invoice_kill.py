#!/usr/bin/python3 -B
"""koren-worker is killed (SIGKILL) while it makes a run of invoices and while it gives them numbers: before a commit, and at any moment. In the end
each membership has exactly one invoice with one line, and the numbers have no gap."""

import os
import pathlib
import random
import signal
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "http"))

from export_kill import SPOOL, TRIES, jobs_pid  # noqa: E402
from koren_http import sql, sql_one, wait_for  # noqa: E402
from test_crm import staff, word  # noqa: E402
from test_invoice_run import preview, state  # noqa: E402

MEMBERS = 350  # three batches and a half


def members(type):
    """So many memberships of a new type, at relations that get an invoice; the last ones, so that the first of the demo stay as they are."""
    sql(
        "INSERT INTO membership (relation_id, type, start_date, amount_cents, payment_method, created_at, changed_at) "
        "SELECT id, %s, '2020-01-01', 1234, 'factuur', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) FROM relation "
        f"WHERE status = 'actief' AND death_date IS NULL ORDER BY id DESC LIMIT {MEMBERS}", type
    )


def number_of(path):
    return path.rsplit("/", 1)[1]


class Killed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = staff()

    def setUp(self):
        self.type = "Proefsoort " + word()
        members(self.type)
        self.path = preview(self.client, [self.type], "2027-K1")

    def tearDown(self):
        for fault in SPOOL.glob("kill.factuur*"):
            fault.unlink()

    def job(self, column):
        return sql_one(f"SELECT j.{column} FROM job j JOIN invoice_run n ON n.job = j.name WHERE n.id = %s", number_of(self.path))

    def made(self):
        return int(sql_one("SELECT made FROM invoice_run WHERE id = %s", number_of(self.path)))

    def numbers(self):
        return [row["number"] for row in sql("SELECT number FROM invoice WHERE run_id = %s AND number IS NOT NULL ORDER BY number", number_of(self.path))]

    def confirm(self):
        self.client.get(self.path)
        page = self.client.post(self.path + "/maken", {"aantal": str(MEMBERS)})
        self.assertEqual(page.status, 303, page.errors())

    def check_made(self):
        rows = sql(
            "SELECT m.id, COUNT(DISTINCT i.id) AS invoices, COUNT(DISTINCT l.id) AS line_count, COUNT(DISTINCT x.month) AS months FROM membership m "
            "LEFT JOIN invoice_month x ON x.membership_id = m.id LEFT JOIN invoice i ON i.id = x.invoice_id "
            "LEFT JOIN invoice_line l ON l.invoice_id = i.id WHERE m.type = %s GROUP BY m.id", self.type
        )
        self.assertEqual(len(rows), MEMBERS)
        self.assertEqual({(row["invoices"], row["line_count"], row["months"]) for row in rows}, {("1", "1", "3")})
        self.assertEqual(int(sql_one("SELECT COUNT(*) FROM invoice WHERE run_id = %s", number_of(self.path))), MEMBERS)
        self.assertEqual(self.made(), MEMBERS)
        self.assertEqual(sql_one("SELECT total_cents FROM invoice_run WHERE id = %s", number_of(self.path)),
                         sql_one("SELECT SUM(total_cents) FROM invoice WHERE run_id = %s", number_of(self.path)))

    def check_numbered(self):
        numbers = self.numbers()
        self.assertEqual(len(numbers), MEMBERS)
        values = sorted(int(number.rsplit("-", 1)[1]) for number in numbers)
        self.assertEqual(values, list(range(values[0], values[0] + MEMBERS)))

    def test_before_each_commit(self):
        (SPOOL / "kill.factuurrun").touch()
        pid = wait_for(jobs_pid)
        self.confirm()
        wait_for(lambda: not (SPOOL / "kill.factuurrun").exists(), 30)
        (SPOOL / "kill.factuurrun").touch()
        wait_for(lambda: not (SPOOL / "kill.factuurrun").exists(), 60)
        self.assertNotEqual(wait_for(jobs_pid, 30), pid)
        wait_for(lambda: state(self.path) == "gemaakt", 90)
        self.assertEqual(self.job("tries"), "3")
        self.check_made()
        (SPOOL / "kill.factuurnummers").touch()
        self.client.get(self.path)
        self.assertEqual(self.client.post(self.path + "/definitief").status, 303)
        wait_for(lambda: not (SPOOL / "kill.factuurnummers").exists(), 30)
        wait_for(lambda: state(self.path) == "definitief", 90)
        self.assertEqual(self.job("tries"), "2")
        self.check_numbered()

    def test_at_any_moment(self):
        seed = int.from_bytes(os.urandom(4), "big")
        dice = random.Random(seed)
        self.confirm()
        self.kill_while("gemaakt", dice, seed)
        self.check_made()
        self.client.get(self.path)
        self.assertEqual(self.client.post(self.path + "/definitief").status, 303)
        self.kill_while("definitief", dice, seed)
        self.check_numbered()

    def kill_while(self, end, dice, seed):
        kills = 0
        for _ in range(TRIES - 1):
            pid = wait_for(jobs_pid, 60)
            wait_for(lambda: self.job("state") != "waiting", 60)
            time.sleep(dice.uniform(0, 0.3))
            if state(self.path) == end:
                break
            os.kill(pid, signal.SIGKILL)
            kills += 1
            wait_for(lambda gone=pid: jobs_pid() not in (None, gone), 60)
        wait_for(lambda: state(self.path) == end, 90)
        self.assertGreater(kills, 0, f"seed {seed}")

    def test_too_often_and_then_on_by_hand(self):
        self.confirm()
        for _ in range(TRIES):
            (SPOOL / "kill.factuurrun").touch()
            wait_for(lambda: not (SPOOL / "kill.factuurrun").exists(), 60)
        wait_for(lambda: self.job("state") == "failed", 60)
        page = self.client.get(self.path)
        self.assertIn("Verder gaan", page.text)
        self.assertEqual(self.client.post(self.path + "/verder").status, 303)
        wait_for(lambda: state(self.path) == "gemaakt", 90)
        self.check_made()
        self.assertEqual(self.client.post(self.path + "/weggooien").status, 303)
        self.assertEqual(sql("SELECT id FROM invoice WHERE run_id = %s", number_of(self.path)), [])


if __name__ == "__main__":
    unittest.main()
