#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "model/document.h"
#include "model/record_bulk.h"
#include "model/vat.h"
#include "ops/demo_make.h"
#include "ops/demo_words.h"

/* What belongs to a relation. Each function makes the same rows for the same place, whatever batch it falls in. */

struct record *demo_part(struct demo_batch *b, const struct entity *e, const struct record *r, int64_t at)
{
    struct record *p = record_new(b->arena, e);

    p->id = bulk_id(b->bulk, e);
    p->parent_id = p->relation_id = r->id;
    p->created_at = p->changed_at = at;
    return p;
}

static int64_t joined_on(const struct record *r)
{
    return r->created_at / CLOCK_DAY;
}

int64_t demo_last_day(const struct record *r)
{
    const char *left = record_get(r, "inactive_date");

    return left ? demo_day(left) : demo_day(DEMO_TODAY);
}

/* The relation before this one, as a neighbour: linked when it is in the same batch and may be, else as this relation told us. */
static void neighbour(struct demo_batch *b, struct prng *p, unsigned i, struct record *c)
{
    static const char *const same[] = { "initials", "call_name", "prefix", "last_name", "phone", "mobile", "email", NULL };
    const struct record *other = demo_person(b->arena, i - 1);

    record_set(c, "relationship", prng_percent(p, 50) ? "partner" : "buurman of buurvrouw");
    if (i > b->first && text_equal(record_get(other, "status"), "actief") && !record_get(other, "death_date")) {
        record_set(c, "linked_relation", b->relations[i - 1 - b->first]->number);
        return;
    }
    for (const char *const *s = same; *s; s++)
        record_set(c, *s, record_get(other, *s));
}

void demo_contacts(struct demo_batch *b, unsigned i, const struct record *r, const uint8_t *key)
{
    struct prng p = prng_stream(DEMO_SEED, i, STREAM_CONTACT);
    unsigned count = i == DEMO_NOTHING ? 0 : i == DEMO_JANSEN ? 2 : prng_below(&p, 4);

    for (unsigned k = 0; k < count; k++) {
        struct record *c = demo_part(b, &contact_entity, r, r->created_at);
        const struct demo_town *t = demo_town(&p);

        if (k == 0 && i > DEMO_SPECIAL && prng_percent(&p, 30)) {
            neighbour(b, &p, i, c);
        } else {
            demo_name(b->arena, &p, c, prng_percent(&p, 60), prng_between(&p, 1940, 1998));
            record_set(c, "relationship", demo_pick(&p, &demo_relationships));
            record_set(c, "mobile", demo_mobile(b->arena, &p));
            record_set(c, "phone", prng_percent(&p, 30) ? demo_landline(b->arena, &p, t->area) : NULL);
            record_set(c, "email", prng_percent(&p, 50) ? demo_email(b->arena, &p, c) : NULL);
        }
        record_set(c, "role", k == 0 ? "eerste contactpersoon" : NULL);
        record_set(c, "priority", arena_printf(b->arena, "%u", k + 1));
        record_set(c, "key_holder", prng_percent(&p, 40) ? "ja" : "nee");
        record_set(c, "representative", prng_percent(&p, 10) ? "ja" : "nee");
        if (i == DEMO_MARKUP)
            record_set(c, "relationship", "<i>buurman</i> & =1+1");
        bulk_part(b->bulk, c, key, NULL);
    }
}

