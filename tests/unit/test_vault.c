#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/random.h"
#include "base/vault.h"
#include "base/vault_format.h"

#define NAME  "00112233445566778899aabbccddeeff"
#define OTHER "ffeeddccbbaa99887766554433221100"

static char dir[] = "/tmp/koren-vault-XXXXXX";
static uint8_t key[KEY_BYTES];
static uint8_t *plain;
#define PLAIN_MAX (3 * VAULT_CHUNK + 1000)

static void set_up(void)
{
    memcpy(dir + sizeof dir - 7, "XXXXXX", 6);
    ck_assert_ptr_nonnull(mkdtemp(dir));
    random_bytes(key, sizeof key);
    plain = malloc(PLAIN_MAX);
    random_bytes(plain, PLAIN_MAX);
    /* What these tests provoke is logged; they look at what comes back. */
    ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));
}

static void tear_down(void)
{
    ck_assert_int_eq(vault_remove(dir, NAME), ST_OK);
    ck_assert_int_eq(vault_remove(dir, OTHER), ST_OK);
    ck_assert_int_eq(rmdir(dir), 0); /* nothing else is left */
    free(plain);
}

/* The nth fsync() from now fails as a broken disk does; libkoren calls this one because the program comes before the C library. */
static int fsync_fails_in;

int fsync(int fd)
{
    if (fsync_fails_in > 0 && --fsync_fails_in == 0) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(SYS_fsync, fd);
}

static const char *path_of(const char *name)
{
    static char path[128];

    snprintf(path, sizeof path, "%s/%s", dir, name);
    return path;
}

static void write_file(const char *name, size_t n)
{
    struct vault *v = vault_create(dir, name, key);

    ck_assert_ptr_nonnull(v);
    ck_assert_int_eq(vault_write(v, plain, n), ST_OK);
    ck_assert_int_eq(vault_commit(v), ST_OK);
    vault_close(v);
}

/* True when the whole file opens and holds the first n bytes of `plain`. */
static bool holds(const char *name, size_t n, size_t step)
{
    struct vault *v = vault_open(dir, name, key);
    uint8_t *out = malloc(n + step + 1);
    size_t have = 0, got = 1;
    enum status st = ST_OK;
    bool ok;

    while (v != NULL && have <= n && (st = vault_read(v, out + have, step, &got)) == ST_OK && got > 0)
        have += got;
    ok = v != NULL && st == ST_OK && have == n && vault_length(v) == n && memcmp(out, plain, n) == 0;
    vault_close(v);
    free(out);
    return ok;
}

static const size_t lengths[] = { 0, 1, 4096, VAULT_CHUNK - 1, VAULT_CHUNK, VAULT_CHUNK + 1, 2 * VAULT_CHUNK, PLAIN_MAX };
#define LENGTHS (sizeof lengths / sizeof lengths[0])

START_TEST(what_is_written_is_read)
{
    size_t n = lengths[_i];

    write_file(NAME, n);
    ck_assert(holds(NAME, n, 1000));
    ck_assert(holds(NAME, n, VAULT_CHUNK));
    ck_assert(holds(NAME, n, 1024 * 1024));
}
END_TEST

START_TEST(size_on_disk_is_as_documented)
{
    struct stat st;

    write_file(NAME, PLAIN_MAX);
    ck_assert_int_eq(stat(path_of(NAME), &st), 0);
    ck_assert_int_eq(st.st_size, 52 + PLAIN_MAX + 4 * 28);
    ck_assert_int_eq(st.st_mode & 0777, 0640 & ~umask(022));
}
END_TEST

START_TEST(plaintext_is_not_on_disk)
{
    static char canary[VAULT_CHUNK + 5000];
    FILE *f;
    char *raw = malloc(sizeof canary * 2);
    struct vault *v = vault_create(dir, NAME, key);
    size_t n;

    memset(canary, 'K', sizeof canary);
    ck_assert_int_eq(vault_write(v, canary, sizeof canary), ST_OK);
    ck_assert_int_eq(vault_commit(v), ST_OK);
    vault_close(v);
    f = fopen(path_of(NAME), "r");
    n = fread(raw, 1, sizeof canary * 2, f);
    fclose(f);
    ck_assert_uint_gt(n, sizeof canary);
    ck_assert_ptr_null(memmem(raw, n, "KKKKKKKK", 8));
    free(raw);
}
END_TEST

