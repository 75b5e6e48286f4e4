/*
 * field_access.h - who sees and who changes a field, on a page. Staff: by permission. WerktVoorMij: by the field's portal flag.
 */
#ifndef KOREN_WEB_FIELD_ACCESS_H
#define KOREN_WEB_FIELD_ACCESS_H

#include "model/field.h"
#include "web/request.h"

bool field_seen(const struct req *r, const struct field *f);
bool field_edited(const struct req *r, const struct field *f);

#endif