static void membership(struct demo_batch *b, struct prng *p, unsigned i, const struct record *r, const uint8_t *key, int64_t from, int64_t to)
{
    static const char *const amounts[] = { "2250", "3400", "1950", "1500", "9600", "0" }; /* in the order of demo_memberships */
    static const char *const methods[] = { "incasso", "incasso", "incasso", "factuur", "factuur", "contant" };
    struct record *m = demo_part(b, &membership_entity, r, demo_moment(p, from));
    unsigned type = i == DEMO_JANSEN ? 0 : prng_below(p, demo_memberships.count);
    const char *method = methods[prng_below(p, 6)];

    record_set(m, "type", demo_memberships.list[type]);
    record_set(m, "start_date", demo_date(b->arena, from));
    record_set(m, "end_date", to ? demo_date(b->arena, to) : NULL);
    record_set(m, "end_reason",
               to ? (record_get(r, "inactive_reason") ? record_get(r, "inactive_reason") : "overgestapt op een ander lidmaatschap") : NULL);
    record_set(m, "amount_cents", amounts[type]);
    record_set(m, "payment_method", method);
    if (strcmp(method, "incasso") == 0) {
        record_set(m, "mandate_reference", arena_printf(b->arena, "MACHT-%06u-%u", i, type));
        record_set(m, "mandate_signed_on", demo_date(b->arena, from));
    }
    bulk_part(b->bulk, m, key, NULL);
}

void demo_memberships_add(struct demo_batch *b, unsigned i, const struct record *r, const uint8_t *key)
{
    struct prng p = prng_stream(DEMO_SEED, i, STREAM_MEMBERSHIP);
    int64_t from = joined_on(r), to = demo_last_day(r);
    bool left = record_get(r, "inactive_date") != NULL;

    if (i == DEMO_NOTHING)
        return;
    if (to - from > 730 && prng_percent(&p, 25)) {
        int64_t middle = from + (to - from) / 2;

        membership(b, &p, i, r, key, from, middle);
        from = middle + 1;
    }
    membership(b, &p, i, r, key, from, left ? to : 0);
}

struct article {
    const char *text;
    int cents; /* VAT included */
    int vat_rate;
};
static const struct article articles[] = {
    { "Contributie", 2250, 0 },
    { "Klussendienst, per uur", 3450, 21 },
    { "Voetverzorging aan huis", 2975, 0 },
    { "Huur rolstoel, per week", 1250, 9 },
    { "Cursus valpreventie", 4500, 0 },
    { "Hulp bij belastingaangifte", 1750, 21 },
    { "Maaltijd aan huis", 895, 9 },
    { "Plaatsen sleutelkluis", 6995, 21 },
};

/* Adds a line and counts up total and VAT. */
static void invoice_line(struct demo_batch *b, const struct record *invoice, const struct article *art, unsigned position, int quantity,
                         int64_t *total, int64_t *vat)
{
    struct record *l = demo_part(b, &invoice_line_entity, invoice, invoice->created_at);
    int64_t sum = 0, part_vat = 0;

    (void)vat_line(quantity, art->cents, art->vat_rate, &sum, &part_vat);
    l->parent_id = invoice->id;
    l->relation_id = invoice->relation_id;
    record_set(l, "position", arena_printf(b->arena, "%u", position));
    record_set(l, "text", art->text);
    record_set(l, "quantity", arena_printf(b->arena, "%d", quantity));
    record_set(l, "price_cents", arena_printf(b->arena, "%d", art->cents));
    record_set(l, "vat_code", art->vat_rate == 21 ? "hoog" : art->vat_rate == 9 ? "laag" : "vrijgesteld");
    record_set(l, "vat_rate", arena_printf(b->arena, "%d", art->vat_rate));
    record_set(l, "total_cents", arena_printf(b->arena, "%lld", (long long)sum));
    record_set(l, "vat_cents", arena_printf(b->arena, "%lld", (long long)part_vat));
    bulk_part(b->bulk, l, NULL, NULL);
    *total += sum;
    *vat += part_vat;
}

static const char *state(struct prng *p, int64_t due, int64_t today)
{
    unsigned n = prng_below(p, 100);

    if (due > today)
        return n < 50 ? "betaald" : "open";
    return n < 94 ? "betaald" : n < 97 ? "herinnerd" : n < 99 ? "oninbaar" : "credit";
}

