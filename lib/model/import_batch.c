#include "model/import_batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "db/db.h"
#include "model/field.h"
#include "model/import_part.h"
#include "model/record_bulk.h"
#include "model/relation.h"

#define TRIES 6 /* somebody else may add a relation between our looking and writing */

static const char SQL_NUMBER[] = "SELECT value FROM counter WHERE name = 'relation_number' FOR UPDATE";
static const char SQL_SET_NUMBER[] = "UPDATE counter SET value = ? WHERE name = 'relation_number'";

/* One try: everything that a rolled back transaction must not leave behind. */
struct
try {
    struct import_batch *batch;
    struct model m;
    struct import_counts counts;
    struct import_line lines[MATCH_BATCH];
    struct problems problems[MATCH_BATCH]; /* besides those of reading the row */
    enum { DO_NOTHING, DO_ADD, DO_UPDATE } what[MATCH_BATCH];
};

/* All problems of a row in one text, at most as long as its column. */
static const char *problems_text(struct arena *a, const struct problems *one, const struct problems *two)
{
    struct buf b = buf_in(a);
    size_t letters = 0;

    for (int k = 0; k < 2; k++)
        for (const struct problem *p = (k ? two : one)->first; p; p = p->next)
            buf_printf(&b, "%s%s%s%s", b.len ? "; " : "", p->field ? target_title(p->field) : "", p->field ? ": " : "", p->text);
    for (size_t i = 0; i < b.len; i++)
        if ((b.s[i] & 0xC0) != 0x80 && letters++ == IMPORT_TEXT_MAX)
            b.s[b.len = i] = '\0';
    return b.s;
}

static void refused(struct try *t, size_t i)
{
    const struct entry *e = t->batch->entries[i];
    struct import_line *l = &t->lines[i];
    const struct problem *first = e->problems.first ? e->problems.first : t->problems[i].first;

    l->outcome = LINE_REFUSED;
    l->field = first ? first->field : NULL;
    l->text = problems_text(t->m.arena, &e->problems, &t->problems[i]);
    t->what[i] = DO_NOTHING;
}

static void duplicate(struct try *t, size_t i, const char *why)
{
    t->lines[i].outcome = LINE_DUPLICATE;
    t->lines[i].relation_id = t->batch->entries[i]->relation_id;
    t->lines[i].text = why;
    t->what[i] = DO_NOTHING;
}

static void decide_known(struct try *t, size_t i)
{
    const struct entry *e = t->batch->entries[i];
    bool number = e->number && strcmp(e->number, e->relation_number) == 0;

    switch (t->batch->run->duplicates) {
    case DUPLICATES_SKIP:
        duplicate(t, i, arena_printf(t->m.arena, "relatie %s: %s", e->relation_number, e->why));
        break;
    case DUPLICATES_UPDATE:
        if (e->several)
            invalidf(&t->problems[i], NULL, "Meer dan één relatie lijkt op deze regel, onder andere %s. Vul het relatienummer in",
                     e->relation_number);
        else
            t->what[i] = DO_UPDATE;
        break;
    case DUPLICATES_NEW:
        if (number)
            invalidf(&t->problems[i], "relatienummer", "Relatienummer %s is al van iemand", e->number);
        else
            t->what[i] = DO_ADD;
        break;
    }
}

/* What is to be done with each row. */
static enum status decide(struct try *t)
{
    struct import_batch *b = t->batch;
    enum status st = ST_OK;

    for (size_t i = 0; i < b->count && st == ST_OK; i++) {
        struct entry *e = b->entries[i];

        t->lines[i] = (struct import_line){ .line = e->line };
        t->problems[i] = problems_in(t->m.arena);
        t->what[i] = DO_NOTHING;
        if (!problems_any(&e->problems) && e->relation_id)
            decide_known(t, i);
        else if (!problems_any(&e->problems) && b->seen && b->run->duplicates != DUPLICATES_NEW && seen_before(b->seen, t->m.arena, e))
            duplicate(t, i, "staat eerder in dit bestand");
        else
            t->what[i] = DO_ADD;
        if (t->what[i] == DO_ADD) {
            entry_check_new(e, t->m.arena);
            st = entry_check_parts(e, &t->m);
        }
        if (problems_any(&e->problems) || problems_any(&t->problems[i]))
            refused(t, i);
    }
    return st;
}

