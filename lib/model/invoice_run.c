/* What a run is, and the preview of it. */
#include "model/invoice_run.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/actor.h"
#include "model/invoice_run_parts.h"
#include "model/vat.h"

static const char SQL_TYPES[] = "SELECT DISTINCT type FROM membership WHERE type IS NOT NULL ORDER BY type LIMIT ?";
static const char SQL_ADD[] = "INSERT INTO invoice_run (period, description, due_days, vat_code, state, user_id, created_at) "
                              "VALUES (?, ?, ?, ?, 'voorbeeld', ?, ?)";
static const char SQL_ADD_TYPE[] = "INSERT INTO invoice_run_type (run_id, type) VALUES (?, ?)";

#define COLUMNS                                                                                                                                      \
    "SELECT n.id, n.period, n.description, n.due_days, n.vat_code, n.state, n.expected, n.made, n.total_cents, n.job, n.created_at, u.name "         \
    "FROM invoice_run n LEFT JOIN app_user u ON u.id = n.user_id "
static const char SQL_LOAD[] = COLUMNS "WHERE n.id = ?";
static const char SQL_LIST[] = COLUMNS "ORDER BY n.id DESC LIMIT ?";
static const char SQL_RUN_TYPES[] = "SELECT type FROM invoice_run_type WHERE run_id = ? ORDER BY type";

static const char SQL_LOOK[] = RUN_MEMBERSHIPS;

static const char *const states[] = {
    [RUN_PREVIEW] = "voorbeeld",          [RUN_MAKING] = "maken",     [RUN_MADE] = "gemaakt",
    [RUN_NUMBERING] = "definitief maken", [RUN_FINAL] = "definitief", [RUN_GONE] = "weg",
};

const char *run_state_show(enum run_state s)
{
    static const char *const words[] = {
        [RUN_PREVIEW] = "Voorbeeld",        [RUN_MAKING] = "Wordt gemaakt", [RUN_MADE] = "Gemaakt als concept",
        [RUN_NUMBERING] = "Krijgt nummers", [RUN_FINAL] = "Definitief",     [RUN_GONE] = "Weggegooid",
    };

    return words[s];
}

const char *run_odd_show(enum run_odd o)
{
    static const char *const words[] = {
        [ODD_DECEASED] = "Overleden: krijgt geen factuur",
        [ODD_INACTIVE] = "Inactief: krijgt geen factuur",
        [ODD_ZERO] = "Geen bedrag of nul: krijgt geen factuur",
        [ODD_DONE] = "Al gefactureerd voor (een deel van) deze periode: krijgt geen factuur",
        [ODD_NO_ADDRESS] = "Geen adres: de factuur kan niet met de post",
        [ODD_NO_MANDATE] = "Incasso, maar zonder machtiging of IBAN: kan niet worden geïncasseerd",
        [ODD_PART] = "Lid voor een deel van de periode: betaalt het hele bedrag",
    };

    return words[o];
}

/* ---- periods ---- */

static void days_of(struct period *p)
{
    struct date first = { p->year, p->month, 1 }, last = date_add_days(date_add_months(first, p->months), -1);

    snprintf(p->first, sizeof p->first, "%04u-%02u-01", (unsigned)p->year % 10000, (unsigned)p->month % 100);
    snprintf(p->last, sizeof p->last, "%04u-%02u-%02u", (unsigned)last.year % 10000, (unsigned)last.month % 100, (unsigned)last.day % 100);
}

bool period_parse(const char *code, struct period *out)
{
    long year, part;
    char digits[5] = { 0 };
    size_t n = code ? strlen(code) : 0;

    if (n != 4 && n != 7)
        return false;
    memcpy(digits, code, 4);
    if (!text_to_long(digits, 1900, 2999, &year))
        return false;
    *out = (struct period){ .year = (int)year, .month = 1, .months = 12, .nth = 1, .parts = 1 };
    memcpy(out->code, code, n);
    if (n == 7 && code[4] != '-')
        return false;
    if (n == 7 && code[5] == 'K') {
        if (!text_to_long(code + 6, 1, 4, &part))
            return false;
        out->month = 3 * (int)part - 2;
        out->months = 3;
        out->parts = 4;
        out->nth = (unsigned)part;
    } else if (n == 7) {
        if (strspn(code + 5, "0123456789") != 2 || !text_to_long(code[5] == '0' ? code + 6 : code + 5, 1, 12, &part))
            return false;
        out->month = (int)part;
        out->months = 1;
        out->parts = 12;
        out->nth = (unsigned)part;
    }
    days_of(out);
    return true;
}

