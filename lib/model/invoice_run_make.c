/* A run being made: by staff who confirm it, by koren-worker who does it. */
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "guard/actor.h"
#include "model/invoice.h"
#include "model/invoice_run_parts.h"
#include "model/job.h"
#include "model/vat.h"

static const char SQL_LOCK[] = "SELECT state, job FROM invoice_run WHERE id = ? FOR UPDATE";
static const char SQL_START[] = "UPDATE invoice_run SET state = ?, expected = ?, job = ? WHERE id = ?";
static const char SQL_JOB[] = "UPDATE invoice_run SET state = ?, job = ? WHERE id = ?";
static const char SQL_STATE[] = "UPDATE invoice_run SET state = ? WHERE id = ?";
static const char SQL_OF_JOB[] = "SELECT id FROM invoice_run WHERE job = ?";
static const char SQL_PLACE[] = "SELECT last_membership, made, total_cents FROM invoice_run WHERE id = ? FOR UPDATE";
static const char SQL_MOVE[] = "UPDATE invoice_run SET last_membership = ?, made = ?, total_cents = ? WHERE id = ?";
static const char SQL_NEXT[] = RUN_MEMBERSHIPS;
static const char SQL_OWN[] = "UPDATE invoice SET run_id = ? WHERE id = ?";
static const char SQL_MONTH[] = "INSERT INTO invoice_month (membership_id, month, invoice_id) VALUES (?, ?, ?)";
static const char SQL_CONCEPTS[] = "SELECT id FROM invoice WHERE run_id = ? AND status = 'concept' AND id > ? ORDER BY id LIMIT ?";
static const char SQL_NUMBERED[] = "SELECT COUNT(*), SUM(number IS NOT NULL) FROM invoice WHERE run_id = ?";
static const char SQL_LINES_GONE[] = "DELETE l FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id WHERE i.run_id = ? AND i.number IS NULL";
static const char SQL_GONE[] = "DELETE FROM invoice WHERE run_id = ? AND number IS NULL";

/* ---- staff ---- */

/* The run's row is the lock on what becomes of it. */
static enum status lock(struct model *m, uint64_t id, const char *state)
{
    struct stmt *st = db_stmt(m->db, SQL_LOCK);
    bool same;

    bind_u64(st, 0, id);
    if (!db_step(st))
        return db_status(st);
    same = strcmp(col_str(st, 0), state) == 0;
    db_done(st);
    return same ? ST_OK : ST_CONFLICT;
}

static enum status with_job(struct model *m, struct run *r, const char *state, const char *kind)
{
    char name[33];
    struct stmt *st;
    enum status status = job_add(m->db, m->who, kind, 0, name);

    if (status != ST_OK)
        return status;
    st = db_stmt(m->db, SQL_JOB);
    bind_str(st, 0, state);
    bind_str(st, 1, name);
    bind_u64(st, 2, r->id);
    r->job = arena_strdup(m->arena, name);
    return db_run(st);
}

enum status run_start(struct model *m, struct problems *p, struct run *r, uint64_t count)
{
    struct run_preview now;
    struct stmt *st;
    enum status status = lock(m, r->id, "voorbeeld");

    if (status == ST_OK)
        status = run_look(m, r, &now);
    if (status != ST_OK)
        return status;
    if (now.count == 0)
        return invalid(p, "aantal", "Er is niemand om een factuur voor te maken");
    if (now.count != count)
        return invalidf(p, "aantal", "Het zijn er nu %llu. Controleer het voorbeeld en vul dat aantal in", (unsigned long long)now.count);
    status = with_job(m, r, "maken", RUN_KIND_MAKE);
    if (status != ST_OK)
        return status;
    st = db_stmt(m->db, SQL_START);
    bind_str(st, 0, "maken");
    bind_u64(st, 1, now.count);
    bind_str(st, 2, r->job);
    bind_u64(st, 3, r->id);
    return db_run(st);
}

enum status run_number(struct model *m, struct run *r)
{
    enum status status = lock(m, r->id, "gemaakt");

    return status == ST_OK ? with_job(m, r, "definitief maken", RUN_KIND_FINAL) : status;
}

/* Whether nobody is at the run's job any more. */
static enum status job_over(struct model *m, const struct run *r)
{
    struct job j;
    enum status status = r->job ? job_load(m->db, m->arena, r->job, &j) : ST_NOT_FOUND;

    if (status == ST_OK && j.state != JOB_FAILED)
        return ST_CONFLICT;
    return status;
}

enum status run_resume(struct model *m, struct run *r)
{
    bool numbering = r->state == RUN_NUMBERING;
    enum status status = lock(m, r->id, numbering ? "definitief maken" : "maken");

    if (status == ST_OK)
        status = job_over(m, r);
    return status == ST_OK ? with_job(m, r, numbering ? "definitief maken" : "maken", numbering ? RUN_KIND_FINAL : RUN_KIND_MAKE) : status;
}

