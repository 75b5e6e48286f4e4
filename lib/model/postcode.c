#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "model/check.h"
#include "model/letters.h"

char *postcode_parse(struct arena *a, const char *typed)
{
    char *s = letters_unspaced(a, typed);

    if (strlen(s) != 6 || s[0] < '1' || s[0] > '9')
        return NULL;
    for (int i = 1; i < 4; i++)
        if (!isdigit((unsigned char)s[i]))
            return NULL;
    for (int i = 4; i < 6; i++) {
        if (!isalpha((unsigned char)s[i]))
            return NULL;
        s[i] = (char)toupper((unsigned char)s[i]);
    }
    return s;
}

bool postcode_unlikely(const char *postcode)
{
    const char *letters = postcode + 4;

    return strcmp(letters, "SA") == 0 || strcmp(letters, "SD") == 0 || strcmp(letters, "SS") == 0;
}
