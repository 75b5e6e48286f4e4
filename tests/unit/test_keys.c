#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"
#include "base/keys.h"
#include "suite.h"

#define ALL (KEYS_MASK(KEY_RELATION) | KEYS_MASK(KEY_LOOKUP) | KEYS_MASK(KEY_EXPORT) | KEYS_MASK(KEY_FORM) | KEYS_MASK(KEY_SHARE))

static const char *const files[] = { "relation.key", "lookup.key", "export.key", "form.key", "share.key" };
static char dir[] = "/tmp/koren-keys-XXXXXX";
static struct config c = { .key_dir = dir };

static const char *path_of(const char *name)
{
    static char path[128];

    snprintf(path, sizeof path, "%s/%s", dir, name);
    return path;
}

static void set_up(void)
{
    memcpy(dir + sizeof dir - 7, "XXXXXX", 6);
    ck_assert_ptr_nonnull(mkdtemp(dir));
    ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));
}

static void tear_down(void)
{
    for (size_t i = 0; i < KEY_COUNT; i++)
        unlink(path_of(files[i]));
    ck_assert_int_eq(rmdir(dir), 0); /* no half key is left */
}

/* form.key with this text and mode. */
static void put(const char *text, mode_t mode)
{
    FILE *f;

    unlink(path_of("form.key"));
    f = fopen(path_of("form.key"), "w");
    fputs(text, f);
    fclose(f);
    ck_assert_int_eq(chmod(path_of("form.key"), mode), 0);
}

static bool loads(unsigned wanted)
{
    struct keys *k = keys_load(&c, wanted);
    bool ok = k != NULL;

    keys_free(k);
    return ok;
}

#define HEX "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

START_TEST(created_keys_load_and_differ)
{
    struct stat st;
    struct keys *k;

    ck_assert(keys_create(&c));
    for (size_t i = 0; i < KEY_COUNT; i++) {
        ck_assert_int_eq(stat(path_of(files[i]), &st), 0);
        ck_assert_int_eq(st.st_mode & 07777, 0400);
        ck_assert_int_eq(st.st_size, 65);
    }
    k = keys_load(&c, ALL);
    ck_assert_ptr_nonnull(k);
    for (int i = 0; i < KEY_COUNT; i++)
        for (int j = 0; j < i; j++)
            ck_assert_mem_ne(k->key[i], k->key[j], KEY_BYTES);
    keys_free(k);
}
END_TEST

START_TEST(only_what_is_wanted_is_read)
{
    struct keys *k;

    put(HEX "\n", 0400);
    k = keys_load(&c, KEYS_MASK(KEY_FORM));
    ck_assert_ptr_nonnull(k);
    ck_assert(k->have[KEY_FORM] && !k->have[KEY_RELATION]);
    ck_assert_uint_eq(k->key[KEY_FORM][1], 0x11);
    keys_free(k);
    ck_assert(!loads(KEYS_MASK(KEY_FORM) | KEYS_MASK(KEY_EXPORT)));
    ck_assert(loads(0));
}
END_TEST

START_TEST(a_key_that_is_there_is_never_replaced)
{
    struct keys *k;

    put(HEX "\n", 0400);
    ck_assert(keys_create(&c));
    ck_assert(keys_create(&c));
    k = keys_load(&c, ALL);
    ck_assert_ptr_nonnull(k);
    ck_assert_uint_eq(k->key[KEY_FORM][1], 0x11);
    keys_free(k);
}
END_TEST

START_TEST(an_interrupted_creation_is_finished)
{
    int fd = open(path_of("form.key.part"), O_WRONLY | O_CREAT, 0400);

    ck_assert_int_eq(write(fd, "0011", 4), 4);
    close(fd);
    ck_assert(keys_create(&c));
    ck_assert(loads(ALL));
}
END_TEST

START_TEST(readable_by_others_is_refused)
{
    static const mode_t bad[] = { 0440, 0404, 0600 | 0020, 0601, 0410 };

    for (size_t i = 0; i < 5; i++) {
        put(HEX "\n", bad[i]);
        ck_assert_msg(!loads(KEYS_MASK(KEY_FORM)), "%04o", (unsigned)bad[i]);
    }
    put(HEX "\n", 0600);
    ck_assert(loads(KEYS_MASK(KEY_FORM)));
}
END_TEST

START_TEST(anything_but_64_digits_is_refused)
{
    static const char *const bad[] = { "", "\n", "0011", HEX "00", HEX "\n\n", HEX " ", HEX "\r\n", "x" HEX, "zz" HEX };

    put(HEX, 0400);
    ck_assert(loads(KEYS_MASK(KEY_FORM)));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        put(bad[i], 0400);
        ck_assert_msg(!loads(KEYS_MASK(KEY_FORM)), "sample %zu", i);
    }
}
END_TEST

START_TEST(links_folders_and_pipes_are_refused)
{
    put(HEX "\n", 0400);
    ck_assert_int_eq(symlink("form.key", path_of("lookup.key")), 0);
    ck_assert(!loads(KEYS_MASK(KEY_LOOKUP)));
    ck_assert_int_eq(mkfifo(path_of("export.key"), 0600), 0);
    ck_assert(!loads(KEYS_MASK(KEY_EXPORT)));
    ck_assert_int_eq(mkdir(path_of("relation.key"), 0700), 0);
    ck_assert(!loads(KEYS_MASK(KEY_RELATION)));
    ck_assert_int_eq(rmdir(path_of("relation.key")), 0);
}
END_TEST

START_TEST(no_folder_no_keys)
{
    struct config nowhere = { .key_dir = (char *)"/nonexistent" };

    ck_assert(!keys_create(&nowhere));
    ck_assert_ptr_null(keys_load(&nowhere, KEYS_MASK(KEY_FORM)));
    keys_free(NULL);
}
END_TEST

int main(void)
{
    return SUITE_RUN("keys", set_up, tear_down, created_keys_load_and_differ, only_what_is_wanted_is_read, a_key_that_is_there_is_never_replaced,
                     an_interrupted_creation_is_finished, readable_by_others_is_refused, anything_but_64_digits_is_refused,
                     links_folders_and_pipes_are_refused, no_folder_no_keys);
}
