/*
 * enrolment.c - who takes part in a course: enrolling from the course or from the relation, signing off, who was there.
 */
#include "base/text.h"
#include "course_pages.h"
#include "model/check.h"

#define NEEDS "behoeften"

static const struct field *needs_field(void)
{
    return field_find(&enrolment_entity, NEEDS);
}

static void needs_ask(struct req *r)
{
    const struct field *f = needs_field();

    if (!perms_have(&r->who.perms, f->edit))
        return;
    form_field(r, "textarea", f->xml, f->label, f->hint, req_form(r, f->xml));
    form_attr(r, "Maxlength", req_printf(r, "%u", f->max));
    form_attr(r, "Mark", "orange");
    form_attr(r, "MarkText", perm_info(f->see)->warning);
}

/* What was typed about needs; who may not type it makes a bad request. */
static enum status needs_read(struct req *r, const char **needs)
{
    const struct field *f = needs_field();
    const char *typed = perms_have(&r->who.perms, f->edit) ? req_form(r, f->xml) : NULL, *unknown;
    enum status st = field_check(f, r->arena, &r->problems, typed, needs);

    return form_unknown(r, &unknown) ? req_bad(r, req_printf(r, "unknown field %s", unknown)) : st;
}

static enum status added(struct req *r, const struct record *row, const char *number)
{
    req_audit(r, "enrolment", row->id, row->relation_id, PD_NORMAL, "");
    return redirect(r, text_equal(record_get(row, "status"), "wachtlijst") ? "wachtlijst" : "ingeschreven", "/relaties/%s/inschrijvingen/%llu",
                    number, (unsigned long long)row->id);
}

static enum status course_page(struct req *r, const struct record *course)
{
    page_title(r, "Inschrijven voor %s", record_get(course, "title"));
    form_begin(r, course_href(r, course->id, "/inschrijven"), "Inschrijven", course_href(r, course->id, ""));
    form_field(r, "number", "relatie", "Relatienummer", "Zoek het nummer op bij Relaties", NULL);
    form_attr(r, "Required", "1");
    form_attr(r, "Width", "20");
    form_attr(r, "Autocomplete", "off");
    needs_ask(r);
    return page_show(r, "formulier.cs");
}

enum status course_enrol_form(struct req *r)
{
    struct record *course;
    enum status st = course_of_path(r, &course);

    return st == ST_OK ? course_page(r, course) : st;
}

/* The relation that was typed: one that is there and active. */
static enum status relation_typed(struct req *r, const char *typed, struct record **out)
{
    enum status st = relation_load(&r->m, typed ? text_strip(r->arena, typed, " ") : "", OPEN_PLAIN, out);

    if (st == ST_NOT_FOUND)
        return invalid(&r->problems, "relatie", "Vul het nummer in van een relatie die er is");
    if (st == ST_OK && !text_equal(record_get(*out, "status"), "actief"))
        return invalid(&r->problems, "relatie", "Deze relatie is inactief en kan niet meedoen");
    return st;
}

enum status course_enrol(struct req *r)
{
    struct record *course, *rel, *row;
    const char *typed = req_form(r, "relatie"), *needs;
    enum status st = course_of_path(r, &course);

    if (st == ST_OK)
        st = needs_read(r, &needs);
    if (st == ST_OK)
        st = relation_typed(r, typed, &rel);
    if (st == ST_OK) {
        st = enrolment_add(&r->m, &r->problems, "relatie", course->id, rel->id, needs, &row);
        if (st == ST_OK)
            return added(r, row, rel->number);
    }
    if (st == ST_INVALID)
        course_page(r, course);
    return st;
}

static enum status relation_page(struct req *r, const struct record *rel)
{
    struct choice *courses;
    const char *chosen = req_form(r, "cursus");
    struct name n = relation_name(rel);
    enum status st = course_choices(&r->m, &courses);

    if (st != ST_OK)
        return st;
    page_title(r, "%s inschrijven voor een cursus", name_full(r->arena, &n));
    page_back(r, relation_href(r, rel, "/inschrijvingen"), "Cursussen");
    if (!courses->value)
        page_notice(r, "info", "Er is geen cursus open voor inschrijving", "Maak eerst een cursus, of open de inschrijving van een cursus.", NULL,
                    NULL);
    form_begin(r, relation_href(r, rel, "/inschrijvingen/nieuw"), "Inschrijven", relation_href(r, rel, "/inschrijvingen"));
    form_field(r, "select", "cursus", "Cursus", NULL, chosen);
    form_attr(r, "Required", "1");
    form_option(r, "", "Kies een cursus", text_empty(chosen));
    for (const struct choice *c = courses; c->value; c++)
        form_option(r, c->value, c->label, text_equal(c->value, chosen));
    needs_ask(r);
    return page_show(r, "formulier.cs");
}

enum status enrolment_new(struct req *r)
{
    struct record *rel;
    enum status st = relation_form_head(r, OPEN_PLAIN, &rel);

    return st == ST_OK ? relation_page(r, rel) : st;
}

enum status enrolment_new_save(struct req *r)
{
    struct record *rel, *row;
    const char *typed = req_form(r, "cursus"), *needs;
    long course;
    enum status st = relation_form_head(r, OPEN_PLAIN, &rel);

    if (st == ST_OK)
        st = needs_read(r, &needs);
    if (st == ST_OK && !text_equal(record_get(rel, "status"), "actief"))
        st = invalid(&r->problems, "cursus", "Deze relatie is inactief en kan niet meedoen");
    if (st == ST_OK && !text_to_long(typed ? typed : "", 1, UINT32_MAX, &course))
        st = invalid(&r->problems, "cursus", "Kies een cursus");
    if (st == ST_OK)
        st = enrolment_add(&r->m, &r->problems, "cursus", (uint64_t)course, rel->id, needs, &row);
    if (st == ST_NOT_FOUND)
        st = invalid(&r->problems, "cursus", "Kies een cursus uit de lijst");
    if (st == ST_INVALID) {
        relation_page(r, rel);
        return st;
    }
    return st == ST_OK ? added(r, row, rel->number) : st;
}

enum status enrolment_move(struct req *r)
{
    struct record *rel, *row;
    struct moved_up *moved = NULL;
    const char *to = req_form(r, "naar");
    long id;
    enum status st = relation_form_head(r, OPEN_PLAIN, &rel);

    if (st != ST_OK)
        return st;
    st = text_to_long(req_path(r, "id"), 1, INT64_MAX, &id) ? record_load(&r->m, &enrolment_entity, rel->id, (uint64_t)id, OPEN_PLAIN, &row)
                                                            : ST_NOT_FOUND;
    if (st != ST_OK)
        return st;
    req_audit(r, "enrolment", row->id, rel->id, PD_NORMAL, "");
    st = enrolment_step(&r->m, row, to, &moved);
    if (st == ST_OK)
        st = course_tell(r, moved);
    if (st != ST_OK && st != ST_CONFLICT)
        return st;
    return redirect(r, st == ST_OK ? "stap" : "geen-stap", "/relaties/%s/inschrijvingen/%llu", rel->number, (unsigned long long)row->id);
}
