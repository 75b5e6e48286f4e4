#include "model/import_match.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"
#include "model/name.h"
#include "model/relation.h"

/* Texts get the character set of the column that they are looked up in, else no index is used. */
#define ASCII(name) "CAST(? AS CHAR(12) CHARACTER SET ascii) AS " name
#define KEY(name)   "CAST(? AS CHAR(255) CHARACTER SET utf8mb4) COLLATE utf8mb4_nopad_bin AS " name

#define PROBE_NUMBER  "SELECT CAST(? AS UNSIGNED) AS i, " ASCII("a")
#define PROBE_BIRTH   "SELECT CAST(? AS UNSIGNED) AS i, " ASCII("a") ", " KEY("f") ", " KEY("t")
#define PROBE_ADDRESS "SELECT CAST(? AS UNSIGNED) AS i, " ASCII("a") ", " ASCII("h") ", " KEY("f") ", " KEY("t")

#define TIMES10(x)                                                                                                                                   \
    x " UNION ALL " x " UNION ALL " x " UNION ALL " x " UNION ALL " x " UNION ALL " x " UNION ALL " x " UNION ALL " x " UNION ALL " x " UNION "      \
      "ALL " x
#define TIMES100(x) TIMES10(TIMES10(x))

#define FOUND  "SELECT p.i, r.id, r.number, r.birth_date, r.initials, r.call_name FROM ("
#define NAMED  " AND r.sort_key >= p.f AND r.sort_key < p.t"
#define BIRTHS FOUND TIMES100(PROBE_BIRTH) ") p STRAIGHT_JOIN relation r FORCE INDEX (relation_by_birth) ON r.birth_date = p.a" NAMED

enum probe { BY_NUMBER, BY_BIRTH, BY_ADDRESS };

/* One statement a batch, MATCH_BATCH probes in it; those that are not used are NULL and find nothing. */
static const struct looked {
    enum probe by;
    const char *why, *sql;
} looks[] = {
    { BY_NUMBER, "zelfde relatienummer", FOUND TIMES100(PROBE_NUMBER) ") p STRAIGHT_JOIN relation r ON r.number = p.a" },
    { BY_BIRTH, "zelfde naam en geboortedatum", BIRTHS " AND r.status = 'actief'" },
    { BY_BIRTH, "zelfde naam en geboortedatum", BIRTHS " AND r.status = 'inactief'" },
    { BY_ADDRESS, "zelfde naam, postcode en huisnummer",
      FOUND TIMES100(
          PROBE_ADDRESS) ") p STRAIGHT_JOIN relation r FORCE INDEX (relation_postcode) ON r.postcode = p.a AND r.house_number = p.h" NAMED },
};

/* From the surname in use to just after everybody who has exactly that one. */
struct key {
    const char *from, *to;
};

static struct key key_of(struct arena *a, const struct record *r)
{
    struct name n = relation_name(r);
    char *from = name_sort_key(a, &n), *to;
    size_t name = strcspn(from, (const char[]){ NAME_KEY_PART, '\0' });

    from = arena_printf(a, "%.*s%c", (int)name, from, NAME_KEY_PART);
    to = arena_printf(a, "%.*s%c", (int)name, from, NAME_KEY_PART + 1);
    return (struct key){ from, to };
}

/* The first letter of the initials, or of the name somebody is called by; "" when neither is known. */
static const char *first_initial(struct arena *a, const char *initials, const char *call_name)
{
    const char *s = text_fold(a, text_empty(initials) ? (text_empty(call_name) ? "" : call_name) : initials);
    size_t n = *s != '\0';

    while ((s[n] & 0xC0) == 0x80)
        n++;
    return arena_strndup(a, s, n);
}

static bool differ(const char *x, const char *y)
{
    return *x && *y && strcmp(x, y) != 0;
}

static bool initials_differ(struct arena *a, const char *initials, const char *call_name, const struct record *r)
{
    return differ(first_initial(a, initials, call_name), first_initial(a, record_get(r, "initials"), record_get(r, "call_name")));
}

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

/* A person that a probe found. */
static void found(struct model *m, struct entry *e, struct stmt *st, const char *why, bool sure)
{
    uint64_t id = col_u64(st, 1);

    if (!sure && (initials_differ(m->arena, col_str(st, 4), col_str(st, 5), e->record) ||
                  differ(or_empty(col_str(st, 3)), or_empty(record_get(e->record, "birth_date")))))
        return;
    if (e->relation_id && id != e->relation_id) {
        e->several = true;
        if (id > e->relation_id)
            return;
    }
    e->relation_id = id;
    e->relation_number = col_dup(st, 2, m->arena);
    e->why = why;
}

