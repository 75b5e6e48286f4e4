/* Uploads, the store, the spool and documents: on a state folder of the test's own, and a real MariaDB for the rows. */
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/document.h"
#include "model/media.h"
#include "model/relation.h"
#include "model_db.h"

static char folder[] = "/tmp/koren-store-XXXXXX";
static struct problems p;

static const char PDF[] = "%PDF-1.7\nniet echt\n";

static void set_up(void)
{
    model_set_up();
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    free(conf->state_dir);
    free(conf->spool_dir);
    conf->state_dir = strdup(folder);
    conf->spool_dir = malloc(200);
    snprintf(conf->spool_dir, 200, "%s/spool", folder);
    ck_assert_int_eq(mkdir(conf->spool_dir, 0700), 0);
    p = problems_in(arena);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *f)
{
    (void)st;
    (void)kind;
    (void)f;
    return remove(path);
}

static void tear_down(void)
{
    model_tear_down();
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static unsigned files;
static char last_file[300];

static int count_one(const char *path, const struct stat *st, int kind, struct FTW *f)
{
    (void)f;
    if (kind == FTW_F && S_ISREG(st->st_mode)) {
        files++;
        snprintf(last_file, sizeof last_file, "%s", path);
    }
    return 0;
}

static unsigned files_left(void)
{
    files = 0;
    nftw(folder, count_one, 8, FTW_PHYS);
    return files;
}

static enum status receive(const char *name, const void *bytes, size_t n, struct upload *u)
{
    struct receiver *r = receive_open(conf, arena, name);
    enum status st = ST_OK;

    ck_assert_ptr_nonnull(r);
    for (size_t i = 0; i < n && st == ST_OK; i += 7)
        st = receive_piece(r, (const char *)bytes + i, n - i < 7 ? n - i : 7);
    if (st == ST_OK)
        return receive_close(r, &p, u);
    receive_abort(r);
    return st;
}

static struct record *new_relation(void)
{
    struct record *r = record_new(arena, &relation_entity);
    bool *mask = arena_array(arena, relation_entity.count, sizeof *mask);

    record_set(r, "last_name", "Jansen");
    mask[field_index(&relation_entity, "last_name")] = true;
    ck_assert_int_eq(relation_create(&model, r, mask), ST_OK);
    return r;
}

static void check_file(const char *path, const char *expected)
{
    char bytes[200] = "";
    int fd = open(path, O_RDONLY);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(read(fd, bytes, sizeof bytes), (ssize_t)strlen(expected));
    ck_assert_str_eq(bytes, expected);
    close(fd);
}

MODEL_TEST(a_document_goes_in_and_comes_out_and_is_not_readable_in_between)
{
    struct record *one = new_relation(), *two = new_relation(), *d;
    char store_name[33], spool_name[33], path[300], raw[4000];
    uint8_t key[KEY_BYTES];
    struct upload u;
    uint64_t id;
    ssize_t n;
    int fd;

    test_actor.name = "M. de Vries";
    ck_assert_int_eq(receive("C:\\map\\brief.PDF", PDF, sizeof PDF - 1, &u), ST_OK);
    ck_assert_str_eq(u.file_name, "brief.PDF");
    ck_assert_str_eq(u.media_type, "application/pdf");
    ck_assert_uint_eq(u.size, sizeof PDF - 1);
    ck_assert_int_eq(document_add(&model, one->id, &u, "Brief van de gemeente", "brief", true, &id), ST_OK);
    ck_assert_uint_eq(files_left(), 1);
    fd = open(last_file, O_RDONLY);
    n = read(fd, raw, sizeof raw);
    close(fd);
    ck_assert_int_gt(n, 0);
    ck_assert_ptr_null(memmem(raw, (size_t)n, "%PDF", 4));
    ck_assert_int_eq(document_key(&model, two->id, id, &d, store_name, key), ST_NOT_FOUND);
    ck_assert_int_eq(document_key(&model, one->id, id, &d, store_name, key), ST_OK);
    ck_assert_str_eq(record_get(d, "title"), "Brief van de gemeente");
    ck_assert_str_eq(record_get(d, "author"), "M. de Vries");
    ck_assert_str_eq(record_get(d, "size"), "19");
    ck_assert_str_eq(record_get(d, "sha256"), u.sha256);
    ck_assert_int_eq(store_spool(conf, STORE_DOCUMENTS, store_name, key, spool_name), ST_OK);
    snprintf(path, sizeof path, "%s/%s", conf->spool_dir, spool_name);
    check_file(path, PDF);
    arena_reset(arena); /* a document that has its row stays */
    ck_assert_uint_eq(files_left(), 2);
    key[0] ^= 1;
    ck_assert_int_ne(store_spool(conf, STORE_DOCUMENTS, store_name, key, spool_name), ST_OK);
    ck_assert_uint_eq(files_left(), 2); /* nothing in the spool of what did not open */
}

START_TEST(what_is_not_kept_leaves_nothing)
{
    struct upload u;
    struct receiver *r;

    ck_assert_int_eq(receive("brief.pdf", PDF, sizeof PDF - 1, &u), ST_OK);
    ck_assert_uint_eq(files_left(), 1);
    arena_reset(arena); /* the request ends without document_add() */
    ck_assert_uint_eq(files_left(), 0);
    r = receive_open(conf, arena, "brief.pdf");
    ck_assert_int_eq(receive_piece(r, PDF, 10), ST_OK);
    receive_abort(r);
    ck_assert_uint_eq(files_left(), 0);
    r = receive_open(conf, arena, "brief.pdf");
    ck_assert_int_eq(receive_piece(r, PDF, 10), ST_OK);
    arena_reset(arena); /* the browser went away */
    ck_assert_uint_eq(files_left(), 0);
}
END_TEST

MODEL_TEST(a_file_whose_row_did_not_stay_is_removed)
{
    struct record *one = new_relation();
    struct upload u;
    uint64_t id;

    ck_assert_int_eq(receive("brief.pdf", PDF, sizeof PDF - 1, &u), ST_OK);
    ck_assert_int_eq(document_add(&model, one->id, &u, NULL, NULL, false, &id), ST_OK);
    receive_abort(u.receiver); /* what the web does after a roll-back */
    ck_assert_uint_eq(files_left(), 0);
}

static const struct {
    const char *name, *bytes;
} refused[] = {
    { "brief.pdf", "" },
    { "", "%PDF-1.7" },
    { "brief", "%PDF-1.7" },
    { ".pdf", "%PDF-1.7" },
    { "brief.exe", "MZ..." },
    { "brief.html", "<html>" },
    { "brief.svg", "<svg>" },
    { "brief.pdf.js", "alert(1)" },
    { "brief.pdf", "MZ%PDF-1.7" },
    { "foto.jpg", "%PDF-1.7" },
    { "foto.png", "GIF89a" },
    { "brief.docx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" },
    { "lijst.txt", "tekst <SCRIPT>alert(1)</SCRIPT>" },
    { "lijst.csv", "<!DOCTYPE html>" },
    { "post.eml", "geen kopregel" },
};

START_TEST(files_that_are_not_what_they_say_are_refused)
{
    struct upload u;

    ck_assert_int_eq(receive(refused[_i].name, refused[_i].bytes, strlen(refused[_i].bytes), &u), ST_INVALID);
    ck_assert_ptr_nonnull(problem_for(&p, "bestand"));
    ck_assert_uint_eq(files_left(), 0);
}
END_TEST

static const struct {
    const char *name, *type, *bytes;
    size_t n;
} accepted[] = {
    { "a.pdf", "application/pdf", "%PDF-1.4", 8 },
    { "a.JPEG", "image/jpeg", "\xff\xd8\xff\xe0", 4 },
    { "a.png", "image/png", "\x89PNG\r\n\x1a\n", 8 },
    { "a.gif", "image/gif", "GIF87a", 6 },
    { "a.webp", "image/webp", "RIFF\0\0\0\0WEBP", 12 },
    { "a.heic", "image/heic",
      "\0\0\0\x18"
      "ftypheic",
      12 },
    { "a.tif", "image/tiff", "MM\0*", 4 },
    { "a.odt", "application/vnd.oasis.opendocument.text", "PK\x03\x04", 4 },
    { "a.doc", "application/msword", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8 },
    { "a.rtf", "application/rtf", "{\\rtf1", 6 },
    { "a.txt", "text/plain", "caf\xe9", 4 }, /* an older character set */
    { "a.csv", "text/csv", "a;b\n1;2", 7 },
    { "a.eml", "message/rfc822", "Received: x", 11 },
    { "a.b.mp4", "video/mp4",
      "\0\0\0\x18"
      "ftypmp42",
      12 },
};

START_TEST(files_on_the_list_are_accepted)
{
    struct upload u;

    ck_assert_int_eq(receive(accepted[_i].name, accepted[_i].bytes, accepted[_i].n, &u), ST_OK);
    ck_assert_str_eq(u.media_type, accepted[_i].type);
}
END_TEST

START_TEST(a_file_that_is_too_large_is_stopped)
{
    struct upload u;

    conf->upload_max = 18;
    ck_assert_int_eq(receive("brief.pdf", PDF, sizeof PDF - 1, &u), ST_INVALID);
    ck_assert_uint_eq(files_left(), 0);
    conf->upload_max = 19;
    ck_assert_int_eq(receive("brief.pdf", PDF, sizeof PDF - 1, &u), ST_OK);
}
END_TEST

/* What is refused by its name is not written while it comes in, however much there is of it. */
START_TEST(a_refused_kind_takes_no_room)
{
    struct receiver *r = receive_open(conf, arena, "groot.exe");
    static char piece[1 << 20];
    struct upload u;
    struct stat st;

    for (int i = 0; i < 20; i++)
        ck_assert_int_eq(receive_piece(r, piece, sizeof piece), ST_OK);
    files_left();
    ck_assert_int_eq(stat(last_file, &st), 0);
    ck_assert_int_lt(st.st_size, 1 << 20);
    ck_assert_int_eq(receive_close(r, &p, &u), ST_INVALID);
    ck_assert_uint_eq(files_left(), 0);
}
END_TEST

START_TEST(memory_stays_flat_however_much_comes_in)
{
    static char piece[1 << 16];
    struct receiver *r = receive_open(conf, arena, "groot.txt");
    size_t used = arena_used(arena);
    struct upload u;

    memset(piece, 'x', sizeof piece);
    for (int i = 0; i < 512; i++)
        ck_assert_int_eq(receive_piece(r, piece, sizeof piece), ST_OK);
    ck_assert_uint_eq(arena_used(arena), used);
    ck_assert_int_eq(receive_close(r, &p, &u), ST_OK);
    ck_assert_uint_eq(u.size, 32 << 20);
}
END_TEST

START_TEST(names_are_made_safe)
{
    static const char *const names[][2] = {
        { "../../etc/passwd.txt", "passwd.txt" },
        { "a\\b/c.txt", "c.txt" },
        { "  bri\xc3\xa9"
          "f.txt ",
          "bri\xc3\xa9"
          "f.txt" },
    };
    struct upload u;
    char longest[400];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ck_assert_int_eq(receive(names[i][0], "x", 1, &u), ST_OK);
        ck_assert_str_eq(u.file_name, names[i][1]);
    }
    for (size_t i = 0; i < 300; i += 2)
        memcpy(longest + i, "\xc3\xa9", 2);
    memcpy(longest + 300, ".txt", 5);
    ck_assert_int_eq(receive(longest, "x", 1, &u), ST_OK);
    ck_assert_uint_le(strlen(u.file_name), 255);
    ck_assert_str_eq(u.file_name + strlen(u.file_name) - 6, "\xc3\xa9.txt");
    ck_assert_int_eq(receive("slecht\x01.txt", "x", 1, &u), ST_INVALID);
    ck_assert_int_eq(receive("om\xe2\x80\xaetxt.exe", "x", 1, &u), ST_INVALID); /* reversed: shows as another kind */
}
END_TEST

