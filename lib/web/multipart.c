#include "web/multipart.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

#define BOUNDARY_MAX 70
#define HEADER_MAX   4096        /* bytes of one part's header */
#define WINDOW       (64 * 1024) /* bytes looked at together */

enum stage { STAGE_FIRST, STAGE_HEADER, STAGE_FIELD, STAGE_FILE, STAGE_AFTER, STAGE_END };

struct multipart {
    struct arena *arena;
    struct multipart_sink sink;
    char mark[4 + BOUNDARY_MAX + 1]; /* CR LF - - boundary */
    size_t mark_n;
    enum stage stage;
    enum status status; /* sticks */
    enum param_fault fault;
    unsigned char *window;
    size_t held;
    struct params fields;
    size_t fields_n; /* bytes of names and values so far */
    const char *name;
    struct buf value;
    bool file_seen;
};

/* bchars of RFC 2046, section 5.1.1. */
static bool boundary_fine(const char *s, size_t n)
{
    if (n < 1 || n > BOUNDARY_MAX || s[n - 1] == ' ')
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        bool word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');

        if (c == '\0' || (!word && strchr("'()+_,-./:=? ", c) == NULL))
            return false;
    }
    return true;
}

/* The boundary inside a Content-Type; NULL when it is not exactly multipart/form-data with one. */
static const char *find_boundary(const char *type, size_t *n)
{
    static const char want[] = "multipart/form-data";
    const char *s = type;

    if (s == NULL || strncasecmp(s, want, sizeof want - 1) != 0)
        return NULL;
    s += sizeof want - 1;
    s += strspn(s, " \t");
    if (*s++ != ';')
        return NULL;
    s += strspn(s, " \t");
    if (strncasecmp(s, "boundary=", 9) != 0)
        return NULL;
    s += 9;
    if (*s == '"') {
        const char *close = strchr(++s, '"');

        if (close == NULL || close[1] != '\0')
            return NULL;
        *n = (size_t)(close - s);
        return s;
    }
    *n = strlen(s);
    return strcspn(s, " \t;\"") == *n ? s : NULL;
}

struct multipart *multipart_new(struct arena *a, const char *content_type, const struct multipart_sink *sink)
{
    size_t n = 0;
    const char *boundary = find_boundary(content_type, &n);
    struct multipart *m;

    if (boundary == NULL || !boundary_fine(boundary, n))
        return NULL;
    m = arena_alloc(a, sizeof *m);
    m->arena = a;
    m->sink = *sink;
    memcpy(m->mark, "\r\n--", 4);
    memcpy(m->mark + 4, boundary, n);
    m->mark_n = n + 4;
    m->window = arena_alloc(a, WINDOW);
    m->fields.list = arena_array(a, PARAMS_MAX, sizeof *m->fields.list);
    return m;
}

static enum status fail(struct multipart *m, enum param_fault fault)
{
    m->fault = fault;
    m->status = ST_INVALID;
    return m->status;
}

/* The first n bytes of the window are done with. */
static void drop(struct multipart *m, size_t n)
{
    m->held -= n;
    memmove(m->window, m->window + n, m->held);
}

/* ---- the header of a part ---- */

struct disposition {
    const char *name, *file_name; /* file_name NULL: a plain field */
};

/* key="value" at *s, which moves on. Browsers write a quote as %22 and use no other escape (WHATWG HTML, multipart/form-data encoding). */
static bool take_quoted(struct multipart *m, const char **s, const char *key, const char **out)
{
    size_t n = strlen(key);
    const char *end;
    struct buf b;

    if (strncasecmp(*s, key, n) != 0 || strncmp(*s + n, "=\"", 2) != 0)
        return false;
    *s += n + 2;
    end = strchr(*s, '"');
    if (end == NULL)
        return false;
    b = buf_in(m->arena);
    for (const char *c = *s; c < end; c++) {
        if (end - c >= 3 && strncmp(c, "%22", 3) == 0) {
            buf_putc(&b, '"');
            c += 2;
        } else {
            buf_putc(&b, *c);
        }
    }
    *s = end + 1;
    *out = b.s;
    return true;
}

/* ; name="..." and perhaps ; filename="..." in that order, and nothing else (RFC 7578, section 4.2). */
static bool parse_disposition(struct multipart *m, const char *s, struct disposition *d)
{
    *d = (struct disposition){ 0 };
    s += strspn(s, " \t");
    if (strncasecmp(s, "form-data", 9) != 0)
        return false;
    s += 9;
    s += strspn(s, " \t");
    if (*s++ != ';')
        return false;
    s += strspn(s, " \t");
    if (!take_quoted(m, &s, "name", &d->name))
        return false;
    s += strspn(s, " \t");
    if (*s == '\0')
        return true;
    if (*s++ != ';')
        return false;
    s += strspn(s, " \t");
    return take_quoted(m, &s, "filename", &d->file_name) && *s == '\0';
}

/* The lines of a header: one Content-Disposition, perhaps a Content-Type, which we do not believe anyway. */
static bool parse_header(struct multipart *m, char *header, struct disposition *d)
{
    static const char disposition[] = "Content-Disposition:", type[] = "Content-Type:";
    bool seen = false;

    for (char *line = header, *next; line != NULL; line = next) {
        next = strstr(line, "\r\n");
        if (next != NULL) {
            *next = '\0';
            next += 2;
        }
        if (strncasecmp(line, disposition, sizeof disposition - 1) == 0) {
            if (seen || !parse_disposition(m, line + sizeof disposition - 1, d))
                return false;
            seen = true;
        } else if (strncasecmp(line, type, sizeof type - 1) != 0) {
            return false;
        }
    }
    return seen;
}

