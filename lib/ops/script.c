#include "ops/script.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/config.h"
#include "base/log.h"
#include "db/db.h"

char *script_read(const struct config *c, struct arena *a, const char *name)
{
    char path[PATH_MAX], piece[8192];
    struct buf b = buf_in(a);
    size_t n;
    FILE *in = snprintf(path, sizeof path, "%s/%s", c->sql_dir, name) < PATH_MAX ? fopen(path, "re") : NULL;
    bool ok = in != NULL;

    while (ok && (n = fread(piece, 1, sizeof piece, in)) > 0)
        buf_put(&b, piece, n);
    if (!ok || ferror(in)) {
        log_fact(LOG_ERROR, "script_unreadable", "file=%s reason=%s", log_quote(path), log_quote(strerror(errno)));
        ok = false;
    }
    if (in != NULL)
        fclose(in);
    return ok ? b.s : NULL;
}

char *script_fill(const struct config *c, struct arena *a, const char *text, const char *account)
{
    const struct {
        const char *name, *value;
    } places[] = {
        { "{db}", c->db_name },
        { "{keys}", c->db_keys_name },
        { "{account}", account },
        { "{offset}", arena_printf(a, "%ld", c->clock_offset) },
    };
    struct buf b = buf_in(a);

    while (*text != '\0') {
        size_t n = strcspn(text, "{"), i;

        buf_put(&b, text, n);
        text += n;
        for (i = 0; i < sizeof places / sizeof places[0]; i++)
            if (strncmp(text, places[i].name, strlen(places[i].name)) == 0 && places[i].value != NULL)
                break;
        if (i < sizeof places / sizeof places[0]) {
            buf_puts(&b, places[i].value);
            text += strlen(places[i].name);
        } else if (*text != '\0') {
            buf_putc(&b, *text++);
        }
    }
    return b.s;
}

enum status script_run(const struct config *c, struct db *db, struct arena *a, const char *name, const char *account)
{
    const char *text = script_read(c, a, name);

    if (text == NULL)
        return ST_FAILED;
    if (db_script(db, script_fill(c, a, text, account)) == ST_OK)
        return ST_OK;
    log_fact(LOG_ERROR, "script_failed", "file=%s", log_quote(name));
    return ST_FAILED;
}
