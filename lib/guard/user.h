/*
 * user.h - who may sign in: found by site and address, before there is a session.
 */
#ifndef KOREN_GUARD_USER_H
#define KOREN_GUARD_USER_H

#include <stdint.h>

#include "base/status.h"
#include "guard/actor.h"

struct arena;
struct db;

struct user {
    uint64_t id; /* 0: nobody */
    uint64_t relation_id;
    enum site site;
    const char *email, *name;
};

/* The active user with exactly this address (capitals aside). ST_OK also when there is none: then out->id is 0, after the same work. */
enum status user_find(struct db *db, struct arena *a, enum site site, const char *address, struct user *out);
/* By id; ST_NOT_FOUND when there is none or it is not active. */
enum status user_load(struct db *db, struct arena *a, uint64_t id, struct user *out);
enum status user_signed_in(struct db *db, uint64_t id);

#endif
