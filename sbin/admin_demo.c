/* demo: invented relations and users, to look around with. */
#include <stdio.h>
#include <unistd.h>

#include "admin.h"
#include "base/config.h"
#include "base/keys.h"
#include "base/text.h"
#include "ops/demo.h"

static void progress(unsigned done)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%u", done);
    else if (done % 10000 == 0)
        fprintf(stderr, "%u relations\n", done);
}

static int tell(const struct admin *a, const struct demo_report *r)
{
    struct json j = { 0 };

    if (isatty(STDERR_FILENO) && r->relations > r->before)
        fputs("\r", stderr);
    if (a->json) {
        json_open(&j, NULL, '{');
        json_number(&j, "added", r->relations - r->before);
        json_number(&j, "relations", r->relations);
        json_number(&j, "users", r->users);
        json_close(&j, '}');
        putchar('\n');
    } else if (r->relations == r->before && r->users == 0) {
        printf("the demo is there already, with %u relations: nothing added\n", r->relations);
    } else {
        printf("demo: %u relations added, %u in all; %u users added\n", r->relations - r->before, r->relations, r->users);
    }
    return EXIT_DONE;
}

int admin_demo(struct admin *a)
{
    const char *number = admin_option(a, "--relations");
    long relations = DEMO_RELATIONS;
    struct demo_report report;
    enum status status;
    struct keys *k;

    if (admin_leftover(a, 0, 0))
        return admin_usage(a);
    if (number && !text_to_long(number, 1, DEMO_RELATIONS_MAX, &relations))
        return admin_refuse(a, "--relations takes a number from 1 to %d", DEMO_RELATIONS_MAX);
    if (!a->config->development)
        return admin_refuse(a, "the demo has users whose password everybody knows: only with `development = yes` in the configuration");
    k = keys_load(a->config, KEYS_MASK(KEY_RELATION) | KEYS_MASK(KEY_LOOKUP) | KEYS_MASK(KEY_SHARE));
    if (k == NULL)
        return admin_refuse(a, "a key file is missing: the line above names it; `koren-admin keys` makes them");
    status = admin_db(a) == NULL ? ST_FAILED : demo_run(a->config, a->db, k, (unsigned)relations, progress, &report);
    keys_free(k);
    if (status == ST_CONFLICT)
        return admin_refuse(a, "somebody else was adding relations at the same time: run it again, and it goes on at %u", report.relations);
    if (status != ST_OK)
        return admin_refuse(a, "the demo is not complete: the line above says why; run it again, and it goes on");
    return tell(a, &report);
}
