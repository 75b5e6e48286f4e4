/*
 * import_value.h - what spreadsheets make of data, put right where that is certain and told where it is not.
 *
 * A value that can be read in one way only is taken, with a remark when it was changed. What can be read in two ways, or was damaged (a number that
 * Excel shortened to 6,12E+08), is a problem: nothing is guessed.
 */
#ifndef KOREN_MODEL_IMPORT_VALUE_H
#define KOREN_MODEL_IMPORT_VALUE_H

#include "base/problem.h"
#include "model/field.h"

struct arena;

/* What a year of two digits means: 31/12/50. */
enum century {
    CENTURY_ASK,  /* a problem: somebody has to say */
    CENTURY_PAST, /* the last such year that is not in the future: 50 is 1950, 05 is 2005 */
    CENTURY_1900,
    CENTURY_2000
};

/* "vraag" "verleden" "1900" "2000". False when it is none of these. */
bool century_find(const char *name, enum century *out);
const char *century_name(enum century c);

/* A cell without the dressing that keeps Excel from touching it: ="0612", '0612. In the arena. */
const char *value_undress(struct arena *a, const char *cell);

/* What field_check() can read, or NULL with a problem at the field. Changes other than spacing leave a remark at the field. `cell` is clean text. */
const char *value_typed(const struct field *f, struct arena *a, const char *cell, enum century century, struct problems *problems,
                        struct problems *remarks);

/* Parts of one cell; "" where there is none. */
struct house {
    const char *number, *letter, *addition;
};
struct street {
    const char *street, *house;
};
struct town {
    const char *postcode, *town;
};
struct whole_name {
    const char *initials, *call_name, *prefix, *last_name;
};

/* "12a-2" is 12, A, 2. False: it does not begin with a number, or Excel made a date of it. */
bool split_house(struct arena *a, const char *s, struct house *out);
/* "Plein 1945 3 bis" could be number 1945 or 3: false, as for everything that is ambiguous. Without a number all of it is the street. */
bool split_street(struct arena *a, const char *s, struct street *out);
/* "1234 AB Ons Dorp" */
bool split_town(struct arena *a, const char *s, struct town *out);
/* "J.R. van der" and "van der Berg" or "Berg, van der": a prefix is a word of the list in small letters. False when there is none in it. */
bool split_initials(struct arena *a, const char *s, struct whole_name *out);
bool split_last_name(struct arena *a, const char *s, struct whole_name *out);
/* "J.R. van der Berg", "Berg, J.R. van der", "Jan Jansen". False: more than two ways to read it. */
bool split_name(struct arena *a, const char *s, struct whole_name *out);

#endif
