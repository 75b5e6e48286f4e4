/*
 * csv_file.h - a CSV of any length on its way to a browser: written to the spool piece by piece, so that memory stays flat.
 *
 *     struct csv_file f;
 *     if (!csv_file_begin(r, &f)) return ST_FAILED;
 *     csv_text(&f.piece, "Naam", true);
 *     csv_file_line(&f);
 *     st = csv_file_end(&f, st);       f.to.name is what send_file() wants
 */
#ifndef KOREN_WEB_CSV_FILE_H
#define KOREN_WEB_CSV_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "model/spool.h"
#include "web/request.h"

struct csv_file {
    struct spool to;
    struct arena *arena; /* of the piece: what is put in it may live here; gone after csv_file_line() */
    struct buf piece;
    uint64_t lines; /* the heading is one */
};

/* Begins with the BOM. Its memory goes with the request's. */
bool csv_file_begin(struct req *r, struct csv_file *f);
/* Ends the line in f->piece. ST_FAILED: the disk is full. */
enum status csv_file_line(struct csv_file *f);
/* ST_OK when `st` was and the file is whole; else nothing is left of it. */
enum status csv_file_end(struct csv_file *f, enum status st);

#endif
