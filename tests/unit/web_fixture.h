/* A request in memory, with a configuration that points at the templates and static files of the source. For tests of lib/web. */
#ifndef KOREN_TEST_WEB_FIXTURE_H
#define KOREN_TEST_WEB_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/keys.h"
#include "web/answer.h"
#include "web/site.h"
#include "web/templates.h"
#include "web/tree.h"

static struct arena *a;
static struct req r;
static struct keys keys;
static char template_dir[512], static_dir[512];
static struct config config = {
    .controller_name = (char[]){ "Vereniging <Demo> & Co" },
    .staff_url = (char[]){ "https://crm.example" },
    .portal_url = (char[]){ "https://mijn.example" },
    .help_phone = (char[]){ "088 000 00 00" },
    .template_dir = template_dir,
    .static_dir = static_dir,
    .audit = true,
};

/* The request as after reading its head: nobody signed in. */
static inline void request_new(void)
{
    memset(&r, 0, sizeof r);
    r.arena = a;
    r.config = &config;
    r.path = "/relaties";
    r.user_agent = "";
    r.who.name = r.who.function = "";
    r.who.program = "crm";
    memcpy(r.who.request, "0123456789abcdef0123456789abcdef", 33);
    r.m.keys = &keys;
    r.m.arena = a;
    r.m.who = &r.who;
    answer_begin(&r);
}

static inline void web_open(void)
{
    const char *src = getenv("srcdir");

    snprintf(template_dir, sizeof template_dir, "%s/templates", src == NULL ? ".." : src);
    snprintf(static_dir, sizeof static_dir, "%s/static", src == NULL ? ".." : src);
    if (!templates_open(template_dir, false) || !site_open(&config))
        abort();
    a = arena_new(0);
    request_new();
}

static inline void web_close(void)
{
    arena_free(a);
    templates_close();
}

static inline const char *value(const char *key)
{
    return tree_get(r.page->tree, key);
}

/* The rendered page. */
static inline const char *page(void)
{
    return answer_render(&r) ? r.page->body : NULL;
}

static inline void fill(struct params *p, const char *text)
{
    if (params_urlencoded(a, text, strlen(text), p) != PARAMS_FINE)
        abort();
}

#endif
