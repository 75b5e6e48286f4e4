#include "model/import_entry.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "model/check.h"
#include "model/import_part.h"
#include "model/relation.h"

#define REPLACEMENT "\xef\xbf\xbd"

/* A row being read: what each field's text is so far. */
struct reading {
    struct arena *a;
    struct entry *e;
    enum century century;
    const char **typed;               /* per field of the relation; NULL: not filled */
    const char **parts[IMPORT_PARTS]; /* the same of a part; NULL: nothing of it */
};

static void put(struct reading *r, const char *column, const char *value)
{
    if (value && *value)
        r->typed[field_index(&relation_entity, column)] = value;
}

static const char *got(const struct reading *r, const char *column)
{
    return r->typed[field_index(&relation_entity, column)];
}

/* Text that may go on, or NULL with a problem: what could not be decoded is never guessed. */
static const char *cell_text(struct reading *r, const struct target *t, const char *cell)
{
    const char *s;

    if (strstr(cell, REPLACEMENT) || text_check(cell, strlen(cell), true) != TEXT_FINE) {
        invalid(&r->e->problems, t->xml, "Hier staan tekens die niet leesbaar zijn. Bewaar het bestand als ‘CSV UTF-8’");
        return NULL;
    }
    s = value_undress(r->a, text_clean(r->a, cell));
    if (strchr(s, '\n')) {
        invalid(&r->e->problems, t->xml, "Hier staan meer regels in één cel. Maak er één regel van, of verdeel ze over kolommen");
        return NULL;
    }
    return s;
}

static void read_number(struct reading *r, const char *s)
{
    size_t n = strlen(s);

    if (n > 0 && n <= IMPORT_NUMBER_DIGITS && strspn(s, "0123456789") == n && *s != '0')
        r->e->number = s;
    else if (n > 0)
        invalidf(&r->e->problems, "relatienummer", "Een relatienummer heeft hoogstens %d cijfers en begint niet met een 0; dit is %s",
                 IMPORT_NUMBER_DIGITS, s);
}

struct part {
    const char *name, *value;
};

/* "Gesplitst: voorletters J.R., voorvoegsel van der": what is not there is not named. Ends with a part without name. */
static void told(struct reading *r, const char *xml, const struct part *parts)
{
    struct buf b = buf_in(r->a);

    for (; parts->name; parts++)
        if (*parts->value)
            buf_printf(&b, "%s%s %s", b.len ? ", " : "", parts->name, parts->value);
    invalidf(&r->e->remarks, xml, "Gesplitst: %s", b.s);
}

static void read_name(struct reading *r, const char *s)
{
    struct whole_name n;

    if (!split_name(r->a, s, &n)) {
        invalidf(&r->e->problems, "naam", "‘%s’ is op meer manieren te lezen. Zet voorletters, voorvoegsel en achternaam elk in een kolom", s);
        return;
    }
    put(r, "initials", n.initials);
    put(r, "call_name", n.call_name);
    put(r, "prefix", n.prefix);
    put(r, "last_name", n.last_name);
    told(r, "naam",
         (const struct part[]){
             { "voorletters", n.initials }, { "roepnaam", n.call_name }, { "voorvoegsel", n.prefix }, { "achternaam", n.last_name }, { 0 } });
}

static void read_street(struct reading *r, const char *s)
{
    struct street t;

    if (!split_street(r->a, s, &t)) {
        invalidf(&r->e->problems, "straat_huisnummer", "In ‘%s’ is niet zeker wat het huisnummer is. Zet het in een eigen kolom", s);
        return;
    }
    put(r, "street", t.street);
    put(r, "house_number", t.house);
}

static void read_town(struct reading *r, const char *s)
{
    struct town t;

    if (!split_town(r->a, s, &t)) {
        invalid(&r->e->problems, "postcode_woonplaats", "Vul eerst de postcode in en dan de woonplaats, zoals 1234 AB Ons Dorp");
        return;
    }
    put(r, "postcode", t.postcode);
    put(r, "town", t.town);
}

static void read_cell(struct reading *r, const struct target *t, const char *cell)
{
    const char *s = *cell ? cell_text(r, t, cell) : NULL;

    if (s == NULL || *s == '\0')
        return;
    switch (t->kind) {
    case TARGET_NUMBER:
        read_number(r, s);
        break;
    case TARGET_NAME:
        read_name(r, s);
        break;
    case TARGET_STREET:
        read_street(r, s);
        break;
    case TARGET_TOWN:
        read_town(r, s);
        break;
    case TARGET_PART:
        part_put(r->a, r->parts, t, s);
        break;
    case TARGET_FIELD:
        r->typed[field_index(&relation_entity, field_find(&relation_entity, t->xml)->column)] = s;
        break;
    }
}

