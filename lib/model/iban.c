#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "model/check.h"
#include "model/letters.h"
#include "model/mod97.h"

/* Country and length of its IBANs (ISO 13616 registry), by country. */
static const char lengths[] =
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 "
    "FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 "
    "MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 "
    "SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 ";

/* 0 for a country without IBANs. */
static size_t country_length(const char *iban)
{
    for (const char *c = lengths; *c; c += 5)
        if (strncmp(c, iban, 2) == 0)
            return (size_t)(c[2] - '0') * 10 + (size_t)(c[3] - '0');
    return 0;
}

unsigned mod97(const char *s, size_t n)
{
    unsigned rest = 0;

    for (size_t i = 0; i < n; i++) {
        char c = s[(i + 4) % n];

        rest = isdigit((unsigned char)c) ? (rest * 10 + (unsigned)(c - '0')) % 97 : (rest * 100 + (unsigned)(c - 'A') + 10) % 97;
    }
    return rest;
}

static bool dutch_account(const char *bban)
{
    for (int i = 0; i < 14; i++)
        if (!(i < 4 ? isalpha((unsigned char)bban[i]) : isdigit((unsigned char)bban[i])))
            return false;
    return true;
}

char *iban_parse(struct arena *a, const char *typed)
{
    char *s = letters_unspaced(a, typed);
    size_t n = strlen(s);

    for (size_t i = 0; i < n; i++) {
        if (!isalnum((unsigned char)s[i]))
            return NULL;
        s[i] = (char)toupper((unsigned char)s[i]);
    }
    if (n < 15 || n != country_length(s) || !isdigit((unsigned char)s[2]) || !isdigit((unsigned char)s[3]))
        return NULL;
    if (strncmp(s, "NL", 2) == 0 && !dutch_account(s + 4))
        return NULL;
    return mod97(s, n) == 1 ? s : NULL;
}

const char *iban_show(struct arena *a, const char *iban)
{
    struct buf b = buf_in(a);

    for (size_t i = 0; iban[i]; i++) {
        if (i > 0 && i % 4 == 0)
            buf_putc(&b, ' ');
        buf_putc(&b, iban[i]);
    }
    return b.s;
}

bool creditor_id_valid(const char *s)
{
    char checked[36];
    size_t n = strlen(s);

    if (n < 9 || n > 35 || strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != n)
        return false;
    if (!isalpha((unsigned char)s[0]) || !isalpha((unsigned char)s[1]) || !isdigit((unsigned char)s[2]) || !isdigit((unsigned char)s[3]))
        return false;
    if (strncmp(s, "NL", 2) == 0 && (n != 19 || strspn(s + 7, "0123456789") != 12))
        return false;
    memcpy(checked, s, 4);
    memcpy(checked + 4, s + 7, n - 7 + 1);
    return mod97(checked, n - 3) == 1;
}
