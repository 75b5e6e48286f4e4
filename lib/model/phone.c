#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "model/check.h"
#include "model/letters.h"

static bool digits_only(const char *s)
{
    return s[strspn(s, "0123456789")] == '\0';
}

/* What follows +31: 6[1-58] and 7 digits, [1-57] and 8 digits, 8[458] and 7 digits, or a machine's 970 and 8 digits. */
static bool dutch(const char *s)
{
    size_t n = strlen(s);

    if (strncmp(s, "970", 3) == 0 && n == 11)
        return true;
    if (n != 9)
        return false;
    if (s[0] == '6')
        return strchr("123458", s[1]) != NULL;
    if (s[0] == '8')
        return strchr("458", s[1]) != NULL;
    return strchr("123457", s[0]) != NULL;
}

static char *as_dutch(struct arena *a, const char *national)
{
    if (*national == '0') /* +31 (0)6 ... */
        national++;
    return dutch(national) ? arena_printf(a, "+31%s", national) : NULL;
}

char *phone_parse(struct arena *a, const char *typed)
{
    char *s = letters_unspaced(a, typed);
    bool international = false;

    if (*s == '+') {
        international = true;
        s++;
    } else if (strncmp(s, "00", 2) == 0) {
        international = true;
        s += 2;
    }
    if (*s == '\0' || !digits_only(s))
        return NULL;
    if (!international && (*s == '0' || strncmp(s, "970", 3) == 0))
        return as_dutch(a, s);
    if (strncmp(s, "31", 2) == 0)
        return as_dutch(a, s + 2);
    if (!international || *s == '0' || strlen(s) < 7 || strlen(s) > 15) /* E.164 */
        return NULL;
    return arena_printf(a, "+%s", s);
}

/* Area codes of two digits (after the 0); all others have three. */
static bool short_area(const char *national)
{
    static const char codes[] = "10 13 15 20 23 24 26 30 33 35 36 38 40 43 45 46 50 53 55 58 70 71 72 73 74 75 76 77 78 79 84 85 88 ";

    for (const char *c = codes; *c; c += 3)
        if (strncmp(national, c, 2) == 0)
            return true;
    return false;
}

const char *phone_show(struct arena *a, const char *phone)
{
    const char *national = phone + 3;
    int area;

    if (strncmp(phone, "+31", 3) != 0 || !dutch(national))
        return phone;
    if (strlen(national) == 11)
        area = 3;
    else if (*national == '6')
        area = 1;
    else
        area = short_area(national) ? 2 : 3;
    return arena_printf(a, "+31 %.*s %s", area, national, national + area);
}