START_TEST(store_names_are_ours_only)
{
    uint8_t key[KEY_BYTES] = { 0 };

    ck_assert_ptr_null(store_open(conf, STORE_DOCUMENTS, "../../../etc/passwd", key));
    ck_assert_ptr_null(store_open(conf, STORE_DOCUMENTS, "", key));
    ck_assert_ptr_null(store_open(conf, STORE_DOCUMENTS, "00112233445566778899aabbccddeefg", key));
    ck_assert_int_eq(store_remove(conf, STORE_DOCUMENTS, "../x"), ST_FAILED);
    ck_assert_int_eq(store_remove(conf, STORE_DOCUMENTS, "00112233445566778899aabbccddeeff"), ST_OK); /* absent is fine */
}
END_TEST

static void old(const char *path)
{
    struct timespec t[2] = { { .tv_sec = 1000000 }, { .tv_sec = 1000000 } };

    ck_assert_int_eq(utimensat(AT_FDCWD, path, t, 0), 0);
}

MODEL_TEST(the_sweeper_removes_what_has_no_row_and_is_old)
{
    struct record *one = new_relation();
    struct upload kept, young, orphan;
    char path[300];
    uint64_t id;
    unsigned removed;
    FILE *f;

    ck_assert_int_eq(receive("a.pdf", PDF, sizeof PDF - 1, &kept), ST_OK);
    ck_assert_int_eq(document_add(&model, one->id, &kept, NULL, NULL, false, &id), ST_OK);
    ck_assert_int_eq(receive("b.pdf", PDF, sizeof PDF - 1, &young), ST_OK);
    ck_assert_int_eq(receive("c.pdf", PDF, sizeof PDF - 1, &orphan), ST_OK);
    snprintf(path, sizeof path, "%s/documents/%.2s/%s", folder, kept.store_name, kept.store_name);
    old(path);
    snprintf(path, sizeof path, "%s/documents/%.2s/%s", folder, orphan.store_name, orphan.store_name);
    old(path);
    snprintf(path, sizeof path, "%s/documents/%.2s/%s.part", folder, orphan.store_name, orphan.store_name);
    f = fopen(path, "w");
    fclose(f);
    old(path);
    snprintf(path, sizeof path, "%s/documents/%.2s/README", folder, orphan.store_name);
    f = fopen(path, "w"); /* none of ours */
    fclose(f);
    old(path);
    ck_assert_int_eq(store_sweep(conf, db, STORE_DOCUMENTS, &removed), ST_OK);
    ck_assert_uint_eq(removed, 2);
    ck_assert_uint_eq(files_left(), 3);
}

