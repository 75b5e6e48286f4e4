#include "base/random.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/crypto.h"
#include "base/log.h"

#define EXIT_INTERNAL 70 /* EX_SOFTWARE of sysexits.h */

void random_bytes(void *p, size_t n)
{
    unsigned char *to = p;

    while (n > 0) {
        ssize_t got = getrandom(to, n, 0);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            log_fact(LOG_ERROR, "random_failed", "errno=%d", errno);
            exit(EXIT_INTERNAL);
        }
        to += got;
        n -= (size_t)got;
    }
}

uint32_t random_below(uint32_t below)
{
    uint32_t value, unfair;

    if (below < 2)
        return 0;
    /* 2^32 modulo `below`: the values under it would make some answers likelier than others, so they are thrown away. */
    unfair = (0u - below) % below;
    do
        random_bytes(&value, sizeof value);
    while (value < unfair);
    return value % below;
}

void random_digits(char *out, unsigned digits)
{
    for (unsigned i = 0; i < digits; i++)
        out[i] = (char)('0' + random_below(10));
    out[digits] = '\0';
}

void token_encode(const uint8_t raw[TOKEN_BYTES], char out[TOKEN_TEXT])
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char *to = out;

    for (size_t i = 0; i < TOKEN_BYTES; i += 3) {
        uint32_t group = (uint32_t)raw[i] << 16 | (uint32_t)raw[i + 1] << 8 | (i + 2 < TOKEN_BYTES ? raw[i + 2] : 0);

        for (int shift = 18; shift >= 0 && to < out + TOKEN_TEXT - 1; shift -= 6)
            *to++ = alphabet[group >> shift & 63];
    }
    *to = '\0';
}

void random_token(char out[TOKEN_TEXT])
{
    uint8_t raw[TOKEN_BYTES];

    random_bytes(raw, sizeof raw);
    token_encode(raw, out);
    bytes_wipe(raw, sizeof raw);
}

void random_name(char out[33])
{
    uint8_t raw[16];

    random_bytes(raw, sizeof raw);
    hex_encode(raw, sizeof raw, out);
}