const char *period_show(struct arena *a, const struct period *p)
{
    if (p->parts == 1)
        return arena_printf(a, "%d", p->year);
    if (p->parts == 4)
        return arena_printf(a, "%u%s kwartaal van %d", p->nth, "e", p->year);
    return date_dutch(a, (struct date){ p->year, p->month, 0 });
}

/* ---- rows ---- */

enum status run_types(struct model *m, const char ***out)
{
    const char **list = arena_array(m->arena, RUN_TYPES_MAX + 1, sizeof *list);
    struct stmt *st = db_stmt(m->db, SQL_TYPES);
    enum status status;
    size_t n = 0;

    *out = list;
    bind_u64(st, 0, RUN_TYPES_MAX);
    while (n < RUN_TYPES_MAX && db_step(st))
        list[n++] = col_dup(st, 0, m->arena);
    status = n < RUN_TYPES_MAX ? db_status(st) : ST_OK;
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}

enum status run_add(struct model *m, struct run *r)
{
    struct stmt *st = db_stmt(m->db, SQL_ADD);
    enum status status;

    bind_str(st, 0, r->period.code);
    bind_str(st, 1, r->description);
    bind_u64(st, 2, r->due_days);
    bind_str(st, 3, r->vat_code);
    if (m->who && m->who->user_id)
        bind_u64(st, 4, m->who->user_id);
    else
        bind_null(st, 4);
    bind_time(st, 5, clock_now());
    status = db_run(st);
    r->id = db_insert_id(st);
    for (const char **t = r->types; status == ST_OK && *t; t++) {
        st = db_stmt(m->db, SQL_ADD_TYPE);
        bind_u64(st, 0, r->id);
        bind_str(st, 1, *t);
        status = db_run(st);
    }
    return status;
}

static bool read_run(struct model *m, struct stmt *st, struct run *r)
{
    const char *state = col_str(st, 5);

    *r = (struct run){ .id = col_u64(st, 0), .state = RUN_GONE };
    if (!period_parse(col_str(st, 1), &r->period))
        return false;
    r->description = col_dup(st, 2, m->arena);
    r->due_days = (unsigned)col_u64(st, 3);
    r->vat_code = col_dup(st, 4, m->arena);
    for (int s = RUN_PREVIEW; s <= RUN_GONE; s++)
        if (strcmp(states[s], state) == 0)
            r->state = (enum run_state)s;
    r->expected = col_u64(st, 6);
    r->made = col_u64(st, 7);
    r->total = col_i64(st, 8);
    r->job = col_dup(st, 9, m->arena);
    r->created_at = col_time(st, 10);
    r->user_name = col_null(st, 11) ? "" : col_dup(st, 11, m->arena);
    return true;
}

static enum status read_types(struct model *m, struct run *r)
{
    const char **list = arena_array(m->arena, RUN_TYPES_MAX + 1, sizeof *list);
    struct stmt *st = db_stmt(m->db, SQL_RUN_TYPES);
    enum status status;
    size_t n = 0;

    bind_u64(st, 0, r->id);
    while (n < RUN_TYPES_MAX && db_step(st))
        list[n++] = col_dup(st, 0, m->arena);
    status = n < RUN_TYPES_MAX ? db_status(st) : ST_OK;
    db_done(st);
    r->types = list;
    return status == ST_NOT_FOUND ? ST_OK : status;
}

enum status run_load(struct model *m, uint64_t id, struct run *out)
{
    struct stmt *st = db_stmt(m->db, SQL_LOAD);
    bool read;

    bind_u64(st, 0, id);
    if (!db_step(st))
        return db_status(st);
    read = read_run(m, st, out);
    db_done(st);
    return read ? read_types(m, out) : ST_FAILED;
}