/* --- new relations --- */

static enum status read_number(struct try *t, uint64_t *number)
{
    struct stmt *st = db_stmt(t->m.db, SQL_NUMBER);

    if (!db_step(st))
        return ST_FAILED;
    *number = col_u64(st, 0);
    db_done(st);
    return ST_OK;
}

static enum status write_number(struct try *t, uint64_t number)
{
    struct stmt *st = db_stmt(t->m.db, SQL_SET_NUMBER);

    bind_u64(st, 0, number);
    return db_run(st);
}

/* The file's own number, or the next; the counter stays above all of them. */
static void number_entries(struct try *t, uint64_t *next)
{
    struct import_batch *b = t->batch;

    for (size_t i = 0; i < b->count; i++)
        if (t->what[i] == DO_ADD && b->entries[i]->number && strtoull(b->entries[i]->number, NULL, 10) >= *next)
            *next = strtoull(b->entries[i]->number, NULL, 10) + 1;
    for (size_t i = 0; i < b->count; i++)
        if (t->what[i] == DO_ADD) {
            struct record *r = b->entries[i]->record;

            r->number = b->entries[i]->number ? b->entries[i]->number : arena_printf(t->m.arena, "%llu", (unsigned long long)(*next)++);
            record_set(r, "number", r->number);
            record_set(r, "status", "actief");
        }
}

static enum status add_parts(struct bulk *bulk, struct entry *e, const uint8_t key[KEY_BYTES])
{
    for (size_t i = 0; i < IMPORT_PARTS; i++) {
        struct record *part = e->parts[i];

        if (part == NULL)
            continue;
        part->id = bulk_id(bulk, part->entity);
        part->parent_id = part->relation_id = e->record->id;
        if (part->id == 0)
            return ST_FAILED;
        bulk_part(bulk, part, key, NULL);
        part->id = 0; /* another try begins anew */
    }
    return ST_OK;
}

static enum status add_entries(struct try *t)
{
    struct bulk *bulk = bulk_new(&t->m);
    uint8_t key[KEY_BYTES];
    enum status st = ST_OK;

    for (size_t i = 0; i < t->batch->count && st == ST_OK; i++) {
        struct record *r = t->batch->entries[i]->record;

        if (t->what[i] != DO_ADD)
            continue;
        r->id = r->relation_id = bulk_id(bulk, &relation_entity);
        if (r->id == 0)
            return ST_FAILED;
        bulk_relation(bulk, r, key);
        st = add_parts(bulk, t->batch->entries[i], key);
        t->lines[i].outcome = LINE_ADDED;
        t->lines[i].relation_id = r->id;
        t->lines[i].version = 1;
    }
    bytes_wipe(key, sizeof key);
    return st == ST_OK ? bulk_flush(bulk) : st;
}

/* --- relations that are there --- */

static bool fills_sealed(const struct entry *e)
{
    for (size_t k = 0; k < relation_entity.count; k++)
        if (e->mask[k] && relation_entity.fields[k].sealed)
            return true;
    return false;
}

static enum status update_entry(struct try *t, size_t i)
{
    const struct entry *e = t->batch->entries[i];
    struct record *r;
    uint32_t before;
    bool differs = false;
    enum status st = record_load(&t->m, &relation_entity, e->relation_id, e->relation_id, fills_sealed(e) ? OPEN_SEALED : OPEN_PLAIN, &r);

    if (st != ST_OK)
        return st;
    before = r->version;
    for (size_t k = 0; k < relation_entity.count; k++)
        if (e->mask[k]) {
            differs = differs || !text_equal(r->values[k], e->record->values[k]);
            r->values[k] = e->record->values[k];
        }
    if (differs && relation_check(r, t->m.arena, &t->problems[i]) != ST_OK) {
        refused(t, i);
        return ST_OK;
    }
    if (differs && !t->batch->run->check)
        st = record_save(&t->m, r, e->mask);
    if (differs && (t->batch->run->check || r->version != before)) {
        t->lines[i].outcome = LINE_CHANGED;
        t->lines[i].relation_id = e->relation_id;
        t->lines[i].version = r->version;
        if (parts_any(e))
            t->lines[i].text = "contactpersoon en lidmaatschap zijn niet toegevoegd, want de relatie was er al";
    } else {
        duplicate(t, i, arena_printf(t->m.arena, "relatie %s: %s, en niets is anders", e->relation_number, e->why));
    }
    return st;
}

