/*
 * demo.h - the demo controller: invented relations with everything that belongs to them, and users to look at them with.
 *
 * Everything follows from a fixed seed and the relation's place (0, 1, 2 ...), so two loads give the same people; only keys and file names are
 * random. Dates are relative to one fixed day, not to today. The first DEMO_SPECIAL relations are deliberately awkward (demo_odd.c). E-mail addresses
 * end in .example, land lines have a subscriber number that starts with 0, bank accounts are at the bank "TEST" and BSNs lie in 9999xxxxx.
 */
#ifndef KOREN_OPS_DEMO_H
#define KOREN_OPS_DEMO_H

#include "base/status.h"

struct config;
struct db;
struct keys;

#define DEMO_RELATIONS     2000
#define DEMO_RELATIONS_MAX 1000000
#define DEMO_PASSWORD      "Demo-wachtwoord-1"

struct demo_report {
    unsigned before, relations; /* how many there were, and are */
    unsigned users;             /* that were added */
};

/*
 * Brings the demo to `relations` relations, in batches of one transaction each; what is there already stays as it is, so a run that was killed is
 * taken up where it was, a second run adds nothing, and a run with a larger number adds the rest. Adds the users of docs (beheer@, teamleider@,
 * medewerker@, fg@ and for WerktVoorMij jansen@, all at demo.example) that are not there.
 *
 * ST_DENIED unless the configuration says `development = yes`: their password is known to everybody. Needs relation.key and lookup.key. `progress`,
 * when not NULL, is called after each batch.
 */
enum status demo_run(const struct config *c, struct db *owner, const struct keys *k, unsigned relations, void (*progress)(unsigned done),
                     struct demo_report *out);

#endif