static enum status set_state(struct model *m, uint64_t id, const char *state)
{
    struct stmt *st = db_stmt(m->db, SQL_STATE);

    bind_str(st, 0, state);
    bind_u64(st, 1, id);
    return db_run(st);
}

enum status run_discard(struct model *m, struct run *r)
{
    enum status status = lock(m, r->id, r->state == RUN_MAKING ? "maken" : r->state == RUN_PREVIEW ? "voorbeeld" : "gemaakt");
    struct stmt *st;
    bool numbered;

    if (status == ST_OK && r->state == RUN_MAKING)
        status = job_over(m, r);
    if (status != ST_OK)
        return status;
    st = db_stmt(m->db, SQL_NUMBERED);
    bind_u64(st, 0, r->id);
    if (!db_step(st))
        return ST_FAILED;
    numbered = col_u64(st, 1) > 0;
    db_done(st);
    if (numbered)
        return ST_CONFLICT;
    st = db_stmt(m->db, SQL_LINES_GONE);
    bind_u64(st, 0, r->id);
    status = db_run(st);
    if (status == ST_OK) {
        st = db_stmt(m->db, SQL_GONE);
        bind_u64(st, 0, r->id);
        status = db_run(st);
    }
    return status == ST_OK ? set_state(m, r->id, "weg") : status;
}

/* ---- koren-worker ---- */

struct making {
    struct model m;
    const struct job *job;
    struct run run;
    run_fault fault;
    const void *ctx;
    /* Numbering: the last one looked at and how many got one, before the batch and after it; taken over when it is committed. */
    uint64_t after, done, after_next, done_next;
    bool more;
};

static enum status find_run(struct model *m, const struct job *j, struct run *out)
{
    struct stmt *st = db_stmt(m->db, SQL_OF_JOB);
    uint64_t id;

    bind_str(st, 0, j->name);
    if (!db_step(st))
        return db_status(st);
    id = col_u64(st, 0);
    db_done(st);
    return run_load(m, id, out);
}

/* One row of the batch, kept while other statements run. */
struct due {
    uint64_t membership, relation;
    int64_t amount;
    const char *type;
};

/* Which are next, and where the batch after this one starts; no room left: there may be more. */
static enum status read_due(struct making *k, uint64_t *place, struct due *list, size_t *count)
{
    struct stmt *st = db_stmt(k->m.db, SQL_NEXT);
    char first[MONTH_TEXT], last[MONTH_TEXT];
    unsigned rows = 0;
    enum status status;

    *count = 0;
    run_months(&k->run, first, last);
    run_bind(st, &k->run, first, last, *place, RUN_BATCH);
    while (db_step(st)) {
        bool odd[ODD_COUNT];
        int64_t amount;

        rows++;
        *place = col_u64(st, RUN_MEMBERSHIP);
        if (run_judge(st, &k->run, odd, &amount) != ODD_COUNT)
            continue;
        list[(*count)++] =
            (struct due){ .membership = *place, .relation = col_u64(st, RUN_RELATION), .amount = amount, .type = col_dup(st, RUN_TYPE, k->m.arena) };
    }
    status = db_status(st);
    db_done(st);
    k->more = rows == RUN_BATCH;
    return status == ST_NOT_FOUND ? ST_OK : status;
}

/* One row for each month of the period: a second invoice for one of them breaks the key. */
static enum status take_months(struct making *k, uint64_t membership, uint64_t invoice)
{
    enum status status = ST_OK;

    for (int i = 0; i < k->run.period.months && status == ST_OK; i++) {
        struct stmt *st = db_stmt(k->m.db, SQL_MONTH);

        bind_u64(st, 0, membership);
        bind_str(st, 1, arena_printf(k->m.arena, "%04d-%02d", k->run.period.year, k->run.period.month + i));
        bind_u64(st, 2, invoice);
        status = db_run(st);
    }
    return status;
}

static enum status make_one(struct making *k, const struct due *d)
{
    const char *text = arena_printf(k->m.arena, "%s %s", d->type, period_show(k->m.arena, &k->run.period));
    struct record *invoice;
    struct stmt *st;
    enum status status = invoice_new(&k->m, d->relation, k->run.description, k->run.due_days, &invoice);

    if (status == ST_OK)
        status = invoice_add_line(&k->m, invoice, text, 1, d->amount, k->run.vat_code);
    if (status != ST_OK)
        return status;
    st = db_stmt(k->m.db, SQL_OWN);
    bind_u64(st, 0, k->run.id);
    bind_u64(st, 1, invoice->id);
    status = db_run(st);
    return status == ST_OK ? take_months(k, d->membership, invoice->id) : status;
}

/* Invoices, the place where the next batch starts, and the proof that the job is ours: one transaction. */
static enum status make_batch(struct db *db, void *ctx)
{
    struct making *k = ctx;
    struct due due[RUN_BATCH];
    uint64_t place, made;
    int64_t total;
    size_t count = 0;
    struct stmt *st = db_stmt(db, SQL_PLACE);
    enum status status;

