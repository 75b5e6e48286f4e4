/* import: a file of relations, by the same code as the pages. The file stays where it is; nothing of it is kept in the store. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "admin.h"
#include "base/arena.h"
#include "base/config.h"
#include "base/keys.h"
#include "base/text.h"
#include "db/db.h"
#include "guard/audit.h"
#include "model/import_run.h"

#define MAP_MAX       (64 * 1024) /* bytes of a map file */
#define PROBLEMS_TOLD 10000       /* listed; all are counted */

struct work {
    struct admin *a;
    struct actor who;
    struct keys *keys;
    struct model m;
    const char *path;
    FILE *in;
    struct import_file file;
    struct import_run run;
    struct columns columns;
    struct json json;
    size_t told;
};

static enum status file_read(void *ctx, void *p, size_t n, size_t *got)
{
    *got = fread(p, 1, n, ctx);
    return ferror((FILE *)ctx) ? ST_FAILED : ST_OK;
}

static enum status file_rewind(void *ctx)
{
    return fseek(ctx, 0, SEEK_SET) == 0 ? ST_OK : ST_FAILED;
}

static int refuse_all(const struct work *w, const struct problems *p)
{
    for (const struct problem *q = p->first; q; q = q->next)
        admin_refuse(w->a, "%s%s%s", q->field ? q->field : "", q->field ? ": " : "", q->text);
    return EXIT_REFUSED;
}

static const char *read_map(const struct work *w, const char *path)
{
    FILE *in = fopen(path, "re");
    char *text = arena_alloc(w->a->arena, MAP_MAX + 1);
    size_t n;

    if (in == NULL) {
        admin_refuse(w->a, "%s: %s", path, strerror(errno));
        return NULL;
    }
    n = fread(text, 1, MAP_MAX + 1, in);
    fclose(in);
    if (n > MAP_MAX || text_check(text, n, true) != TEXT_FINE) {
        admin_refuse(w->a, "%s is no map: UTF-8 text of at most %d bytes", path, MAP_MAX);
        return NULL;
    }
    text[n] = '\0';
    return text_clean(w->a->arena, text);
}

static enum status begin(struct db *db, void *ctx)
{
    struct work *w = ctx;
    enum status st = ST_OK;

    w->m.db = db;
    if (!w->run.check) {
        uint8_t hash[HASH_BYTES];

        st = import_add(&w->m, w->path, w->file.file_size, NULL, &w->file);
        columns_hash(&w->columns, w->a->arena, hash);
        w->file.mapping = columns_text(&w->columns, w->a->arena);
        w->file.century = w->run.century;
        w->file.duplicates = w->run.duplicates;
        if (st == ST_OK)
            st = import_choose(&w->m, &w->file);
        if (st == ST_OK)
            st = import_set_state(&w->m, &w->file, IMPORT_RECEIVED, IMPORT_IMPORTING, NULL);
        memcpy(w->who.request, w->file.name, sizeof w->who.request);
    }
    return st == ST_OK ? audit_write(db, &w->who,
                                     &(struct audit){ .event = w->run.check ? "import_check" : "import_begin",
                                                      .act = ACT_EXECUTE,
                                                      .object = "import",
                                                      .object_id = w->file.id,
                                                      .sensitivity = "C" })
                       : st;
}

static enum status end(struct db *db, void *ctx)
{
    struct work *w = ctx;

    w->m.db = db;
    return import_set_state(&w->m, &w->file, IMPORT_IMPORTING, IMPORT_DONE, NULL);
}

static void problem(void *ctx, uint32_t line, const char *field, const char *text)
{
    struct work *w = ctx;

    if (w->told++ >= PROBLEMS_TOLD)
        return;
    if (!w->a->json) {
        fprintf(stderr, "%s:%u: %s%s%s\n", w->path, line, field ? field : "", field ? ": " : "", text);
        return;
    }
    json_open(&w->json, NULL, '{');
    json_number(&w->json, "line", line);
    json_text(&w->json, "field", field);
    json_text(&w->json, "text", text);
    json_close(&w->json, '}');
}

