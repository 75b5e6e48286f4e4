/* A bank statement read: amounts, sides, batches, what came back, and what is refused. */
#include "ops/camt053.h"

#include <string.h>

#include "base/arena.h"
#include "model/bank_match.h"
#include "suite.h"

static struct arena *arena;
static struct problems problems;
static struct bank_entry *list;
static size_t count;

static void set_up(void)
{
    arena = arena_new(0);
    problems = problems_in(arena);
}

static void tear_down(void)
{
    arena_free(arena);
}

#define ACCOUNT "NL91ABNA0417164300"

static const char *document(const char *version, const char *entries)
{
    return arena_printf(arena,
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.%s\"><BkToCstmrStmt>"
                        "<Stmt><Id>S1</Id><Acct><Id><IBAN>" ACCOUNT "</IBAN></Id></Acct>%s</Stmt></BkToCstmrStmt></Document>",
                        version, entries);
}

static enum status read(const char *text)
{
    return camt053_read(arena, &problems, text, strlen(text), &list, &count);
}

static const char *entry(const char *amount, const char *side, const char *rest)
{
    return arena_printf(arena,
                        "<Ntry><Amt Ccy=\"EUR\">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt>"
                        "<AcctSvcrRef>REF1</AcctSvcrRef>%s</Ntry>",
                        amount, side, rest);
}

#define TX                                                                                                                                           \
    "<NtryDtls><TxDtls><Refs><EndToEndId>F2026-000001</EndToEndId></Refs><RltdPties><Dbtr><Nm>Käster &amp; Zn</Nm></Dbtr><DbtrAcct><Id>"            \
    "<IBAN>NL02ABNA0123456789</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>Factuur\n "                                                           \
    "een</Ustrd><Ustrd>twee</Ustrd></RmtInf></TxDtls></NtryDtls>"

