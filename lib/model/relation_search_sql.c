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
    [SEARCH_NAME] = { { "", KEY_RANGE, { SB_FROM, SB_TO } }, { "", OTHER_RANGE, { SB_FROM, SB_OTHER_TO, SB_FROM, SB_TO } } },
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

/* Every branch reads nothing but its index, and what the merge sorts by stands in that index; names and addresses are fetched for the page alone. */
static void put_branches(struct buf *b, enum search_kind k, unsigned statuses, enum relation_sort sort, bool descending)
{
    const char *between = "";

    for (unsigned s = 0; s < statuses; s++)
        for (const struct search_branch *w = branches[k]; w->where; w++) {
            buf_printf(b, "%s(SELECT r.id, %s FROM relation r%s WHERE r.status = ? AND %s ORDER BY %s LIMIT ?)", between, columns[sort], w->index,
                       w->where, orders[sort][descending]);
            between = " UNION ALL ";
        }
}

const char *search_list_sql(enum search_kind k, enum relation_sort sort, bool descending, unsigned statuses)
{
    const char **sql = &lists[k][sort][descending][statuses - 1];
    struct buf b;

    if (*sql)
        return *sql;
    b = start();
    buf_puts(&b, "SELECT r.id, r.number, r.initials, r.call_name, r.first_names, r.prefix, r.last_name, r.partner_prefix, r.partner_last_name, "
                 "r.name_usage, r.birth_date, r.street, r.house_number, r.house_letter, r.house_addition, r.postcode, r.town, r.foreign_line1, "
                 "r.foreign_line2, r.foreign_line3, r.country, r.status FROM (SELECT r.id FROM (");
    put_branches(&b, k, statuses, sort, descending);
    buf_printf(&b, ") r ORDER BY %s LIMIT ? OFFSET ?) page JOIN relation r ON r.id = page.id ORDER BY %s", orders[sort][descending],
               orders[sort][descending]);
    return *sql = b.s;
}

/* A sum of counts. A branch with more rows than are counted is found by stepping over that many entries of its index, which is quicker than counting.
 */
const char *search_count_sql(enum search_kind k, unsigned statuses)
{
    const char **sql = &counts[k][statuses - 1];
    struct buf b;

    if (*sql)
        return *sql;
    b = start();
    for (unsigned s = 0; s < statuses; s++)
        for (const struct search_branch *w = branches[k]; w->where; w++)
            buf_printf(&b,
                       "%sCOALESCE((SELECT %d FROM relation r%s WHERE r.status = ? AND %s LIMIT 1 OFFSET %d), "
                       "(SELECT COUNT(*) FROM relation r%s WHERE r.status = ? AND %s))",
                       b.len ? " + " : "SELECT ", RELATION_COUNT_MAX + 1, w->index, w->where, RELATION_COUNT_MAX, w->index, w->where);
    return *sql = b.s;
}