/* Changes one byte of the file, and gives it back what it was. */
static void flip(const char *name, off_t at, uint8_t bit)
{
    int fd = open(path_of(name), O_RDWR);
    uint8_t byte;

    ck_assert_int_eq(pread(fd, &byte, 1, at), 1);
    byte ^= bit;
    ck_assert_int_eq(pwrite(fd, &byte, 1, at), 1);
    close(fd);
}

START_TEST(flipped_bit_is_found_in_every_region)
{
    const size_t n = VAULT_CHUNK + 100;
    const off_t last = VAULT_HEADER + VAULT_STORED;

    write_file(NAME, n);
    for (off_t at = 0; at < VAULT_HEADER; at++) {
        flip(NAME, at, 1);
        ck_assert_ptr_null(vault_open(dir, NAME, key));
        ck_assert_int_eq(errno, EBADMSG);
        flip(NAME, at, 1);
    }
    /* Chunk 0: nonce, begin and end of the ciphertext, tag; the last chunk whole. */
    for (off_t at = VAULT_HEADER; at<last + 100 + VAULT_EXTRA; at += at> VAULT_HEADER + 40 && at < last - 40 ? 9973 : 1) {
        flip(NAME, at, 0x80);
        ck_assert_msg(!holds(NAME, n, 4096), "byte %ld", (long)at);
        flip(NAME, at, 0x80);
    }
    ck_assert(holds(NAME, n, 4096));
}
END_TEST

START_TEST(truncated_or_extended_file_is_refused)
{
    const size_t n = 2 * VAULT_CHUNK;
    const off_t whole = VAULT_HEADER + 2 * VAULT_STORED;
    const off_t cuts[] = { 0, 1, VAULT_HEADER - 1, VAULT_HEADER, VAULT_HEADER + VAULT_STORED, whole - 1, whole + 1, whole + VAULT_STORED };

    write_file(NAME, n);
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        write_file(OTHER, n);
        ck_assert_int_eq(truncate(path_of(OTHER), cuts[i]), 0);
        ck_assert_ptr_null(vault_open(dir, OTHER, key));
        ck_assert_int_eq(errno, EBADMSG);
        ck_assert_int_eq(vault_remove(dir, OTHER), ST_OK);
    }
    ck_assert(holds(NAME, n, VAULT_CHUNK));
}
END_TEST

START_TEST(file_cut_under_an_open_reader_is_found)
{
    struct vault *v;
    uint8_t byte;
    size_t got;

    write_file(NAME, 2 * VAULT_CHUNK);
    v = vault_open(dir, NAME, key);
    ck_assert_int_eq(truncate(path_of(NAME), VAULT_HEADER + VAULT_STORED), 0);
    ck_assert_int_eq(vault_seek(v, VAULT_CHUNK), ST_OK);
    ck_assert_int_eq(vault_read(v, &byte, 1, &got), ST_FAILED);
    ck_assert_uint_eq(got, 0);
    vault_close(v);
}
END_TEST

/* Chunk `from` of file a is put in the place of chunk `to` of file b. */
static void transplant(const char *a, int from, const char *b, int to)
{
    uint8_t *chunk = malloc(VAULT_STORED);
    int fd = open(path_of(a), O_RDONLY);

    ck_assert_int_eq(pread(fd, chunk, VAULT_STORED, VAULT_HEADER + (off_t)from * VAULT_STORED), VAULT_STORED);
    close(fd);
    fd = open(path_of(b), O_WRONLY);
    ck_assert_int_eq(pwrite(fd, chunk, VAULT_STORED, VAULT_HEADER + (off_t)to * VAULT_STORED), VAULT_STORED);
    close(fd);
    free(chunk);
}

START_TEST(reordered_chunks_are_found)
{
    write_file(NAME, 3 * VAULT_CHUNK);
    write_file(OTHER, 3 * VAULT_CHUNK);
    transplant(NAME, 0, NAME, 1);
    ck_assert(!holds(NAME, 3 * VAULT_CHUNK, VAULT_CHUNK));
}
END_TEST

START_TEST(chunk_of_another_file_under_the_same_key_is_found)
{
    write_file(NAME, 3 * VAULT_CHUNK);
    write_file(OTHER, 3 * VAULT_CHUNK);
    transplant(OTHER, 1, NAME, 1);
    ck_assert(!holds(NAME, 3 * VAULT_CHUNK, VAULT_CHUNK));
    ck_assert(holds(OTHER, 3 * VAULT_CHUNK, VAULT_CHUNK));
}
END_TEST