/* "12a-2" in the column of the number, when letter and addition have nothing of their own. */
static void split_number(struct reading *r)
{
    const char *s = got(r, "house_number");
    struct house h;

    if (s == NULL || strspn(s, "0123456789") == strlen(s) || got(r, "house_letter") || got(r, "house_addition"))
        return;
    if (!split_house(r->a, s, &h)) {
        invalidf(&r->e->problems, "huisnummer", "‘%s’ is geen huisnummer. Heeft Excel er een datum van gemaakt? Maak van de kolom ‘Tekst’", s);
        r->typed[field_index(&relation_entity, "house_number")] = NULL;
        return;
    }
    put(r, "house_number", h.number);
    put(r, "house_letter", h.letter);
    put(r, "house_addition", h.addition);
    if (*h.letter || *h.addition)
        told(r, "huisnummer", (const struct part[]){ { "huisnummer", h.number }, { "huisletter", h.letter }, { "toevoeging", h.addition }, { 0 } });
}

static void split_names(struct reading *r)
{
    struct whole_name n;

    if (got(r, "prefix"))
        return;
    if (got(r, "initials") && split_initials(r->a, got(r, "initials"), &n)) {
        put(r, "initials", n.initials);
        put(r, "prefix", n.prefix);
        told(r, "voorletters", (const struct part[]){ { "voorletters", n.initials }, { "voorvoegsel", n.prefix }, { 0 } });
    } else if (got(r, "last_name") && split_last_name(r->a, got(r, "last_name"), &n)) {
        put(r, "prefix", n.prefix);
        put(r, "last_name", n.last_name);
        told(r, "achternaam", (const struct part[]){ { "voorvoegsel", n.prefix }, { "achternaam", n.last_name }, { 0 } });
    }
}

static void check_fields(struct reading *r)
{
    struct entry *e = r->e;

    for (size_t k = 0; k < relation_entity.count; k++) {
        const struct field *f = &relation_entity.fields[k];
        const char *typed = r->typed[k], *value;

        if (typed)
            typed = value_typed(f, r->a, typed, r->century, &e->problems, &e->remarks);
        if (typed && field_check(f, r->a, &e->problems, typed, &value) == ST_OK && value) {
            e->record->values[k] = value;
            e->mask[k] = true;
            if (field_remark(f, value))
                invalid(&e->remarks, f->xml, field_remark(f, value));
        }
    }
}

/* Empty cells after the last column are no column: some programs end every line with a separator. */
static size_t cells_of(const struct columns *c, const struct row *row)
{
    size_t n = row->count;

    while (n > c->count && !*row->cells[n - 1])
        n--;
    return n;
}

static bool row_fits(struct entry *e, const struct columns *c, const struct row *row)
{
    size_t n = cells_of(c, row);

    if (row->broken)
        invalid(&e->problems, NULL, "Deze regel is te lang of heeft te veel kolommen");
    else if (n != c->count)
        invalidf(&e->problems, NULL,
                 "Deze regel heeft %zu kolommen en de kop %zu. Staat er een scheidingsteken of regeleinde te veel of te weinig in?", n, c->count);
    return !problems_any(&e->problems);
}

struct entry *entry_read(struct arena *a, const struct columns *c, enum century century, const struct row *row)
{
    struct entry *e = arena_alloc(a, sizeof *e);
    struct reading r = { .a = a, .e = e, .century = century };

    e->line = row->number;
    e->record = record_new(a, &relation_entity);
    e->mask = arena_array(a, relation_entity.count, sizeof *e->mask);
    e->problems = problems_in(a);
    e->remarks = problems_in(a);
    if (!row_fits(e, c, row))
        return e;
    r.typed = arena_array(a, relation_entity.count, sizeof *r.typed);
    for (size_t i = 0; i < c->count; i++)
        if (c->targets[i])
            read_cell(&r, c->targets[i], row->cells[i]);
    split_number(&r);
    split_names(&r);
    check_fields(&r);
    parts_read(e, a, century, r.parts);
    return e;
}

void entry_check_new(struct entry *e, struct arena *a)
{
    if (problems_any(&e->problems))
        return;
    if (!record_get(e->record, "last_name"))
        invalid(&e->problems, "achternaam", "Er is geen achternaam");
    relation_check(e->record, a, &e->problems);
}
