"""What nginx answers by itself, and what it gives on to no one."""

import re
import ssl
import socket
import unittest
import urllib.parse

from koren_http import PORTAL, RUN, STAFF, Client, config, raw, wait_for

SECURITY_HEADERS = {
    "Strict-Transport-Security": "max-age=63072000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
}


def both(test):
    """Runs the test on both sites."""

    def wrapped(self):
        for base in (STAFF, PORTAL):
            with self.subTest(base):
                test(self, Client(base))

    wrapped.__name__ = test.__name__
    return wrapped


class Nginx(unittest.TestCase):
    def assert_error_page(self, page, status):
        self.assertEqual(page.status, status)
        self.assert_security_headers(page)
        self.assertNotRegex(page.headers["Server"], r"\d")
        self.assertNotIn("nginx", page.html)
        self.assertEqual(page.find("html").get("lang"), "nl")
        self.assertTrue(page.h1())

    def assert_security_headers(self, page):
        for name, value in SECURITY_HEADERS.items():
            self.assertEqual(page.headers.get_all(name), [value], f"{name} of {page}")

    @both
    def test_a_static_file_is_kept_by_browsers(self, client):
        page = client.get("/static/0a1b/koren.css")
        self.assertEqual(page.status, 200)
        self.assertEqual(page.headers["Content-Type"], "text/css; charset=utf-8")
        self.assertIn("immutable", page.headers["Cache-Control"])
        self.assert_security_headers(page)

    @both
    def test_a_static_file_is_only_read(self, client):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            self.assert_error_page(client.request(method, "/static/0/koren.css"), 405)
        self.assertEqual(client.request("HEAD", "/static/0/koren.css").status, 200)

    @both
    def test_folders_are_not_listed(self, client):
        for path in ("/static", "/static/", "/static/0", "/static/0/", "/static/0/fout", "/static/0/fout/"):
            self.assert_error_page(client.get(path), 404)

    def test_nothing_outside_the_static_folder(self):
        host = urllib.parse.urlsplit(STAFF).netloc
        for path in ("../templates/top.cs", "%2e%2e/templates/top.cs", "..%2ftemplates/top.cs", "fout/../../templates/top.cs", "//etc/passwd", "%00"):
            answer = raw(f"GET /static/0/{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            self.assertRegex(answer, rb"^HTTP/1.1 (400|404) ", path)
            self.assertNotIn(b"<?cs", answer)

    @both
    def test_names_with_a_dot_in_front(self, client):
        for path in ("/.git/config", "/.env", "/static/.git/config", "/relaties/.htaccess", "/aanmelden/.git"):
            self.assert_error_page(client.get(path), 404)

    @both
    def test_files_in_passing_cannot_be_asked_for(self, client):
        for path in ("/_bestand/", "/_bestand/x", "/_fout/404.html"):
            self.assert_error_page(client.get(path), 404)

    def test_methods_nobody_needs(self):
        host = urllib.parse.urlsplit(STAFF).netloc
        for method in ("TRACE", "CONNECT"):
            answer = raw(f"{method} / HTTP/1.1\r\nHost: {host}\r\nX-Canary: kanarie\r\nConnection: close\r\n\r\n".encode())
            self.assertRegex(answer, rb"^HTTP/1.1 40[05] ", method)
            self.assertNotIn(b"kanarie", answer)

    @both
    def test_a_form_that_is_too_large(self, client):
        self.assert_error_page(client.post("/aanmelden", {"gebruiker": "x" * 70_000}, csrf=False), 413)

    @both
    def test_addresses_and_headers_that_are_too_large(self, client):
        self.assert_error_page(client.get("/" + "a" * 9_000), 414)
        self.assert_error_page(client.get("/", headers={"X-Long": "a" * 9_000}), 431)

    @both
    def test_a_host_that_is_not_ours(self, client):
        self.assertEqual(client.get("/aanmelden", headers={"Host": "evil.example"}).status, 421)

    def test_lengths_that_contradict_each_other(self):
        host = urllib.parse.urlsplit(STAFF).netloc
        for headers in (
            "Content-Length: 3\r\nContent-Length: 4",
            "Content-Length: -1",
            "Content-Length: 3\r\nTransfer-Encoding: chunked",
            "Content-Length: 99999999999999999999999",
        ):
            answer = raw(f"POST /aanmelden HTTP/1.1\r\nHost: {host}\r\n{headers}\r\nConnection: close\r\n\r\nabc".encode())
            self.assertRegex(answer, rb"^HTTP/1.1 (400|413) ", headers)

    def test_plain_http(self):
        parts = urllib.parse.urlsplit(STAFF)
        with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
            connection.sendall(f"GET / HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())
            self.assertTrue(connection.recv(100).startswith(b"HTTP/1.1 400 "))

    def handshake(self, **settings):
        parts = urllib.parse.urlsplit(STAFF)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(RUN / "tls" / "ca.pem")
        for name, value in settings.items():
            if name == "ciphers":
                context.set_ciphers(value)
            else:
                setattr(context, name, value)
        with socket.create_connection((parts.hostname, parts.port), timeout=10) as plain:
            with context.wrap_socket(plain, server_hostname=parts.hostname) as tls:
                return tls.version()

    def test_tls_versions_and_ciphers(self):
        self.assertEqual(self.handshake(), "TLSv1.3")
        v12 = {"maximum_version": ssl.TLSVersion.TLSv1_2}
        self.assertEqual(self.handshake(**v12), "TLSv1.2")
        for ciphers in ("ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0", "AES128-GCM-SHA256:@SECLEVEL=0", "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0"):
            with self.assertRaises(OSError, msg=ciphers):
                self.handshake(ciphers=ciphers, **v12)
        with self.assertRaises(OSError):
            self.handshake(minimum_version=ssl.TLSVersion.TLSv1, maximum_version=ssl.TLSVersion.TLSv1_1, ciphers="ALL:@SECLEVEL=0")

    def test_a_program_s_page_has_each_security_header_once(self):
        for base in (STAFF, PORTAL):
            for path in ("/aanmelden", "/bestaat-niet"):
                self.assert_security_headers(Client(base).get(path))

    def test_the_log_has_no_query_strings(self):
        Client().get("/relaties", {"zoek": "kanariepiet"})
        file = RUN / "log" / "koren-access.log"
        wait_for(lambda: re.search(r'"GET /relaties" \d{3} ', file.read_text()), 5)  # nginx keeps lines for a second
        log = file.read_text()
        self.assertNotIn("kanariepiet", log)
        self.assertNotIn("zoek=", log)

    def test_the_addresses_are_those_of_the_configuration(self):
        self.assertEqual((config()["staff_url"], config()["portal_url"]), (STAFF, PORTAL))


if __name__ == "__main__":
    unittest.main()
