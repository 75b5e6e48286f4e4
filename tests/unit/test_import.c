/* lib/model/import_run, import_match, import_file: a file into the database, once and no more than once. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/import_run.h"
#include "model/import_undo.h"
#include "model/membership.h"
#include "model/relation.h"
#include "model_db.h"

#define HEAD "Relatienummer;Voorletters;Achternaam;Geboortedatum;Straat;Huisnummer;Postcode;Woonplaats;Telefoon\n"

struct bytes {
    const char *p;
    size_t n, at;
};

static enum status bytes_read(void *ctx, void *p, size_t n, size_t *got)
{
    struct bytes *b = ctx;

    *got = b->n - b->at < n ? b->n - b->at : n;
    memcpy(p, b->p + b->at, *got);
    b->at += *got;
    return ST_OK;
}

static enum status bytes_rewind(void *ctx)
{
    ((struct bytes *)ctx)->at = 0;
    return ST_OK;
}

static struct import_file file;

/* Imports a text; gives the counts. `after`: where an earlier run came to. */
static struct import_counts import(const char *text, enum import_duplicates duplicates, bool check, uint32_t after, enum status expected)
{
    struct bytes bytes = { .p = text, .n = strlen(text) };
    const struct byte_source in = { bytes_read, bytes_rewind, &bytes };
    const struct import_rights may = import_rights_all(true);
    struct problems p = problems_in(arena);
    struct text_shape shape;
    struct columns columns;
    struct import_run run = { .m = &model, .columns = &columns, .duplicates = duplicates, .check = check, .after = after };

    ck_assert_int_eq(text_sniff(&in, arena, &p, &shape), ST_OK);
    ck_assert_int_eq(import_heading(&model, &in, &shape, &may, &p, &columns), ST_OK);
    if (after == 0)
        ck_assert_int_eq(import_add(&model, "proef.csv", bytes.n, NULL, &file), ST_OK);
    test_actor.import = true;
    memcpy(test_actor.request, file.name, sizeof test_actor.request);
    run.id = file.id;
    ck_assert_int_eq(import_run(&run, &in, &shape, &p), expected);
    test_actor.import = false;
    random_name(test_actor.request);
    return run.counts;
}

static void counts_are(struct import_counts c, uint32_t read, uint32_t added, uint32_t changed, uint32_t duplicate, uint32_t refused)
{
    ck_assert_msg(c.read == read && c.added == added && c.changed == changed && c.duplicate == duplicate && c.refused == refused,
                  "read %u added %u changed %u duplicate %u refused %u", c.read, c.added, c.changed, c.duplicate, c.refused);
}

static const char *value_of(const char *number, const char *column)
{
    struct record *r;

    ck_assert_int_eq(relation_load(&model, number, OPEN_PLAIN, &r), ST_OK);
    return record_get(r, column) ? record_get(r, column) : "";
}

static uint64_t id_of(const char *number)
{
    uint64_t id = 0;

    return relation_id(&model, number, &id) == ST_OK ? id : 0;
}

static uint64_t count_of(const char *sql)
{
    struct stmt *st = db_stmt(db, sql);
    uint64_t n;

    bind_str(st, 0, file.name);
    ck_assert(db_step(st));
    n = col_u64(st, 0);
    db_done(st);
    return n;
}

MODEL_TEST(adds)
{
    counts_are(import(HEAD "700001;J.R.;Proefberg;31-12-1950;Dorpsstraat;12a;1234 AB;Ons Dorp;612345678\n"
                           ";A.;Proefdal;;;;;;\n"
                           ";B.;;;;;;;\n",
                      DUPLICATES_SKIP, false, 0, ST_OK),
               3, 2, 0, 0, 1);
    ck_assert_str_eq(value_of("700001", "last_name"), "Proefberg");
    ck_assert_str_eq(value_of("700001", "phone"), "+31612345678");
    ck_assert_str_eq(value_of("700001", "house_letter"), "A");
    ck_assert_str_eq(value_of("700002", "last_name"), "Proefdal"); /* the counter went past the file's number */
    ck_assert_int_eq(count_of("SELECT COUNT(*) FROM relation_history WHERE site = 'import' AND request = ?"), 2);
    ck_assert_int_eq(count_of("SELECT COUNT(*) FROM import_line l JOIN import_file f ON f.id = l.import_id WHERE f.name = ?"), 3);
}

