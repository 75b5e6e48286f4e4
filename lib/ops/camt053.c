#include "ops/camt053.h"

#include <string.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "ops/pain008.h"

#define TEXT_MAX  500 /* bytes of one value */
#define CENTS_MAX INT64_C(99999999999999)

/* Names are compared without their namespace: it has the version in it, and what we read is the same in all of them. */
static bool is(const xmlNode *n, const char *name, size_t len)
{
    return n->type == XML_ELEMENT_NODE && strlen((const char *)n->name) == len && memcmp(n->name, name, len) == 0;
}

/* The first descendant on this path ("Acct/Id/IBAN"), or NULL. */
static const xmlNode *find(const xmlNode *n, const char *path)
{
    size_t len = strcspn(path, "/");

    for (const xmlNode *c = n ? n->children : NULL; c; c = c->next)
        if (is(c, path, len))
            return path[len] ? find(c, path + len + 1) : c;
    return NULL;
}

static const xmlNode *next(const xmlNode *n, const char *name)
{
    for (n = n->next; n && !is(n, name, strlen(name)); n = n->next)
        ;
    return n;
}

/* The text inside, without entities and children, as our own text has to be; "" when there is none or it is no good. */
static const char *inside(struct arena *a, const xmlNode *n)
{
    struct buf b = buf_in(a);

    for (const xmlNode *c = n ? n->children : NULL; c; c = c->next)
        if ((c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) && c->content) {
            size_t len = strlen((const char *)c->content);

            if (b.len + len > TEXT_MAX)
                break;
            buf_put(&b, c->content, len);
        }
    for (size_t i = 0; i < b.len; i++)
        if (b.s[i] == '\n' || b.s[i] == '\t' || b.s[i] == '\r')
            b.s[i] = ' ';
    return text_check(b.s, b.len, false) == TEXT_FINE ? text_clean(a, b.s) : "";
}

static const char *value(struct arena *a, const xmlNode *n, const char *path)
{
    return inside(a, find(n, path));
}

/* "12.5" "12.50" "12" of an Amt in euros; false for anything else. */
static bool amount(struct arena *a, const xmlNode *n, int64_t *cents)
{
    xmlChar *currency = n ? xmlGetProp((xmlNode *)n, BAD_CAST "Ccy") : NULL;
    bool euro = currency && strcmp((const char *)currency, "EUR") == 0;
    const char *s = inside(a, n);
    size_t whole = strspn(s, "0123456789"), part = s[whole] == '.' ? strspn(s + whole + 1, "0123456789") : 0;
    long units = 0, rest = 0;

    if (currency)
        xmlFree(currency);
    if (!euro || whole == 0 || whole > 13 || part > 2 || s[whole + (s[whole] == '.') + part] != '\0' ||
        !text_to_long(arena_strndup(a, s, whole), 0, CENTS_MAX / 100, &units))
        return false;
    if (part > 0 && !text_to_long(s[whole + 1] == '0' && part == 2 ? s + whole + 2 : s + whole + 1, 0, 99, &rest))
        return false;
    *cents = (int64_t)units * 100 + (part == 1 ? rest * 10 : rest);
    return true;
}

static const char *remittance(struct arena *a, const xmlNode *tx)
{
    const xmlNode *info = find(tx, "RmtInf");
    struct buf b = buf_in(a);

    for (const xmlNode *u = find(info, "Ustrd"); u && b.len < TEXT_MAX; u = next(u, "Ustrd"))
        buf_printf(&b, "%s%s", b.len ? " " : "", inside(a, u));
    buf_printf(&b, "%s%s", b.len ? " " : "", value(a, info, "Strd/CdtrRefInf/Ref"));
    return text_clean(a, b.s);
}

struct reading {
    struct arena *a;
    struct bank_entry *list;
    size_t count;
    const char *account, *statement;
    unsigned entry;
    bool full;
};

/* The other side is who pays when money comes in, and also when a debit of ours comes back: then the bank names the parties as in the debit. */
static void other_side(struct reading *r, const xmlNode *tx, struct bank_entry *e)
{
    const char *first = e->cents > 0 || e->returned ? "Dbtr" : "Cdtr";
    const xmlNode *parties = find(tx, "RltdPties");

    e->name = value(r->a, parties, arena_printf(r->a, "%s/Nm", first));
    if (!*e->name)
        e->name = value(r->a, parties, arena_printf(r->a, "%s/Pty/Nm", first));
    e->iban = value(r->a, parties, arena_printf(r->a, "%sAcct/Id/IBAN", first));
}

static const char *reference(struct reading *r, const xmlNode *entry, unsigned part)
{
    const char *ref = value(r->a, entry, "AcctSvcrRef");

    if (!*ref)
        ref = value(r->a, entry, "NtryRef");
    ref = *ref ? arena_printf(r->a, "%.35s", ref) : arena_printf(r->a, "%.35s.%u", r->statement, r->entry);
    return arena_printf(r->a, "%.34s:%s:%u", sepa_text(r->a, r->account, 34), sepa_text(r->a, ref, 60), part);
}

