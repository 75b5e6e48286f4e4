#include "web/app.h"

#include <errno.h>
#include <fcgiapp.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/keys.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "db/db.h"
#include "web/serve.h"
#include "web/site.h"
#include "web/templates.h"

#define LISTEN_FD     0
#define REQUEST_BYTES ((size_t)16 << 20) /* of arena, for one request */
#define PEER_SECONDS  10                 /* nginx has the whole body before it asks: a silence this long is a broken connection */
#define DRAIN_MAX     ((size_t)64 << 10) /* read at a time of a body nobody wants */

static volatile sig_atomic_t stopping;

/* ---- stopping ---- */

/* A signal that comes just before accept4() would be lost; the alarm repeats it until the loop has seen it. */
static void on_stop(int sig)
{
    (void)sig;
    stopping = 1;
    alarm(1);
}

static void stop_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGALRM);
}

/* They are let through while we wait for a request only: in the middle of one they would cut a read short. */
static void catch_signals(void)
{
    struct sigaction stop = { .sa_handler = on_stop }, ignore = { .sa_handler = SIG_IGN };
    sigset_t set;

    stop_signals(&set);
    sigprocmask(SIG_BLOCK, &set, NULL);
    stop.sa_mask = set;
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGALRM, &stop, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
}

static int wait_for_peer(void)
{
    sigset_t set;
    int fd, saved;

    stop_signals(&set);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    fd = stopping ? -1 : accept4(LISTEN_FD, NULL, NULL, SOCK_CLOEXEC);
    saved = errno;
    sigprocmask(SIG_BLOCK, &set, NULL);
    errno = saved;
    return fd;
}

/* ---- FastCGI ---- */

static size_t read_stream(void *ctx, void *p, size_t n)
{
    FCGX_Stream *in = ctx;
    int got = FCGX_GetStr(p, (int)n, in);

    return got < 0 ? 0 : (size_t)got;
}

static void write_stream(void *ctx, const void *p, size_t n)
{
    /* When nginx has gone there is nobody to tell. */
    (void)FCGX_PutStr(p, (int)n, ctx);
}

/* nginx stops listening when it cannot send: after an answer that did not want the body, the rest of it is taken and dropped. */
static void drain(FCGX_Request *f)
{
    static char nothing[DRAIN_MAX];

    const char *length = FCGX_GetParam("CONTENT_LENGTH", f->envp);

    FCGX_FClose(f->err);
    FCGX_FClose(f->out);
    if (length == NULL || length[0] == '\0')
        return;
    while (FCGX_GetStr(nothing, sizeof nothing, f->in) == (int)sizeof nothing)
        ;
}

