#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"
#include "suite.h"

static const char base[] = "# demo\n"
                           "controller = demo\n"
                           "  controller_name=Demo = B.V.  \n"
                           "\n"
                           "staff_url = https://staff.example.test:8443\n"
                           "portal_url = https://portal.example.test\n"
                           "key_dir = keys\n"
                           "state_dir = /var/lib/koren\n"
                           "spool_dir = spool\n"
                           "db_name = koren_demo\n"
                           "db_keys_name = koren_demo_keys\n"
                           "db_user_prefix = koren_demo_\n"
                           "db_password_dir = passwords\n"
                           "smtp_url = smtp://127.0.0.1:2525\n"
                           "mail_from = avg@example.test\n";
#define LINES  15
#define SOCKET "db_socket = /run/mysqld/mysqld.sock\n"

static char reason[4096];

static struct config *from(const void *text, size_t n)
{
    FILE *in = fmemopen((void *)(size_t)text, n, "r"), *err = fmemopen(reason, sizeof reason, "w");
    struct config *c;

    memset(reason, 0, sizeof reason);
    c = config_read(in, "/etc/koren", "koren.conf", err);
    fclose(in);
    fclose(err);
    return c;
}

/* base, SOCKET and these lines. */
static struct config *with(const char *more)
{
    char text[16384];
    int n = snprintf(text, sizeof text, "%s%s%s", base, SOCKET, more);

    ck_assert_int_lt(n, (int)sizeof text);
    return from(text, (size_t)n);
}

/* `more` is refused and the reason holds `why`. */
static void refused(const char *more, const char *why)
{
    ck_assert_msg(with(more) == NULL, "%s", more);
    ck_assert_msg(strstr(reason, why) != NULL, "%s gave %s", more, reason);
    ck_assert_int_eq(reason[strlen(reason) - 1], '\n');
}

START_TEST(values_defaults_and_paths)
{
    struct config *c = with("");

    ck_assert_msg(c != NULL, "%s", reason);
    ck_assert_str_eq(reason, "");
    ck_assert_str_eq(c->controller, "demo");
    ck_assert_str_eq(c->controller_name, "Demo = B.V.");
    ck_assert_str_eq(c->key_dir, "/etc/koren/keys");
    ck_assert_str_eq(c->state_dir, "/var/lib/koren");
    ck_assert_str_eq(c->lock_dir, "/etc/koren/spool");
    ck_assert_ptr_null(c->help_email);
    ck_assert_ptr_null(c->db_host);
    ck_assert(!c->development && c->audit && c->sandbox && c->smtp_starttls);
    ck_assert_int_eq(c->scrypt_log2_n, 16);
    ck_assert_int_eq(c->scrypt_p, 2);
    ck_assert_int_eq(c->upload_max, 2147483648);
    ck_assert_str_eq(c->log_level, "info");
    config_free(c);
    config_free(NULL);
}
END_TEST

START_TEST(wrong_lines_are_named)
{
    char where[32];

    snprintf(where, sizeof where, "koren.conf:%d:", LINES + 2);
    refused("colour = blue\n", where);
    refused("colour = blue\n", "unknown key colour");
    refused("controller = other\n", "stands on line 2 too");
    refused("no equals sign\n", where);
    refused("= value\n", where);
    refused("help_phone =\n", "no value");
    refused("help_phone = a\x01"
            "b\n",
            "not plain UTF-8");
    refused("help_phone = \xff\n", "not plain UTF-8");
    refused("help_phone = a\rcontroller = x\n", "carriage return");
}
END_TEST

START_TEST(values_are_checked_by_type)
{
    refused("development = true\n", "development");
    refused("db_port = 0\n", "1 to 65535");
    refused("db_port = 65536\n", "1 to 65535");
    refused("db_port = 3306x\n", "1 to 65535");
    refused("scrypt_log2_n = 21\n", "4 to 20");
    refused("log_level = loud\n", "log_level");
    refused("help_email = nobody\n", "help_email");
    refused("help_email = a@b@c.nl\n", "help_email");
    refused("help_email = a <a@b.nl>\n", "help_email");
}
END_TEST

/* One key of the base replaced. */
static void replaced(const char *key, const char *value, bool good)
{
    char text[8192];
    const char *at = strstr(base, key), *end = strchr(at, '\n');
    int n = snprintf(text, sizeof text, "%.*s%s = %s%s%s", (int)(at - base), base, key, value, end, SOCKET);
    struct config *c = from(text, (size_t)n);

    ck_assert_msg((c != NULL) == good, "%s = %s: %s", key, value, reason);
    config_free(c);
}

START_TEST(names_and_addresses)
{
    replaced("controller", "a_b_9", true);
    replaced("controller", "Demo", false);
    replaced("controller", "a-b", false);
    replaced("controller", "1234567890123456789012345678901", false);
    replaced("staff_url", "https://localhost:8443", true);
    replaced("staff_url", "http://staff.example.test", false);
    replaced("staff_url", "https://staff.example.test/", false);
    replaced("staff_url", "https://staff.example.test:0", false);
    replaced("staff_url", "https://staff.example.test:99999", false);
    replaced("staff_url", "https://user@staff.example.test", false);
    replaced("staff_url", "https://", false);
    replaced("smtp_url", "smtps://mail.example.test", true);
    replaced("smtp_url", "https://mail.example.test", false);
    replaced("mail_from", "a.b+c@example.test", true);
    replaced("mail_from", "@example.test", false);
    replaced("mail_from", "a@example.test:25", false);
}
END_TEST

