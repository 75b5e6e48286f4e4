#include <string.h>

#include "base/arena.h"
#include "model/check.h"
#include "model/letters.h"

/* 9a + 8b + 7c + 6d + 5e + 4f + 3g + 2h - i is a multiple of 11 (the elfproef of the BSN). */
static bool eleven_test(const char *s)
{
    int sum = -(s[8] - '0');

    for (int i = 0; i < 8; i++)
        sum += (9 - i) * (s[i] - '0');
    return sum % 11 == 0;
}

char *bsn_parse(struct arena *a, const char *typed)
{
    char *s = letters_unspaced(a, typed);
    size_t n = strlen(s);

    if ((n != 8 && n != 9) || strspn(s, "0123456789") != n)
        return NULL;
    if (n == 8)
        s = arena_printf(a, "0%s", s);
    return strcmp(s, "000000000") != 0 && eleven_test(s) ? s : NULL;
}