static enum status begin_file(struct multipart *m, const struct disposition *d)
{
    if (m->file_seen)
        return fail(m, PARAMS_MALFORMED);
    m->file_seen = true;
    m->stage = STAGE_FILE;
    m->status = m->sink.begin(m->sink.ctx, m->name, d->file_name, &m->fields);
    return m->status;
}

static enum status begin_part(struct multipart *m, size_t header_n)
{
    char *header = arena_strndup(m->arena, (const char *)m->window, header_n);
    enum param_fault fault;
    struct disposition d;

    if (strlen(header) != header_n)
        return fail(m, PARAMS_BAD_TEXT);
    if (!parse_header(m, header, &d))
        return fail(m, PARAMS_MALFORMED);
    fault = params_check_name(d.name, strlen(d.name));
    if (fault != PARAMS_FINE)
        return fail(m, fault);
    if (d.file_name != NULL && text_check(d.file_name, strlen(d.file_name), false) != TEXT_FINE)
        return fail(m, PARAMS_BAD_TEXT);
    drop(m, header_n + 4);
    m->name = d.name;
    if (d.file_name != NULL)
        return begin_file(m, &d);
    /* Whoever answers for a file has to know all fields before its first byte. */
    if (m->file_seen)
        return fail(m, PARAMS_MALFORMED);
    if (m->fields.count == PARAMS_MAX)
        return fail(m, PARAMS_TOO_MANY);
    m->value = buf_in(m->arena);
    m->stage = STAGE_FIELD;
    return ST_OK;
}

/* ---- the stages; each returns true when it got further and there may be more to do ---- */

static bool run_first(struct multipart *m)
{
    size_t n = m->mark_n - 2;

    /* A preamble is allowed by RFC 2046 and sent by nobody. */
    if (memcmp(m->window, m->mark + 2, m->held < n ? m->held : n) != 0) {
        fail(m, PARAMS_MALFORMED);
        return false;
    }
    if (m->held < n)
        return false;
    drop(m, n);
    m->stage = STAGE_AFTER;
    return true;
}

static bool run_after(struct multipart *m)
{
    if (m->held < 2)
        return false;
    if (memcmp(m->window, "\r\n", 2) == 0)
        m->stage = STAGE_HEADER;
    else if (memcmp(m->window, "--", 2) == 0)
        m->stage = STAGE_END;
    else
        fail(m, PARAMS_MALFORMED);
    drop(m, 2);
    return m->status == ST_OK;
}

static bool run_header(struct multipart *m)
{
    const unsigned char *end = memmem(m->window, m->held < HEADER_MAX ? m->held : HEADER_MAX, "\r\n\r\n", 4);

    if (end == NULL) {
        if (m->held >= HEADER_MAX)
            fail(m, PARAMS_TOO_LONG);
        return false;
    }
    return begin_part(m, (size_t)(end - m->window)) == ST_OK;
}

static enum status take_data(struct multipart *m, size_t n)
{
    if (n == 0)
        return ST_OK;
    if (m->stage == STAGE_FILE) {
        m->status = m->sink.piece(m->sink.ctx, m->window, n);
        return m->status;
    }
    if (m->fields_n + m->value.len + n > FORM_MAX)
        return fail(m, PARAMS_TOO_LONG);
    buf_put(&m->value, m->window, n);
    return ST_OK;
}

static void end_part(struct multipart *m)
{
    if (m->stage == STAGE_FIELD) {
        enum param_fault fault = params_add(m->arena, &m->fields, m->name, strlen(m->name), m->value.s, m->value.len);

        m->fields_n += strlen(m->name) + m->value.len;
        if (fault != PARAMS_FINE)
            fail(m, fault);
    }
    m->stage = STAGE_AFTER;
}

static bool run_data(struct multipart *m)
{
    const unsigned char *found = memmem(m->window, m->held, m->mark, m->mark_n);
    size_t n;

    if (found == NULL) {
        /* What could be the beginning of the mark stays. */
        n = m->held < m->mark_n ? 0 : m->held - (m->mark_n - 1);
        if (take_data(m, n) == ST_OK)
            drop(m, n);
        return false;
    }
    n = (size_t)(found - m->window);
    if (take_data(m, n) != ST_OK)
        return false;
    drop(m, n + m->mark_n);
    end_part(m);
    return m->status == ST_OK;
}

/* After the closing mark one line end may follow, and nothing else. */
static bool run_end(struct multipart *m)
{
    if (m->held > 2 || memcmp(m->window, "\r\n", m->held) != 0)
        fail(m, PARAMS_MALFORMED);
    return false;
}

static bool run(struct multipart *m)
{
    switch (m->stage) {
    case STAGE_FIRST:
        return run_first(m);
    case STAGE_AFTER:
        return run_after(m);
    case STAGE_HEADER:
        return run_header(m);
    case STAGE_FIELD:
    case STAGE_FILE:
        return run_data(m);
    case STAGE_END:
        break;
    }
    return run_end(m);
}

enum status multipart_feed(struct multipart *m, const void *p, size_t n)
{
    const unsigned char *s = p;

    while (n > 0 && m->status == ST_OK) {
        size_t one = WINDOW - m->held < n ? WINDOW - m->held : n;

        memcpy(m->window + m->held, s, one);
        m->held += one;
        s += one;
        n -= one;
        while (run(m))
            ;
    }
    return m->status;
}

enum status multipart_end(struct multipart *m, struct params *fields)
{
    if (m->status == ST_OK && m->stage != STAGE_END)
        fail(m, PARAMS_MALFORMED);
    *fields = m->fields;
    return m->status;
}

enum param_fault multipart_fault(const struct multipart *m)
{
    return m->fault;
}
