#include "model/import_text.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"

#define PIECE       (64 * 1024)
#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */
#define MIN_ROOM    16

static const struct {
    const char *title, *code;
    size_t unit; /* bytes to pass over when they are no character */
} encodings[] = {
    [TEXT_UTF8] = { "UTF-8", "UTF-8", 1 },
    [TEXT_WINDOWS_1252] = { "Windows-1252", "WINDOWS-1252", 1 },
    [TEXT_UTF16LE] = { "UTF-16 (LE)", "UTF-16LE", 2 },
    [TEXT_UTF16BE] = { "UTF-16 (BE)", "UTF-16BE", 2 },
};

#define ENCODINGS (sizeof encodings / sizeof *encodings)

/* Kept for the life of the process: inside its sandbox a module cannot be loaded. */
static iconv_t descriptors[ENCODINGS];
static bool opened[ENCODINGS];

struct decoder {
    struct byte_source in;
    iconv_t cd;
    size_t unit, skip;
    char piece[PIECE];
    size_t at, end;
    bool over;
};

const char *text_encoding_name(enum text_encoding e)
{
    return encodings[e].title;
}

static bool descriptor_open(size_t e)
{
    if (!opened[e]) {
        descriptors[e] = iconv_open("UTF-8", encodings[e].code);
        opened[e] = descriptors[e] != (iconv_t)-1;
    }
    if (!opened[e])
        log_fact(LOG_ERROR, "no_decoder", "encoding=%s errno=%d", encodings[e].code, errno);
    return opened[e];
}

bool text_decoders_open(void)
{
    bool all = true;

    for (size_t e = 0; e < ENCODINGS; e++)
        all = descriptor_open(e) && all;
    return all;
}

struct decoder *decoder_new(struct arena *a, const struct byte_source *in, const struct text_shape *shape)
{
    struct decoder *d;

    if (!descriptor_open(shape->encoding))
        return NULL;
    d = arena_alloc(a, sizeof *d);
    d->in = *in;
    d->cd = descriptors[shape->encoding];
    d->unit = encodings[shape->encoding].unit;
    d->skip = shape->mark;
    iconv(d->cd, NULL, NULL, NULL, NULL);
    return d;
}

/* More bytes behind what is left of the piece; the mark is passed over. */
static enum status fill(struct decoder *d)
{
    enum status st = ST_OK;
    size_t got = 0;

    memmove(d->piece, d->piece + d->at, d->end - d->at);
    d->end -= d->at;
    d->at = 0;
    if (!d->over)
        st = d->in.read(d->in.ctx, d->piece + d->end, PIECE - d->end, &got);
    d->over = d->over || got == 0;
    d->end += got;
    if (d->skip > 0) {
        size_t n = d->skip < d->end ? d->skip : d->end;

        d->at += n;
        d->skip -= n;
    }
    return st;
}

/* Converts what there is until the room is full, the piece is used up, or something is no character. */
static int convert(struct decoder *d, char **out, size_t *room)
{
    char *from = d->piece + d->at;
    size_t left = d->end - d->at;
    int fault = iconv(d->cd, &from, &left, out, room) == (size_t)-1 ? errno : 0;

    d->at = d->end - left;
    return fault;
}

static void replace(struct decoder *d, char **out, size_t *room)
{
    size_t left = d->end - d->at;

    memcpy(*out, REPLACEMENT, 3);
    *out += 3;
    *room -= 3;
    d->at += d->unit < left ? d->unit : left;
    iconv(d->cd, NULL, NULL, NULL, NULL);
}

enum status decoder_read(struct decoder *d, char *out, size_t room, size_t *got)
{
    char *to = out;
    size_t left = room;
    enum status st = ST_OK;

    while (st == ST_OK && left >= MIN_ROOM) {
        int fault = d->at < d->end ? convert(d, &to, &left) : 0;

        if (fault == E2BIG)
            break;
        if (fault == EILSEQ || (fault == EINVAL && d->over)) {
            replace(d, &to, &left);
            continue;
        }
        /* What is left is the beginning of a character, or nothing. */
        if (d->over && d->at == d->end)
            break;
        if (to > out && d->at == d->end)
            break; /* give what there is before asking for more */
        st = fill(d);
    }
    *got = (size_t)(to - out);
    return st;
}
