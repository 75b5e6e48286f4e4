#include "model/vat.h"

#include <stdlib.h>
#include <string.h>

const struct vat_kind vat_kinds[] = {
    { "hoog", 21, NULL },
    { "laag", 9, NULL },
    { "nul", 0, NULL },
    { "vrijgesteld", 0, "Vrijgesteld van btw." },
    { "verlegd", 0, "Btw verlegd." },
    { 0 },
};

const struct vat_kind *vat_kind(const char *code)
{
    for (const struct vat_kind *k = vat_kinds; code && k->code; k++)
        if (strcmp(k->code, code) == 0)
            return k;
    return NULL;
}

static bool beyond(int64_t v, int64_t most)
{
    return v > most || v < -most;
}

/* a * b / c with c > 0, half away from zero. |a| is at most MONEY_MAX and b a percentage: far from what an int64_t holds. */
static int64_t share(int64_t a, int64_t b, int64_t c)
{
    int64_t twice = 2 * a * b;

    return twice >= 0 ? (twice + c) / (2 * c) : -((-twice + c) / (2 * c));
}

bool vat_line(int64_t quantity, int64_t price, int rate, int64_t *total, int64_t *vat)
{
    int64_t sum;

    if (beyond(quantity, QUANTITY_MAX) || beyond(price, MONEY_MAX) || rate < 0 || rate > 100)
        return false;
    if (__builtin_mul_overflow(quantity, price, &sum) || beyond(sum, MONEY_MAX))
        return false;
    *total = sum;
    *vat = share(sum, rate, 100 + rate);
    return true;
}

bool money_add(int64_t *sum, int64_t v)
{
    int64_t out;

    if (__builtin_add_overflow(*sum, v, &out) || beyond(out, MONEY_MAX))
        return false;
    *sum = out;
    return true;
}

int64_t money_part(int64_t amount, unsigned nth, unsigned parts)
{
    return share(amount, nth, parts) - share(amount, nth - 1, parts);
}
