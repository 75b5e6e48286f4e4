"""Signing in: security.md 1 to 22, each by doing what is forbidden and seeing it refused."""

import fcntl
import hashlib
import pathlib
import re
import threading
import time
import unicodedata
import unittest

from koren_http import PORTAL, RUN, STAFF, Client, Mail, admin, config, service, sql, sql_one, wait_for
from koren_user import PASSWORD, User, credential

CODE_WRONG = "De code klopt niet"
PASSWORD_WRONG = "Het e-mailadres of het wachtwoord klopt niet"


def wrong_code(right):
    return f"{(int(right) + 1) % 1000000:06d}"


def plain(page, address):
    """A page without what differs from one request to the next."""
    return re.sub(r'name="csrf" value="[^"]*"', "", page.html).replace(address, "ADDRESS")


def at_once(count, work):
    """Runs work(0), work(1), ... at the same moment; gives the results."""
    gate, results = threading.Barrier(count), [None] * count

    def one(i):
        gate.wait()
        results[i] = work(i)

    threads = [threading.Thread(target=one, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def forget_failures():
    sql("DELETE FROM sign_in_failure")


class Password(unittest.TestCase):
    def setUp(self):
        self.user = User.new()
        self.client = self.user.client()

    def test_password_and_code_give_a_session_and_rows_in_the_log(self):
        client = self.user.sign_in()
        self.assertEqual(client.get("/account/sessies").status, 200)
        self.assertEqual([event for event, _, _ in self.user.events()], ["authn_code_sent", "authn_login_success"])

    def test_nothing_that_a_thief_of_the_database_could_use_is_stored(self):
        client, mail = self.user.password_given()
        code, token = mail.code(), client.cookies["__Host-koren-poging"].value
        wait_for(lambda: sql_one("SELECT sent_at FROM outbox WHERE recipient = %s", self.user.email))
        client.post("/aanmelden/code", {"code": code})
        session = client.cookies["__Host-koren"].value
        self.assertIsNone(sql_one("SELECT body FROM outbox WHERE recipient = %s", self.user.email), "the text is wiped once sent")
        self.assertEqual(sql_one("SELECT HEX(token_hash) = SHA2(%s, 256) FROM session WHERE user_id = %s", session, self.user.id), "1")
        self.assertEqual(sql_one("SELECT HEX(token_hash) = SHA2(%s, 256) FROM sign_in_attempt WHERE user_id = %s", token, self.user.id), "1")
        self.assertEqual(len(session), 43)

    def test_a_wrong_password_and_an_unknown_address_get_the_same_page(self):
        known = self.user.give_password(self.client, "iets heel anders dan dat")
        unknown = self.client.post("/aanmelden", {"gebruiker": "niemand@test.example", "wachtwoord": PASSWORD})
        self.assertEqual((known.status, unknown.status), (422, 422))
        self.assertIn(PASSWORD_WRONG, known.html)
        self.assertEqual(plain(known, self.user.email), plain(unknown, "niemand@test.example"))
        self.assertEqual(self.user.events(), [("authn_login_fail", "refused", "password")])

    def test_a_password_is_not_shown_again(self):
        page = self.user.give_password(self.client, "iets heel anders dan dat")
        self.assertNotIn("iets heel anders", page.html)
        self.assertIn(self.user.email, page.html)

    def test_empty_fields_are_told_at_the_field_and_are_no_failure(self):
        page = self.client.post("/aanmelden", {"gebruiker": "", "wachtwoord": ""})
        self.assertEqual(page.status, 422)
        self.assertIn("Vul uw e-mailadres in", page.error_of("gebruiker"))
        self.assertIn("Vul uw wachtwoord in", page.error_of("wachtwoord"))

    def test_capitals_in_the_address_do_not_matter(self):
        page = self.client.post("/aanmelden", {"gebruiker": self.user.email.upper(), "wachtwoord": PASSWORD})
        self.assertEqual(page.status, 303)

    def test_a_look_alike_address_is_another(self):
        page = self.client.post("/aanmelden", {"gebruiker": self.user.email.replace("e", "é"), "wachtwoord": PASSWORD})
        self.assertEqual(page.status, 422)

    def test_a_user_of_one_site_is_unknown_on_the_other(self):
        other = Client(PORTAL)
        other.get("/aanmelden")
        self.assertEqual(self.user.give_password(other).status, 422)

    def test_someone_without_a_password_or_no_longer_active_is_unknown(self):
        self.assertEqual(User.new(password=None).give_password(self.client, "").status, 422)
        invited = User.new(password=None)
        invited.password = PASSWORD
        self.assertIn(PASSWORD_WRONG, invited.give_password(self.client).html)
        sql("UPDATE app_user SET active = 0 WHERE id = %s", self.user.id)
        self.assertIn(PASSWORD_WRONG, self.user.give_password(self.client).html)

    def test_unknown_fields_doubles_and_bad_text_are_refused(self):
        good = [("gebruiker", self.user.email), ("wachtwoord", PASSWORD)]
        for extra in [("rol", "beheerder")], [("gebruiker", "b@test.example")]:
            self.assertEqual(self.client.post("/aanmelden", good + extra).status, 400, extra)
        for address in "a@b.example\r\nBcc: c@d.example", "a\0@b.example", "\u202ea@b.example":
            self.assertIn(self.client.post("/aanmelden", {"gebruiker": address, "wachtwoord": PASSWORD}).status, (400, 422), repr(address))
        self.assertNotIn("authn_code_sent", [event for event, _, _ in self.user.events()])

    def test_no_account_is_there_by_itself(self):
        for script in pathlib.Path(config()["sql_dir"]).rglob("*.sql"):
            self.assertIsNone(re.search(r"(?i)insert\s+(ignore\s+)?into\s+(app_user|credential)\b", script.read_text()), script)
        self.assertEqual(sql("SELECT email FROM app_user WHERE email NOT LIKE '%.example'"), [])

    def test_a_hash_of_an_older_cost_is_made_anew(self):
        salt, _, log2_n, p = credential(PASSWORD)
        old = hashlib.scrypt(PASSWORD.encode(), salt=salt, n=1 << (log2_n - 1), r=8, p=p, dklen=32, maxmem=1 << 29)
        sql("UPDATE credential SET salt = %s, hash = %s, log2_n = %s WHERE user_id = %s", salt, old, log2_n - 1, self.user.id)
        self.assertEqual(self.user.give_password(self.client).status, 303)
        self.assertEqual(int(sql_one("SELECT log2_n FROM credential WHERE user_id = %s", self.user.id)), log2_n)

    def test_no_more_than_four_passwords_are_computed_at_once(self):
        conf = config()
        places = [open(f"{conf.get('lock_dir', conf['spool_dir'])}/scrypt.{i}", "a") for i in range(4)]
        try:
            for place in places:
                fcntl.flock(place, fcntl.LOCK_EX)
            began = time.monotonic()
            page = self.user.give_password(self.client)
            self.assertEqual((page.status, page.headers["Retry-After"]), (503, "5"))
            self.assertLess(time.monotonic() - began, 8)
            fcntl.flock(places[2], fcntl.LOCK_UN)
            self.client.get("/aanmelden")
            self.assertEqual(self.user.give_password(self.client).status, 303)
        finally:
            for place in places:
                place.close()


class Code(unittest.TestCase):
    def setUp(self):
        self.user = User.new()

    def try_code(self, client, code):
        return client.post("/aanmelden/code", {"code": code})

    def test_the_code_is_six_digits_and_the_address_is_garbled(self):
        client, mail = self.user.password_given()
        page = client.get("/aanmelden/code")
        self.assertRegex(mail.code(), r"^\d{6}$")
        self.assertIn("p•••@t•••.example", page.html)
        self.assertNotIn(self.user.email, page.html)

    def test_spaces_and_hyphens_in_a_code_do_no_harm(self):
        client, mail = self.user.password_given()
        code = mail.code()
        self.assertEqual(self.try_code(client, f" {code[:3]} - {code[3:]} ").status, 303)

    def test_a_code_that_is_no_code_costs_no_try(self):
        client, mail = self.user.password_given()
        for typed in "12345", "1234567", "abcdef", "", "١٢٣٤٥٦":
            page = self.try_code(client, typed)
            self.assertIn("Vul de 6 cijfers", page.error_of("code"), typed)
        self.assertEqual(sql_one("SELECT tries FROM sign_in_attempt WHERE user_id = %s", self.user.id), "0")
        self.assertEqual(self.try_code(client, mail.code()).status, 303)

    def test_a_code_works_once(self):
        client, mail = self.user.password_given()
        attempt = client.cookies["__Host-koren-poging"]
        self.try_code(client, mail.code())
        again = self.user.client()
        again.cookies["__Host-koren-poging"] = attempt
        page = self.try_code(again, mail.code())
        self.assertEqual((page.status, page.location), (303, "/aanmelden"))
        self.assertNotIn("__Host-koren", again.cookies)

    def test_two_submissions_at_the_same_moment_give_one_session(self):
        client, mail = self.user.password_given()
        code = mail.code()
        twins = [Client(STAFF) for _ in range(4)]
        for twin in twins:
            twin.cookies, twin.csrf = dict(client.cookies), client.csrf
        pages = at_once(len(twins), lambda i: self.try_code(twins[i], code))
        self.assertEqual(sorted(page.status for page in pages), [303] * 4)
        self.assertEqual(sum("__Host-koren" in twin.cookies for twin in twins), 1)
        self.assertEqual(self.user.sessions(), 1)

    def test_a_code_is_worth_nothing_in_another_attempt_or_browser(self):
        first, first_mail = self.user.password_given()
        code = first_mail.code()
        second, _ = self.user.password_given()
        self.assertIn(CODE_WRONG, self.try_code(second, code).html)
        stranger = self.user.client()
        self.assertEqual(self.try_code(stranger, code).location, "/aanmelden")
        self.assertEqual(self.try_code(first, code).status, 303)

    def test_five_tries_a_code_and_then_even_the_right_one_is_refused(self):
        client, mail = self.user.password_given()
        code = mail.code()
        for left in 4, 3, 2, 1:
            page = self.try_code(client, wrong_code(code))
            self.assertEqual(page.status, 422)
            self.assertIn(f"nog {left} keer", page.error_of("code"))
        self.assertIn("werkt niet meer", self.try_code(client, wrong_code(code)).error_of("code"))
        self.assertIn("werkt niet meer", self.try_code(client, code).error_of("code"))
        self.assertIn(("authn_login_fail_max", "refused", "code"), self.user.events())
        new = Mail(self.user.email)
        page = client.post("/aanmelden/code/opnieuw")
        self.assertEqual((page.status, page.location), (303, "/aanmelden/code"))
        client.get("/aanmelden/code")
        self.assertEqual(self.try_code(client, new.code()).status, 303)

    def test_tries_at_the_same_moment_are_all_counted(self):
        client, mail = self.user.password_given()
        wrong = wrong_code(mail.code())
        twins = [Client(STAFF) for _ in range(8)]
        for twin in twins:
            twin.cookies, twin.csrf = dict(client.cookies), client.csrf
        pages = at_once(len(twins), lambda i: self.try_code(twins[i], wrong))
        self.assertEqual(sum(CODE_WRONG in page.html for page in pages), 4)
        self.assertIn("werkt niet meer", self.try_code(client, mail.code()).html)

    def test_a_code_ends_after_ten_minutes_and_an_attempt_after_thirty(self):
        client, mail = self.user.password_given()
        self.assertEqual(
            sql_one("SELECT TIMESTAMPDIFF(SECOND, created_at, expires_at) FROM sign_in_attempt WHERE user_id = %s", self.user.id), "600"
        )
        sql("UPDATE sign_in_attempt SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE user_id = %s", self.user.id)
        self.assertIn("werkt niet meer", self.try_code(client, mail.code()).error_of("code"))
        sql("UPDATE sign_in_attempt SET created_at = UTC_TIMESTAMP(6) - INTERVAL 31 MINUTE WHERE user_id = %s", self.user.id)
        self.assertEqual(client.post("/aanmelden/code/opnieuw").location, "/aanmelden")
        self.assertNotIn("__Host-koren-poging", client.cookies)

    def test_three_codes_in_a_quarter_and_ten_a_day(self):
        client, _ = self.user.password_given()
        for _ in range(2):
            self.assertEqual(client.post("/aanmelden/code/opnieuw").status, 303)
            client.get("/aanmelden/code")
        for way in lambda: client.post("/aanmelden/code/opnieuw"), lambda: self.user.give_password(self.user.client()):
            page = way()
            self.assertEqual(page.status, 429)
            self.assertTrue(850 < int(page.headers["Retry-After"]) <= 900)
            self.assertIn("Wacht nog 15 minuten", page.html)
        sql("UPDATE code_sent SET sent_at = sent_at - INTERVAL 16 MINUTE WHERE user_id = %s", self.user.id)
        self.assertEqual(self.user.give_password(self.user.client()).status, 303)
        for _ in range(6):
            sql("INSERT INTO code_sent (user_id, sent_at) VALUES (%s, UTC_TIMESTAMP(6) - INTERVAL 2 HOUR)", self.user.id)
        page = self.user.give_password(self.user.client())
        self.assertEqual(page.status, 429)
        self.assertGreater(int(page.headers["Retry-After"]), 20 * 3600)

    def test_codes_that_were_used_do_not_count(self):
        for _ in range(5):
            self.user.sign_in()
        self.assertEqual(sql_one("SELECT COUNT(*) FROM code_sent WHERE user_id = %s", self.user.id), "0")

    def test_codes_asked_at_the_same_moment_stay_within_the_limit(self):
        clients = [self.user.client() for _ in range(6)]
        pages = at_once(len(clients), lambda i: self.user.give_password(clients[i]))
        self.assertEqual(sum(page.status == 303 for page in pages), 3, [page.status for page in pages])

    def test_the_code_page_says_so_when_mail_waits(self):
        client, _ = self.user.password_given()
        self.assertNotIn("De e-mail wacht nog", client.get("/aanmelden/code").html)
        sql(
            "INSERT INTO outbox (kind, recipient, subject, body, created_at, next_at)"
            " VALUES ('test', 'wacht@test.example', 'x', 'x', UTC_TIMESTAMP(6) - INTERVAL 2 MINUTE, UTC_TIMESTAMP(6) + INTERVAL 1 HOUR)"
        )
        try:
            self.assertIn("De e-mail wacht nog", client.get("/aanmelden/code").html)
        finally:
            sql("DELETE FROM outbox WHERE recipient = 'wacht@test.example'")

    def test_with_the_mail_server_away_nothing_is_lost_and_the_code_comes_when_it_is_back(self):
        service("stop", "mail")
        try:
            client, mail = self.user.password_given()
            time.sleep(2)
            self.assertEqual(client.get("/aanmelden/code").status, 200)
            self.assertEqual(mail.all(), [])
        finally:
            service("start", "mail")
        self.assertEqual(self.try_code(client, mail.code(seconds=40)).status, 303)


class Failures(unittest.TestCase):
    def setUp(self):
        forget_failures()
        self.user = User.new()

    def fail(self, times, client=None, address=None):
        client = client or self.user.client()
        pages = [client.post("/aanmelden", {"gebruiker": address or self.user.email, "wachtwoord": "steeds weer verkeerd"}) for _ in range(times)]
        return pages[-1]

    def pass_time(self):
        sql("UPDATE sign_in_failure SET blocked_until = UTC_TIMESTAMP(6) WHERE blocked_until IS NOT NULL")

    def test_after_five_failures_the_wait_doubles_up_to_fifteen_minutes(self):
        waits = []
        self.assertEqual(self.fail(5).status, 422)
        for _ in range(12):
            page = self.fail(1)
            self.assertEqual(page.status, 429)
            waits.append(int(page.headers["Retry-After"]))
            self.pass_time()
            self.assertEqual(self.fail(1).status, 422)
        self.assertEqual(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])

    def test_waiting_is_the_same_for_an_unknown_address(self):
        known = self.fail(7)
        unknown = self.fail(7, address="ook.niemand@test.example")
        self.assertEqual((known.status, unknown.status), (429, 429))
        self.assertEqual(plain(known, self.user.email), plain(unknown, "ook.niemand@test.example"))
        self.assertEqual(known.headers["Retry-After"], unknown.headers["Retry-After"])

    def test_while_waiting_even_the_right_password_is_refused_and_afterwards_it_is_not(self):
        self.fail(8)
        sql("UPDATE sign_in_failure SET blocked_until = UTC_TIMESTAMP(6) + INTERVAL 30 SECOND")
        client = self.user.client()
        page = self.user.give_password(client)
        self.assertEqual(page.status, 429)
        self.assertRegex(page.html, r"Wacht nog (29|30) seconden")
        self.pass_time()
        self.assertEqual(self.user.give_password(client).status, 303)

    def test_the_owners_browser_does_not_wait_for_strangers(self):
        owner = self.user.sign_in()
        owner.post("/afmelden")
        self.fail(8)
        self.assertEqual(self.fail(1).status, 429)
        owner.get("/aanmelden")
        self.assertEqual(self.user.give_password(owner).status, 303)

    def test_a_known_browser_waits_for_its_own_failures_and_for_no_other_account(self):
        owner = self.user.sign_in()
        owner.post("/afmelden")
        owner.get("/aanmelden")
        self.assertEqual(self.fail(6, owner).status, 429)
        other = User.new()
        self.fail(6, address=other.email)
        self.assertEqual(other.give_password(owner).status, 429, "the mark of one user's browser opens nothing for another")

    def test_tries_at_the_same_moment_learn_no_more_than_one_after_another(self):
        clients = [self.user.client() for _ in range(16)]
        pages = at_once(len(clients), lambda i: self.user.give_password(clients[i], "steeds weer verkeerd"))
        told = [page.status for page in pages].count(422)
        self.assertLessEqual(told, 5, [page.status for page in pages])
        self.assertGreaterEqual(told, 1)

    def test_success_after_failures_is_told_by_mail_and_the_count_begins_anew(self):
        self.fail(3)
        client, mail = self.user.password_given()
        client.post("/aanmelden/code", {"code": mail.code()})
        wait_for(lambda: any("verkeerd wachtwoord" in message["Subject"] for message in mail.all()))
        self.assertEqual(sql_one("SELECT COUNT(*) FROM sign_in_failure"), "0")

    def test_addresses_are_not_in_the_count(self):
        self.fail(1)
        self.assertEqual(sql_one("SELECT LENGTH(name_hash) FROM sign_in_failure"), "32")
        self.assertEqual(sql_one("SELECT COUNT(*) FROM sign_in_failure WHERE HEX(name_hash) = SHA2(%s, 256)", self.user.email), "0")


class Session(unittest.TestCase):
    def setUp(self):
        self.user = User.new()

    def age(self, column, minutes):
        sql(f"UPDATE session SET {column} = {column} - INTERVAL %s SECOND WHERE user_id = %s", int(minutes * 60), self.user.id)

    def refused(self, client):
        page = client.get("/account/sessies")
        return page.status == 303 and page.location.startswith("/aanmelden")

    def test_cookies_are_host_bound_secure_and_out_of_reach_of_scripts(self):
        client = self.user.sign_in()
        for name in "__Host-koren", "__Host-koren-apparaat", "__Host-koren-pre":
            flags = client.cookies[name].attributes
            self.assertTrue("secure" in flags and "httponly" in flags, name)
            self.assertEqual((flags["path"], flags["samesite"].lower()), ("/", "lax"), name)
        self.assertNotIn("max-age", client.cookies["__Host-koren"].attributes, "it ends with the browser")

    def test_each_step_has_a_new_identifier(self):
        client, mail = self.user.password_given()
        attempt = client.cookies["__Host-koren-poging"].value
        client.cookies["__Host-koren"] = type(client.cookies["__Host-koren-pre"])("__Host-koren=" + "A" * 43 + "; Secure; Path=/")
        client.post("/aanmelden/code", {"code": mail.code()})
        session = client.cookies["__Host-koren"].value
        self.assertNotIn(session, ("A" * 43, attempt))
        self.assertNotIn("__Host-koren-poging", client.cookies)

    def test_signing_in_again_in_the_same_browser_ends_the_session_before(self):
        client = self.user.sign_in()
        first = client.cookies["__Host-koren"]
        mail = Mail(self.user.email)
        self.user.give_password(client)
        client.post("/aanmelden/code", {"code": mail.code()})
        self.assertNotEqual(client.cookies["__Host-koren"].value, first.value)
        client.cookies["__Host-koren"] = first
        self.assertTrue(self.refused(client))

    def test_staff_fifteen_minutes_idle_and_ten_hours_in_all(self):
        client = self.user.sign_in()
        self.age("seen_at", 14.9)
        self.assertFalse(self.refused(client))
        self.age("seen_at", 15.1)
        self.assertTrue(self.refused(client))
        client = self.user.sign_in()
        self.age("opened_at", 599)
        self.assertFalse(self.refused(client))
        self.age("opened_at", 2)
        self.assertTrue(self.refused(client))

    def test_portal_ten_minutes_idle_and_one_hour_in_all(self):
        self.user = User.new("portal")
        client = self.user.sign_in()
        self.age("seen_at", 9.9)
        self.assertFalse(self.refused(client))
        self.age("seen_at", 10.1)
        self.assertTrue(self.refused(client))
        client = self.user.sign_in()
        self.age("opened_at", 59)
        self.assertFalse(self.refused(client))
        self.age("opened_at", 2)
        self.assertTrue(self.refused(client))

    def test_using_it_keeps_it_and_is_written_once_a_minute(self):
        client = self.user.sign_in()
        self.age("seen_at", 10)
        client.get("/account/sessies")
        seen = sql_one("SELECT seen_at FROM session WHERE user_id = %s", self.user.id)
        client.get("/account/sessies")
        self.assertEqual(sql_one("SELECT seen_at FROM session WHERE user_id = %s", self.user.id), seen)
        self.assertEqual(sql_one("SELECT seen_at > UTC_TIMESTAMP() - INTERVAL 1 MINUTE FROM session WHERE user_id = %s", self.user.id), "1")

    def test_an_expired_session_says_so_and_leads_back(self):
        client = self.user.sign_in()
        self.age("seen_at", 16)
        page = client.get("/account/wachtwoord")
        self.assertEqual((page.status, page.location), (303, "/aanmelden?naar=%2Faccount%2Fwachtwoord"))
        self.assertEqual(sql_one("SELECT event FROM audit WHERE request = %s", page.headers["X-Request-Id"]), "session_use_after_expire")
        self.assertIn("U bent uitgelogd", client.get(page.location).html)
        client, mail = self.user.password_given(client)
        page = client.post("/aanmelden/code", {"code": mail.code()})
        self.assertEqual(page.location, "/account/wachtwoord")

    def test_the_page_to_go_to_is_always_one_of_ours(self):
        for to in "https://evil.example/", "//evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x=1", "javascript:alert(1)":
            client = self.user.client()
            client.get("/aanmelden", {"naar": to})
            client, mail = self.user.password_given(client)
            self.assertEqual(client.post("/aanmelden/code", {"code": mail.code()}).location, "/", to)

    def test_signing_out_ends_it_on_the_server(self):
        client = self.user.sign_in()
        kept = client.cookies["__Host-koren"]
        page = client.post("/afmelden")
        self.assertEqual((page.status, page.location), (303, "/aanmelden"))
        self.assertIn('"storage"', page.headers["Clear-Site-Data"])
        self.assertNotIn("__Host-koren", client.cookies)
        client.cookies["__Host-koren"] = kept
        self.assertTrue(self.refused(client))
        self.assertIn("authn_logout", [event for event, _, _ in self.user.events()])

    def test_signing_out_is_a_post(self):
        client = self.user.sign_in()
        self.assertEqual(client.get("/afmelden").status, 405)
        self.assertEqual(self.user.sessions(), 1)

    def test_disabling_a_user_acts_on_the_next_request(self):
        client = self.user.sign_in()
        sql("UPDATE app_user SET active = 0 WHERE id = %s", self.user.id)
        self.assertTrue(self.refused(client))

    def test_a_session_of_one_site_is_none_on_the_other(self):
        client = self.user.sign_in()
        token = client.cookies["__Host-koren"].value
        other = Client(PORTAL)
        for name in "__Host-koren", "__Host-koren-mijn":
            page = other.request("GET", "/account/sessies", headers={"Cookie": f"{name}={token}"})
            self.assertEqual(page.status, 303, name)

    def test_one_browser_may_be_signed_in_to_both_sites_of_one_host(self):
        client, portal = self.user.sign_in(), User.new("portal")
        both = Client(PORTAL)
        both.cookies = client.cookies
        both.get("/aanmelden")
        portal.sign_in(both)
        self.assertEqual(both.get("/account/sessies").status, 200)
        self.assertEqual(client.get("/account/sessies").status, 200)

    def test_a_cookie_with_any_bit_changed_is_none(self):
        client = self.user.sign_in()
        good = client.cookies["__Host-koren"]
        for value in good.value[:-1], good.value + "A", good.value.swapcase(), "", "A" * 43, "é" * 43, good.value[:20] + "'--" + good.value[23:]:
            client.cookies["__Host-koren"] = type(good)("__Host-koren=x; Secure; Path=/")
            page = client.request("GET", "/account/sessies", headers={"Cookie": f"__Host-koren={value}".encode().decode("latin-1")})
            self.assertIn(page.status, (303, 400), value)

    def test_own_sessions_can_be_seen_and_ended_and_nobody_elses(self):
        here, there, third = self.user.sign_in(), self.user.sign_in(), self.user.sign_in()
        page = here.get("/account/sessies")
        ends = [form for form in page.forms() if form.action == "/account/sessies/einde" and form.value("sessie") != "andere"]
        self.assertEqual(len(ends), 2, "not the own one")
        here.submit(ends[0])
        self.assertEqual([self.refused(there), self.refused(third)].count(True), 1)
        stranger = User.new().sign_in()
        stranger.get("/account/sessies")
        page = stranger.post("/account/sessies/einde", {"sessie": ends[1].value("sessie")})
        self.assertEqual(page.status, 404)
        here.get("/account/sessies")
        self.assertEqual(here.post("/account/sessies/einde", {"sessie": "andere"}).status, 303)
        self.assertEqual([self.refused(there), self.refused(third), self.refused(here)], [True, True, False])

    def test_sessions_that_are_over_are_ended_by_the_worker(self):
        self.user.sign_in()
        self.age("seen_at", 16)
        reason = wait_for(lambda: sql_one("SELECT end_reason FROM session WHERE user_id = %s", self.user.id), seconds=90, pause=1)
        self.assertEqual(reason, "idle")


class Csrf(unittest.TestCase):
    def setUp(self):
        self.user = User.new()

    def test_signing_in_wants_the_token_of_this_browser(self):
        client, other = self.user.client(), self.user.client()
        for csrf in False, "", "A" * 43, other.csrf:
            self.assertEqual(client.post("/aanmelden", {"gebruiker": self.user.email, "wachtwoord": PASSWORD}, csrf=csrf).status, 403)
        self.assertEqual(self.user.events(), [])

    def test_a_session_wants_its_own_token(self):
        client, other = self.user.sign_in(), User.new().sign_in()
        for csrf in False, "A" * 43, other.csrf:
            self.assertEqual(client.post("/account/sessies/einde", {"sessie": "andere"}, csrf=csrf).status, 403)
            self.assertEqual(client.post("/afmelden", csrf=csrf).status, 403)
        self.assertEqual(self.user.sessions(), 1)

    def test_a_post_from_elsewhere_is_refused_even_with_the_token(self):
        client = self.user.sign_in()
        for headers in {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site", "Origin": "null"}:
            page = client.post("/afmelden", headers=headers)
            self.assertEqual(page.status, 403, headers)
        self.assertEqual(self.user.sessions(), 1)
        self.assertGreaterEqual(int(sql_one("SELECT COUNT(*) FROM audit WHERE event = 'csrf_fail' AND user_id = %s", self.user.id)), 3)


class Reset(unittest.TestCase):
    def setUp(self):
        forget_failures()
        self.user = User.new()
        self.client = self.user.client()

    def ask(self, address=None, **options):
        self.client.get("/wachtwoord/vergeten")
        return self.client.post("/wachtwoord/vergeten", {"gebruiker": address or self.user.email}, **options)

    def link(self):
        mail = Mail(self.user.email)
        self.ask()
        link = mail.link()
        self.assertTrue(link.startswith(self.user.base + "/wachtwoord/nieuw/"), link)
        return link.removeprefix(self.user.base)

    def choose(self, path, password, again=None):
        page = self.client.get(path)
        self.assertEqual(page.status, 200, page)
        return self.client.post(path, {"wachtwoord": password, "wachtwoord2": password if again is None else again})

    def test_a_forgotten_password_is_chosen_anew_and_the_code_is_still_asked(self):
        elsewhere = self.user.sign_in()
        path, mail = self.link(), Mail(self.user.email)
        page = self.choose(path, "een heel nieuwe zin die lang is")
        self.assertEqual((page.status, page.location), (303, "/aanmelden"))
        self.assertNotIn("__Host-koren", self.client.cookies)
        self.assertEqual(elsewhere.get("/account/sessies").status, 303, "all sessions ended")
        wait_for(lambda: any("wachtwoord is gewijzigd" in message["Subject"] for message in mail.all()))
        self.assertEqual(self.user.give_password(self.user.client()).status, 422, "the old one is worthless")
        self.user.password = "een heel nieuwe zin die lang is"
        self.assertEqual(self.user.give_password(self.user.client()).location, "/aanmelden/code")
        self.assertIn("authn_password_change", [event for event, _, _ in self.user.events()])

    def test_known_and_unknown_addresses_get_the_same_page(self):
        known, unknown = self.ask(), self.ask("niemand@test.example")
        self.assertEqual((known.status, unknown.status), (200, 200))
        self.assertEqual(plain(known, self.user.email), plain(unknown, "niemand@test.example"))

    def test_a_link_works_once_and_takes_the_others_with_it(self):
        first, second = self.link(), self.link()
        self.assertEqual(self.choose(first, "een heel nieuwe zin die lang is").status, 303)
        for path in first, second:
            page = self.client.get(path)
            self.assertEqual(page.status, 404)
            self.assertIn("werkt niet meer", page.h1())
            self.client.get("/aanmelden")
            self.assertEqual(self.client.post(path, {"wachtwoord": "nog een andere lange zin hier", "wachtwoord2": "nog een andere lange zin hier"}).status, 404)

    def test_a_link_used_twice_at_the_same_moment_works_once(self):
        path = self.link()
        clients = [self.user.client() for _ in range(3)]
        for client in clients:
            client.get(path)
        pages = at_once(3, lambda i: clients[i].post(path, {"wachtwoord": f"zin nummer {i} die lang is", "wachtwoord2": f"zin nummer {i} die lang is"}))
        self.assertEqual(sorted(page.status for page in pages), [303, 404, 404])

    def test_a_link_ends_after_thirty_minutes_and_is_256_bits_hashed(self):
        path = self.link()
        token = path.rsplit("/", 1)[1]
        self.assertEqual(len(token), 43)
        self.assertEqual(
            sql_one("SELECT TIMESTAMPDIFF(SECOND, created_at, expires_at) FROM mail_link WHERE HEX(token_hash) = SHA2(%s, 256)", token), "1800"
        )
        sql("UPDATE mail_link SET expires_at = UTC_TIMESTAMP(6) WHERE user_id = %s", self.user.id)
        self.assertEqual(self.client.get(path).status, 404)

    def test_a_link_is_for_its_own_site(self):
        path = self.link()
        self.assertEqual(Client(PORTAL).get(path).status, 404)
        self.assertEqual(self.client.get("/uitnodiging/" + path.rsplit("/", 1)[1]).status, 404)

    def test_the_address_in_the_mail_comes_from_the_configuration(self):
        mail = Mail(self.user.email)
        self.ask(headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
        sent = mail.all() or (time.sleep(2), mail.all())[1]
        for message in sent:
            self.assertNotIn("evil.example", message.as_string())

    def test_three_links_in_a_quarter_and_the_page_stays_the_same(self):
        mail = Mail(self.user.email)
        pages = [plain(self.ask(), "") for _ in range(5)]
        self.assertEqual(len(set(pages)), 1)
        wait_for(lambda: len(mail.all()) == 3)
        time.sleep(1)
        self.assertEqual(len(mail.all()), 3)

    def test_what_is_a_good_password(self):
        path = self.link()
        for password, words in [
            ("te kort hoor", "ten minste 15 tekens"),
            ("x" * 129, "ten hoogste 128 tekens"),
            ("aaaaaaaaaaaaaaaaaaaa", "te makkelijk te raden"),
            ("wachtwoord12345", "te makkelijk te raden"),
            ("VerenigingDemo2026!", "te makkelijk te raden"),
            ("Proefpersoon-Test-1", "te makkelijk te raden"),
            ("Demo-wachtwoord-1", "te makkelijk te raden"),
            ("", "Vul een nieuw wachtwoord in"),
        ]:
            page = self.choose(path, password)
            self.assertEqual(page.status, 422, password)
            self.assertIn(words, page.error_of("wachtwoord"), password)
        page = self.choose(path, "een heel nieuwe zin die lang is", "en hier een andere")
        self.assertIn("twee keer hetzelfde", page.error_of("wachtwoord2"))
        longest = "zeven grote ezels eten gras é " + "".join(chr(0x61 + (i * 7 + i // 5) % 26) for i in range(98))
        self.assertEqual(len(longest), 128)
        self.assertEqual(self.choose(path, longest).status, 303)
        self.assertEqual(self.user.give_password(self.user.client(), longest).status, 303)
        self.assertEqual(self.user.give_password(self.user.client(), longest[:-1]).status, 422, "nothing is cut off")

    def test_the_same_characters_typed_otherwise_are_the_same_password(self):
        password = "Ä één ö zó moeilijk woord ĳ"
        self.choose(self.link(), unicodedata.normalize("NFD", password))
        self.assertEqual(self.user.give_password(self.user.client(), unicodedata.normalize("NFC", password)).status, 303)

    def test_relations_may_have_twelve_characters(self):
        self.user = User.new("portal")
        self.client = self.user.client()
        path = self.link()
        self.assertIn("ten minste 12 tekens", self.choose(path, "11 tekens!!").error_of("wachtwoord"))
        self.assertEqual(self.choose(path, "kaas & 3 ui!").status, 303)


class Invitation(unittest.TestCase):
    """koren-admin user add: whoever is invited chooses a password, and nobody else ever knows it."""

    def setUp(self):
        self.email = f"nieuw.{time.time_ns()}@test.example"
        self.mail = Mail(self.email)
        self.link = admin("user", "add", self.email, "--name", "Nieuwe Collega").stdout.split()[-1]
        self.client = Client(STAFF)

    def choose(self, password):
        path = self.link.removeprefix(STAFF)
        page = self.client.get(path)
        self.assertEqual(page.status, 200, page)
        return self.client.post(path, {"wachtwoord": password, "wachtwoord2": password})

    def test_an_invitation_is_mailed_and_leads_to_a_password_and_from_there_to_signing_in(self):
        self.assertEqual(self.mail.link(), self.link)
        page = self.choose("een heel nieuwe zin die lang is")
        self.assertEqual((page.status, page.location), (303, "/aanmelden"))
        page = self.client.get(page.location)
        self.assertIn("Uw wachtwoord is ingesteld", page.html)
        mail = Mail(self.email)
        page = self.client.post("/aanmelden", {"gebruiker": self.email, "wachtwoord": "een heel nieuwe zin die lang is"})
        self.assertEqual(page.location, "/aanmelden/code")
        self.client.get(page.location)
        self.assertEqual(self.client.post("/aanmelden/code", {"code": mail.code()}).status, 303)

    def test_it_works_once_and_for_seventy_two_hours(self):
        token = self.link.rsplit("/", 1)[1]
        self.assertEqual(
            sql_one("SELECT TIMESTAMPDIFF(HOUR, created_at, expires_at) FROM mail_link WHERE HEX(token_hash) = SHA2(%s, 256)", token), "72"
        )
        self.assertEqual(self.choose("een heel nieuwe zin die lang is").status, 303)
        page = self.client.get(self.link.removeprefix(STAFF))
        self.assertEqual(page.status, 404)
        self.assertIn("werkt niet meer", page.h1())

    def test_ones_own_name_is_no_password(self):
        self.assertIn("te makkelijk", self.choose("Nieuwe-Collega-1").error_of("wachtwoord"))


class Change(unittest.TestCase):
    NEW = "een heel nieuwe zin die lang is"

    def setUp(self):
        self.user = User.new()
        self.client = self.user.sign_in()

    def change(self, now, new=NEW, again=NEW):
        self.client.get("/account/wachtwoord")
        return self.client.post("/account/wachtwoord", {"wachtwoord-nu": now, "wachtwoord": new, "wachtwoord2": again})

    def test_a_changed_password_ends_other_sessions_renews_this_one_and_is_mailed(self):
        other, before, mail = self.user.sign_in(), self.client.cookies["__Host-koren"], Mail(self.user.email)
        page = self.change(PASSWORD)
        self.assertEqual(page.status, 303, page.errors())
        self.assertEqual(self.client.get("/account/sessies").status, 200)
        self.assertNotEqual(self.client.cookies["__Host-koren"].value, before.value)
        self.assertEqual(other.get("/account/sessies").status, 303)
        old = Client(STAFF)
        old.cookies["__Host-koren"] = before
        self.assertEqual(old.get("/account/sessies").status, 303)
        self.assertIn("gewijzigd", mail.newest()["Subject"])

    def test_the_present_password_is_needed_and_cannot_be_guessed_on(self):
        for _ in range(5):
            self.assertIn("klopt niet", self.change("steeds weer verkeerd").error_of("wachtwoord-nu"))
        page = self.change(PASSWORD)
        self.assertEqual((page.status, page.headers["Retry-After"]), (429, "1"))
        self.assertEqual(self.user.give_password(self.user.client(), self.NEW).status, 422)


class Log(unittest.TestCase):
    def test_no_address_code_password_or_token_is_in_any_log(self):
        user = User.new()
        client, mail = user.password_given()
        code = mail.code()
        user.give_password(user.client(), "iets heel anders dan dat")
        client.post("/aanmelden/code", {"code": wrong_code(code)})
        client.post("/aanmelden/code", {"code": code})
        reset = Mail(user.email)
        client.get("/wachtwoord/vergeten")
        client.post("/wachtwoord/vergeten", {"gebruiker": user.email})
        link = reset.link()
        client.get(link.removeprefix(user.base))
        secrets = [user.email, PASSWORD, "iets heel anders", client.cookies["__Host-koren"].value, link.rsplit("/", 1)[1]]
        time.sleep(0.5)
        for path in (RUN / "log").glob("*"):
            text = path.read_text("utf-8", "replace")
            for secret in secrets:
                self.assertFalse(secret in text, f"{secret} stands in {path}")
            if path.name in ("signin.log", "worker.log"):
                self.assertIsNone(re.search(rf"(?<![0-9a-f.]){code}(?![0-9a-fZ])", text), path)


if __name__ == "__main__":
    unittest.main()
