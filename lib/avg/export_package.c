#include "avg/export_package.h"

#include <errno.h>
#include <string.h>

#include "avg/explain.h"
#include "avg/export_docx.h"
#include "avg/export_walk.h"
#include "avg/export_xml.h"
#include "avg/manifest.h"
#include "avg/scratch.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "db/db.h"
#include "model/name.h"
#include "model/relation.h"
#include "model/store.h"

struct making {
    const struct export_package *p;
    struct arena *arena;
    struct export_head head;
    const char *folder;                         /* relatie-NUMBER */
    struct scratch *docx, *xml, *xsd, *explain; /* the parts */
    struct scratch *manifest;
    struct export_file *files;
};

static enum status tell(struct making *mk, enum export_step step, uint64_t done, uint64_t total)
{
    const struct export_package *p = mk->p;

    return p->progress != NULL ? p->progress(p->ctx, step, done, total) : ST_OK;
}

/* --- reading: rows become parts --- */

static void head_fill(struct making *mk, const struct record *relation)
{
    const struct config *c = mk->p->config;
    struct name name = relation_name(relation);

    mk->head = (struct export_head){
        .controller = c->controller_name,
        .number = relation->number,
        .name = name_full(mk->arena, &name),
        .help_email = c->help_email,
        .help_phone = c->help_phone,
        .made = clock_now(),
    };
    mk->folder = arena_printf(mk->arena, "relatie-%s", relation->number);
}

static enum status read_parts(struct making *mk, struct model *m, const struct record *relation)
{
    struct export_xml *xml = export_xml_new(mk->arena, mk->xml, &mk->head);
    struct export_docx *docx = export_docx_new(mk->arena, mk->docx, mk->p->dir, &mk->head);
    struct explain *explain = explain_new(mk->arena, &mk->head);
    struct export_reader readers[] = { export_xml_reader(xml), export_docx_reader(docx), explain_reader(explain) };
    enum status st = export_walk(m, relation, readers, sizeof readers / sizeof *readers, &mk->files);

    if (st == ST_OK)
        st = export_xml_end(xml);
    if (st == ST_OK)
        st = export_docx_end(docx);
    if (st == ST_OK)
        st = explain_write(explain, mk->explain, mk->p->dir);
    return st == ST_OK ? export_xsd(mk->arena, mk->xsd) : st;
}

/* One snapshot for all rows. It ends before the files are added: they never change, and a long transaction would hold up the database's cleaning. */
static enum status read_rows(struct making *mk)
{
    struct model m = *mk->p->m;
    struct record *relation;
    enum status st = db_snapshot(m.db);

    if (st != ST_OK)
        return st;
    m.arena = mk->arena;
    st = record_load(&m, entities[0], mk->p->relation_id, mk->p->relation_id, OPEN_SEALED, &relation);
    if (st == ST_OK)
        st = record_tell_reasons(&m, relation);
    if (st == ST_OK) {
        head_fill(mk, relation);
        st = read_parts(mk, &m, relation);
    }
    db_snapshot_end(m.db);
    return st;
}

/* --- writing: parts and files become a ZIP --- */

/* A document as it lies in the store. */
struct stored {
    const struct config *config;
    const struct export_file *file;
    struct vault *vault;
};

static enum status stored_open(void *ctx)
{
    struct stored *s = ctx;

    s->vault = store_open(s->config, STORE_DOCUMENTS, s->file->store_name, s->file->key);
    if (s->vault != NULL)
        return ST_OK;
    /* Erased after the snapshot: the next try no longer has its row. */
    log_fact(LOG_ERROR, "export_file", "file=%s errno=%d", s->file->store_name, errno);
    return ST_FAILED;
}

static enum status stored_read(void *ctx, void *p, size_t n, size_t *got)
{
    struct stored *s = ctx;

    return vault_read(s->vault, p, n, got);
}

