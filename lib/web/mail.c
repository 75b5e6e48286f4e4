#include "web/mail.h"

#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/log.h"
#include "base/text.h"
#include "guard/outbox.h"

#define VALUES_MAX 16

/* Later values of the same key count. */
static void values_join(struct template_value *to, size_t n, const struct template_value *from)
{
    for (; from != NULL && from->key != NULL && n < VALUES_MAX - 1; from++)
        to[n++] = *from;
    to[n] = (struct template_value){ 0 };
}

/* "Subject: words", an empty line, the text. */
static bool mail_split(char *whole, const char **subject, const char **text)
{
    char *end = strchr(whole, '\n');

    if (!text_starts(whole, "Subject: ") || end == NULL || end[1] != '\n')
        return false;
    *end = '\0';
    *subject = whole + strlen("Subject: ");
    *text = end + 2;
    return true;
}

enum status mail_render(struct arena *a, const struct config *c, enum site site, const char *name, const struct template_value *values,
                        const char **subject, const char **text)
{
    struct template_value all[VALUES_MAX] = {
        { "Mail.Controller", c->controller_name },
        { "Mail.Product", site == SITE_PORTAL ? "WerktVoorMij" : "KorènCRM" },
        { "Mail.Href", site == SITE_PORTAL ? c->portal_url : c->staff_url },
    };
    char *whole;

    values_join(all, 3, values);
    whole = template_text(a, arena_printf(a, "mail/%s.cs", name), all);
    if (whole == NULL)
        return ST_FAILED;
    if (!mail_split(whole, subject, text)) {
        log_fact(LOG_ERROR, "mail_template_faulty", "name=%s", name);
        return ST_FAILED;
    }
    return ST_OK;
}

enum status mail_put(struct db *db, struct arena *a, const struct config *c, enum site site, const char *name, const char *to,
                     const struct template_value *values)
{
    const char *subject, *text;
    enum status s = mail_render(a, c, site, name, values, &subject, &text);

    return s == ST_OK ? outbox_put(db, name, to, subject, text) : s;
}
