#include "guard/password.h"

#include <string.h>
#include <zxcvbn.h>

#include "base/config.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "guard/place.h"

#define WORDS_MAX 64

/* zxcvbn packs the common passwords and names of the English-speaking world; these are the ones that Dutch people fall back on. */
static const char *const common_words[] = {
    "wachtwoord",   "welkom",   "geheim",    "vereniging", "stichting", "lente",     "zomer",      "herfst",    "winter",    "januari", "februari",
    "maart",        "april",    "augustus",  "september",  "oktober",   "november",  "juni",       "juli",      "december",  "maandag", "dinsdag",
    "woensdag",     "vrijdag",  "amsterdam", "rotterdam",  "utrecht",   "denhaag",   "holland",    "nederland", "feyenoord", "ajax",    "koren",
    "werktvoormij", "password", "korencrm",  "toegang",    "inloggen",  "aanmelden", "medewerker", "beheer",    "hallo",     "liefje",  "schatje",
};
#define COMMON_COUNT (sizeof common_words / sizeof common_words[0])

enum status password_check_length(struct problems *p, const char *field, enum site site, const char *password)
{
    size_t n = text_length(password), least = site == SITE_PORTAL ? PASSWORD_MIN_PORTAL : PASSWORD_MIN_STAFF;

    if (n < least)
        return invalidf(p, field, "Kies een wachtwoord van ten minste %zu tekens, bijvoorbeeld een zin van vier of meer woorden", least);
    if (n > PASSWORD_MAX)
        return invalidf(p, field, "Kies een wachtwoord van ten hoogste %d tekens", PASSWORD_MAX);
    return ST_OK;
}

enum status password_check(struct problems *p, const char *field, enum site site, const char *password, const char *const *words)
{
    const char *all[COMMON_COUNT + WORDS_MAX + 1];
    size_t n = 0;
    double bits;

    if (password_check_length(p, field, site, password) != ST_OK)
        return ST_INVALID;
    for (size_t i = 0; words != NULL && words[i] != NULL && n < WORDS_MAX; i++)
        if (text_length(words[i]) >= 3)
            all[n++] = words[i];
    for (size_t i = 0; i < COMMON_COUNT; i++)
        all[n++] = common_words[i];
    all[n] = NULL;
    bits = ZxcvbnMatch(password, all, NULL);
    if (bits < PASSWORD_BITS)
        return invalid(p, field,
                       "Dit wachtwoord is te makkelijk te raden: het lijkt op een bekend wachtwoord, een naam, een datum of een herhaling. "
                       "Kies een zin van vier of meer woorden die niet bij elkaar horen");
    return ST_OK;
}

/* Takes a place, derives, gives it back. */
static enum verdict derive(const struct config *c, const char *password, const uint8_t *salt, unsigned log2_n, unsigned p, uint8_t out[KEY_BYTES])
{
    int place = place_take(c->lock_dir, PASSWORD_PLACES, PASSWORD_WAIT);
    bool done;

    if (place < 0)
        return place == -1 ? PASSWORD_BUSY : PASSWORD_ERROR;
    done = scrypt_derive(password, strlen(password), salt, PASSWORD_SALT, log2_n, p, out);
    place_leave(place);
    if (!done)
        log_fact(LOG_ERROR, "scrypt_failed", "log2_n=%u p=%u", log2_n, p);
    return done ? PASSWORD_RIGHT : PASSWORD_ERROR;
}

enum verdict password_verify(const struct config *c, const struct credential *cred, const char *password)
{
    struct credential other = *cred;
    uint8_t hash[KEY_BYTES] = { 0 };
    enum verdict v;
    bool equal;

    if (!cred->there) {
        other.log2_n = (unsigned)c->scrypt_log2_n;
        other.p = (unsigned)c->scrypt_p;
    }
    /* A longer one was never accepted; it is not worth 128 MiB per megabyte sent. The work is done all the same. */
    v = derive(c, text_length(password) > PASSWORD_MAX ? "" : password, other.salt, other.log2_n, other.p, hash);
    if (v != PASSWORD_RIGHT)
        return v;
    equal = bytes_equal(hash, other.hash, KEY_BYTES);
    bytes_wipe(hash, sizeof hash);
    return equal && cred->there && password[0] != '\0' && text_length(password) <= PASSWORD_MAX ? PASSWORD_RIGHT : PASSWORD_WRONG;
}

bool password_outdated(const struct config *c, const struct credential *cred)
{
    return cred->there && ((uint64_t)cred->p << cred->log2_n) < ((uint64_t)c->scrypt_p << c->scrypt_log2_n);
}

enum status password_derive(const struct config *c, const char *password, struct credential *out)
{
    memset(out, 0, sizeof *out);
    out->log2_n = (unsigned)c->scrypt_log2_n;
    out->p = (unsigned)c->scrypt_p;
    random_bytes(out->salt, sizeof out->salt);
    switch (derive(c, password, out->salt, out->log2_n, out->p, out->hash)) {
    case PASSWORD_RIGHT:
        out->there = true;
        return ST_OK;
    case PASSWORD_BUSY:
        return ST_CONFLICT;
    default:
        return ST_FAILED;
    }
}