START_TEST(an_entry_with_its_other_side)
{
    ck_assert_int_eq(read(document("02", entry("22.50", "CRDT", TX))), ST_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(list[0].cents, 2250);
    ck_assert_str_eq(list[0].booked_on, "2026-11-20");
    ck_assert_str_eq(list[0].end_to_end, "F2026-000001");
    ck_assert_str_eq(list[0].name, "Käster & Zn");
    ck_assert_str_eq(list[0].iban, "NL02ABNA0123456789");
    ck_assert_str_eq(list[0].text, "Factuur  een twee");
    ck_assert_str_eq(list[0].ref, ACCOUNT ":REF1:0");
    ck_assert(!list[0].returned);
}
END_TEST

START_TEST(amounts)
{
    static const struct {
        const char *typed;
        int64_t cents; /* 0: the entry is left out */
    } rows[] = {
        { "1", 100 },
        { "1.5", 150 },
        { "1.05", 105 },
        { "0.01", 1 },
        { "999999999.99", INT64_C(99999999999) },
        { "1.005", 0 },
        { "-1", 0 },
        { "1,50", 0 },
        { "", 0 },
        { "1e3", 0 },
        { "99999999999999999999", 0 },
        { "0", 0 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ck_assert_int_eq(read(document("02", entry(rows[i].typed, "CRDT", ""))), ST_OK);
        ck_assert_msg(count == (rows[i].cents != 0) && (count == 0 || list[0].cents == rows[i].cents), "%s", rows[i].typed);
    }
    ck_assert_int_eq(
        read(document("02", "<Ntry><Amt Ccy=\"USD\">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt></Ntry>")),
        ST_OK);
    ck_assert_uint_eq(count, 0);
    ck_assert_int_eq(
        read(document("02", "<Ntry><Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt></Ntry>")),
        ST_OK);
    ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(a_batch_is_its_transactions)
{
    const char *two = "<NtryDtls><TxDtls><Refs><EndToEndId>A</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy=\"EUR\">10</Amt></TxAmt></AmtDtls></TxDtls>"
                      "<TxDtls><Refs><EndToEndId>B</EndToEndId></Refs><Amt Ccy=\"EUR\">20.00</Amt></TxDtls></NtryDtls>";

    ck_assert_int_eq(read(document("08", entry("30", "CRDT", two))), ST_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert(list[0].cents == 1000 && list[1].cents == 2000);
    ck_assert_str_ne(list[0].ref, list[1].ref);
    /* One of them without an amount: the whole. */
    ck_assert_int_eq(read(document("08", entry("30", "CRDT", "<NtryDtls><TxDtls/><TxDtls/></NtryDtls>"))), ST_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(list[0].cents, 3000);
}
END_TEST

START_TEST(what_came_back_is_known)
{
    const char *back =
        "<NtryDtls><TxDtls><Refs><EndToEndId>F2026-000001</EndToEndId></Refs><RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>";

    ck_assert_int_eq(read(document("02", entry("22.50", "DBIT", back))), ST_OK);
    ck_assert(count == 1 && list[0].cents == -2250 && list[0].returned);
    ck_assert_int_eq(read(document("02", entry("22.50", "DBIT", "<RvslInd>true</RvslInd>"))), ST_OK);
    ck_assert(count == 1 && list[0].returned);
    ck_assert_int_eq(read(document("02", entry("22.50", "DBIT", ""))), ST_OK);
    ck_assert(count == 1 && !list[0].returned);
}
END_TEST

START_TEST(what_is_no_statement_is_refused)
{
    static const char *const rows[] = {
        "",
        "geen xml",
        "<Document/>",
        "<a><BkToCstmrStmt><Stmt/></BkToCstmrStmt></a>",
        "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><Document><BkToCstmrStmt><Stmt/></BkToCstmrStmt></Document>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Document><BkToCstmrStmt><Stmt><Id>&x;</Id></Stmt></BkToCstmrStmt></Document>",
        "<Document><BkToCstmrStmt><Stmt>",
    };
    /* The same in UTF-16, where the words look otherwise. */
    const char *wide = "<!DOCTYPE a><Document><BkToCstmrStmt><Stmt/></BkToCstmrStmt></Document>";
    char *utf16 = arena_alloc(arena, 2 * strlen(wide) + 2);

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg(read(rows[i]) == ST_INVALID && problem_for(&problems, "bestand") != NULL, "row %zu", i);
    memcpy(utf16, "\xff\xfe", 2);
    for (size_t i = 0; wide[i]; i++)
        utf16[2 + 2 * i] = wide[i];
    ck_assert_int_eq(camt053_read(arena, &problems, utf16, 2 * strlen(wide) + 2, &list, &count), ST_INVALID);
    ck_assert_int_eq(camt053_read(arena, &problems, arena_alloc(arena, CAMT_MAX + 1), CAMT_MAX + 1, &list, &count), ST_INVALID);
}
END_TEST

START_TEST(numbers_are_found_in_what_people_write)
{
    static const struct {
        const char *text, *number;
    } rows[] = {
        { "F2026-000123", "F2026-000123" },
        { "betaling factuur f 2026 000123 jansen", "F2026-000123" },
        { "fact.nr F2026/000123", "F2026-000123" },
        { "F2026-1000123", "F2026-1000123" },
        { "2026-000123", NULL },
        { "F2026-00012", NULL },
        { "F1026-000123", NULL },
        { "", NULL },
        { "factuur F2026-000123", "F2026-000123" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *found = invoice_number_in(arena, rows[i].text);

        if (rows[i].number)
            ck_assert_str_eq(found, rows[i].number);
        else
            ck_assert_ptr_null(found);
    }
    ck_assert_ptr_null(invoice_number_in(arena, NULL));
}
END_TEST

int main(void)
{
    return SUITE_RUN("camt053", set_up, tear_down, an_entry_with_its_other_side, amounts, a_batch_is_its_transactions, what_came_back_is_known,
                     what_is_no_statement_is_refused, numbers_are_found_in_what_people_write);
}
