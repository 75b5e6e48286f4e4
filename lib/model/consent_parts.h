/*
 * consent_parts.h - what the files behind consent.h share.
 */
#ifndef KOREN_MODEL_CONSENT_PARTS_H
#define KOREN_MODEL_CONSENT_PARTS_H

#include "model/consent.h"

struct stmt;

/* The row that consents_now() and portal_consents() stand at. */
void consent_read_now(struct model *m, const struct stmt *st, struct consent_now *n);

#endif
