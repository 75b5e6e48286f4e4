/*
 * course.c - courses: list, one course with its dates and participants, making and changing.
 */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "course_pages.h"
#include "model/check.h"
#include "web/list_page.h"
#include "web/mail.h"
#include "web/part_table.h"

#define FIRST_DATE "(SELECT MIN(d.session_date) FROM course_session d WHERE d.course_id = c.id)"
#define TAKEN      "(SELECT COUNT(*) FROM enrolment e WHERE e.course_id = c.id AND e.status IN ('ingeschreven', 'aanwezig', 'afwezig'))"
#define WAITING    "(SELECT COUNT(*) FROM enrolment e WHERE e.course_id = c.id AND e.status = 'wachtlijst')"

static const struct list_column columns[] = {
    { "titel", "Cursus", "c.title", F_TEXT, .sort = "c.title", .link = "CONCAT('/cursussen/', c.id)" },
    { "datum", "Eerste bijeenkomst", FIRST_DATE, F_DATE, .sort = FIRST_DATE },
    { "plaatsen", "Plaatsen", "c.places", F_NUMBER },
    { "ingeschreven", "Ingeschreven", TAKEN, F_NUMBER, .sort = TAKEN },
    { "wachtlijst", "Wachtlijst", WAITING, F_NUMBER, .sort = WAITING },
    { "prijs", "Prijs", "c.price_cents", F_MONEY, .sort = "c.price_cents" },
    { "open", "Inschrijving open", "c.enrol_open", F_YESNO },
    { 0 },
};

static const struct list_filter filters[] = {
    { "titel", "Titel begint met", FILTER_TEXT, "c.title LIKE ?" },
    { "open", "Inschrijving open", FILTER_YESNO, "c.enrol_open = 'ja'", "c.enrol_open = 'nee'" },
    { "datum", "Eerste bijeenkomst", FILTER_DATES, FIRST_DATE },
    { 0 },
};

static const struct listing course_listing = {
    .name = "course",
    .title = "Cursussen",
    .noun_one = "cursus",
    .noun_many = "cursussen",
    .empty = "Er zijn nog geen cursussen.",
    .from = "course c",
    .key = "c.id",
    .columns = columns,
    .filters = filters,
    .order = "datum",
    .descending = true,
    .csv = PERM_COURSE_READ,
    .sensitivity = PD_NORMAL,
};

enum status course_list(struct req *r)
{
    if (perms_have(&r->who.perms, PERM_COURSE_EDIT))
        page_action(r, "Nieuwe cursus", "/cursussen/nieuw", "primary", false);
    return list_page(r, &course_listing, NULL);
}

enum status course_csv(struct req *r)
{
    return list_csv(r, &course_listing, NULL);
}

char *course_href(struct req *r, uint64_t id, const char *rest)
{
    return req_printf(r, "/cursussen/%llu%s", (unsigned long long)id, rest);
}

enum status course_of_path(struct req *r, struct record **out)
{
    long id;
    enum status st = text_to_long(req_path(r, "id"), 1, UINT32_MAX, &id) ? course_load(&r->m, (uint64_t)id, false, out) : ST_NOT_FOUND;

    if (st != ST_OK)
        return st;
    req_audit(r, "course", (*out)->id, 0, PD_NORMAL, "");
    page_back(r, course_href(r, (*out)->id, ""), record_get(*out, "title"));
    return ST_OK;
}

enum status course_tell(struct req *r, const struct moved_up *moved)
{
    enum status st = ST_OK;

    for (; st == ST_OK && moved; moved = moved->next) {
        if (moved->email)
            st = mail_put(r->m.db, r->arena, r->config, SITE_PORTAL, "cursus-plaats", moved->email, NULL);
        if (st == ST_INVALID) /* an address that cannot be mailed to is no reason to give the place to nobody */
            st = ST_OK;
    }
    return st;
}

static const char *session_link(struct req *r, const struct record *row, const void *ctx)
{
    (void)ctx;
    return course_href(r, row->parent_id, req_printf(r, "/bijeenkomsten/%llu", (unsigned long long)row->id));
}

static enum status show_sessions(struct req *r, const struct record *course)
{
    struct record **rows;
    size_t count;
    enum status st = course_sessions(&r->m, course->id, &rows, &count);

    if (st == ST_OK)
        part_table(r, "Tables.0", &course_session_entity, rows, count, "Er zijn nog geen bijeenkomsten.", session_link, NULL);
    return st;
}

/* One table of those whose status is in the list, or of those whose is not. */
static unsigned participant_rows(struct req *r, const struct participant *list, size_t count, bool waiting)
{
    const struct field *status = field_find(&enrolment_entity, "status"), *date = field_find(&enrolment_entity, "inschrijfdatum");
    unsigned rows = 0;

    for (size_t i = 0; i < count; i++) {
        const struct participant *p = &list[i];

        if (text_equal(p->status, "wachtlijst") != waiting)
            continue;
        table_row(r);
        table_link(r, waiting ? req_printf(r, "%u. %s", rows + 1, p->name) : p->name,
                   req_printf(r, "/relaties/%s/inschrijvingen/%llu", p->number, (unsigned long long)p->id));
        table_cell(r, p->number);
        table_cell(r, p->enrolled_on ? field_show(date, r->arena, p->enrolled_on) : "");
        table_cell(r, field_show(status, r->arena, p->status));
        rows++;
    }
    return rows;
}

