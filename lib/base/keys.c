#include "base/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"
#include "base/log.h"
#include "base/random.h"

#define KEY_HEX (2 * KEY_BYTES)

static const char *const key_names[KEY_COUNT] = {
    [KEY_RELATION] = "relation.key", [KEY_LOOKUP] = "lookup.key", [KEY_EXPORT] = "export.key", [KEY_FORM] = "form.key", [KEY_SHARE] = "share.key",
};

static bool key_path(const struct config *c, enum key_kind kind, const char *tail, char out[PATH_MAX])
{
    int n = snprintf(out, PATH_MAX, "%s/%s%s", c->key_dir, key_names[kind], tail);

    return n > 0 && n < PATH_MAX;
}

static bool refuse(const char *path, const char *reason)
{
    log_fact(LOG_ERROR, "key_refused", "file=%s reason=%s", log_quote(path), log_quote(reason));
    return false;
}

/* At most n bytes of a file; -1 with errno. */
static ssize_t read_whole(int fd, char *to, size_t n)
{
    size_t have = 0;

    while (have < n) {
        ssize_t got = read(fd, to + have, n - have);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        have += (size_t)got;
    }
    return (ssize_t)have;
}

/* 64 hex digits, and a newline or not. */
static bool parse_key(char *text, ssize_t n, uint8_t key[KEY_BYTES])
{
    if (n == KEY_HEX + 1 && text[KEY_HEX] == '\n')
        n--;
    if (n != KEY_HEX)
        return false;
    text[n] = '\0';
    return hex_decode(text, key, KEY_BYTES);
}

static bool read_key(const char *path, uint8_t key[KEY_BYTES])
{
    char text[KEY_HEX + 3];
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    bool ok;

    if (fd < 0)
        return refuse(path, strerror(errno));
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        ok = refuse(path, "not a file");
    } else if ((st.st_mode & 077) != 0) {
        ok = refuse(path, "readable by others: chmod 0400");
    } else {
        ok = parse_key(text, read_whole(fd, text, sizeof text - 1), key) || refuse(path, "not 64 hex digits");
        bytes_wipe(text, sizeof text);
    }
    close(fd);
    return ok;
}

struct keys *keys_load(const struct config *c, unsigned wanted)
{
    struct keys *k = calloc(1, sizeof *k);
    char path[PATH_MAX];

    if (k == NULL)
        return NULL;
    for (unsigned kind = 0; kind < KEY_COUNT; kind++) {
        if ((wanted & KEYS_MASK(kind)) == 0)
            continue;
        if (!key_path(c, kind, "", path) || !read_key(path, k->key[kind])) {
            keys_free(k);
            return NULL;
        }
        k->have[kind] = true;
    }
    return k;
}

void keys_free(struct keys *k)
{
    if (k == NULL)
        return;
    bytes_wipe(k, sizeof *k);
    free(k);
}

/* A new key in a file that is not there yet. */
static bool write_key(const char *path)
{
    char text[KEY_HEX + 2];
    uint8_t key[KEY_BYTES];
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0400);
    bool ok;

    if (fd < 0)
        return refuse(path, strerror(errno));
    random_bytes(key, sizeof key);
    hex_encode(key, sizeof key, text);
    text[KEY_HEX] = '\n';
    ok = write(fd, text, KEY_HEX + 1) == KEY_HEX + 1 && fsync(fd) == 0;
    if (!ok)
        refuse(path, strerror(errno));
    bytes_wipe(key, sizeof key);
    bytes_wipe(text, sizeof text);
    close(fd);
    return ok;
}

/* Under its own name only when it is whole; link(2) never replaces a key that is there. */
static bool create_key(const struct config *c, enum key_kind kind)
{
    char path[PATH_MAX], part[PATH_MAX];
    bool ok;

    if (!key_path(c, kind, "", path) || !key_path(c, kind, ".part", part))
        return refuse(c->key_dir, "path too long");
    if (access(path, F_OK) == 0)
        return true;
    unlink(part);
    ok = write_key(part);
    if (ok && link(part, path) != 0 && errno != EEXIST)
        ok = refuse(path, strerror(errno));
    unlink(part);
    return ok;
}

bool keys_create(const struct config *c)
{
    int dir = open(c->key_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = true;

    if (dir < 0)
        return refuse(c->key_dir, strerror(errno));
    for (unsigned kind = 0; kind < KEY_COUNT; kind++)
        ok = create_key(c, kind) && ok;
    if (fsync(dir) != 0)
        ok = refuse(c->key_dir, strerror(errno));
    close(dir);
    return ok;
}