static void add(struct reading *r, const xmlNode *entry, const xmlNode *tx, unsigned part, int64_t cents, bool reversed)
{
    struct bank_entry *e;
    const char *booked = value(r->a, entry, "BookgDt/Dt");
    struct date d;

    if (!*booked)
        booked = arena_printf(r->a, "%.10s", value(r->a, entry, "BookgDt/DtTm"));
    if (!date_parse(booked, &d) || !date_full(d) || !date_valid(d))
        return;
    if (r->count == CAMT_ENTRIES) {
        r->full = true;
        return;
    }
    e = &r->list[r->count++];
    *e = (struct bank_entry){ .ref = reference(r, entry, part), .booked_on = date_text(r->a, d), .cents = cents };
    e->returned = cents < 0 && (reversed || find(tx, "RtrInf") != NULL);
    e->end_to_end = value(r->a, tx, "Refs/EndToEndId");
    e->text = remittance(r->a, tx);
    other_side(r, tx, e);
}

static bool debit(struct arena *a, const xmlNode *n, bool otherwise)
{
    const char *word = value(a, n, "CdtDbtInd");

    return *word ? strcmp(word, "DBIT") == 0 : otherwise;
}

/* Each transaction of a batch by its own amount; when one of them has none, the entry as a whole. */
static bool add_batch(struct reading *r, const xmlNode *entry, bool out, bool reversed)
{
    unsigned part = 0;
    size_t before = r->count;

    for (const xmlNode *d = find(entry, "NtryDtls"); d; d = next(d, "NtryDtls"))
        for (const xmlNode *tx = find(d, "TxDtls"); tx; tx = next(tx, "TxDtls")) {
            const xmlNode *amt = find(tx, "AmtDtls/TxAmt/Amt");
            int64_t cents;

            if (!amount(r->a, amt ? amt : find(tx, "Amt"), &cents)) {
                r->count = before;
                return false;
            }
            add(r, entry, tx, part++, debit(r->a, tx, out) ? -cents : cents, reversed);
        }
    return part > 0;
}

static void read_entry(struct reading *r, const xmlNode *entry)
{
    const xmlNode *tx = find(entry, "NtryDtls/TxDtls");
    const char *status = value(r->a, entry, "Sts/Cd");
    bool out = debit(r->a, entry, false), reversed = strcmp(value(r->a, entry, "RvslInd"), "true") == 0;
    int64_t cents;

    r->entry++;
    if (!*status)
        status = value(r->a, entry, "Sts");
    if (strcmp(status, "BOOK") != 0 || !amount(r->a, find(entry, "Amt"), &cents) || cents == 0)
        return;
    if (tx && (next(tx, "TxDtls") || next(find(entry, "NtryDtls"), "NtryDtls")) && add_batch(r, entry, out, reversed))
        return;
    add(r, entry, tx, 0, out ? -cents : cents, reversed);
}

static void give_back(void *what)
{
    xmlFreeDoc(what);
}

static enum status not_a_statement(struct problems *p)
{
    return invalid(p, "bestand", "Dit is geen bankafschrift in het formaat CAMT.053. Download het bij uw bank opnieuw in dat formaat");
}

enum status camt053_read(struct arena *a, struct problems *p, const char *bytes, size_t n, struct bank_entry **out, size_t *count)
{
    struct reading r = { .a = a };
    const xmlNode *top;
    xmlDocPtr doc;

    *out = NULL;
    *count = 0;
    if (n == 0 || n > CAMT_MAX || memmem(bytes, n, "<!DOCTYPE", 9))
        return not_a_statement(p);
    doc = xmlReadMemory(bytes, (int)n, "camt053.xml", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!doc)
        return not_a_statement(p);
    arena_defer(a, give_back, doc);
    /* In another encoding the words above look otherwise. */
    if (doc->intSubset || doc->extSubset)
        return not_a_statement(p);
    top = xmlDocGetRootElement(doc);
    if (!top || !is(top, "Document", 8) || !find(top, "BkToCstmrStmt/Stmt"))
        return not_a_statement(p);
    r.list = arena_array(a, CAMT_ENTRIES, sizeof *r.list);
    for (const xmlNode *s = find(top, "BkToCstmrStmt/Stmt"); s; s = next(s, "Stmt")) {
        r.account = value(a, s, "Acct/Id/IBAN");
        r.statement = value(a, s, "Id");
        r.entry = 0;
        for (const xmlNode *e = find(s, "Ntry"); e; e = next(e, "Ntry"))
            read_entry(&r, e);
    }
    if (r.full)
        return invalidf(p, "bestand", "Dit afschrift heeft meer dan %d regels. Download een kortere periode", CAMT_ENTRIES);
    *out = r.list;
    *count = r.count;
    return ST_OK;
}
