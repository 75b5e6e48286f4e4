#include "web/token.h"

#include <string.h>

#include "base/arena.h"
#include "base/keys.h"
#include "base/random.h"
#include "guard/session.h"
#include "web/answer.h"
#include "web/route.h"

/* The cookie's text when it is one of ours by its form. */
static const char *browser(struct req *r)
{
    const char *value = req_cookie(r, TOKEN_COOKIE);

    return value != NULL && strlen(value) == TOKEN_TEXT - 1 ? value : NULL;
}

void token_prepare(struct req *r)
{
    char *token = arena_alloc(r->arena, TOKEN_TEXT);
    const char *binding;

    if (r->who.user_id != 0) {
        csrf_token(r->m.keys, r->who.session, sizeof r->who.session, token);
    } else {
        binding = browser(r);
        if (binding == NULL) {
            char *fresh = arena_alloc(r->arena, TOKEN_TEXT);

            random_token(fresh);
            set_cookie(r, TOKEN_COOKIE, fresh, 0);
            binding = fresh;
        }
        csrf_token(r->m.keys, (const uint8_t *)binding, strlen(binding), token);
    }
    r->page->token = token;
}

bool token_right(struct req *r)
{
    const char *token = param_times(&r->form, "csrf") == 1 ? param_get(&r->form, "csrf") : NULL;
    const char *binding = browser(r);

    if (!r->fresh || token == NULL)
        return false;
    if (r->who.user_id != 0 && csrf_check(r->m.keys, r->who.session, sizeof r->who.session, token))
        return true;
    /* A page from before signing in may be sent once somebody has signed in in another window; only pages for everybody. */
    if (r->who.user_id != 0 && r->route->perm != PERM_PUBLIC)
        return false;
    return binding != NULL && csrf_check(r->m.keys, (const uint8_t *)binding, strlen(binding), token);
}
