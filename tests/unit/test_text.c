#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/text.h"
#include "suite.h"

static struct arena *a;

static void set_up(void)
{
    a = arena_new(0);
}

static void tear_down(void)
{
    arena_free(a);
}

static enum text_fault check(const char *s)
{
    return text_check(s, strlen(s), false);
}

START_TEST(every_letter_is_accepted)
{
    ck_assert_int_eq(check(""), TEXT_FINE);
    ck_assert_int_eq(check("Jan de Vries-O'Brien"), TEXT_FINE);
    ck_assert_int_eq(check("Şükrü Yıldız Łukasz Ærø Ĳsbrand Ñandú"), TEXT_FINE);
    ck_assert_int_eq(check("Ελένη Дмитрий محمد 山田太郎 한국어 עברית हिन्दी"), TEXT_FINE);
    ck_assert_int_eq(check("\xf0\x9f\x98\x80"), TEXT_FINE);         /* U+1F600 */
    ck_assert_int_eq(check("\xf4\x8f\xbf\xbd"), TEXT_FINE);         /* U+10FFFD */
    ck_assert_int_eq(check("\xe2\x80\x8d\xe2\x80\x8c"), TEXT_FINE); /* joiners, which Persian and emoji need */
}
END_TEST

START_TEST(what_is_not_utf8_is_refused)
{
    static const char *const bad[] = {
        "\x80",
        "\xbf",
        "\xc3",
        "\xc3(",
        "\xc0\xaf",
        "\xc1\xbf",
        "\xe0\x80\xaf",
        "\xe0\x9f\xbf",
        "\xe2\x82",
        "\xed\xa0\x80",
        "\xed\xbf\xbf",
        "\xf0\x80\x80\xaf",
        "\xf0\x8f\xbf\xbf",
        "\xf0\x9f\x98",
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xf8\x88\x80\x80\x80",
        "\xfe",
        "\xff",
        "abc\xff",
        "\xef\xbf\xbe",
        "\xef\xbf\xbf",
        "\xef\xb7\x90",
        "\xef\xb7\xaf",
        "\xf0\x9f\xbf\xbe",
        "\xf4\x8f\xbf\xbf",
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(check(bad[i]) == TEXT_BAD_UTF8, "sample %zu", i);
    /* Cut inside a character, with more behind it that is not looked at. */
    ck_assert_int_eq(text_check("\xc3\xa9", 1, false), TEXT_BAD_UTF8);
}
END_TEST

START_TEST(control_characters_are_refused)
{
    for (int c = 0; c < 0x20; c++) {
        char s[] = { 'a', (char)c, 'b' };
        bool line = c == '\t' || c == '\n' || c == '\r';

        ck_assert_int_eq(text_check(s, 3, false), TEXT_CONTROL);
        ck_assert_int_eq(text_check(s, 3, true), line ? TEXT_FINE : TEXT_CONTROL);
    }
    ck_assert_int_eq(check("\x7f"), TEXT_CONTROL);
    ck_assert_int_eq(check("\xc2\x80"), TEXT_CONTROL);
    ck_assert_int_eq(check("\xc2\x9f"), TEXT_CONTROL);
    ck_assert_int_eq(check("\xc2\xa0"), TEXT_FINE);
}
END_TEST

START_TEST(bidi_controls_are_refused)
{
    static const int32_t bad[] = { 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f, 0x061c };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        utf8proc_uint8_t s[4];
        size_t n = (size_t)utf8proc_encode_char(bad[i], s);

        ck_assert_int_eq(text_check((char *)s, n, true), TEXT_BIDI);
    }
    ck_assert_int_eq(check("\xe2\x80\xaf"), TEXT_FINE); /* U+202F, next to them */
}
END_TEST

