#include <string.h>

#include "base/random.h"
#include "suite.h"

START_TEST(below_stays_below_and_reaches_all)
{
    unsigned seen[7] = { 0 };

    for (int i = 0; i < 7000; i++) {
        uint32_t n = random_below(7);

        ck_assert_uint_lt(n, 7);
        seen[n]++;
    }
    /* 1000 each are expected with a deviation of 29: ten of these cannot be chance. */
    for (int i = 0; i < 7; i++) {
        ck_assert_uint_gt(seen[i], 700);
        ck_assert_uint_lt(seen[i], 1300);
    }
    ck_assert_uint_eq(random_below(1), 0);
    ck_assert_uint_eq(random_below(0), 0);
}
END_TEST

/* With 3 * 2^30 a plain modulo gives the lowest third twice as often as the others. */
START_TEST(below_has_no_modulo_bias)
{
    const uint32_t below = 3u << 30;
    int low = 0;

    for (int i = 0; i < 9000; i++)
        low += random_below(below) < 1u << 30;
    ck_assert_int_gt(low, 2700);
    ck_assert_int_lt(low, 3300);
}
END_TEST

START_TEST(digits_keep_leading_zeros)
{
    char text[10];
    int zero = 0;

    for (int i = 0; i < 1000; i++) {
        random_digits(text, 6);
        ck_assert_uint_eq(strlen(text), 6);
        ck_assert_uint_eq(strspn(text, "0123456789"), 6);
        zero += text[0] == '0';
    }
    ck_assert_int_gt(zero, 40);
    ck_assert_int_lt(zero, 200);
    random_digits(text, 9);
    ck_assert_uint_eq(strlen(text), 9);
}
END_TEST

START_TEST(tokens_are_base64url_and_differ)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char one[TOKEN_TEXT], other[TOKEN_TEXT];
    unsigned seen[128] = { 0 };

    for (int i = 0; i < 500; i++) {
        random_token(one);
        random_token(other);
        ck_assert_uint_eq(strlen(one), TOKEN_TEXT - 1);
        ck_assert_uint_eq(strspn(one, alphabet), TOKEN_TEXT - 1);
        ck_assert_str_ne(one, other);
        /* 256 bits in 43 characters: the last one carries four bits, its lowest two are zero. */
        ck_assert_ptr_nonnull(strchr("AEIMQUYcgkosw048", one[TOKEN_TEXT - 2]));
        for (int at = 0; at < TOKEN_TEXT - 1; at++)
            seen[(int)one[at]]++;
    }
    for (const char *c = alphabet; *c != '\0'; c++)
        ck_assert_uint_gt(seen[(int)*c], 0);
}
END_TEST

START_TEST(names_are_hexadecimal)
{
    char name[33], other[33];

    random_name(name);
    random_name(other);
    ck_assert_uint_eq(strlen(name), 32);
    ck_assert_uint_eq(strspn(name, "0123456789abcdef"), 32);
    ck_assert_str_ne(name, other);
}
END_TEST

START_TEST(large_amounts_are_filled)
{
    static unsigned char bytes[100000];
    unsigned zero = 0;

    random_bytes(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        zero += bytes[i] == 0;
    ck_assert_uint_lt(zero, 800); /* 390 expected */
    random_bytes(bytes, 0);
}
END_TEST

int main(void)
{
    return SUITE_RUN("random", NULL, NULL, below_stays_below_and_reaches_all, below_has_no_modulo_bias, digits_keep_leading_zeros,
                     tokens_are_base64url_and_differ, names_are_hexadecimal, large_amounts_are_filled);
}
