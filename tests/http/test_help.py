"""Help: a page for every route, every text reachable, the same link on every page, and nothing of a module that is off."""

import pathlib
import subprocess
import unittest

from koren_http import CONF, PORTAL, RUN, STAFF, Client, signed_in
from test_modules import off

TOP = pathlib.Path(__file__).resolve().parents[2]
TEXTS = {STAFF: TOP / "docs/hulp", PORTAL: TOP / "docs/hulp/werktvoormij"}


def names(site):
    return {path.stem for path in TEXTS[site].glob("*.md")}


def guide(page):
    return page.find("p", cls="guidelink").find("a")["href"]


class Help(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.staff = signed_in(STAFF, "beheer@demo.example")
        cls.portal = signed_in(PORTAL, "jansen@demo.example")

    def test_every_route_names_a_page_that_exists(self):
        programs = sorted(pathlib.Path(RUN, "inst/libexec/koren").iterdir())
        self.assertGreater(len(programs), 5)
        for program in programs:
            with self.subTest(program.name):
                done = subprocess.run([program, "-c", CONF, "--check"], capture_output=True, text=True, check=False)
                self.assertNotIn("help_missing", done.stdout + done.stderr)

    def test_every_text_is_reached_from_the_index_and_its_pictures_are_there(self):
        for site, client in ((STAFF, self.staff), (PORTAL, self.portal)):
            linked = {a["href"] for a in client.get("/hulp").find_all("a") if (a["href"] or "").startswith("/hulp/")}
            self.assertEqual(linked, {f"/hulp/{name}" for name in names(site)})
            for path in sorted(linked):
                with self.subTest(f"{site}{path}"):
                    page = client.get(path)
                    self.assertEqual(page.status, 200)
                    for picture in page.find("main").find_all("img"):
                        self.assertEqual(client.get(picture["src"]).status, 200)
                    inside = {a["href"] for a in page.find("main").find_all("a")}
                    self.assertLessEqual({a for a in inside if a.startswith("/hulp/")}, linked)

    def test_the_link_goes_to_the_page_about_this_one(self):
        for client, path, wanted in (
            (self.staff, "/", "/hulp/relaties"), (self.staff, "/facturen", "/hulp/facturen"), (self.staff, "/import", "/hulp/import"),
            (self.staff, "/account/sessies", "/hulp/sessies"), (self.staff, "/relaties/10001/alarmering", "/hulp/alarmering"),
            (self.staff, "/bestaat-niet", "/hulp"), (self.staff, "/hulp/avg", "/hulp"),
            (self.portal, "/gegevens", "/hulp/werktvoormij"), (self.portal, "/mijn/export", "/hulp/bestand"),
        ):
            with self.subTest(path):
                self.assertEqual(guide(client.get(path)), wanted)

    def test_before_signing_in_there_is_help_with_that_alone(self):
        for site in (STAFF, PORTAL):
            nobody = Client(site)
            self.assertEqual(guide(nobody.get("/aanmelden")), "/hulp/aanmelden")
            self.assertEqual(nobody.get("/hulp/aanmelden").status, 200)
            linked = {a["href"] for a in nobody.get("/hulp").find("main").find_all("a")}
            self.assertEqual(linked, {"/hulp/aanmelden", "/hulp/sessies"})
        answer = Client(STAFF).get("/hulp/facturen")
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/aanmelden?naar=/hulp/facturen"))

    def test_what_is_not_there_is_not_found(self):
        self.assertEqual(self.staff.get("/hulp/bestaatniet").status, 404)
        self.assertEqual(self.portal.get("/hulp/facturen").status, 404)

    def test_a_module_that_is_off_has_no_help(self):
        with off("alarmering"):
            linked = {a["href"] for a in self.staff.get("/hulp").find("main").find_all("a")}
            self.assertNotIn("/hulp/alarmering", linked)
            self.assertIn("/hulp/contactpersonen", linked)
            self.assertEqual(self.staff.get("/hulp/alarmering").status, 404)


if __name__ == "__main__":
    unittest.main()