static void report(struct work *w)
{
    const struct import_counts *c = &w->run.counts;

    if (!w->a->json) {
        printf("%s%u read: %u added, %u changed, %u there already, %u refused\n", w->run.check ? "looked only, nothing imported; " : "", c->read,
               c->added, c->changed, c->duplicate, c->refused);
        return;
    }
    json_close(&w->json, ']');
    json_number(&w->json, "read", c->read);
    json_number(&w->json, "added", c->added);
    json_number(&w->json, "changed", c->changed);
    json_number(&w->json, "duplicate", c->duplicate);
    json_number(&w->json, "refused", c->refused);
    json_close(&w->json, '}');
    putchar('\n');
}

static int run(struct work *w, const char *map)
{
    const struct byte_source in = { file_read, file_rewind, w->in };
    struct import_rights may;
    struct problems p = problems_in(w->a->arena);
    struct text_shape shape = { 0 };
    enum status st = import_rights_here(w->a->db, w->a->config->bsn_basis != NULL, &may);

    if (st == ST_OK)
        st = text_sniff(&in, w->a->arena, &p, &shape);

    w->file.file_size = shape.bytes;
    if (st == ST_OK)
        st = import_heading(&w->m, &in, &shape, &may, &p, &w->columns);
    if (st == ST_OK && map)
        st = columns_map(&w->columns, w->a->arena, map, &may, &p);
    if (st == ST_OK)
        st = columns_check(&w->columns, &p);
    if (st == ST_INVALID)
        return refuse_all(w, &p);
    if (st != ST_OK || db_tx(w->a->db, begin, w) != ST_OK)
        return admin_refuse(w->a, "nothing was imported: the line above says why");
    w->run.id = w->file.id;
    w->m.db = w->a->db;
    if (w->a->json) {
        json_open(&w->json, NULL, '{');
        json_open(&w->json, "problems", '[');
    }
    st = import_run(&w->run, &in, &shape, &p);
    if (st == ST_OK && !w->run.check)
        st = db_tx(w->a->db, end, w);
    report(w);
    if (st == ST_INVALID)
        return refuse_all(w, &p);
    return st == ST_OK ? EXIT_DONE : admin_refuse(w->a, "the import stopped before the end: the line above says why");
}

static bool options(struct work *w, const char **map)
{
    const char *century = admin_option(w->a, "--century"), *duplicates = admin_option(w->a, "--duplicates");

    *map = admin_option(w->a, "--map");
    w->run.check = admin_flag(w->a, "--dry-run");
    return (century == NULL || century_find(century, &w->run.century)) &&
           (duplicates == NULL || import_duplicates_find(duplicates, &w->run.duplicates)) && !admin_leftover(w->a, 1, 1);
}

int admin_import(struct admin *a)
{
    struct work w = { .a = a, .who = admin_actor() };
    const char *map, *text = NULL;
    struct stat file;
    int result;

    if (!options(&w, &map))
        return admin_usage(a);
    w.path = a->argv[0];
    w.who.import = true;
    if (map && (text = read_map(&w, map)) == NULL)
        return EXIT_REFUSED;
    w.in = fopen(w.path, "re");
    if (w.in == NULL || fstat(fileno(w.in), &file) != 0 || !S_ISREG(file.st_mode)) {
        result = admin_refuse(a, "%s: %s", w.path, w.in == NULL ? strerror(errno) : "no file that can be read twice");
        if (w.in != NULL)
            fclose(w.in);
        return result;
    }
    result = EXIT_REFUSED;
    if (admin_db(a) != NULL) {
        w.keys = keys_load(a->config, KEYS_MASK(KEY_RELATION) | KEYS_MASK(KEY_LOOKUP));
        w.m = (struct model){ .db = a->db, .arena = a->arena, .keys = w.keys, .who = &w.who };
        w.run.m = &w.m;
        w.run.columns = &w.columns;
        w.run.problem = problem;
        w.run.ctx = &w;
        result = w.keys ? run(&w, text) : admin_refuse(a, "without the key files nothing can be imported: see `koren-admin doctor`");
        keys_free(w.keys);
    }
    fclose(w.in);
    return result;
}
