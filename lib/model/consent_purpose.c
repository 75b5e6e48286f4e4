/*
 * consent_purpose.c - purposes of consents and their texts; see consent.h.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/actor.h"
#include "model/check.h"
#include "model/consent.h"

#define COLUMNS "SELECT p.id, p.title, t.text, p.version, p.counts_from, p.ended_at IS NOT NULL"
#define FROM    " FROM consent_purpose p JOIN consent_text t ON t.purpose_id = p.id AND t.version = p.version"

static const char SQL_LIST[] = COLUMNS ", (SELECT COUNT(*) FROM consent c JOIN relation r ON r.id = c.relation_id WHERE c.purpose = p.title AND"
                                       " " SQL_CONSENT_HOLDS " AND " SQL_CONSENT_ALIVE ")" FROM " ORDER BY p.ended_at IS NOT NULL, p.title LIMIT ?";
static const char SQL_LOAD[] = COLUMNS ", 0" FROM " WHERE p.id = ?";
static const char SQL_TEXTS[] = "SELECT t.version, t.text, t.author, t.since, (SELECT COUNT(*) FROM consent c WHERE c.purpose = p.title AND"
                                " c.text_version = t.version AND c.decision = 'gegeven') FROM consent_text t JOIN consent_purpose p"
                                " ON p.id = t.purpose_id WHERE p.id = ? ORDER BY t.version DESC LIMIT ?";
static const char SQL_SAME[] = "SELECT 1 FROM consent_purpose WHERE title = ?";
static const char SQL_ADD[] = "INSERT INTO consent_purpose (title, version, counts_from, created_at) VALUES (?, 1, 1, ?)";
static const char SQL_ADD_TEXT[] = "INSERT INTO consent_text (purpose_id, version, text, author, since) VALUES (?, ?, ?, ?, ?)";
static const char SQL_NEXT[] =
    "UPDATE consent_purpose SET counts_from = IF(?, version + 1, counts_from), version = version + 1 WHERE id = ? AND version = ?";
static const char SQL_END[] = "UPDATE consent_purpose SET ended_at = IF(?, COALESCE(ended_at, ?), NULL) WHERE id = ?";

static const struct field title_field = { "title", "naam", "Naam", F_NAME, CONSENT_TITLE_MAX, .required = true };
static const struct field text_field = { "text", "tekst", "Tekst", F_LINES, CONSENT_TEXT_MAX, .required = true };

static void read_purpose(struct model *m, const struct stmt *st, struct purpose *p)
{
    p->id = col_u64(st, 0);
    p->title = col_dup(st, 1, m->arena);
    p->text = col_dup(st, 2, m->arena);
    p->version = (uint32_t)col_u64(st, 3);
    p->counts_from = (uint32_t)col_u64(st, 4);
    p->ended = col_u64(st, 5) != 0;
    p->consenting = col_u64(st, 6);
}

enum status purposes_list(struct model *m, struct purpose **out, size_t *count)
{
    struct stmt *st = db_stmt(m->db, SQL_LIST);
    enum status end;

    *out = arena_array(m->arena, CONSENT_PURPOSES_MAX, sizeof **out);
    *count = 0;
    bind_u64(st, 0, CONSENT_PURPOSES_MAX);
    while (*count < CONSENT_PURPOSES_MAX && db_step(st))
        read_purpose(m, st, &(*out)[(*count)++]);
    end = *count < CONSENT_PURPOSES_MAX ? db_status(st) : ST_OK;
    db_done(st);
    return end == ST_NOT_FOUND ? ST_OK : end;
}

enum status purpose_load(struct model *m, uint64_t id, struct purpose *out)
{
    struct stmt *st = db_stmt(m->db, SQL_LOAD);

    bind_u64(st, 0, id);
    if (!db_step(st))
        return db_status(st);
    read_purpose(m, st, out);
    db_done(st);
    return ST_OK;
}

enum status purpose_texts(struct model *m, uint64_t id, struct purpose_text **out, size_t *count)
{
    struct stmt *st = db_stmt(m->db, SQL_TEXTS);
    enum status end;

    *out = arena_array(m->arena, CONSENT_TEXTS_MAX, sizeof **out);
    *count = 0;
    bind_u64(st, 0, id);
    bind_u64(st, 1, CONSENT_TEXTS_MAX);
    while (*count < CONSENT_TEXTS_MAX && db_step(st)) {
        struct purpose_text *t = &(*out)[(*count)++];

        t->version = (uint32_t)col_u64(st, 0);
        t->text = col_dup(st, 1, m->arena);
        t->author = col_dup(st, 2, m->arena);
        t->since = col_time(st, 3);
        t->given = col_u64(st, 4);
    }
    end = *count < CONSENT_TEXTS_MAX ? db_status(st) : ST_OK;
    db_done(st);
    return end == ST_NOT_FOUND ? ST_OK : end;
}

static enum status add_text(struct model *m, uint64_t id, uint32_t version, const char *text)
{
    struct stmt *st = db_stmt(m->db, SQL_ADD_TEXT);

    bind_u64(st, 0, id);
    bind_u64(st, 1, version);
    bind_str(st, 2, text);
    bind_str(st, 3, m->who->name ? m->who->name : "");
    bind_time(st, 4, clock_now());
    return db_run(st);
}

static enum status name_taken(struct model *m, const char *title, struct problems *p)
{
    struct stmt *st = db_stmt(m->db, SQL_SAME);

    bind_str(st, 0, title);
    if (db_step(st)) {
        db_done(st);
        return invalid(p, "naam", "Dit doel is er al. Kies een andere naam, of schrijf er een nieuwe tekst bij");
    }
    return db_status(st) == ST_NOT_FOUND ? ST_OK : ST_FAILED;
}

enum status purpose_add(struct model *m, const char *title, const char *text, struct problems *p, uint64_t *id)
{
    struct stmt *st;
    enum status said;

    (void)field_check(&title_field, m->arena, p, title, &title);
    (void)field_check(&text_field, m->arena, p, text, &text);
    if (problems_any(p))
        return ST_INVALID;
    said = name_taken(m, title, p);
    if (said != ST_OK)
        return said;
    st = db_stmt(m->db, SQL_ADD);
    bind_str(st, 0, title);
    bind_time(st, 1, clock_now());
    said = db_run(st);
    *id = db_insert_id(st);
    return said == ST_OK ? add_text(m, *id, 1, text) : said;
}

enum status purpose_rewrite(struct model *m, uint64_t id, uint32_t version, const char *text, const char *covers, struct problems *p)
{
    bool ends = text_equal(covers, "nee");
    struct stmt *st;
    enum status said;

    (void)field_check(&text_field, m->arena, p, text, &text);
    if (!ends && !text_equal(covers, "ja"))
        (void)invalid(p, "eerdere", "Kies of een eerdere toestemming ook voor deze tekst geldt");
    if (problems_any(p))
        return ST_INVALID;
    st = db_stmt(m->db, SQL_NEXT);
    bind_u64(st, 0, ends);
    bind_u64(st, 1, id);
    bind_u64(st, 2, version);
    said = db_run_one(st);
    if (said == ST_NOT_FOUND)
        return ST_CONFLICT;
    return said == ST_OK ? add_text(m, id, version + 1, text) : said;
}

enum status purpose_end(struct model *m, uint64_t id, bool ended)
{
    struct stmt *st = db_stmt(m->db, SQL_END);

    bind_u64(st, 0, ended);
    bind_time(st, 1, clock_now());
    bind_u64(st, 2, id);
    return db_run(st);
}
