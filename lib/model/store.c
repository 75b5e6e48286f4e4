#include "model/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/random.h"
#include "db/db.h"
#include "model/spool.h"

#define NAME_LENGTH 32
#define ORPHAN_AGE  CLOCK_DAY
#define COPY_PIECE  (256 * 1024)

static const char *const areas[] = { [STORE_DOCUMENTS] = "documents", [STORE_EXPORTS] = "exports" };
static const char *const sql_rows[] = {
    [STORE_DOCUMENTS] = "SELECT 1 FROM (SELECT CAST(? AS CHAR(32) CHARACTER SET ascii) AS name) n WHERE EXISTS (SELECT 1 FROM document d WHERE "
                        "d.store_name = n.name) OR EXISTS (SELECT 1 FROM import_file f WHERE f.store_name = n.name)",
    [STORE_EXPORTS] = "SELECT 1 FROM job WHERE store_name = ? AND state <> 'expired'",
};

/* state_dir/AREA/ab for the name "ab...". False, with errno, when it is too long or the name is none of ours. */
static bool folder_of(const struct config *c, enum store_area area, const char *name, char out[PATH_MAX])
{
    int n;

    if (strlen(name) != NAME_LENGTH || strspn(name, "0123456789abcdef") != NAME_LENGTH) {
        errno = ENOENT;
        return false;
    }
    n = snprintf(out, PATH_MAX, "%s/%s/%.2s", c->state_dir, areas[area], name);
    errno = ENAMETOOLONG;
    return n > 0 && n < PATH_MAX;
}

/* Makes the folder and the one above it; that they are there is fine. */
static bool make_folder(char path[PATH_MAX])
{
    char *slash = strrchr(path, '/');
    bool ok;

    *slash = '\0';
    ok = mkdir(path, 0770) == 0 || errno == EEXIST;
    *slash = '/';
    return ok && (mkdir(path, 0770) == 0 || errno == EEXIST);
}

struct vault *store_create(const struct config *c, enum store_area area, const uint8_t key[KEY_BYTES], char name[33])
{
    char folder[PATH_MAX];

    random_name(name);
    if (folder_of(c, area, name, folder) && make_folder(folder))
        return vault_create(folder, name, key);
    log_fact(LOG_ERROR, "store_folder", "area=%s errno=%d", areas[area], errno);
    return NULL;
}

bool store_folder(const struct config *c, enum store_area area, const char *name, char *path, size_t n)
{
    char folder[PATH_MAX];

    if (folder_of(c, area, name, folder) && make_folder(folder) && strlen(folder) < n) {
        memcpy(path, folder, strlen(folder) + 1);
        return true;
    }
    log_fact(LOG_ERROR, "store_folder", "area=%s errno=%d", areas[area], errno);
    return false;
}

struct vault *store_open(const struct config *c, enum store_area area, const char *name, const uint8_t key[KEY_BYTES])
{
    char folder[PATH_MAX];

    return folder_of(c, area, name, folder) ? vault_open(folder, name, key) : NULL;
}

enum status store_remove(const struct config *c, enum store_area area, const char *name)
{
    char folder[PATH_MAX];

    return folder_of(c, area, name, folder) ? vault_remove(folder, name) : ST_FAILED;
}

bool store_room(const struct config *c, uint64_t bytes)
{
    struct statvfs fs;
    uint64_t total, left;

    if (statvfs(c->state_dir, &fs) != 0) {
        log_fact(LOG_ERROR, "store_room", "errno=%d", errno);
        return false;
    }
    total = (uint64_t)fs.f_blocks * fs.f_frsize;
    left = (uint64_t)fs.f_bavail * fs.f_frsize;
    return left >= bytes && left - bytes >= total / 100 * STORE_FREE_PERCENT;
}

/* -1 when the file is not there any more. */
static int64_t age_of(int folder, const char *name)
{
    struct stat st;

    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
        return -1;
    return clock_now() - (int64_t)st.st_mtime * CLOCK_SECOND;
}

