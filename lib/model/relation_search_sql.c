#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "model/relation_search.h"

/* Half-open ranges instead of LIKE: they use an index whatever the text, and know no wildcards. */
#define KEY_RANGE   "r.sort_key >= ? AND r.sort_key < ?"
#define OTHER_RANGE "r.search_other >= ? AND r.search_other < ? AND NOT (" KEY_RANGE ")"
#define BORN        "r.birth_date >= ? AND r.birth_date < ?"
#define GIVEN       "(r.initials LIKE ? OR r.call_name LIKE ?)"

/* Where the optimizer, who cannot know how many people are called so, would rather walk the index that the list is sorted by, or fetch rows for what
 * stands in an index (measured with a million relations: seconds instead of milliseconds). */
#define BY_NAME  " FORCE INDEX (relation_by_name)"
#define BY_OTHER " FORCE INDEX (relation_other)"
#define BY_BIRTH " FORCE INDEX (relation_by_birth)"

static const struct search_branch branches[SEARCH_KINDS][3] = {
    [SEARCH_ALL] = { { "", "1 = 1", { SB_END } } },
    [SEARCH_EMAIL] = { { "", "r.email = ?", { SB_VALUE } } },
    [SEARCH_BIRTH] = { { BY_BIRTH, BORN, { SB_BORN, SB_BORN_TO } } },
    [SEARCH_POSTCODE] = { { "", "r.postcode = ?", { SB_VALUE } } },
    [SEARCH_HOUSE] = { { "", "r.postcode = ? AND r.house_number = ?", { SB_VALUE, SB_HOUSE } } },
    [SEARCH_PHONE] = { { "", "r.phone = ?", { SB_VALUE } }, { "", "r.mobile = ? AND NOT (r.phone <=> ?)", { SB_VALUE, SB_VALUE } } },
    [SEARCH_NUMBER] = { { "", "r.number = ?", { SB_VALUE } } },
    [SEARCH_BSN] = { { "", "r.number = ?", { SB_VALUE } }, { "", "r.bsn_lookup = ? AND r.number <> ?", { SB_LOOKUP, SB_VALUE } } },
    [SEARCH_NAME] = { { "", KEY_RANGE, { SB_FROM, SB_TO } }, { BY_OTHER, OTHER_RANGE, { SB_FROM, SB_OTHER_TO, SB_FROM, SB_TO } } },
    [SEARCH_NAME_BIRTH] = { { BY_BIRTH, KEY_RANGE " AND " BORN, { SB_FROM, SB_TO, SB_BORN, SB_BORN_TO } },
                            { BY_OTHER, OTHER_RANGE " AND " BORN, { SB_FROM, SB_OTHER_TO, SB_FROM, SB_TO, SB_BORN, SB_BORN_TO } } },
    [SEARCH_NAME_GIVEN] = { { BY_NAME, KEY_RANGE " AND " GIVEN, { SB_FROM, SB_TO, SB_INITIALS, SB_GIVEN } },
                            { BY_OTHER, OTHER_RANGE " AND " GIVEN, { SB_FROM, SB_OTHER_TO, SB_FROM, SB_TO, SB_INITIALS, SB_GIVEN } } },
};

/* Ascending and descending; the number makes the order of equals certain. */
static const char *const orders[][2] = {
    [SORT_NAME] = { "r.sort_key, r.number_order", "r.sort_key DESC, r.number_order DESC" },
    [SORT_NUMBER] = { "r.number_order", "r.number_order DESC" },
    [SORT_TOWN] = { "r.town, r.sort_key, r.number_order", "r.town DESC, r.sort_key DESC, r.number_order DESC" },
    [SORT_BIRTH] = { "r.birth_date, r.sort_key, r.number_order", "r.birth_date DESC, r.sort_key DESC, r.number_order DESC" },
};

static const char *const columns[] = {
    [SORT_NAME] = "r.sort_key, r.number_order",
    [SORT_NUMBER] = "r.number_order",
    [SORT_TOWN] = "r.town, r.sort_key, r.number_order",
    [SORT_BIRTH] = "r.birth_date, r.sort_key, r.number_order",
};

