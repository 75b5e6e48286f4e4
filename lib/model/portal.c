#include "model/portal.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/keys.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/actor.h"
#include "model/name.h"
#include "model/portal_parts.h"
#include "model/relation.h"
#include "model/share.h"

#define ROWS_FIRST 16

static const char SQL_RELATION[] = "CALL portal_relation(?)";
static const char SQL_NOTE_SHARED[] = "CALL portal_note_shared(?, ?)";
static const char SQL_DOCUMENT_SHARED[] = "CALL portal_document_shared(?, ?)";
static const char SQL_CORRECT[] = "CALL portal_correct(?, ?, ?, ?)";
static const char SQL_SORT[] = "CALL portal_sort(?, ?, ?)";
static const char SQL_EMAIL_BEGIN[] = "CALL portal_email_begin(?, ?, ?, ?)";
static const char SQL_EMAIL_TRY[] = "CALL portal_email_try(?, ?, ?)";
static const char SQL_EMAIL_PENDING[] = "CALL portal_email_pending(?)";
static const char SQL_MAIL_DELAYED[] = "CALL portal_mail_delayed()";

/* One procedure per part: the account may call these and no others. */
static const struct {
    const struct entity *entity;
    const char *sql;
} parts[] = {
    { &contact_entity, "CALL portal_contact_person(?)" },
    { &membership_entity, "CALL portal_membership(?)" },
    { &invoice_entity, "CALL portal_invoice(?)" },
    { &invoice_line_entity, "CALL portal_invoice_line(?)" },
    { &note_entity, "CALL portal_note(?)" },
    { &document_entity, "CALL portal_document(?)" },
    { &service_entity, "CALL portal_service_request(?)" },
    { &enrolment_entity, "CALL portal_enrolment(?)" },
    { &alarm_entity, "CALL portal_alarm_subscription(?)" },
    { &consent_entity, "CALL portal_consent(?)" },
};

struct stmt *portal_call(struct model *m, const char *sql)
{
    struct stmt *st = db_stmt(m->db, sql);

    bind_bytes(st, 0, m->who->session, sizeof m->who->session);
    return st;
}

/* The procedures give one column for each field of field_on_portal(), in the order of the table. */
static void fill(struct model *m, struct record *rec, const struct stmt *st, unsigned column)
{
    for (size_t i = 0; i < rec->entity->count; i++)
        if (field_on_portal(&rec->entity->fields[i]))
            rec->values[i] = col_dup(st, column++, m->arena);
}

enum status portal_relation(struct model *m, struct record **out)
{
    enum { ID, NUMBER, VERSION, STATUS, CREATED, CHANGED, FIELDS };
    struct stmt *st = portal_call(m, SQL_RELATION);
    struct record *rec;

    if (!db_step(st))
        return db_status(st) == ST_NOT_FOUND ? ST_DENIED : ST_FAILED;
    rec = record_new(m->arena, &relation_entity);
    rec->id = rec->relation_id = col_u64(st, ID);
    rec->number = col_dup(st, NUMBER, m->arena);
    rec->version = (uint32_t)col_u64(st, VERSION);
    rec->created_at = col_time(st, CREATED);
    rec->changed_at = col_time(st, CHANGED);
    fill(m, rec, st, FIELDS);
    db_done(st);
    *out = rec;
    return ST_OK;
}

static const char *part_sql(const struct entity *e)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].entity == e)
            return parts[i].sql;
    return NULL;
}

enum status portal_list(struct model *m, const struct entity *e, struct record ***out, size_t *count)
{
    struct stmt *st = portal_call(m, part_sql(e));
    struct record **rows = arena_array(m->arena, ROWS_FIRST, sizeof *rows);
    size_t n = 0, room = ROWS_FIRST;
    enum status end;

    while (db_step(st)) {
        if (n == room) {
            struct record **more = arena_array(m->arena, room * 2, sizeof *more);

            memcpy(more, rows, room * sizeof *rows);
            rows = more;
            room *= 2;
        }
        rows[n] = record_new(m->arena, e);
        rows[n]->id = col_u64(st, 0);
        rows[n]->parent_id = col_u64(st, 1);
        rows[n]->relation_id = m->who->relation_id;
        fill(m, rows[n++], st, 2);
    }
    end = db_status(st);
    db_done(st);
    *out = rows;
    *count = n;
    return end == ST_NOT_FOUND ? ST_OK : end;
}

