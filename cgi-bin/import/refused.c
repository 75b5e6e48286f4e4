/*
 * refused.c - the lines that were refused, as they stood in the file, each with its reason: to be put right and imported again.
 */
#include <string.h>

#include "import.h"
#include "model/spool.h"
#include "web/csv.h"

#define LINES_AT_ONCE 500

struct writing {
    struct req *r;
    struct import_file file;
    enum import_phase phase;
    struct spool spool;
    struct arena *lines_arena;
    struct import_line *lines;
    size_t count, at;
    uint32_t after;
    bool headed, ok;
};

static bool put_line(struct writing *w, const struct row *row, const char *reason)
{
    struct arena *a = w->r->arena;
    struct buf b = buf_in(w->lines_arena ? w->lines_arena : a);

    for (size_t i = 0; i < row->count; i++)
        csv_text(&b, row->cells[i], i == 0);
    csv_text(&b, reason, row->count == 0);
    csv_end_line(&b);
    return spool_put(&w->spool, b.s, b.len);
}

/* The next refused lines, in an arena that is emptied each time. */
static enum status more_lines(struct writing *w)
{
    struct model m = w->r->m;
    enum status st;

    arena_reset(w->lines_arena);
    m.arena = w->lines_arena;
    st = import_lines(&m, w->file.id, w->phase, LINE_REFUSED, w->after, LINES_AT_ONCE, &w->lines, &w->count);
    w->at = 0;
    if (w->count > 0)
        w->after = w->lines[w->count - 1].line;
    return st;
}

static enum status each(void *ctx, const struct row *row)
{
    struct writing *w = ctx;
    enum status st = ST_OK;

    if (!w->headed) {
        w->headed = true;
        w->ok = spool_put(&w->spool, CSV_BOM, strlen(CSV_BOM)) && put_line(w, row, "Reden");
        return w->ok ? more_lines(w) : ST_FAILED;
    }
    if (w->at == w->count && w->count == LINES_AT_ONCE)
        st = more_lines(w);
    if (st != ST_OK || w->at == w->count)
        return st == ST_OK ? ST_NOT_FOUND : st;
    if (w->lines[w->at].line == row->number) {
        w->ok = put_line(w, row, w->lines[w->at].text);
        w->at++;
    }
    return w->ok ? ST_OK : ST_FAILED;
}

static void free_arena(void *a)
{
    arena_free(a);
}

static enum status write_all(struct writing *w, const struct opened *o)
{
    struct problems broken = problems_in(w->r->arena);
    const struct row nothing = { 0 };
    enum status st = rows_each(&o->in, &o->shape, w->r->arena, &broken, each, w);

    /* What is said about the end of a file that breaks off belongs to no row. */
    if (broken.first)
        w->ok = w->ok && put_line(w, &nothing, broken.first->text);
    if (!spool_end(&w->spool, (st == ST_OK || st == ST_INVALID) && w->ok))
        return ST_FAILED;
    return st == ST_INVALID ? ST_OK : st;
}

enum status import_refused(struct req *r)
{
    struct problems ignored = problems_in(r->arena);
    struct writing *w = arena_alloc(r->arena, sizeof *w);
    struct opened o;
    enum status st = import_head(r, &w->file);

    if (st == ST_OK && w->file.state != IMPORT_CHECKED && w->file.state != IMPORT_DONE)
        st = ST_NOT_FOUND;
    if (st == ST_OK)
        st = import_opened(r, &w->file, &ignored, &o);
    if (st != ST_OK)
        return st == ST_INVALID ? ST_NOT_FOUND : st;
    w->r = r;
    w->phase = w->file.state == IMPORT_CHECKED ? PHASE_CHECK : PHASE_IMPORT;
    w->ok = true;
    w->lines_arena = arena_new(0);
    if (w->lines_arena == NULL)
        return ST_FAILED;
    arena_defer(r->arena, free_arena, w->lines_arena);
    if (!spool_begin(r->config, &w->spool))
        return ST_FAILED;
    st = write_all(w, &o);
    return st == ST_OK ? send_file(r, w->spool.name, "geweigerd.csv", CSV_TYPE) : st;
}
