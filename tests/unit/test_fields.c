/* The field tables against themselves and, with a database, against information_schema. */
#include <ctype.h>
#include <string.h>

#include "guard/module.h"
#include "model/check.h"
#include "model/field.h"
#include "model_db.h"

static const struct entity *all[32];
static size_t entities_count;

/* Every entity, children too. */
static void gather(void)
{
    entities_count = 0;
    for (const struct entity *const *e = entities; *e; e++) {
        all[entities_count++] = *e;
        if ((*e)->child)
            all[entities_count++] = (*e)->child;
    }
}

/* An XML name without a colon (XML Namespaces 1.0), of lower-case ASCII: also a form name, a path and a JSON key. */
static bool is_name(const char *s)
{
    return s && islower((unsigned char)*s) && s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789")] == '\0';
}

static bool filled(const char *s)
{
    return s && *s && *s != ' ';
}

#define LIST_MOST 5

/* Columns of its lists; what a page cannot show in a cell is none. */
static unsigned listed(const struct entity *e)
{
    unsigned n = 0;

    for (const struct field *f = e->fields; f->column; f++) {
        ck_assert_msg(!f->list || (!f->sealed && f->type != F_LINES && strcmp(f->column, e->title_column)), "%s.%s", e->table, f->column);
        n += f->list;
    }
    return n;
}

START_TEST(every_field_says_what_it_is_and_why)
{
    gather();
    for (size_t i = 0; i < entities_count; i++) {
        const struct entity *e = all[i];

        ck_assert_msg(filled(e->title) && filled(e->plural) && module_find(e->module) != MODULE_COUNT && e->see != PERM_UNSET, "%s", e->table);
        ck_assert_msg(is_name(e->xml) && (!e->parent_column || is_name(e->xml_list)), "%s", e->table);
        ck_assert_uint_lt(field_index(e, e->title_column), e->count);
        ck_assert(!e->export_where == !e->export_left_out);
        for (size_t k = 0; k < e->count; k++) {
            const struct field *f = &e->fields[k];

            ck_assert_msg(is_name(f->xml), "%s.%s", e->table, f->column);
            ck_assert_msg(filled(f->label) && filled(f->purpose) && filled(f->group), "%s.%s", e->table, f->column);
            ck_assert_msg(!f->hint || filled(f->hint), "%s.%s", e->table, f->column);
            ck_assert_msg(f->see != PERM_UNSET && f->max > 0, "%s.%s", e->table, f->column);
            ck_assert_msg((f->type == F_CHOICE) == (f->choices != NULL), "%s.%s", e->table, f->column);
            ck_assert_msg(!f->sealed || f->type == F_BSN || f->category == PD_SPECIAL || f->category == PD_SECRET, "%s.%s", e->table, f->column);
        }
        ck_assert_ptr_null(e->fields[e->count].column);
        ck_assert_msg(!e->parent_column || listed(e) >= 1, "%s has no columns for its lists", e->table);
        ck_assert_msg(listed(e) <= LIST_MOST, "%s has more columns in its lists than a page is wide", e->table);
    }
}
END_TEST

START_TEST(names_are_unique_and_groups_stand_together)
{
    gather();
    for (size_t i = 0; i < entities_count; i++)
        for (size_t k = 0; k < all[i]->count; k++) {
            const struct field *f = all[i]->fields;
            bool left = false;

            ck_assert_ptr_eq(field_find(all[i], f[k].xml), &f[k]);
            ck_assert_uint_eq(field_index(all[i], f[k].column), k);
            for (size_t n = k + 1; n < all[i]->count; n++) {
                left = left || strcmp(f[n].group, f[k].group) != 0;
                ck_assert_msg(!left || strcmp(f[n].group, f[k].group) != 0, "%s: group %s is torn", all[i]->table, f[k].group);
            }
        }
    for (size_t i = 0; i < entities_count; i++)
        for (size_t k = i + 1; k < entities_count; k++)
            ck_assert_str_ne(all[i]->xml, all[k]->xml);
}
END_TEST