START_TEST(renamed_file_does_not_open)
{
    char from[128];

    write_file(NAME, 10);
    snprintf(from, sizeof from, "%s", path_of(NAME));
    ck_assert_int_eq(rename(from, path_of(OTHER)), 0);
    ck_assert_ptr_null(vault_open(dir, OTHER, key));
    ck_assert_int_eq(errno, EBADMSG);
}
END_TEST

/* A shorter file of the same name and key: its header with the longer file's chunks. The last-chunk flag is what tells them apart. */
START_TEST(header_of_a_shorter_file_is_found)
{
    uint8_t header[VAULT_HEADER];
    int fd;

    write_file(NAME, VAULT_CHUNK);
    fd = open(path_of(NAME), O_RDONLY);
    ck_assert_int_eq(read(fd, header, sizeof header), sizeof header);
    close(fd);
    ck_assert_int_eq(vault_remove(dir, NAME), ST_OK);
    write_file(NAME, 2 * VAULT_CHUNK);
    ck_assert_int_eq(truncate(path_of(NAME), VAULT_HEADER + VAULT_STORED), 0);
    fd = open(path_of(NAME), O_WRONLY);
    ck_assert_int_eq(write(fd, header, sizeof header), sizeof header);
    close(fd);
    ck_assert(!holds(NAME, VAULT_CHUNK, VAULT_CHUNK));
}
END_TEST

START_TEST(wrong_key_does_not_open)
{
    write_file(NAME, 10);
    key[31] ^= 1;
    ck_assert_ptr_null(vault_open(dir, NAME, key));
    ck_assert_int_eq(errno, EBADMSG);
}
END_TEST

START_TEST(chunk_that_is_not_authentic_gives_nothing)
{
    uint8_t *out = malloc(VAULT_CHUNK);
    struct vault *v;
    size_t got;

    write_file(NAME, VAULT_CHUNK);
    flip(NAME, VAULT_HEADER + 12 + VAULT_CHUNK - 1, 1);
    v = vault_open(dir, NAME, key);
    memset(out, 0, VAULT_CHUNK);
    ck_assert_int_eq(vault_read(v, out, VAULT_CHUNK, &got), ST_FAILED);
    ck_assert_uint_eq(got, 0);
    for (size_t i = 0; i < VAULT_CHUNK; i++)
        ck_assert_uint_eq(out[i], 0);
    vault_close(v);
    free(out);
}
END_TEST

START_TEST(written_bytes_can_be_patched_before_the_commit)
{
    static const size_t places[] = { 0, 5, VAULT_CHUNK - 2, 2 * VAULT_CHUNK - 1, PLAIN_MAX - 3 };
    struct vault *v = vault_create(dir, NAME, key);
    uint8_t *wrong = calloc(1, PLAIN_MAX);

    ck_assert_int_eq(vault_write(v, wrong, 100), ST_OK);
    ck_assert_int_eq(vault_seek(v, 0), ST_OK);
    ck_assert_int_eq(vault_write(v, plain, PLAIN_MAX), ST_OK);
    for (size_t i = 0; i < 5; i++) {
        ck_assert_int_eq(vault_seek(v, places[i]), ST_OK);
        ck_assert_int_eq(vault_write(v, "abc", 3), ST_OK);
        memcpy(plain + places[i], "abc", 3);
    }
    ck_assert_uint_eq(vault_length(v), PLAIN_MAX);
    ck_assert_int_eq(vault_seek(v, 2 * VAULT_CHUNK), ST_OK);
    ck_assert_int_eq(vault_commit(v), ST_OK);
    vault_close(v);
    ck_assert(holds(NAME, PLAIN_MAX, 7777));
    free(wrong);
}
END_TEST

START_TEST(a_file_being_written_can_be_read_back)
{
    struct vault *v = vault_create(dir, NAME, key);
    uint8_t *out = malloc(PLAIN_MAX);
    size_t got;

    ck_assert_int_eq(vault_write(v, plain, PLAIN_MAX), ST_OK);
    ck_assert_int_eq(vault_seek(v, 10), ST_OK);
    ck_assert_int_eq(vault_read(v, out, PLAIN_MAX, &got), ST_OK);
    ck_assert_uint_eq(got, PLAIN_MAX - 10);
    ck_assert_mem_eq(out, plain + 10, got);
    ck_assert_int_eq(vault_commit(v), ST_OK);
    vault_close(v);
    ck_assert(holds(NAME, PLAIN_MAX, PLAIN_MAX));
    free(out);
}
END_TEST