MODEL_TEST(checks_only)
{
    static const char text[] =
        HEAD "700001;J.R.;Proefberg;31-12-1950;;;;;\n;J.;Proefberg;31-12-1950;;;;;\n;K.;Proefberg;31-12-1950;;;;;\n;X.;;;;;;;\n"
             "700001;Q.;Anders;;;;;;\n";

    counts_are(import(text, DUPLICATES_SKIP, true, 0, ST_OK), 5, 3, 0, 1, 1);
    ck_assert_int_eq(count_of("SELECT COUNT(*) FROM relation_history WHERE request = ?"), 0);
    ck_assert_int_eq(count_of("SELECT COUNT(*) FROM import_line l JOIN import_file f ON f.id = l.import_id WHERE f.name = ?"), 2);
}

/* The same person twice in one file is found although both stand in one batch; a twin and a neighbour are others. */
MODEL_TEST(duplicates_in_the_file)
{
    counts_are(import(HEAD "700001;J.R.;Proefberg;31-12-1950;;;;;\n"
                           ";j;PROEFBERG;31/12/1950;;;;;\n"
                           ";K.;Proefberg;31-12-1950;;;;;\n"
                           ";J.;Proefberg;31-12-1951;;;;;\n"
                           "700001;Q.;Anders;;;;;;\n",
                      DUPLICATES_SKIP, false, 0, ST_OK),
               5, 3, 0, 2, 0);
}

MODEL_TEST(duplicates_by_address)
{
    counts_are(import(HEAD ";J.;Proefberg;;Dorpsstraat;12;1234 AB;Ons Dorp;\n"
                           ";J.;Proefberg;31-12-1950;Dorpsstraat;12;1234 AB;Ons Dorp;\n"
                           ";P.;Proefberg;;Dorpsstraat;12;1234 AB;Ons Dorp;\n"
                           ";J.;Anders;;Dorpsstraat;12;1234 AB;Ons Dorp;\n",
                      DUPLICATES_SKIP, false, 0, ST_OK),
               4, 3, 0, 1, 0);
}

MODEL_TEST(updates)
{
    import(HEAD "700001;J.R.;Proefberg;31-12-1950;Dorpsstraat;12;1234 AB;Ons Dorp;\n", DUPLICATES_SKIP, false, 0, ST_OK);
    counts_are(import(HEAD "700001;;;;;;;;612345678\n"                                  /* by number, empty cells leave what is there */
                           ";J.;Proefberg;31-12-1950;;;;;\n"                            /* nothing differs but the initials */
                           "700001;;;;Nieuwe Weg;;;;\n"                                 /* changed again */
                           ";J.;Proefberg;31-12-1950;Nieuwe Weg;12;1234 AB;Ons Dorp;\n" /* nothing differs */
                           "700001;;;;;;;;123\n",                                       /* no phone number */
                      DUPLICATES_UPDATE, false, 0, ST_OK),
               5, 0, 3, 1, 1);
    ck_assert_str_eq(value_of("700001", "street"), "Nieuwe Weg");
    ck_assert_str_eq(value_of("700001", "house_number"), "12");
    ck_assert_str_eq(value_of("700001", "initials"), "J.");
    ck_assert_str_eq(value_of("700001", "phone"), "+31612345678");
    ck_assert_int_eq(count_of("SELECT COUNT(*) FROM relation_history WHERE site = 'import' AND request = ?"), 3);
}

MODEL_TEST(new_all_the_same)
{
    import(HEAD "700001;J.R.;Proefberg;31-12-1950;;;;;\n", DUPLICATES_SKIP, false, 0, ST_OK);
    counts_are(import(HEAD ";J.R.;Proefberg;31-12-1950;;;;;\n700001;Q.;Anders;;;;;;\n", DUPLICATES_NEW, false, 0, ST_OK), 2, 1, 0, 0, 1);
}

/* A line that two relations look like is not given to either. */
MODEL_TEST(several)
{
    import(HEAD "700001;J.;Proefberg;31-12-1950;;;;;\n700002;J.;Proefberg;31-12-1950;;;;;\n", DUPLICATES_NEW, false, 0, ST_OK);
    counts_are(import(HEAD ";J.;Proefberg;31-12-1950;;;;;0612345678\n", DUPLICATES_UPDATE, false, 0, ST_OK), 1, 0, 0, 0, 1);
}

