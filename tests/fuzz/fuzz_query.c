/* Any bytes as a path and a query (a line each): refused, or a request whose links and redirects stay here. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/config.h"
#include "base/text.h"
#include "fuzz.h"
#include "web/head.h"
#include "web/words.h"

static const struct route routes[] = {
    { GET, "/", PERM_ACCOUNT, fuzz_handler },
    { GET, "/relaties", PERM_RELATION_READ, fuzz_handler },
    { GET, "/relaties/{nr}", PERM_RELATION_READ, fuzz_handler },
    { GET, "/relaties/{nr}/{lijst}/{id}", PERM_RELATION_READ, fuzz_handler },
    { 0 },
};

/* What words_url() makes of a value is read back as that value. */
static void round_trip(struct arena *a, const char *value)
{
    struct buf b = buf_in(a);
    struct params p;

    buf_puts(&b, "x=");
    words_url(&b, value);
    must(params_urlencoded(a, b.s, b.len, &p) == PARAMS_FINE && text_equal(param_get(&p, "x"), value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    static char staff[] = "https://a.example", portal[] = "https://b.example";
    static struct config config = { .staff_url = staff, .portal_url = portal };
    struct req r = { .config = &config };
    struct head h;
    bool other;
    char *text, *line;

    if (a == NULL)
        a = arena_new(0);
    r.arena = a;
    text = arena_strndup(a, (const char *)data, size);
    line = strchr(text, '\n');
    if (line != NULL)
        *line++ = '\0';
    {
        char *env[] = { (char[]){ "REQUEST_METHOD=GET" }, (char[]){ "KOREN_SITE=staff" }, arena_printf(a, "DOCUMENT_URI=%s", text),
                        arena_printf(a, "QUERY_STRING=%s", line == NULL ? "" : line), NULL };

        if (head_read(&r, env, &h) == 0) {
            must(r.path[0] == '/' && text_check(r.path, strlen(r.path), false) == TEXT_FINE);
            for (size_t i = 0; i < r.query.count; i++) {
                must(strpbrk(r.query.list[i].value, "\r\n\t") == NULL);
                round_trip(a, r.query.list[i].value);
            }
            if (route_match(routes, GET, r.path, &r, &other) != NULL)
                for (size_t i = 0; i < r.path_params.count; i++)
                    must(strpbrk(r.path_params.list[i].value, "/.%\"<> ") == NULL && strlen(r.path_params.list[i].value) <= 64);
            must(!path_own(r.path) || (r.path[1] != '/' && strpbrk(r.path, "\r\n\\ ") == NULL));
        }
    }
    arena_reset(a);
    return 0;
}
