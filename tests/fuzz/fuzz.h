/* fuzz.h - what every target says of its input: this must hold, whatever the bytes. */
#ifndef KOREN_TESTS_FUZZ_H
#define KOREN_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/status.h"

struct req;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void must(bool holds)
{
    if (!holds)
        abort();
}

/* The handler of routes that are only looked for. */
static inline enum status fuzz_handler(struct req *r)
{
    (void)r;
    return ST_OK;
}

#endif
