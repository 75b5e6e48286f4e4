#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/text.h"
#include "signin.h"
#include "web/form.h"

#define WORDS_MAX 32

static void field(struct req *r, const char *name, const char *label, const char *hint, const char *autocomplete)
{
    form_field(r, "password", name, label, hint, NULL);
    form_attr(r, "Autocomplete", autocomplete);
    form_attr(r, "Required", "1");
    form_attr(r, "Width", "40");
}

void fields_new_password(struct req *r, const char *action, bool current)
{
    int least = r->who.site == SITE_PORTAL ? PASSWORD_MIN_PORTAL : PASSWORD_MIN_STAFF;

    form_begin(r, action, "Wachtwoord opslaan", current ? "/account/sessies" : NULL);
    form_group(r, NULL);
    if (current)
        field(r, "wachtwoord-nu", "Uw wachtwoord van nu", NULL, "current-password");
    field(r, "wachtwoord", "Nieuw wachtwoord",
          req_printf(r, "Ten minste %d tekens. Een zin van vier of meer woorden is sterk en goed te onthouden. Plakken mag.", least), "new-password");
    field(r, "wachtwoord2", "Nieuw wachtwoord, nog een keer", NULL, "new-password");
}

/* Splits a text into its words, which nobody should use in a password here. */
static size_t words_of(struct req *r, const char *text, const char **words, size_t n)
{
    char *copy = text_fold(r->arena, text), *rest = copy, *word;

    while ((word = strsep(&rest, " ")) != NULL && n < WORDS_MAX)
        if (text_length(word) >= 3)
            words[n++] = word;
    return n;
}

enum status fields_read(struct req *r, const struct user *u, const char **password)
{
    const char *one = req_form(r, "wachtwoord"), *two = req_form(r, "wachtwoord2");
    const char *words[WORDS_MAX + 1];
    size_t n = 0;

    one = one == NULL ? "" : one;
    two = two == NULL ? "" : two;
    n = words_of(r, u->name, words, n);
    n = words_of(r, u->email, words, n);
    n = words_of(r, r->config->controller_name, words, n);
    words[n] = NULL;
    if (one[0] == '\0')
        invalid(&r->problems, "wachtwoord", "Vul een nieuw wachtwoord in");
    else if (password_check(&r->problems, "wachtwoord", u->site, one, words) == ST_OK && strcmp(one, two) != 0)
        invalid(&r->problems, "wachtwoord2", "Vul twee keer hetzelfde wachtwoord in");
    *password = one;
    return problems_any(&r->problems) ? ST_INVALID : ST_OK;
}