START_TEST(who_may_change_a_field_may_see_it)
{
    gather();
    for (size_t i = 0; i < entities_count; i++)
        for (size_t k = 0; k < all[i]->count; k++) {
            enum perm p = all[i]->fields[k].edit;

            if (p == PERM_UNSET)
                continue;
            while (p != all[i]->fields[k].see && p != PERM_ROOT && perm_info(p))
                p = perm_info(p)->parent;
            ck_assert_msg(p == all[i]->fields[k].see, "%s.%s", all[i]->table, all[i]->fields[k].column);
        }
}
END_TEST

/* domain.md: what the law or an agreement forbids, whatever else is in the tables. */
START_TEST(what_must_never_be_is_not)
{
    gather();
    for (size_t i = 0; i < entities_count; i++)
        for (size_t k = 0; k < all[i]->count; k++) {
            const struct field *f = &all[i]->fields[k];

            if (f->category == PD_BSN || f->category == PD_SECRET)
                ck_assert_msg(f->sealed && f->portal == PORTAL_HIDDEN, "%s.%s", all[i]->table, f->column);
            if (f->category == PD_FINANCE)
                ck_assert_msg(f->portal != PORTAL_CORRECT, "%s.%s", all[i]->table, f->column);
            if (f->keep == KEEP_INVOICE)
                ck_assert_msg(f->erase == E_KEEP, "%s.%s", all[i]->table, f->column);
            if (f->edit == PERM_UNSET)
                ck_assert_msg(f->portal != PORTAL_CORRECT && f->portal != PORTAL_PROPOSE, "%s.%s", all[i]->table, f->column);
        }
    ck_assert_int_eq(keep_info(KEEP_INVOICE)->months, 84);
}
END_TEST

START_TEST(every_kind_has_words)
{
    for (int c = PD_NORMAL; c <= PD_SECRET; c++)
        ck_assert(filled(category_title((enum field_category)c)));
    ck_assert_int_eq(category_letter(PD_BSN), 'B');
    for (int k = 0; k < KEEP_COUNT; k++)
        ck_assert(filled(keep_info((enum field_keep)k)->title) && filled(keep_info((enum field_keep)k)->period) &&
                  filled(keep_info((enum field_keep)k)->ground));
    ck_assert_ptr_eq(entity_find("contactpersonen"), &contact_entity);
    ck_assert_ptr_null(entity_find("niets"));
}
END_TEST

/* What the description says goes by itself has a date to count from, can be emptied, and is among what the sweep looks at. */
START_TEST(what_is_wiped_can_be)
{
    gather();
    for (size_t i = 0; i < entities_count; i++) {
        const struct entity *e = all[i];
        unsigned goes = 0;

        for (size_t k = 0; k < e->count; k++) {
            const struct field *f = &e->fields[k];

            if (!keep_info(f->keep)->wiped)
                continue;
            ck_assert_msg(e->wipe_from && f->keep == e->wipe, "%s.%s is wiped by nobody", e->table, f->column);
            ck_assert_msg(f->erase == E_NULL && !f->required, "%s.%s cannot be emptied", e->table, f->column);
            goes++;
        }
        ck_assert_msg(!e->wipe_from == (goes == 0), "%s", e->table);
        if (!e->wipe_from)
            continue;
        ck_assert_uint_lt(field_index(e, e->wipe_from), e->count);
        ck_assert_int_eq(e->fields[field_index(e, e->wipe_from)].type, F_DATE);
        ck_assert_msg(e->parent_column && !e->child && !strcmp(e->parent_column, "relation_id"), "%s", e->table);
    }
}
END_TEST

static const char SQL_COLUMNS[] = "SELECT column_name, data_type, character_maximum_length, is_nullable FROM information_schema.columns "
                                  "WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position";

