#include "model/field.h"

/*
 * What somebody of staff has to do. A task about a relation is that person's data and stands in the export; one about nobody has no relation_id and
 * stands in no export. For whom it is (a colleague) is not data about the relation.
 */

#define SHARED .see = PERM_TASK_READ, .erase = E_ROW, .keep = KEEP_DOSSIER, .category = PD_NORMAL, .portal = PORTAL_HIDDEN, .group = "Taak"
#define TYPED  SHARED, .edit = PERM_TASK_EDIT, .export = X_ALWAYS

#define FOR_DOING "Om niet te vergeten wat wij voor u zouden doen"

static const struct field fields[] = {
    { "title", "titel", "Wat moet er gebeuren", F_TEXT, 150, TYPED, .required = true, .hint = "Bijvoorbeeld: terugbellen over de factuur",
      .purpose = FOR_DOING },
    { "description", "toelichting", "Toelichting", F_LINES, 2000, TYPED, .quiet = true, .purpose = FOR_DOING },
    { "due_date", "uiterlijk", "Uiterlijk op", F_DATE, 10, TYPED, .list = true, .purpose = FOR_DOING },
    { "assigned_to", "toegewezen", "Voor", F_TEXT, 200, SHARED, .export = X_NEVER, .list = true, .asked = true,
      .purpose = "Om te weten wie het doet" },
    { "done_on", "klaar", "Gedaan op", F_DATE, 10, SHARED, .export = X_ALWAYS, .list = true, .purpose = FOR_DOING },
    { "author", "auteur", "Gemaakt door", F_TEXT, 200, SHARED, .export = X_NEVER, .purpose = "Om na te kunnen vragen wat bedoeld is" },
    { 0 },
};

static const char *const technical[] = { "id", "relation_id", "version", "user_id", "function_group_id", "created_at", "changed_at", NULL };

const struct entity task_entity = {
    .table = "task",
    .xml = "taak",
    .xml_list = "taken",
    .title = "Taak",
    .plural = "Taken",
    .module = "taken",
    .parent_column = "relation_id",
    .loose = true,
    .see = PERM_TASK_READ,
    .edit = PERM_TASK_EDIT,
    .fields = fields,
    .count = sizeof fields / sizeof *fields - 1,
    .order = "done_on IS NOT NULL, due_date IS NULL, due_date, id",
    .title_column = "title",
    .technical = technical,
};
