#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"

#define LINE_MAX_BYTES 2048 /* below PIPE_BUF: lines of several processes do not mix */
#define PAIRS_MAX      1900 /* leaves room for the request */
#define QUOTE_MAX      200
#define QUOTE_RING     4

static const char *program_name = "koren";
static enum log_level threshold = LOG_INFO;
static char request_id[65];

void log_open(const char *program)
{
    program_name = program;
}

void log_threshold(enum log_level least)
{
    threshold = least;
}

void log_request(const char *id)
{
    snprintf(request_id, sizeof request_id, "%s", id == NULL ? "" : id);
}

static const char *level_name(enum log_level level)
{
    static const char *const names[] = { [LOG_DEBUG] = "debug", [LOG_INFO] = "info", [LOG_WARN] = "warn", [LOG_ERROR] = "error" };

    return level <= LOG_ERROR ? names[level] : "error";
}

/* "2026-11-24T22:51:12.123456Z" */
static size_t put_time(char *out, size_t room)
{
    char text[CLOCK_TEXT];

    clock_sql(clock_now(), text);
    text[10] = 'T';
    return (size_t)snprintf(out, room, "%sZ ", text);
}

/* What snprintf wanted to write, cut to what it wrote. */
static size_t fitted(int n, size_t room)
{
    if (n < 0)
        return 0;
    return (size_t)n < room ? (size_t)n : room - 1;
}

void log_fact(enum log_level level, const char *event, const char *fmt, ...)
{
    char line[LINE_MAX_BYTES];
    size_t n, start;
    va_list ap;
    int saved = errno;

    if (level < threshold)
        return;
    n = put_time(line, sizeof line);
    n += fitted(snprintf(line + n, 200, "%s[%d] %s %s ", program_name, (int)getpid(), level_name(level), event), 200);
    start = n;
    va_start(ap, fmt);
    n += fitted(vsnprintf(line + n, PAIRS_MAX - n, fmt, ap), PAIRS_MAX - n);
    va_end(ap);
    /* A value that was not quoted cannot start a line of its own. */
    for (size_t i = start; i < n; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = '?';
    if (n == start)
        n--;
    if (request_id[0] != '\0')
        n += fitted(snprintf(line + n, sizeof line - n - 1, " request=%s", request_id), sizeof line - n - 1);
    line[n++] = '\n';
    /* Nobody to tell when this fails. */
    if (write(STDERR_FILENO, line, n) < 0)
        errno = 0;
    errno = saved;
}

static bool plain(const char *s)
{
    if (s[0] == '\0' || strlen(s) > QUOTE_MAX || text_check(s, strlen(s), false) != TEXT_FINE)
        return false;
    return strpbrk(s, " \t\r\n\"\\'=") == NULL;
}

/* One character of s as it appears between quotes; returns how many bytes of s it took. */
static size_t quote_one(const char *s, char out[17])
{
    size_t width = 1;

    if ((unsigned char)s[0] >= 0xc0)
        while (width < 4 && ((unsigned char)s[width] & 0xc0) == 0x80)
            width++;
    if (s[0] == '"' || s[0] == '\\') {
        out[0] = '\\';
        out[1] = s[0];
        out[2] = '\0';
    } else if (text_check(s, width, false) == TEXT_FINE) {
        memcpy(out, s, width);
        out[width] = '\0';
    } else {
        for (size_t i = 0; i < width; i++)
            snprintf(out + 4 * i, 5, "\\x%02x", (unsigned)(unsigned char)s[i]);
    }
    return width;
}

const char *log_quote(const char *s)
{
    static char ring[QUOTE_RING][QUOTE_MAX + 1];
    static unsigned next;
    char *out = ring[next++ % QUOTE_RING];
    size_t n = 0;

    if (s == NULL)
        s = "";
    if (plain(s)) {
        snprintf(out, QUOTE_MAX + 1, "%s", s);
        return out;
    }
    out[n++] = '"';
    while (*s != '\0') {
        char one[17];
        size_t took = quote_one(s, one), width = strlen(one);

        /* The closing quote fits always. */
        if (n + width + 1 > QUOTE_MAX)
            break;
        memcpy(out + n, one, width);
        n += width;
        s += took;
    }
    out[n++] = '"';
    out[n] = '\0';
    return out;
}
