/* What is a good password, how one is compared, and that no more than so many are computed at once. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/problem.h"
#include "guard/failure.h"
#include "guard/password.h"
#include "guard/place.h"
#include "suite.h"

static struct arena *arena;
static char folder[] = "/tmp/koren-password.XXXXXX";
static struct config conf;

static void set_up(void)
{
    arena = arena_new(0);
    strcpy(folder, "/tmp/koren-password.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    conf = (struct config){ .lock_dir = folder, .scrypt_log2_n = 8, .scrypt_p = 1 };
}

static void tear_down(void)
{
    for (int i = 0; i < PASSWORD_PLACES; i++)
        unlink(arena_printf(arena, "%s/scrypt.%d", folder, i));
    rmdir(folder);
    arena_free(arena);
}

static const char *complaint(enum site site, const char *password, const char *const *words)
{
    struct problems p = problems_in(arena);
    const char *text;

    if (password_check(&p, "wachtwoord", site, password, words) == ST_OK)
        return "";
    text = problem_for(&p, "wachtwoord");
    return text == NULL ? "no words" : text;
}

START_TEST(length_is_counted_in_characters)
{
    ck_assert_ptr_nonnull(strstr(complaint(SITE_STAFF, "qjw fkz pvx bn", NULL), "15 tekens"));
    ck_assert_str_eq(complaint(SITE_STAFF, "qjw fkz pvx bnq", NULL), "");
    ck_assert_ptr_nonnull(strstr(complaint(SITE_PORTAL, "qjw fkz pvx", NULL), "12 tekens"));
    ck_assert_str_eq(complaint(SITE_PORTAL, "qjw fkz pvxb", NULL), "");
    /* Eleven characters of three bytes each. */
    ck_assert_ptr_nonnull(strstr(complaint(SITE_PORTAL, "漢字仮名交文五六七八", NULL), "12 tekens"));
    ck_assert_str_eq(complaint(SITE_PORTAL, "漢字仮名交文五六七八九十", NULL), "");
}
END_TEST

START_TEST(a_long_one_is_taken_and_too_long_a_one_refused)
{
    char long_one[PASSWORD_MAX + 2];

    for (int i = 0; i <= PASSWORD_MAX; i++)
        long_one[i] = (char)('a' + (i * 7 + i * i / 3) % 26);
    long_one[PASSWORD_MAX + 1] = '\0';
    ck_assert_ptr_nonnull(strstr(complaint(SITE_STAFF, long_one, NULL), "128 tekens"));
    long_one[PASSWORD_MAX] = '\0';
    ck_assert_str_eq(complaint(SITE_STAFF, long_one, NULL), "");
}
END_TEST

START_TEST(what_everybody_thinks_of_is_refused)
{
    static const char *const bad[] = { "aaaaaaaaaaaaaaaaaa", "123456789012345",   "passwordpassword", "wachtwoord12345",
                                       "welkomwelkom2024",   "qwertyuiopasdfghj", "letmeinletmein1",  "P@ssw0rdP@ssw0rd",
                                       "zomer2026zomer2026", "Amsterdam2024!!",   "abcdefghijklmnopq" };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(strstr(complaint(SITE_STAFF, bad[i], NULL), "te makkelijk te raden") != NULL, "%s is taken", bad[i]);
}
END_TEST

START_TEST(ones_own_words_do_not_help)
{
    static const char *const words[] = { "hilversumse", "zangvereniging", "de", NULL };
    const char *password = "hilversumse-zangvereniging";

    ck_assert_str_eq(complaint(SITE_STAFF, password, NULL), "");
    ck_assert_str_ne(complaint(SITE_STAFF, password, words), "");
}
END_TEST

START_TEST(no_kind_of_character_is_asked_for)
{
    ck_assert_str_eq(complaint(SITE_STAFF, "paarse fietsen eten gras", NULL), "");
    ck_assert_str_eq(complaint(SITE_STAFF, "83920174665029384", NULL), "");
}
END_TEST

START_TEST(right_is_right_and_all_else_is_wrong)
{
    struct credential cred, none = { .there = false };

    ck_assert_int_eq(password_derive(&conf, "vier paarse fietsen", &cred), ST_OK);
    ck_assert(cred.there);
    ck_assert_int_eq(password_verify(&conf, &cred, "vier paarse fietsen"), PASSWORD_RIGHT);
    ck_assert_int_eq(password_verify(&conf, &cred, "vier paarse fietse"), PASSWORD_WRONG);
    ck_assert_int_eq(password_verify(&conf, &cred, "vier paarse fietsen "), PASSWORD_WRONG);
    ck_assert_int_eq(password_verify(&conf, &cred, "Vier paarse fietsen"), PASSWORD_WRONG);
    ck_assert_int_eq(password_verify(&conf, &cred, ""), PASSWORD_WRONG);
    ck_assert_int_eq(password_verify(&conf, &none, ""), PASSWORD_WRONG);
    ck_assert_int_eq(password_verify(&conf, &none, "vier paarse fietsen"), PASSWORD_WRONG);
    cred.there = false;
    ck_assert_int_eq(password_verify(&conf, &cred, "vier paarse fietsen"), PASSWORD_WRONG);
    cred.there = true;
    cred.salt[0] ^= 1;
    ck_assert_int_eq(password_verify(&conf, &cred, "vier paarse fietsen"), PASSWORD_WRONG);
}
END_TEST

