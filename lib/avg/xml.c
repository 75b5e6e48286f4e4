#include "avg/xml.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include <libxml/xmlwriter.h>

#include "avg/scratch.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/text.h"

struct xml {
    struct arena *copies; /* of texts that had to be changed; emptied at each text, so that memory stays flat */
    struct scratch *to;
    xmlTextWriterPtr writer;
    enum status st;
};

static int xml_written(void *ctx, const char *p, int n)
{
    struct xml *x = ctx;

    if (x->st == ST_OK)
        x->st = scratch_write(x->to, p, (size_t)n);
    return x->st == ST_OK ? n : -1;
}

static void xml_free(void *what)
{
    struct xml *x = what;

    if (x->writer != NULL)
        xmlFreeTextWriter(x->writer);
    arena_free(x->copies);
    x->writer = NULL;
    x->copies = NULL;
}

static void check(struct xml *x, int result)
{
    if (result >= 0 || x->st != ST_OK)
        return;
    log_fact(LOG_ERROR, "xml_write", "result=%d", result);
    x->st = ST_FAILED;
}

struct xml *xml_new(struct arena *a, struct scratch *to, int indent)
{
    struct xml *x = arena_alloc(a, sizeof *x);
    xmlOutputBufferPtr out;

    x->to = to;
    arena_defer(a, xml_free, x);
    x->copies = arena_new(0);
    if (x->copies == NULL)
        arena_exhausted(a);
    out = xmlOutputBufferCreateIO(xml_written, NULL, x, NULL);
    if (out != NULL && (x->writer = xmlNewTextWriter(out)) == NULL)
        xmlOutputBufferClose(out);
    if (x->writer == NULL)
        arena_exhausted(a);
    check(x, xmlTextWriterSetIndent(x->writer, indent));
    check(x, xmlTextWriterStartDocument(x->writer, "1.0", "UTF-8", NULL));
    return x;
}

/* Bytes of the code point at s when XML can hold it, else 0. At most n bytes may be looked at. */
static size_t point_allowed(const char *s, size_t n)
{
    size_t bytes = 1;

    if ((unsigned char)*s < 0x80)
        return (unsigned char)*s >= 0x20 || *s == '\t' || *s == '\n' ? 1 : 0;
    while (bytes < n && bytes < 4 && ((unsigned char)s[bytes] & 0xc0) == 0x80)
        bytes++;
    return text_check(s, bytes, true) == TEXT_BAD_UTF8 ? 0 : bytes;
}

/* The text itself, or a copy with U+FFFD where XML would break. */
static const char *allowed(struct xml *x, const char *s, size_t n)
{
    struct buf b;
    size_t good = 0, bytes;

    while (good < n && (bytes = point_allowed(s + good, n - good)) > 0)
        good += bytes;
    if (good == n && s[n] == '\0')
        return s;
    arena_reset(x->copies);
    b = buf_in(x->copies);
    for (size_t i = 0; i<n; i += bytes> 0 ? bytes : 1) {
        bytes = point_allowed(s + i, n - i);
        if (bytes > 0)
            buf_put(&b, s + i, bytes);
        else
            buf_puts(&b, "\xef\xbf\xbd");
    }
    return b.s;
}

void xml_open(struct xml *x, const char *name)
{
    check(x, xmlTextWriterStartElement(x->writer, (const xmlChar *)name));
}

void xml_attr(struct xml *x, const char *name, const char *value)
{
    if (value != NULL)
        check(x, xmlTextWriterWriteAttribute(x->writer, (const xmlChar *)name, (const xmlChar *)allowed(x, value, strlen(value))));
}

void xml_textn(struct xml *x, const char *text, size_t n)
{
    check(x, xmlTextWriterWriteString(x->writer, (const xmlChar *)allowed(x, text, n)));
}

void xml_text(struct xml *x, const char *text)
{
    xml_textn(x, text, strlen(text));
}

void xml_close(struct xml *x)
{
    check(x, xmlTextWriterEndElement(x->writer));
}

void xml_element(struct xml *x, const char *name, const char *text)
{
    xml_open(x, name);
    if (text != NULL)
        xml_text(x, text);
    xml_close(x);
}

void xml_empty(struct xml *x, const char *name, ...)
{
    const char *key;
    va_list ap;

    xml_open(x, name);
    va_start(ap, name);
    while ((key = va_arg(ap, const char *)) != NULL)
        xml_attr(x, key, va_arg(ap, const char *));
    va_end(ap);
    xml_close(x);
}

enum status xml_end(struct xml *x)
{
    check(x, xmlTextWriterEndDocument(x->writer));
    check(x, xmlTextWriterFlush(x->writer));
    xml_free(x);
    return x->st;
}
