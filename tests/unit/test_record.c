/* The record engine and relations on a real MariaDB; everything is rolled back. */
#include <string.h>

#include "model/relation.h"
#include "model_db.h"

static bool *mask_of(const struct entity *e, const char *const *columns)
{
    bool *mask = arena_array(arena, e->count, sizeof *mask);

    for (; *columns; columns++)
        mask[field_index(e, *columns)] = true;
    return mask;
}

#define MASK(e, ...) mask_of(e, (const char *const[]){ __VA_ARGS__, NULL })

static struct record *new_relation(const char *last_name)
{
    struct record *r = record_new(arena, &relation_entity);

    record_set(r, "initials", "J.R.");
    record_set(r, "last_name", last_name);
    record_set(r, "birth_date", "1950-12");
    record_set(r, "phone", "+31612345678"); /* not in the mask */
    record_set(r, "bsn", "123456782");
    ck_assert_int_eq(relation_create(&model, r, MASK(&relation_entity, "initials", "last_name", "birth_date", "bsn")), ST_OK);
    return r;
}

static uint64_t number_of(const char *sql, uint64_t id)
{
    struct stmt *st = db_stmt(db, sql);
    uint64_t n;

    bind_u64(st, 0, id);
    ck_assert(db_step(st));
    n = col_u64(st, 0);
    db_done(st);
    return n;
}

MODEL_TEST(a_new_relation_has_a_number_a_key_and_what_was_given)
{
    struct record *made = new_relation("K\xc3\xa4ster"), *r, *other = new_relation("Ander");

    ck_assert_uint_ne(made->id, 0);
    ck_assert_ptr_nonnull(made->number);
    ck_assert_str_ne(made->number, other->number);
    ck_assert_int_eq(relation_load(&model, made->number, OPEN_PLAIN, &r), ST_OK);
    ck_assert_uint_eq(r->id, made->id);
    ck_assert_uint_eq(r->relation_id, made->id);
    ck_assert_uint_eq(r->version, 1);
    ck_assert_str_eq(r->number, made->number);
    ck_assert_str_eq(record_get(r, "last_name"), "K\xc3\xa4ster");
    ck_assert_str_eq(record_get(r, "birth_date"), "1950-12");
    ck_assert_str_eq(record_get(r, "status"), "actief");
    ck_assert_ptr_null(record_get(r, "phone"));
    ck_assert_ptr_null(record_get(r, "bsn"));
    ck_assert(r->sealed_there[field_index(&relation_entity, "bsn")]);
    ck_assert(r->created_at > 0 && r->created_at == r->changed_at);
    ck_assert_int_eq(relation_load(&model, made->number, OPEN_SEALED, &r), ST_OK);
    ck_assert_str_eq(record_get(r, "bsn"), "123456782");
    ck_assert_int_eq(relation_load(&model, "nobody", OPEN_PLAIN, &r), ST_NOT_FOUND);
    ck_assert_ptr_null(r);
}

/* Neither the column nor the look-up shows the number. */
MODEL_TEST(a_bsn_is_not_readable_in_the_database)
{
    static const char SQL_BYTES[] = "SELECT bsn, bsn_lookup FROM relation WHERE id = ?";
    struct record *r = new_relation("Geheim");
    struct stmt *st = db_stmt(db, SQL_BYTES);
    const void *p;
    size_t n;

    bind_u64(st, 0, r->id);
    ck_assert(db_step(st));
    p = col_bytes(st, 0, &n);
    ck_assert_uint_eq(n, 9 + SEAL_EXTRA);
    ck_assert_ptr_null(memmem(p, n, "123456782", 9));
    col_bytes(st, 1, &n);
    ck_assert_uint_eq(n, 32);
}

