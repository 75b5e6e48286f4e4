#include "web/head.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/random.h"
#include "base/text.h"
#include "web/site.h"

#define USER_AGENT_MAX 200

enum name { N_METHOD, N_PATH, N_QUERY, N_TYPE, N_LENGTH, N_ADDRESS, N_ID, N_SITE, N_COOKIE, N_ORIGIN, N_FETCH_SITE, N_AGENT, N_COUNT };

static const char *const names[N_COUNT] = {
    [N_METHOD] = "REQUEST_METHOD",
    [N_PATH] = "DOCUMENT_URI",
    [N_QUERY] = "QUERY_STRING",
    [N_TYPE] = "CONTENT_TYPE",
    [N_LENGTH] = "CONTENT_LENGTH",
    [N_ADDRESS] = "REMOTE_ADDR",
    [N_ID] = "REQUEST_ID",
    [N_SITE] = "KOREN_SITE",
    [N_COOKIE] = "HTTP_COOKIE",
    [N_ORIGIN] = "HTTP_ORIGIN",
    [N_FETCH_SITE] = "HTTP_SEC_FETCH_SITE",
    [N_AGENT] = "HTTP_USER_AGENT",
};

struct values {
    const char *v[N_COUNT]; /* never NULL after collect() */
    bool twice;
};

static void collect(char *const *env, struct values *out)
{
    *out = (struct values){ 0 };
    for (; *env != NULL; env++) {
        const char *equals = strchr(*env, '=');

        for (int i = 0; equals != NULL && i < N_COUNT; i++) {
            size_t n = strlen(names[i]);

            if ((size_t)(equals - *env) != n || memcmp(*env, names[i], n) != 0)
                continue;
            out->twice = out->twice || out->v[i] != NULL;
            out->v[i] = equals + 1;
        }
    }
    for (int i = 0; i < N_COUNT; i++)
        if (out->v[i] == NULL)
            out->v[i] = "";
}

static void read_id(struct req *r, const char *id)
{
    if (strlen(id) == sizeof r->who.request - 1 && id[strspn(id, "0123456789abcdef")] == '\0')
        memcpy(r->who.request, id, sizeof r->who.request);
    else
        random_name(r->who.request);
}

static void read_address(struct req *r, const char *address)
{
    if (strlen(address) < sizeof r->who.address && address[strspn(address, "0123456789abcdefABCDEF.:")] == '\0')
        snprintf(r->who.address, sizeof r->who.address, "%s", address);
}

static enum method read_method(const char *s, bool *without_body)
{
    *without_body = strcmp(s, "HEAD") == 0;
    if (*without_body || strcmp(s, "GET") == 0)
        return GET;
    return strcmp(s, "POST") == 0 ? POST : METHOD_NONE;
}

/* "" is -1; digits only, no sign, no second value. False when it is neither. */
static bool read_length(const char *s, long long *out)
{
    long n;

    *out = -1;
    if (s[0] == '\0')
        return true;
    if (s[strspn(s, "0123456789")] != '\0' || !text_to_long(s, 0, LONG_MAX, &n))
        return false;
    *out = n;
    return true;
}

static enum body_kind read_kind(const char *type)
{
    static const char form[] = "application/x-www-form-urlencoded", multipart[] = "multipart/form-data";
    size_t n = strcspn(type, "; \t");

    if (n == sizeof form - 1 && strncasecmp(type, form, n) == 0)
        return BODY_FORM;
    if (n == sizeof multipart - 1 && strncasecmp(type, multipart, n) == 0)
        return BODY_MULTIPART;
    return BODY_OTHER;
}

/*
 * Whether our own page sent it, as far as the browser tells. Sec-Fetch-Site is decisive where it is given. A browser under our Referrer-Policy
 * (no-referrer) writes `Origin: null` even for our own forms (Fetch, "append a request Origin header"), so null proves nothing either way; the token
 * decides then.
 */
static bool read_fresh(const struct req *r, const char *fetch_site, const char *origin)
{
    if (fetch_site[0] != '\0' && strcmp(fetch_site, "same-origin") != 0 && strcmp(fetch_site, "none") != 0)
        return false;
    if (origin[0] == '\0' || strcmp(origin, "null") == 0)
        return true;
    return strcmp(origin, site_origin(r->config, r->who.site)) == 0;
}

static int read_path(struct req *r, const char *path)
{
    r->path = "/";
    if (path[0] != '/' || text_check(path, strlen(path), false) != TEXT_FINE)
        return 400;
    if (strlen(path) > QUERY_MAX)
        return 414;
    r->path = arena_strdup(r->arena, path);
    return 0;
}

static int read_query(struct req *r, const char *query)
{
    size_t n = strlen(query);

    if (n > QUERY_MAX)
        return 414;
    if (params_urlencoded(r->arena, query, n, &r->query) != PARAMS_FINE)
        return 400;
    /* What fits in a form of several lines does not in an address. */
    for (size_t i = 0; i < r->query.count; i++)
        if (strpbrk(r->query.list[i].value, "\t\n\r") != NULL)
            return 400;
    return 0;
}

static int read_body_head(const struct values *v, struct head *out)
{
    if (!read_length(v->v[N_LENGTH], &out->length))
        return 400;
    if (out->method != POST)
        return out->length > 0 ? 400 : 0;
    if (out->length < 0)
        return 400;
    out->body = read_kind(out->content_type);
    return 0;
}

int head_read(struct req *r, char *const *env, struct head *out)
{
    struct values v;
    int refused;

    *out = (struct head){ 0 };
    collect(env, &v);
    read_id(r, v.v[N_ID]);
    read_address(r, v.v[N_ADDRESS]);
    r->who.site = strcmp(v.v[N_SITE], "portal") == 0 ? SITE_PORTAL : SITE_STAFF;
    refused = read_path(r, v.v[N_PATH]);
    r->user_agent = "";
    if (refused != 0)
        return refused;
    if (v.twice || (strcmp(v.v[N_SITE], "portal") != 0 && strcmp(v.v[N_SITE], "staff") != 0))
        return 400;
    if (text_check(v.v[N_AGENT], strlen(v.v[N_AGENT]), false) == TEXT_FINE && text_length(v.v[N_AGENT]) <= USER_AGENT_MAX)
        r->user_agent = arena_strdup(r->arena, v.v[N_AGENT]);
    r->fresh = read_fresh(r, v.v[N_FETCH_SITE], v.v[N_ORIGIN]);
    out->content_type = arena_strdup(r->arena, v.v[N_TYPE]);
    out->method = read_method(v.v[N_METHOD], &out->without_body);
    if (out->method == METHOD_NONE)
        return 405;
    if (params_cookies(r->arena, v.v[N_COOKIE], strlen(v.v[N_COOKIE]), &r->cookies) != PARAMS_FINE)
        return 400;
    refused = read_query(r, v.v[N_QUERY]);
    return refused != 0 ? refused : read_body_head(&v, out);
}
