"""The running system a test works on: where it is, its mail, its database, its tools.

It is told by the environment, which ./dev check sets; without it, the demo of ./dev up is taken.

    KOREN_TEST_RUN      the run folder
    KOREN_TEST_CONF     its koren.conf
    KOREN_TEST_STAFF    base URL of KorènCRM, such as https://127.0.0.1:8443
    KOREN_TEST_PORTAL   base URL of WerktVoorMij
"""

import email
import email.policy
import os
import pathlib
import re
import subprocess
import time
import xml.etree.ElementTree

TOP = pathlib.Path(__file__).resolve().parents[2]
RUN = pathlib.Path(os.environ.get("KOREN_TEST_RUN") or TOP / "run")
CONF = pathlib.Path(os.environ.get("KOREN_TEST_CONF") or RUN / "koren.conf")
CA_FILE = RUN / "tls" / "ca.pem"


def config():
    """koren.conf as a dictionary."""
    lines = (line.split("=", 1) for line in CONF.read_text("utf-8").splitlines() if "=" in line and not line.startswith("#"))
    return {key.strip(): value.strip() for key, value in lines}


STAFF = os.environ.get("KOREN_TEST_STAFF") or config()["staff_url"]
PORTAL = os.environ.get("KOREN_TEST_PORTAL") or config()["portal_url"]


def wait_for(what, seconds=10, pause=0.05):
    """Calls what() until it gives something true, and gives that; AssertionError when it never does."""
    until = time.monotonic() + seconds
    while True:
        result = what()
        if result:
            return result
        assert time.monotonic() < until, f"waited {seconds} s in vain for {getattr(what, '__doc__', None) or what}"
        time.sleep(pause)


class Mail:
    """Mail for one address.

    mail = Mail("jansen@demo.example")     from now on
    ... do what should send mail ...
    mail.code()                            the six digits in it; mail.link() the first link; mail.text() the body
    """

    def __init__(self, address):
        self.address = address
        self.since = time.time_ns()
        self.folder = RUN / "mail" / re.sub(r"[^a-z0-9@._+-]", "_", address.lower())

    def all(self):
        """Messages since this object was made, oldest first."""
        new = sorted(
            (tuple(map(int, path.name.split(".")[:2])), path) for path in self.folder.glob("*.eml") if int(path.name.split(".")[0]) > self.since
        )
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for _, path in new]

    def newest(self, seconds=15):
        """The newest message since then; waits for one."""
        return wait_for(self.all, seconds)[-1]

    def none(self, seconds=1.5):
        """Asserts that no mail comes in this time."""
        time.sleep(seconds)
        assert not self.all(), f"mail came for {self.address}: {self.all()[-1]['Subject']}"

    def text(self, seconds=15):
        return self.newest(seconds).get_body(preferencelist=("plain",)).get_content()

    def code(self, seconds=15):
        found = re.search(r"(?m)^(\d{6})\r?$", self.text(seconds))
        assert found, f"no code alone on a line in the mail for {self.address}"
        return found.group(1)

    def link(self, seconds=15):
        found = re.search(r"https://\S+", self.text(seconds))
        assert found, f"no link in the mail for {self.address}"
        return found.group(0)


class SqlError(Exception):
    """What the database client said; .code is MariaDB's number."""

    def __init__(self, text):
        super().__init__(text)
        found = re.search(r"ERROR (\d+)", text)
        self.code = int(found.group(1)) if found else 0


def _quoted(value):
    if value is None:
        return "NULL"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, bytes):
        return f"X'{value.hex()}'"
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"


def sql(statement, *values, account="owner", schema=None):
    """Rows as a list of dictionaries of text (None for NULL); each %s in the statement is a value. Take HEX() of what is not text.

    account: owner, or a program's: signin, crm, avg, invoice, portal, worker. Raises SqlError.
    """
    for value in values:
        statement = statement.replace("%s", _quoted(value).replace("%s", "% s"), 1)
    conf = config()
    password = (pathlib.Path(conf["db_password_dir"]) / account).read_text().strip()
    defaults = f"[client]\nuser={conf['db_user_prefix']}{account}\npassword={password}\nsocket={conf['db_socket']}\n"
    read, write = os.pipe()
    os.write(write, defaults.encode())
    os.close(write)
    command = ["mariadb", f"--defaults-file=/dev/fd/{read}", "--default-character-set=utf8mb4", "--xml", f"--database={schema or conf['db_name']}"]
    try:
        done = subprocess.run(command, input=statement.encode(), capture_output=True, pass_fds=[read], timeout=120)
    finally:
        os.close(read)
    if done.returncode != 0:
        raise SqlError(done.stderr.decode("utf-8", "replace").strip())
    if not done.stdout.strip():
        return []
    # Several statements give several documents; the last one is the answer.
    last = done.stdout[done.stdout.rindex(b"<resultset") :]
    nil = "{http://www.w3.org/2001/XMLSchema-instance}nil"
    return [
        {field.get("name"): None if field.get(nil) == "true" else field.text or "" for field in row}
        for row in xml.etree.ElementTree.fromstring(last)
    ]


def sql_one(statement, *values, **options):
    """The first column of the first row, or None."""
    rows = sql(statement, *values, **options)
    return next(iter(rows[0].values())) if rows else None


def admin(*arguments, check=True, timeout=300):
    """koren-admin with these arguments; gives the finished process, text streams."""
    command = [str(RUN / "inst" / "sbin" / "koren-admin"), "-c", str(CONF), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL)
    assert not check or done.returncode == 0, f"koren-admin {' '.join(map(str, arguments))} exits {done.returncode}: {done.stderr}"
    return done


def service(what, name):
    """start, stop or kill one service: mariadb mail nginx signin crm avg invoice portal worker."""
    done = subprocess.run([str(TOP / "dev"), "service", what, name], env={**os.environ, "KOREN_RUN": str(RUN)}, capture_output=True, text=True)
    assert done.returncode == 0, f"service {what} {name}: {done.stderr}"