MODEL_TEST(a_sealed_value_moved_to_another_row_does_not_open)
{
    static const char SQL_MOVE[] = "UPDATE relation a JOIN relation b ON b.id = ? SET a.bsn = b.bsn WHERE a.id = ?";
    static const char SQL_KEY[] = "UPDATE relation_key a JOIN relation_key b ON b.relation_id = ? SET a.wrapped = b.wrapped WHERE a.relation_id = ?";
    struct record *one = new_relation("Een"), *two = new_relation("Twee"), *r;
    struct stmt *st = db_stmt(db, SQL_MOVE);

    bind_u64(st, 0, one->id);
    bind_u64(st, 1, two->id);
    ck_assert_int_eq(db_run(st), ST_OK);
    ck_assert_int_eq(relation_load(&model, two->number, OPEN_SEALED, &r), ST_FAILED);
    ck_assert_int_eq(relation_load(&model, one->number, OPEN_SEALED, &r), ST_OK);
    st = db_stmt(db, SQL_KEY);
    bind_u64(st, 0, one->id);
    bind_u64(st, 1, two->id);
    ck_assert_int_eq(db_run(st), ST_OK);
    ck_assert_int_eq(relation_load(&model, two->number, OPEN_SEALED, &r), ST_FAILED);
}

MODEL_TEST(a_destroyed_key_leaves_nothing_to_open)
{
    static const char SQL_DESTROY[] = "DELETE FROM relation_key WHERE relation_id = ?";
    struct record *made = new_relation("Weg"), *r;
    struct stmt *st = db_stmt(db, SQL_DESTROY);

    bind_u64(st, 0, made->id);
    ck_assert_int_eq(db_run(st), ST_OK);
    ck_assert_int_eq(relation_load(&model, made->number, OPEN_SEALED, &r), ST_NOT_FOUND);
    ck_assert_int_eq(relation_load(&model, made->number, OPEN_PLAIN, &r), ST_OK);
}

MODEL_TEST(without_keys_sealed_fields_stay_closed_and_the_rest_works)
{
    struct record *made = new_relation("Sleutelloos"), *r;

    model.keys = NULL;
    ck_assert_int_eq(relation_load(&model, made->number, OPEN_SEALED, &r), ST_FAILED);
    ck_assert_int_eq(relation_load(&model, made->number, OPEN_PLAIN, &r), ST_OK);
    record_set(r, "town", "Utrecht");
    ck_assert_int_eq(record_save(&model, r, MASK(&relation_entity, "town")), ST_OK);
    record_set(r, "bsn", "111222333");
    ck_assert_int_eq(record_save(&model, r, MASK(&relation_entity, "bsn")), ST_FAILED);
}

