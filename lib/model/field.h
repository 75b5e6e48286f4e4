/*
 * field.h - one description of every personal datum.
 *
 * Each column of each module's table is a row here, once: what it means, its category, who may see and change it, whether the relation may correct
 * it, how it is exported, what erasure does to it and how long it is kept. SELECT lists, forms, validation, pages, portal procedures, XML + XSD,
 * DOCX, history and (later) API, erasure, register and DPIA overview read these tables. tests/unit/test_fields.c holds them against
 * information_schema.
 *
 * The order of the table is the order on the page, in the XML and in the DOCX.
 */
#ifndef KOREN_MODEL_FIELD_H
#define KOREN_MODEL_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "guard/perm.h"

/* How a value is written, checked and shown. Every value travels as canonical text (see check.h), NULL when empty. */
enum field_type {
    F_TEXT,         /* one line, `max` code points */
    F_LINES,        /* several lines */
    F_NAME,         /* of a person or an organisation: one line with at least a letter or digit */
    F_PREFIX,       /* voorvoegsel: "van der" */
    F_INITIALS,     /* "jr" becomes "J.R." */
    F_POSTCODE,     /* "1234AB", shown "1234 AB" */
    F_HOUSE_NUMBER, /* 1..99999 */
    F_LETTER,       /* one letter, stored upper case */
    F_COUNTRY,      /* ISO 3166-1 alpha-2; empty is the Netherlands */
    F_PHONE,        /* E.164 */
    F_EMAIL,
    F_IBAN,
    F_KVK,
    F_BSN,
    F_PARTIAL_DATE, /* "1950-12-31" "1950-12" "1950" */
    F_DATE,         /* full date */
    F_CHOICE,       /* one of `choices` */
    F_YESNO,        /* "ja" "nee" */
    F_NUMBER,       /* whole number, `max` digits */
    F_MONEY,        /* cents; typed and shown "12,50" */
    F_REASON,       /* code of the controller's list of deregistration reasons; people read its title (record_tell_reasons()) */
    F_CLOCK,        /* time of day: "13:30" */
    F_TIME,         /* moment; never typed */
    F_SIZE          /* bytes; never typed */
};

/* The categories of domain.md. */
enum field_category { PD_NORMAL, PD_CONTACT, PD_FINANCE, PD_SPECIAL, PD_BSN, PD_SECRET };

enum field_portal {
    PORTAL_HIDDEN, /* not in WerktVoorMij */
    PORTAL_SEE,
    PORTAL_CORRECT, /* the relation changes it directly; F_EMAIL of the relation only after a code sent to the new address proved it */
    PORTAL_PROPOSE  /* the relation proposes, staff approve (until then: see) */
};

enum field_export {
    X_ALWAYS, /* in XML and DOCX */
    X_DECIDE, /* only after an explicit decision by staff (Art. 15(4)): secrets, internal notes */
    X_NEVER   /* technical; not about the person */
};

enum field_erase {
    E_ROW,       /* goes with its row */
    E_NULL,      /* emptied while the row stays */
    E_PSEUDONYM, /* replaced by a value that points at nobody */
    E_KEEP       /* kept on the ground that `keep` names, until its date */
};

/* Retention categories with their default period (domain.md); the ground stands in keep_info(). */
enum field_keep {
    KEEP_RELATION,
    KEEP_MEMBERSHIP,
    KEEP_INVOICE,
    KEEP_BSN,
    KEEP_DOSSIER,
    KEEP_SERVICE,
    KEEP_COURSE,
    KEEP_NEEDS,
    KEEP_ALARM,
    KEEP_ALARM_SECRET,
    KEEP_CONSENT,
    KEEP_HISTORY,
    KEEP_COUNT
};

struct keep_info {
    const char *title;  /* Dutch */
    const char *period; /* Dutch: "7 jaar na het einde van het jaar" */
    const char *ground; /* "AWR art. 52" */
    int months;
    bool wiped; /* goes by itself after `days` (retention.h); of the others no sweep knows when their time is over */
    int days;
};

#define INITIAL_TODAY "vandaag"

struct choice {
    const char *value; /* stored */
    const char *label; /* Dutch */
};

