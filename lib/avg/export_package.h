/*
 * export_package.h - the ZIP of one relation, into anything that can be written: what a job and koren-admin have in common.
 */
#ifndef KOREN_AVG_EXPORT_PACKAGE_H
#define KOREN_AVG_EXPORT_PACKAGE_H

#include "avg/zip.h"
#include "model/record.h"

struct config;

/* Where the making is. */
enum export_step { EXPORT_READ, EXPORT_FILES_ADDED, EXPORT_STORED, EXPORT_STEPS };

struct export_package {
    const struct config *config;
    struct model *m;
    uint64_t relation_id;
    const char *dir; /* for what is large meanwhile (scratch.h) */
    bool to_store;   /* it goes to the state folder: not begun when that would leave less than STORE_FREE_PERCENT of the disk */
    /* Told between steps and while files are added; NULL: nobody wants to know. Anything but ST_OK stops the making, and is what comes back. */
    enum status (*progress)(void *ctx, enum export_step step, uint64_t done, uint64_t total);
    void *ctx;
};

/* Writes the ZIP to `sink`. The rows are read from one snapshot; documents are files that never change. ST_NOT_FOUND: no such relation. */
enum status export_package(const struct export_package *p, const struct zip_sink *sink);

#endif