MODEL_TEST(what_changes_leaves_a_line_of_history_with_both_values)
{
    struct record *made = new_relation("Oud"), *r;
    struct change *list;
    size_t count;
    uint64_t total;

    perms_add(&test_actor.perms, PERM_RELATION_READ);
    ck_assert_int_eq(relation_load(&model, made->number, OPEN_PLAIN, &r), ST_OK);
    record_set(r, "last_name", "Nieuw");
    record_set(r, "town", "Utrecht"); /* not in the mask */
    record_set(r, "postcode", "1234AB");
    record_set(r, "birth_date", "1950-12"); /* the same */
    clock_set(clock_now() + CLOCK_SECOND);
    ck_assert_int_eq(record_save(&model, r, MASK(&relation_entity, "last_name", "postcode", "birth_date")), ST_OK);
    ck_assert_uint_eq(r->version, 2);
    ck_assert_ptr_null(record_get(r, "town")); /* r is what is stored */
    ck_assert_int_eq(history_count(&model, r->id, &total), ST_OK);
    ck_assert_uint_eq(total, 3);
    ck_assert_int_eq(history_list(&model, r->id, 0, 10, &list, &count), ST_OK);
    ck_assert_uint_eq(count, 3);
    ck_assert_str_eq(list[0].field_label, "Postcode");
    ck_assert_str_eq(list[0].old_value, "");
    ck_assert_str_eq(list[0].new_value, "1234 AB");
    ck_assert_str_eq(list[1].field_label, "Achternaam");
    ck_assert_str_eq(list[1].old_value, "Oud");
    ck_assert_str_eq(list[1].new_value, "Nieuw");
    ck_assert_str_eq(list[1].who, "systeem"); /* nobody signed in */
    ck_assert_str_eq(list[2].field_label, "Relatie");
    ck_assert_str_eq(list[2].new_value, "toegevoegd");
    ck_assert_int_eq(history_list(&model, r->id, 1, 1, &list, &count), ST_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_str_eq(list[0].old_value, "Oud");
    /* A field this person may not see shows that it changed and nothing more. */
    memset(&test_actor.perms, 0, sizeof test_actor.perms);
    ck_assert_int_eq(history_list(&model, r->id, 1, 1, &list, &count), ST_OK);
    ck_assert_ptr_null(strstr(list[0].old_value, "Oud"));
}

MODEL_TEST(saving_nothing_new_changes_nothing)
{
    struct record *made = new_relation("Zelfde"), *r;
    uint64_t total;

    ck_assert_int_eq(relation_load(&model, made->number, OPEN_PLAIN, &r), ST_OK);
    record_set(r, "town", "");
    record_set(r, "bsn", "123456782");
    ck_assert_int_eq(record_save(&model, r, MASK(&relation_entity, "town", "last_name", "bsn")), ST_OK);
    ck_assert_uint_eq(r->version, 1);
    ck_assert_int_eq(history_count(&model, r->id, &total), ST_OK);
    ck_assert_uint_eq(total, 1);
}

MODEL_TEST(two_people_save_and_the_second_is_told)
{
    struct record *made = new_relation("Samen"), *first, *second, *r;
    const char *who;
    int64_t at;

    ck_assert_int_eq(relation_load(&model, made->number, OPEN_PLAIN, &first), ST_OK);
    ck_assert_int_eq(relation_load(&model, made->number, OPEN_PLAIN, &second), ST_OK);
    record_set(first, "town", "Utrecht");
    record_set(second, "town", "Breda");
    ck_assert_int_eq(record_save(&model, first, MASK(&relation_entity, "town")), ST_OK);
    ck_assert_int_eq(record_save(&model, second, MASK(&relation_entity, "town")), ST_CONFLICT);
    ck_assert_int_eq(relation_load(&model, made->number, OPEN_PLAIN, &r), ST_OK);
    ck_assert_str_eq(record_get(r, "town"), "Utrecht");
    ck_assert_int_eq(history_last(&model, r, &who, &at), ST_OK);
    ck_assert_str_eq(who, "systeem");
    ck_assert_int_ne(at, 0);
    second->version = 0; /* chosen to overwrite */
    ck_assert_int_eq(record_save(&model, second, MASK(&relation_entity, "town")), ST_OK);
    ck_assert_uint_eq(second->version, 3);
}

MODEL_TEST(a_changed_bsn_is_sealed_in_history_and_found_by_its_new_value)
{
    static const char SQL_SEALED[] = "SELECT COUNT(*) FROM relation_history WHERE relation_id = ? AND field = 'bsn' AND sealed = 1 AND "
                                     "LENGTH(old_value) = 38 AND LENGTH(new_value) = 38";
    struct record *made = new_relation("Nummer"), *r;
    struct relation_query q = { .text = "111222333", .filter = FILTER_ALL, .bsn = true };
    struct relation_result found;
    struct change *list;
    size_t count;

    ck_assert_int_eq(relation_load(&model, made->number, OPEN_PLAIN, &r), ST_OK);
    record_set(r, "bsn", "111222333");
    clock_set(clock_now() + CLOCK_SECOND);
    ck_assert_int_eq(record_save(&model, r, MASK(&relation_entity, "bsn")), ST_OK);
    ck_assert_uint_eq(r->version, 2);
    ck_assert_uint_eq(number_of(SQL_SEALED, r->id), 1);
    perms_add(&test_actor.perms, PERM_BSN_READ);
    ck_assert_int_eq(history_list(&model, r->id, 0, 1, &list, &count), ST_OK);
    ck_assert_str_eq(list[0].field_label, "BSN");
    ck_assert_ptr_null(strpbrk(list[0].old_value, "0123456789"));
    ck_assert_ptr_null(strpbrk(list[0].new_value, "0123456789"));
    model.who = NULL; /* the system, for an export */
    ck_assert_int_eq(history_list(&model, r->id, 0, 1, &list, &count), ST_OK);
    ck_assert_str_eq(list[0].old_value, "123456782");
    ck_assert_str_eq(list[0].new_value, "111222333");
    model.keys = NULL;
    ck_assert_int_eq(history_list(&model, r->id, 0, 1, &list, &count), ST_OK);
    ck_assert_ptr_null(strpbrk(list[0].old_value, "0123456789"));
    model.keys = &test_keys;
    model.who = &test_actor;
    ck_assert_int_eq(relation_search(&model, &q, &found), ST_OK);
    ck_assert_uint_eq(found.total, 1);
    ck_assert_uint_eq(found.lines[0].id, r->id);
    q.bsn = false; /* without the permission it is a relation number that nobody has */
    ck_assert_int_eq(relation_search(&model, &q, &found), ST_OK);
    ck_assert_uint_eq(found.total, 0);
    record_set(r, "bsn", NULL);
    ck_assert_int_eq(record_save(&model, r, MASK(&relation_entity, "bsn")), ST_OK);
    q.bsn = true;
    ck_assert_int_eq(relation_search(&model, &q, &found), ST_OK);
    ck_assert_uint_eq(found.total, 0);
    ck_assert_int_eq(relation_load(&model, made->number, OPEN_PLAIN, &r), ST_OK);
    ck_assert(!r->sealed_there[field_index(&relation_entity, "bsn")]);
}

static struct record *add_note(uint64_t relation_id, const char *title, const char *content)
{
    struct record *n = record_new(arena, &note_entity);

    n->parent_id = relation_id;
    record_set(n, "note_date", "2026-11-24");
    record_set(n, "title", title);
    record_set(n, "content", content);
    ck_assert_int_eq(record_save(&model, n, MASK(&note_entity, "note_date", "title", "content")), ST_OK);
    return n;
}

MODEL_TEST(a_part_belongs_to_its_relation_only)
{
    struct record *one = new_relation("Een"), *two = new_relation("Twee"), *n = add_note(one->id, "Titel", "Inhoud"), *r;
    struct record **list;
    size_t count;
    uint64_t total;

    ck_assert_uint_eq(n->relation_id, one->id);
    ck_assert_int_eq(record_load(&model, &note_entity, one->id, n->id, OPEN_SEALED, &r), ST_OK);
    ck_assert_str_eq(record_get(r, "content"), "Inhoud");
    ck_assert_str_eq(record_get(r, "note_date"), "2026-11-24");
    ck_assert_int_eq(record_load(&model, &note_entity, two->id, n->id, OPEN_SEALED, &r), ST_NOT_FOUND);
    ck_assert_ptr_null(r);
    add_note(one->id, "Tweede", "Anders");
    ck_assert_int_eq(record_list(&model, &note_entity, one->id, OPEN_PLAIN, 0, 10, &list, &count), ST_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(record_get(list[0], "title"), "Tweede"); /* newest first */
    ck_assert_ptr_null(record_get(list[0], "content"));
    ck_assert(list[0]->sealed_there[field_index(&note_entity, "content")]);
    ck_assert_int_eq(record_list(&model, &note_entity, one->id, OPEN_SEALED, 1, 10, &list, &count), ST_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_str_eq(record_get(list[0], "content"), "Inhoud");
    ck_assert_int_eq(record_list(&model, &note_entity, two->id, OPEN_SEALED, 0, 10, &list, &count), ST_OK);
    ck_assert_uint_eq(count, 0);
    ck_assert_int_eq(record_count(&model, &note_entity, one->id, &total), ST_OK);
    ck_assert_uint_eq(total, 2);
}

#define INVOICE_COLUMNS "kind", "number", "invoice_date", "due_date", "total_cents", "vat_cents", "status", "paid_cents", "credited_cents"

static struct record *add_invoice(uint64_t relation_id)
{
    struct record *i = record_new(arena, &invoice_entity);

    i->parent_id = relation_id;
    record_set(i, "kind", "credit");
    record_set(i, "number", "TEST-2026-1");
    record_set(i, "paid_cents", "0");
    record_set(i, "credited_cents", "0");
    record_set(i, "invoice_date", "2026-01-31");
    record_set(i, "due_date", "2026-02-28");
    record_set(i, "total_cents", "-12100");
    record_set(i, "vat_cents", "-2100");
    record_set(i, "status", "credit");
    ck_assert_int_eq(record_save(&model, i, MASK(&invoice_entity, INVOICE_COLUMNS)), ST_OK);
    return i;
}

static struct record *add_line(uint64_t invoice_id)
{
    struct record *l = record_new(arena, &invoice_line_entity);

    l->parent_id = invoice_id;
    record_set(l, "position", "1");
    record_set(l, "text", "Contributie");
    record_set(l, "quantity", "1");
    record_set(l, "price_cents", "-10000");
    record_set(l, "vat_code", "hoog");
    record_set(l, "vat_rate", "21");
    record_set(l, "total_cents", "-12100");
    record_set(l, "vat_cents", "-2100");
    ck_assert_int_eq(
        record_save(&model, l,
                    MASK(&invoice_line_entity, "position", "text", "quantity", "price_cents", "vat_code", "vat_rate", "total_cents", "vat_cents")),
        ST_OK);
    return l;
}

MODEL_TEST(lines_of_an_invoice_belong_to_its_relation)
{
    struct record *one = new_relation("Een"), *two = new_relation("Twee"), *i = add_invoice(one->id), *l = add_line(i->id), *r;
    struct record **list;
    size_t count;

    ck_assert_uint_eq(l->relation_id, one->id);
    ck_assert_int_eq(record_load(&model, &invoice_line_entity, one->id, l->id, OPEN_SEALED, &r), ST_OK);
    ck_assert_uint_eq(r->relation_id, one->id);
    ck_assert_uint_eq(r->parent_id, i->id);
    ck_assert_str_eq(record_get(r, "total_cents"), "-12100");
    ck_assert_int_eq(record_load(&model, &invoice_line_entity, two->id, l->id, OPEN_PLAIN, &r), ST_NOT_FOUND);
    ck_assert_int_eq(record_list(&model, &invoice_line_entity, i->id, OPEN_SEALED, 0, 10, &list, &count), ST_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_str_eq(record_get(list[0], "quantity"), "1");
    ck_assert_int_eq(record_load(&model, &invoice_entity, one->id, i->id, OPEN_PLAIN, &r), ST_OK);
    ck_assert_str_eq(record_get(r, "invoice_date"), "2026-01-31");
    i->id = 0; /* the same number once more */
    ck_assert_int_eq(record_save(&model, i, MASK(&invoice_entity, INVOICE_COLUMNS)), ST_CONFLICT);
}

struct walk {
    unsigned count;
    enum status end;
};

static enum status walk_on(void *ctx, const struct record *r)
{
    struct walk *w = ctx;
    char expected[20];

    snprintf(expected, sizeof expected, "inhoud %u", 249 - w->count++);
    ck_assert_str_eq(record_get(r, "content"), expected);
    return w->count == 240 ? w->end : ST_OK;
}

MODEL_TEST(walking_through_all_rows_takes_no_more_memory_with_more_rows)
{
    struct record *one = new_relation("Veel");
    struct walk w = { 0 };
    size_t used;

    for (int i = 0; i < 250; i++)
        add_note(one->id, "Titel", arena_printf(arena, "inhoud %d", i));
    used = arena_used(arena);
    ck_assert_int_eq(record_each(&model, &note_entity, one->id, OPEN_SEALED, NULL, walk_on, &w), ST_OK);
    ck_assert_uint_eq(w.count, 250);
    ck_assert_uint_lt(arena_used(arena) - used, 2000);
    w = (struct walk){ .end = ST_DENIED };
    ck_assert_int_eq(record_each(&model, &note_entity, one->id, OPEN_SEALED, NULL, walk_on, &w), ST_DENIED);
    ck_assert_uint_eq(w.count, 240);
}

static enum status count_row(void *ctx, const struct record *r)
{
    (void)r;
    (*(unsigned *)ctx)++;
    return ST_OK;
}

MODEL_TEST(notes_about_others_stay_out_of_an_export)
{
    struct record *one = new_relation("Een"), *n;
    unsigned count = 0;

    add_note(one->id, "Over mij", "x");
    n = add_note(one->id, "Over een ander", "x");
    record_set(n, "about_other", "ja");
    ck_assert_int_eq(record_save(&model, n, MASK(&note_entity, "about_other")), ST_OK);
    ck_assert_int_eq(record_each(&model, &note_entity, one->id, OPEN_SEALED, note_entity.export_where, count_row, &count), ST_OK);
    ck_assert_uint_eq(count, 1);
}

MODEL_TEST(going_and_coming_back)
{
    struct record *made = new_relation("Weg"), *r;
    struct problems p = problems_in(arena);
    struct reason *reasons;
    size_t count;

    ck_assert_int_eq(relation_reasons(&model, &reasons, &count), ST_OK);
    ck_assert_uint_gt(count, 0);
    ck_assert_int_eq(relation_deactivate(&model, &p, made->number, "zomaar", "31-2-2026"), ST_INVALID);
    ck_assert_ptr_nonnull(problem_for(&p, "reden"));
    ck_assert_ptr_nonnull(problem_for(&p, "datum"));
    p = problems_in(arena);
    ck_assert_int_eq(relation_deactivate(&model, &p, made->number, reasons[0].title, "31-12-2999"), ST_INVALID);
    ck_assert_ptr_nonnull(problem_for(&p, "datum"));
    p = problems_in(arena);
    ck_assert_int_eq(relation_deactivate(&model, &p, "nobody", reasons[0].code, "2020-01-31"), ST_NOT_FOUND);
    ck_assert_int_eq(relation_deactivate(&model, &p, made->number, reasons[0].title, "31-1-2020"), ST_OK);
    ck_assert_int_eq(relation_deactivate(&model, &p, made->number, reasons[0].code, "31-1-2020"), ST_CONFLICT);
    ck_assert_int_eq(relation_load(&model, made->number, OPEN_PLAIN, &r), ST_OK);
    ck_assert_str_eq(record_get(r, "status"), "inactief");
    ck_assert_str_eq(record_get(r, "inactive_reason"), reasons[0].code);
    ck_assert_str_eq(record_get(r, "inactive_date"), "2020-01-31");
    ck_assert_int_eq(record_tell_reasons(&model, r), ST_OK);
    ck_assert_str_eq(record_get(r, "inactive_reason"), reasons[0].title);
    ck_assert_int_eq(record_tell_reasons(&model, r), ST_OK);
    ck_assert_str_eq(record_get(r, "inactive_reason"), reasons[0].title);
    ck_assert_int_eq(relation_reactivate(&model, made->number), ST_OK);
    ck_assert_int_eq(relation_reactivate(&model, made->number), ST_CONFLICT);
    ck_assert_int_eq(relation_load(&model, made->number, OPEN_PLAIN, &r), ST_OK);
    ck_assert_str_eq(record_get(r, "status"), "actief");
    ck_assert_ptr_null(record_get(r, "inactive_reason"));
    ck_assert_ptr_null(record_get(r, "inactive_date"));
}

START_TEST(saving_needs_a_transaction)
{
    struct record *r = record_new(arena, &relation_entity);

    ck_assert_int_eq(record_save(&model, r, MASK(&relation_entity, "last_name")), ST_FAILED);
}
END_TEST

static struct record *with(const char *const *pairs)
{
    struct record *r = record_new(arena, &relation_entity);

    for (; *pairs; pairs += 2)
        record_set(r, pairs[0], pairs[1]);
    return r;
}

#define WITH(...) with((const char *const[]){ __VA_ARGS__, NULL })

static const char *complaint(struct record *r, const char *field)
{
    struct problems p = problems_in(arena);
    enum status st = relation_check(r, arena, &p);

    ck_assert_int_eq(st, problems_any(&p) ? ST_INVALID : ST_OK);
    return field ? problem_for(&p, field) : p.first ? p.first->text : NULL;
}

START_TEST(fields_are_checked_together)
{
    clock_set(1764000000 * CLOCK_SECOND); /* 24 November 2025 */
    ck_assert_ptr_null(complaint(WITH("last_name", "Jansen"), NULL));
    ck_assert_ptr_null(complaint(WITH("street", "Dorpsstraat", "house_number", "1", "postcode", "1234AB", "town", "Dorp"), NULL));
    ck_assert_ptr_nonnull(complaint(WITH("street", "Dorpsstraat"), "huisnummer"));
    ck_assert_ptr_nonnull(complaint(WITH("postcode", "1234AB"), "straat"));
    ck_assert_ptr_null(complaint(WITH("foreign_line1", "Rue 1", "country", "FR"), NULL));
    ck_assert_ptr_nonnull(complaint(WITH("foreign_line1", "Rue 1"), "land"));
    ck_assert_ptr_nonnull(complaint(WITH("country", "FR"), "buitenland1"));
    ck_assert_ptr_nonnull(complaint(WITH("foreign_line1", "Rue 1", "country", "FR", "town", "Dorp"), "straat"));
    ck_assert_ptr_nonnull(complaint(WITH("name_usage", "V"), "partnernaam"));
    ck_assert_ptr_null(complaint(WITH("name_usage", "E"), NULL));
    ck_assert_ptr_nonnull(complaint(WITH("partner_prefix", "van"), "partnernaam"));
    ck_assert_ptr_nonnull(complaint(WITH("birth_date", "2026"), "geboortedatum"));
    ck_assert_ptr_null(complaint(WITH("birth_date", "2025"), NULL));
    ck_assert_ptr_nonnull(complaint(WITH("birth_date", "2025-11-26"), "geboortedatum"));
    ck_assert_ptr_nonnull(complaint(WITH("birth_date", "1750"), "geboortedatum"));
    ck_assert_ptr_nonnull(complaint(WITH("birth_date", "1950-12-31", "death_date", "1950-12-30"), "overlijdensdatum"));
    ck_assert_ptr_null(complaint(WITH("birth_date", "1950-12-31", "death_date", "1950"), NULL));
    ck_assert_ptr_nonnull(complaint(WITH("death_date", "2026-01"), "overlijdensdatum"));
}
END_TEST

START_TEST(addresses_are_lines_for_people)
{
    const char **lines = relation_address(arena, WITH("street", "Dorpsstraat", "house_number", "12", "house_letter", "A", "house_addition", "2",
                                                      "postcode", "1234AB", "town", "Ons Dorp"));

    ck_assert_str_eq(lines[0], "Dorpsstraat 12a-2");
    ck_assert_str_eq(lines[1], "1234 AB Ons Dorp");
    ck_assert_ptr_null(lines[2]);
    lines = relation_address(arena, WITH("street", "Dorpsstraat", "house_number", "12", "house_addition", "bis"));
    ck_assert_str_eq(lines[0], "Dorpsstraat 12 bis");
    ck_assert_ptr_null(lines[1]);
    lines = relation_address(arena, WITH("foreign_line1", "Rue 1", "foreign_line3", "Paris", "country", "FR"));
    ck_assert_str_eq(lines[0], "Rue 1");
    ck_assert_str_eq(lines[1], "Paris");
    ck_assert_str_eq(lines[2], "Frankrijk");
    ck_assert_ptr_null(relation_address(arena, WITH("last_name", "Jansen"))[0]);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("record");
    TCase *c = tcase_create("record");

    suite_add_tcase(s, c);
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, model_set_up, model_tear_down);
    tcase_add_test(c, a_new_relation_has_a_number_a_key_and_what_was_given);
    tcase_add_test(c, a_bsn_is_not_readable_in_the_database);
    tcase_add_test(c, a_sealed_value_moved_to_another_row_does_not_open);
    tcase_add_test(c, a_destroyed_key_leaves_nothing_to_open);
    tcase_add_test(c, without_keys_sealed_fields_stay_closed_and_the_rest_works);
    tcase_add_test(c, what_changes_leaves_a_line_of_history_with_both_values);
    tcase_add_test(c, saving_nothing_new_changes_nothing);
    tcase_add_test(c, two_people_save_and_the_second_is_told);
    tcase_add_test(c, a_changed_bsn_is_sealed_in_history_and_found_by_its_new_value);
    tcase_add_test(c, a_part_belongs_to_its_relation_only);
    tcase_add_test(c, lines_of_an_invoice_belong_to_its_relation);
    tcase_add_test(c, walking_through_all_rows_takes_no_more_memory_with_more_rows);
    tcase_add_test(c, notes_about_others_stay_out_of_an_export);
    tcase_add_test(c, going_and_coming_back);
    tcase_add_test(c, saving_needs_a_transaction);
    tcase_add_test(c, fields_are_checked_together);
    tcase_add_test(c, addresses_are_lines_for_people);
    return model_tests_run(s);
}