START_TEST(patching_uses_a_new_nonce)
{
    struct vault *v = vault_create(dir, NAME, key);
    uint8_t before[12], after[12];
    int fd;

    ck_assert_int_eq(vault_write(v, plain, VAULT_CHUNK + 1), ST_OK);
    fd = open(path_of(NAME ".part"), O_RDONLY);
    ck_assert_int_eq(pread(fd, before, 12, VAULT_HEADER), 12);
    ck_assert_int_eq(vault_seek(v, 0), ST_OK);
    ck_assert_int_eq(vault_write(v, plain, 1), ST_OK);
    ck_assert_int_eq(vault_commit(v), ST_OK);
    ck_assert_int_eq(pread(fd, after, 12, VAULT_HEADER), 12);
    ck_assert_mem_ne(before, after, 12);
    close(fd);
    vault_close(v);
}
END_TEST

START_TEST(closing_without_commit_leaves_nothing)
{
    struct vault *v = vault_create(dir, NAME, key);

    ck_assert_int_eq(vault_write(v, plain, PLAIN_MAX), ST_OK);
    vault_close(v);
    ck_assert_int_eq(rmdir(dir), 0);
    ck_assert_int_eq(mkdir(dir, 0700), 0);
}
END_TEST

START_TEST(a_file_that_is_there_is_not_replaced)
{
    struct vault *v;

    write_file(NAME, 10);
    v = vault_create(dir, NAME, key);
    ck_assert_ptr_nonnull(v);
    ck_assert_int_eq(vault_commit(v), ST_FAILED);
    vault_close(v);
    ck_assert(holds(NAME, 10, 10));
}
END_TEST

START_TEST(after_commit_only_close)
{
    struct vault *v = vault_create(dir, NAME, key);
    uint8_t byte;
    size_t got;

    ck_assert_int_eq(vault_commit(v), ST_OK);
    ck_assert_int_eq(vault_write(v, "x", 1), ST_FAILED);
    ck_assert_int_eq(vault_commit(v), ST_FAILED);
    ck_assert_int_eq(vault_read(v, &byte, 1, &got), ST_FAILED);
    vault_close(v);
    ck_assert(holds(NAME, 0, 1));
}
END_TEST

START_TEST(reader_cannot_write_or_seek_past_the_end)
{
    struct vault *v;

    write_file(NAME, 10);
    v = vault_open(dir, NAME, key);
    ck_assert_int_eq(vault_write(v, "x", 1), ST_FAILED);
    ck_assert_int_eq(vault_commit(v), ST_FAILED);
    ck_assert_int_eq(vault_seek(v, 11), ST_INVALID);
    ck_assert_int_eq(vault_seek(v, 10), ST_OK);
    ck_assert_uint_eq(vault_tell(v), 10);
    vault_close(v);
    ck_assert(holds(NAME, 10, 10));
}
END_TEST

START_TEST(absent_file_and_bad_names)
{
    ck_assert_ptr_null(vault_open(dir, NAME, key));
    ck_assert_int_eq(errno, ENOENT);
    ck_assert_ptr_null(vault_open(dir, "../../../../../../../etc/passwd0", key));
    ck_assert_int_eq(errno, EINVAL);
    ck_assert_ptr_null(vault_create(dir, "short", key));
    ck_assert_int_eq(errno, EINVAL);
    ck_assert_int_eq(vault_remove(dir, "../x"), ST_INVALID);
    ck_assert_int_eq(vault_remove(dir, NAME), ST_OK);
}
END_TEST

START_TEST(symlink_is_not_followed)
{
    ck_assert_int_eq(symlink("/etc/passwd", path_of(NAME)), 0);
    ck_assert_ptr_null(vault_open(dir, NAME, key));
    ck_assert_int_eq(errno, ELOOP);
}
END_TEST

/* No more than so many bytes in any file of this process from now on. */
static bool fails_without_room(rlim_t room)
{
    struct rlimit limit = { .rlim_cur = room, .rlim_max = room };
    struct vault *v;
    bool fine;

    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return false;
    v = vault_create(dir, NAME, key);
    if (room < VAULT_HEADER)
        return v == NULL && errno == EFBIG;
    if (v == NULL)
        return false;
    fine = vault_write(v, plain, VAULT_CHUNK + 1000) != ST_OK || vault_commit(v) != ST_OK;
    fine = fine && vault_commit(v) == ST_FAILED;
    vault_close(v);
    return fine;
}

