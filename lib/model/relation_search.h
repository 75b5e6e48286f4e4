/*
 * relation_search.h - how a search text is read, and the statements that answer it; between relation_search*.c only.
 *
 * A statement is a merge of branches, one per status and way to match. Each branch walks one index in the order of the list and stops after enough
 * rows.
 */
#ifndef KOREN_MODEL_RELATION_SEARCH_H
#define KOREN_MODEL_RELATION_SEARCH_H

#include "model/relation.h"

enum search_kind {
    SEARCH_ALL,
    SEARCH_EMAIL,
    SEARCH_BIRTH,      /* from, to */
    SEARCH_POSTCODE,   /* postcode */
    SEARCH_HOUSE,      /* postcode, house number */
    SEARCH_PHONE,      /* number */
    SEARCH_NUMBER,     /* relation number */
    SEARCH_BSN,        /* relation number, look-up */
    SEARCH_NAME,       /* from, to, for the surname in use and for the other one */
    SEARCH_NAME_BIRTH, /* the same, birth from, to */
    SEARCH_NAME_GIVEN, /* the same, initials, call name as LIKE patterns */
    SEARCH_NONE,       /* matches nobody */
    SEARCH_KINDS
};

/* A text that was read. */
struct search {
    enum search_kind kind;
    const char *understood;       /* Dutch */
    const char *value, *house;    /* e-mail, postcode, phone, number */
    const char *from, *to;        /* surnames: from <= key < to */
    const char *other_to;         /* upper bound for the other surname, which has no parts */
    const char *born, *born_to;   /* birth date: from <= date < to */
    const char *initials, *given; /* LIKE patterns */
    uint8_t lookup[32];           /* BSN */
};

/* The readings of a text, likeliest first, ends with SEARCH_NONE; a name has several. At most SEARCH_READINGS. */
#define SEARCH_READINGS 5
void search_read(struct model *m, const struct relation_query *q, struct search out[SEARCH_READINGS]);

/* What a branch binds, in order, after its status. */
enum search_bind { SB_END, SB_VALUE, SB_HOUSE, SB_FROM, SB_TO, SB_OTHER_TO, SB_BORN, SB_BORN_TO, SB_INITIALS, SB_GIVEN, SB_LOOKUP };

struct search_branch {
    const char *index; /* FORCE INDEX, or "" */
    const char *where;
    enum search_bind binds[8];
};

/* The branches of a kind; ends with one without `where`. */
const struct search_branch *search_branches(enum search_kind k);
/* Statements, made once per process. `statuses`: 1 or 2 of them per branch. */
const char *search_list_sql(enum search_kind k, enum relation_sort sort, bool descending, unsigned statuses);
const char *search_count_sql(enum search_kind k, unsigned statuses);

#endif
