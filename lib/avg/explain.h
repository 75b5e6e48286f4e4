/*
 * explain.h - toelichting.docx: what AVG Art. 15(1) and (2) want beside the copy, for this relation: purposes, categories, recipients, storage
 * periods with their ground, rights, complaint, source, automated decisions, transfers; and what was left out and why (Art. 15(4)).
 *
 * It reads along with the walk, so that it speaks of the data that are really there.
 */
#ifndef KOREN_AVG_EXPLAIN_H
#define KOREN_AVG_EXPLAIN_H

#include "avg/export_walk.h"

struct explain;
struct scratch;

struct explain *explain_new(struct arena *a, const struct export_head *head);
struct export_reader explain_reader(struct explain *e);
/* After the walk: writes the document. */
enum status explain_write(struct explain *e, struct scratch *to, const char *dir);

#endif
