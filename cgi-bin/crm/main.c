/*
 * crm - KorènCRM: relations and the modules around them.
 *
 * Its account reads and writes the modules' tables; it has no credentials, and no DELETE on relations (sql/grants/crm.sql).
 */
#include "base/keys.h"
#include "course_pages.h"
#include "crm.h"
#include "web/app.h"
#include "web/list_page.h"

/* The pages of a part of a relation: list, one row, and (with a right to edit) new and change. */
#define PART(path, READ, name)                                                                                                                       \
    { GET, "/relaties/{nr}/" path, READ, part_index, .event = name "_list", .act = ACT_READ, .visits = "nr" },                                       \
    {                                                                                                                                                \
        GET, "/relaties/{nr}/" path "/{id}", READ, part_show, .event = name "_show", .act = ACT_READ                                                 \
    }
#define PART_EDIT(path, EDIT, name)                                                                                                                  \
    { GET, "/relaties/{nr}/" path "/nieuw", EDIT, part_new, .event = NULL, .act = ACT_READ },                                                        \
        { POST, "/relaties/{nr}/" path "/nieuw", EDIT, part_save, .event = name "_create", .act = ACT_CREATE },                                      \
        { GET, "/relaties/{nr}/" path "/{id}/wijzigen", EDIT, part_edit, .event = name "_show", .act = ACT_READ },                                   \
    {                                                                                                                                                \
        POST, "/relaties/{nr}/" path "/{id}", EDIT, part_save, .event = name "_update", .act = ACT_UPDATE                                            \
    }

/* Buttons that move a status. */
#define PART_STEP(path, EDIT, name)                                                                                                                  \
    {                                                                                                                                                \
        POST, "/relaties/{nr}/" path "/{id}/stap", EDIT, part_step, .event = name "_step", .act = ACT_UPDATE                                         \
    }

