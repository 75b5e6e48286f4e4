/*
 * export.c - everything we keep about somebody, asked for and fetched by that person alone (AVG Art. 15 and 20).
 */
#include "avg/export.h"
#include "base/clock.h"
#include "model/store.h"
#include "portal.h"
#include "web/job_page.h"

enum status export_index(struct req *r)
{
    struct job *jobs;
    size_t count;
    enum status st = portal_exports(&r->m, &jobs, &count);

    if (st != ST_OK)
        return st;
    page_title(r, "Alles over mij opvragen");
    page_lead(r, "U krijgt één bestand met alles wat wij van u bewaren: om te lezen, en om mee te nemen naar een ander. Het is gratis.");
    page_back(r, "/", "Terug naar het begin");
    page_action(r, "Mijn gegevens opvragen", "/mijn/export", "primary", true);
    table_begin(r, "Table", "Eerder opgevraagd", "U heeft uw gegevens nog niet eerder opgevraagd.");
    table_col(r, "Opgevraagd", false);
    table_col(r, "Stand", false);
    table_col(r, "Te downloaden tot en met", false);
    for (size_t i = 0; i < count; i++) {
        const char *mark, *word = job_word(&jobs[i], &mark);

        table_row(r);
        table_link(r, clock_dutch(r->arena, jobs[i].created_at), req_printf(r, "/mijn/export/%s", jobs[i].name));
        table_mark(r, word, mark);
        table_cell(r, job_ready(&jobs[i]) ? clock_dutch_day(r->arena, jobs[i].expires_at) : "");
    }
    return page_show(r, "avg.cs");
}

enum status export_start(struct req *r)
{
    char name[33];
    enum status st = portal_export_request(&r->m, name);

    if (st != ST_OK)
        return st;
    req_audit(r, "relation", r->who.relation_id, r->who.relation_id, PD_SPECIAL, "");
    return redirect(r, NULL, "/mijn/export/%s", name);
}

enum status export_show(struct req *r)
{
    struct job job;
    const uint8_t *sealed;
    size_t n;
    enum status st = portal_export(&r->m, req_path(r, "job"), &job, &sealed, &n);

    if (st != ST_OK)
        return st;
    page_title(r, "Uw gegevens opvragen");
    page_back(r, "/mijn/export", "Alles wat u heeft opgevraagd");
    job_page(r, &job, req_printf(r, "/mijn/export/%s", job.name), "Uw bestand");
    if (job.state == JOB_FAILED || job.state == JOB_EXPIRED || (job.state == JOB_DONE && !job_ready(&job)))
        page_action(r, "Vraag ze opnieuw op", "/mijn/export", "primary", true);
    return page_show(r, "export.cs");
}

enum status export_fetch(struct req *r)
{
    struct job job;
    const uint8_t *sealed;
    size_t n;
    uint8_t key[KEY_BYTES];
    char spool[33];
    enum status st = portal_export(&r->m, req_path(r, "job"), &job, &sealed, &n);

    if (st != ST_OK)
        return st;
    if (!job_ready(&job) || export_key_open(r->m.keys, &job, sealed, n, key) != ST_OK)
        return ST_NOT_FOUND;
    st = store_spool(r->config, STORE_EXPORTS, job.store_name, key, spool);
    bytes_wipe(key, sizeof key);
    if (st == ST_OK)
        st = portal_export_fetched(&r->m, job.name);
    if (st != ST_OK)
        return st;
    req_audit(r, "relation", r->who.relation_id, r->who.relation_id, PD_SPECIAL, "");
    return send_file(r, spool, job.file_name, "application/zip");
}
