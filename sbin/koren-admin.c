#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "db/db.h"

#define DEFAULT_CONFIG SYSCONFDIR "/koren/koren.conf"

static const struct admin_command commands[] = {
    { "config", "", "describe every key of the configuration file", admin_config },
    { "export", "NUMBER --out FILE", "everything we keep about a relation, as a ZIP that is not encrypted", admin_export },
    { "import", "FILE [--dry-run] [--map FILE] [--century WHICH] [--duplicates WHAT]", "import relations from a CSV file", admin_import },
    { "group add", "NAME", "a new function group", admin_group_add },
    { "group list", "", "function groups and who is in them", admin_group_list },
    { "keys", "", "make the key files that are not there yet", admin_keys },
    { "demo", "[--relations N]", "add invented relations and users; for development only", admin_demo },
    { "doctor", "", "look whether everything is in order, and say what to do", admin_doctor },
    { "migrate", "", "bring schema, permissions, procedures and the programs' accounts up to date", admin_migrate },
    { "module list", "", "all modules, and which of them this controller has", admin_module_list },
    { "module off", "NAME", "end the licence of a module that holds nothing any more", admin_module_off },
    { "module on", "NAME", "license a module from now on", admin_module_on },
    { "permission list", "", "all permissions", admin_permission_list },
    { "relation deactivate", "NUMBER --reason REASON --date DATE", "make a relation inactive", admin_relation_deactivate },
    { "relation find", "TEXT", "find relations as the search field does", admin_relation_find },
    { "role add", "NAME [--permission ID]...", "a new role with these permissions, or none", admin_role_add },
    { "role list", "", "all roles with their permissions", admin_role_list },
    { "user add", "EMAIL --name NAME [--role ROLE]...", "invite a colleague by mail; prints the link too", admin_user_add },
    { "user group", "EMAIL NAME", "put a colleague in a function group; - takes out", admin_user_group },
};

#define COMMANDS (sizeof commands / sizeof commands[0])

static void usage(FILE *out)
{
    fputs("usage: koren-admin [-c CONFIG] [--json] [--controller NAME] COMMAND\n\n", out);
    for (size_t i = 0; i < COMMANDS; i++) {
        char line[200];

        snprintf(line, sizeof line, "%s %s", commands[i].name, commands[i].arguments);
        fprintf(out, "  %-56s %s\n", line, commands[i].does);
    }
    fputs("\nCONFIG: $KOREN_CONFIG, or else " DEFAULT_CONFIG ". koren-admin(8) has the rest.\n", out);
}

int admin_usage(const struct admin *a)
{
    (void)a;
    usage(stderr);
    return EXIT_USAGE;
}

int admin_refuse(const struct admin *a, const char *fmt, ...)
{
    va_list ap;

    (void)a;
    fputs("koren-admin: ", stderr);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    return EXIT_REFUSED;
}

struct db *admin_db(struct admin *a)
{
    if (a->db == NULL)
        a->db = db_open(a->config, "owner");
    if (a->db != NULL && db_alive(a->db))
        return a->db;
    admin_refuse(a, "the database does not answer to the account %sowner: the line above says why; see `koren-admin doctor`",
                 a->config->db_user_prefix);
    return NULL;
}

struct actor admin_actor(void)
{
    struct actor who = { .name = "koren-admin", .function = "", .site = SITE_STAFF, .program = "koren-admin" };

    random_name(who.request);
    return who;
}

static void take_out(struct admin *a, int at, int count)
{
    memmove(a->argv + at, a->argv + at + count, (size_t)(a->argc - at - count) * sizeof *a->argv);
    a->argc -= count;
}

const char *admin_option(struct admin *a, const char *name)
{
    for (int i = 0; i + 1 < a->argc; i++) {
        const char *value = a->argv[i + 1];

        if (strcmp(a->argv[i], name) != 0)
            continue;
        take_out(a, i, 2);
        return value;
    }
    return NULL;
}

