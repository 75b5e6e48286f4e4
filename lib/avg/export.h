/*
 * export.h - everything we keep about one relation, in one ZIP (AVG Art. 15 and 20; S5).
 *
 * relatie-NUMBER/gegevens.docx, gegevens.xml, gegevens.xsd, toelichting.docx, dossier/..., MANIFEST.txt (SHA-256 of each). Written from one
 * consistent snapshot into an encrypted file (vault.h) with flat memory; kept EXPORT_DAYS.
 */
#ifndef KOREN_AVG_EXPORT_H
#define KOREN_AVG_EXPORT_H

#include "base/status.h"
#include "model/job.h"
#include "model/record.h"

#define EXPORT_KIND "export" /* of its job */
#define EXPORT_DAYS 7
#define EXPORT_NS   "urn:koren:avg:1"

struct arena;
struct config;

/* Registers the wish; inside db_tx(). */
enum status export_request(struct db *db, const struct actor *who, uint64_t relation_id, char name[33]);

/* Called in the transaction in which the job becomes done, and so once however often it was begun again: the place to tell who asked. */
struct export_done {
    enum status (*run)(void *ctx, struct db *db, const struct job *j, int64_t until);
    void *ctx;
};

/* Does the work of a job taken by the worker, from beginning to end; safe to run again. `done` NULL: nobody is told. */
enum status export_run(const struct config *c, const struct keys *k, struct db *db, const struct job *j, const struct export_done *done);

/* Writes the same ZIP, unencrypted, to a file: koren-admin export. `sha256` gets 64 hex digits. */
enum status export_to_file(const struct config *c, struct model *m, const char *number, const char *path, uint64_t *bytes, char sha256[65]);

/* The place that the sealed key of a job's file is bound to, in the arena. */
char *export_key_place(struct arena *a, const struct job *j);
/* The key of a job's file from its sealed form, which WerktVoorMij gets from a procedure. */
enum status export_key_open(const struct keys *k, const struct job *j, const void *sealed, size_t n, uint8_t key[KEY_BYTES]);
/* The key of a finished job's file, read from its row. */
enum status export_key(struct db *db, const struct keys *k, const struct job *j, uint8_t key[KEY_BYTES]);

#endif
