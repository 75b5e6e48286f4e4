/*
 * problem.h - what is wrong with what somebody typed, bound to the field, in the language of the reader.
 */
#ifndef KOREN_BASE_PROBLEM_H
#define KOREN_BASE_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct arena;

struct problem {
    const char *field; /* form name, or NULL when it is about the whole form */
    const char *text;  /* says what to do: "Vul een postcode in, zoals 1234 AB" */
    struct problem *next;
};

struct problems {
    struct arena *arena;
    struct problem *first, *last;
    size_t count;
};

struct problems problems_in(struct arena *a);
/* Adds one and returns ST_INVALID, so that a check can end with it. Both texts are copied. */
enum status invalid(struct problems *p, const char *field, const char *text);
enum status invalidf(struct problems *p, const char *field, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* The first text for this field, or NULL. */
const char *problem_for(const struct problems *p, const char *field);
bool problems_any(const struct problems *p);

#endif