    bind_u64(st, 0, k->run.id);
    if (!db_step(st))
        return db_status(st);
    place = col_u64(st, 0);
    made = col_u64(st, 1);
    total = col_i64(st, 2);
    db_done(st);
    status = read_due(k, &place, due, &count);
    for (size_t i = 0; i < count && status == ST_OK; i++) {
        status = make_one(k, &due[i]);
        total += due[i].amount;
    }
    if (status != ST_OK)
        return status;
    st = db_stmt(db, SQL_MOVE);
    bind_u64(st, 0, place);
    bind_u64(st, 1, made + count);
    bind_i64(st, 2, total);
    bind_u64(st, 3, k->run.id);
    status = db_run(st);
    if (status == ST_OK)
        status = job_progress(db, k->job, (unsigned)(made + count), (unsigned)k->run.expected, "Facturen maken");
    if (status == ST_OK && k->fault)
        k->fault(k->ctx, "factuurrun");
    return status;
}

static enum status finish(struct db *db, void *ctx)
{
    struct making *k = ctx;
    bool numbering = strcmp(k->job->kind, RUN_KIND_FINAL) == 0;
    enum status status = set_state(&k->m, k->run.id, numbering ? "definitief" : "gemaakt");

    return status == ST_OK ? job_finish(db, k->job, NULL, NULL, 0, 0, NULL, NULL, 0) : status;
}

/* On behalf of who asked for it, with a memory of its own that each batch gives back. */
static enum status batches(struct model *m, const struct job *j, run_fault fault, const void *ctx, enum status (*batch)(struct db *, void *))
{
    struct actor who = { .user_id = j->user_id, .name = j->user_name, .function = "", .site = SITE_STAFF, .program = "worker" };
    struct arena *own = arena_new(0);
    struct making k = { .m = { .db = m->db, .arena = own, .keys = m->keys, .who = &who }, .job = j, .fault = fault, .ctx = ctx, .more = true };
    struct model loading = *m;
    enum status status;

    if (!own)
        return ST_FAILED;
    memcpy(who.request, j->name, sizeof who.request);
    status = find_run(&loading, j, &k.run);
    while (status == ST_OK && k.more) {
        status = db_tx(m->db, batch, &k);
        k.after = k.after_next;
        k.done = k.done_next;
        arena_reset(own);
    }
    if (status == ST_OK)
        status = db_tx(m->db, finish, &k);
    arena_free(own);
    log_fact(status == ST_OK ? LOG_INFO : LOG_WARN, "invoice_run", "job=%s outcome=%s", j->name, status_name(status));
    return status;
}

enum status run_make(struct model *m, const struct job *j, run_fault fault, const void *ctx)
{
    return batches(m, j, fault, ctx, make_batch);
}

/* ---- numbers for all ---- */

static enum status read_concepts(struct making *k, uint64_t ids[RUN_BATCH], size_t *count)
{
    struct stmt *st = db_stmt(k->m.db, SQL_CONCEPTS);
    enum status status;

    *count = 0;
    bind_u64(st, 0, k->run.id);
    bind_u64(st, 1, k->after);
    bind_u64(st, 2, RUN_BATCH);
    while (*count < RUN_BATCH && db_step(st))
        ids[(*count)++] = col_u64(st, 0);
    status = *count < RUN_BATCH ? db_status(st) : ST_OK;
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}

/* One that cannot be final (somebody took its lines away) stays a concept, and somebody sees it there. */
static enum status number_batch(struct db *db, void *ctx)
{
    struct making *k = ctx;
    struct problems problems = problems_in(k->m.arena);
    uint64_t ids[RUN_BATCH], from = k->after, done = k->done;
    size_t count;
    enum status status = read_concepts(k, ids, &count);

    for (size_t i = 0; i < count && status == ST_OK; i++) {
        struct record *invoice;

        status = invoice_load(&k->m, ids[i], &invoice);
        if (status == ST_OK)
            status = invoice_finalize(&k->m, &problems, invoice);
        done += status == ST_OK;
        if (status == ST_INVALID || status == ST_CONFLICT || status == ST_NOT_FOUND)
            status = ST_OK;
        from = ids[i];
    }
    if (status == ST_OK)
        status = job_progress(db, k->job, (unsigned)done, (unsigned)k->run.made, "Facturen definitief maken");
    if (status == ST_OK && k->fault)
        k->fault(k->ctx, "factuurnummers");
    if (status != ST_OK)
        return status;
    k->more = count == RUN_BATCH;
    k->after_next = from;
    k->done_next = done;
    return ST_OK;
}

enum status run_finalize(struct model *m, const struct job *j, run_fault fault, const void *ctx)
{
    return batches(m, j, fault, ctx, number_batch);
}
