#include "web/csv_file.h"

#include "base/arena.h"
#include "web/csv.h"

#define PIECE (64 * 1024) /* bytes before they are written */

static bool flush(struct csv_file *f)
{
    bool ok = spool_put(&f->to, f->piece.s, f->piece.len);

    arena_reset(f->arena);
    f->piece = buf_in(f->arena);
    return ok;
}

static void piece_free(void *arena)
{
    arena_free(arena);
}

bool csv_file_begin(struct req *r, struct csv_file *f)
{
    *f = (struct csv_file){ .arena = arena_new(0) };
    if (!f->arena)
        arena_exhausted(r->arena);
    arena_defer(r->arena, piece_free, f->arena);
    f->piece = buf_in(f->arena);
    if (!spool_begin(r->config, &f->to))
        return false;
    buf_puts(&f->piece, CSV_BOM);
    return true;
}

enum status csv_file_line(struct csv_file *f)
{
    csv_end_line(&f->piece);
    f->lines++;
    return f->piece.len < PIECE || flush(f) ? ST_OK : ST_FAILED;
}

enum status csv_file_end(struct csv_file *f, enum status st)
{
    return spool_end(&f->to, st == ST_OK && flush(f)) ? ST_OK : ST_FAILED;
}