static bool one_of(const char *type, const char *list)
{
    size_t n = strlen(type);

    for (const char *at = list; (at = strstr(at, type)) != NULL; at += n)
        if ((at == list || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

static const char *types_for(const struct field *f)
{
    if (f->sealed)
        return "varbinary";
    switch (f->type) {
    case F_DATE:
        return "date";
    case F_MONEY:
        return "int bigint";
    case F_SIZE:
        return "bigint";
    case F_NUMBER:
        return "int varchar";
    case F_TIME:
        return "datetime";
    default:
        return "varchar char";
    }
}

static void check_column(const struct entity *e, const struct field *f, const char *type, uint64_t length, bool nullable)
{
    ck_assert_msg(one_of(type, types_for(f)), "%s.%s is %s", e->table, f->column, type);
    if (f->sealed) /* four bytes a letter at most, and what sealing adds */
        ck_assert_msg(length >= f->max * (f->type == F_BSN ? 1 : 4) + SEAL_EXTRA, "%s.%s holds %llu", e->table, f->column,
                      (unsigned long long)length);
    else if (strstr(type, "char"))
        ck_assert_msg(length == f->max, "%s.%s holds %llu, the field says %u", e->table, f->column, (unsigned long long)length, f->max);
    /* What erasure empties, and what may be left out, can be NULL. */
    ck_assert_msg(nullable || f->erase != E_NULL, "%s.%s cannot be emptied", e->table, f->column);
    ck_assert_msg(nullable || f->required, "%s.%s has to be filled", e->table, f->column);
}

START_TEST(every_column_is_a_field_or_technical)
{
    gather();
    for (size_t i = 0; i < entities_count; i++) {
        const struct entity *e = all[i];
        bool seen[64] = { 0 };
        size_t technical = 0;
        struct stmt *st = db_stmt(db, SQL_COLUMNS);

        bind_str(st, 0, e->table);
        while (db_step(st)) {
            const char *column = col_dup(st, 0, arena);
            size_t k = field_index(e, column);
            const char *const *t = e->technical;

            if (k < e->count) {
                seen[k] = true;
                check_column(e, &e->fields[k], col_str(st, 1), col_u64(st, 2), strcmp(col_str(st, 3), "YES") == 0);
                continue;
            }
            while (*t && strcmp(*t, column) != 0)
                t++;
            ck_assert_msg(*t != NULL, "%s.%s is in no field table: say what it is", e->table, column);
            technical++;
        }
        ck_assert_int_eq(db_status(st), ST_OK);
        for (size_t k = 0; k < e->count; k++)
            ck_assert_msg(seen[k], "%s.%s has no column", e->table, e->fields[k].column);
        while (technical && e->technical[technical - 1])
            technical--;
        ck_assert_uint_eq(technical, 0);
    }
}
END_TEST

static Suite *suite(bool with_database)
{
    Suite *s = suite_create("fields");
    TCase *c = tcase_create("tables"), *d = tcase_create("database");

    suite_add_tcase(s, c);
    tcase_add_test(c, every_field_says_what_it_is_and_why);
    tcase_add_test(c, names_are_unique_and_groups_stand_together);
    tcase_add_test(c, who_may_change_a_field_may_see_it);
    tcase_add_test(c, what_must_never_be_is_not);
    tcase_add_test(c, every_kind_has_words);
    tcase_add_test(c, what_is_wiped_can_be);
    suite_add_tcase(s, d);
    tcase_add_checked_fixture(d, model_set_up, model_tear_down);
    if (with_database)
        tcase_add_test(d, every_column_is_a_field_or_technical);
    else
        fprintf(stderr, "SKIPPED: the comparison with information_schema; KOREN_TEST_CONF names no database\n");
    return s;
}

int main(void)
{
    SRunner *r = srunner_create(suite(getenv("KOREN_TEST_CONF") != NULL));
    int bad;

    srunner_run_all(r, CK_ENV);
    bad = srunner_ntests_failed(r);
    srunner_free(r);
    return bad == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
