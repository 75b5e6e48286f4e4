#include "signin.h"

#include <string.h>

/* What the work of the present request came to. */
static struct {
    char request[33];
    bool verified, derived;
    enum verdict verdict;
    struct credential cred, fresh;
} done;

static void work_begin(const struct req *r)
{
    if (strcmp(done.request, r->who.request) == 0)
        return;
    memset(&done, 0, sizeof done);
    memcpy(done.request, r->who.request, sizeof done.request);
}

enum verdict work_verify(struct req *r, const struct credential *cred, const char *password)
{
    work_begin(r);
    if (!done.verified || memcmp(&done.cred, cred, sizeof *cred) != 0) {
        done.verdict = password_verify(r->config, cred, password);
        done.cred = *cred;
        done.verified = true;
    }
    return done.verdict;
}

enum status work_derive(struct req *r, const char *password, struct credential *out)
{
    enum status s;

    work_begin(r);
    if (!done.derived) {
        s = password_derive(r->config, password, &done.fresh);
        if (s != ST_OK)
            return s;
        done.derived = true;
    }
    *out = done.fresh;
    return ST_OK;
}
