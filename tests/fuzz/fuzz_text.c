/* Any bytes: refused, or clean and foldable without surprise. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "fuzz.h"

static bool fine(const char *s)
{
    return text_check(s, strlen(s), true) == TEXT_FINE;
}

static void accepted(struct arena *a, const char *s)
{
    const char *clean = text_clean(a, s), *fold = text_fold(a, s), *lower = text_lower(a, s);

    must(fine(clean) && strchr(clean, '\r') == NULL && text_equal(text_clean(a, clean), clean));
    must(fine(fold) && text_equal(text_fold(a, fold), fold) && text_equal(text_fold(a, clean), fold));
    must(strstr(fold, "  ") == NULL && !text_starts(fold, " ") && !text_ends(fold, " "));
    must(fine(lower) && text_length(lower) == text_length(s));
}

/* What takes any text has to live with text that never passed text_check(). */
static void any(struct arena *a, const char *s)
{
    char again[CLOCK_TEXT];
    const char *quoted = log_quote(s);
    struct date d, e;
    int64_t t;

    text_clean(a, s);
    text_fold(a, s);
    text_lower(a, s);
    must(text_check(quoted, strlen(quoted), false) == TEXT_FINE && strlen(quoted) <= 200);
    if (date_parse(s, &d))
        must(date_valid(d) && date_parse(date_text(a, d), &e) && date_compare(d, e) == 0);
    if (clock_parse_sql(s, &t)) {
        int64_t u;

        must(clock_parse_sql(clock_sql(t, again), &u) && t == u);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(0);
    char *s = arena_strndup(a, (const char *)data, size);

    if (text_check(s, size, true) == TEXT_FINE)
        accepted(a, s);
    any(a, s);
    arena_free(a);
    return 0;
}
