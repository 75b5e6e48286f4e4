"""What the benchmarks share: the running bench system, its processes, load by wrk, and the statements of a page.

`./dev bench` has built a release and filled its own database; KOREN_TEST_* say where (tests/http/koren_run.py reads them).
"""

import hashlib
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]
sys.path.insert(0, str(TOP / "tests" / "http"))

from koren_http import PORTAL, STAFF, Client, sign_in, signed_in  # noqa: E402, F401
from koren_run import CONF, RUN, admin, config, sql, sql_one, wait_for  # noqa: E402, F401

SECONDS = float(os.environ.get("KOREN_BENCH_SECONDS", "5"))  # of one measurement
ROUNDS = max(3, int(os.environ.get("KOREN_BENCH_ROUNDS", "3")))
WORKERS = int(os.environ.get("KOREN_WORKERS", "4"))
CLIENTS = 16
WORK = RUN / "tmp" / "bench"
TICKS = os.sysconf("SC_CLK_TCK")


def compile_c(name):
    """tests/bench/NAME.c as a program of the release build."""
    WORK.mkdir(exist_ok=True)
    out, lib = WORK / name, next((RUN / "inst" / "lib").glob("*/libkoren.so")).parent
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libmariadb", "libcrypto"], capture_output=True, text=True, check=True).stdout.split()
    subprocess.run(
        ["gcc", "-O2", "-D_GNU_SOURCE", f"-I{TOP}/lib", str(HERE / f"{name}.c"), "-o", str(out), f"-L{lib}", f"-Wl,-rpath,{lib}", "-lkoren", *flags],
        check=True,
    )
    return str(out)


# -- processes -------------------------------------------------------------


def _stat(pid):
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def session(leader):
    """Pids of all processes in the session that `leader` leads."""
    found = []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if _stat(folder.name)[3] == str(leader):
                found.append(int(folder.name))
        except (FileNotFoundError, ProcessLookupError):
            pass
    return found


def service_pids(name):
    return session((RUN / "pid" / name).read_text().split()[0])


def cpu(pids):
    """Seconds of processor time that these processes have used."""
    return sum(sum(map(int, _stat(pid)[11:13])) for pid in pids) / TICKS


def pss(pid):
    """Proportional set size in KiB."""
    return int(re.search(r"(?m)^Pss:\s+(\d+)", pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()).group(1))


def program_pids(pids, program):
    """Those of them that run this program, not the one that watches them."""
    return [pid for pid in pids if os.path.basename(os.readlink(f"/proc/{pid}/exe")).removeprefix("lt-") == program]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Started:
    """Processes that were started for a benchmark; stop() ends these and nothing else."""

    def __init__(self):
        self.running = []

    def start(self, *command, **options):
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, **options)
        self.running.append(process)
        return process

    def stop(self):
        for process in reversed(self.running):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.running.clear()


# -- load ------------------------------------------------------------------


def keys(count=5000):
    """Numbers and ids of ordinary relations, and the file of them."""
    rows = sql("SELECT number, id FROM relation WHERE id > 20 AND status = 'actief' ORDER BY CRC32(id) LIMIT %s", count)
    file = WORK / "keys"
    file.write_text("".join(f"{row['number']} {row['id']}\n" for row in rows))
    return file, [(row["number"], row["id"]) for row in rows]


def cookie_header(client):
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.values())


class Load:
    """What wrk says: .rate requests a second, .p99 seconds."""

    def __init__(self, base, client, paths, seconds=SECONDS, clients=CLIENTS):
        probe = Client(base)
        probe.cookies = client.cookies
        assert probe.get(paths[0]).status == 200, "not the page that is to be measured"  # wrk takes a redirection for an answer
        lua = WORK / "load.lua"
        listed = ",".join(f'"{path}"' for path in paths)
        lua.write_text(
            f'local paths = {{{listed}}}\nwrk.headers["Cookie"] = "{cookie_header(client)}"\n'
            'wrk.headers["Sec-Fetch-Site"] = "same-origin"\nlocal seed = 0\n'
            "function setup(thread) thread:set(\"seed\", math.random(1, 1000000)) end\nfunction init(args) math.randomseed(seed) end\n"
            "function request() return wrk.format(nil, paths[math.random(#paths)]) end\n"
        )
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds:.0f}s", "--timeout", "20s", "--latency", "-s", str(lua), base]
        said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60).stdout
        assert "Non-2xx" not in said and "Socket errors" not in said, said
        self.requests = int(re.search(r"(\d+) requests in", said).group(1))
        self.rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1))
        number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
        self.p99 = float(number) * {"us": 1e-6, "ms": 1e-3, "s": 1}[unit]


# -- the statements of a page ----------------------------------------------


def root(statement):
    """As the root of the private database, who alone may look at its general log."""
    command = ["mariadb", "--no-defaults", f"--socket={config()['db_socket']}", f"--user={os.environ.get('USER') or 'root'}", "--batch", "--raw"]
    return subprocess.run([*command, "-N", "-e", statement], capture_output=True, check=True).stdout


