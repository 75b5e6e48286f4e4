/* export_to_file(): the same ZIP as a job makes, unencrypted, to a place the operator names (koren-admin export). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "avg/export.h"
#include "avg/export_package.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/random.h"
#include "model/relation.h"
#include "model/store.h"

#define PIECE (256 * 1024)

static enum status failed(const char *what)
{
    log_fact(LOG_ERROR, "export_file", "what=%s errno=%d reason=%s", what, errno, log_quote(strerror(errno)));
    return ST_FAILED;
}

static enum status file_write(void *ctx, const void *p, size_t n)
{
    return fwrite(p, 1, n, ctx) == n ? ST_OK : failed("write");
}

static enum status file_seek(void *ctx, uint64_t at)
{
    return fseeko(ctx, (off_t)at, SEEK_SET) == 0 ? ST_OK : failed("seek");
}

static uint64_t file_tell(void *ctx)
{
    return (uint64_t)ftello(ctx);
}

/* Reads the file back: its size and hash. */
static enum status file_hash(FILE *f, struct arena *a, uint64_t *bytes, char sha256[65])
{
    uint8_t *piece = arena_alloc(a, PIECE), hash[HASH_BYTES];
    struct hasher *h = hasher_new();
    size_t n;

    *bytes = 0;
    if (h == NULL || file_seek(f, 0) != ST_OK) {
        if (h != NULL)
            hasher_end(h, hash);
        return ST_FAILED;
    }
    while ((n = fread(piece, 1, PIECE, f)) > 0) {
        hasher_add(h, piece, n);
        *bytes += n;
    }
    hasher_end(h, hash);
    hex_encode(hash, sizeof hash, sha256);
    return ferror(f) ? failed("read") : ST_OK;
}

static enum status file_make(const struct config *c, struct model *m, const char *number, FILE *f)
{
    struct export_package p = { .config = c, .m = m };
    struct zip_sink sink = { .write = file_write, .seek = file_seek, .tell = file_tell, .ctx = f };
    char name[33], dir[1024];
    enum status st = relation_id(m, number, &p.relation_id);

    if (st != ST_OK)
        return st;
    random_name(name);
    if (!store_folder(c, STORE_EXPORTS, name, dir, sizeof dir))
        return ST_FAILED;
    p.dir = dir;
    st = export_package(&p, &sink);
    if (st == ST_OK && (fflush(f) != 0 || fsync(fileno(f)) != 0))
        st = failed("fsync");
    return st;
}

enum status export_to_file(const struct config *c, struct model *m, const char *number, const char *path, uint64_t *bytes, char sha256[65])
{
    const char *part = arena_printf(m->arena, "%s.part", path);
    int fd = open(part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    FILE *f = fd >= 0 ? fdopen(fd, "w+") : NULL;
    enum status st;

    if (f == NULL) {
        failed("open");
        if (fd >= 0)
            close(fd);
        return ST_FAILED;
    }
    st = file_make(c, m, number, f);
    if (st == ST_OK)
        st = file_hash(f, m->arena, bytes, sha256);
    if (fclose(f) != 0 && st == ST_OK)
        st = failed("close");
    if (st == ST_OK && rename(part, path) != 0)
        st = failed("rename");
    if (st != ST_OK)
        unlink(part);
    return st;
}