/* Where it stood, and from nowhere else. */
MODEL_TEST(goes_on)
{
    static const char half[] = HEAD "700001;J.;Proefberg;;;;;;\n700002;K.;Proefdal;;;;;;\n";
    static const char whole[] = HEAD "700001;J.;Proefberg;;;;;;\n700002;K.;Proefdal;;;;;;\n700003;L.;Proefveld;;;;;;\n";

    import(half, DUPLICATES_NEW, false, 0, ST_OK);
    import(whole, DUPLICATES_NEW, false, 2, ST_CONFLICT);
    counts_are(import(whole, DUPLICATES_NEW, false, 3, ST_OK), 1, 1, 0, 0, 0);
    ck_assert_str_eq(value_of("700003", "last_name"), "Proefveld");
}

/* More than a batch, with everything in it. */
MODEL_TEST(many)
{
    struct import_counts c;
    char *text = arena_alloc(arena, 200000), *at = text;

    at += sprintf(at, "%s", HEAD);
    for (int i = 0; i < 1000; i++)
        at += sprintf(at, "%d;J.;Proefnaam%d;%02d-01-1950;Weg;%d;1234 AB;Dorp;%s\n", 700000 + i, i / 2, i % 28 + 1, i % 90 + 1,
                      i % 10 == 9 ? "kapot" : "");
    c = import(text, DUPLICATES_SKIP, false, 0, ST_OK);
    counts_are(c, 1000, 900, 0, 0, 100);
    ck_assert_int_eq(count_of("SELECT COUNT(*) FROM relation r JOIN import_line l ON l.relation_id = r.id JOIN import_file f ON f.id = l.import_id "
                              "WHERE f.name = ? AND l.outcome = 'added' AND r.number = 700000 + l.line - 2"),
                     900);
}

MODEL_TEST(map_is_kept)
{
    uint8_t hash[HASH_BYTES] = { 1 };
    const char *map;

    ck_assert_int_eq(mapping_kept(&model, hash, &map), ST_OK);
    ck_assert_ptr_null(map);
    ck_assert_int_eq(mapping_keep(&model, hash, "kolom 1 = naam\n"), ST_OK);
    ck_assert_int_eq(mapping_keep(&model, hash, "kolom 1 = achternaam\n"), ST_OK);
    ck_assert_int_eq(mapping_kept(&model, hash, &map), ST_OK);
    ck_assert_str_eq(map, "kolom 1 = achternaam\n");
}

/* --- parts --- */

#define PARTS_HEAD                                                                                                                                   \
    "Relatienummer;Achternaam;IBAN;Contactpersoon;Telefoon contactpersoon;Verhouding;Lidmaatschap;Lid sinds;Contributie;Betaalwijze;Mandaat;Datum "  \
    "machtiging\n"

static struct record *only_part(const char *number, const struct entity *e)
{
    struct record **rows;
    size_t count;

    ck_assert_int_eq(record_list(&model, e, id_of(number), OPEN_PLAIN, 0, 9, &rows, &count), ST_OK);
    ck_assert_uint_eq(count, 1);
    return rows[0];
}

static void add_type(void)
{
    struct membership_type type = { .offered = true };
    struct problems p = problems_in(arena);

    ck_assert_int_eq(membership_type_save(&model, &type, "Proeflid", "22,50", &p), ST_OK);
}

