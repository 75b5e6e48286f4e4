/*
 * letters.h - what names are made of: Unicode letters and marks, and the separators people type between digits.
 */
#ifndef KOREN_MODEL_LETTERS_H
#define KOREN_MODEL_LETTERS_H

#include <stdbool.h>

struct arena;

/* True when every code point is a letter, a combining mark, or one of the ASCII characters in `also`. Valid UTF-8 only. */
bool letters_only(const char *s, const char *also);
/* The text with its first code point as a capital; a text that starts with an apostrophe ("'t") stays as it is. */
char *letters_capital(struct arena *a, const char *s);
char *letters_upper(struct arena *a, const char *s);
/* Every run of white space as one space, none at the ends. */
char *letters_spaced(struct arena *a, const char *s);
/* The same, and typographic apostrophes and dashes as ' and -. */
char *letters_plain(struct arena *a, const char *s);
/* Without the spaces (of any width), hyphens (of any length), dots, slashes and brackets that people put in numbers. */
char *letters_unspaced(struct arena *a, const char *s);

#endif
