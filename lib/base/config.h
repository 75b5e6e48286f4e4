/*
 * config.h - the configuration of one controller: one file of `key = value` lines, one table of keys.
 *
 * `#` starts a comment line. An unknown key, a missing required key, a value out of bounds: the program says which line and ends. The table in
 * config.c holds each key's type, default, bounds and meaning; `koren-admin config` prints it, docs/configuration.md is made from it.
 */
#ifndef KOREN_BASE_CONFIG_H
#define KOREN_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A text that is not in the file and has no default is NULL. Paths are absolute: a relative one starts at the folder of the file. */
struct config {
    char *controller;      /* short name: [a-z0-9_]{1,30} */
    char *controller_name; /* as people read it */
    bool development;      /* templates re-read when changed, weaker scrypt allowed, clock_offset allowed */
    char *staff_url;       /* https://host[:port], no slash at the end; links in mail come from here, never from a request */
    char *portal_url;
    char *help_email, *help_phone; /* shown in the footer and in letters */
    /* On an invoice (Wet OB art. 35a); `;` in the address starts a new line. NULL: not given, and then that line is not there. */
    char *invoice_address, *invoice_kvk, *invoice_vat_number, *invoice_iban, *invoice_bic, *invoice_creditor_id;
    long invoice_due_days;
    char *bsn_basis; /* NULL: this controller may not use the BSN */
    char *template_dir, *static_dir, *sql_dir;
    char *key_dir;   /* key files, 0400, outside the database */
    char *state_dir; /* encrypted documents and exports; must last */
    char *spool_dir; /* files in passing between a program and nginx; swept */
    char *lock_dir;  /* lock files: the four places for scrypt; spool_dir when not given */
    char *db_socket; /* MariaDB through a unix socket, or */
    char *db_host;
    long db_port;
    char *db_ca_file;             /* over TLS, verified */
    char *db_name, *db_keys_name; /* the controller's schema; the schema with the relations' keys */
    char *db_user_prefix;         /* account = prefix + program, e.g. koren_demo_crm */
    char *db_password_dir;        /* one file per account, named as the program */
    char *smtp_url;               /* smtp://host:port or smtps://host:port */
    bool smtp_starttls;           /* refuse to send without TLS; off only with `development` */
    char *smtp_ca_file, *smtp_user, *smtp_password_file;
    char *mail_from;              /* address of the sender */
    long scrypt_log2_n, scrypt_p; /* 16 and 2; less than that only with `development`; docs/security.md says why */
    long upload_max;              /* bytes of one file, at first 2 GiB */
    long clock_offset;            /* seconds, development only */
    bool audit;                   /* always on; `no` is accepted only with `development`, to measure what it costs */
    bool sandbox;                 /* likewise */
    bool read_along; /* likewise: `no` reads session, relation and numbers of its parts by a statement each, as a benchmark's floor does */
    char *log_level; /* debug info warn error */
};

/* Reads the file. NULL when it cannot: then the reason, with the line, has been written to `err`. The caller owns it: config_free(). */
struct config *config_load(const char *path, FILE *err);
/* The same from a stream; `folder` is where relative paths start, `name` stands before the line number in a message. */
struct config *config_read(FILE *in, const char *folder, const char *name, FILE *err);
void config_free(struct config *c);
/* Every key with type, default and meaning, as Markdown. */
void config_describe(FILE *out);

#endif
