/*
 * garble.h - an e-mail address shown so that its owner knows it again and a passer-by does not learn it.
 */
#ifndef KOREN_GUARD_GARBLE_H
#define KOREN_GUARD_GARBLE_H

struct arena;

/* "jansen@demo.nl" gives "j•••@d•••.nl": the first character of both parts and the top-level domain; always three dots, so that the length does not
 * show either. What is no address gives "•••". In the arena. */
char *address_garble(struct arena *a, const char *address);

#endif
