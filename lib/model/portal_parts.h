/*
 * portal_parts.h - what the files behind portal.h share.
 */
#ifndef KOREN_MODEL_PORTAL_PARTS_H
#define KOREN_MODEL_PORTAL_PARTS_H

struct model;
struct stmt;

/* A CALL whose first parameter is the session. */
struct stmt *portal_call(struct model *m, const char *sql);

#endif