START_TEST(every_required_key_is_missed)
{
    static const char *const keys[] = { "controller =", "controller_name", "staff_url",      "portal_url",      "key_dir",  "state_dir", "spool_dir",
                                        "db_name",      "db_keys_name",    "db_user_prefix", "db_password_dir", "smtp_url", "mail_from" };

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        char text[8192];
        const char *at = strstr(base, keys[i]);
        int n = snprintf(text, sizeof text, "%.*s#%s%s", (int)(at - base), base, at, SOCKET);

        ck_assert_msg(from(text, (size_t)n) == NULL, "%s", keys[i]);
        ck_assert_ptr_nonnull(strstr(reason, "is missing"));
    }
}
END_TEST

START_TEST(one_way_to_the_database)
{
    struct config *c;
    char text[8192];
    int n;

    ck_assert_ptr_null(from(base, sizeof base - 1));
    ck_assert_ptr_nonnull(strstr(reason, "db_socket or db_host"));
    refused("db_host = db.example.test\n", "db_socket or db_host");
    n = snprintf(text, sizeof text, "%sdb_host = db.example.test\n", base);
    ck_assert_ptr_null(from(text, (size_t)n));
    ck_assert_ptr_nonnull(strstr(reason, "db_ca_file"));
    n = snprintf(text, sizeof text, "%sdb_host = db.example.test\ndb_ca_file = ca.pem\n", base);
    c = from(text, (size_t)n);
    ck_assert_ptr_nonnull(c);
    ck_assert_str_eq(c->db_ca_file, "/etc/koren/ca.pem");
    config_free(c);
    refused("smtp_user = koren\n", "belong together");
    refused("smtp_password_file = x\n", "belong together");
}
END_TEST

START_TEST(production_refuses_what_is_weak)
{
    static const char *const weak[] = { "audit = no\n",         "read_along = no\n",   "sandbox = no\n", "smtp_starttls = no\n",
                                        "clock_offset = 1\n",   "clock_offset = -1\n", "scrypt_p = 1\n", "scrypt_log2_n = 15\nscrypt_p = 16\n",
                                        "scrypt_log2_n = 14\n", "scrypt_log2_n = 4\n" };
    char text[256];
    struct config *c;

    for (size_t i = 0; i < sizeof weak / sizeof weak[0]; i++) {
        ck_assert_msg(with(weak[i]) == NULL, "%s", weak[i]);
        snprintf(text, sizeof text, "development = no\n%s", weak[i]);
        ck_assert_msg(with(text) == NULL, "%s", text);
        snprintf(text, sizeof text, "development = yes\n%s", weak[i]);
        c = with(text);
        ck_assert_msg(c != NULL, "%s: %s", text, reason);
        config_free(c);
    }
    c = with("scrypt_log2_n = 17\nscrypt_p = 1\n");
    ck_assert_ptr_nonnull(c);
    config_free(c);
}
END_TEST

START_TEST(nul_and_long_lines)
{
    static char text[20000];

    memset(text, 'x', sizeof text);
    ck_assert_ptr_null(from(text, sizeof text));
    ck_assert_ptr_nonnull(strstr(reason, "koren.conf:1: line too long"));
    ck_assert_ptr_null(from("a\0b = c\n", 8));
    ck_assert_ptr_nonnull(strstr(reason, "not plain UTF-8"));
}
END_TEST

START_TEST(files_are_found_from_anywhere)
{
    char dir[] = "/tmp/koren-config-XXXXXX", path[64];
    struct config *c;
    FILE *f;

    ck_assert_ptr_nonnull(mkdtemp(dir));
    ck_assert_int_eq(chdir(dir), 0);
    f = fopen("koren.conf", "w");
    fprintf(f, "%s%s", base, SOCKET);
    fclose(f);
    c = config_load("koren.conf", stderr);
    ck_assert_ptr_nonnull(c);
    snprintf(path, sizeof path, "%s/keys", dir);
    ck_assert_str_eq(c->key_dir, path);
    config_free(c);
    f = fmemopen(reason, sizeof reason, "w");
    ck_assert_ptr_null(config_load("/nonexistent/koren.conf", f));
    ck_assert_ptr_null(config_load(dir, f));
    fclose(f);
    ck_assert_ptr_nonnull(strstr(reason, "/nonexistent/koren.conf: cannot be opened: No such file"));
    ck_assert_ptr_nonnull(strstr(reason, "cannot be read"));
    unlink("koren.conf");
    rmdir(dir);
}
END_TEST

START_TEST(every_key_is_described)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);

    config_describe(out);
    fclose(out);
    ck_assert_ptr_nonnull(strstr(text, "| `controller` | name of [a-z0-9_], at most 30 | *required* |"));
    ck_assert_ptr_nonnull(strstr(text, "| `db_port` | number, 1 to 65535 | `3306` |"));
    ck_assert_ptr_nonnull(strstr(text, "| `log_level` |"));
    free(text);
}
END_TEST

int main(void)
{
    return SUITE_RUN("config", NULL, NULL, values_defaults_and_paths, wrong_lines_are_named, values_are_checked_by_type, names_and_addresses,
                     every_required_key_is_missed, one_way_to_the_database, production_refuses_what_is_weak, nul_and_long_lines,
                     files_are_found_from_anywhere, every_key_is_described);
}
