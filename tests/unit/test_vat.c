/* Amounts of an invoice: the rounding rule, its limits, and that totals are the sum of what is above them. */
#include "model/vat.h"

#include <stdio.h>
#include <stdlib.h>

#include "suite.h"

START_TEST(vat_is_in_the_price_and_rounded_half_away_from_zero)
{
    static const struct {
        int64_t quantity, price;
        int rate;
        int64_t total, vat;
    } rows[] = {
        { 1, 12100, 21, 12100, 2100 },
        { 1, 10900, 9, 10900, 900 },
        { 3, 3450, 21, 10350, 1796 },
        { 1, 100, 21, 100, 17 },
        { 1, 1, 21, 1, 0 },
        { 1, 3, 21, 3, 1 },
        { -1, 3, 21, -3, -1 },
        { 1, -12100, 21, -12100, -2100 },
        { 7, 2250, 0, 15750, 0 },
        { 0, 500, 21, 0, 0 },
        { 1, 5, 9, 5, 0 },
        { 1, 7, 9, 7, 1 },
        { 1, 1, 100, 1, 1 },
        { -1, 1, 100, -1, -1 }, /* exactly half a cent */
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t total = -7, vat = -7;

        ck_assert(vat_line(rows[i].quantity, rows[i].price, rows[i].rate, &total, &vat));
        ck_assert_msg(total == rows[i].total && vat == rows[i].vat, "row %zu: %lld %lld", i, (long long)total, (long long)vat);
    }
}
END_TEST

START_TEST(what_does_not_fit_is_refused)
{
    int64_t total = 5, vat = 6, sum = MONEY_MAX - 1;

    ck_assert(!vat_line(2, MONEY_MAX, 21, &total, &vat));
    ck_assert(!vat_line(-2, MONEY_MAX, 21, &total, &vat));
    ck_assert(!vat_line(QUANTITY_MAX, INT64_MAX / QUANTITY_MAX + 1, 21, &total, &vat));
    ck_assert(!vat_line(QUANTITY_MAX + 1, 1, 21, &total, &vat));
    ck_assert(!vat_line(1, INT64_MIN, 21, &total, &vat));
    ck_assert(!vat_line(1, 1, -1, &total, &vat));
    ck_assert(!vat_line(1, 1, 101, &total, &vat));
    ck_assert(total == 5 && vat == 6);
    ck_assert(vat_line(1, MONEY_MAX, 21, &total, &vat) && total == MONEY_MAX);
    ck_assert(money_add(&sum, 1));
    ck_assert(!money_add(&sum, 1));
    ck_assert(!money_add(&sum, INT64_MAX));
    ck_assert(sum == MONEY_MAX);
    ck_assert(money_add(&sum, -2 * MONEY_MAX));
    ck_assert(!money_add(&sum, -1));
}
END_TEST

static uint64_t dice; /* splitmix64, seeded from the environment or the same every time */

static uint64_t throw(uint64_t below)
{
    uint64_t z = (dice += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (z ^ (z >> 31)) % below;
}

/* VAT to a cent, apart from the code that is tried: in long double, where a half is exact. */
static bool near(int64_t total, int rate, int64_t vat)
{
    long double exact = (long double)total * rate / (100 + rate), off = (long double)vat - exact;

    return off <= 0.5L + 1e-6L && off >= -0.5L - 1e-6L;
}

#define INVOICES 100000

START_TEST(totals_are_the_sum_of_the_lines)
{
    int invoices = getenv("KOREN_TEST_FEWER") != NULL ? INVOICES / 100 : INVOICES;

    dice = getenv("KOREN_TEST_SEED") ? strtoull(getenv("KOREN_TEST_SEED"), NULL, 10) : 2026;
    for (int i = 0; i < invoices; i++) {
        int64_t total = 0, vat = 0, credit = 0, credit_vat = 0, by_rate[101] = { 0 }, vat_by_rate[101] = { 0 }, all = 0, all_vat = 0;
        unsigned lines = 1 + (unsigned) throw(12);

        for (unsigned k = 0; k < lines; k++) {
            const struct vat_kind *kind = &vat_kinds[throw(5)];
            int64_t quantity = (int64_t) throw(200) - 20, price = (int64_t) throw(throw(2) ? 2000 : 500000) - 300, t, v, ct, cv;

            ck_assert(vat_line(quantity, price, kind->rate, &t, &v));
            ck_assert(vat_line(quantity, -price, kind->rate, &ct, &cv));
            ck_assert_msg(t == quantity * price && near(t, kind->rate, v), "%lld at %d: %lld", (long long)t, kind->rate, (long long)v);
            ck_assert(money_add(&total, t) && money_add(&vat, v) && money_add(&credit, ct) && money_add(&credit_vat, cv));
            by_rate[kind->rate] += t;
            vat_by_rate[kind->rate] += v;
        }
        for (int rate = 0; rate <= 100; rate++) {
            all += by_rate[rate];
            all_vat += vat_by_rate[rate];
        }
        ck_assert(all == total && all_vat == vat);         /* the summary by rate adds up to the invoice */
        ck_assert(credit == -total && credit_vat == -vat); /* and what is credited leaves nothing */
    }
}
END_TEST

START_TEST(parts_sum_up)
{
    for (int64_t amount = -2500; amount <= 2500; amount += 7)
        for (unsigned parts = 1; parts <= 12; parts++) {
            int64_t sum = 0, low = INT64_MAX, high = INT64_MIN;

            for (unsigned nth = 1; nth <= parts; nth++) {
                int64_t part = money_part(amount, nth, parts);

                sum += part;
                low = part < low ? part : low;
                high = part > high ? part : high;
            }
            ck_assert(sum == amount && high - low <= 1);
        }
}
END_TEST

START_TEST(kinds_are_found)
{
    ck_assert_int_eq(vat_kind("hoog")->rate, 21);
    ck_assert_int_eq(vat_kind("laag")->rate, 9);
    ck_assert_int_eq(vat_kind("verlegd")->rate, 0);
    ck_assert_ptr_null(vat_kind("HOOG"));
    ck_assert_ptr_null(vat_kind(NULL));
}
END_TEST

int main(void)
{
    return SUITE_RUN("vat", NULL, NULL, vat_is_in_the_price_and_rounded_half_away_from_zero, what_does_not_fit_is_refused,
                     totals_are_the_sum_of_the_lines, parts_sum_up, kinds_are_found);
}
