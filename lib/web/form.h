/*
 * form.h - forms bound to field tables: which fields somebody may type, what they typed, what is wrong with it.
 */
#ifndef KOREN_WEB_FORM_H
#define KOREN_WEB_FORM_H

#include "model/record.h"
#include "web/request.h"

/* Fills Form.* from the record: fields the actor may edit (portal: PORTAL_CORRECT), each with the typed text when there is one (r->form), else the
 * record's value; problems at the fields. Fields the actor may see but not edit are shown as `static`. `submit` is the button. Sets Form.Version from
 * the record. */
void form_record(struct req *r, const struct record *rec, const char *action, const char *submit, const char *cancel);

/*
 * Reads r->form into the record for every field that may be edited and was sent; mask[i] tells which. An absent field is left as it is. A field of
 * the table that the actor may not edit, an unknown name or a name sent twice: 400 (ST_DENIED with req_bad()). ST_INVALID with problems otherwise.
 * A handler that has names of its own in the form reads those first (req_form()). A sealed field that is there but was not opened stays as it is when
 * nothing was typed, and is emptied by "-". Birth dates come whole (`geboortedatum`) or as -dag -maand -jaar. `versie` goes to rec->version when
 * sent.
 */
enum status form_read(struct req *r, struct record *rec, bool *mask);

/* A form of its own, field by field: sign-in, code, reason. Kinds as in docs/templates.md. */
void form_begin(struct req *r, const char *action, const char *submit, const char *cancel);
void form_set(struct req *r, const char *key, const char *value);     /* of the form: "Version", "Upload" */
void form_hidden(struct req *r, const char *name, const char *value); /* sent along, not shown */
void form_group(struct req *r, const char *title);                    /* NULL: without a heading */
/* `value` is what there is; what was typed (r->form) goes before it, passwords and codes excepted. The problem of this name stands at the field. */
void form_field(struct req *r, const char *kind, const char *name, const char *label, const char *hint, const char *value);
void form_attr(struct req *r, const char *key, const char *value); /* of the last field: Autocomplete, Maxlength, Width, Required ... */
void form_option(struct req *r, const char *value, const char *label, bool selected); /* of the last field */

/* What was sent for a date, whole (`naam`) or as `naam-dag` `naam-maand` `naam-jaar`: a text for date_parse(); NULL when nothing was sent. Sent both
 * ways is a bad request. */
const char *form_date(struct req *r, const char *name);
/* The three parts of the last field, as typed or else of the value (any form of date_parse()). form_field() does it for kind "date". */
void form_date_parts(struct req *r, const char *name, const char *value);

/* After reading: every form name that nobody read, other than csrf, makes the request a bad one (400). Called by app_run() after a POST handler that
 * gave ST_OK; handlers with free forms need not do anything. */
bool form_unknown(struct req *r, const char **name);
/* 400 with a page in the house style; `why` goes to the log. Returns ST_DENIED. */
enum status req_bad(struct req *r, const char *why);

#endif
