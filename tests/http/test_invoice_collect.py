"""Direct debit: what can be collected and what cannot, once only, and the file for the bank."""

import datetime
import unittest
import xml.etree.ElementTree as ET

from koren_http import STAFF, signed_in, sql, sql_one
from test_crm import add, number_of, staff, word
from test_invoice import final

NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.008.001.02"}
LEADER = "teamleider@demo.example"


def payer(client, iban="NL91ABNA0417164300", mandate=True, signed="2020-01-01"):
    """A relation that pays by direct debit; gives its number."""
    number = number_of(add(client, achternaam="Käster" + word(), straat="Dorpsstraat", huisnummer="1", postcode="1234AB", woonplaats="Ons Dorp"))
    sql("UPDATE relation SET iban = %s WHERE number = %s", iban, number)
    sql(
        "INSERT INTO membership (relation_id, type, start_date, amount_cents, payment_method, mandate_reference, mandate_signed_on, created_at, changed_at) "
        "SELECT id, 'Proefsoort incasso', '2020-01-01', 100, 'incasso', %s, %s, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) FROM relation WHERE number = %s",
        "PROEF-" + word() if mandate else None, signed if mandate else None, number
    )
    return number


def day(days=10):
    return (datetime.date.today() + datetime.timedelta(days=days)).isoformat()


class Collect(unittest.TestCase):
    """What other tests left is collected too: each test makes a run of its own, so that only its invoices count."""

    def setUp(self):
        self.client = staff()
        sql("INSERT INTO invoice_run (period, description, due_days, vat_code, state, created_at) VALUES ('2027', %s, 30, 'nul', 'definitief', UTC_TIMESTAMP(6))",
            "Proef " + word())
        self.run_id = sql_one("SELECT MAX(id) FROM invoice_run")

    def invoice(self, number, price="10"):
        path = final(self.client, number, price=price, vat="nul")
        sql("UPDATE invoice SET run_id = %s WHERE id = %s", self.run_id, path.rsplit("/", 1)[1])
        return path

    def make(self, count, when=None):
        self.client.get(f"/facturen/incasso/nieuw?run={self.run_id}")
        return self.client.post("/facturen/incasso/nieuw", {"run": self.run_id, "datum": when or day(), "aantal": str(count)})

    def test_a_file_with_what_can_be_collected(self):
        one, two = payer(self.client), payer(self.client)
        self.invoice(one)
        self.invoice(two, "20")
        self.invoice(two, "30")
        self.invoice(payer(self.client, iban=None))
        self.invoice(payer(self.client, mandate=False))
        self.invoice(payer(self.client, iban="CH9300762011623852957"))
        page = self.client.get(f"/facturen/incasso/nieuw?run={self.run_id}")
        for text in ("€ 60,00", "Er is geen IBAN", "machtiging is niet compleet", "buiten de Europese"):
            self.assertIn(text, page.text)
        path = self.make(3).location
        self.assertRegex(path, r"^/facturen/incasso/\d+$")
        file = self.client.get(path + "/bestand")
        self.assertEqual((file.status, file.headers.get_content_type()), (200, "application/xml"))
        self.assertIn("attachment", file.headers["Content-Disposition"])
        root = ET.fromstring(file.body)
        head = root.find("p:CstmrDrctDbtInitn/p:GrpHdr", NS)
        self.assertEqual((head.find("p:NbOfTxs", NS).text, head.find("p:CtrlSum", NS).text), ("3", "60.00"))
        blocks = {b.find("p:PmtTpInf/p:SeqTp", NS).text: b for b in root.findall("p:CstmrDrctDbtInitn/p:PmtInf", NS)}
        self.assertEqual({k: len(b.findall("p:DrctDbtTxInf", NS)) for k, b in blocks.items()}, {"FRST": 2, "RCUR": 1})
        self.assertEqual(blocks["FRST"].find("p:ReqdColltnDt", NS).text, day())
        names = [n.text for n in root.iter("{%s}Nm" % NS["p"])]
        self.assertTrue(any(n.startswith("Kaster") for n in names), names)
        self.assertEqual(self.client.get(path + "/bestand").body, file.body)
        self.assertEqual(sql_one("SELECT fetched FROM collection WHERE id = %s", path.rsplit("/", 1)[1]), "2")

    def test_no_invoice_twice(self):
        number = payer(self.client)
        self.invoice(number)
        path = self.make(1).location
        page = self.make(1)
        self.assertEqual(page.status, 422)
        self.assertEqual(self.client.post(path + "/weggooien").status, 303)
        path = self.make(1).location
        self.client.get(path + "/bestand")
        self.client.get(path)
        self.assertEqual(self.client.post(path + "/weggooien").status, 409)
        self.invoice(number)
        root = ET.fromstring(self.client.get(self.make(1).location + "/bestand").body)
        self.assertEqual([e.text for e in root.iter("{%s}SeqTp" % NS["p"])], ["RCUR"])

    def test_the_day_and_the_count_have_to_be_right(self):
        self.invoice(payer(self.client))
        for when, count, field in ((day(1), 1, "datum"), (day(91), 1, "datum"), ("31-2-2027", 1, "datum"), (day(), 2, "aantal"), (day(), "veel", "aantal")):
            page = self.make(count, when)
            self.assertEqual(page.status, 422, (when, count))
            self.assertTrue(page.error_of(field), (when, count))
        self.assertEqual(self.client.get("/facturen/incasso/nieuw?run=abc").status, 404)

    def test_what_is_missing_by_then_is_told_and_no_file_is_made(self):
        number = payer(self.client)
        self.invoice(number)
        path = self.make(1).location
        sql("UPDATE relation SET iban = NULL WHERE number = %s", number)
        page = self.client.get(path + "/bestand")
        self.assertEqual(page.status, 409)
        self.assertIn("Er is geen IBAN", page.text)

    def test_only_with_its_own_permission(self):
        self.invoice(payer(self.client))
        path = self.make(1).location
        other = signed_in(STAFF, LEADER)
        for where in ("/facturen/incasso", "/facturen/incasso/nieuw", path, path + "/bestand"):
            self.assertEqual(other.get(where).status, 404, where)
        self.client.get(path + "/bestand")
        self.assertEqual(sql_one("SELECT COUNT(*) FROM audit WHERE event = 'collection_fetch' AND outcome = 'done' AND object_id = %s", path.rsplit("/", 1)[1]), "1")


if __name__ == "__main__":
    unittest.main()
