/*
 * attendance.c - who came to a course: one form for everybody in it.
 */
#include "base/text.h"
#include "course_pages.h"

static const char *name_of(struct req *r, const struct participant *p)
{
    return req_printf(r, "deelnemer-%llu", (unsigned long long)p->id);
}

static enum status page(struct req *r, const struct record *course, const struct participant *list, size_t count)
{
    page_title(r, "Aanwezigheid bij %s", record_get(course, "title"));
    page_lead(r, "Wie er was, en wie niet kwam. U kunt dit later aanvullen.");
    form_begin(r, course_href(r, course->id, "/aanwezigheid"), "Opslaan", course_href(r, course->id, ""));
    for (size_t i = 0; i < count; i++) {
        const char *typed = req_form(r, name_of(r, &list[i])), *now = typed ? typed : list[i].status;

        if (text_equal(list[i].status, "wachtlijst"))
            continue;
        form_field(r, "radio", name_of(r, &list[i]), req_printf(r, "%s (%s)", list[i].name, list[i].number), NULL, now);
        form_attr(r, "Required", "1");
        form_option(r, "ingeschreven", "Nog niet ingevuld", text_equal(now, "ingeschreven"));
        form_option(r, "aanwezig", "Aanwezig", text_equal(now, "aanwezig"));
        form_option(r, "afwezig", "Niet gekomen", text_equal(now, "afwezig"));
    }
    req_audit(r, "course", course->id, 0, PD_CONTACT, req_printf(r, "rows=%zu", count));
    return page_show(r, "formulier.cs");
}

static enum status load(struct req *r, struct record **course, struct participant **list, size_t *count)
{
    enum status st = course_of_path(r, course);

    return st == ST_OK ? course_participants(&r->m, (*course)->id, list, count) : st;
}

enum status attendance_form(struct req *r)
{
    struct record *course;
    struct participant *list;
    size_t count;
    enum status st = load(r, &course, &list, &count);

    return st == ST_OK ? page(r, course, list, count) : st;
}

/* One participant to another status; somebody who stands there already is left alone. From "was there" to "did not come" goes by way of the middle.
 */
static enum status put(struct req *r, const struct participant *p, const char *to)
{
    struct record *now;
    struct moved_up *moved; /* nobody: these steps give no place free */
    enum status st;

    if (text_equal(p->status, to))
        return ST_OK;
    st = record_load(&r->m, &enrolment_entity, p->relation_id, p->id, OPEN_PLAIN, &now);
    if (st == ST_OK && !text_equal(p->status, "ingeschreven")) {
        st = enrolment_step(&r->m, now, "ingeschreven", &moved);
        if (st == ST_OK)
            record_set(now, "status", "ingeschreven");
    }
    if (st == ST_OK && !text_equal(to, "ingeschreven"))
        st = enrolment_step(&r->m, now, to, &moved);
    return st;
}

static bool known(const char *status)
{
    return text_equal(status, "ingeschreven") || text_equal(status, "aanwezig") || text_equal(status, "afwezig");
}

enum status attendance_save(struct req *r)
{
    struct record *course;
    struct participant *list;
    size_t count;
    const char *unknown;
    enum status st = load(r, &course, &list, &count);

    for (size_t i = 0; st == ST_OK && i < count; i++) {
        const char *to = req_form(r, name_of(r, &list[i]));

        if (!to || text_equal(list[i].status, "wachtlijst"))
            continue;
        if (!known(to))
            return req_bad(r, "deelnemer");
        st = put(r, &list[i], to);
    }
    if (st == ST_OK && form_unknown(r, &unknown))
        return req_bad(r, "unknown field");
    if (st == ST_CONFLICT) { /* somebody signed off while this was typed */
        page_notice(r, "warn", "Iemand anders heeft dit net gewijzigd", "Er is nog niets van u opgeslagen. Sla nog eens op.", NULL, NULL);
        page(r, course, list, count);
        return st;
    }
    return st == ST_OK ? redirect(r, "bewaard", "/cursussen/%llu", (unsigned long long)course->id) : st;
}