static void stored_close(void *ctx)
{
    struct stored *s = ctx;

    vault_close(s->vault);
    s->vault = NULL;
}

/* Also when the writing is left by a jump. */
static void stored_end(void *ctx)
{
    struct stored *s = ctx;

    if (s->vault != NULL)
        stored_close(s);
}

static enum status add_part(struct making *mk, struct zip_writer *z, const char *name, struct scratch *part, bool deflate)
{
    const char *path = arena_printf(mk->arena, "%s/%s", mk->folder, name);
    struct zip_input in = scratch_input(part);
    char sha256[65];
    enum status st = scratch_sha256(part, sha256);

    if (st == ST_OK)
        st = manifest_add(mk->manifest, path, sha256);
    return st == ST_OK ? zip_writer_input(z, path, &in, scratch_size(part), deflate) : st;
}

static enum status add_file(struct making *mk, struct zip_writer *z, const struct export_file *f)
{
    const char *path = arena_printf(mk->arena, "%s/%s", mk->folder, f->path);
    struct stored *s = arena_alloc(mk->arena, sizeof *s);
    struct zip_input in = { .open = stored_open, .read = stored_read, .close = stored_close, .ctx = s };
    enum status st = manifest_add(mk->manifest, path, f->sha256);

    s->config = mk->p->config;
    s->file = f;
    arena_defer(mk->arena, stored_end, s);
    return st == ST_OK ? zip_writer_input(z, path, &in, f->size, f->deflate) : st;
}

static enum status writing_progress(void *ctx, uint64_t done, uint64_t total)
{
    return tell(ctx, EXPORT_FILES_ADDED, done, total);
}

/* A disk that runs full stops everybody, and the database first. */
static bool room(const struct making *mk)
{
    uint64_t bytes = scratch_size(mk->docx) + scratch_size(mk->xml) + scratch_size(mk->explain);

    for (const struct export_file *f = mk->files; f != NULL; f = f->next)
        bytes += f->size;
    if (!mk->p->to_store || store_room(mk->p->config, bytes))
        return true;
    log_fact(LOG_ERROR, "export_no_room", "bytes=%llu", (unsigned long long)bytes);
    return false;
}

static enum status write_zip(struct making *mk, const struct zip_sink *sink)
{
    struct zip_writer *z = zip_writer_new(mk->arena, sink, mk->head.made);
    struct zip_input in;
    enum status st = z != NULL ? add_part(mk, z, "gegevens.docx", mk->docx, false) : ST_FAILED;

    if (st == ST_OK)
        st = add_part(mk, z, "gegevens.xml", mk->xml, true);
    if (st == ST_OK)
        st = add_part(mk, z, "gegevens.xsd", mk->xsd, true);
    if (st == ST_OK)
        st = add_part(mk, z, "toelichting.docx", mk->explain, false);
    for (const struct export_file *f = mk->files; st == ST_OK && f != NULL; f = f->next)
        st = add_file(mk, z, f);
    if (st != ST_OK)
        return st;
    in = scratch_input(mk->manifest);
    st = zip_writer_input(z, "MANIFEST.txt", &in, scratch_size(mk->manifest), true);
    return st == ST_OK ? zip_writer_finish(z, writing_progress, mk) : st;
}

enum status export_package(const struct export_package *p, const struct zip_sink *sink)
{
    struct making mk = { .p = p, .arena = arena_new(0) };
    struct scratch **parts[] = { &mk.docx, &mk.xml, &mk.xsd, &mk.explain, &mk.manifest };
    enum status st;

    if (mk.arena == NULL)
        return ST_FAILED;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        *parts[i] = scratch_new(mk.arena, p->dir);
    st = tell(&mk, EXPORT_READ, 0, 1);
    if (st == ST_OK)
        st = read_rows(&mk);
    if (st == ST_OK)
        st = room(&mk) ? write_zip(&mk, sink) : ST_FAILED;
    arena_free(mk.arena);
    return st;
}
