#include "web/site.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"
#include "web/answer.h"
#include "web/help.h"
#include "web/page.h"

#define VERSION_DIGITS 12
#define PREFIX         "/static/"

static char version[sizeof PREFIX + VERSION_DIGITS];

static const struct nav {
    const char *label, *href;
    enum perm perm;
    enum site site;
} navs[] = {
    { "Start", "/", PERM_ACCOUNT, SITE_STAFF },
    { "Relaties", "/relaties", PERM_RELATION_READ, SITE_STAFF },
    { "Lidmaatschappen", "/lidmaatschappen", PERM_MEMBERSHIP_READ, SITE_STAFF },
    { "Facturen", "/facturen", PERM_INVOICE_READ, SITE_STAFF },
    { "Servicedienst", "/servicedienst", PERM_SERVICE_READ, SITE_STAFF },
    { "Cursussen", "/cursussen", PERM_COURSE_READ, SITE_STAFF },
    { "Dossier", "/dossier", PERM_DOSSIER_READ, SITE_STAFF },
    { "Importeren", "/import", PERM_IMPORT, SITE_STAFF },
    { "Toestemmingen", "/toestemmingen", PERM_CONSENT_READ, SITE_STAFF },
    { "Taken", "/taken", PERM_TASK_READ, SITE_STAFF },
    { "Rapportages", "/rapportages", PERM_REPORT_READ, SITE_STAFF },
    { "AVG", "/avg", PERM_AVG_EXPORT, SITE_STAFF },
    { "Overzicht", "/", PERM_PORTAL_SELF, SITE_PORTAL },
    { "Mijn gegevens", "/gegevens", PERM_PORTAL_SELF, SITE_PORTAL },
    { "Mijn bestand", "/mijn/export", PERM_PORTAL_SELF, SITE_PORTAL },
};

/* One file into the running hash: its name, and its content or (`times`) when it changed. */
static bool add_file(struct hasher *h, int folder, const char *name, bool times)
{
    char piece[8192];
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t got = 0;
    struct stat st;

    if (fd < 0)
        return false;
    hasher_add(h, name, strlen(name) + 1);
    if (times && fstat(fd, &st) == 0)
        hasher_add(h, &st.st_mtim, sizeof st.st_mtim);
    while (!times && (got = read(fd, piece, sizeof piece)) > 0)
        hasher_add(h, piece, (size_t)got);
    close(fd);
    return got >= 0;
}

static int regular(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

/* The files right in a folder; what is in folders of its own is not looked at. */
static bool add_folder(struct hasher *h, const char *path, bool times)
{
    struct dirent **names = NULL;
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int count = folder < 0 ? -1 : scandir(path, &names, regular, alphasort);
    bool ok = count >= 0;

    for (int i = 0; i < count; i++) {
        if (ok && names[i]->d_type != DT_DIR)
            ok = add_file(h, folder, names[i]->d_name, times);
        free(names[i]);
    }
    free(names);
    if (folder >= 0)
        close(folder);
    return ok;
}

/* The style sheet, the icons, and the pictures of help. nginx's error pages (fout/) carry no version. */
static bool read_version(const struct config *c, bool times)
{
    struct hasher *h = hasher_new();
    char pictures[PATH_MAX];
    uint8_t hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    bool ok = h != NULL && snprintf(pictures, sizeof pictures, "%s/hulp", c->static_dir) < (int)sizeof pictures;

    ok = ok && add_folder(h, c->static_dir, times) && add_folder(h, pictures, times);
    if (h != NULL)
        hasher_end(h, hash);
    if (!ok)
        return false;
    hex_encode(hash, sizeof hash, hex);
    snprintf(version, sizeof version, PREFIX "%.*s", VERSION_DIGITS, hex);
    return true;
}

bool site_open(const struct config *c)
{
    if (read_version(c, c->development))
        return true;
    log_fact(LOG_ERROR, "static_missing", "folder=%s why=%s", log_quote(c->static_dir), log_quote(strerror(errno)));
    return false;
}

const char *site_static(const struct config *c)
{
    static int64_t looked;
    int64_t now = clock_ticks();

    if (!c->development || (looked != 0 && now - looked < CLOCK_SECOND))
        return version;
    looked = now;
    if (!read_version(c, true))
        log_fact(LOG_WARN, "static_missing", "folder=%s", log_quote(c->static_dir));
    return version;
}

const char *site_origin(const struct config *c, enum site site)
{
    return site == SITE_PORTAL ? c->portal_url : c->staff_url;
}

static bool current(const char *path, const char *href)
{
    size_t n = strlen(href);

    if (n == 1)
        return strcmp(path, href) == 0;
    return strncmp(path, href, n) == 0 && (path[n] == '\0' || path[n] == '/');
}

static void fill_nav(struct req *r)
{
    for (size_t i = 0; i < sizeof navs / sizeof navs[0]; i++) {
        const struct nav *n = &navs[i];

        if (n->site != r->who.site || !perms_have(&r->who.perms, n->perm))
            continue;
        page_nav(r, n->label, n->href, current(r->path, n->href));
    }
}

static void fill_help(struct req *r)
{
    const struct config *c = r->config;

    if (c->help_phone != NULL) {
        page_set(r, req_printf(r, "tel:%s", text_strip(r->arena, c->help_phone, " ()-")), "Site.Help.Href");
        page_set(r, req_printf(r, "Bel %s", c->help_phone), "Site.Help.Label");
    } else if (c->help_email != NULL) {
        page_set(r, req_printf(r, "mailto:%s", c->help_email), "Site.Help.Href");
        page_set(r, req_printf(r, "Mail naar %s", c->help_email), "Site.Help.Label");
    }
}

/* The same link at the same place on every page (WCAG 2.2, 3.2.6); from help itself to all of it. */
static void fill_guide(struct req *r)
{
    /* What may not be seen is answered as what is not there, to the letter. */
    const struct help *h = r->page->status == 404 ? NULL : help_of(r->route, r->who.site);

    if (current(r->path, HELP_INDEX)) {
        page_set(r, HELP_INDEX, "Guide.Href");
        return;
    }
    page_set(r, h == NULL || !help_visible(h, &r->who) ? HELP_INDEX : req_printf(r, HELP_INDEX "/%s", h->name), "Guide.Href");
    page_set(r, "1", "Guide.Apart");
}

void site_fill(struct req *r)
{
    bool portal = r->who.site == SITE_PORTAL;

    page_set(r, portal ? "portal" : "staff", "Site.Kind");
    page_set(r, portal ? "WerktVoorMij" : "KorènCRM", "Site.Product");
    page_set(r, r->config->controller_name, "Site.Controller");
    page_set(r, site_static(r->config), "Site.Static");
    fill_help(r);
    fill_guide(r);
    if (r->who.user_id == 0)
        return;
    page_set(r, r->who.name, "User.Name");
    page_set(r, r->who.function, "User.Function");
    page_set(r, "/account/sessies", "User.Href");
    fill_nav(r);
}
