/* The order of contact persons, and those who are a relation too; everything is rolled back. */
#include "base/text.h"
#include "guard/perm.h"
#include "model/contact.h"
#include "model/relation.h"
#include "model_db.h"

static struct record *relation(const char *last_name)
{
    struct record *r = record_new(arena, &relation_entity);
    bool *mask = arena_array(arena, r->entity->count, sizeof *mask);

    record_set(r, "last_name", last_name);
    record_set(r, "mobile", "+31612345678");
    mask[field_index(r->entity, "last_name")] = mask[field_index(r->entity, "mobile")] = true;
    ck_assert_int_eq(relation_create(&model, r, mask), ST_OK);
    return r;
}

static uint64_t contact(const struct record *of, const char *last_name, const char *priority)
{
    struct record *r = record_new(arena, &contact_entity);
    bool *mask = arena_array(arena, r->entity->count, sizeof *mask);

    r->parent_id = r->relation_id = of->id;
    record_set(r, "last_name", last_name);
    record_set(r, "priority", priority);
    mask[field_index(r->entity, "last_name")] = mask[field_index(r->entity, "priority")] = true;
    ck_assert_int_eq(record_save(&model, r, mask), ST_OK);
    return r->id;
}

/* "B1 A2 C3": who is called in which order. */
static const char *order(const struct record *of)
{
    struct record **rows;
    const char *s = "";
    size_t count;

    ck_assert_int_eq(record_list(&model, &contact_entity, of->id, OPEN_PLAIN, 0, 200, &rows, &count), ST_OK);
    for (size_t i = 0; i < count; i++)
        s = arena_printf(arena, "%s%s%s%s", s, i ? " " : "", record_get(rows[i], "last_name"),
                         record_get(rows[i], "priority") ? record_get(rows[i], "priority") : "-");
    return s;
}

MODEL_TEST(moving_gives_all_of_them_the_number_of_their_place)
{
    struct record *of = relation("Proef");
    uint64_t a = contact(of, "A", "7"), b = contact(of, "B", "12"), c = contact(of, "C", NULL);
    size_t place, count;

    ck_assert_str_eq(order(of), "A7 B12 C-");
    ck_assert_int_eq(contact_move(&model, of->id, b, true, &place, &count), ST_OK);
    ck_assert_str_eq(order(of), "B1 A2 C3");
    ck_assert(place == 0 && count == 3);
    ck_assert_int_eq(contact_move(&model, of->id, b, true, &place, &count), ST_OK);
    ck_assert_str_eq(order(of), "B1 A2 C3");
    ck_assert_int_eq(contact_move(&model, of->id, a, false, &place, &count), ST_OK);
    ck_assert_str_eq(order(of), "B1 C2 A3");
    ck_assert(place == 2 && count == 3);
    ck_assert_int_eq(contact_move(&model, of->id, c + 1000, true, &place, &count), ST_NOT_FOUND);
    ck_assert_int_eq(contact_move(&model, of->id + 1000, a, true, &place, &count), ST_NOT_FOUND);
}

MODEL_TEST(more_than_can_be_numbered_keep_their_place)
{
    struct record *of = relation("Proef");
    uint64_t last = 0;
    size_t place, count;

    for (unsigned i = 0; i <= CONTACTS_ORDERED; i++)
        last = contact(of, "Veel", i < CONTACTS_ORDERED ? arena_printf(arena, "%u", i + 1) : NULL);
    ck_assert_int_eq(contact_move(&model, of->id, last - 1, true, &place, &count), ST_OK);
    ck_assert_uint_eq(place, CONTACTS_ORDERED - 2);
    ck_assert_int_eq(contact_move(&model, of->id, last, true, &place, &count), ST_NOT_FOUND);
}

MODEL_TEST(a_link_shows_the_other_for_who_may_see_relations)
{
    struct record *of = relation("Proef"), *other = relation("Ander"), *c = record_new(arena, &contact_entity);
    bool *mask = arena_array(arena, c->entity->count, sizeof *mask);
    struct problems p = problems_in(arena);
    uint64_t linked = 0;

    c->parent_id = c->relation_id = of->id;
    record_set(c, "linked_relation", other->number);
    record_set(c, "last_name", "Overgetypt");
    mask[field_index(c->entity, "linked_relation")] = mask[field_index(c->entity, "last_name")] = true;
    ck_assert_int_eq(contact_check(&model, c, mask, &p), ST_OK);
    ck_assert_int_eq(record_save(&model, c, mask), ST_OK);
    ck_assert_ptr_null(record_get(c, "last_name"));

    perms_add(&test_actor.perms, PERM_RELATION_READ);
    ck_assert_int_eq(contact_follow(&model, &c, 1, &linked), ST_OK);
    ck_assert_uint_eq(linked, other->id);
    ck_assert_str_eq(c->called, "Ander");
    ck_assert_str_eq(record_get(c, "mobile"), "+31612345678");

    perms_remove(&test_actor.perms, PERM_RELATION_READ);
    ck_assert_int_eq(record_load(&model, &contact_entity, of->id, c->id, OPEN_PLAIN, &c), ST_OK);
    ck_assert_int_eq(contact_follow(&model, &c, 1, &linked), ST_OK);
    ck_assert_uint_eq(linked, 0);
    ck_assert_str_eq(c->called, "Een andere relatie");
    ck_assert(!record_get(c, "mobile") && !record_get(c, "linked_relation"));
}

int main(void)
{
    Suite *s = suite_create("contact");
    TCase *t = tcase_create("database");

    tcase_add_checked_fixture(t, model_set_up, model_tear_down);
    tcase_add_test(t, moving_gives_all_of_them_the_number_of_their_place);
    tcase_add_test(t, more_than_can_be_numbered_keep_their_place);
    tcase_add_test(t, a_link_shows_the_other_for_who_may_see_relations);
    suite_add_tcase(s, t);
    return model_tests_run(s);
}
