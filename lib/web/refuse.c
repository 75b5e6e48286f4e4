#include <string.h>

#include "base/log.h"
#include "web/answer.h"
#include "web/form.h"
#include "web/page.h"
#include "web/route.h"

static const struct words {
    int status;
    const char *title, *text;
} words[] = {
    { 400, "Dit kunnen wij niet lezen",
      "Uw browser stuurde iets dat wij niet begrijpen. Ga terug, laad de pagina opnieuw en probeer het nog een keer." },
    { 403, "Dit verzoek kunnen wij niet controleren", "Uw gegevens zijn niet opgeslagen. Laad de pagina opnieuw en probeer het nog een keer." },
    { 404, "Deze pagina is er niet", "Misschien is het adres verkeerd getypt, of mag u deze pagina niet zien." },
    { 405, "Dit kan hier niet", "Deze pagina bestaat, maar niet op deze manier. Begin opnieuw vanaf de startpagina." },
    { 409, "Er is intussen iets veranderd", "Iemand anders was u voor. Laad de pagina opnieuw en kijk wat er is veranderd." },
    { 413, "Dit is te groot", "Wat u stuurde is groter dan wij aannemen. Maak het kleiner en probeer het opnieuw." },
    { 414, "Het adres is te lang", "Zoek met minder woorden." },
    { 415, "Dit kunnen wij niet lezen", "Uw browser stuurde een soort gegevens die deze pagina niet aanneemt." },
    { 429, "Te veel pogingen", "Wacht even en probeer het daarna opnieuw." },
    { 503, "Het lukt nu even niet", "Er is een storing. Wat u deed is niet opgeslagen. Wacht een paar minuten en probeer het opnieuw." },
    { 507, "Er is geen ruimte voor dit bestand", "Het bestand is niet opgeslagen. Neem contact op met uw beheerder." },
};

static const struct words *find(int status)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i].status == status)
            return &words[i];
    return &words[sizeof words / sizeof words[0] - 2]; /* 503 */
}

static void show(struct req *r, int status, const char *title, const char *text)
{
    page_title(r, "%s", title);
    page_set(r, req_printf(r, "%d", status), "Error.Status");
    page_set(r, title, "Error.Title");
    page_set(r, text, "Error.Text");
    /* Nothing more is told: what happened stands in the log under this number (security.md 48). */
    page_set(r, r->who.request, "Error.Reference");
    page_show_status(r, "fout.cs", status);
}

/* Headers that belong to the refused answer do not belong to this one. */
static void forget(struct req *r)
{
    const char *token = r->page->token;

    answer_begin(r);
    r->page->token = token;
}

void answer_error(struct req *r, int status)
{
    const struct words *w = find(status);

    forget(r);
    show(r, status, w->title, w->text);
    page_set(r, "/", "Error.Href");
    page_set(r, "Naar de startpagina", "Error.Label");
    if (status == 503)
        page_header(r, "Retry-After", "60");
}

/* Passwords and codes are typed again. */
static bool secret(const char *name)
{
    return strstr(name, "wachtwoord") != NULL || strcmp(name, "code") == 0;
}

void answer_kept(struct req *r, int status, const char *title, const char *text, const char *href, const char *label)
{
    unsigned k = 0;

    forget(r);
    show(r, status, title, text);
    page_set(r, href, "Error.Href");
    page_set(r, label, "Error.Label");
    if (r->route != NULL && r->route->upload)
        return; /* the file is not kept */
    for (size_t i = 0; i < r->form.count; i++) {
        const struct param *p = &r->form.list[i];

        /* Without all of it the form could not be sent again. */
        if (secret(p->name))
            return;
        if (strcmp(p->name, "csrf") == 0)
            continue;
        page_set(r, p->name, "Error.Kept.%u.Name", k);
        page_set(r, p->value, "Error.Kept.%u.Value", k);
        k++;
    }
    page_set(r, r->path, "Error.Action");
}

enum status req_bad(struct req *r, const char *why)
{
    log_fact(LOG_WARN, "request_bad", "why=%s", log_quote(why));
    r->page->bad = true;
    return ST_DENIED;
}
