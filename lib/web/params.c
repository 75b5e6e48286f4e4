#include "web/params.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"

/* What is ours on this host; a browser may have cookies of others here, whose form is not our concern. */
#define OUR_COOKIES "__Host-"

/* A list with room for all parameters, so that adding never moves it. */
static struct params list_new(struct arena *a, size_t most)
{
    return (struct params){ .list = arena_array(a, most > 0 ? most : 1, sizeof(struct param)) };
}

static size_t pieces(const char *s, size_t n, char separator)
{
    size_t count = 1;

    for (size_t i = 0; i < n; i++)
        count += s[i] == separator;
    return count;
}

enum param_fault params_check_name(const char *name, size_t n)
{
    if (n == 0 || n > PARAM_NAME_MAX)
        return n == 0 ? PARAMS_MALFORMED : PARAMS_TOO_LONG;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)name[i];

        /* Names of our forms are plain words; of another's parameter behind a link (utm_source) too. */
        if (c <= 0x20 || c >= 0x7f || strchr("<>\"'&%\\", c) != NULL)
            return PARAMS_BAD_TEXT;
    }
    return PARAMS_FINE;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* One side of a pair, decoded. False when a % is not followed by two hex digits. */
static bool decode(struct arena *a, const char *s, size_t n, char **out, size_t *out_n)
{
    char *d = arena_alloc(a, n + 1);
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        if (s[i] == '%') {
            int high = i + 2 < n ? hex_value(s[i + 1]) : -1, low = i + 2 < n ? hex_value(s[i + 2]) : -1;

            if (high < 0 || low < 0)
                return false;
            d[k++] = (char)(high << 4 | low);
            i += 2;
        } else {
            d[k++] = s[i] == '+' ? ' ' : s[i];
        }
    }
    *out = d;
    *out_n = k;
    return true;
}

enum param_fault params_add(struct arena *a, struct params *p, const char *name, size_t name_n, const char *value, size_t value_n)
{
    enum param_fault fault = params_check_name(name, name_n);

    if (fault != PARAMS_FINE)
        return fault;
    if (text_check(value, value_n, true) != TEXT_FINE)
        return PARAMS_BAD_TEXT;
    p->list[p->count].name = arena_strndup(a, name, name_n);
    p->list[p->count].value = text_clean(a, arena_strndup(a, value, value_n));
    p->count++;
    return PARAMS_FINE;
}

/* "name=value" or "name". */
static enum param_fault add_pair(struct arena *a, struct params *p, const char *s, size_t n)
{
    const char *equals = memchr(s, '=', n);
    size_t left = equals == NULL ? n : (size_t)(equals - s);
    size_t right = equals == NULL ? 0 : n - left - 1;
    char *name, *value;
    size_t name_n, value_n;

    /* Decoded it is at most as long, and at least a third. */
    if (left > PARAM_NAME_MAX * 3)
        return PARAMS_TOO_LONG;
    if (!decode(a, s, left, &name, &name_n) || !decode(a, equals == NULL ? "" : equals + 1, right, &value, &value_n))
        return PARAMS_MALFORMED;
    return params_add(a, p, name, name_n, value, value_n);
}

enum param_fault params_urlencoded(struct arena *a, const char *s, size_t n, struct params *out)
{
    enum param_fault fault = PARAMS_FINE;
    size_t most;

    *out = (struct params){ 0 };
    if (n > FORM_MAX)
        return PARAMS_TOO_LONG;
    /* Counted before anything is kept: a flood of empty names costs one pass. */
    most = pieces(s, n, '&');
    if (most > PARAMS_MAX)
        return PARAMS_TOO_MANY;
    *out = list_new(a, most);
    while (n > 0 && fault == PARAMS_FINE) {
        const char *end = memchr(s, '&', n);
        size_t one = end == NULL ? n : (size_t)(end - s);

        if (one > 0)
            fault = add_pair(a, out, s, one);
        s += end == NULL ? one : one + 1;
        n -= end == NULL ? one : one + 1;
    }
    return fault;
}

/* cookie-octet of RFC 6265, section 4.1.1. */
static bool cookie_octets(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];

        if (c <= 0x20 || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\')
            return false;
    }
    return true;
}

static enum param_fault add_cookie(struct arena *a, struct params *p, const char *s, size_t n)
{
    const char *equals = memchr(s, '=', n);
    size_t name_n, value_n;
    const char *name;

    if (n < sizeof OUR_COOKIES - 1 || memcmp(s, OUR_COOKIES, sizeof OUR_COOKIES - 1) != 0)
        return PARAMS_FINE;
    if (equals == NULL)
        return PARAMS_MALFORMED;
    name_n = (size_t)(equals - s);
    value_n = n - name_n - 1;
    if (name_n > PARAM_NAME_MAX)
        return PARAMS_TOO_LONG;
    if (!cookie_octets(s, name_n) || !cookie_octets(equals + 1, value_n))
        return PARAMS_BAD_TEXT;
    name = arena_strndup(a, s, name_n);
    if (param_times(p, name) > 0)
        return PARAMS_MALFORMED;
    p->list[p->count++] = (struct param){ .name = name, .value = arena_strndup(a, equals + 1, value_n) };
    return PARAMS_FINE;
}

enum param_fault params_cookies(struct arena *a, const char *s, size_t n, struct params *out)
{
    enum param_fault fault = PARAMS_FINE;
    size_t most;

    *out = (struct params){ 0 };
    if (n > COOKIE_MAX)
        return PARAMS_TOO_LONG;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
            return PARAMS_BAD_TEXT;
    most = pieces(s, n, ';');
    if (most > PARAMS_MAX)
        return PARAMS_TOO_MANY;
    *out = list_new(a, most);
    while (n > 0 && fault == PARAMS_FINE) {
        const char *end = memchr(s, ';', n);
        size_t one = end == NULL ? n : (size_t)(end - s), skip = 0, last = one;

        while (skip < last && s[skip] == ' ')
            skip++;
        while (last > skip && s[last - 1] == ' ')
            last--;
        fault = add_cookie(a, out, s + skip, last - skip);
        s += end == NULL ? one : one + 1;
        n -= end == NULL ? one : one + 1;
    }
    return fault;
}

const char *param_get(struct params *p, const char *name)
{
    for (size_t i = 0; i < p->count; i++) {
        if (strcmp(p->list[i].name, name) == 0) {
            p->list[i].used = true;
            return p->list[i].value;
        }
    }
    return NULL;
}

size_t param_times(const struct params *p, const char *name)
{
    size_t times = 0;

    for (size_t i = 0; i < p->count; i++)
        times += strcmp(p->list[i].name, name) == 0;
    return times;
}