static const struct route routes[] = {
    { GET, "/", PERM_ACCOUNT, home_show, .event = NULL, .help = "relaties" },

    { GET, "/relaties", PERM_RELATION_READ, relation_index, .event = "relation_search", .act = ACT_EXECUTE },
    { GET, "/relaties/csv", PERM_RELATION_CSV, relation_csv, .event = "relation_csv", .act = ACT_EXECUTE },
    { GET, "/relaties/nieuw", PERM_RELATION_EDIT, relation_new, .event = NULL },
    { POST, "/relaties/nieuw", PERM_RELATION_EDIT, relation_new_save, .event = "relation_create", .act = ACT_CREATE },
    { GET, "/relaties/{nr}", PERM_RELATION_READ, relation_show, .event = "relation_show", .act = ACT_READ, .visits = "nr" },
    { POST, "/relaties/{nr}", PERM_RELATION_EDIT, relation_save, .event = "relation_update", .act = ACT_UPDATE },
    { GET, "/relaties/{nr}/wijzigen", PERM_RELATION_EDIT, relation_edit, .event = "relation_show", .act = ACT_READ },
    { GET, "/relaties/{nr}/inactief", PERM_RELATION_DEACTIVATE, relation_inactive_form, .event = "relation_show", .act = ACT_READ },
    { POST, "/relaties/{nr}/inactief", PERM_RELATION_DEACTIVATE, relation_inactive, .event = "relation_deactivate", .act = ACT_UPDATE },
    { POST, "/relaties/{nr}/actief", PERM_RELATION_DEACTIVATE, relation_active, .event = "relation_reactivate", .act = ACT_UPDATE },
    { POST, "/relaties/{nr}/bsn", PERM_BSN_READ, relation_bsn, .event = "bsn_show", .act = ACT_READ },
    { GET, "/relaties/{nr}/geschiedenis", PERM_HISTORY_READ, relation_history, .event = "history_show", .act = ACT_READ, .visits = "nr" },

    { GET, "/relaties/{nr}/dossier", PERM_DOSSIER_READ, dossier_index, .event = "document_list", .act = ACT_READ, .visits = "nr" },
    { POST, "/relaties/{nr}/dossier", PERM_DOSSIER_EDIT, dossier_add, .event = "document_create", .act = ACT_CREATE, .upload = true },
    { GET, "/relaties/{nr}/dossier/{id}", PERM_DOSSIER_READ, part_show, .event = "document_show", .act = ACT_READ },
    { POST, "/relaties/{nr}/dossier/{id}", PERM_DOSSIER_EDIT, part_save, .event = "document_update", .act = ACT_UPDATE },
    { GET, "/relaties/{nr}/dossier/{id}/wijzigen", PERM_DOSSIER_EDIT, part_edit, .event = "document_show", .act = ACT_READ },
    { GET, "/relaties/{nr}/dossier/{id}/bestand", PERM_DOSSIER_READ, dossier_fetch, .event = "document_fetch", .act = ACT_EXECUTE },

    { POST, "/relaties/{nr}/contactpersonen/{id}/volgorde", PERM_CONTACT_EDIT, contact_order, .event = "contact_order", .act = ACT_UPDATE },
    PART_EDIT("contactpersonen", PERM_CONTACT_EDIT, "contact"),
    PART("contactpersonen", PERM_CONTACT_READ, "contact"),
    PART_EDIT("lidmaatschappen", PERM_MEMBERSHIP_EDIT, "membership"),
    PART("lidmaatschappen", PERM_MEMBERSHIP_READ, "membership"),
    { GET, "/relaties/{nr}/lidmaatschappen/{id}/beeindigen", PERM_MEMBERSHIP_EDIT, membership_end_form, .event = "membership_show", .act = ACT_READ },
    { POST, "/relaties/{nr}/lidmaatschappen/{id}/beeindigen", PERM_MEMBERSHIP_EDIT, membership_end_save, .event = "membership_end",
      .act = ACT_UPDATE },
    { GET, "/lidmaatschappen/soorten", PERM_MEMBERSHIP_READ, membership_types_show, .event = NULL },
    { POST, "/lidmaatschappen/soorten", PERM_MEMBERSHIP_TYPE_EDIT, membership_type_add, .event = "membership_type_create", .act = ACT_CREATE },
    { GET, "/lidmaatschappen/soorten/{id}", PERM_MEMBERSHIP_TYPE_EDIT, membership_type_edit, .event = NULL },
    { POST, "/lidmaatschappen/soorten/{id}", PERM_MEMBERSHIP_TYPE_EDIT, membership_type_change, .event = "membership_type_update",
      .act = ACT_UPDATE },
    LIST_ROUTES("/lidmaatschappen", PERM_MEMBERSHIP_READ, PERM_MEMBERSHIP_CSV, membership_list, membership_csv, "membership"),
    PART("facturen", PERM_INVOICE_READ, "invoice"),
    PART_EDIT("notities", PERM_NOTE_EDIT, "note"),
    PART("notities", PERM_NOTE_READ, "note"),
    PART_EDIT("servicedienst", PERM_SERVICE_EDIT, "service"),
    PART("servicedienst", PERM_SERVICE_READ, "service"),
    PART_STEP("servicedienst", PERM_SERVICE_EDIT, "service"),
    LIST_ROUTES("/servicedienst", PERM_SERVICE_READ, PERM_SERVICE_CSV, service_list, service_csv, "service"),

    LIST_ROUTES("/cursussen", PERM_COURSE_READ, PERM_COURSE_READ, course_list, course_csv, "course"),
    { GET, "/cursussen/nieuw", PERM_COURSE_EDIT, course_new, .event = NULL },
    { POST, "/cursussen/nieuw", PERM_COURSE_EDIT, course_new_save, .event = "course_create", .act = ACT_CREATE },
    { GET, "/cursussen/{id}", PERM_COURSE_READ, course_show, .event = "course_show", .act = ACT_READ },
    { GET, "/cursussen/{id}/wijzigen", PERM_COURSE_EDIT, course_edit, .event = NULL },
    { POST, "/cursussen/{id}/wijzigen", PERM_COURSE_EDIT, course_edit_save, .event = "course_update", .act = ACT_UPDATE },
    { GET, "/cursussen/{id}/inschrijven", PERM_COURSE_EDIT, course_enrol_form, .event = NULL },
    { POST, "/cursussen/{id}/inschrijven", PERM_COURSE_EDIT, course_enrol, .event = "enrolment_create", .act = ACT_CREATE },
    { GET, "/cursussen/{id}/aanwezigheid", PERM_COURSE_EDIT, attendance_form, .event = "course_show", .act = ACT_READ },
    { POST, "/cursussen/{id}/aanwezigheid", PERM_COURSE_EDIT, attendance_save, .event = "enrolment_update", .act = ACT_UPDATE },
    { GET, "/cursussen/{id}/bijeenkomsten/nieuw", PERM_COURSE_EDIT, session_new, .event = NULL },
    { POST, "/cursussen/{id}/bijeenkomsten/nieuw", PERM_COURSE_EDIT, session_save, .event = "course_update", .act = ACT_UPDATE },
    { GET, "/cursussen/{id}/bijeenkomsten/{datum}", PERM_COURSE_READ, session_show, .event = "course_show", .act = ACT_READ },
    { GET, "/cursussen/{id}/bijeenkomsten/{datum}/wijzigen", PERM_COURSE_EDIT, session_edit, .event = NULL },
    { POST, "/cursussen/{id}/bijeenkomsten/{datum}/wijzigen", PERM_COURSE_EDIT, session_save, .event = "course_update", .act = ACT_UPDATE },
    { POST, "/cursussen/{id}/bijeenkomsten/{datum}/verwijderen", PERM_COURSE_EDIT, session_remove, .event = "course_update", .act = ACT_UPDATE },
    { GET, "/relaties/{nr}/inschrijvingen/nieuw", PERM_COURSE_EDIT, enrolment_new, .event = NULL },
    { POST, "/relaties/{nr}/inschrijvingen/nieuw", PERM_COURSE_EDIT, enrolment_new_save, .event = "enrolment_create", .act = ACT_CREATE },
    { GET, "/relaties/{nr}/inschrijvingen/{id}/wijzigen", PERM_COURSE_EDIT, part_edit, .event = "enrolment_show", .act = ACT_READ },
    { POST, "/relaties/{nr}/inschrijvingen/{id}", PERM_COURSE_EDIT, part_save, .event = "enrolment_update", .act = ACT_UPDATE },
    { POST, "/relaties/{nr}/inschrijvingen/{id}/stap", PERM_COURSE_EDIT, enrolment_move, .event = "enrolment_step", .act = ACT_UPDATE },
    PART("inschrijvingen", PERM_COURSE_READ, "enrolment"),
    { GET, "/relaties/{nr}/alarmering/{id}/kaart", PERM_ALARM_READ, alarm_card, .event = "alarm_card", .act = ACT_READ },
    { POST, "/relaties/{nr}/alarmering/{id}/kaart", PERM_ALARM_KEY_READ, alarm_card_secret, .event = "secret_show", .act = ACT_READ },
    { POST, "/relaties/{nr}/alarmering/{id}/geheim", PERM_ALARM_KEY_READ, part_secret, .event = "secret_show", .act = ACT_READ },
    PART_EDIT("alarmering", PERM_ALARM_EDIT, "alarm"),
    PART("alarmering", PERM_ALARM_READ, "alarm"),

    { GET, "/relaties/{nr}/toestemmingen", PERM_CONSENT_READ, consent_tab, .event = "consent_list", .act = ACT_READ, .visits = "nr" },
    { GET, "/relaties/{nr}/toestemmingen/nieuw", PERM_CONSENT_EDIT, part_new, .event = NULL },
    { POST, "/relaties/{nr}/toestemmingen/nieuw", PERM_CONSENT_EDIT, part_save, .event = "consent_create", .act = ACT_CREATE },
    { GET, "/relaties/{nr}/toestemmingen/{id}", PERM_CONSENT_READ, part_show, .event = "consent_show", .act = ACT_READ },
    { GET, "/toestemmingen", PERM_CONSENT_READ, purposes_show, .event = NULL },
    { POST, "/toestemmingen", PERM_CONSENT_PURPOSE_EDIT, purpose_create, .event = "consent_purpose_create", .act = ACT_CREATE },
    { GET, "/toestemmingen/{id}", PERM_CONSENT_READ, purpose_show, .event = NULL },
    { POST, "/toestemmingen/{id}", PERM_CONSENT_PURPOSE_EDIT, purpose_change, .event = "consent_text_create", .act = ACT_CREATE },
    { POST, "/toestemmingen/{id}/vragen", PERM_CONSENT_PURPOSE_EDIT, purpose_ask, .event = "consent_purpose_update", .act = ACT_UPDATE },
    LIST_ROUTES("/toestemmingen/{id}/post", PERM_CONSENT_MAILING, PERM_CONSENT_MAILING, mailing_post, mailing_post_csv, "consent_mailing"),
    LIST_ROUTES("/toestemmingen/{id}/email", PERM_CONSENT_MAILING, PERM_CONSENT_MAILING, mailing_email, mailing_email_csv, "consent_mailing"),

    LIST_ROUTES("/dossier", PERM_DOSSIER_READ, PERM_DOSSIER_CSV, document_list, document_csv, "document"),
    LIST_ROUTES("/notities", PERM_NOTE_READ, PERM_NOTE_CSV, note_list, note_csv, "note"),
    { GET, "/rapportages", PERM_REPORT_READ, report_index, .event = NULL },
    { GET, "/rapportages/{naam}", PERM_REPORT_READ, report_show, .event = "report_show", .act = ACT_EXECUTE },
    { GET, "/rapportages/{naam}/csv", PERM_REPORT_READ, report_csv, .event = "report_csv", .act = ACT_EXECUTE },
    { GET, "/relaties/{nr}/taken", PERM_TASK_READ, task_tab, .event = "task_list", .act = ACT_READ },
    LIST_ROUTES("/taken", PERM_TASK_READ, PERM_TASK_CSV, task_list, task_csv, "task"),
    { GET, "/taken/nieuw", PERM_TASK_EDIT, task_new, .event = NULL },
    { POST, "/taken/nieuw", PERM_TASK_EDIT, task_add, .event = "task_create", .act = ACT_CREATE },
    { GET, "/taken/{id}", PERM_TASK_READ, task_show, .event = "task_show", .act = ACT_READ },
    { POST, "/taken/{id}", PERM_TASK_EDIT, task_change, .event = "task_update", .act = ACT_UPDATE },
    { GET, "/taken/{id}/wijzigen", PERM_TASK_EDIT, task_edit, .event = "task_show", .act = ACT_READ },
    { POST, "/taken/{id}/gedaan", PERM_TASK_EDIT, task_mark, .event = "task_done", .act = ACT_UPDATE },
    { .run = NULL },
};

int main(int argc, char **argv)
{
    static const struct app app = {
        .program = "crm",
        .site = SITE_STAFF,
        .keys = KEYS_MASK(KEY_RELATION) | KEYS_MASK(KEY_LOOKUP) | KEYS_MASK(KEY_FORM) | KEYS_MASK(KEY_SHARE),
        .routes = routes,
        .write = { "state_dir", "spool_dir" },
    };

    return app_run(&app, argc, argv);
}
