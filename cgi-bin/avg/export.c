#include <string.h>

#include "avg.h"
#include "avg/export.h"
#include "base/clock.h"
#include "base/text.h"
#include "model/job.h"
#include "model/relation.h"
#include "model/store.h"
#include "web/job_page.h"
#include "web/page.h"

#define LOOK_BACK 20 /* of a relation's newest exports */

/* The one this person already asked for and that is still being made: asking twice gives one export. */
static enum status find_open(struct req *r, uint64_t relation_id, const char **name)
{
    struct job *jobs;
    size_t count;
    enum status st = job_list(r->m.db, r->arena, EXPORT_KIND, relation_id, 0, LOOK_BACK, &jobs, &count);

    *name = NULL;
    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < count && *name == NULL; i++)
        if (jobs[i].user_id == r->who.user_id && !jobs[i].portal && (jobs[i].state == JOB_WAITING || jobs[i].state == JOB_RUNNING))
            *name = jobs[i].name;
    return ST_OK;
}

/* The number as typed, spaces around it forgiven. */
static enum status read_relation(struct req *r, uint64_t *id)
{
    const char *typed = req_form(r, "relatie");
    enum status st = ST_NOT_FOUND;

    if (typed == NULL || *(typed = text_clean(r->arena, typed)) == '\0')
        return invalid(&r->problems, "relatie", "Vul het nummer van een relatie in");
    if (strlen(typed) <= 12)
        st = relation_id(&r->m, typed, id);
    if (st == ST_NOT_FOUND)
        return invalid(&r->problems, "relatie", "Er is geen relatie met dit nummer. Controleer het nummer, of zoek de relatie");
    return st;
}

enum status export_ask(struct req *r)
{
    uint64_t id = 0;
    const char *open;
    char name[33];
    enum status st = read_relation(r, &id);

    if (st == ST_INVALID)
        return overview_again(r);
    if (st == ST_OK)
        st = find_open(r, id, &open);
    if (st != ST_OK)
        return st;
    req_audit(r, "relation", id, id, PD_SPECIAL, "");
    if (open != NULL)
        return redirect(r, NULL, "/avg/export/%s", open);
    st = export_request(r->m.db, &r->who, id, name);
    return st == ST_OK ? redirect(r, NULL, "/avg/export/%s", name) : st;
}

static enum status load(struct req *r, struct job *j)
{
    enum status st = job_load(r->m.db, r->arena, req_path(r, "job"), j);

    return st == ST_OK && strcmp(j->kind, EXPORT_KIND) != 0 ? ST_NOT_FOUND : st;
}

enum status export_show(struct req *r)
{
    struct job j;
    enum status st = load(r, &j);

    if (st != ST_OK)
        return st;
    page_title(r, "AVG-export van relatie %s", j.relation_number);
    page_back(r, "/avg", "Alle exports");
    job_page(r, &j, req_printf(r, "/avg/export/%s", j.name), "De AVG-export");
    page_set(r, req_printf(r, "/relaties/%s", j.relation_number), "Links.1.Href");
    page_set(r, req_printf(r, "Naar relatie %s", j.relation_number), "Links.1.Label");
    /* What a relation made for itself is the relation's own; staff make one of theirs. */
    if (j.portal)
        page_set(r, "", "Job.Href");
    /* To who asked, that is; and what a relation asked for itself is told to the relation. */
    if ((j.state == JOB_WAITING || j.state == JOB_RUNNING) && !j.tell && j.user_id == r->who.user_id)
        page_action(r, "Mail mij als het klaar is", req_printf(r, "/avg/export/%s/mail", j.name), "plain", true);
    if (j.state == JOB_FAILED || j.state == JOB_EXPIRED || (j.state == JOB_DONE && !job_ready(&j))) {
        page_action(r, "Maak een nieuwe export", "/avg/export", "primary", true);
        page_action_hidden(r, "relatie", j.relation_number);
    }
    return page_show(r, "export.cs");
}

/* Done meanwhile: then the page says so. */
enum status export_mail(struct req *r)
{
    struct job j;
    enum status st = load(r, &j);

    if (st == ST_OK && j.user_id != r->who.user_id)
        st = ST_NOT_FOUND;
    if (st != ST_OK)
        return st;
    st = job_tell(r->m.db, j.id);
    if (st != ST_OK && st != ST_NOT_FOUND)
        return st;
    req_audit(r, "job", j.id, j.relation_id, PD_NORMAL, "");
    return redirect(r, st == ST_OK ? "mailen" : NULL, "/avg/export/%s", j.name);
}

/* Deciphers the whole file into the spool folder, where nginx takes it; nothing leaves before the last byte has proven authentic. */
enum status export_fetch(struct req *r)
{
    uint8_t key[KEY_BYTES];
    char spool[33];
    struct job j;
    enum status st = load(r, &j);

    if (st == ST_OK && (!job_ready(&j) || j.portal))
        st = ST_NOT_FOUND;
    if (st == ST_OK)
        st = export_key(r->m.db, r->m.keys, &j, key);
    if (st != ST_OK)
        return st;
    st = store_spool(r->config, STORE_EXPORTS, j.store_name, key, spool);
    bytes_wipe(key, sizeof key);
    if (st == ST_OK)
        st = job_fetched(r->m.db, j.id);
    if (st != ST_OK)
        return st;
    req_audit(r, "job", j.id, j.relation_id, PD_SPECIAL, "");
    return send_file(r, spool, j.file_name, "application/zip");
}
