/*
 * answer.h - the answer that a handler builds through page.h and request.h, and what becomes of it. For lib/web alone.
 *
 * An answer is begun anew each time the transaction is run again: nothing of an earlier try is left in it.
 */
#ifndef KOREN_WEB_ANSWER_H
#define KOREN_WEB_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guard/audit.h"
#include "web/request.h"

struct buf;
struct tree;

#define TABLE_COLS_MAX 32

struct header {
    const char *name, *value;
    struct header *next;
};

/* What is being built inside a list of the tree. */
struct table_state {
    struct tree *table, *row, *cell;
    unsigned cols, rows, cells, buttons;
    bool number[TABLE_COLS_MAX];
};

struct form_state {
    struct tree *form, *group, *field;
    unsigned groups, fields, options, hidden;
};

struct show_group {
    struct show_group *before;
    const char *title;
    struct tree *node;
    unsigned rows;
};

struct show_state {
    struct show_group *newest;
    unsigned groups;
};

struct page {
    struct tree *tree;
    const char *template; /* to be rendered; NULL: nothing, or `location` or a body is the answer */
    int status;
    const char *location;
    const char *body, *type;
    size_t body_n;
    bool file;         /* the body is a file of spool_dir, sent by nginx */
    bool keep;         /* commit although it is a refusal */
    bool bad;          /* req_bad() */
    bool again;        /* it reloaded itself: the row of the audit log is there already */
    bool flash_read;   /* the flash cookie was shown and goes */
    const char *token; /* CSRF token of this browser; NULL: none yet */
    struct header *headers, *headers_last;
    struct audit audit;
    unsigned notices, navs, tabs, actions, action_hidden, cards;
    struct table_state table;
    struct form_state form;
    struct show_state show;
};

/* A fresh answer: page, problems, audit, marks of what was read. */
void answer_begin(struct req *r);
/* Adds a response header; the value must have no control characters, else it is left out and logged. */
void answer_header(struct req *r, const char *name, const char *value);
/* Fills what every page has (docs/templates.md) and renders it into r->page->body. False when the template is at fault. */
bool answer_render(struct req *r);
/* Status line and headers in CGI form, ending with an empty line. `development` adds X-Request-Id. */
void answer_head(struct req *r, struct buf *out);

/* The error page of an HTTP status: fout.cs with our words, or others. */
void answer_error(struct req *r, int status);
/* The same for status 403 or 401-like refusals of a POST: keeps what was typed, passwords excepted, with a button that sends it again. */
void answer_kept(struct req *r, int status, const char *title, const char *text, const char *href, const char *label);
const char *http_reason(int status);

#endif
