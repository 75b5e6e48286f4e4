/*
 * choices.h - choices that stand in the database: types of membership, function groups, purposes.
 */
#ifndef KOREN_MODEL_CHOICES_H
#define KOREN_MODEL_CHOICES_H

#include "model/field.h"
#include "model/record.h"

/* `sql` is a constant without parameters that gives value and label. In the arena; ends with { 0 }. */
enum status choices_read(struct model *m, const char *sql, const struct choice **out);
/* Whether the value is among them. */
bool choice_among(const struct choice *choices, const char *value);

#endif
