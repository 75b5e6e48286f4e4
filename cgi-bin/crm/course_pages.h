/*
 * course_pages.h - what the pages of courses share, and their handlers.
 */
#ifndef KOREN_CRM_COURSE_PAGES_H
#define KOREN_CRM_COURSE_PAGES_H

#include "crm.h"
#include "model/course.h"

/* "/cursussen/ID" followed by `rest`. */
char *course_href(struct req *r, uint64_t id, const char *rest);
/* The course of the path, with the way back to it and the audit row. */
enum status course_of_path(struct req *r, struct record **out);
/* A mail to everybody who got a place while waiting. */
enum status course_tell(struct req *r, const struct moved_up *moved);

enum status course_list(struct req *r);
enum status course_csv(struct req *r);
enum status course_show(struct req *r);
enum status course_new(struct req *r);
enum status course_new_save(struct req *r);
enum status course_edit(struct req *r);
enum status course_edit_save(struct req *r);

enum status session_show(struct req *r); /* the attendance list, to print */
enum status session_new(struct req *r);
enum status session_edit(struct req *r);
enum status session_save(struct req *r); /* both new and existing */
enum status session_remove(struct req *r);

enum status attendance_form(struct req *r);
enum status attendance_save(struct req *r);

enum status course_enrol_form(struct req *r); /* from the course */
enum status course_enrol(struct req *r);
enum status enrolment_new(struct req *r); /* from the relation */
enum status enrolment_new_save(struct req *r);
enum status enrolment_move(struct req *r);

#endif
