#include "base/config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

#define LINE_ROOM 4096
#define KEYS_MAX  64

enum config_type { TYPE_TEXT, TYPE_SHORT, TYPE_PATH, TYPE_ORIGIN, TYPE_SMTP, TYPE_EMAIL, TYPE_BOOL, TYPE_NUMBER, TYPE_LEVEL };

static const char *const type_names[] = {
    [TYPE_TEXT] = "text",
    [TYPE_SHORT] = "name of [a-z0-9_], at most 30",
    [TYPE_PATH] = "path",
    [TYPE_ORIGIN] = "https://host[:port]",
    [TYPE_SMTP] = "smtp[s]://host[:port]",
    [TYPE_EMAIL] = "e-mail address",
    [TYPE_BOOL] = "yes or no",
    [TYPE_NUMBER] = "number",
    [TYPE_LEVEL] = "debug, info, warn or error",
};

struct config_key {
    const char *key;
    enum config_type type;
    size_t offset;
    const char *value; /* default, as in a file; NULL: none */
    long min, max;     /* of a number */
    bool required;
    const char *meaning;
};

/* clang-format off */
#define AT(member) offsetof(struct config, member)
static const struct config_key config_keys[] = {
    { "controller", TYPE_SHORT, AT(controller), NULL, 0, 0, true, "Short name of the controller." },
    { "controller_name", TYPE_TEXT, AT(controller_name), NULL, 0, 0, true, "Its name as people read it." },
    { "development", TYPE_BOOL, AT(development), "no", 0, 0, false,
      "Templates are read again when they change; allows what production refuses." },
    { "staff_url", TYPE_ORIGIN, AT(staff_url), NULL, 0, 0, true, "Where staff works. Links in mail come from here, never from a request." },
    { "portal_url", TYPE_ORIGIN, AT(portal_url), NULL, 0, 0, true, "Where relations see their data." },
    { "help_email", TYPE_EMAIL, AT(help_email), NULL, 0, 0, false, "Address for questions, in the footer and in letters." },
    { "help_phone", TYPE_TEXT, AT(help_phone), NULL, 0, 0, false, "Telephone number for questions, in the footer and in letters." },
    { "invoice_address", TYPE_TEXT, AT(invoice_address), NULL, 0, 0, false, "Address on invoices; `;` starts a new line." },
    { "invoice_kvk", TYPE_TEXT, AT(invoice_kvk), NULL, 0, 0, false, "Number in the trade register, on invoices." },
    { "invoice_vat_number", TYPE_TEXT, AT(invoice_vat_number), NULL, 0, 0, false, "VAT identification number, on invoices (Wet OB art. 35a)." },
    { "invoice_iban", TYPE_TEXT, AT(invoice_iban), NULL, 0, 0, false, "Account to which invoices are paid." },
    { "invoice_bic", TYPE_TEXT, AT(invoice_bic), NULL, 0, 0, false, "BIC of its bank." },
    { "invoice_creditor_id", TYPE_TEXT, AT(invoice_creditor_id), NULL, 0, 0, false, "SEPA creditor identifier, for direct debits: NL00ZZZ123456780000." },
    { "invoice_due_days", TYPE_NUMBER, AT(invoice_due_days), "30", 0, 365, false, "Days within which an invoice is to be paid, unless said otherwise." },
    { "bsn_basis", TYPE_TEXT, AT(bsn_basis), NULL, 0, 0, false,
      "The legal ground on which this controller may use the BSN, in words. Without it nobody sees, searches or types a BSN (UAVG art. 46)." },
    { "template_dir", TYPE_PATH, AT(template_dir), PKGDATADIR "/templates", 0, 0, false, "ClearSilver templates." },
    { "static_dir", TYPE_PATH, AT(static_dir), PKGDATADIR "/static", 0, 0, false, "Style sheet and icons." },
    { "sql_dir", TYPE_PATH, AT(sql_dir), PKGDATADIR "/sql", 0, 0, false, "Migrations and grants." },
    { "key_dir", TYPE_PATH, AT(key_dir), NULL, 0, 0, true, "Key files, 0400, outside the database and its backup." },
    { "state_dir", TYPE_PATH, AT(state_dir), NULL, 0, 0, true, "Encrypted documents and exports; must last." },
    { "spool_dir", TYPE_PATH, AT(spool_dir), NULL, 0, 0, true, "Files in passing between a program and nginx; swept." },
    { "lock_dir", TYPE_PATH, AT(lock_dir), NULL, 0, 0, false, "Lock files; one folder for all controllers of a machine. Default: spool_dir." },
    { "db_socket", TYPE_PATH, AT(db_socket), NULL, 0, 0, false, "Unix socket of MariaDB; this or db_host." },
    { "db_host", TYPE_TEXT, AT(db_host), NULL, 0, 0, false, "Host of MariaDB, over TLS." },
    { "db_port", TYPE_NUMBER, AT(db_port), "3306", 1, 65535, false, "Its port." },
    { "db_ca_file", TYPE_PATH, AT(db_ca_file), NULL, 0, 0, false, "Certificate authority of MariaDB; required with db_host." },
    { "db_name", TYPE_SHORT, AT(db_name), NULL, 0, 0, true, "The controller's schema." },
    { "db_keys_name", TYPE_SHORT, AT(db_keys_name), NULL, 0, 0, true, "The schema with the relations' keys; backed up apart." },
    { "db_user_prefix", TYPE_SHORT, AT(db_user_prefix), NULL, 0, 0, true, "Account is prefix and program: koren_demo_ gives koren_demo_crm." },
    { "db_password_dir", TYPE_PATH, AT(db_password_dir), NULL, 0, 0, true, "One 0400 file with the password per account, named as the program." },
    { "smtp_url", TYPE_SMTP, AT(smtp_url), NULL, 0, 0, true, "Mail server." },
    { "smtp_starttls", TYPE_BOOL, AT(smtp_starttls), "yes", 0, 0, false, "Refuse to send without TLS. `no` only with development." },
    { "smtp_ca_file", TYPE_PATH, AT(smtp_ca_file), NULL, 0, 0, false, "Certificate authority of the mail server; default: the system's." },
    { "smtp_user", TYPE_TEXT, AT(smtp_user), NULL, 0, 0, false, "Account at the mail server." },
    { "smtp_password_file", TYPE_PATH, AT(smtp_password_file), NULL, 0, 0, false, "0400 file with its password." },
    { "mail_from", TYPE_EMAIL, AT(mail_from), NULL, 0, 0, true, "Address of the sender." },
    { "scrypt_log2_n", TYPE_NUMBER, AT(scrypt_log2_n), "16", 4, 20, false, "Cost of a password hash: N = 2^this. Below 16 only with development." },
    { "scrypt_p", TYPE_NUMBER, AT(scrypt_p), "2", 1, 16, false, "Its parallelism; 1 is enough from N = 2^17 on, 2 at 2^16." },
    { "upload_max", TYPE_NUMBER, AT(upload_max), "2147483648", 1024, 1099511627776, false, "Bytes of one uploaded file." },
    { "clock_offset", TYPE_NUMBER, AT(clock_offset), "0", -315576000, 315576000, false, "Seconds to shift the clock by; only with development." },
    { "audit", TYPE_BOOL, AT(audit), "yes", 0, 0, false, "`no` only with development, to measure what it costs." },
    { "read_along", TYPE_BOOL, AT(read_along), "yes", 0, 0, false, "Read a relation in the statement that reads the session; `no` only with development, to measure what it brings." },
    { "sandbox", TYPE_BOOL, AT(sandbox), "yes", 0, 0, false, "`no` only with development." },
    { "log_level", TYPE_LEVEL, AT(log_level), "info", 0, 0, false, "The least that is logged." },
};
#undef AT
/* clang-format on */

