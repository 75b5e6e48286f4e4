#include "signin.h"

#include <stdio.h>

#include "base/clock.h"
#include "web/page.h"

/* "8 seconden", "12 minuten", "3 uur": never shorter than it is. */
static const char *span(struct req *r, int64_t seconds)
{
    if (seconds < 2)
        return "1 seconde";
    if (seconds <= 90)
        return req_printf(r, "%lld seconden", (long long)seconds);
    if (seconds <= 90 * 60)
        return req_printf(r, "%lld minuten", (long long)(seconds + 59) / 60);
    return req_printf(r, "%lld uur", (long long)(seconds + 3599) / 3600);
}

enum status wait_page(struct req *r, const char *template, const char *title, const char *what, int64_t until)
{
    int64_t left = (until - clock_now() + CLOCK_SECOND - 1) / CLOCK_SECOND;

    if (left < 1)
        left = 1;
    page_notice(r, "warn", title, req_printf(r, "%s Wacht nog %s en probeer het dan opnieuw.", what, span(r, left)), NULL, NULL);
    page_header(r, "Retry-After", req_printf(r, "%lld", (long long)left));
    return page_show_status(r, template, 429);
}

enum status wait_busy(struct req *r)
{
    page_title(r, "Het is nu te druk");
    page_set(r, "Er melden zich op dit moment veel mensen aan. Wacht een paar seconden en probeer het opnieuw.", "Message.Text");
    page_set(r, r->path, "Message.Href");
    page_set(r, "Probeer het opnieuw", "Message.Label");
    page_header(r, "Retry-After", "5");
    return page_show_status(r, "bericht.cs", 503);
}
