"""The vocabulary of the HTTP tests: a browser without a face, on the running system.

    client = Client(STAFF)
    page = client.get("/aanmelden")
    page = client.post("/aanmelden", {"gebruiker": "a@b.example", "wachtwoord": "x"})     adds csrf from the page seen last
    page.status, page.headers["Location"], page.html, page.h1(), page.errors(), page.form(has="code")

    client = signed_in(STAFF, "medewerker@demo.example")      a session that may be shared with other tests
    client = sign_in(Client(STAFF), "medewerker@demo.example") a new one, password and mailed code

Nothing is followed, retried or repaired by itself: what the server says is what the test sees. Everything of koren_run (Mail, sql,
admin, service, wait_for) and koren_page can be had from here.
"""

import http.client
import json
import os
import secrets
import socket
import ssl
import urllib.parse

from koren_page import Form, Page  # noqa: F401, for the tests
from koren_run import CA_FILE, CONF, PORTAL, RUN, STAFF, Mail, SqlError, admin, config, service, sql, sql_one, wait_for  # noqa: F401

PASSWORD = "Demo-wachtwoord-1"


class Cookie:
    """One cookie as it was set; .flags are its attributes in lower case, without their values."""

    def __init__(self, header):
        first, *rest = [part.strip() for part in header.split(";")]
        self.name, _, self.value = first.partition("=")
        self.attributes = {key.strip().lower(): value.strip() for key, _, value in (part.partition("=") for part in rest)}
        if self.name.startswith("__Host-"):
            assert "secure" in self.attributes, f"a browser refuses {self.name}: it is not Secure"
            assert self.attributes.get("path") == "/", f"a browser refuses {self.name}: its path is not /"
            assert "domain" not in self.attributes, f"a browser refuses {self.name}: it has a domain"

    def gone(self):
        return self.attributes.get("max-age", "").startswith(("0", "-")) or self.attributes.get("expires", "").find(" 1970 ") >= 0

    def goes_to(self, path):
        prefix = self.attributes.get("path") or "/"
        return path == prefix or path.startswith(prefix.rstrip("/") + "/") or prefix == "/"


class Response(Page):
    """What came back: .status .reason .headers .body .html, and the page itself when it is one (koren_page)."""

    def __init__(self, response, body, url):
        self.status, self.reason, self.headers, self.body, self.url = response.status, response.reason, response.headers, body, url
        self.html = body.decode("utf-8") if self.headers.get_content_type().startswith(("text/", "application/json")) else ""
        Page.__init__(self, self.html if self.headers.get_content_type() == "text/html" else "")

    @property
    def location(self):
        return self.headers.get("Location")

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.url}{' to ' + self.location if self.location else ''}>"


