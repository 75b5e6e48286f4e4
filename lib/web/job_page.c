#include "web/job_page.h"

#include "base/clock.h"
#include "model/job.h"
#include "web/answer.h"
#include "web/page.h"
#include "web/words.h"

#define REFRESH "3" /* seconds */

bool job_ready(const struct job *j)
{
    return j->state == JOB_DONE && j->store_name != NULL && j->expires_at > clock_now();
}

/* The names docs/templates.md gives to states. A file past its time is gone, also when the sweep has yet to come by. */
static const char *state_name(const struct job *j)
{
    switch (j->state) {
    case JOB_WAITING:
        return "wacht";
    case JOB_RUNNING:
        return "bezig";
    case JOB_DONE:
        return job_ready(j) ? "klaar" : "verlopen";
    case JOB_FAILED:
        return "mislukt";
    default:
        return "verlopen";
    }
}

const char *job_word(const struct job *j, const char **mark)
{
    switch (j->state) {
    case JOB_WAITING:
        *mark = "warn";
        return "Wacht";
    case JOB_RUNNING:
        *mark = "warn";
        return "Bezig";
    case JOB_FAILED:
        *mark = "warn";
        return "Mislukt";
    default:
        *mark = job_ready(j) ? "ok" : "off";
        return job_ready(j) ? "Klaar" : "Verlopen";
    }
}

/* Whether the one who looks gets mail of it. */
static bool told(const struct req *r, const struct job *j)
{
    return j->tell && j->user_id == r->who.user_id;
}

static void show_waiting(struct req *r, const struct job *j, const char *self)
{
    bool tell = told(r, j);

    page_set(r, req_printf(r, "%u", j->steps > 0 ? 100 * j->step / j->steps : 0), "Job.Percent");
    if (j->state == JOB_WAITING)
        page_set(r,
                 tell ? "U hoeft niet te wachten: wij mailen u als het klaar is."
                      : "U hoeft niet te wachten: het werk gaat door als u deze pagina verlaat.",
                 "Job.Text");
    else if (tell)
        page_set(r, req_printf(r, "%s. Wij mailen u als het klaar is.", j->step_text), "Job.Text");
    else
        page_set(r, j->step_text, "Job.Text");
    /* A page that shows itself again is one look: only the first is a row of the audit log. It shows no more than how far the work is; what came of
     * it is another look, at the same address. */
    r->page->again = req_query(r, "kijkt") != NULL;
    if (req_query(r, "stop") == NULL) {
        page_set(r, REFRESH, "Page.Refresh");
        page_set(r, req_printf(r, REFRESH "; url=%s?kijkt=1", self), "Page.RefreshTo");
        page_set(r, req_printf(r, "%s?stop=1", self), "Page.Stop.Href");
    } else {
        page_set(r, self, "Links.0.Href");
        page_set(r, "Kijk hoe ver het is", "Links.0.Label");
    }
}

static void show_ready(struct req *r, const struct job *j, const char *self)
{
    page_set(r, "100", "Job.Percent");
    page_set(r, "Eén bestand (ZIP) met een Word-document om te lezen, dezelfde gegevens voor een computer (XML), de documenten, en uitleg.",
             "Job.Text");
    page_set(r, req_printf(r, "%s/bestand", self), "Job.Href");
    page_set(r, "Download het bestand", "Job.Label");
    page_set(r, words_size(r->arena, j->file_size), "Job.Size");
    page_set(r, clock_dutch(r->arena, j->expires_at), "Job.Until");
    page_set(r, j->file_sha256, "Job.Sha256");
}

void job_page(struct req *r, const struct job *j, const char *self, const char *title)
{
    page_set(r, state_name(j), "Job.State");
    switch (j->state) {
    case JOB_WAITING:
    case JOB_RUNNING:
        page_set(r, req_printf(r, "%s wordt gemaakt", title), "Job.Title");
        show_waiting(r, j, self);
        break;
    case JOB_FAILED:
        page_set(r, req_printf(r, "%s is niet gelukt", title), "Job.Title");
        page_set(r,
                 req_printf(r, "Er ging bij ons iets mis. Probeer het opnieuw. Lukt het dan ook niet, neem dan contact op met de beheerder.%s",
                            told(r, j) ? " U krijgt hierover ook een e-mail." : ""),
                 "Job.Text");
        break;
    default:
        page_set(r, req_printf(r, job_ready(j) ? "%s is klaar" : "%s is verlopen", title), "Job.Title");
        if (job_ready(j))
            show_ready(r, j, self);
        else
            page_set(r, "Het bestand is verwijderd, omdat het zeven dagen oud was. Vraag het opnieuw aan als u het nog nodig hebt.", "Job.Text");
    }
}