START_TEST(clean_composes_trims_and_unifies_lines)
{
    ck_assert_str_eq(text_clean(a, "e\xcc\x81"), "é");
    ck_assert_str_eq(text_clean(a, "  \xc2\xa0 a b\xe3\x80\x80\n"), "a b");
    ck_assert_str_eq(text_clean(a, "a\r\nb\rc\nd\r\n"), "a\nb\nc\nd");
    ck_assert_str_eq(text_clean(a, " \r\n\t "), "");
    ck_assert_str_eq(text_clean(a, ""), "");
    ck_assert_str_eq(text_clean(a, "a  b"), "a  b");
    ck_assert_str_eq(text_clean(a, "\xe2\x84\xab"), "Å");                                    /* U+212B, the sign for angstrom */
    ck_assert_str_eq(text_clean(a, "\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8"), "\xea\xb0\x81"); /* Hangul */
    ck_assert_str_eq(text_clean(a, "q\xcc\x87\xcc\xa3"), "q\xcc\xa3\xcc\x87");               /* canonical order */
    ck_assert_str_eq(text_clean(a, "\xe2\x84\xa2\xef\xac\x81"), "\xe2\x84\xa2\xef\xac\x81"); /* compatibility forms stay: NFC, not NFKC */
}
END_TEST

START_TEST(fold_as_people_search)
{
    static const char *const pairs[][2] = {
        { "Élise van 't Hoff-Müller", "elise van t hoff muller" },
        { "ÉLISE", "elise" },
        { "Ærø Øster", "aero oster" },
        { "Straße STRASSE ẞ", "strasse strasse ss" },
        { "Œuvre", "oeuvre" },
        { "Łukasz Đorđe Þór", "lukasz dorde thor" },
        { "Ĳsselstein ĳs", "ijsselstein ijs" },
        { "Yıldız İstanbul", "yildiz istanbul" },
        { "Σίσυφος", "σισυφοσ" },
        { "Дмитрий Ёлкин", "дмитрии елкин" },
        { "  a \t\n  b--c  ", "a b c" },
        { "1234 AB", "1234 ab" },
        { "jan@example.test", "jan example test" },
        { "山田太郎", "山田太郎" },
        { "--- !", "" },
        { "", "" },
        { "co\xc2\xadop", "coop" }, /* soft hyphen */
    };

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        ck_assert_str_eq(text_fold(a, pairs[i][0]), pairs[i][1]);
}
END_TEST

/* As ck_assert, which tells the runner of every call: too slow a million times. */
static void hold(bool what, int32_t c)
{
    if (!what)
        ck_abort_msg("U+%04X", (unsigned)c);
}

/* What must hold of every character there is. */
START_TEST(properties_of_all_of_unicode)
{
    for (int32_t c = 1; c <= 0x10ffff; c++) {
        char s[16] = "x";
        size_t n;
        const char *clean, *fold;

        if (c >= 0xd800 && c <= 0xdfff)
            continue;
        n = 1 + (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)s + 1);
        s[n] = 'y';
        if (text_check(s, n + 1, true) != TEXT_FINE)
            continue;
        clean = text_clean(a, s);
        fold = text_fold(a, s);
        hold(text_check(clean, strlen(clean), true) == TEXT_FINE, c);
        hold(text_check(fold, strlen(fold), false) == TEXT_FINE, c);
        hold(text_equal(text_clean(a, clean), clean), c);
        hold(text_equal(text_fold(a, fold), fold), c);
        hold(text_equal(text_fold(a, clean), fold), c);
        hold(text_length(text_lower(a, s)) == 3, c);
        arena_reset(a);
    }
}
END_TEST

/* Same letter, other way of writing it: found all the same. */
START_TEST(fold_does_not_see_composition_or_case)
{
    for (int32_t c = 0x20; c < 0x3000; c++) {
        char s[8] = "";
        utf8proc_uint8_t *nfd;

        utf8proc_encode_char(c, (utf8proc_uint8_t *)s);
        if (text_check(s, strlen(s), false) != TEXT_FINE)
            continue;
        nfd = utf8proc_NFD((utf8proc_uint8_t *)s);
        hold(text_equal(text_fold(a, (char *)nfd), text_fold(a, s)), c);
        free(nfd);
        arena_reset(a);
    }
    ck_assert_str_eq(text_fold(a, "GROẞE ÎLE ÞÓRA ĲS"), text_fold(a, "große île þóra ĳs"));
}
END_TEST