static void invoice(struct demo_batch *b, struct prng *p, unsigned i, unsigned nth, const struct record *r, const uint8_t *key, int64_t day)
{
    struct record *v = demo_part(b, &invoice_entity, r, demo_moment(p, day));
    unsigned lines = 1 + prng_below(p, 3);
    int64_t total = 0, vat = 0, due = day + 30, today = demo_day(DEMO_TODAY);
    const char *status = state(p, due, today);
    int64_t paid = day + prng_between(p, 2, 28);

    for (unsigned k = 0; k < lines; k++)
        invoice_line(b, v, &articles[k == 0 ? 0 : 1 + prng_below(p, 7)], k + 1, k == 0 ? 1 : prng_between(p, 1, 4), &total, &vat);
    record_set(v, "kind", "factuur");
    record_set(v, "number", arena_printf(b->arena, "%d-%06u-%03u", date_from_days(day).year, i, nth));
    record_set(v, "invoice_date", demo_date(b->arena, day));
    record_set(v, "due_date", demo_date(b->arena, due));
    record_set(v, "description", i == DEMO_MARKUP ? "<script>alert('factuur')</script> & zo" : "Contributie en diensten");
    record_set(v, "total_cents", arena_printf(b->arena, "%lld", (long long)total));
    record_set(v, "vat_cents", arena_printf(b->arena, "%lld", (long long)vat));
    record_set(v, "status", status);
    record_set(v, "paid_cents", strcmp(status, "betaald") == 0 ? record_get(v, "total_cents") : "0");
    record_set(v, "credited_cents", strcmp(status, "credit") == 0 ? record_get(v, "total_cents") : "0");
    record_set(v, "paid_on", strcmp(status, "betaald") == 0 ? demo_date(b->arena, paid < today ? paid : today) : NULL);
    bulk_part(b->bulk, v, key, NULL);
}

void demo_invoices(struct demo_batch *b, unsigned i, const struct record *r, const uint8_t *key)
{
    struct prng p = prng_stream(DEMO_SEED, i, STREAM_INVOICE);
    int64_t to = demo_last_day(r), step = i == DEMO_BUSY ? 24 : 365;
    int64_t from = i == DEMO_BUSY ? to - 300 * step : demo_day("2022-01-15") + prng_below(&p, 200);

    if (i == DEMO_NOTHING)
        return;
    if (i != DEMO_BUSY && from < joined_on(r))
        from = joined_on(r) + 1;
    for (unsigned nth = 1; from < to; from += step, nth++)
        invoice(b, &p, i, nth, r, key, from);
}

struct story {
    const char *kind, *title, *content;
};
static const struct story stories[] = {
    { "gesprek", "Telefonisch contact", "Belde met een vraag over de factuur. Uitgelegd hoe het bedrag is opgebouwd; dat was duidelijk." },
    { "huisbezoek", "Huisbezoek",
      "Woont zelfstandig en redt zich goed. Ziet slecht; graag brieven in grote letters.\nVolgende bezoek in het voorjaar." },
    { "afspraak", "Afspraak klussendienst", "De drempel bij de achterdeur wordt weggehaald. Is alleen 's ochtends thuis." },
    { "klacht", "Klacht over de maaltijden", "De maaltijd kwam drie keer koud aan. Excuses gemaakt en met de keuken besproken." },
    { "gesprek", "Vraag over vervoer", "Heeft een rollator en wil naar de cursus. Doorverwezen naar de vervoersdienst." },
    { "overig", "Voorkeur", "Wil liever gemaild worden dan gebeld." },
    { "gesprek", "Gezondheid", "Is vorige maand geopereerd aan de heup en herstelt thuis. Hulp bij de boodschappen is geregeld." },
};
static const struct story story_other = { "gesprek", "Zorgen van de dochter",
                                          "De dochter belde: zij is zelf overbelast en slaapt slecht. Dit gaat over haar." };