/* Binds one probe; NULLs when the row does not have what it takes. */
static unsigned bind_probe(struct model *m, struct stmt *st, unsigned i, size_t place, const struct entry *e, enum probe by)
{
    const struct record *r = e ? e->record : NULL;
    const char *birth = r ? record_get(r, "birth_date") : NULL, *postcode = r ? record_get(r, "postcode") : NULL;
    const char *house = r ? record_get(r, "house_number") : NULL;
    bool named = r && record_get(r, "last_name");
    struct key k = { NULL, NULL };

    bind_u64(st, i++, place);
    if (by == BY_NUMBER) {
        bind_str(st, i++, e ? e->number : NULL);
        return i;
    }
    if (by == BY_BIRTH) {
        named = named && birth && strlen(birth) == 10;
        bind_str(st, i++, named ? birth : NULL);
    } else {
        named = named && postcode && house;
        bind_str(st, i++, named ? postcode : NULL);
        bind_str(st, i++, named ? house : NULL);
    }
    if (named)
        k = key_of(m->arena, r);
    bind_str(st, i++, k.from);
    bind_str(st, i++, k.to);
    return i;
}

static enum status look(struct model *m, struct entry **entries, size_t count, const struct looked *l)
{
    struct stmt *st = db_stmt(m->db, l->sql);
    unsigned i = 0;
    enum status status;

    for (size_t k = 0; k < MATCH_BATCH; k++) {
        const struct entry *e = k < count && !problems_any(&entries[k]->problems) ? entries[k] : NULL;

        /* A number says it for certain. */
        i = bind_probe(m, st, i, k, e && l->by != BY_NUMBER && e->relation_id && e->number ? NULL : e, l->by);
    }
    while (db_step(st))
        found(m, entries[col_u64(st, 0)], st, l->why, l->by == BY_NUMBER);
    status = db_status(st);
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}

enum status match_known(struct model *m, struct entry **entries, size_t count)
{
    enum status st = ST_OK;

    for (size_t k = 0; k < count; k++) {
        entries[k]->relation_id = 0;
        entries[k]->several = false;
    }
    for (size_t i = 0; i < sizeof looks / sizeof *looks && st == ST_OK; i++)
        st = look(m, entries, count, &looks[i]);
    return st;
}

static bool both_equal(const struct entry *x, const struct entry *y, const char *column)
{
    const char *a = record_get(x->record, column), *b = record_get(y->record, column);

    return a && b && strcmp(a, b) == 0;
}

bool match_same(struct arena *a, const struct entry *x, const struct entry *y)
{
    if (x->number && y->number)
        return strcmp(x->number, y->number) == 0;
    if (!record_get(x->record, "last_name") || !record_get(y->record, "last_name") ||
        differ(or_empty(record_get(x->record, "birth_date")), or_empty(record_get(y->record, "birth_date"))))
        return false;
    if (!both_equal(x, y, "birth_date") && !(both_equal(x, y, "postcode") && both_equal(x, y, "house_number")))
        return false;
    return !initials_differ(a, record_get(x->record, "initials"), record_get(x->record, "call_name"), y->record) &&
           strcmp(key_of(a, x->record).from, key_of(a, y->record).from) == 0;
}

/* --- within a file that is only looked at --- */

#define SLOTS ((size_t)1 << 22) /* of 4 bytes: 16 MiB, at most half full */

struct seen {
    uint32_t *slots;
    size_t count;
};

struct seen *seen_new(struct arena *a)
{
    struct seen *s = arena_alloc(a, sizeof *s);

    s->slots = arena_array(a, SLOTS, sizeof *s->slots);
    return s;
}

/* Place and mark from different parts of the hash: two texts are taken for one in fewer than one of a million files. */
static bool add(struct seen *s, const char *text)
{
    uint8_t hash[HASH_BYTES];
    uint64_t place;
    uint32_t mark;

    hash_sha256(text, strlen(text), hash);
    memcpy(&place, hash, sizeof place);
    memcpy(&mark, hash + sizeof place, sizeof mark);
    mark |= 1;
    for (place %= SLOTS; s->slots[place]; place = (place + 1) % SLOTS)
        if (s->slots[place] == mark)
            return true;
    if (s->count < SEEN_MAX) {
        s->slots[place] = mark;
        s->count++;
    }
    return false;
}

bool seen_before(struct seen *s, struct arena *a, const struct entry *e)
{
    const struct record *r = e->record;
    const char *birth = record_get(r, "birth_date"), *postcode = record_get(r, "postcode"), *house = record_get(r, "house_number");
    const char *name, *initial;
    bool before = false;

    if (e->number)
        return add(s, arena_printf(a, "n%s", e->number));
    if (!record_get(r, "last_name"))
        return false;
    name = key_of(a, r).from;
    initial = first_initial(a, record_get(r, "initials"), record_get(r, "call_name"));
    if (birth && strlen(birth) == 10)
        before = add(s, arena_printf(a, "b%s\x1f%s\x1f%s", name, initial, birth));
    if (postcode && house)
        before = add(s, arena_printf(a, "a%s\x1f%s\x1f%s\x1f%s\x1f%s", name, initial, postcode, house, birth ? birth : "")) || before;
    return before;
}
