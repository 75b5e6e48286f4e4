"""The mailer of koren-worker: verified TLS or nothing, nothing lost, nothing twice. It runs here by itself, against mail servers of every temper.

The running worker is stopped meanwhile, since it would take the messages that these tests put in the outbox.
"""

import email
import email.policy
import logging
import os
import pathlib
import secrets
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from koren_http import CONF, RUN, service, sql, sql_one, wait_for

logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # what these tests provoke
WORKER = RUN / "inst" / "sbin" / "koren-worker"


class Handler:
    """Keeps what comes; answers RCPT and DATA with these replies, while there are any."""

    def __init__(self):
        self.messages, self.rcpt, self.data = [], [], []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802, the library's name
        reply = self.rcpt.pop(0) if self.rcpt else "250 ok"
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        reply = self.data.pop(0) if self.data else "250 ok"
        if reply.startswith("250"):
            self.messages.append((envelope.rcpt_tos, envelope.content))
        return reply


class Server(Controller):
    def __init__(self, handler, certificate, tls):
        self.tls, self.certificate = tls, certificate
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        super().__init__(handler, hostname="127.0.0.1", port=port)

    def factory(self):
        if not self.tls:
            return SMTP(self.handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.certificate)
        return SMTP(self.handler, tls_context=context, require_starttls=True)


