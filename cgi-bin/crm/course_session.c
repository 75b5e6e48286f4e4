/*
 * course_session.c - the dates of a course: the attendance list of each, to print, and making and changing them.
 */
#include "base/clock.h"
#include "base/text.h"
#include "course_pages.h"
#include "model/check.h"

static enum status session_of_path(struct req *r, struct record **course, struct record **session)
{
    long id;
    enum status st = course_of_path(r, course);

    if (st != ST_OK)
        return st;
    return text_to_long(req_path(r, "datum"), 1, UINT32_MAX, &id) ? course_session_load(&r->m, (*course)->id, (uint64_t)id, session) : ST_NOT_FOUND;
}

static char *session_href(struct req *r, const struct record *session, const char *rest)
{
    return course_href(r, session->parent_id, req_printf(r, "/bijeenkomsten/%llu%s", (unsigned long long)session->id, rest));
}

/* What has to be kept in mind for this participant; "" when nothing is known. */
static enum status needs_of(struct req *r, const struct participant *p, const char **out)
{
    struct record *row;
    enum status st;

    *out = "";
    if (!p->needs)
        return ST_OK;
    st = record_load(&r->m, &enrolment_entity, p->relation_id, p->id, OPEN_SEALED, &row);
    if (st == ST_OK && record_get(row, "needs"))
        *out = record_get(row, "needs");
    return st;
}

static enum status list_rows_of(struct req *r, const struct participant *list, size_t count, bool needs)
{
    const struct field *phone = field_find(&relation_entity, "telefoon");
    enum status st = ST_OK;

    for (size_t i = 0; i < count && st == ST_OK; i++) {
        const char *text;

        if (text_equal(list[i].status, "wachtlijst"))
            continue;
        table_row(r);
        table_cell(r, list[i].name);
        table_cell(r, list[i].number);
        table_cell(r, list[i].phone ? field_show(phone, r->arena, list[i].phone) : "");
        if (needs) {
            st = needs_of(r, &list[i], &text);
            table_cell(r, text);
        }
        table_cell(r, "\xe2\x98\x90"); /* a box to tick with a pen */
    }
    return st;
}

static enum status attendance_list(struct req *r, const struct record *course)
{
    bool needs = perms_have(&r->who.perms, PERM_COURSE_NEEDS_READ);
    struct participant *list;
    size_t count;
    enum status st = course_participants(&r->m, course->id, &list, &count);

    if (st != ST_OK)
        return st;
    table_begin(r, "Table", "Presentielijst", "Er is nog niemand ingeschreven.");
    table_col(r, "Naam", false);
    table_col(r, "Relatienummer", false);
    table_col(r, "Telefoon", false);
    if (needs)
        table_col(r, "Rekening houden met", false);
    table_col(r, "Aanwezig", false);
    req_audit(r, "course", course->id, 0, needs ? PD_SPECIAL : PD_CONTACT, req_printf(r, "list rows=%zu", count));
    return list_rows_of(r, list, count, needs);
}

enum status session_show(struct req *r)
{
    struct record *course, *session;
    enum status st = session_of_path(r, &course, &session);
    struct date d;

    if (st == ST_OK)
        st = attendance_list(r, course);
    if (st != ST_OK)
        return st;
    page_title(r, "%s, %s", record_get(course, "title"),
               date_parse(record_get(session, "session_date"), &d) ? date_dutch(r->arena, d) : record_get(session, "session_date"));
    page_lead(r, "Druk deze pagina af om de aanwezigheid bij te houden.");
    show_record(r, session, NULL, NULL);
    if (perms_have(&r->who.perms, PERM_COURSE_EDIT)) {
        page_action(r, "Bijeenkomst wijzigen", session_href(r, session, "/wijzigen"), "plain", false);
        page_action(r, "Bijeenkomst verwijderen", session_href(r, session, "/verwijderen"), "danger", true);
    }
    return page_show(r, "onderdeel.cs");
}

static enum status form_page(struct req *r, const struct record *session)
{
    page_title(r, session->id ? "Bijeenkomst wijzigen" : "Bijeenkomst toevoegen");
    form_record(r, session, session->id ? session_href(r, session, "/wijzigen") : course_href(r, session->parent_id, "/bijeenkomsten/nieuw"),
                "Opslaan", course_href(r, session->parent_id, ""));
    return page_show(r, "formulier.cs");
}

static enum status session_fresh(struct req *r, struct record **course, struct record **session)
{
    enum status st = course_of_path(r, course);

    if (st != ST_OK)
        return st;
    *session = record_new(r->arena, &course_session_entity);
    (*session)->parent_id = (*course)->id;
    return ST_OK;
}

enum status session_new(struct req *r)
{
    struct record *course, *session;
    enum status st = session_fresh(r, &course, &session);

    return st == ST_OK ? form_page(r, session) : st;
}

enum status session_edit(struct req *r)
{
    struct record *course, *session;
    enum status st = session_of_path(r, &course, &session);

    return st == ST_OK ? form_page(r, session) : st;
}

enum status session_save(struct req *r)
{
    struct record *course, *session;
    bool *mask = arena_array(r->arena, course_session_entity.count, sizeof *mask);
    enum status st = text_ends(r->route->path, "/nieuw") ? session_fresh(r, &course, &session) : session_of_path(r, &course, &session);

    if (st != ST_OK)
        return st;
    st = form_read(r, session, mask);
    if (st == ST_OK)
        st = course_session_save(&r->m, &r->problems, session);
    if (st == ST_INVALID) {
        form_page(r, session);
        return st;
    }
    return st == ST_OK ? redirect(r, "bewaard", "/cursussen/%llu", (unsigned long long)course->id) : st;
}

enum status session_remove(struct req *r)
{
    struct record *course, *session;
    enum status st = session_of_path(r, &course, &session);

    if (st == ST_OK)
        st = course_session_remove(&r->m, course->id, session->id);
    return st == ST_OK ? redirect(r, "verwijderd", "/cursussen/%llu", (unsigned long long)course->id) : st;
}