START_TEST(lower_changes_letters_only)
{
    ck_assert_str_eq(text_lower(a, "Jan.De-Vries+X@EXAMPLE.TEST"), "jan.de-vries+x@example.test");
    ck_assert_str_eq(text_lower(a, "ÉÑŁΣ ß"), "éñłσ ß");
    ck_assert_str_eq(text_lower(a, "\xff"), "\xff");
}
END_TEST

START_TEST(text_that_was_never_checked_does_no_harm)
{
    ck_assert_str_eq(text_clean(a, "a\xff\xc3"), "a\xef\xbf\xbd\xef\xbf\xbd");
    ck_assert_str_eq(text_fold(a, "A\xff B"), "a b");
}
END_TEST

START_TEST(lengths_and_comparisons)
{
    ck_assert_uint_eq(text_length("é\xf0\x9f\x98\x80x"), 3);
    ck_assert_uint_eq(text_length(""), 0);
    ck_assert(text_empty(NULL) && text_empty("") && !text_empty(" "));
    ck_assert(text_equal(NULL, NULL) && text_equal(NULL, "") && text_equal("a", "a") && !text_equal("a", NULL));
    ck_assert(text_starts("abc", "ab") && text_starts("a", "") && !text_starts("a", "ab"));
    ck_assert(text_ends("abc", "bc") && text_ends("abc", "") && !text_ends("c", "bc"));
    ck_assert_str_eq(text_digits(a, "+31 (0)6-12"), "310612");
    ck_assert_str_eq(text_strip(a, "12.34-56", ".-"), "123456");
    ck_assert_str_eq(text_strip(a, "", "."), "");
}
END_TEST

START_TEST(a_copy_is_what_fits)
{
    char to[4] = "xyz";

    text_copy(to, sizeof to, "abcdef");
    ck_assert_str_eq(to, "abc");
    text_copy(to, sizeof to, "de");
    ck_assert_str_eq(to, "de");
    text_copy(to, sizeof to, NULL);
    ck_assert_str_eq(to, "");
    text_copy(to, 1, "a");
    ck_assert_str_eq(to, "");
}
END_TEST

START_TEST(numbers_are_strict)
{
    static const char *const bad[] = { "", " 1", "1 ", "+1", "0x1", "1e3", "--1", "-", "1.0", "99999999999999999999", "é", "11", "-1" };
    long n = 42;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(!text_to_long(bad[i], 0, 10, &n), "%s", bad[i]);
    ck_assert(!text_to_long(NULL, 0, 10, &n));
    ck_assert_int_eq(n, 42);
    ck_assert(text_to_long("10", 0, 10, &n) && n == 10);
    ck_assert(text_to_long("0007", 0, 10, &n) && n == 7);
    ck_assert(text_to_long("-9223372036854775808", LONG_MIN, LONG_MAX, &n) && n == LONG_MIN);
    ck_assert(text_to_long("9223372036854775807", LONG_MIN, LONG_MAX, &n) && n == LONG_MAX);
    ck_assert(!text_to_long("9223372036854775808", LONG_MIN, LONG_MAX, &n));
}
END_TEST

int main(void)
{
    return SUITE_RUN("text", set_up, tear_down, every_letter_is_accepted, what_is_not_utf8_is_refused, control_characters_are_refused,
                     bidi_controls_are_refused, clean_composes_trims_and_unifies_lines, fold_as_people_search, properties_of_all_of_unicode,
                     fold_does_not_see_composition_or_case, lower_changes_letters_only, text_that_was_never_checked_does_no_harm,
                     lengths_and_comparisons, a_copy_is_what_fits, numbers_are_strict);
}
