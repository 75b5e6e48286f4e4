#include "ops/demo.h"

#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/keys.h"
#include "base/log.h"
#include "base/random.h"
#include "db/db.h"
#include "guard/actor.h"
#include "guard/audit.h"
#include "model/document.h"
#include "model/record_bulk.h"
#include "ops/demo_make.h"

#define BATCH 250 /* relations a transaction */
#define TRIES 3   /* when somebody else took an id of ours */

/* How many demo relations there are, in the same transaction as the relations themselves. */
static const char SQL_START[] = "INSERT IGNORE INTO counter (name, value) VALUES ('demo_relations', 0)";
static const char SQL_MADE[] = "SELECT value FROM counter WHERE name = 'demo_relations' FOR UPDATE";
static const char SQL_COUNT[] = "SELECT value FROM counter WHERE name = 'demo_relations'";
static const char SQL_SET_MADE[] = "UPDATE counter SET value = ? WHERE name = 'demo_relations'";
static const char SQL_NUMBER[] = "SELECT value FROM counter WHERE name = 'relation_number' FOR UPDATE";
static const char SQL_SET_NUMBER[] = "UPDATE counter SET value = ? WHERE name = 'relation_number'";
/* The first relation of the demo has the lowest number that was entered with the name below. */
static const char SQL_JANSEN[] = "SELECT id FROM relation WHERE email = 'jansen@demo.example' ORDER BY id LIMIT 1";

struct run {
    const struct config *config;
    struct db *db;
    const struct keys *keys;
    struct actor who;
    struct arena *files_arena; /* one batch: the uploads that wait for their rows */
    struct arena *rows_arena;  /* one try */
    const struct upload **files;
    unsigned first, count;
};

static enum status read_number(struct db *db, const char *sql, uint64_t *out)
{
    struct stmt *st = db_stmt(db, sql);

    *out = 0;
    if (!db_step(st))
        return db_status(st);
    *out = col_u64(st, 0);
    db_done(st);
    return ST_OK;
}

static enum status write_number(struct db *db, const char *sql, uint64_t value)
{
    struct stmt *st = db_stmt(db, sql);

    bind_u64(st, 0, value);
    return db_run(st);
}

/* Relations get ids and numbers first, since contact persons point at other relations of the batch. */
static enum status take_numbers(struct run *run, struct demo_batch *b)
{
    uint64_t number;
    enum status status = read_number(run->db, SQL_NUMBER, &number);

    if (status != ST_OK)
        return status;
    b->relations = arena_array(b->arena, b->count, sizeof *b->relations);
    for (unsigned k = 0; k < b->count; k++) {
        struct record *r = demo_person(b->arena, b->first + k);

        r->id = r->relation_id = bulk_id(b->bulk, &relation_entity);
        if (r->id == 0)
            return ST_FAILED;
        r->number = arena_printf(b->arena, "%llu", (unsigned long long)number++);
        record_set(r, "number", r->number);
        b->relations[k] = r;
    }
    return write_number(run->db, SQL_SET_NUMBER, number);
}

static void fill(struct demo_batch *b)
{
    for (unsigned k = 0; k < b->count; k++) {
        const struct record *r = b->relations[k];
        unsigned i = b->first + k;
        uint8_t key[KEY_BYTES];

        bulk_relation(b->bulk, r, key);
        demo_contacts(b, i, r, key);
        demo_memberships_add(b, i, r, key);
        demo_invoices(b, i, r, key);
        demo_notes(b, i, r, key);
        demo_documents(b, i, r, key);
        demo_services(b, i, r, key);
        demo_enrolments(b, i, r, key);
        demo_alarms(b, i, r, key);
        demo_changes(b, i, r);
        bytes_wipe(key, sizeof key);
    }
}

/* One batch; inside db_tx(), perhaps more than once. */
static enum status write_batch(struct db *db, void *ctx)
{
    struct run *run = ctx;
    struct model m = { .db = db, .arena = run->rows_arena, .keys = run->keys, .who = &run->who };
    struct demo_batch b = { .arena = run->rows_arena, .first = run->first, .count = run->count, .files = run->files };
    uint64_t made;
    enum status status;

    arena_reset(run->rows_arena);
    b.bulk = bulk_new(&m);
    status = read_number(db, SQL_MADE, &made);
    if (status == ST_OK && made != run->first)
        return ST_CONFLICT; /* another run is at it */
    if (status == ST_OK)
        status = take_numbers(run, &b);
    if (status == ST_OK && run->first == 0)
        status = demo_courses(&b, db);
    if (status != ST_OK)
        return status;
    fill(&b);
    status = bulk_flush(b.bulk);
    if (status == ST_OK)
        status = write_number(db, SQL_SET_MADE, run->first + run->count);
    if (status == ST_OK)
        status = audit_write(db, &run->who,
                             &(struct audit){ .event = "demo_add",
                                              .act = ACT_CREATE,
                                              .object = "relation",
                                              .sensitivity = "N",
                                              .detail = arena_printf(b.arena, "count=%u", run->count) });
    return status;
}

