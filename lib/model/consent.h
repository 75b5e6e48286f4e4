/*
 * consent.h - consents (AVG art. 6 lid 1 onder a, art. 7): purposes with versioned texts, and what people said about them.
 *
 * All of it is only added to. A text is never changed: another text is a new version, of which its writer says whether an earlier consent covers it
 * too. What holds for a relation and a purpose is the newest row; it holds as long as it is "gegeven", its text is one that still counts, and the
 * purpose has not ended. SQL_CONSENT_HOLDS is that condition.
 */
#ifndef KOREN_MODEL_CONSENT_H
#define KOREN_MODEL_CONSENT_H

#include <stdbool.h>

#include "model/record.h"

/* Of rows `c` of consent and `p` of its consent_purpose. */
#define SQL_CONSENT_NEWEST                                                                                                                           \
    "NOT EXISTS (SELECT 1 FROM consent later WHERE later.relation_id = c.relation_id AND later.purpose = c.purpose AND later.id > c.id)"
#define SQL_CONSENT_HOLDS "c.decision = 'gegeven' AND c.text_version >= p.counts_from AND p.ended_at IS NULL AND " SQL_CONSENT_NEWEST
/* Of a row `r` of relation: somebody who may get a mailing. */
#define SQL_CONSENT_ALIVE "r.status = 'actief' AND r.death_date IS NULL"

#define CONSENT_TITLE_MAX    100  /* code points */
#define CONSENT_TEXT_MAX     2000 /* code points */
#define CONSENT_PURPOSES_MAX 100
#define CONSENT_TEXTS_MAX    200 /* versions of one purpose that are shown */

#define CONSENT_GIVEN     "gegeven"
#define CONSENT_WITHDRAWN "ingetrokken"

/*
 * entity.check of a new row: gives it the version of the text that stood on its date (of what is taken back: that of what was given) and the moment.
 * A purpose that is not there or has ended, a date in the future or before what was said last, what holds already, and taking back what was not given
 * are refused. Inside db_tx().
 */
enum status consent_check(struct model *m, struct record *r, bool *mask, struct problems *p);

/* A purpose; `text` is its newest. */
struct purpose {
    uint64_t id;
    const char *title, *text;
    uint32_t version, counts_from;
    bool ended;
    uint64_t consenting; /* active relations whose consent holds now */
};
/* All purposes by title, the ended ones last. */
enum status purposes_list(struct model *m, struct purpose **out, size_t *count);
enum status purpose_load(struct model *m, uint64_t id, struct purpose *out);

struct purpose_text {
    uint32_t version;
    const char *text, *author;
    int64_t since;
    uint64_t given; /* how often somebody consented to these words */
};
/* Newest first. */
enum status purpose_texts(struct model *m, uint64_t id, struct purpose_text **out, size_t *count);

/* A new purpose with its first text. ST_INVALID with problems at "naam" and "tekst". Inside db_tx(). */
enum status purpose_add(struct model *m, const char *title, const char *text, struct problems *p, uint64_t *id);
/* The next version of its text. `covers` "ja": earlier consents that count go on counting; "nee": they end. ST_INVALID with problems at "tekst" and
 * "eerdere", ST_CONFLICT when `version` is not the newest. Inside db_tx(). */
enum status purpose_rewrite(struct model *m, uint64_t id, uint32_t version, const char *text, const char *covers, struct problems *p);
/* Not asked any more, or asked again. */
enum status purpose_end(struct model *m, uint64_t id, bool ended);

/* How a purpose stands for one relation. */
enum consent_state { CONSENT_NONE, CONSENT_HOLDS, CONSENT_OUTDATED, CONSENT_TAKEN_BACK };
struct consent_now {
    struct purpose purpose; /* without `consenting` */
    enum consent_state state;
    const char *decided_on, *channel; /* of the newest row; NULL without */
    uint32_t text_version;            /* of the newest row */
};
/* Purposes that are asked for, by title. */
enum status consents_now(struct model *m, uint64_t relation_id, struct consent_now **out, size_t *count);

/* WerktVoorMij: the same of the one who is signed in. */
enum status portal_consents(struct model *m, struct consent_now **out, size_t *count);
/* Gives or takes back at once; `version` is that of the text which was read. ST_CONFLICT: there is another text by now. ST_INVALID: it was so
 * already. ST_NOT_FOUND: no such purpose. Inside db_tx(). */
enum status portal_consent_decide(struct model *m, uint64_t purpose, uint32_t version, bool give);

#endif
