#include "model/course.h"

/*
 * Courses, their dates and who takes part. Only the enrolment is about a person and among entities[]; the other two use the same field tables for
 * their forms and checks. What somebody needs (diet, access) tells something about health: special, sealed, with permissions of its own.
 */

#define OPEN_COURSE                                                                                                                                  \
    .see = PERM_COURSE_READ, .edit = PERM_COURSE_EDIT, .category = PD_NORMAL, .export = X_NEVER, .group = "Cursus",                                  \
    .purpose = "Om cursussen aan te bieden"
#define OPEN_DATE                                                                                                                                    \
    .see = PERM_COURSE_READ, .edit = PERM_COURSE_EDIT, .category = PD_NORMAL, .export = X_NEVER, .group = "Bijeenkomst",                             \
    .purpose = "Om cursussen aan te bieden"
#define ENROLLED   .see = PERM_COURSE_READ, .category = PD_NORMAL, .export = X_ALWAYS, .erase = E_ROW, .keep = KEEP_COURSE, .group = "Inschrijving"
#define TAKES_PART ENROLLED, .portal = PORTAL_SEE

#define FOR_COURSE "Om u aan de cursus te laten meedoen"

static const struct field course_fields[] = {
    { "title", "titel", "Titel", F_TEXT, 150, OPEN_COURSE, .required = true },
    { "description", "omschrijving", "Omschrijving", F_LINES, 2000, OPEN_COURSE },
    { "price_cents", "prijs", "Prijs", F_MONEY, 9, OPEN_COURSE, .hint = "In euro’s, bijvoorbeeld 22,50; leeg als het gratis is" },
    { "places", "plaatsen", "Aantal plaatsen", F_NUMBER, 3, OPEN_COURSE, .required = true, .hint = "Van 1 tot en met 200" },
    { "enrol_open", "open", "Inschrijving is open", F_YESNO, 3, OPEN_COURSE, .required = true, .initial = "ja" },
    { 0 },
};

static const struct field session_fields[] = {
    { "session_date", "datum", "Datum", F_DATE, 10, OPEN_DATE, .required = true },
    { "starts", "begintijd", "Begint om", F_CLOCK, 5, OPEN_DATE, .list = true, .hint = "Bijvoorbeeld 10:00" },
    { "ends", "eindtijd", "Duurt tot", F_CLOCK, 5, OPEN_DATE, .list = true, .hint = "Bijvoorbeeld 12:00" },
    { "place", "plaats", "Plaats", F_TEXT, 150, OPEN_DATE, .list = true, .hint = "Bijvoorbeeld: wijkcentrum, zaal 2" },
    { 0 },
};

static const struct choice states[] = {
    { "ingeschreven", "Ingeschreven" }, { "wachtlijst", "Op de wachtlijst" }, { "geannuleerd", "Afgemeld" },
    { "aanwezig", "Aanwezig geweest" }, { "afwezig", "Niet gekomen" },        { 0 },
};

static const struct entity_step steps[] = {
    { "ingeschreven", "geannuleerd", "Afmelden", NULL },
    { "wachtlijst", "geannuleerd", "Van de wachtlijst halen", NULL },
    { "ingeschreven", "aanwezig", "Was aanwezig", NULL },
    { "ingeschreven", "afwezig", "Was afwezig", NULL },
    { "aanwezig", "ingeschreven", "Aanwezigheid wissen", NULL },
    { "afwezig", "ingeschreven", "Aanwezigheid wissen", NULL },
    { 0 },
};

static const struct field enrolment_fields[] = {
    { "title", "cursus", "Cursus", F_TEXT, 150, TAKES_PART, .purpose = FOR_COURSE },
    { "status", "status", "Status", F_CHOICE, 12, TAKES_PART, .list = true, .required = true, .choices = states, .purpose = FOR_COURSE },
    { "enrolled_on", "inschrijfdatum", "Ingeschreven op", F_DATE, 10, TAKES_PART, .list = true,
      .purpose = "Om bij te weinig plaatsen een eerlijke volgorde te houden" },
    { "first_date", "eerstedatum", "Eerste bijeenkomst", F_DATE, 10, TAKES_PART, .list = true, .quiet = true, .purpose = FOR_COURSE },
    { "last_date", "laatstedatum", "Laatste bijeenkomst", F_DATE, 10, TAKES_PART, .list = true, .quiet = true,
      .purpose = "Om te weten tot wanneer wij dit bewaren" },
    { "course_id", "cursusnummer", "Nummer van de cursus", F_NUMBER, 10, ENROLLED, .portal = PORTAL_HIDDEN, .purpose = FOR_COURSE },

    { "needs", "behoeften", "Waar wij rekening mee moeten houden", F_LINES, 500, .see = PERM_COURSE_NEEDS_READ, .edit = PERM_COURSE_NEEDS_EDIT,
      .category = PD_SPECIAL, .portal = PORTAL_HIDDEN, .export = X_ALWAYS, .erase = E_NULL, .keep = KEEP_NEEDS, .sealed = true,
      .group = "Rekening houden met", .hint = "Bijvoorbeeld een dieet of een rolstoel. Wordt 30 dagen na de cursus gewist",
      .purpose = "Om de cursus zo te geven dat u kunt meedoen" },
    { 0 },
};

static const char *const none[] = { NULL };
static const char *const technical[] = { "id", "relation_id", "version", "wiped_version", "created_at", "changed_at", NULL };

const struct entity course_entity = {
    .table = "course",
    .xml = "cursus",
    .title = "Cursus",
    .plural = "Cursussen",
    .module = "cursussen",
    .see = PERM_COURSE_READ,
    .edit = PERM_COURSE_EDIT,
    .fields = course_fields,
    .count = sizeof course_fields / sizeof *course_fields - 1,
    .title_column = "title",
    .technical = none,
};

const struct entity course_session_entity = {
    .table = "course_session",
    .xml = "bijeenkomst",
    .xml_list = "bijeenkomsten",
    .title = "Bijeenkomst",
    .plural = "Bijeenkomsten",
    .module = "cursussen",
    .see = PERM_COURSE_READ,
    .edit = PERM_COURSE_EDIT,
    .fields = session_fields,
    .count = sizeof session_fields / sizeof *session_fields - 1,
    .title_column = "session_date",
    .technical = none,
};

const struct entity enrolment_entity = {
    .table = "enrolment",
    .xml = "inschrijving",
    .xml_list = "inschrijvingen",
    .title = "Inschrijving",
    .plural = "Cursussen",
    .module = "cursussen",
    .parent_column = "relation_id",
    .see = PERM_COURSE_READ,
    .edit = PERM_COURSE_EDIT,
    .fields = enrolment_fields,
    .count = sizeof enrolment_fields / sizeof *enrolment_fields - 1,
    .order = "first_date IS NULL DESC, first_date DESC, id DESC",
    .title_column = "title",
    .step_column = "status",
    .steps = steps,
    .wipe = KEEP_NEEDS,
    .wipe_from = "last_date",
    .portal = true,
    .technical = technical,
};
