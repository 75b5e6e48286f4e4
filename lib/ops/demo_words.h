/*
 * demo_words.h - the words of which demo people, streets and towns are made.
 */
#ifndef KOREN_OPS_DEMO_WORDS_H
#define KOREN_OPS_DEMO_WORDS_H

#include "ops/demo_prng.h"

struct words {
    const char *const *list;
    unsigned count;
};

enum demo_origin { ORIGIN_DUTCH, ORIGIN_FRISIAN, ORIGIN_TURKISH, ORIGIN_MOROCCAN, ORIGIN_SURINAMESE, ORIGIN_EUROPEAN, ORIGIN_COUNT };

/* Given names. Dutch ones follow the fashion of their time: `born` is a year. */
const struct words *demo_given_names(enum demo_origin o, bool female, int born);
const struct words *demo_surnames(enum demo_origin o); /* with their prefix: "van der Meer" */

struct demo_town {
    const char *name;
    int postcode, postcodes; /* the first four digits: from, and how many */
    const char *area;        /* area code without the 0 */
};
const struct demo_town *demo_town(struct prng *p);

/* A foreign address: three lines, a country and a phone number's beginning. */
struct demo_foreign {
    const char *country, *street, *town, *region, *phone;
};
const struct demo_foreign *demo_foreign(struct prng *p);

extern const struct words demo_street_head; /* "Linden" */
extern const struct words demo_street_tail; /* "laan" */
extern const struct words demo_memberships;
extern const struct words demo_relationships;
extern const struct words demo_authors; /* colleagues who wrote notes */

const char *demo_pick(struct prng *p, const struct words *w);

#endif