void demo_notes(struct demo_batch *b, unsigned i, const struct record *r, const uint8_t *key)
{
    struct prng p = prng_stream(DEMO_SEED, i, STREAM_NOTE);
    unsigned count = i == DEMO_NOTHING ? 0 : i == DEMO_JANSEN ? 3 : prng_below(&p, 3);
    int64_t from = joined_on(r), span = demo_last_day(r) - from;

    for (unsigned k = 0; k < count; k++) {
        int64_t day = from + (span > 0 ? prng_below(&p, (unsigned)span + 1) : 0);
        struct record *n = demo_part(b, &note_entity, r, demo_moment(&p, day));
        bool other = i == DEMO_JANSEN ? k == 2 : prng_percent(&p, 8);
        const struct story *s = other ? &story_other : &stories[prng_below(&p, sizeof stories / sizeof *stories)];

        record_set(n, "note_date", demo_date(b->arena, day));
        record_set(n, "kind", s->kind);
        record_set(n, "title", i == DEMO_MARKUP ? "=SOM(A1:A9) <b>vet</b> & ]]>" : s->title);
        record_set(n, "content", i == DEMO_MARKUP ? "<!-- ]]> --> &amp; <?xml version=\"1.0\"?>\n+1\n-1\n@iets" : s->content);
        record_set(n, "author", demo_pick(&p, &demo_authors));
        record_set(n, "shared", !other && (i == DEMO_JANSEN ? k == 0 : prng_percent(&p, 30)) ? "ja" : "nee");
        record_set(n, "about_other", other ? "ja" : "nee");
        bulk_part(b->bulk, n, key, NULL);
    }
}

void demo_documents(struct demo_batch *b, unsigned i, const struct record *r, const uint8_t *key)
{
    unsigned count = demo_files(i);
    struct prng p = prng_stream(DEMO_SEED, i, STREAM_DOCUMENT);

    for (unsigned k = 0; k < count; k++) {
        const struct upload *u = &b->files[i - b->first][k];
        struct demo_file f = demo_file(b->arena, i, k, r);
        struct record *d = demo_part(b, &document_entity, r, demo_moment(&p, f.day));
        struct bulk_extra extra = { .store_name = u->store_name, .file_key = u->key };

        record_set(d, "title", f.title);
        record_set(d, "kind", f.kind);
        record_set(d, "author", demo_pick(&p, &demo_authors));
        record_set(d, "shared", f.shared ? "ja" : "nee");
        record_set(d, "file_name", u->file_name);
        record_set(d, "media_type", u->media_type);
        record_set(d, "size", arena_printf(b->arena, "%llu", (unsigned long long)u->size));
        record_set(d, "sha256", u->sha256);
        bulk_part(b->bulk, d, key, &extra);
    }
}

/* An earlier value of the column, as somebody who moved or changed. */
static void change(struct demo_batch *b, const struct record *r, const char *column, const char *old_value, int64_t at)
{
    const char *now = record_get(r, column);

    if (now && strcmp(now, old_value) != 0)
        bulk_change(b->bulk, r, &r->entity->fields[field_index(r->entity, column)], old_value, now, at);
}

void demo_changes(struct demo_batch *b, unsigned i, const struct record *r)
{
    struct prng p = prng_stream(DEMO_SEED, i, STREAM_HISTORY);
    int64_t from = joined_on(r), span = demo_last_day(r) - from;
    const char *left = record_get(r, "inactive_date");

    if (span > 2 && record_get(r, "street") && (i == DEMO_JANSEN || prng_percent(&p, 30))) {
        int64_t at = demo_moment(&p, from + 1 + prng_below(&p, (unsigned)span - 1));
        const struct demo_town *t = demo_town(&p);
        const char *head = demo_pick(&p, &demo_street_head);

        change(b, r, "street", arena_printf(b->arena, "%s%s", head, demo_pick(&p, &demo_street_tail)), at);
        change(b, r, "house_number", arena_printf(b->arena, "%d", prng_between(&p, 1, 200)), at);
        change(b, r, "postcode", arena_printf(b->arena, "%dAB", t->postcode), at);
        change(b, r, "town", t->name, at);
    }
    if (left) {
        change(b, r, "status", "actief", r->changed_at);
        change(b, r, "inactive_reason", "", r->changed_at);
        change(b, r, "inactive_date", "", r->changed_at);
    }
}
