/*
 * admin.h - koren-admin: the operator's command line. A command is a row of the table in koren-admin.c and a function in sbin/admin_*.c.
 */
#ifndef KOREN_ADMIN_H
#define KOREN_ADMIN_H

#include <stdbool.h>

#include "base/status.h"
#include "guard/actor.h"

struct arena;
struct config;
struct db;

enum admin_exit { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2 };

/* One run of the program. */
struct admin {
    const struct config *config;
    const char *config_path, *controller;
    struct arena *arena;
    bool json; /* one JSON object on standard output, and no other words there */
    int argc;  /* what follows the command's name */
    char **argv;
    struct db *db; /* the owner's connection, after admin_db() */
};

struct admin_command {
    const char *name; /* "user add" */
    const char *arguments;
    const char *does;
    int (*run)(struct admin *a);
};

/* The owner's connection, made when first asked for. NULL, after a line on standard error that says what to do. */
struct db *admin_db(struct admin *a);
/* In whose name an operator's act is logged. */
struct actor admin_actor(void);
/* One line on standard error; returns EXIT_REFUSED. */
int admin_refuse(const struct admin *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Shows how the command is used; returns EXIT_USAGE. */
int admin_usage(const struct admin *a);

/*
 * Options of a command: `--name VALUE` takes the value out of argv and gives it, NULL when it is not there. A repeated option gives the next value at
 * each call. What is left in argv then are the arguments; an argument that begins with `--` is a usage error, see admin_leftover().
 */
const char *admin_option(struct admin *a, const char *name);
/* `--name` without a value. */
bool admin_flag(struct admin *a, const char *name);
/* True when the number of arguments left is not within min..max, or one of them looks like an option. */
bool admin_leftover(const struct admin *a, int min, int max);

/* JSON (RFC 8259) on standard output: json_open(), members, json_close(). Text is UTF-8. */
struct json {
    bool some; /* a member was written: a comma comes first */
};
void json_open(struct json *j, const char *name, char bracket); /* name NULL: the outermost, or an element of a list */
void json_text(struct json *j, const char *name, const char *value);
void json_number(struct json *j, const char *name, unsigned long long value);
void json_bool(struct json *j, const char *name, bool value);
void json_close(struct json *j, char bracket);

int admin_config(struct admin *a);
int admin_demo(struct admin *a);
int admin_doctor(struct admin *a);
int admin_export(struct admin *a);
int admin_import(struct admin *a);
int admin_group_add(struct admin *a);
int admin_group_list(struct admin *a);
int admin_keys(struct admin *a);
int admin_migrate(struct admin *a);
int admin_module_list(struct admin *a);
int admin_module_off(struct admin *a);
int admin_module_on(struct admin *a);
int admin_permission_list(struct admin *a);
int admin_relation_deactivate(struct admin *a);
int admin_relation_find(struct admin *a);
int admin_role_add(struct admin *a);
int admin_role_list(struct admin *a);
int admin_user_add(struct admin *a);
int admin_user_group(struct admin *a);

#endif
