/*
 * show.c - one file: how far it is, what was found, what became of it.
 */
#include "base/clock.h"
#include "base/config.h"
#include "import.h"
#include "model/job.h"
#include "web/job_page.h"
#include "web/words.h"

char *import_href(struct req *r, const struct import_file *f, const char *rest)
{
    return req_printf(r, "/import/%s%s", f->name, rest);
}

enum status import_head(struct req *r, struct import_file *f)
{
    enum status st = import_load(&r->m, req_path(r, "naam"), f);

    if (st == ST_OK)
        req_audit(r, "import", f->id, 0, PD_CONTACT, "");
    return st;
}

struct import_rights import_rights_of(struct req *r)
{
    return (struct import_rights){ .perms = r->who.perms, .bsn = r->config->bsn_basis != NULL };
}

static void close_vault(void *v)
{
    vault_close(v);
}

enum status import_opened(struct req *r, const struct import_file *f, struct problems *p, struct opened *out)
{
    struct problems ignored = problems_in(r->arena);
    struct vault *v;
    enum status st = import_open(&r->m, r->config, f, &v);

    if (st != ST_OK)
        return st;
    arena_defer(r->arena, close_vault, v);
    out->in = import_source(v);
    out->may = import_rights_of(r);
    st = text_sniff(&out->in, r->arena, p, &out->shape);
    if (st == ST_OK)
        st = import_heading(&r->m, &out->in, &out->shape, &out->may, p, &out->columns);
    if (st == ST_OK && f->mapping)
        (void)columns_map(&out->columns, r->arena, f->mapping, &out->may, &ignored);
    return st;
}

static void count_row(struct req *r, const char *label, uint32_t n)
{
    show_row(r, "Uitkomst", label, words_count(r->arena, n));
}

static void counts_show(struct req *r, const struct import_file *f)
{
    bool done = f->state == IMPORT_DONE;

    if (f->state == IMPORT_UNDONE) {
        count_row(r, "Relaties verwijderd", f->counts.added);
        count_row(r, "Wijzigingen teruggezet", f->counts.changed);
        return;
    }
    count_row(r, "Regels gelezen", f->counts.read);
    count_row(r, done ? "Nieuwe relaties" : "Nieuwe relaties die erbij komen", f->counts.added);
    count_row(r, done ? "Relaties bijgewerkt" : "Relaties die worden bijgewerkt", f->counts.changed);
    count_row(r, done ? "Overgeslagen: er al" : "Overgeslagen, want er al", f->counts.duplicate);
    count_row(r, "Geweigerd", f->counts.refused);
}

/* What is told while a job is at it, and when it failed. */
struct busy {
    const char *kind, *title, *what, *failed, *again;
};

static const struct busy *busy_of(enum import_state state)
{
    static const struct busy check = { IMPORT_KIND_CHECK, "wordt nagekeken", "Het bestand wordt nagekeken", "Probeer het opnieuw.",
                                       "Kijk het opnieuw na" };
    static const struct busy import = { IMPORT_KIND_IMPORT, "wordt geïmporteerd", "De relaties worden geïmporteerd",
                                        "Wat al is geïmporteerd, blijft. Ga verder, dan komt elke regel er één keer in.", "Ga verder" };
    static const struct busy undo = { IMPORT_KIND_UNDO, "wordt teruggedraaid", "De import wordt teruggedraaid",
                                      "Er is nog niets teruggedraaid. Probeer het opnieuw.", "Draai de import terug" };

    return state == IMPORT_CHECKING ? &check : state == IMPORT_IMPORTING ? &import : state == IMPORT_UNDOING ? &undo : NULL;
}

static bool may_go_on(struct req *r, const struct import_file *f)
{
    return f->state != IMPORT_UNDOING || perms_have(&r->who.perms, PERM_IMPORT_UNDO);
}

static enum status progress_page(struct req *r, const struct import_file *f)
{
    const struct busy *b = busy_of(f->state);
    struct job j;
    enum status st = job_load(r->m.db, r->arena, f->job_name ? f->job_name : "", &j);

    if (st != ST_OK || b == NULL)
        return st == ST_NOT_FOUND || b == NULL ? ST_FAILED : st;
    page_title(r, "%s %s", f->file_name, b->title);
    page_back(r, "/import", "Alle bestanden");
    job_page(r, &j, import_href(r, f, ""), b->what);
    page_set(r, b->what, "Job.Title");
    if (j.state == JOB_FAILED) {
        page_set(r, "Er ging bij ons iets mis", "Job.Title");
        page_set(r, b->failed, "Job.Text");
        if (may_go_on(r, f))
            page_action(r, b->again, import_href(r, f, "/verder"), "primary", true);
    }
    return page_show(r, "export.cs");
}

static enum status checked_page(struct req *r, const struct import_file *f)
{
    uint32_t good = f->counts.added + f->counts.changed;
    enum status st = ST_OK;

