/*
 * invoices.h - the runs of invoices as work of koren-worker (model/invoice_run.h says what they do).
 */
#ifndef KOREN_OPS_INVOICES_H
#define KOREN_OPS_INVOICES_H

#include "model/invoice_run.h"

struct config;
struct keys;

/* In development, a file spool_dir/kill.KIND makes the worker end itself before a commit, once. */
enum status invoices_make(const struct config *c, const struct keys *k, struct db *db, const struct job *j);
enum status invoices_number(const struct config *c, const struct keys *k, struct db *db, const struct job *j);

#endif
