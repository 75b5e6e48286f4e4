#include "model/field.h"

/*
 * Alarm devices. The code of the key safe opens a front door: secret, sealed, masked on every page, and each look at it is a POST that the log keeps.
 * What helpers have to know about somebody's health is special, sealed, and has permissions of its own. Who is called in which order stands with the
 * contact persons.
 */

#define SHARED .see = PERM_ALARM_READ, .edit = PERM_ALARM_EDIT, .export = X_ALWAYS, .erase = E_ROW, .keep = KEEP_ALARM
#define DEVICE SHARED, .category = PD_NORMAL, .portal = PORTAL_SEE, .group = "Toestel"

#define FOR_ALARM "Om u te kunnen helpen als u alarm slaat"

static const struct field fields[] = {
    { "device", "toestel", "Toestel", F_TEXT, 40, DEVICE, .required = true, .hint = "Merk en nummer van het toestel", .purpose = FOR_ALARM },
    { "sim", "sim", "Telefoonnummer van het toestel", F_PHONE, 16, DEVICE, .list = true, .hint = "Bijvoorbeeld 0970 12345678", .purpose = FOR_ALARM },
    { "start_date", "begindatum", "Begindatum", F_DATE, 10, DEVICE, .list = true, .required = true, .initial = INITIAL_TODAY, .purpose = FOR_ALARM },
    { "end_date", "einddatum", "Einddatum", F_DATE, 10, DEVICE, .list = true,
      .hint = "Na deze dag wissen wij de code en wat er over gezondheid staat", .purpose = "Om te weten tot wanneer wij dit bewaren" },

    { "key_place", "sleutelplaats", "Waar de sleutel is", F_TEXT, 100, SHARED, .category = PD_CONTACT, .portal = PORTAL_HIDDEN, .group = "Sleutel",
      .hint = "Bijvoorbeeld: sleutelkluis links van de voordeur", .purpose = "Om bij alarm binnen te kunnen komen" },
    { "key_code", "sleutelcode", "Code van de sleutelkluis", F_TEXT, 20, .see = PERM_ALARM_KEY_READ, .edit = PERM_ALARM_KEY_EDIT,
      .category = PD_SECRET, .portal = PORTAL_HIDDEN, .export = X_DECIDE, .erase = E_NULL, .keep = KEEP_ALARM_SECRET, .sealed = true,
      .group = "Sleutel", .purpose = "Om bij alarm binnen te kunnen komen" },

    { "medical", "medisch", "Wat hulpverleners moeten weten", F_LINES, 2000, .see = PERM_ALARM_MEDICAL_READ, .edit = PERM_ALARM_MEDICAL_EDIT,
      .category = PD_SPECIAL, .portal = PORTAL_HIDDEN, .export = X_ALWAYS, .erase = E_NULL, .keep = KEEP_ALARM_SECRET, .sealed = true,
      .group = "Gezondheid", .hint = "Bijvoorbeeld suikerziekte, hartklachten of slechthorend",
      .purpose = "Om hulpverleners te laten weten waar zij op moeten letten" },
    { 0 },
};

static const char *const technical[] = { "id", "relation_id", "version", "wiped_version", "created_at", "changed_at", NULL };

const struct entity alarm_entity = {
    .table = "alarm_subscription",
    .xml = "alarm",
    .xml_list = "alarmering",
    .title = "Alarmtoestel",
    .plural = "Alarmering",
    .module = "alarmering",
    .parent_column = "relation_id",
    .see = PERM_ALARM_READ,
    .edit = PERM_ALARM_EDIT,
    .fields = fields,
    .count = sizeof fields / sizeof *fields - 1,
    .order = "end_date IS NOT NULL, start_date DESC, id DESC",
    .title_column = "device",
    .card = "Kaart voor de alarmcentrale",
    .wipe = KEEP_ALARM_SECRET,
    .wipe_from = "end_date",
    .portal = true,
    .technical = technical,
};
