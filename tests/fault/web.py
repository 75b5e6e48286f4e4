#!/usr/bin/python3 -B
"""Peers that stop half-way, a database that goes away, and being told to stop in the middle of a request."""

import os
import pathlib
import signal
import socket
import sys
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1] / "http")]

from fastcgi import GOOD, POST, SOCKETS, STDIN, begin, params, record, workers  # noqa: E402
from koren_http import PORTAL, STAFF, Client, config, raw, service, sql_one, wait_for  # noqa: E402
from koren_user import User, role_with  # noqa: E402

PATIENCE = 10  # seconds that a program waits for its peer (lib/web/app.c)


def connect(program="signin"):
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(30)
    connection.connect(str(SOCKETS / f"{program}.sock"))
    return connection


def all_of(connection):
    answer = b""
    with connection:
        try:
            while piece := connection.recv(65536):
                answer += piece
        except ConnectionResetError:
            pass
    return answer


class Peers(unittest.TestCase):
    def test_silent_peers_hold_a_worker_for_ten_seconds_and_no_longer(self):
        silent = []
        for start in (begin() + params(**GOOD)[:20], begin() + params(**{**POST, "CONTENT_LENGTH": "400"}) + record(STDIN, b"a=b&")):
            for _ in workers("signin"):
                silent.append(connect())
                silent[-1].sendall(start)
        before = time.monotonic()
        page = Client(STAFF, timeout=60).get("/aanmelden")
        waited = time.monotonic() - before
        self.assertEqual(page.status, 200)
        self.assertLess(waited, 3 * PATIENCE)  # each worker had two in front of it
        for one in silent:
            one.close()

    def test_a_browser_that_goes_away_in_the_middle_leaves_nothing(self):
        before, alive = sql_one("SELECT COUNT(*) FROM audit"), workers("signin")
        for _ in range(20):
            connection = connect()
            connection.sendall(begin() + params(**{**POST, "CONTENT_LENGTH": "60000"}) + record(STDIN, b"gebruiker=x&" * 100))
            connection.close()
        self.assertEqual(Client(STAFF).get("/aanmelden").status, 200)
        self.assertEqual(sql_one("SELECT COUNT(*) FROM audit"), before)
        self.assertEqual(workers("signin"), alive)

    def test_a_reader_that_goes_away_ends_no_worker(self):
        alive = workers("signin")
        for _ in range(20):
            connection = connect()
            connection.sendall(begin() + params(**GOOD) + record(STDIN))
            connection.close()
        self.assertEqual(Client(STAFF).get("/aanmelden").status, 200)
        self.assertEqual(workers("signin"), alive)


class Stopping(unittest.TestCase):
    def tearDown(self):
        # Who stopped by itself is not started again by what watches it.
        service("stop", "signin")
        service("start", "signin")
        self.assertEqual(Client(STAFF).get("/aanmelden").status, 200)

    def test_a_request_is_finished_before_a_worker_stops(self):
        connections = []
        pids = workers("signin")
        # As many as there are workers: each has one in hand, its body not yet there.
        for _ in pids:
            connections.append(connect())
            connections[-1].sendall(begin() + params(**{**POST, "CONTENT_LENGTH": "7"}) + record(STDIN, b"a=b"))
            time.sleep(0.3)
        for pid in pids:
            os.kill(int(pid), signal.SIGTERM)
        time.sleep(0.5)
        for connection in connections:
            connection.sendall(record(STDIN, b"&c=d") + record(STDIN))
            self.assertIn(b"Status: 403", all_of(connection))  # no token: a whole answer, and the right one
        wait_for(lambda: not workers("signin") & pids)

    def test_an_idle_worker_stops_at_once(self):
        pids = workers("signin")
        for pid in pids:
            os.kill(int(pid), signal.SIGTERM)
        wait_for(lambda: not workers("signin") & pids, 3)


class Database(unittest.TestCase):
    def test_without_a_database_there_is_a_page_and_it_recovers_by_itself(self):
        client = Client(STAFF)
        page = client.get("/aanmelden")
        service("stop", "mariadb")
        try:
            for base in (STAFF, PORTAL):
                before = time.monotonic()
                page = Client(base).get("/aanmelden")
                self.assertLess(time.monotonic() - before, 3)
                self.assertEqual(page.status, 503)
                self.assertEqual(page.headers["Retry-After"], "60")
                self.assertEqual(page.h1(), "Het lukt nu even niet")
                self.assertIn("koren.css", page.html)  # the house style
            page = client.post("/aanmelden", {"gebruiker": "medewerker@demo.example", "wachtwoord": "x"})
            self.assertEqual(page.status, 503)
            self.assertNotIn("medewerker", page.html)
        finally:
            service("start", "mariadb")
        self.assertEqual(Client(STAFF).get("/aanmelden").status, 200)
        self.assertEqual(Client(PORTAL).get("/aanmelden").status, 200)


