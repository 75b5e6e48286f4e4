"""A database on another host: only over TLS, only with the right certificate, and nothing is sent before that is known (security.md 50).

Starts a MariaDB of its own, on TCP, and gives koren-admin a configuration with db_host, db_port and db_ca_file.
"""

import getpass
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

from koren_run import CA_FILE, CONF, RUN, admin, config


def certificate(folder, name, san, ca=None):
    """A key and a certificate for san, by the run's own authority, or by one of its own when ca is False."""
    run = lambda *arguments: subprocess.run(["openssl", *arguments], check=True, capture_output=True)
    key, request, made = (str(folder / f"{name}.{part}") for part in ("key", "csr", "pem"))
    if ca is False:
        run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=Somebody else",
            "-keyout", key, "-out", made)
        return made
    run("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={san}", "-keyout", key, "-out", request)
    (folder / "extension").write_text(f"subjectAltName=DNS:{san}\nextendedKeyUsage=serverAuth\n")
    run("x509", "-req", "-in", request, "-CA", str(CA_FILE), "-CAkey", str(CA_FILE.with_name("ca.key")), "-set_serial", "4711", "-days", "2",
        "-extfile", str(folder / "extension"), "-out", made)
    return made


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """A MariaDB in a folder of its own. `asked` tells whether anybody came as far as naming an account."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, free_port(), None
        me = getpass.getuser()
        subprocess.run(["mariadb-install-db", "--no-defaults", f"--datadir={folder}/data", "--skip-test-db", f"--user={me}",
                        "--auth-root-authentication-method=socket", f"--auth-root-socket-user={me}"], check=True, capture_output=True)

    def start(self, *options):
        self.stop()
        command = [shutil.which("mariadbd") or "/usr/sbin/mariadbd", "--no-defaults", f"--datadir={self.folder}/data", f"--socket={self.folder}/s",
                   f"--port={self.port}", "--bind-address=127.0.0.1", "--skip-name-resolve", "--innodb-buffer-pool-size=16M", "--innodb-log-file-size=16M",
                   "--general-log", f"--general-log-file={self.folder}/general.log", *options]
        if os.geteuid() == 0:
            command.append("--user=root")
        with open(self.folder / "server.log", "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while self.sql("SELECT 1").returncode != 0:
            assert time.monotonic() < until and self.process.poll() is None, (self.folder / "server.log").read_text()[-2000:]
            time.sleep(0.1)
        (self.folder / "general.log").write_text("")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(60)
            self.process = None

    def sql(self, text):
        return subprocess.run(["mariadb", "--no-defaults", f"--socket={self.folder}/s", f"--user={getpass.getuser()}", "-e", text], capture_output=True)

    @property
    def asked(self):
        return "koren_demo_" in (self.folder / "general.log").read_text("utf-8", "replace")


class DatabaseTls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="koren-db-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.server = Server(cls.folder)
        cls.addClassCleanup(cls.server.stop)
        cls.tls = [f"--ssl-cert={RUN}/tls/server.pem", f"--ssl-key={RUN}/tls/server.key"]
        cls.server.start(*cls.tls)
        password = (pathlib.Path(config()["db_password_dir"]) / "owner").read_text().strip()
        made = cls.server.sql(f"""
            CREATE DATABASE koren_demo; CREATE DATABASE koren_demo_keys;
            CREATE USER koren_demo_owner IDENTIFIED BY '{password}' REQUIRE SSL;
            GRANT ALL ON koren_demo.* TO koren_demo_owner WITH GRANT OPTION; GRANT ALL ON koren_demo_keys.* TO koren_demo_owner WITH GRANT OPTION;
            GRANT CREATE USER, RELOAD ON *.* TO koren_demo_owner;
            GRANT SELECT ON mysql.db TO koren_demo_owner; GRANT SELECT ON mysql.tables_priv TO koren_demo_owner;
            GRANT SELECT ON mysql.columns_priv TO koren_demo_owner; GRANT SELECT ON mysql.procs_priv TO koren_demo_owner;""")
        assert made.returncode == 0, made.stderr

    def conf(self, host="127.0.0.1", ca=CA_FILE):
        path = self.folder / "koren.conf"
        lines = [line for line in CONF.read_text("utf-8").splitlines() if not line.startswith("db_socket")]
        path.write_text("\n".join([*lines, f"db_host = {host}", f"db_port = {self.server.port}", f"db_ca_file = {ca}", ""]), "utf-8")
        return path

    def refused(self, conf):
        done = admin("-c", conf, "migrate", check=False)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("db_connect", done.stderr)
        self.assertFalse(self.server.asked, "an account was named before the certificate was looked at")

    def test_the_right_certificate_by_address_and_by_name(self):
        self.server.start(*self.tls)
        for host in ("127.0.0.1", "localhost"):
            with self.subTest(host):
                conf = self.conf(host)
                self.assertEqual(json.loads(admin("-c", conf, "migrate", "--json").stdout), {"ok": True})
                checks = {check["what"]: check["ok"] for check in json.loads(admin("-c", conf, "doctor", "--json", check=False).stdout)["checks"]}
                for account in ("database", "schema", "signin", "crm", "avg", "import", "invoice", "portal", "worker"):
                    self.assertTrue(checks[account], account)
        self.assertTrue(self.server.asked)

    def test_an_authority_we_do_not_know(self):
        self.server.start(*self.tls)
        self.refused(self.conf(ca=certificate(self.folder, "other", "x", ca=False)))

    def test_a_certificate_for_another_name(self):
        made = certificate(self.folder, "name", "elsewhere.example")
        self.server.start(f"--ssl-cert={made}", f"--ssl-key={made[:-4]}.key")
        self.refused(self.conf())
        self.refused(self.conf("localhost"))

    def test_a_server_without_tls(self):
        self.server.start("--skip-ssl")
        self.refused(self.conf())


if __name__ == "__main__":
    unittest.main()
