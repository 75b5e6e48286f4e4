/*
 * recent.h - what relations changed themselves lately, for the home page of staff.
 */
#ifndef KOREN_MODEL_RECENT_H
#define KOREN_MODEL_RECENT_H

#include <stdint.h>

#include "model/record.h"

struct correction {
    const char *number, *name; /* of the relation */
    const char *field_label;   /* Dutch */
    int64_t at;
};

/* Corrections made in WerktVoorMij since `since`, newest first, at most `limit`. */
enum status recent_corrections(struct model *m, int64_t since, unsigned limit, struct correction **out, size_t *count);

#endif
