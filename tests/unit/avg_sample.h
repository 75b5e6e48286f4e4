/*
 * avg_sample.h - a relation made by hand, told to the readers of an export as the walk would tell it.
 *
 * Each value comes in every shape the export must carry: all field types, XML's special characters, every Unicode class, line breaks.
 */
#ifndef KOREN_TESTS_AVG_SAMPLE_H
#define KOREN_TESTS_AVG_SAMPLE_H

#include <check.h>

#include "avg/export_walk.h"
#include "avg/scratch.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"

#define SAMPLE_NUMBER "100234"
#define SAMPLE_MADE   ((int64_t)1795560672 * CLOCK_SECOND) /* 2026-11-24T22:51:12Z */
/* What could break XML, Word or a spreadsheet, and what people really are called. */
#define SAMPLE_HARD   "]]> <w:instrText>MERGEFIELD x</w:instrText> =cmd|'/C calc'!A0 & \"é\" ‘ ℵ 𐍈 👩‍🌾 ﷽ ǅ Ⅷ"

static const struct export_head sample_head = {
    .controller = "Vereniging Demo & Zonen <Noord>",
    .number = SAMPLE_NUMBER,
    .name = "J.R. van Velzen-in het Veld",
    .help_email = "hulp@demo.example",
    .help_phone = "0123 456789",
    .made = SAMPLE_MADE,
};

/* A value for a field that its type allows. */
static const char *sample_value(const struct field *f)
{
    switch (f->type) {
    case F_PREFIX:
        return "van";
    case F_INITIALS:
        return "J.R.";
    case F_POSTCODE:
        return "1234AB";
    case F_HOUSE_NUMBER:
        return "12";
    case F_LETTER:
        return "A";
    case F_COUNTRY:
        return "BE";
    case F_PHONE:
        return "+31612345678";
    case F_EMAIL:
        return "j.r@velzen.example";
    case F_IBAN:
        return "NL91ABNA0417164300";
    case F_KVK:
        return "12345678";
    case F_BSN:
        return "123456782";
    case F_PARTIAL_DATE:
        return "1950-12";
    case F_DATE:
        return "2024-02-29";
    case F_CHOICE:
        return f->choices[0].value;
    case F_YESNO:
        return "ja";
    case F_NUMBER:
        return "3";
    case F_MONEY:
        return "-1205";
    case F_CLOCK:
        return "13:30";
    case F_TIME:
        return "2026-11-24 22:51:12.123456";
    case F_SIZE:
        return "2147483648";
    case F_LINES:
        return "Eerste regel\n" SAMPLE_HARD "\n\nLaatste regel";
    default:
        return f->max >= 100 ? SAMPLE_HARD : "abc";
    }
}

static inline struct record *sample_record(struct arena *a, const struct entity *e)
{
    struct record *r = arena_alloc(a, sizeof *r);

    r->entity = e;
    r->values = arena_array(a, e->count, sizeof *r->values);
    r->sealed_there = arena_array(a, e->count, sizeof *r->sealed_there);
    for (size_t i = 0; i < e->count; i++)
        r->values[i] = sample_value(&e->fields[i]);
    return r;
}

static inline void sample_row(const struct export_reader *to, struct arena *a, const struct entity *e, const char *file)
{
    struct record *r = sample_record(a, e);

    to->record(to->ctx, r, file);
    if (e->child != NULL) {
        to->list(to->ctx, e->child);
        sample_row(to, a, e->child, NULL);
        sample_row(to, a, e->child, NULL);
        to->list_end(to->ctx, e->child, 0);
    }
    to->record_end(to->ctx, r);
}

/* The whole of it: the relation, `rows` rows in each list, a change or none. */
static inline void sample_walk(const struct export_reader *to, struct arena *a, unsigned rows)
{
    static const struct change change = { .at = SAMPLE_MADE,
                                          .entity = &relation_entity,
                                          .entity_title = "Relatie",
                                          .field_label = "Straat",
                                          .old_value = "Dorpsstraat",
                                          .new_value = SAMPLE_HARD,
                                          .who = "M. de Vries",
                                          .site = "staff" };

    sample_row(to, a, entities[0], NULL);
    for (const struct entity *const *e = entities + 1; *e != NULL; e++) {
        to->list(to->ctx, *e);
        for (unsigned i = 0; i < rows; i++)
            sample_row(to, a, *e, *e == &document_entity ? "dossier/brief.pdf" : NULL);
        to->list_end(to->ctx, *e, *e == &note_entity ? rows : 0);
    }
    to->list(to->ctx, &export_account_entity);
    if (rows > 0)
        sample_row(to, a, &export_account_entity, NULL);
    to->list_end(to->ctx, &export_account_entity, 0);
    to->changes(to->ctx);
    for (unsigned i = 0; i < rows; i++)
        to->change(to->ctx, &change);
    to->changes_end(to->ctx);
}

/* Everything in a scratch. */
static inline struct buf sample_content(struct arena *a, struct scratch *s)
{
    struct zip_input in = scratch_input(s);
    struct buf b = buf_in(a);
    char piece[4096];
    size_t got;

    ck_assert_int_eq(in.open(in.ctx), ST_OK);
    do {
        ck_assert_int_eq(in.read(in.ctx, piece, sizeof piece, &got), ST_OK);
        buf_put(&b, piece, got);
    } while (got > 0);
    in.close(in.ctx);
    return b;
}

#endif
