/*
 * Any FastCGI parameters and any body (lines NAME=VALUE, an empty line, the body) through a whole program without a database: one answer goes out,
 * with a status, its length and the security headers, whatever comes in. A transaction cannot begin, so what gets as far as that is answered 503.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/config.h"
#include "base/keys.h"
#include "base/log.h"
#include "db/db.h"
#include "fuzz.h"
#include "web/form.h"
#include "web/page.h"
#include "web/serve.h"
#include "web/site.h"
#include "web/templates.h"

#define ENV_MAX  40
#define PICTURES "hulp" /* a folder of static_dir that site.c wants */

static const struct route routes[] = {
    { GET, "/relaties/{nr}", PERM_RELATION_READ, fuzz_handler },
    { POST, "/relaties/{nr}", PERM_RELATION_EDIT, fuzz_handler },
    { GET, "/aanmelden", PERM_PUBLIC, fuzz_handler },
    { POST, "/aanmelden", PERM_PUBLIC, fuzz_handler },
    { 0 },
};

static const struct app app = { .program = "signin", .both_sites = true, .routes = routes };
static char folder[] = "/tmp/koren-fuzz-XXXXXX", no_socket[sizeof folder + 8];
static struct config config = {
    .controller = (char[]){ "fuzz" },
    .controller_name = (char[]){ "Fuzz" },
    .staff_url = (char[]){ "https://a.example" },
    .portal_url = (char[]){ "https://b.example" },
    .db_socket = no_socket,
    .db_name = (char[]){ "none" },
    .db_keys_name = (char[]){ "none" },
    .db_user_prefix = (char[]){ "koren_" },
    .template_dir = folder,
    .static_dir = folder,
    .db_password_dir = folder,
    .audit = true,
};
static struct keys keys;
static struct server server = { .app = &app, .config = &config, .keys = &keys };

static void write_file(const char *name, const char *text)
{
    char path[sizeof folder + 32];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "w");
    must(f != NULL && fputs(text, f) >= 0 && fclose(f) == 0);
}

static void clean(void)
{
    static const char *const names[] = { "fout.cs", "signin" };
    char path[sizeof folder + 32];

    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/" PICTURES, folder);
    rmdir(path);
    rmdir(folder);
}

static void open_once(void)
{
    char pictures[sizeof folder + 8];

    if (server.arena != NULL)
        return;
    must(mkdtemp(folder) != NULL);
    atexit(clean);
    snprintf(no_socket, sizeof no_socket, "%s/none", folder);
    snprintf(pictures, sizeof pictures, "%s/" PICTURES, folder);
    must(mkdir(pictures, 0700) == 0);
    write_file("fout.cs", "<h1><?cs var:Error.Title ?></h1><?cs each:k = Error.Kept ?><i><?cs var:k.Value ?></i><?cs /each ?>");
    write_file("signin", "x");
    log_threshold(LOG_ERROR + 1);
    server.arena = arena_new((size_t)16 << 20);
    server.db = db_open(&config, "signin");
    must(server.db != NULL && templates_open(folder, false) && site_open(&config));
}

struct memory {
    const char *s;
    size_t n;
};

static size_t read_memory(void *ctx, void *p, size_t n)
{
    struct memory *m = ctx;
    size_t one = m->n < n ? m->n : n;

    memcpy(p, m->s, one);
    m->s += one;
    m->n -= one;
    return one;
}

struct text {
    char *s;
    size_t n;
};

static void write_memory(void *ctx, const void *p, size_t n)
{
    struct text *t = ctx;

    t->s = realloc(t->s, t->n + n + 1);
    memcpy(t->s + t->n, p, n);
    t->n += n;
    t->s[t->n] = '\0';
}

static void judge(const struct text *t, bool head)
{
    const char *end = strstr(t->s, "\r\n\r\n"), *length = strstr(t->s, "\r\nContent-Length: ");

    must(strncmp(t->s, "Status: ", 8) == 0 && end != NULL && length != NULL && length < end);
    must(strstr(t->s, "X-Content-Type-Options: nosniff") != NULL);
    must(head || strtoul(length + 18, NULL, 10) == t->n - (size_t)(end + 4 - t->s));
    must(strstr(end, "<script") == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1), *env[ENV_MAX + 1], *line = text, *next;
    struct text out = { 0 };
    struct answer_sink sink = { .write = write_memory, .ctx = &out };
    struct memory body = { .s = "", .n = 0 };
    struct body_source in = { .read = read_memory, .ctx = &body };
    size_t count = 0;
    bool head = false;

    open_once();
    memcpy(text, data, size);
    text[size] = '\0';
    for (; line != NULL && count < ENV_MAX; line = next) {
        next = memchr(line, '\n', size - (size_t)(line - text));
        if (next != NULL)
            *next++ = '\0';
        if (*line == '\0') {
            if (next != NULL)
                body = (struct memory){ .s = next, .n = size - (size_t)(next - text) };
            break;
        }
        head = head || strcmp(line, "REQUEST_METHOD=HEAD") == 0;
        env[count++] = line;
    }
    env[count] = NULL;
    serve(&server, env, &in, &sink);
    must(out.s != NULL);
    judge(&out, head);
    free(out.s);
    free(text);
    return 0;
}