def _kind(text, literal, number, ident):
    if literal == "NULL":
        return "null"
    if literal == f"'{number}'":
        return "number"
    if literal == str(ident):
        return "id"
    if re.fullmatch(r"-?\d+", literal):
        return f"int\t{literal}"
    literal = literal.removeprefix("TIMESTAMP")
    inside = literal[1:-1] if literal.startswith("'") else literal
    if re.fullmatch(r"\d{4}-\d\d-\d\d[ T][\d:.]+", inside):
        return "now"
    if re.fullmatch(r"[0-9a-f]{32}", inside):
        return "request"
    assert literal.startswith("'"), f"what is {literal} in {text}"
    return f"text\t{inside}"


def learn(client, path, number, ident):
    """The plain statements of one turn of this page, from the server's general log, as a file for tests/bench/bare.c.

    Plain: read_along = no, so that session, relation and numbers of its parts are a statement each, as a client that does nothing clever asks for
    them. The page itself, when it is measured, reads them in one. Gives the file's name and the texts.
    """
    with Stage(workers=1, plain=True) as stage:
        return _learn(stage.base, client, path, number, ident)


def _learn(base, client, path, number, ident):
    plain = Client(base)
    plain.cookies = client.cookies
    account = config()["db_user_prefix"] + "crm"
    token = client.cookies["__Host-koren"].value
    session_hash = hashlib.sha256(token.encode()).hexdigest()
    # New connections prepare anew, so that texts and values both stand in the log.
    for thread in root(f"SELECT id FROM information_schema.processlist WHERE user = '{account}'").split():
        root(f"KILL {int(thread)}")
    root("SET GLOBAL log_output = 'TABLE'; TRUNCATE mysql.general_log; SET GLOBAL general_log = ON")
    try:
        assert plain.get(path).status == 200
    finally:
        root("SET GLOBAL general_log = OFF")
    rows = root(
        f"SELECT command_type, HEX(argument) FROM mysql.general_log WHERE user_host LIKE '{account}[%' ORDER BY event_time, command_type = 'Execute'"
    )
    prepared, lines, texts, latest = [], [], [], None
    for row in rows.decode().splitlines():
        kind, said = row.split("\t")
        said = bytes.fromhex(said).decode("utf-8", "surrogateescape")
        if kind == "Prepare":
            prepared.append(said)
        elif kind == "Execute":
            latest, values = _match(prepared, said)
            lines.append("sql\t" + " ".join(latest.split("\n")))
            texts.append(latest)
            for i, value in enumerate(values):
                before = latest.split("?")[i]
                kind = f"hex\t{session_hash}" if before.rstrip().endswith("token_hash =") else _kind(latest, value, number, ident)
                lines.append(f"p\t{kind}")
        elif kind == "Query" and said == "COMMIT" and lines:
            break
    assert lines, "the general log has no statement of this page"
    file = WORK / f"statements.{len(texts)}"
    file.write_text("\n".join(lines) + "\n")
    return file, texts


def _match(prepared, said):
    for text in reversed(prepared):
        found = re.fullmatch("(.*?)".join(re.escape(part) for part in text.split("?")), said, re.DOTALL)
        if found:
            return text, found.groups()
    raise AssertionError(f"executed but never prepared: {said}")


def bare(program, file, keys_file, seconds=SECONDS, connections=WORKERS):
    """Turns a second of the bare loop."""
    conf = config()
    command = [program, conf["db_socket"], conf["db_user_prefix"] + "crm", f"{conf['db_password_dir']}/crm", conf["db_name"], str(file), str(keys_file)]
    said = subprocess.run([*command, str(connections), str(seconds)], capture_output=True, text=True, check=True).stdout.split()
    return int(said[0]) / float(said[1])


# -- a second nginx --------------------------------------------------------