/* A row for the file: 1, none: 0, -1 when the database does not say. */
static int has_row(struct db *db, enum store_area area, const char *name)
{
    struct stmt *st = db_stmt(db, sql_rows[area]);
    bool found;
    enum status status;

    bind_str(st, 0, name);
    found = db_step(st);
    status = found ? ST_OK : db_status(st);
    db_done(st);
    return found ? 1 : status == ST_NOT_FOUND ? 0 : -1;
}

/* What a file of the store is called without ".part"; false for what is none of ours. */
static bool store_name_of(const char *entry, char name[33], bool *part)
{
    size_t n = strlen(entry);

    *part = n == NAME_LENGTH + 5 && strcmp(entry + NAME_LENGTH, ".part") == 0;
    if (n != NAME_LENGTH && !*part)
        return false;
    snprintf(name, 33, "%.32s", entry);
    return strspn(name, "0123456789abcdef") == NAME_LENGTH;
}

static enum status sweep_folder(struct db *db, enum store_area area, DIR *d, unsigned *removed)
{
    const struct dirent *e;

    while ((e = readdir(d)) != NULL) {
        char name[33];
        bool part;
        int row;

        if (!store_name_of(e->d_name, name, &part) || age_of(dirfd(d), e->d_name) < ORPHAN_AGE)
            continue;
        row = part ? 0 : has_row(db, area, name);
        if (row < 0)
            return ST_FAILED;
        if (row > 0)
            continue;
        if (unlinkat(dirfd(d), e->d_name, 0) == 0) {
            (*removed)++;
            log_fact(LOG_INFO, "store_orphan", "area=%s file=%s", areas[area], e->d_name);
        }
    }
    return ST_OK;
}

enum status store_sweep(const struct config *c, struct db *db, enum store_area area, unsigned *removed)
{
    char path[PATH_MAX];
    enum status status = ST_OK;

    *removed = 0;
    for (unsigned i = 0; i < 256 && status == ST_OK; i++) {
        int n = snprintf(path, sizeof path, "%s/%s/%02x", c->state_dir, areas[area], i);
        DIR *d = n > 0 && n < (int)sizeof path ? opendir(path) : NULL;

        if (!d)
            continue; /* nothing was ever put there */
        status = sweep_folder(db, area, d, removed);
        closedir(d);
    }
    return status;
}

/* A piece is written only after its chunk has proven authentic; the last chunk proves that the file is whole. */
static bool decrypt_to(struct vault *v, struct spool *to)
{
    char *piece = malloc(COPY_PIECE);
    size_t got = 1;
    bool ok = piece != NULL;

    while (ok && got > 0)
        ok = vault_read(v, piece, COPY_PIECE, &got) == ST_OK && spool_put(to, piece, got);
    free(piece);
    return ok;
}

enum status store_spool(const struct config *c, enum store_area area, const char *name, const uint8_t key[KEY_BYTES], char spool_name[33])
{
    struct vault *v = store_open(c, area, name, key);
    struct spool to;
    bool ok;

    if (!v)
        return errno == ENOENT ? ST_NOT_FOUND : ST_FAILED;
    ok = spool_begin(c, &to) && spool_end(&to, decrypt_to(v, &to));
    vault_close(v);
    memcpy(spool_name, to.name, sizeof to.name);
    return ok ? ST_OK : ST_FAILED;
}

enum status spool_sweep(const struct config *c, unsigned *removed)
{
    DIR *d = opendir(c->spool_dir);
    const struct dirent *e;

    *removed = 0;
    if (!d) {
        log_fact(LOG_ERROR, "spool_folder", "errno=%d", errno);
        return ST_FAILED;
    }
    while ((e = readdir(d)) != NULL) {
        char name[33];
        bool part;

        if (store_name_of(e->d_name, name, &part) && age_of(dirfd(d), e->d_name) >= SPOOL_SECONDS * CLOCK_SECOND &&
            unlinkat(dirfd(d), e->d_name, 0) == 0)
            (*removed)++;
    }
    closedir(d);
    return ST_OK;
}
