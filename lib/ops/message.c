#include "ops/message.h"

#include <openssl/evp.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"

#define WORD_BYTES 42 /* of text in one encoded word: 56 characters of base64, within the 75 of RFC 2047, section 2 */
#define LINE_ROOM  76 /* of quoted-printable, RFC 2045, section 6.7 */

static bool plain_header(const char *s)
{
    for (; *s != '\0'; s++)
        if (*s < ' ' || *s == 0x7f || *s == '"' || *s == '\\')
            return false;
    return true;
}

/* Text of a header: as it is when it is short ASCII, else encoded words that never cut a code point. */
static void header_text(struct buf *b, const char *s)
{
    size_t n = strlen(s);

    if (plain_header(s) && n <= 60 && strstr(s, "=?") == NULL) {
        buf_puts(b, s);
        return;
    }
    for (size_t from = 0; from < n;) {
        unsigned char encoded[4 * (WORD_BYTES / 3 + 2)];
        size_t take = n - from < WORD_BYTES ? n - from : WORD_BYTES;

        while (take > 1 && ((unsigned char)s[from + take] & 0xc0) == 0x80)
            take--;
        EVP_EncodeBlock(encoded, (const unsigned char *)s + from, (int)take);
        buf_printf(b, "%s=?UTF-8?B?%s?=", from > 0 ? "\r\n " : "", (const char *)encoded);
        from += take;
    }
}

static void header_date(struct buf *b, int64_t at)
{
    static const char days[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    time_t seconds = (time_t)(at / CLOCK_SECOND);
    struct tm tm;

    gmtime_r(&seconds, &tm);
    buf_printf(b, "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d +0000\r\n", days + 3 * tm.tm_wday, tm.tm_mday, months + 3 * tm.tm_mon, tm.tm_year + 1900,
               tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* One byte, or its =XX, after a soft line break when it would not fit. */
static void quoted_put(struct buf *b, size_t *column, const char *piece)
{
    size_t n = strlen(piece);

    if (*column + n > LINE_ROOM - 1) {
        buf_puts(b, "=\r\n");
        *column = 0;
    }
    buf_puts(b, piece);
    *column += n;
}

static void quoted_text(struct buf *b, const char *s)
{
    size_t column = 0;

    for (; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        char piece[4] = { (char)c, '\0' };

        if (c == '\n') {
            buf_puts(b, "\r\n");
            column = 0;
            continue;
        }
        if (c == '\r')
            continue;
        /* A blank before a line end would be lost; a dot alone at the start of a line is SMTP's end of data. */
        if (c == '=' || c < ' ' || c > '~' || (c == ' ' && (s[1] == '\n' || s[1] == '\0')) || (c == '.' && column == 0)) {
            static const char hex[] = "0123456789ABCDEF";

            piece[0] = '=';
            piece[1] = hex[c >> 4];
            piece[2] = hex[c & 15];
            piece[3] = '\0';
        }
        quoted_put(b, &column, piece);
    }
    if (column > 0)
        buf_puts(b, "\r\n");
}

/* The part after the @ of an address. */
static const char *domain_of(const char *address)
{
    const char *at = strrchr(address, '@');

    return at == NULL ? "invalid" : at + 1;
}

static bool header_safe(const char *s)
{
    return s != NULL && text_check(s, strlen(s), false) == TEXT_FINE && strpbrk(s, "\r\n\t") == NULL;
}

char *message_text(struct arena *a, const struct message *m)
{
    struct buf b = buf_in(a);

    if (!header_safe(m->from) || !header_safe(m->from_name) || !header_safe(m->to) || !header_safe(m->subject) || !header_safe(m->id) ||
        strpbrk(m->to, "<> ,") != NULL || strpbrk(m->from, "<> ,") != NULL)
        return NULL;
    header_date(&b, m->at);
    buf_puts(&b, "From: ");
    if (m->from_name[0] != '\0') {
        bool quote = plain_header(m->from_name) && strlen(m->from_name) <= 60 && strstr(m->from_name, "=?") == NULL;

        buf_puts(&b, quote ? "\"" : "");
        header_text(&b, m->from_name);
        buf_puts(&b, quote ? "\" " : "\r\n ");
    }
    buf_printf(&b, "<%s>\r\nTo: <%s>\r\nSubject: ", m->from, m->to);
    header_text(&b, m->subject);
    buf_printf(&b, "\r\nMessage-ID: <%s@%s>\r\n", m->id, domain_of(m->from));
    /* RFC 3834: no holiday notices back. */
    buf_puts(&b, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
                 "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
    quoted_text(&b, m->text);
    return b.s;
}
