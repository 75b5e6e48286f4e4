/*
 * undo.c - an import taken back: asked for, confirmed, and what stands in its way.
 */
#include "import.h"
#include "model/import_undo.h"
#include "model/job.h"
#include "web/words.h"

static const char *relations(struct req *r, uint32_t n)
{
    return req_printf(r, "%s %s", words_count(r->arena, n), n == 1 ? "relatie" : "relaties");
}

bool undo_possible(const struct import_file *f)
{
    return f->state == IMPORT_DONE && f->counts.added + f->counts.changed > 0;
}

enum status import_undo_ask(struct req *r)
{
    struct import_file f;
    enum status st = import_head(r, &f);

    if (st != ST_OK)
        return st;
    if (!undo_possible(&f))
        return redirect(r, NULL, "/import/%s", f.name);
    page_title(r, "De import van %s terugdraaien", f.file_name);
    page_set(r,
             "Alles wordt weer zoals het voor de import was. Dat kan alleen als niemand sindsdien iets aan deze relaties heeft gewijzigd. "
             "Anders gebeurt er niets, en ziet u waardoor.",
             "Confirm.Text");
    if (f.counts.added > 0)
        page_set(r,
                 req_printf(r, "%s die het bestand heeft toegevoegd: %s verwijderd", relations(r, f.counts.added),
                            f.counts.added == 1 ? "wordt" : "worden"),
                 "Confirm.Lines.0");
    if (f.counts.changed > 0)
        page_set(
            r,
            req_printf(r, "%s keer heeft het bestand een relatie gewijzigd: de oude gegevens komen terug", words_count(r->arena, f.counts.changed)),
            "Confirm.Lines.1");
    page_set(r, import_href(r, &f, "/terugdraaien"), "Confirm.Action");
    page_set(r, "Draai de import terug", "Confirm.Submit");
    page_set(r, import_href(r, &f, ""), "Confirm.Cancel");
    page_set(r, "1", "Confirm.Danger");
    return page_show(r, "bevestigen.cs");
}

/* Pressed twice it begins once: the state is compared in the statement that changes it. */
enum status import_undo_start(struct req *r)
{
    struct import_file f;
    char job[33];
    enum status st = import_head(r, &f);

    if (st != ST_OK)
        return st;
    if (!undo_possible(&f))
        return redirect(r, NULL, "/import/%s", f.name);
    st = job_add(r->m.db, &r->who, IMPORT_KIND_UNDO, 0, job);
    if (st == ST_OK)
        st = import_set_state(&r->m, &f, IMPORT_DONE, IMPORT_UNDOING, job);
    return st == ST_OK ? redirect(r, NULL, "/import/%s", f.name) : st;
}

enum status undo_obstacles(struct req *r, const struct import_file *f)
{
    struct import_line *lines;
    size_t count;
    enum status st = import_lines(&r->m, f->id, PHASE_UNDO, LINE_REFUSED, 0, UNDO_OBSTACLES, &lines, &count);

    if (st != ST_OK || count == 0)
        return st;
    page_notice(r, "danger", "De import is niet teruggedraaid",
                "Sinds de import is er iets gewijzigd aan de relaties hieronder. Een import wordt in zijn geheel teruggedraaid of niet.", NULL, NULL);
    table_begin(r, "Tables.0", count < UNDO_OBSTACLES ? "Sindsdien gewijzigd" : "Sindsdien gewijzigd: de eerste 100", "");
    table_col(r, "Regel", false);
    table_col(r, "Relatie", false);
    table_col(r, "Waarom", false);
    for (size_t i = 0; i < count; i++) {
        table_row(r);
        table_cell(r, words_count(r->arena, lines[i].line));
        if (lines[i].text)
            table_link(r, lines[i].text, req_printf(r, "/relaties/%s/geschiedenis", lines[i].text));
        else
            table_cell(r, "");
        table_cell(r, lines[i].text ? "Na de import gewijzigd of gebruikt" : "Bestaat niet meer");
    }
    return ST_OK;
}
