/* Any bytes as a Cookie header: refused, or cookies of ours, each once, that could stand in a header again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "fuzz.h"
#include "web/params.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    struct params p;

    if (a == NULL)
        a = arena_new(0);
    if (params_cookies(a, (const char *)data, size, &p) == PARAMS_FINE) {
        must(size <= COOKIE_MAX && p.count <= PARAMS_MAX);
        for (size_t i = 0; i < p.count; i++) {
            must(text_starts(p.list[i].name, "__Host-") && param_times(&p, p.list[i].name) == 1);
            must(strpbrk(p.list[i].value, " \t\r\n\",;\\") == NULL);
        }
    }
    arena_reset(a);
    return 0;
}
