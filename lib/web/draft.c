#include "web/draft.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/crypto.h"
#include "base/keys.h"

static const char *place(struct req *r)
{
    return req_printf(r, "draft:%llu:%s", (unsigned long long)r->who.user_id, r->path);
}

/* The token is another after signing in, and what is restored has to be checked and confirmed anew. */
static bool passing(const char *name)
{
    return strcmp(name, "csrf") == 0 || strcmp(name, "bevestig") == 0;
}

bool draft_keep(struct req *r)
{
    struct buf b = buf_in(r->arena);
    uint8_t *sealed;
    char *text;
    size_t n;

    for (size_t i = 0; i < r->form.count; i++) {
        const struct param *p = &r->form.list[i];

        if (passing(p->name))
            continue;
        buf_put(&b, p->name, strlen(p->name) + 1);
        buf_put(&b, p->value, strlen(p->value) + 1);
    }
    sealed = seal(r->arena, r->m.keys->key[KEY_FORM], place(r), b.s, b.len, &n);
    if (n > DRAFT_MAX)
        return false;
    text = arena_alloc(r->arena, 2 * n + 1);
    hex_encode(sealed, n, text);
    set_cookie(r, DRAFT_COOKIE, text, DRAFT_SECONDS);
    return true;
}

/* "name\0value\0..." as fields; *p has one more byte, a NUL. */
static void fields_read(struct req *r, const char *p, size_t n)
{
    const char *end = p + n;
    size_t count = 0;

    for (const char *at = p; at < end; at += strlen(at) + 1)
        count++;
    r->form = (struct params){ .list = arena_array(r->arena, count / 2 + 1, sizeof *r->form.list) };
    for (size_t i = 0; i < count / 2; i++) {
        struct param *one = &r->form.list[r->form.count++];

        one->name = p;
        p += strlen(p) + 1;
        one->value = p;
        p += strlen(p) + 1;
    }
}

bool draft_take(struct req *r)
{
    const char *text = req_cookie(r, DRAFT_COOKIE);
    size_t n = text == NULL ? 0 : strlen(text) / 2, plain_n;
    uint8_t *sealed, *plain;

    if (n == 0 || n > DRAFT_MAX)
        return false;
    sealed = arena_alloc(r->arena, n);
    if (!hex_decode(text, sealed, n))
        return false;
    plain = unseal(r->arena, r->m.keys->key[KEY_FORM], place(r), sealed, n, &plain_n);
    if (plain == NULL)
        return false;
    set_cookie(r, DRAFT_COOKIE, "", -1);
    fields_read(r, (const char *)plain, plain_n);
    return true;
}