#define KEY_TOTAL (sizeof config_keys / sizeof config_keys[0])
_Static_assert(KEY_TOTAL <= KEYS_MAX, "struct reading holds one line number per key");

/* A file being read. */
struct reading {
    struct config *c;
    const char *folder, *name;
    FILE *err;
    unsigned line;
    unsigned given[KEYS_MAX]; /* line of each key, 0: not given */
};

static bool refuse(const struct reading *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Writes "name:line: message" and returns false. */
static bool refuse(const struct reading *r, const char *fmt, ...)
{
    va_list ap;

    fprintf(r->err, r->line > 0 ? "%s:%u: " : "%s: ", r->name, r->line);
    va_start(ap, fmt);
    vfprintf(r->err, fmt, ap);
    va_end(ap);
    fputc('\n', r->err);
    return false;
}

static bool is_bool_or_number(enum config_type type)
{
    return type == TYPE_BOOL || type == TYPE_NUMBER;
}

static char **text_at(struct config *c, const struct config_key *k)
{
    return (char **)((char *)c + k->offset);
}

static bool only(const char *s, const char *allowed)
{
    return s[0] != '\0' && s[strspn(s, allowed)] == '\0';
}

/* host, or host:port. */
static bool is_host(const char *s)
{
    size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789.-");
    long port;

    if (n == 0 || n > 253 || s[0] == '-' || s[0] == '.')
        return false;
    return s[n] == '\0' || (s[n] == ':' && only(s + n + 1, "0123456789") && text_to_long(s + n + 1, 1, 65535, &port));
}

static bool is_email(const char *s)
{
    const char *at = strrchr(s, '@');

    if (at == NULL || at == s || strlen(s) > 254 || strpbrk(s, " \t<>,;:\"\\()[]") != NULL || strchr(s, '@') != at)
        return false;
    return is_host(at + 1) && strchr(at + 1, ':') == NULL;
}

static bool fits(enum config_type type, const char *s)
{
    switch (type) {
    case TYPE_SHORT:
        return strlen(s) <= 30 && only(s, "abcdefghijklmnopqrstuvwxyz0123456789_");
    case TYPE_ORIGIN:
        return text_starts(s, "https://") && is_host(s + 8);
    case TYPE_SMTP:
        return (text_starts(s, "smtp://") && is_host(s + 7)) || (text_starts(s, "smtps://") && is_host(s + 8));
    case TYPE_EMAIL:
        return is_email(s);
    case TYPE_BOOL:
        return text_equal(s, "yes") || text_equal(s, "no");
    case TYPE_LEVEL:
        return text_equal(s, "debug") || text_equal(s, "info") || text_equal(s, "warn") || text_equal(s, "error");
    case TYPE_TEXT:
    case TYPE_PATH:
    case TYPE_NUMBER:
        break;
    }
    return true;
}

static char *absolute(const char *folder, const char *path)
{
    char *out;
    size_t n = strlen(folder) + strlen(path) + 2;

    if (path[0] == '/')
        return strdup(path);
    out = malloc(n);
    if (out != NULL)
        snprintf(out, n, "%s/%s", folder, path);
    return out;
}

/* gcc's analyzer loses a pointer that is stored at a computed place and calls it leaked; config_free() finds it by the same table. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif
static bool set_value(const struct reading *r, const struct config_key *k, const char *value)
{
    char *copy;

    if (!fits(k->type, value))
        return refuse(r, "%s is not a %s", k->key, type_names[k->type]);
    if (k->type == TYPE_BOOL) {
        *(bool *)((char *)r->c + k->offset) = text_equal(value, "yes");
        return true;
    }
    if (k->type == TYPE_NUMBER) {
        if (!text_to_long(value, k->min, k->max, (long *)((char *)r->c + k->offset)))
            return refuse(r, "%s is not a number from %ld to %ld", k->key, k->min, k->max);
        return true;
    }
    copy = k->type == TYPE_PATH ? absolute(r->folder, value) : strdup(value);
    if (copy == NULL)
        return refuse(r, "no memory");
    free(*text_at(r->c, k));
    *text_at(r->c, k) = copy;
    return true;
}

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

/* White space at both ends removed, in place. */
static char *trim(char *s)
{
    size_t n = strlen(s);

    while (n > 0 && strchr(" \t\r\n", s[n - 1]) != NULL)
        s[--n] = '\0';
    return s + strspn(s, " \t");
}

static bool set_pair(struct reading *r, const char *key, const char *value)
{
    for (size_t i = 0; i < KEY_TOTAL; i++) {
        if (!text_equal(config_keys[i].key, key))
            continue;
        if (r->given[i] != 0)
            return refuse(r, "%s stands on line %u too", key, r->given[i]);
        if (value[0] == '\0')
            return refuse(r, "%s has no value", key);
        r->given[i] = r->line;
        return set_value(r, &config_keys[i], value);
    }
    return refuse(r, "unknown key %.60s", key);
}

/* `n` bytes, the newline included if there is one. */
static bool read_line(struct reading *r, char *line, size_t n)
{
    char *text, *equals;

    if (n > 0 && line[n - 1] == '\n')
        line[--n] = '\0';
    if (text_check(line, n, true) != TEXT_FINE)
        return refuse(r, "not plain UTF-8 text");
    text = trim(line);
    if (text[0] == '\0' || text[0] == '#')
        return true;
    if (strchr(text, '\r') != NULL)
        return refuse(r, "carriage return inside the line");
    equals = strchr(text, '=');
    if (equals == NULL || equals == text)
        return refuse(r, "not `key = value`");
    *equals = '\0';
    return set_pair(r, trim(text), trim(equals + 1));
}

static bool read_lines(struct reading *r, FILE *in)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    bool ok = true;

    while (ok && (n = getline(&line, &room, in)) >= 0) {
        r->line++;
        ok = n < LINE_ROOM ? read_line(r, line, (size_t)n) : refuse(r, "line too long");
    }
    free(line);
    r->line = 0;
    if (ok && !feof(in))
        return refuse(r, "cannot be read: %s", strerror(errno));
    return ok;
}