/* A full disk, at every size: what was promised is there, or nothing. In a process of its own, for the limit counts for its log too. */
START_TEST(full_disk_fails_and_leaves_nothing)
{
    static const rlim_t rooms[] = { 0, 10, VAULT_HEADER, VAULT_HEADER + 5, VAULT_HEADER + VAULT_STORED, VAULT_HEADER + VAULT_STORED + 50 };
    pid_t pid = fork();
    int said;

    if (pid == 0)
        _exit(fails_without_room(rooms[_i]) ? 0 : 1);
    ck_assert_int_eq(waitpid(pid, &said, 0), pid);
    ck_assert_int_eq(said, 0);
    ck_assert_int_eq(rmdir(dir), 0);
    ck_assert_int_eq(mkdir(dir, 0700), 0);
}
END_TEST

/* First the file, then its folder: after either nothing is left and nothing is believed. */
START_TEST(failing_fsync_leaves_nothing)
{
    struct vault *v = vault_create(dir, NAME, key);

    ck_assert_int_eq(vault_write(v, plain, PLAIN_MAX), ST_OK);
    fsync_fails_in = _i;
    ck_assert_int_eq(vault_commit(v), ST_FAILED);
    ck_assert_int_eq(fsync_fails_in, 0);
    ck_assert_int_eq(vault_commit(v), ST_FAILED); /* not even when the disk says yes now */
    vault_close(v);
    ck_assert_ptr_null(vault_open(dir, NAME, key));
    ck_assert_int_eq(errno, ENOENT);
    ck_assert_int_eq(rmdir(dir), 0);
    ck_assert_int_eq(mkdir(dir, 0700), 0);
}
END_TEST

START_TEST(killed_writer_leaves_a_part_that_remove_takes)
{
    pid_t pid = fork();

    if (pid == 0) {
        struct vault *v = vault_create(dir, NAME, key);

        if (v == NULL || vault_write(v, plain, PLAIN_MAX) != ST_OK)
            _exit(1);
        kill(getpid(), SIGKILL);
    }
    ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
    ck_assert_ptr_null(vault_open(dir, NAME, key));
    ck_assert_int_eq(errno, ENOENT);
    ck_assert_ptr_null(vault_create(dir, NAME, key)); /* somebody may still be writing it */
    ck_assert_int_eq(vault_remove(dir, NAME), ST_OK);
    write_file(NAME, 100);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("vault");
    TCase *c = tcase_create("vault");
    SRunner *r = srunner_create(s);
    int bad;

    suite_add_tcase(s, c);
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_loop_test(c, what_is_written_is_read, 0, LENGTHS);
    tcase_add_test(c, size_on_disk_is_as_documented);
    tcase_add_test(c, plaintext_is_not_on_disk);
    tcase_add_test(c, flipped_bit_is_found_in_every_region);
    tcase_add_test(c, truncated_or_extended_file_is_refused);
    tcase_add_test(c, file_cut_under_an_open_reader_is_found);
    tcase_add_test(c, reordered_chunks_are_found);
    tcase_add_test(c, chunk_of_another_file_under_the_same_key_is_found);
    tcase_add_test(c, renamed_file_does_not_open);
    tcase_add_test(c, header_of_a_shorter_file_is_found);
    tcase_add_test(c, wrong_key_does_not_open);
    tcase_add_test(c, chunk_that_is_not_authentic_gives_nothing);
    tcase_add_test(c, written_bytes_can_be_patched_before_the_commit);
    tcase_add_test(c, a_file_being_written_can_be_read_back);
    tcase_add_test(c, patching_uses_a_new_nonce);
    tcase_add_test(c, closing_without_commit_leaves_nothing);
    tcase_add_test(c, a_file_that_is_there_is_not_replaced);
    tcase_add_test(c, after_commit_only_close);
    tcase_add_test(c, reader_cannot_write_or_seek_past_the_end);
    tcase_add_test(c, absent_file_and_bad_names);
    tcase_add_test(c, symlink_is_not_followed);
    tcase_add_loop_test(c, full_disk_fails_and_leaves_nothing, 0, 6);
    tcase_add_loop_test(c, failing_fsync_leaves_nothing, 1, 3);
    tcase_add_test(c, killed_writer_leaves_a_part_that_remove_takes);
    srunner_run_all(r, CK_ENV);
    bad = srunner_ntests_failed(r);
    srunner_free(r);
    return bad == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