class Client:
    """One browser: its cookies, and the page it saw last. TLS is verified against the run's own CA."""

    def __init__(self, base=STAFF, timeout=60):
        self.base = base.rstrip("/")
        self.timeout = timeout
        self.cookies = {}
        self.csrf = None  # of the page seen last that had a form
        self.page = None
        self.context = ssl.create_default_context(cafile=str(CA_FILE))

    # -- requests ----------------------------------------------------------

    def get(self, path, query=None, follow=False, **options):
        """GET; `query` is a dictionary or pairs. With follow=True redirects are followed, at most ten."""
        if query:
            path += ("&" if "?" in path else "?") + urllib.parse.urlencode(query, doseq=True)
        page = self.request("GET", path, **options)
        return self._followed(page) if follow else page

    def post(self, path, form=(), follow=False, csrf=True, **options):
        """POST of a form, a dictionary or a list of pairs. csrf: True adds the last page's, False adds none, a text is sent as it is."""
        pairs = self._pairs(form, csrf)
        headers = {"Content-Type": "application/x-www-form-urlencoded", **options.pop("headers", {})}
        page = self.request("POST", path, body=urllib.parse.urlencode(pairs).encode(), headers=headers, **options)
        return self._followed(page) if follow else page

    def submit(self, form, follow=False, **changes):
        """Sends a Form of a page, with these values instead of its own (None leaves one out)."""
        fields = form.with_values(**changes)
        path = form.action or urllib.parse.urlsplit(self.page.url).path
        if form.method == "get":
            return self.get(path, fields, follow=follow)
        return self.post(path, fields, follow=follow, csrf=False)

    def post_multipart(self, path, form=(), files=(), follow=False, csrf=True, **options):
        """POST as multipart/form-data; files: (field name, file name, content, type), content as bytes or as an open file."""
        boundary = "koren" + secrets.token_hex(12)
        parts = []
        for name, value in self._pairs(form, csrf):
            parts += [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + str(value).encode() + b"\r\n"]
        for name, filename, content, kind in files:
            parts += [
                f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: {kind}\r\n\r\n'.encode(),
                content,
                b"\r\n",
            ]
        parts += [f"--{boundary}--\r\n".encode()]
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", **options.pop("headers", {})}
        headers["Content-Length"] = str(sum(self._size(part) for part in parts))
        page = self.request("POST", path, body=self._chunks(parts), headers=headers, **options)
        return self._followed(page) if follow else page

    def request(self, method, path, body=None, headers=None, cookies=True):
        """Any request. Headers of None are left out. The answer's cookies are kept; cookies=False sends none."""
        url = urllib.parse.urljoin(self.base + "/", path)
        parts = urllib.parse.urlsplit(url)
        send = {"User-Agent": "koren-test", "Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
        if method not in ("GET", "HEAD"):
            send["Origin"] = self.base
        sent = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies.values() if cookie.goes_to(parts.path))
        if cookies and sent:
            send["Cookie"] = sent
        send.update(headers or {})
        send = {name: value for name, value in send.items() if value is not None}
        connection = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=self.timeout, context=self.context)
        try:
            connection.request(method, parts.path + ("?" + parts.query if parts.query else ""), body=body, headers=send)
            answer = connection.getresponse()
            page = Response(answer, answer.read(), url)
        finally:
            connection.close()
        self._remember(page)
        return page

    def download(self, path, to, piece=1 << 20):
        """GET of something large into a file; gives (status, headers, bytes written)."""
        parts = urllib.parse.urlsplit(self.base)
        cookie = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies.values())
        connection = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=self.timeout, context=self.context)
        written = 0
        try:
            connection.request("GET", path, headers={"Cookie": cookie, "Sec-Fetch-Site": "same-origin"})
            answer = connection.getresponse()
            with open(to, "wb") as file:
                while data := answer.read(piece):
                    written += file.write(data)
            return answer.status, answer.headers, written
        finally:
            connection.close()

    # -- inside ------------------------------------------------------------

    def _pairs(self, form, csrf):
        pairs = list(form.items()) if isinstance(form, dict) else list(form)
        pairs = [(name, one) for name, value in pairs for one in (value if isinstance(value, (list, tuple)) else [value]) if one is not None]
        if csrf is True and self.csrf and not any(name == "csrf" for name, _ in pairs):
            pairs.append(("csrf", self.csrf))
        elif isinstance(csrf, str):
            pairs.append(("csrf", csrf))
        return pairs

    def _remember(self, page):
        for header in page.headers.get_all("Set-Cookie") or []:
            cookie = Cookie(header)
            if cookie.gone():
                self.cookies.pop(cookie.name, None)
            else:
                self.cookies[cookie.name] = cookie
        field = page.find("input", name="csrf")
        if field is not None:
            self.csrf = field.get("value")
        self.page = page

    def _followed(self, page):
        for _ in range(10):
            if page.status not in (301, 302, 303, 307, 308):
                return page
            page = self.get(page.location)
        raise AssertionError(f"more than ten redirects, the last to {page.location}")

    @staticmethod
    def _size(part):
        return len(part) if isinstance(part, bytes) else os.fstat(part.fileno()).st_size

    @staticmethod
    def _chunks(parts):
        for part in parts:
            if isinstance(part, bytes):
                yield part
            else:
                while data := part.read(1 << 20):
                    yield data


def raw(data, base=STAFF, timeout=15):
    """Sends these bytes over TLS and gives all that comes back: for what no decent client would send."""
    parts = urllib.parse.urlsplit(base)
    context = ssl.create_default_context(cafile=str(CA_FILE))
    answer = b""
    with socket.create_connection((parts.hostname, parts.port), timeout=timeout) as plain:
        with context.wrap_socket(plain, server_hostname=parts.hostname) as tls:
            tls.sendall(data)
            try:
                while piece := tls.recv(65536):
                    answer += piece
            except (TimeoutError, ConnectionError, ssl.SSLError):
                pass
    return answer


def sign_in(client, user, password=PASSWORD, forget=True):
    """Signs in with the password and the mailed code; gives the client, on its first page.

    forget: first forget the codes that this user was sent, of which only a few may be sent in a while: tests sign in more often than people.
    """
    if forget:
        sql("DELETE FROM code_sent WHERE user_id IN (SELECT id FROM app_user WHERE email = %s)", user)
    page = client.get("/aanmelden")
    assert page.status == 200, page
    mail = Mail(user)
    page = client.post("/aanmelden", {"gebruiker": user, "wachtwoord": password})
    assert (page.status, page.location) == (303, "/aanmelden/code"), f"{page}: {page.errors()}"
    page = client.get("/aanmelden/code")
    page = client.post("/aanmelden/code", {"code": mail.code()})
    assert page.status == 303, f"{page}: {page.errors()}"
    page = client.get(page.location, follow=True)
    assert page.status == 200, page
    return client


def signed_in(base, user):
    """A client with a session of this user that other tests use as well, which is quicker.

    The session is kept in the run folder and made anew when it has ended. A test that ends sessions or counts them uses sign_in().
    """
    site = "portal" if base.rstrip("/") == PORTAL.rstrip("/") else "staff"
    kept = RUN / "tmp" / f"session.{site}.{user}"
    client = Client(base)
    if kept.exists():
        for header in json.loads(kept.read_text()):
            cookie = Cookie(header)
            client.cookies[cookie.name] = cookie
        if client.get("/").status == 200:
            return client
        client = Client(base)
    sign_in(client, user)
    headers = [f"{cookie.name}={cookie.value}; Secure; Path=/" for cookie in client.cookies.values()]
    new = kept.with_suffix(f".{os.getpid()}")
    new.write_text(json.dumps(headers))
    os.chmod(new, 0o600)
    new.replace(kept)
    return client
