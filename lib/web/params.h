/*
 * params.h - names and values of a query string, a form or a cookie header: parsed by ourselves, strictly, with limits (security.md 33, 34, 40).
 *
 * A parser refuses (and the page answers 400) rather than repairs: bad percent-encoding, bad UTF-8, control or bidi characters, too many or too
 * long names. Values come out as text_clean() makes them.
 */
#ifndef KOREN_WEB_PARAMS_H
#define KOREN_WEB_PARAMS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

#define PARAMS_MAX     256         /* names in one form */
#define PARAM_NAME_MAX 64          /* bytes */
#define QUERY_MAX      4096        /* bytes */
#define FORM_MAX       (64 * 1024) /* bytes, urlencoded or multipart without its file */
#define COOKIE_MAX     4096        /* bytes */

enum param_fault { PARAMS_FINE, PARAMS_MALFORMED, PARAMS_TOO_MANY, PARAMS_TOO_LONG, PARAMS_BAD_TEXT };

struct param {
    const char *name, *value; /* value never NULL */
    bool used;                /* read by the page; what is not read is an unknown field */
};

struct params {
    struct param *list;
    size_t count;
};

/* application/x-www-form-urlencoded (WHATWG URL, section 5.1), n bytes. Values may have lines. */
enum param_fault params_urlencoded(struct arena *a, const char *s, size_t n, struct params *out);
/* Cookie header (RFC 6265, section 4.2.1). Only `__Host-` names are kept: what another program on this host has set is neither read nor judged. A
 * name given twice is malformed. */
enum param_fault params_cookies(struct arena *a, const char *s, size_t n, struct params *out);

/* For a parser: 1..PARAM_NAME_MAX printable ASCII characters without markup. */
enum param_fault params_check_name(const char *name, size_t n);
/* For a parser: checks both and adds them to a list that has room. */
enum param_fault params_add(struct arena *a, struct params *p, const char *name, size_t name_n, const char *value, size_t value_n);

/* The value, marking it used; NULL when absent. */
const char *param_get(struct params *p, const char *name);
/* How often the name occurs. */
size_t param_times(const struct params *p, const char *name);

#endif
