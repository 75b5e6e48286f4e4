/* Any file, as CSV: refused, or rows of valid text whose columns become fields without surprise. The first byte is the size of the pieces. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "model/import_entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

struct bytes {
    const uint8_t *p;
    size_t n, at, piece;
};

static enum status bytes_read(void *ctx, void *p, size_t n, size_t *got)
{
    struct bytes *b = ctx;

    *got = b->n - b->at < n ? b->n - b->at : n;
    *got = *got < b->piece ? *got : b->piece;
    if (*got > 0)
        memcpy(p, b->p + b->at, *got);
    b->at += *got;
    return ST_OK;
}

static enum status bytes_rewind(void *ctx)
{
    ((struct bytes *)ctx)->at = 0;
    return ST_OK;
}

struct reading {
    struct arena *a;
    struct import_rights may;
    struct columns columns;
    uint32_t last;
    bool headed;
};

static enum status each(void *ctx, const struct row *row)
{
    struct reading *r = ctx;
    const struct entry *e;

    must(row->number > r->last && row->count <= ROW_COLUMNS_MAX);
    r->last = row->number;
    for (size_t i = 0; i < row->count; i++) {
        enum text_fault fault = text_check(row->cells[i], strlen(row->cells[i]), true);

        must(fault != TEXT_BAD_UTF8 || strlen(row->cells[i]) >= 3); /* noncharacters are valid UTF-8 that text_check() refuses */
    }
    if (!r->headed) {
        r->columns = columns_guess(r->a, row, &r->may);
        /* Whatever the heading says: fields are looked at. */
        for (size_t i = 0; i < r->columns.count; i++)
            if (!r->columns.targets[i])
                r->columns.targets[i] = target_nth(&r->may, i % 31);
        r->headed = true;
        return ST_OK;
    }
    e = entry_read(r->a, &r->columns, (enum century)(row->number % 4), row);
    for (size_t k = 0; k < relation_entity.count; k++)
        if (e->record->values[k])
            must(e->mask[k] && *e->record->values[k] && text_check(e->record->values[k], strlen(e->record->values[k]), false) == TEXT_FINE);
    return ST_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes bytes = { .p = data + 1, .n = size ? size - 1 : 0, .piece = size ? (size_t)data[0] + 1 : 1 };
    const struct byte_source in = { bytes_read, bytes_rewind, &bytes };
    struct reading r = { .a = arena_new(0), .may = import_rights_all(true) };
    struct problems p = problems_in(r.a);
    struct text_shape shape;

    if (text_sniff(&in, r.a, &p, &shape) == ST_OK)
        rows_each(&in, &shape, r.a, &p, each, &r);
    arena_free(r.a);
    return 0;
}
