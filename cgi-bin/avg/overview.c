#include "avg.h"

#include "base/clock.h"
#include "model/job.h"
#include "web/form.h"
#include "web/job_page.h"
#include "web/page.h"
#include "web/words.h"

static void export_form(struct req *r)
{
    form_begin(r, "/avg/export", "Maak de export", NULL);
    form_group(r, "Inzage geven");
    form_field(r, "number", "relatie", "Relatienummer",
               "U krijgt één bestand met alles wat wij over deze relatie bewaren: om te lezen, en om door een computer te laten lezen.", NULL);
    form_attr(r, "Required", "1");
    form_attr(r, "Width", "10");
    form_attr(r, "Autocomplete", "off");
    form_attr(r, "Maxlength", "12");
}

static void export_row(struct req *r, const struct job *j)
{
    const char *mark, *word = job_word(j, &mark);

    table_row(r);
    table_link(r, req_printf(r, "Relatie %s", j->relation_number), req_printf(r, "/avg/export/%s", j->name));
    table_cell(r, clock_dutch(r->arena, j->created_at));
    table_cell(r, j->portal ? "Relatie zelf" : j->user_name);
    table_mark(r, word, mark);
    table_cell(r, job_ready(j) ? words_size(r->arena, j->file_size) : "");
    table_cell(r, req_printf(r, "%u", j->fetched));
}

static enum status export_table(struct req *r)
{
    long page = req_page(r);
    struct job *jobs;
    size_t count;
    uint64_t total;
    enum status st = job_count(r->m.db, EXPORT_KIND, 0, &total);

    if (st == ST_OK)
        st = job_list(r->m.db, r->arena, EXPORT_KIND, 0, (unsigned)(page - 1) * PAGE_ROWS, PAGE_ROWS, &jobs, &count);
    if (st != ST_OK)
        return st;
    table_begin(r, "Table", "Laatste exports", "Er zijn nog geen exports gemaakt.");
    table_col(r, "Export", false);
    table_col(r, "Gevraagd op", false);
    table_col(r, "Gevraagd door", false);
    table_col(r, "Stand", false);
    table_col(r, "Grootte", true);
    table_col(r, "Keer gedownload", true);
    for (size_t i = 0; i < count; i++)
        export_row(r, &jobs[i]);
    page_paging(r, page, (long)((total + PAGE_ROWS - 1) / PAGE_ROWS), total, false, "export", "exports");
    return ST_OK;
}

static enum status fill(struct req *r)
{
    page_title(r, "AVG");
    page_lead(r, "Mensen mogen zien wat wij over hen bewaren. Hier maakt u het bestand dat u hun geeft.");
    page_card(r, "Relatie zoeken", "Weet u het nummer niet? Zoek de relatie en kies daar AVG-export.", "/relaties", "Zoek een relatie", -1);
    export_form(r);
    return export_table(r);
}

enum status overview_show(struct req *r)
{
    enum status st = fill(r);

    return st == ST_OK ? page_show(r, "avg.cs") : st;
}

enum status overview_again(struct req *r)
{
    enum status st = fill(r);

    if (st != ST_OK)
        return st;
    page_show(r, "avg.cs");
    return ST_INVALID;
}