static void no_patience(int fd)
{
    struct timeval limit = { .tv_sec = PEER_SECONDS };

    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

/*
 * libfcgi's own accept gives no way to limit how long a peer may take over its records, so we accept, and hand the connection over as one that was
 * kept from an earlier request. listen_sock is -1: what is not a request makes FCGX_Accept_r() return instead of waiting for another.
 */
static bool next_request(FCGX_Request *f)
{
    int fd = wait_for_peer();

    if (fd < 0)
        return false;
    no_patience(fd);
    f->ipcFd = fd;
    f->keepConnection = 1;
    if (FCGX_Accept_r(f) != 0) {
        log_fact(LOG_WARN, "fastcgi_garbage", "fd=%d", fd);
        errno = EPROTO; /* its own complaint is about the listening socket it has not, see above */
        return false;
    }
    f->keepConnection = 0;
    return true;
}

static int accept_loop(struct server *s)
{
    FCGX_Request f;

    if (FCGX_Init() != 0 || FCGX_InitRequest(&f, -1, FCGI_FAIL_ACCEPT_ON_INTR) != 0) {
        log_fact(LOG_ERROR, "fastcgi_missing", "fd=%d", LISTEN_FD);
        return 1;
    }
    /* FCGX_Init() has set handlers of its own. */
    catch_signals();
    while (!stopping) {
        struct body_source in = { .read = read_stream };
        struct answer_sink out = { .write = write_stream };

        if (!next_request(&f)) {
            if (errno == EBADF || errno == EINVAL || errno == ENOTSOCK)
                break;
            continue;
        }
        in.ctx = f.in;
        out.ctx = f.out;
        serve(s, f.envp, &in, &out);
        drain(&f);
        /* Closed at once: libfcgi would wait up to two seconds for nginx to close first, with nothing left to read. */
        FCGX_Detach(&f);
        FCGX_Finish_r(&f);
    }
    if (!stopping)
        log_fact(LOG_ERROR, "accept_failed", "why=%s", log_quote(strerror(errno)));
    return stopping ? 0 : 1;
}

/* ---- starting ---- */

static enum log_level level_of(const char *name)
{
    static const char *const names[] = { "debug", "info", "warn", "error" };

    for (int i = 0; i < 4; i++)
        if (strcmp(names[i], name) == 0)
            return (enum log_level)i;
    return LOG_INFO;
}

static const char *folder_of(const struct config *c, const char *key)
{
    if (strcmp(key, "state_dir") == 0)
        return c->state_dir;
    if (strcmp(key, "lock_dir") == 0)
        return c->lock_dir;
    return c->spool_dir;
}

static bool close_doors(const struct app *app, const struct config *c)
{
    struct sandbox box = { .inet = app->inet };
    size_t reads = 0, writes = 0;

    box.read[reads++] = c->template_dir;
    box.read[reads++] = c->static_dir;
    if (c->db_host != NULL) {
        /* The way to a remote database: its name, its certificate. */
        box.inet = true;
        box.read[reads++] = c->db_ca_file;
        box.read[reads++] = "/etc";
    }
    for (size_t i = 0; i < sizeof app->read / sizeof app->read[0] && app->read[i] != NULL; i++)
        box.read[reads++] = folder_of(c, app->read[i]);
    for (size_t i = 0; i < sizeof app->write / sizeof app->write[0] && app->write[i] != NULL; i++)
        box.write[writes++] = folder_of(c, app->write[i]);
    if (!c->sandbox) {
        log_fact(LOG_WARN, "sandbox_off", "development=%d", c->development);
        return true;
    }
    return sandbox_enter(&box);
}

/* Everything that can be wrong with an installation is found here, before the first visitor. */
static bool start(struct server *s, bool check)
{
    const struct app *app = s->app;
    const struct config *c = s->config;

    log_threshold(level_of(c->log_level));
    clock_offset(c->clock_offset);
    if (!routes_fine(app))
        return false;
    s->keys = keys_load(c, app->keys | KEYS_MASK(KEY_FORM));
    s->db = s->keys == NULL ? NULL : db_open(c, app->program);
    s->arena = arena_new(REQUEST_BYTES);
    if (s->db == NULL || s->arena == NULL || !templates_open(c->template_dir, c->development) || !site_open(c) || !template_load("fout.cs"))
        return false;
    if (check && !db_alive(s->db)) {
        log_fact(LOG_ERROR, "db_unreachable", "account=%s", app->program);
        return false;
    }
    return check || close_doors(app, c);
}

static void stop(struct server *s, struct config *c)
{
    templates_close();
    arena_free(s->arena);
    if (s->db != NULL)
        db_close(s->db);
    keys_free((struct keys *)s->keys);
    config_free(c);
}

static bool read_arguments(int argc, char **argv, const char **conf, bool *check)
{
    *conf = SYSCONFDIR "/koren/koren.conf";
    *check = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-c") == 0 && i + 1 < argc)
            *conf = argv[++i];
        else if (strcmp(argv[i], "--check") == 0)
            *check = true;
        else
            return false;
    }
    return true;
}

int app_run(const struct app *app, int argc, char **argv)
{
    struct server s = { .app = app };
    const char *conf;
    bool check;
    struct config *c;
    int status = 1;

    if (!read_arguments(argc, argv, &conf, &check)) {
        fprintf(stderr, "usage: %s [-c FILE] [--check]\n", app->program);
        return 2;
    }
    log_open(app->program);
    c = config_load(conf, stderr);
    if (c == NULL)
        return 1;
    s.config = c;
    if (start(&s, check)) {
        /* Reading the configuration, parsing and building the filter left holes: a worker that waits keeps none of them. */
        malloc_trim(0);
        status = check ? 0 : accept_loop(&s);
    }
    stop(&s, c);
    return status;
}
