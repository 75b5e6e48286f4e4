#include <stdio.h>

#include "admin.h"

static void put_text(const char *s)
{
    putchar('"');
    for (; *s != '\0'; s++) {
        if (*s == '"' || *s == '\\')
            printf("\\%c", *s);
        else if ((unsigned char)*s < 0x20)
            printf("\\u%04x", (unsigned char)*s);
        else
            putchar(*s);
    }
    putchar('"');
}

static void put_name(struct json *j, const char *name)
{
    if (j->some)
        putchar(',');
    j->some = true;
    if (name != NULL) {
        put_text(name);
        putchar(':');
    }
}

void json_open(struct json *j, const char *name, char bracket)
{
    put_name(j, name);
    putchar(bracket);
    j->some = false;
}

void json_text(struct json *j, const char *name, const char *value)
{
    put_name(j, name);
    if (value == NULL)
        fputs("null", stdout);
    else
        put_text(value);
}

void json_number(struct json *j, const char *name, unsigned long long value)
{
    put_name(j, name);
    printf("%llu", value);
}

void json_bool(struct json *j, const char *name, bool value)
{
    put_name(j, name);
    fputs(value ? "true" : "false", stdout);
}

void json_close(struct json *j, char bracket)
{
    putchar(bracket);
    j->some = true;
}
