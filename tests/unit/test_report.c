/* Reports: that nothing a report tells, nor its total, gives a small number back. */
#include "model/report.h"

#include <stdlib.h>

#include "suite.h"

#define ROWS_MAX 12
#define TABLES   200000
#define ANY      INT64_MAX
#define SEED     20261125

/* What somebody knows of a number who sees how it is shown: its least and its most. `blank`: nothing in this report is told. */
static void known(const struct report_row *row, bool blank, int64_t *least, int64_t *most)
{
    *least = row->shown == REPORT_TOLD ? row->number : row->shown == REPORT_FEW ? 1 : blank ? 0 : REPORT_SMALL;
    *most = row->shown == REPORT_TOLD ? row->number : row->shown == REPORT_FEW ? REPORT_SMALL - 1 : ANY;
}

/* Whether `value` for row i agrees with all that is told of the others and with the total. */
static bool possible(const struct report_row *rows, size_t count, size_t i, int64_t value, int64_t total, bool blank)
{
    int64_t low = value, high = value, least, most;

    for (size_t n = 0; n < count; n++) {
        if (n == i)
            continue;
        known(&rows[n], blank, &least, &most);
        low += least;
        high = high == ANY || most == ANY ? ANY : high + most;
    }
    return low <= total && total <= high;
}

static void check_table(struct report_row *rows, size_t count)
{
    bool blank = true, few = false, hidden = report_hide(rows, count);
    int64_t total = 0;

    for (size_t i = 0; i < count; i++) {
        blank = blank && rows[i].shown == REPORT_WITHHELD;
        few = few || (rows[i].number > 0 && rows[i].number < REPORT_SMALL);
        total += rows[i].number;
    }
    ck_assert(hidden == few);
    for (size_t i = 0; i < count; i++) {
        bool small = rows[i].number > 0 && rows[i].number < REPORT_SMALL;

        ck_assert(!small || rows[i].shown != REPORT_TOLD);
        ck_assert(small || rows[i].shown != REPORT_FEW);
        /* A total that is small itself is told nowhere. */
        for (int64_t v = 1; small && total >= REPORT_SMALL && v < REPORT_SMALL; v++)
            ck_assert_msg(possible(rows, count, i, v, total, blank), "row %zu of %zu could not be %lld", i, count, (long long)v);
    }
}

START_TEST(no_total_gives_a_small_number_back)
{
    static const int64_t most[] = { 3, 6, 10, 40, 3000 };
    struct report_row rows[ROWS_MAX];
    size_t tables = getenv("KOREN_TEST_FEWER") != NULL ? TABLES / 100 : TABLES;

    srand(SEED);
    for (size_t t = 0; t < tables; t++) {
        size_t count = 1 + (size_t)rand() % ROWS_MAX;

        for (size_t i = 0; i < count; i++)
            rows[i] = (struct report_row){ .label = "", .number = rand() % (most[t % 5] + 1) };
        check_table(rows, count);
    }
}
END_TEST

START_TEST(only_what_has_to_be_is_hidden)
{
    struct report_row plain[] = { { "", .number = 40 }, { "", .number = 0 }, { "", .number = 5 } };
    struct report_row one[] = { { "", .number = 40 }, { "", .number = 3 }, { "", .number = 9 }, { "", .number = 7 } };
    struct report_row low[] = { { "", .number = 4 }, { "", .number = 0 }, { "", .number = 7 } };

    ck_assert(!report_hide(plain, 3));
    ck_assert(plain[0].shown == REPORT_TOLD && plain[1].shown == REPORT_TOLD && plain[2].shown == REPORT_TOLD);
    ck_assert(report_hide(one, 4));
    ck_assert(one[0].shown == REPORT_TOLD && one[1].shown == REPORT_FEW && one[2].shown == REPORT_WITHHELD && one[3].shown == REPORT_TOLD);
    ck_assert(report_hide(low, 3));
    ck_assert(low[0].shown == REPORT_WITHHELD && low[1].shown == REPORT_WITHHELD && low[2].shown == REPORT_WITHHELD);
}
END_TEST

START_TEST(each_report_has_an_address_and_a_permission_of_its_own)
{
    for (const struct report *r = reports; r->name; r++) {
        ck_assert(report_find(r->name) == r);
        ck_assert(r->perm != PERM_UNSET && r->sql && r->title && r->text && r->label && r->number);
    }
    ck_assert(!report_find("") && !report_find("geen"));
}
END_TEST

int main(void)
{
    return SUITE_RUN("report", NULL, NULL, no_total_gives_a_small_number_back, only_what_has_to_be_is_hidden,
                     each_report_has_an_address_and_a_permission_of_its_own);
}
