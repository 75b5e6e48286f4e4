/* What a file of text is written in, and what stands between its columns. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "model/import_text.h"

#define PIECE (64 * 1024)
#define FILE_ "bestand"

/* Whether bytes are UTF-8, across pieces: RFC 3629 without looking at overlong forms, which Windows-1252 does not make by chance either. */
struct utf8 {
    unsigned wanted; /* bytes that have to follow */
    bool wrong, high;
};

static void utf8_add(struct utf8 *u, const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n && !u->wrong; i++) {
        unsigned char c = p[i];

        if (u->wanted > 0) {
            u->wrong = (c & 0xC0) != 0x80;
            u->wanted--;
        } else if (c >= 0x80) {
            u->high = true;
            u->wanted = c >= 0xC2 && c < 0xE0 ? 1 : (c & 0xF0) == 0xE0 ? 2 : c >= 0xF0 && c < 0xF5 ? 3 : 0;
            u->wrong = u->wanted == 0;
        }
    }
}

struct sniff {
    unsigned char sample[SNIFF_SAMPLE + 1];
    size_t n;
    struct utf8 utf8;
    uint64_t bytes;
};

static enum status read_all(const struct byte_source *in, struct sniff *s)
{
    unsigned char piece[PIECE];
    size_t got = 1;
    enum status st = ST_OK;

    while (st == ST_OK && got > 0) {
        st = in->read(in->ctx, piece, sizeof piece, &got);
        if (st != ST_OK)
            break;
        if (s->n < SNIFF_SAMPLE && got > 0) {
            size_t take = got < SNIFF_SAMPLE - s->n ? got : SNIFF_SAMPLE - s->n;

            memcpy(s->sample + s->n, piece, take);
            s->n += take;
        }
        utf8_add(&s->utf8, piece, got);
        s->bytes += got;
    }
    return st == ST_OK ? in->rewind(in->ctx) : st;
}

static bool starts(const struct sniff *s, const char *magic, size_t n)
{
    return s->n >= n && memcmp(s->sample, magic, n) == 0;
}

/* Of every two bytes one is zero in nearly all letters of Western languages. */
static bool zeros(const struct sniff *s, size_t odd)
{
    size_t count[2] = { 0, 0 };

    for (size_t i = 0; i < s->n; i++)
        count[i % 2] += s->sample[i] == 0;
    return s->n >= 4 && count[odd] > s->n / 4 && count[!odd] <= s->n / 20;
}

static void find_encoding(const struct sniff *s, struct text_shape *out)
{
    out->mark = 0;
    if (starts(s, "\xef\xbb\xbf", 3)) {
        out->encoding = TEXT_UTF8;
        out->mark = 3;
    } else if (starts(s, "\xff\xfe", 2) || zeros(s, 1)) {
        out->encoding = TEXT_UTF16LE;
        out->mark = starts(s, "\xff\xfe", 2) ? 2 : 0;
    } else if (starts(s, "\xfe\xff", 2) || zeros(s, 0)) {
        out->encoding = TEXT_UTF16BE;
        out->mark = starts(s, "\xfe\xff", 2) ? 2 : 0;
    } else {
        out->encoding = s->utf8.wrong || s->utf8.wanted > 0 ? TEXT_WINDOWS_1252 : TEXT_UTF8;
    }
}

/* The sample as a source, to decode the first lines by. */
struct sample {
    const struct sniff *s;
    size_t at;
};

static enum status sample_read(void *ctx, void *p, size_t n, size_t *got)
{
    struct sample *s = ctx;

    *got = n < s->s->n - s->at ? n : s->s->n - s->at;
    memcpy(p, s->s->sample + s->at, *got);
    s->at += *got;
    return ST_OK;
}

/* How many separators each of the first lines has outside quotes; gives the number of lines. A line break inside quotes is none. */
static size_t count_columns(const char *s, char separator, unsigned counts[SNIFF_LINES])
{
    size_t lines = 0;
    bool quoted = false, some = false;

    counts[0] = 0;
    for (; *s && lines < SNIFF_LINES; s++) {
        if (*s == '"')
            quoted = !quoted;
        if (!quoted && (*s == '\n' || *s == '\r')) {
            lines += some;
            if (lines < SNIFF_LINES)
                counts[lines] = 0;
            some = false;
            continue;
        }
        counts[lines] += !quoted && *s == separator;
        some = true;
    }
    return lines + (some && lines < SNIFF_LINES);
}

/* Lines that have as many as the first count more than many of them. */
static unsigned score(const char *s, char separator)
{
    unsigned counts[SNIFF_LINES], equal = 0;
    size_t lines = count_columns(s, separator, counts);

    if (lines == 0 || counts[0] == 0)
        return 0;
    for (size_t i = 0; i < lines; i++)
        equal += counts[i] == counts[0];
    return equal * 1000 + (counts[0] < 999 ? counts[0] : 999);
}

static void find_separator(const char *text, struct text_shape *out)
{
    static const char separators[] = ";,\t";
    unsigned best = 0;

    out->separator = ';';
    out->named = strncmp(text, "sep=", 4) == 0 && text[4] && (text[5] == '\r' || text[5] == '\n') && strchr(separators, text[4]);
    if (out->named) {
        out->separator = text[4];
        return;
    }
    for (const char *c = separators; *c; c++) {
        unsigned n = score(text, *c);

        if (n > best) {
            best = n;
            out->separator = *c;
        }
    }
}

static enum status refuse_kind(const struct sniff *s, struct problems *p)
{
    if (s->bytes == 0)
        return invalid(p, FILE_, "Dit bestand is leeg. Kies een ander bestand");
    if (starts(s, "PK\x03\x04", 4) || starts(s, "\xd0\xcf\x11\xe0", 4))
        return invalid(p, FILE_, "Dit is een Excel-bestand. Bewaar het in Excel als ‘CSV UTF-8’ en kies dat bestand");
    return ST_OK;
}

enum status text_sniff(const struct byte_source *in, struct arena *a, struct problems *p, struct text_shape *out)
{
    struct sniff *s = arena_alloc(a, sizeof *s);
    struct sample sample = { .s = s };
    const struct byte_source source = { .read = sample_read, .ctx = &sample };
    char *text = arena_alloc(a, 2 * SNIFF_SAMPLE + 1);
    enum status st = read_all(in, s);
    struct decoder *d;
    size_t got = 0;

    *out = (struct text_shape){ .bytes = s->bytes };
    if (st == ST_OK)
        st = refuse_kind(s, p);
    if (st != ST_OK)
        return st;
    find_encoding(s, out);
    d = decoder_new(a, &source, out);
    if (d == NULL || decoder_read(d, text, 2 * SNIFF_SAMPLE, &got) != ST_OK)
        return ST_FAILED;
    if (memchr(text, 0, got))
        return invalid(p, FILE_, "Dit is geen tekstbestand. Bewaar de lijst als CSV en kies dat bestand");
    text[got] = '\0';
    out->xml = strncmp(text, "<?xml", 5) == 0;
    find_separator(text, out);
    return ST_OK;
}
