/*
 * body.h - the body of a POST, read with strict limits: a form whole, a file piece by piece.
 */
#ifndef KOREN_WEB_BODY_H
#define KOREN_WEB_BODY_H

#include "web/head.h"

/* Where a body comes from. Gives fewer than n bytes only at its end. */
struct body_source {
    size_t (*read)(void *ctx, void *p, size_t n);
    void *ctx;
};

/* Reads an urlencoded body of exactly h->length bytes into r->form. Returns 0, or the HTTP status to refuse with: 400, 413, 415. */
int body_form(struct req *r, const struct head *h, const struct body_source *in);

#endif
