#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zip.h>

#include "avg/scratch.h"
#include "avg/zip.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/vault.h"

#define NAME "00112233445566778899aabbccddeeff"
#define MADE ((int64_t)1795560672 * CLOCK_SECOND)

static struct arena *a;
static char dir[] = "/tmp/koren-zip-XXXXXX";
static uint8_t key[KEY_BYTES];

static void set_up(void)
{
    a = arena_new(0);
    memcpy(dir + sizeof dir - 7, "XXXXXX", 6);
    ck_assert_ptr_nonnull(mkdtemp(dir));
    random_bytes(key, sizeof key);
    /* What these tests provoke is logged; they look at what comes back. */
    ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));
}

static void tear_down(void)
{
    arena_free(a);
    ck_assert_int_eq(vault_remove(dir, NAME), ST_OK);
    ck_assert_int_eq(rmdir(dir), 0); /* nothing else is left */
}

/* An input that counts from 0 and can be wrong in each way. */
struct counter {
    uint64_t size, at, fail_at;
    unsigned opened, closed;
    bool no_open;
};

static uint8_t byte_at(uint64_t i)
{
    return (uint8_t)(i * 2654435761u >> 13);
}

static enum status counter_open(void *ctx)
{
    struct counter *c = ctx;

    c->at = 0;
    c->opened += !c->no_open;
    return c->no_open ? ST_NOT_FOUND : ST_OK;
}

static enum status counter_read(void *ctx, void *p, size_t n, size_t *got)
{
    struct counter *c = ctx;
    uint8_t *to = p;

    if (c->fail_at > 0 && c->at >= c->fail_at)
        return ST_FAILED;
    *got = n < c->size - c->at ? n : (size_t)(c->size - c->at);
    for (size_t i = 0; i < *got; i++)
        to[i] = byte_at(c->at + i);
    c->at += *got;
    return ST_OK;
}

static void counter_close(void *ctx)
{
    struct counter *c = ctx;

    c->closed++;
}

static struct zip_input counter_input(struct counter *c)
{
    return (struct zip_input){ .open = counter_open, .read = counter_read, .close = counter_close, .ctx = c };
}

/* The whole vault as libzip sees it. */
static zip_t *reopen(void)
{
    struct vault *v = vault_open(dir, NAME, key);
    size_t n = vault_length(v), got;
    uint8_t *bytes = arena_alloc(a, n);
    zip_error_t error;
    zip_t *z;

    ck_assert_int_eq(vault_read(v, bytes, n, &got), ST_OK);
    ck_assert_uint_eq(got, n);
    vault_close(v);
    zip_error_init(&error);
    z = zip_open_from_source(zip_source_buffer_create(bytes, n, 0, &error), ZIP_CHECKCONS | ZIP_RDONLY, &error);
    ck_assert_ptr_nonnull(z);
    return z;
}

static void check_entry(zip_t *z, const char *name, uint64_t size, zip_uint16_t method)
{
    zip_file_t *f = zip_fopen(z, name, ZIP_FL_ENC_UTF_8);
    uint8_t *bytes = arena_alloc(a, size + 1);
    zip_stat_t st;

    ck_assert_ptr_nonnull(f);
    ck_assert_int_eq(zip_fread(f, bytes, size + 1), (zip_int64_t)size);
    ck_assert_int_eq(zip_fclose(f), 0); /* the CRC is right */
    for (uint64_t i = 0; i < size; i++)
        if (bytes[i] != byte_at(i))
            ck_abort_msg("byte %llu of %s", (unsigned long long)i, name);
    ck_assert_int_eq(zip_stat(z, name, ZIP_FL_ENC_UTF_8, &st), 0);
    ck_assert_uint_eq(st.comp_method, method);
}

