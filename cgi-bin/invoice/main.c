/*
 * invoice - invoices: made, numbered, paid, credited, printed.
 *
 * Its account reads whom an invoice is for and changes nothing of that; it opens no sealed value (sql/grants/invoice.sql).
 */
#include "base/keys.h"
#include "invoice.h"
#include "ops/camt053.h"
#include "web/app.h"
#include "web/list_page.h"

static const struct route routes[] = {
    LIST_ROUTES("/facturen", PERM_INVOICE_READ, PERM_INVOICE_CSV, invoice_list, invoice_csv, "invoice"),
    { GET, "/facturen/nieuw", PERM_INVOICE_EDIT, invoice_new_form, .event = NULL },
    { POST, "/facturen/nieuw", PERM_INVOICE_EDIT, invoice_new_save, .event = "invoice_create", .act = ACT_CREATE },

    { GET, "/facturen/runs", PERM_INVOICE_RUN, run_index, .event = "invoice_run_list", .act = ACT_READ },
    { GET, "/facturen/runs/nieuw", PERM_INVOICE_RUN, run_new, .event = NULL },
    { POST, "/facturen/runs/nieuw", PERM_INVOICE_RUN, run_preview_make, .event = "invoice_run_preview", .act = ACT_EXECUTE },
    { GET, "/facturen/runs/{run}", PERM_INVOICE_RUN, run_show, .event = "invoice_run_show", .act = ACT_READ },
    { POST, "/facturen/runs/{run}/maken", PERM_INVOICE_RUN, run_confirm, .event = "invoice_run_make", .act = ACT_EXECUTE },
    { GET, "/facturen/runs/{run}/definitief", PERM_INVOICE_RUN, run_number_ask, .event = NULL },
    { POST, "/facturen/runs/{run}/definitief", PERM_INVOICE_RUN, run_number_do, .event = "invoice_run_finalize", .act = ACT_EXECUTE },
    { POST, "/facturen/runs/{run}/verder", PERM_INVOICE_RUN, run_resume_do, .event = "invoice_run_resume", .act = ACT_EXECUTE },
    { GET, "/facturen/runs/{run}/weggooien", PERM_INVOICE_RUN, run_discard_ask, .event = NULL },
    { POST, "/facturen/runs/{run}/weggooien", PERM_INVOICE_RUN, run_discard_do, .event = "invoice_run_discard", .act = ACT_DELETE },

    { GET, "/facturen/incasso", PERM_INVOICE_COLLECT, collect_index, .event = "collection_list", .act = ACT_READ },
    { GET, "/facturen/incasso/nieuw", PERM_INVOICE_COLLECT, collect_new, .event = "collection_preview", .act = ACT_READ },
    { POST, "/facturen/incasso/nieuw", PERM_INVOICE_COLLECT, collect_make, .event = "collection_make", .act = ACT_CREATE },
    { GET, "/facturen/incasso/{incasso}", PERM_INVOICE_COLLECT, collect_show, .event = "collection_show", .act = ACT_READ },
    { GET, "/facturen/incasso/{incasso}/bestand", PERM_INVOICE_COLLECT, collect_fetch, .event = "collection_fetch", .act = ACT_EXECUTE },
    { POST, "/facturen/incasso/{incasso}/weggooien", PERM_INVOICE_COLLECT, collect_discard, .event = "collection_discard", .act = ACT_DELETE },

    { GET, "/facturen/bank", PERM_INVOICE_PAY, bank_form, .event = NULL },
    { POST, "/facturen/bank", PERM_INVOICE_PAY, bank_read, .event = "bank_statement_read", .act = ACT_EXECUTE, .upload = true, .memory = CAMT_MAX },
    { POST, "/facturen/bank/vastleggen", PERM_INVOICE_PAY, bank_record, .event = "bank_statement_record", .act = ACT_UPDATE },

    { GET, "/facturen/{id}", PERM_INVOICE_READ, invoice_show, .event = "invoice_show", .act = ACT_READ },
    { POST, "/facturen/{id}", PERM_INVOICE_EDIT, invoice_update, .event = "invoice_update", .act = ACT_UPDATE },
    { GET, "/facturen/{id}/wijzigen", PERM_INVOICE_EDIT, invoice_edit, .event = "invoice_show", .act = ACT_READ },
    { GET, "/facturen/{id}/afdruk", PERM_INVOICE_READ, invoice_print, .event = "invoice_print", .act = ACT_EXECUTE },
    { GET, "/facturen/{id}/definitief", PERM_INVOICE_EDIT, invoice_final_ask, .event = "invoice_show", .act = ACT_READ },
    { POST, "/facturen/{id}/definitief", PERM_INVOICE_EDIT, invoice_final, .event = "invoice_finalize", .act = ACT_UPDATE },
    { GET, "/facturen/{id}/credit", PERM_INVOICE_EDIT, invoice_credit_ask, .event = "invoice_show", .act = ACT_READ },
    { POST, "/facturen/{id}/credit", PERM_INVOICE_EDIT, invoice_credit_make, .event = "invoice_credit", .act = ACT_CREATE },
    { GET, "/facturen/{id}/betaald", PERM_INVOICE_PAY, invoice_paid_form, .event = "invoice_show", .act = ACT_READ },
    { POST, "/facturen/{id}/betaald", PERM_INVOICE_PAY, invoice_paid, .event = "invoice_pay", .act = ACT_UPDATE },
    { GET, "/facturen/{id}/weggooien", PERM_INVOICE_EDIT, invoice_discard_ask, .event = "invoice_show", .act = ACT_READ },
    { POST, "/facturen/{id}/weggooien", PERM_INVOICE_EDIT, invoice_discard_do, .event = "invoice_discard", .act = ACT_DELETE },

    { POST, "/facturen/{id}/regels", PERM_INVOICE_EDIT, line_add, .event = "invoice_update", .act = ACT_UPDATE },
    { GET, "/facturen/{id}/regels/{regel}", PERM_INVOICE_EDIT, line_edit, .event = "invoice_show", .act = ACT_READ },
    { POST, "/facturen/{id}/regels/{regel}", PERM_INVOICE_EDIT, line_update, .event = "invoice_update", .act = ACT_UPDATE },
    { POST, "/facturen/{id}/regels/{regel}/omhoog", PERM_INVOICE_EDIT, line_up, .event = "invoice_update", .act = ACT_UPDATE },
    { POST, "/facturen/{id}/regels/{regel}/omlaag", PERM_INVOICE_EDIT, line_down, .event = "invoice_update", .act = ACT_UPDATE },
    { POST, "/facturen/{id}/regels/{regel}/weg", PERM_INVOICE_EDIT, line_remove, .event = "invoice_update", .act = ACT_UPDATE },
    { .run = NULL },
};

int main(int argc, char **argv)
{
    static const struct app app = {
        .program = "invoice",
        .site = SITE_STAFF,
        .keys = KEYS_MASK(KEY_FORM),
        .routes = routes,
        .write = { "spool_dir" },
    };

    return app_run(&app, argc, argv);
}
