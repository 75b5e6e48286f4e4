#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "model/check.h"

#define EMAIL_MAX  254
#define LOCAL_MAX  64
#define DOMAIN_MAX 253
#define LABEL_MAX  63

/* A dot-atom of RFC 5322, section 3.2.3. Quoted local parts exist on paper only, and are a way to hide things. */
static bool local_part(const char *s, size_t n)
{
    if (n == 0 || n > LOCAL_MAX || s[0] == '.' || s[n - 1] == '.')
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!isalnum((unsigned char)s[i]) && !strchr("!#$%&'*+-/=?^_`{|}~.", s[i]))
            return false;
        if (s[i] == '.' && s[i + 1] == '.')
            return false;
    }
    return true;
}

static bool label(const char *s, size_t n)
{
    if (n == 0 || n > LABEL_MAX || s[0] == '-' || s[n - 1] == '-')
        return false;
    for (size_t i = 0; i < n; i++)
        if (!isalnum((unsigned char)s[i]) && s[i] != '-')
            return false;
    return true;
}

/* Labels with at least one dot between them; the last is no number, so that an IP address is none. */
static bool domain(const char *s)
{
    size_t labels = 0;

    if (strlen(s) > DOMAIN_MAX)
        return false;
    for (;;) {
        size_t n = strcspn(s, ".");

        if (!label(s, n))
            return false;
        labels++;
        if (s[n] == '\0')
            return labels > 1 && n > 1 && strspn(s, "0123456789") < n;
        s += n + 1;
    }
}

char *email_parse(struct arena *a, const char *typed)
{
    char *s = text_clean(a, typed);
    char *at = strrchr(s, '@');

    if (!at || strlen(s) > EMAIL_MAX || !local_part(s, (size_t)(at - s)) || !domain(at + 1))
        return NULL;
    for (char *c = at; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return s;
}