START_TEST(entries_come_back_byte_for_byte)
{
    static const uint64_t sizes[] = { 0, 1, 8192, VAULT_CHUNK, 1024 * 1024, 3 * 1024 * 1024 + 17 };
    struct counter counters[6] = { 0 };
    struct vault *v = vault_create(dir, NAME, key);
    struct zip_sink sink = zip_sink_vault(v);
    struct zip_writer *w = zip_writer_new(a, &sink, MADE);
    zip_t *z;

    for (unsigned i = 0; i < 6; i++) {
        struct zip_input in = counter_input(&counters[i]);

        counters[i].size = sizes[i];
        ck_assert_int_eq(zip_writer_input(w, arena_printf(a, "map/é%u", i), &in, sizes[i], i % 2 == 1), ST_OK);
    }
    ck_assert_int_eq(zip_writer_bytes(w, "tekst.txt", "hallo", 5, false), ST_OK);
    ck_assert_int_eq(zip_writer_finish(w, NULL, NULL), ST_OK);
    ck_assert_int_eq(vault_commit(v), ST_OK);
    vault_close(v);
    z = reopen();
    ck_assert_int_eq(zip_get_num_entries(z, 0), 7);
    for (unsigned i = 0; i < 6; i++) {
        check_entry(z, arena_printf(a, "map/é%u", i), sizes[i], i % 2 == 1 && sizes[i] > 0 ? ZIP_CM_DEFLATE : ZIP_CM_STORE);
        ck_assert_uint_eq(counters[i].opened, counters[i].closed);
    }
    zip_discard(z);
}
END_TEST

START_TEST(the_same_name_twice_is_refused)
{
    struct vault *v = vault_create(dir, NAME, key);
    struct zip_sink sink = zip_sink_vault(v);
    struct zip_writer *w = zip_writer_new(a, &sink, MADE);

    ck_assert_int_eq(zip_writer_bytes(w, "a", "1", 1, false), ST_OK);
    ck_assert_int_eq(zip_writer_bytes(w, "a", "2", 1, false), ST_FAILED);
    vault_close(v);
}
END_TEST

/* Each way an input can be wrong: the archive fails with the input's status, and what was opened is closed. */
START_TEST(a_wrong_input_fails_the_archive)
{
    static const struct counter wrong[] = {
        { .size = 4000000, .fail_at = 2000000 }, { .size = 3999999 }, { .size = 4000001 }, { .size = 4000000, .no_open = true }
    };
    static const enum status want[] = { ST_FAILED, ST_FAILED, ST_FAILED, ST_NOT_FOUND };
    struct counter c = wrong[_i];
    struct vault *v = vault_create(dir, NAME, key);
    struct zip_sink sink = zip_sink_vault(v);
    struct zip_writer *w = zip_writer_new(a, &sink, MADE);
    struct zip_input in = counter_input(&c);

    ck_assert_int_eq(zip_writer_input(w, "a", &in, 4000000, false), ST_OK);
    ck_assert_int_eq(zip_writer_finish(w, NULL, NULL), want[_i]);
    ck_assert_uint_eq(c.opened, c.closed);
    vault_close(v);
}
END_TEST

static enum status stop_half_way(void *ctx, uint64_t done, uint64_t total)
{
    uint64_t *last = ctx;

    ck_assert_uint_eq(total, 10000000);
    ck_assert_uint_ge(done, *last);
    *last = done;
    return done > total / 2 ? ST_CONFLICT : ST_OK;
}

START_TEST(progress_is_told_and_can_stop_it)
{
    struct counter c = { .size = 10000000 };
    struct vault *v = vault_create(dir, NAME, key);
    struct zip_sink sink = zip_sink_vault(v);
    struct zip_writer *w = zip_writer_new(a, &sink, MADE);
    struct zip_input in = counter_input(&c);
    uint64_t last = 0;

    ck_assert_int_eq(zip_writer_input(w, "a", &in, c.size, false), ST_OK);
    ck_assert_int_eq(zip_writer_finish(w, stop_half_way, &last), ST_CONFLICT);
    ck_assert_uint_gt(last, c.size / 2);
    ck_assert_uint_lt(last, c.size * 3 / 4);
    vault_close(v);
}
END_TEST