static bool set_defaults(struct reading *r)
{
    for (size_t i = 0; i < KEY_TOTAL; i++)
        if (config_keys[i].value != NULL && !set_value(r, &config_keys[i], config_keys[i].value))
            return false;
    return true;
}

/* What production refuses: a system that runs must not be weak because of a line somebody forgot. */
static bool check_production(const struct reading *r)
{
    const struct config *c = r->c;

    if (!c->audit)
        return refuse(r, "audit = no is for development only");
    if (!c->read_along)
        return refuse(r, "read_along = no is for development only");
    if (!c->sandbox)
        return refuse(r, "sandbox = no is for development only");
    if (!c->smtp_starttls)
        return refuse(r, "smtp_starttls = no is for development only");
    if (c->clock_offset != 0)
        return refuse(r, "clock_offset is for development only");
    /* OWASP's table of equal strength with r = 8: 2^17 and p = 1, 2^16 and p = 2; its cheaper rows save memory, which we have. */
    if (c->scrypt_log2_n < 16 || (c->scrypt_log2_n == 16 && c->scrypt_p < 2))
        return refuse(r, "scrypt_log2_n = %ld with scrypt_p = %ld is too weak: at least 16 and 2, or 17 and 1", c->scrypt_log2_n, c->scrypt_p);
    if (c->db_host != NULL && c->db_ca_file == NULL)
        return refuse(r, "db_host needs db_ca_file");
    return true;
}

