/*
 * import - takes files of relations, asks what their columns are, shows what would happen, and asks koren-worker to do it.
 *
 * Its account changes nothing about relations (sql/grants/import.sql); it opens the files that were given here, by export.key, and no sealed value.
 */
#include "base/keys.h"
#include "import.h"
#include "web/app.h"

static const struct route routes[] = {
    { GET, "/import", PERM_IMPORT, import_index, .event = "import_list", .act = ACT_READ, .help = "import" },
    { POST, "/import", PERM_IMPORT, import_upload, .event = "import_upload", .act = ACT_CREATE, .upload = true, .help = "import" },
    { GET, "/import/{naam}", PERM_IMPORT, import_show, .event = "import_show", .act = ACT_READ, .help = "import" },
    { GET, "/import/{naam}/geweigerd", PERM_IMPORT, import_refused, .event = "import_refused", .act = ACT_EXECUTE, .help = "import" },
    { POST, "/import/{naam}/kolommen", PERM_IMPORT, import_columns_save, .event = "import_columns", .act = ACT_UPDATE, .help = "import" },
    { POST, "/import/{naam}/opnieuw", PERM_IMPORT, import_again, .event = "import_columns", .act = ACT_UPDATE, .help = "import" },
    { POST, "/import/{naam}/uitvoeren", PERM_IMPORT, import_start, .event = "import_start", .act = ACT_EXECUTE, .help = "import" },
    { POST, "/import/{naam}/verder", PERM_IMPORT, import_resume, .event = "import_start", .act = ACT_EXECUTE, .help = "import" },
    { GET, "/import/{naam}/terugdraaien", PERM_IMPORT_UNDO, import_undo_ask, .event = "import_undo_ask", .act = ACT_READ, .help = "import" },
    { POST, "/import/{naam}/terugdraaien", PERM_IMPORT_UNDO, import_undo_start, .event = "import_undo", .act = ACT_EXECUTE, .help = "import" },
    { .run = NULL },
};

int main(int argc, char **argv)
{
    static const struct app app = {
        .program = "import",
        .site = SITE_STAFF,
        .keys = KEYS_MASK(KEY_FORM) | KEYS_MASK(KEY_EXPORT),
        .routes = routes,
        .write = { "state_dir", "spool_dir" },
    };

    /* A module of iconv cannot be loaded any more inside the sandbox. */
    return text_decoders_open() ? app_run(&app, argc, argv) : 1;
}
