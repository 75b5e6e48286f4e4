#include "model/collection.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/actor.h"
#include "model/name.h"
#include "model/relation.h"

/* Of the relation: what a file needs, and what makes that it cannot be. */
#define PERSON                                                                                                                                       \
    "r.iban, r.status = 'actief' AND r.death_date IS NULL, r.initials, r.call_name, r.first_names, r.prefix, r.last_name, r.partner_prefix, "        \
    "r.partner_last_name, r.name_usage, r.sex "
#define OPEN "i.total_cents - i.paid_cents - i.credited_cents"

/* The membership by whose mandate: the newest that runs and is paid by direct debit. */
static const char SQL_CANDIDATES[] =
    "SELECT i.id, i.relation_id, " OPEN ", i.number, m.mandate_reference, m.mandate_signed_on, "
    "EXISTS (SELECT 1 FROM collection_item c WHERE c.mandate_reference = m.mandate_reference), " PERSON
    "FROM invoice i JOIN relation r ON r.id = i.relation_id JOIN membership m ON m.id = (SELECT n.id FROM membership n "
    "WHERE n.relation_id = i.relation_id AND n.payment_method = 'incasso' AND n.start_date <= ? AND (n.end_date IS NULL OR n.end_date >= "
    "i.invoice_date) "
    "ORDER BY n.mandate_reference IS NULL, n.start_date DESC, n.id DESC LIMIT 1) "
    "LEFT JOIN collection_item x ON x.invoice_id = i.id "
    "WHERE i.kind = 'factuur' AND i.status IN ('open', 'herinnerd') AND " OPEN " > 0 AND x.invoice_id IS NULL AND (? = 0 OR i.run_id = ?) "
    "ORDER BY i.id LIMIT ?";
static const char SQL_ITEMS[] =
    "SELECT c.invoice_id, i.relation_id, c.amount_cents, i.number, c.mandate_reference, c.mandate_signed_on, c.sequence = 'RCUR', " PERSON
    "FROM collection_item c JOIN invoice i ON i.id = c.invoice_id JOIN relation r ON r.id = i.relation_id "
    "WHERE c.collection_id = ? ORDER BY c.invoice_id LIMIT ?";
/* One maker at a time: two would find the same invoices. */
static const char SQL_LOCK[] = "SELECT value FROM counter WHERE name = 'collection' FOR UPDATE";
static const char SQL_COUNTER[] = "INSERT IGNORE INTO counter (name, value) VALUES ('collection', 0)";
static const char SQL_ADD[] = "INSERT INTO collection (message, due_on, items, total_cents, user_id, created_at) VALUES (?, ?, ?, ?, ?, ?)";
static const char SQL_ADD_ITEM[] =
    "INSERT INTO collection_item (invoice_id, collection_id, amount_cents, mandate_reference, mandate_signed_on, sequence) "
    "VALUES (?, ?, ?, ?, ?, ?)";
#define COLUMNS                                                                                                                                      \
    "SELECT c.id, c.items, c.total_cents, c.created_at, c.message, c.due_on, u.name, c.fetched FROM collection c LEFT JOIN app_user u ON u.id = "    \
    "c.user_id "
static const char SQL_LOAD[] = COLUMNS "WHERE c.id = ?";
static const char SQL_LIST[] = COLUMNS "ORDER BY c.id DESC LIMIT ?";
static const char SQL_FETCHED[] = "UPDATE collection SET fetched = fetched + 1 WHERE id = ?";
static const char SQL_UNFETCHED[] = "SELECT fetched FROM collection WHERE id = ? FOR UPDATE";
static const char SQL_ITEMS_GONE[] = "DELETE FROM collection_item WHERE collection_id = ?";
static const char SQL_GONE[] = "DELETE FROM collection WHERE id = ?";

/* Where an IBAN alone is enough (the EEA); elsewhere a bank wants the BIC and an address too, which we do not keep. */
static const char eea[] = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK ";

static bool iban_alone(const char *iban)
{
    for (const char *c = eea; *c; c += 3)
        if (strncmp(c, iban, 2) == 0)
            return true;
    return false;
}

static const char *judge(const struct collectable *c, bool alive)
{
    if (!alive)
        return "De relatie is inactief of overleden";
    if (!c->iban)
        return "Er is geen IBAN";
    if (!iban_alone(c->iban))
        return "Deze bank ligt buiten de Europese Economische Ruimte";
    if (!c->mandate || !c->signed_on)
        return "De machtiging is niet compleet: kenmerk en datum zijn nodig";
    return NULL;
}