START_TEST(the_spool_is_emptied_after_its_time)
{
    char path[300];
    unsigned removed;
    FILE *f;

    snprintf(path, sizeof path, "%s/00112233445566778899aabbccddeeff", conf->spool_dir);
    f = fopen(path, "w");
    fclose(f);
    ck_assert_int_eq(spool_sweep(conf, &removed), ST_OK);
    ck_assert_uint_eq(removed, 0);
    old(path);
    ck_assert_int_eq(spool_sweep(conf, &removed), ST_OK);
    ck_assert_uint_eq(removed, 1);
}
END_TEST

START_TEST(room_is_asked_of_the_disk)
{
    ck_assert(!store_room(conf, UINT64_MAX));
    ck_assert(!store_room(conf, (uint64_t)1 << 60));
    free(conf->state_dir);
    conf->state_dir = strdup("/nergens");
    ck_assert(!store_room(conf, 0));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("document");
    TCase *c = tcase_create("document");

    suite_add_tcase(s, c);
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, a_document_goes_in_and_comes_out_and_is_not_readable_in_between);
    tcase_add_test(c, a_file_whose_row_did_not_stay_is_removed);
    tcase_add_test(c, what_is_not_kept_leaves_nothing);
    tcase_add_loop_test(c, files_that_are_not_what_they_say_are_refused, 0, sizeof refused / sizeof *refused);
    tcase_add_loop_test(c, files_on_the_list_are_accepted, 0, sizeof accepted / sizeof *accepted);
    tcase_add_test(c, a_file_that_is_too_large_is_stopped);
    tcase_add_test(c, a_refused_kind_takes_no_room);
    tcase_add_test(c, memory_stays_flat_however_much_comes_in);
    tcase_add_test(c, names_are_made_safe);
    tcase_add_test(c, store_names_are_ours_only);
    tcase_add_test(c, the_sweeper_removes_what_has_no_row_and_is_old);
    tcase_add_test(c, the_spool_is_emptied_after_its_time);
    tcase_add_test(c, room_is_asked_of_the_disk);
    return model_tests_run(s);
}