MODEL_TEST(parts_come_along)
{
    struct record *r;

    add_type();
    counts_are(import(PARTS_HEAD "700001;Proefberg;;Proefdal;612345678;dochter;PROEFLID;1-2-2020;;;;\n"
                                 "700002;Proefveld;NL91ABNA0417164300;;;;Proeflid;1-2-2020;30,00;Automatische incasso;M-1;1-1-2020\n"
                                 "700003;Proefbos;;;;;;;;;;\n",
                      DUPLICATES_SKIP, false, 0, ST_OK),
               3, 3, 0, 0, 0);
    r = only_part("700001", &contact_entity);
    ck_assert_str_eq(record_get(r, "last_name"), "Proefdal");
    ck_assert_str_eq(record_get(r, "phone"), "+31612345678");
    ck_assert_str_eq(record_get(r, "relationship"), "dochter");
    r = only_part("700001", &membership_entity);
    ck_assert_str_eq(record_get(r, "type"), "Proeflid"); /* as the type is written */
    ck_assert_str_eq(record_get(r, "start_date"), "2020-02-01");
    ck_assert_str_eq(record_get(r, "amount_cents"), "2250"); /* the type's */
    r = only_part("700002", &membership_entity);
    ck_assert_str_eq(record_get(r, "amount_cents"), "3000");
    ck_assert_str_eq(record_get(r, "payment_method"), "incasso");
    ck_assert_int_eq(count_of("SELECT COUNT(*) FROM relation_history h JOIN import_line l ON l.relation_id = h.relation_id "
                              "JOIN import_file f ON f.id = l.import_id AND f.name = h.request WHERE f.name = ? AND h.entity <> 'relation'"),
                     3);
}

/* What is wrong with a part refuses the row, at the name of its column, in a check too. */
MODEL_TEST(parts_are_checked)
{
    static const char text[] = PARTS_HEAD ";Proefberg;;Proefdal;12;;;;;;;\n"                                     /* no phone number */
                                          ";Proefberg;;;0612345678;;;;;;;\n"                                     /* nobody to call */
                                          ";Proefberg;;;;;Anders;1-2-2020;;;;\n"                                 /* no such type */
                                          ";Proefberg;;;;;Proeflid;;;;;\n"                                       /* since when */
                                          ";Proefberg;;;;;Proeflid;1-2-2020;;Automatische incasso;M;1-1-2020\n"; /* no IBAN */

    add_type();
    counts_are(import(text, DUPLICATES_SKIP, true, 0, ST_OK), 5, 0, 0, 0, 5);
    counts_are(import(text, DUPLICATES_SKIP, false, 0, ST_OK), 5, 0, 0, 0, 5);
    ck_assert_int_eq(count_of("SELECT GROUP_CONCAT(l.field ORDER BY l.line) = 'contactpersoon_telefoon,contactpersoon_achternaam,lidmaatschap_soort,"
                              "lidmaatschap_begindatum,lidmaatschap_betaalwijze' FROM import_line l JOIN import_file f ON f.id = l.import_id "
                              "WHERE f.name = ?"),
                     1);
}

/* Somebody who is there keeps what there is: nobody can tell whether it is another contact person or the same. */
MODEL_TEST(parts_of_who_is_there)
{
    add_type();
    import(PARTS_HEAD "700001;Proefberg;;Proefdal;;;;;;;;\n", DUPLICATES_SKIP, false, 0, ST_OK);
    counts_are(import(PARTS_HEAD "700001;Proefberg;NL91ABNA0417164300;Anders;;;Proeflid;1-2-2020;;;;\n", DUPLICATES_UPDATE, false, 0, ST_OK), 1, 0, 1,
               0, 0);
    ck_assert_str_eq(record_get(only_part("700001", &contact_entity), "last_name"), "Proefdal");
    ck_assert_int_eq(count_of("SELECT COUNT(*) FROM import_line l JOIN import_file f ON f.id = l.import_id WHERE f.name = ? AND l.text LIKE '%niet "
                              "toegevoegd%'"),
                     1);
}

/* --- taken back --- */

/* As the worker does it, of the newest import. */
static enum status undo(struct import_undo *u)
{
    static struct import_file done;
    enum status st;

    ck_assert_int_eq(import_load(&model, file.name, &done), ST_OK);
    if (done.state == IMPORT_RECEIVED)
        ck_assert_int_eq(import_set_state(&model, &done, IMPORT_RECEIVED, IMPORT_UNDOING, NULL), ST_OK);
    *u = (struct import_undo){ .m = &model, .file = &done };
    test_actor.import = false;
    test_actor.undo = true;
    memcpy(test_actor.request, file.name, sizeof test_actor.request);
    st = import_undo(u);
    test_actor.undo = false;
    random_name(test_actor.request);
    return st;
}

static void change(const char *number, const char *column, const char *value)
{
    bool *mask = arena_array(arena, relation_entity.count, sizeof *mask);
    struct record *r;

    ck_assert_int_eq(relation_load(&model, number, OPEN_PLAIN, &r), ST_OK);
    record_set(r, column, value);
    mask[field_index(&relation_entity, column)] = true;
    ck_assert_int_eq(record_save(&model, r, mask), ST_OK);
}

