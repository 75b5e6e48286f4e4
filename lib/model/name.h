/*
 * name.h - how a person is written and addressed (naamgebruik and aanhef as the BRP-API describes them).
 */
#ifndef KOREN_MODEL_NAME_H
#define KOREN_MODEL_NAME_H

struct arena;

struct name {
    const char *initials, *call_name, *first_names, *prefix, *last_name, *partner_prefix, *partner_last_name;
    const char *usage; /* "E" own, "P" partner, "V" partner-own, "N" own-partner; NULL is E */
    const char *sex;   /* "M" "V" "O" "X"; NULL is O */
};

/* "J.R. van Velzen-in het Veld": for a title, an address label. Falls back to what there is; never NULL. */
char *name_full(struct arena *a, const struct name *n);
/* "Velzen, van-in het Veld, J.R.": for lists that sort by surname. */
char *name_sorted(struct arena *a, const struct name *n);
/* "Geachte mevrouw Van Velzen-in het Veld", "Geachte R.M. van Puffelen". */
char *name_salutation(struct arena *a, const struct name *n);
/*
 * Folded surname, prefix, initials: what lists are sorted by and searched by surname. The surname is the one the person uses, as name_sorted() shows
 * it, so that a list looks sorted. Parts are kept apart by characters below the space: "jansen" comes before "jansen bakker", and everybody whose
 * first surname is exactly "os" lies between "os" and "os ".
 */
#define NAME_KEY_PART '\x1e' /* before the prefix and before the initials */
#define NAME_KEY_JOIN '\x1f' /* between two surnames */
char *name_sort_key(struct arena *a, const struct name *n);
/* The surname by which the sort key does not begin: the partner's when the own comes first, and the other way about. NULL when there is none. Not
 * folded. */
const char *name_other(struct arena *a, const struct name *n);

#endif
