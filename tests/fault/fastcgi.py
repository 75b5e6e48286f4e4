#!/usr/bin/python3 -B
"""Garbage on the programs' own sockets: lengths that lie, records cut short, parameters that contradict each other. No worker ends by it
(two cases apart, see LIBRARY_ENDS), and the next visitor gets a page."""

import pathlib
import random
import socket
import struct
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "http"))

from koren_http import PORTAL, RUN, STAFF, Client, config, wait_for  # noqa: E402

SOCKETS = pathlib.Path(config()["db_socket"]).parent
BEGIN, ABORT, PARAMS, STDIN = 1, 2, 4, 5


# libfcgi 2.4.2 asks for that much memory at once and asserts that it got it (fcgiapp.c, Malloc): that worker ends before our code has seen
# anything, and multiwatch starts another. Only nginx can reach the socket, and nginx never sends it.
LIBRARY_ENDS = {"a parameter of 0x7ffffff0 bytes", "a parameter of 0x3fffffff bytes"}


def record(kind, content=b"", version=1, length=None, request=1, padding=0):
    return struct.pack("!BBHHBB", version, kind, request, len(content) if length is None else length, padding, 0) + content


def pair(name, value):
    def size(n):
        return struct.pack("!B", n) if n < 128 else struct.pack("!I", n | 0x80000000)

    name, value = name.encode(), value.encode()
    return size(len(name)) + size(len(value)) + name + value


def begin(role=1, flags=0):
    return record(BEGIN, struct.pack("!HB5x", role, flags))


def params(**values):
    content = b"".join(pair(name, value) for name, value in values.items())
    pieces = [content[at : at + 60000] for at in range(0, len(content), 60000)]
    return b"".join(record(PARAMS, piece) for piece in pieces) + record(PARAMS)


GOOD = {
    "REQUEST_METHOD": "GET",
    "REQUEST_URI": "/aanmelden",
    "DOCUMENT_URI": "/aanmelden",
    "QUERY_STRING": "",
    "CONTENT_LENGTH": "",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "HTTP_HOST": "127.0.0.1",
    "HTTPS": "on",
    "KOREN_SITE": "staff",
    "REMOTE_ADDR": "127.0.0.1",
    "REQUEST_ID": "0" * 32,
}
POST = {**GOOD, "REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/x-www-form-urlencoded"}


def garbage():
    """(name, bytes) of everything that no web server would send."""
    yield "nothing", b""
    yield "half a header", begin()[:5]
    yield "another version", record(BEGIN, struct.pack("!HB5x", 1, 0), version=9)
    yield "an unknown role", begin(role=77) + params(**GOOD) + record(STDIN)
    yield "a begin that is cut short", record(BEGIN, b"\0\1\0", length=8)
    yield "an unknown record", record(99, b"x" * 20) + begin() + params(**GOOD) + record(STDIN)
    for length in (0x7FFFFFFF, 0x7FFFFFF0, 0x3FFFFFFF, 0x10000):
        lie = struct.pack("!II", length | 0x80000000, length | 0x80000000) + b"NAME"
        yield f"a parameter of {length:#x} bytes", begin() + record(PARAMS, lie) + record(PARAMS) + record(STDIN)
    yield "parameters that end in a length", begin() + record(PARAMS, b"\x80\0") + record(PARAMS) + record(STDIN)
    yield "parameters that never end", begin() + record(PARAMS, pair("A", "b"), length=65535)
    yield "no parameters", begin() + record(PARAMS) + record(STDIN)
    yield "an empty name", begin() + params(**{"": "x", **GOOD}) + record(STDIN)
    yield "the same parameter twice", begin() + record(PARAMS, pair("REQUEST_METHOD", "POST")) + params(**GOOD) + record(STDIN)
    yield "ten thousand parameters", begin() + params(**GOOD, **{f"HTTP_X{n}": "y" for n in range(10_000)}) + record(STDIN)
    yield "a megabyte in one parameter", begin() + params(**GOOD, HTTP_COOKIE="c=" + "x" * 1_000_000) + record(STDIN)
    yield "bytes that are no text", begin() + params(**{**GOOD, "DOCUMENT_URI": "/aan\x01\x7f", "QUERY_STRING": "%ff%fe=%00"}) + record(STDIN)
    yield "no site", begin() + params(**{key: value for key, value in GOOD.items() if key != "KOREN_SITE"}) + record(STDIN)
    yield "a site that is not there", begin() + params(**{**GOOD, "KOREN_SITE": "beheer"}) + record(STDIN)
    for length in ("-1", "99999999999999999999", "0x10", "1e9", " 4", "4 ", "9223372036854775807", "4294967297", "abc"):
        yield f"a body of {length!r} bytes", begin() + params(**{**POST, "CONTENT_LENGTH": length}) + record(STDIN, b"a=b&") + record(STDIN)
    yield "a body shorter than it says", begin() + params(**{**POST, "CONTENT_LENGTH": "400"}) + record(STDIN, b"a=b&") + record(STDIN)
    yield "a body that stops", begin() + params(**{**POST, "CONTENT_LENGTH": "400"}) + record(STDIN, b"a=b&")
    yield "a body longer than it says", begin() + params(**{**POST, "CONTENT_LENGTH": "2"}) + record(STDIN, b"a=b&c=d&" * 100) + record(STDIN)
    yield "an abort", begin() + params(**{**POST, "CONTENT_LENGTH": "400"}) + record(ABORT)
    yield "another request in between", begin() + record(PARAMS, pair("A", "b"), request=2) + params(**GOOD) + record(STDIN, request=7) + record(STDIN)
    chance = random.Random(20260101)
    good = begin() + params(**POST) + record(STDIN)
    for number in range(60):
        broken = bytearray(good)
        for _ in range(chance.randrange(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        yield f"flipped bytes {number}", bytes(broken[: chance.randrange(8, len(broken) + 1)])
    for number in range(20):
        yield f"noise {number}", chance.randbytes(chance.randrange(1, 3000))


def send(path, data):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(20)
        connection.connect(str(path))
        answer = b""
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                answer += piece
        except (BrokenPipeError, ConnectionResetError):
            pass
        return answer


def workers(program):
    """The pids of a program's workers: the children of the process that watches them."""
    watcher = (RUN / "pid" / program).read_text().split()[0]
    found = set()
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(") ")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if fields[1] == watcher and fields[0] != "Z":
            found.add(stat.parent.name)
    return found


class FastCgi(unittest.TestCase):
    """Generated below: one test per program."""


def test_of(program):
    def test(self):
        before = workers(program)
        self.assertGreaterEqual(len(before), 2)
        for name, data in garbage():
            with self.subTest(name):
                try:
                    answer = send(SOCKETS / f"{program}.sock", data)
                except TimeoutError:
                    self.fail("no end to it within 20 seconds")
                self.assertNotIn(b"Status: 200", answer if name.startswith("a body") else b"")
                if name in LIBRARY_ENDS:
                    # It ends and is replaced before the next case, which is not to be blamed for it.
                    time.sleep(0.5)
                    wait_for(lambda: len(workers(program)) >= 2, 10)
                    before = workers(program)
                    continue
                now = workers(program)
                ended, before = before - now, now
                self.assertFalse(ended, "a worker ended")
        for base in (STAFF, PORTAL):
            self.assertEqual(Client(base).get("/aanmelden").status, 200)

    return test


for one in sorted(SOCKETS.glob("*.sock")):
    if (RUN / "pid" / one.stem).exists() and one.stem != "mariadb":
        setattr(FastCgi, f"test_{one.stem}", test_of(one.stem))

if __name__ == "__main__":
    unittest.main()