class Stage:
    """The program crm as a host runs it (development = no: templates are read once), behind a second nginx of the same configuration.

    with Stage() as stage: stage.base is its address, stage.php that of tests/bench/page.php when there is a PHP socket. .crm and .nginx are the pids.
    """

    def __init__(self, workers=WORKERS, audit=True, php=False, plain=False):
        self.started, self.workers, self.audit, self.with_php, self.plain = Started(), workers, audit, php, plain
        self.sockets = pathlib.Path(config()["db_socket"]).parent
        self.folder = WORK / "nginx"
        self.port, self.php_port, self.other = free_port(), free_port(), free_port()
        self.base, self.php = f"https://127.0.0.1:{self.port}", f"https://127.0.0.1:{self.php_port}"

    def __enter__(self):
        try:
            self.socket, self.crm = program_start(self.started, "crm", "crm-bench", self._conf(), self.workers)
            if self.with_php:
                self._php_start()
            self._nginx_start()
        except BaseException:
            self.started.stop()
            raise
        return self

    def __exit__(self, *_):
        self.started.stop()

    def _conf(self):
        if self.plain:
            return conf_with("koren-plain.conf", read_along="no")
        return production_conf() if self.audit else conf_with("koren-noaudit.conf", audit="no")

    def _nginx_start(self):
        source = RUN / "nginx" / "conf"
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "conf").mkdir(parents=True)
        (self.folder / "tmp").mkdir()
        for file in source.glob("*.conf"):
            (self.folder / "conf" / file.name).write_text(self._moved(file.read_text(), source, file.name))
        command = ["nginx", "-e", str(self.folder / "error.log"), "-p", str(self.folder), "-c", str(self.folder / "conf" / "dev.conf")]
        leader = self.started.start(*command)
        wait_for(self._answers, 20)
        self.nginx = session(leader.pid)

    def _moved(self, text, source, name):
        staff, portal = STAFF.rsplit(":", 1)[1], PORTAL.rsplit(":", 1)[1]
        text = text.replace(str(source), str(self.folder / "conf")).replace(f"{RUN}/nginx/", f"{self.folder}/")
        text = text.replace(f"127.0.0.1:{staff} ", f"127.0.0.1:{self.port} ").replace(f"127.0.0.1:{portal} ", f"127.0.0.1:{self.other} ")
        text = re.sub(r"(upstream koren_crm\s*\{ server unix:)[^;]+", rf"\g<1>{self.socket}", text)
        if name == "dev.conf" and self.with_php:
            text = text.replace("    server {", PHP_SERVER.format(port=self.php_port, conf=self.folder / "conf", run=RUN, here=HERE, socket=self.php_socket) + "    server {", 1)
        return text

    def _answers(self):
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", self.port)) == 0

    def _php_start(self):
        conf, root = config(), os.getuid() == 0
        self.php_socket = self.sockets / "php.sock"
        self.php_socket.unlink(missing_ok=True)
        (WORK / "php-fpm.conf").write_text(
            PHP_FPM.format(
                work=WORK, sock=self.php_socket, workers=self.workers, db=conf["db_socket"], schema=conf["db_name"], account=conf["db_user_prefix"] + "crm",
                password=f"{conf['db_password_dir']}/crm", user="user = root\ngroup = root" if root else "",
            )
        )
        fpm = self.started.start("php-fpm8.2", "-F", "-y", str(WORK / "php-fpm.conf"), *(["-R"] if root else []))
        wait_for(self.php_socket.exists, 20)
        time.sleep(0.5)
        self.php_workers = [pid for pid in session(fpm.pid) if pid != fpm.pid]


PHP_FPM = """[global]
daemonize = no
error_log = {work}/php-fpm.log
[page]
{user}
listen = {sock}
listen.mode = 0660
pm = static
pm.max_children = {workers}
clear_env = yes
env[BENCH_SOCKET] = {db}
env[BENCH_SCHEMA] = {schema}
env[BENCH_USER] = {account}
env[BENCH_PASSWORD_FILE] = {password}
php_admin_value[error_log] = {work}/php.log
php_admin_flag[display_errors] = off
php_admin_flag[opcache.enable] = on
php_admin_flag[opcache.validate_timestamps] = off
php_admin_value[date.timezone] = Europe/Amsterdam
"""

PHP_SERVER = """    server {{
        listen 127.0.0.1:{port} ssl http2;
        server_name 127.0.0.1;
        include {conf}/koren-tls.conf;
        access_log {run}/log/nginx-php.log koren;
        set $koren_site staff;
        location / {{
            include {conf}/koren-fastcgi.conf;
            fastcgi_param SCRIPT_FILENAME {here}/page.php;
            fastcgi_pass unix:{socket};
        }}
    }}
"""


def conf_with(name, **changed):
    """koren.conf with other values, as a file beside it."""
    lines = [line for line in CONF.read_text("utf-8").splitlines() if line.split("=")[0].strip() not in changed]
    file = CONF.with_name(name)
    file.write_text("\n".join(lines + [f"{key} = {value}" for key, value in changed.items()]) + "\n")
    return file


def production_conf():
    return conf_with("koren-bench.conf", development="no", scrypt_log2_n=16, scrypt_p=2)


def program_start(started, program, name, conf, workers):
    """A program's workers on a socket of their own, as ./dev starts them; gives socket and the pids of the workers."""
    sock = pathlib.Path(config()["db_socket"]).parent / f"{name}.sock"
    sock.unlink(missing_ok=True)
    multiwatch, file = shutil.which("multiwatch"), RUN / "inst" / "libexec" / "koren" / program
    command = ["spawn-fcgi", "-n", "-s", str(sock), "-M", "0660", "--", multiwatch, "-f", str(workers), "-t", "2000", "-s", "TERM", "--", str(file)]
    with open(RUN / "log" / f"{name}.log", "ab") as log:
        leader = started.start(*command, "-c", str(conf), stderr=log)
    wait_for(lambda: len(program_pids(session(leader.pid), program)) == workers, 60)
    time.sleep(1)
    return sock, program_pids(session(leader.pid), program)


def statistics_text(values):
    """"812 (790-840)": median and range."""
    ordered = sorted(values)
    return f"{ordered[len(ordered) // 2]:.0f} ({ordered[0]:.0f}-{ordered[-1]:.0f})"