class Mailer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(dir=RUN / "tmp"))
        service("stop", "worker")

    @classmethod
    def tearDownClass(cls):
        sql("DELETE FROM outbox WHERE kind = 'test'")
        service("start", "worker")
        shutil.rmtree(cls.folder)

    def setUp(self):
        sql("DELETE FROM outbox WHERE sent_at IS NULL")
        self.handler, self.server = Handler(), None
        self.address = f"{secrets.token_hex(6)}@test.example"

    def tearDown(self):
        if self.server is not None:
            self.server.stop()

    def serve(self, certificate=(RUN / "tls" / "server.pem", RUN / "tls" / "server.key"), tls=True):
        self.server = Server(self.handler, certificate, tls)
        self.server.start()
        return self.server.port

    def configuration(self, port, **changes):
        lines = [line for line in CONF.read_text().splitlines() if "=" in line and not line.startswith("#")]
        values = dict((part.strip() for part in line.split("=", 1)) for line in lines)
        values.update(smtp_url=f"smtp://127.0.0.1:{port}", **changes)
        path = self.folder / "koren.conf"
        path.write_text("".join(f"{key} = {value}\n" for key, value in values.items()))
        return path

    def put(self, address=None, subject="Proef", body="Een regel.\n", ago=0):
        sql(
            "INSERT INTO outbox (kind, recipient, subject, body, created_at, next_at) VALUES ('test', %s, %s, %s,"
            " UTC_TIMESTAMP(6) - INTERVAL %s SECOND, UTC_TIMESTAMP(6))", address or self.address, subject, body, ago
        )
        return int(sql_one("SELECT MAX(id) FROM outbox"))

    def run_once(self, port, **changes):
        done = subprocess.run([WORKER, "-c", self.configuration(port, **changes), "--once"], capture_output=True, text=True, timeout=90)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("test.example", done.stderr, "no addresses in the log")
        return done.stderr

    def row(self, id):
        return sql(
            "SELECT tries, sent_at, failed_at, body, ROUND(TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), next_at) / 1e6) AS wait FROM outbox"
            " WHERE id = %s", id
        )[0]

    def due(self, id):
        sql("UPDATE outbox SET next_at = UTC_TIMESTAMP(6) WHERE id = %s", id)

    def test_a_message_goes_over_tls_once_and_its_text_is_wiped(self):
        id, port = self.put(subject="Uw code – één", body="Beste lezer,\n\n123456\n.\né\n"), self.serve()
        self.run_once(port)
        self.run_once(port)
        self.assertEqual(len(self.handler.messages), 1)
        message = email.message_from_bytes(self.handler.messages[0][1], policy=email.policy.default)
        self.assertEqual((message["To"].addresses[0].addr_spec, message["Subject"]), (self.address, "Uw code – één"))
        self.assertEqual(message.get_content().replace("\r\n", "\n"), "Beste lezer,\n\n123456\n.\né\n")
        self.assertIn(f"koren.{id}.", message["Message-ID"])
        row = self.row(id)
        self.assertIsNotNone(row["sent_at"])
        self.assertIsNone(row["body"])

    def test_a_certificate_of_another_authority_gets_nothing(self):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
             "subjectAltName=IP:127.0.0.1", "-keyout", self.folder / "other.key", "-out", self.folder / "other.pem"],
            check=True, capture_output=True
        )
        id, port = self.put(), self.serve((self.folder / "other.pem", self.folder / "other.key"))
        log = self.run_once(port)
        self.assertIn("curl=60", log)
        self.assertEqual(self.handler.messages, [])
        row = self.row(id)
        self.assertEqual((row["sent_at"], row["failed_at"], row["tries"]), (None, None, "1"))

    def test_a_certificate_for_another_host_gets_nothing(self):
        id = self.put()
        port = self.serve()
        path = self.configuration(port)
        path.write_text(path.read_text().replace(f"smtp://127.0.0.1:{port}", f"smtp://127.0.0.2:{port}"))
        self.server.stop()
        self.server = Server(self.handler, (RUN / "tls" / "server.pem", RUN / "tls" / "server.key"), True)
        self.server.hostname = "127.0.0.2"
        self.server.port = port
        self.server.start()
        done = subprocess.run([WORKER, "-c", path, "--once"], capture_output=True, text=True, timeout=90)
        self.assertIn("curl=60", done.stderr)
        self.assertEqual((self.handler.messages, self.row(id)["sent_at"]), ([], None))

    def test_a_server_without_tls_gets_nothing(self):
        id, port = self.put(), self.serve(tls=False)
        log = self.run_once(port)
        self.assertIn("curl=64", log)
        self.assertEqual((self.handler.messages, self.row(id)["sent_at"]), ([], None))

    def test_a_recipient_that_is_refused_for_good_fails_at_once(self):
        id, port = self.put(), self.serve()
        self.handler.rcpt = ["550 5.1.1 no such user"]
        log = self.run_once(port)
        self.assertIn("mail_refused", log)
        row = self.row(id)
        self.assertIsNotNone(row["failed_at"])
        self.assertIsNone(row["body"])

    def test_later_means_five_seconds_and_then_twice_as_long(self):
        id, port = self.put(), self.serve()
        waits = []
        for _ in range(10):
            self.handler.rcpt = ["451 4.7.1 later"]
            self.run_once(port)
            waits.append(int(float(self.row(id)["wait"])))
            self.due(id)
        for wait, want in zip(waits, [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]):
            self.assertTrue(want - 3 <= wait <= want, f"{waits}")
        self.run_once(port)
        self.assertEqual(len(self.handler.messages), 1)

    def test_after_three_days_it_is_given_up(self):
        id, port = self.put(ago=3 * 86400 + 60), self.serve()
        self.handler.rcpt = ["451 4.7.1 later"]
        self.assertIn("mail_given_up", self.run_once(port))
        self.assertIsNotNone(self.row(id)["failed_at"])

    def test_one_bad_recipient_does_not_hold_up_the_others(self):
        ids = [self.put(f"{i}.{self.address}") for i in range(5)]
        port = self.serve()
        self.handler.rcpt = ["250 ok", "550 no", "451 later"]
        self.run_once(port)
        self.assertEqual(len(self.handler.messages), 3)
        self.assertEqual([self.row(id)["sent_at"] is not None for id in ids], [True, False, False, True, True])

    def test_data_refused_for_now_is_tried_again(self):
        id, port = self.put(), self.serve()
        self.handler.data = ["452 4.3.1 disk full"]
        self.run_once(port)
        self.assertIsNone(self.row(id)["failed_at"])
        self.due(id)
        self.run_once(port)
        self.assertEqual(len(self.handler.messages), 1)

    def test_a_header_cannot_be_added_from_the_outbox(self):
        for values in {"subject": "x\r\nBcc: b@test.example"}, {"address": "a@test.example>\r\nRCPT TO:<b@test.example"}, {"address": "a@x.example,b@test.example"}:
            id, port = self.put(**values), self.serve()
            log = self.run_once(port)
            self.assertIn("mail_malformed", log)
            self.assertIsNotNone(self.row(id)["failed_at"])
            self.server.stop()
            self.server = None
        self.assertEqual(self.handler.messages, [])

    def start_worker(self, port):
        log = open(self.folder / "worker.log", "w")
        worker = subprocess.Popen([WORKER, "-c", self.configuration(port)], stderr=log, start_new_session=True)
        self.addCleanup(lambda: (worker.poll() is None and worker.terminate(), worker.wait(20), log.close()))
        return worker

    def test_a_server_that_comes_back_gets_all_that_waited_soon(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        ids = [self.put(f"{i}.{self.address}") for i in range(4)]
        self.start_worker(port)
        wait_for(lambda: int(self.row(ids[0])["tries"]) >= 1)
        sql("UPDATE outbox SET tries = 6, next_at = UTC_TIMESTAMP(6) + INTERVAL 10 MINUTE WHERE id <> %s AND kind = 'test' AND sent_at IS NULL", ids[3])
        time.sleep(4)
        self.assertEqual(self.handler.messages, [])
        self.server = Server(self.handler, (RUN / "tls" / "server.pem", RUN / "tls" / "server.key"), True)
        self.server.port = port
        self.server.start()
        wait_for(lambda: len(self.handler.messages) == 4, seconds=40)

    def test_a_message_goes_within_half_a_second(self):
        port = self.serve()
        self.start_worker(port)
        self.put()
        wait_for(lambda: self.handler.messages)
        times = []
        for i in range(10):
            before, count = time.monotonic(), len(self.handler.messages)
            self.put(f"{i}.{self.address}")
            wait_for(lambda: len(self.handler.messages) > count, pause=0.01)
            times.append(time.monotonic() - before)
        print(f"from outbox to mail server: {min(times):.2f} to {max(times):.2f} s")
        self.assertLess(sorted(times)[5], 0.6)

    def test_killed_at_any_moment_it_loses_nothing(self):
        port = self.serve()
        ids = [self.put(f"{i}.{self.address}") for i in range(30)]
        for pause in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3):
            worker = self.start_worker(port)
            time.sleep(pause)
            os.killpg(worker.pid, 9)
            worker.wait()
        # What was taken and not finished is held for two minutes.
        sql("UPDATE outbox SET next_at = UTC_TIMESTAMP(6) WHERE kind = 'test' AND sent_at IS NULL")
        self.run_once(port)
        self.assertEqual({row["n"] for row in sql("SELECT COUNT(*) AS n FROM outbox WHERE kind = 'test' AND sent_at IS NULL")}, {"0"})
        arrived = {to[0] for to, _ in self.handler.messages}
        self.assertEqual(len(arrived), len(ids))

    def test_two_workers_send_each_message_once(self):
        port = self.serve()
        for i in range(20):
            self.put(f"{i}.{self.address}")
        path = self.configuration(port)
        workers = [subprocess.Popen([WORKER, "-c", path, "--once"], stderr=subprocess.DEVNULL) for _ in range(3)]
        for worker in workers:
            worker.wait(60)
        self.assertEqual(len(self.handler.messages), 20)
        self.assertEqual(len({to[0] for to, _ in self.handler.messages}), 20)

    def test_sigterm_stops_it_and_all_its_parts_at_once(self):
        worker = self.start_worker(self.serve())
        children = wait_for(lambda: pathlib.Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split())
        time.sleep(0.5)
        began = time.monotonic()
        worker.terminate()
        self.assertEqual(worker.wait(10), 0)
        self.assertLess(time.monotonic() - began, 2)
        self.assertEqual([child for child in children if pathlib.Path(f"/proc/{child}").exists()], [])

    def test_when_one_half_dies_all_of_it_ends(self):
        worker = self.start_worker(self.serve())
        children = wait_for(lambda: pathlib.Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split())
        time.sleep(0.5)
        os.kill(int(children[0]), 9)
        self.assertNotEqual(worker.wait(10), 0)
        self.assertFalse(pathlib.Path(f"/proc/{children[1]}").exists())

    def test_when_it_is_killed_its_halves_go_with_it(self):
        worker = self.start_worker(self.serve())
        children = wait_for(lambda: pathlib.Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split())
        time.sleep(0.5)
        worker.kill()
        worker.wait()
        wait_for(lambda: not any(pathlib.Path(f"/proc/{child}").exists() for child in children))


if __name__ == "__main__":
    unittest.main()
