/* Any bytes as a bank statement: refused, or entries that are within what the rest relies on. */
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "fuzz.h"
#include "ops/camt053.h"

static bool clean(const char *s)
{
    return s != NULL && text_check(s, strlen(s), false) == TEXT_FINE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(0);
    struct problems p = problems_in(a);
    struct bank_entry *list;
    struct date d;
    size_t count;
    enum status st = camt053_read(a, &p, (const char *)data, size, &list, &count);

    must(st == ST_OK || (st == ST_INVALID && problem_for(&p, "bestand") != NULL));
    must(count <= CAMT_ENTRIES);
    for (size_t i = 0; i < count; i++) {
        must(strlen(list[i].ref) < CAMT_REF && text_length(list[i].ref) == strlen(list[i].ref));
        must(date_parse(list[i].booked_on, &d) && date_valid(d) && date_full(d));
        must(clean(list[i].end_to_end) && clean(list[i].iban) && clean(list[i].name) && clean(list[i].text));
    }
    arena_free(a);
    return 0;
}