enum status run_list(struct model *m, struct run **out, size_t *count)
{
    struct run *list = arena_array(m->arena, RUN_LIST, sizeof *list);
    struct stmt *st = db_stmt(m->db, SQL_LIST);
    enum status status;

    *out = list;
    *count = 0;
    bind_u64(st, 0, RUN_LIST);
    while (*count < RUN_LIST && db_step(st))
        if (read_run(m, st, &list[*count]))
            (*count)++;
    status = *count < RUN_LIST ? db_status(st) : ST_OK;
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}

/* ---- preview ---- */

void run_bind(struct stmt *st, const struct run *r, const char *month_first, const char *month_last, uint64_t after, unsigned limit)
{
    bind_str(st, 0, month_first);
    bind_str(st, 1, month_last);
    bind_str(st, 2, r->period.first);
    bind_str(st, 3, r->period.last);
    bind_u64(st, 4, r->id);
    bind_u64(st, 5, after);
    bind_str(st, 6, r->period.last);
    bind_str(st, 7, r->period.first);
    bind_u64(st, 8, limit);
}

void run_months(const struct run *r, char first[MONTH_TEXT], char last[MONTH_TEXT])
{
    memcpy(first, r->period.first, MONTH_TEXT - 1);
    memcpy(last, r->period.last, MONTH_TEXT - 1);
    first[MONTH_TEXT - 1] = last[MONTH_TEXT - 1] = '\0';
}

enum run_odd run_judge(struct stmt *st, const struct run *r, bool odd[ODD_COUNT], int64_t *amount)
{
    int64_t year = col_i64(st, RUN_AMOUNT);

    *amount = money_part(year, r->period.nth, r->period.parts);
    odd[ODD_DECEASED] = col_u64(st, RUN_DECEASED);
    odd[ODD_INACTIVE] = !col_u64(st, RUN_ACTIVE);
    odd[ODD_ZERO] = col_null(st, RUN_AMOUNT) || *amount <= 0;
    odd[ODD_DONE] = col_u64(st, RUN_DONE);
    odd[ODD_NO_ADDRESS] = !col_u64(st, RUN_ADDRESS);
    odd[ODD_NO_MANDATE] = text_equal(col_str(st, RUN_METHOD), "incasso") && !col_u64(st, RUN_MANDATE);
    odd[ODD_PART] = col_u64(st, RUN_PART);
    for (int o = 0; o <= RUN_SKIPPED; o++)
        if (odd[o])
            return (enum run_odd)o;
    return ODD_COUNT;
}

static void note(struct model *m, struct run_preview *p, enum run_odd o, struct stmt *st)
{
    if (p->odd[o]++ >= RUN_EXAMPLES)
        return;
    p->examples[p->examples_count++] =
        (struct run_example){ .odd = o, .relation_number = col_dup(st, RUN_NUMBER, m->arena), .type = col_dup(st, RUN_TYPE, m->arena) };
}

enum status run_look(struct model *m, const struct run *r, struct run_preview *out)
{
    struct stmt *st = db_stmt(m->db, SQL_LOOK);
    char first[MONTH_TEXT], last[MONTH_TEXT];
    enum status status;

    *out = (struct run_preview){ .examples = arena_array(m->arena, (size_t)ODD_COUNT * RUN_EXAMPLES, sizeof *out->examples) };
    run_months(r, first, last);
    run_bind(st, r, first, last, 0, UINT32_MAX);
    db_stream(st);
    while (db_step(st)) {
        bool odd[ODD_COUNT];
        int64_t amount;
        enum run_odd skipped = run_judge(st, r, odd, &amount);

        if (skipped != ODD_COUNT) {
            note(m, out, skipped, st);
            continue;
        }
        out->count++;
        if (!money_add(&out->total, amount)) {
            db_done(st);
            return ST_INVALID;
        }
        for (int o = RUN_SKIPPED + 1; o < ODD_COUNT; o++)
            if (odd[o])
                note(m, out, (enum run_odd)o, st);
    }
    status = db_status(st);
    db_done(st);
    return status == ST_NOT_FOUND ? ST_OK : status;
}