class Uploads(unittest.TestCase):
    """Through the program's own socket, for nginx passes only whole bodies."""

    @classmethod
    def setUpClass(cls):
        cls.client = User.new(roles=[role_with("Proef: alles", "TRUE")]).sign_in()
        cls.client.get("/relaties/nieuw")
        page = cls.client.post("/relaties/nieuw", {"achternaam": "Proefmans"})
        assert page.status == 303, page.errors()
        cls.path = page.location + "/dossier"
        page = cls.client.get(cls.path)
        assert page.status == 200, page
        cls.csrf = cls.client.csrf
        cls.cookie = "; ".join(f"{cookie.name}={cookie.value}" for cookie in cls.client.cookies.values())

    def files(self):
        folder = pathlib.Path(config()["state_dir"]) / "documents"
        return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []

    def body(self, csrf=None, size=300_000, close=True):
        part = '--xYz\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
        head = part.format("csrf", csrf if csrf is not None else self.csrf) + part.format("omschrijving", "Proef")
        head += '--xYz\r\nContent-Disposition: form-data; name="bestand"; filename="proef.txt"\r\nContent-Type: text/plain\r\n\r\n'
        return head.encode() + b"x" * size + (b"\r\n--xYz--\r\n" if close else b"")

    def start(self, body, length=None, **more):
        connection = connect("crm")
        values = {**POST, "DOCUMENT_URI": self.path, "REQUEST_URI": self.path, "CONTENT_TYPE": "multipart/form-data; boundary=xYz",
                  "CONTENT_LENGTH": str(len(body) if length is None else length), "HTTP_COOKIE": self.cookie, **more}
        connection.sendall(begin() + params(**values))
        try:
            for at in range(0, len(body), 60000):
                connection.sendall(record(STDIN, body[at : at + 60000]))
        except (BrokenPipeError, ConnectionResetError):
            pass
        return connection

    def ends(self, body, **more):
        connection = self.start(body, **more)
        try:
            connection.sendall(record(STDIN))
        except (BrokenPipeError, ConnectionResetError):
            pass
        return all_of(connection)

    def rows(self):
        return sql_one("SELECT COUNT(*) FROM document")

    def test_a_whole_one_is_kept(self):
        files, rows = self.files(), int(self.rows())
        self.assertIn(b"Status: 303", self.ends(self.body()))
        self.assertEqual(len(self.files()), len(files) + 1)
        self.assertEqual(int(self.rows()), rows + 1)

    def test_aborted_uploads_leave_nothing(self):
        files, rows, alive = self.files(), self.rows(), workers("crm")
        body = self.body()
        for cut in (0, 50, 300, 1000, 100_000, len(body) - 1):
            self.start(body[:cut], length=len(body)).close()
            self.assertIn(b"Status: 400", self.ends(body[:cut], length=len(body)))
        self.assertIn(b"Status: 400", self.ends(self.body(close=False)))
        wait_for(lambda: self.files() == files)
        self.assertEqual(self.rows(), rows)
        self.assertEqual(workers("crm"), alive)

    def test_who_may_not_is_told_before_the_file_is_read(self):
        files, rows = self.files(), self.rows()
        # The file never comes, and the answer does.
        connection = self.start(b"", length=1_000_000_000, HTTP_COOKIE="")
        self.assertIn(b"Status: 403", connection.recv(65536))
        connection.close()
        connection = self.start(self.body(csrf="wrong", size=100_000, close=False), length=1_000_000_000)
        self.assertIn(b"Status: 403", connection.recv(65536))
        connection.close()
        wait_for(lambda: self.files() == files)
        self.assertEqual(self.rows(), rows)

    def test_more_than_it_said_is_refused(self):
        files = self.files()
        body = self.body()
        self.assertIn(b"Status: 400", self.ends(body, length=len(body) - 5))
        self.assertIn(b"Status: 413", self.ends(b"", length=1 << 62))
        self.assertIn(b"Status: 400", self.ends(body, length=-5))
        wait_for(lambda: self.files() == files)


class Requests(unittest.TestCase):
    """What no browser sends, through nginx."""

    def test_two_lengths_are_refused(self):
        head = "POST /aanmelden HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n{}Connection: close\r\n\r\na=b"
        host = STAFF.split("//")[1]
        for lengths in ("Content-Length: 3\r\nContent-Length: 4\r\n", "Content-Length: -3\r\n", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"):
            self.assertIn(b" 400 ", raw(head.format(host, lengths).encode()).split(b"\r\n")[0])


if __name__ == "__main__":
    unittest.main()