static void participant_table(struct req *r, const char *key, const char *caption, const char *empty, const struct participant *list, size_t count,
                              bool waiting)
{
    table_begin(r, key, caption, empty);
    table_col(r, "Naam", false);
    table_col(r, "Relatienummer", false);
    table_col(r, "Ingeschreven op", false);
    table_col(r, "Status", false);
    participant_rows(r, list, count, waiting);
}

static void course_actions(struct req *r, const struct record *course, size_t participants)
{
    if (!perms_have(&r->who.perms, PERM_COURSE_EDIT))
        return;
    if (text_equal(record_get(course, "enrol_open"), "ja"))
        page_action(r, "Iemand inschrijven", course_href(r, course->id, "/inschrijven"), "primary", false);
    page_action(r, "Bijeenkomst toevoegen", course_href(r, course->id, "/bijeenkomsten/nieuw"), "plain", false);
    if (participants > 0)
        page_action(r, "Aanwezigheid invullen", course_href(r, course->id, "/aanwezigheid"), "plain", false);
    page_action(r, "Cursus wijzigen", course_href(r, course->id, "/wijzigen"), "plain", false);
}

enum status course_show(struct req *r)
{
    struct record *course;
    struct course_places room;
    struct participant *list;
    size_t count;
    enum status st = course_of_path(r, &course);

    if (st == ST_OK)
        st = course_places(&r->m, course->id, &room);
    if (st == ST_OK)
        st = course_participants(&r->m, course->id, &list, &count);
    if (st == ST_OK)
        st = show_sessions(r, course);
    if (st != ST_OK)
        return st;
    page_title(r, "%s", record_get(course, "title"));
    page_back(r, "/cursussen", "Alle cursussen");
    show_record(r, course, NULL, NULL);
    show_row(r, "Cursus", "Bezet", req_printf(r, "%u van %u plaatsen", room.taken, room.places));
    participant_table(r, "Tables.1", "Deelnemers", "Er is nog niemand ingeschreven.", list, count, false);
    if (room.waiting > 0)
        participant_table(r, "Tables.2", "Wachtlijst, op volgorde", "", list, count, true);
    req_audit(r, "course", course->id, 0, PD_CONTACT, req_printf(r, "rows=%zu", count));
    course_actions(r, course, count);
    return page_show(r, "cursus.cs");
}

static enum status form_page(struct req *r, const struct record *course)
{
    bool fresh = course->id == 0;

    page_title(r, fresh ? "Nieuwe cursus" : "Cursus wijzigen");
    if (fresh)
        page_back(r, "/cursussen", "Alle cursussen");
    form_record(r, course, fresh ? "/cursussen/nieuw" : course_href(r, course->id, "/wijzigen"), "Opslaan",
                fresh ? "/cursussen" : course_href(r, course->id, ""));
    return page_show(r, "formulier.cs");
}

enum status course_new(struct req *r)
{
    struct record *course = record_new(r->arena, &course_entity);

    record_set(course, "enrol_open", "ja");
    return form_page(r, course);
}

enum status course_edit(struct req *r)
{
    struct record *course;
    enum status st = course_of_path(r, &course);

    return st == ST_OK ? form_page(r, course) : st;
}

static enum status conflict(struct req *r, struct record *course)
{
    struct record *now;
    enum status st = course_load(&r->m, course->id, false, &now);

    if (st != ST_OK)
        return st;
    course->version = now->version;
    page_notice(r, "warn", "Iemand anders heeft dit net gewijzigd",
                "Er is nog niets van u opgeslagen. Controleer de velden en sla nog eens op om uw waarden te bewaren.", course_href(r, course->id, ""),
                "Bekijk eerst de waarden van uw collega");
    form_page(r, course);
    return ST_CONFLICT;
}

static enum status save(struct req *r, struct record *course)
{
    struct moved_up *moved;
    bool *mask = arena_array(r->arena, course_entity.count, sizeof *mask);
    enum status st = form_read(r, course, mask);

    if (st == ST_OK && !record_get(course, "enrol_open"))
        record_set(course, "enrol_open", "ja");
    if (st == ST_OK)
        st = course_check(course, &r->problems);
    if (st == ST_INVALID) {
        form_page(r, course);
        return st;
    }
    if (st == ST_OK)
        st = course_save(&r->m, course);
    if (st == ST_CONFLICT)
        return conflict(r, course);
    /* More places than before: those who wait get them. */
    if (st == ST_OK)
        st = course_fill(&r->m, course->id, &moved);
    if (st == ST_OK)
        st = course_tell(r, moved);
    if (st != ST_OK)
        return st;
    req_audit(r, "course", course->id, 0, PD_NORMAL, "");
    return redirect(r, "bewaard", "/cursussen/%llu", (unsigned long long)course->id);
}

enum status course_new_save(struct req *r)
{
    return save(r, record_new(r->arena, &course_entity));
}

enum status course_edit_save(struct req *r)
{
    struct record *course;
    enum status st = course_of_path(r, &course);

    return st == ST_OK ? save(r, course) : st;
}