static void read_one(struct model *m, struct stmt *st, struct collectable *c)
{
    struct name n = { 0 };

    *c = (struct collectable){ .invoice_id = col_u64(st, 0),
                               .relation_id = col_u64(st, 1),
                               .cents = col_i64(st, 2),
                               .number = col_dup(st, 3, m->arena),
                               .mandate = col_dup(st, 4, m->arena),
                               .signed_on = col_dup(st, 5, m->arena),
                               .recurring = col_u64(st, 6),
                               .iban = col_dup(st, 7, m->arena) };
    n.initials = col_dup(st, 9, m->arena);
    n.call_name = col_dup(st, 10, m->arena);
    n.first_names = col_dup(st, 11, m->arena);
    n.prefix = col_dup(st, 12, m->arena);
    n.last_name = col_dup(st, 13, m->arena);
    n.partner_prefix = col_dup(st, 14, m->arena);
    n.partner_last_name = col_dup(st, 15, m->arena);
    n.usage = col_dup(st, 16, m->arena);
    n.sex = col_dup(st, 17, m->arena);
    c->name = name_full(m->arena, &n);
    c->problem = judge(c, col_u64(st, 8));
}

static enum status read_all(struct model *m, struct stmt *st, struct collectable **out, size_t *count)
{
    struct collectable *list = arena_array(m->arena, COLLECTION_MAX, sizeof *list);
    enum status status;

    *out = list;
    *count = 0;
    while (*count < COLLECTION_MAX && db_step(st))
        read_one(m, st, &list[(*count)++]);
    status = *count < COLLECTION_MAX ? db_status(st) : ST_OK;
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}

enum status collectables(struct model *m, uint64_t run_id, struct collectable **out, size_t *count)
{
    struct stmt *st = db_stmt(m->db, SQL_CANDIDATES);

    bind_str(st, 0, clock_today(m->arena));
    bind_u64(st, 1, run_id);
    bind_u64(st, 2, run_id);
    bind_u64(st, 3, COLLECTION_MAX);
    return read_all(m, st, out, count);
}

enum status collection_items(struct model *m, uint64_t id, struct collectable **out, size_t *count)
{
    struct stmt *st = db_stmt(m->db, SQL_ITEMS);

    bind_u64(st, 0, id);
    bind_u64(st, 1, COLLECTION_MAX);
    return read_all(m, st, out, count);
}

/* ---- making ---- */

static enum status lock(struct model *m)
{
    struct stmt *st = db_stmt(m->db, SQL_COUNTER);
    enum status status = db_run(st);

    if (status != ST_OK)
        return status;
    st = db_stmt(m->db, SQL_LOCK);
    if (!db_step(st))
        return ST_FAILED;
    db_done(st);
    return ST_OK;
}

static enum status check_day(struct model *m, struct problems *p, const char *due_on)
{
    struct date today, due;
    int64_t days;

    if (!due_on || !date_parse(due_on, &due) || !date_full(due) || !date_valid(due) || !date_parse(clock_today(m->arena), &today))
        return invalid(p, "datum", "Vul de dag in waarop wordt geïncasseerd, bijvoorbeeld 31 12 2026");
    days = date_to_days(due) - date_to_days(today);
    if (days < COLLECTION_DAYS_MIN || days > COLLECTION_DAYS_MAX)
        return invalidf(p, "datum", "Kies een dag van %d tot %d dagen na vandaag: de bank heeft tijd nodig", COLLECTION_DAYS_MIN,
                        COLLECTION_DAYS_MAX);
    return ST_OK;
}

static enum status add_item(struct model *m, uint64_t id, const struct collectable *c, bool recurring)
{
    struct stmt *st = db_stmt(m->db, SQL_ADD_ITEM);

    bind_u64(st, 0, c->invoice_id);
    bind_u64(st, 1, id);
    bind_i64(st, 2, c->cents);
    bind_str(st, 3, c->mandate);
    bind_str(st, 4, c->signed_on);
    bind_str(st, 5, recurring ? "RCUR" : "FRST");
    return db_run(st);
}

