/*
 * demo_prng.h - numbers that look random and are the same each time: splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators,
 * OOPSLA 2014). For invented people only; keys and tokens come from base/random.h.
 */
#ifndef KOREN_OPS_DEMO_PRNG_H
#define KOREN_OPS_DEMO_PRNG_H

#include <stdbool.h>
#include <stdint.h>

struct prng {
    uint64_t state;
};

static inline uint64_t prng_next(struct prng *p)
{
    uint64_t z = (p->state += 0x9E3779B97F4A7C15u);

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* 0..below-1. The bias of the multiplication is of no matter here. */
static inline unsigned prng_below(struct prng *p, unsigned below)
{
    return (unsigned)(((prng_next(p) >> 32) * below) >> 32);
}

/* from..to, both included. */
static inline int prng_between(struct prng *p, int from, int to)
{
    return from + (int)prng_below(p, (unsigned)(to - from + 1));
}

static inline bool prng_percent(struct prng *p, unsigned percent)
{
    return prng_below(p, 100) < percent;
}

/* Each relation and each kind of its parts has a stream of its own, so that one can be made without the other. */
static inline struct prng prng_stream(uint64_t seed, unsigned relation, unsigned stream)
{
    struct prng p = { .state = seed ^ (((uint64_t)relation << 8) + stream) * 0xD1342543DE82EF95u };

    prng_next(&p);
    return p;
}

#endif