static bool check_whole(struct reading *r)
{
    struct config *c = r->c;

    for (size_t i = 0; i < KEY_TOTAL; i++)
        if (config_keys[i].required && r->given[i] == 0)
            return refuse(r, "%s is missing", config_keys[i].key);
    if ((c->db_socket == NULL) == (c->db_host == NULL))
        return refuse(r, "give db_socket or db_host, one of the two");
    if ((c->smtp_user == NULL) != (c->smtp_password_file == NULL))
        return refuse(r, "smtp_user and smtp_password_file belong together");
    if (c->lock_dir == NULL) {
        c->lock_dir = strdup(c->spool_dir);
        if (c->lock_dir == NULL)
            return refuse(r, "no memory");
    }
    return c->development || check_production(r);
}

struct config *config_read(FILE *in, const char *folder, const char *name, FILE *err)
{
    struct reading r = { .c = calloc(1, sizeof *r.c), .folder = folder, .name = name, .err = err };

    if (r.c == NULL) {
        refuse(&r, "no memory");
        return NULL;
    }
    if (!set_defaults(&r) || !read_lines(&r, in) || !check_whole(&r)) {
        config_free(r.c);
        return NULL;
    }
    return r.c;
}

/* The folder a file lies in, absolute. NULL with errno. The caller frees it. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *part = slash == NULL ? strdup(".") : slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
    char *whole = part == NULL ? NULL : realpath(part, NULL);

    free(part);
    return whole;
}

struct config *config_load(const char *path, FILE *err)
{
    FILE *in = fopen(path, "re");
    char *folder = in == NULL ? NULL : folder_of(path);
    struct config *c = NULL;

    if (folder == NULL)
        fprintf(err, "%s: cannot be opened: %s\n", path, strerror(errno));
    else
        c = config_read(in, folder, path, err);
    free(folder);
    if (in != NULL)
        fclose(in);
    return c;
}

void config_free(struct config *c)
{
    if (c == NULL)
        return;
    for (size_t i = 0; i < KEY_TOTAL; i++)
        if (!is_bool_or_number(config_keys[i].type))
            free(*text_at(c, &config_keys[i]));
    free(c);
}

void config_describe(FILE *out)
{
    fputs("| key | type | default | meaning |\n|---|---|---|---|\n", out);
    for (size_t i = 0; i < KEY_TOTAL; i++) {
        const struct config_key *k = &config_keys[i];

        fprintf(out, "| `%s` | %s", k->key, type_names[k->type]);
        if (k->type == TYPE_NUMBER)
            fprintf(out, ", %ld to %ld", k->min, k->max);
        if (k->required)
            fputs(" | *required*", out);
        else if (k->value == NULL)
            fputs(" | none", out);
        else
            fprintf(out, " | `%s`", k->value);
        fprintf(out, " | %s |\n", k->meaning);
    }
}
