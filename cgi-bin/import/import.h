/*
 * import.h - what the pages of import share, and the handlers named in the route table (main.c).
 */
#ifndef KOREN_CGI_IMPORT_H
#define KOREN_CGI_IMPORT_H

#include "base/arena.h"
#include "model/import_run.h"
#include "web/form.h"
#include "web/page.h"
#include "web/route.h"

/* A file that is open for reading, with its columns: as chosen, or else as guessed. */
struct opened {
    struct byte_source in;
    struct text_shape shape;
    struct columns columns;
    struct import_rights may;
};

/* The import of the path. */
enum status import_head(struct req *r, struct import_file *f);
/* "/import/NAAM" followed by `rest`. */
char *import_href(struct req *r, const struct import_file *f, const char *rest);
/* ST_INVALID: it cannot be read, with a problem under "bestand". Closed with the arena. */
enum status import_opened(struct req *r, const struct import_file *f, struct problems *p, struct opened *out);
/* What the rights of this person let them fill in. */
struct import_rights import_rights_of(struct req *r);

/* The form of columns, years and duplicates. */
enum status choose_page(struct req *r, const struct import_file *f);
/* Tables.0: the first rows with everything that is wrong at its cell; Tables.1: those who are there already, beside what is there. */
enum status preview_tables(struct req *r, const struct import_file *f);
/* Whether there is anything to take back. */
bool undo_possible(const struct import_file *f);
/* Tables.0 and a notice: why it was not taken back, when somebody tried. */
enum status undo_obstacles(struct req *r, const struct import_file *f);

enum status import_index(struct req *r);
enum status import_upload(struct req *r);
enum status import_show(struct req *r);
enum status import_columns_save(struct req *r);
enum status import_again(struct req *r);
enum status import_start(struct req *r);
enum status import_resume(struct req *r);
enum status import_refused(struct req *r);
enum status import_undo_ask(struct req *r);
enum status import_undo_start(struct req *r);

#endif
