"""A bank statement read by staff: what it proposes, what is recorded and how often, and what is refused."""

import secrets
import unittest

from koren_http import STAFF, signed_in, sql, sql_one
from test_crm import add, number_of, staff
from test_invoice import final, row

READER = "fg@demo.example"
HEAD = '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>S</Id>' \
       "<Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></Acct>"
TAIL = "</Stmt></BkToCstmrStmt></Document>"


def entry(amount, number="", text="", iban="", side="CRDT", ref=None, back=False):
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt>'
        f"<AcctSvcrRef>{ref or secrets.token_hex(8)}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>{number or 'NOTPROVIDED'}</EndToEndId></Refs>"
        f"<RltdPties><Dbtr><Nm>Betaler &lt;b&gt;</Nm></Dbtr><DbtrAcct><Id><IBAN>{iban}</IBAN></Id></DbtrAcct></RltdPties>"
        f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf>{'<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>' if back else ''}</TxDtls></NtryDtls></Ntry>"
    )


class Bank(unittest.TestCase):
    def setUp(self):
        self.client = staff()
        self.number = number_of(add(self.client, straat="Dorpsstraat", huisnummer="1", postcode="1234AB", woonplaats="Ons Dorp"))

    def read(self, *entries, client=None, content=None):
        client = client or self.client
        client.get("/facturen/bank")
        body = content if content is not None else (HEAD + "".join(entries) + TAIL).encode()
        return client.post_multipart("/facturen/bank", {}, [("bestand", "afschrift.xml", body, "application/xml")])

    def take(self, page, **changes):
        """Sends the proposals as they are ticked."""
        return self.client.submit(page.form("/facturen/bank/vastleggen"), **changes)

    def test_number_and_amount_are_proposed_and_recorded_once(self):
        one, two, three = (final(self.client, self.number, price=price) for price in ("12,10", "13", "14"))
        numbers = [row(path, "number")["number"] for path in (one, two, three)]
        statement = [entry("12.10", numbers[0]), entry("13", text=f"betaling {numbers[1].replace('-', ' ').lower()} dank"), entry("99", numbers[2]), entry("5", text="zomaar")]
        page = self.read(*statement)
        self.assertEqual(page.status, 200)
        form = page.form("/facturen/bank/vastleggen")
        ticked = [name for name, value in form.fields if name.startswith("neem-")]
        self.assertEqual(ticked, ["neem-0", "neem-1"])
        self.assertIn("bedrag niet", page.text)
        self.assertIn("Geen factuur gevonden", page.text)
        self.assertNotIn("Betaler <b>", page.html)
        page = self.take(page)
        self.assertEqual((page.status, page.location), (303, "/facturen/bank?vastgelegd=2&overgeslagen=0"))
        self.assertIn("2 betalingen zijn vastgelegd", self.client.get(page.location).text)
        self.assertEqual([row(path, "status, paid_on")["status"] for path in (one, two, three)], ["betaald", "betaald", "open"])
        self.assertEqual(row(one, "paid_on")["paid_on"], "2026-11-20")
        page = self.read(*statement)
        self.assertEqual([name for name, _ in page.form("/facturen/bank/vastleggen").fields if name.startswith("neem-")], [])
        self.assertIn("Al eerder vastgelegd2", page.text.replace(" 2", "2"))

    def test_the_same_answer_twice_pays_once(self):
        path = final(self.client, self.number, price="15")
        page = self.read(entry("15", row(path, "number")["number"]))
        form = page.form("/facturen/bank/vastleggen")
        self.assertEqual(self.client.submit(form).location, "/facturen/bank?vastgelegd=1&overgeslagen=0")
        self.assertEqual(self.client.submit(form).location, "/facturen/bank?vastgelegd=0&overgeslagen=1")
        self.assertEqual(row(path, "paid_cents")["paid_cents"], "1500")

    def test_account_and_amount_are_proposed_unticked_when_one_alone_fits(self):
        sql("UPDATE relation SET iban = 'NL02ABNA0123456789' WHERE number = %s", self.number)
        amount = f"{secrets.randbelow(90000) + 10000}.{secrets.randbelow(90) + 10}"  # no other test's
        path = final(self.client, self.number, price=amount.replace(".", ","))
        page = self.read(entry(amount, iban="NL02ABNA0123456789"))
        self.assertIn("zelfde rekening en bedrag", page.text)
        self.assertEqual(self.take(page).location, "/facturen/bank?vastgelegd=0&overgeslagen=0")
        final(self.client, self.number, price=amount.replace(".", ","))
        page = self.read(entry(amount, iban="NL02ABNA0123456789"))
        self.assertNotIn("zelfde rekening", page.text)
        self.assertEqual(row(path, "paid_cents")["paid_cents"], "0")
        sql("UPDATE relation SET iban = NULL WHERE number = %s", self.number)

    def test_what_came_back_opens_the_invoice_again(self):
        path = final(self.client, self.number, price="16")
        number = row(path, "number")["number"]
        self.take(self.read(entry("16", number)))
        self.assertEqual(row(path, "status")["status"], "betaald")
        page = self.read(entry("16", number, side="DBIT", back=True), entry("16", number, side="DBIT"))
        self.assertIn("storno", page.text)
        self.assertEqual(self.take(page).location, "/facturen/bank?vastgelegd=1&overgeslagen=0")
        self.assertEqual(row(path, "status, paid_cents"), {"status": "open", "paid_cents": "0"})
        self.assertIn("Bankafschrift", self.client.get(path).text)

    def test_what_is_no_statement_is_refused(self):
        for content in (b"", b"geen xml", b"<Document/>", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document>&x;</Document>', b"x" * (4 * 1024 * 1024 + 1)):
            page = self.read(content=content)
            self.assertEqual(page.status, 422, content[:20])
            self.assertTrue(page.error_of("bestand"))
        self.assertEqual(self.read(content=b"x" * (6 * 1024 * 1024)).status, 413)

    def test_lines_that_are_not_ours_are_bad(self):
        self.client.get("/facturen/bank")
        for line in ("", "1", "a;b;c;d", "1;0;2026-11-20;r", "1;5;2026-13-20;r", "1;5;2026-11-20;", "1;5;2026-11-20;é"):
            self.assertEqual(self.client.post("/facturen/bank/vastleggen", {"regel-0": line, "neem-0": "ja"}).status, 400, line)

    def test_only_with_its_permission(self):
        other = signed_in(STAFF, READER)
        self.assertEqual(other.get("/facturen/bank").status, 404)
        other.get("/")
        self.assertEqual(other.post("/facturen/bank/vastleggen", {"regel-0": "1;5;2026-11-20;r", "neem-0": "ja"}).status, 404)

    def test_nothing_of_it_is_kept_but_the_reference(self):
        before = sql_one("SELECT COUNT(*) FROM payment")
        self.read(entry("5", text="zomaar"))
        self.assertEqual(sql_one("SELECT COUNT(*) FROM payment"), before)


if __name__ == "__main__":
    unittest.main()
