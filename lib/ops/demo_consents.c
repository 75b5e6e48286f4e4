/* Consents of the demo: three purposes, one of which has a second text and one a text that asked for more; most people were asked, some changed their
 * mind. */
#include "base/clock.h"
#include "db/db.h"
#include "ops/demo_make.h"

static const char SQL_ANY[] = "SELECT 1 FROM consent_purpose LIMIT 1";
static const char SQL_PURPOSE[] = "INSERT INTO consent_purpose (title, version, counts_from, created_at) VALUES (?, ?, ?, ?)";
static const char SQL_TEXT[] = "INSERT INTO consent_text (purpose_id, version, text, author, since) VALUES (?, ?, ?, 'Fatima Azzouzi', ?)";
/* Of so many of a hundred relations, from a day on. The relation's id decides who and when, so that each demo is alike. */
static const char SQL_SAID[] =
    "INSERT INTO consent (relation_id, purpose, decision, decided_on, channel, text_version, recorded_at, author, created_at, changed_at)"
    " SELECT r.id, p.title, ?, GREATEST(DATE(r.created_at), DATE_ADD(?, INTERVAL r.id * 37 % 200 DAY)), ELT(1 + r.id % 4, 'formulier', 'gesprek', "
    "'telefoon', 'email'), ?,"
    " TIMESTAMP(GREATEST(DATE(r.created_at), DATE_ADD(?, INTERVAL r.id * 37 % 200 DAY)), '13:30:00'), 'Marijke Bos', ?, ? FROM relation r JOIN "
    "consent_purpose p ON p.id = ?"
    " WHERE (r.id * 7919 + p.id * 31) % 100 < ?";
static const char SQL_HISTORY[] = "INSERT INTO relation_history (relation_id, entity, entity_id, field, sealed, at, site, request)"
                                  " SELECT relation_id, 'consent', id, '', 0, recorded_at, 'system', '' FROM consent";

static const struct demo_purpose {
    const char *title;
    struct {
        const char *text, *since, *first; /* the day of the first answer to it; NULL: nobody answered */
        unsigned asked;                   /* of a hundred */
    } texts[2];
    bool covers;        /* the second text is covered by a consent to the first */
    unsigned withdrawn; /* of a hundred relations; a part of those who consented */
} purposes[] = {
    { "Nieuwsbrief per e-mail",
      { { "Wij mogen u elke maand onze nieuwsbrief sturen per e-mail.", "2024-03-01 09:00:00", "2024-03-04", 55 },
        { "Wij mogen u elke maand onze nieuwsbrief sturen per e-mail. Daarin staan cursussen, uitjes en nieuws van de vereniging.\n"
          "Onder elke nieuwsbrief staat hoe u zich afmeldt.",
          "2025-10-06 09:00:00", NULL, 0 } },
      true,
      9 },
    { "Ledenblad per post",
      { { "Wij mogen u vier keer per jaar ons ledenblad sturen per post.", "2024-03-01 09:00:00", "2024-03-04", 70 } },
      false,
      6 },
    { "Foto’s op onze website",
      { { "Op foto’s die wij bij bijeenkomsten maken en op onze website zetten, mag u herkenbaar zijn.", "2024-03-01 09:00:00", "2024-03-04", 30 },
        { "Op foto’s die wij bij bijeenkomsten maken, mag u herkenbaar zijn. Wij zetten die foto’s op onze website en op Facebook.",
          "2026-01-12 09:00:00", "2026-01-19", 12 } },
      false,
      0 },
};

static enum status said(struct db *db, uint64_t purpose, const char *decision, const char *first, unsigned version, unsigned of)
{
    struct stmt *st = db_stmt(db, SQL_SAID);

    bind_str(st, 0, decision);
    bind_str(st, 1, first);
    bind_u64(st, 2, version);
    bind_str(st, 3, first);
    bind_time(st, 4, clock_now());
    bind_time(st, 5, clock_now());
    bind_u64(st, 6, purpose);
    bind_u64(st, 7, of);
    return db_run(st);
}

static enum status add_text(struct db *db, uint64_t purpose, unsigned version, const struct demo_purpose *p)
{
    struct stmt *st = db_stmt(db, SQL_TEXT);
    enum status st_text;

    bind_u64(st, 0, purpose);
    bind_u64(st, 1, version);
    bind_str(st, 2, p->texts[version - 1].text);
    bind_str(st, 3, p->texts[version - 1].since);
    st_text = db_run(st);
    if (st_text != ST_OK || !p->texts[version - 1].first)
        return st_text;
    return said(db, purpose, "gegeven", p->texts[version - 1].first, version, p->texts[version - 1].asked);
}

static enum status add(struct db *db, const struct demo_purpose *p)
{
    unsigned versions = p->texts[1].text ? 2 : 1;
    struct stmt *st = db_stmt(db, SQL_PURPOSE);
    enum status status;
    uint64_t id;

    bind_str(st, 0, p->title);
    bind_u64(st, 1, versions);
    bind_u64(st, 2, p->covers ? 1 : versions);
    bind_time(st, 3, clock_now());
    status = db_run(st);
    id = db_insert_id(st);
    for (unsigned v = 1; v <= versions && status == ST_OK; v++)
        status = add_text(db, id, v, p);
    return status == ST_OK && p->withdrawn ? said(db, id, "ingetrokken", "2026-02-01", 1, p->withdrawn) : status;
}

enum status demo_consents(struct db *db)
{
    struct stmt *st = db_stmt(db, SQL_ANY);
    enum status status = ST_OK;

    if (db_step(st)) {
        db_done(st);
        return ST_OK;
    }
    for (size_t i = 0; i < sizeof purposes / sizeof *purposes && status == ST_OK; i++)
        status = add(db, &purposes[i]);
    return status == ST_OK ? db_run(db_stmt(db, SQL_HISTORY)) : status;
}