/* A writer that is not finished gives everything back (AddressSanitizer and valgrind look). */
START_TEST(a_writer_may_be_left_unfinished)
{
    struct counter c = { .size = 10 };
    struct vault *v = vault_create(dir, NAME, key);
    struct zip_sink sink = zip_sink_vault(v);
    struct zip_writer *w = zip_writer_new(a, &sink, MADE);
    struct zip_input in = counter_input(&c);

    ck_assert_int_eq(zip_writer_input(w, "a", &in, c.size, false), ST_OK);
    arena_reset(a);
    vault_close(v);
}
END_TEST

START_TEST(a_scratch_gives_back_what_went_in)
{
    static const size_t sizes[] = { 0, 1, SCRATCH_MEMORY, SCRATCH_MEMORY + 1, 5 * SCRATCH_MEMORY };
    struct scratch *s = scratch_new(a, dir);
    size_t size = sizes[_i], got, read = 0;
    uint8_t piece[1000];
    char before[65], after[65];
    struct zip_sink sink = scratch_sink(s);
    struct zip_input in = scratch_input(s);

    for (size_t i = 0; i < size; i += sizeof piece) {
        size_t n = size - i < sizeof piece ? size - i : sizeof piece;

        for (size_t j = 0; j < n; j++)
            piece[j] = byte_at(i + j);
        ck_assert_int_eq(scratch_write(s, piece, n), ST_OK);
    }
    ck_assert_uint_eq(scratch_size(s), size);
    ck_assert_int_eq(scratch_sha256(s, before), ST_OK);
    for (int round = 0; round < 2; round++, read = 0) {
        ck_assert_int_eq(in.open(in.ctx), ST_OK);
        do {
            ck_assert_int_eq(in.read(in.ctx, piece, sizeof piece, &got), ST_OK);
            for (size_t j = 0; j < got; j++, read++)
                if (piece[j] != byte_at(read))
                    ck_abort_msg("byte %llu", (unsigned long long)read);
        } while (got > 0);
        ck_assert_uint_eq(read, size);
    }
    /* Going back to fill something in. */
    if (size > 0) {
        ck_assert_int_eq(sink.seek(sink.ctx, 0), ST_OK);
        ck_assert_int_eq(sink.write(sink.ctx, "x", 1), ST_OK);
        ck_assert_uint_eq(sink.tell(sink.ctx), 1);
        ck_assert_uint_eq(scratch_size(s), size);
        ck_assert_int_eq(scratch_sha256(s, after), ST_OK);
        ck_assert_str_ne(before, after);
    }
}
END_TEST

START_TEST(types_that_are_compressed_are_known)
{
    ck_assert(zip_is_compressed("application/pdf"));
    ck_assert(zip_is_compressed("image/jpeg"));
    ck_assert(zip_is_compressed("application/vnd.openxmlformats-officedocument.wordprocessingml.document"));
    ck_assert(!zip_is_compressed("text/plain"));
    ck_assert(!zip_is_compressed("image/tiff"));
    ck_assert(!zip_is_compressed("application/msword"));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("zip");
    TCase *t = tcase_create("all");
    SRunner *r;
    int failed;

    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, entries_come_back_byte_for_byte);
    tcase_add_test(t, the_same_name_twice_is_refused);
    tcase_add_loop_test(t, a_wrong_input_fails_the_archive, 0, 4);
    tcase_add_test(t, progress_is_told_and_can_stop_it);
    tcase_add_test(t, a_writer_may_be_left_unfinished);
    tcase_add_loop_test(t, a_scratch_gives_back_what_went_in, 0, 5);
    tcase_add_test(t, types_that_are_compressed_are_known);
    suite_add_tcase(s, t);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