static void add_note(const char *number)
{
    bool *mask = arena_array(arena, note_entity.count, sizeof *mask);
    struct record *r = record_new(arena, &note_entity);

    r->parent_id = id_of(number);
    record_set(r, "note_date", "2026-01-02");
    record_set(r, "title", "Gebeld");
    for (size_t k = 0; k < note_entity.count; k++)
        mask[k] = r->values[k] != NULL;
    ck_assert_int_eq(record_save(&model, r, mask), ST_OK);
}

static const char before[] = HEAD "700001;J.R.;Proefberg;31-12-1950;Dorpsstraat;12;1234 AB;Ons Dorp;0201234567\n";

MODEL_TEST(undone)
{
    struct import_undo u;
    uint64_t first, second;

    import(before, DUPLICATES_SKIP, false, 0, ST_OK);
    first = id_of("700001");
    change("700001", "email", "eerder@voorbeeld.nl");
    /* Changed, changed again, added, and added and changed. */
    counts_are(import(HEAD "700001;;;;Nieuwe Weg;;;;612345678\n700001;;;;Laatste Weg;;;;\n;A.;Proefdal;;;;;;\n"
                           "700003;B.;Proefveld;;;;;;\n700003;;;;;;;;0612345678\n",
                      DUPLICATES_UPDATE, false, 0, ST_OK),
               5, 2, 3, 0, 0);
    second = id_of("700003");
    ck_assert_uint_gt(second, first);
    ck_assert_int_eq(undo(&u), ST_OK);
    ck_assert_uint_eq(u.obstacle_count, 0);
    ck_assert_str_eq(value_of("700001", "street"), "Dorpsstraat");
    ck_assert_str_eq(value_of("700001", "phone"), "+31201234567");
    ck_assert_str_eq(value_of("700001", "email"), "eerder@voorbeeld.nl");
    ck_assert_int_eq(id_of("700003"), 0);
    ck_assert_int_eq(count_of("SELECT COUNT(*) FROM relation_history WHERE site = 'undo' AND request = ?"), 2);
    ck_assert_int_eq(count_of("SELECT COUNT(*) FROM import_line l JOIN import_file f ON f.id = l.import_id WHERE f.name = ? AND outcome = 'undone'"),
                     5);
    ck_assert_int_eq(count_of("SELECT COUNT(*) FROM relation_key k JOIN import_line l ON l.relation_id = k.relation_id "
                              "JOIN import_file f ON f.id = l.import_id WHERE f.name = ? AND l.line > 4"),
                     0);
    /* A number that a file brings may come again; an id never. */
    import(HEAD "700003;B.;Proefveld;;;;;;\n", DUPLICATES_SKIP, false, 0, ST_OK);
    ck_assert_uint_gt(id_of("700003"), second);
}

/* Sealed values come back too, opened by the relation's key. */
MODEL_TEST(undone_sealed)
{
    struct import_undo u;
    struct record *r;

    import("Relatienummer;Achternaam;BSN\n700001;Proefberg;123456782\n", DUPLICATES_SKIP, false, 0, ST_OK);
    import("Relatienummer;Achternaam;BSN\n700001;Proefdal;111222333\n", DUPLICATES_UPDATE, false, 0, ST_OK);
    ck_assert_int_eq(undo(&u), ST_OK);
    ck_assert_int_eq(relation_load(&model, "700001", OPEN_SEALED, &r), ST_OK);
    ck_assert_str_eq(record_get(r, "bsn"), "123456782");
    ck_assert_str_eq(record_get(r, "last_name"), "Proefberg");
}

