/* Any bytes as a multipart body, whole and in pieces (the first byte says how large): the same answer, and every byte of the file once. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "fuzz.h"
#include "web/multipart.h"

struct seen {
    struct buf file;
    const char *name;
    size_t fields, times;
};

static enum status begin(void *ctx, const char *name, const char *file_name, struct params *fields)
{
    struct seen *s = ctx;

    must(params_check_name(name, strlen(name)) == PARAMS_FINE && text_check(file_name, strlen(file_name), false) == TEXT_FINE);
    s->name = file_name;
    s->fields = fields->count;
    s->times++;
    return ST_OK;
}

static enum status piece(void *ctx, const void *p, size_t n)
{
    struct seen *s = ctx;

    must(s->times == 1 && n > 0);
    buf_put(&s->file, p, n);
    return ST_OK;
}

static enum param_fault feed(struct arena *a, const uint8_t *data, size_t size, size_t step, struct seen *s, struct params *p)
{
    struct multipart_sink sink = { .begin = begin, .piece = piece, .ctx = s };
    struct multipart *m = multipart_new(a, "multipart/form-data; boundary=xYz", &sink);
    enum status st = ST_OK;

    *s = (struct seen){ .file = buf_in(a) };
    for (size_t i = 0; i < size && st == ST_OK; i += step)
        st = multipart_feed(m, data + i, size - i < step ? size - i : step);
    st = multipart_end(m, p);
    must((st == ST_OK) == (multipart_fault(m) == PARAMS_FINE));
    return multipart_fault(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    struct seen one, two;
    struct params p, q;
    enum param_fault fault;

    if (size == 0)
        return 0;
    if (a == NULL)
        a = arena_new(0);
    fault = feed(a, data + 1, size - 1, size, &one, &p);
    must(feed(a, data + 1, size - 1, (size_t)data[0] + 1, &two, &q) == fault);
    if (fault == PARAMS_FINE) {
        must(p.count == q.count && p.count <= PARAMS_MAX && one.times == two.times && one.times <= 1);
        must(one.times == 0 || one.fields == p.count);
        must(one.file.len == two.file.len && memcmp(one.file.s, two.file.s, one.file.len) == 0);
        for (size_t i = 0; i < p.count; i++)
            must(text_equal(p.list[i].name, q.list[i].name) && text_equal(p.list[i].value, q.list[i].value));
    }
    arena_reset(a);
    return 0;
}