enum status portal_shared(struct model *m, const struct record *row, const uint8_t **out, size_t *n, char store_name[33])
{
    enum { SEALED, WRAPPED, STORE };
    struct stmt *st = portal_call(m, row->entity == &document_entity ? SQL_DOCUMENT_SHARED : SQL_NOTE_SHARED);
    const void *sealed, *wrapped;
    size_t sealed_n, wrapped_n;
    enum status end;

    bind_u64(st, 1, row->id);
    if (!db_step(st)) {
        end = db_status(st);
        db_done(st);
        return end;
    }
    sealed = col_bytes(st, SEALED, &sealed_n);
    wrapped = col_bytes(st, WRAPPED, &wrapped_n);
    snprintf(store_name, 33, "%s", col_null(st, STORE) ? "" : col_str(st, STORE));
    *out = sealed ? share_open(m, row, wrapped, wrapped_n, sealed, sealed_n, n) : NULL;
    db_done(st);
    return *out ? ST_OK : ST_FAILED;
}

/* The word in the column `result`; NULL when the call failed. Valid until the statement is used again. */
static const char *result_of(struct stmt *st)
{
    return db_step(st) ? col_str(st, 0) : NULL;
}

enum status portal_correct(struct model *m, const struct field *f, const char *value)
{
    struct stmt *st = portal_call(m, SQL_CORRECT);
    const char *result;
    enum status said;

    bind_str(st, 1, m->who->request);
    bind_str(st, 2, f->xml);
    bind_str(st, 3, value);
    result = result_of(st);
    if (!result)
        return ST_FAILED;
    said = text_equal(result, "ok") ? ST_OK : text_equal(result, "same") ? ST_CONFLICT : ST_DENIED;
    db_done(st);
    return said;
}

enum status portal_sort(struct model *m, const struct record *r)
{
    struct stmt *st = portal_call(m, SQL_SORT);
    const char *result, *sort_key, *other;

    relation_search_keys(m->arena, r, &sort_key, &other);
    bind_str(st, 1, sort_key);
    bind_str(st, 2, other);
    result = result_of(st);
    if (!result)
        return ST_FAILED;
    db_done(st);
    return ST_OK;
}

static void code_hash(struct model *m, const char *code, uint8_t out[HASH_BYTES])
{
    char text[64];
    int n = snprintf(text, sizeof text, "email_proof:%llu:%s", (unsigned long long)m->who->user_id, code);

    hash_hmac(m->keys->key[KEY_FORM], text, (size_t)n, out);
}

static enum status outcome_of(const char *result, enum email_outcome *how)
{
    static const char *const words[] = { "ok", "same", "limit", "none", "wrong", "taken" };

    for (size_t i = 0; result && i < sizeof words / sizeof *words; i++)
        if (text_equal(result, words[i])) {
            *how = (enum email_outcome)i;
            return ST_OK;
        }
    return result ? ST_DENIED : ST_FAILED;
}

enum status portal_email_begin(struct model *m, const char *email, const char *code, enum email_outcome *how)
{
    struct stmt *st = portal_call(m, SQL_EMAIL_BEGIN);
    uint8_t hash[HASH_BYTES];
    enum status said;

    code_hash(m, code, hash);
    bind_str(st, 1, email);
    bind_bytes(st, 2, hash, sizeof hash);
    bind_str(st, 3, m->who->request);
    said = outcome_of(result_of(st), how);
    db_done(st);
    return said;
}

enum status portal_email_try(struct model *m, const char *code, enum email_outcome *how, struct email_change *out)
{
    struct stmt *st = portal_call(m, SQL_EMAIL_TRY);
    uint8_t hash[HASH_BYTES];
    const char *result;
    enum status said;

    code_hash(m, code, hash);
    bind_bytes(st, 1, hash, sizeof hash);
    bind_str(st, 2, m->who->request);
    result = result_of(st);
    said = outcome_of(result, how);
    if (result) {
        out->old_email = col_dup(st, 1, m->arena);
        out->old_relation_email = col_dup(st, 2, m->arena);
        out->new_email = col_dup(st, 3, m->arena);
        out->tries_left = (unsigned)col_u64(st, 4);
    }
    db_done(st);
    return said;
}

enum status portal_email_pending(struct model *m, const char **email)
{
    struct stmt *st = portal_call(m, SQL_EMAIL_PENDING);

    *email = NULL;
    if (!db_step(st))
        return db_status(st) == ST_NOT_FOUND ? ST_OK : ST_FAILED;
    *email = col_dup(st, 0, m->arena);
    db_done(st);
    return ST_OK;
}

bool portal_mail_delayed(struct model *m)
{
    struct stmt *st = db_stmt(m->db, SQL_MAIL_DELAYED);
    bool delayed = db_step(st);

    db_done(st);
    return delayed;
}
