#include "web/templates.h"

#include <ClearSilver.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "web/tree.h"

#define NAME_MAX_BYTES 64
#define FILES_MAX      16                /* one template includes at most this many */
#define TEMPLATES_MAX  96                /* in one process */
#define FILE_MAX       ((off_t)1 << 20)  /* bytes of a template */
#define OUTPUT_MAX     ((size_t)8 << 20) /* bytes of a page; ours are far below 1 MiB */

struct source {
    char name[NAME_MAX_BYTES];
    struct timespec changed;
};

struct template
{
    char name[NAME_MAX_BYTES];
    CSPARSE *parse; /* NULL: to be parsed */
    struct source sources[FILES_MAX];
    size_t count;
    int64_t looked; /* at the times of the sources */
};

static struct {
    int folder;
    bool development;
    struct template list[TEMPLATES_MAX];
    size_t count;
    char *out; /* grows to the largest page and stays */
    size_t out_n, out_cap;
} all = { .folder = -1 };

/* ---- reading ---- */

static bool name_fine(const char *name)
{
    if (name[0] == '\0' || name[0] == '/' || name[0] == '.' || strlen(name) >= NAME_MAX_BYTES || strstr(name, "..") != NULL)
        return false;
    return name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./")] == '\0';
}

/* The whole file with a NUL after it, from malloc, as ClearSilver wants it. NULL with errno. */
static char *read_whole(const char *name, struct timespec *changed)
{
    int fd = openat(all.folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat st;
    char *text = NULL;
    ssize_t got = -1;

    if (fd < 0)
        return NULL;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size < FILE_MAX) {
        text = malloc((size_t)st.st_size + 1);
        if (text != NULL)
            got = read(fd, text, (size_t)st.st_size);
    }
    close(fd);
    if (got < 0 || got != st.st_size) {
        free(text);
        return NULL;
    }
    text[got] = '\0';
    *changed = st.st_mtim;
    return text;
}

static NEOERR *load(void *ctx, HDF *hdf, const char *name, char **contents)
{
    struct template *t = ctx;
    struct source *s;

    (void)hdf;
    if (!name_fine(name))
        return nerr_raise(NERR_NOT_FOUND, "refused name");
    if (t->count == FILES_MAX)
        return nerr_raise(NERR_OUTOFRANGE, "too many files");
    s = &t->sources[t->count];
    *contents = read_whole(name, &s->changed);
    if (*contents == NULL)
        return nerr_raise(NERR_NOT_FOUND, "%s: %s", name, strerror(errno));
    memcpy(s->name, name, strlen(name) + 1);
    t->count++;
    return STATUS_OK;
}

/* ---- errors ---- */

/* Logs and forgets. Names and positions in templates only: no value of a page gets into ClearSilver's messages of these kinds. */
static bool judge(NEOERR *err, const char *name)
{
    STRING text;

    if (err == STATUS_OK)
        return true;
    if (err == INTERNAL_ERR) {
        log_fact(LOG_ERROR, "template_fault", "name=%s memory=none", log_quote(name));
        return false;
    }
    string_init(&text);
    nerr_error_string(err, &text);
    log_fact(LOG_ERROR, "template_fault", "name=%s why=%s", log_quote(name), log_quote(text.buf == NULL ? "" : text.buf));
    string_clear(&text);
    nerr_ignore(&err);
    return false;
}

/* ---- parsing ---- */

static void forget(struct template *t)
{
    if (t->parse != NULL)
        cs_destroy(&t->parse);
    t->parse = NULL;
    t->count = 0;
}

static NEOERR *parse_with(struct template *t, HDF *hdf)
{
    NEOERR *err = cs_init(&t->parse, hdf);

    if (err != STATUS_OK)
        return nerr_pass(err);
    cs_register_fileload(t->parse, t, load);
    return nerr_pass(cs_parse_file(t->parse, t->name));
}

/* ClearSilver's parser does not look at every malloc(): where one failed it may leave a piece of the page out and say nothing. malloc() itself says
 * it in errno, which nothing that succeeds sets back. */
static bool starved(const char *name)
{
    if (errno != ENOMEM)
        return false;
    log_fact(LOG_ERROR, "template_fault", "name=%s memory=none", log_quote(name));
    return true;
}

