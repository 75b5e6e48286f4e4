#include "base/vault_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

enum status vault_failed(const char *name, const char *what)
{
    int saved = errno;

    log_fact(LOG_ERROR, "vault_failed", "file=%s what=%s errno=%d reason=%s", name, what, saved, log_quote(strerror(saved)));
    errno = saved;
    return ST_FAILED;
}

bool vault_put(int fd, const uint8_t *p, size_t n, uint64_t at)
{
    while (n > 0) {
        ssize_t done = pwrite(fd, p, n, (off_t)at);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        p += done;
        n -= (size_t)done;
        at += (uint64_t)done;
    }
    return true;
}

bool vault_get(int fd, uint8_t *p, size_t n, uint64_t at)
{
    while (n > 0) {
        ssize_t done = pread(fd, p, n, (off_t)at);

        if (done < 0 && errno == EINTR)
            continue;
        if (done == 0)
            errno = EBADMSG;
        if (done <= 0)
            return false;
        p += done;
        n -= (size_t)done;
        at += (uint64_t)done;
    }
    return true;
}

bool vault_name_ok(const char *name)
{
    return strlen(name) == VAULT_NAME && strspn(name, "0123456789abcdef") == VAULT_NAME;
}

void vault_part_name(const char *name, char out[VAULT_PART])
{
    snprintf(out, VAULT_PART, "%.32s.part", name);
}

enum status vault_remove(const char *dir, const char *name)
{
    char part[VAULT_PART];
    int fd;
    bool ok;

    if (!vault_name_ok(name))
        return ST_INVALID;
    fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? ST_OK : vault_failed(name, "remove");
    vault_part_name(name, part);
    ok = (unlinkat(fd, part, 0) == 0 || errno == ENOENT) && (unlinkat(fd, name, 0) == 0 || errno == ENOENT);
    if (!ok)
        vault_failed(name, "remove");
    close(fd);
    return ok ? ST_OK : ST_FAILED;
}
