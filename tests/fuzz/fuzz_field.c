/* Whatever is typed in whatever field: refused with words, or a canonical value that fits, shows and is taken again as the same. And as a search. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "fuzz.h"
#include "model/check.h"
#include "model/media.h"
#include "model/relation_search.h"

static const struct field *pick(uint8_t n)
{
    static const struct entity *const of[] = { &relation_entity, &contact_entity, &membership_entity, &note_entity, &invoice_line_entity };
    size_t all = 0, k;

    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        all += of[i]->count;
    k = n % all;
    for (size_t i = 0;; i++) {
        if (k < of[i]->count)
            return &of[i]->fields[k];
        k -= of[i]->count;
    }
}

static void accepted(struct arena *a, const struct field *f, const char *value)
{
    struct problems p = problems_in(a);
    const char *again, *typed = field_typed(f, a, value);

    must(text_check(value, strlen(value), f->type == F_LINES) == TEXT_FINE && *value);
    must(f->type == F_MONEY || text_length(value) <= f->max);
    must(*field_show(f, a, value) && *typed && *field_masked(f, a, value));
    field_remark(f, value);
    must(field_check(f, a, &p, typed, &again) == ST_OK && text_equal(again, value));
}

/* A range that ends before it begins, or a wildcard of the writer's own, would find the wrong people. */
static void searched(struct arena *a, const char *s)
{
    struct model m = { .arena = a };
    struct relation_query q = { .text = s };
    struct search readings[SEARCH_READINGS];

    search_read(&m, &q, readings);
    for (size_t i = 0; i < SEARCH_READINGS && readings[i].kind != SEARCH_NONE; i++) {
        const struct search *r = &readings[i];

        must(r->understood != NULL);
        must(!r->from || strcmp(r->from, r->to) < 0);
        must(!r->born || strcmp(r->born, r->born_to) < 0);
        must(!r->given || strcspn(r->given, "%_") == strlen(r->given) - 1);
        must(!r->initials || strcspn(r->initials, "%_") + (*r->initials != '\0') == strlen(r->initials));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(0);
    const struct field *f = pick(size ? data[0] : 0);
    const char *value, *s = size ? arena_strndup(a, (const char *)data + 1, size - 1) : "";
    struct problems p = problems_in(a);

    media_agrees(s, data, size);
    if (text_check(s, strlen(s), true) == TEXT_FINE) {
        enum status st = field_check(f, a, &p, s, &value);

        must(st == ST_OK || (st == ST_INVALID && !value && problem_for(&p, f->xml)));
        if (st == ST_OK && value)
            accepted(a, f, value);
        searched(a, s);
    }
    arena_free(a);
    return 0;
}