    page_title(r, "%s is nagekeken", f->file_name);
    page_back(r, "/import", "Alle bestanden");
    counts_show(r, f);
    if (f->store_name == NULL) {
        page_notice(r, "warn", "Het bestand is vernietigd",
                    "Een bestand wordt na zeven dagen vernietigd. Kies het opnieuw als u het wilt importeren.", "/import", "Kies een bestand");
        return page_show(r, "import.cs");
    }
    if (f->counts.refused > 0)
        page_notice(r, "warn", "Niet alles is goed",
                    "Regels met een fout worden niet geïmporteerd. U kunt ze downloaden met de reden, herstellen en later alsnog importeren.",
                    import_href(r, f, "/geweigerd"), "Download de geweigerde regels (CSV)");
    if (good > 0)
        page_action(r, req_printf(r, "Importeer %s %s", words_count(r->arena, good), good == 1 ? "regel" : "regels"), import_href(r, f, "/uitvoeren"),
                    "primary", true);
    else
        page_notice(r, "info", "Er is niets te importeren", "Geen enkele regel geeft een nieuwe of een gewijzigde relatie.", NULL, NULL);
    page_action(r, "Kies de kolommen opnieuw", import_href(r, f, "/opnieuw"), "plain", true);
    st = preview_tables(r, f);
    return st == ST_OK ? page_show(r, "import.cs") : st;
}

static enum status done_page(struct req *r, const struct import_file *f)
{
    bool undone = f->state == IMPORT_UNDONE;
    enum status st = undone ? ST_OK : undo_obstacles(r, f);

    if (st != ST_OK)
        return st;
    page_title(r, undone ? "%s is teruggedraaid" : "%s is geïmporteerd", f->file_name);
    page_back(r, "/import", "Alle bestanden");
    counts_show(r, f);
    if (f->finished_at)
        show_row(r, "Uitkomst", "Klaar op", clock_dutch(r->arena, f->finished_at));
    if (f->counts.refused > 0 && f->store_name && !undone)
        page_notice(r, "warn", req_printf(r, "%s geweigerd", f->counts.refused == 1 ? "Eén regel is" : "Er zijn regels"),
                    "Download ze met de reden, herstel ze en importeer dat bestand.", import_href(r, f, "/geweigerd"),
                    "Download de geweigerde regels (CSV)");
    if (undo_possible(f) && perms_have(&r->who.perms, PERM_IMPORT_UNDO))
        page_action(r, "Draai de import terug", import_href(r, f, "/terugdraaien"), "plain", false);
    page_set(r, "/relaties", "Links.0.Href");
    page_set(r, "Naar de relaties", "Links.0.Label");
    return page_show(r, "import.cs");
}

enum status import_show(struct req *r)
{
    struct import_file f;
    enum status st = import_head(r, &f);

    if (st != ST_OK)
        return st;
    switch (f.state) {
    case IMPORT_CHECKING:
    case IMPORT_IMPORTING:
    case IMPORT_UNDOING:
        return f.job_name ? progress_page(r, &f) : done_page(r, &f); /* without a job: by the operator, on the command line */
    case IMPORT_CHECKED:
        return checked_page(r, &f);
    case IMPORT_RECEIVED:
        if (f.store_name)
            return choose_page(r, &f);
        return checked_page(r, &f);
    default:
        return done_page(r, &f);
    }
}

enum status import_again(struct req *r)
{
    struct import_file f;
    enum status st = import_head(r, &f);

    if (st == ST_OK)
        st = import_set_state(&r->m, &f, IMPORT_CHECKED, IMPORT_RECEIVED, NULL);
    return st == ST_OK || st == ST_CONFLICT ? redirect(r, NULL, "/import/%s", f.name) : st;
}

/* Pressed twice it begins once: the state is compared in the statement that changes it. */
enum status import_start(struct req *r)
{
    const struct import_counts none = { 0 };
    struct import_file f;
    char job[33];
    enum status st = import_head(r, &f);

    if (st != ST_OK)
        return st;
    if (f.state != IMPORT_CHECKED || f.store_name == NULL)
        return redirect(r, NULL, "/import/%s", f.name);
    st = job_add(r->m.db, &r->who, IMPORT_KIND_IMPORT, 0, job);
    if (st == ST_OK)
        st = import_set_state(&r->m, &f, IMPORT_CHECKED, IMPORT_IMPORTING, job);
    if (st == ST_OK)
        st = import_progress(&r->m, f.id, 0, &none);
    return st == ST_OK ? redirect(r, NULL, "/import/%s", f.name) : st;
}

enum status import_resume(struct req *r)
{
    const struct busy *b;
    struct import_file f;
    struct job j;
    char job[33];
    enum status st = import_head(r, &f);

    if (st != ST_OK)
        return st;
    b = busy_of(f.state);
    if (b == NULL || !may_go_on(r, &f) || f.job_name == NULL || job_load(r->m.db, r->arena, f.job_name, &j) != ST_OK || j.state != JOB_FAILED)
        return redirect(r, NULL, "/import/%s", f.name);
    st = job_add(r->m.db, &r->who, b->kind, 0, job);
    if (st == ST_OK)
        st = import_set_state(&r->m, &f, f.state, f.state, job);
    return st == ST_OK ? redirect(r, NULL, "/import/%s", f.name) : st;
}
