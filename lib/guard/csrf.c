#include "guard/session.h"

#include <string.h>

#include "base/keys.h"

#define BINDING_MAX 64

void csrf_token(const struct keys *k, const uint8_t *binding, size_t n, char out[TOKEN_TEXT])
{
    uint8_t text[4 + BINDING_MAX] = "csrf", mac[HASH_BYTES];

    if (n > BINDING_MAX)
        n = BINDING_MAX;
    if (n > 0)
        memcpy(text + 4, binding, n);
    hash_hmac(k->key[KEY_FORM], text, 4 + n, mac);
    token_encode(mac, out);
}

bool csrf_check(const struct keys *k, const uint8_t *binding, size_t n, const char *token)
{
    char right[TOKEN_TEXT];

    csrf_token(k, binding, n, right);
    return token != NULL && strlen(token) == TOKEN_TEXT - 1 && bytes_equal(right, token, TOKEN_TEXT - 1);
}
