/*
 * index.c - the list of imports, and taking a file.
 */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "import.h"
#include "model/media.h"
#include "web/words.h"

static const struct {
    const char *word, *mark;
} states[] = {
    [IMPORT_RECEIVED] = { "Kies kolommen", "warn" }, [IMPORT_CHECKING] = { "Wordt nagekeken", "warn" }, [IMPORT_CHECKED] = { "Nagekeken", "warn" },
    [IMPORT_IMPORTING] = { "Bezig", "warn" },        [IMPORT_DONE] = { "Geïmporteerd", "ok" },          [IMPORT_UNDOING] = { "Bezig", "warn" },
    [IMPORT_UNDONE] = { "Teruggedraaid", "off" },    [IMPORT_FAILED] = { "Mislukt", "warn" },
};

static void upload_form(struct req *r)
{
    form_begin(r, "/import", "Verder", NULL);
    form_set(r, "Upload", "1");
    form_group(r, "Nieuw bestand");
    form_field(r, "file", "bestand", "CSV-bestand met relaties", "Bewaar uw lijst in Excel als ‘CSV UTF-8’. De eerste regel is de kop", NULL);
    form_attr(r, "Required", "1");
}

static void import_row(struct req *r, const struct import_file *f)
{
    table_row(r);
    table_link(r, f->file_name, import_href(r, f, ""));
    table_cell(r, clock_dutch(r->arena, f->created_at));
    table_cell(r, f->user_name ? f->user_name : "Beheerder van het systeem");
    table_mark(r, states[f->state].word, states[f->state].mark);
    table_cell(r, f->state == IMPORT_DONE ? words_count(r->arena, f->counts.added) : "");
    table_cell(r, f->state == IMPORT_DONE ? words_count(r->arena, f->counts.changed) : "");
    table_cell(r, f->state == IMPORT_DONE ? words_count(r->arena, f->counts.refused) : "");
}

static enum status fill(struct req *r)
{
    long page = req_page(r);
    struct import_file *files;
    size_t count;
    uint64_t total;
    enum status st = import_count(&r->m, &total);

    if (st == ST_OK)
        st = import_list(&r->m, (unsigned)(page - 1) * PAGE_ROWS, PAGE_ROWS, &files, &count);
    if (st != ST_OK)
        return st;
    page_title(r, "Importeren");
    page_lead(
        r, "Neem een lijst met relaties over uit een ander programma. U ziet eerst wat er gaat gebeuren; er verandert pas iets als u dat bevestigt.");
    upload_form(r);
    table_begin(r, "Table", "Bestanden, nieuwste eerst", "Er is nog niets geïmporteerd.");
    table_col(r, "Bestand", false);
    table_col(r, "Gegeven op", false);
    table_col(r, "Door", false);
    table_col(r, "Stand", false);
    table_col(r, "Nieuw", true);
    table_col(r, "Gewijzigd", true);
    table_col(r, "Geweigerd", true);
    for (size_t i = 0; i < count; i++)
        import_row(r, &files[i]);
    page_paging(r, page, (long)((total + PAGE_ROWS - 1) / PAGE_ROWS), total, false, "bestand", "bestanden");
    return ST_OK;
}

enum status import_index(struct req *r)
{
    enum status st = fill(r);

    return st == ST_OK ? page_show(r, "avg.cs") : st;
}

enum status import_upload(struct req *r)
{
    struct import_file f;
    const char *type = r->upload ? r->upload->media_type : NULL;
    enum status st;

    if (!r->upload && !problem_for(&r->problems, "bestand"))
        invalid(&r->problems, "bestand", "Kies een bestand om te importeren");
    if (type && strcmp(type, "text/csv") != 0 && strcmp(type, "text/plain") != 0)
        invalid(&r->problems, "bestand", "Kies een CSV-bestand. Een Excel-bestand bewaart u in Excel als ‘CSV UTF-8’");
    if (problems_any(&r->problems)) {
        st = fill(r);
        if (st != ST_OK)
            return st;
        page_show(r, "avg.cs");
        return ST_INVALID;
    }
    st = import_add(&r->m, r->upload->file_name, r->upload->size, r->upload, &f);
    if (st != ST_OK)
        return st;
    req_audit(r, "import", f.id, 0, PD_CONTACT, "");
    return redirect(r, NULL, "/import/%s", f.name);
}
