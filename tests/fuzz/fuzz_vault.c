/*
 * The input is a small program: writes, seeks and reads, then one byte of the file on disk that changes. The file has to say what a plain buffer
 * says, and after the change nothing that differs.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/vault.h"
#include "fuzz.h"

#define NAME     "00112233445566778899aabbccddeeff"
#define ROOM     (3 * VAULT_CHUNK)
#define STEPS    24
#define STEP_MAX (VAULT_CHUNK + 4096)

static const uint8_t key[KEY_BYTES] = { 42 };
static uint8_t model[ROOM], seen[ROOM], source[STEP_MAX];
static size_t length;
static char dir[64];

static void leave(void)
{
    rmdir(dir);
}

static void start(void)
{
    if (dir[0] != '\0')
        return;
    /* Memory, when there is some: fsync of a disk would be all that is measured. */
    snprintf(dir, sizeof dir, "%s/koren-fuzz-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    must(mkdtemp(dir) != NULL && atexit(leave) == 0);
    log_threshold((enum log_level)(LOG_ERROR + 1));
    for (size_t i = 0; i < STEP_MAX; i++)
        source[i] = (uint8_t)(i * 31 + i / 251);
}

/* Four bytes of the input: what, and a number up to the step's bound. */
static void step(struct vault *v, const uint8_t op[4])
{
    size_t n = (size_t)(op[1] | op[2] << 8 | (op[3] & 7) << 16), at = (size_t)vault_tell(v), got;

    if (op[0] % 3 == 0) {
        n %= STEP_MAX;
        if (n > ROOM - at)
            n = ROOM - at;
        must(vault_write(v, source + op[0] % 64, n > 64 ? n - 64 : 0) == ST_OK);
        n = n > 64 ? n - 64 : 0;
        memcpy(model + at, source + op[0] % 64, n);
        if (at + n > length)
            length = at + n;
    } else if (op[0] % 3 == 1) {
        n %= length + 2;
        must((vault_seek(v, n) == ST_OK) == (n <= length));
    } else {
        n %= ROOM;
        must(vault_read(v, seen, n, &got) == ST_OK && got == (n < length - at ? n : length - at));
        must(memcmp(seen, model + at, got) == 0);
    }
}

/* The whole file, as far as it can be had, is what the model says; true when it could be had to the end. */
static bool same(void)
{
    struct vault *v = vault_open(dir, NAME, key);
    size_t have = 0, got = 1;
    enum status st = ST_OK;

    if (v == NULL)
        return false;
    must(vault_length(v) == length);
    while (got > 0 && (st = vault_read(v, seen, 100000, &got)) == ST_OK) {
        must(have + got <= length && memcmp(seen, model + have, got) == 0);
        have += got;
    }
    vault_close(v);
    return st == ST_OK && have == length;
}

static void damage(const uint8_t op[4])
{
    char path[128];
    struct stat st;
    uint8_t byte;
    int fd;

    snprintf(path, sizeof path, "%s/%s", dir, NAME);
    fd = open(path, O_RDWR);
    must(fd >= 0 && fstat(fd, &st) == 0);
    if (op[0] != 0) {
        off_t at = (off_t)(op[1] | op[2] << 8 | op[3] << 16) % st.st_size;

        must(pread(fd, &byte, 1, at) == 1);
        byte ^= op[0];
        must(pwrite(fd, &byte, 1, at) == 1);
    } else {
        must(ftruncate(fd, st.st_size - 1 - op[1] % 40) == 0);
    }
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vault *v;

    start();
    if (size < 4)
        return 0;
    length = 0;
    v = vault_create(dir, NAME, key);
    must(v != NULL);
    for (size_t i = 4; i + 4 <= size && i < 4 * (STEPS + 1); i += 4)
        step(v, data + i);
    must(vault_commit(v) == ST_OK);
    vault_close(v);
    must(same());
    damage(data);
    must(!same());
    must(vault_remove(dir, NAME) == ST_OK);
    return 0;
}
