"""What every page has in common: bad input is refused as it should be, nothing that was typed is lost, and nobody learns what is not theirs."""

import re
import secrets
import unittest
import urllib.parse

from koren_http import PORTAL, STAFF, Client, Cookie, raw, sql, sql_one
from koren_user import User, role_with

FORM = "application/x-www-form-urlencoded"
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000",
}


class Web(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.all = User.new(roles=[role_with("Proef: alles", "TRUE")]).sign_in()
        cls.reader = User.new(roles=[role_with("Proef: lezen", "name = 'relation_read'")]).sign_in()
        cls.all.get("/relaties/nieuw")
        name = "Proefmans-" + "".join(secrets.choice("abcdefghij") for _ in range(8))
        address = {"straat": "Dorpsstraat", "huisnummer": "12", "postcode": "1234 AB", "woonplaats": "Ons Dorp"}
        page = cls.all.post("/relaties/nieuw", {"achternaam": name, **address})
        assert page.status == 303, f"{page} {page.errors()}"
        cls.path = page.location
        cls.number = page.location.rpartition("/")[2]
        cls.all.get(cls.path + "/wijzigen")

    def fields(self):
        return self.all.get(self.path + "/wijzigen").form(action=self.path)

    def town(self):
        return sql_one("SELECT town FROM relation WHERE number = %s", self.number)

    def newest(self):
        return sql("SELECT event, outcome, detail FROM audit ORDER BY id DESC LIMIT 1")[0]

    def error_page(self, page, status):
        self.assertEqual(page.status, status)
        self.assertRegex(page.html, r"<strong>[0-9a-f]{32}</strong>")  # a reference number, and nothing else about what happened
        for name, value in SECURITY.items():
            self.assertEqual(page.headers.get_all(name), [value])
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    # -- what may not be sent ----------------------------------------------

    def test_unknown_and_double_fields_are_refused_and_change_nothing(self):
        form, town = self.fields(), self.town()
        for extra in ([("onbekend", "1")], [("status", "inactief")], [("woonplaats", "Elders")], [("id", "1")], [("relatienummer", "1")]):
            page = self.all.post(self.path, form.with_values(woonplaats="Nieuw Dorp") + extra, csrf=False)
            self.error_page(page, 400)
            self.assertEqual(self.town(), town)

    def test_a_field_of_another_permission_is_refused(self):
        user = User.new(roles=[role_with("Proef: wijzigen", "name IN ('relation_read', 'relation_edit')")]).sign_in()
        form = user.get(self.path + "/wijzigen").form(action=self.path)
        self.assertNotIn("bsn", form.names())
        self.assertNotIn("iban", form.names())
        self.error_page(user.post(self.path, form.fields + [("bsn", "111222333")], csrf=False), 400)
        self.assertIsNone(sql_one("SELECT bsn FROM relation WHERE number = %s", self.number))

    def test_bad_text_is_refused(self):
        form, town = self.fields(), self.town()
        body = urllib.parse.urlencode(form.with_values(woonplaats=None)).encode()
        for bad in (b"%00", b"%01", b"%ff", b"%c0%af", b"a%e2%80%aeb", b"%ed%a0%80", b"%", b"%zz", b"\xff"):
            page = self.all.request("POST", self.path, body=body + b"&woonplaats=x" + bad, headers={"Content-Type": FORM})
            self.error_page(page, 400)
            self.assertEqual(self.town(), town)

    def test_every_letter_is_accepted(self):
        for name in ("Šmíd", "d'Aubigné", "İstanbul", "Nguyễn", "Ærøskøbing", "Ваня", "李", "ĳsselmeer"):
            page = self.all.submit(self.fields(), woonplaats=name)
            self.assertEqual(page.status, 303, page.errors())
            self.assertIn(name, self.all.get(self.path).text)

    def test_values_come_back_as_text(self):
        for name in ('<script>alert(1)</script>', '"><img src=x>', "<?cs evar:Csrf ?>", "&amp;", "' OR 1=1 --", "javascript:x"):
            page = self.all.submit(self.fields(), straat=name, postcode="1234AB", huisnummer="5", woonplaats="Ons Dorp")
            self.assertEqual(page.status, 303, page.errors())
            page = self.all.get(self.path)
            self.assertIn(name, page.text)
            self.assertIsNone(page.find("script"))
            self.assertIsNone(page.find("img", src="x"))

    def test_queries_are_strict_but_know_nothing_of_strangers(self):
        self.assertEqual(self.all.get("/relaties?zoek=a&utm_source=x&utm_source=y").status, 200)
        for query in ("zoek=a&zoek=b", "zoek=%00", "zoek=%ff", "zoek=%", "zoek=a%0Ab"):
            self.error_page(self.all.get("/relaties?" + query), 400)

    # -- sizes, methods, kinds ---------------------------------------------

    def test_too_large_is_413(self):
        self.error_page(self.all.post(self.path, {"woonplaats": "x" * 40_000, **{f"veld{n}": "1" for n in range(300)}}), 413)
        self.assertEqual(self.all.post(self.path, {"woonplaats": "x" * 70_000}).status, 413)

    def test_other_methods_are_405_with_allow(self):
        page = self.all.request("POST", "/relaties", body=b"", headers={"Content-Type": FORM})
        self.error_page(page, 405)
        self.assertEqual(page.headers["Allow"], "GET, HEAD")
        page = self.all.get(f"{self.path}/bsn")
        self.error_page(page, 405)
        self.assertEqual(page.headers["Allow"], "POST")
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
            self.assertEqual(self.all.request(method, "/relaties").status, 405)

    def test_head_is_get_without_its_body(self):
        page, head = self.all.get("/relaties"), self.all.request("HEAD", "/relaties")
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertEqual(head.headers["Content-Length"], page.headers["Content-Length"])

    def test_other_kinds_of_body_are_415(self):
        for kind in ("text/plain", "application/json", "multipart/form-data; boundary=x"):
            self.error_page(self.all.request("POST", self.path, body=b"a=1", headers={"Content-Type": kind}), 415)

    # -- our own pages only ------------------------------------------------

    def test_a_wrong_token_keeps_what_was_typed(self):
        form = self.fields()
        for token in ("", "x" * 43, "x"):
            page = self.all.post(self.path, form.with_values(woonplaats="Bewaard Dorp", csrf=None), csrf=token)
            self.error_page(page, 403)
            self.assertNotEqual(self.town(), "Bewaard Dorp")
            self.assertEqual(self.newest(), {"event": "csrf_fail", "outcome": "refused", "detail": "/relaties/{nr}"})
        again = page.form(action=self.path)
        self.assertEqual(again.value("woonplaats"), "Bewaard Dorp")
        self.assertEqual(self.all.submit(again).status, 303)
        self.assertEqual(self.town(), "Bewaard Dorp")

    def test_another_persons_token_is_wrong(self):
        other = User.new(roles=["Proef: alles"]).sign_in()
        other.get(self.path + "/wijzigen")
        self.error_page(self.all.post(self.path, self.fields().with_values(csrf=None), csrf=other.csrf), 403)

    def test_another_site_cannot_send_our_forms(self):
        form = self.fields()
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": None, "Origin": "https://evil.example"},
            {"Sec-Fetch-Site": None, "Origin": PORTAL},
        ):
            self.error_page(self.all.post(self.path, form.fields, csrf=False, headers=headers), 403)
        # What browsers send for our own forms, under our own Referrer-Policy too.
        for headers in ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Sec-Fetch-Site": None, "Origin": None}):
            self.assertEqual(self.all.post(self.path, self.fields().fields, csrf=False, headers=headers).status, 303)

    # -- who is not signed in, or may not ----------------------------------

    def test_a_page_asks_to_sign_in_and_comes_back(self):
        page = Client(STAFF).get(self.path + "?x=geheim")
        self.assertEqual((page.status, page.location), (303, "/aanmelden?naar=" + urllib.parse.quote(self.path, safe="")))

    def test_a_form_sent_after_signing_out_is_kept_until_signed_in(self):
        user = User.new(roles=["Proef: alles"])
        client = user.sign_in()
        form = client.get(self.path + "/wijzigen").form(action=self.path)
        sql("UPDATE session SET ended_at = UTC_TIMESTAMP(6), end_reason = 'idle' WHERE user_id = %s", user.id)
        page = client.post(self.path, form.with_values(woonplaats="Later Dorp"), csrf=False)
        self.error_page(page, 403)
        self.assertEqual(page.h1(), "U bent uitgelogd")
        kept = page.form(action=self.path)
        # Signs in in another tab, and sends it from this one; the token is an old one, and the next page has a new one.
        client.cookies["__Host-koren"] = self.all.cookies["__Host-koren"]
        page = client.submit(kept)
        self.error_page(page, 403)
        self.assertEqual(client.submit(page.form(action=self.path)).status, 303)
        self.assertEqual(self.town(), "Later Dorp")

    def test_forbidden_and_absent_are_the_same(self):
        def seen(page):
            return page.status, re.sub(r"[0-9a-f]{32}|/static/[0-9a-f]+|name=\"csrf\" value=\"[^\"]*\"", "", page.html)

        absent = seen(self.reader.get("/relaties/9999999"))
        self.assertEqual(absent[0], 404)
        self.assertEqual(seen(self.reader.get("/relaties/nergens/heen/hier")), absent)
        self.assertEqual(seen(self.reader.get(self.path + "/wijzigen")), absent)
        self.assertEqual(self.newest(), {"event": "authz_fail", "outcome": "refused", "detail": "/relaties/{nr}/wijzigen"})
        for path in ("/relaties/0", "/relaties/-1", "/relaties/1%27", "/relaties/1%2f2", "/relaties/" + "9" * 64):
            self.assertEqual(self.reader.get(path).status, 404)

    def test_nobody_sees_links_to_what_they_may_not(self):
        page = self.reader.get(self.path)
        self.assertEqual(page.status, 200)
        for _, href in page.links():
            self.assertNotIn("/wijzigen", href)
            self.assertFalse(href.startswith("/avg"), href)

    def test_a_staff_session_is_none_on_the_portal(self):
        client = Client(PORTAL)
        token = self.all.cookies["__Host-koren"].value
        for name in "__Host-koren", "__Host-koren-mijn":
            self.assertEqual(client.request("GET", "/gegevens", headers={"Cookie": f"{name}={token}"}).status, 303)

    def test_cookies_that_are_no_cookies_are_refused_or_nothing(self):
        good = self.all.cookies["__Host-koren"].value
        for value in ("", "x", good[:-1], good + "A", good.swapcase(), good[:-1] + chr(ord(good[-1]) ^ 1), "'OR'1'='1"):
            client = Client(STAFF)
            client.cookies["__Host-koren"] = Cookie(f"__Host-koren={value}; Secure; Path=/")
            self.assertIn(client.get("/relaties").status, (303, 400), value)
        for header in (f"__Host-koren={good}; __Host-koren=x", "__Host-koren=" + "x" * 5000, "__Host-koren=a\"b"):
            page = Client(STAFF).request("GET", "/relaties", headers={"Cookie": header})
            self.assertEqual(page.status, 400)
        self.assertEqual(Client(STAFF).request("GET", "/relaties", headers={"Cookie": f'other="{{}}"; x; __Host-koren={good}'}).status, 200)

    # -- addresses ---------------------------------------------------------

    def test_signing_in_leads_nowhere_else(self):
        for to in ("//evil.example", "https://evil.example", "/\\evil.example", "/a%0d%0aSet-Cookie:x", "javascript:x"):
            page = Client(STAFF).get("/aanmelden?naar=" + to)
            self.assertNotIn("evil.example", page.html)
            self.assertNotIn("Set-Cookie:x", str(page.headers))

    def test_host_and_header_games_change_nothing(self):
        answer = raw(b"GET /relaties/1 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        self.assertNotIn(b"evil.example", answer)
        host = STAFF.split("//")[1].encode()
        answer = raw(b"GET /relaties/1 HTTP/1.1\r\nHost: " + host + b"\r\nX-Forwarded-Host: evil.example\r\nProxy: evil.example\r\nConnection: close\r\n\r\n")
        self.assertNotIn(b"evil.example", answer)
        self.assertIn(b"303 See Other", answer)

    def test_files_carry_the_headers_too(self):
        page = self.all.get(self.path + "/dossier")
        page = self.all.post_multipart(self.path + "/dossier", {"omschrijving": "é"}, [("bestand", "a%22b é.txt", b"hello", "text/html")])
        self.assertEqual(page.status, 303, page.errors())
        page = self.all.get(self.path + "/dossier")
        page = self.all.get(next(href for _, href in page.links() if href.endswith("/bestand")))
        self.assertEqual(page.body, b"hello")
        self.assertTrue(page.headers["Content-Type"].startswith("text/plain"))
        self.assertTrue(page.headers["Content-Disposition"].startswith("attachment; filename="))
        self.assertIn("filename*=UTF-8''a%22b%20%C3%A9.txt", page.headers["Content-Disposition"])
        for name, value in SECURITY.items():
            self.assertEqual(page.headers.get_all(name), [value])
        self.assertIn("no-store", page.headers["Cache-Control"])


if __name__ == "__main__":
    unittest.main()