/* Two invoices under one mandate in the same file: only the first of them is the first. */
static bool seen_before(const struct collectable *list, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (!list[k].problem && strcmp(list[k].mandate, list[i].mandate) == 0)
            return true;
    return false;
}

static enum status add(struct model *m, const char *due_on, uint64_t items, int64_t total, uint64_t *id)
{
    struct stmt *st = db_stmt(m->db, SQL_ADD);
    char digits[CLOCK_TEXT];
    enum status status;

    bind_str(st, 0, arena_printf(m->arena, "KOREN-%s", text_digits(m->arena, clock_sql(clock_now(), digits))));
    bind_str(st, 1, due_on);
    bind_u64(st, 2, items);
    bind_i64(st, 3, total);
    if (m->who && m->who->user_id)
        bind_u64(st, 4, m->who->user_id);
    else
        bind_null(st, 4);
    bind_time(st, 5, clock_now());
    status = db_run(st);
    *id = db_insert_id(st);
    return status;
}

enum status collection_make(struct model *m, struct problems *p, uint64_t run_id, const char *due_on, uint64_t count, uint64_t *id)
{
    struct collectable *list;
    size_t all;
    uint64_t items = 0;
    int64_t total = 0;
    enum status status = check_day(m, p, due_on);

    if (status == ST_OK)
        status = lock(m);
    if (status == ST_OK)
        status = collectables(m, run_id, &list, &all);
    if (status != ST_OK)
        return status;
    for (size_t i = 0; i < all; i++)
        if (!list[i].problem) {
            items++;
            total += list[i].cents;
        }
    if (items == 0)
        return invalid(p, "aantal", "Er is niets te incasseren");
    if (items != count)
        return invalidf(p, "aantal", "Het zijn er nu %llu. Controleer de lijst en vul dat aantal in", (unsigned long long)items);
    status = add(m, due_on, items, total, id);
    for (size_t i = 0; status == ST_OK && i < all; i++)
        if (!list[i].problem)
            status = add_item(m, *id, &list[i], list[i].recurring || seen_before(list, i));
    return status;
}

static void read_collection(struct model *m, struct stmt *st, struct collection *c)
{
    *c = (struct collection){ .id = col_u64(st, 0),
                              .items = col_u64(st, 1),
                              .total = col_i64(st, 2),
                              .created_at = col_time(st, 3),
                              .message = col_dup(st, 4, m->arena),
                              .due_on = col_dup(st, 5, m->arena),
                              .user_name = col_null(st, 6) ? "" : col_dup(st, 6, m->arena),
                              .fetched = (unsigned)col_u64(st, 7) };
}

enum status collection_load(struct model *m, uint64_t id, struct collection *out)
{
    struct stmt *st = db_stmt(m->db, SQL_LOAD);

    bind_u64(st, 0, id);
    if (!db_step(st))
        return db_status(st);
    read_collection(m, st, out);
    db_done(st);
    return ST_OK;
}

enum status collection_list(struct model *m, struct collection **out, size_t *count)
{
    struct collection *list = arena_array(m->arena, COLLECTION_LIST, sizeof *list);
    struct stmt *st = db_stmt(m->db, SQL_LIST);
    enum status status;

    *out = list;
    *count = 0;
    bind_u64(st, 0, COLLECTION_LIST);
    while (*count < COLLECTION_LIST && db_step(st))
        read_collection(m, st, &list[(*count)++]);
    status = *count < COLLECTION_LIST ? db_status(st) : ST_OK;
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}

enum status collection_fetched(struct model *m, uint64_t id)
{
    struct stmt *st = db_stmt(m->db, SQL_FETCHED);

    bind_u64(st, 0, id);
    return db_run(st);
}

enum status collection_discard(struct model *m, uint64_t id)
{
    struct stmt *st = db_stmt(m->db, SQL_UNFETCHED);
    enum status status;
    bool fetched;

    bind_u64(st, 0, id);
    if (!db_step(st))
        return db_status(st);
    fetched = col_u64(st, 0) > 0;
    db_done(st);
    if (fetched)
        return ST_CONFLICT;
    st = db_stmt(m->db, SQL_ITEMS_GONE);
    bind_u64(st, 0, id);
    status = db_run(st);
    if (status != ST_OK)
        return status;
    st = db_stmt(m->db, SQL_GONE);
    bind_u64(st, 0, id);
    return db_run(st);
}
