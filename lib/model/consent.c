#include "model/consent.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/actor.h"
#include "model/consent_parts.h"

/* The relation's row keeps two who record at the same moment from both finding nothing. */
static const char SQL_LOCK[] = "SELECT 1 FROM relation WHERE id = ? FOR UPDATE";
static const char SQL_LAST[] =
    "SELECT decision, decided_on, text_version FROM consent WHERE relation_id = ? AND purpose = ? ORDER BY id DESC LIMIT 1";
/* The text that stood at the end of a day; what was said before there was any is about the first. */
static const char SQL_ASKED[] = "SELECT p.ended_at IS NOT NULL, COALESCE((SELECT MAX(t.version) FROM consent_text t"
                                " WHERE t.purpose_id = p.id AND t.since < DATE_ADD(?, INTERVAL 1 DAY)), 1) FROM consent_purpose p WHERE p.title = ?";

#define NOW_COLUMNS "p.id, p.title, t.text, p.version, p.counts_from, c.decision, c.decided_on, c.channel, c.text_version"
static const char SQL_NOW[] =
    "SELECT " NOW_COLUMNS " FROM consent_purpose p JOIN consent_text t ON t.purpose_id = p.id AND t.version = p.version"
    " LEFT JOIN consent c ON c.purpose = p.title AND c.relation_id = ? AND " SQL_CONSENT_NEWEST " WHERE p.ended_at IS NULL ORDER BY p.title LIMIT ?";

/* What is asked on the day of the row, and what was said last. */
struct asked {
    bool ended;
    uint32_t version;
    const char *decision, *decided_on; /* NULL: nothing yet */
    uint32_t text_version;
};

static enum status read_last(struct model *m, const struct record *r, struct asked *a)
{
    struct stmt *st = db_stmt(m->db, SQL_LAST);

    bind_u64(st, 0, r->relation_id);
    bind_str(st, 1, record_get(r, "purpose"));
    if (!db_step(st))
        return db_status(st) == ST_NOT_FOUND ? ST_OK : ST_FAILED;
    a->decision = col_dup(st, 0, m->arena);
    a->decided_on = col_dup(st, 1, m->arena);
    a->text_version = (uint32_t)col_u64(st, 2);
    db_done(st);
    return ST_OK;
}

/* ST_NOT_FOUND: no such purpose. */
static enum status read_asked(struct model *m, const struct record *r, struct asked *a)
{
    struct stmt *st = db_stmt(m->db, SQL_LOCK);

    *a = (struct asked){ 0 };
    bind_u64(st, 0, r->relation_id);
    if (!db_step(st))
        return ST_FAILED;
    db_done(st);
    st = db_stmt(m->db, SQL_ASKED);
    bind_str(st, 0, record_get(r, "decided_on"));
    bind_str(st, 1, record_get(r, "purpose"));
    if (!db_step(st))
        return db_status(st);
    a->ended = col_u64(st, 0) != 0;
    a->version = (uint32_t)col_u64(st, 1);
    db_done(st);
    return read_last(m, r, a);
}

static const char *day(struct model *m, const char *date)
{
    struct date d;

    return date_parse(date, &d) ? date_dutch(m->arena, d) : date;
}

static enum status refuse(struct model *m, const struct record *r, const struct asked *a, struct problems *p)
{
    const char *date = record_get(r, "decided_on");
    bool give = text_equal(record_get(r, "decision"), CONSENT_GIVEN), given = text_equal(a->decision, CONSENT_GIVEN);

    if (strcmp(date, clock_today(m->arena)) > 0)
        return invalid(p, "datum", "Een datum die nog komt, kan niet. Vul de dag in waarop de relatie dit zei");
    if (a->decided_on && strcmp(date, a->decided_on) < 0)
        return invalidf(p, "datum", "Op %s is voor dit doel al iets vastgelegd. Vul die dag in, of een latere", day(m, a->decided_on));
    if (give && a->ended)
        return invalid(p, "doel", "Voor dit doel wordt geen toestemming meer gevraagd. Kies een ander doel");
    if (give && given && a->text_version >= a->version)
        return invalidf(p, "besluit", "Deze toestemming is al gegeven, op %s", day(m, a->decided_on));
    if (!give && !given)
        return invalid(p, "besluit",
                       a->decision ? "Deze toestemming is al ingetrokken" : "Er is geen toestemming gegeven die kan worden ingetrokken");
    if (m->who->site == SITE_STAFF && text_equal(record_get(r, "channel"), "werktvoormij"))
        return invalid(p, "kanaal", "Wat een relatie in WerktVoorMij kiest, legt het programma zelf vast. Kies hoe u het hoorde");
    return ST_OK;
}

static void put(struct record *r, bool *mask, const char *column, const char *value)
{
    record_set(r, column, value);
    mask[field_index(r->entity, column)] = true;
}

enum status consent_check(struct model *m, struct record *r, bool *mask, struct problems *p)
{
    struct asked a;
    char now[CLOCK_TEXT];
    enum status st = read_asked(m, r, &a);

    if (st == ST_NOT_FOUND)
        return invalid(p, "doel", "Kies een doel uit de lijst");
    if (st == ST_OK)
        st = refuse(m, r, &a, p);
    if (st != ST_OK)
        return st;
    clock_sql(clock_now(), now);
    put(r, mask, "recorded_at", arena_strdup(m->arena, now));
    put(r, mask, "text_version",
        arena_printf(m->arena, "%u", (unsigned)(text_equal(record_get(r, "decision"), CONSENT_GIVEN) ? a.version : a.text_version)));
    return ST_OK;
}

void consent_read_now(struct model *m, const struct stmt *st, struct consent_now *n)
{
    enum { ID, TITLE, TEXT, VERSION, COUNTS, DECISION, DECIDED, CHANNEL, TEXT_VERSION };
    const char *decision = col_str(st, DECISION);

    *n = (struct consent_now){ .purpose = { .id = col_u64(st, ID), .title = col_dup(st, TITLE, m->arena), .text = col_dup(st, TEXT, m->arena) } };
    n->purpose.version = (uint32_t)col_u64(st, VERSION);
    n->purpose.counts_from = (uint32_t)col_u64(st, COUNTS);
    n->decided_on = col_dup(st, DECIDED, m->arena);
    n->channel = col_dup(st, CHANNEL, m->arena);
    n->text_version = (uint32_t)col_u64(st, TEXT_VERSION);
    n->state = col_null(st, DECISION)                      ? CONSENT_NONE
               : !text_equal(decision, CONSENT_GIVEN)      ? CONSENT_TAKEN_BACK
               : n->text_version >= n->purpose.counts_from ? CONSENT_HOLDS
                                                           : CONSENT_OUTDATED;
}

enum status consents_now(struct model *m, uint64_t relation_id, struct consent_now **out, size_t *count)
{
    struct stmt *st = db_stmt(m->db, SQL_NOW);
    enum status end;

    *out = arena_array(m->arena, CONSENT_PURPOSES_MAX, sizeof **out);
    *count = 0;
    bind_u64(st, 0, relation_id);
    bind_u64(st, 1, CONSENT_PURPOSES_MAX);
    while (*count < CONSENT_PURPOSES_MAX && db_step(st))
        consent_read_now(m, st, &(*out)[(*count)++]);
    end = *count < CONSENT_PURPOSES_MAX ? db_status(st) : ST_OK;
    db_done(st);
    return end == ST_NOT_FOUND ? ST_OK : end;
}
