/* A direct debit file against the rules of docs/sepa.md: order of elements, counts and sums, lengths and characters. */
#include "ops/pain008.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "base/arena.h"
#include "model/mod97.h"
#include "suite.h"

static struct arena *arena;

static void set_up(void)
{
    arena = arena_new(0);
}

static void tear_down(void)
{
    arena_free(arena);
}

START_TEST(texts_come_within_sepa)
{
    static const struct {
        const char *in, *out;
        size_t max;
    } rows[] = {
        { "J. Jansen", "J. Jansen", 70 },
        { "Käster-Çelik, Ü.", "Kaster-Celik, U.", 70 },
        { "Øst & Zn", "Ost + Zn", 70 },
        { "Æ ß ĳ", "Ae ss ij", 70 },
        { "a_b#c@d", "a b c d", 70 },
        { "// weg //ermee//", "weg /ermee", 70 },
        { "漢字", "-", 70 },
        { "", "-", 70 },
        { "<i>'x'</i>", "i 'x' /i", 70 },
        { "abcdef", "abc", 3 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_str_eq(sepa_text(arena, rows[i].in, rows[i].max), rows[i].out);
}
END_TEST

START_TEST(creditor_identifiers)
{
    ck_assert(creditor_id_valid("NL69ZZZ123456780000"));
    ck_assert(creditor_id_valid("NL69ABC123456780000")); /* the three characters are free */
    ck_assert(creditor_id_valid("DE98ZZZ09999999999"));  /* the Bundesbank's example */
    ck_assert(!creditor_id_valid("NL68ZZZ123456780000"));
    ck_assert(!creditor_id_valid("NL69ZZZ123456780001"));
    ck_assert(!creditor_id_valid("NL69ZZZ12345678000"));
    ck_assert(!creditor_id_valid("nl69zzz123456780000"));
    ck_assert(!creditor_id_valid(""));
    ck_assert(!creditor_id_valid("NL69ZZZ1234567800001234567890123456789"));
}
END_TEST

/* ---- the validator ---- */

static bool is(const xmlNode *n, const char *name)
{
    return strcmp((const char *)n->name, name) == 0;
}

static const xmlNode *first(const xmlNode *n)
{
    for (n = n->children; n && n->type != XML_ELEMENT_NODE; n = n->next)
        ;
    return n;
}

static const xmlNode *after(const xmlNode *n)
{
    for (n = n->next; n && n->type != XML_ELEMENT_NODE; n = n->next)
        ;
    return n;
}

static const xmlNode *child(const xmlNode *n, const char *path)
{
    char name[64];
    size_t len = strcspn(path, "/");

    snprintf(name, sizeof name, "%.*s", (int)len, path);
    for (n = first(n); n; n = after(n))
        if (is(n, name))
            return path[len] ? child(n, path + len + 1) : n;
    ck_abort_msg("%s is not there", path);
}

static const char *text(const xmlNode *n, const char *path)
{
    xmlChar *s = xmlNodeGetContent(child(n, path));
    char *copy = arena_strdup(arena, (const char *)s);

    xmlFree(s);
    return copy;
}

/* The children are these, in this order; one that ends in * may be there more often. */
static void in_order(const xmlNode *n, const char *const *names)
{
    for (n = first(n); n; n = after(n)) {
        const char *want = *names;

        ck_assert_msg(want != NULL, "%s is one too many", n->name);
        if (want[strlen(want) - 1] == '*') {
            ck_assert_msg(strncmp(want, (const char *)n->name, strlen(want) - 1) == 0, "%s instead of %s", n->name, want);
            continue;
        }
        ck_assert_msg(is(n, want), "%s instead of %s", n->name, want);
        names++;
    }
    ck_assert_msg(*names == NULL || strchr(*names, '*') != NULL, "%s is not there", *names ? *names : "");
}

static int64_t cents(const char *s)
{
    const char *dot = strchr(s, '.');

    ck_assert_msg(dot != NULL && strlen(dot) == 3 && dot > s, "%s is no amount", s);
    return strtoll(s, NULL, 10) * 100 + strtoll(dot + 1, NULL, 10);
}

static void within(const char *s, size_t max)
{
    ck_assert_msg(*s && strlen(s) <= max && strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-?:().,'+ ") == strlen(s) &&
                      !strstr(s, "//") && s[0] != '/' && s[strlen(s) - 1] != '/',
                  "not within SEPA: %s", s);
}

static int64_t check_debit(const xmlNode *n)
{
    static const char *const order[] = { "PmtId", "InstdAmt", "DrctDbtTx", "DbtrAgt", "Dbtr", "DbtrAcct", "RmtInf", NULL };
    xmlChar *currency = xmlGetProp(child(n, "InstdAmt"), BAD_CAST "Ccy");
    const char *iban = text(n, "DbtrAcct/Id/IBAN");
    int64_t amount = cents(text(n, "InstdAmt"));

    in_order(n, order);
    ck_assert_str_eq((const char *)currency, "EUR");
    xmlFree(currency);
    ck_assert(amount >= 1 && amount <= INT64_C(99999999999));
    within(text(n, "PmtId/EndToEndId"), 35);
    within(text(n, "DrctDbtTx/MndtRltdInf/MndtId"), 35);
    ck_assert_uint_eq(strlen(text(n, "DrctDbtTx/MndtRltdInf/DtOfSgntr")), 10);
    within(text(n, "Dbtr/Nm"), 70);
    within(text(n, "RmtInf/Ustrd"), 140);
    ck_assert_uint_eq(mod97(iban, strlen(iban)), 1);
    ck_assert_str_eq(text(n, "DbtrAgt/FinInstnId/Othr/Id"), "NOTPROVIDED");
    return amount;
}

static int64_t check_block(const xmlNode *n, const char *type, size_t *count)
{
    static const char *const order[] = { "PmtInfId", "PmtMtd", "NbOfTxs",     "CtrlSum",       "PmtTpInf", "ReqdColltnDt", "Cdtr", "CdtrAcct",
                                         "CdtrAgt",  "ChrgBr", "CdtrSchmeId", "DrctDbtTxInf*", NULL };
    int64_t sum = 0;

    in_order(n, order);
    within(text(n, "PmtInfId"), 35);
    ck_assert_str_eq(text(n, "PmtMtd"), "DD");
    ck_assert_str_eq(text(n, "PmtTpInf/SvcLvl/Cd"), "SEPA");
    ck_assert_str_eq(text(n, "PmtTpInf/LclInstrm/Cd"), "CORE");
    ck_assert_str_eq(text(n, "PmtTpInf/SeqTp"), type);
    ck_assert_str_eq(text(n, "ChrgBr"), "SLEV");
    ck_assert(creditor_id_valid(text(n, "CdtrSchmeId/Id/PrvtId/Othr/Id")));
    ck_assert_str_eq(text(n, "CdtrSchmeId/Id/PrvtId/Othr/SchmeNm/Prtry"), "SEPA");
    *count = 0;
    for (const xmlNode *d = first(n); d; d = after(d))
        if (is(d, "DrctDbtTxInf")) {
            sum += check_debit(d);
            (*count)++;
        }
    ck_assert_uint_eq(strtoull(text(n, "NbOfTxs"), NULL, 10), *count);
    ck_assert_int_eq(cents(text(n, "CtrlSum")), sum);
    return sum;
}

/* All of it; `types` of the blocks that have to be there, in order. */
static void check_file(const char *bytes, size_t n, const char *const *types)
{
    static const char *const head[] = { "MsgId", "CreDtTm", "NbOfTxs", "CtrlSum", "InitgPty", NULL };
    xmlDocPtr doc = xmlReadMemory(bytes, (int)n, "pain008", NULL, XML_PARSE_NONET);
    const xmlNode *root, *top, *block;
    size_t all = 0, count;
    int64_t sum = 0;

    ck_assert_ptr_nonnull(doc);
    root = xmlDocGetRootElement(doc);
    ck_assert(is(root, "Document"));
    ck_assert_str_eq((const char *)root->ns->href, "urn:iso:std:iso:20022:tech:xsd:pain.008.001.02");
    top = child(root, "CstmrDrctDbtInitn");
    in_order(child(top, "GrpHdr"), head);
    within(text(top, "GrpHdr/MsgId"), 35);
    ck_assert_uint_eq(strlen(text(top, "GrpHdr/CreDtTm")), 19);
    for (block = after(first(top)); block; block = after(block), types++) {
        ck_assert_ptr_nonnull(*types);
        sum += check_block(block, *types, &count);
        all += count;
    }
    ck_assert_ptr_null(*types);
    ck_assert_uint_eq(strtoull(text(top, "GrpHdr/NbOfTxs"), NULL, 10), all);
    ck_assert_int_eq(cents(text(top, "GrpHdr/CtrlSum")), sum);
    xmlFreeDoc(doc);
}

static struct debit one(const char *number, int64_t amount, const char *name)
{
    return (struct debit){ .end_to_end = number,
                           .cents = amount,
                           .mandate = "MACHT-1",
                           .signed_on = "2020-02-29",
                           .iban = "NL91ABNA0417164300",
                           .name = name,
                           .remittance = "Factuur & zo <b>" };
}

static struct debits whole(void)
{
    return (struct debits){ .message = "KOREN-20261125100000123456",
                            .created = "2026-11-25T10:00:00",
                            .due_on = "2026-12-01",
                            .creditor = "Vereniging Démo",
                            .iban = "NL91ABNA0417164300",
                            .bic = "ABNANL2A",
                            .id = "NL69ZZZ123456780000" };
}

START_TEST(a_file_keeps_the_rules)
{
    static const char *const both[] = { "FRST", "RCUR", NULL };
    struct debit list[] = { one("F2026-000001", 2250, "J. Jansen"), one("F2026-000002", 1, "Ç. Käster-Ødegård"),
                            one("F2026-000003", INT64_C(99999999999), "漢字") };
    struct debits d = whole();
    char *out;
    size_t n;

    d.first = list;
    d.first_count = 1;
    d.recurring = list + 1;
    d.recurring_count = 2;
    ck_assert_int_eq(pain008_write(arena, &d, &out, &n), ST_OK);
    check_file(out, n, both);
}
END_TEST

START_TEST(an_empty_block_is_left_out)
{
    static const char *const recurring[] = { "RCUR", NULL };
    struct debits d = whole();
    struct debit *many = arena_array(arena, 1000, sizeof *many);
    char *out;
    size_t n;

    for (int i = 0; i < 1000; i++)
        many[i] = one(arena_printf(arena, "F2026-%06d", i), 100 + i, "J. de Vries");
    d.recurring = many;
    d.recurring_count = 1000;
    d.bic = NULL;
    ck_assert_int_eq(pain008_write(arena, &d, &out, &n), ST_OK);
    check_file(out, n, recurring);
    ck_assert_ptr_nonnull(strstr(out, "NOTPROVIDED"));
}
END_TEST

int main(void)
{
    return SUITE_RUN("pain008", set_up, tear_down, texts_come_within_sepa, creditor_identifiers, a_file_keeps_the_rules, an_empty_block_is_left_out);
}
