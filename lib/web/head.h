/*
 * head.h - the head of a request: from the parameters that nginx sends over FastCGI (nginx/koren-fastcgi.conf) to a request with checked text.
 *
 * Needs no socket, so that it can be fuzzed. A parameter that is read here and comes twice makes the request a bad one.
 */
#ifndef KOREN_WEB_HEAD_H
#define KOREN_WEB_HEAD_H

#include "web/request.h"
#include "web/route.h"

enum body_kind { BODY_NONE, BODY_FORM, BODY_MULTIPART, BODY_OTHER };

struct head {
    enum method method; /* METHOD_NONE: one that we do not know */
    bool without_body;  /* HEAD */
    enum body_kind body;
    const char *content_type;
    long long length; /* of the body */
};

/*
 * Reads `env` (NAME=VALUE strings, NULL ends) into r (path, query, cookies, site, address, request identifier, user agent, fresh) and `out`. Texts
 * are copied into r->arena. Returns 0, or the HTTP status to refuse with: 400, 405, 413, 414. r has a request identifier, a site and a path in any
 * case.
 */
int head_read(struct req *r, char *const *env, struct head *out);

#endif
