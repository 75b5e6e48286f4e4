/*
 * text.h - text as people write it: UTF-8 that is checked, in NFC, folded for searching.
 *
 * Text from outside passes text_check() once, at the door; everything inside may rely on valid UTF-8 in NFC without control characters.
 */
#ifndef KOREN_BASE_TEXT_H
#define KOREN_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum text_fault {
    TEXT_FINE = 0,
    TEXT_BAD_UTF8, /* malformed, overlong, surrogate, above U+10FFFF (RFC 3629), or a noncharacter such as U+FFFE */
    TEXT_CONTROL,  /* NUL, C0 other than tab, LF and CR where lines are allowed, DEL, C1 */
    TEXT_BIDI      /* U+202A-202E, U+2066-2069, U+200E/F, U+061C: text that shows other than it is (Unicode TR 36) */
};

/* Looks at n bytes. `lines`: tab, LF and CR are allowed (a textarea). */
enum text_fault text_check(const char *s, size_t n, bool lines);

/* NFC of valid UTF-8, white space at both ends removed, CRLF and CR made LF. In the arena. */
char *text_clean(struct arena *a, const char *s);

/* For searching and sorting: NFD without combining marks, ø→o ß→ss æ→ae œ→oe ł→l đ→d þ→th, ligature ĳ→ij, lower case, runs of white space
 * to one space, punctuation other than letters and digits to a space. In the arena. */
char *text_fold(struct arena *a, const char *s);

/* Lower case of every letter, nothing else changed (e-mail addresses). In the arena. */
char *text_lower(struct arena *a, const char *s);

/* Number of code points in valid UTF-8. */
size_t text_length(const char *s);

/* True when the text is NULL or has no characters. */
bool text_empty(const char *s);

bool text_equal(const char *a, const char *b); /* NULL equals "" */
bool text_starts(const char *s, const char *prefix);
bool text_ends(const char *s, const char *suffix);
char *text_digits(struct arena *a, const char *s);                   /* only the ASCII digits of s */
char *text_strip(struct arena *a, const char *s, const char *chars); /* s without any of these ASCII characters */

/* As much of `from` as there is room for, and a NUL; NULL is "". For identifiers: it counts bytes. */
void text_copy(char *to, size_t room, const char *from);

/* Whole number in decimal, nothing around it, within min..max. False leaves *out alone. */
bool text_to_long(const char *s, long min, long max, long *out);

#endif
