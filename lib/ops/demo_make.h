/*
 * demo_make.h - what the files of the demo share. Everything here is a function of the relation's place alone.
 */
#ifndef KOREN_OPS_DEMO_MAKE_H
#define KOREN_OPS_DEMO_MAKE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "model/record.h"
#include "ops/demo_prng.h"

#define DEMO_SEED    UINT64_C(20261001)
#define DEMO_TODAY   "2026-10-01" /* the day on which the demo was "made": everything lies before it */
#define DEMO_SPECIAL 20           /* the first relations are awkward on purpose */

/* The awkward ones. Others follow the dice. */
enum demo_special {
    DEMO_JANSEN,     /* signs in to WerktVoorMij */
    DEMO_LONGEST,    /* the longest value that each field takes */
    DEMO_UNICODE,    /* letters of every class, right to left, above U+FFFF, with marks that do not compose */
    DEMO_HOMELESS,   /* no address */
    DEMO_DECEASED,   /* deceased, inactive */
    DEMO_TWIN_1,     /* two people with the same name */
    DEMO_TWIN_2,     /* and birth date */
    DEMO_GONE_1,     /* inactive for 1 year */
    DEMO_GONE_2,     /* for 2 years, to the day */
    DEMO_GONE_3,     /* for 3 years */
    DEMO_SILENT,     /* no phone, no e-mail */
    DEMO_MARKUP,     /* markup and formulas in every free text; a name as an older system left it, which today's rules refuse */
    DEMO_BUSY,       /* 300 invoices */
    DEMO_ABROAD,     /* lives abroad */
    DEMO_YEAR_ONLY,  /* birth date known to the year */
    DEMO_NOTHING,    /* a surname and nothing else */
    DEMO_APOSTROPHE, /* O'Neill-'t Hooft */
    DEMO_COMPANY,    /* with a KvK number */
    DEMO_SHORT,      /* surname Os, one initial */
    DEMO_NEWBORN     /* joined on the last day */
};

enum demo_stream {
    STREAM_PERSON,
    STREAM_CONTACT,
    STREAM_MEMBERSHIP,
    STREAM_INVOICE,
    STREAM_NOTE,
    STREAM_DOCUMENT,
    STREAM_HISTORY,
    STREAM_SERVICE,
    STREAM_ENROLMENT,
    STREAM_ALARM
};

/* The relation at place i, with created_at; without number and id. */
struct record *demo_person(struct arena *a, unsigned i);
/* Makes an ordinary person into the awkward one of that place (i < DEMO_SPECIAL). */
void demo_odd(struct arena *a, unsigned i, struct record *r);

/* A name for somebody else's use: a contact person. */
void demo_name(struct arena *a, struct prng *p, struct record *r, bool female, int born);
const char *demo_email(struct arena *a, struct prng *p, const struct record *r);
const char *demo_mobile(struct arena *a, struct prng *p);
const char *demo_landline(struct arena *a, struct prng *p, const char *area);

/* IBAN with its check digits (ISO 7064 MOD 97-10). */
const char *demo_iban(struct arena *a, const char *country, const char *bban);
/* The nth BSN in 9999xxxxx, NULL where no check digit fits. */
const char *demo_bsn(struct arena *a, unsigned nth);

/* Days since 1970 as "2026-10-01", and as a moment on that day. */
const char *demo_date(struct arena *a, int64_t day);
int64_t demo_day(const char *date);
int64_t demo_moment(struct prng *p, int64_t day);

/* A file of a dossier. */
struct demo_file {
    const char *name, *title, *kind;
    bool shared;
    const void *bytes;
    size_t n;
    int64_t day;
};
/* How many documents the relation has, and number k of them. */
unsigned demo_files(unsigned i);
struct demo_file demo_file(struct arena *a, unsigned i, unsigned k, const struct record *r);

/* The bytes of a small letter as PDF (ISO 32000-1) and of a picture as JPEG (ISO/IEC 10918-1). Lines end with NULL; letters outside Latin-1 become
 * "?". */
struct buf demo_pdf(struct arena *a, const char *title, const char *const *lines);
struct buf demo_jpeg(struct arena *a, struct prng *p, unsigned blocks_wide, unsigned blocks_high);

struct bulk;
struct config;
struct upload;
/* A batch in the making. */
struct demo_batch {
    struct arena *arena;
    struct bulk *bulk;
    unsigned first, count;
    struct record **relations;         /* count, with their ids */
    const struct upload *const *files; /* per relation demo_files() of them */
};
/* An empty part of the relation, with its id. */
struct record *demo_part(struct demo_batch *b, const struct entity *e, const struct record *r, int64_t at);
/* The last day on which something happened to it: today, or the day it left. */
int64_t demo_last_day(const struct record *r);
/* Contact persons, memberships, invoices with lines, notes, documents, requests for help and changes of relation i, into the batch. */
void demo_contacts(struct demo_batch *b, unsigned i, const struct record *r, const uint8_t *key);
void demo_memberships_add(struct demo_batch *b, unsigned i, const struct record *r, const uint8_t *key);
void demo_invoices(struct demo_batch *b, unsigned i, const struct record *r, const uint8_t *key);
void demo_notes(struct demo_batch *b, unsigned i, const struct record *r, const uint8_t *key);
void demo_documents(struct demo_batch *b, unsigned i, const struct record *r, const uint8_t *key);
void demo_services(struct demo_batch *b, unsigned i, const struct record *r, const uint8_t *key);
void demo_enrolments(struct demo_batch *b, unsigned i, const struct record *r, const uint8_t *key);
void demo_alarms(struct demo_batch *b, unsigned i, const struct record *r, const uint8_t *key);
void demo_changes(struct demo_batch *b, unsigned i, const struct record *r);

/* The courses, once, with the first batch. */
enum status demo_courses(struct demo_batch *b, struct db *db);

/* The staff users with their roles and function groups, and the colleague in whose name the relations were entered. */
enum status demo_staff(const struct config *c, struct db *db, unsigned *added, uint64_t *colleague);
/* jansen@ of WerktVoorMij, for this relation. */
enum status demo_portal_user(const struct config *c, struct db *db, uint64_t relation_id, unsigned *added);

/* Tasks for the groups, when there are none yet. */
enum status demo_tasks(struct db *db, struct arena *a);

/* Purposes and what the relations said about them, when there are none yet. */
enum status demo_consents(struct db *db);

#endif