static enum status update_entries(struct try *t)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < t->batch->count && st == ST_OK; i++)
        if (t->what[i] == DO_UPDATE)
            st = update_entry(t, i);
    return st;
}

/* --- the batch --- */

static void count(struct try *t)
{
    t->counts = t->batch->run->counts;
    for (size_t i = 0; i < t->batch->count; i++) {
        t->counts.read++;
        switch (t->lines[i].outcome) {
        case LINE_ADDED:
        case LINE_UNDONE:
            t->counts.added++;
            break;
        case LINE_CHANGED:
            t->counts.changed++;
            break;
        case LINE_DUPLICATE:
            t->counts.duplicate++;
            break;
        case LINE_REFUSED:
            t->counts.refused++;
            break;
        }
    }
}

/* A check tells what was found; that a row would be added needs no line. */
static enum status write_lines(struct try *t)
{
    struct import_run *run = t->batch->run;
    size_t n = 0;
    enum status st;

    if (run->id == 0)
        return ST_OK;
    for (size_t i = 0; i < t->batch->count; i++)
        if (!run->check || t->lines[i].outcome == LINE_DUPLICATE || t->lines[i].outcome == LINE_REFUSED)
            t->lines[n++] = t->lines[i];
    st = import_lines_add(&t->m, run->id, run->check ? PHASE_CHECK : PHASE_IMPORT, t->lines, n);
    return st == ST_OK ? import_progress(&t->m, run->id, t->batch->entries[t->batch->count - 1]->line, &t->counts) : st;
}

/* Locks come before the first look, so that nobody is missed who was added meanwhile. */
static enum status write_try(struct db *db, void *ctx)
{
    struct try *t = ctx;
    struct import_batch *b = t->batch;
    uint64_t number = 0, before = 0;
    enum status st = b->run->id ? import_lock(b->run->m, b->run->id, b->next_line) : ST_OK;

    arena_reset(b->tries);
    t->m = *b->run->m;
    t->m.db = db;
    t->m.arena = b->tries;
    if (st == ST_OK && !b->run->check)
        st = read_number(t, &number);
    before = number;
    if (st == ST_OK)
        st = match_known(&t->m, b->entries, b->count);
    if (st != ST_OK)
        return st;
    st = decide(t);
    if (st == ST_OK && !b->run->check) {
        number_entries(t, &number);
        st = add_entries(t);
        if (st == ST_OK && number != before)
            st = write_number(t, number);
    }
    if (st == ST_OK)
        st = update_entries(t);
    count(t);
    return st == ST_OK ? write_lines(t) : st;
}

static void tell(const struct try *t)
{
    const struct import_run *run = t->batch->run;

    if (!run->problem)
        return;
    for (size_t i = 0; i < t->batch->count; i++) {
        for (const struct problem *p = t->batch->entries[i]->problems.first; p; p = p->next)
            run->problem(run->ctx, t->batch->entries[i]->line, p->field, p->text);
        for (const struct problem *p = t->problems[i].first; p; p = p->next)
            run->problem(run->ctx, t->batch->entries[i]->line, p->field, p->text);
    }
}

enum status batch_write(struct import_batch *b)
{
    struct try *t;
    enum status st = ST_CONFLICT;

    if (b->count == 0)
        return ST_OK;
    t = malloc(sizeof *t);
    if (t == NULL)
        return ST_FAILED;
    t->batch = b;
    for (unsigned i = 0; i < TRIES && st == ST_CONFLICT; i++)
        st = db_tx(b->run->m->db, write_try, t);
    if (st == ST_OK) {
        b->run->counts = t->counts;
        b->next_line = b->entries[b->count - 1]->line;
        tell(t);
    }
    free(t);
    return st;
}