struct field {
    const char *column; /* in the table */
    const char *xml;    /* form name, XML element, API name */
    const char *label;  /* Dutch */
    enum field_type type;
    unsigned max; /* code points (F_TEXT, F_LINES, F_NAME ...) or digits */
    enum field_category category;
    enum perm see, edit; /* edit PERM_UNSET: nobody types it */
    enum field_portal portal;
    enum field_export export;
    enum field_erase erase;
    enum field_keep keep;
    bool required;
    bool sealed;                  /* AES-256-GCM with the relation's key; shown masked, each look logged, when category is PD_BSN or PD_SECRET */
    bool asked;                   /* its page asks for it in a field of its own: form_record() leaves it out */
    bool quiet;                   /* while it is empty a page that only shows leaves it out */
    bool list;                    /* of a part: a column of its lists, beside what a row is called; a row's own page shows all */
    const char *group;            /* heading on page, form and DOCX; same text in a row of fields = same group */
    const char *hint;             /* Dutch, under the label; NULL without */
    const char *initial;          /* what a new row has before anybody typed; INITIAL_TODAY: the date; NULL: nothing */
    const char *autocomplete;     /* HTML autocomplete token for a person's own data; NULL without */
    const char *purpose;          /* Dutch, for Gegevenskaart and register: why we keep it */
    const struct choice *choices; /* F_CHOICE; ends with {0} */
    const char *sql_choices;      /* F_TEXT of which the choices stand in the database: gives value and label (choices.h); NULL without */
};

/* A button that moves a row on: its entity's step_column from one value to another. */
struct entity_step {
    const char *from, *to;
    const char *label; /* Dutch, on the button */
    const char *day;   /* a date column that gets today, with "-" before it: that is emptied; NULL without */
};

struct model;
struct problems;
struct record;

/* A table of the database with a page, an XML element and a place in the export. */
struct entity {
    const char *table;          /* "contact_person" */
    const char *xml;            /* "contactpersoon" */
    const char *xml_list;       /* "contactpersonen"; NULL for the relation itself. Also the path: /relaties/NR/contactpersonen */
    const char *title;          /* Dutch, one: "Contactpersoon" */
    const char *plural;         /* "Contactpersonen" */
    const char *module;         /* licence: "contactpersonen" */
    const char *parent_column;  /* "relation_id", "invoice_id"; NULL for relation */
    bool loose;                 /* a row may have no parent: then it is no relation's data, in no export, and leaves no history */
    const struct entity *child; /* invoice: invoice_line */
    enum perm see, edit;        /* for the rows as a whole; edit PERM_UNSET: not made by hand */
    const struct field *fields; /* ends with { .column = NULL } */
    size_t count;
    const char *order;               /* constant ORDER BY of its list */
    const char *title_column;        /* what a row is called in a list: "last_name", "title" */
    bool append_only;                /* a row is made and then never changed */
    const char *card;                /* Dutch: its page to print, at /kaart under a row; NULL without */
    const char *step_column;         /* the status that buttons move; NULL without */
    const struct entity_step *steps; /* ends with { .from = NULL } */
    /* What must hold between fields and other rows before it is saved; may fill in what follows from them, with its mask. ST_INVALID with problems.
     * NULL: nothing. Inside db_tx(). */
    enum status (*check)(struct model *m, struct record *r, bool *mask, struct problems *p);
    enum field_keep wipe;         /* what of a row is wiped while the row stays (retention.h): a category whose keep_info() says `wiped` */
    const char *wipe_from;        /* the date its term counts from: "end_date"; NULL: nothing is wiped. Needs a technical column wiped_version */
    bool portal;                  /* shown in WerktVoorMij */
    const char *portal_where;     /* constant extra condition there: "shared = 'ja'" */
    const char *shares;           /* sealed column of which WerktVoorMij gets a copy while the row is shared (share.h): "content"; NULL: none */
    const char *export_where;     /* constant extra condition in the export, NULL: all; what it leaves out is named in toelichting.docx */
    const char *export_left_out;  /* Dutch: what is left out by export_where and why */
    const char *const *technical; /* columns that are no personal datum (id, version, search keys), ends with NULL */
};

extern const struct entity relation_entity;
extern const struct entity contact_entity;
extern const struct entity membership_entity;
extern const struct entity invoice_entity;
extern const struct entity invoice_line_entity;
extern const struct entity note_entity;
extern const struct entity document_entity;
extern const struct entity task_entity;
/* The kinds of the last two, for lists over all relations. End with {0}. */
extern const struct choice note_kinds[], document_kinds[];
extern const struct entity service_entity;
extern const struct entity enrolment_entity;
extern const struct entity alarm_entity;
extern const struct entity consent_entity;
/* The ways in which a consent came, for lists. Ends with {0}. */
extern const struct choice consent_channels[];

/* All entities: relation first, then its parts in the order of tabs and export. Ends with NULL. */
extern const struct entity *const entities[];

/* Whether the portal's procedures give the field: a sealed value is of no use without the relation's key, which the portal does not have. What it
 * shows of one comes from share.h. */
bool field_on_portal(const struct field *f);
const struct field *field_find(const struct entity *e, const char *xml); /* NULL when there is none */
size_t field_index(const struct entity *e, const char *column);          /* e->count when there is none */
const struct entity *entity_find(const char *xml_list);                  /* by path; NULL */
const char *category_title(enum field_category c);                       /* Dutch */
char category_letter(enum field_category c);                             /* N C F S B X */
const struct keep_info *keep_info(enum field_keep k);
const char *choice_label(const struct field *f, const char *value); /* NULL when it is no choice of it */

#endif
