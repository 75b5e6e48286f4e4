#include "base/clock.h"
#include "base/text.h"
#include "web/answer.h"
#include "web/form.h"

static const char *const parts[] = { "dag", "maand", "jaar" };

static const char *part_of(struct req *r, const char *name, int part)
{
    return param_get(&r->form, req_printf(r, "%s-%s", name, parts[part]));
}

/* "31-12-1950", "12-1950", "1950" or "" of the three parts; a gap stays a gap, which is no date. */
static const char *join(struct req *r, const char *day, const char *month, const char *year)
{
    if (text_empty(day) && text_empty(month))
        return text_empty(year) ? "" : year;
    if (text_empty(day))
        return req_printf(r, "%s-%s", month, text_empty(year) ? "?" : year);
    return req_printf(r, "%s-%s-%s", day, text_empty(month) ? "?" : month, text_empty(year) ? "?" : year);
}

const char *form_date(struct req *r, const char *name)
{
    const char *whole = req_form(r, name), *day = part_of(r, name, 0), *month = part_of(r, name, 1), *year = part_of(r, name, 2);

    if (day == NULL && month == NULL && year == NULL)
        return whole;
    if (whole != NULL)
        r->page->bad = true;
    return join(r, day, month, year);
}

void form_date_parts(struct req *r, const char *name, const char *value)
{
    static const char *const keys[] = { "Day", "Month", "Year" };
    const char *whole = param_get(&r->form, name);
    struct date d = { 0 };

    if (!date_parse(whole != NULL ? whole : value == NULL ? "" : value, &d))
        d = (struct date){ 0 };
    for (int i = 0; i < 3; i++) {
        const char *typed = part_of(r, name, i);
        int number = i == 0 ? d.day : i == 1 ? d.month : d.year;

        if (typed != NULL)
            form_attr(r, keys[i], typed);
        else if (number != 0)
            form_attr(r, keys[i], req_printf(r, "%d", number));
    }
}