#define SORTS (sizeof orders / sizeof *orders)

static const char *lists[SEARCH_KINDS][SORTS][2][2], *counts[SEARCH_KINDS][2];
static struct arena *forever;

static struct buf start(void)
{
    if (!forever)
        forever = arena_new(0);
    if (!forever)
        abort(); /* without memory at the first statement there is no program */
    return buf_in(forever);
}

const struct search_branch *search_branches(enum search_kind k)
{
    return branches[k];
}

/* Whether a list has people who are listed under the name that is looked for, and after them those who are found by their other name. */
static bool two_classes(enum search_kind k, enum relation_sort sort)
{
    return sort == SORT_NAME && (k == SEARCH_NAME || k == SEARCH_NAME_BIRTH || k == SEARCH_NAME_GIVEN);
}

/*
 * Every branch reads nothing but its index, and what the merge sorts by stands in that index; names and addresses are fetched for the page alone. The
 * second class is ordered by the name it is found by, so that both are walked in order and stop at the end of the page.
 */
static void put_branches(struct buf *b, enum search_kind k, unsigned statuses, enum relation_sort sort, bool descending)
{
    bool classes = two_classes(k, sort);
    const char *between = "";

    for (unsigned s = 0; s < statuses; s++)
        for (const struct search_branch *w = branches[k]; w->where; w++) {
            bool second = classes && w != branches[k];

            buf_printf(b, "%s(SELECT r.id, %s", between, columns[sort]);
            if (classes)
                buf_puts(b, second ? ", 1 AS class, r.search_other AS other" : ", 0 AS class, '' AS other");
            buf_printf(b, " FROM relation r%s WHERE r.status = ? AND %s ORDER BY ", w->index, w->where);
            if (second)
                buf_puts(b, descending ? "r.search_other DESC, " : "r.search_other, ");
            buf_printf(b, "%s LIMIT ?)", orders[sort][descending]);
            between = " UNION ALL ";
        }
}

const char *search_list_sql(enum search_kind k, enum relation_sort sort, bool descending, unsigned statuses)
{
    const char **sql = &lists[k][sort][descending][statuses - 1];
    const char *first = descending ? "class, other DESC, " : "class, other, ";
    bool classes = two_classes(k, sort);
    struct buf b;

    if (*sql)
        return *sql;
    b = start();
    buf_puts(&b, "SELECT r.id, r.number, r.initials, r.call_name, r.first_names, r.prefix, r.last_name, r.partner_prefix, r.partner_last_name, "
                 "r.name_usage, r.birth_date, r.street, r.house_number, r.house_letter, r.house_addition, r.postcode, r.town, r.foreign_line1, "
                 "r.foreign_line2, r.foreign_line3, r.country, r.status FROM (SELECT r.id");
    buf_printf(&b, "%s FROM (", classes ? ", class, other" : "");
    put_branches(&b, k, statuses, sort, descending);
    buf_printf(&b, ") r ORDER BY %s%s LIMIT ? OFFSET ?) page JOIN relation r ON r.id = page.id ORDER BY %s%s", classes ? first : "",
               orders[sort][descending], classes ? first : "", orders[sort][descending]);
    return *sql = b.s;
}

/* A sum of counts, each of which stops after as many rows as are counted. */
const char *search_count_sql(enum search_kind k, unsigned statuses)
{
    const char **sql = &counts[k][statuses - 1];
    struct buf b;

    if (*sql)
        return *sql;
    b = start();
    for (unsigned s = 0; s < statuses; s++)
        for (const struct search_branch *w = branches[k]; w->where; w++)
            buf_printf(&b, "%s(SELECT COUNT(*) FROM (SELECT 1 FROM relation r%s WHERE r.status = ? AND %s LIMIT %d) found)",
                       b.len ? " + " : "SELECT ", w->index, w->where, RELATION_COUNT_MAX + 1);
    return *sql = b.s;
}
