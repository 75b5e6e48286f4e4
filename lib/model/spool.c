#include "model/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "base/config.h"
#include "base/log.h"
#include "base/random.h"

/* nginx reads the file as another user of the same group. */
#define SPOOL_MODE 0640

static void path_of(const struct spool *s, const char *end, char out[PATH_MAX])
{
    snprintf(out, PATH_MAX, "%s/%s%s", s->config->spool_dir, s->name, end);
}

bool spool_begin(const struct config *c, struct spool *s)
{
    char part[PATH_MAX];

    s->config = c;
    random_name(s->name);
    path_of(s, ".part", part);
    s->fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, SPOOL_MODE);
    if (s->fd < 0)
        log_fact(LOG_ERROR, "spool_create", "errno=%d", errno);
    return s->fd >= 0;
}

bool spool_put(struct spool *s, const void *p, size_t n)
{
    const char *from = p;

    while (n > 0) {
        ssize_t done = write(s->fd, from, n);

        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0) {
            log_fact(LOG_ERROR, "spool_write", "errno=%d", errno);
            return false;
        }
        from += done;
        n -= (size_t)done;
    }
    return true;
}

bool spool_end(struct spool *s, bool ok)
{
    char part[PATH_MAX], path[PATH_MAX];

    path_of(s, ".part", part);
    path_of(s, "", path);
    ok = close(s->fd) == 0 && ok;
    s->fd = -1;
    ok = ok && rename(part, path) == 0;
    if (!ok)
        unlink(part);
    return ok;
}
