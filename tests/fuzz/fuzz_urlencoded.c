/* Any bytes as a form: refused, or names and values that are clean text within the limits. */
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
    enum param_fault fault;

    if (a == NULL)
        a = arena_new(0);
    fault = params_urlencoded(a, (const char *)data, size, &p);
    must(fault != PARAMS_FINE || size <= FORM_MAX);
    must(p.count <= PARAMS_MAX);
    for (size_t i = 0; fault == PARAMS_FINE && i < p.count; i++) {
        const struct param *one = &p.list[i];

        must(params_check_name(one->name, strlen(one->name)) == PARAMS_FINE);
        must(text_check(one->value, strlen(one->value), true) == TEXT_FINE);
        must(text_equal(text_clean(a, one->value), one->value));
        must(param_times(&p, one->name) >= 1 && param_get(&p, one->name) != NULL);
    }
    arena_reset(a);
    return 0;
}