static bool parse(struct template *t)
{
    /* Config.VarEscapeMode is read once, when the parse is made, and goes with every include. Made by hand, as trees are (tree.c). */
    static char config_name[] = "Config", mode_name[] = "VarEscapeMode", html[] = "html", none[] = "none";
    HDF mode = { .name = mode_name, .name_len = sizeof mode_name - 1, .value = text_starts(t->name, "mail/") ? none : html };
    HDF config = { .name = config_name, .name_len = sizeof config_name - 1, .child = &mode };
    HDF top = { .child = &config };
    bool ok;

    top.top = mode.top = config.top = &top;
    errno = 0;
    ok = judge(parse_with(t, &top), t->name) && !starved(t->name);
    if (t->parse != NULL)
        t->parse->hdf = NULL;
    if (!ok)
        forget(t);
    return ok;
}

/* In development; at most four times a second, which nobody who edits a file can tell from always. */
static bool changed(struct template *t)
{
    int64_t now = clock_ticks();
    struct stat st;

    if (now - t->looked < CLOCK_SECOND / 4)
        return false;
    t->looked = now;

    for (size_t i = 0; i < t->count; i++)
        if (fstatat(all.folder, t->sources[i].name, &st, AT_SYMLINK_NOFOLLOW) != 0 || st.st_mtim.tv_sec != t->sources[i].changed.tv_sec ||
            st.st_mtim.tv_nsec != t->sources[i].changed.tv_nsec)
            return true;
    return false;
}

static struct template *find(const char *name)
{
    struct template *t;

    for (size_t i = 0; i < all.count; i++)
        if (strcmp(all.list[i].name, name) == 0)
            return &all.list[i];
    if (!name_fine(name) || all.count == TEMPLATES_MAX || all.folder < 0) {
        log_fact(LOG_ERROR, "template_fault", "name=%s why=refused", log_quote(name));
        return NULL;
    }
    t = &all.list[all.count++];
    *t = (struct template){ 0 };
    memcpy(t->name, name, strlen(name) + 1);
    return t;
}

static struct template *ready(const char *name)
{
    struct template *t = find(name);

    if (t == NULL)
        return NULL;
    if (t->parse != NULL && all.development && changed(t))
        forget(t);
    return t->parse != NULL || parse(t) ? t : NULL;
}

bool template_load(const char *name)
{
    return ready(name) != NULL;
}

/* ---- rendering ---- */

/* Inside cs_render() nothing may jump: ClearSilver would keep pointers to a stack that is gone. */
static NEOERR *put(void *ctx, char *text)
{
    size_t n = strlen(text), want = all.out_cap;
    char *more;

    (void)ctx;
    while (want - all.out_n <= n)
        want = want == 0 ? 32 * 1024 : want * 2;
    if (want > OUTPUT_MAX)
        return nerr_raise(NERR_OUTOFRANGE, "page too large");
    if (want != all.out_cap) {
        more = realloc(all.out, want);
        if (more == NULL)
            return nerr_raise(NERR_NOMEM, "no memory");
        all.out = more;
        all.out_cap = want;
    }
    memcpy(all.out + all.out_n, text, n + 1);
    all.out_n += n;
    return STATUS_OK;
}

const char *template_render(const char *name, struct tree *values, size_t *n)
{
    struct template *t = ready(name);
    size_t skip;
    bool ok;

    if (t == NULL)
        return NULL;
    all.out_n = 0;
    t->parse->hdf = (HDF *)values;
    errno = 0;
    ok = judge(cs_render(t->parse, NULL, put), name) && !starved(name);
    t->parse->hdf = NULL;
    if (!ok) {
        /* What an interrupted render has left in the parse is not to be trusted. */
        forget(t);
        return NULL;
    }
    if (all.out_n == 0) {
        *n = 0;
        return "";
    }
    /* The line ends between macros come before the first word. */
    skip = strspn(all.out, " \n");
    *n = all.out_n - skip;
    return all.out + skip;
}

char *template_text(struct arena *a, const char *name, const struct template_value *values)
{
    struct tree *tree = tree_new(a);
    const char *text;
    size_t n;

    for (; values->key != NULL; values++)
        if (values->value != NULL)
            tree_set(a, tree, values->key, values->value);
    text = template_render(name, tree, &n);
    return text == NULL ? NULL : arena_strndup(a, text, n);
}

bool templates_open(const char *folder, bool development)
{
    templates_close();
    if (!judge(nerr_init(), folder))
        return false;
    all.folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    all.development = development;
    if (all.folder < 0)
        log_fact(LOG_ERROR, "templates_missing", "folder=%s why=%s", log_quote(folder), log_quote(strerror(errno)));
    return all.folder >= 0;
}

void templates_close(void)
{
    for (size_t i = 0; i < all.count; i++)
        forget(&all.list[i]);
    all.count = 0;
    free(all.out);
    all.out = NULL;
    all.out_n = all.out_cap = 0;
    if (all.folder >= 0)
        close(all.folder);
    all.folder = -1;
}