static enum status store_file(struct run *run, const struct demo_file *f, struct upload *out)
{
    struct receiver *r = receive_open(run->config, run->files_arena, f->name);
    struct problems problems = problems_in(run->files_arena);
    enum status status = r ? receive_piece(r, f->bytes, f->n) : ST_FAILED;

    if (status == ST_OK)
        status = receive_close(r, &problems, out);
    if (status != ST_OK)
        log_fact(LOG_ERROR, "demo_file", "name=%s reason=%s", log_quote(f->name), problems.count ? log_quote(problems.first->text) : "store");
    return status;
}

/* The files of the batch go into the store before the transaction; what gets no row is removed when the arena is reset. */
static enum status store_files(struct run *run)
{
    struct arena *a = run->files_arena;
    enum status status = ST_OK;

    run->files = arena_array(a, run->count, sizeof *run->files);
    for (unsigned k = 0; k < run->count && status == ST_OK; k++) {
        unsigned n = demo_files(run->first + k);
        struct upload *u = n ? arena_array(a, n, sizeof *u) : NULL;

        run->files[k] = u;
        for (unsigned j = 0; j < n && status == ST_OK; j++) {
            struct demo_file f = demo_file(a, run->first + k, j, demo_person(a, run->first + k));

            status = store_file(run, &f, &u[j]);
        }
    }
    return status;
}

static void keep_files(struct run *run)
{
    for (unsigned k = 0; k < run->count; k++)
        for (unsigned j = 0; j < demo_files(run->first + k); j++)
            receive_kept(&run->files[k][j]);
}

static enum status batch(struct run *run)
{
    enum status status;

    arena_reset(run->files_arena);
    status = store_files(run);
    for (unsigned i = 0; i < TRIES && (i == 0 || status == ST_CONFLICT); i++)
        if (status == ST_OK || status == ST_CONFLICT)
            status = db_tx(run->db, write_batch, run);
    if (status == ST_OK)
        keep_files(run);
    return status;
}

static enum status all_batches(struct run *run, unsigned relations, void (*progress)(unsigned done), struct demo_report *out)
{
    enum status status = ST_OK;

    while (out->relations < relations && status == ST_OK) {
        run->first = out->relations;
        run->count = relations - run->first < BATCH ? relations - run->first : BATCH;
        status = batch(run);
        if (status == ST_OK)
            out->relations += run->count;
        if (status == ST_OK && progress)
            progress(out->relations);
    }
    return status;
}

static enum status portal_user(struct run *run, struct demo_report *out)
{
    uint64_t id;
    enum status status = read_number(run->db, SQL_JANSEN, &id);

    /* Somebody may have given the relation another address since: then the user is there, or not wanted. */
    if (status == ST_NOT_FOUND)
        return ST_OK;
    return status == ST_OK ? demo_portal_user(run->config, run->db, id, &out->users) : status;
}

static enum status start(struct run *run, struct demo_report *out)
{
    uint64_t made = 0;
    enum status status = db_run(db_stmt(run->db, SQL_START));

    if (status == ST_OK)
        status = read_number(run->db, SQL_COUNT, &made);
    out->before = out->relations = (unsigned)made;
    return status == ST_OK ? demo_staff(run->config, run->db, &out->users, &run->who.user_id) : status;
}

enum status demo_run(const struct config *c, struct db *owner, const struct keys *k, unsigned relations, void (*progress)(unsigned done),
                     struct demo_report *out)
{
    struct run run = { .config = c, .db = owner, .keys = k, .who = { .name = "Marijke Bos", .site = SITE_STAFF, .program = "koren-admin" } };
    enum status status;

    *out = (struct demo_report){ 0 };
    if (!c->development)
        return ST_DENIED;
    if (!k->have[KEY_RELATION] || !k->have[KEY_LOOKUP])
        return ST_FAILED;
    random_name(run.who.request);
    run.files_arena = arena_new(0);
    run.rows_arena = arena_new(0);
    status = run.files_arena && run.rows_arena ? start(&run, out) : ST_FAILED;
    if (status == ST_OK)
        status = all_batches(&run, relations, progress, out);
    if (status == ST_OK && relations > 0)
        status = portal_user(&run, out);
    if (status == ST_OK)
        status = demo_tasks(owner, run.rows_arena);
    if (status == ST_OK && relations > 0)
        status = demo_consents(owner);
    arena_free(run.files_arena);
    arena_free(run.rows_arena);
    return status;
}
