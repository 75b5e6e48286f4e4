#include "model/import_run.h"

#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"
#include "model/import_batch.h"
#include "model/import_match.h"

struct feeder {
    struct import_run *run;
    struct import_batch batch;
    struct arena *rows; /* of the batch */
    bool heading_seen;
};

static enum status flush(struct feeder *f)
{
    enum status st = batch_write(&f->batch);

    if (st == ST_OK && f->run->progress && f->batch.count > 0)
        st = f->run->progress(f->run->ctx, f->batch.entries[f->batch.count - 1]->line, &f->run->counts);
    f->batch.count = 0;
    arena_reset(f->rows);
    return st;
}

/* A row that looks like one that waits comes after it is written, so that the database finds it. */
static bool waits_for(const struct feeder *f, const struct entry *e)
{
    for (size_t i = 0; i < f->batch.count; i++)
        if (!problems_any(&f->batch.entries[i]->problems) && match_same(f->rows, f->batch.entries[i], e))
            return true;
    return false;
}

static enum status feed(void *ctx, const struct row *row)
{
    struct feeder *f = ctx;
    enum status st = ST_OK;
    struct entry *e;

    if (!f->heading_seen) {
        f->heading_seen = true;
        return ST_OK;
    }
    if (row->number <= f->run->after)
        return ST_OK;
    if (f->batch.count == MATCH_BATCH)
        st = flush(f);
    if (st != ST_OK)
        return st;
    e = entry_read(f->rows, f->run->columns, f->run->century, row);
    if (!f->run->check && !problems_any(&e->problems) && waits_for(f, e)) {
        st = flush(f);
        e = st == ST_OK ? entry_read(f->rows, f->run->columns, f->run->century, row) : NULL;
    }
    if (e)
        f->batch.entries[f->batch.count++] = e;
    return st;
}

static void free_arena(void *a)
{
    arena_free(a);
}

static struct arena *arena_within(struct arena *outer)
{
    struct arena *a = arena_new(0);

    if (a)
        arena_defer(outer, free_arena, a);
    return a;
}

enum status import_run(struct import_run *run, const struct byte_source *in, const struct text_shape *shape, struct problems *p)
{
    struct feeder *f = arena_alloc(run->m->arena, sizeof *f);
    enum status st;

    f->run = run;
    f->rows = arena_within(run->m->arena);
    f->batch = (struct import_batch){ .run = run, .tries = arena_within(run->m->arena), .next_line = run->after };
    f->batch.seen = run->check ? seen_new(run->m->arena) : NULL;
    if (!f->rows || !f->batch.tries)
        return ST_FAILED;
    st = rows_each(in, shape, run->m->arena, p, feed, f);
    /* What stands before the place where a file breaks off was read well. */
    if (st == ST_OK || st == ST_INVALID) {
        enum status last = flush(f);

        st = last == ST_OK ? st : last;
    }
    return st;
}

struct first_row {
    struct arena *arena;
    const struct import_rights *may;
    struct columns *out;
    bool found;
};

static enum status take_heading(void *ctx, const struct row *row)
{
    struct first_row *f = ctx;

    *f->out = columns_guess(f->arena, row, f->may);
    f->found = true;
    return ST_NOT_FOUND;
}

enum status import_heading(struct model *m, const struct byte_source *in, const struct text_shape *shape, const struct import_rights *may,
                           struct problems *p, struct columns *out)
{
    struct first_row f = { .arena = m->arena, .may = may, .out = out };
    struct problems ignored = problems_in(m->arena);
    uint8_t hash[HASH_BYTES];
    const char *kept = NULL;
    enum status st = rows_each(in, shape, m->arena, p, take_heading, &f);

    if (st == ST_OK && !f.found)
        st = invalid(p, "bestand", "In dit bestand staat geen enkele regel");
    if (st == ST_OK)
        st = in->rewind(in->ctx);
    if (st != ST_OK)
        return st;
    columns_hash(out, m->arena, hash);
    st = mapping_kept(m, hash, &kept);
    /* A field that this person may not fill in is left as it was guessed. */
    if (st == ST_OK && kept)
        (void)columns_map(out, m->arena, kept, may, &ignored);
    return st;
}
