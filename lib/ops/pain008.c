#include "ops/pain008.h"

#include <ctype.h>
#include <string.h>

#include <libxml/xmlwriter.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/text.h"

#define NAMESPACE "urn:iso:std:iso:20022:tech:xsd:pain.008.001.02"
#define LOCAL     "CORE"

/* ---- characters ---- */

static bool allowed(unsigned char c)
{
    return isalnum(c) || (c && strchr("/-?:().,'+ ", c));
}

/* Length of the UTF-8 sequence that starts with c. */
static size_t sequence(unsigned char c)
{
    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* A letter with an accent as the letters without it, a capital as one. */
static void put_folded(struct arena *a, struct buf *b, const char *letter)
{
    const char *folded = text_fold(a, letter);
    bool capital = strcmp(text_lower(a, letter), letter) != 0;

    for (size_t i = 0; folded[i]; i++)
        if (allowed((unsigned char)folded[i]))
            buf_putc(b, capital && i == 0 ? (char)toupper((unsigned char)folded[i]) : folded[i]);
    if (!*folded)
        buf_putc(b, ' ');
}

char *sepa_text(struct arena *a, const char *s, size_t max)
{
    struct buf b = buf_in(a), out = buf_in(a);

    while (s && *s) {
        size_t n = sequence((unsigned char)*s);

        if (n > 1)
            put_folded(a, &b, arena_strndup(a, s, n));
        else
            buf_putc(&b, *s == '&' ? '+' : allowed((unsigned char)*s) ? *s : ' ');
        s += strnlen(s, n);
    }
    /* No text begins or ends with a slash or has two of them: that means something else to a bank. */
    for (size_t i = 0; i < b.len && out.len < max; i++) {
        char c = b.s[i], last = out.len ? out.s[out.len - 1] : ' ';

        if ((c == ' ' && last == ' ') || (c == '/' && (last == '/' || out.len == 0)))
            continue;
        buf_putc(&out, c);
    }
    while (out.len && (out.s[out.len - 1] == ' ' || out.s[out.len - 1] == '/'))
        out.s[--out.len] = '\0';
    return out.len ? out.s : arena_strdup(a, "-");
}

/* ---- writing ---- */

struct file {
    xmlTextWriterPtr x;
    struct arena *a;
    bool ok;
};

static void note(struct file *f, int result)
{
    f->ok = f->ok && result >= 0;
}

static void begin(struct file *f, const char *name)
{
    note(f, xmlTextWriterStartElement(f->x, BAD_CAST name));
}

static void end(struct file *f)
{
    note(f, xmlTextWriterEndElement(f->x));
}

static void put(struct file *f, const char *name, const char *text)
{
    note(f, xmlTextWriterWriteElement(f->x, BAD_CAST name, BAD_CAST text));
}

static const char *euros(struct arena *a, int64_t cents)
{
    return arena_printf(a, "%lld.%02lld", (long long)(cents / 100), (long long)(cents % 100));
}

/* Elements inside each other: "Id/PrvtId/Othr"; closes with as many end(). */
static unsigned path(struct file *f, const char *names)
{
    unsigned depth = 0;

    while (*names) {
        size_t n = strcspn(names, "/");

        begin(f, arena_strndup(f->a, names, n));
        depth++;
        names += n + (names[n] == '/');
    }
    return depth;
}

static void put_in(struct file *f, const char *names, const char *leaf, const char *text)
{
    unsigned depth = path(f, names);

    put(f, leaf, text);
    while (depth--)
        end(f);
}

static void put_agent(struct file *f, const char *name, const char *bic)
{
    begin(f, name);
    if (bic)
        put_in(f, "FinInstnId", "BIC", bic);
    else
        put_in(f, "FinInstnId/Othr", "Id", "NOTPROVIDED");
    end(f);
}

static int64_t sum(const struct debit *list, size_t count)
{
    int64_t total = 0;

    for (size_t i = 0; i < count; i++)
        total += list[i].cents;
    return total;
}

static void put_debit(struct file *f, const struct debit *d)
{
    begin(f, "DrctDbtTxInf");
    put_in(f, "PmtId", "EndToEndId", sepa_text(f->a, d->end_to_end, SEPA_ID));
    begin(f, "InstdAmt");
    note(f, xmlTextWriterWriteAttribute(f->x, BAD_CAST "Ccy", BAD_CAST "EUR"));
    note(f, xmlTextWriterWriteString(f->x, BAD_CAST euros(f->a, d->cents)));
    end(f);
    begin(f, "DrctDbtTx");
    begin(f, "MndtRltdInf");
    put(f, "MndtId", sepa_text(f->a, d->mandate, SEPA_ID));
    put(f, "DtOfSgntr", d->signed_on);
    end(f);
    end(f);
    put_agent(f, "DbtrAgt", NULL); /* IBAN only, within the EEA (Regulation 260/2012 art. 5(7)) */
    put_in(f, "Dbtr", "Nm", sepa_text(f->a, d->name, SEPA_NAME));
    put_in(f, "DbtrAcct/Id", "IBAN", d->iban);
    put_in(f, "RmtInf", "Ustrd", sepa_text(f->a, d->remittance, SEPA_REMITTANCE));
    end(f);
}

static void put_block(struct file *f, const struct debits *d, const char *type, const struct debit *list, size_t count)
{
    if (count == 0)
        return;
    begin(f, "PmtInf");
    put(f, "PmtInfId", arena_printf(f->a, "%.30s-%s", d->message, type));
    put(f, "PmtMtd", "DD");
    put(f, "NbOfTxs", arena_printf(f->a, "%zu", count));
    put(f, "CtrlSum", euros(f->a, sum(list, count)));
    begin(f, "PmtTpInf");
    put_in(f, "SvcLvl", "Cd", "SEPA");
    put_in(f, "LclInstrm", "Cd", LOCAL);
    put(f, "SeqTp", type);
    end(f);
    put(f, "ReqdColltnDt", d->due_on);
    put_in(f, "Cdtr", "Nm", sepa_text(f->a, d->creditor, SEPA_NAME));
    put_in(f, "CdtrAcct/Id", "IBAN", d->iban);
    put_agent(f, "CdtrAgt", d->bic);
    put(f, "ChrgBr", "SLEV");
    path(f, "CdtrSchmeId/Id/PrvtId/Othr");
    put(f, "Id", d->id);
    put_in(f, "SchmeNm", "Prtry", "SEPA");
    for (int i = 0; i < 4; i++)
        end(f);
    for (size_t i = 0; i < count; i++)
        put_debit(f, &list[i]);
    end(f);
}

static void put_document(struct file *f, const struct debits *d)
{
    note(f, xmlTextWriterStartDocument(f->x, "1.0", "UTF-8", NULL));
    begin(f, "Document");
    note(f, xmlTextWriterWriteAttribute(f->x, BAD_CAST "xmlns", BAD_CAST NAMESPACE));
    begin(f, "CstmrDrctDbtInitn");
    begin(f, "GrpHdr");
    put(f, "MsgId", d->message);
    put(f, "CreDtTm", d->created);
    put(f, "NbOfTxs", arena_printf(f->a, "%zu", d->first_count + d->recurring_count));
    put(f, "CtrlSum", euros(f->a, sum(d->first, d->first_count) + sum(d->recurring, d->recurring_count)));
    put_in(f, "InitgPty", "Nm", sepa_text(f->a, d->creditor, SEPA_NAME));
    end(f);
    put_block(f, d, "FRST", d->first, d->first_count);
    put_block(f, d, "RCUR", d->recurring, d->recurring_count);
    end(f);
    end(f);
    note(f, xmlTextWriterEndDocument(f->x));
}

struct held {
    xmlBufferPtr bytes;
    xmlTextWriterPtr writer;
};

static void give_back(void *what)
{
    struct held *h = what;

    if (h->writer)
        xmlFreeTextWriter(h->writer);
    if (h->bytes)
        xmlBufferFree(h->bytes);
    *h = (struct held){ 0 };
}

enum status pain008_write(struct arena *a, const struct debits *d, char **out, size_t *n)
{
    struct held *h = arena_alloc(a, sizeof *h);
    struct file f = { .a = a };

    *out = NULL;
    *n = 0;
    arena_defer(a, give_back, h);
    h->bytes = xmlBufferCreate();
    h->writer = h->bytes ? xmlNewTextWriterMemory(h->bytes, 0) : NULL;
    f.x = h->writer;
    f.ok = h->writer != NULL;
    if (f.ok) {
        note(&f, xmlTextWriterSetIndent(f.x, 1));
        put_document(&f, d);
        note(&f, xmlTextWriterFlush(f.x));
    }
    if (f.ok) {
        *n = (size_t)xmlBufferLength(h->bytes);
        *out = arena_strndup(a, (const char *)xmlBufferContent(h->bytes), *n);
    } else {
        log_fact(LOG_ERROR, "pain008", "message=%s", d->message);
    }
    give_back(h);
    return f.ok ? ST_OK : ST_FAILED;
}
