#include "model/media.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

#define BYTES(s) s, sizeof(s) - 1

enum looks {
    MAGIC, /* starts with one of the two magics, `at` bytes from the beginning */
    PLAIN, /* text: no NUL, and no markup that a browser would take for a page */
    MAIL,  /* text that starts with header lines */
};

static const struct kind {
    const char *extension, *type;
    enum looks looks;
    size_t at;
    const char *magic;
    size_t magic_n;
    const char *magic2;
    size_t magic2_n;
    bool compressed;
} kinds[] = {
    { "pdf", "application/pdf", MAGIC, 0, BYTES("%PDF-"), NULL, 0, true },
    { "jpg", "image/jpeg", MAGIC, 0, BYTES("\xff\xd8\xff"), NULL, 0, true },
    { "jpeg", "image/jpeg", MAGIC, 0, BYTES("\xff\xd8\xff"), NULL, 0, true },
    { "png", "image/png", MAGIC, 0, BYTES("\x89PNG\r\n\x1a\n"), NULL, 0, true },
    { "gif", "image/gif", MAGIC, 0, BYTES("GIF87a"), BYTES("GIF89a"), true },
    { "webp", "image/webp", MAGIC, 8, BYTES("WEBP"), NULL, 0, true },
    { "heic", "image/heic", MAGIC, 4, BYTES("ftyphei"), BYTES("ftypmif1"), true },
    { "tif", "image/tiff", MAGIC, 0, BYTES("II*\0"), BYTES("MM\0*"), false },
    { "tiff", "image/tiff", MAGIC, 0, BYTES("II*\0"), BYTES("MM\0*"), false },
    { "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", MAGIC, 0, BYTES("PK\x03\x04"), NULL, 0, true },
    { "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", MAGIC, 0, BYTES("PK\x03\x04"), NULL, 0, true },
    { "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", MAGIC, 0, BYTES("PK\x03\x04"), NULL, 0, true },
    { "odt", "application/vnd.oasis.opendocument.text", MAGIC, 0, BYTES("PK\x03\x04"), NULL, 0, true },
    { "ods", "application/vnd.oasis.opendocument.spreadsheet", MAGIC, 0, BYTES("PK\x03\x04"), NULL, 0, true },
    { "doc", "application/msword", MAGIC, 0, BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), NULL, 0, false },
    { "xls", "application/vnd.ms-excel", MAGIC, 0, BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), NULL, 0, false },
    { "msg", "application/vnd.ms-outlook", MAGIC, 0, BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), NULL, 0, false },
    { "rtf", "application/rtf", MAGIC, 0, BYTES("{\\rtf"), NULL, 0, false },
    { "mp3", "audio/mpeg", MAGIC, 0, BYTES("ID3"), BYTES("\xff\xfb"), true },
    { "mp4", "video/mp4", MAGIC, 4, BYTES("ftyp"), NULL, 0, true },
    { "m4a", "audio/mp4", MAGIC, 4, BYTES("ftyp"), NULL, 0, true },
    { "txt", "text/plain", PLAIN, 0, NULL, 0, NULL, 0, false },
    { "csv", "text/csv", PLAIN, 0, NULL, 0, NULL, 0, false },
    { "eml", "message/rfc822", MAIL, 0, NULL, 0, NULL, 0, false },
};

#define KINDS (sizeof kinds / sizeof *kinds)

static const struct kind *kind_of(const char *file_name)
{
    const char *dot = strrchr(file_name, '.');

    if (!dot || dot == file_name)
        return NULL;
    for (size_t i = 0; i < KINDS; i++)
        if (strcasecmp(kinds[i].extension, dot + 1) == 0)
            return &kinds[i];
    return NULL;
}

static bool starts(const struct kind *k, const char *magic, size_t magic_n, const uint8_t *head, size_t n)
{
    return magic && n >= k->at + magic_n && memcmp(head + k->at, magic, magic_n) == 0;
}

static bool has(const uint8_t *head, size_t n, const char *word)
{
    size_t length = strlen(word);

    for (size_t i = 0; i + length <= n; i++)
        if (strncasecmp((const char *)head + i, word, length) == 0)
            return true;
    return false;
}

/* UTF-8 or an older 8-bit set: no NUL. Markup that makes a page of it is not what a text file holds. */
static bool is_plain(const uint8_t *head, size_t n)
{
    static const char *const markup[] = { "<!doctype", "<html", "<script", "<svg", "<iframe", "<?xml" };
    uint8_t narrow[MEDIA_HEAD] = { 0 };

    /* UTF-16, as Excel's "Unicode text": its letters without their zeros. */
    if (n >= 2 && n <= sizeof narrow && ((head[0] == 0xff && head[1] == 0xfe) || (head[0] == 0xfe && head[1] == 0xff))) {
        size_t left = 0;

        for (size_t i = 2; i < n; i++)
            if (head[i] != 0)
                narrow[left++] = head[i];
        head = narrow;
        n = left;
    }
    if (memchr(head, 0, n))
        return false;
    for (size_t i = 0; i < sizeof markup / sizeof *markup; i++)
        if (has(head, n, markup[i]))
            return false;
    return true;
}

/* The first line is "Name: value" (RFC 5322) or mbox's "From ". */
static bool is_mail(const uint8_t *head, size_t n)
{
    size_t i = 0;

    if (memchr(head, 0, n))
        return false;
    if (n > 5 && memcmp(head, "From ", 5) == 0)
        return true;
    while (i < n && head[i] > ' ' && head[i] < 0x7f && head[i] != ':')
        i++;
    return i > 0 && i < n && head[i] == ':';
}

const char *media_type(const char *file_name)
{
    const struct kind *k = kind_of(file_name);

    return k ? k->type : NULL;
}

bool media_agrees(const char *file_name, const uint8_t *head, size_t n)
{
    const struct kind *k = kind_of(file_name);

    if (!k)
        return false;
    switch (k->looks) {
    case PLAIN:
        return is_plain(head, n);
    case MAIL:
        return is_mail(head, n);
    default:
        return starts(k, k->magic, k->magic_n, head, n) || starts(k, k->magic2, k->magic2_n, head, n);
    }
}

bool media_compressed(const char *type)
{
    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(kinds[i].type, type) == 0)
            return kinds[i].compressed;
    return false;
}

const char *media_names(void)
{
    return "PDF, Word, Excel, PowerPoint, OpenDocument, RTF, TXT, CSV, e-mail (EML of MSG), JPG, PNG, GIF, WEBP, HEIC, TIFF, MP3, M4A en MP4";
}