START_TEST(a_hash_of_nothing_is_no_password)
{
    struct credential cred;

    ck_assert_int_eq(password_derive(&conf, "", &cred), ST_OK);
    ck_assert_int_eq(password_verify(&conf, &cred, ""), PASSWORD_WRONG);
}
END_TEST

START_TEST(two_users_with_the_same_password_have_other_hashes)
{
    struct credential one, two;

    ck_assert_int_eq(password_derive(&conf, "vier paarse fietsen", &one), ST_OK);
    ck_assert_int_eq(password_derive(&conf, "vier paarse fietsen", &two), ST_OK);
    ck_assert_mem_ne(one.salt, two.salt, sizeof one.salt);
    ck_assert_mem_ne(one.hash, two.hash, sizeof one.hash);
}
END_TEST

START_TEST(a_cheaper_hash_is_outdated)
{
    struct credential cred = { .there = true, .log2_n = 8, .p = 1 };

    ck_assert(!password_outdated(&conf, &cred));
    conf.scrypt_p = 2;
    ck_assert(password_outdated(&conf, &cred));
    conf.scrypt_log2_n = 7;
    ck_assert(!password_outdated(&conf, &cred));
    cred.there = false;
    conf.scrypt_log2_n = 20;
    ck_assert(!password_outdated(&conf, &cred));
}
END_TEST

START_TEST(impossible_parameters_fail_and_never_let_in)
{
    struct credential cred = { .there = true, .log2_n = 63, .p = 1 };

    ck_assert_int_eq(password_verify(&conf, &cred, "x"), PASSWORD_ERROR);
    conf.scrypt_log2_n = 63;
    ck_assert_int_ne(password_derive(&conf, "vier paarse fietsen", &cred), ST_OK);
}
END_TEST

START_TEST(so_many_at_once_and_then_one_waits_in_vain)
{
    struct credential none = { .there = false };
    int place[PASSWORD_PLACES];
    int64_t began;

    for (int i = 0; i < PASSWORD_PLACES; i++) {
        place[i] = place_take(folder, PASSWORD_PLACES, 0);
        ck_assert_int_ge(place[i], 0);
    }
    began = clock_ticks();
    ck_assert_int_eq(place_take(folder, PASSWORD_PLACES, CLOCK_SECOND / 5), -1);
    ck_assert_int_ge(clock_ticks() - began, CLOCK_SECOND / 5);
    place_leave(place[2]);
    ck_assert_int_eq(password_verify(&conf, &none, "x"), PASSWORD_WRONG);
    place[2] = place_take(folder, PASSWORD_PLACES, 0);
    ck_assert_int_ge(place[2], 0);
    for (int i = 0; i < PASSWORD_PLACES; i++)
        place_leave(place[i]);
}
END_TEST

START_TEST(a_place_of_who_died_comes_free)
{
    pid_t pid = fork();
    int place, status;

    if (pid == 0) {
        _exit(place_take(folder, 1, 0) >= 0 ? 0 : 1);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(status, 0);
    place = place_take(folder, 1, 0);
    ck_assert_int_ge(place, 0);
    place_leave(place);
}
END_TEST

START_TEST(without_its_folder_nobody_comes_in)
{
    struct credential cred;

    ck_assert_int_eq(password_derive(&conf, "vier paarse fietsen", &cred), ST_OK);
    conf.lock_dir = arena_strdup(arena, "/nonexistent");
    ck_assert_int_eq(password_verify(&conf, &cred, "vier paarse fietsen"), PASSWORD_ERROR);
}
END_TEST

START_TEST(the_wait_doubles_from_one_second_to_fifteen_minutes)
{
    static const int64_t waits[] = { 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900 };

    for (unsigned i = 0; i < sizeof waits / sizeof waits[0]; i++)
        ck_assert_int_eq(failure_wait(i), waits[i]);
    ck_assert_int_eq(failure_wait(4000000000u), 900);
}
END_TEST

int main(void)
{
    return SUITE_RUN("password", set_up, tear_down, length_is_counted_in_characters, a_long_one_is_taken_and_too_long_a_one_refused,
                     what_everybody_thinks_of_is_refused, ones_own_words_do_not_help, no_kind_of_character_is_asked_for,
                     right_is_right_and_all_else_is_wrong, a_hash_of_nothing_is_no_password, two_users_with_the_same_password_have_other_hashes,
                     a_cheaper_hash_is_outdated, impossible_parameters_fail_and_never_let_in, so_many_at_once_and_then_one_waits_in_vain,
                     a_place_of_who_died_comes_free, without_its_folder_nobody_comes_in, the_wait_doubles_from_one_second_to_fifteen_minutes);
}