/* Whole or not at all: what was touched since is told by its line. */
MODEL_TEST(not_undone)
{
    struct import_undo u;

    import(before, DUPLICATES_SKIP, false, 0, ST_OK);
    import(HEAD "700001;;;;Nieuwe Weg;;;;\n700002;A.;Proefdal;;;;;;\n700003;B.;Proefveld;;;;;;\n700004;C.;Proefbos;;;;;;\n", DUPLICATES_UPDATE, false,
           0, ST_OK);
    change("700001", "email", "later@voorbeeld.nl");
    add_note("700003");
    ck_assert_int_eq(undo(&u), ST_INVALID);
    ck_assert_uint_eq(u.obstacle_count, 2);
    ck_assert_uint_eq(u.obstacles[0].line, 2);
    ck_assert_str_eq(u.obstacles[0].text, "700001");
    ck_assert_uint_eq(u.obstacles[1].line, 4);
    ck_assert_int_eq(import_undo_tell(&u), ST_OK);
    ck_assert_int_eq(count_of("SELECT COUNT(*) FROM import_line l JOIN import_file f ON f.id = l.import_id WHERE f.name = ? AND l.phase = 'undo'"),
                     2);
    ck_assert_str_eq(value_of("700001", "street"), "Nieuwe Weg");
    ck_assert_int_ne(id_of("700002"), 0);
}

/* What hangs on a relation that was there before does not keep its fields from coming back. */
MODEL_TEST(undone_beside_a_part)
{
    struct import_undo u;

    import(before, DUPLICATES_SKIP, false, 0, ST_OK);
    import(HEAD "700001;;;;Nieuwe Weg;;;;\n", DUPLICATES_UPDATE, false, 0, ST_OK);
    add_note("700001");
    ck_assert_int_eq(undo(&u), ST_OK);
    ck_assert_str_eq(value_of("700001", "street"), "Dorpsstraat");
}

MODEL_TEST(undone_with_parts)
{
    struct import_undo u;

    add_type();
    import(PARTS_HEAD "700001;Proefberg;;Proefdal;;;Proeflid;1-2-2020;;;;\n", DUPLICATES_SKIP, false, 0, ST_OK);
    ck_assert_int_eq(undo(&u), ST_OK);
    ck_assert_int_eq(id_of("700001"), 0);
    ck_assert_int_eq(count_of("SELECT COUNT(*) FROM contact_person c JOIN import_line l ON l.relation_id = c.relation_id "
                              "JOIN import_file f ON f.id = l.import_id WHERE f.name = ?"),
                     0);
}

/* Of two imports the later one goes first. */
MODEL_TEST(undone_in_order)
{
    static struct import_file older;
    struct import_undo u;

    import(before, DUPLICATES_SKIP, false, 0, ST_OK);
    older = file;
    import(HEAD "700001;;;;Nieuwe Weg;;;;\n", DUPLICATES_UPDATE, false, 0, ST_OK);
    {
        struct import_file newer = file;

        file = older;
        ck_assert_int_eq(undo(&u), ST_INVALID);
        file = newer;
        ck_assert_int_eq(undo(&u), ST_OK);
    }
    /* What the undoing left in history belongs to another import. */
    file = older;
    ck_assert_int_eq(undo(&u), ST_INVALID);
}

MODEL_TEST(undone_only_when_asked)
{
    struct import_file done;
    struct import_undo u = { .m = &model, .file = &done };

    import(before, DUPLICATES_SKIP, false, 0, ST_OK);
    ck_assert_int_eq(import_load(&model, file.name, &done), ST_OK);
    ck_assert_int_eq(import_undo(&u), ST_CONFLICT);
    ck_assert_int_ne(id_of("700001"), 0);
}

int main(void)
{
    Suite *s = suite_create("import");
    TCase *c = tcase_create("import");

    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, model_set_up, model_tear_down);
    tcase_add_test(c, adds);
    tcase_add_test(c, checks_only);
    tcase_add_test(c, duplicates_in_the_file);
    tcase_add_test(c, duplicates_by_address);
    tcase_add_test(c, updates);
    tcase_add_test(c, new_all_the_same);
    tcase_add_test(c, several);
    tcase_add_test(c, goes_on);
    tcase_add_test(c, many);
    tcase_add_test(c, map_is_kept);
    tcase_add_test(c, parts_come_along);
    tcase_add_test(c, parts_are_checked);
    tcase_add_test(c, parts_of_who_is_there);
    tcase_add_test(c, undone_with_parts);
    tcase_add_test(c, undone);
    tcase_add_test(c, undone_sealed);
    tcase_add_test(c, not_undone);
    tcase_add_test(c, undone_beside_a_part);
    tcase_add_test(c, undone_in_order);
    tcase_add_test(c, undone_only_when_asked);
    suite_add_tcase(s, c);
    return model_tests_run(s);
}
