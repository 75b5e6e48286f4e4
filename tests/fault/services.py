#!/usr/bin/python3 -B
"""What a program stands on goes away and comes back: a page says so, nothing is half done, and nobody has to restart anything."""

import concurrent.futures
import os
import pathlib
import secrets
import signal
import socket
import ssl
import sys
import time
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "http"))

from fastcgi import workers  # noqa: E402
from koren_http import CA_FILE, PORTAL, RUN, STAFF, Client, raw, service, wait_for  # noqa: E402

SITES = (STAFF, PORTAL)
HOST = urllib.parse.urlsplit(STAFF).netloc


def post_sign_in(base):
    """Something that needs the database: the sign-in of somebody unknown."""
    client = Client(base)
    client.get("/aanmelden")
    form = {"gebruiker": f"niemand.{secrets.token_hex(6)}@demo.example", "wachtwoord": "een wachtwoord van niemand"}
    return client.post("/aanmelden", form)


class DatabaseAway(unittest.TestCase):
    def test_a_page_says_so_and_it_recovers_by_itself(self):
        for base in SITES:
            self.assertIn(post_sign_in(base).status, (303, 422))
        service("kill", "mariadb")
        try:
            for base in SITES:
                for _ in range(6):  # every worker, and again when its connection is known to be gone
                    page = post_sign_in(base)
                    self.assertEqual((page.status, page.find("html").get("lang")), (503, "nl"))
                    self.assertTrue(page.h1())
        finally:
            service("start", "mariadb")
        for base in SITES:
            wait_for(lambda: post_sign_in(base).status in (303, 422), 15)
            for _ in range(6):  # every worker has its connection back
                self.assertIn(post_sign_in(base).status, (303, 422))


class WorkersKilled(unittest.TestCase):
    def test_a_killed_worker_is_replaced_and_visitors_hardly_notice(self):
        for program in ("signin", "crm"):
            with self.subTest(program):
                before = workers(program)
                for pid in before:
                    os.kill(int(pid), signal.SIGKILL)
                after = wait_for(lambda: len(workers(program) - before) >= len(before) and workers(program), 15)
                self.assertFalse(after & before)
                wait_for(lambda: Client().get("/aanmelden" if program == "signin" else "/").status in (200, 303), 10)

    def test_the_worker_is_kept_running(self):
        before = workers("worker")
        self.assertTrue(before)
        for pid in before:
            os.kill(int(pid), signal.SIGKILL)
        wait_for(lambda: workers("worker") - before, 10)


def connect():
    parts = urllib.parse.urlsplit(STAFF)
    context = ssl.create_default_context(cafile=str(CA_FILE))
    return context.wrap_socket(socket.create_connection((parts.hostname, parts.port), timeout=30), server_hostname=parts.hostname)


class SlowClients(unittest.TestCase):
    def test_headers_that_do_not_come_within_ten_seconds(self):
        with connect() as connection:
            started = time.monotonic()
            answer = b""
            try:
                connection.sendall(b"GET / HTTP/1.1\r\n")
                for _ in range(30):
                    connection.sendall(b"X-Slow: 1\r\n")
                    time.sleep(0.7)
                answer = connection.recv(100)
            except (ConnectionError, ssl.SSLError):
                pass
            self.assertLess(time.monotonic() - started, 20)
            self.assertNotIn(b" 200 ", answer)

    def test_many_that_send_half_a_form_keep_nobody_waiting(self):
        held = [connect() for _ in range(40)]
        try:
            for connection in held:
                connection.sendall(
                    f"POST /aanmelden HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    "Content-Length: 1000\r\n\r\ngebruiker=".encode()
                )
            started = time.monotonic()
            for _ in range(5):
                self.assertEqual(Client().get("/aanmelden").status, 200)
            self.assertLess(time.monotonic() - started, 5)
        finally:
            for connection in held:
                connection.close()

    def test_an_upload_that_breaks_off_leaves_nothing_behind(self):
        temporary = RUN / "nginx" / "tmp" / "body"
        spool = RUN / "spool"
        before = set(spool.rglob("*"))
        for _ in range(5):
            with connect() as connection:
                connection.sendall(
                    f"POST /relaties/1/dossier HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                    "Content-Length: 50000000\r\n\r\n--b\r\n".encode()
                    + b"x" * 3_000_000
                )
        wait_for(lambda: not [path for path in temporary.rglob("*") if path.is_file()], 40)
        self.assertEqual(set(spool.rglob("*")) - before, set())


class ManyAtOnce(unittest.TestCase):
    def test_two_hundred_visitors_forty_at_a_time(self):
        with concurrent.futures.ThreadPoolExecutor(40) as pool:
            answers = list(pool.map(lambda _: Client().get("/aanmelden").status, range(200)))
        self.assertEqual(set(answers), {200})

    def test_requests_one_behind_the_other_on_one_connection(self):
        one = f"GET /aanmelden HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
        answer = raw(one * 3 + one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        self.assertEqual(answer.count(b"HTTP/1.1 200 "), 4)


if __name__ == "__main__":
    unittest.main()
