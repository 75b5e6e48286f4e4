"""./dev itself: it stops what it started and nothing else, loses nothing, and says in one line what is wrong."""

import os
import pathlib
import smtplib
import socket
import ssl
import subprocess
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]


def free_ports():
    """The first of three free ports in a row, above those that ./dev check looks at."""
    for base in range(33000, 39000, 7):
        try:
            held = []
            for port in range(base, base + 3):
                held.append(socket.create_server(("127.0.0.1", port)))
            return base
        except OSError:
            continue
        finally:
            for one in held:
                one.close()
    raise AssertionError("no free ports")


def alive(pid):
    """A process that ended may stay in the list until its parent has looked."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def dev(run, *arguments, port=8443, **env):
    return subprocess.run(
        [str(TOP / "dev"), *arguments],
        env={**os.environ, "KOREN_RUN": str(run), "KOREN_PORT": str(port), **env},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )


class Dev(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="koren-dev-")
        cls.run_folder = pathlib.Path(cls.folder.name) / "run"
        cls.port = free_ports()
        done = dev(cls.run_folder, "up", "--services", port=cls.port)
        assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        dev(cls.run_folder, "down", "--wipe")
        cls.folder.cleanup()

    def pid(self, name):
        return int((self.run_folder / "pid" / name).read_text().split()[0])

    def up(self):
        done = dev(self.run_folder, "up", "--services", port=self.port)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_second_up_starts_nothing_and_loses_nothing(self):
        before = self.pid("mariadb"), self.pid("mail")
        dev(self.run_folder, "sql", "-e", "CREATE TABLE IF NOT EXISTS kept (n INT); INSERT INTO kept VALUES (42)")
        self.up()
        self.assertEqual((self.pid("mariadb"), self.pid("mail")), before)
        self.assertIn("42", dev(self.run_folder, "sql", "-e", "SELECT n FROM kept").stdout)

    def test_down_and_up_lose_nothing(self):
        dev(self.run_folder, "sql", "-e", "CREATE TABLE IF NOT EXISTS stays (n INT); INSERT INTO stays VALUES (43)")
        pid = self.pid("mariadb")
        self.assertEqual(dev(self.run_folder, "down").returncode, 0)
        self.up()
        self.assertNotEqual(self.pid("mariadb"), pid)
        self.assertFalse(alive(pid))
        self.assertIn("43", dev(self.run_folder, "sql", "-e", "SELECT n FROM stays").stdout)

    def test_a_pid_that_is_another_s_by_now_is_left_alone(self):
        other = subprocess.Popen(["sleep", "60"], start_new_session=True)
        try:
            (self.run_folder / "pid" / "other").write_text(f"{other.pid} 1 mark\n")
            self.assertIn("other: has stopped", dev(self.run_folder, "status").stdout)
            self.assertEqual(dev(self.run_folder, "down").returncode, 0)
            self.assertIsNone(other.poll())
            self.assertFalse((self.run_folder / "pid" / "other").exists())
        finally:
            other.kill()
            other.wait()
            self.up()

    def test_a_taken_port_is_named_with_who_has_it(self):
        with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            done = dev(f"{folder}/run", "up", "--services", port=port)
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, rf"port {port}, for the staff pages, is taken by .* \(pid {os.getpid()}\)")

    def test_a_long_path_gets_its_sockets_elsewhere(self):
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory(dir="/tmp") as temp:
            run = pathlib.Path(folder) / ("long" * 25)
            done = dev(run, "up", "--services", port=free_ports(), TMPDIR=temp)
            self.assertEqual(done.returncode, 0, done.stderr)
            sockets = pathlib.Path((run / "sock.path").read_text().strip())
            self.assertTrue((sockets / "mariadb.sock").is_socket())
            self.assertEqual(dev(run, "down", "--wipe").returncode, 0)
            self.assertFalse(run.exists() or sockets.exists())

    def test_a_folder_with_other_things_is_no_run_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            precious = pathlib.Path(folder) / "precious"
            precious.write_text("x")
            for arguments in (["up", "--services"], ["down", "--wipe"]):
                done = dev(folder, *arguments)
                self.assertEqual(done.returncode, 1, arguments)
                self.assertIn("no run folder", done.stderr)
            self.assertTrue(precious.exists())

    def test_the_mail_catcher_wants_tls_and_keeps_what_comes(self):
        message = "From: =?utf-8?q?Kor=C3=A8n?= <a@demo.example>\r\nTo: p@demo.example\r\nSubject: Code\r\n\r\n123456\r\n"
        with smtplib.SMTP("127.0.0.1", self.port + 2) as plain:
            with self.assertRaises(smtplib.SMTPException):
                plain.sendmail("a@demo.example", "p@demo.example", message)
        with smtplib.SMTP("127.0.0.1", self.port + 2) as mail:
            mail.starttls(context=ssl.create_default_context(cafile=str(self.run_folder / "tls" / "ca.pem")))
            mail.sendmail("a@demo.example", ["p@demo.example", "../Weird/@demo.example"], message)
        shown = dev(self.run_folder, "mail", "P@demo.example")
        self.assertIn("From: Korèn <a@demo.example>", shown.stdout)
        self.assertIn("\n123456\n", shown.stdout)
        self.assertTrue((self.run_folder / "mail" / "_weird_@demo.example").is_dir(), os.listdir(self.run_folder / "mail"))
        self.assertEqual(dev(self.run_folder, "mail", "nobody@demo.example").returncode, 1)

    def test_secrets_are_for_the_owner_alone(self):
        for name in ("owner", "crm", "signin", "portal", "avg", "import", "invoice", "worker"):
            self.assertEqual((self.run_folder / "passwords" / name).stat().st_mode & 0o777, 0o400)
        for name in ("ca.key", "server.key"):
            self.assertEqual((self.run_folder / "tls" / name).stat().st_mode & 0o077, 0)
        password = (self.run_folder / "passwords" / "owner").read_text().strip()
        for line in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout.splitlines():
            self.assertNotIn(password, line)

    def test_an_unknown_command_is_a_usage_error(self):
        self.assertEqual(dev(self.run_folder, "fly").returncode, 2)


if __name__ == "__main__":
    unittest.main()
