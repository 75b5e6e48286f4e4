/*
 * check.h - what people type becomes a canonical value, or a problem that says what to do. Rules: domain.md, "Names, addresses, numbers".
 *
 * Spaces, hyphens and capitals are forgiven where the meaning is clear. Input is clean text already (text_clean()).
 */
#ifndef KOREN_MODEL_CHECK_H
#define KOREN_MODEL_CHECK_H

#include "base/problem.h"
#include "model/field.h"

struct arena;

/*
 * Checks `typed` for field `f` and gives the canonical text in *value (NULL when empty). ST_INVALID: the problem is in `p` under f->xml. An empty
 * required field is a problem. For F_PARTIAL_DATE and F_DATE the typed text may be any form of date_parse().
 */
enum status field_check(const struct field *f, struct arena *a, struct problems *p, const char *typed, const char **value);

/* A remark about an accepted value, in Dutch, that asks to look again and refuses nothing; NULL without. */
const char *field_remark(const struct field *f, const char *value);

/* The canonical value as people read it: "1234 AB", "31 december 1950", "€ 12,50", "+31 6 12345678", "NL91 ABNA 0417 1643 00", a choice's label.
 * Never NULL. */
const char *field_show(const struct field *f, struct arena *a, const char *value);
/* The canonical value as it stands in a form for typing: dates "31-12-1950", money "12,50". Never NULL. */
const char *field_typed(const struct field *f, struct arena *a, const char *value);
/* BSN and secrets: all but the last 3 digits as "•"; nothing of the value when it is NULL (there, but not opened) or no longer than 3. */
const char *field_masked(const struct field *f, struct arena *a, const char *value);

/* The rules by themselves; each gives the canonical text in the arena, or NULL when it is none. */
char *postcode_parse(struct arena *a, const char *typed);
char *phone_parse(struct arena *a, const char *typed); /* E.164; Dutch numbers with or without +31/0031; 970 + 8 digits */
char *iban_parse(struct arena *a, const char *typed);
char *bsn_parse(struct arena *a, const char *typed);           /* 9 digits that pass the elfproef */
char *email_parse(struct arena *a, const char *typed);         /* one address, lower case domain, at most 254 */
char *initials_parse(struct arena *a, const char *typed);      /* "jr", "j. r." and "J.R." are "J.R."; "th.j" is "Th.J." */
char *money_parse(struct arena *a, const char *typed);         /* cents: "12,50" is "1250", also "€ 1.234,56" "12.50" "12,-" "-3" */
const char *country_parse(struct arena *a, const char *typed); /* ISO 3166-1 alpha-2, from the code or the Dutch name */

/* Combinations of letters that are not given out (SA, SD, SS): the postcode is accepted, and the person asked to look again. */
bool postcode_unlikely(const char *postcode);
const char *country_name(const char *code); /* Dutch; NULL for no country */

/* Canonical values as people read or type them. */
const char *phone_show(struct arena *a, const char *phone);
const char *iban_show(struct arena *a, const char *iban);
const char *money_show(struct arena *a, const char *cents);
const char *money_typed(struct arena *a, const char *cents);

#endif