bool admin_flag(struct admin *a, const char *name)
{
    for (int i = 0; i < a->argc; i++) {
        if (strcmp(a->argv[i], name) != 0)
            continue;
        take_out(a, i, 1);
        return true;
    }
    return false;
}

bool admin_leftover(const struct admin *a, int min, int max)
{
    for (int i = 0; i < a->argc; i++)
        if (text_starts(a->argv[i], "--"))
            return true;
    return a->argc < min || a->argc > max;
}

/* "user add" takes two words, "migrate" one: the number of words of the command's name that argv starts with; 0 when it does not. */
static int words_of(const char *name, int argc, char **argv)
{
    const char *space = strchr(name, ' ');
    size_t n = space == NULL ? strlen(name) : (size_t)(space - name);

    if (argc < 1 || strncmp(argv[0], name, n) != 0 || argv[0][n] != '\0')
        return 0;
    if (space == NULL)
        return 1;
    return argc > 1 && strcmp(argv[1], space + 1) == 0 ? 2 : 0;
}

static int run(struct admin *a)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        int words = words_of(commands[i].name, a->argc, a->argv);

        if (words > 0) {
            a->argc -= words;
            a->argv += words;
            return commands[i].run(a);
        }
    }
    return admin_usage(a);
}

/* What is typed arrives as bytes of a terminal; inside we rely on valid UTF-8 without control characters. */
static bool arguments_clean(const struct admin *a)
{
    for (int i = 0; i < a->argc; i++)
        if (text_check(a->argv[i], strlen(a->argv[i]), false) != TEXT_FINE)
            return false;
    return true;
}

/* Options before the command; --json and --controller may also stand after it. False: wrong. */
static bool leading_options(struct admin *a)
{
    while (a->argc > 0 && a->argv[0][0] == '-' && strcmp(a->argv[0], "--controller") != 0) {
        if (strcmp(a->argv[0], "--json") == 0) {
            a->json = true;
            take_out(a, 0, 1);
        } else if (strcmp(a->argv[0], "-c") == 0 && a->argc > 1) {
            a->config_path = a->argv[1];
            take_out(a, 0, 2);
        } else {
            return false;
        }
    }
    a->json = admin_flag(a, "--json") || a->json;
    a->controller = admin_option(a, "--controller");
    return true;
}

int main(int argc, char **argv)
{
    struct admin a = { .argc = argc - 1, .argv = argv + 1, .config_path = getenv("KOREN_CONFIG") };
    struct config *c = NULL;
    int result;

    log_open("koren-admin");
    if (a.config_path == NULL || a.config_path[0] == '\0')
        a.config_path = DEFAULT_CONFIG;
    if (a.argc == 1 && (strcmp(a.argv[0], "--help") == 0 || strcmp(a.argv[0], "-h") == 0)) {
        usage(stdout);
        return EXIT_DONE;
    }
    if (!leading_options(&a) || !arguments_clean(&a))
        return admin_usage(&a);
    /* Describing the keys needs no file, and is what somebody without one asks for. */
    if (a.argc > 0 && strcmp(a.argv[0], "config") != 0) {
        c = config_load(a.config_path, stderr);
        if (c == NULL)
            return EXIT_REFUSED;
        clock_offset(c->clock_offset);
    }
    a.config = c;
    if (c != NULL && a.controller != NULL && strcmp(a.controller, c->controller) != 0) {
        admin_refuse(&a, "%s is the configuration of %s, not of %s", a.config_path, c->controller, a.controller);
        config_free(c);
        return EXIT_REFUSED;
    }
    a.arena = arena_new(0);
    result = a.arena == NULL ? EXIT_REFUSED : run(&a);
    if (fflush(stdout) != 0)
        result = admin_refuse(&a, "standard output cannot be written");
    db_close(a.db);
    arena_free(a.arena);
    config_free(c);
    return result;
}
